//! What slashers, resolvers and executors do.

use alloy_primitives::{Address, B256, Log, U256, keccak256};
use alloy_sol_types::SolEvent;
use restaking::{
    GOVERNANCE, SLASHING,
    abi::{
        IGovernance,
        ISlashing::{self, Charge, Request, SlashExecuted, SlashFiled},
        IVault,
    },
    vault::BURN_ADDRESS,
};
use serde_json::{Map, Value, json};

use crate::{
    chain::Chain,
    names::{Step, named, number, set_named, text},
    world::{Called, World},
};

impl<C: Chain> World<C> {
    pub fn file(&mut self, step: Step<'_>) -> Called<Value> {
        let (avs, set_id) = set_named(step.text("set"));
        let charge = |entry: &Value| Charge {
            vault: self.vault_or_account(entry[0].as_str().unwrap()),
            fraction: number(&entry[1]),
        };
        let call = ISlashing::fileCall {
            avs,
            setId: set_id,
            operator: named(step.text("operator")),
            charges: step.list("vaults").iter().map(charge).collect(),
            faultTime: step.seconds("fault"),
            evidence: keccak256(step.text("evidence")),
            evidenceURI: String::new(),
        };
        let (_, logs) = self.send_logged(step.from(), SLASHING, &call)?;
        let request = events::<SlashFiled>(&logs).next().unwrap().request;
        let number = u64::try_from(self.requests.len() + 1).unwrap();
        let reserved = request.slices.iter();
        let reserved = self.by_name(reserved.map(|slice| (slice.vault, slice.reserved)));
        let mut result = json!({ "id": number, "reserved": reserved });
        if request.resolver.is_zero() {
            let taken = events::<SlashExecuted>(&logs).map(|taken| (taken.vault, taken.assets));
            result["assets"] = self.by_name(taken);
        }
        self.requests.insert(number, request);
        self.note_escrows(number, &logs);
        Ok(result)
    }

    fn by_name(&self, amounts: impl Iterator<Item = (Address, U256)>) -> Value {
        let name = |address: Address| {
            let mut vaults = self.vaults.iter();
            vaults.find(|(_, vault)| vault.address == address).unwrap().0.clone()
        };
        let entries = amounts.map(|(vault, amount)| (name(vault), text(amount)));
        entries.collect::<Map<_, _>>().into()
    }

    /// The vault's names for what it took into escrow.
    fn note_escrows(&mut self, number: u64, logs: &[Log]) {
        for taken in events::<SlashExecuted>(logs).filter(|taken| !taken.escrowId.is_zero()) {
            self.escrows.insert((taken.vault, number), taken.escrowId);
        }
    }

    pub fn veto(&mut self, step: Step<'_>) -> Called<Value> {
        let call = ISlashing::vetoCall { request: self.request(step) };
        self.send(step.from(), SLASHING, &call)?;
        Ok(json!({}))
    }

    pub fn withdraw(&mut self, step: Step<'_>) -> Called<Value> {
        let request = self.request(step);
        let Request { avs, setId: set_id, operator, evidence, .. } = request;
        let ask = ISlashing::requestIdCall { avs, setId: set_id, operator, evidence };
        self.send(step.from(), SLASHING, &ISlashing::withdrawCall { request })?;
        let id = self.view(SLASHING, &ask)?;
        if self.view(SLASHING, &ISlashing::statusOfCall { id })?.digest.is_zero() {
            self.forgotten.insert(step.seconds("id"));
        }
        Ok(json!({}))
    }

    pub fn execute(&mut self, step: Step<'_>) -> Called<Value> {
        let vault = self.vault_or_account(step.text("vault"));
        let call = ISlashing::executeCall { request: self.request(step), vault };
        let (executed, logs) = self.send_logged(step.from(), SLASHING, &call)?;
        self.note_escrows(step.seconds("id"), &logs);
        Ok(json!({ "taken": text(executed.magnitude), "assets": text(executed.assets) }))
    }

    pub fn release(&mut self, step: Step<'_>) -> Called<Value> {
        let vault = self.vault_in(step)?;
        let call = IVault::releaseEscrowCall { escrowId: self.escrow(vault, step) };
        let released = self.send(step.from(), vault, &call)?;
        Ok(json!({ "to": self.recipient(released.to), "assets": text(released.paid) }))
    }

    pub fn return_escrow(&mut self, step: Step<'_>) -> Called<Value> {
        let vault = self.vault_in(step)?;
        let call = IGovernance::returnEscrowCall { vault, escrowId: self.escrow(vault, step) };
        let returned = self.send(step.from(), GOVERNANCE, &call)?;
        Ok(json!({ "assets": text(returned.toPool), "grown": text(returned.magnitude) }))
    }

    /// The vault's name for an escrow; one that it never gave if there is none.
    fn escrow(&self, vault: Address, step: Step<'_>) -> U256 {
        self.escrows.get(&(vault, step.seconds("id"))).copied().unwrap_or(U256::MAX)
    }

    fn recipient(&self, account: Address) -> String {
        let sets = self.params["sets"].as_array().unwrap();
        let mut names = sets.iter().map(|set| set["dest"].as_str().unwrap());
        let name = names.find(|name| named(name) == account);
        let is_burned = account == BURN_ADDRESS;
        name.map_or_else(|| if is_burned { "burn".into() } else { account.to_string() }, Into::into)
    }

    /// A request by number; one that nobody filed if there is none.
    fn request(&self, step: Step<'_>) -> Request {
        self.requests.get(&step.seconds("id")).cloned().unwrap_or_else(|| Request {
            avs: Address::ZERO,
            setId: 0,
            operator: Address::ZERO,
            evidence: B256::ZERO,
            faultTime: 0,
            filedAt: 0,
            vetoWindow: 0,
            executionWindow: 0,
            escrowDelay: 0,
            resolver: Address::ZERO,
            recipient: Address::ZERO,
            slices: Vec::new(),
        })
    }
}

/// The events of one kind that Slashing logged.
fn events<E: SolEvent>(logs: &[Log]) -> impl Iterator<Item = E> + '_ {
    let logs = logs.iter().filter(|log| log.address == SLASHING);
    logs.filter_map(|log| E::decode_log_data(&log.data).ok())
}
