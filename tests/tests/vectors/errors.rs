//! Errors by name, and where the protocol's differ from the model's.

use alloy_sol_types::SolInterface;
use restaking::abi::{
    IAvsRegistry::IAvsRegistryErrors, IGovernance::IGovernanceErrors, ISlashing::ISlashingErrors,
    IVault::IVaultErrors, IVaultFactory::IVaultFactoryErrors,
};

use crate::{names::Step, world::World};

/// The name of the error in revert data, or the data.
pub fn name_of(output: &[u8]) -> String {
    let debug = [
        decode::<IVaultErrors>(output),
        decode::<IVaultFactoryErrors>(output),
        decode::<IAvsRegistryErrors>(output),
        decode::<ISlashingErrors>(output),
        decode::<IGovernanceErrors>(output),
    ];
    match debug.into_iter().flatten().next() {
        Some(debug) => debug.split(['(', ' ', '{']).next().unwrap_or_default().to_owned(),
        None => format!("revert data {output:02x?}"),
    }
}

fn decode<E: SolInterface + std::fmt::Debug>(output: &[u8]) -> Option<String> {
    E::abi_decode(output).ok().map(|error| format!("{error:?}"))
}

/// The model's error for ours, where names differ.
fn model_name(error: &str) -> &str {
    match error {
        // The vault tells a request that has not matured from one that is held.
        "NotMatured" | "ExitHeld" => "NotSettled",
        other => other,
    }
}

/// Is `ours` what the model calls `theirs`?
pub fn agree<C>(world: &World<C>, step: Step<'_>, ours: &str, theirs: &str) -> bool {
    model_name(ours) == theirs || differs_knowingly(world, step, ours, theirs)
}

/// Where the protocol answers another error than the model, and why.
fn differs_knowingly<C>(world: &World<C>, step: Step<'_>, ours: &str, theirs: &str) -> bool {
    match (step.op(), ours, theirs) {
        // A request of which nothing was executed is forgotten once it is withdrawn: its evidence can be filed again.
        ("veto" | "withdraw" | "execute", "UnknownRequest", "RequestClosed") => {
            world.forgotten.contains(&step.seconds("id"))
        }
        _ => false,
    }
}
