//! Transactions of the in-memory host: refusals, intrinsic gas and its floor, nonces, what is kept.
#![cfg(feature = "memory")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod common;

use alloy_primitives::{Bytes, U256};
use common::*;
use restaking_host::memory::{HaltReason, Status, TransactError, Transaction};
use restaking_host::{Block, Failure};
use restaking_shares::Timestamp;

#[test]
fn transact_refuses_a_gas_limit_below_the_floor() {
    let mut chain = chain(&[]);
    // Two non-zero bytes and a zero one are 9 tokens: 21,000 + 4 · 9 before it runs, at least 21,000 + 10 · 9.
    let tx = Transaction::new(ALICE, NOBODY, Bytes::from_static(&[1, 0, 2]));
    let refused = chain.transact(tx.clone().with_gas_limit(21_089));
    assert_eq!(refused, Err(TransactError::GasLimitTooLow { needed: 21_090, limit: 21_089 }));
    assert_eq!(chain.transact(tx.with_gas_limit(21_090)).unwrap().gas_used, 21_090);
}

#[test]
fn transact_refuses_a_sender_with_code() {
    let mut chain = chain(&[|_| NO_DATA]);
    let tx = Transaction { from: FIRST, ..poke(NOBODY) };
    assert_eq!(chain.transact(tx.clone()), Err(TransactError::SenderHasCode(FIRST)));
    assert!(chain.view(tx).unwrap().is_success());
    // EIP-7702: an account that delegates still sends.
    chain.install(ALICE, [b"\xef\x01\x00".as_slice(), FIRST.as_slice()].concat());
    assert!(run(&mut chain).is_success());
}

#[test]
fn transact_refuses_more_value_than_the_sender_has() {
    let mut chain = chain(&[]);
    chain.set_balance(ALICE, u(4));
    let refused = chain.transact(poke(NOBODY).with_value(u(5)));
    assert_eq!(refused, Err(TransactError::InsufficientBalance { balance: u(4), value: u(5) }));
    assert_eq!(chain.nonce(ALICE), 0);
}

#[test]
fn transact_refuses_an_exhausted_nonce() {
    let mut chain = chain(&[]);
    chain.set_nonce(ALICE, u64::MAX);
    assert_eq!(chain.transact(poke(NOBODY)), Err(TransactError::NonceExhausted(ALICE)));
}

#[test]
fn transact_moves_value_for_21000() {
    let mut chain = chain(&[]);
    chain.set_balance(ALICE, u(5));
    let receipt = chain.transact(poke(NOBODY).with_value(u(5))).unwrap();
    assert_eq!((receipt.status, receipt.gas_used), (Status::Success, 21_000));
    assert_eq!((chain.balance(ALICE), chain.balance(NOBODY), chain.nonce(ALICE)), (u(0), u(5), 1));
}

#[test]
fn transact_halts_when_a_balance_overflows() {
    let mut chain = chain(&[]);
    chain.set_balance(ALICE, u(5));
    chain.set_balance(NOBODY, U256::MAX);
    let receipt = chain.transact(poke(NOBODY).with_value(u(5))).unwrap();
    assert_eq!(receipt.status, Status::Halt(HaltReason::BalanceOverflow));
    assert_eq!((chain.balance(ALICE), chain.balance(NOBODY)), (u(5), U256::MAX));
}

#[test]
fn transact_charges_calldata_above_its_floor_or_the_floor() {
    let busy: Entry = |cx| {
        cx.host.charge(10_000)?;
        NO_DATA
    };
    let mut chain = chain(&[|_| NO_DATA, busy]);
    let tx = |to| Transaction::new(ALICE, to, vec![1; 33].into());
    // 132 tokens: 21,000 + 528, and 6 to read two words; the floor is 21,000 + 1,320.
    assert_eq!(chain.transact(tx(FIRST)).unwrap().gas_used, 22_320);
    assert_eq!(chain.transact(tx(SECOND)).unwrap().gas_used, 31_534);
}

#[test]
fn transact_floor_takes_the_refund() {
    let mut chain = chain(&[|cx| {
        cx.host.sstore(u(1), u(0))?;
        NO_DATA
    }]);
    chain.set_storage(FIRST, u(1), u(1));
    let receipt = chain.transact(Transaction::new(ALICE, FIRST, vec![1; 320].into())).unwrap();
    // 1,280 tokens: 26,120, 30 to read ten words, 5,000 for the write, 4,800 back: 26,350; the floor is 33,800.
    assert_eq!((receipt.gas_used, receipt.gas_refunded), (33_800, 0));
}

#[test]
fn transact_keeps_only_the_nonce_when_the_contract_reverts() {
    let mut chain = chain(&[|cx| {
        cx.host.sstore(u(1), u(1))?;
        Err(Failure::Revert(Bytes::from_static(b"no")))
    }]);
    chain.set_balance(ALICE, u(5));
    let receipt = chain.transact(poke(FIRST).with_value(u(5))).unwrap();
    assert_eq!((receipt.status, receipt.output), (Status::Revert, Bytes::from_static(b"no")));
    assert_eq!((receipt.gas_used, receipt.gas_refunded, receipt.writes), (43_100, 0, vec![]));
    assert_eq!(
        (chain.nonce(ALICE), chain.balance(ALICE), chain.storage_of(FIRST).count()),
        (1, u(5), 0)
    );
}

#[test]
fn transact_uses_all_gas_when_the_contract_halts() {
    let receipt = run_alone(|cx| {
        cx.host.charge(u64::MAX)?;
        NO_DATA
    });
    assert_eq!((receipt.status, receipt.gas_used), (Status::Halt(HaltReason::OutOfGas), 1 << 24));
    assert!(receipt.output.is_empty());
}

#[test]
fn transact_starts_cold() {
    let mut chain = chain(&[|cx| Ok(words(&[metered(cx, |cx| cx.host.sload(u(1)).map(drop))?]))]);
    for _ in 0..2 {
        assert_eq!(run(&mut chain).output, words(&[2_100]));
    }
}

#[test]
fn transact_finds_the_coinbase_warm() {
    let mut chain =
        chain(&[|cx| Ok(words(&[metered(cx, |cx| cx.host.code_size(NOBODY).map(drop))?]))]);
    assert_eq!(run(&mut chain).output, words(&[2_600]));
    chain.set_coinbase(NOBODY);
    assert_eq!(run(&mut chain).output, words(&[100]));
}

#[test]
fn transact_runs_in_the_block_that_was_set() {
    let mut chain = chain(&[|cx| {
        let Block { number, timestamp, chain_id } = cx.host.block();
        Ok(words(&[number, timestamp.get(), chain_id]))
    }]);
    chain.set_block(Block { number: 8, timestamp: Timestamp::new(99), chain_id: 17 });
    assert_eq!(run(&mut chain).output, words(&[8, 99, 17]));
}

#[test]
fn view_tells_what_a_transaction_would_do_and_leaves_nothing() {
    let mut chain = chain(&[|cx| {
        let next = cx.host.sload(u(1))? + u(1);
        cx.host.sstore(u(1), next)?;
        Ok(words(&[next.to()]))
    }]);
    chain.set_balance(ALICE, u(5));
    let tx = poke(FIRST).with_value(u(5));
    let seen = chain.view(tx.clone()).unwrap();
    assert_eq!(
        (chain.nonce(ALICE), chain.balance(ALICE), chain.storage_of(FIRST).count()),
        (0, u(5), 0)
    );
    assert_eq!(chain.view(tx.clone()).unwrap(), seen);
    assert_eq!(chain.transact(tx).unwrap(), seen);
    assert_eq!(seen.writes.len(), 1);
}
