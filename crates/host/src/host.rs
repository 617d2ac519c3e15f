//! The [`Host`] trait: all that a native contract may ask of the chain it runs on.

use alloc::vec::Vec;
use alloy_primitives::{Address, B256, Bytes, LogData, U256};
use restaking_shares::Timestamp;

use crate::{Halt, ModuleId};

/// The block that the current transaction is executed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Block number.
    pub number: u64,
    /// Block time, in seconds.
    pub timestamp: Timestamp,
    /// Chain id (EIP-155).
    pub chain_id: u64,
}

/// A message call that a native contract makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The contract called; also the account whose storage and balance it acts on.
    pub to: Address,
    /// Calldata.
    pub input: Bytes,
    /// Wei sent along. Must be zero when `is_static`.
    pub value: U256,
    /// Upper bound on the gas forwarded; never more than 63/64 of what is left (EIP-150).
    pub gas: u64,
    /// STATICCALL instead of CALL.
    pub is_static: bool,
}

impl Call {
    /// A plain call without value that may use all the gas that EIP-150 allows.
    pub const fn new(to: Address, input: Bytes) -> Self {
        Self { to, input, value: U256::ZERO, gas: u64::MAX, is_static: false }
    }

    /// A static call that may use all the gas that EIP-150 allows.
    pub const fn view(to: Address, input: Bytes) -> Self {
        Self { to, input, value: U256::ZERO, gas: u64::MAX, is_static: true }
    }

    /// Bounds the gas forwarded.
    #[must_use]
    pub fn with_gas(self, gas: u64) -> Self {
        Self { gas, ..self }
    }
}

/// How a [`Call`] ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallOutcome {
    /// The callee returned; otherwise it reverted or halted and left nothing behind.
    pub is_success: bool,
    /// Return data or revert data; empty after a halt.
    pub output: Bytes,
}

/// A request for a new native instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creation {
    /// The module that the instance runs.
    pub module: ModuleId,
    /// Makes the address: CREATE2 of creator, salt and [`ModuleId::init_hash`].
    pub salt: B256,
    /// The instance's fixed configuration, readable by EXTCODECOPY after the marker.
    pub config: Vec<u8>,
}

/// The chain as one running native contract sees it.
///
/// Storage, logs and value are those of the contract that runs: a module cannot name another account's slots. Every
/// method charges what the spec charges bytecode for the same thing, and fails with [`Halt`] when the gas is used up;
/// a write in a static call is [`Halt::StateChangeInStatic`].
#[allow(clippy::missing_errors_doc)]
pub trait Host {
    /// The current block. Free.
    fn block(&self) -> Block;

    /// Gas left in this frame. Free.
    fn gas_left(&self) -> u64;

    /// Charges `gas` for computation.
    fn charge(&mut self, gas: u64) -> Result<(), Halt>;

    /// SLOAD of an own slot.
    fn sload(&mut self, slot: U256) -> Result<U256, Halt>;

    /// SSTORE to an own slot, with refunds (EIP-2200, EIP-3529).
    fn sstore(&mut self, slot: U256, value: U256) -> Result<(), Halt>;

    /// TLOAD of an own transient slot.
    fn tload(&mut self, slot: U256) -> Result<U256, Halt>;

    /// TSTORE to an own transient slot.
    fn tstore(&mut self, slot: U256, value: U256) -> Result<(), Halt>;

    /// LOG0 to LOG4 by this contract. More than four topics is a [`Halt::Fatal`].
    fn log(&mut self, log: LogData) -> Result<(), Halt>;

    /// CALL or STATICCALL in a real frame of the chain. A callee that fails is an outcome, not an error.
    fn call(&mut self, call: Call) -> Result<CallOutcome, Halt>;

    /// EXTCODESIZE of any account.
    fn code_size(&mut self, address: Address) -> Result<usize, Halt>;

    /// EXTCODEHASH of any account.
    fn code_hash(&mut self, address: Address) -> Result<B256, Halt>;

    /// KECCAK256 of `data`.
    fn keccak(&mut self, data: &[u8]) -> Result<B256, Halt>;

    /// Creates a native instance and returns its address, or `None` where CREATE2 would push zero: the address is
    /// taken, the call depth or the creator's nonce is exhausted, or the code is longer than the spec allows. The price
    /// is paid all the same.
    fn create(&mut self, creation: Creation) -> Result<Option<Address>, Halt>;
}
