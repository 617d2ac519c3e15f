//! Who stands where: the addresses that names have, the same on every chain and in every run.

use std::collections::HashMap;

use alloy_primitives::{Address, B256, keccak256};
use restaking::{AVS_REGISTRY, GOVERNANCE, Genesis, OPERATOR_REGISTRY, SLASHING, VAULT_FACTORY};

/// Names that stand for the protocol's own accounts.
const FIXED_NAMES: [(&str, Address); 5] = [
    ("FACTORY", VAULT_FACTORY),
    ("SLASHING", SLASHING),
    ("AVS_REGISTRY", AVS_REGISTRY),
    ("GOVERNANCE", GOVERNANCE),
    ("OPERATOR_REGISTRY", OPERATOR_REGISTRY),
];

/// The whole protocol, owned by `OWNER` and guarded by `GUARDIAN`.
pub fn genesis() -> Genesis {
    Genesis::new(actor_address("OWNER"), actor_address("GUARDIAN"))
}

/// The names that nobody can take, with their addresses.
pub const fn fixed_names() -> &'static [(&'static str, Address)] {
    &FIXED_NAMES
}

/// The address of an actor: that of a fixed name, else the last 20 bytes of `keccak256("actor:NAME")`.
pub fn actor_address(name: &str) -> Address {
    let fixed = FIXED_NAMES.iter().find(|(fixed, _)| *fixed == name);
    fixed.map_or_else(|| named("actor", name), |(_, address)| *address)
}

/// The account that deploys one contract, the one of this kind and name, with its nonce 0.
pub fn deployer(kind: &str, name: &str) -> Address {
    named(&format!("deployer:{kind}"), name)
}

/// Where the token of this name stands.
pub fn token_address(name: &str) -> Address {
    deployer("token", name).create(0)
}

/// Where the artifact of this name stands.
pub fn artifact_address(name: &str) -> Address {
    deployer("artifact", name).create(0)
}

/// The salt with which the vault of this name is created.
pub fn vault_salt(name: &str) -> B256 {
    keccak256(name)
}

fn named(kind: &str, name: &str) -> Address {
    Address::from_word(keccak256(format!("{kind}:{name}")))
}

/// Names and addresses, both ways, in the order in which they were entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressBook {
    entries: Vec<(String, Address)>,
    by_name: HashMap<String, usize>,
    by_address: HashMap<Address, usize>,
}

impl AddressBook {
    /// A book that knows the fixed names.
    pub fn with_fixed_names() -> Self {
        let mut book = Self::default();
        for (name, address) in FIXED_NAMES {
            book.insert(name, address);
        }
        book
    }

    /// Enters a name. `false` and nothing done if name or address is taken.
    pub fn insert(&mut self, name: &str, address: Address) -> bool {
        if self.by_name.contains_key(name) || self.by_address.contains_key(&address) {
            return false;
        }
        let index = self.entries.len();
        self.entries.push((name.into(), address));
        self.by_name.insert(name.into(), index);
        self.by_address.insert(address, index);
        true
    }

    /// The address of a name.
    pub fn address(&self, name: &str) -> Option<Address> {
        let index = self.by_name.get(name)?;
        self.entries.get(*index).map(|(_, address)| *address)
    }

    /// The name of an address.
    pub fn name(&self, address: Address) -> Option<&str> {
        let index = self.by_address.get(&address)?;
        self.entries.get(*index).map(|(name, _)| name.as_str())
    }

    /// The name of an address, else its first and last two bytes: `0x1234…abcd`.
    pub fn label(&self, address: Address) -> String {
        self.name(address).map_or_else(|| short(address), Into::into)
    }

    /// Names with their addresses.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Address)> {
        self.entries.iter().map(|(name, address)| (name.as_str(), *address))
    }

    /// Names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(name, _)| name)
    }
}

/// First and last two bytes of an address.
fn short(address: Address) -> String {
    let text = format!("{address:#x}");
    let (head, tail) = (text.get(..6).unwrap_or_default(), text.get(38..).unwrap_or_default());
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actor_address_is_fixed_for_the_protocol_and_hashed_for_others() {
        assert_eq!(actor_address("SLASHING"), SLASHING);
        assert_eq!(actor_address("ALICE"), Address::from_slice(&keccak256("actor:ALICE")[12..]));
        assert_ne!(token_address("USD"), artifact_address("USD"));
    }

    #[test]
    fn address_book_keeps_order_and_answers_both_ways() {
        let mut book = AddressBook::with_fixed_names();
        let alice = actor_address("ALICE");
        assert!(book.insert("ALICE", alice));
        assert!(!book.insert("ALICE", Address::ZERO) && !book.insert("BOB", alice));
        assert_eq!((book.address("ALICE"), book.name(alice)), (Some(alice), Some("ALICE")));
        let names: Vec<_> = book.names().collect();
        let fixed = ["FACTORY", "SLASHING", "AVS_REGISTRY", "GOVERNANCE", "OPERATOR_REGISTRY"];
        assert_eq!(names, [fixed.as_slice(), &["ALICE"]].concat());
    }

    #[test]
    fn address_book_labels_strangers_by_their_ends() {
        let mut book = AddressBook::default();
        let stranger = Address::with_last_byte(0xab);
        assert_eq!(book.label(stranger), "0x0000…00ab");
        book.insert("BOB", stranger);
        assert_eq!(book.label(stranger), "BOB");
    }
}
