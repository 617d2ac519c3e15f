// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @title The state of the vault factory as Solidity would declare it
/// @notice Never deployed: only solc's storage layout of it is used, to compare it with the native factory's.
contract VaultFactoryLayout {
    mapping(address vault => bool) vaults;
}
