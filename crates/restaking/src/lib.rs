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
//! use alloy_primitives::Address;
//! use restaking::{Genesis, VAULT_FACTORY};
//!
//! let (owner, guardian) = (Address::with_last_byte(1), Address::with_last_byte(2));
//! let accounts = Genesis::new(owner, guardian).accounts();
//! assert_eq!(accounts[0].0, VAULT_FACTORY);
//! assert!(accounts.iter().all(|(_, code)| code[0] == 0xEF));
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod genesis;
mod modules;

pub use genesis::{AVS_REGISTRY, GOVERNANCE, Genesis, OPERATOR_REGISTRY, SLASHING, VAULT_FACTORY};
pub use modules::{
    AVS_REGISTRY_MODULE, FACTORY_MODULE, GOVERNANCE_MODULE, OPERATOR_REGISTRY_MODULE,
    RestakingModules, SLASHING_MODULE, VAULT_MODULE,
};

pub use restaking_abi as abi;
pub use restaking_avs_registry as avs_registry;
pub use restaking_governance as governance;
pub use restaking_host as host;
pub use restaking_operator_registry as operator_registry;
pub use restaking_shares as shares;
pub use restaking_slashing as slashing;
pub use restaking_vault as vault;
pub use restaking_withdrawal_delay as withdrawal_delay;
