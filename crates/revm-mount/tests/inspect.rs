//! An inspector sees native frames, and results do not depend on it.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used
)]

mod support;

use std::sync::LazyLock;

use alloy_primitives::{Address, B256, Bytes, Log, LogData, U256};
use restaking_host::{Call, Halt};
use restaking_revm::{RestakingEvm, mainnet_with_inspector};
use revm::context::TxEnv;
use revm::context::result::ExecutionResult;
use revm::context_interface::{Cfg, ContextTr, JournalTr};
use revm::handler::{FrameResult, PrecompileProvider};
use revm::inspector::Inspector;
use revm::interpreter::{
    CallInputs, CallOutcome, CreateInputs, CreateOutcome, FrameInput, Gas, InstructionResult,
    Interpreter, InterpreterResult,
};
use revm::primitives::AddressSet;
use revm::primitives::hardfork::SpecId;
use revm::state::EvmState;
use revm::{ExecuteEvm, InspectEvm, MainBuilder};
use support::composite::{self, FAILING, INSTANCE};
use support::{CODE, NATIVE, NOBODY, OTHER, World, context, tx, word, words};

/// Where [`Logging`] answers.
const PRECOMPILE: Address = Address::repeat_byte(0x99);

/// A precompile that logs and then reverts.
#[derive(Debug, Default)]
struct Logging;

impl<CTX: ContextTr> PrecompileProvider<CTX> for Logging {
    type Output = InterpreterResult;

    fn set_spec(&mut self, _: <CTX::Cfg as Cfg>::Spec) -> bool {
        false
    }

    fn run(
        &mut self,
        ctx: &mut CTX,
        inputs: &CallInputs,
    ) -> Result<Option<InterpreterResult>, String> {
        if inputs.bytecode_address != PRECOMPILE {
            return Ok(None);
        }
        let log = LogData::new_unchecked(vec![B256::from(U256::from(77))], Bytes::new());
        ctx.journal_mut().log(Log { address: PRECOMPILE, data: log });
        let gas = Gas::new(inputs.gas_limit);
        Ok(Some(InterpreterResult::new(InstructionResult::Revert, Bytes::new(), gas)))
    }

