//! Storage, transient storage and the other instructions of a native contract cost and do what bytecode's do.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used
)]

mod support;

use alloy_primitives::{B256, Bytes, LogData, U256};
use proptest::prelude::*;
use restaking_host::{Context, Failure, Halt, ModuleId};
use restaking_revm::native_account;
use revm::Database;
use revm::bytecode::opcode::*;
use revm::context::TxEnv;
use revm::context::result::{ExecutionResult, HaltReason};
use revm::database::State;
use revm::primitives::hardfork::SpecId;
use support::asm::Asm;
use support::{ALICE, NATIVE, NOBODY, Natives, OTHER, World, expensive, transact, tx};

const SPECS: [SpecId; 6] = [
    SpecId::LONDON,
    SpecId::SHANGHAI,
    SpecId::CANCUN,
    SpecId::PRAGUE,
    SpecId::OSAKA,
    SpecId::AMSTERDAM,
];

#[derive(Debug, Clone, Copy)]
enum Access {
    Load(u64),
    Store(u64, u64),
    LoadTransient(u64),
    StoreTransient(u64, u64),
}

fn access() -> impl Strategy<Value = Access> {
    let (slot, value) = (0..4_u64, 0..3_u64);
    prop_oneof![
        2 => slot.clone().prop_map(Access::Load),
        4 => (slot.clone(), value.clone()).prop_map(|(slot, value)| Access::Store(slot, value)),
        1 => slot.clone().prop_map(Access::LoadTransient),
        1 => (slot, value).prop_map(|(slot, value)| Access::StoreTransient(slot, value)),
    ]
}

/// Runs the accesses and mixes all that was read into the answer.
fn run_native(cx: &mut Context<'_>, accesses: &[Access]) -> Result<Bytes, Failure> {
    let mut sum = U256::ZERO;
    for access in accesses {
        match *access {
            Access::Load(slot) => sum += cx.host.sload(U256::from(slot))?,
            Access::Store(slot, value) => cx.host.sstore(U256::from(slot), U256::from(value))?,
            Access::LoadTransient(slot) => sum += cx.host.tload(U256::from(slot))?,
            Access::StoreTransient(slot, value) => {
                cx.host.tstore(U256::from(slot), U256::from(value))?
            }
        }
    }
    Ok(sum.to_be_bytes_vec().into())
}

/// The same in bytecode, and what it pays for pushes, additions and memory.
fn assemble(accesses: &[Access]) -> (Asm, u64) {
    let (mut asm, mut overhead) = (Asm::new().push(0), 3);
    for access in accesses {
        (asm, overhead) = match *access {
            Access::Load(slot) => (asm.push(slot).op(SLOAD).op(ADD), overhead + 6),
            Access::Store(slot, value) => (asm.sstore(slot, value), overhead + 6),
            Access::LoadTransient(slot) => (asm.push(slot).op(TLOAD).op(ADD), overhead + 6),
            Access::StoreTransient(slot, value) => {
                (asm.push(value).push(slot).op(TSTORE), overhead + 6)
            }
        };
    }
    (asm.mstore_top(0).ret(0, 32), overhead + 3 + 3 + 3 + 6)
}

fn world(spec: SpecId) -> World {
    World::default().with_spec(spec)
}

fn with_slots(world: World) -> World {
    world.slot(NATIVE, 0, 1).slot(NATIVE, 1, 2)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn accesses_cost_and_do_what_bytecode_does(
        accesses in prop::collection::vec(access(), 0..14),
        spec in prop::sample::select(SPECS.to_vec()),
        has_reservoir: bool,
    ) {
        let is_transient = |access: &Access| matches!(access, Access::LoadTransient(_) | Access::StoreTransient(..));
        prop_assume!(spec.is_enabled_in(SpecId::CANCUN) || !accesses.iter().any(is_transient));
        let (code, overhead) = assemble(&accesses);
        let mut native = with_slots(world(spec).native(NATIVE, move |cx| run_native(cx, &accesses)));
        let mut bytecode = with_slots(world(spec).code(NATIVE, code));
        let cap = if has_reservoir { 9_000_000 } else { u64::MAX };
        (native.cap, bytecode.cap) = (Some(cap), Some(cap));
        prop_assume!(!has_reservoir || spec.is_enabled_in(SpecId::AMSTERDAM));
        let ours = native.transact(expensive(NATIVE));
        let theirs = bytecode.transact(expensive(NATIVE));

        prop_assert!(ours.is_success() && theirs.is_success());
        prop_assert_eq!(ours.output(), theirs.output());
        let (our_gas, their_gas) = (ours.gas(), theirs.gas());
        prop_assert_eq!(our_gas.total_gas_spent() + overhead, their_gas.total_gas_spent());
        prop_assert_eq!(our_gas.inner_refunded(), their_gas.inner_refunded());
        prop_assert_eq!(our_gas.state_gas_spent_final(), their_gas.state_gas_spent_final());
        for slot in 0..4 {
            prop_assert_eq!(native.storage(NATIVE, slot), bytecode.storage(NATIVE, slot));
        }
    }
}

