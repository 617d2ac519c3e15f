//! The errors of Slashing, one variant per error of `ISlashing`.
#![allow(non_snake_case)] // the fields are named as in Solidity

use alloy_primitives::{Address, B256, U256};
use restaking_abi::ISlashing;
use restaking_host::{Fail, abi_errors};

abi_errors! {
    /// A rule of Slashing was broken.
    pub enum SlashingError for ISlashing {
        #[error("Slashing is already running")]
        Reentered,
        #[error("there is no set {setId} of {avs}")]
        UnknownSet { avs: Address, setId: u32 },
        #[error("{caller} is not the slasher {slasher}")]
        NotSlasher { caller: Address, slasher: Address },
        #[error("filing is paused until {until}")]
        FilingPaused { until: u64 },
        #[error("{avs} is in quarantine until {until}")]
        Quarantined { avs: Address, until: u64 },
        #[error("the resolver {resolver} is not independent")]
        ResolverNotIndependent { resolver: Address },
        #[error("{count} vaults, 1 to {most} are taken")]
        BadVaultCount { count: U256, most: U256 },
        #[error("a fault at {faultTime} has not happened yet")]
        FaultInFuture { faultTime: u64 },
        #[error("a fault at {faultTime} could be filed until {windowEnd}")]
        FaultTooOld { faultTime: u64, windowEnd: u64 },
        #[error("the evidence was filed as {id}")]
        EvidenceUsed { id: B256 },
        #[error("{vault} is named twice")]
        DuplicateVault { vault: Address },
        #[error("{vault} is no vault")]
        UnknownVault { vault: Address },
        #[error("{vault} is no vault of {operator}")]
        NotVaultOfOperator { vault: Address, operator: Address },
        #[error("a fraction of {fraction} is 0 or over 1e18")]
        FractionOutOfRange { fraction: U256 },
        #[error("the set holds or held nothing of {vault}")]
        NothingAllocated { vault: Address },
        #[error("the set holds something of {vault} only since {since}")]
        FaultBeforeMembership { vault: Address, since: u64 },
        #[error("{reserved} of {vault} is over the cap's room of {room}")]
        CapExceeded { vault: Address, reserved: U256, room: U256 },
        #[error("there is no request {id} like this")]
        UnknownRequest { id: B256 },
        #[error("{caller} is not the resolver {resolver}")]
        NotResolver { caller: Address, resolver: Address },
        #[error("{vault} is not in the request")]
        NotInRequest { vault: Address },
        #[error("nothing of {id} is open there")]
        RequestClosed { id: B256 },
        #[error("the request lapsed at {end}")]
        ExecutionWindowOver { end: u64 },
        #[error("the resolver may veto until {end}")]
        VetoWindowOpen { end: u64 },
        #[error("the resolver could veto until {end}")]
        VetoWindowOver { end: u64 },
    }
}

/// What an operation of Slashing answers.
pub type Answer<T> = Result<T, Fail<SlashingError>>;

/// `condition`, or fail with `error`.
pub(crate) fn require(condition: bool, error: impl FnOnce() -> SlashingError) -> Answer<()> {
    if condition { Ok(()) } else { Err(Fail::Error(error())) }
}
