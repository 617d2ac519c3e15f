//! Registration by signature: of a key, of a contract wallet, of a wallet that calls back.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;
use restaking_abi::IOperatorRegistry::{
    self, OperatorRegistered, registerBySignatureCall, retireCall,
};
use restaking_host::Block;
use restaking_operator_registry::OperatorRegistryError;
use support::wallet::{Wallet, by_contract, domain};
use support::*;

const DEADLINE: u64 = START + DAY;

fn call(operator: Address, commission: u64) -> registerBySignatureCall {
    registerBySignatureCall {
        operator,
        metadataURI: "ipfs://one".into(),
        rewardRecipient: RECIPIENT,
        commission: U256::from(commission),
        deadline: U256::from(DEADLINE),
        signature: Bytes::new(),
    }
}

/// The domain on chain 1.
fn here() -> B256 {
    domain(1, REGISTRY)
}

fn signed(wallet: Wallet, nonce: u64, commission: u64) -> registerBySignatureCall {
    wallet.signed(here(), nonce, call(wallet.address, commission))
}

fn mismatch(operator: Address) -> OperatorRegistryError {
    OperatorRegistryError::SignatureMismatch { operator }
}

fn expired(deadline: u64) -> OperatorRegistryError {
    OperatorRegistryError::SignatureExpired { deadline: U256::from(deadline) }
}

#[test]
fn domain_separator_is_that_of_name_version_chain_and_registry() {
    let mut world = World::new();
    assert_eq!(world.view(IOperatorRegistry::DOMAIN_SEPARATORCall {}), here());
    world.chain.set_block(Block { chain_id: 5, ..world.chain.block() });
    let elsewhere = world.view(IOperatorRegistry::DOMAIN_SEPARATORCall {});
    assert_eq!(elsewhere, domain(5, REGISTRY));
}

#[test]
fn register_by_signature_registers_who_signed_whoever_sends_it() {
    let mut world = World::new();
    // Both halves of the range of s, thus both recovery ids, are among these.
    let mut ids = [false; 2];
    for number in 0..16 {
        let wallet = Wallet::new(number);
        let call = signed(wallet, 0, TENTH);
        ids[usize::from(call.signature[64] - 27)] = true;
        let event: OperatorRegistered = world.logged(BOB, call);
        assert_eq!((event.operator, event.rewardRecipient), (wallet.address, RECIPIENT));
        assert_eq!((event.commission, &*event.metadataURI), (U256::from(TENTH), "ipfs://one"));
        assert!(world.is_operator(wallet.address));
        assert_eq!(world.controller(wallet.address), wallet.address);
        assert_eq!(world.commission(wallet.address), (TENTH, TENTH, 0));
        assert_eq!(world.nonce(wallet.address), 1);
    }
    assert_eq!(ids, [true; 2]);
    assert!(!world.is_operator(BOB));
}

#[test]
fn register_by_signature_reverts_in_the_order_of_its_checks() {
    let mut world = World::new();
    let wallet = Wallet::new(1);
    let operator = wallet.address;
    world.send(operator, registration(0)).unwrap();
    let unsigned = call(operator, ONE + 1);
    let bad_commission = signed(wallet, 0, ONE + 1);
    let registered = OperatorRegistryError::AlreadyRegistered { operator };
    let commission = U256::from(ONE + 1);

    world.at(DEADLINE + 1).refuses(BOB, unsigned.clone(), expired(DEADLINE));
    world.at(DEADLINE).refuses(BOB, unsigned, mismatch(operator));
    world.refuses(BOB, bad_commission.clone(), registered);
    world.send(operator, retireCall { operator }).unwrap();
    let out_of_range = OperatorRegistryError::CommissionOutOfRange { commission };
    world.refuses(BOB, bad_commission, out_of_range);
    assert_eq!(world.nonce(operator), 0);
    world.send(BOB, signed(wallet, 0, ONE)).unwrap();
    assert_eq!(world.nonce(operator), 1);
}

#[test]
fn register_by_signature_holds_up_to_its_deadline_and_no_longer() {
    let wallet = Wallet::new(1);
    for (time, is_in_time) in [(DEADLINE - 1, true), (DEADLINE, true), (DEADLINE + 1, false)] {
        let mut world = World::new();
        world.at(time);
        if is_in_time {
            world.send(BOB, signed(wallet, 0, 0)).unwrap();
        } else {
            world.refuses(BOB, signed(wallet, 0, 0), expired(DEADLINE));
        }
        assert_eq!(world.is_operator(wallet.address), is_in_time);
    }
}

#[test]
fn register_by_signature_takes_any_deadline_that_has_not_passed() {
    let wallet = Wallet::new(1);
    let mut world = World::new();
    let with = |deadline| {
        let call = registerBySignatureCall { deadline, ..call(wallet.address, 0) };
        wallet.signed(here(), 0, call)
    };
    world.refuses(BOB, with(U256::ZERO), expired(0));
    world.send(BOB, with(U256::MAX)).unwrap();
}

#[test]
fn register_by_signature_reverts_when_anything_signed_differs() {
    let mut world = World::new();
    let wallet = Wallet::new(1);
    let operator = wallet.address;
    let good = signed(wallet, 0, TENTH);
    let changed = [
        registerBySignatureCall { metadataURI: "ipfs://two".into(), ..good.clone() },
        registerBySignatureCall { metadataURI: String::new(), ..good.clone() },
        registerBySignatureCall { rewardRecipient: BOB, ..good.clone() },
        registerBySignatureCall { commission: U256::from(TENTH + 1), ..good.clone() },
        registerBySignatureCall { deadline: U256::from(DEADLINE + 1), ..good.clone() },
        wallet.signed(here(), 1, call(operator, TENTH)),
        wallet.signed(domain(2, REGISTRY), 0, call(operator, TENTH)),
        wallet.signed(domain(1, BOB), 0, call(operator, TENTH)),
    ];
    for call in changed {
        world.refuses(BOB, call, mismatch(operator));
    }
    let other = registerBySignatureCall { operator: BOB, ..good.clone() };
    world.refuses(BOB, other, mismatch(BOB));
    world.send(BOB, good).unwrap();
}

