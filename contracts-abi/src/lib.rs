//! The Solidity interfaces of the restaking protocol and their Rust bindings.
//!
//! | file | holds |
//! |---|---|
//! | `sol/*.sol` | the interfaces, the only definition of functions, errors and events |
//! | `json/*.json` | their JSON ABIs, made by solc |
//! | `src/lib.rs` | the bindings, made by `sol!` from the same files |
//!
//! # Invariants
//! - Every interface file is self-contained and has no overloads: `sol!` would drop what comes by `import` or `is`
//!   and rename overloads. A test compares the selectors with solc's.
//!
//! # Example
//! ```
//! use alloy_primitives::U256;
//! use alloy_sol_types::SolCall;
//! use restaking_abi::IVault;
//!
//! let call = IVault::depositCall { assets: U256::from(1), receiver: Default::default() };
//! assert_eq!(call.abi_encode()[..4], IVault::depositCall::SELECTOR);
//! ```
//!
//! A dispatcher is one `match` over the generated call enum; one that forgets a function does not compile:
//! ```compile_fail,E0004
//! use restaking_abi::IVaultFactory::IVaultFactoryCalls as Calls;
//!
//! fn dispatch(call: Calls) -> u8 {
//!     match call {
//!         Calls::createVault(_) => 1,
//!         Calls::vaultAddress(_) => 2,
//!         Calls::isVault(_) => 3,
//!     }
//! }
//! ```
//! With all of them it does:
//! ```
//! use restaking_abi::IVaultFactory::IVaultFactoryCalls as Calls;
//!
//! fn dispatch(call: Calls) -> u8 {
//!     match call {
//!         Calls::createVault(_) => 1,
//!         Calls::vaultAddress(_) => 2,
//!         Calls::isVault(_) => 3,
//!         Calls::exitDelayBounds(_) => 4,
//!         Calls::vaultsOf(_) => 5,
//!     }
//! }
//! # let _ = dispatch;
//! ```
#![no_std]
#![forbid(unsafe_code)]

/// Generated from `sol/IVault.sol`.
#[allow(missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]
mod vault {
    alloy_sol_types::sol!(#![sol(all_derives = true)] "sol/IVault.sol");
}

/// Generated from `sol/IVaultFactory.sol`.
#[allow(missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]
mod vault_factory {
    alloy_sol_types::sol!(#![sol(all_derives = true)] "sol/IVaultFactory.sol");
}

/// Generated from `sol/IOperatorRegistry.sol`.
#[allow(missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]
mod operator_registry {
    alloy_sol_types::sol!(#![sol(all_derives = true)] "sol/IOperatorRegistry.sol");
}

/// Generated from `sol/IAvsRegistry.sol`.
#[allow(missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]
mod avs_registry {
    alloy_sol_types::sol!(#![sol(all_derives = true)] "sol/IAvsRegistry.sol");
}

/// Generated from `sol/IRegistrar.sol`.
#[allow(missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]
mod registrar {
    alloy_sol_types::sol!(#![sol(all_derives = true)] "sol/IRegistrar.sol");
}

/// Generated from `sol/ISlashing.sol`.
#[allow(missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]
mod slashing {
    alloy_sol_types::sol!(#![sol(all_derives = true)] "sol/ISlashing.sol");
}

/// Generated from `sol/IGovernance.sol`.
#[allow(missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]
mod governance {
    alloy_sol_types::sol!(#![sol(all_derives = true)] "sol/IGovernance.sol");
}

pub use avs_registry::IAvsRegistry;
pub use governance::IGovernance;
pub use operator_registry::IOperatorRegistry;
pub use registrar::IRegistrar;
pub use slashing::ISlashing;
pub use vault::IVault;
pub use vault_factory::IVaultFactory;
