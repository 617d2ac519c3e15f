//! What a set can count on: guaranteed stake, weight, dilution.

use alloy_primitives::Address;
use restaking_abi::IVault;
use restaking_host::{Context, abi};
use restaking_shares::{Assets, Magnitude, Timestamp, Wad};

use crate::{
    Answer, AvsRegistryConfig, SetKey, allocation::Allocation, bounds::MAX_SETS_PER_VAULT,
    membership, set::Set,
};

/// What one set and all the others hold of a vault.
struct Shared {
    /// What the set holds, less pending decreases.
    kept: Magnitude,
    /// What the others hold.
    others: Magnitude,
    whole: Magnitude,
}

impl Shared {
    fn load(
        cx: &mut Context<'_>,
        config: &AvsRegistryConfig,
        vault: Address,
        set: &Set,
    ) -> Answer<Self> {
        let mut own = Allocation::load(cx, vault, set)?;
        own.settle(cx, config, set)?;
        let mut others = Magnitude::ZERO;
        for index in (0..MAX_SETS_PER_VAULT).filter(|index| own.seat_index() != Some(*index)) {
            let Some((other, mut held)) = Allocation::at_seat(cx, vault, index)? else { break };
            held.settle(cx, config, &other)?;
            others = others.checked_add(held.word.magnitude)?;
        }
        let whole = Magnitude::new(abi::view(cx, vault, &IVault::magnitudeCall {})?);
        Ok(Self { kept: own.kept(), others, whole })
    }
}

/// `floor(V · min(m, M − what others hold) / M)`: V the assets that do not leave within a fault window from now, m without
/// pending decreases. Whatever other sets take meanwhile, so much is there.
pub(crate) fn guaranteed(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    vault: Address,
    set: &Set,
) -> Answer<Assets> {
    let shared = Shared::load(cx, config, vault, set)?;
    let sure = shared.kept.min(shared.whole.saturating_sub(shared.others));
    if sure.is_zero() {
        return Ok(Assets::ZERO);
    }
    let fault_window = set.terms(cx)?.fault_window();
    let until = cx.now().saturating_add_seconds(fault_window);
    Ok(sure.worth_down(shared.whole, slashable_until(cx, vault, until)?)?)
}

/// Assets that the set could take at any time before `time`, at today's price: of those that do not leave by then, the
/// part that it holds, without pending decreases.
pub(crate) fn min_slashable_until(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    vault: Address,
    set: &Set,
    time: Timestamp,
) -> Answer<Assets> {
    let mut own = Allocation::load(cx, vault, set)?;
    own.settle(cx, config, set)?;
    if own.kept().is_zero() {
        return Ok(Assets::ZERO);
    }
    let whole = Magnitude::new(abi::view(cx, vault, &IVault::magnitudeCall {})?);
    Ok(own.kept().min(whole).worth_down(whole, slashable_until(cx, vault, time)?)?)
}

fn slashable_until(cx: &mut Context<'_>, vault: Address, time: Timestamp) -> Answer<Assets> {
    let call = IVault::slashableUntilCall { time: time.get() };
    Ok(Assets::new(abi::view(cx, vault, &call)?))
}

/// The operator's weight in the set: guaranteed stake by the weights of the assets, rounded down vault by vault; 0 below
/// the minimum or if it is not registered.
pub(crate) fn weight(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    operator: Address,
    set: &Set,
) -> Answer<Assets> {
    if !membership::is_registered(cx, operator, set.key)? {
        return Ok(Assets::ZERO);
    }
    let terms = set.terms(cx)?;
    let mut weight = Assets::ZERO;
    for vault in membership::vaults_of(cx, config, operator)? {
        let stake = guaranteed(cx, config, vault, set)?;
        if !stake.is_zero() {
            let asset = abi::view(cx, vault, &IVault::assetCall {})?;
            let unit = terms.weight_of(cx, asset)?;
            weight = weight.checked_add(stake.weighted_down(unit)?)?;
        }
    }
    let minimum = terms.limits(cx)?.minimum_weight;
    Ok(if weight < minimum { Assets::ZERO } else { weight })
}

/// Sum of what sets hold of a vault over its whole, rounded up.
pub(crate) fn dilution(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    vault: Address,
) -> Answer<Wad> {
    let mut held = Magnitude::ZERO;
    for index in 0..MAX_SETS_PER_VAULT {
        let Some((set, mut allocation)) = Allocation::at_seat(cx, vault, index)? else { break };
        allocation.settle(cx, config, &set)?;
        held = held.checked_add(allocation.word.magnitude)?;
    }
    let whole = Magnitude::new(abi::view(cx, vault, &IVault::magnitudeCall {})?);
    Ok(held.over_up(whole)?)
}

/// The set of a key, for a view.
///
/// # Errors
/// - `UnknownSet`
pub(crate) fn set(cx: &mut Context<'_>, avs: Address, id: u32) -> Answer<Set> {
    Set::load(cx, SetKey::new(avs, id))
}
