//! Claiming matured exits: from a settled bucket's fixed assets, exactly.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use restaking_abi::IVault;
use restaking_host::{Context, Fail, Slot, token};
use restaking_shares::{Assets, Shares};
use restaking_withdrawal_delay::{Epoch, MAX_BUCKETS, RequestWord};

use crate::{
    Answer, Config, VaultError, accounts, emit,
    ledger::{Ledger, Mode, refused},
    require,
};

/// Most request ids that one call takes, and most epochs that the forms without ids look back.
pub const MAX_CLAIM_IDS: u64 = MAX_BUCKETS;

/// Who asks for how much, and who is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimant {
    /// Who is paid.
    pub receiver: Address,
    /// Whose requests they are.
    pub controller: Address,
}

/// A controller's request in one bucket, read once.
struct Part {
    epoch: Epoch,
    controller: Address,
    slot: Slot<RequestWord>,
    request: RequestWord,
}

impl Part {
    fn load(
        cx: &mut Context<'_>,
        ledger: &Ledger,
        epoch: Epoch,
        controller: Address,
    ) -> Answer<Self> {
        let slot = ledger.queue.request(cx.host, epoch, controller)?;
        Ok(Self { epoch, controller, slot, request: slot.read(cx.host)? })
    }

    /// Shares that were requested and not cancelled.
    fn shares(&self) -> Shares {
        if self.request.is_cancelled { Shares::ZERO } else { self.request.shares }
    }
}

/// What a claim used up and what it is owed.
#[derive(Debug, Clone, Copy, Default)]
struct Claimed {
    shares: Shares,
    assets: Assets,
}

impl Claimed {
    fn plus(self, other: Self) -> Answer<Self> {
        Ok(Self {
            shares: self.shares.checked_add(other.shares)?,
            assets: self.assets.checked_add(other.assets)?,
        })
    }
}

/// Claims `shares` of one matured request. Rounded down; what is lost to rounding goes to later claims of the bucket.
///
/// # Errors
/// - `ZeroAmount`, `VaultIsReceiver`, `ZeroReceiver`, `NotController`
/// - `NothingRequested`, `NotMatured`, `ExitHeld`, `InsufficientShares`
/// - the token's own failure
pub fn redeem_request(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    epoch: Epoch,
    shares: Shares,
    to: Claimant,
) -> Answer<Assets> {
    require(!shares.is_zero(), || VaultError::ZeroAmount)?;
    let ledger = open_for_claim(cx, config, to)?;
    let part = Part::load(cx, &ledger, epoch, to.controller)?;
    let held = part.shares();
    require(!held.is_zero(), || VaultError::NothingRequested {
        requestId: U256::from(epoch.0),
        controller: to.controller,
    })?;
    check_settled(&ledger, config, epoch)?;
    require(shares <= held, || VaultError::InsufficientShares {
        account: to.controller,
        held: held.get(),
        needed: shares.get(),
    })?;
    let claimed = take(cx, &ledger, &part, shares)?;
    pay(cx, config, ledger, to, claimed)
}

/// Claims all that can be claimed of these requests; one that cannot does not block the others.
///
/// # Errors
/// - `TooManyIds`, `VaultIsReceiver`, `ZeroReceiver`, `NotController`
/// - the token's own failure
pub fn redeem_requests(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    epochs: &[Epoch],
    to: Claimant,
) -> Answer<Assets> {
    let count = U256::from(epochs.len());
    let most = U256::from(MAX_CLAIM_IDS);
    require(count <= most, || VaultError::TooManyIds { count, most })?;
    let ledger = open_for_claim(cx, config, to)?;
    let mut total = Claimed::default();
    for epoch in epochs {
        if let Some(part) = settled_part(cx, &ledger, *epoch, to.controller)? {
            total = total.plus(take(cx, &ledger, &part, part.shares())?)?;
        }
    }
    pay(cx, config, ledger, to, total)
}

