// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {Caller} from "tests/solidity/src/Caller.sol";

/// @notice A caller that can hold every role, and that makes one call of its own when it is called at an armed point: as
/// token hook, registrar, wallet, recipient, or in the place of a vault. It never fails because of that call.
contract Intruder is Caller {
    uint8 public constant REGISTER = 20;
    uint8 public constant DEREGISTER = 21;
    uint8 public constant SIGNATURE = 22;
    uint8 public constant STAND_IN = 23;

    uint8 public point;
    address public target;
    bytes public callData;
    bool private transient _isSpent;

    /// @notice How the call made at the armed point ended.
    event Intruded(bool ok, bytes ret);

    /// @notice It was called in a vault's place.
    event StoodIn();

    /// @notice Arms one point; a point that nothing has disarms.
    function arm(uint8 point_, address target_, bytes calldata data) external {
        point = point_;
        target = target_;
        callData = data;
        _isSpent = false;
    }

    /// @notice A point from which state can be changed.
    function at(uint8 where) public {
        if (where != point || _isSpent) return;
        _isSpent = true;
        (bool ok, bytes memory ret) = target.call{gas: _most()}(callData);
        emit Intruded(ok, ret);
    }

    /// @notice A point within a static call, where nothing can be recorded: reverts if its call succeeds.
    function lookAt(uint8 where) public view {
        if (where != point) return;
        (bool ok,) = target.staticcall{gas: _most()}(callData);
        require(!ok, "entered");
    }

    /// @notice The registrar admits everybody.
    function onRegister(address, address, uint32, bytes calldata) external {
        at(REGISTER);
    }

    /// @notice The registrar lets everybody go.
    function onDeregister(address, address, uint32) external {
        at(DEREGISTER);
    }

    /// @notice The wallet accepts every signature (EIP-1271).
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        lookAt(SIGNATURE);
        return 0x1626ba7e;
    }

    /// @notice Whatever else it is told, it logs and answers four words of zero.
    fallback() external {
        emit StoodIn();
        at(STAND_IN);
        assembly ("memory-safe") {
            let start := mload(0x40)
            calldatacopy(start, calldatasize(), 128)
            return(start, 128)
        }
    }

    /// @dev What is kept back is enough to go on.
    function _most() private view returns (uint256) {
        return gasleft() - gasleft() / 8;
    }
}
