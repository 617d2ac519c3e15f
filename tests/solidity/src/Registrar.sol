// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {IRegistrar} from "contracts-abi/sol/IRegistrar.sol";

/// @notice A registrar that does as it is told: open to all.
contract Registrar is IRegistrar {
    /// @notice What it does when it is called.
    /// @param Accept Nothing.
    /// @param Refuse Reverts with `data`.
    /// @param BurnGas Burns all the gas it is given.
    /// @param CallBack Calls `target` with `data`, records the outcome and accepts.
    /// @param Bubble Calls `target` with `data` and fails as that fails.
    /// @param HugeReturn Accepts, and returns `size` bytes.
    /// @param HugeRevert Reverts with `size` bytes.
    enum Mode {
        Accept,
        Refuse,
        BurnGas,
        CallBack,
        Bubble,
        HugeReturn,
        HugeRevert
    }

    Mode public mode;
    address public target;
    uint256 public size;
    bytes public callData;

    /// @notice How the last call back ended.
    bool public isOk;
    bytes public returndata;

    /// @notice Calls that were not undone.
    uint256 public calls;

    event Registering(address indexed operator, address indexed avs, uint32 indexed setId, bytes data, uint256 gasLeft);
    event Deregistering(address indexed operator, address indexed avs, uint32 indexed setId, uint256 gasLeft);

    /// @notice Sets what happens from now on, and forgets the last call back.
    function setMode(Mode mode_, address target_, bytes calldata data, uint256 size_) external {
        mode = mode_;
        target = target_;
        callData = data;
        size = size_;
        delete isOk;
        delete returndata;
        delete calls;
    }

    /// @inheritdoc IRegistrar
    function onRegister(address operator, address avs, uint32 setId, bytes calldata data) external {
        emit Registering(operator, avs, setId, data, gasleft());
        _act();
    }

    /// @inheritdoc IRegistrar
    function onDeregister(address operator, address avs, uint32 setId) external {
        emit Deregistering(operator, avs, setId, gasleft());
        _act();
    }

    function _act() private {
        calls += 1;
        if (mode == Mode.Refuse) _fail(callData);
        if (mode == Mode.BurnGas) _burnGas();
        if (mode == Mode.CallBack) _callBack();
        if (mode == Mode.Bubble) _bubble();
        if (mode == Mode.HugeReturn) _answerHuge(size);
        if (mode == Mode.HugeRevert) _failHuge(size);
    }

    function _callBack() private {
        (isOk, returndata) = target.call(callData);
    }

    function _bubble() private {
        (bool ok, bytes memory ret) = target.call(callData);
        if (!ok) _fail(ret);
    }

    function _fail(bytes memory data) private pure {
        assembly ("memory-safe") {
            revert(add(data, 0x20), mload(data))
        }
    }

    function _burnGas() private pure {
        assembly ("memory-safe") {
            invalid()
        }
    }

    function _answerHuge(uint256 bytes_) private pure {
        assembly {
            return(0, bytes_)
        }
    }

    function _failHuge(uint256 bytes_) private pure {
        assembly {
            revert(0, bytes_)
        }
    }
}
