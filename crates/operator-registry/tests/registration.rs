//! Registration by the operator itself, and the registry's configuration.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use restaking_abi::IOperatorRegistry::{self, OperatorRegistered, registerCall};
use restaking_host::memory::{Status, Transaction};
use restaking_host::{Place, Row};
use restaking_operator_registry::{
    OperatorRegistryConfig, OperatorRegistryError, OperatorRegistryStorage,
};
use support::*;

#[test]
fn register_makes_the_caller_an_operator_that_controls_itself() {
    let mut world = World::new();
    assert!(!world.is_operator(OPERATOR));
    let event: OperatorRegistered = world.logged(OPERATOR, registration(TENTH));
    assert_eq!((event.operator, event.rewardRecipient), (OPERATOR, RECIPIENT));
    assert_eq!((event.commission, &*event.metadataURI), (U256::from(TENTH), "ipfs://one"));
    assert!(world.is_operator(OPERATOR));
    assert!(!world.is_operator(RECIPIENT));
    assert_eq!(world.controller(OPERATOR), OPERATOR);
    assert_eq!(world.recipient(OPERATOR), RECIPIENT);
    assert_eq!(world.commission(OPERATOR), (TENTH, TENTH, 0));
    assert_eq!(world.nonce(OPERATOR), 0);
    assert_eq!(world.stored().len(), 1);
}

#[test]
fn register_answers_the_operator_when_the_recipient_is_zero() {
    let mut world = World::new();
    let call = registerCall { rewardRecipient: Address::ZERO, ..registration(0) };
    let event: OperatorRegistered = world.logged(OPERATOR, call);
    assert_eq!(event.rewardRecipient, OPERATOR);
    assert_eq!(world.recipient(OPERATOR), OPERATOR);
}

#[test]
fn register_reverts_when_another_controls_the_operator_whether_registered_or_not() {
    let mut world = World::under_alice();
    world.refuses(OPERATOR, registration(ONE + 1), not_controller(OPERATOR));
    world.send(ALICE, retirement()).unwrap();
    world.refuses(OPERATOR, registration(ONE + 1), not_controller(OPERATOR));
    world.refuses(OPERATOR, registration(0), not_controller(OPERATOR));
}

#[test]
fn register_reverts_when_control_was_handed_over_before_the_first_registration() {
    let mut world = World::new();
    world.hand_over(OPERATOR, OPERATOR, ALICE);
    world.refuses(OPERATOR, registration(0), not_controller(OPERATOR));
    world.hand_over(OPERATOR, ALICE, OPERATOR);
    world.send(OPERATOR, registration(0)).unwrap();
    assert!(world.is_operator(OPERATOR));
}

#[test]
fn register_reverts_when_registered_before_it_looks_at_the_commission() {
    let mut world = World::with_operator();
    let registered = OperatorRegistryError::AlreadyRegistered { operator: OPERATOR };
    world.refuses(OPERATOR, registration(ONE + 1), registered);
    world.refuses(OPERATOR, registration(0), registered);
}

#[test]
fn register_reverts_on_a_commission_over_the_whole() {
    let mut world = World::new();
    for commission in [U256::from(ONE + 1), U256::from(u64::MAX) + U256::from(1), U256::MAX] {
        let call = registerCall { commission, ..registration(0) };
        let error = OperatorRegistryError::CommissionOutOfRange { commission };
        world.refuses(OPERATOR, call, error);
    }
}

#[test]
fn register_takes_a_commission_from_nothing_to_the_whole() {
    for commission in [0, 1, ONE - 1, ONE] {
        let mut world = World::new();
        world.send(OPERATOR, registration(commission)).unwrap();
        assert_eq!(world.commission(OPERATOR), (commission, commission, 0));
    }
}

#[test]
fn register_after_retirement_replaces_recipient_and_commission_at_once() {
    let mut world = World::with_operator();
    world.send(OPERATOR, retirement()).unwrap();
    let call = registerCall { rewardRecipient: BOB, ..registration(ONE) };
    world.send(OPERATOR, call).unwrap();
    assert!(world.is_operator(OPERATOR));
    assert_eq!(world.recipient(OPERATOR), BOB);
    assert_eq!(world.commission(OPERATOR), (ONE, ONE, 0));
}

#[test]
fn register_after_retirement_drops_a_pending_commission() {
    for elapsed in [0, 14 * DAY] {
        let mut world = World::with_operator();
        world.send(OPERATOR, commission(ONE)).unwrap();
        world.send(OPERATOR, retirement()).unwrap();
        world.at(START + elapsed).send(OPERATOR, registration(1)).unwrap();
        assert_eq!(world.commission(OPERATOR), (1, 1, 0));
        world.at(START + 14 * DAY);
        assert_eq!(world.commission(OPERATOR), (1, 1, 0));
    }
}

#[test]
fn unknown_account_controls_itself_and_has_nothing() {
    let mut world = World::new();
    assert_eq!(world.controller(BOB), BOB);
    assert_eq!(world.recipient(BOB), BOB);
    assert_eq!(world.commission(BOB), (0, 0, 0));
    let pending = world.view(IOperatorRegistry::pendingControllerOfCall { operator: BOB });
    assert_eq!(pending, Address::ZERO);
}

#[test]
fn configuration_survives_code_and_back() {
    let config = OperatorRegistryConfig { avs_registry: AVS_REGISTRY };
    let code = config.encode();
    assert_eq!(OperatorRegistryConfig::decode(&code).unwrap(), config);
    for cut in 0..code.len() {
        assert!(OperatorRegistryConfig::decode(&code[..cut]).is_err(), "cut at {cut}");
    }
    assert_eq!(World::new().view(IOperatorRegistry::avsRegistryCall {}), AVS_REGISTRY);
}

#[test]
fn registry_without_configuration_reverts_empty() {
    let mut world = World::new();
    world.install_bare_registry();
    let input = registration(0).abi_encode();
    let receipt = world.chain.transact(Transaction::new(OPERATOR, CONTRACT, input.into())).unwrap();
    assert_eq!((receipt.status, receipt.output), (Status::Revert, Bytes::new()));
}

#[test]
fn layout_keeps_an_operator_in_one_slot() {
    let rows = OperatorRegistryStorage::members();
    let place = |row: &Row| (row.name, row.slot, row.offset);
    assert_eq!(
        rows.iter().map(place).collect::<Vec<_>>(),
        [
            ("operators", 0, 0),
            ("pending_commissions", 1, 0),
            ("controllers", 2, 0),
            ("pending_controllers", 3, 0),
            ("nonces", 4, 0),
            ("appointees", 5, 0),
        ]
    );
    assert_eq!(
        rows[0].members.iter().map(place).collect::<Vec<_>>(),
        [
            ("reward_recipient", 0, 0),
            ("commission", 0, 20),
            ("is_registered", 0, 28),
            ("has_controller", 0, 29),
        ]
    );
    assert_eq!(
        rows[1].members.iter().map(place).collect::<Vec<_>>(),
        [("commission", 0, 0), ("effective_at", 0, 8)]
    );
}
