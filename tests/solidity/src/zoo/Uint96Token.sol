// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token that refuses amounts above type(uint96).max, infinite approvals among them.
contract Uint96Token is ZooToken {
    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    function _mint(address to, uint256 value) internal override {
        super._mint(to, value);
        _requireUint96(totalSupply);
    }

    function _move(address from, address to, uint256 value) internal override {
        _requireUint96(value);
        super._move(from, to, value);
    }

    function _approve(address spender, uint256 value) internal override {
        _requireUint96(value);
        super._approve(spender, value);
    }

    function _requireUint96(uint256 value) private pure {
        require(value <= type(uint96).max, "above uint96");
    }
}
