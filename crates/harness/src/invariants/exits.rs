//! Rules about exits: bounds, holds, claims.

use alloy_primitives::U256;
use alloy_sol_types::SolCall;
use restaking::{
    abi::IVault::{self, IVaultEvents as Event},
    withdrawal_delay::MAX_HOLD_SECONDS,
};

use super::{
    Findings, Step, Watched,
    record::{News, bucket},
};
use crate::chain::{Chain, ChainError, Tx};

pub(crate) fn check(
    vault: &Watched,
    news: &News,
    step: &Step<'_>,
    chain: &mut dyn Chain,
    findings: &mut Findings,
) -> Result<(), ChainError> {
    for event in &news.events {
        match event {
            Event::RedeemRequest(e) => check_maturity(vault, news.now, e, findings),
            Event::ExitClaimed(e) => check_claim(vault, news.now, e, findings),
            _ => {}
        }
    }
    for epoch in &news.settled {
        check_held(vault, news.now, *epoch, findings);
    }
    check_settled_untouched(vault, news, step, findings);
    check_overdue(vault, news.now, chain, findings)
}

const fn start_of(vault: &Watched, epoch: u64) -> u64 {
    epoch.saturating_mul(vault.info.epoch_length)
}

/// exit-bound: the wait is in `[D, D + L)`.
fn check_maturity(
    vault: &Watched,
    now: u64,
    event: &IVault::RedeemRequest,
    findings: &mut Findings,
) {
    let wait = start_of(vault, bucket(event.requestId)).saturating_sub(now);
    let (least, length) = (vault.info.exit_delay, vault.info.epoch_length);
    let is_kept = wait >= least && wait < least.saturating_add(length);
    findings.check("exit-bound", true, is_kept, || {
        format!("a request matures after {wait} s, not between {least} s and {least} s and an epoch of {length} s")
    });
}

/// exit-bound: nobody is paid before the delay; claims-exact: a bucket pays what it took, no more, and all of it.
fn check_claim(vault: &Watched, now: u64, event: &IVault::ExitClaimed, findings: &mut Findings) {
    let epoch = bucket(event.requestId);
    if let Some(request) = vault.record.requests.get(&(epoch, event.controller)) {
        let wait = now.saturating_sub(request.requested_at);
        let least = vault.info.exit_delay;
        findings.check("exit-bound", true, wait >= least, || {
            format!("a request was paid {wait} s after it was made, the delay is {least} s")
        });
    }
    let Some(settled) = vault.record.settled.get(&epoch) else { return };
    let is_over = settled.claimed_shares >= settled.shares;
    let is_kept = settled.claimed_shares <= settled.shares
        && if is_over {
            settled.claimed_assets == settled.assets
        } else {
            settled.claimed_assets <= settled.assets
        };
    findings.check("claims-exact", true, is_kept, || {
        format!(
            "bucket {epoch} took {} for {} shares; {} were paid for {}",
            settled.assets, settled.shares, settled.claimed_assets, settled.claimed_shares
        )
    });
}

/// no-escape: a bucket does not settle while a request filed before its maturity is open.
fn check_held(vault: &Watched, now: u64, epoch: u64, findings: &mut Findings) {
    let maturity = start_of(vault, epoch);
    let holds = vault.record.holds.values();
    let open = holds.clone().find(|hold| hold.filed < maturity && now < hold.until);
    let is_armed = holds.clone().next().is_some();
    findings.check("no-escape", is_armed, open.is_none(), || {
        format!("bucket {epoch}, mature at {maturity}, settled at {now} under a hold {open:?}")
    });
}

/// matured-safe: a settled bucket never changes.
fn check_settled_untouched(vault: &Watched, news: &News, step: &Step<'_>, findings: &mut Findings) {
    let settled = vault.record.settled.iter().filter(|(epoch, _)| !news.settled.contains(epoch));
    let slots: Vec<U256> = settled.map(|(_, settled)| settled.slot).collect();
    let mut writes =
        step.outcome.writes.iter().filter(|write| write.address == vault.info.address).peekable();
    let is_armed = writes.peek().is_some() && !slots.is_empty();
    let touched = writes.find(|write| slots.contains(&write.slot));
    findings.check("matured-safe", is_armed, touched.is_none(), || {
        format!("the slot of a settled bucket was written: {touched:?}")
    });
}

/// exit-bound: no bucket waits longer than the longest hold after its maturity.
fn check_overdue(
    vault: &Watched,
    now: u64,
    chain: &mut dyn Chain,
    findings: &mut Findings,
) -> Result<(), ChainError> {
    for epoch in vault.record.open.keys() {
        if start_of(vault, *epoch).saturating_add(MAX_HOLD_SECONDS) > now {
            break;
        }
        let input = IVault::bucketCall { requestId: U256::from(*epoch) }.abi_encode().into();
        let to = vault.info.address;
        let outcome = chain.view(Tx { from: to, to, input, value: U256::ZERO })?;
        let is_settled = IVault::bucketCall::abi_decode_returns(&outcome.output)
            .is_ok_and(|bucket| bucket.isSettled);
        findings.check("exit-bound", true, is_settled, || {
            format!("bucket {epoch} matured more than {MAX_HOLD_SECONDS} s ago and still cannot be claimed")
        });
    }
    Ok(())
}
