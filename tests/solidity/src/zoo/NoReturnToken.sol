// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger} from "./ZooToken.sol";

/// @notice A token whose transfer, transferFrom and approve return no data.
contract NoReturnToken is ZooLedger {
    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    /// @notice Moves `value` units of the caller to `to`.
    function transfer(address to, uint256 value) external {
        _move(msg.sender, to, value);
    }

    /// @notice Moves `value` units of `from` to `to` within the caller's allowance.
    function transferFrom(address from, address to, uint256 value) external {
        _spend(from, value);
        _move(from, to, value);
    }

    /// @notice Sets the allowance of `spender` over the caller's units.
    function approve(address spender, uint256 value) external {
        _approve(spender, value);
    }
}
