//! The accounts and what a transaction remembers, all of it written through one journal of undo entries.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use alloy_primitives::{Address, Log, U256};

use super::account::{Account, Code};
use super::gas::SlotChange;
use super::history::History;
use super::precompile::is_precompile;
use super::undo::Undo;

/// A point to go back to within a transaction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Checkpoint {
    undo: usize,
    logs: usize,
    refund: i64,
}

/// What a transaction knows of a slot that it accessed.
#[derive(Debug)]
struct Touched {
    original: U256,
    is_warm: bool,
}

/// A slot that a transaction changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Write {
    /// Whose storage it is in.
    pub address: Address,
    /// The slot.
    pub slot: U256,
    /// Its value before the transaction.
    pub old: U256,
    /// Its value after it.
    pub new: U256,
}

/// Why a sum of wei did not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TransferFailure {
    /// The sender has less.
    InsufficientBalance,
    /// The receiver would have more than 2^256 − 1 wei.
    Overflow,
}

/// The chain's accounts and the transaction that runs on them.
#[derive(Debug, Default)]
pub(super) struct State {
    accounts: BTreeMap<Address, Account>,
    history: History,
    undo: Vec<Undo>,
    logs: Vec<Log>,
    refund: i64,
    touched: BTreeMap<(Address, U256), Touched>,
    warm_accounts: BTreeSet<Address>,
    transient: BTreeMap<(Address, U256), U256>,
}

impl State {
    /// The account, if anything ever happened to it.
    pub(super) fn account(&self, address: Address) -> Option<&Account> {
        self.accounts.get(&address)
    }

    /// The account's code.
    pub(super) fn code(&self, address: Address) -> Code {
        self.account(address).map(|account| account.code.clone()).unwrap_or_default()
    }

    /// The account's balance, in wei.
    pub(super) fn balance(&self, address: Address) -> U256 {
        self.account(address).map(|account| account.balance).unwrap_or_default()
    }

    /// The account's nonce.
    pub(super) fn nonce(&self, address: Address) -> u64 {
        self.account(address).map(|account| account.nonce).unwrap_or_default()
    }

    /// Is the account as if it did not exist (EIP-161)?
    pub(super) fn is_empty(&self, address: Address) -> bool {
        self.account(address).is_none_or(Account::is_empty)
    }

    /// The value of a slot.
    pub(super) fn slot(&self, address: Address, slot: U256) -> U256 {
        self.account(address).map(|account| account.slot(slot)).unwrap_or_default()
    }

    /// Sets a slot.
    pub(super) fn set_slot(&mut self, address: Address, slot: U256, value: U256) {
        let old = self.accounts.entry(address).or_default().set_slot(slot, value);
        if old != value {
            self.undo.push(Undo::Storage(address, slot, old));
        }
    }

    /// Sets a balance, in wei.
    pub(super) fn set_balance(&mut self, address: Address, balance: U256) {
        let old = mem::replace(&mut self.accounts.entry(address).or_default().balance, balance);
        self.undo.push(Undo::Balance(address, old));
    }

    /// Sets a nonce.
    pub(super) fn set_nonce(&mut self, address: Address, nonce: u64) {
        let old = mem::replace(&mut self.accounts.entry(address).or_default().nonce, nonce);
        self.undo.push(Undo::Nonce(address, old));
    }

    /// Adds one to a nonce; `false` and nothing done if it is 2^64 − 1 (EIP-2681).
    pub(super) fn bump_nonce(&mut self, address: Address) -> bool {
        let next = self.nonce(address).checked_add(1);
        next.map(|next| self.set_nonce(address, next)).is_some()
    }

    /// Sets code.
    pub(super) fn set_code(&mut self, address: Address, code: Code) {
        let old = mem::replace(&mut self.accounts.entry(address).or_default().code, code);
        self.undo.push(Undo::Code(address, old));
    }

    /// Moves wei.
    pub(super) fn transfer(
        &mut self,
        from: Address,
        to: Address,
        value: U256,
    ) -> Result<(), TransferFailure> {
        let rest =
            self.balance(from).checked_sub(value).ok_or(TransferFailure::InsufficientBalance)?;
        if value.is_zero() || from == to {
            return Ok(());
        }
        let sum = self.balance(to).checked_add(value).ok_or(TransferFailure::Overflow)?;
        self.set_balance(from, rest);
        self.set_balance(to, sum);
        Ok(())
    }

    /// Makes the account warm; was it cold (EIP-2929)? A precompile never is.
    pub(super) fn warm_account(&mut self, address: Address) -> bool {
        let was_cold = !is_precompile(address) && self.warm_accounts.insert(address);
        if was_cold {
            self.undo.push(Undo::ColdAccount(address));
        }
        was_cold
    }

