//! A call for every function of the four modules, and the stage in which it succeeds.

use alloy_primitives::{Address, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolInterface, SolValue};
use restaking::{
    AVS_REGISTRY, GOVERNANCE, OPERATOR_REGISTRY, SLASHING,
    abi::{
        IAvsRegistry::{self, IAvsRegistryCalls as AvsCalls, SetId},
        IGovernance::{self, IGovernanceCalls as GovernanceCalls},
        IOperatorRegistry::{self, IOperatorRegistryCalls as OperatorCalls},
        ISlashing::{self, ISlashingCalls as SlashingCalls},
    },
};
use restaking_tests::{
    ALICE, BOB, BURNING, CALLER, CAROL, DAY, INSTANT, Protocol, REDISTRIBUTING, WAD, WHOLE, World,
};

use super::stage::{Facts, OWN, busy, fresh, paused, taking};
use crate::{cases::Case, stage::n};

fn cases<C: SolInterface + core::fmt::Debug>(to: Address, calls: Vec<C>) -> Vec<Case> {
    let named = |call: C| Case { to, name: format!("{call:?}"), call: call.abi_encode().into() };
    calls.into_iter().map(named).collect()
}

/// Every function that changes state, with the stage in which it succeeds if [`CALLER`] calls it.
pub fn changes() -> Vec<(World, Vec<Case>)> {
    let (mut busy, facts) = busy();
    let cases = [
        cases(OPERATOR_REGISTRY, operator_changes(&facts)),
        cases(AVS_REGISTRY, avs_changes(&busy, &facts)),
        cases(SLASHING, slashing_changes(&mut busy, &facts)),
        cases(GOVERNANCE, governance_changes(&busy, &facts)),
    ];
    let busy = (busy.world, cases.into_iter().flatten().collect());
    vec![busy, when_paused(), when_fresh(), when_taking()]
}

fn when_paused() -> (World, Vec<Case>) {
    let calls = vec![
        GovernanceCalls::unpauseAllocations(IGovernance::unpauseAllocationsCall {}),
        GovernanceCalls::unpauseFiling(IGovernance::unpauseFilingCall {}),
    ];
    (paused().world, cases(GOVERNANCE, calls))
}

fn when_fresh() -> (World, Vec<Case>) {
    let operator = IOperatorRegistry::registerCall {
        metadataURI: "ipfs://operator".into(),
        rewardRecipient: BOB,
        commission: WAD,
    };
    let avs = IAvsRegistry::registerAvsCall { metadataURI: "ipfs://avs".into() };
    let mut list = cases(OPERATOR_REGISTRY, vec![OperatorCalls::register(operator)]);
    list.extend(cases(AVS_REGISTRY, vec![AvsCalls::registerAvs(avs)]));
    (fresh().world, list)
}

fn when_taking() -> (World, Vec<Case>) {
    let protocol = taking();
    let now = protocol.now();
    let take = IAvsRegistry::takeCall {
        vault: protocol.vault,
        avs: CALLER,
        id: BURNING,
        fraction: WAD,
        most: n(1),
        faultTime: now,
        filedAt: now,
    };
    (protocol.world, cases(AVS_REGISTRY, vec![AvsCalls::take(take)]))
}

fn operator_changes(facts: &Facts) -> Vec<OperatorCalls> {
    let operator = CALLER;
    vec![
        OperatorCalls::registerBySignature(facts.operator.clone()),
        OperatorCalls::updateMetadata(IOperatorRegistry::updateMetadataCall {
            operator,
            metadataURI: "ipfs://moved".into(),
        }),
        OperatorCalls::setRewardRecipient(IOperatorRegistry::setRewardRecipientCall {
            operator,
            recipient: ALICE,
        }),
        OperatorCalls::setCommission(IOperatorRegistry::setCommissionCall {
            operator,
            commission: WAD,
        }),
        OperatorCalls::retire(IOperatorRegistry::retireCall { operator: BOB }),
        OperatorCalls::setAppointee(IOperatorRegistry::setAppointeeCall {
            operator,
            appointee: BOB,
            module: AVS_REGISTRY,
            selector: IAvsRegistry::allocateCall::SELECTOR.into(),
            appointed: true,
        }),
        OperatorCalls::transferControl(IOperatorRegistry::transferControlCall {
            operator,
            controller: BOB,
        }),
        OperatorCalls::acceptControl(IOperatorRegistry::acceptControlCall { operator: CAROL }),
    ]
}

