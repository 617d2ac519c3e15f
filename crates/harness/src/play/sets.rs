//! The operators, sets and allocations that a scenario starts with.

use std::collections::BTreeSet;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use restaking::abi::IAvsRegistry::{
    Asset, Terms, allocateCall, createSetCall, registerAvsCall, registerCall as joinCall,
};
use restaking::abi::IOperatorRegistry::registerCall;
use restaking::{AVS_REGISTRY, OPERATOR_REGISTRY};

use super::PlayError;
use super::game::Game;
use crate::chain::ChainError;
use crate::protocol::Module;
use crate::scenario::{OperatorSet, Span};

impl Game<'_> {
    /// Whoever has vaults or registers for a set is an operator.
    pub(crate) fn register_operators(&mut self) -> Result<(), PlayError> {
        let scenario = self.scenario;
        let of_vaults = scenario.vaults.iter().map(|vault| (&vault.operator, vault.span));
        let of_sets = scenario.registrations.iter().map(|entry| (&entry.operator, entry.span));
        let mut known = BTreeSet::new();
        for (name, span) in of_vaults.chain(of_sets) {
            if !known.insert(name) {
                continue;
            }
            let call = registerCall {
                metadataURI: String::new(),
                rewardRecipient: Address::ZERO,
                commission: U256::ZERO,
            };
            let operator = self.address(name)?;
            let sent = self.prepare(operator, OPERATOR_REGISTRY, call.abi_encode())?;
            self.must_succeed(sent, span, &format!("{name} cannot be registered as an operator"))?;
        }
        Ok(())
    }

    /// AVSs register, then create their sets.
    pub(crate) fn create_sets(&mut self) -> Result<(), PlayError> {
        let mut known = BTreeSet::new();
        for set in &self.scenario.sets {
            let avs = self.address(&set.avs)?;
            if known.insert(avs) {
                let call = registerAvsCall { metadataURI: String::new() };
                let what = format!("{} cannot be registered as an AVS", set.avs);
                self.establish(avs, &call, set.span, &what)?;
            }
            let call = createSetCall {
                avs,
                id: set.id,
                recipient: self.optional(set.recipient.as_ref())?,
                terms: self.terms(set)?,
                metadataURI: String::new(),
            };
            self.establish(avs, &call, set.span, &format!("{} cannot be created", set.name))?;
        }
        Ok(())
    }

    /// Operators register for sets.
    pub(crate) fn register_for_sets(&mut self) -> Result<(), PlayError> {
        for entry in &self.scenario.registrations {
            let set = self.set(entry.set)?;
            let operator = self.address(&entry.operator)?;
            let avs = self.address(&set.avs)?;
            let call = joinCall { operator, avs, id: set.id, data: Bytes::new() };
            let what = format!("{} cannot register for {}", entry.operator, set.name);
            self.establish(operator, &call, entry.span, &what)?;
        }
        Ok(())
    }

    /// Operators let sets hold parts of their vaults, which are empty: at once.
    pub(crate) fn allocate(&mut self) -> Result<(), PlayError> {
        for entry in &self.scenario.allocations {
            let set = self.set(entry.set)?;
            let vault = self.scenario.vaults.get(entry.vault);
            let vault = vault.ok_or_else(|| ChainError("no such vault".into()))?;
            let call = allocateCall {
                vault: self.address(&vault.name)?,
                avs: self.address(&set.avs)?,
                id: set.id,
                magnitude: entry.magnitude,
            };
            let what = format!("{} cannot be allocated to {}", vault.name, set.name);
            let operator = self.address(&vault.operator)?;
            self.establish(operator, &call, entry.span, &what)?;
        }
        Ok(())
    }

    /// A call of the AVS registry that every rule looks at and that must not fail.
    fn establish<C: SolCall>(
        &mut self,
        from: Address,
        call: &C,
        span: Span,
        what: &str,
    ) -> Result<(), PlayError> {
        if self.options.is_stopped() {
            return Err(PlayError::Interrupted);
        }
        let sent = self.send(from, AVS_REGISTRY, call.abi_encode().into())?;
        let gas = sent.first()?.gas_used;
        let name = C::SIGNATURE.split('(').next().unwrap_or_default();
        self.note_gas(Module::AvsRegistry, name, gas);
        self.must_succeed(sent, span, what)
    }

    fn set(&self, index: usize) -> Result<&OperatorSet, PlayError> {
        let set = self.scenario.sets.get(index);
        Ok(set.ok_or_else(|| ChainError("no such set".into()))?)
    }

    fn optional(&self, name: Option<&String>) -> Result<Address, PlayError> {
        name.map_or(Ok(Address::ZERO), |name| self.address(name))
    }

    fn terms(&self, set: &OperatorSet) -> Result<Terms, PlayError> {
        let asset = |(token, weight): &(usize, U256)| {
            let token = self.scenario.tokens.get(*token).map(|token| token.spec.address());
            Asset { token: token.unwrap_or_default(), weight: *weight }
        };
        Ok(Terms {
            slasher: self.address(&set.slasher)?,
            resolver: self.optional(set.resolver.as_ref())?,
            vetoWindow: set.veto,
            executionWindow: set.execute,
            escrowDelay: set.escrow,
            faultWindow: set.fault,
            cap: set.cap,
            capWindow: set.cap_window,
            minimumWeight: set.minimum_weight,
            operatorCap: set.operator_cap,
            acceptsLeverage: set.is_leveraged,
            admission: set.admission,
            gate: self.optional(set.gate.as_ref())?,
            assets: set.assets.iter().map(asset).collect(),
        })
    }
}
