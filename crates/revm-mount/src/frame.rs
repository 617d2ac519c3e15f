//! One frame of a native contract, from the transfer of its value to the settlement of its journal.

use alloy_primitives::Bytes;
use restaking_host::{Context, Failure, Frame, Halt, Host, Modules};
use revm::context_interface::context::take_error;
use revm::context_interface::result::FromStringError;
use revm::context_interface::{Cfg, ContextTr, JournalTr};
use revm::interpreter::{
    CallInputs, CallOutcome, Gas, InstructionResult, InterpreterResult, SharedMemory,
};
use revm::primitives::constants::CALL_STACK_LIMIT;

use crate::drive::{Driver, Error, Machine};
use crate::host::JournalHost;
use crate::intercept::Native;
use crate::mount::Mount;
use crate::stack;

/// Runs a native contract as `EthFrame::make_call_frame` and the interpreter run bytecode.
///
/// # Errors
/// Those that abort the transaction.
pub(crate) fn run<E: Machine, M: Modules, D: Driver<E>>(
    mount: &mut Mount<'_, E, M, D>,
    native: &Native,
    inputs: &CallInputs,
    depth: usize,
    memory: SharedMemory,
) -> Result<CallOutcome, Error<E>> {
    let untouched = Gas::new_with_regular_gas_and_reservoir(inputs.gas_limit, inputs.reservoir);
    if depth as u64 > CALL_STACK_LIMIT {
        return Ok(outcome(inputs, InstructionResult::CallTooDeep, untouched, Bytes::new()));
    }
    if mount.nesting_left == 0 {
        return Err(Error::<E>::from_string(stack::EXHAUSTED.into()));
    }
    let first_log = mount.evm.ctx_ref().journal().logs().len();
    let checkpoint = mount.evm.ctx().journal_mut().checkpoint();
    if let Some(result) = transfer(mount.evm.ctx(), inputs) {
        mount.evm.ctx().journal_mut().checkpoint_revert(checkpoint);
        return Ok(outcome(inputs, result, untouched, Bytes::new()));
    }
    D::logs(mount.evm, first_log);

    let mut host = JournalHost::new(mount.nested(), inputs, depth, memory);
    let returned = execute(&mut host, native, inputs);
    let (halt, gas) = host.leave();
    let (result, output) = settle::<E>(mount.evm, halt, returned)?;
    if result.is_ok() {
        mount.evm.ctx().journal_mut().checkpoint_commit();
    } else {
        mount.evm.ctx().journal_mut().checkpoint_revert(checkpoint);
    }
    Ok(outcome(inputs, result, gas, output))
}

fn transfer<CTX: ContextTr>(ctx: &mut CTX, inputs: &CallInputs) -> Option<InstructionResult> {
    let value = inputs.transfer_value()?;
    ctx.journal_mut().transfer_loaded(inputs.caller, inputs.target_address, value).map(Into::into)
}

/// Charges the calldata, which a native contract gets whole, and runs the module. `None`: there is no such module.
fn execute<E: Machine, M: Modules, D: Driver<E>>(
    host: &mut JournalHost<'_, E, M, D>,
    native: &Native,
    inputs: &CallInputs,
) -> Option<Result<Bytes, Failure>> {
    let modules = host.modules();
    let input = inputs.input.bytes(host.ctx());
    let entry = host.ctx().cfg().gas_params().copy_cost(input.len());
    if let Err(halt) = host.charge(entry) {
        return Some(Err(halt.into()));
    }
    let frame = Frame {
        this: inputs.target_address,
        caller: inputs.caller,
        value: inputs.call_value(),
        is_static: inputs.is_static,
        input: &input,
        config: native.config(),
    };
    stack::grow(|| modules.run(native.module, &mut Context { host, frame }))
}

/// What the host refused outweighs what the module made of it. An unknown module is what 0xEF is to the interpreter.
fn settle<E: Machine>(
    evm: &mut E,
    halt: Option<Halt>,
    returned: Option<Result<Bytes, Failure>>,
) -> Result<(InstructionResult, Bytes), Error<E>> {
    take_error::<Error<E>, _>(evm.ctx().error())?;
    let halt = match (halt, returned) {
        (Some(halt), _) | (None, Some(Err(Failure::Halt(halt)))) => halt,
        (None, Some(Ok(output))) => return Ok((InstructionResult::Return, output)),
        (None, Some(Err(Failure::Revert(output)))) => {
            return Ok((InstructionResult::Revert, output));
        }
        (None, None) => return Ok((InstructionResult::OpcodeNotFound, Bytes::new())),
    };
    let result = match halt {
        Halt::OutOfGas => InstructionResult::OutOfGas,
        Halt::StateChangeInStatic => InstructionResult::StateChangeDuringStaticCall,
        Halt::Fatal => {
            return Err(Error::<E>::from_string("a native contract cannot go on".into()));
        }
    };
    Ok((result, Bytes::new()))
}

fn outcome(
    inputs: &CallInputs,
    result: InstructionResult,
    mut gas: Gas,
    output: Bytes,
) -> CallOutcome {
    if result.is_halt() {
        gas.spend_all();
    }
    let result = InterpreterResult::new(result, output, gas);
    let mut outcome = CallOutcome::new(result, inputs.return_memory_offset.clone());
    outcome.charged_new_account_state_gas = inputs.charged_new_account_state_gas;
    outcome
}
