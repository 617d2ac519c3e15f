//! The Rust bindings against solc's ABI of the same files, and the interfaces of the standards against ours.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use alloy_json_abi::{Function, JsonAbi, StateMutability};
use alloy_sol_types::{SolEventInterface, SolInterface};
use restaking::abi::{
    IAvsRegistry, IGovernance, IOperatorRegistry, IRegistrar, ISlashing, IVault, IVaultFactory,
};
use restaking_tests::artifact::{repository_files, repository_json, repository_text};

const INTERFACES: [&str; 7] = [
    "IVault",
    "IVaultFactory",
    "IOperatorRegistry",
    "IAvsRegistry",
    "ISlashing",
    "IGovernance",
    "IRegistrar",
];

fn json_abi(interface: &str) -> JsonAbi {
    serde_json::from_value(repository_json(&format!("contracts-abi/json/{interface}.json")))
        .unwrap()
}

fn source(interface: &str) -> String {
    repository_text(&format!("contracts-abi/sol/{interface}.sol"))
}

fn functions(abi: &JsonAbi) -> BTreeMap<[u8; 4], String> {
    abi.functions().map(|function| (function.selector().0, function.signature())).collect()
}

fn errors(abi: &JsonAbi) -> BTreeMap<[u8; 4], String> {
    abi.errors().map(|error| (error.selector().0, error.signature())).collect()
}

fn assert_same_selectors<I: SolInterface>(solc: &BTreeMap<[u8; 4], String>, named: &[&str]) {
    let selectors: BTreeSet<_> = (0..I::COUNT).filter_map(I::selector_at).collect();
    assert_eq!(selectors, solc.keys().copied().collect());
    assert_eq!(
        BTreeSet::from_iter(named.iter().copied()),
        solc.values().map(String::as_str).collect()
    );
    assert_eq!(named.len(), solc.len());
}

/// The bindings of an interface, by what it declares.
macro_rules! assert_same_functions {
    ($($interface:ident $calls:ident),*) => {$(
        let solc = functions(&json_abi(stringify!($interface)));
        assert_same_selectors::<$interface::$calls>(&solc, $interface::$calls::SIGNATURES);
    )*};
}

macro_rules! assert_same_errors {
    ($($interface:ident $errors:ident),*) => {$(
        let solc = errors(&json_abi(stringify!($interface)));
        assert_same_selectors::<$interface::$errors>(&solc, $interface::$errors::SIGNATURES);
    )*};
}

#[test]
fn function_selectors_are_those_of_solc() {
    assert_same_functions!(
        IVault IVaultCalls,
        IVaultFactory IVaultFactoryCalls,
        IOperatorRegistry IOperatorRegistryCalls,
        IAvsRegistry IAvsRegistryCalls,
        ISlashing ISlashingCalls,
        IGovernance IGovernanceCalls,
        IRegistrar IRegistrarCalls
    );
}

#[test]
fn error_selectors_are_those_of_solc() {
    assert_same_errors!(
        IVault IVaultErrors,
        IVaultFactory IVaultFactoryErrors,
        IOperatorRegistry IOperatorRegistryErrors,
        IAvsRegistry IAvsRegistryErrors,
        ISlashing ISlashingErrors,
        IGovernance IGovernanceErrors
    );
    assert!(json_abi("IRegistrar").errors.is_empty());
}

#[test]
fn event_topics_are_those_of_solc() {
    fn assert_same_topics(interface: &str, bindings: &[[u8; 32]], count: usize) {
        let abi = json_abi(interface);
        let topics: BTreeSet<_> = abi.events().map(|event| event.selector().0).collect();
        assert_eq!(topics.len(), abi.events().count(), "{interface}");
        assert_eq!(topics, bindings.iter().copied().collect(), "{interface}");
        assert_eq!(topics.len(), count, "{interface}");
    }
    macro_rules! assert_all {
        ($($interface:ident $events:ident),*) => {$(
            assert_same_topics(
                stringify!($interface),
                $interface::$events::SELECTORS,
                $interface::$events::COUNT,
            );
        )*};
    }
    assert_all!(
        IVault IVaultEvents,
        IVaultFactory IVaultFactoryEvents,
        IOperatorRegistry IOperatorRegistryEvents,
        IAvsRegistry IAvsRegistryEvents,
        ISlashing ISlashingEvents,
        IGovernance IGovernanceEvents
    );
    assert!(json_abi("IRegistrar").events.is_empty());
}

