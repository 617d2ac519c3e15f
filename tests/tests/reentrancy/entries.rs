//! Every function of every module that changes state, with arguments.

use alloy_json_abi::{Function, JsonAbi, StateMutability};
use alloy_primitives::{Address, Bytes};
use restaking::{AVS_REGISTRY, GOVERNANCE, OPERATOR_REGISTRY, SLASHING, VAULT_FACTORY};
use restaking_tests::artifact::repository_json;

use crate::{
    arguments::{VARIANTS, argument},
    encode::calldata,
    stage::Facts,
};

/// A call.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Module and function, and what is different.
    pub name: String,
    pub to: Address,
    pub input: Bytes,
}

/// Every module.
pub const MODULES: [&str; 6] =
    ["Vault", "VaultFactory", "OperatorRegistry", "AvsRegistry", "Slashing", "Governance"];

/// Every function of every module that changes state, once, and the variants.
pub fn entries(facts: &Facts) -> Vec<Entry> {
    let mut entries = Vec::new();
    for module in MODULES {
        for function in changes(module) {
            let name = format!("{module}.{}", function.name);
            entries.push(entry(facts, module, &function, ""));
            for (_, variant) in VARIANTS.iter().filter(|(of, _)| *of == name) {
                entries.push(entry(facts, module, &function, variant));
            }
        }
    }
    entries
}

/// Every function of a vault that changes nothing and answers.
pub fn views(facts: &Facts) -> Vec<Entry> {
    let answers = |function: &Function| {
        let is_view = function.state_mutability != StateMutability::NonPayable;
        is_view && !["previewWithdraw", "previewRedeem"].contains(&function.name.as_str())
    };
    let views = functions("Vault").into_iter().filter(answers);
    views.map(|function| entry(facts, "Vault", &function, "")).collect()
}

/// The functions of a module that change state.
pub fn changes(module: &str) -> Vec<Function> {
    let changes = |function: &Function| function.state_mutability == StateMutability::NonPayable;
    functions(module).into_iter().filter(changes).collect()
}

fn functions(module: &str) -> Vec<Function> {
    let json = repository_json(&format!("contracts-abi/json/I{module}.json"));
    let abi: JsonAbi = serde_json::from_value(json).unwrap();
    abi.functions().cloned().collect()
}

fn entry(facts: &Facts, module: &str, function: &Function, variant: &str) -> Entry {
    let name = format!("{module}.{}", function.name);
    let arguments: Vec<_> = function
        .inputs
        .iter()
        .map(|parameter| {
            argument(facts, &name, variant, &parameter.name)
                .unwrap_or_else(|| panic!("{name}: no argument for {}", parameter.name))
        })
        .collect();
    let to = match module {
        "VaultFactory" => VAULT_FACTORY,
        "OperatorRegistry" => OPERATOR_REGISTRY,
        "AvsRegistry" => AVS_REGISTRY,
        "Slashing" => SLASHING,
        "Governance" => GOVERNANCE,
        _ => facts.vault,
    };
    let name = if variant.is_empty() { name } else { format!("{name} {variant}") };
    Entry { name, to, input: calldata(function, &arguments) }
}
