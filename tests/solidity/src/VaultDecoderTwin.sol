// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {IVault} from "contracts-abi/sol/IVault.sol";

/// @notice Takes the calldata that solc takes for `IVault`, and does nothing with it.
/// @dev solc validates every parameter before the body, used or not. That no function is missing and that every
/// parameter has the type and the location of the interface is checked by the compiler.
contract VaultDecoderTwin is IVault {
    function name() external pure override returns (string memory) {}

    function symbol() external pure override returns (string memory) {}

    function decimals() external pure override returns (uint8) {}

    function totalSupply() external pure override returns (uint256) {}

    function balanceOf(address) external pure override returns (uint256) {}

    function transfer(address, uint256) external pure override returns (bool) {}

    function allowance(address, address) external pure override returns (uint256) {}

    function approve(address, uint256) external pure override returns (bool) {}

    function transferFrom(address, address, uint256) external pure override returns (bool) {}

    function permit(address, address, uint256, uint256, uint8, bytes32, bytes32) external pure override {}

    function nonces(address) external pure override returns (uint256) {}

    function DOMAIN_SEPARATOR() external pure override returns (bytes32) {}

    function asset() external pure override returns (address) {}

    function totalAssets() external pure override returns (uint256) {}

    function convertToShares(uint256) external pure override returns (uint256) {}

    function convertToAssets(uint256) external pure override returns (uint256) {}

    function maxDeposit(address) external pure override returns (uint256) {}

    function previewDeposit(uint256) external pure override returns (uint256) {}

    function deposit(uint256, address) external pure override returns (uint256) {}

    function maxMint(address) external pure override returns (uint256) {}

    function previewMint(uint256) external pure override returns (uint256) {}

    function mint(uint256, address) external pure override returns (uint256) {}

    function depositWithTerms(uint256, address, uint256, bytes32) external pure override returns (uint256) {}

    function depositWithPermit(uint256, address, uint256, bytes32, uint256, uint8, bytes32, bytes32)
        external
        pure
        override
        returns (uint256)
    {}

    function requestRedeem(uint256, address, address) external pure override returns (uint256) {}

    function pendingRedeemRequest(uint256, address) external pure override returns (uint256) {}

    function claimableRedeemRequest(uint256, address) external pure override returns (uint256) {}

    function isOperator(address, address) external pure override returns (bool) {}

    function setOperator(address, bool) external pure override returns (bool) {}

    function maxWithdraw(address) external pure override returns (uint256) {}

    function previewWithdraw(uint256) external pure override returns (uint256) {}

    function withdraw(uint256, address, address) external pure override returns (uint256) {}

    function maxRedeem(address) external pure override returns (uint256) {}

    function previewRedeem(uint256) external pure override returns (uint256) {}

    function redeem(uint256, address, address) external pure override returns (uint256) {}

    function redeemRequest(uint256, uint256, address, address) external pure override returns (uint256) {}

    function redeemRequests(uint256[] calldata, address, address) external pure override returns (uint256) {}

    function cancelRedeemRequest(uint256, address) external pure override {}

    function pendingCancelRedeemRequest(uint256, address) external pure override returns (bool) {}

    function claimableCancelRedeemRequest(uint256, address) external pure override returns (uint256) {}

    function claimCancelRedeemRequest(uint256, address, address) external pure override {}

    function share() external pure override returns (address) {}

    function supportsInterface(bytes4) external pure override returns (bool) {}

    function settle() external pure override {}

    function poke() external pure override {}

    function book(uint256) external pure override returns (uint256) {}

    function bookSurplus() external pure override returns (uint256) {}

    function openHold(uint8, uint64, uint64, uint256) external pure override returns (uint8) {}

    function closeHold(uint8) external pure override {}

    function slash(uint8, uint256, uint64, address) external pure override returns (uint256, uint256) {}

    function releaseEscrow(uint256) external pure override returns (address, uint256) {}

    function returnEscrow(uint256) external pure override returns (uint256, uint256) {}

    function payRecovery(address, uint256) external pure override returns (uint256) {}

    function initialize(uint256, address) external pure override {}

    function pauseDeposits(uint64) external pure override {}

    function setDepositCap(uint256) external pure override {}

    function setDepositorApprover(address) external pure override {}

    function setDepositor(address, bool) external pure override {}

    function operator() external pure override returns (address) {}

    function slashing() external pure override returns (address) {}

    function operatorRegistry() external pure override returns (address) {}

    function avsRegistry() external pure override returns (address) {}

    function governance() external pure override returns (address) {}

    function epochLength() external pure override returns (uint64) {}

    function exitDelay() external pure override returns (uint64) {}

    function leverageLimit() external pure override returns (uint256) {}

    function slashCap() external pure override returns (uint256) {}

    function slashCapWindow() external pure override returns (uint64) {}

    function maxRedistributable() external pure override returns (uint256) {}

    function depositCap() external pure override returns (uint256) {}

    function depositorApprover() external pure override returns (address) {}

    function isDepositor(address) external pure override returns (bool) {}

    function depositsPausedUntil() external pure override returns (uint64) {}

    function magnitude() external pure override returns (uint256) {}

    function activeAssets() external pure override returns (uint256) {}

    function exitingAssets() external pure override returns (uint256) {}

    function exitingShares() external pure override returns (uint256) {}

    function unclaimedAssets() external pure override returns (uint256) {}

    function escrowedAssets() external pure override returns (uint256) {}

    function recoveryAssets() external pure override returns (uint256) {}

    function deficit() external pure override returns (uint256) {}

    function slashableUntil(uint64) external pure override returns (uint256) {}

    function previewSlash(uint256) external pure override returns (uint256, uint8) {}

    function openHolds() external pure override returns (uint256) {}

    function hold(uint8) external pure override returns (uint64, uint64, bool, uint256, uint256) {}

    function seatHolds(uint8) external pure override returns (uint64[4] memory, uint256[4] memory, uint64) {}

    function profile()
        external
        pure
        override
        returns (address, address, uint64, uint64, uint256, uint256, uint256, bool, uint64)
    {}

    function cooldownUntil(uint8) external pure override returns (uint64) {}

    function riskVersion() external pure override returns (bytes32) {}

    function rate() external pure override returns (uint256) {}

    function clear() external pure override returns (bool) {}

    function earliestHold() external pure override returns (uint64) {}

    function reservedMagnitude() external pure override returns (uint256) {}

    function pendingReturn(uint256) external pure override returns (uint256) {}

    function currentEpoch() external pure override returns (uint256) {}

    function bucket(uint256) external pure override returns (uint256, uint256, uint256, bool) {}

    function escrow(uint256) external pure override returns (uint256, uint256, uint256, uint64, address) {}

    function stakeAtEpoch(uint256) external pure override returns (uint256) {}
}
