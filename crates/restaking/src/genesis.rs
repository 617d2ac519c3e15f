//! The accounts that a chain starts with.

use alloc::vec::Vec;

use alloy_primitives::{Address, address};
use restaking_vault::factory::FactoryConfig;

use crate::{FACTORY_MODULE, VAULT_MODULE};

/// The vault factory.
pub const VAULT_FACTORY: Address = address!("0000000000000000000000000000000000520001");

/// Where slashing stands.
pub const SLASHING: Address = address!("0000000000000000000000000000000000520002");

/// Where the AVS registry stands.
pub const AVS_REGISTRY: Address = address!("0000000000000000000000000000000000520003");

/// Where governance stands.
pub const GOVERNANCE: Address = address!("0000000000000000000000000000000000520004");

/// What may differ between chains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Genesis {
    /// The vault factory's configuration.
    pub factory: FactoryConfig,
}

impl Default for Genesis {
    /// A public chain, with slashing, AVS registry and governance at their own addresses.
    fn default() -> Self {
        Self { factory: FactoryConfig::new(VAULT_MODULE, SLASHING, AVS_REGISTRY, GOVERNANCE) }
    }
}

impl Genesis {
    /// Addresses and code of the native accounts. Each has nonce 1, or EIP-161 would wipe it.
    pub fn accounts(&self) -> [(Address, Vec<u8>); 1] {
        [(VAULT_FACTORY, FACTORY_MODULE.code(&self.factory.encode()))]
    }
}
