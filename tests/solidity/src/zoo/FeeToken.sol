// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token that burns a part of each transfer: the receiver gets less than was asked.
contract FeeToken is ZooToken {
    uint256 public feeBps = 100;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    /// @notice Sets the fee in basis points of the amount, rounded up, so that one unit pays it too.
    function setFee(uint256 bps) external {
        require(bps <= 10_000, "fee above 10000 bps");
        feeBps = bps;
    }

    function _move(address from, address to, uint256 value) internal override {
        uint256 fee = (value * feeBps + 9_999) / 10_000;
        super._move(from, to, value - fee);
        if (fee > 0) _burn(from, fee);
    }
}
