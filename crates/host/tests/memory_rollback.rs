//! Reverted calls and snapshots of the in-memory host: what is undone is undone whole.
#![cfg(feature = "memory")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod common;

use std::time::{Duration, Instant};

use alloy_primitives::{Address, B256, Bytes, LogData, U256};
use common::*;
use proptest::prelude::*;
use restaking_host::memory::{Status, TransactError, Transaction};
use restaking_host::{Block, Call, Context, Creation, Failure, ModuleId};
use restaking_shares::Timestamp;

/// All that a chain keeps of the accounts of these tests.
type Dump = Vec<(U256, u64, Vec<u8>, Vec<(U256, U256)>)>;

fn dump(chain: &Chain) -> Dump {
    let instances = (0..4).flat_map(|salt| [FIRST, SECOND].map(|creator| instance(creator, salt)));
    let account = |address| {
        let slots = chain.storage_of(address).collect();
        (chain.balance(address), chain.nonce(address), chain.code(address).to_vec(), slots)
    };
    [ALICE, FIRST, SECOND, THIRD, NOBODY].into_iter().chain(instances).map(account).collect()
}

fn instance(creator: Address, salt: u8) -> Address {
    ModuleId(0).instance(creator, B256::repeat_byte(salt))
}

/// Runs its calldata as a program: an operation and an operand in each two bytes.
fn machine(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let program = cx.frame.input;
    for (at, step) in program.chunks_exact(2).enumerate() {
        let operand = step[1];
        let (slot, value) = (u(u64::from(operand % 4)), u(u64::from(operand / 4 % 4)));
        match step[0] % 8 {
            0 => drop(cx.host.sload(slot)?),
            1 => cx.host.sstore(slot, value)?,
            2 => cx.host.tstore(slot, value)?,
            3 => cx.host.log(LogData::new_unchecked(vec![], Bytes::copy_from_slice(step)))?,
            4 => {
                let salt = B256::repeat_byte(operand % 4);
                cx.host.create(Creation { module: ModuleId(0), salt, config: vec![operand] })?;
            }
            5 | 6 => {
                let to = [FIRST, SECOND, NOBODY][usize::from(operand % 3)];
                let rest = Bytes::copy_from_slice(&program[(at + 1) * 2..]);
                let value = if cx.frame.is_static { U256::ZERO } else { value };
                let is_static = operand > 240;
                let value = if is_static { U256::ZERO } else { value };
                cx.host.call(Call { value, is_static, ..Call::new(to, rest) })?;
            }
            _ if operand < 128 => return Err(Failure::EMPTY_REVERT),
            _ => {}
        }
    }
    NO_DATA
}

fn machines() -> Chain {
    let mut chain = chain(&[machine, machine]);
    for address in [ALICE, FIRST, SECOND] {
        chain.set_balance(address, u(20));
    }
    for slot in 0..4 {
        chain.set_storage(FIRST, u(slot), u(slot));
    }
    chain
}

fn program() -> impl Strategy<Value = Bytes> {
    prop::collection::vec(any::<u8>(), 0..40).prop_map(Bytes::from)
}

/// The first and only call reverts after it ran the program.
fn in_vain(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    if cx.caller() == THIRD {
        machine(cx)?;
        return Err(Failure::EMPTY_REVERT);
    }
    let before = cx.host.tload(u(0))?;
    let outcome = cx
        .host
        .call(Call { value: u(1), ..Call::new(THIRD, Bytes::copy_from_slice(cx.frame.input)) })?;
    assert!(!outcome.is_success);
    assert_eq!(cx.host.tload(u(0))?, before);
    let cold = metered(cx, |cx| cx.host.sload(u(0)).map(drop))?;
    Ok(words(&[cold]))
}

