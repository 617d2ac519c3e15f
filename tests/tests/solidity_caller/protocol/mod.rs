//! Operator registry, AVS registry, Slashing and governance: calls that succeed, and every error.

mod avss;
mod cases;
mod governors;
mod operators;
mod requests;
mod stage;

use std::collections::BTreeSet;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, SolError};
pub use cases::{changes, views};
use restaking_tests::{
    ALICE, CALLER, Protocol, World, artifact::repository_json, fixtures::ICaller,
};

/// Collects the errors that were seen.
#[derive(Default)]
struct Refusals(BTreeSet<String>);

impl Refusals {
    /// `call` by [`CALLER`] reverts with exactly `error`, passed on through Solidity.
    #[track_caller]
    fn expect<E: SolError>(
        &mut self,
        world: &mut World,
        to: Address,
        call: &impl SolCall,
        error: &E,
    ) {
        let bubble = ICaller::bubbleCall { to, data: call.abi_encode().into() };
        world.try_send(ALICE, CALLER, &bubble).assert_error(error);
        self.0.insert(E::SIGNATURE.to_owned());
    }

    /// Passes if every error of the interface was seen, and nothing else.
    #[track_caller]
    fn assert_complete(&self, interface: &str) {
        let json = repository_json(&format!("contracts-abi/json/{interface}.json"));
        let abi: alloy_json_abi::JsonAbi = serde_json::from_value(json).unwrap();
        let declared: BTreeSet<String> = abi.errors().map(|error| error.signature()).collect();
        assert_eq!(self.0, declared, "{interface}");
    }
}

/// Whatever role there is, another account has it.
fn strangers() -> Protocol {
    Protocol::new()
}