    fn warm_addresses(&self) -> &AddressSet {
        static NONE: LazyLock<AddressSet> = LazyLock::new(AddressSet::default);
        &NONE
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Event {
    Call(Address),
    CallEnd(Address, InstructionResult),
    Create(Address),
    CreateEnd(Option<Address>, InstructionResult),
    Log(u64),
    Interpreter,
}

use Event::{CallEnd, CreateEnd};

#[derive(Debug, Default)]
struct Recorder {
    events: Vec<Event>,
    steps: usize,
    /// The journal's depth before each open frame; it must be the same after.
    depths: Vec<usize>,
    /// Calls to this address are answered with these words.
    answered: Option<(Address, Bytes)>,
}

impl<CTX: ContextTr> Inspector<CTX> for Recorder {
    fn initialize_interp(&mut self, _: &mut Interpreter, _: &mut CTX) {
        self.events.push(Event::Interpreter);
    }

    fn step(&mut self, _: &mut Interpreter, _: &mut CTX) {
        self.steps += 1;
    }

    fn log(&mut self, _: &mut CTX, log: Log) {
        let topic = log.topics().first().map_or(U256::ZERO, |topic| (*topic).into());
        self.events.push(Event::Log(topic.saturating_to()));
    }

    fn frame_start(&mut self, ctx: &mut CTX, _: &mut FrameInput) -> Option<FrameResult> {
        self.depths.push(ctx.journal().depth());
        None
    }

    fn frame_end(&mut self, ctx: &mut CTX, _: &FrameInput, result: &mut FrameResult) {
        assert_eq!(self.depths.pop(), Some(ctx.journal().depth()));
        let is_out_of_gas = result.instruction_result() == InstructionResult::OutOfGas;
        assert!(!is_out_of_gas || result.gas().remaining() == 0);
    }

    fn call(&mut self, _: &mut CTX, inputs: &mut CallInputs) -> Option<CallOutcome> {
        self.events.push(Event::Call(inputs.target_address));
        let (_, output) =
            self.answered.clone().filter(|(address, _)| *address == inputs.target_address)?;
        let result =
            InterpreterResult::new(InstructionResult::Return, output, Gas::new(inputs.gas_limit));
        Some(CallOutcome::new(result, inputs.return_memory_offset.clone()))
    }

    fn call_end(&mut self, _: &mut CTX, inputs: &CallInputs, outcome: &mut CallOutcome) {
        assert_eq!(outcome.was_precompile_called, inputs.target_address == PRECOMPILE);
        assert_eq!(outcome.gas().limit(), inputs.gas_limit);
        self.events.push(CallEnd(inputs.target_address, *outcome.instruction_result()));
    }

    fn create(&mut self, _: &mut CTX, inputs: &mut CreateInputs) -> Option<CreateOutcome> {
        self.events.push(Event::Create(inputs.caller()));
        None
    }

    fn create_end(&mut self, _: &mut CTX, inputs: &CreateInputs, outcome: &mut CreateOutcome) {
        let is_created = outcome.instruction_result().is_ok();
        assert_eq!(outcome.address, is_created.then(|| inputs.created_address(0)));
        assert_eq!(outcome.output(), &if is_created { INSTANCE.code(&[9]) } else { vec![] });
        assert_eq!(outcome.gas().total_gas_spent(), inputs.gas_limit());
        self.events.push(CreateEnd(outcome.address, *outcome.instruction_result()));
    }
}

fn inspect(world: &World, tx: TxEnv, recorder: Recorder) -> (ExecutionResult, EvmState, Recorder) {
    let mut db = world.db.clone();
    let ctx = context(&mut db, world.spec);
    let mut evm = mainnet_with_inspector(ctx, &world.natives, recorder).unwrap();
    let ended = evm.inspect_tx(tx).unwrap();
    (ended.result, ended.state, evm.into_inner().inspector)
}

fn transact(world: &World, tx: TxEnv) -> (ExecutionResult, EvmState) {
    let mut db = world.db.clone();
    let mut evm = restaking_revm::mainnet(context(&mut db, world.spec), &world.natives).unwrap();
    let ended = evm.transact(tx).unwrap();
    (ended.result, ended.state)
}

fn call(to: Address) -> Event {
    Event::Call(to)
}

fn returned(to: Address) -> Event {
    CallEnd(to, InstructionResult::Return)
}

#[test]
fn inspector_sees_native_frames_logs_and_creations() {
    let (result, _, recorder) = inspect(&composite::world(), tx(NATIVE, []), Recorder::default());
    let instance = composite::instance();
    let expected = [
        call(NATIVE),
        Event::Log(1),
        call(NOBODY),
        CallEnd(NOBODY, InstructionResult::Stop),
        call(CODE),
        Event::Interpreter,
        Event::Log(2),
        call(OTHER),
        Event::Log(6),
        returned(OTHER),
        Event::Log(3),
        returned(CODE),
        Event::Create(NATIVE),
        CreateEnd(Some(instance), InstructionResult::Return),
        call(instance),
        Event::Log(8),
        returned(instance),
        call(FAILING),
        Event::Log(4),
        CallEnd(FAILING, InstructionResult::Revert),
        Event::Log(5),
        returned(NATIVE),
    ];
    assert_eq!(recorder.events, expected);
    assert!(recorder.steps > 20);
    let logs: Vec<_> = result
        .logs()
        .iter()
        .map(|log| U256::from_be_bytes(log.topics()[0].0).to::<u64>())
        .collect();
    assert_eq!(logs, [1, 2, 6, 3, 8, 5]);
}

#[test]
fn inspector_sees_bytecode_calling_native() {
    let (_, _, recorder) = inspect(&composite::world(), tx(CODE, []), Recorder::default());
    let middle = [call(OTHER), Event::Log(6), returned(OTHER)];
    let expected = [
        &[call(CODE), Event::Interpreter, Event::Log(2)][..],
        &middle,
        &[Event::Log(3), returned(CODE)],
    ];
    assert_eq!(recorder.events, expected.concat());
}

#[test]
fn transfer_logs_are_told_once() {
    // EIP-7708: value that moves leaves a log. From bytecode to native, from native to anybody.
    let entry = |cx: &mut restaking_host::Context<'_>| {
        cx.host.call(Call { value: U256::from(1), ..Call::new(NOBODY, Bytes::new()) })?;
        Ok(Bytes::new())
    };
    let world = World::default().with_spec(SpecId::AMSTERDAM).native(NATIVE, entry);
    let tx = TxEnv { value: U256::from(2), ..tx(NATIVE, []) };
    let (result, _, recorder) = inspect(&world, tx, Recorder::default());
    assert_eq!(result.logs().len(), 2);
    let told = recorder.events.iter().filter(|event| matches!(event, Event::Log(_))).count();
    assert_eq!(told, 2);
}

#[test]
fn results_do_not_depend_on_an_inspector() {
    for spec in [SpecId::LONDON, SpecId::OSAKA, SpecId::AMSTERDAM] {
        let world = composite::world().with_spec(spec);
        let enough = transact(&world, tx(NATIVE, [])).0.gas().total_gas_spent();
        for gas_limit in (21_000..enough + 1_000).step_by(1_009).chain([10_000_000]) {
            for to in [NATIVE, CODE, FAILING] {
                let tx = TxEnv { gas_limit, ..tx(to, []) };
                let (result, state, _) = inspect(&world, tx.clone(), Recorder::default());
                assert_eq!((result, state), transact(&world, tx), "{spec:?} {gas_limit} {to}");
            }
        }
    }
}

#[test]
fn inspector_may_override_a_native_call() {
    let entry = |cx: &mut restaking_host::Context<'_>| {
        Ok(cx.host.call(Call::new(OTHER, Bytes::new()))?.output)
    };
    let world = World::default().native(NATIVE, entry).native(OTHER, |_| Ok(words([1])));
    for (answered, expected) in
        [(None, 1), (Some((OTHER, words([2]))), 2), (Some((NATIVE, words([3]))), 3)]
    {
        let (result, _, recorder) =
            inspect(&world, tx(NATIVE, []), Recorder { answered, ..Recorder::default() });
        assert_eq!(word(&result), U256::from(expected));
        let calls = recorder.events.iter().filter(|event| matches!(event, Event::Call(_))).count();
        let ends = recorder.events.iter().filter(|event| matches!(event, CallEnd(..))).count();
        assert_eq!(calls, ends);
    }
}

