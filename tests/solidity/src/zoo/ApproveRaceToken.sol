// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token that refuses to change one nonzero allowance into another.
contract ApproveRaceToken is ZooToken {
    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    function _approve(address spender, uint256 value) internal override {
        require(value == 0 || allowance[msg.sender][spender] == 0, "allowance not zero");
        super._approve(spender, value);
    }
}
