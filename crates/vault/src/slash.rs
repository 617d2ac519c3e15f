//! What Slashing may do: hold exits, let them go, take.

use alloy_primitives::{Address, U256};
use restaking_abi::IVault;
use restaking_host::Context;
use restaking_shares::{Assets, Magnitude, Timestamp};
use restaking_withdrawal_delay::{HoldRequest, HoldState, Lane, Seat};

use crate::{
    Answer, Config, EscrowHead, EscrowId, EscrowTarget, HoldingsWord, VaultError, VaultStorage,
    emit,
    ledger::{Ledger, Mode, refused},
    require,
};

/// Gas that covers [`slash`] at its worst, base of the transaction included: 64 due buckets to settle, 64 holds of
/// 16 AVSs to ask about and to end, an escrow to store. Whoever calls it and survives its failure must have this much to forward.
pub const SLASH_GAS: u64 = 1_200_000;

/// A request to slash was filed, reserving magnitude: exits that mature later than now are held until `until`, later if a
/// quarantine of the AVS prolongs the time in which it may be executed.
///
/// # Errors
/// - `NotSlashing`
/// - `SeatOutOfRange`, `HoldOutOfRange`, `TooManyRequests`, `CooldownActive`
pub fn open_hold(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    seat: Seat,
    request: HoldRequest,
) -> Answer<Lane> {
    check_slashing(cx, config)?;
    let mut ledger = Ledger::open(cx, config, Mode::Change)?;
    let now = ledger.now();
    let lane = ledger.queue.open_hold(cx.host, seat, now, request).map_err(refused)?;
    ledger.close(cx, config)?;
    let HoldRequest { executable_from, until, magnitude } = request;
    let event = IVault::HoldOpened {
        lane: lane.0,
        executableFrom: executable_from.get(),
        until: until.get(),
        magnitude: magnitude.get(),
    };
    emit(cx, &event)?;
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
    require(hold.state() != HoldState::Executed, || VaultError::HoldExecuted { lane: lane.0 })?;
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
) -> Answer<(Assets, u64)> {
    check_slashing(cx, config)?;
    let mut ledger = Ledger::open_for_slash(cx, config)?;
    let (now, pool, whole) = (ledger.now(), ledger.pool(cx)?, ledger.magnitude(cx)?);
    let holdings = ledger.holdings.get(cx.host)?;
    let hold = ledger.queue.require_hold(cx.host, lane).map_err(refused)?;
    require(hold.state() != HoldState::Executed, || VaultError::HoldExecuted { lane: lane.0 })?;
    require(taken <= whole, || VaultError::InsufficientMagnitude {
        held: whole.get(),
        needed: taken.get(),
    })?;
    let (rest, assets) = pool.slash_down(taken, whole)?;

    let due = due.max(now);
    let has_recipient = !recipient.is_zero();
    let escrow =
        (!assets.is_zero()).then(|| EscrowId::new(holdings.next_escrow, lane, has_recipient));
    ledger.set_pool(rest);
    ledger.set_magnitude(cx, whole.checked_sub(taken)?)?;
    ledger.holdings.set(HoldingsWord {
        owed: holdings.owed.checked_add(assets)?,
        escrowed: holdings.escrowed.checked_add(assets)?,
        next_escrow: holdings.next_escrow.saturating_add(u32::from(escrow.is_some())),
    });
    let kept = escrow.map(|id| (id.0, due));
    ledger.queue.execute_hold(cx.host, lane, now, taken, kept).map_err(refused)?;
    if let Some(id) = escrow {
        let head = EscrowHead { assets, supply: pool.shares };
        store_escrow(cx, id, head, EscrowTarget { recipient, due })?;
    }
    ledger.close(cx, config)?;
    let id = escrow.map_or(0, |id| id.0);
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
    id: EscrowId,
    head: EscrowHead,
    target: EscrowTarget,
) -> Answer<()> {
    let escrow = VaultStorage::ROOT.escrows().key(cx.host, id.0)?;
    escrow.head().write(cx.host, head)?;
    if id.has_recipient() {
        escrow.target().write(cx.host, target)?;
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
