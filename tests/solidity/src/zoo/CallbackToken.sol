// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ZooLedger, ZooToken} from "./ZooToken.sol";

/// @notice A token that calls a hook before and after each transfer and survives whatever the hook does.
contract CallbackToken is ZooToken {
    struct HookResult {
        uint256 calls;
        bool ok;
        bytes returndata;
    }

    uint256 private constant MAX_RETURNDATA_BYTES = 512;

    address public hookTarget;
    bool public isCalledBefore;
    bool public isCalledAfter;
    bool private _isInHook;
    bytes public hookData;
    HookResult public beforeResult;
    HookResult public afterResult;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) ZooLedger(name_, symbol_, decimals_) {}

    /// @notice Sets the call made before and/or after each transfer, and forgets earlier results.
    function setHook(address target, bytes calldata data, bool before, bool after_) external {
        hookTarget = target;
        hookData = data;
        isCalledBefore = before;
        isCalledAfter = after_;
        delete beforeResult;
        delete afterResult;
    }

    /// @dev A transfer made by the hook itself does not call the hook again: two calls a level would never end.
    function _move(address from, address to, uint256 value) internal override {
        if (isCalledBefore && !_isInHook) _callHook(beforeResult);
        super._move(from, to, value);
        if (isCalledAfter && !_isInHook) _callHook(afterResult);
    }

    function _callHook(HookResult storage result) private {
        _isInHook = true;
        (bool ok, bytes memory returndata) = _boundedCall(hookTarget, hookData);
        _isInHook = false;
        result.calls += 1;
        result.ok = ok;
        result.returndata = returndata;
    }

    /// @dev Half of the gas and 512 bytes of answer: neither a gas burner nor a return bomb may fail the transfer.
    function _boundedCall(address target, bytes memory data) private returns (bool ok, bytes memory returndata) {
        assembly ("memory-safe") {
            ok := call(div(gas(), 2), target, 0, add(data, 0x20), mload(data), 0, 0)
            let size := returndatasize()
            if gt(size, MAX_RETURNDATA_BYTES) { size := MAX_RETURNDATA_BYTES }
            returndata := mload(0x40)
            mstore(0x40, and(add(add(returndata, 0x3f), size), not(0x1f)))
            mstore(returndata, size)
            returndatacopy(add(returndata, 0x20), 0, size)
        }
    }
}
