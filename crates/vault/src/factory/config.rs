//! What is fixed at the factory's genesis: the code behind its marker.

use alloc::vec::Vec;

use alloy_primitives::Address;
use restaking_host::{Failure, ModuleId};

/// Hard bounds of the exit delay on a public chain, in seconds: 14 and 60 days. A devnet may set less.
const EXIT_DELAY_BOUNDS_SECONDS: (u64, u64) = (14 * 24 * 60 * 60, 60 * 24 * 60 * 60);

/// The factory's fixed configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactoryConfig {
    /// The module that its instances run.
    pub vault_module: ModuleId,
    /// Who may act for operators.
    pub operator_registry: Address,
    /// Slashing, for the vaults that it creates.
    pub slashing: Address,
    /// The AVS registry, for the vaults that it creates.
    pub avs_registry: Address,
    /// Governance, for the vaults that it creates.
    pub governance: Address,
    /// Least exit delay, in seconds.
    pub exit_delay_min: u64,
    /// Greatest exit delay, in seconds.
    pub exit_delay_max: u64,
}

impl FactoryConfig {
    /// A factory with the bounds of a public chain.
    pub const fn new(
        vault_module: ModuleId,
        operator_registry: Address,
        slashing: Address,
        avs_registry: Address,
        governance: Address,
    ) -> Self {
        let (exit_delay_min, exit_delay_max) = EXIT_DELAY_BOUNDS_SECONDS;
        Self {
            vault_module,
            operator_registry,
            slashing,
            avs_registry,
            governance,
            exit_delay_min,
            exit_delay_max,
        }
    }

    /// The configuration as code.
    pub fn encode(&self) -> Vec<u8> {
        [
            self.vault_module.0.to_be_bytes().as_slice(),
            self.operator_registry.as_slice(),
            self.slashing.as_slice(),
            self.avs_registry.as_slice(),
            self.governance.as_slice(),
            &self.exit_delay_min.to_be_bytes(),
            &self.exit_delay_max.to_be_bytes(),
        ]
        .concat()
    }

    /// Reads the configuration out of the factory's code.
    ///
    /// # Errors
    /// An empty revert if genesis wrote something else.
    pub fn decode(code: &[u8]) -> Result<Self, Failure> {
        Self::read(code).ok_or(Failure::EMPTY_REVERT)
    }

    fn read(code: &[u8]) -> Option<Self> {
        let (module, code) = code.split_first_chunk()?;
        let (operator_registry, code) = code.split_first_chunk::<20>()?;
        let (slashing, code) = code.split_first_chunk::<20>()?;
        let (avs_registry, code) = code.split_first_chunk::<20>()?;
        let (governance, code) = code.split_first_chunk::<20>()?;
        let (least, code) = code.split_first_chunk()?;
        let (most, _) = code.split_first_chunk()?;
        Some(Self {
            vault_module: ModuleId(u16::from_be_bytes(*module)),
            operator_registry: operator_registry.into(),
            slashing: slashing.into(),
            avs_registry: avs_registry.into(),
            governance: governance.into(),
            exit_delay_min: u64::from_be_bytes(*least),
            exit_delay_max: u64::from_be_bytes(*most),
        })
    }
}
