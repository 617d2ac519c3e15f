//! The errors of governance, one variant per error of `IGovernance`.
#![allow(non_snake_case)] // the fields are named as in Solidity

use alloy_primitives::{Address, U256};
use restaking_abi::IGovernance;
use restaking_host::{Fail, abi_errors};

abi_errors! {
    /// A rule of governance was broken.
    pub enum GovernanceError for IGovernance {
        #[error("{caller} is not the owner")]
        NotOwner { caller: Address },
        #[error("{caller} is not the guardian")]
        NotGuardian { caller: Address },
        #[error("ownership was not offered to {caller}")]
        OwnershipNotOffered { caller: Address },
        #[error("exit delay bounds of {least} s and {most} s are beyond the hard ones, or the wrong way round")]
        ExitDelayBoundsOutOfRange { least: u64, most: u64 },
        #[error("a leverage ceiling of {ceiling} is not between 1e18 and 16e18")]
        LeverageCeilingOutOfRange { ceiling: U256 },
        #[error("a pause of {duration} s is empty or longer than {most} s")]
        PauseTooLong { duration: u64, most: u64 },
        #[error("the last pause lasts until {until}")]
        PauseActive { until: u64 },
        #[error("the cooldown after the last pause lasts until {until}")]
        PauseCooldown { until: u64 },
        #[error("nothing is paused")]
        NotPaused,
    }
}

/// What an operation of governance answers.
pub type Answer<T> = Result<T, Fail<GovernanceError>>;

/// `condition`, or fail with `error`.
pub(crate) fn require(condition: bool, error: impl FnOnce() -> GovernanceError) -> Answer<()> {
    if condition { Ok(()) } else { Err(Fail::Error(error())) }
}
