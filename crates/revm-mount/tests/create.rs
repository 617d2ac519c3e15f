//! Native instances made at run time.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used
)]

mod support;

use alloy_primitives::{Address, B256, Bytes, U256};
use restaking_host::{Call, Context, Creation, Failure, Halt, ModuleId};
use restaking_revm::native_account;
use revm::bytecode::opcode::*;
use revm::context::TxEnv;
use revm::context_interface::cfg::GasParams;
use revm::database::State;
use revm::primitives::hardfork::SpecId;
use revm::state::AccountInfo;
use revm::{Database, ExecuteCommitEvm};
use support::asm::Asm;
use support::{CODE, ETHER, NATIVE, OTHER, World, tx, word, words};

const INSTANCE: ModuleId = ModuleId(7);

fn creation(salt: u8, config: &[u8]) -> Creation {
    Creation { module: INSTANCE, salt: B256::repeat_byte(salt), config: config.to_vec() }
}

fn instance(salt: u8) -> Address {
    INSTANCE.instance(NATIVE, B256::repeat_byte(salt))
}

/// A factory at NATIVE, of instances that add up in slot 0 and answer the sum and their configuration.
fn factory(entry: impl Fn(&mut Context<'_>) -> Result<Bytes, Failure> + 'static) -> World {
    let mut world = World::default().native(NATIVE, entry);
    world.natives.add(INSTANCE.0, |cx| {
        let next = cx.host.sload(U256::ZERO)? + U256::from(1);
        cx.host.sstore(U256::ZERO, next)?;
        Ok([&next.to_be_bytes_vec(), cx.frame.config].concat().into())
    });
    world
}

/// Creates and calls an instance.
fn create_and_call(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let address = cx.host.create(creation(1, b"config"))?.unwrap();
    Ok(cx.host.call(Call::new(address, Bytes::new()))?.output)
}

/// The address as a word, zero for none.
fn encode(created: Option<Address>) -> Bytes {
    created.unwrap_or_default().into_word().to_vec().into()
}

#[test]
fn instance_runs_at_once_and_later() {
    let mut world = factory(create_and_call);
    let answer = |sum: u64| [&words([sum])[..], b"config"].concat();
    assert_eq!(world.call(NATIVE).output().unwrap(), &answer(1));
    let account = world.account(instance(1));
    assert_eq!(account, native_account(INSTANCE, b"config"));
    assert_eq!(world.call(instance(1)).output().unwrap(), &answer(2));
    assert_eq!(world.storage(instance(1), 0), U256::from(2));
    assert_eq!(world.account(NATIVE).nonce, 2);
}

#[test]
fn instance_and_its_storage_survive_commit_in_state() {
    let world = factory(create_and_call);
    let mut state = State::builder().with_database(world.db).with_bundle_update().build();
    for to in [NATIVE, instance(1)] {
        assert!(
            support::transact(&mut state, &world.natives, world.spec, tx(to, []))
                .unwrap()
                .is_success()
        );
    }
    assert_eq!(state.storage(instance(1), U256::ZERO).unwrap(), U256::from(2));
    state.merge_transitions(revm::database::states::bundle_state::BundleRetention::Reverts);
    let bundle = state.take_bundle();
    let account = bundle.account(&instance(1)).unwrap();
    assert_eq!(account.info.as_ref().unwrap().nonce, 1);
    assert_eq!(account.storage_slot(U256::ZERO), Some(U256::from(2)));
}

#[test]
fn address_is_that_of_create2_with_the_marker_as_init_code() {
    let result = factory(|cx| Ok(encode(cx.host.create(creation(3, b"x"))?))).call(NATIVE);
    let expected =
        NATIVE.create2(B256::repeat_byte(3), alloy_primitives::keccak256(INSTANCE.marker()));
    assert_eq!(word(&result), U256::from_be_bytes(expected.into_word().0));
}

#[test]
fn address_that_is_taken_is_refused_and_bumps_the_nonce() {
    let twice = |cx: &mut Context<'_>| {
        let first = cx.host.create(creation(1, b"a"))?;
        let second = cx.host.create(creation(1, b"b"))?;
        Ok(words([u64::from(first.is_some()), u64::from(second.is_some())]))
    };
    let mut world = factory(twice);
    assert_eq!(world.call(NATIVE).output().unwrap(), &words([1, 0]));
    assert_eq!(world.account(NATIVE).nonce, 3);
    assert_eq!(world.account(instance(1)), native_account(INSTANCE, b"a"));
    assert_eq!(world.call(NATIVE).output().unwrap(), &words([0, 0]), "nor in a later transaction");
}

