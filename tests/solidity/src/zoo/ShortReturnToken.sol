// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token that returns 31 bytes, the last of them 1: padded on either side they would read as nonzero.
contract ShortReturnToken is ZooToken {
    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    /// @inheritdoc ZooToken
    function transfer(address to, uint256 value) external override returns (bool) {
        _move(msg.sender, to, value);
        _returnShort();
    }

    /// @inheritdoc ZooToken
    function transferFrom(address from, address to, uint256 value) external override returns (bool) {
        _spend(from, value);
        _move(from, to, value);
        _returnShort();
    }

    /// @inheritdoc ZooToken
    function approve(address spender, uint256 value) external override returns (bool) {
        _approve(spender, value);
        _returnShort();
    }

    function _returnShort() private pure {
        assembly ("memory-safe") {
            mstore(0, 1)
            return(1, 31)
        }
    }
}
