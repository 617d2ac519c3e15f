//! Stake by epoch.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, U256};
use restaking_abi::IVault;
use restaking_vault::VaultError;
use support::*;

fn stake(world: &mut World, day: u64) -> u128 {
    world.view(IVault::stakeAtEpochCall { epoch: U256::from(START / DAY + day) }).to::<u128>() / ONE
}

#[test]
fn stake_at_epoch_reverts_on_an_epoch_that_has_not_begun() {
    let mut world = World::new();
    let (epoch, current) = (U256::from(START / DAY + 1), U256::from(START / DAY));
    let refused = world.send(ALICE, IVault::stakeAtEpochCall { epoch }).err();
    assert_eq!(refused, Some(error(VaultError::EpochNotBegun { epoch, current })));
}

#[test]
fn stake_at_epoch_is_zero_before_the_first_deposit() {
    let mut world = World::new();
    world.at(START + 3 * DAY).deposit(ALICE, 10 * ONE);
    assert_eq!(stake(&mut world, 0), 0);
    assert_eq!(world.view(IVault::stakeAtEpochCall { epoch: U256::from(1) }), U256::ZERO);
    assert_eq!(stake(&mut world, 2), 0);
    assert_eq!(stake(&mut world, 3), 10);
}

#[test]
fn stake_at_epoch_is_the_closing_state_whatever_came_later() {
    let mut world = World::new();
    let mut expected = Vec::new();
    let mut total = 0;
    for (day, deposit) in
        [(0, 10), (1, 5), (4, 7), (5, 1), (9, 2), (10, 3), (11, 4), (30, 6), (31, 8)]
    {
        world.at(START + day * DAY).deposit(ALICE, deposit * ONE);
        world.at(START + day * DAY + DAY - 1).deposit(BOB, ONE);
        total += deposit + 1;
        expected.push((day, total));
    }
    world.at(START + 1_000 * DAY);
    for day in 0..=40 {
        let closing = expected.iter().rev().find(|(touched, _)| *touched <= day).unwrap().1;
        assert_eq!(stake(&mut world, day), closing, "day {day}");
    }
}

#[test]
fn stake_at_epoch_leaves_out_exits_from_the_start_of_their_epoch_though_nobody_settles() {
    let mut world = World::new();
    world.deposit(ALICE, 60 * ONE);
    world.deposit(BOB, 40 * ONE);
    world.exit(ALICE);
    world.at(START + 400 * DAY);
    assert_eq!(stake(&mut world, 13), 100);
    assert_eq!(stake(&mut world, 14), 40);
    assert_eq!(stake(&mut world, 399), 40);
    world.send(BOB, IVault::settleCall {}).unwrap();
    for (day, left) in [(13, 100), (14, 40), (399, 40), (400, 40)] {
        assert_eq!(stake(&mut world, day), left, "day {day} after settlement");
    }
}

#[test]
fn stake_at_epoch_leaves_out_held_exits_too() {
    let mut world = World::new();
    world.deposit(ALICE, 60 * ONE);
    world.deposit(BOB, 40 * ONE);
    world.exit(ALICE);
    world.at(START + 13 * DAY);
    world.open_hold(0, START + 20 * DAY);
    world.at(START + 16 * DAY);
    assert_eq!(stake(&mut world, 15), 40);
    assert_eq!(
        world.view(IVault::totalAssetsCall {}),
        U256::from(100 * ONE),
        "held: still in the pool"
    );
}

#[test]
fn stake_at_epoch_remembers_a_cancelled_exit_as_it_was() {
    let mut world = World::new();
    world.deposit(ALICE, 60 * ONE);
    let id = world.exit(ALICE);
    world.at(START + 10 * DAY);
    world
        .send(ALICE, IVault::cancelRedeemRequestCall { requestId: id, controller: ALICE })
        .unwrap();
    world.at(START + 20 * DAY);
    assert_eq!(stake(&mut world, 14), 60, "cancelled before it matured");
}

#[test]
fn stake_at_epoch_shows_a_slash_from_its_epoch_on() {
    let mut world = World::new();
    world.deposit(ALICE, 100 * ONE);
    world.at(START + 2 * DAY);
    let lane = world.open_hold(0, START + 3 * DAY);
    world.slash(lane, WHOLE / 4, START + 3 * DAY, Address::ZERO);
    world.at(START + 5 * DAY);
    assert_eq!((stake(&mut world, 1), stake(&mut world, 2), stake(&mut world, 5)), (100, 75, 75));
}

#[test]
fn stake_at_epoch_finds_its_way_through_sparse_windows() {
    let mut world = World::new();
    // Days far apart and close together, on both sides of the boundaries of windows of 32 epochs.
    let days = [0, 31, 32, 33, 63, 64, 200, 201, 1_000, 1_023, 1_024, 1_056, 1_057, 3_000];
    for (index, day) in days.iter().enumerate() {
        world.at(START + day * DAY).deposit(ALICE, ONE << index);
    }
    world.at(START + 4_000 * DAY);
    for day in (0..3_100).chain([3_999, 4_000]) {
        let changes = days.iter().filter(|touched| **touched <= day).count();
        assert_eq!(stake(&mut world, day), (1 << changes) - 1, "day {day}");
    }
}

#[test]
fn history_takes_one_slot_for_an_epoch_and_one_for_a_window() {
    let mut world = World::new();
    world.deposit(ALICE, ONE);
    for day in 1..=70 {
        let before = world.chain.storage_of(world.vault).count();
        world.at(START + day * DAY).deposit(ALICE, ONE);
        let slots = world.chain.storage_of(world.vault).count() - before;
        let opens_window = (START / DAY + day).is_multiple_of(32);
        assert_eq!(slots, if opens_window { 2 } else { 1 }, "day {day}");
    }
}
