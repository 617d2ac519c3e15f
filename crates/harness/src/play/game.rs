//! A scenario while it is played.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;

use super::flows::Flows;
use super::lane::{Lane, ask};
use super::parity;
use super::saved::{Requests, SavedValues};
use super::{Options, PlayError};
use crate::chain::{ChainError, Outcome, Tx};
use crate::invariants::{Tally, VaultInfo, Violation};
use crate::protocol::Module;
use crate::report::bearing::VaultBearing;
use crate::report::words::Words;
use crate::report::{Failure, Finding, Peak, ScenarioReport};
use crate::scenario::{Diagnostic, Scenario, Span};
use crate::world::AddressBook;

/// Name of the rule that both chains agree.
pub(crate) const PARITY: &str = "parity";

/// A scenario while it is played.
pub struct Game<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) options: &'a Options,
    pub(crate) book: AddressBook,
    pub(crate) lanes: Vec<Lane>,
    pub(crate) vaults: Vec<VaultInfo>,
    pub(crate) native: BTreeSet<Address>,
    pub(crate) saved: SavedValues,
    pub(crate) requests: Requests,
    pub(crate) flows: Flows,
    pub(crate) failure: Option<Failure>,
    pub(crate) lines: Vec<String>,
    pub(crate) next: usize,
    pub(crate) is_interrupted: bool,
    parity: Tally,
    peaks: BTreeMap<(&'static str, String), u64>,
    hashes: Vec<B256>,
    hash: B256,
    transactions: u64,
    left_out: Option<String>,
}

/// What a call came to on every chain.
pub(crate) struct Sent {
    /// Outcomes, in the order of the lanes.
    pub(crate) outcomes: Vec<Outcome>,
    /// What is not as it must be.
    pub(crate) findings: Vec<Finding>,
}

impl Sent {
    /// The outcome on the first chain.
    pub(crate) fn first(&self) -> Result<&Outcome, PlayError> {
        self.outcomes
            .first()
            .ok_or_else(|| PlayError::Chain(ChainError("no chain to play on".into())))
    }
}

impl<'a> Game<'a> {
    /// A game on these lanes; the world is not built yet.
    pub(crate) fn new(
        scenario: &'a Scenario,
        options: &'a Options,
        lanes: Vec<Lane>,
        book: AddressBook,
    ) -> Self {
        Self {
            scenario,
            options,
            book,
            lanes,
            vaults: Vec::new(),
            native: BTreeSet::new(),
            saved: SavedValues::default(),
            requests: Requests::default(),
            flows: Flows::default(),
            failure: None,
            lines: Vec::new(),
            next: 0,
            is_interrupted: false,
            parity: Tally::default(),
            peaks: BTreeMap::new(),
            hashes: Vec::new(),
            hash: B256::ZERO,
            transactions: 0,
            left_out: None,
        }
    }

    /// Says why a chain that was asked for is not played on.
    pub(crate) fn leave_out(&mut self, why: &str) {
        self.left_out = Some(why.to_owned());
    }

