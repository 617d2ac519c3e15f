//! Calls between native contracts and bytecode: data, value, gas, memory, depth, undoing.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used
)]

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use alloy_primitives::{Address, B256, Bytes, LogData, U256};
use restaking_host::{Call, CallOutcome, Context, Failure};
use revm::bytecode::opcode::*;
use revm::context::TxEnv;
use revm::context::result::EVMError;
use revm::primitives::hardfork::SpecId;
use revm::{ExecuteCommitEvm, InspectCommitEvm};
use support::asm::Asm;
use support::{ALICE, CODE, ETHER, NATIVE, NOBODY, OTHER, World, expensive, tx, word, words};

/// The outcome as return data: success, then the output.
fn encode(outcome: &CallOutcome) -> Bytes {
    [&words([u64::from(outcome.is_success)]), &outcome.output[..]].concat().into()
}

fn forward(to: Address) -> impl Fn(&mut Context<'_>) -> Result<Bytes, Failure> + Clone + 'static {
    move |cx| {
        let input = Bytes::copy_from_slice(cx.frame.input);
        Ok(encode(&cx.host.call(Call::new(to, input))?))
    }
}

/// Bytecode that calls `to` with its own calldata and returns what comes back.
fn proxy(to: Address) -> Asm {
    let copy = |size: u8, copy: u8| Asm::new().op(size).push(0).push(0).op(copy);
    let call = copy(CALLDATASIZE, CALLDATACOPY).push(0).push(0).op(CALLDATASIZE).push(0).push(0);
    let call = call.push_address(to).op(GAS).op(CALL).op(POP);
    call.op(RETURNDATASIZE).push(0).push(0).op(RETURNDATACOPY).op(RETURNDATASIZE).push(0).op(RETURN)
}

/// Caller, value, own address and calldata as a contract sees them.
fn report(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let word = |address: Address| address.into_word().to_vec();
    let value = cx.frame.value.to_be_bytes_vec();
    Ok([word(cx.caller()), word(cx.this()), value, cx.frame.input.to_vec()].concat().into())
}

fn reported(caller: Address, this: Address, value: U256, input: &[u8]) -> Vec<u8> {
    [caller.into_word().as_slice(), this.into_word().as_slice(), &value.to_be_bytes_vec(), input]
        .concat()
}

#[test]
fn call_passes_caller_value_and_data_from_transaction_to_native() {
    let mut world = World::default().native(NATIVE, report);
    let result = world.transact(TxEnv { value: ETHER, ..tx(NATIVE, *b"data") });
    assert_eq!(result.output().unwrap(), &reported(ALICE, NATIVE, ETHER, b"data"));
    assert_eq!(world.account(NATIVE).balance, ETHER);
}

#[test]
fn call_passes_through_native_bytecode_native() {
    let mut world = World::default()
        .native(NATIVE, forward(CODE))
        .code(CODE, proxy(OTHER))
        .native(OTHER, report);
    let result = world.transact(tx(NATIVE, *b"through all three"));
    let expected =
        [words([1]).to_vec(), reported(CODE, OTHER, U256::ZERO, b"through all three")].concat();
    assert_eq!(result.output().unwrap(), &expected);
}

#[test]
fn call_passes_through_several_bytecode_frames_under_a_native() {
    // Each frame returns what its callee returned first, and a number of its own.
    let inner = Address::repeat_byte(0xbd);
    let relay =
        |to, own| Asm::new().call(CALL, to, 0, (0, 0), (0, 64)).op(POP).mstore(64, own).ret(0, 96);
    let world = World::default()
        .native(NATIVE, forward(CODE))
        .code(CODE, relay(inner, 3))
        .code(inner, relay(OTHER, 2));
    let mut world = world.native(OTHER, |_| Ok(words([1])));
    assert_eq!(world.call(NATIVE).output().unwrap(), &words([1, 1, 0, 3]));
}

#[test]
fn call_sends_value_and_returns_revert_data() {
    let entry = |cx: &mut Context<'_>| {
        let call = Call { value: U256::from(5), ..Call::new(CODE, Bytes::new()) };
        let paid = cx.host.call(call.clone())?;
        let refused = cx.host.call(Call { to: OTHER, ..call })?;
        assert!(paid.is_success && paid.output.is_empty());
        Ok(encode(&refused))
    };
    let world = World::default().native(NATIVE, entry).balance(NATIVE, U256::from(10));
    let mut world =
        world.code(CODE, Asm::new().op(STOP)).code(OTHER, Asm::new().mstore(0, 77).revert(0, 32));
    let result = world.call(NATIVE);
    assert_eq!(result.output().unwrap(), &words([0, 77]));
    let balances = [NATIVE, CODE, OTHER].map(|address| world.account(address).balance);
    assert_eq!(balances, [5, 5, 0].map(U256::from));
}

