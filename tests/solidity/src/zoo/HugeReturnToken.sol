// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token whose transfer and transferFrom succeed and return a megabyte that begins with true.
contract HugeReturnToken is ZooToken {
    uint256 public returnBytes = 1_000_000;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    /// @notice Sets how many bytes transfer and transferFrom return.
    function setSize(uint256 size) external {
        returnBytes = size;
    }

    /// @inheritdoc ZooToken
    function transfer(address to, uint256 value) external override returns (bool) {
        _move(msg.sender, to, value);
        _returnHuge();
    }

    /// @inheritdoc ZooToken
    function transferFrom(address from, address to, uint256 value) external override returns (bool) {
        _spend(from, value);
        _move(from, to, value);
        _returnHuge();
    }

    function _returnHuge() private view {
        uint256 size = returnBytes;
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, 1)
            return(start, size)
        }
    }
}
