//! Which calls run a native contract, and what a static call may do.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used
)]

mod support;

use std::cell::Cell;
use std::rc::Rc;

use alloy_primitives::{Address, B256, Bytes, LogData, U256, keccak256};
use restaking_host::{Call, Context, Creation, Failure, Halt, ModuleId};
use restaking_revm::native_account;
use revm::bytecode::opcode::*;
use revm::context::result::{ExecutionResult, HaltReason};
use revm::context_interface::JournalTr;
use revm::handler::EvmTr;
use revm::interpreter::interpreter_action::FrameInit;
use revm::interpreter::{CallInput, CallInputs, CallScheme, CallValue, FrameInput, SharedMemory};
use revm::primitives::hardfork::SpecId;
use revm::state::AccountInfo;
use support::asm::Asm;
use support::{ALICE, CODE, ETHER, NATIVE, NOBODY, OTHER, World, tx, word, words};

/// A native contract that counts its runs outside of the chain and writes slot 0.
fn counted(world: World) -> (World, Rc<Cell<u32>>) {
    let runs = Rc::new(Cell::new(0));
    let seen = runs.clone();
    let world = world.native(NATIVE, move |cx| {
        seen.set(seen.get() + 1);
        cx.host.sstore(U256::ZERO, U256::from(1))?;
        Ok(words([1]))
    });
    (world, runs)
}

/// Calls `to` by `kind` with 100,000 gas and answers success and the gas that this took.
fn measured(kind: u8, to: Address) -> Asm {
    let asm = Asm::new().op(GAS).call_with_gas(kind, to, 0, 100_000).mstore_top(0);
    asm.op(GAS).op(SWAP1).op(SUB).mstore_top(32).ret(0, 64)
}

fn success_and_gas(world: &mut World) -> (bool, u64) {
    let output = world.call(CODE).into_output().unwrap();
    let word = |index: usize| U256::from_be_slice(&output[index * 32..][..32]).to::<u64>();
    (word(0) == 1, word(1))
}

#[test]
fn call_and_static_call_run_the_module() {
    for (kind, is_success) in [(CALL, true), (STATICCALL, false)] {
        let (world, runs) = counted(World::default());
        let mut world = world.code(CODE, measured(kind, NATIVE));
        assert_eq!(success_and_gas(&mut world).0, is_success);
        assert_eq!(runs.get(), 1);
        assert_eq!(world.storage(NATIVE, 0), U256::from(is_success));
    }
}

#[test]
fn delegate_call_and_call_code_halt_and_touch_no_storage() {
    for kind in [DELEGATECALL, CALLCODE] {
        let (world, runs) = counted(World::default());
        let mut world = world.code(CODE, measured(kind, NATIVE));
        let (is_success, gas) = success_and_gas(&mut world);
        assert!(!is_success && gas > 100_000, "all the gas forwarded is gone: {gas}");
        assert_eq!(runs.get(), 0);
        assert_eq!([world.storage(NATIVE, 0), world.storage(CODE, 0)], [U256::ZERO; 2]);
    }
}

#[test]
fn delegated_account_halts_and_touches_no_storage_called_by_bytecode() {
    for kind in [CALL, STATICCALL, DELEGATECALL, CALLCODE] {
        let (world, runs) = counted(World::default().delegated(OTHER, NATIVE));
        let mut world = world.code(CODE, measured(kind, OTHER));
        let (is_success, gas) = success_and_gas(&mut world);
        assert!(!is_success && gas > 100_000);
        assert_eq!(runs.get(), 0);
        assert_eq!(
            [world.storage(NATIVE, 0), world.storage(OTHER, 0), world.storage(CODE, 0)],
            [U256::ZERO; 3]
        );
    }
}

#[test]
fn delegated_account_halts_called_by_native_and_by_a_transaction() {
    let (world, runs) = counted(World::default().delegated(OTHER, NATIVE));
    let mut world = world.native(CODE, |cx| {
        let outcome = cx.host.call(Call::new(OTHER, Bytes::new()).with_gas(50_000))?;
        Ok(words([u64::from(outcome.is_success)]))
    });
    assert_eq!(word(&world.call(CODE)), U256::ZERO);
    let result = world.call(OTHER);
    assert!(matches!(result, ExecutionResult::Halt { reason: HaltReason::OpcodeNotFound, .. }));
    assert_eq!(runs.get(), 0);
    assert_eq!([world.storage(NATIVE, 0), world.storage(OTHER, 0)], [U256::ZERO; 2]);
}

