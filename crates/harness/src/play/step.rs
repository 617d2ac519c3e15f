//! One step: time passes, somebody calls, everything is checked.

use std::collections::BTreeSet;

use alloy_dyn_abi::{DynSolValue, JsonAbiExt};
use alloy_primitives::Address;
use restaking::avs_registry::SetKey;
use restaking::host::Key;

use super::PlayError;
use super::game::Game;
use super::resolve::Target;
use super::saved::Saving;
use crate::chain::Outcome;
use crate::protocol::Module;
use crate::report::layout::{Keys, Layout};
use crate::report::{Failure, Finding};
use crate::scenario::{Call, Entity, OperatorSet, Origin, Span, Step, When, time};
use crate::world;

/// Seats, numbers of sets and of pauses whose slots are named in state differences.
const SMALL_NUMBERS: u64 = 64;

/// Most epochs whose slots are named in state differences.
const MOST_EPOCHS: u64 = 256;

/// A step that was played.
#[derive(Debug, Clone)]
pub struct Played {
    /// Which step it is.
    pub origin: Origin,
    /// Its calls, one per member of a crowd.
    pub calls: Vec<Called>,
}

/// A call that was made.
#[derive(Debug, Clone)]
pub struct Called {
    /// `ALICE → VAULT.deposit(assets: 100e18, receiver: ALICE)`
    pub text: String,
    /// What it did, on the first chain.
    pub outcome: Outcome,
    findings: Vec<Finding>,
}

