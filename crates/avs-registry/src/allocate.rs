//! Changing what a set holds of a vault.

use alloy_primitives::{Address, U256};
use restaking_abi::{
    IGovernance,
    IVault::{self, profileReturn as Profile},
    IVaultFactory,
};
use restaking_host::{Context, Fail, abi};
use restaking_shares::{Magnitude, Timestamp, Wad};

use crate::{
    Answer, AvsRegistryConfig, AvsRegistryError as Error, SetKey,
    allocation::{Allocation, Pending, is_seated, settled_at_seat},
    authority,
    bounds::MAX_SETS_PER_VAULT,
    change_terms, membership, require,
    set::Set,
    terms::Served,
};

/// Announces that the set shall hold `target` of `vault`, and answers when it will: an increase after exit delay, epoch
/// and reaction time, at once if nobody holds shares of the vault; a decrease after the fault window.
///
/// # Errors
/// - `UnknownVault`, `NotOperator`, `UnknownSet`, `ChangePending`, `NoChange`
/// - of an increase: `NotRegistered`, `AllocationsPaused`, `Quarantined`, `AssetNotAccepted`, `LeverageNotAccepted`,
///   `FaultWindowTooLong`, `MagnitudeExceeded`, `LeverageExceeded`, `RedistributionLimit`, `TooManySets`
/// - the vault's failure to settle, if the set gets a seat that another deserted
pub fn allocate(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    vault: Address,
    key: SetKey,
    target: Magnitude,
) -> Answer<Timestamp> {
    check_vault(cx, config, vault)?;
    let operator = abi::view(cx, vault, &IVault::operatorCall {})?;
    authority::check(cx, config, operator)?;
    let set = Set::load(cx, key)?;
    let mut allocation = Allocation::load(cx, vault, &set)?;
    allocation.settle(cx, config, &set)?;
    if allocation.pending() != Pending::Nothing {
        let due = allocation.due(cx, config, &set)?.get();
        return Err(Fail::Error(Error::ChangePending { due }));
    }
    let held = allocation.word.magnitude;
    require(target != held, || Error::NoChange { magnitude: held.get() })?;
    let due = if target > held {
        let profile = abi::view(cx, vault, &IVault::profileCall {})?;
        increase(cx, config, &set, &mut allocation, &profile, target)?
    } else {
        let now = cx.now();
        allocation.announce(cx, Pending::Decrease, held.checked_sub(target)?, now)?;
        allocation.due(cx, config, &set)?
    };
    allocation.store(cx)?;
    Ok(due)
}

/// A vault with a seat taken was checked when it was.
fn check_vault(cx: &mut Context<'_>, config: &AvsRegistryConfig, vault: Address) -> Answer<()> {
    if is_seated(cx, vault)? {
        return Ok(());
    }
    let call = IVaultFactory::isVaultCall { account: vault };
    let is_vault = abi::view(cx, config.vault_factory, &call)?;
    require(is_vault, || Error::UnknownVault { vault })
}

fn increase(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    set: &Set,
    allocation: &mut Allocation,
    profile: &Profile,
    target: Magnitude,
) -> Answer<Timestamp> {
    let served = Served {
        token: profile.asset,
        leverage_limit: Wad::new(profile.leverageLimit),
        exit_delay: profile.exitDelay,
        epoch_length: profile.epochLength,
    };
    membership::check_registered(cx, profile.operator, set.key)?;
    check_blocks(cx, config, set.key.avs())?;
    set.terms(cx)?.check_fit(cx, &served)?;
    if let Some(pending) = set.pending_terms(cx)? {
        pending.check_fit(cx, &served)?;
    }
    let whole = Magnitude::new(profile.magnitude);
    require(target <= whole, || Error::MagnitudeExceeded {
        magnitude: target.get(),
        whole: whole.get(),
    })?;
    let seats = survey(cx, config, allocation, set)?;
    check_promises(&seats, profile, set, target)?;
    let seat = seats.free.ok_or(Fail::Error(Error::TooManySets { vault: allocation.vault }))?;

    if seats.is_handed_over {
        // The vault asks by seat whose quarantines prolong a hold: requests that lapsed are written off while the seat
        // still names the set that filed them.
        abi::invoke(cx, allocation.vault, &IVault::settleCall {})?;
    }
    if allocation.seat_index().is_none() {
        change_terms::serve(cx, set, &served)?;
    }
    allocation.take_seat(cx, seat, set.number())?;
    let change = target.checked_sub(allocation.word.magnitude)?;
    let now = cx.now();
    if profile.isEmpty {
        allocation.word.change = change;
        allocation.raise(now)?;
        return Ok(now);
    }
    let due = Allocation::increase_due(now, served.exit_delay, served.epoch_length);
    allocation.announce(cx, Pending::Increase, change, due)?;
    Ok(due)
}