/// Claims exactly `shares` out of the 64 epochs last begun, newest first (ERC-7540).
///
/// # Errors
/// - `ZeroAmount`, `VaultIsReceiver`, `ZeroReceiver`, `NotController`
/// - `ExitHeld`: not enough can be claimed, and a matured request of the controller is held
/// - `InsufficientClaimable`
/// - the token's own failure
pub fn redeem(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    shares: Shares,
    to: Claimant,
) -> Answer<Assets> {
    require(!shares.is_zero(), || VaultError::ZeroAmount)?;
    let ledger = open_for_claim(cx, config, to)?;
    let (mut total, mut left) = (Claimed::default(), shares);
    for epoch in recent_epochs(&ledger) {
        if let Some(part) = settled_part(cx, &ledger, epoch, to.controller)? {
            let taken = take(cx, &ledger, &part, part.shares().min(left))?;
            total = total.plus(taken)?;
            left = left.checked_sub(taken.shares)?;
        }
        if left.is_zero() {
            return pay(cx, config, ledger, to, total);
        }
    }
    Err(too_little(cx, &ledger, to.controller, total.shares.get(), shares.get())?)
}

/// Claims exactly `assets` out of the 64 epochs last begun, newest first (ERC-4626). Shares used up are rounded up.
///
/// # Errors
/// - `ZeroAmount`, `VaultIsReceiver`, `ZeroReceiver`, `NotController`
/// - `Deficit`: exactly that much cannot be paid
/// - `ExitHeld`, `InsufficientClaimable` as in [`redeem`]; also if one share more would pay more than asked
/// - the token's own failure
pub fn withdraw(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    assets: Assets,
    to: Claimant,
) -> Answer<Shares> {
    require(!assets.is_zero(), || VaultError::ZeroAmount)?;
    let mut ledger = open_for_claim(cx, config, to)?;
    let missing = ledger.deficit(cx)?;
    require(missing.is_zero(), || VaultError::Deficit { missing: missing.get() })?;
    let (mut total, mut left) = (Claimed::default(), assets);
    for epoch in recent_epochs(&ledger) {
        if let Some(part) = settled_part(cx, &ledger, epoch, to.controller)? {
            let shares = shares_for(cx, &ledger, epoch, part.shares(), left)?;
            if !shares.is_zero() {
                let taken = take(cx, &ledger, &part, shares)?;
                total = total.plus(taken)?;
                left = left.saturating_sub(taken.assets);
            }
        }
        if left.is_zero() {
            break;
        }
    }
    if total.assets != assets {
        return Err(too_little(cx, &ledger, to.controller, total.assets.get(), assets.get())?);
    }
    pay(cx, config, ledger, to, total)?;
    Ok(total.shares)
}

fn open_for_claim(cx: &mut Context<'_>, config: &Config<'_>, to: Claimant) -> Answer<Ledger> {
    accounts::check_receiver(cx, to.receiver)?;
    accounts::check_controller(cx, to.controller)?;
    Ledger::open_compared(cx, config, Mode::Change)
}

/// # Errors
/// - `NotMatured`, `ExitHeld`
fn check_settled(ledger: &Ledger, config: &Config<'_>, epoch: Epoch) -> Answer<()> {
    if !ledger.queue.is_bucket_open(epoch) {
        return Ok(());
    }
    let (request_id, maturity) = (U256::from(epoch.0), config.clock().start_of(epoch));
    Err(Fail::Error(match ledger.queue.earliest_hold().filter(|_| maturity <= ledger.now()) {
        Some(filed) => VaultError::ExitHeld { requestId: request_id, filedAt: filed.get() },
        None => VaultError::NotMatured { requestId: request_id, maturity: maturity.get() },
    }))
}

/// The epochs that the forms without ids look at: the 64 last begun, newest first, so that whoever claims soon pays for
/// few look-ups.
pub(crate) fn recent_epochs(ledger: &Ledger) -> impl Iterator<Item = Epoch> + use<> {
    let current = ledger.queue.clock().epoch_at(ledger.now());
    (0..MAX_CLAIM_IDS).map(move |age| current.minus(age))
}

/// The request of `controller` in the bucket of `epoch`, if any of it can be claimed.
fn settled_part(
    cx: &mut Context<'_>,
    ledger: &Ledger,
    epoch: Epoch,
    controller: Address,
) -> Answer<Option<Part>> {
    if ledger.queue.is_bucket_open(epoch) {
        return Ok(None);
    }
    let part = Part::load(cx, ledger, epoch, controller)?;
    Ok((!part.shares().is_zero()).then_some(part))
}

