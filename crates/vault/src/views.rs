//! What can be asked of a vault. Every answer is as if settlement had just run.

use alloy_primitives::Address;
use restaking_abi::IVault;
use restaking_host::Context;
use restaking_shares::{Assets, Pool, Shares, Timestamp};
use restaking_withdrawal_delay::Epoch;

use crate::{
    Answer, Config, VaultStorage, claim, deposit,
    ledger::{Ledger, Mode},
};

/// Opens the books to look.
pub(crate) fn look(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<Ledger> {
    Ledger::open(cx, config, Mode::View)
}

/// The pool after settlement.
pub(crate) fn pool(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<Pool> {
    look(cx, config)?.pool(cx)
}

/// Most assets that a deposit for `receiver` takes; 0 while deposits are refused.
pub(crate) fn max_deposit(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    receiver: Address,
) -> Answer<Assets> {
    let mut ledger = Ledger::open_compared(cx, config, Mode::View)?;
    let is_refused = crate::accounts::check_receiver(cx, receiver).is_err()
        || deposit::check_open(cx, &mut ledger).is_err()
        || !deposit::is_depositor(cx, &mut ledger, receiver)?;
    if is_refused {
        return Ok(Assets::ZERO);
    }
    let pool = ledger.pool(cx)?;
    let by_cap = ledger.terms.get(cx.host)?.deposit_cap.saturating_sub(pool.assets);
    let by_assets = Assets::LIMIT.saturating_sub(ledger.booked(cx)?);
    let by_shares = pool.to_assets_down(Shares::LIMIT.saturating_sub(pool.shares))?;
    Ok(by_cap.min(by_assets).min(by_shares))
}

/// Most shares that can be minted for `receiver`.
pub(crate) fn max_mint(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    receiver: Address,
) -> Answer<Shares> {
    let assets = max_deposit(cx, config, receiver)?;
    let pool = compared_pool(cx, config)?;
    Ok(pool.to_shares_down(assets)?.min(Shares::LIMIT.saturating_sub(pool.shares)))
}

/// Most shares that `redeem` claims for `controller`.
pub(crate) fn max_redeem(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    controller: Address,
) -> Answer<Shares> {
    let ledger = look(cx, config)?;
    let mut total = Shares::ZERO;
    for epoch in claim::recent_epochs(&ledger) {
        total = total.checked_add(claim::claimable(cx, &ledger, epoch, controller)?)?;
    }
    Ok(total)
}

/// Most assets that `withdraw` pays `controller`; 0 in a deficit.
pub(crate) fn max_withdraw(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    controller: Address,
) -> Answer<Assets> {
    let mut ledger = Ledger::open_compared(cx, config, Mode::View)?;
    let mut total = Assets::ZERO;
    if !ledger.deficit(cx)?.is_zero() {
        return Ok(total);
    }
    for epoch in claim::recent_epochs(&ledger) {
        let shares = claim::claimable(cx, &ledger, epoch, controller)?;
        if !shares.is_zero() {
            total = total.checked_add(claim::owed_for(cx, &ledger, epoch, shares)?)?;
        }
    }
    Ok(total)
}

/// Shares of a request that cannot be claimed yet.
pub(crate) fn pending(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    epoch: Epoch,
    controller: Address,
) -> Answer<Shares> {
    let ledger = look(cx, config)?;
    let request = ledger.queue.request(cx.host, epoch, controller)?.read(cx.host)?;
    let is_pending = ledger.queue.is_bucket_open(epoch) && !request.is_cancelled;
    Ok(if is_pending { request.shares } else { Shares::ZERO })
}

/// Shares of a request that can be claimed.
pub(crate) fn claimable(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    epoch: Epoch,
    controller: Address,
) -> Answer<Shares> {
    let ledger = look(cx, config)?;
    claim::claimable(cx, &ledger, epoch, controller)
}

/// Shares of a cancelled request that can be collected.
pub(crate) fn cancelled(cx: &mut Context<'_>, epoch: Epoch, controller: Address) -> Answer<Shares> {
    let place =
        VaultStorage::ROOT.queue().requests().key(cx.host, epoch)?.key(cx.host, controller)?;
    let request = place.read(cx.host)?;
    Ok(if request.is_cancelled { request.shares } else { Shares::ZERO })
}

/// Shares in open buckets that mature at or before `until`; all of them if there is no bound.
fn exiting_shares_until(
    cx: &mut Context<'_>,
    ledger: &Ledger,
    until: Option<Timestamp>,
) -> Answer<Shares> {
    let clock = ledger.queue.clock();
    let mut total = Shares::ZERO;
    for epoch in ledger.queue.open_buckets() {
        if until.is_none_or(|until| clock.start_of(epoch) <= until) {
            total = total.checked_add(ledger.queue.bucket(cx.host, epoch)?.shares)?;
        }
    }
    Ok(total)
}

/// Shares in open exit buckets.
pub(crate) fn exiting_shares(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<Shares> {
    let ledger = look(cx, config)?;
    exiting_shares_until(cx, &ledger, None)
}

/// Assets of the shares that do not mature until `until`; of those not exiting at all if there is no bound.
pub(crate) fn remaining_assets(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    until: Option<Timestamp>,
) -> Answer<Assets> {
    let mut ledger = look(cx, config)?;
    let leaving = exiting_shares_until(cx, &ledger, until)?;
    let pool = ledger.pool(cx)?;
    Ok(pool.to_assets_down(pool.shares.checked_sub(leaving)?)?)
}

/// Matured assets that nobody has claimed: what is owed less escrow and recovery.
pub(crate) fn unclaimed(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<Assets> {
    let mut ledger = look(cx, config)?;
    let escrowed = ledger.holdings.get(cx.host)?.escrowed;
    let recovery = VaultStorage::ROOT.recovery().read(cx.host)?;
    Ok(ledger.owed(cx)?.checked_sub(escrowed)?.checked_sub(recovery)?)
}

/// What is fixed at the vault's birth and what allocations depend on.
pub(crate) fn profile(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<IVault::profileReturn> {
    let mut ledger = look(cx, config)?;
    let first = ledger.queue.open_buckets().next();
    Ok(IVault::profileReturn {
        operator: config.operator,
        asset: config.asset,
        epochLength: config.epoch_length,
        exitDelay: config.exit_delay,
        leverageLimit: config.leverage_limit.get(),
        maxRedistributable: config.max_redistributable.get(),
        magnitude: ledger.magnitude(cx)?.get(),
        isEmpty: ledger.pool(cx)?.shares.is_zero(),
        firstMaturity: first.map_or(0, |epoch| config.clock().start_of(epoch).get()),
    })
}

/// The pool after settlement and comparison: the one that a deposit is priced on.
pub(crate) fn compared_pool(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<Pool> {
    Ledger::open_compared(cx, config, Mode::View)?.pool(cx)
}

/// Assets of the shares in open exit buckets, rounded down.
pub(crate) fn exiting_assets(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<Assets> {
    let mut ledger = look(cx, config)?;
    let shares = exiting_shares_until(cx, &ledger, None)?;
    Ok(ledger.pool(cx)?.to_assets_down(shares)?)
}

/// What the balance lacks to cover all that is owed.
pub(crate) fn deficit(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<Assets> {
    let mut ledger = Ledger::open_compared(cx, config, Mode::View)?;
    ledger.deficit(cx)
}

/// A bucket as it stands after settlement.
pub(crate) fn bucket(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    epoch: Epoch,
) -> Answer<IVault::bucketReturn> {
    let ledger = look(cx, config)?;
    let bucket = ledger.bucket(cx, epoch)?;
    let claimed = ledger.queue.claimed(cx.host, epoch)?.read(cx.host)?;
    Ok(IVault::bucketReturn {
        assets: bucket.assets.get(),
        shares: bucket.shares.get(),
        claimed: claimed.get(),
        isSettled: !bucket.shares.is_zero() && !ledger.queue.is_bucket_open(epoch),
    })
}
