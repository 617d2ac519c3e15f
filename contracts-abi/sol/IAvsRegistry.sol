// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.20;

/// @title AVS registry
/// @notice AVSs, their operator sets and terms; who is registered for a set; how much of a vault's magnitude a set
/// holds. Every view answers as if due changes had just been completed. Magnitudes are parts of a vault's whole (1e27
/// at birth), fractions are wads, times are seconds, windows are half-open. Errors stand in the order of the checks.
interface IAvsRegistry {
    /// @notice An accepted asset.
    /// @param token The asset.
    /// @param weight What a base unit of it counts; 1e18 is one.
    struct Asset {
        address token;
        uint256 weight;
    }

    /// @notice What a set demands and promises.
    /// @param slasher Who files.
    /// @param resolver Who may veto; zero: instant mode, with windows of 0.
    /// @param vetoWindow Seconds from filing in which the resolver may veto.
    /// @param executionWindow Seconds after that in which a request may be executed.
    /// @param escrowDelay Seconds that slashed assets wait. The three together are at most 7 days.
    /// @param faultWindow Seconds after a fault in which it may be filed; with 7 days more still under the exit delay of
    /// every vault served.
    /// @param cap Most that is taken of a vault in a window, as a fraction of what the set holds of it; 1e18: no cap.
    /// @param capWindow Length of that window in seconds; not 0.
    /// @param minimumWeight An operator with less has no weight.
    /// @param operatorCap Most operators registered at once; 0: no cap.
    /// @param acceptsLeverage Takes vaults whose leverage limit is over 1e18.
    /// @param admission 0 open, 1 signed approval by `gate`, 2 the registrar contract `gate`.
    /// @param gate The approver or the registrar.
    /// @param assets What it accepts, at most 16.
    struct Terms {
        address slasher;
        address resolver;
        uint64 vetoWindow;
        uint64 executionWindow;
        uint64 escrowDelay;
        uint64 faultWindow;
        uint256 cap;
        uint64 capWindow;
        uint256 minimumWeight;
        uint32 operatorCap;
        bool acceptsLeverage;
        uint8 admission;
        address gate;
        Asset[] assets;
    }

    /// @notice An operator set by name.
    /// @param avs The AVS.
    /// @param id Its number at the AVS.
    struct SetId {
        address avs;
        uint32 id;
    }

    // AVSs and sets

    /// @notice `avs` registered.
    event AvsRegistered(address indexed avs, string metadataURI);

    /// @notice The description of `avs` moved.
    event AvsMetadataUpdated(address indexed avs, string metadataURI);

    /// @notice `admin` may act for `avs`, or no longer.
    event AdminSet(address indexed avs, address indexed admin, bool isAdmin);

    /// @notice A set was created. What is slashed goes to `recipient` (zero: it is burned).
    event SetCreated(address indexed avs, uint32 indexed id, address recipient, Terms terms, string metadataURI);

    /// @notice The description of a set moved.
    event SetMetadataUpdated(address indexed avs, uint32 indexed id, string metadataURI);

    /// @notice The set's terms change at `effectiveAt`.
    event TermsAnnounced(address indexed avs, uint32 indexed id, uint64 effectiveAt, Terms terms);

    /// @notice The recipient of a redistributing set handed over to `recipient`.
    event RecipientSet(address indexed avs, uint32 indexed id, address indexed recipient);

    /// @notice Registers the caller as an AVS.
    function registerAvs(string calldata metadataURI) external;

    /// @notice Moves the description of an AVS. Only the AVS and its admins.
    function updateAvsMetadata(address avs, string calldata metadataURI) external;

    /// @notice Lets `admin` act for the AVS, or no longer. Only the AVS and its admins.
    function setAdmin(address avs, address admin, bool isAdmin) external;

    /// @notice Creates set `id`. A `recipient` makes it redistribute, which needs a resolver that is neither AVS, admin
    /// nor slasher and an escrow delay of at least 3 days. Only the AVS and its admins.
    function createSet(address avs, uint32 id, address recipient, Terms calldata terms, string calldata metadataURI)
        external;

    /// @notice Moves the description of a set. Only the AVS and its admins.
    function updateSetMetadata(address avs, uint32 id, string calldata metadataURI) external;

    /// @notice Announces new terms. They hold after the longest exit delay and the longest epoch of the vaults ever
    /// served, and 2 days; the vaults served must still fit. Only the AVS and its admins.
    /// @return effectiveAt From when they hold.
    function changeTerms(address avs, uint32 id, Terms calldata terms) external returns (uint64 effectiveAt);

