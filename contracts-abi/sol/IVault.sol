// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.20;

/// @title Vault: one asset, one operator, one share price
/// @notice ERC-20 share with EIP-2612; ERC-4626 for deposits and views; ERC-7540 asynchronous redemption, whose request
/// id is the epoch at whose start the exit matures; cancellation by ERC-7887; ERC-7575; ERC-165. Every view answers as
/// if `settle` had just run. Errors stand in the order of the checks. Assets are base units of the asset, shares have
/// six more decimals, times are seconds, windows are half-open. Only exits are never paused.
interface IVault {
    // ERC-20 and EIP-2612

    /// @notice Shares moved. From or to the zero address: minted or burned. To the vault: requested for redemption.
    event Transfer(address indexed from, address indexed to, uint256 value);

    /// @notice `owner` lets `spender` move `value` shares: approved, or left after `spender` used some up.
    event Approval(address indexed owner, address indexed spender, uint256 value);

    /// @notice Name of the share.
    function name() external view returns (string memory);

    /// @notice Symbol of the share.
    function symbol() external view returns (string memory);

    /// @notice Decimals of the share: those of the asset plus six.
    function decimals() external view returns (uint8);

    /// @notice Shares in existence, those waiting in exit buckets included.
    function totalSupply() external view returns (uint256);

    /// @notice Shares of `account`. The vault's own are those in open buckets and those cancelled but not collected.
    function balanceOf(address account) external view returns (uint256);

    /// @notice Moves `value` shares of the caller to `to`.
    function transfer(address to, uint256 value) external returns (bool);

    /// @notice Shares of `owner` that `spender` may move; 2^256 - 1 is never used up.
    function allowance(address owner, address spender) external view returns (uint256);

    /// @notice Lets `spender` move `value` of the caller's shares.
    function approve(address spender, uint256 value) external returns (bool);

    /// @notice Moves `value` shares of `from` to `to` out of the caller's allowance.
    function transferFrom(address from, address to, uint256 value) external returns (bool);

    /// @notice Approves by signature of `owner`: ECDSA, or EIP-1271 over `r ‖ s ‖ v` if `owner` has code.
    function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external;

    /// @notice The nonce of the next permit of `owner`.
    function nonces(address owner) external view returns (uint256);

    /// @notice EIP-712 domain separator, for the current chain id.
    function DOMAIN_SEPARATOR() external view returns (bytes32);

    // ERC-4626: deposits

