//! The [`Host`] of a native contract, over revm's journal.

use alloy_primitives::{Address, B256, Log, LogData, U256, keccak256};
use restaking_host::{Block, Call, CallOutcome, Creation, Halt, Host, Modules};
use restaking_shares::Timestamp;
use revm::bytecode::opcode;
use revm::context_interface::cfg::GasParams;
use revm::context_interface::context::{SStoreResult, StateLoad};
use revm::context_interface::host::LoadError;
use revm::context_interface::{Cfg, ContextTr, Host as _, JournalTr};
use revm::handler::instructions::InstructionProvider;
use revm::interpreter::{CallInputs, Gas, SharedMemory};
use revm::state::AccountInfo;

use crate::drive::{Driver, Machine};
use crate::mount::Mount;

/// The most topics of a log (LOG4).
const MAX_TOPICS: usize = 4;

/// A frame in which a native contract runs. Prices are the interpreter's: its gas table and the spec's parameters.
///
/// The first halt ends it: every later request is refused with the same halt, and the frame ends in it whatever the
/// contract returns.
pub(crate) struct JournalHost<'a, E, M, D> {
    /// Runs sub-calls.
    pub(crate) mount: Mount<'a, E, M, D>,
    /// The contract.
    pub(crate) this: Address,
    /// The frame may not change any state.
    pub(crate) is_static: bool,
    /// 0 for the transaction's own frame.
    pub(crate) depth: usize,
    /// Sub-calls get what comes behind the memory of the frames outside of this one.
    pub(crate) memory: SharedMemory,
    /// Gas of this frame.
    pub(crate) gas: Gas,
    halt: Option<Halt>,
}

impl<'a, E: Machine, M: Modules, D: Driver<E>> JournalHost<'a, E, M, D> {
    /// A frame for this call.
    pub(crate) fn new(
        mount: Mount<'a, E, M, D>,
        inputs: &CallInputs,
        depth: usize,
        memory: SharedMemory,
    ) -> Self {
        let gas = Gas::new_with_regular_gas_and_reservoir(inputs.gas_limit, inputs.reservoir);
        let CallInputs { target_address: this, is_static, .. } = *inputs;
        Self { mount, this, is_static, depth, memory, gas, halt: None }
    }

    /// What runs native contracts.
    pub(crate) const fn modules(&self) -> &'a M {
        self.mount.modules
    }

    /// The context, to read.
    pub(crate) fn ctx(&self) -> &E::Context {
        self.mount.evm.ctx_ref()
    }

    /// The context, to change.
    pub(crate) fn ctx_mut(&mut self) -> &mut E::Context {
        self.mount.evm.ctx_mut()
    }

    /// The halt that ended the frame, if one did, and its gas.
    pub(crate) fn leave(self) -> (Option<Halt>, Gas) {
        (self.halt, self.gas)
    }

    /// The spec's prices.
    pub(crate) fn params(&self) -> &GasParams {
        self.ctx().cfg().gas_params()
    }

    /// Ends the frame.
    pub(crate) fn stop<T>(&mut self, halt: Halt) -> Result<T, Halt> {
        self.gas.spend_all();
        Err(*self.halt.get_or_insert(halt))
    }

    /// Refuses what a static call may not do.
    pub(crate) fn may_write(&mut self) -> Result<(), Halt> {
        self.still_runs()?;
        if self.is_static { self.stop(Halt::StateChangeInStatic) } else { Ok(()) }
    }

    /// Charges what the interpreter charges for `opcode` before it looks at the operands.
    pub(crate) fn charge_opcode(&mut self, opcode: u8) -> Result<(), Halt> {
        let (_, instructions, ..) = self.mount.evm.all();
        let gas = instructions.gas_table().get(usize::from(opcode)).copied();
        self.charge(gas.map_or(u64::MAX, u64::from))
    }

    /// Charges state gas (EIP-8037): from the reservoir first.
    pub(crate) fn charge_state(&mut self, gas: u64) -> Result<(), Halt> {
        if self.gas.record_state_cost(gas) { Ok(()) } else { self.stop(Halt::OutOfGas) }
    }

    /// Ends the frame over a load that did not succeed.
    pub(crate) fn loaded<T>(&mut self, load: Result<T, LoadError>) -> Result<T, Halt> {
        load.or_else(|error| match error {
            LoadError::ColdLoadSkipped => self.stop(Halt::OutOfGas),
            LoadError::DBError => self.stop(Halt::Fatal),
        })
    }

    fn still_runs(&self) -> Result<(), Halt> {
        self.halt.map_or(Ok(()), Err)
    }

    /// Charges the opcode and a cold access, and hands the account to `read`.
    fn account<T>(
        &mut self,
        opcode: u8,
        address: Address,
        with_code: bool,
        read: impl FnOnce(&AccountInfo, bool) -> T,
    ) -> Result<T, Halt> {
        self.charge_opcode(opcode)?;
        let cold = self.params().cold_account_additional_cost();
        let skips_cold = self.gas.remaining() < cold;
        let load = self
            .ctx_mut()
            .load_account_info_skip_cold_load(address, with_code, skips_cold)
            .map(|load| (load.is_cold, read(&load.account, load.is_empty)));
        let (is_cold, answer) = self.loaded(load)?;
        if is_cold {
            self.charge(cold)?;
        }
        Ok(answer)
    }

    /// Charges an SSTORE that was done, and books its refund.
    fn charge_store(&mut self, load: &StateLoad<SStoreResult>) -> Result<(), Halt> {
        self.charge(self.params().sstore_dynamic_gas(true, &load.data, load.is_cold))?;
        if self.ctx().cfg().is_amsterdam_eip8037_enabled() {
            self.charge_state(self.params().sstore_state_gas(&load.data))?;
            let refill = self.params().sstore_state_gas_refill(&load.data);
            if refill > 0 {
                self.gas.refill_reservoir(refill);
            }
        }
        self.gas.record_refund(self.params().sstore_refund(true, &load.data));
        Ok(())
    }
}

