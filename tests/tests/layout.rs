//! The layout tables of the native contracts against solc's storage layout of their twins.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]

use alloy_primitives::{Address, U256};
use restaking::{
    abi::IVault,
    host::{Place, Row},
    vault::{VaultStorage, factory::FactoryStorage},
};
use restaking_tests::{ALICE, Artifact, BOB, CALLER, DAY, World, mapping_slot};
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

/// A variable of solc's layout. The members of a mapping are those of the struct that it leads to, as in our tables.
fn of_solc(variable: &Value, types: &Value, contract: &str) -> Variable {
    let kind = &types[variable["type"].as_str().unwrap()];
    let mut inner = kind;
    while let Some(value) = inner["value"].as_str() {
        inner = &types[value];
    }
    let members = inner["members"].as_array().map_or(&[][..], Vec::as_slice);
    Variable {
        label: variable["label"].as_str().unwrap().to_owned(),
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

/// Slot of a state variable by the twin's layout.
fn slot(path: &[&str]) -> U256 {
    let artifact = Artifact::named("VaultLayout");
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
    let slot = mapping_slot(world.vault, U256::ZERO);
    assert_eq!(world.chain.storage(restaking::VAULT_FACTORY, slot), U256::ONE);
    assert_eq!(
        world.chain.storage(restaking::VAULT_FACTORY, mapping_slot(Address::ZERO, U256::ZERO)),
        U256::ZERO
    );
    assert_eq!(world.chain.now() / DAY, 20_000);
}