    /// @notice `sender` deposited `assets`; `owner` received `shares`.
    event Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares);

    /// @notice `sender` claimed `shares` of matured exits of `owner` (the controller); `receiver` was paid `assets`.
    event Withdraw(
        address indexed sender, address indexed receiver, address indexed owner, uint256 assets, uint256 shares
    );

    /// @notice The asset.
    function asset() external view returns (address);

    /// @notice Assets in the pool: what all shares are worth, exits that have not settled included.
    function totalAssets() external view returns (uint256);

    /// @notice Shares that `assets` are worth, rounded down.
    function convertToShares(uint256 assets) external view returns (uint256);

    /// @notice Assets that `shares` are worth, rounded down.
    function convertToAssets(uint256 shares) external view returns (uint256);

    /// @notice Most assets that a deposit for `receiver` takes now; 0 while deposits are refused.
    function maxDeposit(address receiver) external view returns (uint256);

    /// @notice Shares that a deposit of `assets` mints, rounded down.
    function previewDeposit(uint256 assets) external view returns (uint256);

    /// @notice Deposits `assets` of the caller and mints shares to `receiver`, rounded down.
    function deposit(uint256 assets, address receiver) external returns (uint256 shares);

    /// @notice Most shares that can be minted for `receiver` now.
    function maxMint(address receiver) external view returns (uint256);

    /// @notice Assets that minting `shares` costs, rounded up.
    function previewMint(uint256 shares) external view returns (uint256);

    /// @notice Mints exactly `shares` to `receiver`; the caller pays assets, rounded up.
    function mint(uint256 shares, address receiver) external returns (uint256 assets);

    /// @notice Deposits only if at least `minShares` come out and the vault's risk is what the caller saw.
    function depositWithTerms(uint256 assets, address receiver, uint256 minShares, bytes32 expectedRiskVersion)
        external
        returns (uint256 shares);

    /// @notice As `depositWithTerms`, with the caller's EIP-2612 permit for `assets` of the asset. A permit that fails
    /// is ignored: the allowance decides.
    function depositWithPermit(
        uint256 assets,
        address receiver,
        uint256 minShares,
        bytes32 expectedRiskVersion,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 shares);

    // ERC-7540: redemption by request

    /// @notice `owner` gave `shares` into the vault's hands; they mature at the start of epoch `requestId`.
    event RedeemRequest(
        address indexed controller, address indexed owner, uint256 indexed requestId, address sender, uint256 shares
    );

    /// @notice `controller` lets `operator` manage its requests, or no longer.
    event OperatorSet(address indexed controller, address indexed operator, bool approved);

    /// @notice `shares` of `controller` in the settled bucket `requestId` were claimed and were owed `assets`.
    event ExitClaimed(uint256 indexed requestId, address indexed controller, uint256 shares, uint256 assets);

    /// @notice Requests the redemption of `shares` of `owner`. The shares stay in the pool, slashable, until the
    /// request matures, at least the exit delay and less than one epoch more from now.
    /// @return requestId The epoch at whose start the request matures; never 0.
    function requestRedeem(uint256 shares, address controller, address owner) external returns (uint256 requestId);

    /// @notice Shares of a request that cannot be claimed yet.
    function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);

    /// @notice Shares of a request that can be claimed.
    function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);

    /// @notice May `operator` manage the requests of `controller`?
    function isOperator(address controller, address operator) external view returns (bool status);

    /// @notice Lets `operator` manage the caller's requests, or no longer.
    function setOperator(address operator, bool approved) external returns (bool);

    /// @notice Most assets that `withdraw` pays `controller`, out of the 64 epochs last begun.
    function maxWithdraw(address controller) external view returns (uint256);

    /// @notice Always reverts (ERC-7540).
    function previewWithdraw(uint256 assets) external view returns (uint256);

    /// @notice Claims exactly `assets` out of matured exits of the 64 epochs last begun, newest first.
    /// @return shares Shares used up, rounded up.
    function withdraw(uint256 assets, address receiver, address controller) external returns (uint256 shares);

    /// @notice Most shares that `redeem` claims for `controller`, out of the 64 epochs last begun.
    function maxRedeem(address controller) external view returns (uint256);

    /// @notice Always reverts (ERC-7540).
    function previewRedeem(uint256 shares) external view returns (uint256);

    /// @notice Claims exactly `shares` of matured exits of the 64 epochs last begun, newest first.
    function redeem(uint256 shares, address receiver, address controller) external returns (uint256 assets);

    /// @notice Claims `shares` of one matured request, however old.
    function redeemRequest(uint256 requestId, uint256 shares, address receiver, address controller)
        external
        returns (uint256 assets);

    /// @notice Claims what can be claimed of at most 64 requests; one that cannot does not block the others.
    function redeemRequests(uint256[] calldata requestIds, address receiver, address controller)
        external
        returns (uint256 assets);

    // ERC-7887: cancellation, claimable at once

    /// @notice `controller` cancelled its request; the shares left the exit bucket and can be collected.
    event CancelRedeemRequest(address indexed controller, uint256 indexed requestId, address sender);

    /// @notice The shares of a cancelled request were collected.
    event CancelRedeemClaim(
        address indexed controller, address indexed receiver, uint256 indexed requestId, address sender, uint256 shares
    );

    /// @notice Cancels all that `controller` has in the bucket, until it matures, held or not.
    function cancelRedeemRequest(uint256 requestId, address controller) external;

    /// @notice Always false: a cancelled request can be collected at once.
    function pendingCancelRedeemRequest(uint256 requestId, address controller) external view returns (bool);

    /// @notice Shares of a cancelled request that can be collected.
    function claimableCancelRedeemRequest(uint256 requestId, address controller)
        external
        view
        returns (uint256 shares);

    /// @notice Collects the shares of a cancelled request.
    function claimCancelRedeemRequest(uint256 requestId, address receiver, address controller) external;

    // ERC-7575 and ERC-165

    /// @notice The share: the vault itself.
    function share() external view returns (address);

    /// @notice ERC-165.
    function supportsInterface(bytes4 interfaceId) external view returns (bool);

    // settlement, yield, loss

    /// @notice The buckets from `firstRequestId` to `lastRequestId` matured: `shares` left the pool with `assets`.
    event ExitsSettled(
        uint256 indexed firstRequestId, uint256 indexed lastRequestId, uint256 shares, uint256 assets
    );

    /// @notice The balance was below what is booked: the pool bore `assets` of it.
    event LossReconciled(uint256 assets);

    /// @notice `assets` came in as yield from `from` (the vault itself for a donation); `booked` of them entered the
    /// pool, the rest made a deficit good.
    event YieldBooked(address indexed from, uint256 assets, uint256 booked);

    /// @notice Settles matured exits. Anyone may call; every state change does it first.
    function settle() external;

    /// @notice Settles, and compares the balance with what is booked.
    function poke() external;

    /// @notice Pays `assets` of the caller into the pool as yield.
    /// @return booked What the pool gained: `assets` less what a deficit took.
    function book(uint256 assets) external returns (uint256 booked);

    /// @notice Books into the pool what the vault holds above what is booked.
    function bookSurplus() external returns (uint256 booked);

    // holds, slashes, escrow

    /// @notice A request to slash was filed and reserved `magnitude`: exits that mature later than now are held until
    /// `until`. A quarantine of the AVS after `executableFrom` prolongs that.
    event HoldOpened(uint8 indexed lane, uint64 executableFrom, uint64 until, uint256 magnitude);

    /// @notice The hold ended without a slash.
    event HoldClosed(uint8 indexed lane);

    /// @notice Holds were found over, their time having passed: bit i of `lanes` is lane i.
    event HoldsEnded(uint64 lanes);

    /// @notice `magnitude` and with it `assets` were taken; `supply` shares bore it. The assets wait in escrow
    /// `escrowId` (0 if `assets` is 0) until `due`, then go to `recipient` (zero: burned).
    event Slashed(
        uint8 indexed lane,
        uint256 indexed escrowId,
        address recipient,
        uint64 due,
        uint256 magnitude,
        uint256 assets,
        uint256 supply
    );

    /// @notice Escrow paid out all that it held: `paid`, which is less only in a deficit.
    event EscrowReleased(uint256 indexed escrowId, address indexed to, uint256 paid);

    /// @notice Escrow went back: `toPool` into the pool, the rest into the recovery account; the whole grew by
    /// `magnitude`.
    event EscrowReturned(uint256 indexed escrowId, uint256 toPool, uint256 toRecovery, uint256 magnitude);

    /// @notice Governance paid `paid` for `assets` of the recovery account.
    event RecoveryPaid(address indexed to, uint256 assets, uint256 paid);

    /// @notice Opens a hold in `seat` (0 to 15, one per operator set) until `until`, for a request that reserves
    /// `magnitude` and may be executed from `executableFrom` on. Only Slashing.
    /// @return lane Number of the hold, seat times four plus 0 to 3.
    function openHold(uint8 seat, uint64 executableFrom, uint64 until, uint256 magnitude)
        external
        returns (uint8 lane);

    /// @notice Ends an open hold without a slash; the seat opens no new one for as long as it lasted. Only Slashing.
    function closeHold(uint8 lane) external;

    /// @notice Takes `magnitude` and the assets that it stands for, rounded down, into escrow until `escrowUntil`; the
    /// hold then lasts as long, or ends if nothing was taken. Moves no token. Only Slashing.
    /// @return assets What was taken.
    /// @return escrowId Where it waits; 0 if nothing was taken.
    function slash(uint8 lane, uint256 magnitude, uint64 escrowUntil, address recipient)
        external
        returns (uint256 assets, uint256 escrowId);

    /// @notice Pays an escrow that is due to its recipient, or burns it; from 30 days after it was due a recipient
    /// that refuses is passed over and it is burned.
    function releaseEscrow(uint256 escrowId) external returns (address to, uint256 paid);

    /// @notice Gives an escrow back before it is due. Only governance.
    /// @return toPool What the pool gained.
    /// @return magnitude What the whole grew by.
    function returnEscrow(uint256 escrowId) external returns (uint256 toPool, uint256 magnitude);

    /// @notice Pays out of the recovery account. Only governance.
    function payRecovery(address to, uint256 assets) external returns (uint256 paid);

    // control

    /// @notice Deposits are paused until `until`.
    event DepositsPausedUntil(uint64 until);

    /// @notice The deposit cap was set.
    event DepositCapSet(uint256 cap);

    /// @notice The depositor approver was set; zero: everybody may deposit.
    event DepositorApproverSet(address indexed approver);

    /// @notice The approver lets `depositor` receive shares of deposits, or no longer.
    event DepositorSet(address indexed depositor, bool approved);

    /// @notice Sets what storage holds at birth. The factory calls it in the transaction that creates the vault;
    /// afterwards nobody can.
    function initialize(uint256 cap, address approver) external;

    /// @notice Pauses deposits until `until`, at most 7 days from now; a time not in the future ends it. Only
    /// governance.
    function pauseDeposits(uint64 until) external;

    /// @notice Sets the most assets that the pool may hold after a deposit. Only the operator.
    function setDepositCap(uint256 cap) external;

    /// @notice Sets who approves depositors; zero opens the vault to everybody. Only the operator.
    function setDepositorApprover(address approver) external;

    /// @notice Lets `depositor` receive shares of deposits, or no longer. Only the approver.
    function setDepositor(address depositor, bool approved) external;

    // views

    /// @notice The operator that the stake stands for.
    function operator() external view returns (address);

    /// @notice Who files, takes and closes.
    function slashing() external view returns (address);

    /// @notice Who may act for the operator.
    function operatorRegistry() external view returns (address);

    /// @notice Which sets hold what of the vault.
    function avsRegistry() external view returns (address);

    /// @notice Who pauses deposits, returns escrow and pays out recovery.
    function governance() external view returns (address);

    /// @notice Length of an epoch, in seconds.
    function epochLength() external view returns (uint64);

    /// @notice Least wait of an exit, in seconds.
    function exitDelay() external view returns (uint64);

    /// @notice How often a unit of stake may be promised; 1e18 is once.
    function leverageLimit() external view returns (uint256);

    /// @notice Most that one set may take in a window, as a fraction of its allocation; 1e18 is no cap.
    function slashCap() external view returns (uint256);

    /// @notice Length of the window of the vault's slash cap, in seconds.
    function slashCapWindow() external view returns (uint64);

    /// @notice Most magnitude that redistributing sets may hold together.
    function maxRedistributable() external view returns (uint256);

    /// @notice Most assets that the pool may hold after a deposit.
    function depositCap() external view returns (uint256);

    /// @notice Who approves depositors; zero: everybody may deposit.
    function depositorApprover() external view returns (address);

    /// @notice May `account` receive shares of deposits?
    function isDepositor(address account) external view returns (bool);

    /// @notice Deposits are refused before this time.
    function depositsPausedUntil() external view returns (uint64);

    /// @notice The divisible whole of which sets hold parts; 1e27 at birth.
    function magnitude() external view returns (uint256);

    /// @notice Assets of the shares that are not on their way out, rounded down.
    function activeAssets() external view returns (uint256);

    /// @notice Assets of the shares in open exit buckets, rounded down.
    function exitingAssets() external view returns (uint256);

    /// @notice Shares in open exit buckets.
    function exitingShares() external view returns (uint256);

    /// @notice Matured assets that nobody has claimed yet.
    function unclaimedAssets() external view returns (uint256);

    /// @notice Slashed assets in escrow.
    function escrowedAssets() external view returns (uint256);

    /// @notice Returned assets whose bearers had left.
    function recoveryAssets() external view returns (uint256);

    /// @notice What the balance lacks to cover all that is owed.
    function deficit() external view returns (uint256);

    /// @notice Assets of the shares that do not mature until `time`, rounded down.
    function slashableUntil(uint64 time) external view returns (uint256);

    /// @notice What taking `magnitude` now would take.
    /// @return assets Assets taken, rounded down.
    /// @return reason 0 slashable, 1 nothing staked, 2 no magnitude left, 3 more than is left, 4 rounds to nothing.
    function previewSlash(uint256 magnitude) external view returns (uint256 assets, uint8 reason);

    /// @notice Holds that last.
    function openHolds() external view returns (uint256);

    /// @notice The last hold of a lane: filed at, lasting until (quarantines not counted before it is over), executed,
    /// its escrow, and the magnitude reserved (taken, once it is executed).
    function hold(uint8 lane)
        external
        view
        returns (uint64 filedAt, uint64 until, bool isExecuted, uint256 magnitude, uint256 escrowId);

    /// @notice The holds of `seat` that last: when they were filed (0: the lane is free), what they reserve (0 once
    /// executed), and the earliest filing time (0: there is none).
    function seatHolds(uint8 seat)
        external
        view
        returns (uint64[4] memory filedAt, uint256[4] memory reserved, uint64 earliest);

    /// @notice What allocations depend on: what is fixed at birth, the whole, whether nobody holds shares, and when the
    /// first open exit bucket matures (0: there is none).
    function profile()
        external
        view
        returns (
            address operator,
            address asset,
            uint64 epochLength,
            uint64 exitDelay,
            uint256 leverageLimit,
            uint256 maxRedistributable,
            uint256 magnitude,
            bool isEmpty,
            uint64 firstMaturity
        );

    /// @notice When `seat` may open the next hold.
    function cooldownUntil(uint8 seat) external view returns (uint64);

    /// @notice Changes when the risk of a depositor does.
    function riskVersion() external view returns (bytes32);

    /// @notice The price; 1e18 is par.
    function rate() external view returns (uint256);

    /// @notice Is no hold open?
    function clear() external view returns (bool);

    /// @notice Filing time of the oldest open hold; 0 if there is none.
    function earliestHold() external view returns (uint64);

    /// @notice Magnitude that requests reserve which are open and not executed.
    function reservedMagnitude() external view returns (uint256);

    /// @notice Assets that `shares` would gain if every escrow not yet due were returned, rounded down.
    function pendingReturn(uint256 shares) external view returns (uint256);

    /// @notice The current epoch: time divided by the epoch length.
    function currentEpoch() external view returns (uint256);

    /// @notice A bucket: its assets once settled, its shares, those claimed, and whether it is settled.
    function bucket(uint256 requestId)
        external
        view
        returns (uint256 assets, uint256 shares, uint256 claimed, bool isSettled);

    /// @notice An escrow: assets, the shares that bore it, to whom it goes. Until it is due also the magnitude taken
    /// and when that is; afterwards 0, or for a recipient still when it was due.
    function escrow(uint256 escrowId)
        external
        view
        returns (uint256 assets, uint256 supply, uint256 magnitude, uint64 due, address recipient);

    /// @notice Stake in the pool at the end of epoch `epoch` (of the current one: now), less the exits that had
    /// matured by its start.
    function stakeAtEpoch(uint256 epoch) external view returns (uint256 assets);

    // errors

    /// @notice The vault is already running: called back from a token or a wallet.
    error Reentered();
    /// @notice Zero assets, shares or magnitude.
    error ZeroAmount();
    /// @notice The amount is worth less than one share.
    error ZeroShares();
    /// @notice The vault cannot be the receiver.
    error VaultIsReceiver();
    /// @notice The zero address cannot be the receiver.
    error ZeroReceiver();
    /// @notice Deposits are paused.
    error DepositsPaused(uint64 until);
    /// @notice A slash is pending: a newcomer would neither bear it nor share its refund.
    error HoldOpen(uint64 filedAt);
    /// @notice The vault holds less than it owes.
    error Deficit(uint256 missing);
    /// @notice The price fell under 1e-9 of par, or less than 1e9 of magnitude is left.
    error VaultClosed(uint256 rate, uint256 magnitude);
    /// @notice The approver has not approved this receiver.
    error DepositorNotApproved(address receiver);
    /// @notice The risk is not what the depositor saw.
    error RiskVersionMismatch(bytes32 found, bytes32 expected);
    /// @notice The vault cannot account for that much.
    error AssetsExceedLimit(uint256 assets);
    /// @notice The pool would exceed its cap.
    error DepositCapExceeded(uint256 assets, uint256 room);
    /// @notice Fewer shares than the depositor asks for.
    error SlippageExceeded(uint256 shares, uint256 minShares);
    /// @notice The token delivered less or more than asked.
    error AssetsNotReceived(uint256 received, uint256 asked);
    /// @notice Not that many shares.
    error InsufficientShares(address account, uint256 held, uint256 needed);
    /// @notice Not that much allowance.
    error InsufficientAllowance(address spender, uint256 allowed, uint256 needed);
    /// @notice The permit's deadline has passed.
    error SignatureExpired(uint256 deadline);
    /// @notice The signature is not the owner's.
    error SignatureMismatch(address owner);
    /// @notice The caller may not act for the controller.
    error NotController(address caller, address controller);
    /// @notice There is no such request.
    error NothingRequested(uint256 requestId, address controller);
    /// @notice The request has matured.
    error AlreadyMatured(uint256 requestId, uint64 maturity);
    /// @notice The request has not matured.
    error NotMatured(uint256 requestId, uint64 maturity);
    /// @notice The request has matured, but a slash filed before its maturity is pending.
    error ExitHeld(uint256 requestId, uint64 filedAt);
    /// @notice A cancelled request in the same bucket must be collected first.
    error CancelNotClaimed(uint256 requestId);
    /// @notice Not that much can be claimed out of the epochs last begun.
    error InsufficientClaimable(uint256 claimable, uint256 needed);
    /// @notice More request ids than one call takes.
    error TooManyIds(uint256 count, uint256 most);
    /// @notice Previews of redemptions do not exist in ERC-7540.
    error PreviewNotSupported();
    /// @notice Nobody holds shares.
    error NothingStaked();
    /// @notice There is no surplus.
    error NothingToBook();
    /// @notice The vault has begun.
    error AlreadyInitialized();
    /// @notice Only Slashing.
    error NotSlashing(address caller);
    /// @notice Only governance.
    error NotGovernance(address caller);
    /// @notice Only who may act for the operator.
    error NotOperator(address caller);
    /// @notice Only the depositor approver.
    error NotApprover(address caller);
    /// @notice There are 16 seats.
    error SeatOutOfRange(uint8 seat);
    /// @notice A hold ends in the future and lasts at most 14 days.
    error HoldOutOfRange(uint64 until, uint64 latest);
    /// @notice All four holds of the seat last.
    error TooManyRequests(uint8 seat);
    /// @notice The seat waits as long as its last hold lasted.
    error CooldownActive(uint8 seat, uint64 until);
    /// @notice No such hold lasts.
    error HoldNotOpen(uint8 lane);
    /// @notice The hold was executed already.
    error HoldExecuted(uint8 lane);
    /// @notice Not that much magnitude is left.
    error InsufficientMagnitude(uint256 held, uint256 needed);
    /// @notice There is no such escrow.
    error UnknownEscrow(uint256 escrowId);
    /// @notice The escrow is not due yet.
    error EscrowNotDue(uint256 escrowId, uint64 due);
    /// @notice The escrow is due: it can no longer be returned.
    error EscrowOver(uint256 escrowId);
    /// @notice The recipient refuses the tokens.
    error RecipientRefuses(address recipient);
    /// @notice The caller gave too little gas for a call whose failure would count.
    error InsufficientGas(uint256 left, uint256 needed);
    /// @notice Not that much in the recovery account.
    error InsufficientRecovery(uint256 held, uint256 needed);
    /// @notice A pause lasts at most 7 days.
    error PauseTooLong(uint64 until, uint64 latest);
    /// @notice The token answered neither nothing nor true, or has no code.
    error TokenRefused(address token);
    /// @notice The epoch has not begun.
    error EpochNotBegun(uint256 epoch, uint256 current);
}
