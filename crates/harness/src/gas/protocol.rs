//! A vault with operator, AVS, sets and allocations, to measure the protocol on.

use alloy_primitives::{Address, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolEvent};
use restaking::abi::IAvsRegistry::{self, Asset, Terms};
use restaking::abi::ISlashing::{self, Charge, Request};
use restaking::abi::{IGovernance, IOperatorRegistry};
use restaking::shares::Magnitude;
use restaking::{AVS_REGISTRY, GOVERNANCE, OPERATOR_REGISTRY, SLASHING};

use super::GasError;
use super::bench::{Bench, DAY, ONE};
use crate::world::actor_address;

/// Number of the set in veto mode.
pub(super) const VETO_SET: u32 = 1;
/// Number of the set in instant mode.
pub(super) const INSTANT_SET: u32 = 2;
/// Number of the set that redistributes.
pub(super) const PAYING_SET: u32 = 3;
/// Seconds of the veto window.
pub(super) const VETO: u64 = 3 * DAY;

/// The AVS, its own slasher.
pub(super) fn avs() -> Address {
    actor_address("AVS")
}

/// The resolver of the sets in veto mode.
pub(super) fn resolver() -> Address {
    actor_address("RESOLVER")
}

/// Who guards.
pub(super) fn guardian() -> Address {
    actor_address("GUARDIAN")
}

/// A tenth of what a fraction is of.
pub(super) fn tenth() -> U256 {
    ONE.checked_div(U256::from(10)).unwrap_or_default()
}

/// What a set demands; one without resolver is in instant mode.
pub(super) fn terms(bench: &Bench, resolver: Address) -> Terms {
    let is_instant = resolver.is_zero();
    Terms {
        slasher: avs(),
        resolver,
        vetoWindow: if is_instant { 0 } else { VETO },
        executionWindow: if is_instant { 0 } else { DAY },
        escrowDelay: 3 * DAY,
        faultWindow: 6 * DAY,
        cap: ONE,
        capWindow: 7 * DAY,
        minimumWeight: U256::ZERO,
        operatorCap: 0,
        acceptsLeverage: false,
        admission: 0,
        gate: Address::ZERO,
        assets: vec![Asset { token: bench.token, weight: ONE }],
    }
}

/// An AVS without sets.
pub(super) fn with_avs(mut bench: Bench) -> Result<Bench, GasError> {
    let call = IAvsRegistry::registerAvsCall { metadataURI: URI.into() };
    bench.call(avs(), AVS_REGISTRY, call)?;
    Ok(bench)
}

/// Creates a set: its gas.
pub(super) fn create_set(bench: &mut Bench, id: u32, resolver: Address) -> Result<u64, GasError> {
    let recipient = if id == PAYING_SET { bench.cast.bob } else { Address::ZERO };
    let terms = terms(bench, resolver);
    let call =
        IAvsRegistry::createSetCall { avs: avs(), id, recipient, terms, metadataURI: URI.into() };
    Ok(bench.call(avs(), AVS_REGISTRY, call)?.0)
}

/// Three sets.
pub(super) fn with_sets(bench: Bench) -> Result<Bench, GasError> {
    let mut bench = with_avs(bench)?;
    create_set(&mut bench, VETO_SET, resolver())?;
    create_set(&mut bench, INSTANT_SET, Address::ZERO)?;
    create_set(&mut bench, PAYING_SET, resolver())?;
    Ok(bench)
}

/// Registers an account as an operator: its gas.
pub(super) fn register(bench: &mut Bench, who: Address) -> Result<u64, GasError> {
    let call = IOperatorRegistry::registerCall {
        metadataURI: URI.into(),
        rewardRecipient: Address::ZERO,
        commission: tenth(),
    };
    Ok(bench.call(who, OPERATOR_REGISTRY, call)?.0)
}

