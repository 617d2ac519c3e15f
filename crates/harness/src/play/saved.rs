//! What steps saved, and the exits that were requested.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use alloy_dyn_abi::{DynSolValue, EventExt};
use alloy_json_abi::{Function, JsonAbi};
use alloy_primitives::{Address, B256, Log, U256};
use alloy_sol_types::SolEvent;
use restaking::abi::{ISlashing, IVault};

use crate::chain::Outcome;
use crate::scenario::{MATURITY, TIME, is_request, output_name};
use alloy_dyn_abi::FunctionExt;

/// Fields of something saved.
pub(crate) type Fields = BTreeMap<String, DynSolValue>;

/// What steps saved, by name and by who called.
#[derive(Debug, Default)]
pub(crate) struct SavedValues {
    entries: HashMap<String, Entry>,
}

#[derive(Debug, Default)]
struct Entry {
    by_sender: HashMap<Address, Fields>,
    last: Address,
}

impl SavedValues {
    /// Keeps what a call of `sender` returned and logged.
    pub(crate) fn keep(&mut self, name: &str, sender: Address, fields: Fields) {
        let entry = self.entries.entry(name.to_owned()).or_default();
        entry.by_sender.insert(sender, fields);
        entry.last = sender;
    }

    /// A field: what `sender` itself saved, else what was saved last.
    pub(crate) fn get(&self, name: &str, field: &str, sender: Address) -> Option<&DynSolValue> {
        let entry = self.entries.get(name)?;
        let fields = entry.by_sender.get(&sender).or_else(|| entry.by_sender.get(&entry.last))?;
        fields.get(field)
    }
}

/// A call whose outcome is saved.
pub(crate) struct Saving<'a> {
    pub(crate) function: &'a Function,
    /// Interfaces whose events are saved: those of the contract that is called first.
    pub(crate) abis: Vec<&'a JsonAbi>,
    pub(crate) to: Address,
    pub(crate) now: u64,
    pub(crate) epoch_length: Option<u64>,
}

impl Saving<'_> {
    /// What the call returned and what was logged, by name. Of fields with one name that of the call wins, then that of
    /// the contract that was called, then the last.
    pub(crate) fn fields(&self, outcome: &Outcome) -> Fields {
        let mut fields = Fields::new();
        let (own, others): (Vec<&Log>, Vec<&Log>) =
            outcome.logs.iter().partition(|log| log.address == self.to);
        let own_only = self.abis.get(..1).unwrap_or_default();
        if self.abis.len() > 1 {
            others.iter().for_each(|log| self.add(&mut fields, log, &self.abis));
        }
        own.iter().for_each(|log| self.add(&mut fields, log, own_only));
        let returned = self.function.abi_decode_output(&outcome.output).unwrap_or_default();
        let named = self.function.outputs.iter().zip(returned);
        fields.extend(named.map(|(output, value)| (output_name(&output.name), value)));
        fields.insert(TIME.to_owned(), DynSolValue::Uint(U256::from(self.now), 256));
        if let Some(maturity) = self.maturity(&fields) {
            fields.insert(MATURITY.to_owned(), DynSolValue::Uint(maturity, 256));
        }
        fields
    }

    /// Adds the arguments of an event, and the members of those that are structs.
    fn add(&self, fields: &mut Fields, log: &Log, abis: &[&JsonAbi]) {
        let selector = log.topics().first();
        let mut events = abis.iter().flat_map(|abi| abi.events());
        let Some(event) = events.find(|event| Some(&event.selector()) == selector) else { return };
        let Ok(decoded) = event.decode_log(&log.data) else { return };
        let (mut indexed, mut body) = (decoded.indexed.into_iter(), decoded.body.into_iter());
        for input in &event.inputs {
            let Some(value) = (if input.indexed { indexed.next() } else { body.next() }) else {
                continue;
            };
            let members = value.as_tuple().unwrap_or_default().iter().cloned();
            let names = input.components.iter().map(|member| member.name.clone());
            fields.extend(names.zip(members));
            fields.insert(input.name.clone(), value);
        }
    }

    fn maturity(&self, fields: &Fields) -> Option<U256> {
        let (request_id, _) =
            fields.get("requestId").filter(|_| is_request(self.function))?.as_uint()?;
        request_id.checked_mul(U256::from(self.epoch_length?))
    }
}

/// Which exits were requested, by vault and controller; which slashes were filed, which escrows there are.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    ids: HashMap<(Address, Address), BTreeSet<U256>>,
    escrows: BTreeSet<u64>,
    slashes: BTreeSet<B256>,
}

impl Requests {
    /// Learns from the logs of a transaction.
    pub(crate) fn learn(&mut self, outcome: &Outcome) {
        for log in &outcome.logs {
            if let Ok(event) = IVault::RedeemRequest::decode_log(log) {
                self.ids
                    .entry((log.address, event.controller))
                    .or_default()
                    .insert(event.requestId);
            }
            if let Ok(event) = IVault::Slashed::decode_log(log) {
                self.escrows.insert(event.escrowId.saturating_to());
            }
            if let Ok(event) = ISlashing::SlashFiled::decode_log(log) {
                self.slashes.insert(event.id);
            }
        }
    }

    /// The requests that a controller ever made.
    pub(crate) fn of(
        &self,
        vault: Address,
        controller: Address,
    ) -> impl Iterator<Item = U256> + use<'_> {
        self.ids.get(&(vault, controller)).into_iter().flatten().copied()
    }

    /// Requests to slash that were ever filed, by id.
    pub(crate) fn slashes(&self) -> impl Iterator<Item = B256> + use<'_> {
        self.slashes.iter().copied()
    }

    /// How many requests a vault ever had, one per controller and bucket.
    pub(crate) fn count(&self, vault: Address) -> usize {
        self.ids
            .iter()
            .filter(|((at, _), _)| *at == vault)
            .fold(0, |count, (_, ids)| count.saturating_add(ids.len()))
    }

    /// Numbers that may be keys of a vault's mappings: requests, escrows, and the first few of everything that is counted.
    pub(crate) fn numbers(&self, vault: Address) -> Vec<u64> {
        let requests = self.ids.iter().filter(|((at, _), _)| *at == vault).flat_map(|(_, ids)| ids);
        let escrows = self.escrows.iter().copied();
        let known: BTreeSet<u64> =
            requests.map(|id| id.saturating_to()).chain(escrows).chain(0..64).collect();
        known.into_iter().collect()
    }
}
