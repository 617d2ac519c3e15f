// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @title The state of the vault factory as Solidity would declare it
/// @notice Never deployed: only solc's storage layout of it is used, to compare it with the native factory's.
contract VaultFactoryLayout {
    struct VaultWord {
        address previous;
        bool exists;
    }

    struct OperatorWord {
        address last;
        uint8 count;
    }

    mapping(address vault => VaultWord) vaults;
    mapping(address operator => OperatorWord) operators;
}