#[test]
fn call_fails_without_balance_and_gives_the_gas_back() {
    let entry = |cx: &mut Context<'_>| {
        cx.host.code_size(CODE)?;
        let before = cx.host.gas_left();
        let call = Call { value: U256::from(1), ..Call::new(CODE, Bytes::new()) };
        let outcome = cx.host.call(call)?;
        assert_eq!(outcome, CallOutcome { is_success: false, output: Bytes::new() });
        // The stipend of the call that did not happen stays, as in the EVM.
        assert_eq!(before - cx.host.gas_left(), 100 + 9000 - 2300);
        Ok(Bytes::new())
    };
    assert!(
        World::default().native(NATIVE, entry).code(CODE, Asm::new()).call(NATIVE).is_success()
    );
}

#[test]
fn transaction_fails_for_native_that_it_cannot_pay() {
    let mut world = World::default().native(NATIVE, report);
    let broke = TxEnv { caller: NOBODY, value: ETHER, ..tx(NATIVE, []) };
    assert!(matches!(world.try_transact(broke), Err(EVMError::Transaction(_))));
}

/// Gas of a native CALL and STATICCALL, and of the same in bytecode, in specs with and without state gas.
fn assert_same_price(world: impl Fn() -> World, to: Address, value: u64, is_static: bool) {
    let entry = move |cx: &mut Context<'_>| {
        let call = Call { value: U256::from(value), is_static, ..Call::new(to, Bytes::new()) };
        let outcome = cx.host.call(call.with_gas(200_000))?;
        Ok(words([u64::from(outcome.is_success)]))
    };
    let kind = if is_static { STATICCALL } else { CALL };
    let code = Asm::new().call_with_gas(kind, to, value, 200_000).mstore_top(0).ret(0, 32);
    let pushes = if is_static { 5 } else { 6 };
    let overhead = (pushes + 1) * 3 + 3 + 3 + 3 + 6;
    for spec in [SpecId::LONDON, SpecId::OSAKA, SpecId::AMSTERDAM] {
        for cap in [9_000_000, u64::MAX] {
            if cap < u64::MAX && !spec.is_enabled_in(SpecId::AMSTERDAM) {
                continue;
            }
            let run = |world: World| {
                let mut world =
                    World { cap: Some(cap), ..world.with_spec(spec).balance(NATIVE, ETHER) };
                world.transact(expensive(NATIVE))
            };
            let ours = run(world().native(NATIVE, entry));
            let theirs = run(world().code(NATIVE, code.clone()));
            assert_eq!(ours.output(), theirs.output(), "{spec:?}");
            assert_eq!(
                ours.gas().total_gas_spent() + overhead,
                theirs.gas().total_gas_spent(),
                "{spec:?} {to}"
            );
            assert_eq!(
                ours.gas().state_gas_spent_final(),
                theirs.gas().state_gas_spent_final(),
                "{spec:?} {to}"
            );
            assert_eq!(ours.gas().inner_refunded(), theirs.gas().inner_refunded(), "{spec:?} {to}");
        }
    }
}

