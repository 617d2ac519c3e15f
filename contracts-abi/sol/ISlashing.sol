// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.20;

/// @title Slashing
/// @notice A set's slasher files a request; its resolver may veto; then anyone executes it, vault by vault, before it
/// lapses. A set in instant mode has no resolver: filing executes. A request is stored by its hash; who acts on it
/// brings it along, as `SlashFiled` told it. Fractions are wads, times are seconds, windows are half-open. Errors stand
/// in the order of the checks.
interface ISlashing {
    /// @notice What is asked of one vault.
    /// @param vault The vault.
    /// @param fraction How much of the set's allocation is to be taken; 1e18 is all.
    struct Charge {
        address vault;
        uint256 fraction;
    }

    /// @notice What was reserved of one vault.
    /// @param vault The vault.
    /// @param fraction How much of the set's allocation is to be taken.
    /// @param reserved The most magnitude that will be taken.
    /// @param lane The hold that the vault keeps for it.
    struct Slice {
        address vault;
        uint256 fraction;
        uint256 reserved;
        uint8 lane;
    }

    /// @notice A request as filed.
    /// @param avs The AVS of the set.
    /// @param setId The set's number.
    /// @param operator Who is at fault.
    /// @param evidence Hash of the evidence; counts once per set and operator.
    /// @param faultTime When the fault was committed.
    /// @param filedAt When the request was filed.
    /// @param vetoWindow Seconds from filing in which the resolver may veto.
    /// @param executionWindow Seconds after that in which it may be executed.
    /// @param escrowDelay Seconds from execution until the escrow is due.
    /// @param resolver Who may veto; zero in instant mode.
    /// @param recipient Who gets what is taken; zero: it is burned.
    /// @param slices What was reserved, by vault.
    struct Request {
        address avs;
        uint32 setId;
        address operator;
        bytes32 evidence;
        uint64 faultTime;
        uint64 filedAt;
        uint64 vetoWindow;
        uint64 executionWindow;
        uint64 escrowDelay;
        address resolver;
        address recipient;
        Slice[] slices;
    }

    /// @notice A request was filed.
    event SlashFiled(
        bytes32 indexed id, address indexed avs, address indexed operator, Request request, string evidenceURI
    );

    /// @notice The resolver vetoed what was still open of the request.
    event SlashVetoed(bytes32 indexed id);

    /// @notice The slasher withdrew what was still open of the request.
    event SlashWithdrawn(bytes32 indexed id);

    /// @notice The receipt: of `vault`, `magnitude` and with it `assets` were taken into escrow `escrowId` (0 if no
    /// assets), for the recipient that the request names.
    event SlashExecuted(
        bytes32 indexed id, address indexed vault, uint256 magnitude, uint256 assets, uint256 escrowId
    );

    /// @notice The cap's window of a set at a vault: it began now, with `base` of magnitude.
    event CapWindowStarted(address indexed vault, address indexed avs, uint32 indexed setId, uint256 base);

    /// @notice Files a request against `operator`; in instant mode executes it at once. All vaults or none. Only the
    /// set's slasher. What a vault refuses (`TooManyRequests`, `CooldownActive`) is passed on; `CapExceeded` comes
    /// after it.
    /// @return id The request: a hash of set, operator and evidence.
    function file(
        address avs,
        uint32 setId,
        address operator,
        Charge[] calldata charges,
        uint64 faultTime,
        bytes32 evidence,
        string calldata evidenceURI
    ) external returns (bytes32 id);

    /// @notice Ends what is open of a request, in the veto window. Only the resolver that was in force at filing.
    function veto(Request calldata request) external;

    /// @notice Ends what is open of a request. If nothing of it was executed, the evidence may be filed again. Only the
    /// set's slasher.
    function withdraw(Request calldata request) external;

    /// @notice Executes a request on one vault, after the veto window and before the execution window is over. Anyone
    /// may call.
    /// @return magnitude What was taken of the whole: at most what was reserved.
    /// @return assets What was taken of the pool, into escrow.
    function execute(Request calldata request, address vault) external returns (uint256 magnitude, uint256 assets);

    /// @notice The id of a request: a hash of set, operator and evidence.
    function requestId(address avs, uint32 setId, address operator, bytes32 evidence) external view returns (bytes32);

    /// @notice A request as stored: bit i of each mask stands for its i-th vault. A request that lapsed still shows the
    /// vaults that were not executed as open.
    /// @return digest First 26 bytes of the hash of the request; 0 if there is none.
    function statusOf(bytes32 id) external view returns (bytes26 digest, uint16 openMask, uint16 executedMask);

    /// @notice What became of a request at one vault: 0 unknown, 1 veto window, 2 execution window, 3 executed,
    /// 4 vetoed or withdrawn, 5 lapsed.
    function stateOf(Request calldata request, address vault) external view returns (uint8);

    /// @notice The cap of a set at a vault, in its current window.
    /// @return start When the window began; 0 if there was none.
    /// @return base Magnitude at its start.
    /// @return used Magnitude taken since, and reserved by requests that are open.
    function capOf(address vault, address avs, uint32 setId)
        external
        view
        returns (uint64 start, uint256 base, uint256 used);

    /// @notice Where sets and allocations are looked up.
    function avsRegistry() external view returns (address);

    /// @notice Where pauses and quarantines are looked up.
    function governance() external view returns (address);

    /// @notice Which vaults there are.
    function vaultFactory() external view returns (address);

    /// @notice The contract is already running.
    error Reentered();
    /// @notice There is no such set.
    error UnknownSet(address avs, uint32 setId);
    /// @notice The caller is not the set's slasher.
    error NotSlasher(address caller, address slasher);
    /// @notice Filing is paused.
    error FilingPaused(uint64 until);
    /// @notice The AVS is in quarantine.
    error Quarantined(address avs, uint64 until);
    /// @notice The resolver of a redistributing set is its AVS, one of the admins, or the operator.
    error ResolverNotIndependent(address resolver);
    /// @notice A request names 1 to 16 vaults.
    error BadVaultCount(uint256 count, uint256 most);
    /// @notice The fault has not happened yet.
    error FaultInFuture(uint64 faultTime);
    /// @notice The fault window is over.
    error FaultTooOld(uint64 faultTime, uint64 windowEnd);
    /// @notice The evidence was filed before.
    error EvidenceUsed(bytes32 id);
    /// @notice The vault is named twice.
    error DuplicateVault(address vault);
    /// @notice There is no such vault.
    error UnknownVault(address vault);
    /// @notice The vault belongs to another operator.
    error NotVaultOfOperator(address vault, address operator);
    /// @notice A fraction is more than 0 and at most 1e18.
    error FractionOutOfRange(uint256 fraction);
    /// @notice The set holds nothing of the vault, or held nothing when the fault was committed.
    error NothingAllocated(address vault);
    /// @notice The set did not hold anything of the vault when the fault was committed.
    error FaultBeforeMembership(address vault, uint64 since);
    /// @notice More than the cap has room for.
    error CapExceeded(address vault, uint256 reserved, uint256 room);
    /// @notice There is no such request.
    error UnknownRequest(bytes32 id);
    /// @notice The caller is not the request's resolver.
    error NotResolver(address caller, address resolver);
    /// @notice The vault is not in the request.
    error NotInRequest(address vault);
    /// @notice Nothing of the request is open any more.
    error RequestClosed(bytes32 id);
    /// @notice The request has lapsed.
    error ExecutionWindowOver(uint64 end);
    /// @notice The resolver may still veto.
    error VetoWindowOpen(uint64 end);
    /// @notice The resolver can no longer veto.
    error VetoWindowOver(uint64 end);
}
