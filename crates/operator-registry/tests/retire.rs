//! Retirement.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use alloy_primitives::Bytes;
use alloy_sol_types::SolCall;
use restaking_abi::IOperatorRegistry::{OperatorRetired, retireCall, setCommissionCall};
use restaking_host::memory::Status;
use restaking_operator_registry::OperatorRegistryError;
use support::*;

const LIVE: OperatorRegistryError = OperatorRegistryError::AllocationsLive { operator: OPERATOR };

#[test]
fn retire_reverts_in_the_order_of_its_checks() {
    let mut world = World::new();
    world.set_live(OPERATOR, true);
    world.refuses(BOB, retirement(), NOT_OPERATOR);
    world.send(OPERATOR, registration(TENTH)).unwrap();
    world.refuses(BOB, retirement(), not_controller(BOB));
    world.refuses(OPERATOR, retirement(), LIVE);
    world.set_live(OPERATOR, false);
    world.send(OPERATOR, retirement()).unwrap();
    world.refuses(OPERATOR, retirement(), NOT_OPERATOR);
}

#[test]
fn retire_asks_about_the_operator_and_not_the_caller() {
    let mut world = World::under_alice();
    world.set_live(ALICE, true);
    let event: OperatorRetired = world.logged(ALICE, retirement());
    assert_eq!(event.operator, OPERATOR);
    assert!(!world.is_operator(OPERATOR));
}

#[test]
fn retire_finds_nothing_live_when_the_avs_registry_has_no_code() {
    let mut world = World::bare();
    world.send(OPERATOR, registration(TENTH)).unwrap();
    world.send(OPERATOR, retirement()).unwrap();
    assert!(!world.is_operator(OPERATOR));
}

#[test]
fn retire_passes_on_the_failure_of_the_avs_registry() {
    let mut world = World::with_operator();
    world.break_avs_registry();
    let broken = Bytes::from_static(b"broken");
    assert_eq!(world.send(OPERATOR, retirement()).err(), Some(broken));
    world.silence_avs_registry();
    let receipt = world.receipt(OPERATOR, retirement());
    assert_eq!((receipt.status, receipt.output), (Status::Revert, Bytes::new()));
    assert!(world.is_operator(OPERATOR));
}

#[test]
fn retire_keeps_controller_appointees_and_terms() {
    let mut world = World::under_alice();
    world.appoint(ALICE, BOB, REGISTRY, setCommissionCall::SELECTOR);
    world.send(ALICE, retirement()).unwrap();
    assert_eq!(world.controller(OPERATOR), ALICE);
    assert_eq!(world.recipient(OPERATOR), RECIPIENT);
    assert_eq!(world.commission(OPERATOR), (TENTH, TENTH, 0));
    world.hand_over(OPERATOR, ALICE, OPERATOR);
    world.send(OPERATOR, registration(TENTH)).unwrap();
    world.send(BOB, commission(0)).unwrap();
}

#[test]
fn retire_is_open_to_appointees_for_it_alone() {
    let mut world = World::with_operator();
    world.appoint(OPERATOR, BOB, REGISTRY, setCommissionCall::SELECTOR);
    world.appoint(OPERATOR, BOB, AVS_REGISTRY, retireCall::SELECTOR);
    world.refuses(BOB, retirement(), not_controller(BOB));
    world.appoint(OPERATOR, BOB, REGISTRY, retireCall::SELECTOR);
    world.send(BOB, retirement()).unwrap();
    assert!(!world.is_operator(OPERATOR));
}
