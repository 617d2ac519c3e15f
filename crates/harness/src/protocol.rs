//! The modules of the protocol by name: where they stand, what they can be called for, what their source says of it.

use alloy_json_abi::JsonAbi;
use alloy_primitives::Address;
use restaking::{AVS_REGISTRY, GOVERNANCE, OPERATOR_REGISTRY, SLASHING, VAULT_FACTORY};

/// A module of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Module {
    /// The vault.
    Vault,
    /// The vault factory.
    Factory,
    /// The operator registry.
    OperatorRegistry,
    /// The AVS registry.
    AvsRegistry,
    /// Slashing.
    Slashing,
    /// Governance.
    Governance,
}

impl Module {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Vault,
        Self::Factory,
        Self::OperatorRegistry,
        Self::AvsRegistry,
        Self::Slashing,
        Self::Governance,
    ];

    /// Its name on the command line and in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vault => "vault",
            Self::Factory => "factory",
            Self::OperatorRegistry => "operator-registry",
            Self::AvsRegistry => "avs-registry",
            Self::Slashing => "slashing",
            Self::Governance => "governance",
        }
    }

    /// The module of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|module| module.name() == name)
    }

    /// The module that stands at a fixed address.
    pub fn at(address: Address) -> Option<Self> {
        match address {
            VAULT_FACTORY => Some(Self::Factory),
            OPERATOR_REGISTRY => Some(Self::OperatorRegistry),
            AVS_REGISTRY => Some(Self::AvsRegistry),
            SLASHING => Some(Self::Slashing),
            GOVERNANCE => Some(Self::Governance),
            _ => None,
        }
    }

    /// Its JSON ABI as solc writes it.
    pub const fn json(self) -> &'static str {
        match self {
            Self::Vault => include_str!("../abi/IVault.json"),
            Self::Factory => include_str!("../abi/IVaultFactory.json"),
            Self::OperatorRegistry => include_str!("../abi/IOperatorRegistry.json"),
            Self::AvsRegistry => include_str!("../abi/IAvsRegistry.json"),
            Self::Slashing => include_str!("../abi/ISlashing.json"),
            Self::Governance => include_str!("../abi/IGovernance.json"),
        }
    }

    /// The Solidity interface, with its NatSpec.
    pub const fn source(self) -> &'static str {
        match self {
            Self::Vault => include_str!("../sol/IVault.sol"),
            Self::Factory => include_str!("../sol/IVaultFactory.sol"),
            Self::OperatorRegistry => include_str!("../sol/IOperatorRegistry.sol"),
            Self::AvsRegistry => include_str!("../sol/IAvsRegistry.sol"),
            Self::Slashing => include_str!("../sol/ISlashing.sol"),
            Self::Governance => include_str!("../sol/IGovernance.sol"),
        }
    }

    /// Its ABI.
    ///
    /// # Errors
    /// The embedded file is not what the compiler writes: a bug of this crate.
    pub fn abi(self) -> Result<JsonAbi, String> {
        serde_json::from_str(self.json())
            .map_err(|error| format!("the embedded ABI of {} is broken: {error}", self.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_has_a_name_and_an_abi() {
        for module in Module::ALL {
            assert_eq!(Module::find(module.name()), Some(module));
            assert!(module.abi().unwrap().functions().count() > 3);
            assert!(module.source().contains("interface I"));
        }
        assert_eq!(Module::find("slashin"), None);
    }

    #[test]
    fn at_knows_every_fixed_address() {
        let found: Vec<_> =
            crate::world::fixed_names().iter().filter_map(|(_, at)| Module::at(*at)).collect();
        assert_eq!(found.len(), 5);
        assert_eq!(Module::at(Address::ZERO), None);
    }
}
