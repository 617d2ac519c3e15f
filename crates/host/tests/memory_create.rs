//! Native instances on the in-memory host: price, address, collisions, limits, undo.
#![cfg(feature = "memory")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod common;

use alloy_primitives::{Address, B256, Bytes};
use common::*;
use restaking_host::memory::{HaltReason, Status};
use restaking_host::{Call, Context, Creation, Failure, Halt, ModuleId};

const SALT: B256 = B256::repeat_byte(5);

fn create(cx: &mut Context<'_>, config: &[u8]) -> Result<Option<Address>, Halt> {
    cx.host.create(Creation { module: ModuleId(1), salt: SALT, config: config.to_vec() })
}

fn instance() -> Address {
    ModuleId(1).instance(FIRST, SALT)
}

/// Creates an instance with three bytes of configuration and returns the gas that it took.
fn creator(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    Ok(words(&[metered(cx, |cx| create(cx, b"abc").map(drop))?]))
}

#[test]
fn create_halts_in_a_static_call() {
    let mut chain = chain(&[creator, |cx| {
        let outcome = cx.host.call(Call::view(FIRST, Bytes::new()).with_gas(50_000))?;
        Ok(words(&[u64::from(outcome.is_success), cx.host.gas_left()]))
    }]);
    let receipt = chain.transact(poke(SECOND).with_gas_limit(121_000)).unwrap();
    // 100,000 less 2,600 for the account and all that was forwarded.
    assert_eq!(receipt.output, words(&[0, 47_400]));
    assert_eq!(chain.nonce(FIRST), 1);
}

#[test]
fn create_costs_32006_and_200_a_byte_of_code() {
    let mut chain = chain(&[creator, |_| NO_DATA]);
    // A marker of 10 bytes (one word to hash) and 3 bytes of configuration.
    assert_eq!(run(&mut chain).output, words(&[32_006 + 13 * 200]));
}

#[test]
fn create_halts_one_gas_below_its_price() {
    let mut chain = chain(&[creator, |_| NO_DATA]);
    let short = chain.transact(poke(FIRST).with_gas_limit(21_000 + 34_605)).unwrap();
    assert_eq!(short.status, Status::Halt(HaltReason::OutOfGas));
    assert_eq!((chain.nonce(FIRST), chain.code(instance()).len()), (1, 0));
    let exact = chain.transact(poke(FIRST).with_gas_limit(21_000 + 34_606)).unwrap();
    assert_eq!((exact.status, exact.gas_used), (Status::Success, 55_606));
}

#[test]
fn create_makes_a_warm_account_with_marker_code_and_nonce_1() {
    let mut chain = chain(&[
        |cx| {
            let address = create(cx, b"abc")?.expect("free");
            assert_eq!(address, instance());
            let used = metered(cx, |cx| cx.host.code_size(address).map(drop))?;
            let outcome = call(cx, address)?;
            assert!(outcome.is_success);
            assert_eq!(outcome.output, Bytes::from_static(b"abc"));
            Ok(words(&[used]))
        },
        |cx| Ok(Bytes::copy_from_slice(cx.frame.config)),
    ]);
    chain.set_balance(instance(), u(3));
    let receipt = run(&mut chain);
    assert_eq!((receipt.status, receipt.output), (Status::Success, words(&[100])));
    assert_eq!(chain.code(instance()), b"\xEFRSTAKE\x01\x00\x01abc");
    assert_eq!((chain.nonce(instance()), chain.balance(instance())), (1, u(3)));
    assert_eq!(chain.nonce(FIRST), 2);
}

#[test]
fn create_answers_none_when_the_address_is_taken() {
    let entry: Entry = |cx| {
        let is_new = create(cx, b"")?.is_some();
        let address = instance();
        Ok(words(&[u64::from(is_new), metered(cx, |cx| cx.host.code_size(address).map(drop))?]))
    };
    let mut chain = chain(&[entry, |_| NO_DATA]);
    assert_eq!(run(&mut chain).output, words(&[1, 100]));
    // The creator's nonce counts and the address is warm, as after a CREATE2 that collides.
    assert_eq!(run(&mut chain).output, words(&[0, 100]));
    assert_eq!((chain.nonce(FIRST), chain.nonce(instance())), (3, 1));
}

#[test]
fn create_answers_none_when_only_a_nonce_is_there() {
    let mut chain = chain(&[|cx| Ok(words(&[u64::from(create(cx, b"")?.is_some())]))]);
    chain.set_nonce(instance(), 1);
    assert_eq!(run(&mut chain).output, words(&[0]));
    assert_eq!(chain.code(instance()), b"");
}

#[test]
fn create_answers_none_above_24576_bytes_of_code() {
    let longest: Entry = |cx| Ok(words(&[u64::from(create(cx, &[0; 24_566])?.is_some())]));
    let too_long: Entry = |cx| Ok(words(&[u64::from(create(cx, &[0; 24_567])?.is_some())]));
    let mut chain = chain(&[too_long]);
    let receipt = run(&mut chain);
    assert_eq!(receipt.output, words(&[0]));
    assert_eq!(receipt.gas_used, 21_000 + 32_006 + 200 * 24_577);
    assert_eq!((chain.nonce(FIRST), chain.nonce(instance())), (2, 0));
    assert_eq!(run_alone(longest).output, words(&[1]));
}

#[test]
fn create_answers_none_when_the_nonce_is_exhausted() {
    let mut chain = chain(&[|cx| {
        assert_eq!(create(cx, b"")?, None);
        Ok(words(&[metered(cx, |cx| cx.host.code_size(instance()).map(drop))?]))
    }]);
    chain.set_nonce(FIRST, u64::MAX);
    assert_eq!(run(&mut chain).output, words(&[2_600]));
    assert_eq!(chain.nonce(FIRST), u64::MAX);
}

#[test]
fn create_answers_none_at_depth_1024() {
    /// At the deepest frame, where no call succeeds, an instance cannot be made either.
    fn dive(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
        let outcome = call(cx, FIRST)?;
        if outcome.is_success {
            return Ok(outcome.output);
        }
        Ok(words(&[u64::from(create(cx, b"")?.is_some())]))
    }
    let mut chain = chain(&[dive]);
    let receipt = chain.transact(poke(FIRST).with_gas_limit(1 << 60)).unwrap();
    assert_eq!(receipt.output, words(&[0]));
    assert_eq!(chain.nonce(FIRST), 1);
}

#[test]
fn create_is_undone_when_the_creator_reverts() {
    let mut chain = chain(&[
        |cx| {
            create(cx, b"")?;
            Err(Failure::EMPTY_REVERT)
        },
        |cx| {
            call(cx, FIRST)?;
            Ok(words(&[metered(cx, |cx| cx.host.code_size(instance()).map(drop))?]))
        },
    ]);
    let receipt = chain.transact(poke(SECOND)).unwrap();
    assert_eq!(receipt.output, words(&[2_600]));
    assert_eq!(
        (chain.nonce(FIRST), chain.nonce(instance()), chain.code(instance()).len()),
        (1, 0, 0)
    );
}
