//! What operator, approver and governance may set.

use alloy_primitives::Address;
use restaking_abi::IVault;
use restaking_host::Context;
use restaking_shares::{Assets, Magnitude, Timestamp};

use crate::{
    Answer, Config, HoldingsWord, StakeWord, TermsWord, VaultError, VaultStorage, authority, emit,
    escrow, history,
    ledger::{Ledger, Mode},
    require,
};

/// Longest that deposits stay paused.
pub const PAUSE_MAX_SECONDS: u64 = 7 * 24 * 60 * 60;

/// Sets what storage holds at birth: the whole, the deposit cap and the approver. The factory calls it in the transaction
/// that creates the vault, so that nobody comes before it.
///
/// # Errors
/// - `AlreadyInitialized`
pub fn initialize(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    cap: Assets,
    approver: Address,
) -> Answer<()> {
    let holdings = VaultStorage::ROOT.holdings();
    let is_born = holdings.read(cx.host)?.next_escrow != 0;
    require(!is_born, || VaultError::AlreadyInitialized)?;
    let stake = StakeWord { magnitude: Magnitude::WHOLE, ..StakeWord::default() };
    VaultStorage::ROOT.stake().write(cx.host, stake)?;
    holdings.write(cx.host, HoldingsWord { next_escrow: 1, ..HoldingsWord::default() })?;
    if !approver.is_zero() {
        VaultStorage::ROOT.approver().write(cx.host, approver)?;
    }
    let last_epoch = config.clock().epoch_at(cx.now());
    let window = history::bit_of(last_epoch);
    let terms = TermsWord {
        deposit_cap: cap,
        is_gated: !approver.is_zero(),
        last_epoch,
        window,
        ..TermsWord::default()
    };
    Ok(VaultStorage::ROOT.terms().write(cx.host, terms)?)
}

/// Pauses deposits until `until`; a time not in the future ends the pause. Exits are never paused.
///
/// # Errors
/// - `NotGovernance`, `PauseTooLong`
pub fn pause_deposits(cx: &mut Context<'_>, config: &Config<'_>, until: Timestamp) -> Answer<()> {
    escrow::check_governance(cx, config)?;
    let latest = cx.now().saturating_add_seconds(PAUSE_MAX_SECONDS);
    require(until <= latest, || VaultError::PauseTooLong {
        until: until.get(),
        latest: latest.get(),
    })?;
    set_terms(cx, config, |terms| TermsWord { paused_until: until, ..terms })?;
    emit(cx, &IVault::DepositsPausedUntil { until: until.get() })
}

/// Sets the most assets that the pool may hold after a deposit. Nobody is made to leave by it.
///
/// # Errors
/// - `NotOperator`, `AssetsExceedLimit`
pub fn set_deposit_cap(cx: &mut Context<'_>, config: &Config<'_>, cap: Assets) -> Answer<()> {
    check_operator(cx, config)?;
    require(cap <= Assets::LIMIT, || VaultError::AssetsExceedLimit { assets: cap.get() })?;
    set_terms(cx, config, |terms| TermsWord { deposit_cap: cap, ..terms })?;
    emit(cx, &IVault::DepositCapSet { cap: cap.get() })
}

/// Sets who approves depositors; zero opens the vault to everybody.
///
/// # Errors
/// - `NotOperator`
pub fn set_depositor_approver(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    approver: Address,
) -> Answer<()> {
    check_operator(cx, config)?;
    VaultStorage::ROOT.approver().write(cx.host, approver)?;
    set_terms(cx, config, |terms| TermsWord { is_gated: !approver.is_zero(), ..terms })?;
    emit(cx, &IVault::DepositorApproverSet { approver })
}

/// Lets `depositor` receive shares of deposits, or no longer.
///
/// # Errors
/// - `NotApprover`
pub fn set_depositor(cx: &mut Context<'_>, depositor: Address, approved: bool) -> Answer<()> {
    let (caller, approver) = (cx.caller(), VaultStorage::ROOT.approver().read(cx.host)?);
    require(caller == approver && !approver.is_zero(), || VaultError::NotApprover { caller })?;
    VaultStorage::ROOT.depositors().key(cx.host, depositor)?.write(cx.host, approved)?;
    emit(cx, &IVault::DepositorSet { depositor, approved })
}

/// # Errors
/// - `NotOperator`: not one who may act for the operator
fn check_operator(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<()> {
    let may_act = authority::may_act(cx, config.operator_registry, config.operator)?;
    let caller = cx.caller();
    require(may_act, || VaultError::NotOperator { caller })
}

fn set_terms(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    change: impl FnOnce(TermsWord) -> TermsWord,
) -> Answer<()> {
    let mut ledger = Ledger::open(cx, config, Mode::Change)?;
    let terms = ledger.terms.get(cx.host)?;
    ledger.terms.set(change(terms));
    ledger.close(cx, config)
}