#[test]
fn call_costs_what_bytecode_pays() {
    let ecrecover = Address::with_last_byte(1);
    let storing = || World::default().code(CODE, Asm::new().sstore(0, 1).sstore(1, 1).sstore(1, 0));
    let failing = || World::default().code(CODE, Asm::new().sstore(0, 1).revert(0, 0));
    let halting = || World::default().code(CODE, Asm::new().sstore(0, 1).op(INVALID));
    let clearing = || storing().slot(CODE, 0, 9).slot(CODE, 1, 9);
    let delegated = || storing().delegated(OTHER, CODE);
    for (value, is_static) in [(0, false), (1, false), (0, true)] {
        assert_same_price(World::default, NOBODY, value, is_static);
        assert_same_price(World::default, ALICE, value, is_static);
        assert_same_price(World::default, ecrecover, value, is_static);
        assert_same_price(storing, CODE, value, is_static);
        assert_same_price(clearing, CODE, value, is_static);
        assert_same_price(failing, CODE, value, is_static);
        assert_same_price(halting, CODE, value, is_static);
        assert_same_price(delegated, OTHER, value, is_static);
    }
}

#[test]
fn call_refunds_new_account_gas_when_the_value_cannot_be_sent() {
    assert_same_price(World::default, NOBODY, u64::MAX, false);
}

#[test]
fn call_charges_the_input_by_the_word() {
    let entry = |cx: &mut Context<'_>| {
        cx.host.code_size(CODE)?;
        let before = cx.host.gas_left();
        cx.host.call(Call::new(CODE, vec![0; 33].into()))?;
        assert_eq!(before - cx.host.gas_left(), 100 + 2 * 3);
        Ok(Bytes::new())
    };
    assert!(
        World::default()
            .native(NATIVE, entry)
            .code(CODE, Asm::new().op(STOP))
            .call(NATIVE)
            .is_success()
    );
}

#[test]
fn call_forwards_at_most_63_of_64_parts() {
    let entry = |cx: &mut Context<'_>| {
        cx.host.code_size(CODE)?;
        for bound in [u64::MAX, 50_000, 0] {
            let left = cx.host.gas_left() - 100;
            let outcome = cx.host.call(Call::new(CODE, Bytes::new()).with_gas(bound))?;
            let forwarded = bound.min(left - left / 64);
            // GAS costs 2 and tells what is left after it.
            let seen = outcome.output.first_chunk::<32>().map(|word| U256::from_be_bytes(*word));
            assert_eq!(seen, forwarded.checked_sub(2).map(U256::from));
        }
        Ok(Bytes::new())
    };
    let gas = Asm::new().op(GAS).mstore_top(0).ret(0, 32);
    assert!(World::default().native(NATIVE, entry).code(CODE, gas).call(NATIVE).is_success());
}

#[test]
fn call_with_value_gives_the_stipend_to_native() {
    let entry = |cx: &mut Context<'_>| Ok(words([cx.host.gas_left()]));
    let code =
        Asm::new().push(32).push(0).push(0).push(0).push(1).push_address(NATIVE).push(0).op(CALL);
    let world = World::default().native(NATIVE, entry).code(CODE, code.op(POP).ret(0, 32));
    assert_eq!(word(&world.balance(CODE, ETHER).call(CODE)), U256::from(2300));
}

