//! Yield and donations.

use restaking_abi::IVault;
use restaking_host::Context;
use restaking_shares::Assets;

use crate::{
    Answer, Config, VaultError, deposit, emit,
    ledger::{Ledger, Mode},
    require,
};

/// Settles matured exits.
///
/// # Errors
/// The token's own failure to tell a balance, if a bucket leaves.
pub fn settle(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<()> {
    Ledger::open(cx, config, Mode::Change)?.close(cx, config)
}

/// Settles, and compares the balance with what is booked.
///
/// # Errors
/// The token's own failure to tell a balance.
pub fn poke(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<()> {
    Ledger::open_compared(cx, config, Mode::Change)?.close(cx, config)
}

/// Pays `assets` of the caller into the pool as yield; a deficit is made good first. Answers what the pool gained.
///
/// # Errors
/// - `ZeroAmount`, `NothingStaked`, `AssetsExceedLimit`
/// - `AssetsNotReceived`, or the token's own failure
pub fn book(cx: &mut Context<'_>, config: &Config<'_>, assets: Assets) -> Answer<Assets> {
    require(!assets.is_zero(), || VaultError::ZeroAmount)?;
    let mut ledger = open_with_stake(cx, config)?;
    let gained = assets.saturating_sub(ledger.deficit(cx)?);
    let before = ledger.balance();
    gain(cx, &mut ledger, gained)?;
    ledger.close(cx, config)?;
    let from = cx.caller();
    emit(cx, &IVault::YieldBooked { from, assets: assets.get(), booked: gained.get() })?;
    deposit::pull_exactly(cx, config, before, assets)?;
    Ok(gained)
}

/// Books into the pool what the vault holds above what is booked: donations, positive rebases.
///
/// # Errors
/// - `NothingStaked`, `NothingToBook`, `AssetsExceedLimit`
pub fn book_surplus(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<Assets> {
    let mut ledger = open_with_stake(cx, config)?;
    let surplus = ledger.balance().saturating_sub(ledger.booked(cx)?);
    require(!surplus.is_zero(), || VaultError::NothingToBook)?;
    gain(cx, &mut ledger, surplus)?;
    ledger.close(cx, config)?;
    let from = cx.this();
    emit(cx, &IVault::YieldBooked { from, assets: surplus.get(), booked: surplus.get() })?;
    Ok(surplus)
}

fn open_with_stake(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<Ledger> {
    let mut ledger = Ledger::open_compared(cx, config, Mode::Change)?;
    require(!ledger.pool(cx)?.shares.is_zero(), || VaultError::NothingStaked)?;
    Ok(ledger)
}

fn gain(cx: &mut Context<'_>, ledger: &mut Ledger, assets: Assets) -> Answer<()> {
    let room = Assets::LIMIT.saturating_sub(ledger.booked(cx)?);
    require(assets <= room, || VaultError::AssetsExceedLimit { assets: assets.get() })?;
    let pool = ledger.pool(cx)?.book(assets)?;
    ledger.set_pool(pool);
    Ok(())
}
