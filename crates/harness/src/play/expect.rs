//! Did come of a step what the file says?

use core::cmp::Ordering;

use alloy_dyn_abi::{DynSolValue, FunctionExt};
use alloy_primitives::{Address, Log, U256};

use super::PlayError;
use super::game::Game;
use crate::chain::{Outcome, Status};
use crate::report::Finding;
use crate::report::words::DecodedRevert;
use crate::scenario::{Bound, Call, Compare, ExpectedError, ExpectedEvent, Step, parameter_name};

impl Game<'_> {
    /// Checks how a call ended, what it returned and what it logged.
    pub(crate) fn check_outcome(
        &mut self,
        step: &Step,
        call: &Call,
        sender: Address,
        outcome: &Outcome,
    ) -> Result<Vec<Finding>, PlayError> {
        let got = self.words().outcome(&call.function, outcome);
        let expect = &step.expect;
        if let Some(expected) = &expect.revert {
            let wanted = self.wrong_revert(step, expected, sender, outcome)?;
            return Ok(wanted.map(|wanted| finding(wanted, got)).into_iter().collect());
        }
        if !outcome.is_success() {
            return Ok(vec![finding("success".to_owned(), got)]);
        }
        let mut findings = self.wrong_returns(step, call, sender, outcome)?;
        findings.extend(self.wrong_events(step, sender, outcome)?);
        findings.extend(self.wrong_gas(step, sender, outcome)?);
        Ok(findings)
    }

    fn wrong_returns(
        &mut self,
        step: &Step,
        call: &Call,
        sender: Address,
        outcome: &Outcome,
    ) -> Result<Vec<Finding>, PlayError> {
        let mut findings = Vec::new();
        let returned = call.function.abi_decode_output(&outcome.output).unwrap_or_default();
        for (index, bound) in &step.expect.returns {
            let value = returned.get(*index).cloned().unwrap_or(DynSolValue::Tuple(Vec::new()));
            let Some(wanted) = self.wrong(step, bound, &value, sender)? else { continue };
            let output = call.function.outputs.get(*index).filter(|output| !output.name.is_empty());
            let name = output.map_or_else(String::new, |output| format!("{} = ", output.name));
            let got = format!("{name}{}", self.words().value(&value));
            findings.push(finding(format!("to return {name}{wanted}"), got));
        }
        Ok(findings)
    }

    fn wrong_events(
        &mut self,
        step: &Step,
        sender: Address,
        outcome: &Outcome,
    ) -> Result<Vec<Finding>, PlayError> {
        let wanted = step.expect.events.iter().map(|event| (event, true, "the event"));
        let unwanted = step.expect.no_events.iter().map(|event| (event, false, "no event"));
        let mut findings = Vec::new();
        for (event, is_wanted, words) in wanted.chain(unwanted) {
            if self.is_logged(step, event, sender, &outcome.logs)? != is_wanted {
                let expected = format!("{words} {}", event_text(event));
                findings.push(finding(expected, self.logged(&outcome.logs)));
            }
        }
        Ok(findings)
    }

    /// Gas counts on revm only: elsewhere tokens are not bytecode.
    fn wrong_gas(
        &mut self,
        step: &Step,
        sender: Address,
        outcome: &Outcome,
    ) -> Result<Option<Finding>, PlayError> {
        let Some(bound) = step.expect.gas.as_ref().filter(|_| self.options.backend.has_revm())
        else {
            return Ok(None);
        };
        let used = DynSolValue::Uint(U256::from(outcome.gas_used), 256);
        let wanted = self.wrong(step, bound, &used, sender)?;
        Ok(wanted.map(|wanted| Finding::Expectation {
            chains: vec!["revm"],
            expected: format!("gas: {wanted}"),
            got: outcome.gas_used.to_string(),
        }))
    }

    /// What revert was expected, unless it is this one.
    fn wrong_revert(
        &mut self,
        step: &Step,
        expected: &ExpectedError,
        sender: Address,
        outcome: &Outcome,
    ) -> Result<Option<String>, PlayError> {
        let wanted = format!(
            "revert {}{}",
            expected.error.name,
            args_text(&expected.args, |index| {
                expected.error.inputs.get(index).map_or("", |input| input.name.as_str())
            })
        );
        if outcome.status != Status::Revert {
            return Ok(Some(wanted));
        }
        let Some(DecodedRevert { error, args }) = self.words().decode_revert(&outcome.output)
        else {
            return Ok(Some(wanted));
        };
        // Modules have errors of one name with different arguments: which one is meant matters only if some are expected.
        let is_named = expected.args.is_empty() && error.name == expected.error.name;
        if !is_named && error.selector() != expected.error.selector() {
            return Ok(Some(wanted));
        }
        let is_wrong = self.any_wrong(step, &expected.args, &args, sender)?;
        Ok(is_wrong.then_some(wanted))
    }

    fn is_logged(
        &mut self,
        step: &Step,
        expected: &ExpectedEvent,
        sender: Address,
        logs: &[Log],
    ) -> Result<bool, PlayError> {
        let by = expected.by.as_ref().map(|name| self.address(name)).transpose()?;
        let selector = expected.event.selector();
        let candidates: Vec<&Log> = logs
            .iter()
            .filter(|log| {
                log.topics().first() == Some(&selector) && by.is_none_or(|by| log.address == by)
            })
            .collect();
        for log in candidates {
            let Some((_, args)) = self.words().decode_log(log) else { continue };
            if !self.any_wrong(step, &expected.args, &args, sender)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn logged(&self, logs: &[Log]) -> String {
        let logged: Vec<String> = logs.iter().map(|log| self.words().log(log)).collect();
        if logged.is_empty() { "no events".to_owned() } else { logged.join("; ") }
    }

    fn any_wrong(
        &mut self,
        step: &Step,
        bounds: &[(usize, Bound)],
        values: &[DynSolValue],
        sender: Address,
    ) -> Result<bool, PlayError> {
        for (index, bound) in bounds {
            let Some(value) = values.get(*index) else { return Ok(true) };
            if self.wrong(step, bound, value, sender)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What was expected, unless `value` is it.
    pub(crate) fn wrong(
        &mut self,
        step: &Step,
        bound: &Bound,
        value: &DynSolValue,
        sender: Address,
    ) -> Result<Option<String>, PlayError> {
        let resolved = self.resolver(sender)?.value(&bound.plan);
        let wanted = resolved.map_err(|error| self.unresolved(error, step.span))?;
        if compare(value, &wanted).is_some_and(|ordering| bound.compare.holds(ordering)) {
            return Ok(None);
        }
        Ok(Some(format!("{}{}", bound.compare.words(), self.words().value(&wanted))))
    }
}

fn finding(expected: String, got: String) -> Finding {
    Finding::Expectation { chains: Vec::new(), expected, got }
}

/// Orders two values of one type; values without an order are equal or not.
fn compare(a: &DynSolValue, b: &DynSolValue) -> Option<Ordering> {
    match (a, b) {
        (DynSolValue::Uint(a, _), DynSolValue::Uint(b, _)) => Some(a.cmp(b)),
        (DynSolValue::Int(a, _), DynSolValue::Int(b, _)) => Some(a.cmp(b)),
        _ if a == b => Some(Ordering::Equal),
        _ => Some(Ordering::Less),
    }
}

fn event_text(expected: &ExpectedEvent) -> String {
    let args = args_text(&expected.args, |index| {
        expected.event.inputs.get(index).map_or("", |input| input.name.as_str())
    });
    let by = expected.by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
    format!("{}{args}{by}", expected.event.name)
}

/// Arguments as they stand in the file.
fn args_text<'n>(args: &[(usize, Bound)], name: impl Fn(usize) -> &'n str) -> String {
    if args.is_empty() {
        return String::new();
    }
    let text = |(index, bound): &(usize, Bound)| {
        let sign = if bound.compare == Compare::Equal { "" } else { bound.compare.words() };
        format!("{}: {sign}{}", parameter_name(*index, name(*index)), bound.text)
    };
    format!("({})", args.iter().map(text).collect::<Vec<_>>().join(", "))
}
