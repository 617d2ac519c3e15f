//! The chain as one running native contract sees it: the [`Host`] of the in-memory chain.

use alloy_primitives::{Address, B256, Log, LogData, U256, keccak256};

use super::account::Code;
use super::execute::{Abort, Execution, Message};
use super::gas;
use super::transact::Status;
use crate::code::MARKER_LEN;
use crate::{Block, Call, CallOutcome, Creation, Halt, Host};

/// The most topics of a log (LOG4).
const MAX_TOPICS: usize = 4;

/// A frame in which a native contract runs.
///
/// The first halt ends it: every later request is refused with the same halt, and the frame ends in it whatever the
/// contract returns.
pub(super) struct MemoryFrame<'a, 'b> {
    execution: &'a mut Execution<'b>,
    message: &'a Message,
    gas: u64,
    halt: Option<Halt>,
}

impl<'a, 'b> MemoryFrame<'a, 'b> {
    /// A frame for this message.
    pub(super) const fn new(execution: &'a mut Execution<'b>, message: &'a Message) -> Self {
        Self { execution, message, gas: message.gas, halt: None }
    }

    /// Charges what reading the calldata costs bytecode: a native contract gets it whole.
    pub(super) fn enter(&mut self) -> Result<(), Halt> {
        self.charge(gas::copy(self.message.input.len()))
    }

    /// The halt that ended the frame, if one did, and the gas left.
    pub(super) const fn leave(self) -> (Option<Halt>, u64) {
        (self.halt, self.gas)
    }

    fn stop<T>(&mut self, halt: Halt) -> Result<T, Halt> {
        if halt == Halt::Fatal {
            self.execution.give_up(Abort::Fatal);
        }
        self.gas = 0;
        Err(*self.halt.get_or_insert(halt))
    }

    fn still_runs(&self) -> Result<(), Halt> {
        self.halt.map_or(Ok(()), Err)
    }

    fn may_write(&mut self) -> Result<(), Halt> {
        self.still_runs()?;
        if self.message.is_static { self.stop(Halt::StateChangeInStatic) } else { Ok(()) }
    }

    fn access_account(&mut self, address: Address) -> Result<(), Halt> {
        self.charge(gas::WARM_ACCESS)?;
        if self.execution.state.warm_account(address) {
            self.charge(gas::COLD_ACCOUNT_EXTRA)
        } else {
            Ok(())
        }
    }

    /// Charges for the callee: value first, then the account, then what stands behind it (EIP-7702).
    fn access_callee(&mut self, to: Address, sends_value: bool) -> Result<(), Halt> {
        if sends_value {
            self.charge(gas::CALL_VALUE)?;
        }
        self.access_account(to)?;
        if sends_value && self.execution.state.is_empty(to) {
            self.charge(gas::NEW_ACCOUNT)?;
        }
        match self.execution.state.code(to).delegate() {
            Some(delegate) => self.access_account(delegate),
            None => Ok(()),
        }
    }
}

impl Host for MemoryFrame<'_, '_> {
    fn block(&self) -> Block {
        self.execution.block
    }

    fn gas_left(&self) -> u64 {
        self.gas
    }

    fn charge(&mut self, gas: u64) -> Result<(), Halt> {
        self.still_runs()?;
        let Some(left) = self.gas.checked_sub(gas) else { return self.stop(Halt::OutOfGas) };
        self.gas = left;
        Ok(())
    }

    fn sload(&mut self, slot: U256) -> Result<U256, Halt> {
        self.charge(gas::WARM_ACCESS)?;
        let (value, was_cold) = self.execution.state.load(self.message.to, slot);
        if was_cold {
            self.charge(gas::COLD_SLOAD_EXTRA)?;
        }
        Ok(value)
    }

    fn sstore(&mut self, slot: U256, value: U256) -> Result<(), Halt> {
        self.may_write()?;
        if self.gas <= gas::CALL_STIPEND {
            return self.stop(Halt::OutOfGas);
        }
        let change = self.execution.state.store(self.message.to, slot, value);
        self.charge(change.cost())
    }

    fn tload(&mut self, slot: U256) -> Result<U256, Halt> {
        self.charge(gas::TRANSIENT_ACCESS)?;
        Ok(self.execution.state.transient(self.message.to, slot))
    }

    fn tstore(&mut self, slot: U256, value: U256) -> Result<(), Halt> {
        self.may_write()?;
        self.charge(gas::TRANSIENT_ACCESS)?;
        self.execution.state.set_transient(self.message.to, slot, value);
        Ok(())
    }

    fn log(&mut self, log: LogData) -> Result<(), Halt> {
        self.may_write()?;
        let topics = log.topics().len();
        if topics > MAX_TOPICS {
            return self.stop(Halt::Fatal);
        }
        self.charge(gas::log(topics, log.data.len()))?;
        self.execution.state.log(Log { address: self.message.to, data: log });
        Ok(())
    }

    fn call(&mut self, call: Call) -> Result<CallOutcome, Halt> {
        self.charge(gas::copy(call.input.len()))?;
        let Call { to, input, value, .. } = call;
        let is_static = self.message.is_static || call.is_static;
        let sends_value = !value.is_zero();
        if sends_value && is_static {
            return self.stop(Halt::StateChangeInStatic);
        }
        self.access_callee(to, sends_value)?;
        let forwarded = call.gas.min(gas::forwardable(self.gas));
        self.charge(forwarded)?;
        let stipend = if sends_value { gas::CALL_STIPEND } else { 0 };
        let message = Message {
            caller: self.message.to,
            to,
            value,
            input,
            gas: forwarded.saturating_add(stipend),
            is_static,
            depth: self.message.depth.saturating_add(1),
        };
        let Ok(ended) = self.execution.execute(&message) else { return self.stop(Halt::Fatal) };
        self.gas = self.gas.saturating_add(ended.gas_left);
        Ok(CallOutcome { is_success: ended.status == Status::Success, output: ended.output })
    }

    fn code_size(&mut self, address: Address) -> Result<usize, Halt> {
        self.access_account(address)?;
        Ok(self.execution.state.code(address).bytes.len())
    }

    fn code_hash(&mut self, address: Address) -> Result<B256, Halt> {
        self.access_account(address)?;
        let state = &self.execution.state;
        Ok(if state.is_empty(address) { B256::ZERO } else { state.code(address).hash })
    }

    fn keccak(&mut self, data: &[u8]) -> Result<B256, Halt> {
        self.charge(gas::keccak(data.len()))?;
        Ok(keccak256(data))
    }

    fn create(&mut self, creation: Creation) -> Result<Option<Address>, Halt> {
        self.may_write()?;
        let len = creation.config.len().saturating_add(MARKER_LEN);
        self.charge(gas::create(MARKER_LEN, len))?;
        let state = &mut *self.execution.state;
        if self.message.depth >= gas::MAX_DEPTH || !state.bump_nonce(self.message.to) {
            return Ok(None);
        }
        let address = creation.module.instance(self.message.to, creation.salt);
        state.warm_account(address);
        let is_taken = state.nonce(address) != 0 || !state.code(address).bytes.is_empty();
        if is_taken || len > gas::MAX_CODE_LEN {
            return Ok(None);
        }
        state.set_nonce(address, 1);
        state.set_code(address, Code::new(creation.module.code(&creation.config)));
        Ok(Some(address))
    }
}
