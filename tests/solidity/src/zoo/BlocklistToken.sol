// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token that refuses transfers from or to a blocked account.
contract BlocklistToken is ZooToken {
    mapping(address account => bool) public isBlocked;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    /// @notice Blocks or unblocks `account`.
    function block_(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    function _move(address from, address to, uint256 value) internal override {
        require(!isBlocked[from], "sender blocked");
        require(!isBlocked[to], "receiver blocked");
        super._move(from, to, value);
    }
}