    /// @notice Hands over who receives what the set slashes. Only the recipient.
    function setRecipient(address avs, uint32 id, address recipient) external;

    // membership

    /// @notice `operator` registered for a set.
    event OperatorRegistered(address indexed operator, address indexed avs, uint32 indexed id);

    /// @notice `operator` left a set, or was ejected. All that the set holds of its vaults goes down to 0.
    event OperatorDeregistered(address indexed operator, address indexed avs, uint32 indexed id, bool isEjected);

    /// @notice The registrar could not be told that `operator` left.
    event RegistrarFailed(address indexed operator, address indexed avs, uint32 indexed id, address registrar);

    /// @notice Registers the operator for a set. Only who may act for it.
    /// @param data For the registrar; or `abi.encode(deadline, signature)` of the approver.
    function register(address operator, address avs, uint32 id, bytes calldata data) external;

    /// @notice As `register`, by signature of who controls the operator (EIP-712; EIP-1271 if it has code).
    function registerBySignature(
        address operator,
        address avs,
        uint32 id,
        bytes calldata data,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Leaves a set. Nobody can refuse. Only who may act for the operator.
    function deregister(address operator, address avs, uint32 id) external;

    /// @notice Ejects an operator from a set. Only the AVS and its admins.
    function eject(address operator, address avs, uint32 id) external;

    // allocations

    /// @notice What the set holds of `vault` will change by `change`: up at `time` or later, or down after the fault
    /// window that began at `time`. A pending change was replaced.
    event ChangeAnnounced(
        address indexed vault, address indexed avs, uint32 indexed id, bool isIncrease, uint256 change, uint64 time
    );

    /// @notice The set holds `magnitude` of `vault`, dated at `due`.
    event ChangeCompleted(
        address indexed vault, address indexed avs, uint32 indexed id, bool isIncrease, uint256 magnitude, uint64 due
    );

    /// @notice The set took `taken` of what it holds of `vault`, for a fault at `faultTime`.
    event MagnitudeTaken(
        address indexed vault, address indexed avs, uint32 indexed id, uint256 taken, uint64 faultTime
    );

    /// @notice The set has seat `seat` at `vault`.
    event SeatTaken(address indexed vault, address indexed avs, uint32 indexed id, uint8 seat);

    /// @notice Announces that the set shall hold `magnitude` of `vault`. An increase holds after exit delay, epoch and
    /// 2 days, at once if the vault is empty; a decrease after the fault window. Only who may act for the vault's
    /// operator.
    /// @return due When it holds, as far as is known now.
    function allocate(address vault, address avs, uint32 id, uint256 magnitude) external returns (uint64 due);

    /// @notice Completes what is due of a change. Anyone may call; every act on the allocation does it first.
    function complete(address vault, address avs, uint32 id) external;

    /// @notice Takes `ceil(judged * fraction)`, at most `most`, from what the set holds of `vault`. Only Slashing,
    /// which takes the same from the vault.
    function take(
        address vault,
        address avs,
        uint32 id,
        uint256 fraction,
        uint256 most,
        uint64 faultTime,
        uint64 filedAt
    ) external returns (uint256 taken);

    // views: AVSs and sets

    /// @notice Is `account` an AVS?
    function isAvs(address account) external view returns (bool);

    /// @notice May `account` act for `avs`?
    function isAdmin(address avs, address account) external view returns (bool);

    /// @notice The terms in force now.
    function termsOf(address avs, uint32 id) external view returns (Terms memory terms);

    /// @notice The terms announced and when they hold; 0 if there are none.
    function pendingTermsOf(address avs, uint32 id) external view returns (uint64 effectiveAt, Terms memory terms);

    /// @notice Counts the terms that were announced, the first included.
    function termsVersionOf(address avs, uint32 id) external view returns (uint16);

    /// @notice Who receives what the set slashes; zero: it is burned.
    function recipientOf(address avs, uint32 id) external view returns (address);

    /// @notice What Slashing must know to file for a fault at `faultTime`. The cap is the lower of now and then.
    function procedureOf(address avs, uint32 id, address operator, uint64 faultTime)
        external
        view
        returns (
            address slasher,
            address resolver,
            address recipient,
            uint64 vetoWindow,
            uint64 executionWindow,
            uint64 escrowDelay,
            uint64 faultWindow,
            uint256 cap,
            uint64 capWindow,
            bool isResolverIndependent
        );

    // views: membership

    /// @notice Is `operator` registered for the set?
    function isRegistered(address operator, address avs, uint32 id) external view returns (bool);

    /// @notice Operators registered for the set.
    function operatorCountOf(address avs, uint32 id) external view returns (uint32);

    /// @notice Operators that ever registered for the set, latest newcomer first, at most `count` (100 at most) after
    /// `cursor` (zero: from the start), and whether they are registered.
    function operatorsOf(address avs, uint32 id, address cursor, uint256 count)
        external
        view
        returns (address[] memory operators, bool[] memory registered);

    /// @notice Sets that `operator` ever registered for, latest first, at most `count` (100 at most) after `cursor`
    /// (zero AVS: from the start), and whether it is registered.
    function setsOf(address operator, SetId calldata cursor, uint256 count)
        external
        view
        returns (SetId[] memory sets, bool[] memory registered);

    /// @notice Vaults of `operator` of which the set holds something, or will; at most `count` (32 at most) from `skip`
    /// on.
    function vaultsOf(address avs, uint32 id, address operator, uint256 skip, uint256 count)
        external
        view
        returns (address[] memory vaults);

    /// @notice Does a set hold, or will hold, anything of a vault of `operator`?
    function hasLiveAllocations(address operator) external view returns (bool);

    /// @notice Next nonce of `operator`'s signatures to this registry.
    function nonces(address operator) external view returns (uint256);

    /// @notice EIP-712 domain separator, for the current chain id.
    function DOMAIN_SEPARATOR() external view returns (bytes32);

    // views: allocations

    /// @notice What the set holds of `vault`, what will change, and when that holds (0: nothing will).
    function allocationOf(address vault, address avs, uint32 id)
        external
        view
        returns (uint256 magnitude, bool isIncrease, uint256 change, uint64 due);

    /// @notice Sets with a seat at `vault`, by seat: what they hold, what will change, when. At most 16.
    function allocationsOf(address vault)
        external
        view
        returns (
            SetId[] memory sets,
            uint256[] memory magnitudes,
            bool[] memory areIncreases,
            uint256[] memory changes,
            uint64[] memory dues
        );

    /// @notice What a fault at `faultTime` filed at `filedAt` is judged on.
    /// @return held What the set holds of the vault now.
    /// @return judged The least of now, then and what the vault has left.
    /// @return since Since when the set holds anything of the vault.
    /// @return seat The set's seat.
    /// @return operator Whose vault it is; zero: the set has no seat there.
    function judge(address vault, address avs, uint32 id, uint64 faultTime, uint64 filedAt)
        external
        view
        returns (uint256 held, uint256 judged, uint64 since, uint8 seat, address operator);

    /// @notice The AVS of the set in a seat of `vault`; zero: nobody sits there.
    function avsAt(address vault, uint8 seat) external view returns (address);

    /// @notice Changes when an increase of what `vault` answers for, or a change of the terms of a set that holds some
    /// of it, is announced.
    function riskVersionOf(address vault) external view returns (bytes32);

    /// @notice Increases announced on `vault`.
    function increasesOf(address vault) external view returns (uint256);

    /// @notice Sum of what sets hold of `vault` over its whole, as a fraction: how often its stake is promised.
    function dilutionOf(address vault) external view returns (uint256);

    /// @notice Assets of `vault` that the set can count on whatever other sets take: of those that do not leave in a
    /// fault window from now, the part that the set holds, less pending decreases and what is promised to others.
    function guaranteedStakeOf(address vault, address avs, uint32 id) external view returns (uint256 assets);

    /// @notice Assets that the set could take from `vault` at any time before `time`, at today's price.
    function minSlashableStakeUntil(address vault, address avs, uint32 id, uint64 time)
        external
        view
        returns (uint256 assets);

    /// @notice The operator's weight in the set: its guaranteed stake, by the weights of the assets; 0 below the
    /// minimum or if it is not registered.
    function weightOf(address operator, address avs, uint32 id) external view returns (uint256);

    /// @notice Where operators are looked up.
    function operatorRegistry() external view returns (address);

    /// @notice Who takes.
    function slashing() external view returns (address);

    /// @notice Where pauses and quarantines are looked up.
    function governance() external view returns (address);

    /// @notice Which vaults there are.
    function vaultFactory() external view returns (address);

    // errors

    /// @notice The contract is already running: called back from a registrar, an approver or a vault.
    error Reentered();
    /// @notice The AVS is registered.
    error AvsExists(address avs);
    /// @notice There is no such AVS.
    error UnknownAvs(address avs);
    /// @notice The caller is neither the AVS nor one of its admins.
    error NotAdmin(address caller, address avs);
    /// @notice There is such a set.
    error SetExists(address avs, uint32 id);
    /// @notice There is no such set.
    error UnknownSet(address avs, uint32 id);
    /// @notice A set needs a slasher.
    error SlasherMissing();
    /// @notice Veto, execution and escrow together are over 7 days; or a window is 0 in veto mode, or not in instant
    /// mode.
    error WindowsOutOfRange(uint64 vetoWindow, uint64 executionWindow, uint64 escrowDelay);
    /// @notice The fault window is 0 or too long for any vault, or for one that the set served.
    error FaultWindowOutOfRange(uint64 faultWindow, uint64 most);
    /// @notice The cap is not between 1 and 1e18, or its window is 0 or over 365 days.
    error CapOutOfRange(uint256 cap, uint64 capWindow);
    /// @notice The minimum weight is over 2^112 - 1.
    error MinimumWeightOutOfRange(uint256 minimumWeight);
    /// @notice Admission is not one of 0 to 2, or its gate is missing, or not needed.
    error AdmissionOutOfRange(uint8 admission, address gate);
    /// @notice A set accepts 1 to 16 assets.
    error AssetCountOutOfRange(uint256 count, uint256 most);
    /// @notice A weight is over 2^64 - 1, or an asset is named twice.
    error AssetOutOfRange(address token, uint256 weight);
    /// @notice A redistributing set needs a resolver that is neither AVS, admin, slasher nor an operator in it.
    error ResolverNotIndependent(address resolver);
    /// @notice A redistributing set needs an escrow delay of 3 days.
    error EscrowDelayTooShort(uint64 escrowDelay, uint64 least);
    /// @notice The last change of terms still matters: none is announced before.
    error TermsChangePending(uint64 until);
    /// @notice A vault that the set served would no longer fit.
    error ServedVaultExcluded(address token);
    /// @notice Only the recipient of a redistributing set.
    error NotRecipient(address caller, address recipient);
    /// @notice Not a registered operator, or the caller may not act for it.
    error NotOperator(address caller, address operator);
    /// @notice The signature's deadline has passed.
    error SignatureExpired(uint256 deadline);
    /// @notice The signature is not that of who controls the operator.
    error SignatureMismatch(address signer);
    /// @notice The AVS is in quarantine.
    error Quarantined(address avs, uint64 until);
    /// @notice The operator is registered for the set.
    error AlreadyRegistered(address operator);
    /// @notice The set has all the operators that it wants.
    error OperatorCapReached(uint32 cap);
    /// @notice The approver did not sign.
    error NotApproved(address approver);
    /// @notice The operator is not registered for the set.
    error NotRegistered(address operator);
    /// @notice The caller gave too little gas for a call whose failure would count.
    error InsufficientGas(uint256 left, uint256 needed);
    /// @notice There is no such vault.
    error UnknownVault(address vault);
    /// @notice A change is pending.
    error ChangePending(uint64 due);
    /// @notice The set holds that much.
    error NoChange(uint256 magnitude);
    /// @notice Increases are paused.
    error AllocationsPaused(uint64 until);
    /// @notice The set does not accept the vault's asset.
    error AssetNotAccepted(address token);
    /// @notice The set takes no vault with a leverage limit over 1e18.
    error LeverageNotAccepted(uint256 leverageLimit);
    /// @notice The set's fault window is not 7 days shorter than the vault's exit delay.
    error FaultWindowTooLong(uint64 faultWindow, uint64 exitDelay);
    /// @notice More than the vault has left.
    error MagnitudeExceeded(uint256 magnitude, uint256 whole);
    /// @notice The vault would be promised more often than its leverage limit.
    error LeverageExceeded(uint256 promised, uint256 most);
    /// @notice Redistributing sets would hold more of the vault than it allows.
    error RedistributionLimit(uint256 promised, uint256 most);
    /// @notice All 16 seats of the vault are taken.
    error TooManySets(address vault);
    /// @notice Only Slashing.
    error NotSlashing(address caller);
}
