// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {IOperatorRegistry} from "contracts-abi/sol/IOperatorRegistry.sol";

/// @notice Takes the calldata that solc takes for `IOperatorRegistry`, and does nothing with it.
contract OperatorRegistryDecoderTwin is IOperatorRegistry {
    function register(string calldata, address, uint256) external pure override {}

    function registerBySignature(address, string calldata, address, uint256, uint256, bytes calldata)
        external
        pure
        override
    {}

    function updateMetadata(address, string calldata) external pure override {}

    function setRewardRecipient(address, address) external pure override {}

    function setCommission(address, uint256) external pure override returns (uint64) {}

    function retire(address) external pure override {}

    function setAppointee(address, address, address, bytes4, bool) external pure override {}

    function transferControl(address, address) external pure override {}

    function acceptControl(address) external pure override {}

    function isOperator(address) external pure override returns (bool) {}

    function mayAct(address, address, address, bytes4) external pure override returns (bool) {}

    function isAppointed(address, address, address, bytes4) external pure override returns (bool) {}

    function controllerOf(address) external pure override returns (address) {}

    function pendingControllerOf(address) external pure override returns (address) {}

    function rewardRecipientOf(address) external pure override returns (address) {}

    function commissionOf(address) external pure override returns (uint256, uint256, uint64) {}

    function nonces(address) external pure override returns (uint256) {}

    function DOMAIN_SEPARATOR() external pure override returns (bytes32) {}

    function avsRegistry() external pure override returns (address) {}
}