/// Gas of a native contract, and of bytecode less its overhead, in every spec.
fn assert_same_price(
    entry: impl Fn(&mut Context<'_>) -> Result<Bytes, Failure> + Clone + 'static,
    code: impl Into<Bytes>,
    overhead: u64,
) {
    let code = code.into();
    for spec in SPECS {
        let ours = world(spec).native(NATIVE, entry.clone()).call(NATIVE);
        let theirs = world(spec).code(NATIVE, code.clone()).call(NATIVE);
        assert!(ours.is_success() && theirs.is_success(), "{spec:?}: {ours:?} {theirs:?}");
        assert_eq!(ours.logs(), theirs.logs(), "{spec:?}");
        assert_eq!(
            ours.gas().total_gas_spent() + overhead,
            theirs.gas().total_gas_spent(),
            "{spec:?}"
        );
    }
}

#[test]
fn log_costs_what_bytecode_pays() {
    for topics in 0..=4_u8 {
        let list: Vec<_> =
            (1..=u64::from(topics)).map(|topic| B256::from(U256::from(topic))).collect();
        let entry = move |cx: &mut Context<'_>| {
            cx.host.log(LogData::new_unchecked(list.clone(), Bytes::from(vec![0; 40])))?;
            Ok(Bytes::new())
        };
        let code = (1..=u64::from(topics))
            .rev()
            .fold(Asm::new(), Asm::push)
            .push(40)
            .push(0)
            .op(LOG0 + topics);
        let memory = 2 * 3;
        assert_same_price(entry, code, 3 * (u64::from(topics) + 2) + memory);
    }
}

#[test]
fn keccak_costs_what_bytecode_pays() {
    let entry = |cx: &mut Context<'_>| {
        assert_eq!(cx.host.keccak(&[0; 65])?, alloy_primitives::keccak256([0; 65]));
        Ok(Bytes::new())
    };
    let memory = 3 * 3;
    assert_same_price(entry, Asm::new().push(65).push(0).op(KECCAK256), 6 + memory);
}

#[test]
fn code_size_and_hash_cost_what_bytecode_pays_cold_and_warm() {
    let entry = |cx: &mut Context<'_>| {
        for _ in 0..2 {
            assert_eq!(cx.host.code_size(NOBODY)?, 0);
            assert_eq!(cx.host.code_hash(OTHER)?, B256::ZERO);
        }
        assert_eq!(cx.host.code_hash(ALICE)?, alloy_primitives::KECCAK256_EMPTY);
        let own = cx.this();
        assert_eq!(cx.host.code_size(own)?, 10);
        Ok(Bytes::new())
    };
    let pair =
        |asm: Asm| asm.push_address(NOBODY).op(EXTCODESIZE).push_address(OTHER).op(EXTCODEHASH);
    let code = pair(pair(Asm::new()))
        .push_address(ALICE)
        .op(EXTCODEHASH)
        .push_address(NATIVE)
        .op(EXTCODESIZE);
    assert_same_price(entry, code, 6 * 3);
}

#[test]
fn charge_takes_exactly_what_it_says() {
    let result = World::default()
        .native(NATIVE, |cx| Ok(cx.host.charge(1234).map(|()| Bytes::new())?))
        .call(NATIVE);
    assert_eq!(result.gas().total_gas_spent(), 21_000 + 1234);
}

#[test]
fn entry_charges_the_calldata_by_the_word() {
    for (len, charge) in [(0_u64, 0), (1, 3), (32, 3), (33, 6), (320, 30)] {
        let mut world = World::default().native(NATIVE, |_| Ok(Bytes::new()));
        let result = world.transact(tx(NATIVE, vec![0; usize::try_from(len).unwrap()]));
        assert_eq!(result.gas().total_gas_spent(), 21_000 + 4 * len + charge);
    }
}

