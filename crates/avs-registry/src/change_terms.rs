//! Changes of terms, with notice to the vaults that the set ever served.

use alloy_primitives::Address;
use alloy_sol_types::PanicKind;
use restaking_abi::IAvsRegistry::{self as Abi, Terms};
use restaking_host::{Context, Trap};
use restaking_shares::{Timestamp, Wad};

use crate::{
    Answer, AvsRegistryError as Error, RulesWord, ServedWord, SetKey, avs, bounds, emit, require,
    set::Set,
    terms::{self, Bank, Served, Stamp},
    terms_check::check,
};

/// Remembers that the set serves a vault, in the terms in force and in those announced.
pub(crate) fn serve(cx: &mut Context<'_>, set: &Set, vault: &Served) -> Answer<()> {
    let slot = set.place.served();
    let served = slot.read(cx.host)?;
    let least = if served.delay_min == 0 { u64::MAX } else { served.delay_min };
    let next = ServedWord {
        delay_min: least.min(vault.exit_delay),
        delay_max: served.delay_max.max(vault.exit_delay),
        epoch_max: served.epoch_max.max(vault.epoch_length),
        has_leverage: served.has_leverage || vault.leverage_limit > Wad::ONE,
    };
    if next != served {
        slot.write(cx.host, next)?;
    }
    set.terms(cx)?.mark_served(cx, vault.token)?;
    match set.pending_terms(cx)? {
        Some(pending) => pending.mark_served(cx, vault.token),
        None => Ok(()),
    }
}

/// Announces new terms, and answers when they come into force: after the longest exit delay and the longest epoch of
/// the vaults ever served, and [`bounds::REACTION_SECONDS`].
///
/// # Errors
/// - `UnknownSet`, `NotAdmin`, and those of the terms by themselves
/// - `TermsChangePending`, `ServedVaultExcluded`, `FaultWindowOutOfRange`
pub fn change_terms(cx: &mut Context<'_>, key: SetKey, new: Terms) -> Answer<Timestamp> {
    let set = Set::load(cx, key)?;
    let (avs, id) = (key.avs(), key.id());
    avs::check_admin(cx, avs)?;
    check(cx, avs, &new, set.is_redistributing())?;
    check_memory(cx, &set)?;
    let served = set.place.served().read(cx.host)?;
    let kept = set.terms(cx)?.served_assets(cx)?;
    check_served(&new, served, &kept)?;

    let notice = served.delay_max.saturating_add(served.epoch_max);
    let effective_at =
        cx.now().saturating_add_seconds(notice.saturating_add(bounds::REACTION_SECONDS));
    let version = set.version().checked_add(1).ok_or(Trap::Panic(PanicKind::UnderOverflow))?;
    let stamp = Stamp { switch_at: effective_at, version, number: set.number() };
    write_newest(cx, &set, &new, &kept, stamp)?;
    let event = Abi::TermsAnnounced { avs, id, effectiveAt: effective_at.get(), terms: new };
    emit(cx, &event)?;
    Ok(effective_at)
}

/// The first change has nothing before it that could be forgotten.
fn check_memory(cx: &Context<'_>, set: &Set) -> Answer<()> {
    let memory = if set.version() == 1 { 0 } else { bounds::TERMS_MEMORY_SECONDS };
    let until = set.switch_at().saturating_add_seconds(memory);
    require(cx.now() >= until, || Error::TermsChangePending { until: until.get() })
}

fn check_served(new: &Terms, served: ServedWord, kept: &[Address]) -> Answer<()> {
    let is_named = |token: &Address| new.assets.iter().any(|asset| asset.token == *token);
    let dropped = kept.iter().find(|token| !is_named(token)).copied();
    let is_leverage_dropped = served.has_leverage && !new.acceptsLeverage;
    require(dropped.is_none() && !is_leverage_dropped, || Error::ServedVaultExcluded {
        token: dropped.unwrap_or_default(),
    })?;
    let least = if served.delay_min == 0 { u64::MAX } else { served.delay_min };
    let most = least.saturating_sub(bounds::FAULT_MARGIN_SECONDS.saturating_add(1));
    require(new.faultWindow <= most, || Error::FaultWindowOutOfRange {
        faultWindow: new.faultWindow,
        most,
    })
}

/// Writes the newest terms into the bank of the version before the last one, which is forgotten.
fn write_newest(
    cx: &mut Context<'_>,
    set: &Set,
    new: &Terms,
    kept: &[Address],
    stamp: Stamp,
) -> Answer<()> {
    let is_first = stamp.version & 1 == 1;
    let place = if is_first { set.place.first() } else { set.place.second() };
    terms::store(cx, place, new, set.is_redistributing(), stamp)?;
    let bank = Bank::load(cx, place)?;
    for token in kept {
        bank.mark_served(cx, *token)?;
    }
    if is_first {
        return Ok(());
    }
    let slot = set.place.first().rules();
    let rules = slot.read(cx.host)?;
    let stamped = RulesWord { switch_at: stamp.switch_at, version: stamp.version, ..rules };
    Ok(slot.write(cx.host, stamped)?)
}
