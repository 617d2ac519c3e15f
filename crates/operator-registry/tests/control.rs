//! Control and appointments.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, Selector, U256};
use alloy_sol_types::SolCall;
use restaking_abi::IOperatorRegistry::{
    self, AppointeeSet, ControlOffered, ControlTransferred, acceptControlCall, setAppointeeCall,
    transferControlCall, updateMetadataCall,
};
use restaking_operator_registry::{OperatorRegistryError, OperatorRegistryStorage};
use support::*;

const MODULE: Address = AVS_REGISTRY;
const SELECTOR: [u8; 4] = [0xde, 0xad, 0xbe, 0xef];

fn may_act(account: Address, module: Address, selector: [u8; 4]) -> IOperatorRegistry::mayActCall {
    let selector = Selector::from(selector);
    IOperatorRegistry::mayActCall { operator: OPERATOR, account, module, selector }
}

fn is_appointed(world: &mut World, appointee: Address) -> bool {
    let (operator, module, selector) = (OPERATOR, MODULE, Selector::from(SELECTOR));
    world.view(IOperatorRegistry::isAppointedCall { operator, appointee, module, selector })
}

fn pending(world: &mut World) -> Address {
    world.view(IOperatorRegistry::pendingControllerOfCall { operator: OPERATOR })
}

fn not_offered(caller: Address) -> OperatorRegistryError {
    OperatorRegistryError::ControlNotOffered { caller, operator: OPERATOR }
}

#[test]
fn set_appointee_reverts_for_everybody_but_the_controller() {
    let mut world = World::under_alice();
    world.appoint(ALICE, BOB, REGISTRY, setAppointeeCall::SELECTOR);
    for caller in [BOB, OPERATOR, RECIPIENT] {
        world.refuses(caller, appointee(BOB, MODULE, SELECTOR, true), not_controller(caller));
        world.refuses(caller, appointee(BOB, MODULE, SELECTOR, false), not_controller(caller));
    }
    world.send(ALICE, appointee(BOB, MODULE, SELECTOR, true)).unwrap();
}

#[test]
fn set_appointee_logs_and_grants_one_function_of_one_module() {
    let mut world = World::with_operator();
    let event: AppointeeSet = world.logged(OPERATOR, appointee(BOB, MODULE, SELECTOR, true));
    assert_eq!((event.operator, event.appointee, event.module), (OPERATOR, BOB, MODULE));
    assert_eq!((event.selector, event.appointed), (Selector::from(SELECTOR), true));
    assert!(is_appointed(&mut world, BOB));
    assert!(world.view(may_act(BOB, MODULE, SELECTOR)));
    assert!(!world.view(may_act(ALICE, MODULE, SELECTOR)));
    assert!(!world.view(may_act(BOB, REGISTRY, SELECTOR)));
    assert!(!world.view(may_act(BOB, MODULE, [0xde, 0xad, 0xbe, 0xee])));
    let elsewhere =
        IOperatorRegistry::mayActCall { operator: ALICE, ..may_act(BOB, MODULE, SELECTOR) };
    world.send(ALICE, registration(0)).unwrap();
    assert!(!world.view(elsewhere));
}

#[test]
fn set_appointee_takes_back() {
    let mut world = World::with_operator();
    world.appoint(OPERATOR, BOB, MODULE, SELECTOR);
    let event: AppointeeSet = world.logged(OPERATOR, appointee(BOB, MODULE, SELECTOR, false));
    assert!(!event.appointed);
    assert!(!is_appointed(&mut world, BOB));
    assert!(!world.view(may_act(BOB, MODULE, SELECTOR)));
}

#[test]
fn set_appointee_is_kept_by_the_hash_of_its_44_bytes() {
    let mut world = World::new();
    world.appoint(OPERATOR, BOB, MODULE, SELECTOR);
    let key = [BOB.as_slice(), MODULE.as_slice(), &SELECTOR].concat();
    let appointees = OperatorRegistryStorage::ROOT.appointees().locate(OPERATOR);
    let slot = appointees.locate(alloy_primitives::keccak256(key)).number();
    assert_eq!(world.stored(), [(slot, U256::from(1))]);
}

#[test]
fn may_act_needs_a_registered_operator_where_is_appointed_does_not() {
    let mut world = World::new();
    world.appoint(OPERATOR, BOB, MODULE, SELECTOR);
    let check = |world: &mut World, is_registered| {
        assert!(is_appointed(world, BOB));
        for account in [OPERATOR, BOB] {
            assert_eq!(world.view(may_act(account, MODULE, SELECTOR)), is_registered);
        }
        assert!(!is_appointed(world, OPERATOR));
        assert!(!world.view(may_act(ALICE, MODULE, SELECTOR)));
    };
    check(&mut world, false);
    world.send(OPERATOR, registration(0)).unwrap();
    check(&mut world, true);
    world.send(OPERATOR, retirement()).unwrap();
    check(&mut world, false);
    world.send(OPERATOR, registration(0)).unwrap();
    check(&mut world, true);
}

#[test]
fn may_act_reads_one_slot_for_an_operator_that_controls_itself() {
    // A call to a cold account costs 2,600, a cold slot 2,100, a hash of two words 42.
    const CALL: u64 = 2_600;
    const SLOT: u64 = 2_100;
    let mut world = World::with_operator();
    let gas = world.gas(may_act(OPERATOR, MODULE, SELECTOR));
    assert!((CALL + SLOT..CALL + SLOT + 200).contains(&gas), "{gas}");
    world.hand_over(OPERATOR, OPERATOR, ALICE);
    let gas = world.gas(may_act(ALICE, MODULE, SELECTOR));
    assert!((CALL + 2 * SLOT..CALL + 2 * SLOT + 200).contains(&gas), "{gas}");
}