#[test]
fn store_halts_at_the_stipend() {
    let run = |left: u64| {
        let entry = move |cx: &mut Context<'_>| {
            cx.host.sload(U256::ZERO)?;
            cx.host.charge(cx.host.gas_left() - left)?;
            cx.host.sstore(U256::ZERO, U256::ZERO)?;
            Ok(Bytes::new())
        };
        World::default().native(NATIVE, entry).call(NATIVE)
    };
    assert!(matches!(run(2300), ExecutionResult::Halt { reason: HaltReason::OutOfGas(_), .. }));
    let enough = run(2301);
    assert!(enough.is_success());
    assert_eq!(enough.gas().total_gas_spent(), 10_000_000 - 2301 + 100);
}

#[test]
fn log_with_five_topics_aborts() {
    let entry = |cx: &mut Context<'_>| {
        cx.host.log(LogData::new_unchecked(vec![B256::ZERO; 5], Bytes::new()))?;
        Ok(Bytes::new())
    };
    let mut world = World::default().native(NATIVE, entry);
    assert!(world.try_transact(tx(NATIVE, [])).is_err());
}

#[test]
fn halt_is_final_even_if_the_module_goes_on() {
    let entry = |cx: &mut Context<'_>| {
        assert_eq!(cx.host.charge(u64::MAX), Err(Halt::OutOfGas));
        assert_eq!(cx.host.gas_left(), 0);
        assert_eq!(cx.host.charge(0), Err(Halt::OutOfGas));
        assert_eq!(cx.host.tload(U256::ZERO), Err(Halt::OutOfGas));
        Ok(Bytes::new())
    };
    let result = World::default().native(NATIVE, entry).call(NATIVE);
    assert!(result.is_halt());
    assert_eq!(result.gas().total_gas_spent(), 10_000_000);
}

/// Adds one to slot 0 and counts in transient slot 0; answers the transient count.
fn count(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let next = cx.host.sload(U256::ZERO)? + U256::from(1);
    cx.host.sstore(U256::ZERO, next)?;
    let transient = cx.host.tload(U256::ZERO)? + U256::from(1);
    cx.host.tstore(U256::ZERO, transient)?;
    Ok(transient.to_be_bytes_vec().into())
}

#[test]
fn storage_survives_commit_in_cache_db() {
    let mut world = World::default().native(NATIVE, count);
    for total in 1..=3_u64 {
        assert_eq!(
            support::word(&world.call(NATIVE)),
            U256::from(1),
            "transient storage is cleared"
        );
        assert_eq!(world.storage(NATIVE, 0), U256::from(total));
    }
    assert_eq!(world.account(NATIVE).nonce, 1);
}

#[test]
fn storage_survives_commit_in_state_with_a_bundle() {
    let mut natives = Natives::default();
    natives.add(7, count);
    let mut world = World::default();
    world.db.insert_account_info(NATIVE, native_account(ModuleId(7), b"config"));
    let mut state = State::builder().with_database(world.db).with_bundle_update().build();
    for total in 1..=3_u64 {
        assert!(
            transact(&mut state, &natives, SpecId::OSAKA, tx(NATIVE, [])).unwrap().is_success()
        );
        assert_eq!(state.storage(NATIVE, U256::ZERO).unwrap(), U256::from(total));
    }
    state.merge_transitions(revm::database::states::bundle_state::BundleRetention::Reverts);
    let bundle = state.take_bundle();
    let account = bundle.account(&NATIVE).unwrap();
    assert_eq!(
        account.info.as_ref().unwrap().code_hash,
        native_account(ModuleId(7), b"config").code_hash
    );
    assert_eq!(account.storage_slot(U256::ZERO), Some(U256::from(3)));
}

#[test]
fn block_is_that_of_the_transaction() {
    let entry = |cx: &mut Context<'_>| {
        let block = cx.host.block();
        Ok(support::words([block.number, block.timestamp.get(), block.chain_id]))
    };
    let mut world = World::default().native(NATIVE, entry);
    let ctx = support::context(&mut world.db, SpecId::OSAKA)
        .modify_block_chained(|block| {
            block.number = U256::from(17);
            block.timestamp = U256::from(1_700_000_000_u64);
        })
        .modify_cfg_chained(|cfg| cfg.chain_id = 5);
    let mut evm = restaking_revm::mainnet(ctx, &world.natives).unwrap();
    let tx = TxEnv { chain_id: Some(5), ..tx(NATIVE, []) };
    let result = revm::ExecuteCommitEvm::transact_commit(&mut evm, tx).unwrap();
    assert_eq!(result.output().unwrap(), &support::words([17, 1_700_000_000, 5]));
}
