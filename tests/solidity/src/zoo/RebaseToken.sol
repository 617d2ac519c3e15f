// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token whose balances change without a transfer.
contract RebaseToken is ZooToken {
    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    /// @notice Changes the balance of `account` and the supply by `delta`, without an event.
    function rebase(address account, int256 delta) external {
        if (delta < 0) {
            uint256 loss = uint256(-delta);
            require(balanceOf[account] >= loss, "insufficient balance");
            balanceOf[account] -= loss;
            totalSupply -= loss;
        } else {
            totalSupply += uint256(delta);
            balanceOf[account] += uint256(delta);
        }
    }
}
