// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token that mints a bonus on each transfer: the receiver gets more than was asked.
contract BonusToken is ZooToken {
    uint256 public bonusBps = 100;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    /// @notice Sets the bonus in basis points of the amount, rounded up, so that one unit earns it too.
    function setBonus(uint256 bps) external {
        bonusBps = bps;
    }

    function _move(address from, address to, uint256 value) internal override {
        uint256 bonus = (value * bonusBps + 9_999) / 10_000;
        super._move(from, to, value);
        if (bonus > 0) _mint(to, bonus);
    }
}
