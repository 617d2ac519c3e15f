//! [`MemoryHost`]: the chain from outside, between transactions.

use alloy_primitives::{Address, U256};
use restaking_shares::Timestamp;

use super::account::{Account, Code};
use super::history::Snapshot;
use super::state::State;
use crate::Block;

/// A chain in memory. `M` runs its native contracts.
#[derive(Debug)]
pub struct MemoryHost<M> {
    pub(super) modules: M,
    pub(super) state: State,
    pub(super) block: Block,
    pub(super) coinbase: Address,
}

impl<M> MemoryHost<M> {
    /// The block of a new chain.
    pub const FIRST_BLOCK: Block = Block { number: 1, timestamp: Timestamp::new(1), chain_id: 1 };

    /// An empty chain at [`MemoryHost::FIRST_BLOCK`], its coinbase the zero address.
    pub fn new(modules: M) -> Self {
        Self { modules, state: State::default(), block: Self::FIRST_BLOCK, coinbase: Address::ZERO }
    }

    /// What runs the native contracts.
    pub const fn modules(&self) -> &M {
        &self.modules
    }

    /// The block that the next transaction is executed in.
    pub const fn block(&self) -> Block {
        self.block
    }

    /// Sets the block that the next transaction is executed in.
    pub const fn set_block(&mut self, block: Block) {
        self.block = block;
    }

    /// Sets the block's coinbase, which every transaction finds warm (EIP-3651).
    pub const fn set_coinbase(&mut self, coinbase: Address) {
        self.coinbase = coinbase;
    }

    /// Puts `code` at `address`, with nonce 1, as at genesis. Balance and storage stay.
    pub fn install(&mut self, address: Address, code: Vec<u8>) {
        self.state.set_nonce(address, 1);
        self.state.set_code(address, Code::new(code));
        self.state.commit();
    }

    /// The account's balance, in wei.
    pub fn balance(&self, address: Address) -> U256 {
        self.state.balance(address)
    }

    /// Sets the account's balance, in wei.
    pub fn set_balance(&mut self, address: Address, balance: U256) {
        self.state.set_balance(address, balance);
        self.state.commit();
    }

    /// The account's nonce.
    pub fn nonce(&self, address: Address) -> u64 {
        self.state.nonce(address)
    }

    /// Sets the account's nonce.
    pub fn set_nonce(&mut self, address: Address, nonce: u64) {
        self.state.set_nonce(address, nonce);
        self.state.commit();
    }

    /// The account's code.
    pub fn code(&self, address: Address) -> &[u8] {
        self.state.account(address).map(|account| account.code.bytes.as_ref()).unwrap_or_default()
    }

    /// The value of a slot.
    pub fn storage(&self, address: Address, slot: U256) -> U256 {
        self.state.slot(address, slot)
    }

    /// Sets a slot, outside of any transaction.
    pub fn set_storage(&mut self, address: Address, slot: U256, value: U256) {
        self.state.set_slot(address, slot, value);
        self.state.commit();
    }

    /// The slots of the account that are not zero, with their values, in order.
    pub fn storage_of(&self, address: Address) -> impl Iterator<Item = (U256, U256)> + '_ {
        self.state.account(address).into_iter().flat_map(Account::slots)
    }

    /// A snapshot of accounts and block, to go back to. Taking it costs nothing; see [`Snapshot`] for keeping it.
    pub fn snapshot(&mut self) -> Snapshot {
        let block = self.block;
        self.state.history().mark(block)
    }

    /// Goes back to `snapshot` in time proportional to the writes since. Later snapshots are void, this one is not.
    ///
    /// `false` and nothing done if the snapshot is void, or another chain's.
    pub fn rollback(&mut self, snapshot: Snapshot) -> bool {
        let Some(changes) = self.state.history().rewind(&snapshot) else { return false };
        self.state.undo_all(changes);
        self.block = snapshot.block;
        true
    }
}
