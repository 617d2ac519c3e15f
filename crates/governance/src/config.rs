//! What is fixed at genesis: the code behind the marker.

use alloc::vec::Vec;

use alloy_primitives::Address;
use restaking_host::Failure;

/// Hard bounds of the exit delay on a public chain, in seconds: 14 and 60 days. A devnet may set less.
const EXIT_DELAY_BOUNDS_SECONDS: (u64, u64) = (14 * 24 * 60 * 60, 60 * 24 * 60 * 60);

/// The fixed configuration of governance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GovernanceConfig {
    /// The owner until ownership is transferred; zero: there is none, ever.
    pub owner: Address,
    /// The guardian until another one is set; zero: there is none.
    pub guardian: Address,
    /// Least exit delay that the owner can ask of new vaults, in seconds.
    pub exit_delay_least: u64,
    /// Greatest exit delay that the owner can allow new vaults, in seconds.
    pub exit_delay_most: u64,
}

impl GovernanceConfig {
    /// Governance with the hard bounds of a public chain.
    pub const fn new(owner: Address, guardian: Address) -> Self {
        let (exit_delay_least, exit_delay_most) = EXIT_DELAY_BOUNDS_SECONDS;
        Self { owner, guardian, exit_delay_least, exit_delay_most }
    }

    /// The configuration as code.
    pub fn encode(&self) -> Vec<u8> {
        [
            self.owner.as_slice(),
            self.guardian.as_slice(),
            &self.exit_delay_least.to_be_bytes(),
            &self.exit_delay_most.to_be_bytes(),
        ]
        .concat()
    }

    /// Reads the configuration out of the code.
    ///
    /// # Errors
    /// An empty revert if genesis wrote something else.
    pub fn decode(code: &[u8]) -> Result<Self, Failure> {
        Self::read(code).ok_or(Failure::EMPTY_REVERT)
    }

    fn read(code: &[u8]) -> Option<Self> {
        let (owner, code) = code.split_first_chunk::<20>()?;
        let (guardian, code) = code.split_first_chunk::<20>()?;
        let (least, code) = code.split_first_chunk()?;
        let (most, _) = code.split_first_chunk()?;
        Some(Self {
            owner: owner.into(),
            guardian: guardian.into(),
            exit_delay_least: u64::from_be_bytes(*least),
            exit_delay_most: u64::from_be_bytes(*most),
        })
    }
}
