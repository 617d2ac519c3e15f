//! The errors of the factory, one variant per error of `IVaultFactory`.
#![allow(non_snake_case)] // the fields are named as in Solidity

use alloy_primitives::{Address, U256};
use restaking_abi::IVaultFactory;
use restaking_host::abi_errors;

abi_errors! {
    /// A rule of the factory was broken.
    pub enum FactoryError for IVaultFactory {
        #[error("{caller} is not the operator")]
        NotOperator { caller: Address },
        #[error("the asset {asset} has no code")]
        AssetWithoutCode { asset: Address },
        #[error("an exit delay of {exitDelay} s is not between {least} s and {most} s")]
        DelayOutOfRange { exitDelay: u64, least: u64, most: u64 },
        #[error("an epoch of {epochLength} s is shorter than {least} s")]
        EpochTooShort { epochLength: u64, least: u64 },
        #[error("an epoch of {epochLength} s is longer than {most} s")]
        EpochTooLong { epochLength: u64, most: u64 },
        #[error("a leverage limit of {leverageLimit} is out of bounds")]
        LeverageOutOfRange { leverageLimit: U256 },
        #[error("a slash cap of {slashCap} in {window} s is not between 1 and 1e18, or has no window")]
        SlashCapOutOfRange { slashCap: U256, window: u64 },
        #[error("{maxRedistributable} is more than the whole")]
        RedistributableOutOfRange { maxRedistributable: U256 },
        #[error("a deposit cap of {depositCap} is more than a vault can account for")]
        DepositCapOutOfRange { depositCap: U256 },
        #[error("a text of {length} bytes is empty or longer than {most}")]
        TextOutOfRange { length: U256, most: U256 },
        #[error("{decimals} decimals are too many for six more")]
        DecimalsOutOfRange { decimals: u8 },
        #[error("the operator has used this salt for {vault}")]
        VaultExists { vault: Address },
        #[error("{operator} has {most} vaults already")]
        TooManyVaults { operator: Address, most: U256 },
    }
}
