// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token whose transfers can be stopped.
contract PausableToken is ZooToken {
    bool public isPaused;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    /// @notice Stops or resumes all transfers.
    function pause(bool paused) external {
        isPaused = paused;
    }

    function _move(address from, address to, uint256 value) internal override {
        require(!isPaused, "paused");
        super._move(from, to, value);
    }
}