#[test]
fn address_with_balance_alone_is_free() {
    let mut world = factory(|cx| Ok(encode(cx.host.create(creation(1, b""))?)));
    world.db.insert_account_info(instance(1), AccountInfo::from_balance(ETHER));
    assert!(!word(&world.call(NATIVE)).is_zero());
    assert_eq!(world.account(instance(1)).balance, ETHER);
    assert_eq!(world.account(instance(1)).nonce, 1);
}

#[test]
fn creation_is_undone_by_the_revert_of_its_creator_and_of_its_caller() {
    let reverting = |cx: &mut Context<'_>| {
        create_and_call(cx)?;
        Err(Failure::Revert(Bytes::new()))
    };
    let caller = Asm::new().call(CALL, NATIVE, 0, (0, 0), (0, 0)).op(POP).revert(0, 0);
    for (mut world, to) in
        [(factory(reverting), NATIVE), (factory(create_and_call).code(CODE, caller), CODE)]
    {
        assert!(!world.call(to).is_success());
        assert!(world.account(instance(1)).is_empty());
        assert_eq!(world.storage(instance(1), 0), U256::ZERO);
        assert_eq!(world.account(NATIVE).nonce, 1);
    }
}

#[test]
fn creation_undone_inside_a_transaction_can_be_repeated() {
    let reverting = |cx: &mut Context<'_>| {
        create_and_call(cx)?;
        if cx.frame.input.is_empty() {
            Err(Failure::Revert(Bytes::new()))
        } else {
            Ok(Bytes::new())
        }
    };
    let outer = |cx: &mut Context<'_>| {
        let undone = cx.host.call(Call::new(NATIVE, Bytes::new()))?;
        let size = cx.host.code_size(instance(1))? as u64;
        let done = cx.host.call(Call::new(NATIVE, b"again".into()))?;
        Ok(words([u64::from(undone.is_success), size, u64::from(done.is_success)]))
    };
    let mut world = factory(reverting).native(OTHER, outer);
    assert_eq!(world.call(OTHER).output().unwrap(), &words([0, 0, 1]));
    assert_eq!(world.storage(instance(1), 0), U256::from(1));
}

#[test]
fn creation_costs_create2_and_deposit() {
    for (spec, cap) in [
        (SpecId::LONDON, u64::MAX),
        (SpecId::OSAKA, u64::MAX),
        (SpecId::AMSTERDAM, u64::MAX),
        (SpecId::AMSTERDAM, 5_000_000),
    ] {
        for config in [0_usize, 100] {
            let run = |creates: bool| {
                let entry = move |cx: &mut Context<'_>| {
                    if creates {
                        cx.host.create(creation(1, &vec![1; config]))?.unwrap();
                    }
                    Ok(Bytes::new())
                };
                let result =
                    World { cap: Some(cap), ..factory(entry).with_spec(spec) }.call(NATIVE);
                assert!(result.is_success());
                (result.gas().total_gas_spent(), result.gas().state_gas_spent_final())
            };
            let params = GasParams::new_spec(spec);
            let len = 10 + config;
            let hash = if spec == SpecId::AMSTERDAM { params.keccak256_cost(len) } else { 0 };
            let regular = params.create2_cost(10) + params.code_deposit_cost(len) + hash;
            let state = params.create_state_gas() + params.code_deposit_state_gas(len);
            assert_eq!(state > 0, spec == SpecId::AMSTERDAM);
            let ((with, with_state), (without, without_state)) = (run(true), run(false));
            assert_eq!(with_state - without_state, state, "{spec:?} {cap}");
            assert_eq!(with - without, regular + state, "{spec:?} {cap}");
        }
    }
    assert_eq!(GasParams::new_spec(SpecId::OSAKA).create2_cost(10), 32_006);
}

#[test]
fn creation_costs_what_create2_pays_for_the_same_code() {
    // Init code that returns `len` zero bytes, as long as the marker so that its hash costs the same.
    for spec in [SpecId::LONDON, SpecId::OSAKA, SpecId::AMSTERDAM] {
        let len = 42_u64;
        let entry = move |cx: &mut Context<'_>| Ok(encode(cx.host.create(creation(1, &[1; 32]))?));
        let ours = factory(entry).with_spec(spec).transact(support::expensive(NATIVE));
        // PUSH1 len PUSH1 0 RETURN, padded to ten bytes.
        let init = U256::from_be_slice(&[PUSH1, 42, PUSH1, 0, RETURN, 0, 0, 0, 0, 0]);
        let code = Asm::new().push(0).op(POP).push_word(init).mstore_top(0);
        let code = code.push(1).push(10).push(22).push(0).op(CREATE2).mstore_top(0).ret(0, 32);
        let theirs = World::default()
            .with_spec(spec)
            .code(NATIVE, code)
            .transact(support::expensive(NATIVE));
        assert!(!word(&ours).is_zero() && !word(&theirs).is_zero());
        // Init code's word (EIP-3860), its three instructions and its memory; the creator's pushes and memory.
        let init_word = if spec.is_enabled_in(SpecId::SHANGHAI) { 2 } else { 0 };
        let overhead = init_word
            + (3 + 3 + 3 * len.div_ceil(32))
            + (3 + 2)
            + (3 + 3 + 3 + 3)
            + 4 * 3
            + (3 + 3)
            + 6;
        assert_eq!(
            ours.gas().total_gas_spent() + overhead,
            theirs.gas().total_gas_spent(),
            "{spec:?}"
        );
        assert_eq!(
            ours.gas().state_gas_spent_final(),
            theirs.gas().state_gas_spent_final(),
            "{spec:?}"
        );
    }
}

