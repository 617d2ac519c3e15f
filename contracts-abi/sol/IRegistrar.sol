// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.20;

/// @title Registrar
/// @notice What an AVS implements to decide who registers for a set, and to be told who leaves. Only the AVS registry
/// should be let in.
interface IRegistrar {
    /// @notice `operator` registers for the set. A revert refuses it.
    /// @param data Whatever the operator passed along.
    function onRegister(address operator, address avs, uint32 setId, bytes calldata data) external;

    /// @notice `operator` left the set or was ejected. Gets 500,000 gas; a failure is ignored.
    function onDeregister(address operator, address avs, uint32 setId) external;
}
