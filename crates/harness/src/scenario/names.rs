//! Names and what they stand for.

use std::collections::BTreeMap;

use restaking::vault::BURN_ADDRESS;

use crate::protocol::Module;
use crate::world::{self, AddressBook};

use super::model::Party;
use super::source::{Span, Trouble};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    /// An account without code.
    Account,
    /// A module of the protocol, at its fixed address.
    Module(Module),
    /// An artifact, by index.
    Artifact(usize),
    /// A token, by index.
    Token(usize),
    /// A vault, by index.
    Vault(usize),
    /// A crowd, by index, with so many members.
    Crowd(usize, usize),
    /// An operator set, by index: a name for two arguments, the AVS and its number.
    Set(usize),
}

/// Every name of a scenario.
#[derive(Debug, Clone)]
pub struct Names {
    entities: BTreeMap<String, Entity>,
}

/// The zero address.
const ZERO: &str = "ZERO";

/// Where burned assets go.
const BURN: &str = "BURN";

impl Default for Names {
    fn default() -> Self {
        let entity = |address| Module::at(address).map_or(Entity::Account, Entity::Module);
        let fixed = world::fixed_names().iter().map(|(name, address)| (*name, entity(*address)));
        let accounts = [ZERO, BURN].into_iter().chain(Self::OFFICES);
        let accounts = accounts.map(|name| (name, Entity::Account));
        let all = fixed.chain(accounts).map(|(name, entity)| (name.to_owned(), entity));
        Self { entities: all.collect() }
    }
}

impl Names {
    /// Governance's owner and guardian: always there; `[actors]` may name them once more.
    pub const OFFICES: [&'static str; 2] = ["OWNER", "GUARDIAN"];

    /// A book with the addresses of all names that do not depend on a chain.
    pub fn book() -> AddressBook {
        let mut book = AddressBook::with_fixed_names();
        book.insert(ZERO, alloy_primitives::Address::ZERO);
        book.insert(BURN, BURN_ADDRESS);
        for name in Self::OFFICES {
            book.insert(name, world::actor_address(name));
        }
        book
    }

    /// Enters a name.
    ///
    /// # Errors
    /// It is taken, or has characters that a name cannot have.
    pub(crate) fn define(&mut self, name: &str, entity: Entity, span: Span) -> Result<(), Trouble> {
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        if !is_name {
            let message = format!(
                "`{name}` is no name: a name has letters, digits, `_` and `-`, and begins with a letter"
            );
            return Err(Trouble::new(span, message));
        }
        let is_office = entity == Entity::Account && Self::OFFICES.contains(&name);
        if self.entities.contains_key(name) && !is_office {
            return Err(Trouble::new(span, format!("the name `{name}` is taken")));
        }
        self.entities.insert(name.to_owned(), entity);
        Ok(())
    }

    /// What a name stands for; members of crowds are accounts.
    pub fn find(&self, name: &str) -> Option<Entity> {
        let entity = self.entities.get(name).copied();
        entity.or_else(|| self.member(name).map(|_| Entity::Account))
    }

    /// Crowd and number of a member such as `STAKERS-7`.
    fn member(&self, name: &str) -> Option<(&str, usize)> {
        let (crowd, number) = name.rsplit_once('-')?;
        let (crowd, entity) = self.entities.get_key_value(crowd)?;
        let number: usize = number.parse().ok().filter(|_| !number.starts_with(['0', '+']))?;
        match entity {
            Entity::Crowd(_, count) if number <= *count => Some((crowd, number)),
            _ => None,
        }
    }

    /// The name of a token.
    pub(crate) fn token(&self, index: usize) -> Option<&str> {
        let mut all = self.entities.iter();
        all.find(|(_, entity)| **entity == Entity::Token(index)).map(|(name, _)| name.as_str())
    }

    /// Names that begin like none of the protocol's, for suggestions.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.entities.keys().map(String::as_str)
    }

    /// A name that stands for one address.
    ///
    /// # Errors
    /// There is no such name, or it is a crowd.
    pub(crate) fn address(&self, name: &str, span: Span) -> Result<Entity, Trouble> {
        match self.find(name) {
            Some(Entity::Crowd(_, count)) => {
                let message =
                    format!("`{name}` is a crowd of {count}: name one member, such as `{name}-1`");
                Err(Trouble::new(span, message))
            }
            Some(Entity::Set(_)) => {
                let message = format!(
                    "`{name}` is an operator set, which has no address: name it in `set` or where AVS and id stand"
                );
                Err(Trouble::new(span, message))
            }
            Some(entity) => Ok(entity),
            None => Err(Trouble::unknown(span, "name", name, self.all())),
        }
    }

    /// Who sends transactions: an account, a crowd, or members of one as in `STAKERS-1..100`.
    ///
    /// # Errors
    /// There is no such name, or it has code and cannot send transactions.
    pub(crate) fn party(&self, text: &str, span: Span) -> Result<Party, Trouble> {
        if let Some((first, last)) = text.split_once("..") {
            return self.members(text, first, last, span);
        }
        match self.find(text) {
            Some(Entity::Crowd(_, count)) => {
                Ok(Party::Members { crowd: text.to_owned(), first: 1, last: count })
            }
            Some(Entity::Account) if text != ZERO && text != BURN => {
                Ok(Party::One(text.to_owned()))
            }
            Some(Entity::Module(_)) => Ok(Party::One(text.to_owned())),
            Some(_) => {
                let message = format!(
                    "`{text}` cannot send transactions: only actors, crowds and the protocol's accounts can"
                );
                Err(Trouble::new(span, message))
            }
            None => Err(Trouble::unknown(span, "name", text, self.all())),
        }
    }

    fn members(&self, text: &str, first: &str, last: &str, span: Span) -> Result<Party, Trouble> {
        let (crowd, first) = self.member(first).ok_or_else(|| {
            Trouble::new(
                span,
                format!("`{first}` in `{text}` is no member of a crowd, such as `CROWD-1`"),
            )
        })?;
        let end = self.member(&format!("{crowd}-{last}")).filter(|(_, last)| first <= *last);
        let (_, last) = end.ok_or_else(|| {
            Trouble::new(span, format!("`{text}` does not end with a later member of the crowd"))
        })?;
        Ok(Party::Members { crowd: crowd.to_owned(), first, last })
    }
}