#[test]
fn refused_creation_keeps_its_charge() {
    let entry = |cx: &mut Context<'_>| {
        cx.host.create(creation(1, b""))?.unwrap();
        let before = cx.host.gas_left();
        assert_eq!(cx.host.create(creation(1, b""))?, None);
        Ok(words([before - cx.host.gas_left()]))
    };
    assert_eq!(word(&factory(entry).call(NATIVE)), U256::from(32_006 + 200 * 10));
}

#[test]
fn creation_runs_out_of_gas_one_below_its_price() {
    let run = |missing: u64| {
        let entry = move |cx: &mut Context<'_>| {
            cx.host.charge(cx.host.gas_left() - (32_006 + 200 * 10) + missing)?;
            Ok(encode(cx.host.create(creation(1, b""))?))
        };
        factory(entry).call(NATIVE)
    };
    assert!(run(0).is_success());
    assert!(run(1).is_halt());
}

#[test]
fn creation_is_refused_at_the_depth_limit() {
    // Every frame calls itself, then creates; the deepest one, at depth 1024, may not.
    let entry = |cx: &mut Context<'_>| {
        let below = cx.host.call(Call::new(NATIVE, Bytes::new()))?;
        if below.is_success {
            return Ok(below.output);
        }
        let nonce_and_created = cx.host.create(creation(1, b""))?;
        Ok(words([u64::from(nonce_and_created.is_some()), 1]))
    };
    let mut world = factory(entry);
    let result = world.transact(TxEnv { gas_limit: 1 << 50, ..tx(NATIVE, []) });
    assert_eq!(result.output().unwrap(), &words([0, 1]));
    assert_eq!(world.account(NATIVE).nonce, 1, "not bumped");
}

#[test]
fn creation_is_refused_when_the_nonce_is_at_its_end() {
    let mut world = factory(|cx| Ok(encode(cx.host.create(creation(1, b""))?)));
    world.db.load_account(NATIVE).unwrap().info.nonce = u64::MAX;
    assert!(word(&world.call(NATIVE)).is_zero());
    assert!(world.account(instance(1)).is_empty());
}

#[test]
fn code_longer_than_the_spec_allows_is_refused() {
    for (len, is_created) in [(24_576_usize, true), (24_577, false)] {
        let entry = move |cx: &mut Context<'_>| {
            Ok(encode(cx.host.create(creation(1, &vec![0; len - 10]))?))
        };
        let mut world = factory(entry);
        assert_eq!(!word(&world.call(NATIVE)).is_zero(), is_created);
        assert_eq!(world.account(NATIVE).nonce, 2);
        assert_eq!(world.account(instance(1)).is_empty(), !is_created);
    }
}

#[test]
fn creation_after_a_halt_is_refused() {
    let entry = |cx: &mut Context<'_>| {
        assert_eq!(cx.host.charge(u64::MAX), Err(Halt::OutOfGas));
        assert_eq!(cx.host.create(creation(1, b"")), Err(Halt::OutOfGas));
        Ok(Bytes::new())
    };
    let mut world = factory(entry);
    assert!(world.call(NATIVE).is_halt());
    assert!(world.account(instance(1)).is_empty());
}

#[test]
fn created_address_is_warm_afterwards() {
    let entry = |cx: &mut Context<'_>| {
        let address = cx.host.create(creation(1, b""))?.unwrap();
        let before = cx.host.gas_left();
        cx.host.code_size(address)?;
        Ok(words([before - cx.host.gas_left()]))
    };
    let mut world = factory(entry);
    let mut evm =
        restaking_revm::mainnet(support::context(&mut world.db, world.spec), &world.natives)
            .unwrap();
    assert_eq!(word(&evm.transact_commit(tx(NATIVE, [])).unwrap()), U256::from(100));
}
