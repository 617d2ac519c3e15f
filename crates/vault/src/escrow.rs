//! Where slashed assets go: to their recipient or up in smoke once due, back to the pool before.

use alloy_primitives::{Address, U256, address};
use restaking_abi::IVault;
use restaking_host::{Context, Fail, token};
use restaking_shares::{Assets, Magnitude, Timestamp, escrow};
use restaking_withdrawal_delay::{HoldWord, Queue};

use crate::{
    Answer, Config, EscrowHead, EscrowId, EscrowStorage, EscrowTarget, HoldingsWord, VaultError,
    VaultStorage, emit,
    ledger::{Ledger, Mode, check_gas, refused},
    require, slash,
};

/// Where burned assets go: an address without a known key, since few tokens burn on request.
pub const BURN_ADDRESS: Address = address!("000000000000000000000000000000000000dEaD");

/// From so long after it was due an escrow whose recipient refuses it is burned.
pub const FALLBACK_SECONDS: u64 = 30 * 24 * 60 * 60;

/// Gas of the transfer to a recipient whose refusal counts: covers any sane token and its hooks. The caller must bring
/// it, or it could starve the transfer and burn what the recipient would have taken.
pub const TRANSFER_GAS: u64 = 400_000;

/// An escrow as stored.
pub(crate) struct Escrow {
    id: EscrowId,
    place: EscrowStorage,
    /// What it holds, who bore it.
    pub(crate) head: EscrowHead,
    /// Where it goes; the zero address: it is burned, and does not say when it is due.
    pub(crate) target: EscrowTarget,
}

impl Escrow {
    /// # Errors
    /// - `UnknownEscrow`
    pub(crate) fn load(cx: &mut Context<'_>, id: U256) -> Answer<Self> {
        let unknown = || Fail::Error(VaultError::UnknownEscrow { escrowId: id });
        let key = u64::try_from(id).map_err(|_| unknown())?;
        let place = VaultStorage::ROOT.escrows().key(cx.host, key)?;
        let head = place.head().read(cx.host)?;
        if head.assets.is_zero() {
            return Err(unknown());
        }
        let id = EscrowId(key);
        let target = if id.has_recipient() {
            place.target().read(cx.host)?
        } else {
            EscrowTarget::default()
        };
        Ok(Self { id, place, head, target })
    }

    /// The hold that it keeps, if it still lasts: the escrow is not due.
    pub(crate) fn hold(&self, cx: &mut Context<'_>, queue: &Queue) -> Answer<Option<HoldWord>> {
        let lane = self.id.lane();
        if !queue.is_hold_open(lane) {
            return Ok(None);
        }
        let hold = queue.hold(cx.host, lane)?;
        Ok((hold.escrow == self.id.0).then_some(hold))
    }

    fn clear(&self, cx: &mut Context<'_>, ledger: &mut Ledger) -> Answer<()> {
        self.place.head().write(cx.host, EscrowHead::default())?;
        if self.id.has_recipient() {
            self.place.target().write(cx.host, EscrowTarget::default())?;
        }
        let holdings = ledger.holdings.get(cx.host)?;
        let escrowed = holdings.escrowed.checked_sub(self.head.assets)?;
        ledger.holdings.set(HoldingsWord { escrowed, ..holdings });
        Ok(())
    }
}

/// Pays an escrow that is due to its recipient, or burns it. In a deficit it is paid its part of the balance, rounded
/// down, and discharged in full.
///
/// # Errors
/// - `UnknownEscrow`, the token's failure to tell its balance, `EscrowNotDue`
/// - `RecipientRefuses`: until [`FALLBACK_SECONDS`] after it was due; then it is burned
/// - `InsufficientGas`: the transfer could be starved
/// - the token's own failure when burning
pub fn release(cx: &mut Context<'_>, config: &Config<'_>, id: U256) -> Answer<(Address, Assets)> {
    let escrow = Escrow::load(cx, id)?;
    let mut ledger = Ledger::open_compared(cx, config, Mode::Change)?;
    if let Some(hold) = escrow.hold(cx, &ledger.queue)? {
        let due = hold.end().get();
        return Err(Fail::Error(VaultError::EscrowNotDue { escrowId: id, due }));
    }
    let assets = escrow.head.assets;
    let paid = ledger.payable_down(cx, assets)?;
    escrow.clear(cx, &mut ledger)?;
    let owed = ledger.owed(cx)?.checked_sub(assets)?;
    ledger.set_owed(cx, owed)?;
    ledger.close(cx, config)?;
    let to = send(cx, config, escrow.target, paid)?;
    emit(cx, &IVault::EscrowReleased { escrowId: id, to, paid: paid.get() })?;
    Ok((to, paid))
}

