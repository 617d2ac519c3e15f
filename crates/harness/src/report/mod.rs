//! What a run says: reports, tables, failures, JSON.
//!
//! | file | holds |
//! |---|---|
//! | `mod.rs` | [`ScenarioReport`] and [`Failure`] |
//! | `table.rs` | the table of scenarios and that of invariants |
//! | `failure.rs` | a failing step, as it is printed |
//! | `layout.rs` | storage slots with the names of the layout tables |
//! | `bearing.rs` | who bore what |
//! | `json.rs` | the same for machines |
//! | `words.rs`, `amount.rs`, `units.rs` | names, calls, numbers and what they mean |
//! | `explain.rs` | the invariants in words |

pub mod amount;
pub mod bearing;
pub mod explain;
pub mod failure;
pub mod json;
pub mod layout;
pub mod table;
pub mod units;
pub mod words;

use alloy_primitives::{B256, keccak256};

use crate::invariants::Tally;
use crate::scenario::{Origin, Position};
use bearing::VaultBearing;

/// What came of playing a scenario.
#[derive(Debug, Clone)]
pub struct ScenarioReport {
    /// What the scenario shows.
    pub name: String,
    /// Its file.
    pub file: String,
    /// The chains that it was played on.
    pub chains: Vec<&'static str>,
    /// Why a chain that was asked for is not among them.
    pub left_out: Option<String>,
    /// Steps played, deposits of the setup included.
    pub steps: u64,
    /// Transactions of these steps, each counted once however many chains it ran on.
    pub transactions: u64,
    /// How often each invariant was looked at, on all chains together.
    pub tallies: Vec<(&'static str, Tally)>,
    /// The most gas that each native entry point used, on the first chain.
    pub peaks: Vec<Peak>,
    /// What went wrong.
    pub failure: Option<Failure>,
    /// A hash per step over what it changed in native storage and how it ended: equal in every run.
    pub hashes: Vec<B256>,
    /// Who bore what, by vault.
    pub bearings: Vec<VaultBearing>,
    /// Does the scenario have crowds?
    pub has_crowds: bool,
    /// What was to be told on the way.
    pub lines: Vec<String>,
    /// It was stopped before its end.
    pub is_interrupted: bool,
}

/// The most gas that an entry point used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peak {
    /// Name of the module, such as "vault".
    pub contract: &'static str,
    /// The function.
    pub function: String,
    /// Gas of the transaction.
    pub gas: u64,
}

/// A step that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The file.
    pub file: String,
    /// Where in it.
    pub position: Position,
    /// Which step.
    pub origin: Option<Origin>,
    /// The time, in seconds since 1970.
    pub time: u64,
    /// The time, in seconds since the start of the scenario.
    pub since_start: u64,
    /// Who called what, by name.
    pub call: Option<String>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What the call changed in the vaults, by name.
    pub changes: Vec<String>,
    /// The command that plays it again.
    pub replay: String,
}

/// Something that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// An expectation of the file.
    Expectation {
        /// The chains, if it is about some of them.
        chains: Vec<&'static str>,
        /// What was expected.
        expected: String,
        /// What was found.
        got: String,
    },
    /// A broken invariant.
    Invariant {
        /// The chains that it is broken on.
        chains: Vec<&'static str>,
        /// Its name.
        invariant: &'static str,
        /// The vault.
        vault: String,
        /// What was found and what must hold.
        message: String,
    },
}

impl Finding {
    /// The chains that it was found on.
    pub fn chains(&self) -> &[&'static str] {
        match self {
            Self::Expectation { chains, .. } | Self::Invariant { chains, .. } => chains,
        }
    }

    /// The same, on more chains.
    pub(crate) fn add_chains(&mut self, more: &[&'static str]) {
        match self {
            Self::Expectation { chains, .. } | Self::Invariant { chains, .. } => {
                chains.extend(more)
            }
        }
    }

    /// Is it the same finding, whatever the chains?
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Expectation { expected, got, .. },
                Self::Expectation { expected: wanted, got: found, .. },
            ) => (expected, got) == (wanted, found),
            (
                Self::Invariant { invariant, vault, message, .. },
                Self::Invariant { invariant: rule, vault: at, message: text, .. },
            ) => (invariant, vault, message) == (rule, at, text),
            _ => false,
        }
    }
}

impl ScenarioReport {
    /// Did everything go as it must?
    pub const fn is_passed(&self) -> bool {
        self.failure.is_none() && !self.is_interrupted
    }

    /// Checks of all invariants together.
    pub fn checks(&self) -> u64 {
        self.tallies.iter().fold(0, |sum, (_, tally)| sum.saturating_add(tally.checks))
    }

    /// The most expensive entry point of a vault.
    pub fn heaviest(&self) -> Option<&Peak> {
        self.peaks.iter().filter(|peak| peak.contract == "vault").max_by_key(|peak| peak.gas)
    }

    /// One hash over those of all steps.
    pub fn digest(&self) -> B256 {
        keccak256(self.hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>())
    }
}

/// Tallies of several runs, added up.
pub fn add_tallies<'a>(
    all: impl IntoIterator<Item = &'a [(&'static str, Tally)]>,
) -> Vec<(&'static str, Tally)> {
    let mut sums: Vec<(&'static str, Tally)> = Vec::new();
    for (name, tally) in all.into_iter().flatten() {
        match sums.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => {
                sum.checks = sum.checks.saturating_add(tally.checks);
                sum.armed = sum.armed.saturating_add(tally.armed);
            }
            None => sums.push((name, *tally)),
        }
    }
    sums
}
