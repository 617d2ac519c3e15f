// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token that refuses transfers of nothing.
contract RevertOnZeroToken is ZooToken {
    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    function _move(address from, address to, uint256 value) internal override {
        require(value != 0, "zero transfer");
        super._move(from, to, value);
    }
}