#[test]
fn failure_of_a_callee_is_undone() {
    let entry = |cx: &mut Context<'_>| {
        cx.host.sstore(U256::from(1), U256::from(1))?;
        let outcomes = [CODE, OTHER].map(|to| cx.host.call(Call::new(to, Bytes::new())));
        assert!(outcomes.iter().all(|outcome| !outcome.as_ref().unwrap().is_success));
        Ok(Bytes::new())
    };
    let failing = |cx: &mut Context<'_>| {
        cx.host.sstore(U256::ZERO, U256::from(1))?;
        cx.host.tstore(U256::ZERO, U256::from(1))?;
        cx.host.log(LogData::new_unchecked(vec![B256::ZERO], Bytes::new()))?;
        Err(Failure::Revert(Bytes::new()))
    };
    let bytecode = Asm::new().sstore(0, 1).log1(1).revert(0, 0);
    let mut world =
        World::default().native(NATIVE, entry).code(CODE, bytecode).native(OTHER, failing);
    let result = world.call(NATIVE);
    assert!(result.is_success() && result.logs().is_empty());
    let slots =
        [(NATIVE, 1), (CODE, 0), (OTHER, 0)].map(|(address, slot)| world.storage(address, slot));
    assert_eq!(slots, [1, 0, 0].map(U256::from));
}

#[test]
fn failure_of_native_is_undone_with_its_callees_and_told_to_bytecode() {
    let entry = |cx: &mut Context<'_>| {
        cx.host.sstore(U256::ZERO, U256::from(1))?;
        assert!(cx.host.call(Call::new(OTHER, Bytes::new()))?.is_success);
        Err(Failure::Revert(words([99])))
    };
    let code = Asm::new().call(CALL, NATIVE, 0, (0, 0), (0, 64)).mstore_top(32);
    let world = World::default().native(NATIVE, entry).code(CODE, code.ret(0, 64));
    let mut world = world.code(OTHER, Asm::new().sstore(0, 1).log1(1));
    let result = world.call(CODE);
    assert_eq!(result.output().unwrap(), &words([99, 0]));
    assert!(result.logs().is_empty());
    assert_eq!([world.storage(NATIVE, 0), world.storage(OTHER, 0)], [U256::ZERO; 2]);
    assert!(result.gas().total_gas_spent() < 100_000, "unused gas comes back");
}

#[test]
fn revert_of_a_transaction_keeps_data_and_unused_gas() {
    let result = World::default().native(NATIVE, |_| Err(Failure::Revert(words([7])))).call(NATIVE);
    assert_eq!(result.output(), Some(&words([7])));
    assert!(!result.is_success() && !result.is_halt());
    assert_eq!(result.gas().total_gas_spent(), 21_000);
}

#[test]
fn memory_of_outer_frames_is_intact_after_nested_calls() {
    // Writes far behind its own beginning, calls back into OTHER, returns 64 bytes of its own.
    let noisy = (0..40).fold(Asm::new(), |asm, index| asm.mstore(index * 32, 0xbad));
    let noisy =
        noisy.call(CALL, OTHER, 0, (0, 96), (0, 96)).op(POP).mstore(0, 5).mstore(32, 6).ret(0, 64);
    let middle = |cx: &mut Context<'_>| {
        let before = cx.frame.input.to_vec();
        let first = cx.host.call(Call::new(CODE, Bytes::copy_from_slice(cx.frame.input)))?;
        let second = cx.host.call(Call::new(CODE, words([1, 2])))?;
        assert_eq!(before, cx.frame.input);
        assert_eq!((first.output, second.output), (words([5, 6]), words([5, 6])));
        Ok(words([8, 9]))
    };
    let outer = (0..6).fold(Asm::new(), |asm, index| asm.mstore(index * 32, index + 1));
    let outer = outer.call(CALL, NATIVE, 0, (32, 96), (96, 64)).op(POP).mstore(192, 7).ret(0, 224);
    let caller = Address::repeat_byte(0xaa);
    let world = World::default().native(NATIVE, middle).code(CODE, noisy).code(caller, outer);
    let result =
        world.native(OTHER, |cx| Ok(Bytes::from(vec![0xff; cx.frame.input.len()]))).call(caller);
    assert_eq!(result.output().unwrap(), &words([1, 2, 3, 8, 9, 6, 7]));
}

