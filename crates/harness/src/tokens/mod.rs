//! The token zoo: an ordinary token and those that misbehave, in Solidity and native.
//!
//! | file | holds |
//! |---|---|
//! | `kind.rs` | [`TokenKind`]: the inhabitants and their names |
//! | `artifact.rs` | the Solidity contracts, as compiled |
//! | `abi.rs` | what they can be called for |
//! | `state.rs`, `text.rs` | what they store, slot by slot as in Solidity |
//! | `native.rs` | the native twins: the one match over the ABI |
//! | `ledger.rs`, `hook.rs`, `permit.rs` | what they do |
//! | `modules.rs` | [`HarnessModules`]: the protocol's modules and the native token |
//!
//! # Invariants
//! - twins: the same calls give the Solidity token and its native twin the same outcome, return data, revert data, logs
//!   and storage. Gas differs.

mod abi;
mod artifact;
mod hook;
mod kind;
mod ledger;
mod modules;
mod native;
mod permit;
mod state;
mod text;

pub use abi::{IToken, ITokenExtras};
pub use artifact::ArtifactError;
pub use kind::{TokenKind, UnknownTokenKind};
pub use modules::{HarnessModules, TOKEN_MODULE};

pub(crate) use native::genesis;

use alloy_primitives::Address;

use crate::world;

/// A token to be put on a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenSpec {
    /// Its name in the scenario, which makes its address, and its name on the chain.
    pub name: String,
    /// Its symbol on the chain; the name if there is none.
    pub symbol: Option<String>,
    /// How it behaves.
    pub kind: TokenKind,
    /// Its decimals.
    pub decimals: u8,
}

impl TokenSpec {
    /// A token with 18 decimals.
    pub fn new(name: &str, kind: TokenKind) -> Self {
        Self { name: name.into(), symbol: None, kind, decimals: 18 }
    }

    /// Its symbol on the chain.
    pub fn symbol(&self) -> &str {
        self.symbol.as_deref().unwrap_or(&self.name)
    }

    /// Where it stands, on every chain.
    pub fn address(&self) -> Address {
        world::token_address(&self.name)
    }
}

#[cfg(test)]
mod tests;
