//! Owner, guardian, and how a call reaches them.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use restaking_abi::IGovernance::{
    self, GuardianSet, OwnershipOffered, OwnershipTransferred, acceptOwnershipCall, guardianCall,
    ownerCall, pendingOwnerCall, setGuardianCall, transferOwnershipCall,
};
use restaking_governance::{GovernanceConfig, GovernanceError};
use restaking_host::memory::{Status, Transaction};
use support::*;

fn not_owner(caller: Address) -> Option<Bytes> {
    error(GovernanceError::NotOwner { caller })
}

fn not_offered(caller: Address) -> Option<Bytes> {
    error(GovernanceError::OwnershipNotOffered { caller })
}

#[test]
fn officers_are_those_of_genesis_until_others_are_set() {
    let mut world = World::new();
    assert_eq!(world.view(ownerCall {}), OWNER);
    assert_eq!(world.view(guardianCall {}), GUARDIAN);
    assert_eq!(world.view(pendingOwnerCall {}), Address::ZERO);
    assert_eq!(world.chain.storage_of(GOVERNANCE).count(), 0);
}

#[test]
fn transfer_changes_the_owner_only_once_accepted() {
    let mut world = World::new();
    let offer = transferOwnershipCall { owner: ALICE };
    world.send_logging(OWNER, offer, OwnershipOffered { owner: ALICE });
    assert_eq!(world.view(pendingOwnerCall {}), ALICE);
    assert_eq!(world.view(ownerCall {}), OWNER);
    assert_eq!(world.send(ALICE, setGuardianCall { guardian: BOB }).err(), not_owner(ALICE));

    world.send_logging(ALICE, acceptOwnershipCall {}, OwnershipTransferred { owner: ALICE });
    assert_eq!(world.view(ownerCall {}), ALICE);
    assert_eq!(world.view(pendingOwnerCall {}), Address::ZERO);
    assert_eq!(world.send(OWNER, setGuardianCall { guardian: BOB }).err(), not_owner(OWNER));
    world.send(ALICE, setGuardianCall { guardian: BOB }).unwrap();
}

#[test]
fn transfer_back_to_the_owner_of_genesis_works() {
    let mut world = World::new();
    world.send(OWNER, transferOwnershipCall { owner: ALICE }).unwrap();
    world.send(ALICE, acceptOwnershipCall {}).unwrap();
    world.send(ALICE, transferOwnershipCall { owner: OWNER }).unwrap();
    world.send(OWNER, acceptOwnershipCall {}).unwrap();
    assert_eq!(world.view(ownerCall {}), OWNER);
}

#[test]
fn transfer_reverts_for_others_than_the_owner() {
    let mut world = World::new();
    for caller in [ALICE, GUARDIAN, Address::ZERO] {
        let offered = world.send(caller, transferOwnershipCall { owner: caller });
        assert_eq!(offered.err(), not_owner(caller));
    }
}

#[test]
fn accept_reverts_without_an_offer_to_the_caller() {
    let mut world = World::new();
    for caller in [ALICE, OWNER, Address::ZERO] {
        assert_eq!(world.send(caller, acceptOwnershipCall {}).err(), not_offered(caller));
    }
    world.send(OWNER, transferOwnershipCall { owner: ALICE }).unwrap();
    for caller in [BOB, OWNER, Address::ZERO] {
        assert_eq!(world.send(caller, acceptOwnershipCall {}).err(), not_offered(caller));
    }
}

#[test]
fn accept_reverts_once_the_offer_was_withdrawn_replaced_or_taken() {
    let mut world = World::new();
    world.send(OWNER, transferOwnershipCall { owner: ALICE }).unwrap();
    let none = transferOwnershipCall { owner: Address::ZERO };
    world.send_logging(OWNER, none, OwnershipOffered { owner: Address::ZERO });
    assert_eq!(world.send(ALICE, acceptOwnershipCall {}).err(), not_offered(ALICE));

    world.send(OWNER, transferOwnershipCall { owner: ALICE }).unwrap();
    world.send(OWNER, transferOwnershipCall { owner: BOB }).unwrap();
    assert_eq!(world.send(ALICE, acceptOwnershipCall {}).err(), not_offered(ALICE));
    world.send(BOB, acceptOwnershipCall {}).unwrap();
    assert_eq!(world.send(BOB, acceptOwnershipCall {}).err(), not_offered(BOB));
}

