//! Restaking protocol modules as native contracts: the module table, the addresses, genesis. No logic.
//!
//! | file | holds |
//! |---|---|
//! | `modules.rs` | [`RestakingModules`]: which module id runs which entry point |
//! | `genesis.rs` | [`Genesis`]: which accounts a chain starts with |
//!
//! # Invariants
//! - A module id, once published, names the same module for ever: it is in the code of every instance.
//!
//! # Differences
//! - From a set of proxies: which code an account runs is fixed by its marker; nobody can upgrade it under its users.
//!
//! # Example
//! ```
//! use restaking::{Genesis, VAULT_FACTORY};
//!
//! let genesis = Genesis::default();
//! let [(address, code)] = genesis.accounts();
//! assert_eq!(address, VAULT_FACTORY);
//! assert_eq!(code[0], 0xEF);
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod genesis;
mod modules;

pub use genesis::{AVS_REGISTRY, GOVERNANCE, Genesis, SLASHING, VAULT_FACTORY};
pub use modules::{FACTORY_MODULE, RestakingModules, VAULT_MODULE};

pub use restaking_abi as abi;
pub use restaking_host as host;
pub use restaking_shares as shares;
pub use restaking_vault as vault;
pub use restaking_withdrawal_delay as withdrawal_delay;
