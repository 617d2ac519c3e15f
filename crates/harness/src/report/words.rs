//! Calls, logs and reverts with the names of the scenario.

use alloy_dyn_abi::{DynSolValue, ErrorExt, EventExt, FunctionExt};
use alloy_json_abi::{Error, Event, Function, JsonAbi, Param};
use alloy_primitives::{Bytes, Log, U256};

use super::{amount, units};
use crate::chain::{Outcome, Status};
use crate::scenario::{Contracts, OperatorSet, parameter_name, solidity_error};
use crate::world::AddressBook;

/// Puts names to what chains say.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Names of addresses.
    pub book: &'a AddressBook,
    /// What contracts can be called for.
    pub contracts: &'a Contracts,
    /// Operator sets by name.
    pub sets: &'a [OperatorSet],
}

/// Error data with the error that it is of.
#[derive(Debug, Clone)]
pub struct DecodedRevert {
    /// The error.
    pub error: Error,
    /// Its arguments.
    pub args: Vec<DynSolValue>,
}

impl Words<'_> {
    /// A value.
    pub fn value(&self, value: &DynSolValue) -> String {
        let list = |items: &[DynSolValue]| {
            items.iter().map(|item| self.value(item)).collect::<Vec<_>>().join(", ")
        };
        match value {
            DynSolValue::Bool(flag) => flag.to_string(),
            DynSolValue::Int(number, _) if number.is_negative() => {
                format!("-{}", amount::literal(number.unsigned_abs()))
            }
            DynSolValue::Int(number, _) => amount::literal(number.unsigned_abs()),
            DynSolValue::Uint(number, _) if *number == U256::MAX => "2^256 - 1".to_owned(),
            DynSolValue::Uint(number, _) => amount::literal(*number),
            DynSolValue::Address(address) => self.book.label(*address),
            DynSolValue::String(text) => format!("{text:?}"),
            DynSolValue::Array(items) | DynSolValue::FixedArray(items) => {
                format!("[{}]", list(items))
            }
            DynSolValue::Tuple(items) => format!("({})", list(items)),
            DynSolValue::FixedBytes(word, size) => {
                alloy_primitives::hex::encode_prefixed(word.get(..*size).unwrap_or_default())
            }
            DynSolValue::Bytes(bytes) => alloy_primitives::hex::encode_prefixed(bytes),
            DynSolValue::Function(function) => alloy_primitives::hex::encode_prefixed(function),
        }
    }

    /// Named values with their units: `requestId: 20_468, filedAt: 1_768_000_000 (2026-01-09 23:06:40 UTC)`. AVS and number
    /// of a set are its name.
    pub fn fields<'n>(
        &self,
        names: impl Iterator<Item = (&'n str, &'n [Param])>,
        values: &[DynSolValue],
    ) -> String {
        let (mut fields, mut rest) = (Vec::new(), names.zip(values).enumerate().peekable());
        while let Some((index, ((name, members), value))) = rest.next() {
            let next = rest.peek().map(|(_, ((name, _), value))| (*name, *value));
            if let Some(set) = self.set((name, value), next) {
                fields.push(format!("set: {set}"));
                rest.next();
                continue;
            }
            let name = parameter_name(index, name);
            let shown = self.member(value, members);
            let unit = value.as_uint().and_then(|(number, _)| units::of(&name, number));
            let unit = unit.map_or_else(String::new, |unit| format!(" ({unit})"));
            fields.push(format!("{name}: {shown}{unit}"));
        }
        fields.join(", ")
    }

    /// A value whose members have names if it is a struct, or an array of structs.
    fn member(&self, value: &DynSolValue, members: &[Param]) -> String {
        match value {
            DynSolValue::Tuple(values) if !members.is_empty() => {
                format!("({})", self.fields(members.iter().map(named), values))
            }
            DynSolValue::Array(items) | DynSolValue::FixedArray(items) if !members.is_empty() => {
                let items = items.iter().map(|item| self.member(item, members));
                format!("[{}]", items.collect::<Vec<_>>().join(", "))
            }
            _ => self.value(value),
        }
    }

    /// The name of the set that two values in a row stand for.
    fn set(&self, first: (&str, &DynSolValue), next: Option<(&str, &DynSolValue)>) -> Option<&str> {
        let (("avs", avs), Some(("id" | "setId", id))) = (first, next) else { return None };
        let (avs, (id, _)) = (avs.as_address()?, id.as_uint()?);
        let is_it = |set: &&OperatorSet| {
            U256::from(set.id) == id && self.book.address(&set.avs) == Some(avs)
        };
        self.sets.iter().find(is_it).map(|set| set.name.as_str())
    }

    /// A call with its arguments by name.
    pub fn call(&self, function: &Function, args: &[DynSolValue]) -> String {
        format!("{}({})", function.name, self.fields(function.inputs.iter().map(named), args))
    }

    /// What a call returned.
    pub fn returned(&self, function: &Function, output: &Bytes) -> String {
        match function.abi_decode_output(output) {
            Ok(values) if values.is_empty() => String::new(),
            Ok(values) => {
                self.fields(function.outputs.iter().map(named), &values).replace("arg0: ", "")
            }
            Err(_) => output.to_string(),
        }
    }

    /// The event that a log is of, and its arguments in the order of the event.
    pub fn decode_log(&self, log: &Log) -> Option<(&Event, Vec<DynSolValue>)> {
        let selector = log.topics().first()?;
        self.contracts.all().flat_map(JsonAbi::events).find_map(|event| {
            let decoded = Some(event)
                .filter(|event| event.selector() == *selector)?
                .decode_log(&log.data)
                .ok()?;
            let (mut indexed, mut body) = (decoded.indexed.into_iter(), decoded.body.into_iter());
            let next = |input: &alloy_json_abi::EventParam| {
                if input.indexed { indexed.next() } else { body.next() }
            };
            Some((event, event.inputs.iter().map(next).collect::<Option<_>>()?))
        })
    }

    /// A log: `VAULT: RedeemRequest(controller: ALICE, …)`.
    pub fn log(&self, log: &Log) -> String {
        let by = self.book.label(log.address);
        match self.decode_log(log) {
            Some((event, args)) => {
                let names = event
                    .inputs
                    .iter()
                    .map(|input| (input.name.as_str(), input.components.as_slice()));
                format!("{by}: {}({})", event.name, self.fields(names, &args))
            }
            None => format!("{by}: {:?} {}", log.topics(), log.data.data),
        }
    }

    /// Revert data.
    pub fn decode_revert(&self, data: &Bytes) -> Option<DecodedRevert> {
        let known = self.contracts.all().flat_map(JsonAbi::errors).cloned();
        let own = ["Error", "Panic"].into_iter().filter_map(solidity_error);
        known.chain(own).find_map(|error| {
            let is_it = data.get(..4) == Some(error.selector().as_slice());
            let args = is_it.then(|| error.decode_error(data).ok())??.body;
            Some(DecodedRevert { error, args })
        })
    }

    /// Revert data in words.
    pub fn revert(&self, data: &Bytes) -> String {
        match self.decode_revert(data) {
            Some(DecodedRevert { error, args }) => {
                format!("{}({})", error.name, self.fields(error.inputs.iter().map(named), &args))
            }
            None if data.is_empty() => "a revert without data".to_owned(),
            None => format!("a revert with the data {data}"),
        }
    }

    /// How a call ended.
    pub fn outcome(&self, function: &Function, outcome: &Outcome) -> String {
        match &outcome.status {
            Status::Success => {
                let returned = self.returned(function, &outcome.output);
                if returned.is_empty() {
                    "success".to_owned()
                } else {
                    format!("success: {returned}")
                }
            }
            Status::Revert => format!("revert {}", self.revert(&outcome.output)),
            Status::Halt(reason) => format!("halt {reason}"),
        }
    }
}

/// A parameter by its name, with the members of its struct.
fn named(param: &Param) -> (&str, &[Param]) {
    (param.name.as_str(), param.components.as_slice())
}