fn avs_changes(protocol: &Protocol, facts: &Facts) -> Vec<AvsCalls> {
    let (operator, avs) = (CALLER, CALLER);
    vec![
        AvsCalls::updateAvsMetadata(IAvsRegistry::updateAvsMetadataCall {
            avs,
            metadataURI: "ipfs://moved".into(),
        }),
        AvsCalls::setAdmin(IAvsRegistry::setAdminCall { avs, admin: BOB, isAdmin: true }),
        AvsCalls::createSet(IAvsRegistry::createSetCall {
            avs,
            id: u32::MAX,
            recipient: Address::ZERO,
            terms: protocol.terms_of(BURNING),
            metadataURI: "ipfs://set".into(),
        }),
        AvsCalls::updateSetMetadata(IAvsRegistry::updateSetMetadataCall {
            avs,
            id: BURNING,
            metadataURI: "ipfs://moved".into(),
        }),
        AvsCalls::changeTerms(IAvsRegistry::changeTermsCall {
            avs,
            id: BURNING,
            terms: protocol.terms_of(BURNING),
        }),
        AvsCalls::setRecipient(IAvsRegistry::setRecipientCall { avs, id: OWN, recipient: BOB }),
        AvsCalls::register(IAvsRegistry::registerCall {
            operator,
            avs,
            id: OWN,
            data: Bytes::new(),
        }),
        AvsCalls::registerBySignature(facts.member.clone()),
        AvsCalls::deregister(IAvsRegistry::deregisterCall { operator, avs, id: INSTANT }),
        AvsCalls::eject(IAvsRegistry::ejectCall { operator, avs, id: REDISTRIBUTING }),
        AvsCalls::allocate(protocol.allocation(REDISTRIBUTING, WHOLE / n(7))),
        AvsCalls::complete(IAvsRegistry::completeCall {
            vault: facts.empty_vault,
            avs,
            id: BURNING,
        }),
    ]
}

fn slashing_changes(protocol: &mut Protocol, facts: &Facts) -> Vec<SlashingCalls> {
    let vault = protocol.vault;
    let file = protocol.filing(REDISTRIBUTING, 10);
    vec![
        SlashingCalls::file(file),
        SlashingCalls::veto(ISlashing::vetoCall { request: facts.open.clone() }),
        SlashingCalls::withdraw(ISlashing::withdrawCall { request: facts.open.clone() }),
        SlashingCalls::execute(ISlashing::executeCall { request: facts.executable.clone(), vault }),
    ]
}

fn governance_changes(protocol: &Protocol, facts: &Facts) -> Vec<GovernanceCalls> {
    let vault = protocol.vault;
    let (least, most) = (20 * DAY, 30 * DAY);
    vec![
        GovernanceCalls::transferOwnership(IGovernance::transferOwnershipCall { owner: BOB }),
        GovernanceCalls::acceptOwnership(IGovernance::acceptOwnershipCall {}),
        GovernanceCalls::setGuardian(IGovernance::setGuardianCall { guardian: BOB }),
        GovernanceCalls::setExitDelayBounds(IGovernance::setExitDelayBoundsCall { least, most }),
        GovernanceCalls::setLeverageCeiling(IGovernance::setLeverageCeilingCall { ceiling: WAD }),
        GovernanceCalls::pauseDeposits(IGovernance::pauseDepositsCall { vault, duration: DAY }),
        GovernanceCalls::unpauseDeposits(IGovernance::unpauseDepositsCall {
            vault: facts.empty_vault,
        }),
        GovernanceCalls::pauseAllocations(IGovernance::pauseAllocationsCall { duration: DAY }),
        GovernanceCalls::pauseFiling(IGovernance::pauseFilingCall { duration: DAY }),
        GovernanceCalls::quarantine(IGovernance::quarantineCall { avs: CAROL, duration: DAY }),
        GovernanceCalls::endQuarantine(IGovernance::endQuarantineCall { avs: BOB }),
        GovernanceCalls::returnEscrow(IGovernance::returnEscrowCall {
            vault,
            escrowId: facts.escrow,
        }),
        GovernanceCalls::payRecovery(IGovernance::payRecoveryCall { vault, to: BOB, assets: n(1) }),
    ]
}

