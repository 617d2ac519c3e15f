//! The layout tables of the native contracts against solc's storage layout of their twins.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::SolValue;
use restaking::{
    AVS_REGISTRY, GOVERNANCE, OPERATOR_REGISTRY, SLASHING,
    abi::{IGovernance, IOperatorRegistry, ISlashing, IVault},
    avs_registry::AvsRegistryStorage,
    governance::GovernanceStorage,
    host::{Place, Row},
    operator_registry::OperatorRegistryStorage,
    slashing::SlashingStorage,
    vault::{VaultStorage, factory::FactoryStorage},
};
use restaking_tests::{
    ALICE, AVS, Artifact, BOB, CALLER, DAY, INSTANT, OPERATOR, Protocol, RECIPIENT, REDISTRIBUTING,
    WAD, WHOLE, World, mapping_slot,
};
use serde_json::Value;

/// A variable or member, in solc's words.
#[derive(Debug, PartialEq, Eq)]
struct Variable {
    label: String,
    slot: usize,
    offset: usize,
    bytes: usize,
    kind: String,
    members: Vec<Self>,
}

fn camel_case(snake: &str) -> String {
    let mut words = snake.split('_');
    let first = words.next().unwrap().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

fn of_row(row: &Row) -> Variable {
    Variable {
        label: camel_case(row.name),
        slot: row.slot,
        offset: row.offset,
        bytes: row.bytes,
        kind: row.solidity.clone(),
        members: row.members.iter().map(of_row).collect(),
    }
}

fn number(value: &Value) -> usize {
    value
        .as_str()
        .map_or_else(|| value.as_u64().unwrap().try_into().unwrap(), |text| text.parse().unwrap())
}

/// A variable of solc's layout. A name that is a keyword of Solidity ends there in an underscore. The members of a mapping are those of the struct that it leads to, as in our tables.
fn of_solc(variable: &Value, types: &Value, contract: &str) -> Variable {
    let kind = &types[variable["type"].as_str().unwrap()];
    let mut inner = kind;
    while let Some(value) = inner["value"].as_str() {
        inner = &types[value];
    }
    let members = inner["members"].as_array().map_or(&[][..], Vec::as_slice);
    Variable {
        label: variable["label"].as_str().unwrap().trim_end_matches('_').to_owned(),
        slot: number(&variable["slot"]),
        offset: number(&variable["offset"]),
        bytes: number(&kind["numberOfBytes"]),
        kind: kind["label"].as_str().unwrap().replace(&format!("{contract}."), ""),
        members: members.iter().map(|member| of_solc(member, types, contract)).collect(),
    }
}

fn assert_same_layout(rows: &[Row], twin: &str) {
    let artifact = Artifact::named(twin);
    let layout = artifact.storage_layout();
    let expected: Vec<Variable> = layout["storage"]
        .as_array()
        .unwrap()
        .iter()
        .map(|variable| of_solc(variable, &layout["types"], twin))
        .collect();
    let found: Vec<Variable> = rows.iter().map(of_row).collect();
    assert!(!expected.is_empty());
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
        assert_eq!(
            expected.members.is_empty(),
            !expected.kind.contains("struct "),
            "{}",
            expected.label
        );
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn vault_layout_is_that_of_its_twin() {
    assert_same_layout(&VaultStorage::members(), "VaultLayout");
}

#[test]
fn factory_layout_is_that_of_its_twin() {
    assert_same_layout(&FactoryStorage::members(), "VaultFactoryLayout");
}

#[test]
fn operator_registry_layout_is_that_of_its_twin() {
    assert_same_layout(&OperatorRegistryStorage::members(), "OperatorRegistryLayout");
}

#[test]
fn avs_registry_layout_is_that_of_its_twin() {
    assert_same_layout(&<AvsRegistryStorage as Place>::members(), "AvsRegistryLayout");
}

#[test]
fn slashing_layout_is_that_of_its_twin() {
    assert_same_layout(&SlashingStorage::members(), "SlashingLayout");
}

#[test]
fn governance_layout_is_that_of_its_twin() {
    assert_same_layout(&GovernanceStorage::members(), "GovernanceLayout");
}

/// Slot of a state variable of the vault by the twin's layout.
fn slot(path: &[&str]) -> U256 {
    slot_of("VaultLayout", path)
}

/// Slot of a state variable, or of a member of one, by a twin's layout.
fn slot_of(twin: &str, path: &[&str]) -> U256 {
    let artifact = Artifact::named(twin);
    let layout = artifact.storage_layout();
    let mut variables = &layout["storage"];
    let mut slot = 0;
    for label in path {
        let variable = variables.as_array().unwrap().iter().find(|v| v["label"] == *label).unwrap();
        slot += number(&variable["slot"]);
        variables = &layout["types"][variable["type"].as_str().unwrap()]["members"];
    }
    U256::from(slot)
}

#[test]
fn calls_write_the_slots_that_solc_names() {
    let mut world = World::builder().build();
    world.fund(ALICE, 1_000);
    let vault = world.vault;
    world
        .send(ALICE, vault, &IVault::depositCall { assets: U256::from(1_000), receiver: ALICE })
        .assert_success();
    world
        .send(ALICE, vault, &IVault::approveCall { spender: BOB, value: U256::from(7) })
        .assert_success();
    world
        .send(ALICE, vault, &IVault::setOperatorCall { operator: CALLER, approved: true })
        .assert_success();
    let exit = U256::from(400_000_000);
    let request = IVault::requestRedeemCall { shares: exit, controller: ALICE, owner: ALICE };
    let outcome = world.send(ALICE, vault, &request);
    let epoch = outcome.answer(&request);

    let mut read = |slot| world.chain.storage(vault, slot);
    let supply = U256::from(1_000_000_000);
    assert_eq!(read(slot(&["pool"])), U256::from(1_000) | supply << 112);
    assert_eq!(read(slot(&["holdings"])), U256::ONE << 224, "the next escrow is the first");
    assert_eq!(read(slot(&["queue", "head"])), epoch | U256::ONE << 40);
    assert_eq!(read(mapping_slot(epoch, slot(&["queue", "buckets"]))), exit << 112);
    let requests = mapping_slot(epoch, slot(&["queue", "requests"]));
    assert_eq!(read(mapping_slot(ALICE, requests)), exit);
    assert_eq!(read(mapping_slot(ALICE, slot(&["balances"]))), supply - exit);
    assert_eq!(read(mapping_slot(BOB, mapping_slot(ALICE, slot(&["allowances"])))), U256::from(7));
    assert_eq!(read(mapping_slot(CALLER, mapping_slot(ALICE, slot(&["operators"])))), U256::ONE);
    // Deposit cap, last epoch, and its bit in the window of 32 epochs that starts with it.
    let terms = ((U256::ONE << 112) - U256::ONE) | U256::from(20_000) << 152 | U256::ONE << 192;
    assert_eq!(read(slot(&["terms"])), terms);
    assert_eq!(read(slot(&["stake"])), U256::from(10).pow(U256::from(27)));
}

#[test]
fn create_vault_writes_the_slot_that_solc_names() {
    let mut world = World::builder().build();
    let mut read = |slot| world.chain.storage(restaking::VAULT_FACTORY, slot);
    let vault = U256::from_be_bytes(world.vault.into_word().0);
    let first = read(mapping_slot(world.vault, U256::ZERO));
    assert_eq!(first, U256::ONE << 160, "no vault before it, and it exists");
    let operator = read(mapping_slot(OPERATOR, U256::ONE));
    assert_eq!(operator, vault | U256::ONE << 160, "the last vault, and how many there are");
    assert_eq!(
        world.chain.storage(restaking::VAULT_FACTORY, mapping_slot(Address::ZERO, U256::ZERO)),
        U256::ZERO
    );
    assert_eq!(world.chain.now() / DAY, 20_000);
}

#[test]
fn registries_write_the_slots_that_solc_names() {
    let mut protocol = Protocol::new();
    let (vault, now) = (protocol.vault, U256::from(protocol.now()));
    let call = IOperatorRegistry::setCommissionCall { operator: OPERATOR, commission: WAD };
    let effective_at = protocol.send(OPERATOR, OPERATOR_REGISTRY, &call).answer(&call);
    let offer = IOperatorRegistry::transferControlCall { operator: OPERATOR, controller: BOB };
    protocol.send(OPERATOR, OPERATOR_REGISTRY, &offer).assert_success();
    let twin = |label| slot_of("OperatorRegistryLayout", &[label]);
    let mut read = |slot| protocol.world.chain.storage(OPERATOR_REGISTRY, slot);
    let registered = read(mapping_slot(OPERATOR, twin("operators")));
    assert_eq!(registered, U256::ONE << 224, "no recipient, no commission, registered");
    let pending = read(mapping_slot(OPERATOR, twin("pendingCommissions")));
    assert_eq!(pending, WAD | U256::from(effective_at) << 64);
    assert_eq!(read(mapping_slot(OPERATOR, twin("pendingControllers"))), word(BOB));

    let twin = |label| slot_of("AvsRegistryLayout", &[label]);
    let key = word(AVS) << 32 | U256::from(REDISTRIBUTING);
    let set = mapping_slot(key, twin("sets"));
    let mut read = |slot| protocol.world.chain.storage(AVS_REGISTRY, slot);
    assert_eq!(read(mapping_slot(AVS, twin("avss"))), U256::ONE);
    assert_eq!(read(twin("setCount")), U256::from(3));
    assert_eq!(read(mapping_slot(U256::from(2), twin("keys"))), key);
    assert_eq!(read(set + U256::ONE), word(RECIPIENT));
    let member = read(mapping_slot(OPERATOR, mapping_slot(key, twin("members"))));
    assert_eq!(member, U256::ONE << 160 | U256::ONE << 184 | U256::ONE << 192);
    // three tenths of the whole, in the second seat
    let held = WHOLE * U256::from(3) / U256::from(10);
    let allocation = mapping_slot(U256::from(2), mapping_slot(vault, twin("allocations")));
    assert_eq!(read(allocation), held | U256::from(2) << 240);
    let seat = mapping_slot(U256::ONE, mapping_slot(vault, twin("seats")));
    let expected = U256::from(2) | now << 24 | U256::ONE << 64 | now << 192;
    assert_eq!(read(seat), expected, "set 2, since now, one increase, from nothing, now");
}

#[test]
fn slashing_and_governance_write_the_slots_that_solc_names() {
    let mut protocol =
        Protocol::builder().terms(|_, terms| terms.cap = WAD / U256::from(2)).build();
    let (vault, now) = (protocol.vault, U256::from(protocol.now()));
    let (request, _) = protocol.slash(INSTANT, 50);
    let ISlashing::Request { avs, setId, operator, evidence, .. } = request;
    let id = ISlashing::requestIdCall { avs, setId, operator, evidence };
    let id = protocol.view(SLASHING, &id);
    let digest = U256::from_be_bytes(keccak256(request.abi_encode()).0) >> 48;
    let twin = |label| slot_of("SlashingLayout", &[label]);
    let mut read = |slot| protocol.world.chain.storage(SLASHING, slot);
    assert_eq!(read(mapping_slot(id, twin("requests"))), digest | U256::ONE << 224, "executed");
    let held = WHOLE * U256::from(2) / U256::from(10);
    let key = word(AVS) << 32 | U256::from(INSTANT);
    let cap = read(mapping_slot(key, mapping_slot(vault, twin("caps"))));
    assert_eq!(cap, now | held << 40 | (held >> 1) << 136);

    protocol.guard(&IGovernance::pauseFilingCall { duration: DAY }).assert_success();
    protocol.quarantine(DAY);
    let pause = now | (now + U256::from(DAY)) << 40;
    let twin = |path: &[&str]| slot_of("GovernanceLayout", path);
    let mut read = |slot| protocol.world.chain.storage(GOVERNANCE, slot);
    assert_eq!(read(twin(&["filing", "head"])), pause);
    assert_eq!(read(mapping_slot(AVS, twin(&["quarantines"]))), pause);
}

fn word(account: Address) -> U256 {
    U256::from_be_bytes(account.into_word().0)
}
