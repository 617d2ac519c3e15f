//! What Slashing asks before it files and does when it executes.

use alloy_primitives::Address;
use restaking_abi::{IAvsRegistry as Abi, IVault};
use restaking_host::{Context, abi};
use restaking_shares::{Magnitude, Timestamp, Wad};

use crate::{
    Answer, AvsRegistryConfig, AvsRegistryError as Error, SetKey, allocation::Allocation, emit,
    require, set::Set, terms_check,
};

/// When a fault was committed and when it was filed.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// When it was committed.
    pub time: Timestamp,
    /// When it was filed.
    pub filed_at: Timestamp,
}

/// How much is to be taken.
#[derive(Debug, Clone, Copy)]
pub struct Demand {
    /// Of what the set held and holds.
    pub fraction: Wad,
    /// At most.
    pub most: Magnitude,
}

/// Takes `ceil(judged · fraction)`, at most what is demanded, from what the set holds of the vault: the AVS gains the
/// remainder. A pending decrease is cut to what is left.
///
/// # Errors
/// - `NotSlashing`, `UnknownSet`
pub fn take(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    vault: Address,
    key: SetKey,
    demand: Demand,
    fault: Fault,
) -> Answer<Magnitude> {
    let caller = cx.caller();
    require(caller == config.slashing, || Error::NotSlashing { caller })?;
    let set = Set::load(cx, key)?;
    let mut allocation = Allocation::load(cx, vault, &set)?;
    allocation.settle(cx, config, &set)?;
    let judged = judged(cx, config, &set, &allocation, fault)?;
    let taken = judged.fraction_up(demand.fraction)?.min(demand.most);
    allocation.cut(taken, fault.time)?;
    allocation.store(cx)?;
    let event = Abi::MagnitudeTaken {
        vault,
        avs: key.avs(),
        id: key.id(),
        taken: taken.get(),
        faultTime: fault.time.get(),
    };
    emit(cx, &event)?;
    Ok(taken)
}

/// The least of what the set held then, holds now, and of what is left of the vault.
fn judged(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    set: &Set,
    allocation: &Allocation,
    fault: Fault,
) -> Answer<Magnitude> {
    let judged = allocation.judged(cx, config, set, fault.time, fault.filed_at)?;
    if judged.is_zero() {
        return Ok(judged);
    }
    let whole = abi::view(cx, allocation.vault, &IVault::magnitudeCall {})?;
    Ok(judged.min(Magnitude::new(whole)))
}

/// What a fault would be judged on. All zero if the set has no seat at the vault.
///
/// # Errors
/// - `UnknownSet`
pub(crate) fn judge(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    vault: Address,
    key: SetKey,
    fault: Fault,
) -> Answer<Abi::judgeReturn> {
    let set = Set::load(cx, key)?;
    let mut allocation = Allocation::load(cx, vault, &set)?;
    let Some(seat) = allocation.seat_index() else {
        return Ok(Abi::judgeReturn {
            held: Default::default(),
            judged: Default::default(),
            since: 0,
            seat: 0,
            operator: Address::ZERO,
        });
    };
    allocation.settle(cx, config, &set)?;
    Ok(Abi::judgeReturn {
        held: allocation.word.magnitude.get(),
        judged: judged(cx, config, &set, &allocation, fault)?.get(),
        since: allocation.since().get(),
        seat,
        operator: abi::view(cx, vault, &IVault::operatorCall {})?,
    })
}

/// How the set slashes a fault of `operator` at `fault`.
///
/// # Errors
/// - `UnknownSet`
pub(crate) fn procedure(
    cx: &mut Context<'_>,
    key: SetKey,
    operator: Address,
    fault: Timestamp,
) -> Answer<Abi::procedureOfReturn> {
    let set = Set::load(cx, key)?;
    let terms = set.terms(cx)?;
    let (procedure, resolver, limits) = (terms.procedure, terms.rules.resolver, terms.limits(cx)?);
    let then = set.terms_at(cx, fault)?;
    let cap = if then.exists() { limits.cap.min(then.limits(cx)?.cap) } else { limits.cap };
    let is_independent = !set.is_redistributing()
        || resolver != operator && terms_check::is_outsider(cx, key.avs(), resolver)?;
    Ok(Abi::procedureOfReturn {
        slasher: procedure.slasher,
        resolver,
        recipient: set.recipient(cx)?,
        vetoWindow: procedure.veto_window.into(),
        executionWindow: procedure.execution_window.into(),
        escrowDelay: procedure.escrow_delay.into(),
        faultWindow: procedure.fault_window.into(),
        cap: cap.get(),
        capWindow: limits.cap_window.into(),
        isResolverIndependent: is_independent,
    })
}