/// Every view, and the stage in which it answers.
pub fn views() -> (World, Vec<Case>) {
    let (protocol, facts) = busy();
    let cases = [
        cases(OPERATOR_REGISTRY, operator_views()),
        cases(AVS_REGISTRY, avs_views(&protocol, &facts)),
        cases(SLASHING, slashing_views(&protocol, &facts)),
        cases(GOVERNANCE, governance_views(&protocol, &facts)),
    ];
    (protocol.world, cases.into_iter().flatten().collect())
}

fn operator_views() -> Vec<OperatorCalls> {
    let operator = BOB;
    let (module, selector) = (AVS_REGISTRY, IAvsRegistry::allocateCall::SELECTOR.into());
    vec![
        OperatorCalls::isOperator(IOperatorRegistry::isOperatorCall { account: operator }),
        OperatorCalls::mayAct(IOperatorRegistry::mayActCall {
            operator,
            account: CALLER,
            module,
            selector,
        }),
        OperatorCalls::isAppointed(IOperatorRegistry::isAppointedCall {
            operator,
            appointee: CAROL,
            module,
            selector,
        }),
        OperatorCalls::controllerOf(IOperatorRegistry::controllerOfCall { operator }),
        OperatorCalls::pendingControllerOf(IOperatorRegistry::pendingControllerOfCall {
            operator: CAROL,
        }),
        OperatorCalls::rewardRecipientOf(IOperatorRegistry::rewardRecipientOfCall { operator }),
        OperatorCalls::commissionOf(IOperatorRegistry::commissionOfCall { operator }),
        OperatorCalls::nonces(IOperatorRegistry::noncesCall { operator }),
        OperatorCalls::DOMAIN_SEPARATOR(IOperatorRegistry::DOMAIN_SEPARATORCall {}),
        OperatorCalls::avsRegistry(IOperatorRegistry::avsRegistryCall {}),
    ]
}

fn avs_views(protocol: &Protocol, facts: &Facts) -> Vec<AvsCalls> {
    let mut calls = set_views(protocol.now());
    calls.extend(member_views());
    calls.extend(allocation_views(protocol, facts));
    calls.extend([
        AvsCalls::operatorRegistry(IAvsRegistry::operatorRegistryCall {}),
        AvsCalls::slashing(IAvsRegistry::slashingCall {}),
        AvsCalls::governance(IAvsRegistry::governanceCall {}),
        AvsCalls::vaultFactory(IAvsRegistry::vaultFactoryCall {}),
    ]);
    calls
}

fn set_views(now: u64) -> Vec<AvsCalls> {
    let (operator, avs, id) = (CALLER, CALLER, REDISTRIBUTING);
    vec![
        AvsCalls::isAvs(IAvsRegistry::isAvsCall { account: avs }),
        AvsCalls::isAdmin(IAvsRegistry::isAdminCall { avs, account: BOB }),
        AvsCalls::termsOf(IAvsRegistry::termsOfCall { avs, id }),
        AvsCalls::pendingTermsOf(IAvsRegistry::pendingTermsOfCall { avs, id }),
        AvsCalls::termsVersionOf(IAvsRegistry::termsVersionOfCall { avs, id }),
        AvsCalls::recipientOf(IAvsRegistry::recipientOfCall { avs, id }),
        AvsCalls::procedureOf(IAvsRegistry::procedureOfCall { avs, id, operator, faultTime: now }),
    ]
}

fn member_views() -> Vec<AvsCalls> {
    let (operator, avs, id, count) = (CALLER, CALLER, REDISTRIBUTING, n(10));
    vec![
        AvsCalls::isRegistered(IAvsRegistry::isRegisteredCall { operator, avs, id }),
        AvsCalls::operatorCountOf(IAvsRegistry::operatorCountOfCall { avs, id }),
        AvsCalls::operatorsOf(IAvsRegistry::operatorsOfCall {
            avs,
            id,
            cursor: Address::ZERO,
            count,
        }),
        AvsCalls::setsOf(IAvsRegistry::setsOfCall {
            operator,
            cursor: SetId { avs: Address::ZERO, id: 0 },
            count,
        }),
        AvsCalls::vaultsOf(IAvsRegistry::vaultsOfCall { avs, id, operator, skip: n(0), count }),
        AvsCalls::hasLiveAllocations(IAvsRegistry::hasLiveAllocationsCall { operator }),
        AvsCalls::nonces(IAvsRegistry::noncesCall { operator }),
        AvsCalls::DOMAIN_SEPARATOR(IAvsRegistry::DOMAIN_SEPARATORCall {}),
        AvsCalls::weightOf(IAvsRegistry::weightOfCall { operator, avs, id }),
    ]
}

