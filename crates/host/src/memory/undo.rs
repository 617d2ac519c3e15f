//! The entries of the journal.

use alloy_primitives::{Address, U256};

use super::account::Code;

/// How to undo one change.
#[derive(Debug)]
pub(super) enum Undo {
    /// A slot's former value.
    Storage(Address, U256, U256),
    /// An account's former balance.
    Balance(Address, U256),
    /// An account's former nonce.
    Nonce(Address, u64),
    /// An account's former code.
    Code(Address, Code),
    /// A transient slot's former value.
    Transient(Address, U256, U256),
    /// An account that was cold.
    ColdAccount(Address),
    /// A slot that was cold.
    ColdSlot(Address, U256),
}

impl Undo {
    /// Does what is undone outlive the transaction?
    pub(super) const fn is_lasting(&self) -> bool {
        matches!(self, Self::Storage(..) | Self::Balance(..) | Self::Nonce(..) | Self::Code(..))
    }
}
