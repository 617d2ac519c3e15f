//! What allocations depend on, and the whole as it is stored.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, U256};
use restaking_abi::{IVault, IVaultFactory};
use support::*;

fn units(amount: u128) -> U256 {
    U256::from(amount)
}

fn profile(world: &mut World) -> IVault::profileReturn {
    world.view(IVault::profileCall {})
}

#[test]
fn profile_tells_what_is_fixed_at_birth() {
    let mut world = World::with(IVaultFactory::VaultParams {
        epochLength: 2 * DAY,
        exitDelay: 21 * DAY,
        leverageLimit: units(3 * ONE),
        maxRedistributable: units(7),
        ..params()
    });
    let expected = IVault::profileReturn {
        operator: OPERATOR,
        asset: TOKEN,
        epochLength: 2 * DAY,
        exitDelay: 21 * DAY,
        leverageLimit: units(3 * ONE),
        maxRedistributable: units(7),
        magnitude: units(WHOLE),
        isEmpty: true,
        firstMaturity: 0,
    };
    assert_eq!(profile(&mut world), expected);
}

#[test]
fn profile_is_empty_until_somebody_holds_shares_and_once_all_have_left() {
    let mut world = World::new();
    world.deposit(ALICE, 1);
    assert!(!profile(&mut world).isEmpty);
    world.exit(ALICE);
    world.at(START + 14 * DAY - 1);
    assert!(!profile(&mut world).isEmpty, "on the way out is still in the pool");
    world.at(START + 14 * DAY);
    assert!(profile(&mut world).isEmpty, "though nobody settled");
}

#[test]
fn profile_tells_the_first_maturity_of_the_open_buckets() {
    let mut world = World::new();
    world.deposit(ALICE, 60 * ONE);
    world.deposit(BOB, 40 * ONE);
    assert_eq!(profile(&mut world).firstMaturity, 0);
    let first = world.exit(ALICE);
    world.at(START + 2 * DAY);
    world.exit(BOB);
    assert_eq!(profile(&mut world).firstMaturity, START + 14 * DAY);
    world.at(START + 14 * DAY);
    assert_eq!(profile(&mut world).firstMaturity, START + 16 * DAY, "the first is due");
    world.open_hold(0, START + 20 * DAY);
    world.at(START + 16 * DAY);
    assert_eq!(profile(&mut world).firstMaturity, START + 16 * DAY, "held");
    world.at(START + 20 * DAY);
    assert_eq!(profile(&mut world).firstMaturity, 0);
    assert_eq!(world.claim(ALICE, first), units(60 * ONE));
}

#[test]
fn profile_tells_what_slashes_left_of_the_whole_and_returns_brought_back() {
    let mut world = World::new();
    world.deposit(ALICE, 100 * ONE);
    let lane = world.open_hold(0, START + DAY);
    let id = world.slash(lane, WHOLE / 4, START + DAY, Address::ZERO).escrowId;
    assert_eq!(profile(&mut world).magnitude, units(WHOLE - WHOLE / 4));
    world.send(GOVERNANCE, IVault::returnEscrowCall { escrowId: id }).unwrap();
    assert_eq!(profile(&mut world).magnitude, units(WHOLE));
    let lane = world.open_hold(0, START + DAY);
    world.slash(lane, WHOLE, START + DAY, Address::ZERO);
    assert_eq!(profile(&mut world).magnitude, U256::ZERO);
    assert_eq!(world.view(IVault::magnitudeCall {}), U256::ZERO);
}
