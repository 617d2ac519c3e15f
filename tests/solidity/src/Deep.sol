// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @notice Makes a call from any depth of the call stack.
contract Deep {
    address public target;
    bytes public data;

    /// @notice Sets the call made at the bottom.
    function setCall(address target_, bytes calldata data_) external {
        target = target_;
        data = data_;
    }

    /// @notice Calls itself `n` levels down and reports the call made there; reverts past the depth limit.
    function recurse(uint256 n) external returns (bool ok, bytes memory ret) {
        if (n > 0) return this.recurse(n - 1);
        (ok, ret) = target.call(data);
    }
}
