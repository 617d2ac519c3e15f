//! What is fixed at genesis: the code behind the marker.

use alloc::vec::Vec;

use alloy_primitives::Address;
use restaking_host::Failure;

/// The fixed configuration of Slashing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlashingConfig {
    /// Where sets and allocations are looked up.
    pub avs_registry: Address,
    /// Where pauses and quarantines are looked up.
    pub governance: Address,
    /// Which vaults there are.
    pub vault_factory: Address,
}

impl SlashingConfig {
    /// The configuration as code.
    pub fn encode(&self) -> Vec<u8> {
        [self.avs_registry, self.governance, self.vault_factory]
            .iter()
            .flat_map(|address| *address.0)
            .collect()
    }

    /// Reads the configuration out of the code.
    ///
    /// # Errors
    /// An empty revert if genesis wrote something else.
    pub fn decode(code: &[u8]) -> Result<Self, Failure> {
        let (addresses, _) = code.as_chunks::<20>();
        let [avs_registry, governance, vault_factory] = addresses else {
            return Err(Failure::EMPTY_REVERT);
        };
        Ok(Self {
            avs_registry: avs_registry.into(),
            governance: governance.into(),
            vault_factory: vault_factory.into(),
        })
    }
}
