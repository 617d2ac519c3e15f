// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {IGovernance} from "contracts-abi/sol/IGovernance.sol";

/// @notice Takes the calldata that solc takes for `IGovernance`, and does nothing with it.
contract GovernanceDecoderTwin is IGovernance {
    function transferOwnership(address) external pure override {}

    function acceptOwnership() external pure override {}

    function setGuardian(address) external pure override {}

    function setExitDelayBounds(uint64, uint64) external pure override {}

    function setLeverageCeiling(uint256) external pure override {}

    function pauseDeposits(address, uint64) external pure override {}

    function unpauseDeposits(address) external pure override {}

    function pauseAllocations(uint64) external pure override {}

    function unpauseAllocations() external pure override {}

    function pauseFiling(uint64) external pure override {}

    function unpauseFiling() external pure override {}

    function quarantine(address, uint64) external pure override {}

    function endQuarantine(address) external pure override {}

    function returnEscrow(address, uint256) external pure override returns (uint256, uint256) {}

    function payRecovery(address, address, uint256) external pure override returns (uint256) {}

    function owner() external pure override returns (address) {}

    function pendingOwner() external pure override returns (address) {}

    function guardian() external pure override returns (address) {}

    function exitDelayBounds() external pure override returns (uint64, uint64) {}

    function leverageCeiling() external pure override returns (uint256) {}

    function vaultBounds() external pure override returns (uint64, uint64, uint256) {}

    function depositsPause(address) external pure override returns (uint64, uint64, uint64) {}

    function allocationsPause() external pure override returns (uint64, uint64, uint64) {}

    function filingPause() external pure override returns (uint64, uint64, uint64) {}

    function quarantineOf(address) external pure override returns (uint64, uint64, uint64) {}

    function allocationBlocks(address) external pure override returns (uint64, uint64) {}

    function filingBlocks(address, uint64, uint64) external pure override returns (uint64, uint64, uint64) {}

    function executionBlocks(address, uint64, uint64) external pure override returns (uint64, uint64) {}

    function faultWindowEnd(address, uint64, uint64) external pure override returns (uint64) {}
}