/// Registers an operator for a set: its gas.
pub(super) fn join(bench: &mut Bench, operator: Address, id: u32) -> Result<u64, GasError> {
    let call = IAvsRegistry::registerCall { operator, avs: avs(), id, data: Bytes::new() };
    Ok(bench.call(operator, AVS_REGISTRY, call)?.0)
}

/// The operator is in all three sets.
pub(super) fn joined(bench: Bench) -> Result<Bench, GasError> {
    let mut bench = with_sets(bench)?;
    let operator = bench.cast.operator;
    for id in [VETO_SET, INSTANT_SET, PAYING_SET] {
        join(&mut bench, operator, id)?;
    }
    Ok(bench)
}

/// Sets what a set holds, in percent of the whole: its gas.
pub(super) fn allocate(bench: &mut Bench, id: u32, percent: u64) -> Result<u64, GasError> {
    let hundredth = Magnitude::WHOLE.get().checked_div(U256::from(100)).unwrap_or_default();
    let magnitude = hundredth.saturating_mul(U256::from(percent));
    let call = IAvsRegistry::allocateCall { vault: bench.vault, avs: avs(), id, magnitude };
    Ok(bench.call(bench.cast.operator, AVS_REGISTRY, call)?.0)
}

/// Each set holds 30 %; ALICE and BOB have 100 tokens each staked; 30 days have passed.
pub(super) fn allocated() -> Result<Bench, GasError> {
    staked(joined(Bench::empty()?)?)
}

/// The same in a vault that exists.
pub(super) fn staked(mut bench: Bench) -> Result<Bench, GasError> {
    for id in [VETO_SET, INSTANT_SET, PAYING_SET] {
        allocate(&mut bench, id, 30)?;
    }
    for who in [bench.cast.alice, bench.cast.bob] {
        bench.deposit(who)?;
    }
    // The vault has seen an exit: its queue's word is never empty again.
    bench.request(bench.cast.bob)?;
    bench.wait(30 * DAY);
    // A change in this epoch: what follows is not the first.
    bench.deposit(bench.cast.bob)?;
    Ok(bench)
}

/// Files for a tenth: its gas and the request.
pub(super) fn file(bench: &mut Bench, id: u32, evidence: &str) -> Result<(u64, Request), GasError> {
    let charges = vec![Charge { vault: bench.vault, fraction: tenth() }];
    let call = ISlashing::fileCall {
        avs: avs(),
        setId: id,
        operator: bench.cast.operator,
        charges,
        faultTime: bench.now(),
        evidence: keccak256(evidence),
        evidenceURI: URI.into(),
    };
    let outcome = bench.send(avs(), SLASHING, &call)?;
    let filed = outcome
        .logs
        .iter()
        .find_map(|log| ISlashing::SlashFiled::decode_log_data(&log.data).ok())
        .ok_or(GasError::Undecodable(ISlashing::fileCall::SIGNATURE))?;
    Ok((outcome.gas_used, filed.request))
}

/// Executes a request on the vault: its gas and the escrow.
pub(super) fn execute(bench: &mut Bench, request: Request) -> Result<(u64, U256), GasError> {
    let call = ISlashing::executeCall { request, vault: bench.vault };
    let outcome = bench.send(bench.cast.carol, SLASHING, &call)?;
    let executed = outcome
        .logs
        .iter()
        .find_map(|log| ISlashing::SlashExecuted::decode_log_data(&log.data).ok())
        .ok_or(GasError::Undecodable(ISlashing::executeCall::SIGNATURE))?;
    Ok((outcome.gas_used, executed.escrowId))
}

/// Gives an escrow back: its gas.
pub(super) fn give_back(bench: &mut Bench, escrow: U256) -> Result<u64, GasError> {
    let call = IGovernance::returnEscrowCall { vault: bench.vault, escrowId: escrow };
    Ok(bench.call(guardian(), GOVERNANCE, call)?.0)
}

/// A text of ordinary length.
pub(super) const URI: &str = "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
