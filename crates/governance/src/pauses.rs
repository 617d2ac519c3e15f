//! Pauses of allocations and of filing, quarantines.

use alloy_primitives::Address;
use restaking_abi::IGovernance::{
    AllocationsPaused, AllocationsUnpaused, FilingPaused, FilingUnpaused, QuarantineEnded,
    Quarantined,
};
use restaking_host::{Context, Fail};

use crate::{Answer, GovernanceConfig, GovernanceStorage, emit, owner::check_guardian};

/// Pauses increases of allocations, everywhere, for `duration` seconds.
///
/// # Errors
/// - `NotGuardian`, `PauseTooLong`, `PauseActive`, `PauseCooldown`
pub fn pause_allocations(
    cx: &mut Context<'_>,
    config: &GovernanceConfig,
    duration: u64,
) -> Answer<()> {
    check_guardian(cx, config)?;
    let slot = GovernanceStorage::ROOT.allocations();
    let head = slot.read(cx.host)?.begin(cx.now(), duration).map_err(Fail::Error)?;
    slot.write(cx.host, head)?;
    emit(cx, &AllocationsPaused { until: head.until.get() })
}

/// Ends a pause of allocations early.
///
/// # Errors
/// - `NotGuardian`, `NotPaused`
pub fn unpause_allocations(cx: &mut Context<'_>, config: &GovernanceConfig) -> Answer<()> {
    check_guardian(cx, config)?;
    let slot = GovernanceStorage::ROOT.allocations();
    let head = slot.read(cx.host)?.end(cx.now()).map_err(Fail::Error)?;
    slot.write(cx.host, head)?;
    emit(cx, &AllocationsUnpaused {})
}

/// Pauses filing, everywhere, for `duration` seconds. Fault windows stand still meanwhile.
///
/// # Errors
/// - `NotGuardian`, `PauseTooLong`, `PauseActive`, `PauseCooldown`
pub fn pause_filing(cx: &mut Context<'_>, config: &GovernanceConfig, duration: u64) -> Answer<()> {
    check_guardian(cx, config)?;
    let now = cx.now();
    let until = GovernanceStorage::ROOT.filing().begin(cx.host, now, duration)?;
    emit(cx, &FilingPaused { until: until.get() })
}

/// Ends a pause of filing early.
///
/// # Errors
/// - `NotGuardian`, `NotPaused`
pub fn unpause_filing(cx: &mut Context<'_>, config: &GovernanceConfig) -> Answer<()> {
    check_guardian(cx, config)?;
    let now = cx.now();
    GovernanceStorage::ROOT.filing().end(cx.host, now)?;
    emit(cx, &FilingUnpaused {})
}

/// Puts `avs` into quarantine for `duration` seconds. Its fault and execution windows stand still meanwhile.
///
/// # Errors
/// - `NotGuardian`, `PauseTooLong`, `PauseActive`, `PauseCooldown`
pub fn quarantine(
    cx: &mut Context<'_>,
    config: &GovernanceConfig,
    avs: Address,
    duration: u64,
) -> Answer<()> {
    check_guardian(cx, config)?;
    let now = cx.now();
    let log = GovernanceStorage::ROOT.quarantines().key(cx.host, avs)?;
    let until = log.begin(cx.host, now, duration)?;
    emit(cx, &Quarantined { avs, until: until.get() })
}

/// Ends the quarantine of `avs` early.
///
/// # Errors
/// - `NotGuardian`, `NotPaused`
pub fn end_quarantine(cx: &mut Context<'_>, config: &GovernanceConfig, avs: Address) -> Answer<()> {
    check_guardian(cx, config)?;
    let now = cx.now();
    GovernanceStorage::ROOT.quarantines().key(cx.host, avs)?.end(cx.host, now)?;
    emit(cx, &QuarantineEnded { avs })
}
