//! What is fixed at the registry's genesis: the code behind its marker.

use alloc::vec::Vec;

use alloy_primitives::Address;
use restaking_host::Failure;

/// The AVS registry's fixed configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AvsRegistryConfig {
    /// Where operators are looked up.
    pub operator_registry: Address,
    /// Who takes.
    pub slashing: Address,
    /// Where pauses and quarantines are looked up.
    pub governance: Address,
    /// Which vaults there are.
    pub vault_factory: Address,
}

impl AvsRegistryConfig {
    /// The configuration as code.
    pub fn encode(&self) -> Vec<u8> {
        [self.operator_registry, self.slashing, self.governance, self.vault_factory]
            .iter()
            .flat_map(|address| *address.0)
            .collect()
    }

    /// Reads the configuration out of the registry's code.
    ///
    /// # Errors
    /// An empty revert if genesis wrote something else.
    pub fn decode(code: &[u8]) -> Result<Self, Failure> {
        let (addresses, _) = code.as_chunks::<20>();
        let [operator_registry, slashing, governance, vault_factory] = addresses else {
            return Err(Failure::EMPTY_REVERT);
        };
        Ok(Self {
            operator_registry: operator_registry.into(),
            slashing: slashing.into(),
            governance: governance.into(),
            vault_factory: vault_factory.into(),
        })
    }
}
