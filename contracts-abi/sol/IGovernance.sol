// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.20;

/// @title Governance
/// @notice An owner who sets parameters within hard bounds, and a guardian who pauses. Every pause and quarantine ends
/// by itself after at most 7 days and is followed by a cooldown as long as it lasted. Nobody can pause, delay or
/// redirect an exit. Times are seconds, windows are half-open. Errors stand in the order of the checks.
interface IGovernance {
    /// @notice Ownership was offered to `owner`; zero: the offer was withdrawn.
    event OwnershipOffered(address indexed owner);

    /// @notice `owner` is the owner.
    event OwnershipTransferred(address indexed owner);

    /// @notice `guardian` is the guardian.
    event GuardianSet(address indexed guardian);

    /// @notice New vaults choose their exit delay between `least` and `most` seconds.
    event ExitDelayBoundsSet(uint64 least, uint64 most);

    /// @notice New vaults choose a leverage limit of at most `ceiling`.
    event LeverageCeilingSet(uint256 ceiling);

    /// @notice Deposits into `vault` are paused from now until `until`.
    event DepositsPaused(address indexed vault, uint64 until);

    /// @notice The pause of deposits into `vault` ended early.
    event DepositsUnpaused(address indexed vault);

    /// @notice Increases of allocations are paused from now until `until`.
    event AllocationsPaused(uint64 until);

    /// @notice The pause of allocations ended early.
    event AllocationsUnpaused();

    /// @notice Filing is paused from now until `until`.
    event FilingPaused(uint64 until);

    /// @notice The pause of filing ended early.
    event FilingUnpaused();

    /// @notice `avs` is in quarantine from now until `until`.
    event Quarantined(address indexed avs, uint64 until);

    /// @notice The quarantine of `avs` ended early.
    event QuarantineEnded(address indexed avs);

    /// @notice Offers ownership to `owner`; zero withdraws an offer. Only the owner.
    function transferOwnership(address owner) external;

    /// @notice Takes ownership that was offered to the caller.
    function acceptOwnership() external;

    /// @notice Sets the guardian; zero: there is none. Only the owner.
    function setGuardian(address guardian) external;

    /// @notice Sets between what new vaults choose their exit delay, within the hard bounds. Only the owner.
    function setExitDelayBounds(uint64 least, uint64 most) external;

    /// @notice Sets the greatest leverage limit that new vaults may choose, 1e18 to 16e18. Only the owner.
    function setLeverageCeiling(uint256 ceiling) external;

    /// @notice Pauses deposits into `vault` for `duration` seconds. Only the guardian.
    function pauseDeposits(address vault, uint64 duration) external;

    /// @notice Ends a pause of deposits early. Only the guardian.
    function unpauseDeposits(address vault) external;

    /// @notice Pauses increases of allocations, everywhere, for `duration` seconds. Only the guardian.
    function pauseAllocations(uint64 duration) external;

    /// @notice Ends a pause of allocations early. Only the guardian.
    function unpauseAllocations() external;

    /// @notice Pauses filing, everywhere, for `duration` seconds. Fault windows are extended by as long. Only the
    /// guardian.
    function pauseFiling(uint64 duration) external;

    /// @notice Ends a pause of filing early. Only the guardian.
    function unpauseFiling() external;

    /// @notice Puts one AVS into quarantine for `duration` seconds: nobody registers with it, increases an allocation
    /// to it, and it neither files nor has executed. Fault and execution windows are extended by as long. Vetoing,
    /// withdrawing, leaving and returning go on. Only the guardian.
    function quarantine(address avs, uint64 duration) external;

    /// @notice Ends a quarantine early. Only the guardian.
    function endQuarantine(address avs) external;

    /// @notice Gives an escrow of `vault` back before it is due. Only the guardian.
    /// @return toPool Assets that the pool gained.
    /// @return magnitude What the vault's whole grew by.
    function returnEscrow(address vault, uint256 escrowId) external returns (uint256 toPool, uint256 magnitude);

    /// @notice Pays out of the recovery account of `vault`. Only the owner.
    function payRecovery(address vault, address to, uint256 assets) external returns (uint256 paid);

    /// @notice The owner.
    function owner() external view returns (address);

    /// @notice To whom ownership is offered; zero: to nobody.
    function pendingOwner() external view returns (address);

    /// @notice The guardian.
    function guardian() external view returns (address);

    /// @notice Between what new vaults choose their exit delay, in seconds, both included.
    function exitDelayBounds() external view returns (uint64 least, uint64 most);

    /// @notice The greatest leverage limit that new vaults may choose; 1e18 is none.
    function leverageCeiling() external view returns (uint256);

    /// @notice What new vaults must keep to: exit delay bounds and leverage ceiling.
    function vaultBounds() external view returns (uint64 exitDelayLeast, uint64 exitDelayMost, uint256 leverageMost);

    /// @notice The last pause of deposits into `vault`: from, until, and when the next may begin.
    function depositsPause(address vault) external view returns (uint64 from, uint64 until, uint64 nextFrom);

    /// @notice The last pause of allocations: from, until, and when the next may begin.
    function allocationsPause() external view returns (uint64 from, uint64 until, uint64 nextFrom);

    /// @notice The last pause of filing: from, until, and when the next may begin.
    function filingPause() external view returns (uint64 from, uint64 until, uint64 nextFrom);

    /// @notice The last quarantine of `avs`: from, until, and when the next may begin.
    function quarantineOf(address avs) external view returns (uint64 from, uint64 until, uint64 nextFrom);

    /// @notice May increases of allocations to `avs` be announced? Both times are 0 if so.
    function allocationBlocks(address avs) external view returns (uint64 pausedUntil, uint64 quarantinedUntil);

    /// @notice May `avs` file, and for a fault at `faultTime` with a fault window of `length` seconds until when? The
    /// first two times are 0 if it may.
    function filingBlocks(address avs, uint64 faultTime, uint64 length)
        external
        view
        returns (uint64 pausedUntil, uint64 quarantinedUntil, uint64 windowEnd);

    /// @notice May requests of `avs` be executed, and in an execution window of `length` seconds from `start` until
    /// when? The first time is 0 if they may.
    function executionBlocks(address avs, uint64 start, uint64 length)
        external
        view
        returns (uint64 quarantinedUntil, uint64 windowEnd);

    /// @notice Until when a fault window of `length` seconds from `start` lasts: extended by the pauses of filing and
    /// the quarantines of `avs` that overlap it, by 7 days at most.
    function faultWindowEnd(address avs, uint64 start, uint64 length) external view returns (uint64 end);

    /// @notice The caller is not the owner.
    error NotOwner(address caller);
    /// @notice The caller is not the guardian.
    error NotGuardian(address caller);
    /// @notice Ownership was not offered to the caller.
    error OwnershipNotOffered(address caller);
    /// @notice The bounds are not within the hard ones, or the wrong way round.
    error ExitDelayBoundsOutOfRange(uint64 least, uint64 most);
    /// @notice The ceiling is not between 1e18 and 16e18.
    error LeverageCeilingOutOfRange(uint256 ceiling);
    /// @notice A pause lasts at least a second and at most 7 days.
    error PauseTooLong(uint64 duration, uint64 most);
    /// @notice The last pause has not ended.
    error PauseActive(uint64 until);
    /// @notice After a pause nothing is paused for as long as it lasted.
    error PauseCooldown(uint64 until);
    /// @notice Nothing is paused.
    error NotPaused();
}
