//! The one match over the ABI.

use alloy_primitives::Bytes;
use alloy_sol_types::SolCall;
use restaking_abi::IVaultFactory::{self, IVaultFactoryCalls as Calls};
use restaking_host::{Context, Failure, abi};

use super::{
    FactoryConfig, FactoryStorage, create::Bounds, create_vault, vault_address, vaults_of,
};

/// Runs one call of the factory.
///
/// # Errors
/// Revert data as Solidity would give it, or a halt.
pub fn call(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let call = abi::decode::<Calls>(cx)?;
    let config = &FactoryConfig::decode(cx.frame.config)?;
    Ok(match call {
        Calls::createVault(c) => {
            let vault = create_vault(cx, config, c.operator, c.params, c.salt)?;
            IVaultFactory::createVaultCall::abi_encode_returns(&vault)
        }
        Calls::vaultAddress(c) => {
            let vault = vault_address(cx, config, c.operator, c.salt)?;
            IVaultFactory::vaultAddressCall::abi_encode_returns(&vault)
        }
        Calls::isVault(c) => {
            let vault = FactoryStorage::ROOT.vaults().key(cx.host, c.account)?.read(cx.host)?;
            IVaultFactory::isVaultCall::abi_encode_returns(&vault.exists)
        }
        Calls::vaultsOf(c) => {
            let vaults = vaults_of(cx, c.operator)?;
            IVaultFactory::vaultsOfCall::abi_encode_returns(&vaults)
        }
        Calls::exitDelayBounds(_) => {
            let Bounds { exit_delay: (least, most), .. } = Bounds::load(cx, config)?;
            IVaultFactory::exitDelayBoundsCall::abi_encode_returns(
                &IVaultFactory::exitDelayBoundsReturn { least, most },
            )
        }
    }
    .into())
}
