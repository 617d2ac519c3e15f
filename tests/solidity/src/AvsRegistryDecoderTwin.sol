// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {IAvsRegistry} from "contracts-abi/sol/IAvsRegistry.sol";

/// @notice Takes the calldata that solc takes for `IAvsRegistry`, and does nothing with it.
/// @dev Structs are in memory, because solc validates all of one that it puts there, but of one in calldata what is read.
contract AvsRegistryDecoderTwin is IAvsRegistry {
    function registerAvs(string calldata) external pure override {}

    function updateAvsMetadata(address, string calldata) external pure override {}

    function setAdmin(address, address, bool) external pure override {}

    function createSet(address, uint32, address, Terms memory, string calldata) external pure override {}

    function updateSetMetadata(address, uint32, string calldata) external pure override {}

    function changeTerms(address, uint32, Terms memory) external pure override returns (uint64) {}

    function setRecipient(address, uint32, address) external pure override {}

    function register(address, address, uint32, bytes calldata) external pure override {}

    function registerBySignature(address, address, uint32, bytes calldata, uint256, bytes calldata)
        external
        pure
        override
    {}

    function deregister(address, address, uint32) external pure override {}

    function eject(address, address, uint32) external pure override {}

    function allocate(address, address, uint32, uint256) external pure override returns (uint64) {}

    function complete(address, address, uint32) external pure override {}

    function take(address, address, uint32, uint256, uint256, uint64, uint64)
        external
        pure
        override
        returns (uint256)
    {}

    function isAvs(address) external pure override returns (bool) {}

    function isAdmin(address, address) external pure override returns (bool) {}

    function termsOf(address, uint32) external pure override returns (Terms memory) {}

    function pendingTermsOf(address, uint32) external pure override returns (uint64, Terms memory) {}

    function termsVersionOf(address, uint32) external pure override returns (uint16) {}

    function recipientOf(address, uint32) external pure override returns (address) {}

    function procedureOf(address, uint32, address, uint64)
        external
        pure
        override
        returns (address, address, address, uint64, uint64, uint64, uint64, uint256, uint64, bool)
    {}

    function isRegistered(address, address, uint32) external pure override returns (bool) {}

    function operatorCountOf(address, uint32) external pure override returns (uint32) {}

    function operatorsOf(address, uint32, address, uint256)
        external
        pure
        override
        returns (address[] memory, bool[] memory)
    {}

    function setsOf(address, SetId memory, uint256) external pure override returns (SetId[] memory, bool[] memory) {}

    function vaultsOf(address, uint32, address, uint256, uint256) external pure override returns (address[] memory) {}

    function hasLiveAllocations(address) external pure override returns (bool) {}

    function nonces(address) external pure override returns (uint256) {}

    function DOMAIN_SEPARATOR() external pure override returns (bytes32) {}

    function allocationOf(address, address, uint32) external pure override returns (uint256, bool, uint256, uint64) {}

    function allocationsOf(address)
        external
        pure
        override
        returns (SetId[] memory, uint256[] memory, bool[] memory, uint256[] memory, uint64[] memory)
    {}

    function judge(address, address, uint32, uint64, uint64)
        external
        pure
        override
        returns (uint256, uint256, uint64, uint8, address)
    {}

    function avsAt(address, uint8) external pure override returns (address) {}

    function riskVersionOf(address) external pure override returns (bytes32) {}

    function increasesOf(address) external pure override returns (uint256) {}

    function dilutionOf(address) external pure override returns (uint256) {}

    function guaranteedStakeOf(address, address, uint32) external pure override returns (uint256) {}

    function minSlashableStakeUntil(address, address, uint32, uint64) external pure override returns (uint256) {}

    function weightOf(address, address, uint32) external pure override returns (uint256) {}

    function operatorRegistry() external pure override returns (address) {}

    function slashing() external pure override returns (address) {}

    function governance() external pure override returns (address) {}

    function vaultFactory() external pure override returns (address) {}
}