proptest! {
    #[test]
    fn call_leaves_nothing_when_it_reverts(program in program()) {
        let mut chain = chain(&[machine, machine, in_vain]);
        chain.set_balance(THIRD, u(20));
        let before = dump(&chain);
        let receipt = chain.transact(Transaction::new(ALICE, THIRD, program)).unwrap();
        prop_assert_eq!(receipt.status, Status::Success);
        prop_assert_eq!(&receipt.output, &words(&[2_100]));
        prop_assert!(receipt.logs.is_empty() && receipt.writes.is_empty() && receipt.gas_refunded == 0);
        let mut after = dump(&chain);
        after[0].1 = 0; // Alice's nonce
        prop_assert_eq!(after, before);
    }

    #[test]
    fn view_leaves_nothing(program in program()) {
        let mut chain = machines();
        let before = dump(&chain);
        let tx = Transaction::new(ALICE, FIRST, program);
        let seen = chain.view(tx.clone()).unwrap();
        prop_assert_eq!(dump(&chain), before);
        prop_assert_eq!(chain.transact(tx).unwrap(), seen);
    }

    #[test]
    fn transact_reports_exactly_the_slots_that_changed(program in program()) {
        let mut chain = machines();
        let mut replayed = machines();
        let receipt = chain.transact(Transaction::new(ALICE, FIRST, program)).unwrap();
        for write in receipt.writes {
            prop_assert_ne!(write.old, write.new);
            prop_assert_eq!(replayed.storage(write.address, write.slot), write.old);
            replayed.set_storage(write.address, write.slot, write.new);
        }
        for address in [FIRST, SECOND] {
            prop_assert!(chain.storage_of(address).eq(replayed.storage_of(address)));
        }
    }

    #[test]
    fn rollback_restores_every_account(programs in prop::collection::vec(program(), 1..6), to in 0..6_usize) {
        let mut chain = machines();
        let mut states = vec![];
        for (time, program) in (1..).zip(&programs) {
            chain.set_block(Block { number: 1, timestamp: Timestamp::new(time), chain_id: 1 });
            states.push((chain.snapshot(), dump(&chain), chain.block()));
            chain.transact(Transaction::new(ALICE, FIRST, program.clone())).unwrap();
        }
        let (snapshot, accounts, block) = states.swap_remove(to % states.len());
        prop_assert!(chain.rollback(snapshot));
        prop_assert_eq!(dump(&chain), accounts);
        prop_assert_eq!(chain.block(), block);
    }
}

#[test]
fn rollback_undoes_writes_outside_transactions() {
    let mut chain = machines();
    let (snapshot, before) = (chain.snapshot(), dump(&chain));
    chain.install(NOBODY, vec![1]);
    chain.install(NOBODY, vec![2]);
    chain.set_balance(NOBODY, u(9));
    chain.set_nonce(ALICE, 8);
    chain.set_storage(FIRST, u(1), U256::ZERO);
    assert!(chain.rollback(snapshot));
    assert_eq!(dump(&chain), before);
}

#[test]
fn rollback_to_the_same_snapshot_works_again() {
    let mut chain = machines();
    let (snapshot, before) = (chain.snapshot(), dump(&chain));
    for value in [7, 8] {
        chain.set_storage(FIRST, u(1), u(value));
        assert!(chain.rollback(snapshot.clone()));
        assert_eq!(dump(&chain), before);
    }
}

#[test]
fn rollback_voids_later_snapshots_and_leaves_earlier_ones() {
    let mut chain = machines();
    let first = chain.snapshot();
    chain.set_storage(FIRST, u(1), u(7));
    let second = chain.snapshot();
    chain.set_storage(FIRST, u(1), u(8));
    let third = chain.snapshot();
    assert!(chain.rollback(second));
    chain.set_storage(FIRST, u(1), u(9));
    assert!(!chain.rollback(third));
    assert_eq!(chain.storage(FIRST, u(1)), u(9));
    assert!(chain.rollback(first));
    assert_eq!(chain.storage(FIRST, u(1)), u(1));
}

#[test]
fn rollback_refuses_the_snapshot_of_another_chain() {
    let (mut chain, mut other) = (machines(), machines());
    let _held = chain.snapshot();
    chain.set_storage(FIRST, u(1), u(7));
    assert!(!chain.rollback(other.snapshot()));
    assert_eq!(chain.storage(FIRST, u(1)), u(7));
}

#[test]
fn rollback_survives_a_transaction_that_was_refused() {
    let mut chain = machines();
    let (snapshot, before) = (chain.snapshot(), dump(&chain));
    let sha256 = Address::with_last_byte(2);
    assert_eq!(chain.transact(poke(sha256)), Err(TransactError::Unsupported(sha256)));
    assert_eq!(dump(&chain), before);
    chain.set_storage(FIRST, u(1), u(7));
    assert!(chain.rollback(snapshot));
    assert_eq!(dump(&chain), before);
}

#[test]
fn rollback_takes_time_by_writes_and_not_by_state() {
    let mut chain = machines();
    for slot in 0..300_000 {
        chain.set_storage(SECOND, u(slot), u(1));
    }
    let start = Instant::now();
    for _ in 0..1_000 {
        let snapshot = chain.snapshot();
        chain.set_storage(FIRST, u(1), u(7));
        assert!(chain.rollback(snapshot));
    }
    // Copying the state takes milliseconds: a thousand times would take many seconds.
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}
