//! What can be asked about holds, slashes and escrows.

use alloy_primitives::U256;
use restaking_abi::IVault;
use restaking_host::Context;
use restaking_shares::{Assets, Magnitude, Shares, escrow::returned_down};
use restaking_withdrawal_delay::{HoldState, Lane, Seat};

use crate::{
    Answer, Config,
    escrow::Escrow,
    ledger::{Ledger, Mode},
    views::look,
};

/// Why a slash would take nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Slashability {
    /// It would take something.
    Slashable = 0,
    /// The pool is empty.
    NothingStaked = 1,
    /// No magnitude is left.
    NoMagnitude = 2,
    /// More than is left.
    ExceedsMagnitude = 3,
    /// The assets round to nothing.
    RoundsToNothing = 4,
}

/// What taking `taken` now would take, and why not.
pub(crate) fn preview_slash(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    taken: Magnitude,
) -> Answer<(Assets, Slashability)> {
    let mut ledger = Ledger::open_compared(cx, config, Mode::View)?;
    let (pool, whole) = (ledger.pool(cx)?, ledger.magnitude(cx)?);
    if pool.assets.is_zero() {
        return Ok((Assets::ZERO, Slashability::NothingStaked));
    }
    if whole.is_zero() {
        return Ok((Assets::ZERO, Slashability::NoMagnitude));
    }
    if taken > whole {
        return Ok((Assets::ZERO, Slashability::ExceedsMagnitude));
    }
    let (_, assets) = pool.slash_down(taken, whole)?;
    let reason =
        if assets.is_zero() { Slashability::RoundsToNothing } else { Slashability::Slashable };
    Ok((assets, reason))
}

/// Magnitude that requests reserve which are open and not executed.
pub(crate) fn reserved_magnitude(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<Magnitude> {
    let ledger = look(cx, config)?;
    let mut reserved = Magnitude::ZERO;
    for lane in ledger.queue.open_lanes() {
        let hold = ledger.queue.hold(cx.host, lane)?;
        if hold.state() == HoldState::Filed {
            reserved = reserved.checked_add(hold.magnitude)?;
        }
    }
    Ok(reserved)
}

/// The open holds of a seat.
pub(crate) fn seat_holds(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    seat: Seat,
) -> Answer<IVault::seatHoldsReturn> {
    let ledger = look(cx, config)?;
    let mut holds =
        IVault::seatHoldsReturn { filedAt: [0; 4], reserved: [U256::ZERO; 4], earliest: 0 };
    let places = holds.filedAt.iter_mut().zip(&mut holds.reserved);
    for (lane, (filed_at, reserved)) in seat.lanes().zip(places) {
        if ledger.queue.is_hold_open(lane) {
            let hold = ledger.queue.hold(cx.host, lane)?;
            *filed_at = hold.filed.get();
            if hold.state() == HoldState::Filed {
                *reserved = hold.magnitude.get();
            }
        }
    }
    let open = holds.filedAt.iter().copied().filter(|filed_at| *filed_at != 0);
    holds.earliest = open.min().unwrap_or(0);
    Ok(holds)
}

/// A hold that lasts, or the last one of its lane.
pub(crate) fn hold(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    lane: Lane,
) -> Answer<IVault::holdReturn> {
    let ledger = look(cx, config)?;
    let hold = ledger.queue.hold(cx.host, lane)?;
    Ok(IVault::holdReturn {
        filedAt: hold.filed.get(),
        until: hold.end().get(),
        isExecuted: hold.state() == HoldState::Executed,
        magnitude: hold.magnitude.get(),
        escrowId: U256::from(hold.escrow),
    })
}

/// Assets that `shares` would gain if every escrow that is not due were returned now.
pub(crate) fn pending_return(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    shares: Shares,
) -> Answer<Assets> {
    let mut ledger = look(cx, config)?;
    let pool = ledger.pool(cx)?;
    let mut returned = pool;
    for lane in ledger.queue.open_lanes() {
        let hold = ledger.queue.hold(cx.host, lane)?;
        if hold.escrow != 0 {
            let entry = Escrow::load(cx, U256::from(hold.escrow))?;
            let supply = entry.head.supply;
            returned = returned.book(returned_down(entry.head.assets, pool.shares, supply)?)?;
        }
    }
    Ok(returned.to_assets_down(shares)?.saturating_sub(pool.to_assets_down(shares)?))
}

/// An escrow that has not been paid or returned.
///
/// # Errors
/// - `UnknownEscrow`
pub(crate) fn escrow(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    id: U256,
) -> Answer<IVault::escrowReturn> {
    let entry = Escrow::load(cx, id)?;
    let ledger = look(cx, config)?;
    let hold = entry.hold(cx, &ledger.queue)?;
    Ok(IVault::escrowReturn {
        assets: entry.head.assets.get(),
        supply: entry.head.supply.get(),
        magnitude: hold.map_or(U256::ZERO, |hold| hold.magnitude.get()),
        due: hold.map_or(entry.target.due, |hold| hold.end()).get(),
        recipient: entry.target.recipient,
    })
}
