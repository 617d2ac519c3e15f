//! Deposits: assets in, shares out.

use alloy_primitives::{Address, B256, U256};
use restaking_abi::IVault;
use restaking_host::{Context, Fail, token};
use restaking_shares::{Assets, Magnitude, Shares};

use crate::{
    Answer, Config, VaultError, VaultStorage, accounts, authority, emit,
    ledger::{Ledger, Mode, refused},
    require,
};

/// Least magnitude with which a vault takes deposits.
pub const MIN_DEPOSIT_MAGNITUDE: Magnitude = Magnitude::from_u128(1_000_000_000);

/// What a depositor insists on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Insists {
    /// At least so many shares.
    pub min_shares: Shares,
    /// This risk version, if any.
    pub risk_version: Option<B256>,
}

/// Deposits `assets` of the caller and mints shares to `receiver`, rounded down: the pool gains the rest.
///
/// # Errors
/// - `ZeroAmount`, `VaultIsReceiver`, `ZeroReceiver`
/// - `DepositsPaused`, `HoldOpen`, `Deficit`, `VaultClosed`, `DepositorNotApproved`, `RiskVersionMismatch`
/// - `AssetsExceedLimit`, `DepositCapExceeded`, `ZeroShares`, `SlippageExceeded`
/// - `AssetsNotReceived`, or the token's own failure
pub fn deposit(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    assets: Assets,
    receiver: Address,
    insists: Insists,
) -> Answer<Shares> {
    require(!assets.is_zero(), || VaultError::ZeroAmount)?;
    let mut ledger = open_for_deposit(cx, config, receiver, insists.risk_version)?;
    // Beyond the limit the conversion could overflow: the limit goes first.
    check_assets_limit(cx, &mut ledger, assets)?;
    let shares = ledger.pool(cx)?.to_shares_down(assets)?;
    take_in(
        cx,
        config,
        ledger,
        Deposit { assets, shares, min_shares: insists.min_shares, receiver },
    )?;
    Ok(shares)
}

/// Mints exactly `shares` to `receiver`; the caller pays assets, rounded up: the pool gains the rest.
///
/// # Errors
/// As [`deposit`].
pub fn mint(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    shares: Shares,
    receiver: Address,
) -> Answer<Assets> {
    require(!shares.is_zero(), || VaultError::ZeroAmount)?;
    let mut ledger = open_for_deposit(cx, config, receiver, None)?;
    let exceeds = || VaultError::AssetsExceedLimit { assets: U256::MAX };
    require(shares <= Shares::LIMIT, exceeds)?;
    let assets = ledger.pool(cx)?.to_assets_up(shares)?;
    check_assets_limit(cx, &mut ledger, assets)?;
    take_in(cx, config, ledger, Deposit { assets, shares, min_shares: Shares::ZERO, receiver })?;
    Ok(assets)
}

/// Opens the books and checks the conditions under which deposits are taken.
fn open_for_deposit(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    receiver: Address,
    risk_version: Option<B256>,
) -> Answer<Ledger> {
    accounts::check_receiver(cx, receiver)?;
    let mut ledger = Ledger::open_compared(cx, config, Mode::Change)?;
    check_open(cx, &mut ledger)?;
    require(is_depositor(cx, &mut ledger, receiver)?, || VaultError::DepositorNotApproved {
        receiver,
    })?;
    if let Some(expected) = risk_version {
        let found = authority::risk_version(cx, config)?;
        require(found == expected, || VaultError::RiskVersionMismatch { found, expected })?;
    }
    Ok(ledger)
}

/// Are deposits taken at all?
///
/// # Errors
/// - `DepositsPaused`, `HoldOpen`, `Deficit`, `VaultClosed`
pub(crate) fn check_open(cx: &mut Context<'_>, ledger: &mut Ledger) -> Answer<()> {
    let until = ledger.terms.get(cx.host)?.paused_until;
    require(ledger.now() >= until, || VaultError::DepositsPaused { until: until.get() })?;
    if let Some(filed) = ledger.queue.earliest_hold() {
        return Err(Fail::Error(VaultError::HoldOpen { filedAt: filed.get() }));
    }
    let missing = ledger.deficit(cx)?;
    require(missing.is_zero(), || VaultError::Deficit { missing: missing.get() })?;
    let pool = ledger.pool(cx)?;
    if pool.is_below_floor() || ledger.terms.get(cx.host)?.is_spent {
        let (rate, magnitude) = (pool.rate_down()?.get(), ledger.magnitude(cx)?.get());
        return Err(Fail::Error(VaultError::VaultClosed { rate, magnitude }));
    }
    Ok(())
}

/// May `receiver` receive shares of deposits?
pub(crate) fn is_depositor(
    cx: &mut Context<'_>,
    ledger: &mut Ledger,
    receiver: Address,
) -> Answer<bool> {
    if !ledger.terms.get(cx.host)?.is_gated {
        return Ok(true);
    }
    Ok(VaultStorage::ROOT.depositors().key(cx.host, receiver)?.read(cx.host)?)
}

fn check_assets_limit(cx: &mut Context<'_>, ledger: &mut Ledger, assets: Assets) -> Answer<()> {
    let room = Assets::LIMIT.saturating_sub(ledger.booked(cx)?);
    require(assets <= room, || VaultError::AssetsExceedLimit { assets: assets.get() })
}

/// A deposit whose price is set.
struct Deposit {
    assets: Assets,
    shares: Shares,
    min_shares: Shares,
    receiver: Address,
}

/// Books the deposit, then pulls the tokens and insists on exactly what was asked.
fn take_in(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    mut ledger: Ledger,
    deposit: Deposit,
) -> Answer<()> {
    let Deposit { assets, shares, min_shares, receiver } = deposit;
    let pool = ledger.pool(cx)?;
    let room = Shares::LIMIT.saturating_sub(pool.shares);
    require(shares <= room, || VaultError::AssetsExceedLimit { assets: assets.get() })?;
    let room = ledger.terms.get(cx.host)?.deposit_cap.saturating_sub(pool.assets);
    require(assets <= room, || VaultError::DepositCapExceeded {
        assets: assets.get(),
        room: room.get(),
    })?;
    require(!shares.is_zero(), || VaultError::ZeroShares)?;
    require(shares >= min_shares, || VaultError::SlippageExceeded {
        shares: shares.get(),
        minShares: min_shares.get(),
    })?;

    let before = ledger.balance();
    ledger.set_pool(pool.deposit(assets, shares)?);
    accounts::credit(cx, receiver, shares)?;
    ledger.close(cx, config)?;
    let sender = cx.caller();
    emit(cx, &IVault::Transfer { from: Address::ZERO, to: receiver, value: shares.get() })?;
    emit(
        cx,
        &IVault::Deposit { sender, owner: receiver, assets: assets.get(), shares: shares.get() },
    )?;
    pull_exactly(cx, config, before, assets)
}

/// Pulls `assets` from the caller; the balance must grow from `before` by exactly that.
///
/// # Errors
/// - `AssetsNotReceived`, or the token's own failure
pub(crate) fn pull_exactly(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    before: Assets,
    assets: Assets,
) -> Answer<()> {
    let (caller, this) = (cx.caller(), cx.this());
    token::pull(cx, config.asset, caller, assets).map_err(refused)?;
    let after = token::balance_of(cx, config.asset, this).map_err(refused)?;
    let received = after.saturating_sub(before);
    require(received == assets, || VaultError::AssetsNotReceived {
        received: received.get(),
        asked: assets.get(),
    })
}
