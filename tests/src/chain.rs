//! A chain in revm with native contracts.

use alloy_primitives::{Address, B256, Bytes, Log, U256};
use alloy_sol_types::{SolCall, SolError, SolEvent, SolValue};
use restaking::{RestakingModules, host::Modules};
use restaking_revm::{MainnetContext, MainnetRestakingEvm, mainnet};
use revm::{
    Database, ExecuteCommitEvm, ExecuteEvm,
    context::{
        TxEnv,
        result::{ExecutionResult, HaltReason},
    },
    database::{CacheDB, EmptyDB},
    primitives::{TxKind, hardfork::SpecId},
    state::{AccountInfo, Bytecode, EvmState},
};

/// Gas limit of every transaction.
pub const GAS_LIMIT: u64 = 200_000_000;

/// How a transaction ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It returned.
    Success,
    /// It reverted: the output is the revert data.
    Revert,
    /// It halted and used up its gas.
    Halt(HaltReason),
}

/// A slot that a transaction changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Write {
    /// Whose slot.
    pub address: Address,
    /// Which.
    pub slot: U256,
    /// Value before.
    pub old: U256,
    /// Value after.
    pub new: U256,
}

/// What a transaction did.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// Return or revert data.
    pub output: Bytes,
    /// Logs, in order.
    pub logs: Vec<Log>,
    /// Gas used, refunds taken off.
    pub gas_used: u64,
    /// Net changes of storage, sorted.
    pub writes: Vec<Write>,
}

impl Outcome {
    /// Did it return?
    pub fn is_success(&self) -> bool {
        self.status == Status::Success
    }

    /// The answer to `call`, which must have succeeded.
    pub fn answer<C: SolCall>(&self, _call: &C) -> C::Return {
        assert!(self.is_success(), "{} failed: {:?} {}", C::SIGNATURE, self.status, self.output);
        C::abi_decode_returns(&self.output)
            .unwrap_or_else(|error| panic!("{}: {error}", C::SIGNATURE))
    }

    /// Passes if it reverted with exactly this error.
    #[track_caller]
    pub fn assert_error(&self, error: &impl SolError) {
        assert_eq!(self.status, Status::Revert, "{}", self.output);
        assert_eq!(self.output, Bytes::from(error.abi_encode()));
    }

    /// Passes if it reverted with Solidity's `Error(string)`.
    #[track_caller]
    pub fn assert_message(&self, message: &str) {
        self.assert_error(&alloy_sol_types::Revert::from(message));
    }

    /// Passes if it reverted without data.
    #[track_caller]
    pub fn assert_empty_revert(&self) {
        assert_eq!((&self.status, self.output.len()), (&Status::Revert, 0), "{}", self.output);
    }

    /// Passes if it succeeded.
    #[track_caller]
    pub fn assert_success(&self) -> &Self {
        assert!(self.is_success(), "{:?} {}", self.status, self.output);
        self
    }

    /// The events of one kind that `address` logged.
    pub fn events<E: SolEvent>(&self, address: Address) -> Vec<E> {
        let logs = self.logs.iter().filter(|log| log.address == address);
        logs.filter_map(|log| E::decode_log_data(&log.data).ok()).collect()
    }

    /// Did it change storage of `address`?
    pub fn touched(&self, address: Address) -> bool {
        self.writes.iter().any(|write| write.address == address)
    }
}

type Evm<M> = MainnetRestakingEvm<MainnetContext<CacheDB<EmptyDB>>, M>;

/// Mainnet's EVM (Osaka) with native contracts, in memory. Gas is free.
#[derive(Debug)]
pub struct Chain<M = RestakingModules> {
    evm: Evm<M>,
}

impl<M: Modules> Chain<M> {
    /// An empty chain at the first second of its first day.
    pub fn new(modules: M) -> Self {
        let ctx = MainnetContext::new(CacheDB::new(EmptyDB::new()), SpecId::OSAKA)
            .modify_cfg_chained(|cfg| {
                cfg.disable_nonce_check = true;
                cfg.tx_gas_limit_cap = Some(u64::MAX);
            })
            .modify_block_chained(|block| {
                block.number = U256::ONE;
                block.timestamp = U256::from(20_000 * 86_400_u64);
                block.gas_limit = u64::MAX;
            });
        Self { evm: mainnet(ctx, modules).expect("a configuration that protects marker code") }
    }

    /// Time of the block, in seconds.
    pub fn now(&self) -> u64 {
        self.evm.inner().ctx.block.timestamp.saturating_to()
    }

    /// Starts a block at `time`.
    pub fn set_now(&mut self, time: u64) {
        self.evm.inner_mut().ctx.modify_block(|block| {
            block.timestamp = U256::from(time);
            block.number += U256::ONE;
        });
    }

    /// Moves time on.
    pub fn wait(&mut self, seconds: u64) {
        self.set_now(self.now() + seconds);
    }

    /// Changes the chain id.
    pub fn set_chain_id(&mut self, chain_id: u64) {
        self.evm.inner_mut().ctx.modify_cfg(|cfg| cfg.chain_id = chain_id);
    }