#[test]
fn delegated_account_may_call_native() {
    let (world, runs) = counted(World::default().delegated(OTHER, CODE));
    let mut world = world.code(CODE, measured(CALL, NATIVE));
    assert!(world.call(OTHER).is_success());
    assert_eq!((runs.get(), world.storage(NATIVE, 0)), (1, U256::from(1)));
}

#[test]
fn unknown_module_and_short_marker_halt() {
    let short = ModuleId(0x0700).marker()[..9].to_vec();
    for account in [native_account(ModuleId(999), &[1]), support::code_account(short)] {
        let mut world = World::default().code(CODE, measured(CALL, OTHER));
        world.db.insert_account_info(OTHER, account);
        // What the short marker would name if the zeros that pad code were read.
        world.natives.add(0x0700, |_| Ok(Bytes::new()));
        let (is_success, gas) = success_and_gas(&mut world);
        assert!(!is_success && gas > 100_000);
        let result = world.transact(revm::context::TxEnv { value: ETHER, ..tx(OTHER, []) });
        assert!(matches!(result, ExecutionResult::Halt { reason: HaltReason::OpcodeNotFound, .. }));
        assert_eq!(world.account(OTHER).balance, U256::ZERO);
    }
}

/// Init code that returns marker code.
fn deployer() -> Vec<u8> {
    let mut code = vec![PUSH10];
    code.extend(ModuleId(0xc0c0).marker());
    code.extend(Bytes::from(Asm::new().mstore_top(0).ret(22, 10)));
    code
}

#[test]
fn nobody_deploys_marker_code() {
    for spec in [SpecId::LONDON, SpecId::OSAKA, SpecId::AMSTERDAM] {
        for init in [deployer(), ModuleId(0xc0c0).marker().to_vec()] {
            let (world, runs) = counted(World::default().with_spec(spec));
            let mut world = world;
            let create = revm::context::TxEnv {
                kind: revm::primitives::TxKind::Create,
                ..tx(ALICE, init.clone())
            };
            assert!(world.transact(create).is_halt());
            assert!(world.account(ALICE.create(0)).is_empty());

            let copy = init.len() as u64;
            let factory = Asm::new().push(copy).push(0).push(0).op(CALLDATACOPY);
            let factory =
                factory.push(9).push(copy).push(0).push(0).op(CREATE2).mstore_top(0).ret(0, 32);
            let mut world = world.code(CODE, factory);
            assert_eq!(word(&world.transact(tx(CODE, init))), U256::ZERO);
            assert_eq!(runs.get(), 0);
        }
    }
}

#[test]
fn code_is_visible_to_bytecode_and_natives() {
    let config = b"asset, operator, delay";
    let code = ModuleId(7).code(config);
    let len = code.len() as u64;
    let reader = Asm::new().push_address(OTHER).op(EXTCODESIZE).mstore_top(0);
    let reader = reader.push_address(OTHER).op(EXTCODEHASH).mstore_top(32);
    let reader = reader
        .push(len + 8)
        .push(0)
        .push(64)
        .push_address(OTHER)
        .op(EXTCODECOPY)
        .ret(0, 64 + len + 8);
    let native = |cx: &mut Context<'_>| {
        let size = U256::from(cx.host.code_size(OTHER)?);
        Ok([size.to_be_bytes_vec(), cx.host.code_hash(OTHER)?.to_vec()].concat().into())
    };
    let mut world = World::default().code(CODE, reader).native(NATIVE, native);
    world.db.insert_account_info(OTHER, native_account(ModuleId(7), config));

    let size_and_hash = [U256::from(len).to_be_bytes_vec(), keccak256(&code).to_vec()].concat();
    assert_eq!(world.call(NATIVE).output().unwrap(), &size_and_hash);
    let expected = [size_and_hash, code, vec![0; 8]].concat();
    assert_eq!(world.call(CODE).output().unwrap(), &expected);
}