impl Game<'_> {
    /// Plays the next step; `None` at the end, after a failure, or if the run is to stop.
    ///
    /// # Errors
    /// [`PlayError`].
    pub fn step(&mut self) -> Result<Option<Played>, PlayError> {
        self.is_interrupted |= self.options.is_stopped();
        if self.failure.is_some() || self.is_interrupted {
            return Ok(None);
        }
        let scenario = self.scenario;
        let Some(step) = scenario.steps.get(self.next) else { return Ok(None) };
        self.next = self.next.saturating_add(1);
        self.pass_time(step)?;
        let before = self.ask_deltas(step)?;
        let mut played = Played { origin: step.origin, calls: Vec::new() };
        if let Some(call) = &step.call {
            self.make_calls(step, call, &mut played)?;
        }
        if self.failure.is_none() && !self.is_interrupted {
            let findings = self.check_views(step, &before)?;
            if !findings.is_empty() {
                self.failure = Some(self.failure(step, played.calls.last(), findings));
            }
        }
        self.close_step();
        self.tell(step, &played);
        Ok(Some(played))
    }

    fn make_calls(
        &mut self,
        step: &Step,
        call: &Call,
        played: &mut Played,
    ) -> Result<(), PlayError> {
        for sender in call.from.accounts() {
            self.is_interrupted |= self.options.is_stopped();
            if self.is_interrupted {
                return Ok(());
            }
            let called = self.make(step, call, &sender)?;
            if !called.findings.is_empty() {
                self.failure = Some(self.failure(step, Some(&called), called.findings.clone()));
            }
            played.calls.push(called);
            if self.failure.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }

    fn pass_time(&mut self, step: &Step) -> Result<(), PlayError> {
        let now = self.now();
        let target = match &step.when {
            When::Same => return Ok(()),
            When::After(seconds) => now.saturating_add(*seconds),
            When::At(time) => *time,
            When::AtSaved(saved) => {
                let value = self.resolver(Address::ZERO)?.saved(saved);
                let value = value.map_err(|error| self.unresolved(error, step.span))?;
                value.as_uint().map_or(0, |(seconds, _)| seconds.saturating_to())
            }
        };
        if target < now {
            let message = format!(
                "time runs forward: the step is at {}, and it is {} already",
                time::format_time(target),
                time::format_time(now)
            );
            return Err(self.input_error(step.span, message).into());
        }
        if target > now {
            self.set_now(target);
        }
        Ok(())
    }

    /// Makes one call and checks what came of it.
    fn make(&mut self, step: &Step, call: &Call, sender: &str) -> Result<Called, PlayError> {
        let from = self.address(sender)?;
        let target = self.target(&call.to)?;
        let resolved = self.resolver(from)?.arguments(&call.args, target);
        let args = resolved.map_err(|error| self.unresolved(error, step.span))?;
        let input = call.function.abi_encode_input(&args).map_err(|error| {
            self.input_error(
                step.span,
                format!("the arguments of `{}` cannot be encoded: {error}", call.function.name),
            )
        })?;
        let text = self.call_text(call, sender, &args);
        let sent = self.send(from, target.address, input.into())?;
        let outcome = sent.first()?.clone();
        let mut findings = sent.findings;
        findings.extend(self.check_outcome(step, call, from, &outcome)?);
        self.remember(step, call, from, target.address, &outcome);
        Ok(Called { text, outcome, findings })
    }

    /// Keeps the gas of a call, and what it returned and logged if the step saves it.
    fn remember(
        &mut self,
        step: &Step,
        call: &Call,
        from: Address,
        to: Address,
        outcome: &Outcome,
    ) {
        let entity = self.scenario.names.find(&call.to);
        let function = &call.function;
        match entity {
            Some(Entity::Vault(_)) => {
                self.note_gas(Module::Vault, &function.name, outcome.gas_used)
            }
            Some(Entity::Module(module)) => self.note_gas(module, &function.name, outcome.gas_used),
            _ => {}
        }
        let Some(name) = step.expect.save.as_ref().filter(|_| outcome.is_success()) else { return };
        let epoch_length = self.scenario.vault(&call.to).map(|vault| vault.epoch);
        let abis = self.scenario.contracts.logged_by(entity);
        let fields = Saving { function, abis, to, now: self.now(), epoch_length }.fields(outcome);
        self.saved.keep(name, from, fields);
    }

    fn call_text(&self, call: &Call, sender: &str, args: &[DynSolValue]) -> String {
        format!("{sender} → {}.{}", call.to, self.words().call(&call.function, args))
    }

    /// A contract by name, with its asset if it is a vault.
    pub(crate) fn target(&self, name: &str) -> Result<Target, PlayError> {
        let asset = self.scenario.vault(name).and_then(|vault| self.scenario.asset(vault));
        Ok(Target { address: self.address(name)?, asset: asset.map(|token| token.spec.address()) })
    }

    fn failure(&self, step: &Step, called: Option<&Called>, findings: Vec<Finding>) -> Failure {
        let changes = called.map_or_else(Vec::new, |called| self.changes(&called.outcome));
        let text = called.map(|called| called.text.clone());
        self.failure_at(step.span, Some(step.origin), text, findings, changes)
    }

    /// A failure at this place.
    pub(crate) fn failure_at(
        &self,
        span: Span,
        origin: Option<Origin>,
        call: Option<String>,
        findings: Vec<Finding>,
        changes: Vec<String>,
    ) -> Failure {
        let file = self.scenario.source.name().to_owned();
        let replay = format!("restaking run {file} --backend {} -vvv", self.options.backend.name());
        Failure {
            position: self.scenario.position(span),
            origin,
            time: self.now(),
            since_start: self.now().saturating_sub(self.scenario.start),
            call,
            findings,
            changes,
            replay,
            file,
        }
    }

    /// What a transaction changed in vaults and modules, by name.
    fn changes(&self, outcome: &Outcome) -> Vec<String> {
        let vaults = self.scenario.vaults.iter().filter_map(|vault| {
            let address = self.book.address(&vault.name)?;
            let decimals = self.scenario.asset(vault).map_or(0, |token| token.spec.decimals);
            let numbers = self.numbers(address, vault.epoch);
            Some((vault.name.as_str(), address, Module::Vault, decimals, numbers))
        });
        let modules = world::fixed_names().iter().filter_map(|(name, address)| {
            Some((*name, *address, Module::at(*address)?, 0, (0..SMALL_NUMBERS).collect()))
        });
        let mut lines = Vec::new();
        for (name, address, module, decimals, numbers) in vaults.chain(modules) {
            let mut writes =
                outcome.writes.iter().filter(|write| write.address == address).peekable();
            if writes.peek().is_none() {
                continue;
            }
            let layout = Layout::of(module, decimals, &self.keys(module, numbers));
            let told = writes.flat_map(|write| layout.describe(write));
            lines.extend(told.map(|line| format!("{name}.{line}")));
        }
        lines
    }

    /// What keys of a module's mappings may be.
    fn keys(&self, module: Module, numbers: Vec<u64>) -> Keys {
        let accounts = self.book.iter().map(|(name, address)| (name.to_owned(), address));
        let set = |set: &OperatorSet| {
            let key = SetKey::new(self.book.address(&set.avs)?, set.id);
            Some((set.name.clone(), key.to_key()))
        };
        let has_sets = module != Module::Vault;
        Keys {
            accounts: accounts.collect(),
            numbers,
            sets: self.scenario.sets.iter().filter(|_| has_sets).filter_map(set).collect(),
            requests: self.requests.slashes().collect(),
        }
    }

    /// Numbers that may be keys of a vault's mappings: its requests, the epochs of the scenario, small counts.
    fn numbers(&self, vault: Address, epoch: u64) -> Vec<u64> {
        let epoch_of = |time: u64| time.checked_div(epoch).unwrap_or(0);
        let (first, last) = (epoch_of(self.scenario.start), epoch_of(self.now()));
        let epochs = first.max(last.saturating_sub(MOST_EPOCHS))..=last;
        let numbers: BTreeSet<u64> =
            self.requests.numbers(vault).into_iter().chain(epochs).collect();
        numbers.into_iter().collect()
    }

    /// Tells about a step as much as was asked for.
    fn tell(&mut self, step: &Step, played: &Played) {
        if self.options.detail == 0 {
            return;
        }
        let since = time::format_duration(self.now().saturating_sub(self.scenario.start));
        let mut lines = vec![format!("{}, {since} after the start", step.origin)];
        lines.extend(step.note.iter().map(|note| format!("  # {note}")));
        let is_crowd = played.calls.len() > 1;
        for called in played.calls.iter().take(1) {
            lines.push(format!("  {}", called.text));
            let ended = step
                .call
                .as_ref()
                .map(|call| self.words().outcome(&call.function, &called.outcome));
            lines
                .extend(ended.map(|ended| format!("    {ended}, {} gas", called.outcome.gas_used)));
        }
        if is_crowd {
            lines.push(format!("  … and {} more such calls", played.calls.len().saturating_sub(1)));
        }
        for called in played.calls.iter().take(1).filter(|_| self.options.detail > 1) {
            lines.extend(
                called.outcome.logs.iter().map(|log| format!("    {}", self.words().log(log))),
            );
            if self.options.detail > 2 {
                lines.extend(
                    self.changes(&called.outcome).into_iter().map(|line| format!("    {line}")),
                );
            }
        }
        self.lines.extend(lines);
    }
}