impl<E: Machine, M: Modules, D: Driver<E>> Host for JournalHost<'_, E, M, D> {
    fn block(&self) -> Block {
        Block {
            number: self.ctx().block_number().saturating_to(),
            timestamp: Timestamp::new(self.ctx().timestamp().saturating_to()),
            chain_id: self.ctx().cfg().chain_id(),
        }
    }

    fn gas_left(&self) -> u64 {
        self.gas.remaining()
    }

    fn charge(&mut self, gas: u64) -> Result<(), Halt> {
        self.still_runs()?;
        if self.gas.record_regular_cost(gas) { Ok(()) } else { self.stop(Halt::OutOfGas) }
    }

    fn sload(&mut self, slot: U256) -> Result<U256, Halt> {
        self.charge_opcode(opcode::SLOAD)?;
        let cold = self.params().cold_storage_additional_cost();
        let (this, skips_cold) = (self.this, self.gas.remaining() < cold);
        let load = self.ctx_mut().sload_skip_cold_load(this, slot, skips_cold);
        let load = self.loaded(load)?;
        if load.is_cold {
            self.charge(cold)?;
        }
        Ok(load.data)
    }

    fn sstore(&mut self, slot: U256, value: U256) -> Result<(), Halt> {
        self.may_write()?;
        if self.gas.remaining() <= self.params().call_stipend() {
            return self.stop(Halt::OutOfGas);
        }
        self.charge_opcode(opcode::SSTORE)?;
        self.charge(self.params().sstore_static_gas())?;
        let (this, skips_cold) =
            (self.this, self.gas.remaining() < self.params().cold_storage_cost());
        let load = self.ctx_mut().sstore_skip_cold_load(this, slot, value, skips_cold);
        let load = self.loaded(load)?;
        self.charge_store(&load)
    }

    fn tload(&mut self, slot: U256) -> Result<U256, Halt> {
        self.charge_opcode(opcode::TLOAD)?;
        let this = self.this;
        Ok(self.ctx_mut().tload(this, slot))
    }

    fn tstore(&mut self, slot: U256, value: U256) -> Result<(), Halt> {
        self.may_write()?;
        self.charge_opcode(opcode::TSTORE)?;
        let this = self.this;
        self.ctx_mut().tstore(this, slot, value);
        Ok(())
    }

    fn log(&mut self, log: LogData) -> Result<(), Halt> {
        self.may_write()?;
        let topics = match u8::try_from(log.topics().len()) {
            Ok(topics) if usize::from(topics) <= MAX_TOPICS => topics,
            _ => return self.stop(Halt::Fatal),
        };
        self.charge_opcode(opcode::LOG0.saturating_add(topics))?;
        self.charge(self.params().log_cost(topics, log.data.len() as u64))?;
        let log = Log { address: self.this, data: log };
        let first = self.ctx().journal().logs().len();
        self.ctx_mut().log(log);
        D::logs(self.mount.evm, first);
        Ok(())
    }

    fn call(&mut self, call: Call) -> Result<CallOutcome, Halt> {
        self.call_frame(call)
    }

    fn code_size(&mut self, address: Address) -> Result<usize, Halt> {
        self.account(opcode::EXTCODESIZE, address, true, |account, _| {
            account.code.as_ref().map_or(0, revm::state::Bytecode::len)
        })
    }

    fn code_hash(&mut self, address: Address) -> Result<B256, Halt> {
        self.account(opcode::EXTCODEHASH, address, false, |account, is_empty| {
            if is_empty { B256::ZERO } else { account.code_hash }
        })
    }

    fn keccak(&mut self, data: &[u8]) -> Result<B256, Halt> {
        self.charge_opcode(opcode::KECCAK256)?;
        self.charge(self.params().keccak256_cost(data.len()))?;
        Ok(keccak256(data))
    }

    fn create(&mut self, creation: Creation) -> Result<Option<Address>, Halt> {
        self.create_instance(&creation)
    }
}
