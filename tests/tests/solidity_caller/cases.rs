//! A call for every function of vault and factory, and the stage in which it succeeds; with those of the other modules.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolInterface;
use restaking::{
    VAULT_FACTORY,
    abi::{
        IVault::{self, IVaultCalls as Calls},
        IVaultFactory::{self, IVaultFactoryCalls as FactoryCalls},
    },
};
use restaking_tests::{ALICE, BOB, CALLER, DAY, World};

use crate::protocol;
use crate::stage::{Facts, ORPHAN, calm, hold_call, n, slashed, whole};

/// A call for every function that changes state in the calm stage; it succeeds if [`CALLER`] makes it.
pub fn changes_when_calm(facts: &Facts) -> Vec<Calls> {
    let until = 20_030 * DAY;
    let deposit = IVault::depositWithPermitCall {
        assets: n(11),
        receiver: CALLER,
        minShares: n(1),
        expectedRiskVersion: facts.risk,
        deadline: U256::MAX,
        v: 27,
        r: B256::ZERO,
        s: B256::ZERO,
    };
    vec![
        Calls::transfer(IVault::transferCall { to: BOB, value: n(3) }),
        Calls::approve(IVault::approveCall { spender: BOB, value: n(3) }),
        Calls::transferFrom(IVault::transferFromCall { from: ALICE, to: BOB, value: n(3) }),
        Calls::permit(facts.permit.clone().unwrap()),
        Calls::deposit(IVault::depositCall { assets: n(11), receiver: CALLER }),
        Calls::mint(IVault::mintCall { shares: n(11), receiver: CALLER }),
        Calls::depositWithTerms(IVault::depositWithTermsCall {
            assets: n(11),
            receiver: CALLER,
            minShares: n(1),
            expectedRiskVersion: facts.risk,
        }),
        Calls::depositWithPermit(deposit),
        Calls::requestRedeem(IVault::requestRedeemCall {
            shares: n(11),
            controller: CALLER,
            owner: CALLER,
        }),
        Calls::setOperator(IVault::setOperatorCall { operator: BOB, approved: true }),
        Calls::withdraw(IVault::withdrawCall { assets: n(11), receiver: BOB, controller: CALLER }),
        Calls::redeem(IVault::redeemCall {
            shares: n(11_000_000),
            receiver: BOB,
            controller: CALLER,
        }),
        Calls::redeemRequest(IVault::redeemRequestCall {
            requestId: facts.claimable,
            shares: n(11_000_000),
            receiver: BOB,
            controller: CALLER,
        }),
        Calls::redeemRequests(IVault::redeemRequestsCall {
            requestIds: vec![n(1), facts.pending, facts.claimable, facts.claimable],
            receiver: BOB,
            controller: CALLER,
        }),
        Calls::cancelRedeemRequest(IVault::cancelRedeemRequestCall {
            requestId: facts.pending,
            controller: CALLER,
        }),
        Calls::claimCancelRedeemRequest(IVault::claimCancelRedeemRequestCall {
            requestId: facts.cancelled,
            receiver: BOB,
            controller: CALLER,
        }),
        Calls::settle(IVault::settleCall {}),
        Calls::poke(IVault::pokeCall {}),
        Calls::book(IVault::bookCall { assets: n(11) }),
        Calls::bookSurplus(IVault::bookSurplusCall {}),
        Calls::openHold(hold_call(7, 20_020 * DAY, until)),
        Calls::releaseEscrow(IVault::releaseEscrowCall { escrowId: facts.due }),
        Calls::payRecovery(IVault::payRecoveryCall { to: BOB, assets: n(1) }),
        Calls::pauseDeposits(IVault::pauseDepositsCall { until: 20_021 * DAY }),
        Calls::setDepositCap(IVault::setDepositCapCall { cap: n(1) }),
        Calls::setDepositorApprover(IVault::setDepositorApproverCall { approver: BOB }),
        Calls::setDepositor(IVault::setDepositorCall { depositor: BOB, approved: true }),
    ]
}

