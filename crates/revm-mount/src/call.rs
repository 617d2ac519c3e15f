//! Calls that a native contract makes.

use restaking_host::{Call, CallOutcome, Halt, Host as _, Modules};
use revm::bytecode::opcode;
use revm::context_interface::{Cfg, ContextTr};
use revm::handler::{FrameResult, handle_reservoir_remaining_gas};
use revm::interpreter::instructions::contract::load_account_delegated;
use revm::interpreter::interpreter_action::FrameInit;
use revm::interpreter::{CallInput, CallInputs, CallScheme, CallValue, FrameInput};

use crate::drive::{Driver, Machine};
use crate::host::JournalHost;

impl<E: Machine, M: Modules, D: Driver<E>> JournalHost<'_, E, M, D> {
    /// CALL or STATICCALL: charges, then runs a real frame.
    pub(crate) fn call_frame(&mut self, call: Call) -> Result<CallOutcome, Halt> {
        self.charge(self.params().copy_cost(call.input.len()))?;
        let sends_value = !call.value.is_zero();
        if sends_value && (self.is_static || call.is_static) {
            return self.stop(Halt::StateChangeInStatic);
        }
        let inputs = self.charge_call(call, sends_value)?;
        let init = FrameInit {
            depth: self.depth.saturating_add(1),
            memory: self.memory.new_child_context(),
            frame_input: FrameInput::Call(Box::new(inputs)),
        };
        let ended = self.mount.run(init);
        self.memory.free_child_context();
        match ended {
            Ok(result) if self.ctx_mut().error().is_ok() => Ok(self.settle(result)),
            Ok(_) => self.stop(Halt::Fatal),
            Err(error) => {
                *self.ctx_mut().error() = Err(error);
                self.stop(Halt::Fatal)
            }
        }
    }

    /// The charges of the CALL and STATICCALL instructions, in their order, and the inputs of the callee's frame.
    fn charge_call(&mut self, call: Call, sends_value: bool) -> Result<CallInputs, Halt> {
        self.charge_opcode(if call.is_static { opcode::STATICCALL } else { opcode::CALL })?;
        if sends_value {
            self.charge(self.params().transfer_value_cost())?;
        }
        let (spec, left, to) = (self.ctx().cfg().spec().into(), self.gas.remaining(), call.to);
        let load =
            load_account_delegated(self.ctx_mut(), spec, left, to, sends_value, !call.is_static);
        let (gas, state_gas, code, code_hash) = self.loaded(load)?;
        self.charge(gas)?;
        self.charge_state(state_gas)?;
        let forwarded = call.gas.min(self.params().call_stipend_reduction(self.gas.remaining()));
        self.charge(forwarded)?;
        let stipend = if sends_value { self.params().call_stipend() } else { 0 };
        Ok(CallInputs {
            input: CallInput::Bytes(call.input),
            return_memory_offset: 0..0,
            gas_limit: forwarded.saturating_add(stipend),
            reservoir: self.gas.reservoir(),
            bytecode_address: to,
            known_bytecode: (code_hash, code),
            target_address: to,
            caller: self.this,
            value: CallValue::Transfer(call.value),
            scheme: if call.is_static { CallScheme::StaticCall } else { CallScheme::Call },
            is_static: self.is_static || call.is_static,
            charged_new_account_state_gas: state_gas > 0,
        })
    }

    /// Merges the callee's gas into this frame's, as `EthFrame::return_result` does.
    fn settle(&mut self, mut result: FrameResult) -> CallOutcome {
        let refund = result.refundable_state_gas(self.params());
        let status = result.instruction_result();
        handle_reservoir_remaining_gas(
            status,
            self.gas.tracker_mut(),
            result.gas_mut().tracker_mut(),
        );
        if let Some(refund) = refund {
            self.gas.refill_reservoir(refund);
        }
        let output = result.into_interpreter_result().output;
        let output = if status.is_ok_or_revert() { output } else { Default::default() };
        CallOutcome { is_success: status.is_ok(), output }
    }
}
