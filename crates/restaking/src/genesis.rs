//! The accounts that a chain starts with.

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, address};
use restaking_avs_registry::AvsRegistryConfig;
use restaking_governance::GovernanceConfig;
use restaking_operator_registry::OperatorRegistryConfig;
use restaking_slashing::SlashingConfig;
use restaking_vault::factory::FactoryConfig;

use crate::{
    AVS_REGISTRY_MODULE, FACTORY_MODULE, GOVERNANCE_MODULE, OPERATOR_REGISTRY_MODULE,
    SLASHING_MODULE, VAULT_MODULE,
};

/// The vault factory.
pub const VAULT_FACTORY: Address = address!("0000000000000000000000000000000000520001");

/// Slashing.
pub const SLASHING: Address = address!("0000000000000000000000000000000000520002");

/// The AVS registry.
pub const AVS_REGISTRY: Address = address!("0000000000000000000000000000000000520003");

/// Governance.
pub const GOVERNANCE: Address = address!("0000000000000000000000000000000000520004");

/// The operator registry.
pub const OPERATOR_REGISTRY: Address = address!("0000000000000000000000000000000000520005");

/// What may differ between chains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Genesis {
    /// The vault factory's configuration.
    pub factory: FactoryConfig,
    /// Governance, if the whole protocol is there.
    pub governance: Option<GovernanceConfig>,
}

impl Genesis {
    /// The whole protocol on a public chain.
    pub const fn new(owner: Address, guardian: Address) -> Self {
        let governance = Some(GovernanceConfig::new(owner, guardian));
        Self { governance, ..Self::vaults_only() }
    }

    /// Vaults alone: Slashing, registries and governance are whatever stands at their addresses, accounts or contracts of
    /// somebody else's. Where a registry has no code, every account is an operator of its own.
    pub const fn vaults_only() -> Self {
        let factory =
            FactoryConfig::new(VAULT_MODULE, OPERATOR_REGISTRY, SLASHING, AVS_REGISTRY, GOVERNANCE);
        Self { factory, governance: None }
    }

    /// Addresses and code of the native accounts. Each has nonce 1, or EIP-161 would wipe it.
    pub fn accounts(&self) -> Vec<(Address, Vec<u8>)> {
        let mut accounts = vec![(VAULT_FACTORY, FACTORY_MODULE.code(&self.factory.encode()))];
        if let Some(governance) = &self.governance {
            accounts.extend(protocol(governance));
        }
        accounts
    }
}

fn protocol(governance: &GovernanceConfig) -> [(Address, Vec<u8>); 4] {
    let operators = OperatorRegistryConfig { avs_registry: AVS_REGISTRY };
    let avss = AvsRegistryConfig {
        operator_registry: OPERATOR_REGISTRY,
        slashing: SLASHING,
        governance: GOVERNANCE,
        vault_factory: VAULT_FACTORY,
    };
    let slashing = SlashingConfig {
        avs_registry: AVS_REGISTRY,
        governance: GOVERNANCE,
        vault_factory: VAULT_FACTORY,
    };
    [
        (OPERATOR_REGISTRY, OPERATOR_REGISTRY_MODULE.code(&operators.encode())),
        (AVS_REGISTRY, AVS_REGISTRY_MODULE.code(&avss.encode())),
        (SLASHING, SLASHING_MODULE.code(&slashing.encode())),
        (GOVERNANCE, GOVERNANCE_MODULE.code(&governance.encode())),
    ]
}
