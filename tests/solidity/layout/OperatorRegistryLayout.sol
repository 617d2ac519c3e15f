// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @title The state of the operator registry as Solidity would declare it
/// @notice Never deployed: only solc's storage layout of it is used, to compare it with the native registry's.
contract OperatorRegistryLayout {
    struct OperatorWord {
        address rewardRecipient;
        uint64 commission;
        bool isRegistered;
        bool hasController;
    }

    struct PendingCommissionWord {
        uint64 commission;
        uint40 effectiveAt;
    }

    mapping(address operator => OperatorWord) operators;
    mapping(address operator => PendingCommissionWord) pendingCommissions;
    mapping(address operator => address) controllers;
    mapping(address operator => address) pendingControllers;
    mapping(address operator => uint256) nonces;
    mapping(address operator => mapping(bytes32 right => bool)) appointees;
}
