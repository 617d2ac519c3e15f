//! Rules about sums: solvency, shares, escrow.

use std::collections::BTreeSet;

use alloy_primitives::{Address, U256, U512};
use restaking::abi::IVault::IVaultEvents as Event;

use super::{
    Findings, Watched,
    record::News,
    snapshot::{Snapshot, shares_of},
};
use crate::chain::Chain;

pub(crate) fn check(
    vault: &Watched,
    news: &News,
    before: &Snapshot,
    after: &Snapshot,
    findings: &mut Findings,
) {
    check_solvent(vault, after, findings);
    check_escrow(vault, after, findings);
    for event in &news.events {
        check_event(event, before, after, findings);
    }
}

/// vault-solvent: the balance covers pool and all that is owed, but for what was taken from the vault and the pool has
/// not borne yet.
fn check_solvent(vault: &Watched, after: &Snapshot, findings: &mut Findings) {
    let booked = after.pool.assets.get().saturating_add(after.holdings.owed.get());
    let open_loss = vault.record.lost.saturating_sub(vault.record.reconciled);
    let covered = after.balance.saturating_add(open_loss);
    findings.check("vault-solvent", !booked.is_zero(), booked <= covered, || {
        format!(
            "{booked} are booked, but the vault holds {} and {open_loss} were taken from it",
            after.balance
        )
    });
}

/// slash-conserves: what was taken and not paid or returned is in escrow; all that is owed adds up.
fn check_escrow(vault: &Watched, after: &Snapshot, findings: &mut Findings) {
    let record = &vault.record;
    let escrowed =
        record.escrows.values().fold(U256::ZERO, |sum, (assets, _)| sum.saturating_add(*assets));
    let (unclaimed, recovery) = (record.unclaimed(), record.recovery);
    let owed = unclaimed.saturating_add(escrowed).saturating_add(recovery);
    let is_kept = after.holdings.escrowed.get() == escrowed
        && after.recovery == recovery
        && after.holdings.owed.get() == owed;
    findings.check("slash-conserves", !escrowed.is_zero(), is_kept, || {
        format!(
            "events say {escrowed} in escrow, {recovery} to recover, {unclaimed} unclaimed; storage says {}, {}, {} \
             owed in all",
            after.holdings.escrowed, after.recovery, after.holdings.owed
        )
    });
}

/// slash-bounded: a slash takes `floor(A · taken / M)`, never more than there is; slash-conserves: a return splits what
/// was in escrow.
fn check_event(event: &Event, before: &Snapshot, after: &Snapshot, findings: &mut Findings) {
    match event {
        Event::Slashed(e) => {
            let assets = after.pool.assets.get().saturating_add(e.assets);
            let whole = after.stake.magnitude.get().saturating_add(e.magnitude);
            let exact: U512 = assets.widening_mul(e.magnitude);
            let expected = exact.checked_div(U512::from(whole)).unwrap_or_default();
            let is_kept = expected == U512::from(e.assets)
                && whole == before.stake.magnitude.get()
                && assets <= before.pool.assets.get();
            findings.check("slash-bounded", true, is_kept, || {
                format!("{} of {assets} were taken for {} of {whole}", e.assets, e.magnitude)
            });
        }
        Event::EscrowReturned(e) => {
            let escrowed =
                before.holdings.escrowed.get().saturating_sub(after.holdings.escrowed.get());
            let returned = e.toPool.saturating_add(e.toRecovery);
            findings.check("slash-conserves", true, returned == escrowed, || {
                format!("{escrowed} left escrow, {returned} came back")
            });
        }
        _ => {}
    }
}

/// shares-sum: balances add up to the supply; the vault's own shares are those in open buckets and those cancelled but
/// not collected.
pub(crate) fn check_shares(
    vault: &Watched,
    after: &Snapshot,
    parties: &BTreeSet<Address>,
    chain: &mut dyn Chain,
    findings: &mut Findings,
) {
    let address = vault.info.address;
    let held = parties
        .iter()
        .map(|party| shares_of(chain, address, *party))
        .fold(U256::ZERO, U256::saturating_add);
    let custody = after.custody();
    let supply = after.pool.shares.get();
    findings.check("shares-sum", !supply.is_zero(), held.saturating_add(custody) == supply, || {
        format!(
            "balances {held} and the vault's own {custody} do not add up to the supply {supply}"
        )
    });
    let epochs = after.open_epochs();
    let told: Vec<u64> = vault.record.open.keys().copied().collect();
    findings.check("shares-sum", !told.is_empty(), epochs == told, || {
        format!("open buckets by storage are {epochs:?}, by events {told:?}")
    });
    let open =
        vault.record.open.values().fold(U256::ZERO, |sum, shares| sum.saturating_add(*shares));
    let expected = open.saturating_add(vault.record.uncollected());
    findings.check("shares-sum", !custody.is_zero(), custody == expected, || {
        format!(
            "the vault's own shares are {custody}, in open buckets and uncollected are {expected}"
        )
    });
}
