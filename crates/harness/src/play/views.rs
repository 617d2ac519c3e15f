//! `state` and `delta`: do views answer what the file says, on every chain?

use alloy_dyn_abi::{DynSolValue, FunctionExt, JsonAbiExt};
use alloy_primitives::{Address, I256};

use super::PlayError;
use super::game::{Game, merge};
use super::lane::{Lane, look};
use super::resolve::Resolver;
use crate::report::Finding;
use crate::scenario::{Bound, Party, Step, View};

/// What a view answered: a value, or how it failed.
type Answer = Result<DynSolValue, String>;

impl Game<'_> {
    /// What the views of `delta` answer before the step, per lane and view.
    pub(crate) fn ask_deltas(&mut self, step: &Step) -> Result<Vec<Vec<Answer>>, PlayError> {
        let lanes = 0..self.lanes.len();
        lanes
            .map(|lane| {
                step.expect.delta.iter().map(|delta| self.answer(step, &delta.view, lane)).collect()
            })
            .collect()
    }

    /// Checks `state` and `delta` on every chain.
    pub(crate) fn check_views(
        &mut self,
        step: &Step,
        before: &[Vec<Answer>],
    ) -> Result<Vec<Finding>, PlayError> {
        let sender = self.step_sender(step)?;
        let mut findings = Vec::new();
        for lane in 0..self.lanes.len() {
            let chains: Vec<&'static str> =
                self.lanes.get(lane).map(Lane::name).into_iter().collect();
            for state in &step.expect.state {
                let answer = self.answer(step, &state.view, lane)?;
                let wanted = match &answer {
                    Ok(value) => self.wrong(step, &state.bound, value, sender)?,
                    Err(_) => Some(state.bound.text.clone()),
                };
                let got = answer.map_or_else(|why| why, |value| self.words().value(&value));
                findings.extend(wanted.map(|wanted| Finding::Expectation {
                    chains: chains.clone(),
                    expected: format!("{} = {wanted}", state.text),
                    got,
                }));
            }
            let asked = before.get(lane).map(Vec::as_slice).unwrap_or_default();
            for (delta, old) in step.expect.delta.iter().zip(asked) {
                let new = self.answer(step, &delta.view, lane)?;
                let wrong = self.wrong_delta(step, &delta.bound, old, &new, sender)?;
                findings.extend(wrong.map(|(wanted, got)| Finding::Expectation {
                    chains: chains.clone(),
                    expected: format!("{} to change by {wanted}", delta.text),
                    got,
                }));
            }
        }
        Ok(merge(findings))
    }

    fn wrong_delta(
        &mut self,
        step: &Step,
        bound: &Bound,
        old: &Answer,
        new: &Answer,
        sender: Address,
    ) -> Result<Option<(String, String)>, PlayError> {
        let resolved = self.resolver(sender)?.value(&bound.plan);
        let wanted = resolved.map_err(|error| self.unresolved(error, step.span))?;
        let wanted =
            signed(&wanted).map(|size| if bound.is_negative { size.wrapping_neg() } else { size });
        let change = match (old, new) {
            (Ok(old), Ok(new)) => {
                signed(new).zip(signed(old)).and_then(|(new, old)| new.checked_sub(old))
            }
            _ => None,
        };
        let is_right = change
            .zip(wanted)
            .is_some_and(|(change, wanted)| bound.compare.holds(change.cmp(&wanted)));
        if is_right {
            return Ok(None);
        }
        let show = |number: Option<I256>| {
            number.map_or_else(
                || "nothing that can be compared".to_owned(),
                |number| {
                    let sign = if number.is_negative() { "-" } else { "+" };
                    format!("{sign}{}", crate::report::amount::literal(number.unsigned_abs()))
                },
            )
        };
        Ok(Some((format!("{}{}", bound.compare.words(), show(wanted)), show(change))))
    }

    fn step_sender(&self, step: &Step) -> Result<Address, PlayError> {
        let one = step.call.as_ref().map(|call| &call.from).and_then(Party::as_one);
        one.map_or(Ok(Address::ZERO), |name| self.address(name))
    }

    /// What a view answers on a chain.
    fn answer(&mut self, step: &Step, view: &View, lane: usize) -> Result<Answer, PlayError> {
        let to = self.address(&view.to)?;
        let sender = self.step_sender(step)?;
        let mut resolver: Resolver<'_> = self.resolver(sender)?;
        let args: Result<Vec<DynSolValue>, _> =
            view.args.iter().map(|plan| resolver.value(plan)).collect();
        let args = args.map_err(|error| self.unresolved(error, view.span))?;
        let input = view
            .function
            .abi_encode_input(&args)
            .map_err(|error| self.input_error(view.span, error.to_string()))?;
        let Some(lane) = self.lanes.get_mut(lane) else { return Ok(Err("no chain".to_owned())) };
        let outcome = look(lane.chain.as_mut(), to, input.into())?;
        if !outcome.is_success() {
            return Ok(Err(self.words().outcome(&view.function, &outcome)));
        }
        let values = view.function.abi_decode_output(&outcome.output).unwrap_or_default();
        let answered = member(&DynSolValue::Tuple(values), &view.path).cloned();
        Ok(answered.ok_or_else(|| format!("the answer {}", outcome.output)))
    }
}

/// The member at `path`.
fn member<'v>(value: &'v DynSolValue, path: &[usize]) -> Option<&'v DynSolValue> {
    let Some((index, rest)) = path.split_first() else { return Some(value) };
    value.as_tuple().and_then(|members| member(members.get(*index)?, rest))
}

fn signed(value: &DynSolValue) -> Option<I256> {
    match value {
        DynSolValue::Uint(number, _) => I256::try_from(*number).ok(),
        DynSolValue::Int(number, _) => Some(*number),
        _ => None,
    }
}