#[test]
fn names_are_unique_so_that_no_binding_is_renamed() {
    for interface in INTERFACES {
        let abi = json_abi(interface);
        assert!(abi.functions.values().all(|overloads| overloads.len() == 1), "{interface}");
        assert!(abi.events.values().all(|overloads| overloads.len() == 1), "{interface}");
        assert!(abi.errors.values().all(|overloads| overloads.len() == 1), "{interface}");
    }
}

#[test]
fn every_interface_is_checked() {
    let files: BTreeSet<String> = repository_files("contracts-abi/sol").into_iter().collect();
    assert_eq!(files, INTERFACES.map(|interface| format!("{interface}.sol")).into());
    let artifacts: BTreeSet<String> = repository_files("contracts-abi/json").into_iter().collect();
    assert_eq!(artifacts, INTERFACES.map(|interface| format!("{interface}.json")).into());
}

#[test]
fn interfaces_are_self_contained() {
    for interface in INTERFACES {
        let source = source(interface);
        assert!(
            !source.lines().any(|line| line.trim_start().starts_with("import ")),
            "{interface}"
        );
        assert!(source.contains(&format!("\ninterface {interface} {{\n")), "{interface} inherits");
    }
}

#[test]
fn no_function_takes_value() {
    for interface in INTERFACES {
        let abi = json_abi(interface);
        assert!(
            abi.functions().all(|function| function.state_mutability != StateMutability::Payable)
        );
        assert!(abi.receive.is_none() && abi.fallback.is_none());
    }
}

#[test]
fn every_error_has_a_variant() {
    for (interface, file) in [
        ("IVault", "crates/vault/src/error.rs"),
        ("IVaultFactory", "crates/vault/src/factory/error.rs"),
        ("IOperatorRegistry", "crates/operator-registry/src/error.rs"),
        ("IAvsRegistry", "crates/avs-registry/src/error.rs"),
        ("ISlashing", "crates/slashing/src/error.rs"),
        ("IGovernance", "crates/governance/src/error.rs"),
    ] {
        let text = repository_text(file);
        let variants: Vec<&str> = text
            .lines()
            .zip(text.lines().skip(1))
            .filter(|(above, _)| above.trim_start().starts_with("#[error("))
            .map(|(_, line)| line.trim().split([' ', ',']).next().unwrap())
            .collect();
        let abi = json_abi(interface);
        let unique: BTreeSet<&str> = variants.iter().copied().collect();
        assert_eq!(unique, abi.errors.keys().map(String::as_str).collect(), "{file}");
        assert_eq!(variants.len(), unique.len(), "{file}");
    }
}

/// `name(types) mutability → types`, in solc's words.
fn described(function: &Function) -> String {
    let outputs: Vec<_> =
        function.outputs.iter().map(|output| output.selector_type().into_owned()).collect();
    let mutability = function.state_mutability.as_json_str();
    format!("{} {mutability} ({})", function.signature(), outputs.join(","))
}

const ERC20: &[&str] = &[
    "totalSupply() view (uint256)",
    "balanceOf(address) view (uint256)",
    "transfer(address,uint256) nonpayable (bool)",
    "allowance(address,address) view (uint256)",
    "approve(address,uint256) nonpayable (bool)",
    "transferFrom(address,address,uint256) nonpayable (bool)",
    // optional in the ERC
    "name() view (string)",
    "symbol() view (string)",
    "decimals() view (uint8)",
];

const ERC2612: &[&str] = &[
    "permit(address,address,uint256,uint256,uint8,bytes32,bytes32) nonpayable ()",
    "nonces(address) view (uint256)",
    "DOMAIN_SEPARATOR() view (bytes32)",
];

const ERC4626: &[&str] = &[
    "asset() view (address)",
    "totalAssets() view (uint256)",
    "convertToShares(uint256) view (uint256)",
    "convertToAssets(uint256) view (uint256)",
    "maxDeposit(address) view (uint256)",
    "previewDeposit(uint256) view (uint256)",
    "deposit(uint256,address) nonpayable (uint256)",
    "maxMint(address) view (uint256)",
    "previewMint(uint256) view (uint256)",
    "mint(uint256,address) nonpayable (uint256)",
    "maxWithdraw(address) view (uint256)",
    "previewWithdraw(uint256) view (uint256)",
    "withdraw(uint256,address,address) nonpayable (uint256)",
    "maxRedeem(address) view (uint256)",
    "previewRedeem(uint256) view (uint256)",
    "redeem(uint256,address,address) nonpayable (uint256)",
];

