//! What Slashing may do: hold exits, let them go, take.

use alloy_primitives::{Address, U256};
use restaking_abi::IVault;
use restaking_host::Context;
use restaking_shares::{Assets, Magnitude, Shares, Timestamp};
use restaking_withdrawal_delay::{Lane, Seat};

use crate::{
    Answer, Config, EscrowHead, HoldingsWord, StakeWord, VaultError, VaultStorage, emit,
    ledger::{Ledger, Mode, refused},
    require,
};

/// Gas that covers [`slash`] at its worst, base of the transaction included: 64 due buckets to settle, 64 holds to
/// recount, an escrow to store. Whoever calls it and survives its failure must have this much to forward.
pub const SLASH_GAS: u64 = 600_000;

/// A request to slash was filed: exits that mature later than now are held until `until` at the latest.
///
/// # Errors
/// - `NotSlashing`
/// - `SeatOutOfRange`, `HoldOutOfRange`, `TooManyRequests`, `CooldownActive`
pub fn open_hold(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    seat: Seat,
    until: Timestamp,
) -> Answer<Lane> {
    check_slashing(cx, config)?;
    let mut ledger = Ledger::open(cx, config, Mode::Change)?;
    let now = ledger.now();
    let lane = ledger.queue.open_hold(cx.host, seat, now, until).map_err(refused)?;
    ledger.close(cx, config)?;
    emit(cx, &IVault::HoldOpened { lane: lane.0, until: until.get() })?;
    Ok(lane)
}

/// Ends a hold without a slash: vetoed or withdrawn.
///
/// # Errors
/// - `NotSlashing`
/// - `HoldNotOpen`, `HoldExecuted`
pub fn close_hold(cx: &mut Context<'_>, config: &Config<'_>, lane: Lane) -> Answer<()> {
    check_slashing(cx, config)?;
    let mut ledger = Ledger::open(cx, config, Mode::Change)?;
    let hold = ledger.queue.require_hold(cx.host, lane).map_err(refused)?;
    require(!hold.is_executed, || VaultError::HoldExecuted { lane: lane.0 })?;
    end_hold(cx, &mut ledger, lane)?;
    ledger.close(cx, config)?;
    emit(cx, &IVault::HoldClosed { lane: lane.0 })
}

/// Takes `taken` of the whole, and with it `floor(A · taken / M)` of the pool, into escrow inside the vault. No token
/// moves, so no token can stop it; the work does not depend on the number of stakers.
///
/// The pool keeps the rest of the rounding. Answers the assets and the escrow's id, 0 if nothing was taken.
///
/// # Errors
/// - `NotSlashing`, `HoldNotOpen`, `HoldExecuted`
/// - `InsufficientMagnitude`
/// - `HoldOutOfRange`: the escrow would keep the hold longer than 14 days from its filing
pub fn slash(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    lane: Lane,
    taken: Magnitude,
    due: Timestamp,
    recipient: Address,
) -> Answer<(Assets, u32)> {
    check_slashing(cx, config)?;
    let mut ledger = Ledger::open_for_slash(cx, config)?;
    let (now, pool, stake) = (ledger.now(), ledger.pool(cx)?, ledger.stake.get(cx.host)?);
    let (whole, holdings) = (stake.magnitude, ledger.holdings.get(cx.host)?);
    let hold = ledger.queue.require_hold(cx.host, lane).map_err(refused)?;
    require(!hold.is_executed, || VaultError::HoldExecuted { lane: lane.0 })?;
    require(taken <= whole, || VaultError::InsufficientMagnitude {
        held: whole.get(),
        needed: taken.get(),
    })?;
    let (rest, assets) = pool.slash_down(taken, whole)?;

    let due = due.max(now);
    let id = if assets.is_zero() { 0 } else { holdings.next_escrow };
    ledger.set_pool(rest);
    ledger.stake.set(StakeWord { magnitude: whole.checked_sub(taken)?, ..stake });
    ledger.holdings.set(HoldingsWord {
        owed: holdings.owed.checked_add(assets)?,
        escrowed: holdings.escrowed.checked_add(assets)?,
        next_escrow: holdings.next_escrow.max(id.saturating_add(1)),
    });
    let escrow = (id != 0).then_some((id, due));
    ledger.queue.execute_hold(cx.host, lane, now, escrow).map_err(refused)?;
    if id != 0 {
        let origin = EscrowHead::origin_of(lane, !recipient.is_zero());
        let head = EscrowHead { assets, magnitude: taken, due, origin };
        store_escrow(cx, id, head, pool.shares, recipient)?;
    }
    ledger.close(cx, config)?;
    let event = IVault::Slashed {
        lane: lane.0,
        escrowId: U256::from(id),
        recipient,
        due: due.get(),
        magnitude: taken.get(),
        assets: assets.get(),
        supply: pool.shares.get(),
    };
    emit(cx, &event)?;
    Ok((assets, id))
}

fn store_escrow(
    cx: &mut Context<'_>,
    id: u32,
    head: EscrowHead,
    supply: Shares,
    recipient: Address,
) -> Answer<()> {
    let escrow = VaultStorage::ROOT.escrows().key(cx.host, u64::from(id))?;
    escrow.head().write(cx.host, head)?;
    escrow.supply().write(cx.host, supply)?;
    if head.has_recipient() {
        escrow.recipient().write(cx.host, recipient)?;
    }
    Ok(())
}

/// Ends a hold now.
pub(crate) fn end_hold(cx: &mut Context<'_>, ledger: &mut Ledger, lane: Lane) -> Answer<()> {
    let now = ledger.now();
    ledger.queue.end_hold(cx.host, lane, now).map_err(refused)
}

fn check_slashing(cx: &Context<'_>, config: &Config<'_>) -> Answer<()> {
    let caller = cx.caller();
    require(caller == config.slashing, || VaultError::NotSlashing { caller })
}