/// Sends `paid` to the recipient, or burns it if there is none or it has refused for long enough.
fn send(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    target: EscrowTarget,
    paid: Assets,
) -> Answer<Address> {
    let EscrowTarget { recipient, due } = target;
    if paid.is_zero() {
        return Ok(if recipient.is_zero() { BURN_ADDRESS } else { recipient });
    }
    if !recipient.is_zero() {
        check_gas(cx, TRANSFER_GAS)?;
        match token::transfer_with_gas(cx, config.asset, recipient, paid, TRANSFER_GAS) {
            Ok(()) => return Ok(recipient),
            Err(Fail::Trap(trap)) => return Err(trap.into()),
            Err(_) => {
                require(is_fallback_open(cx, due), || VaultError::RecipientRefuses { recipient })?
            }
        }
    }
    token::transfer(cx, config.asset, BURN_ADDRESS, paid).map_err(refused)?;
    Ok(BURN_ADDRESS)
}

fn is_fallback_open(cx: &Context<'_>, due: Timestamp) -> bool {
    cx.now() >= due.saturating_add_seconds(FALLBACK_SECONDS)
}

/// Gives an escrow back before it is due: `floor(a · S / S')` into the pool, S' the shares that bore the slash and S
/// those of today; the rest belonged to exits that left meanwhile and goes to the recovery account. The whole grows by
/// `ceil` of what keeps A/M, unallocated. Answers what the pool and the whole gained.
///
/// # Errors
/// - `NotGovernance`, `UnknownEscrow`, the token's failure to tell its balance, `EscrowOver`
pub fn return_to_pool(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    id: U256,
) -> Answer<(Assets, Magnitude)> {
    check_governance(cx, config)?;
    let entry = Escrow::load(cx, id)?;
    let EscrowHead { assets, supply } = entry.head;
    let mut ledger = Ledger::open_compared(cx, config, Mode::Change)?;
    let over = Fail::Error(VaultError::EscrowOver { escrowId: id });
    let taken = entry.hold(cx, &ledger.queue)?.ok_or(over)?.magnitude;
    let (pool, whole) = (ledger.pool(cx)?, ledger.magnitude(cx)?);
    let to_pool = escrow::returned_down(assets, pool.shares, supply)?;
    let grown = escrow::grown_up(to_pool, &pool, whole, taken)?;
    let to_recovery = assets.checked_sub(to_pool)?;

    entry.clear(cx, &mut ledger)?;
    let next = whole.saturating_grow(grown);
    let grown = next.checked_sub(whole)?;
    ledger.set_magnitude(cx, next)?;
    let owed = ledger.owed(cx)?.checked_sub(to_pool)?;
    ledger.set_owed(cx, owed)?;
    ledger.set_pool(pool.book(to_pool)?);
    ledger.reconcile(cx)?;
    slash::end_hold(cx, &mut ledger, entry.id.lane())?;
    if !to_recovery.is_zero() {
        let slot = VaultStorage::ROOT.recovery();
        let held = slot.read(cx.host)?;
        slot.write(cx.host, held.checked_add(to_recovery)?)?;
    }
    ledger.close(cx, config)?;
    let event = IVault::EscrowReturned {
        escrowId: id,
        toPool: to_pool.get(),
        toRecovery: to_recovery.get(),
        magnitude: grown.get(),
    };
    emit(cx, &event)?;
    Ok((to_pool, grown))
}

/// Pays `assets` of the recovery account to `to`; in a deficit its part of the balance, rounded down.
///
/// # Errors
/// - `NotGovernance`, `ZeroAmount`, `VaultIsReceiver`, `ZeroReceiver`, `InsufficientRecovery`
/// - the token's own failure
pub fn pay_recovery(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    to: Address,
    assets: Assets,
) -> Answer<Assets> {
    check_governance(cx, config)?;
    require(!assets.is_zero(), || VaultError::ZeroAmount)?;
    crate::accounts::check_receiver(cx, to)?;
    let slot = VaultStorage::ROOT.recovery();
    let held = slot.read(cx.host)?;
    require(assets <= held, || VaultError::InsufficientRecovery {
        held: held.get(),
        needed: assets.get(),
    })?;
    let mut ledger = Ledger::open_compared(cx, config, Mode::Change)?;
    let paid = ledger.payable_down(cx, assets)?;
    slot.write(cx.host, held.checked_sub(assets)?)?;
    let owed = ledger.owed(cx)?.checked_sub(assets)?;
    ledger.set_owed(cx, owed)?;
    ledger.close(cx, config)?;
    emit(cx, &IVault::RecoveryPaid { to, assets: assets.get(), paid: paid.get() })?;
    if !paid.is_zero() {
        token::transfer(cx, config.asset, to, paid).map_err(refused)?;
    }
    Ok(paid)
}

/// # Errors
/// - `NotGovernance`
pub(crate) fn check_governance(cx: &Context<'_>, config: &Config<'_>) -> Answer<()> {
    let caller = cx.caller();
    require(caller == config.governance, || VaultError::NotGovernance { caller })
}
