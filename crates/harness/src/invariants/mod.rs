//! The invariants, checked after every transaction.
//!
//! | file | holds |
//! |---|---|
//! | `mod.rs` | [`Checker`]: which rules there are, how often each was looked at |
//! | `record.rs` | what the events of a vault say: requests, buckets, holds, escrows |
//! | `snapshot.rs` | what its storage says |
//! | `books.rs` | rules about sums: solvency, shares, escrow |
//! | `exits.rs` | rules about exits: bounds, holds, claims |
//! | `price.rs` | rules about the price and about who gains |
//! | `allocations.rs` | what the events of registry and Slashing say |
//! | `protocol.rs` | rules across modules: magnitude, isolation, notice, leaving, receipts |
//!
//! Storage is read directly, not through views: the rules must not trust the code that they check.

mod allocations;
mod books;
mod exits;
mod price;
mod protocol;
mod record;
mod snapshot;

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::Address;

use crate::chain::{Chain, ChainError, Outcome, Tx};
use allocations::Allocations;
use record::{News, Record};
use snapshot::Snapshot;

/// The rule that [`Indexer`](crate::indexer::Indexer) looks at.
pub const EVENTS_COMPLETE: &str = "events-complete";

/// The rules that a [`Checker`] looks at, in the words of the documentation.
pub const INVARIANTS: [&str; 16] = [
    "vault-solvent",
    "shares-sum",
    "price-monotone",
    "no-free-value",
    "claims-exact",
    "exit-bound",
    "no-escape",
    "matured-safe",
    "magnitude-sum",
    "isolation",
    "slash-conserves",
    "slash-bounded",
    "exposure-notice",
    "leave-free",
    "revert-clean",
    "bounded-work",
];

/// Most gas that one transaction to a vault may use: a slash with 64 buckets due and 64 holds to recount, and what a
/// token may cost.
const WORK_BOUND_GAS: u64 = 1_000_000;

/// A vault that is watched.
#[derive(Debug, Clone)]
pub struct VaultInfo {
    /// Its name in the scenario.
    pub name: String,
    /// Its address.
    pub address: Address,
    /// Its asset.
    pub asset: Address,
    /// Length of an epoch, in seconds.
    pub epoch_length: u64,
    /// Least wait of an exit, in seconds.
    pub exit_delay: u64,
}

/// A step that was played.
#[derive(Debug)]
pub struct Step<'a> {
    /// The transaction.
    pub tx: &'a Tx,
    /// What it did.
    pub outcome: &'a Outcome,
}

/// An invariant that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Its name.
    pub invariant: &'static str,
    /// The vault's name.
    pub vault: String,
    /// What was found and what must hold, in numbers.
    pub message: String,
}

/// How often an invariant was looked at, and how often it had something to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Checks.
    pub checks: u64,
    /// Checks that could have failed: the state they are about was there.
    pub armed: u64,
}

/// What the rules of one step find.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    tallies: BTreeMap<&'static str, Tally>,
    violations: Vec<(&'static str, String)>,
}

impl Findings {
    /// Notes a check: `is_armed` if it could have failed, `is_kept` if the rule holds.
    pub(crate) fn check(
        &mut self,
        invariant: &'static str,
        is_armed: bool,
        is_kept: bool,
        message: impl FnOnce() -> String,
    ) {
        let tally = self.tallies.entry(invariant).or_default();
        tally.checks = tally.checks.saturating_add(1);
        tally.armed = tally.armed.saturating_add(u64::from(is_armed));
        if !is_kept {
            self.violations.push((invariant, message()));
        }
    }
}

/// A vault with what is known of it.
#[derive(Debug)]
pub(crate) struct Watched {
    pub(crate) info: VaultInfo,
    pub(crate) record: Record,
    pub(crate) last: Snapshot,
    pub(crate) terms: protocol::Terms,
}

/// Watches vaults on one chain. The default watches none.
#[derive(Debug, Default)]
pub struct Checker {
    vaults: Vec<Watched>,
    allocations: Allocations,
    parties: BTreeSet<Address>,
    tallies: BTreeMap<&'static str, Tally>,
}

