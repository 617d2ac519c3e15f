//! The chain in memory: native contracts only.

use alloy_primitives::{Address, Bytes, U256};
use restaking::Genesis;
use restaking::host::Block;
use restaking::host::memory::{self, MemoryHost, Receipt, Transaction};
use restaking::shares::Timestamp;

use super::{Chain, ChainError, GAS_LIMIT, Outcome, START_SECONDS, Status, Tx, Write};
use crate::tokens::{self, HarnessModules, TokenSpec};

/// A chain in memory.
#[derive(Debug)]
pub struct MemoryChain {
    host: MemoryHost<HarnessModules>,
}

impl Default for MemoryChain {
    fn default() -> Self {
        Self::new(&crate::world::genesis())
    }
}

impl MemoryChain {
    /// A chain at [`START_SECONDS`].
    pub fn new(genesis: &Genesis) -> Self {
        let mut host = MemoryHost::new(HarnessModules);
        for (address, code) in genesis.accounts() {
            host.install(address, code);
        }
        let mut chain = Self { host };
        chain.set_now(START_SECONDS);
        chain
    }

    /// The chain below: snapshots and rollback.
    pub const fn host(&self) -> &MemoryHost<HarnessModules> {
        &self.host
    }

    /// The same, to change it.
    pub const fn host_mut(&mut self) -> &mut MemoryHost<HarnessModules> {
        &mut self.host
    }

    /// Gives the sender the value that it lacks: wei is free.
    fn fund(&mut self, tx: &Tx) {
        if self.host.balance(tx.from) < tx.value {
            self.host.set_balance(tx.from, tx.value);
        }
    }
}

impl Chain for MemoryChain {
    fn name(&self) -> &'static str {
        "memory"
    }

    fn now(&self) -> u64 {
        self.host.block().timestamp.get()
    }

    fn set_now(&mut self, time: u64) {
        let Block { number, timestamp, chain_id } = self.host.block();
        let timestamp = timestamp.max(Timestamp::new(time));
        self.host.set_block(Block { number: number.saturating_add(1), timestamp, chain_id });
    }

    fn transact(&mut self, tx: Tx) -> Result<Outcome, ChainError> {
        if !self.host.code(tx.from).is_empty() {
            return self.impersonate(tx);
        }
        self.fund(&tx);
        Ok(outcome(self.host.transact(transaction(tx))?))
    }

    fn view(&mut self, tx: Tx) -> Result<Outcome, ChainError> {
        let (from, balance) = (tx.from, self.host.balance(tx.from));
        self.fund(&tx);
        let receipt = self.host.view(transaction(tx));
        if self.host.balance(from) != balance {
            self.host.set_balance(from, balance);
        }
        Ok(outcome(receipt?))
    }

    fn storage(&mut self, address: Address, slot: U256) -> U256 {
        self.host.storage(address, slot)
    }

    fn create_token(&mut self, token: &TokenSpec) -> Result<Address, ChainError> {
        let address = token.address();
        if !self.host.code(address).is_empty() {
            return Err(ChainError(format!("there is a token {:?} already", token.name)));
        }
        let (code, slots) = tokens::genesis(token);
        self.host.install(address, code);
        for (slot, value) in slots {
            self.host.set_storage(address, slot, value);
        }
        Ok(address)
    }

    fn deploy(&mut self, _name: &str, _init_code: Bytes) -> Result<Option<Address>, ChainError> {
        Ok(None)
    }
}

impl MemoryChain {
    /// A transaction of a contract, which the host refuses (EIP-3607): executed like a view, then what it wrote is kept.
    /// Accounts that it creates are not.
    fn impersonate(&mut self, tx: Tx) -> Result<Outcome, ChainError> {
        let outcome = self.view(tx)?;
        for write in outcome.writes.iter().filter(|_| outcome.is_success()) {
            self.host.set_storage(write.address, write.slot, write.new);
        }
        Ok(outcome)
    }
}

fn transaction(tx: Tx) -> Transaction {
    Transaction::new(tx.from, tx.to, tx.input).with_value(tx.value).with_gas_limit(GAS_LIMIT)
}

fn outcome(receipt: Receipt) -> Outcome {
    let Receipt { status, output, gas_used, logs, writes, .. } = receipt;
    let status = match status {
        memory::Status::Success => Status::Success,
        memory::Status::Revert => Status::Revert,
        memory::Status::Halt(reason) => Status::Halt(reason.to_string()),
    };
    let write = |memory::Write { address, slot, old, new }| Write { address, slot, old, new };
    Outcome { status, output, gas_used, logs, writes: writes.into_iter().map(write).collect() }
}

impl From<memory::TransactError> for ChainError {
    fn from(error: memory::TransactError) -> Self {
        Self(error.to_string())
    }
}
