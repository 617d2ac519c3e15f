//! What is fixed at the registry's genesis: the code behind its marker.

use alloc::vec::Vec;

use alloy_primitives::Address;
use restaking_host::Failure;

/// The registry's fixed configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperatorRegistryConfig {
    /// The AVS registry, which knows live allocations. Without code there, nobody has any.
    pub avs_registry: Address,
}

impl OperatorRegistryConfig {
    /// The configuration as code.
    pub fn encode(&self) -> Vec<u8> {
        self.avs_registry.to_vec()
    }

    /// Reads the configuration out of the registry's code.
    ///
    /// # Errors
    /// An empty revert if genesis wrote something else.
    pub fn decode(code: &[u8]) -> Result<Self, Failure> {
        let (avs_registry, _) = code.split_first_chunk::<20>().ok_or(Failure::EMPTY_REVERT)?;
        Ok(Self { avs_registry: avs_registry.into() })
    }
}