#[test]
fn module_reads_its_configuration() {
    let mut world = World::default();
    world.natives.add(7, |cx| Ok(Bytes::copy_from_slice(cx.frame.config)));
    for config in [&b""[..], b"x", &[0; 70]] {
        world.db.insert_account_info(NATIVE, native_account(ModuleId(7), config));
        assert_eq!(world.call(NATIVE).output().unwrap(), config);
    }
}

#[test]
fn native_addresses_start_cold() {
    let entry = |cx: &mut Context<'_>| {
        let prices: Vec<_> = [(); 2]
            .map(|()| {
                let before = cx.host.gas_left();
                cx.host.call(Call::view(OTHER, Bytes::new())).map(|_| before - cx.host.gas_left())
            })
            .into_iter()
            .collect::<Result<_, _>>()?;
        Ok(words(prices))
    };
    let mut world = World::default().native(NATIVE, entry).native(OTHER, |_| Ok(Bytes::new()));
    assert_eq!(world.call(NATIVE).output().unwrap(), &words([2600, 100]));
}

type Attempt = fn(&mut Context<'_>) -> Result<(), Halt>;

fn pay(is_static: bool) -> Call {
    Call { value: U256::from(1), is_static, ..Call::new(ALICE, Bytes::new()) }
}

/// All that a static call may not do.
const WRITES: [Attempt; 6] = [
    |cx| cx.host.sstore(U256::ZERO, U256::from(1)),
    |cx| cx.host.tstore(U256::ZERO, U256::from(1)),
    |cx| cx.host.log(LogData::new_unchecked(vec![], Bytes::new())),
    |cx| cx.host.call(pay(false)).map(drop),
    |cx| cx.host.call(pay(true)).map(drop),
    |cx| {
        let creation = Creation { module: ModuleId(7), salt: B256::ZERO, config: vec![] };
        cx.host.create(creation).map(drop)
    },
];

fn writer(
    attempt: Attempt,
    ignores: bool,
) -> impl Fn(&mut Context<'_>) -> Result<Bytes, Failure> + Clone {
    move |cx| {
        assert!(cx.frame.is_static);
        assert_eq!(attempt(cx), Err(Halt::StateChangeInStatic));
        if ignores { Ok(words([1])) } else { Err(Halt::StateChangeInStatic.into()) }
    }
}

#[test]
fn static_call_by_bytecode_refuses_every_write() {
    for attempt in WRITES {
        for ignores in [false, true] {
            let world =
                World::default().native(NATIVE, writer(attempt, ignores)).balance(NATIVE, ETHER);
            let mut world = world.code(CODE, measured(STATICCALL, NATIVE));
            let (is_success, gas) = success_and_gas(&mut world);
            assert!(!is_success && gas > 100_000);
            assert_eq!(
                world.account(NATIVE),
                AccountInfo { balance: ETHER, ..world.account(NATIVE) }
            );
            assert_eq!(world.storage(NATIVE, 0), U256::ZERO);
            assert_eq!(world.account(NATIVE).nonce, 1);
        }
    }
}

#[test]
fn static_call_passes_the_flag_through_natives_and_bytecode() {
    // NATIVE views CODE, which CALLs OTHER, which tries to write.
    for attempt in WRITES {
        let view = |cx: &mut Context<'_>| {
            let outcome = cx.host.call(Call::view(CODE, Bytes::new()).with_gas(200_000))?;
            assert!(outcome.is_success);
            Ok(outcome.output)
        };
        let world = World::default().native(NATIVE, view).native(OTHER, writer(attempt, true));
        let mut world = world.code(CODE, measured(CALL, OTHER)).balance(OTHER, ETHER);
        assert_eq!(word(&world.call(NATIVE)), U256::ZERO);
    }
}

#[test]
fn static_call_binds_what_a_native_calls() {
    for attempt in WRITES {
        let entry = |cx: &mut Context<'_>| {
            let outcome = cx.host.call(Call::new(OTHER, Bytes::new()).with_gas(50_000))?;
            Ok(words([1 + u64::from(outcome.is_success)]))
        };
        let world = World::default().native(NATIVE, entry).native(OTHER, writer(attempt, true));
        let caller = Asm::new().call(STATICCALL, NATIVE, 0, (0, 0), (0, 32)).op(POP).ret(0, 32);
        let mut world = world.code(CODE, caller).balance(OTHER, ETHER);
        assert_eq!(word(&world.call(CODE)), U256::from(1));
    }
}

