//! Stake by epoch: the first change in an epoch stores the closing state of the last epoch that saw one.
//!
//! Which epochs have a closing state is kept in windows of 32 epochs, a bit an epoch: the window of the last change in
//! the terms, which are written anyway, earlier ones in a list that is searched by halves.

use alloy_primitives::U256;
use restaking_host::{Context, Trap};
use restaking_shares::{Assets, Pool};
use restaking_withdrawal_delay::{Epoch, MAX_BUCKETS};

use crate::{Answer, Config, PoolWord, TermsWord, VaultError, VaultStorage, WindowWord, require};

/// Epochs in a window.
const WINDOW: u64 = 32;

/// Stores `closing` as the state at the end of the last epoch that saw a change; the one that sees the next is
/// `current`. One new slot, and a second one for each window.
pub(crate) fn record(
    cx: &mut Context<'_>,
    terms: TermsWord,
    current: Epoch,
    closing: PoolWord,
) -> Result<TermsWord, Trap> {
    let last = terms.last_epoch;
    VaultStorage::ROOT.closing().key(cx.host, last)?.write(cx.host, closing)?;
    let terms = TermsWord { last_epoch: current, ..terms };
    if first_of_window(last) == first_of_window(current) {
        return Ok(TermsWord { window: terms.window | bit_of(current), ..terms });
    }
    let full = WindowWord { first: first_of_window(last), touched: terms.window };
    VaultStorage::ROOT.windows().key(cx.host, u64::from(terms.windows))?.write(cx.host, full)?;
    Ok(TermsWord { window: bit_of(current), windows: terms.windows.saturating_add(1), ..terms })
}

/// Stake in the pool at the end of `epoch` (now, if it is the current one), less the exits that had matured by its
/// start, held or not. Rounded down.
///
/// # Errors
/// - `EpochNotBegun`
pub(crate) fn stake_at(cx: &mut Context<'_>, config: &Config<'_>, epoch: Epoch) -> Answer<Assets> {
    let current = config.clock().epoch_at(cx.now());
    require(epoch <= current, || VaultError::EpochNotBegun {
        epoch: U256::from(epoch.0),
        current: U256::from(current.0),
    })?;
    let Some((closed, closing)) = closing_state(cx, epoch)? else { return Ok(Assets::ZERO) };
    let last = epoch.min(closed.plus(MAX_BUCKETS));
    let mut pool = Pool::from(closing);
    for offset in 1..=last.since(closed) {
        let slot = VaultStorage::ROOT.queue().buckets().key(cx.host, closed.plus(offset))?;
        (pool, _) = pool.redeem_down(slot.read(cx.host)?.shares)?;
    }
    Ok(pool.assets)
}

/// The last closing state at or before `epoch`, and the epoch that it closes; `None` before the vault was born.
fn closing_state(cx: &mut Context<'_>, epoch: Epoch) -> Answer<Option<(Epoch, PoolWord)>> {
    let terms = VaultStorage::ROOT.terms().read(cx.host)?;
    if epoch >= terms.last_epoch {
        let pool = VaultStorage::ROOT.pool().read(cx.host)?;
        return Ok(Some((terms.last_epoch, pool)));
    }
    let window = WindowWord { first: first_of_window(terms.last_epoch), touched: terms.window };
    let found = match last_touched(window, epoch) {
        Some(closed) => Some(closed),
        None => search_windows(cx, u64::from(terms.windows), epoch)?,
    };
    let Some(closed) = found else { return Ok(None) };
    Ok(Some((closed, VaultStorage::ROOT.closing().key(cx.host, closed)?.read(cx.host)?)))
}

/// The last epoch at or before `epoch` that the first `count` windows name.
fn search_windows(cx: &mut Context<'_>, count: u64, epoch: Epoch) -> Answer<Option<Epoch>> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if window(cx, middle)?.first <= epoch {
            low = middle.saturating_add(1);
        } else {
            high = middle;
        }
    }
    // The window that `epoch` lies in may begin with later epochs; the one before it then ends with an earlier one.
    for number in (low.saturating_sub(2)..low).rev() {
        let found = last_touched(window(cx, number)?, epoch);
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn window(cx: &mut Context<'_>, number: u64) -> Answer<WindowWord> {
    Ok(VaultStorage::ROOT.windows().key(cx.host, number)?.read(cx.host)?)
}

/// The last epoch of a window that saw a change at or before `epoch`.
fn last_touched(window: WindowWord, epoch: Epoch) -> Option<Epoch> {
    let index = epoch.0.checked_sub(window.first.0)?.min(WINDOW.saturating_sub(1));
    let later = u32::MAX.checked_shl(u32::try_from(index).ok()?.saturating_add(1)).unwrap_or(0);
    let bit = (window.touched & !later).checked_ilog2()?;
    Some(window.first.plus(u64::from(bit)))
}

const fn first_of_window(epoch: Epoch) -> Epoch {
    Epoch(epoch.0 & !(WINDOW.saturating_sub(1)))
}

/// The bit of `epoch` in its window.
pub(crate) fn bit_of(epoch: Epoch) -> u32 {
    let index = epoch.since(first_of_window(epoch));
    u32::try_from(index).ok().and_then(|index| 1_u32.checked_shl(index)).unwrap_or(0)
}
