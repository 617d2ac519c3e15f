//! The errors of the registry, one variant per error of `IAvsRegistry`.
#![allow(non_snake_case)] // the fields are named as in Solidity

use alloy_primitives::{Address, U256};
use restaking_abi::IAvsRegistry;
use restaking_host::{Fail, abi_errors};

abi_errors! {
    /// A rule of the AVS registry was broken.
    pub enum AvsRegistryError for IAvsRegistry {
        #[error("the registry is already running")]
        Reentered,
        #[error("{avs} is an AVS")]
        AvsExists { avs: Address },
        #[error("{avs} is no AVS")]
        UnknownAvs { avs: Address },
        #[error("{caller} is no admin of {avs}")]
        NotAdmin { caller: Address, avs: Address },
        #[error("set {id} of {avs} exists")]
        SetExists { avs: Address, id: u32 },
        #[error("there is no set {id} of {avs}")]
        UnknownSet { avs: Address, id: u32 },
        #[error("the set has no slasher")]
        SlasherMissing,
        #[error("windows of {vetoWindow} s, {executionWindow} s and {escrowDelay} s do not fit the mode or 7 days")]
        WindowsOutOfRange { vetoWindow: u64, executionWindow: u64, escrowDelay: u64 },
        #[error("a fault window of {faultWindow} s is 0 or over {most} s")]
        FaultWindowOutOfRange { faultWindow: u64, most: u64 },
        #[error("a cap of {cap} in {capWindow} s is out of range")]
        CapOutOfRange { cap: U256, capWindow: u64 },
        #[error("a minimum weight of {minimumWeight} is out of range")]
        MinimumWeightOutOfRange { minimumWeight: U256 },
        #[error("admission {admission} with gate {gate} is none of the three")]
        AdmissionOutOfRange { admission: u8, gate: Address },
        #[error("{count} assets, 1 to {most} are accepted")]
        AssetCountOutOfRange { count: U256, most: U256 },
        #[error("the asset {token} is named twice or its weight of {weight} is out of range")]
        AssetOutOfRange { token: Address, weight: U256 },
        #[error("the resolver {resolver} is not independent")]
        ResolverNotIndependent { resolver: Address },
        #[error("an escrow delay of {escrowDelay} s is under {least} s")]
        EscrowDelayTooShort { escrowDelay: u64, least: u64 },
        #[error("the last change of terms matters until {until}")]
        TermsChangePending { until: u64 },
        #[error("a vault of {token} that the set served would be excluded")]
        ServedVaultExcluded { token: Address },
        #[error("{caller} is not the recipient {recipient}")]
        NotRecipient { caller: Address, recipient: Address },
        #[error("{caller} may not act for {operator}, or that is no operator")]
        NotOperator { caller: Address, operator: Address },
        #[error("the deadline {deadline} has passed")]
        SignatureExpired { deadline: U256 },
        #[error("the signature is not that of {signer}")]
        SignatureMismatch { signer: Address },
        #[error("{avs} is in quarantine until {until}")]
        Quarantined { avs: Address, until: u64 },
        #[error("{operator} is registered")]
        AlreadyRegistered { operator: Address },
        #[error("the set takes {cap} operators")]
        OperatorCapReached { cap: u32 },
        #[error("{approver} did not approve")]
        NotApproved { approver: Address },
        #[error("{operator} is not registered")]
        NotRegistered { operator: Address },
        #[error("{left} gas left, {needed} needed")]
        InsufficientGas { left: U256, needed: U256 },
        #[error("{vault} is no vault")]
        UnknownVault { vault: Address },
        #[error("a change is pending, due at {due}")]
        ChangePending { due: u64 },
        #[error("the set holds {magnitude}")]
        NoChange { magnitude: U256 },
        #[error("increases are paused until {until}")]
        AllocationsPaused { until: u64 },
        #[error("the set does not accept {token}")]
        AssetNotAccepted { token: Address },
        #[error("the set does not accept a leverage limit of {leverageLimit}")]
        LeverageNotAccepted { leverageLimit: U256 },
        #[error("a fault window of {faultWindow} s is too long for an exit delay of {exitDelay} s")]
        FaultWindowTooLong { faultWindow: u64, exitDelay: u64 },
        #[error("{magnitude} is more than the {whole} left")]
        MagnitudeExceeded { magnitude: U256, whole: U256 },
        #[error("{promised} would be promised, {most} may be")]
        LeverageExceeded { promised: U256, most: U256 },
        #[error("{promised} would be promised to redistributing sets, {most} may be")]
        RedistributionLimit { promised: U256, most: U256 },
        #[error("all seats of {vault} are taken")]
        TooManySets { vault: Address },
        #[error("{caller} is not Slashing")]
        NotSlashing { caller: Address },
    }
}

/// What an operation of the registry answers.
pub type Answer<T> = Result<T, Fail<AvsRegistryError>>;

/// `condition`, or fail with `error`.
pub(crate) fn require(condition: bool, error: impl FnOnce() -> AvsRegistryError) -> Answer<()> {
    if condition { Ok(()) } else { Err(Fail::Error(error())) }
}
