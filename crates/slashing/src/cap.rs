//! Caps: how much a set may take of a vault in a window.

use alloy_primitives::{Address, U256};
use restaking_abi::{ISlashing as Abi, IVault};
use restaking_host::{Context, Slot, abi};
use restaking_shares::{Magnitude, Timestamp, Wad};

use crate::{Answer, CapWord, SlashingError, SlashingStorage, emit, require};

/// A set at a vault.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The vault.
    pub(crate) vault: Address,
    /// The AVS.
    pub(crate) avs: Address,
    /// The set's number at it.
    pub(crate) set_id: u32,
    /// The set's seat at the vault.
    pub(crate) seat: u8,
}

impl Place {
    fn slot(&self, cx: &mut Context<'_>) -> Answer<Slot<CapWord>> {
        let avs = U256::from_be_bytes(self.avs.into_word().0);
        let key = avs.wrapping_shl(32) | U256::from(self.set_id);
        Ok(SlashingStorage::ROOT.caps().key(cx.host, self.vault)?.key(cx.host, key)?)
    }
}

/// Checks that what is reserved in the current window, the hold just opened included, is within the cap. The first
/// filing after a window ended begins the next.
///
/// # Errors
/// - `CapExceeded`
pub(crate) fn reserve(
    cx: &mut Context<'_>,
    place: Place,
    cap: Wad,
    window: u64,
    held: Magnitude,
    reserved: Magnitude,
) -> Answer<()> {
    let slot = place.slot(cx)?;
    let mut word = slot.read(cx.host)?;
    let now = cx.now();
    if word.start == Timestamp::ZERO || now >= word.start.saturating_add_seconds(window) {
        let whole = Magnitude::new(abi::view(cx, place.vault, &IVault::magnitudeCall {})?);
        word = CapWord { start: now, base: held.min(whole), taken: Magnitude::ZERO };
        slot.write(cx.host, word)?;
        let Place { vault, avs, set_id, .. } = place;
        let base = word.base.get();
        emit(cx, &Abi::CapWindowStarted { vault, avs, setId: set_id, base })?;
    }
    let limit = word.base.fraction_down(cap)?;
    let others = used(cx, place, &word)?.saturating_sub(reserved);
    let room = limit.saturating_sub(others);
    require(reserved <= room, || SlashingError::CapExceeded {
        vault: place.vault,
        reserved: reserved.get(),
        room: room.get(),
    })
}

/// Taken in the window, and reserved by the requests filed in it that are open.
fn used(cx: &mut Context<'_>, place: Place, word: &CapWord) -> Answer<Magnitude> {
    let call = IVault::seatHoldsCall { seat: place.seat };
    let holds = abi::view(cx, place.vault, &call)?;
    let mut used = word.taken;
    for (filed_at, reserved) in holds.filedAt.iter().zip(holds.reserved) {
        if *filed_at >= word.start.get() {
            used = used.checked_add(Magnitude::new(reserved))?;
        }
    }
    Ok(used)
}

/// Counts what a request filed at `filed_at` took, if it was filed in the current window.
pub(crate) fn count(
    cx: &mut Context<'_>,
    place: Place,
    filed_at: Timestamp,
    taken: Magnitude,
) -> Answer<()> {
    let slot = place.slot(cx)?;
    let word = slot.read(cx.host)?;
    if word.start == Timestamp::ZERO || filed_at < word.start || taken.is_zero() {
        return Ok(());
    }
    Ok(slot.write(cx.host, CapWord { taken: word.taken.checked_add(taken)?, ..word })?)
}

/// The current window: when it began, magnitude at its start, what is used of it. A set without a seat has no request
/// open; whoever sits in the seat meanwhile has nothing to do with it.
pub(crate) fn view(
    cx: &mut Context<'_>,
    place: Place,
    is_seated: bool,
) -> Answer<(CapWord, Magnitude)> {
    let word = place.slot(cx)?.read(cx.host)?;
    let used = if is_seated { used(cx, place, &word)? } else { word.taken };
    Ok((word, used))
}