/// The same for the stage with holds.
pub fn changes_when_slashed(facts: &Facts) -> Vec<Calls> {
    vec![
        Calls::closeHold(IVault::closeHoldCall { lane: facts.open }),
        Calls::slash(IVault::slashCall {
            lane: facts.open,
            magnitude: n(10).pow(n(20)),
            escrowUntil: 20_021 * DAY,
            recipient: BOB,
        }),
        Calls::returnEscrow(IVault::returnEscrowCall { escrowId: facts.waiting }),
    ]
}

pub fn initialize() -> Calls {
    Calls::initialize(IVault::initializeCall { cap: n(5), approver: BOB })
}

/// A call for every view that answers in the stage with holds.
pub fn views(facts: &Facts) -> Vec<Calls> {
    let (account, controller) = (CALLER, CALLER);
    let (assets, shares) = (n(1_234), n(1_234_000_000));
    vec![
        Calls::name(IVault::nameCall {}),
        Calls::symbol(IVault::symbolCall {}),
        Calls::decimals(IVault::decimalsCall {}),
        Calls::totalSupply(IVault::totalSupplyCall {}),
        Calls::balanceOf(IVault::balanceOfCall { account }),
        Calls::allowance(IVault::allowanceCall { owner: ALICE, spender: CALLER }),
        Calls::nonces(IVault::noncesCall { owner: account }),
        Calls::DOMAIN_SEPARATOR(IVault::DOMAIN_SEPARATORCall {}),
        Calls::asset(IVault::assetCall {}),
        Calls::totalAssets(IVault::totalAssetsCall {}),
        Calls::convertToShares(IVault::convertToSharesCall { assets }),
        Calls::convertToAssets(IVault::convertToAssetsCall { shares }),
        Calls::maxDeposit(IVault::maxDepositCall { receiver: account }),
        Calls::previewDeposit(IVault::previewDepositCall { assets }),
        Calls::maxMint(IVault::maxMintCall { receiver: account }),
        Calls::previewMint(IVault::previewMintCall { shares }),
        Calls::pendingRedeemRequest(IVault::pendingRedeemRequestCall {
            requestId: facts.pending,
            controller,
        }),
        Calls::claimableRedeemRequest(IVault::claimableRedeemRequestCall {
            requestId: facts.claimable,
            controller,
        }),
        Calls::isOperator(IVault::isOperatorCall { controller, operator: BOB }),
        Calls::maxWithdraw(IVault::maxWithdrawCall { controller }),
        Calls::maxRedeem(IVault::maxRedeemCall { controller }),
        Calls::pendingCancelRedeemRequest(IVault::pendingCancelRedeemRequestCall {
            requestId: facts.cancelled,
            controller,
        }),
        Calls::claimableCancelRedeemRequest(IVault::claimableCancelRedeemRequestCall {
            requestId: facts.cancelled,
            controller,
        }),
        Calls::share(IVault::shareCall {}),
        Calls::supportsInterface(IVault::supportsInterfaceCall {
            interfaceId: 0x01ff_c9a7_u32.into(),
        }),
        Calls::operator(IVault::operatorCall {}),
        Calls::slashing(IVault::slashingCall {}),
        Calls::operatorRegistry(IVault::operatorRegistryCall {}),
        Calls::avsRegistry(IVault::avsRegistryCall {}),
        Calls::governance(IVault::governanceCall {}),
        Calls::epochLength(IVault::epochLengthCall {}),
        Calls::exitDelay(IVault::exitDelayCall {}),
        Calls::leverageLimit(IVault::leverageLimitCall {}),
        Calls::slashCap(IVault::slashCapCall {}),
        Calls::slashCapWindow(IVault::slashCapWindowCall {}),
        Calls::maxRedistributable(IVault::maxRedistributableCall {}),
        Calls::depositCap(IVault::depositCapCall {}),
        Calls::depositorApprover(IVault::depositorApproverCall {}),
        Calls::isDepositor(IVault::isDepositorCall { account }),
        Calls::depositsPausedUntil(IVault::depositsPausedUntilCall {}),
        Calls::magnitude(IVault::magnitudeCall {}),
        Calls::activeAssets(IVault::activeAssetsCall {}),
        Calls::exitingAssets(IVault::exitingAssetsCall {}),
        Calls::exitingShares(IVault::exitingSharesCall {}),
        Calls::unclaimedAssets(IVault::unclaimedAssetsCall {}),
        Calls::escrowedAssets(IVault::escrowedAssetsCall {}),
        Calls::recoveryAssets(IVault::recoveryAssetsCall {}),
        Calls::deficit(IVault::deficitCall {}),
        Calls::slashableUntil(IVault::slashableUntilCall { time: 20_035 * DAY }),
        Calls::previewSlash(IVault::previewSlashCall { magnitude: whole() / n(7) }),
        Calls::openHolds(IVault::openHoldsCall {}),
        Calls::hold(IVault::holdCall { lane: facts.open }),
        Calls::seatHolds(IVault::seatHoldsCall { seat: 2 }),
        Calls::profile(IVault::profileCall {}),
        Calls::reservedMagnitude(IVault::reservedMagnitudeCall {}),
        Calls::cooldownUntil(IVault::cooldownUntilCall { seat: 0 }),
        Calls::riskVersion(IVault::riskVersionCall {}),
        Calls::rate(IVault::rateCall {}),
        Calls::clear(IVault::clearCall {}),
        Calls::earliestHold(IVault::earliestHoldCall {}),
        Calls::pendingReturn(IVault::pendingReturnCall { shares }),
        Calls::currentEpoch(IVault::currentEpochCall {}),
        Calls::bucket(IVault::bucketCall { requestId: facts.claimable }),
        Calls::escrow(IVault::escrowCall { escrowId: facts.waiting }),
        Calls::stakeAtEpoch(IVault::stakeAtEpochCall { epoch: n(20_016) }),
    ]
}