#[test]
fn register_by_signature_reverts_on_another_signer_and_on_no_signature() {
    let mut world = World::new();
    let operator = Wallet::new(1).address;
    let foreign = Wallet::new(2).signed(here(), 0, call(operator, 0));
    world.refuses(operator, foreign, mismatch(operator));
    world.refuses(operator, call(operator, 0), mismatch(operator));
    let zeros = Bytes::from(vec![0; 65]);
    for operator in [operator, Address::ZERO] {
        let call = registerBySignatureCall { signature: zeros.clone(), ..call(operator, 0) };
        world.refuses(operator, call, mismatch(operator));
    }
}

#[test]
fn register_by_signature_reverts_when_the_signature_was_used() {
    let mut world = World::new();
    let wallet = Wallet::new(1);
    let operator = wallet.address;
    world.send(BOB, signed(wallet, 0, TENTH)).unwrap();
    world.send(operator, retireCall { operator }).unwrap();
    world.refuses(BOB, signed(wallet, 0, TENTH), mismatch(operator));
    world.send(BOB, signed(wallet, 1, 0)).unwrap();
    assert_eq!(world.nonce(operator), 2);
}

#[test]
fn register_by_signature_is_the_controllers_once_control_was_handed_over() {
    let mut world = World::new();
    let (wallet, controller) = (Wallet::new(1), Wallet::new(2));
    let operator = wallet.address;
    world.hand_over(operator, operator, controller.address);
    world.refuses(operator, signed(wallet, 0, 0), mismatch(operator));
    world.send(BOB, controller.signed(here(), 0, call(operator, 0))).unwrap();
    assert!(world.is_operator(operator));
    assert!(!world.is_operator(controller.address));
    assert_eq!(world.controller(operator), controller.address);
    // The nonce is the operator's.
    assert_eq!((world.nonce(operator), world.nonce(controller.address)), (1, 0));
    world.send(controller.address, retireCall { operator }).unwrap();
    world.send(BOB, controller.signed(here(), 1, call(operator, 0))).unwrap();
}

#[test]
fn register_by_signature_asks_an_operator_that_is_a_contract() {
    let mut world = World::new();
    world.install_wallet();
    let wrong = by_contract(here(), 1, call(CONTRACT, 0), &[]);
    world.refuses(BOB, wrong, mismatch(CONTRACT));
    world.send(BOB, by_contract(here(), 0, call(CONTRACT, TENTH), &[])).unwrap();
    assert!(world.is_operator(CONTRACT));
    assert_eq!(world.nonce(CONTRACT), 1);
}

#[test]
fn register_by_signature_asks_a_controller_that_is_a_contract() {
    let mut world = World::new();
    world.hand_over(OPERATOR, OPERATOR, CONTRACT);
    let good = by_contract(here(), 0, call(OPERATOR, 0), &[]);
    world.refuses(BOB, good.clone(), mismatch(OPERATOR)); // no code yet
    world.install_wallet();
    let wrong = by_contract(here(), 1, call(OPERATOR, 0), &[]);
    world.refuses(BOB, wrong, mismatch(OPERATOR));
    world.send(BOB, good).unwrap();
    assert!(world.is_operator(OPERATOR));
    assert_eq!(world.nonce(OPERATOR), 1);
}

#[test]
fn register_by_signature_registers_once_when_the_wallet_calls_back() {
    let mut world = World::new();
    world.install_wallet();
    let again = by_contract(here(), 0, call(CONTRACT, 1), &[]);
    *world.chain.modules().calldata.borrow_mut() = again.abi_encode().into();

    // Sent alone, the call inside succeeds.
    let before = world.chain.snapshot();
    world.send(BOB, again.clone()).unwrap();
    assert!(world.chain.rollback(before));

    let outer = by_contract(here(), 0, call(CONTRACT, TENTH), REENTER);
    let event: OperatorRegistered = world.logged(BOB, outer);
    assert_eq!(event.commission, U256::from(TENTH));
    let outcomes = world.chain.modules().outcomes.borrow().clone();
    assert_eq!(outcomes.len(), 1);
    assert!(!outcomes[0].is_success);
    assert_eq!(world.commission(CONTRACT), (TENTH, TENTH, 0));
    assert_eq!(world.nonce(CONTRACT), 1);

    // Nor does the signature of the call inside hold afterwards.
    world.refuses(BOB, again, mismatch(CONTRACT));
}

#[test]
fn register_by_signature_shows_a_wallet_that_looks_back_the_state_before() {
    let mut world = World::new();
    world.install_wallet();
    let look = IOperatorRegistry::noncesCall { operator: CONTRACT };
    *world.chain.modules().calldata.borrow_mut() = look.abi_encode().into();
    world.send(BOB, by_contract(here(), 0, call(CONTRACT, 0), REENTER)).unwrap();
    let outcomes = world.chain.modules().outcomes.borrow().clone();
    assert_eq!(outcomes.len(), 1);
    assert!(outcomes[0].is_success);
    assert_eq!(outcomes[0].output, Bytes::from(vec![0; 32]));
    assert_eq!(world.nonce(CONTRACT), 1);
}