impl Checker {
    /// Watches `vaults`, which nobody has used yet, from their state on `chain` on; `parties` are the accounts that may
    /// hold shares (those that events name join them).
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn new(
        chain: &mut dyn Chain,
        vaults: Vec<VaultInfo>,
        parties: Vec<Address>,
    ) -> Result<Self, ChainError> {
        let (mut watched, mut allocations) = (Vec::new(), Allocations::default());
        for info in vaults {
            let record = Record::default();
            let last = Snapshot::read(chain, &info, &record)?;
            let terms = protocol::Terms::read(chain, info.address, &mut allocations)?;
            watched.push(Watched { info, record, last, terms });
        }
        let (parties, tallies) = (parties.into_iter().collect(), BTreeMap::new());
        Ok(Self { vaults: watched, allocations, parties, tallies })
    }

    /// Checks everything after a transaction.
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn after_step(
        &mut self,
        chain: &mut dyn Chain,
        step: &Step<'_>,
    ) -> Result<Vec<Violation>, ChainError> {
        let mut violations = Vec::new();
        let turns = if step.outcome.is_success() {
            self.allocations.learn(chain.now(), &step.outcome.logs)
        } else {
            Vec::new()
        };
        for vault in &mut self.vaults {
            let mut findings = Findings::default();
            let changed = check_vault(vault, &mut self.parties, chain, step, &mut findings)?;
            if let Some((news, before)) = &changed {
                let scene = protocol::Scene { vault, news, before, after: &vault.last };
                protocol::check(&scene, &self.allocations, &turns, &mut findings);
            }
            protocol::check_refused_leave(step, &mut findings);
            for (invariant, tally) in findings.tallies {
                let total = self.tallies.entry(invariant).or_default();
                total.checks = total.checks.saturating_add(tally.checks);
                total.armed = total.armed.saturating_add(tally.armed);
            }
            let name = &vault.info.name;
            violations.extend(
                findings.violations.into_iter().map(|(invariant, message)| Violation {
                    invariant,
                    vault: name.clone(),
                    message,
                }),
            );
        }
        Ok(violations)
    }

    /// Name and tally of every invariant, in order.
    pub fn tallies(&self) -> Vec<(&'static str, Tally)> {
        let tally =
            |name: &&'static str| (*name, self.tallies.get(name).copied().unwrap_or_default());
        INVARIANTS.iter().map(tally).collect()
    }
}

/// Checks one vault; what happened to it and its state before, unless the transaction failed.
fn check_vault(
    vault: &mut Watched,
    parties: &mut BTreeSet<Address>,
    chain: &mut dyn Chain,
    step: &Step<'_>,
    findings: &mut Findings,
) -> Result<Option<(News, Snapshot)>, ChainError> {
    let before = vault.last.clone();
    if !step.outcome.is_success() {
        let after = Snapshot::read(chain, &vault.info, &vault.record)?;
        let is_same = after.storage == before.storage && after.balance == before.balance;
        findings.check("revert-clean", step.tx.to == vault.info.address, is_same, || {
            format!("a failed call changed {} into {}", before.describe(), after.describe())
        });
        check_work(vault, step, findings);
        return Ok(None);
    }
    let earlier = vault.record.clone();
    let news = vault.record.learn(&vault.info, chain.now(), &step.outcome.logs);
    parties.extend(news.accounts.iter().copied().filter(|account| *account != vault.info.address));
    let after = Snapshot::read(chain, &vault.info, &vault.record)?;
    vault.record.learn_balance(&vault.info, &news, before.balance, after.balance);
    vault.record.learn_buckets(&news, &after);
    exits::check(vault, &news, step, chain, findings)?;
    books::check(vault, &news, &before, &after, findings);
    books::check_shares(vault, &after, parties, chain, findings);
    let pools = price::Pools { before: before.pool(), after: after.pool() };
    price::check(vault, &earlier, &news, &pools, step.tx.from, chain, findings);
    check_work(vault, step, findings);
    vault.last = after;
    Ok(Some((news, before)))
}

fn check_work(vault: &Watched, step: &Step<'_>, findings: &mut Findings) {
    let gas = step.outcome.gas_used;
    let is_ours = step.tx.to == vault.info.address && step.outcome.is_success();
    findings.check("bounded-work", is_ours, !is_ours || gas <= WORK_BOUND_GAS, || {
        format!("the call used {gas} gas, at most {WORK_BOUND_GAS} are allowed")
    });
}