fn allocation_views(protocol: &Protocol, facts: &Facts) -> Vec<AvsCalls> {
    let (vault, avs, id, now) = (protocol.vault, CALLER, REDISTRIBUTING, protocol.now());
    vec![
        AvsCalls::allocationOf(IAvsRegistry::allocationOfCall {
            vault: facts.empty_vault,
            avs,
            id: BURNING,
        }),
        AvsCalls::allocationsOf(IAvsRegistry::allocationsOfCall { vault }),
        AvsCalls::judge(IAvsRegistry::judgeCall { vault, avs, id, faultTime: now, filedAt: now }),
        AvsCalls::avsAt(IAvsRegistry::avsAtCall { vault, seat: 1 }),
        AvsCalls::riskVersionOf(IAvsRegistry::riskVersionOfCall { vault }),
        AvsCalls::increasesOf(IAvsRegistry::increasesOfCall { vault }),
        AvsCalls::dilutionOf(IAvsRegistry::dilutionOfCall { vault }),
        AvsCalls::guaranteedStakeOf(IAvsRegistry::guaranteedStakeOfCall { vault, avs, id }),
        AvsCalls::minSlashableStakeUntil(IAvsRegistry::minSlashableStakeUntilCall {
            vault,
            avs,
            id,
            time: now + DAY,
        }),
    ]
}

fn slashing_views(protocol: &Protocol, facts: &Facts) -> Vec<SlashingCalls> {
    let (vault, avs) = (protocol.vault, CALLER);
    let evidence = facts.open.evidence;
    let id = keccak256((avs, U256::from(BURNING), CALLER, evidence).abi_encode());
    vec![
        SlashingCalls::requestId(ISlashing::requestIdCall {
            avs,
            setId: BURNING,
            operator: CALLER,
            evidence,
        }),
        SlashingCalls::statusOf(ISlashing::statusOfCall { id }),
        SlashingCalls::stateOf(ISlashing::stateOfCall { request: facts.executed.clone(), vault }),
        SlashingCalls::capOf(ISlashing::capOfCall { vault, avs, setId: BURNING }),
        SlashingCalls::avsRegistry(ISlashing::avsRegistryCall {}),
        SlashingCalls::governance(ISlashing::governanceCall {}),
        SlashingCalls::vaultFactory(ISlashing::vaultFactoryCall {}),
    ]
}

fn governance_views(protocol: &Protocol, facts: &Facts) -> Vec<GovernanceCalls> {
    let (avs, now, length) = (BOB, protocol.now(), 5 * DAY);
    vec![
        GovernanceCalls::owner(IGovernance::ownerCall {}),
        GovernanceCalls::pendingOwner(IGovernance::pendingOwnerCall {}),
        GovernanceCalls::guardian(IGovernance::guardianCall {}),
        GovernanceCalls::exitDelayBounds(IGovernance::exitDelayBoundsCall {}),
        GovernanceCalls::leverageCeiling(IGovernance::leverageCeilingCall {}),
        GovernanceCalls::vaultBounds(IGovernance::vaultBoundsCall {}),
        GovernanceCalls::depositsPause(IGovernance::depositsPauseCall { vault: facts.empty_vault }),
        GovernanceCalls::allocationsPause(IGovernance::allocationsPauseCall {}),
        GovernanceCalls::filingPause(IGovernance::filingPauseCall {}),
        GovernanceCalls::quarantineOf(IGovernance::quarantineOfCall { avs }),
        GovernanceCalls::allocationBlocks(IGovernance::allocationBlocksCall { avs }),
        GovernanceCalls::filingBlocks(IGovernance::filingBlocksCall {
            avs,
            faultTime: now,
            length,
        }),
        GovernanceCalls::executionBlocks(IGovernance::executionBlocksCall {
            avs,
            start: now,
            length,
        }),
        GovernanceCalls::faultWindowEnd(IGovernance::faultWindowEndCall {
            avs,
            start: now,
            length,
        }),
    ]
}