const ERC7540: &[&str] = &[
    // asynchronous redemption
    "requestRedeem(uint256,address,address) nonpayable (uint256)",
    "pendingRedeemRequest(uint256,address) view (uint256)",
    "claimableRedeemRequest(uint256,address) view (uint256)",
    // operators
    "isOperator(address,address) view (bool)",
    "setOperator(address,bool) nonpayable (bool)",
];

const ERC7575: &[&str] = &["share() view (address)"];

const ERC7887: &[&str] = &[
    "cancelRedeemRequest(uint256,address) nonpayable ()",
    "pendingCancelRedeemRequest(uint256,address) view (bool)",
    "claimableCancelRedeemRequest(uint256,address) view (uint256)",
    "claimCancelRedeemRequest(uint256,address,address) nonpayable ()",
];

const ERC165: &[&str] = &["supportsInterface(bytes4) view (bool)"];

#[test]
fn vault_has_every_function_of_the_standards() {
    let abi = json_abi("IVault");
    let found: BTreeSet<String> = abi.functions().map(described).collect();
    for (standard, functions) in [
        ("ERC-20", ERC20),
        ("ERC-2612", ERC2612),
        ("ERC-4626", ERC4626),
        ("ERC-7540", ERC7540),
        ("ERC-7575", ERC7575),
        ("ERC-7887", ERC7887),
        ("ERC-165", ERC165),
    ] {
        for function in functions {
            assert!(found.contains(*function), "{standard}: {function}");
        }
    }
}

/// Event, with its indexed parameters marked.
#[test]
fn vault_has_every_event_of_the_standards() {
    let abi = json_abi("IVault");
    let found: BTreeSet<String> = abi
        .events()
        .map(|event| {
            let parameters: Vec<_> = event
                .inputs
                .iter()
                .map(|input| {
                    format!("{}{}", input.selector_type(), if input.indexed { "*" } else { "" })
                })
                .collect();
            format!("{}({})", event.name, parameters.join(","))
        })
        .collect();
    for event in [
        "Transfer(address*,address*,uint256)",
        "Approval(address*,address*,uint256)",
        "Deposit(address*,address*,uint256,uint256)",
        "Withdraw(address*,address*,address*,uint256,uint256)",
        "RedeemRequest(address*,address*,uint256*,address,uint256)",
        "OperatorSet(address*,address*,bool)",
        "CancelRedeemRequest(address*,uint256*,address)",
        "CancelRedeemClaim(address*,address*,uint256*,address,uint256)",
    ] {
        assert!(found.contains(event), "{event}");
    }
}

#[test]
fn mutability_is_that_of_the_source() {
    for interface in INTERFACES {
        let source = source(interface);
        let abi = json_abi(interface);
        for function in abi.functions() {
            let (_, declaration) =
                source.split_once(&format!("function {}(", function.name)).unwrap();
            let (declaration, _) = declaration.split_once(';').unwrap();
            let is_view = declaration.split_whitespace().any(|word| word == "view");
            let is_view_in_json = function.state_mutability == StateMutability::View;
            assert_eq!(is_view, is_view_in_json, "{interface}: {}", function.name);
        }
    }
}

#[test]
fn every_declaration_has_a_notice() {
    let mut count = 0;
    for interface in INTERFACES {
        let source = source(interface);
        let mut comment = String::new();
        for line in source.lines().map(str::trim) {
            let is_declaration = ["function ", "event ", "error ", "struct ", "interface "]
                .iter()
                .any(|keyword| line.starts_with(keyword));
            if is_declaration {
                let is_documented = comment.contains("@notice ") || comment.contains("@title ");
                assert!(is_documented, "{interface}: no @notice above: {line}");
                count += 1;
            }
            if line.starts_with("///") {
                comment.push_str(line);
                comment.push('\n');
            } else {
                comment.clear();
            }
        }
    }
    let declared: usize = INTERFACES
        .iter()
        .map(|interface| {
            let abi = json_abi(interface);
            abi.functions().count() + abi.events().count() + abi.errors().count()
        })
        .sum();
    // The interfaces and their structs: one of the factory, three of the AVS registry, three of Slashing.
    assert_eq!(count, declared + INTERFACES.len() + 7);
}