/// Gas of which something is left 1024 calls down.
const DEEP_GAS: u64 = 1 << 50;

/// Calls `to` and answers how many frames are below, itself included.
fn descend(to: Address) -> impl Fn(&mut Context<'_>) -> Result<Bytes, Failure> + Clone + 'static {
    move |cx| {
        let outcome = cx.host.call(Call::new(to, Bytes::new()))?;
        let below =
            outcome.output.first_chunk::<32>().map_or(0, |word| U256::from_be_bytes(*word).to());
        Ok(words([1_u64 + below]))
    }
}

fn deep(world: &mut World, is_inspected: bool) -> U256 {
    let ctx = support::context(&mut world.db, world.spec);
    let tx = TxEnv { gas_limit: DEEP_GAS, ..tx(NATIVE, []) };
    let inspector = revm::inspector::NoOpInspector {};
    let mut evm = restaking_revm::mainnet_with_inspector(ctx, &world.natives, inspector).unwrap();
    let result = if is_inspected { evm.inspect_tx_commit(tx) } else { evm.transact_commit(tx) };
    word(&result.unwrap())
}

#[test]
fn chain_of_natives_ends_at_the_depth_limit() {
    for is_inspected in [false, true] {
        let mut world =
            World::default().native(NATIVE, descend(OTHER)).native(OTHER, descend(NATIVE));
        assert_eq!(deep(&mut world, is_inspected), U256::from(1025));
    }
}

#[test]
fn chain_of_natives_and_bytecode_ends_at_the_depth_limit() {
    for is_inspected in [false, true] {
        let mut world = World::default().native(NATIVE, descend(CODE)).code(CODE, proxy(NATIVE));
        // The proxies do not count themselves; the last frame, at depth 1024, is a native one.
        assert_eq!(deep(&mut world, is_inspected), U256::from(513));
    }
}

#[test]
fn chain_beyond_the_nesting_limit_aborts() {
    let world = World::default().native(NATIVE, descend(OTHER)).native(OTHER, descend(NOBODY));
    for (limit, is_enough) in [(0, false), (1, false), (2, true)] {
        let ctx = support::context(world.db.clone(), world.spec);
        let mut evm =
            restaking_revm::mainnet(ctx, &world.natives).unwrap().with_nesting_limit(limit);
        let result = evm.transact_commit(tx(NATIVE, []));
        assert_eq!(result.is_ok(), is_enough);
        assert!(
            is_enough || matches!(result, Err(EVMError::Custom(text)) if text.contains("nested"))
        );
    }
}

#[test]
fn siblings_do_not_count_as_nested() {
    let twice = |cx: &mut Context<'_>| {
        let first = cx.host.call(Call::new(OTHER, Bytes::new()))?;
        let second = cx.host.call(Call::new(OTHER, Bytes::new()))?;
        Ok(words([u64::from(first.is_success && second.is_success)]))
    };
    let world = World::default().native(NATIVE, twice).native(OTHER, |_| Ok(Bytes::new()));
    let ctx = support::context(world.db, world.spec);
    let mut evm = restaking_revm::mainnet(ctx, &world.natives).unwrap().with_nesting_limit(2);
    assert_eq!(word(&evm.transact_commit(tx(NATIVE, [])).unwrap()), U256::from(1));
}

#[test]
fn panic_of_a_module_passes_through_grown_stacks() {
    let entry = |cx: &mut Context<'_>| {
        let outcome = cx.host.call(Call::new(NATIVE, Bytes::new()))?;
        assert!(outcome.is_success, "the bottom was reached");
        Ok(Bytes::new())
    };
    let mut world = World::default().native(NATIVE, entry);
    let run = || world.transact(TxEnv { gas_limit: DEEP_GAS, ..tx(NATIVE, []) });
    let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    assert!(panic.downcast_ref::<&str>().unwrap().contains("the bottom was reached"));
}
