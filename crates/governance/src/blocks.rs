//! What may happen now, and until when. The end of a pause that does not last is told as 0.

use alloc::vec::Vec;

use alloy_primitives::Address;
use restaking_host::Context;
use restaking_shares::Timestamp;

use crate::{Answer, GovernanceStorage, PauseHead, PauseLog, window_end};

/// Most seconds by which pauses extend a window: 7 days.
pub const EXTENSION_MAX_SECONDS: u64 = 7 * 24 * 60 * 60;

/// Until when allocations are paused and until when `avs` is in quarantine. Two slots.
///
/// # Errors
/// A halt of the host.
pub fn allocation_blocks(cx: &mut Context<'_>, avs: Address) -> Answer<(Timestamp, Timestamp)> {
    let now = cx.now();
    let allocations = GovernanceStorage::ROOT.allocations().read(cx.host)?;
    let (_, quarantine) = quarantines(cx, avs)?;
    Ok((allocations.active_until(now), quarantine.active_until(now)))
}

/// Until when filing is paused, until when `avs` is in quarantine, and until when a fault at `fault` can be filed whose
/// fault window is `length` seconds. Two slots if neither was in force after `fault`.
///
/// # Errors
/// A halt of the host.
pub fn filing_blocks(
    cx: &mut Context<'_>,
    avs: Address,
    fault: Timestamp,
    length: u64,
) -> Answer<(Timestamp, Timestamp, Timestamp)> {
    let (now, filing) = (cx.now(), filings(cx)?);
    let quarantine = quarantines(cx, avs)?;
    let end = extended(cx, fault, length, &[filing, quarantine])?;
    Ok((filing.1.active_until(now), quarantine.1.active_until(now), end))
}

/// Until when `avs` is in quarantine, and until when its execution window of `length` seconds from `start` lasts. One
/// slot if it was in no quarantine after `start`.
///
/// # Errors
/// A halt of the host.
pub fn execution_blocks(
    cx: &mut Context<'_>,
    avs: Address,
    start: Timestamp,
    length: u64,
) -> Answer<(Timestamp, Timestamp)> {
    let quarantine = quarantines(cx, avs)?;
    let end = extended(cx, start, length, &[quarantine])?;
    Ok((quarantine.1.active_until(cx.now()), end))
}

/// Until when a fault window of `length` seconds from `start` lasts.
///
/// # Errors
/// A halt of the host.
pub fn fault_window_end(
    cx: &mut Context<'_>,
    avs: Address,
    start: Timestamp,
    length: u64,
) -> Answer<Timestamp> {
    Ok(filing_blocks(cx, avs, start, length)?.2)
}

/// A log and its head.
type Opened = (PauseLog, PauseHead);

fn filings(cx: &mut Context<'_>) -> Answer<Opened> {
    let log = GovernanceStorage::ROOT.filing();
    Ok((log, log.head().read(cx.host)?))
}

fn quarantines(cx: &mut Context<'_>, avs: Address) -> Answer<Opened> {
    let log = GovernanceStorage::ROOT.quarantines().key(cx.host, avs)?;
    Ok((log, log.head().read(cx.host)?))
}

fn extended(
    cx: &mut Context<'_>,
    start: Timestamp,
    length: u64,
    logs: &[Opened],
) -> Answer<Timestamp> {
    let mut pauses = Vec::new();
    for (log, head) in logs {
        log.pauses_after(cx.host, *head, start, &mut pauses)?;
    }
    Ok(window_end(start, length, EXTENSION_MAX_SECONDS, &mut pauses))
}
