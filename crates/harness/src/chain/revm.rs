//! The chain on revm: native contracts and bytecode, over the database that nodes commit to.

use alloy_primitives::{Address, Bytes, TxKind, U256};
use restaking::Genesis;
use restaking_revm::{MainnetContext, MainnetRestakingEvm, mainnet};
use revm::context::TxEnv;
use revm::context::result::{ExecutionResult, Output, ResultAndState};
use revm::database::{EmptyDB, State};
use revm::primitives::hardfork::SpecId;
use revm::state::{AccountInfo, Bytecode, EvmState};
use revm::{Database, ExecuteCommitEvm, ExecuteEvm};

use super::{Chain, ChainError, GAS_LIMIT, Outcome, START_SECONDS, Status, Tx, Write};
use crate::tokens::{HarnessModules, TokenSpec};
use crate::world;

/// The database: revm's cache with the commit of a node, over nothing.
type Db = State<EmptyDB>;

/// The rules: those of mainnet today.
const SPEC: SpecId = SpecId::OSAKA;

/// A chain on revm.
pub struct RevmChain {
    evm: MainnetRestakingEvm<MainnetContext<Db>, HarnessModules>,
}

impl core::fmt::Debug for RevmChain {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("RevmChain")
            .field("block", &self.evm.inner().ctx.block)
            .finish_non_exhaustive()
    }
}

impl RevmChain {
    /// A chain at [`START_SECONDS`].
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn new(genesis: &Genesis) -> Result<Self, ChainError> {
        let mut db = State::builder().build();
        for (address, code) in genesis.accounts() {
            let code = Bytecode::new_legacy(code.into());
            db.insert_account(address, AccountInfo::new(U256::ZERO, 1, code.hash_slow(), code));
        }
        let context = MainnetContext::new(db, SPEC).modify_cfg_chained(|cfg| {
            cfg.disable_nonce_check = true;
            cfg.disable_balance_check = true;
            cfg.disable_eip3607 = true;
        });
        let mut chain = Self { evm: mainnet(context, HarnessModules).map_err(failed)? };
        chain.evm.inner_mut().ctx.block.number = U256::from(1);
        chain.set_now(START_SECONDS);
        Ok(chain)
    }

    /// Executes without commit.
    fn execute(&mut self, tx: TxEnv) -> Result<(ExecutionResult, EvmState), ChainError> {
        let ResultAndState { result, state } = self.evm.transact(tx).map_err(failed)?;
        Ok((result, state))
    }

    /// Deploys init code as the first transaction of `deployer`: the new account, or how it failed.
    fn create(&mut self, deployer: Address, init_code: Bytes) -> Result<Address, ChainError> {
        let tx = TxEnv { caller: deployer, kind: TxKind::Create, data: init_code, ..transaction() };
        let (result, state) = self.execute(tx)?;
        match result {
            ExecutionResult::Success { output: Output::Create(_, Some(address)), .. }
                if address == deployer.create(0) =>
            {
                self.evm.commit(state);
                Ok(address)
            }
            ExecutionResult::Success { .. } => {
                Err(ChainError(format!("{deployer} has deployed before")))
            }
            ExecutionResult::Revert { output, .. } => {
                Err(ChainError(format!("the constructor reverted: {output}")))
            }
            ExecutionResult::Halt { reason, .. } => {
                Err(ChainError(format!("the constructor halted: {reason:?}")))
            }
        }
    }

    fn database(&mut self) -> &mut Db {
        &mut self.evm.inner_mut().ctx.journaled_state.database
    }
}

impl Chain for RevmChain {
    fn name(&self) -> &'static str {
        "revm"
    }

    fn now(&self) -> u64 {
        self.evm.inner().ctx.block.timestamp.saturating_to()
    }

    fn set_now(&mut self, time: u64) {
        self.evm.inner_mut().ctx.modify_block(|block| {
            block.number = block.number.saturating_add(U256::from(1));
            block.timestamp = block.timestamp.max(U256::from(time));
        });
    }

    fn transact(&mut self, tx: Tx) -> Result<Outcome, ChainError> {
        let (result, state) = self.execute(call(tx))?;
        let writes = if result.is_success() { writes(&state) } else { Vec::new() };
        self.evm.commit(state);
        Ok(outcome(result, writes))
    }

    fn view(&mut self, tx: Tx) -> Result<Outcome, ChainError> {
        let (result, state) = self.execute(call(tx))?;
        let writes = if result.is_success() { writes(&state) } else { Vec::new() };
        Ok(outcome(result, writes))
    }

    fn storage(&mut self, address: Address, slot: U256) -> U256 {
        // The database below is empty and cannot fail.
        self.database().storage(address, slot).unwrap_or_default()
    }

    fn create_token(&mut self, token: &TokenSpec) -> Result<Address, ChainError> {
        let init_code = token.init_code().map_err(failed)?;
        self.create(world::deployer("token", &token.name), init_code)
    }

    fn deploy(&mut self, name: &str, init_code: Bytes) -> Result<Option<Address>, ChainError> {
        self.create(world::deployer("artifact", name), init_code).map(Some)
    }
}

fn transaction() -> TxEnv {
    TxEnv { gas_limit: GAS_LIMIT, gas_price: 0, ..TxEnv::default() }
}

fn call(tx: Tx) -> TxEnv {
    let Tx { from, to, input, value } = tx;
    TxEnv { caller: from, kind: TxKind::Call(to), data: input, value, ..transaction() }
}

/// The slots that a transaction changed, in order.
fn writes(state: &EvmState) -> Vec<Write> {
    let mut writes: Vec<Write> = state
        .iter()
        .flat_map(|(&address, account)| {
            let changed = account.storage.iter().filter(|(_, value)| value.is_changed());
            changed.map(move |(&slot, value)| Write {
                address,
                slot,
                old: value.original_value(),
                new: value.present_value(),
            })
        })
        .collect();
    writes.sort_unstable();
    writes
}

fn outcome(result: ExecutionResult, writes: Vec<Write>) -> Outcome {
    let gas_used = result.tx_gas_used();
    match result {
        ExecutionResult::Success { output, logs, .. } => {
            Outcome { status: Status::Success, output: output.into_data(), gas_used, logs, writes }
        }
        ExecutionResult::Revert { output, .. } => {
            Outcome { status: Status::Revert, output, gas_used, logs: Vec::new(), writes }
        }
        ExecutionResult::Halt { reason, .. } => Outcome {
            status: Status::Halt(format!("{reason:?}")),
            output: Bytes::new(),
            gas_used,
            logs: Vec::new(),
            writes,
        },
    }
}

fn failed(error: impl core::fmt::Display) -> ChainError {
    ChainError(error.to_string())
}