/// A stage, the contract called, and a call that succeeds.
pub struct Case {
    pub to: Address,
    pub call: Bytes,
    pub name: String,
}

pub fn cases(to: Address, calls: Vec<Calls>) -> Vec<Case> {
    let named =
        |call: Calls| Case { to, name: format!("{call:?}"), call: call.abi_encode().into() };
    calls.into_iter().map(named).collect()
}

/// Every function that changes state, with the stage in which it succeeds.
pub fn changes() -> Vec<(World, Vec<Case>)> {
    let ((calm, calm_facts), (slashed, slashed_facts)) = (calm(), slashed());
    let mut when_calm = cases(calm.vault, changes_when_calm(&calm_facts));
    when_calm.extend(cases(ORPHAN, vec![initialize()]));
    let create = FactoryCalls::createVault(create_vault(&calm, B256::repeat_byte(7)));
    when_calm.push(Case {
        to: VAULT_FACTORY,
        name: "createVault".into(),
        call: create.abi_encode().into(),
    });
    let when_slashed = cases(slashed.vault, changes_when_slashed(&slashed_facts));
    let mut all = vec![(calm, when_calm), (slashed, when_slashed)];
    all.extend(protocol::changes());
    all
}

/// Every view, with the stage in which it answers.
pub fn all_views() -> [(World, Vec<Case>); 2] {
    let (slashed, facts) = slashed();
    let mut cases_ = cases(slashed.vault, views(&facts));
    for call in [
        FactoryCalls::vaultAddress(IVaultFactory::vaultAddressCall {
            operator: CALLER,
            salt: B256::ZERO,
        }),
        FactoryCalls::isVault(IVaultFactory::isVaultCall { account: slashed.vault }),
        FactoryCalls::vaultsOf(IVaultFactory::vaultsOfCall { operator: CALLER }),
        FactoryCalls::exitDelayBounds(IVaultFactory::exitDelayBoundsCall {}),
    ] {
        cases_.push(Case {
            to: VAULT_FACTORY,
            name: format!("{call:?}"),
            call: call.abi_encode().into(),
        });
    }
    [(slashed, cases_), protocol::views()]
}

pub fn create_vault(world: &World, salt: B256) -> IVaultFactory::createVaultCall {
    IVaultFactory::createVaultCall { operator: CALLER, params: world.params.clone(), salt }
}
