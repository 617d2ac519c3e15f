// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @notice A contract account that makes every kind of call on behalf of anyone.
contract Caller {
    receive() external payable {}

    /// @notice Calls `to` and reports the outcome; never reverts because of the callee.
    function execute(address to, uint256 value, bytes calldata data)
        external
        payable
        returns (bool ok, bytes memory ret)
    {
        (ok, ret) = to.call{value: value}(data);
    }

    /// @notice Calls `to` by STATICCALL and reports the outcome.
    function staticExecute(address to, bytes calldata data) external view returns (bool ok, bytes memory ret) {
        (ok, ret) = to.staticcall(data);
    }

    /// @notice Calls `to` by DELEGATECALL and reports the outcome.
    function delegateExecute(address to, bytes calldata data) external returns (bool ok, bytes memory ret) {
        (ok, ret) = to.delegatecall(data);
    }

    /// @notice Calls `to` by CALLCODE without value and reports the outcome.
    function callcodeExecute(address to, bytes memory data) external returns (bool ok, bytes memory ret) {
        assembly ("memory-safe") {
            ok := callcode(gas(), to, 0, add(data, 0x20), mload(data), 0, 0)
            ret := mload(0x40)
            mstore(0x40, and(add(add(ret, 0x3f), returndatasize()), not(0x1f)))
            mstore(ret, returndatasize())
            returndatacopy(add(ret, 0x20), 0, returndatasize())
        }
    }

    /// @notice Calls `to` with at most `gasLimit` gas and reports the outcome.
    function executeWithGas(address to, bytes calldata data, uint256 gasLimit)
        external
        returns (bool ok, bytes memory ret)
    {
        (ok, ret) = to.call{gas: gasLimit}(data);
    }

    /// @notice Calls `to` with the value received and reverts with the callee's exact revert data when it fails.
    function bubble(address to, bytes calldata data) external payable returns (bytes memory) {
        return _callOrBubble(to, msg.value, data);
    }

    /// @notice Makes the calls in order; when one fails all are undone and its revert data is bubbled.
    function multi(address[] calldata to, bytes[] calldata data) external returns (bytes[] memory rets) {
        require(to.length == data.length, "lengths differ");
        rets = new bytes[](to.length);
        for (uint256 i = 0; i < to.length; i++) {
            rets[i] = _callOrBubble(to[i], 0, data[i]);
        }
    }

    /// @notice Calls `to`, then reverts with "undone"; bubbles when the call itself fails, which tells the two apart.
    function tryThenRevert(address to, bytes calldata data) external {
        _callOrBubble(to, 0, data);
        revert("undone");
    }

    /// @notice EXTCODESIZE of `account`.
    function codeSize(address account) external view returns (uint256) {
        return account.code.length;
    }

    /// @notice EXTCODEHASH of `account`.
    function codeHash(address account) external view returns (bytes32) {
        return account.codehash;
    }

    /// @notice The code of `account` by EXTCODECOPY.
    function codeCopy(address account) external view returns (bytes memory) {
        return account.code;
    }

    /// @notice No bounds: for a vault factory whose governance this is.
    function vaultBounds() external pure returns (uint64 exitDelayLeast, uint64 exitDelayMost, uint256 leverageMost) {
        return (0, type(uint64).max, type(uint256).max);
    }

    function _callOrBubble(address to, uint256 value, bytes calldata data) private returns (bytes memory) {
        (bool ok, bytes memory ret) = to.call{value: value}(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(ret, 0x20), mload(ret))
            }
        }
        return ret;
    }
}
