//! What is done to a vault. State and log come first, the call to the vault last; whatever it answers is passed on.

use alloy_primitives::{Address, U256};
use restaking_abi::{
    IGovernance::{DepositsPaused, DepositsUnpaused},
    IVault,
};
use restaking_host::{Context, Fail, abi};
use restaking_shares::Timestamp;

use crate::{
    Answer, GovernanceConfig, GovernanceStorage, emit,
    owner::{check_guardian, check_owner},
};

/// Pauses deposits into `vault` for `duration` seconds. Exits go on.
///
/// # Errors
/// - `NotGuardian`, `PauseTooLong`, `PauseActive`, `PauseCooldown`
/// - those of the vault; an empty revert if there is no contract
pub fn pause_deposits(
    cx: &mut Context<'_>,
    config: &GovernanceConfig,
    vault: Address,
    duration: u64,
) -> Answer<()> {
    check_guardian(cx, config)?;
    let slot = GovernanceStorage::ROOT.deposits().key(cx.host, vault)?;
    let head = slot.read(cx.host)?.begin(cx.now(), duration).map_err(Fail::Error)?;
    slot.write(cx.host, head)?;
    emit(cx, &DepositsPaused { vault, until: head.until.get() })?;
    tell(cx, vault, head.until)
}

/// Ends a pause of deposits into `vault` early.
///
/// # Errors
/// - `NotGuardian`, `NotPaused`
/// - those of the vault
pub fn unpause_deposits(
    cx: &mut Context<'_>,
    config: &GovernanceConfig,
    vault: Address,
) -> Answer<()> {
    check_guardian(cx, config)?;
    let slot = GovernanceStorage::ROOT.deposits().key(cx.host, vault)?;
    let head = slot.read(cx.host)?.end(cx.now()).map_err(Fail::Error)?;
    slot.write(cx.host, head)?;
    emit(cx, &DepositsUnpaused { vault })?;
    tell(cx, vault, head.until)
}

/// Gives an escrow of `vault` back before it is due. Answers the assets that the pool gained, and what the whole grew
/// by.
///
/// # Errors
/// - `NotGuardian`
/// - those of the vault; an empty revert if there is no contract
pub fn return_escrow(
    cx: &mut Context<'_>,
    config: &GovernanceConfig,
    vault: Address,
    escrow_id: U256,
) -> Answer<(U256, U256)> {
    check_guardian(cx, config)?;
    let call = IVault::returnEscrowCall { escrowId: escrow_id };
    let returned = abi::invoke(cx, vault, &call)?;
    Ok((returned.toPool, returned.magnitude))
}

/// Pays `assets` out of the recovery account of `vault`. Answers what was paid.
///
/// # Errors
/// - `NotOwner`
/// - those of the vault; an empty revert if there is no contract
pub fn pay_recovery(
    cx: &mut Context<'_>,
    config: &GovernanceConfig,
    vault: Address,
    to: Address,
    assets: U256,
) -> Answer<U256> {
    check_owner(cx, config)?;
    abi::invoke(cx, vault, &IVault::payRecoveryCall { to, assets })
}

/// The last word is the vault's: it refuses deposits until then.
fn tell(cx: &mut Context<'_>, vault: Address, until: Timestamp) -> Answer<()> {
    abi::invoke(cx, vault, &IVault::pauseDepositsCall { until: until.get() }).map(drop)
}
