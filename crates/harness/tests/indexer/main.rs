//! The indexer against random sequences of every call of every module, and against events that are lost.
#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]
#![allow(clippy::cast_possible_truncation)] // of small random numbers

mod actions;
mod alone;
mod avs;
mod governance;
mod operators;
mod random;
mod sabotage;
mod setup;
mod signer;
mod slashing;
mod staking;
mod world;

use std::collections::BTreeSet;

use alloy_primitives::{Address, Log, U256};
use alloy_sol_types::SolEvent;
use restaking::abi::IAvsRegistry::ChangeCompleted;
use restaking::abi::IVault::LossReconciled;
use restaking::avs_registry::AvsRegistryStorage;
use restaking::governance::GovernanceStorage;
use restaking::host::{Place, Row, low_bits};
use restaking::operator_registry::OperatorRegistryStorage;
use restaking::slashing::SlashingStorage;
use restaking::vault::VaultStorage;
use restaking::vault::factory::FactoryStorage;
use restaking::{AVS_REGISTRY, GOVERNANCE, OPERATOR_REGISTRY, SLASHING, VAULT_FACTORY};
use restaking_harness::chain::{Chain, Write};

use world::World;

/// Worlds played, each from a seed of its own.
const WORLDS: u64 = 24;
/// Transactions after a world was set up.
const TRANSACTIONS: usize = 1_000;

#[test]
fn events_tell_every_word_after_every_transaction() {
    let (mut kinds, mut sent) = (BTreeSet::new(), 0);
    for seed in 0..WORLDS {
        let mut world = World::new(seed);
        actions::play(&mut world, TRANSACTIONS);
        compare_all(&mut world);
        sent += world.sent;
        kinds.extend(world.kinds());
    }
    assert!(sent >= 20_000, "{sent} transactions are too few");
    let missing: Vec<_> =
        sabotage::kinds().into_iter().filter(|kind| !kinds.contains(&kind.topic)).collect();
    assert!(missing.is_empty(), "never seen: {missing:?}");
}

/// Every word that the events told of, not only those of the last transaction; and its name in the layout.
fn compare_all(world: &mut World) {
    let words: Vec<_> = world.indexer.expected().collect();
    for (account, slot, value) in words {
        let name = world.indexer.name(account, slot).expect("an expected word has a name");
        assert_eq!(world.chain.storage(account, slot), value, "{name}");
        let path: String = without_keys(&name);
        let fixed = fixed_slot(&rows(account), path.split('.'));
        let number = fixed.unwrap_or_else(|| panic!("{name} is not in the layout"));
        assert!(name.contains('[') || slot.saturating_to::<usize>() == number, "{name}");
    }
}

fn rows(account: Address) -> Vec<Row> {
    match account {
        VAULT_FACTORY => FactoryStorage::members(),
        OPERATOR_REGISTRY => OperatorRegistryStorage::members(),
        AVS_REGISTRY => <AvsRegistryStorage as Place>::members(),
        SLASHING => SlashingStorage::members(),
        GOVERNANCE => GovernanceStorage::members(),
        _ => VaultStorage::members(),
    }
}

/// `queue.buckets[5]` without `[5]`.
fn without_keys(name: &str) -> String {
    name.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect()
}

/// The slot of a path in a layout table, the slots of its members added up.
fn fixed_slot<'p>(rows: &[Row], mut path: impl Iterator<Item = &'p str>) -> Option<usize> {
    let Some(name) = path.next() else { return Some(0) };
    let row = rows.iter().find(|row| row.name == name)?;
    Some(row.slot + fixed_slot(&row.members, path)?)
}

#[test]
fn a_loss_that_a_returned_escrow_bears_is_told_by_two_events() {
    let mut world = World::new(3_000);
    world.wait(7);
    setup::lose(&mut world);
    let logs = &world.tape.last().expect("the return was recorded").logs;
    let is_loss = |log: &&Log| log.topics().first() == Some(&LossReconciled::SIGNATURE_HASH);
    assert_eq!(logs.iter().filter(is_loss).count(), 2);
}

#[test]
fn a_change_that_the_next_one_completes_is_told_before_it() {
    let mut world = World::new(5_000);
    setup::raise_after_decrease(&mut world);
    let logs = &world.tape.last().expect("the increase was recorded").logs;
    let changes = logs.iter().filter_map(|log| ChangeCompleted::decode_log(log).ok());
    assert_eq!(changes.map(|change| change.isIncrease).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_difference_names_account_field_and_both_values() {
    let mut world = World::new(4_000);
    let (address, slot) = (world.vaults[0], U256::ZERO);
    let old = world.chain.storage(address, slot);
    let changed = Write { address, slot, old, new: old + U256::from(1) };
    let found =
        world.indexer.compare(&[changed], &mut |account, slot| world.chain.storage(account, slot));
    let assets = low_bits(old, 112);
    let expected = format!(
        "vault {address:#x} pool.assets: {assets} by the events, {} in storage",
        assets + U256::from(1)
    );
    assert_eq!(found, [expected]);
    let unknown = Write { slot: U256::from(99), new: U256::from(5), ..changed };
    let found =
        world.indexer.compare(&[unknown], &mut |account, slot| world.chain.storage(account, slot));
    let name = format!("vault {address:#x} slot 0x63: 0 by the events, 5 in storage");
    assert_eq!(found, [name]);
    let foreign = Write { address: Address::ZERO, ..unknown };
    let found =
        world.indexer.compare(&[foreign], &mut |account, slot| world.chain.storage(account, slot));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn comparison_fails_without_any_event_that_carries_state() {
    let mut world = World::new(1_000);
    actions::play(&mut world, 6_000);
    let unnoticed: BTreeSet<_> = sabotage::kinds()
        .into_iter()
        .filter(|kind| world.tape.iter().any(|taped| taped.has(kind)))
        .filter(|kind| !sabotage::is_noticed(&world.tape, kind))
        .map(|kind| kind.name)
        .collect();
    let stateless = sabotage::STATELESS.iter().copied().map(String::from).collect();
    assert_eq!(unnoticed, stateless);
}

#[test]
fn comparison_fails_after_any_change_of_a_field_that_carries_state() {
    let mut world = World::new(2_000);
    actions::play(&mut world, 4_000);
    for (kind, field) in sabotage::FIELDS {
        assert!(sabotage::is_change_noticed(&world.tape, kind, *field), "{kind}, word {field}");
    }
}