#[test]
fn logs_of_a_failed_precompile_under_a_native_are_told_once() {
    let entry = |cx: &mut restaking_host::Context<'_>| {
        let outcome = cx.host.call(Call::new(PRECOMPILE, Bytes::new()))?;
        Ok(words([u64::from(outcome.is_success)]))
    };
    let world = World::default().native(NATIVE, entry);
    let ctx = context(world.db, world.spec);
    let inner = ctx.build_mainnet_with_inspector(Recorder::default()).with_precompiles(Logging);
    let mut evm = RestakingEvm::new(inner, &world.natives).unwrap();
    let result = evm.inspect_one_tx(tx(NATIVE, [])).unwrap();
    assert!(word(&result).is_zero() && result.logs().is_empty());
    let failed = CallEnd(PRECOMPILE, InstructionResult::Revert);
    let expected = [call(NATIVE), call(PRECOMPILE), Event::Log(77), failed, returned(NATIVE)];
    assert_eq!(evm.inner().inspector.events, expected);
}

#[test]
fn halt_of_a_module_is_told_with_all_its_gas_spent() {
    let world = World::default().native(NATIVE, |_| Err(Halt::OutOfGas.into()));
    let (_, _, recorder) = inspect(&world, tx(NATIVE, []), Recorder::default());
    assert_eq!(recorder.events, [call(NATIVE), CallEnd(NATIVE, InstructionResult::OutOfGas)]);
}