    /// Names for what chains say.
    pub fn words(&self) -> Words<'_> {
        Words { book: &self.book, contracts: &self.scenario.contracts, sets: &self.scenario.sets }
    }

    /// The time of the block, in seconds.
    pub fn now(&self) -> u64 {
        self.lanes.first().map_or(0, |lane| lane.chain.now())
    }

    /// Asks a view of a contract on the first chain; `None` if it fails.
    ///
    /// # Errors
    /// [`PlayError`].
    pub fn ask<C: SolCall>(
        &mut self,
        name: &str,
        call: &C,
    ) -> Result<Option<C::Return>, PlayError> {
        let to = self.address_of(name);
        let lane = self.lanes.first_mut().ok_or_else(|| ChainError("no chain to ask".into()))?;
        Ok(ask(lane.chain.as_mut(), to, call)?)
    }

    /// The address of a name; zero if there is none.
    pub fn address_of(&self, name: &str) -> Address {
        self.book.address(name).unwrap_or_default()
    }

    /// A number that a step saved last.
    pub fn saved_number(&self, name: &str, field: &str) -> Option<U256> {
        self.saved.get(name, field, Address::ZERO)?.as_uint().map(|(number, _)| number)
    }

    /// Starts a new block at `time` on every chain.
    pub(crate) fn set_now(&mut self, time: u64) {
        for lane in &mut self.lanes {
            lane.chain.set_now(time);
        }
    }

    /// What is wrong with the file, found only now.
    pub(crate) fn input_error(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        self.scenario.source.diagnostic(span, message)
    }

    /// Builds the world: a transaction that no rule is about but that chains agree.
    pub(crate) fn prepare(
        &mut self,
        from: Address,
        to: Address,
        input: Vec<u8>,
    ) -> Result<Sent, PlayError> {
        if self.options.is_stopped() {
            return Err(PlayError::Interrupted);
        }
        let tx = Tx { from, to, input: input.into(), value: U256::ZERO };
        let outcomes =
            self.lanes.iter_mut().map(|lane| lane.transact(&tx)).collect::<Result<Vec<_>, _>>()?;
        let findings = self.compare(&outcomes).into_iter().collect();
        Ok(Sent { outcomes, findings })
    }

    /// Sends a transaction on every chain and lets every rule look at it.
    pub(crate) fn send(
        &mut self,
        from: Address,
        to: Address,
        input: Bytes,
    ) -> Result<Sent, PlayError> {
        let tx = Tx { from, to, input, value: U256::ZERO };
        let mut outcomes = Vec::with_capacity(self.lanes.len());
        let mut violations: Vec<(&'static str, Violation)> = Vec::new();
        for lane in &mut self.lanes {
            let outcome = lane.transact(&tx)?;
            let name = lane.name();
            violations
                .extend(lane.check(&tx, &outcome)?.into_iter().map(|violation| (name, violation)));
            outcomes.push(outcome);
        }
        self.transactions = self.transactions.saturating_add(1);
        let mut findings = merge(
            violations.into_iter().map(|(chain, violation)| broken(chain, violation)).collect(),
        );
        findings.extend(self.compare(&outcomes));
        if let Some(outcome) = outcomes.first() {
            self.requests.learn(outcome);
            self.flows.learn(&self.vaults, outcome);
            self.hash = parity::state_hash(self.hash, outcome, &self.native);
        }
        Ok(Sent { outcomes, findings })
    }

    /// Do the chains agree?
    fn compare(&mut self, outcomes: &[Outcome]) -> Option<Finding> {
        let (Some((first, rest)), Some((lane, lanes))) =
            (outcomes.split_first(), self.lanes.split_first())
        else {
            return None;
        };
        for (other, other_lane) in rest.iter().zip(lanes) {
            self.parity.checks = self.parity.checks.saturating_add(1);
            let is_armed =
                !first.output.is_empty() || !first.logs.is_empty() || !first.writes.is_empty();
            self.parity.armed = self.parity.armed.saturating_add(u64::from(is_armed));
            let difference =
                parity::difference((lane.name(), first), (other_lane.name(), other), &self.native);
            if let Some(message) = difference {
                let chains = vec![lane.name(), other_lane.name()];
                return Some(Finding::Invariant {
                    chains,
                    invariant: PARITY,
                    vault: String::new(),
                    message,
                });
            }
        }
        None
    }

    /// Notes the gas of an entry point.
    pub(crate) fn note_gas(&mut self, module: Module, function: &str, gas: u64) {
        let peak = self.peaks.entry((module.name(), function.to_owned())).or_default();
        *peak = gas.max(*peak);
    }

    /// The step is over: its hash is kept.
    pub(crate) fn close_step(&mut self) {
        self.hashes.push(self.hash);
    }

    /// Books that do not reconcile are a finding.
    fn reconcile(&mut self, bearings: &[VaultBearing]) {
        let finding = |(vault, got): (&String, &String)| Finding::Expectation {
            chains: Vec::new(),
            expected: format!("the books of {vault} to reconcile"),
            got: got.clone(),
        };
        let unexplained = bearings
            .iter()
            .flat_map(|bearing| bearing.unexplained.iter().map(|what| (&bearing.vault, what)));
        let findings: Vec<Finding> = unexplained.map(finding).collect();
        if !findings.is_empty() {
            self.failure = Some(self.failure_at(Span::default(), None, None, findings, Vec::new()));
        }
    }

    /// What came of it.
    ///
    /// # Errors
    /// [`PlayError`], while asking the chain who holds what.
    pub fn finish(mut self) -> Result<ScenarioReport, PlayError> {
        let has_crowds = !self.scenario.crowds.is_empty();
        let is_whole = self.failure.is_none() && !self.is_interrupted;
        let bearings = if is_whole { self.bearings()? } else { Vec::new() };
        self.reconcile(&bearings);
        let tallies: Vec<_> = self.lanes.iter().map(|lane| lane.tallies()).collect();
        let mut tallies = crate::report::add_tallies(tallies.iter().map(Vec::as_slice));
        if self.lanes.len() > 1 {
            tallies.push((PARITY, self.parity));
        }
        let peak = |((contract, function), gas)| Peak { contract, function, gas };
        Ok(ScenarioReport {
            name: self.scenario.name.clone(),
            file: self.scenario.source.name().to_owned(),
            chains: self.lanes.iter().map(Lane::name).collect(),
            left_out: self.left_out,
            steps: u64::try_from(self.hashes.len()).unwrap_or(u64::MAX),
            transactions: self.transactions,
            tallies,
            peaks: self.peaks.into_iter().map(peak).collect(),
            failure: self.failure,
            hashes: self.hashes,
            bearings,
            has_crowds,
            lines: self.lines,
            is_interrupted: self.is_interrupted,
        })
    }
}

/// A broken rule as a finding.
pub(crate) fn broken(chain: &'static str, violation: Violation) -> Finding {
    let Violation { invariant, vault, message } = violation;
    Finding::Invariant { chains: vec![chain], invariant, vault, message }
}

/// What is found alike on several chains is one finding.
pub(crate) fn merge(found: Vec<Finding>) -> Vec<Finding> {
    let mut merged: Vec<Finding> = Vec::new();
    for finding in found {
        match merged.iter_mut().find(|known| known.is_like(&finding)) {
            Some(known) => known.add_chains(finding.chains()),
            None => merged.push(finding),
        }
    }
    merged
}
