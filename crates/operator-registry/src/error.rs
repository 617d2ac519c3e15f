//! The errors of the operator registry, one variant per error of `IOperatorRegistry`.

use alloy_primitives::{Address, U256};
use restaking_abi::IOperatorRegistry;
use restaking_host::{Fail, abi_errors};

abi_errors! {
    /// A rule of the operator registry was broken.
    pub enum OperatorRegistryError for IOperatorRegistry {
        #[error("{caller} may not do this for the operator {operator}")]
        NotController { caller: Address, operator: Address },
        #[error("the operator {operator} is registered")]
        AlreadyRegistered { operator: Address },
        #[error("{account} is not a registered operator")]
        NotOperator { account: Address },
        #[error("the signature held until {deadline}")]
        SignatureExpired { deadline: U256 },
        #[error("who controls the operator {operator} did not sign this")]
        SignatureMismatch { operator: Address },
        #[error("a commission of {commission} is more than 1e18")]
        CommissionOutOfRange { commission: U256 },
        #[error("the operator {operator} has live allocations")]
        AllocationsLive { operator: Address },
        #[error("control of the operator {operator} was not offered to {caller}")]
        ControlNotOffered { caller: Address, operator: Address },
    }
}

/// What an operation of the operator registry answers.
pub type Answer<T> = Result<T, Fail<OperatorRegistryError>>;

/// `condition`, or fail with `error`.
pub(crate) fn require(
    condition: bool,
    error: impl FnOnce() -> OperatorRegistryError,
) -> Answer<()> {
    if condition { Ok(()) } else { Err(Fail::Error(error())) }
}
