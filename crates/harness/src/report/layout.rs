//! Storage of vaults and modules with names: the fixed slots by the layout table, and those of mappings whose keys are
//! known.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, U256, keccak256};
use restaking::host::{Row, low_bits};

use super::amount;
use crate::chain::Write;
use crate::inspect;
use crate::protocol::Module;
use crate::scenario::time;

/// A member of a slot.
#[derive(Debug, Clone)]
struct Member {
    name: String,
    offset: usize,
    bytes: usize,
    solidity: String,
}

/// Most accounts with which mappings from account to account are looked at: their slots are the square of that.
const MOST_PAIRED: usize = 64;

/// The slots of a vault or module whose names are known.
#[derive(Debug, Clone)]
pub struct Layout {
    slots: BTreeMap<U256, Vec<Member>>,
    decimals: u8,
    names: BTreeMap<Address, String>,
}

/// What keys of mappings may be.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// Accounts.
    pub accounts: Vec<(String, Address)>,
    /// Epochs of buckets, ids of escrows, seats, small counts.
    pub numbers: Vec<u64>,
    /// Operator sets: AVS and number in one word.
    pub sets: Vec<(String, B256)>,
    /// Ids of requests.
    pub requests: Vec<B256>,
}

impl Keys {
    /// Keys of a type, with their names. A whole word is a set where sets are known, else an epoch.
    fn of(&self, key_type: &str) -> Vec<(String, B256)> {
        let accounts = || self.accounts.iter().map(|(name, key)| (name.clone(), key.into_word()));
        let numbers = || self.numbers.iter().map(|key| (key.to_string(), U256::from(*key).into()));
        match key_type {
            "address" => accounts().collect(),
            "bytes32" => self.requests.iter().map(|id| (short(*id), *id)).collect(),
            "uint256" if !self.sets.is_empty() => self.sets.clone(),
            _ => numbers().collect(),
        }
    }
}

/// First and last two bytes of a word.
fn short(word: B256) -> String {
    let text = word.to_string();
    let (head, tail) = (text.get(..6).unwrap_or_default(), text.get(62..).unwrap_or_default());
    format!("{head}…{tail}")
}

impl Layout {
    /// The slots of a module; of a vault whose asset has these decimals.
    pub fn of(module: Module, decimals: u8, keys: &Keys) -> Self {
        let names = keys.accounts.iter().map(|(name, address)| (*address, name.clone()));
        let mut layout = Self { slots: BTreeMap::new(), decimals, names: names.collect() };
        layout.add(&inspect::rows(module), U256::ZERO, "", keys);
        layout
    }

    fn add(&mut self, rows: &[Row], base: U256, prefix: &str, keys: &Keys) {
        for row in rows {
            let slot = base.wrapping_add(U256::from(row.slot));
            let name = format!("{prefix}{}", row.name);
            if row.solidity.starts_with("mapping(") {
                self.add_mapping(row, slot, &name, &row.solidity, keys);
            } else if row.members.is_empty() {
                let member = Member {
                    name,
                    offset: row.offset,
                    bytes: row.bytes,
                    solidity: row.solidity.clone(),
                };
                self.slots.entry(slot).or_default().push(member);
            } else {
                self.add(&row.members, slot, &format!("{name}."), keys);
            }
        }
    }

    /// The slots of a mapping under every key that is known.
    fn add_mapping(&mut self, row: &Row, slot: U256, name: &str, solidity: &str, keys: &Keys) {
        let inner = solidity.strip_prefix("mapping(").and_then(|rest| rest.split_once(" => "));
        let Some((key_type, value)) = inner else { return };
        let value = value.strip_suffix(')').unwrap_or(value);
        for (label, key) in keys.of(key_type) {
            let place = U256::from_be_bytes(keccak256([key, slot.into()].concat()).0);
            let name = format!("{name}[{label}]");
            if value.starts_with("mapping(") {
                if key_type == "address" && keys.accounts.len() > MOST_PAIRED {
                    return;
                }
                self.add_mapping(row, place, &name, value, keys);
            } else if row.members.is_empty() {
                let member = Member { name, offset: 0, bytes: 32, solidity: value.to_owned() };
                self.slots.entry(place).or_default().push(member);
            } else {
                self.add(&row.members, place, &format!("{name}."), keys);
            }
        }
    }

    /// What a write changed: one line per member, or the slot in hex.
    pub fn describe(&self, write: &Write) -> Vec<String> {
        let Some(members) = self.slots.get(&write.slot) else {
            return vec![format!("slot {:#x}: {:#x} → {:#x}", write.slot, write.old, write.new)];
        };
        let line = |member: &Member| {
            let read = |word: U256| {
                low_bits(
                    word.wrapping_shr(member.offset.saturating_mul(8)),
                    member.bytes.saturating_mul(8),
                )
            };
            let (old, new) = (read(write.old), read(write.new));
            (old != new).then(|| {
                format!("{}: {} → {}", member.name, self.show(member, old), self.show(member, new))
            })
        };
        members.iter().filter_map(line).collect()
    }

    /// A value with its unit.
    fn show(&self, member: &Member, value: U256) -> String {
        let name = member.name.rsplit('.').next().unwrap_or(&member.name);
        let share_decimals = self.decimals.saturating_add(6);
        match (member.solidity.as_str(), name) {
            ("address", _) => self.account(value),
            (_, "escrow" | "number" | "set" | "previous_set" | "earlier" | "seat") => {
                amount::literal(value)
            }
            (_, "cap" | "commission" | "weight" | "leverage_ceiling") => amount::percent(value),
            ("uint112", _) | ("uint256", "recovery") => {
                format!("{} assets", amount::units(value, self.decimals))
            }
            ("uint144", _) => format!("{} shares", amount::units(value, share_decimals)),
            ("uint96", _) => format!("{} % of the whole at birth", amount::units(value, 25)),
            ("uint40", "first" | "last_epoch") => format!("epoch {value}"),
            (
                "uint64" | "uint40" | "uint32",
                "delay_min" | "delay_max" | "epoch_max" | "cap_window" | "exit_delay_least"
                | "exit_delay_most",
            )
            | ("uint24", _) => time::format_duration(value.saturating_to()),
            ("uint40", _) if value.is_zero() => "never".to_owned(),
            ("uint40", _) => time::format_time(value.saturating_to()),
            ("uint64" | "uint32", "buckets" | "lanes" | "window" | "touched") => {
                format!("{value:#b}")
            }
            ("bool", _) => (!value.is_zero()).to_string(),
            ("uint256", _)
                if member.name.starts_with("balances")
                    || member.name.starts_with("queue.claimed") =>
            {
                format!("{} shares", amount::units(value, share_decimals))
            }
            _ => amount::literal(value),
        }
    }

    /// The account in a slot, by name.
    fn account(&self, word: U256) -> String {
        let address = Address::from_word(word.into());
        self.names.get(&address).cloned().unwrap_or_else(|| address.to_string())
    }
}
