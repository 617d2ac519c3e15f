//! New native instances.

use alloy_primitives::{Address, Bytes, U256};
use restaking_host::{Creation, Halt, Host as _, Modules};
use revm::context_interface::journaled_state::account::JournaledAccountTr;
use revm::context_interface::{Cfg, ContextTr, CreateScheme, JournalTr};
use revm::handler::FrameResult;
use revm::interpreter::{
    CreateInputs, CreateOutcome, FrameInput, Gas, InstructionResult, InterpreterResult,
};
use revm::primitives::constants::CALL_STACK_LIMIT;
use revm::state::Bytecode;

use crate::drive::{Driver, Error, Machine};
use crate::host::JournalHost;

impl<E: Machine, M: Modules, D: Driver<E>> JournalHost<'_, E, M, D> {
    /// CREATE2 whose init code is the marker and whose deployed code is the marker and the configuration.
    ///
    /// It costs what CREATE2 costs for hashing the marker, and the deposit of the code. Both are gone where the answer
    /// is `None`: too deep, the creator's nonce at its end, the address taken, the code longer than the spec allows.
    pub(crate) fn create_instance(&mut self, creation: &Creation) -> Result<Option<Address>, Halt> {
        self.may_write()?;
        let marker = creation.module.marker();
        let code = Bytes::from(creation.module.code(&creation.config));
        let deposit = self.deposit(code.len());
        self.charge(self.params().create2_cost(marker.len()))?;
        self.charge(deposit)?;

        let scheme = CreateScheme::Create2 { salt: creation.salt.into() };
        let marker = Bytes::copy_from_slice(&marker);
        let reservoir = self.gas.reservoir();
        let inputs = CreateInputs::new(self.this, scheme, U256::ZERO, marker, deposit, reservoir);
        let mut input = FrameInput::Create(Box::new(inputs));
        if let Some(result) = D::begin(self.mount.evm, &mut input) {
            return Ok(created(&result));
        }
        let kept = D::keep(&input);
        let FrameInput::Create(inputs) = input else { return self.stop(Halt::Fatal) };
        let (outcome, halt) = match self.deploy(&inputs, code) {
            Ok(outcome) => (outcome, None),
            Err(Halt::Fatal) => return Err(Halt::Fatal),
            Err(halt) => {
                (outcome(&inputs, InstructionResult::OutOfGas, Bytes::new(), None), Some(halt))
            }
        };
        let mut result = FrameResult::Create(outcome);
        D::end(self.mount.evm, &kept, &mut result);
        halt.map_or_else(|| Ok(created(&result)), Err)
    }

    /// The regular gas for storing `len` bytes of code: under EIP-8037 only the hash, the rest is state gas.
    fn deposit(&self, len: usize) -> u64 {
        let hash = if self.ctx().cfg().is_amsterdam_eip8037_enabled() {
            self.params().keccak256_cost(len)
        } else {
            0
        };
        self.params().code_deposit_cost(len).saturating_add(hash)
    }

    fn deploy(&mut self, inputs: &CreateInputs, code: Bytes) -> Result<CreateOutcome, Halt> {
        if self.depth as u64 >= CALL_STACK_LIMIT {
            return Ok(outcome(inputs, InstructionResult::CallTooDeep, Bytes::new(), None));
        }
        match self.prepare(inputs) {
            Ok(Ok(address)) => self.store_code(inputs, address, code),
            Ok(Err(refusal)) => Ok(outcome(inputs, refusal, Bytes::new(), None)),
            Err(error) => {
                *self.ctx_mut().error() = Err(error);
                self.stop(Halt::Fatal)
            }
        }
    }

    /// Bumps the creator's nonce and warms the new address.
    fn prepare(
        &mut self,
        inputs: &CreateInputs,
    ) -> Result<Result<Address, InstructionResult>, Error<E>> {
        let journal = self.ctx_mut().journal_mut();
        let mut creator = journal.load_account_mut(inputs.caller())?;
        let nonce = creator.nonce();
        if !creator.bump_nonce() {
            return Ok(Err(InstructionResult::NonceOverflow));
        }
        drop(creator);
        let address = inputs.created_address(nonce);
        journal.load_account(address)?;
        Ok(Ok(address))
    }

    fn store_code(
        &mut self,
        inputs: &CreateInputs,
        address: Address,
        code: Bytes,
    ) -> Result<CreateOutcome, Halt> {
        if code.len() > self.ctx().cfg().max_code_size() {
            return Ok(outcome(
                inputs,
                InstructionResult::CreateContractSizeLimit,
                Bytes::new(),
                None,
            ));
        }
        let spec = self.ctx().cfg().spec().into();
        let journal = self.ctx_mut().journal_mut();
        let is_new = journal.load_account(address).is_ok_and(|account| account.is_empty());
        let checkpoint =
            match journal.create_account_checkpoint(inputs.caller(), address, U256::ZERO, spec) {
                Ok(checkpoint) => checkpoint,
                Err(refusal) => return Ok(outcome(inputs, refusal.into(), Bytes::new(), None)),
            };
        if let Err(halt) = self.charge_created_state(is_new, code.len()) {
            self.ctx_mut().journal_mut().checkpoint_revert(checkpoint);
            return Err(halt);
        }
        let journal = self.ctx_mut().journal_mut();
        journal.checkpoint_commit();
        journal.set_code(address, Bytecode::new_legacy(code.clone()));
        Ok(outcome(inputs, InstructionResult::Return, code, Some(address)))
    }

    fn charge_created_state(&mut self, is_new: bool, len: usize) -> Result<(), Halt> {
        if !self.ctx().cfg().is_amsterdam_eip8037_enabled() {
            return Ok(());
        }
        let account = if is_new { self.params().create_state_gas() } else { 0 };
        let code = self.params().code_deposit_state_gas(len);
        self.charge_state(account.saturating_add(code))
    }
}

fn created(result: &FrameResult) -> Option<Address> {
    match result {
        FrameResult::Create(outcome) if outcome.instruction_result().is_ok() => outcome.address,
        _ => None,
    }
}

/// The outcome as an inspector sees it: a frame that was given the deposit and spent it.
fn outcome(
    inputs: &CreateInputs,
    result: InstructionResult,
    output: Bytes,
    address: Option<Address>,
) -> CreateOutcome {
    let gas = Gas::new_spent_with_reservoir(inputs.gas_limit(), inputs.reservoir());
    CreateOutcome::new(InterpreterResult::new(result, output, gas), address)
}
