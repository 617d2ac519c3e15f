//! What the guardian pauses.

use alloy_primitives::Address;
use restaking::{
    GOVERNANCE,
    abi::IGovernance::{
        endQuarantineCall, pauseAllocationsCall, pauseDepositsCall, pauseFilingCall,
        quarantineCall, unpauseAllocationsCall, unpauseDepositsCall, unpauseFilingCall,
    },
};
use serde_json::{Value, json};

use crate::{
    chain::Chain,
    names::{Step, named},
    world::{Called, World},
};

impl<C: Chain> World<C> {
    pub fn pause(&mut self, step: Step<'_>) -> Called<Value> {
        let (from, duration) = (step.from(), step.seconds("duration"));
        match step.text("what") {
            "deposits" => {
                for vault in self.every_vault() {
                    self.send(from, GOVERNANCE, &pauseDepositsCall { vault, duration })?;
                }
            }
            "allocations" => {
                self.send(from, GOVERNANCE, &pauseAllocationsCall { duration })?;
            }
            "filing" => {
                self.send(from, GOVERNANCE, &pauseFilingCall { duration })?;
            }
            what => {
                self.send(from, GOVERNANCE, &quarantineCall { avs: avs_in(what), duration })?;
            }
        }
        Ok(json!({}))
    }

    pub fn unpause(&mut self, step: Step<'_>) -> Called<Value> {
        let from = step.from();
        match step.text("what") {
            "deposits" => {
                for vault in self.every_vault() {
                    self.send(from, GOVERNANCE, &unpauseDepositsCall { vault })?;
                }
            }
            "allocations" => {
                self.send(from, GOVERNANCE, &unpauseAllocationsCall {})?;
            }
            "filing" => {
                self.send(from, GOVERNANCE, &unpauseFilingCall {})?;
            }
            what => {
                self.send(from, GOVERNANCE, &endQuarantineCall { avs: avs_in(what) })?;
            }
        }
        Ok(json!({}))
    }

    /// The switch first: if it refuses, nothing was done.
    fn every_vault(&self) -> Vec<Address> {
        let vaults = self.vaults.values().map(|vault| vault.address);
        std::iter::once(self.switch).chain(vaults).collect()
    }
}

fn avs_in(what: &str) -> Address {
    named(what.strip_prefix("avs:").unwrap())
}