#[test]
fn set_guardian_replaces_the_guardian() {
    let mut world = World::new();
    let call = setGuardianCall { guardian: ALICE };
    world.send_logging(OWNER, call, GuardianSet { guardian: ALICE });
    assert_eq!(world.view(guardianCall {}), ALICE);
    let refused = world.pause(GUARDIAN, Filing, 1).err();
    assert_eq!(refused, error(GovernanceError::NotGuardian { caller: GUARDIAN }));
    world.pause(ALICE, Filing, 1).unwrap();
}

#[test]
fn set_guardian_reverts_for_others_than_the_owner() {
    let mut world = World::new();
    for caller in [ALICE, GUARDIAN, Address::ZERO] {
        let set = world.send(caller, setGuardianCall { guardian: caller });
        assert_eq!(set.err(), not_owner(caller));
    }
}

#[test]
fn set_guardian_zero_leaves_nobody_who_pauses() {
    let mut world = World::new();
    world.paused(Filing, START, START + 100);
    world.send(OWNER, setGuardianCall { guardian: Address::ZERO }).unwrap();
    assert_eq!(world.view(guardianCall {}), Address::ZERO);
    for caller in [GUARDIAN, OWNER, Address::ZERO] {
        let refused = error(GovernanceError::NotGuardian { caller });
        for subject in SUBJECTS {
            assert_eq!(world.pause(caller, subject, 1).err(), refused);
            assert_eq!(world.unpause(caller, subject).err(), refused);
        }
    }
    assert_eq!(world.last(Filing), (START, START + 100, START + 200), "it ends by itself");
    world.send(OWNER, setGuardianCall { guardian: BOB }).unwrap();
    world.unpause(BOB, Filing).unwrap();
}

#[test]
fn officers_named_zero_at_genesis_are_nobody() {
    let mut world = World::with(&GovernanceConfig::new(Address::ZERO, Address::ZERO).encode());
    let zero = Address::ZERO;
    assert_eq!(world.view(ownerCall {}), zero);
    assert_eq!(world.send(zero, setGuardianCall { guardian: ALICE }).err(), not_owner(zero));
    let refused = world.pause(zero, Filing, 1).err();
    assert_eq!(refused, error(GovernanceError::NotGuardian { caller: zero }));
}

#[test]
fn config_reads_back_what_was_encoded() {
    let config = GovernanceConfig {
        owner: OWNER,
        guardian: GUARDIAN,
        exit_delay_least: 1,
        exit_delay_most: u64::MAX,
    };
    assert_eq!(GovernanceConfig::decode(&config.encode()), Ok(config));
    let public = GovernanceConfig::new(OWNER, GUARDIAN);
    assert_eq!((public.exit_delay_least, public.exit_delay_most), (14 * DAY, 60 * DAY));
}

#[test]
fn call_reverts_without_data_when_genesis_wrote_something_else() {
    let code = GovernanceConfig::new(OWNER, GUARDIAN).encode();
    for length in [0, 19, 20, 40, 48, code.len() - 1] {
        let mut world = World::with(code.get(..length).unwrap());
        assert_eq!(world.send(ALICE, ownerCall {}).err(), empty(), "{length}");
    }
}

#[test]
fn call_reverts_without_data_on_value_and_malformed_calldata() {
    let mut world = World::new();
    world.chain.set_balance(OWNER, U256::from(1));
    let input = setGuardianCall { guardian: ALICE }.abi_encode();
    let mut dirty = input.clone();
    dirty[4] = 1;
    let short = input.get(..input.len() - 1).unwrap().to_vec();
    for bad in [vec![], vec![0; 4], short, dirty] {
        let tx = Transaction::new(OWNER, GOVERNANCE, bad.into());
        let receipt = world.chain.transact(tx).unwrap();
        assert_eq!((receipt.status, receipt.output), (Status::Revert, Bytes::new()));
    }
    let tx = Transaction::new(OWNER, GOVERNANCE, input.into()).with_value(U256::from(1));
    let receipt = world.chain.transact(tx).unwrap();
    assert_eq!((receipt.status, receipt.output), (Status::Revert, Bytes::new()));
    assert_eq!(world.view(IGovernance::guardianCall {}), GUARDIAN);
}