#[test]
fn static_native_call_refuses_writes_of_bytecode() {
    for code in [Asm::new().sstore(0, 1), Asm::new().log1(1), Asm::new().push(1).push(1).op(TSTORE)]
    {
        let entry = |cx: &mut Context<'_>| {
            let outcome = cx.host.call(Call::view(CODE, Bytes::new()).with_gas(100_000))?;
            cx.host.sstore(U256::ZERO, U256::from(1))?;
            Ok(words([u64::from(outcome.is_success)]))
        };
        let mut world = World::default().native(NATIVE, entry).code(CODE, code);
        assert_eq!(word(&world.call(NATIVE)), U256::ZERO);
        assert_eq!(world.storage(CODE, 0), U256::ZERO);
        assert_eq!(world.storage(NATIVE, 0), U256::from(1), "the flag binds the callee only");
    }
}

#[test]
fn static_call_without_value_reads() {
    let entry = |cx: &mut Context<'_>| {
        let value = cx.host.sload(U256::ZERO)? + cx.host.tload(U256::ZERO)?;
        assert!(cx.host.call(Call::new(NOBODY, Bytes::new()))?.is_success);
        Ok(value.to_be_bytes_vec().into())
    };
    let world = World::default().native(NATIVE, entry).slot(NATIVE, 0, 42);
    let mut world =
        world.code(CODE, Asm::new().call(STATICCALL, NATIVE, 0, (0, 0), (0, 32)).ret(0, 32));
    assert_eq!(word(&world.call(CODE)), U256::from(42));
}

/// Starts one frame with NATIVE's code and tells whether the module ran.
fn runs_module(change: fn(&mut CallInputs)) -> bool {
    let (world, runs) = counted(World::default().code(CODE, Asm::new().op(STOP)));
    let mut db = world.db.clone();
    let account = world.db.cache.accounts[&NATIVE].info.clone();
    // The same contract a second time, and one with another configuration.
    db.insert_account_info(OTHER, account.clone());
    db.insert_account_info(NOBODY, native_account(ModuleId(0xc0c0), &[1]));
    let mut evm =
        restaking_revm::mainnet(support::context(db, world.spec), &world.natives).unwrap();
    let code =
        evm.inner_mut().ctx.journaled_state.load_account_with_code(NATIVE).unwrap().info.clone();
    let mut inputs = CallInputs {
        input: CallInput::default(),
        return_memory_offset: 0..0,
        gas_limit: 100_000,
        reservoir: 0,
        bytecode_address: NATIVE,
        known_bytecode: (code.code_hash, code.code.unwrap()),
        target_address: NATIVE,
        caller: ALICE,
        value: CallValue::Apparent(U256::ZERO),
        scheme: CallScheme::Call,
        is_static: false,
        charged_new_account_state_gas: false,
    };
    change(&mut inputs);
    let frame_input = FrameInput::Call(Box::new(inputs));
    let init = FrameInit { depth: 0, memory: SharedMemory::new(), frame_input };
    let is_pushed = evm.frame_init(init).unwrap().is_item();
    assert_eq!(is_pushed, runs.get() == 0);
    !is_pushed
}

#[test]
fn every_condition_of_interception_is_needed() {
    assert!(runs_module(|_| ()));
    assert!(runs_module(|inputs| inputs.scheme = CallScheme::StaticCall));
    assert!(!runs_module(|inputs| inputs.scheme = CallScheme::DelegateCall));
    assert!(!runs_module(|inputs| inputs.scheme = CallScheme::CallCode));
    // An account with the very same code, but not the one that the code was found at.
    assert!(!runs_module(|inputs| inputs.target_address = OTHER));
    // Both addresses agree, the account's own code is another.
    for account in [NOBODY, CODE, ALICE] {
        let change: fn(&mut CallInputs) = match account {
            NOBODY => |inputs| (inputs.target_address, inputs.bytecode_address) = (NOBODY, NOBODY),
            CODE => |inputs| (inputs.target_address, inputs.bytecode_address) = (CODE, CODE),
            _ => |inputs| (inputs.target_address, inputs.bytecode_address) = (ALICE, ALICE),
        };
        assert!(!runs_module(change));
    }
}
