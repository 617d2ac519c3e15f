//! An account: balance, nonce, code, storage.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, KECCAK256_EMPTY, U256, keccak256};

/// How the code of an account that delegates to another one starts (EIP-7702).
const DELEGATION: [u8; 3] = [0xef, 0x01, 0x00];

/// Code and its hash.
#[derive(Debug, Clone)]
pub(super) struct Code {
    /// The code.
    pub(super) bytes: Bytes,
    /// Its KECCAK256.
    pub(super) hash: B256,
}

impl Code {
    /// Hashes `bytes`.
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self { hash: keccak256(&bytes), bytes: bytes.into() }
    }

    /// Whose code runs in place of this one, if it is a delegation (EIP-7702).
    pub(super) fn delegate(&self) -> Option<Address> {
        let address = self.bytes.strip_prefix(&DELEGATION)?;
        Address::try_from(address).ok()
    }
}

impl Default for Code {
    fn default() -> Self {
        Self { bytes: Bytes::new(), hash: KECCAK256_EMPTY }
    }
}

/// An account; [`Account::default`] is one that does not exist.
#[derive(Debug, Clone, Default)]
pub(super) struct Account {
    /// Wei.
    pub(super) balance: U256,
    /// Transactions sent, or instances created plus one.
    pub(super) nonce: u64,
    /// Code.
    pub(super) code: Code,
    /// The slots that are not zero.
    storage: BTreeMap<U256, U256>,
}

impl Account {
    /// Is it as if it did not exist (EIP-161)?
    pub(super) fn is_empty(&self) -> bool {
        self.balance.is_zero() && self.nonce == 0 && self.code.bytes.is_empty()
    }

    /// The value of a slot.
    pub(super) fn slot(&self, slot: U256) -> U256 {
        self.storage.get(&slot).copied().unwrap_or_default()
    }

    /// The slots that are not zero, with their values, in order.
    pub(super) fn slots(&self) -> impl Iterator<Item = (U256, U256)> + '_ {
        self.storage.iter().map(|(&slot, &value)| (slot, value))
    }

    /// Sets a slot and returns what it held.
    pub(super) fn set_slot(&mut self, slot: U256, value: U256) -> U256 {
        let old = if value.is_zero() {
            self.storage.remove(&slot)
        } else {
            self.storage.insert(slot, value)
        };
        old.unwrap_or_default()
    }
}
