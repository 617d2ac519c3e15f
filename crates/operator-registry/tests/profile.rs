//! Description and reward recipient.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use restaking_abi::IOperatorRegistry::{
    MetadataUpdated, RewardRecipientSet, setRewardRecipientCall, updateMetadataCall,
};
use support::*;

#[test]
fn update_metadata_reverts_without_operator_before_it_looks_at_the_caller() {
    let mut world = World::new();
    world.refuses(BOB, metadata(), NOT_OPERATOR);
    world.refuses(OPERATOR, metadata(), NOT_OPERATOR);
    world.send(OPERATOR, registration(0)).unwrap();
    world.refuses(BOB, metadata(), not_controller(BOB));
    world.send(OPERATOR, retirement()).unwrap();
    world.refuses(OPERATOR, metadata(), NOT_OPERATOR);
}

#[test]
fn update_metadata_logs_and_stores_nothing() {
    let mut world = World::with_operator();
    let before = world.stored();
    let event: MetadataUpdated = world.logged(OPERATOR, metadata());
    assert_eq!((event.operator, &*event.metadataURI), (OPERATOR, "ipfs://two"));
    assert_eq!(world.stored(), before);
}

#[test]
fn update_metadata_is_open_to_appointees_for_it_alone() {
    let mut world = World::with_operator();
    world.appoint(OPERATOR, BOB, REGISTRY, setRewardRecipientCall::SELECTOR);
    world.appoint(OPERATOR, BOB, AVS_REGISTRY, updateMetadataCall::SELECTOR);
    world.refuses(BOB, metadata(), not_controller(BOB));
    world.appoint(OPERATOR, BOB, REGISTRY, updateMetadataCall::SELECTOR);
    world.send(BOB, metadata()).unwrap();
    world.send(OPERATOR, retirement()).unwrap();
    world.refuses(BOB, metadata(), NOT_OPERATOR);
}

#[test]
fn set_reward_recipient_reverts_without_operator_before_it_looks_at_the_caller() {
    let mut world = World::new();
    world.refuses(BOB, recipient(BOB), NOT_OPERATOR);
    world.refuses(OPERATOR, recipient(BOB), NOT_OPERATOR);
    world.send(OPERATOR, registration(0)).unwrap();
    for caller in [BOB, RECIPIENT] {
        world.refuses(caller, recipient(BOB), not_controller(caller));
    }
}

#[test]
fn set_reward_recipient_sets_it_and_nothing_else() {
    let mut world = World::with_operator();
    let event: RewardRecipientSet = world.logged(OPERATOR, recipient(BOB));
    assert_eq!((event.operator, event.recipient), (OPERATOR, BOB));
    assert_eq!(world.recipient(OPERATOR), BOB);
    assert_eq!(world.commission(OPERATOR), (TENTH, TENTH, 0));
    assert!(world.is_operator(OPERATOR));
    assert_eq!(world.controller(OPERATOR), OPERATOR);
}

#[test]
fn set_reward_recipient_answers_the_operator_when_it_is_zero() {
    let mut world = World::under_alice();
    let event: RewardRecipientSet = world.logged(ALICE, recipient(Address::ZERO));
    assert_eq!(event.recipient, OPERATOR);
    assert_eq!(world.recipient(OPERATOR), OPERATOR);
}

#[test]
fn set_reward_recipient_is_open_to_appointees_for_it_alone() {
    let mut world = World::with_operator();
    world.appoint(OPERATOR, BOB, REGISTRY, updateMetadataCall::SELECTOR);
    world.appoint(OPERATOR, BOB, AVS_REGISTRY, setRewardRecipientCall::SELECTOR);
    world.refuses(BOB, recipient(BOB), not_controller(BOB));
    world.appoint(OPERATOR, BOB, REGISTRY, setRewardRecipientCall::SELECTOR);
    world.send(BOB, recipient(BOB)).unwrap();
    assert_eq!(world.recipient(OPERATOR), BOB);
}
