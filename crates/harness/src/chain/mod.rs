//! A chain that a scenario is played on: revm or memory, behind one trait.

use alloy_primitives::{Address, Bytes, Log, U256};

mod memory;
mod revm;

pub use memory::MemoryChain;
pub use revm::RevmChain;

/// Time of a new chain, in seconds: 2025-01-01T00:00:00Z, the start of a day.
pub const START_SECONDS: u64 = 1_735_689_600;

/// Gas limit of every transaction: the highest of a transaction on mainnet (EIP-7825).
pub const GAS_LIMIT: u64 = 1 << 24;

/// A transaction. Gas is free; the sender's nonce is the chain's business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tx {
    /// Sender.
    pub from: Address,
    /// The contract called.
    pub to: Address,
    /// Calldata.
    pub input: Bytes,
    /// Wei sent along.
    pub value: U256,
}

/// How a transaction or view ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It returned.
    Success,
    /// It reverted; the output is the revert data.
    Revert,
    /// It halted, with the chain's word for why.
    Halt(String),
}

/// A slot that a transaction changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Write {
    /// Whose slot.
    pub address: Address,
    /// Which.
    pub slot: U256,
    /// Value before the transaction.
    pub old: U256,
    /// Value after it.
    pub new: U256,
}

/// What a transaction did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// Return or revert data.
    pub output: Bytes,
    /// Gas of the transaction, 21,000 base included, refunds taken off.
    pub gas_used: u64,
    /// Logs, in order.
    pub logs: Vec<Log>,
    /// Net changes of storage, sorted; empty unless it succeeded.
    pub writes: Vec<Write>,
}

impl Outcome {
    /// Did it return?
    pub fn is_success(&self) -> bool {
        self.status == Status::Success
    }
}

/// The chain itself failed: a bug in it or in the harness, never a protocol outcome.
#[derive(Debug, thiserror::Error)]
#[error("the chain failed: {0}")]
pub struct ChainError(pub String);

/// A chain with the protocol's native contracts at genesis.
pub trait Chain {
    /// "revm" or "memory".
    fn name(&self) -> &'static str;

    /// Time of the current block, in seconds.
    fn now(&self) -> u64;

    /// Starts a new block at `time`, not earlier than the current one.
    fn set_now(&mut self, time: u64);

    /// Executes and commits a transaction.
    ///
    /// # Errors
    /// [`ChainError`].
    fn transact(&mut self, tx: Tx) -> Result<Outcome, ChainError>;

    /// Executes a transaction and undoes it, as `eth_call` does.
    ///
    /// # Errors
    /// [`ChainError`].
    fn view(&mut self, tx: Tx) -> Result<Outcome, ChainError>;

    /// A slot of any account.
    fn storage(&mut self, address: Address, slot: U256) -> U256;

    /// Puts a token of this kind at the address that [`crate::world::token_address`] gives for its name.
    ///
    /// # Errors
    /// [`ChainError`].
    fn create_token(&mut self, token: &crate::tokens::TokenSpec) -> Result<Address, ChainError>;

    /// Deploys an artifact's init code with encoded constructor arguments at the address that
    /// [`crate::world::artifact_address`] gives for `name`; `None` where the chain runs no bytecode.
    ///
    /// # Errors
    /// [`ChainError`], also if the constructor fails.
    fn deploy(&mut self, name: &str, init_code: Bytes) -> Result<Option<Address>, ChainError>;
}

#[cfg(test)]
mod tests;