    /// Makes the slot warm; its value at the start of the transaction, and whether it was cold (EIP-2929).
    fn warm_slot(&mut self, address: Address, slot: U256) -> (U256, bool) {
        let present = self.slot(address, slot);
        let fresh = || Touched { original: present, is_warm: false };
        let touched = self.touched.entry((address, slot)).or_insert_with(fresh);
        let original = touched.original;
        let was_cold = !mem::replace(&mut touched.is_warm, true);
        if was_cold {
            self.undo.push(Undo::ColdSlot(address, slot));
        }
        (original, was_cold)
    }

    /// Reads a slot within a transaction: its value, and whether it was cold.
    pub(super) fn load(&mut self, address: Address, slot: U256) -> (U256, bool) {
        let (_, was_cold) = self.warm_slot(address, slot);
        (self.slot(address, slot), was_cold)
    }

    /// Writes a slot within a transaction and counts the refund.
    pub(super) fn store(&mut self, address: Address, slot: U256, new: U256) -> SlotChange {
        let (original, is_cold) = self.warm_slot(address, slot);
        let change = SlotChange { original, present: self.slot(address, slot), new, is_cold };
        self.set_slot(address, slot, new);
        self.refund = self.refund.saturating_add(change.refund());
        change
    }

    /// The value of a transient slot.
    pub(super) fn transient(&self, address: Address, slot: U256) -> U256 {
        self.transient.get(&(address, slot)).copied().unwrap_or_default()
    }

    /// Sets a transient slot.
    pub(super) fn set_transient(&mut self, address: Address, slot: U256, value: U256) {
        let old = self.transient.insert((address, slot), value).unwrap_or_default();
        self.undo.push(Undo::Transient(address, slot, old));
    }

    /// Appends a log.
    pub(super) fn log(&mut self, log: Log) {
        self.logs.push(log);
    }

    /// The refund counter, in gas.
    pub(super) const fn refund(&self) -> i64 {
        self.refund
    }

    /// The slots that the transaction changed, in order of address and slot.
    pub(super) fn writes(&self) -> Vec<Write> {
        let write = |(&(address, slot), touched): (&(Address, U256), &Touched)| {
            let new = self.slot(address, slot);
            (new != touched.original).then_some(Write { address, slot, old: touched.original, new })
        };
        self.touched.iter().filter_map(write).collect()
    }

    /// A point that [`State::revert`] goes back to.
    pub(super) const fn checkpoint(&self) -> Checkpoint {
        Checkpoint { undo: self.undo.len(), logs: self.logs.len(), refund: self.refund }
    }

    /// Undoes all that happened since the checkpoint, warmth and refunds included.
    pub(super) fn revert(&mut self, checkpoint: Checkpoint) {
        while self.undo.len() > checkpoint.undo {
            let Some(undo) = self.undo.pop() else { break };
            self.apply(undo);
        }
        self.logs.truncate(checkpoint.logs);
        self.refund = checkpoint.refund;
    }

    fn apply(&mut self, undo: Undo) {
        match undo {
            Undo::Storage(address, slot, old) => {
                self.accounts.entry(address).or_default().set_slot(slot, old);
            }
            Undo::Balance(address, old) => self.accounts.entry(address).or_default().balance = old,
            Undo::Nonce(address, old) => self.accounts.entry(address).or_default().nonce = old,
            Undo::Code(address, old) => self.accounts.entry(address).or_default().code = old,
            Undo::Transient(address, slot, old) => {
                self.transient.insert((address, slot), old);
            }
            Undo::ColdAccount(address) => {
                self.warm_accounts.remove(&address);
            }
            Undo::ColdSlot(address, slot) => {
                if let Some(touched) = self.touched.get_mut(&(address, slot)) {
                    touched.is_warm = false;
                }
            }
        }
    }

    /// Takes the transaction's logs out.
    pub(super) fn take_logs(&mut self) -> Vec<Log> {
        mem::take(&mut self.logs)
    }

    /// Makes what happened since the last commit (a transaction, or a write outside of one) last.
    pub(super) fn commit(&mut self) {
        self.history.append(&mut self.undo);
        self.refund = 0;
        self.logs.clear();
        self.touched.clear();
        self.warm_accounts.clear();
        self.transient.clear();
    }

    /// Undoes what happened since the last commit.
    pub(super) fn discard(&mut self) {
        self.revert(Checkpoint { undo: 0, logs: 0, refund: 0 });
        self.commit();
    }

    /// The record that snapshots are kept in.
    pub(super) const fn history(&mut self) -> &mut History {
        &mut self.history
    }

    /// Undoes these changes of former transactions, the last one first.
    pub(super) fn undo_all(&mut self, changes: Vec<Undo>) {
        changes.into_iter().rev().for_each(|undo| self.apply(undo));
    }
}