#[test]
fn transfer_control_reverts_for_everybody_but_the_controller() {
    let mut world = World::under_alice();
    world.appoint(ALICE, BOB, REGISTRY, transferControlCall::SELECTOR);
    for caller in [BOB, OPERATOR, RECIPIENT] {
        world.refuses(caller, offer(caller), not_controller(caller));
        world.refuses(caller, offer(Address::ZERO), not_controller(caller));
    }
}

#[test]
fn transfer_control_changes_nothing_until_it_is_accepted() {
    let mut world = World::with_operator();
    let event: ControlOffered = world.logged(OPERATOR, offer(ALICE));
    assert_eq!((event.operator, event.controller), (OPERATOR, ALICE));
    assert_eq!(pending(&mut world), ALICE);
    assert_eq!(world.controller(OPERATOR), OPERATOR);
    world.refuses(ALICE, metadata(), not_controller(ALICE));
    world.send(OPERATOR, metadata()).unwrap();
}

#[test]
fn accept_control_reverts_for_whom_it_was_not_offered() {
    let mut world = World::with_operator();
    for caller in [ALICE, OPERATOR, Address::ZERO] {
        world.refuses(caller, acceptance(), not_offered(caller));
    }
    world.send(OPERATOR, offer(ALICE)).unwrap();
    for caller in [BOB, OPERATOR, Address::ZERO] {
        world.refuses(caller, acceptance(), not_offered(caller));
    }
    let elsewhere = acceptControlCall { operator: BOB };
    let error = OperatorRegistryError::ControlNotOffered { caller: ALICE, operator: BOB };
    world.refuses(ALICE, elsewhere, error);
}

#[test]
fn accept_control_reverts_when_the_offer_was_withdrawn_replaced_or_taken() {
    let mut world = World::with_operator();
    world.send(OPERATOR, offer(ALICE)).unwrap();
    let event: ControlOffered = world.logged(OPERATOR, offer(Address::ZERO));
    assert_eq!(event.controller, Address::ZERO);
    world.refuses(ALICE, acceptance(), not_offered(ALICE));
    world.send(OPERATOR, offer(ALICE)).unwrap();
    world.send(OPERATOR, offer(BOB)).unwrap();
    world.refuses(ALICE, acceptance(), not_offered(ALICE));
    world.send(BOB, acceptance()).unwrap();
    world.refuses(BOB, acceptance(), not_offered(BOB));
}

#[test]
fn accept_control_takes_the_rights_of_the_controller_before() {
    let mut world = World::with_operator();
    world.send(OPERATOR, offer(ALICE)).unwrap();
    let event: ControlTransferred = world.logged(ALICE, acceptance());
    assert_eq!((event.operator, event.controller), (OPERATOR, ALICE));
    assert_eq!(world.controller(OPERATOR), ALICE);
    assert_eq!(pending(&mut world), Address::ZERO);
    assert!(world.view(may_act(ALICE, MODULE, SELECTOR)));
    assert!(!world.view(may_act(OPERATOR, MODULE, SELECTOR)));
    world.refuses(OPERATOR, metadata(), not_controller(OPERATOR));
    world.send(ALICE, metadata()).unwrap();

    world.hand_over(OPERATOR, ALICE, BOB);
    assert_eq!(world.controller(OPERATOR), BOB);
    world.refuses(ALICE, metadata(), not_controller(ALICE));
    world.send(BOB, metadata()).unwrap();
    assert!(world.is_operator(OPERATOR));
    assert_eq!(world.recipient(OPERATOR), RECIPIENT);
    assert_eq!(world.commission(OPERATOR), (TENTH, TENTH, 0));
}

#[test]
fn accept_control_by_the_operator_itself_leaves_the_storage_of_before() {
    let mut world = World::with_operator();
    let before = world.stored();
    world.hand_over(OPERATOR, OPERATOR, ALICE);
    assert_ne!(world.stored(), before);
    world.hand_over(OPERATOR, ALICE, OPERATOR);
    assert_eq!(world.stored(), before);
    assert_eq!(world.controller(OPERATOR), OPERATOR);
    world.refuses(ALICE, metadata(), not_controller(ALICE));
    world.send(OPERATOR, metadata()).unwrap();
}

#[test]
fn accept_control_keeps_appointees() {
    let mut world = World::with_operator();
    world.appoint(OPERATOR, BOB, REGISTRY, updateMetadataCall::SELECTOR);
    world.hand_over(OPERATOR, OPERATOR, ALICE);
    world.send(BOB, metadata()).unwrap();
    // A former controller may be an appointee.
    world.refuses(OPERATOR, metadata(), not_controller(OPERATOR));
    world.appoint(ALICE, OPERATOR, REGISTRY, updateMetadataCall::SELECTOR);
    world.send(OPERATOR, metadata()).unwrap();
    world.send(ALICE, appointee(BOB, REGISTRY, updateMetadataCall::SELECTOR, false)).unwrap();
    world.refuses(BOB, metadata(), not_controller(BOB));
}

#[test]
fn control_moves_before_the_first_registration() {
    let mut world = World::new();
    world.hand_over(OPERATOR, OPERATOR, ALICE);
    assert_eq!(world.controller(OPERATOR), ALICE);
    assert!(!world.is_operator(OPERATOR));
    assert!(!world.view(may_act(ALICE, MODULE, SELECTOR)));
    world.refuses(OPERATOR, offer(OPERATOR), not_controller(OPERATOR));
}
