// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {IVaultFactory} from "contracts-abi/sol/IVaultFactory.sol";

/// @notice Takes the calldata that solc takes for `IVaultFactory`, and does nothing with it.
contract VaultFactoryDecoderTwin is IVaultFactory {
    /// @dev In memory, because solc validates all of a struct that it puts there, but of one in calldata what is read.
    function createVault(address, VaultParams memory, bytes32) external pure override returns (address) {}

    function vaultAddress(address, bytes32) external pure override returns (address) {}

    function isVault(address) external pure override returns (bool) {}

    function vaultsOf(address) external pure override returns (address[] memory) {}

    function exitDelayBounds() external pure override returns (uint64, uint64) {}
}
