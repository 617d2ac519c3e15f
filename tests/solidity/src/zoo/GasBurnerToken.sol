// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token whose transfers burn all the gas they are given.
contract GasBurnerToken is ZooToken {
    bool public isBurning;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    /// @notice Turns the burning of gas on or off.
    function setBurn(bool burning) external {
        isBurning = burning;
    }

    function _move(address from, address to, uint256 value) internal override {
        if (isBurning) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        super._move(from, to, value);
    }
}