    /// Puts code at `address`, with nonce 1.
    pub fn install(&mut self, address: Address, code: impl Into<Bytes>) {
        let code = Bytecode::new_legacy(code.into());
        let account = AccountInfo::new(U256::ZERO, 1, code.hash_slow(), code);
        self.database().insert_account_info(address, account);
    }

    /// Makes an account run the code of another (EIP-7702).
    pub fn delegate(&mut self, address: Address, to: Address) {
        let code = Bytecode::new_eip7702(to);
        let account = AccountInfo::new(U256::ZERO, 1, code.hash_slow(), code);
        self.database().insert_account_info(address, account);
    }

    /// Gives an account ether.
    pub fn set_balance(&mut self, address: Address, balance: U256) {
        let mut account = self.account(address);
        account.balance = balance;
        self.database().insert_account_info(address, account);
    }

    /// Balance, nonce and code of an account.
    pub fn account(&mut self, address: Address) -> AccountInfo {
        self.database().basic(address).expect("no database error").unwrap_or_default()
    }

    /// A slot of an account.
    pub fn storage(&mut self, address: Address, slot: U256) -> U256 {
        self.database().storage(address, slot).expect("no database error")
    }

    /// Sets a slot of an account.
    pub fn set_storage(&mut self, address: Address, slot: U256, value: U256) {
        self.database().insert_account_storage(address, slot, value).expect("no database error");
    }

    /// Deploys init code by a transaction of `from`.
    pub fn deploy(&mut self, from: Address, init_code: Bytes) -> Address {
        let (result, state) = self.execute(from, TxKind::Create, init_code, U256::ZERO);
        self.evm.commit(state);
        assert!(result.is_success(), "the constructor failed: {result:?}");
        result.created_address().expect("an address")
    }

    /// Executes a transaction.
    pub fn send(&mut self, from: Address, to: Address, call: &impl SolCall) -> Outcome {
        self.send_raw(from, to, call.abi_encode(), U256::ZERO)
    }

    /// Executes a transaction with any calldata and value.
    pub fn send_raw(
        &mut self,
        from: Address,
        to: Address,
        input: impl Into<Bytes>,
        value: U256,
    ) -> Outcome {
        let (result, state) = self.execute(from, TxKind::Call(to), input.into(), value);
        let outcome = outcome(result, &state);
        self.evm.commit(state);
        outcome
    }

    /// Executes a transaction and undoes it.
    pub fn try_raw(
        &mut self,
        from: Address,
        to: Address,
        input: impl Into<Bytes>,
        value: U256,
    ) -> Outcome {
        let (result, state) = self.execute(from, TxKind::Call(to), input.into(), value);
        outcome(result, &state)
    }

    /// Executes a transaction and undoes it.
    pub fn try_send(&mut self, from: Address, to: Address, call: &impl SolCall) -> Outcome {
        self.try_raw(from, to, call.abi_encode(), U256::ZERO)
    }

    /// Asks a contract.
    pub fn view<C: SolCall>(&mut self, to: Address, call: &C) -> C::Return {
        self.try_send(Address::ZERO, to, call).answer(call)
    }

    fn database(&mut self) -> &mut CacheDB<EmptyDB> {
        &mut self.evm.inner_mut().ctx.journaled_state.database
    }

    fn execute(
        &mut self,
        caller: Address,
        kind: TxKind,
        data: Bytes,
        value: U256,
    ) -> (ExecutionResult, EvmState) {
        let chain_id = Some(self.evm.inner().ctx.cfg.chain_id);
        let tx =
            TxEnv { caller, kind, data, value, chain_id, gas_limit: GAS_LIMIT, ..TxEnv::default() };
        let executed = self
            .evm
            .transact(tx)
            .unwrap_or_else(|error| panic!("not a valid transaction: {error}"));
        (executed.result, executed.state)
    }
}

fn outcome(result: ExecutionResult, state: &EvmState) -> Outcome {
    let status = match &result {
        ExecutionResult::Success { .. } => Status::Success,
        ExecutionResult::Revert { .. } => Status::Revert,
        ExecutionResult::Halt { reason, .. } => Status::Halt(reason.clone()),
    };
    let mut writes: Vec<Write> = state
        .iter()
        .flat_map(|(address, account)| {
            account.storage.iter().map(|(slot, value)| Write {
                address: *address,
                slot: *slot,
                old: value.original_value,
                new: value.present_value,
            })
        })
        .filter(|write| write.old != write.new)
        .collect();
    writes.sort_unstable();
    let gas_used = result.tx_gas_used();
    let logs = if status == Status::Success { result.logs().to_vec() } else { Vec::new() };
    let output = result.into_output().unwrap_or_default();
    Outcome { status, output, logs, gas_used, writes }
}

/// The slot of a mapping's entry.
pub fn mapping_slot(key: impl SolValue, slot: U256) -> U256 {
    B256::from(alloy_primitives::keccak256((key, slot).abi_encode())).into()
}
