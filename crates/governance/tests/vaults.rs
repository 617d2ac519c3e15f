//! What governance does to a vault.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, U256};
use restaking_abi::IGovernance::{payRecoveryCall, returnEscrowCall};
use restaking_governance::GovernanceError;
use support::*;

#[test]
fn pause_of_deposits_tells_the_vault_its_end_after_it_was_stored() {
    let mut world = World::new();
    world.pause(GUARDIAN, Deposits(VAULT), 100).unwrap();
    let until = START + 100;
    assert_eq!(world.told(VAULT), Told { caller: GOVERNANCE, calls: 1, until, known: until });
    assert_eq!(world.told(OTHER_VAULT).calls, 0);
}

#[test]
fn unpause_of_deposits_tells_the_vault_now_after_it_was_stored() {
    let mut world = World::new();
    world.pause(GUARDIAN, Deposits(VAULT), 100).unwrap();
    let until = START + 99;
    world.at(until).unpause(GUARDIAN, Deposits(VAULT)).unwrap();
    assert_eq!(world.told(VAULT), Told { caller: GOVERNANCE, calls: 2, until, known: until });
}

#[test]
fn pause_of_anything_else_tells_no_vault() {
    let mut world = World::new();
    for subject in [Allocations, Filing, Quarantine(VAULT)] {
        world.pause(GUARDIAN, subject, 100).unwrap();
        world.unpause(GUARDIAN, subject).unwrap();
    }
    assert_eq!(world.told(VAULT).calls, 0);
}

#[test]
fn pause_of_deposits_that_reverts_tells_the_vault_nothing() {
    let mut world = World::new();
    world.pause(ALICE, Deposits(VAULT), 100).unwrap_err();
    world.pause(GUARDIAN, Deposits(VAULT), 0).unwrap_err();
    world.unpause(GUARDIAN, Deposits(VAULT)).unwrap_err();
    assert_eq!(world.told(VAULT).calls, 0);
}

#[test]
fn pause_of_deposits_passes_on_the_refusal_of_the_vault_and_stores_nothing() {
    let mut world = World::new();
    world.mute_vault();
    assert_eq!(world.pause(GUARDIAN, Deposits(VAULT), 100).err(), Some(REFUSAL));
    assert_eq!(world.last(Deposits(VAULT)), (0, 0, 0));
    assert_eq!(world.chain.storage_of(GOVERNANCE).count(), 0);
    let own = world.pause(GUARDIAN, Deposits(VAULT), 0).err();
    let most = WEEK;
    assert_eq!(
        own,
        error(GovernanceError::PauseTooLong { duration: 0, most }),
        "checks come first"
    );
}

#[test]
fn unpause_of_deposits_passes_on_the_refusal_of_the_vault_and_ends_nothing() {
    let mut world = World::new();
    world.pause(GUARDIAN, Deposits(VAULT), 100).unwrap();
    world.mute_vault();
    world.at(START + 10);
    assert_eq!(world.unpause(GUARDIAN, Deposits(VAULT)).err(), Some(REFUSAL));
    assert_eq!(world.last(Deposits(VAULT)), (START, START + 100, START + 200));
}

#[test]
fn pause_of_deposits_reverts_on_an_account_without_code() {
    let mut world = World::new();
    assert_eq!(world.pause(GUARDIAN, Deposits(ALICE), 100).err(), empty());
    assert_eq!(world.last(Deposits(ALICE)), (0, 0, 0));
}

#[test]
fn return_escrow_passes_on_what_the_vault_answers() {
    let mut world = World::new();
    for id in [U256::ZERO, U256::from(7), U256::from(u64::MAX)] {
        let call = returnEscrowCall { vault: VAULT, escrowId: id };
        let returned = world.send(GUARDIAN, call).unwrap();
        assert_eq!(returned.toPool, id + U256::from(1));
        assert_eq!(returned.magnitude, id + U256::from(2));
    }
    assert_eq!((world.told(VAULT).caller, world.told(VAULT).calls), (GOVERNANCE, 3));
    world.mute_vault();
    let call = returnEscrowCall { vault: VAULT, escrowId: U256::from(7) };
    assert_eq!(world.send(GUARDIAN, call).err(), Some(REFUSAL));
}

#[test]
fn return_escrow_asks_who_calls_first() {
    let mut world = World::new();
    for caller in [ALICE, OWNER, Address::ZERO] {
        for vault in [VAULT, ALICE] {
            let call = returnEscrowCall { vault, escrowId: U256::from(1) };
            let refused = world.send(caller, call).err();
            assert_eq!(refused, error(GovernanceError::NotGuardian { caller }));
        }
    }
    let call = returnEscrowCall { vault: ALICE, escrowId: U256::from(1) };
    assert_eq!(world.send(GUARDIAN, call).err(), empty(), "there is no contract");
    assert_eq!(world.told(VAULT).calls, 0);
}

#[test]
fn pay_recovery_passes_on_what_the_vault_answers() {
    let mut world = World::new();
    for assets in [U256::ZERO, U256::from(7), U256::from(u128::MAX)] {
        let call = payRecoveryCall { vault: VAULT, to: BOB, assets };
        let paid = world.send(OWNER, call).unwrap();
        assert_eq!(paid, assets + U256::from_be_slice(BOB.as_slice()));
    }
    assert_eq!((world.told(VAULT).caller, world.told(VAULT).calls), (GOVERNANCE, 3));
    world.mute_vault();
    let call = payRecoveryCall { vault: VAULT, to: BOB, assets: U256::from(7) };
    assert_eq!(world.send(OWNER, call).err(), Some(REFUSAL));
}

#[test]
fn pay_recovery_asks_who_calls_first() {
    let mut world = World::new();
    let assets = U256::from(1);
    for caller in [ALICE, GUARDIAN, Address::ZERO] {
        for vault in [VAULT, ALICE] {
            let refused = world.send(caller, payRecoveryCall { vault, to: BOB, assets }).err();
            assert_eq!(refused, error(GovernanceError::NotOwner { caller }));
        }
    }
    let refused = world.send(OWNER, payRecoveryCall { vault: ALICE, to: BOB, assets }).err();
    assert_eq!(refused, empty(), "there is no contract");
    assert_eq!(world.told(VAULT).calls, 0);
}
