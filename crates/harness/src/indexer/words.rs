//! The words that the events add up to, each with its name in the layout.

use core::fmt;
use std::collections::{BTreeSet, HashMap, HashSet};

use alloy_primitives::{Address, B256, U256};
use restaking::host::{Field, Key, Slot, Word, low_bits};

/// A field of the layout: its path, `[]` for each key of a mapping, and the keys.
#[derive(Debug, Clone, Copy)]
struct Name {
    path: &'static str,
    keys: [B256; 2],
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = self.path.split("[]");
        f.write_str(parts.next().unwrap_or_default())?;
        for (key, part) in self.keys.iter().zip(parts) {
            write!(f, "[{}]{part}", shown(*key))?;
        }
        Ok(())
    }
}

/// A key: a number, an address or a hash.
fn shown(key: B256) -> String {
    match U256::from_be_bytes(key.0) {
        number if number.bit_len() <= 64 => number.to_string(),
        number if number.bit_len() <= 160 => format!("{:#x}", Address::from_word(key)),
        number => format!("{number:#x}"),
    }
}

/// Where a value is stored, and what it is called.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<T> {
    slot: Slot<T>,
    name: Name,
}

/// The value in `slot`, called `path`, in which `[]` stands for each of the `keys`.
pub(super) fn at<T: Word>(path: &'static str, keys: [B256; 2], slot: Slot<T>) -> At<T> {
    At { slot, name: Name { path, keys } }
}

/// No key.
pub(super) const NONE: [B256; 2] = [B256::ZERO; 2];

/// One key.
pub(super) fn one(key: impl Key) -> [B256; 2] {
    [key.to_key(), B256::ZERO]
}

/// Two keys.
pub(super) fn two(outer: impl Key, inner: impl Key) -> [B256; 2] {
    [outer.to_key(), inner.to_key()]
}

/// A word as the events give it.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Nothing: the value does not fit.
    value: Option<U256>,
    name: Name,
    fields: &'static [Field],
}

/// The words of all accounts.
#[derive(Debug, Default)]
pub(super) struct Words {
    entries: HashMap<(Address, U256), Entry>,
    changed: BTreeSet<(Address, U256)>,
    nonces: HashSet<(Address, U256)>,
}

impl Words {
    /// A new transaction: nothing has changed yet.
    pub(super) fn begin(&mut self) {
        self.changed.clear();
    }

    /// The value as the events give it; zero where none told of it.
    pub(super) fn get<T: Word>(&self, account: Address, at: At<T>) -> T {
        let word = self.entries.get(&(account, at.slot.number())).and_then(|entry| entry.value);
        T::from_word(word.unwrap_or_default())
    }

    /// Replaces a value.
    pub(super) fn set<T: Word>(&mut self, account: Address, at: At<T>, value: T) {
        let place = (account, at.slot.number());
        let entry = Entry { value: value.to_word(), name: at.name, fields: T::FIELDS };
        self.entries.insert(place, entry);
        self.changed.insert(place);
    }

    /// Changes a value.
    pub(super) fn change<T: Word>(
        &mut self,
        account: Address,
        at: At<T>,
        change: impl FnOnce(T) -> T,
    ) {
        let value = self.get(account, at);
        self.set(account, at, change(value));
    }

    /// The slot counts signatures: no event tells how many.
    pub(super) fn leave_out(&mut self, account: Address, nonce: Slot<U256>) {
        self.nonces.insert((account, nonce.number()));
    }

    /// Is the slot left out?
    pub(super) fn is_left_out(&self, account: Address, slot: U256) -> bool {
        self.nonces.contains(&(account, slot))
    }

    /// The words that the last transaction changed, or wrote anew.
    pub(super) fn changed(&self) -> impl Iterator<Item = (Address, U256)> {
        self.changed.iter().copied()
    }

    /// Every word that fits.
    pub(super) fn all(&self) -> impl Iterator<Item = (Address, U256, U256)> {
        self.entries.iter().filter_map(|((account, slot), entry)| {
            entry.value.map(|value| (*account, *slot, value))
        })
    }

    /// The name of a slot that an event told of.
    pub(super) fn name(&self, account: Address, slot: U256) -> Option<String> {
        Some(self.entries.get(&(account, slot))?.name.to_string())
    }

    /// What is wrong with a word of storage, if anything is: each member that differs.
    pub(super) fn differs(&self, account: Address, slot: U256, found: U256) -> Option<String> {
        let Some(entry) = self.entries.get(&(account, slot)) else {
            let text = || format!("slot {slot:#x}: 0 by the events, {found} in storage");
            return (!found.is_zero()).then(text);
        };
        let name = entry.name;
        let Some(value) = entry.value else {
            return Some(format!("{name}: more by the events than fits, {found} in storage"));
        };
        if value == found {
            return None;
        }
        if entry.fields.is_empty() {
            return Some(format!("{name}: {value} by the events, {found} in storage"));
        }
        let member = |field: &Field| {
            let shift = field.offset.saturating_mul(8);
            let bits = field.bytes.saturating_mul(8);
            let part = |word: U256| low_bits(word.wrapping_shr(shift), bits);
            let (value, found) = (part(value), part(found));
            let text =
                || format!("{name}.{}: {value} by the events, {found} in storage", field.name);
            (value != found).then(text)
        };
        Some(entry.fields.iter().filter_map(member).collect::<Vec<_>>().join("; "))
    }
}

/// Sums and differences that stop at the bounds: an event that was lost must show as a difference, not as a failure.
pub(super) trait Amount: Sized {
    /// So much more.
    fn plus(self, more: U256) -> Self;
    /// So much less.
    fn minus(self, less: U256) -> Self;
}

macro_rules! amounts {
    ($($unit:ident),*) => {$(
        impl Amount for restaking::shares::$unit {
            fn plus(self, more: U256) -> Self {
                Self::new(self.get().saturating_add(more))
            }
            fn minus(self, less: U256) -> Self {
                Self::new(self.get().saturating_sub(less))
            }
        }
    )*};
}
amounts!(Assets, Shares, Magnitude);