/// Shares of `controller` that can be claimed out of the bucket of `epoch`.
pub(crate) fn claimable(
    cx: &mut Context<'_>,
    ledger: &Ledger,
    epoch: Epoch,
    controller: Address,
) -> Answer<Shares> {
    let part = settled_part(cx, ledger, epoch, controller)?;
    Ok(part.map_or(Shares::ZERO, |part| part.shares()))
}

/// Assets that `shares` of the settled bucket of `epoch` are owed now, rounded down.
pub(crate) fn owed_for(
    cx: &mut Context<'_>,
    ledger: &Ledger,
    epoch: Epoch,
    shares: Shares,
) -> Answer<Assets> {
    let bucket = ledger.settled_bucket(cx, epoch)?;
    let claimed = ledger.queue.claimed(cx.host, epoch)?.read(cx.host)?;
    Ok(bucket.claim(claimed, shares)?)
}

/// The least part of `shares` that is owed `assets`, or all of them; none if they are worth nothing.
fn shares_for(
    cx: &mut Context<'_>,
    ledger: &Ledger,
    epoch: Epoch,
    shares: Shares,
    assets: Assets,
) -> Answer<Shares> {
    let owed = owed_for(cx, ledger, epoch, shares)?;
    if owed <= assets {
        return Ok(if owed.is_zero() { Shares::ZERO } else { shares });
    }
    let bucket = ledger.settled_bucket(cx, epoch)?;
    let claimed = ledger.queue.claimed(cx.host, epoch)?.read(cx.host)?;
    Ok(bucket.shares_for_assets_up(claimed, assets)?)
}

/// Takes `shares` of a request out of its settled bucket.
fn take(cx: &mut Context<'_>, ledger: &Ledger, part: &Part, shares: Shares) -> Answer<Claimed> {
    let Part { epoch, controller, slot, request } = *part;
    slot.write(cx.host, RequestWord { shares: request.shares.checked_sub(shares)?, ..request })?;

    let bucket = ledger.settled_bucket(cx, epoch)?;
    let counter = ledger.queue.claimed(cx.host, epoch)?;
    let before = counter.read(cx.host)?;
    let assets = bucket.claim(before, shares)?;
    let after = before.checked_add(shares)?;
    // Once all is claimed nobody asks again: the counter's slot is given back.
    counter.write(cx.host, if after == bucket.shares { Shares::ZERO } else { after })?;
    let (request_id, shares_word) = (U256::from(epoch.0), shares.get());
    emit(
        cx,
        &IVault::ExitClaimed {
            requestId: request_id,
            controller,
            shares: shares_word,
            assets: assets.get(),
        },
    )?;
    Ok(Claimed { shares, assets })
}

/// Discharges what is owed and pays it, or its part of the balance in a deficit. Nothing owed, nothing sent.
fn pay(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    mut ledger: Ledger,
    to: Claimant,
    claimed: Claimed,
) -> Answer<Assets> {
    let paid = ledger.payable_down(cx, claimed.assets)?;
    let owed = ledger.owed(cx)?.checked_sub(claimed.assets)?;
    ledger.set_owed(cx, owed)?;
    ledger.close(cx, config)?;
    let event = IVault::Withdraw {
        sender: cx.caller(),
        receiver: to.receiver,
        owner: to.controller,
        assets: paid.get(),
        shares: claimed.shares.get(),
    };
    emit(cx, &event)?;
    if !paid.is_zero() {
        token::transfer(cx, config.asset, to.receiver, paid).map_err(refused)?;
    }
    Ok(paid)
}

/// Why not enough can be claimed.
fn too_little(
    cx: &mut Context<'_>,
    ledger: &Ledger,
    controller: Address,
    claimable: U256,
    needed: U256,
) -> Answer<Fail<VaultError>> {
    if let Some(filed) = ledger.queue.earliest_hold() {
        let (now, clock) = (ledger.now(), ledger.queue.clock());
        let matured: Vec<Epoch> =
            ledger.queue.open_buckets().filter(|epoch| clock.start_of(*epoch) <= now).collect();
        for epoch in matured {
            if !Part::load(cx, ledger, epoch, controller)?.shares().is_zero() {
                return Ok(Fail::Error(VaultError::ExitHeld {
                    requestId: U256::from(epoch.0),
                    filedAt: filed.get(),
                }));
            }
        }
    }
    Ok(Fail::Error(VaultError::InsufficientClaimable { claimable, needed }))
}
