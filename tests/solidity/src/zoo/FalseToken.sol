// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token that returns false, and changes nothing, where others revert.
contract FalseToken is ZooToken {
    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    /// @inheritdoc ZooToken
    function transfer(address to, uint256 value) external override returns (bool) {
        if (balanceOf[msg.sender] < value) return false;
        _move(msg.sender, to, value);
        return true;
    }

    /// @inheritdoc ZooToken
    function transferFrom(address from, address to, uint256 value) external override returns (bool) {
        if (balanceOf[from] < value || allowance[from][msg.sender] < value) return false;
        _spend(from, value);
        _move(from, to, value);
        return true;
    }
}