fn check_blocks(cx: &mut Context<'_>, config: &AvsRegistryConfig, avs: Address) -> Answer<()> {
    let blocks = abi::view(cx, config.governance, &IGovernance::allocationBlocksCall { avs })?;
    let until = blocks.pausedUntil;
    require(until == 0, || Error::AllocationsPaused { until })?;
    let until = blocks.quarantinedUntil;
    require(until == 0, || Error::Quarantined { avs, until })
}

/// What the other sets at a vault hold, and where there is room.
#[derive(Debug, Default)]
struct Survey {
    /// What others hold or will.
    promised: Magnitude,
    /// The part of it that redistributing sets hold or will.
    redistributable: Magnitude,
    /// The seat for this set.
    free: Option<u8>,
    /// Another set sat there before.
    is_handed_over: bool,
}

/// Looks at every seat of the vault. The set keeps its seat; else it gets one that nobody ever had, else one whose set
/// holds nothing, has no open request and no cooldown.
fn survey(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    allocation: &Allocation,
    set: &Set,
) -> Answer<Survey> {
    let (vault, own) = (allocation.vault, allocation.seat_index());
    let mut survey = Survey { free: own, ..Survey::default() };
    let mut deserted = None;
    for index in (0..MAX_SETS_PER_VAULT).filter(|index| own != Some(*index)) {
        let Some(seated) = look(cx, config, vault, index, set)? else {
            survey.free = survey.free.or(Some(index));
            break;
        };
        survey.promised = survey.promised.checked_add(seated.promised)?;
        survey.redistributable = survey.redistributable.checked_add(seated.redistributable)?;
        let is_wanted = survey.free.is_none() && deserted.is_none() && !seated.is_live;
        if is_wanted && is_deserted(cx, vault, index)? {
            deserted = Some(index);
        }
    }
    survey.is_handed_over = survey.free.is_none() && deserted.is_some();
    survey.free = survey.free.or(deserted);
    Ok(survey)
}

/// What another set at the vault holds or will.
struct Seated {
    promised: Magnitude,
    /// The same if it redistributes, and that matters.
    redistributable: Magnitude,
    is_live: bool,
}

/// Looks at one seat; reads the other set's terms only if they matter.
fn look(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    vault: Address,
    index: u8,
    set: &Set,
) -> Answer<Option<Seated>> {
    if !set.is_redistributing()
        && let Some(word) = settled_at_seat(cx, vault, index)?
    {
        let (promised, is_live) = (word.magnitude, !word.magnitude.is_zero());
        return Ok(Some(Seated { promised, redistributable: Magnitude::ZERO, is_live }));
    }
    let Some((other, mut held)) = Allocation::at_seat(cx, vault, index)? else { return Ok(None) };
    held.settle(cx, config, &other)?;
    let promised = held.promised()?;
    let redistributable = if other.is_redistributing() { promised } else { Magnitude::ZERO };
    Ok(Some(Seated { promised, redistributable, is_live: held.is_live() }))
}

/// Has a seat that nobody uses neither an open hold nor a cooldown?
fn is_deserted(cx: &mut Context<'_>, vault: Address, seat: u8) -> Answer<bool> {
    let holds = abi::view(cx, vault, &IVault::seatHoldsCall { seat })?;
    let cooldown = abi::view(cx, vault, &IVault::cooldownUntilCall { seat })?;
    Ok(holds.earliest == 0 && cx.now().get() >= cooldown)
}

fn check_promises(seats: &Survey, profile: &Profile, set: &Set, target: Magnitude) -> Answer<()> {
    let (whole, limit) = (Magnitude::new(profile.magnitude), Wad::new(profile.leverageLimit));
    let promised = seats.promised.checked_add(target)?;
    require(promised.is_within(whole, limit), || Error::LeverageExceeded {
        promised: promised.get(),
        most: whole.fraction_down(limit).map_or(U256::ZERO, Magnitude::get),
    })?;
    let redistributable = seats.redistributable.checked_add(target)?.get();
    let most = profile.maxRedistributable;
    let is_allowed = !set.is_redistributing() || redistributable <= most;
    require(is_allowed, || Error::RedistributionLimit { promised: redistributable, most })
}

/// Completes what is due of a change.
///
/// # Errors
/// - `UnknownSet`
pub fn complete(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    vault: Address,
    key: SetKey,
) -> Answer<()> {
    let set = Set::load(cx, key)?;
    let mut allocation = Allocation::load(cx, vault, &set)?;
    allocation.settle(cx, config, &set)?;
    allocation.store(cx)
}
