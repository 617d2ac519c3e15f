//! Transactions: what they pay before they run, what they refund after, what they report.

use alloy_primitives::{Address, Bytes, Log, U256};

use super::chain::MemoryHost;
use super::execute::{Abort, Ended, Execution, Message};
use super::gas;
use super::state::Write;
use crate::Modules;

/// A transaction. It pays for gas with gas alone: the gas price is 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The sender; no signature is asked for.
    pub from: Address,
    /// The account called.
    pub to: Address,
    /// Calldata.
    pub input: Bytes,
    /// Wei sent along.
    pub value: U256,
    /// The most gas that it may use, intrinsic gas included.
    pub gas_limit: u64,
}

impl Transaction {
    /// The gas limit of [`Transaction::new`]: the highest of a transaction on mainnet (EIP-7825).
    pub const DEFAULT_GAS_LIMIT: u64 = 1 << 24;

    /// A transaction without value.
    pub const fn new(from: Address, to: Address, input: Bytes) -> Self {
        Self { from, to, input, value: U256::ZERO, gas_limit: Self::DEFAULT_GAS_LIMIT }
    }

    /// Sends wei along.
    #[must_use]
    pub fn with_value(self, value: U256) -> Self {
        Self { value, ..self }
    }

    /// Changes the gas limit.
    #[must_use]
    pub fn with_gas_limit(self, gas_limit: u64) -> Self {
        Self { gas_limit, ..self }
    }
}

/// How a transaction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The contract returned.
    Success,
    /// The contract reverted.
    Revert,
    /// The contract was stopped; all gas is used.
    Halt(HaltReason),
}

/// Why a frame was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HaltReason {
    /// See [`Halt::OutOfGas`](crate::Halt::OutOfGas).
    #[error("out of gas")]
    OutOfGas,
    /// See [`Halt::StateChangeInStatic`](crate::Halt::StateChangeInStatic).
    #[error("state change in a static call")]
    StateChangeInStatic,
    /// The code of the account called is not that of a native contract that the chain's [`Modules`] know.
    #[error("the code is not that of a native contract")]
    NotNative,
    /// The value would raise a balance above 2^256 − 1 wei.
    #[error("the balance overflows")]
    BalanceOverflow,
}

/// What a transaction did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// How it ended.
    pub status: Status,
    /// Return or revert data; empty after a halt.
    pub output: Bytes,
    /// Gas that the sender pays for, less the refund, not below the floor of EIP-7623.
    pub gas_used: u64,
    /// Gas refunded, 0 where the floor of EIP-7623 decides.
    pub gas_refunded: u64,
    /// Logs, in order.
    pub logs: Vec<Log>,
    /// The slots that it changed, in order of address and slot; a slot changed back is not among them.
    pub writes: Vec<Write>,
}

impl Receipt {
    /// Did the contract return?
    pub fn is_success(&self) -> bool {
        self.status == Status::Success
    }
}

/// Why there is no receipt. The chain is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransactError {
    /// The gas limit does not cover what is paid before the transaction runs, or the floor of EIP-7623.
    #[error("the gas limit is {limit}, the calldata needs {needed}")]
    GasLimitTooLow {
        /// Gas needed.
        needed: u64,
        /// Gas limit.
        limit: u64,
    },
    /// The sender has code (EIP-3607).
    #[error("the sender {0} has code")]
    SenderHasCode(Address),
    /// The sender has less wei than the value.
    #[error("the sender has {balance} wei, the value is {value}")]
    InsufficientBalance {
        /// Wei that the sender has.
        balance: U256,
        /// Value of the transaction, in wei.
        value: U256,
    },
    /// The sender's nonce is 2^64 − 1 (EIP-2681).
    #[error("the nonce of {0} is exhausted")]
    NonceExhausted(Address),
    /// A precompile other than ecrecover was called: this host has no other.
    #[error("there is no precompile at {0} here")]
    Unsupported(Address),
    /// See [`Halt::Fatal`](crate::Halt::Fatal).
    #[error("the host could not go on")]
    Fatal,
}

impl From<Abort> for TransactError {
    fn from(abort: Abort) -> Self {
        match abort {
            Abort::Fatal => Self::Fatal,
            Abort::Unsupported(address) => Self::Unsupported(address),
        }
    }
}

impl<M: Modules> MemoryHost<M> {
    /// Executes a transaction. One that reverts or halts keeps nothing but the sender's nonce.
    ///
    /// # Errors
    /// See [`TransactError`]; the chain is then as it was.
    pub fn transact(&mut self, tx: Transaction) -> Result<Receipt, TransactError> {
        let code = self.state.code(tx.from);
        if !code.bytes.is_empty() && code.delegate().is_none() {
            return Err(TransactError::SenderHasCode(tx.from));
        }
        let receipt = self.apply(tx);
        if receipt.is_ok() {
            self.state.commit()
        } else {
            self.state.discard()
        }
        receipt
    }

    /// Executes a transaction and undoes all of it, like `eth_call`: the sender may be a contract.
    ///
    /// # Errors
    /// As [`MemoryHost::transact`], but never `SenderHasCode`.
    pub fn view(&mut self, tx: Transaction) -> Result<Receipt, TransactError> {
        let receipt = self.apply(tx);
        self.state.discard();
        receipt
    }

    fn apply(&mut self, tx: Transaction) -> Result<Receipt, TransactError> {
        let Transaction { from, to, input, value, gas_limit } = tx;
        let (intrinsic, floor) = (gas::intrinsic(&input), gas::floor(&input));
        let needed = intrinsic.max(floor);
        if gas_limit < needed {
            return Err(TransactError::GasLimitTooLow { needed, limit: gas_limit });
        }
        let balance = self.state.balance(from);
        if balance < value {
            return Err(TransactError::InsufficientBalance { balance, value });
        }
        if !self.state.bump_nonce(from) {
            return Err(TransactError::NonceExhausted(from));
        }
        for address in [from, to, self.coinbase] {
            self.state.warm_account(address);
        }
        let gas = gas_limit.saturating_sub(intrinsic);
        let message = Message { caller: from, to, value, input, gas, is_static: false, depth: 0 };
        let Self { state, modules, block, .. } = self;
        let ended = Execution { state, modules, block: *block, abort: None }.execute(&message)?;
        Ok(self.receipt(gas_limit, floor, ended))
    }

    /// The refund is capped first and the floor applied to what remains (EIP-7623).
    fn receipt(&mut self, gas_limit: u64, floor: u64, ended: Ended) -> Receipt {
        let spent = gas_limit.saturating_sub(ended.gas_left);
        let refund = gas::capped_refund(self.state.refund(), spent);
        let used = spent.saturating_sub(refund);
        Receipt {
            status: ended.status,
            output: ended.output,
            gas_used: used.max(floor),
            gas_refunded: if used < floor { 0 } else { refund },
            writes: self.state.writes(),
            logs: self.state.take_logs(),
        }
    }
}
