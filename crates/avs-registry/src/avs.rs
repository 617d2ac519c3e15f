//! AVSs and their admins.

use alloc::string::String;

use alloy_primitives::Address;
use restaking_abi::IAvsRegistry as Abi;
use restaking_host::Context;

use crate::{Answer, AvsRegistryError, AvsRegistryStorage, emit, require};

/// Registers the caller as an AVS.
///
/// # Errors
/// - `AvsExists`
pub fn register_avs(cx: &mut Context<'_>, metadata_uri: String) -> Answer<()> {
    let avs = cx.caller();
    let slot = AvsRegistryStorage::ROOT.avss().key(cx.host, avs)?;
    let exists = slot.read(cx.host)?;
    require(!exists, || AvsRegistryError::AvsExists { avs })?;
    slot.write(cx.host, true)?;
    emit(cx, &Abi::AvsRegistered { avs, metadataURI: metadata_uri })
}

/// Moves the description of an AVS.
///
/// # Errors
/// - `UnknownAvs`, `NotAdmin`
pub fn update_avs_metadata(cx: &mut Context<'_>, avs: Address, metadata_uri: String) -> Answer<()> {
    check_admin(cx, avs)?;
    emit(cx, &Abi::AvsMetadataUpdated { avs, metadataURI: metadata_uri })
}

/// Lets `admin` act for the AVS, or no longer.
///
/// # Errors
/// - `UnknownAvs`, `NotAdmin`
pub fn set_admin(cx: &mut Context<'_>, avs: Address, admin: Address, is_admin: bool) -> Answer<()> {
    check_admin(cx, avs)?;
    AvsRegistryStorage::ROOT
        .admins()
        .key(cx.host, avs)?
        .key(cx.host, admin)?
        .write(cx.host, is_admin)?;
    emit(cx, &Abi::AdminSet { avs, admin, isAdmin: is_admin })
}

/// May `account` act for `avs`? The AVS itself always may.
///
/// # Errors
/// A halt of the host.
pub fn is_admin(cx: &mut Context<'_>, avs: Address, account: Address) -> Answer<bool> {
    if account == avs {
        return is_avs(cx, avs);
    }
    let slot = AvsRegistryStorage::ROOT.admins().key(cx.host, avs)?.key(cx.host, account)?;
    Ok(slot.read(cx.host)?)
}

/// Is `account` an AVS?
///
/// # Errors
/// A halt of the host.
pub fn is_avs(cx: &mut Context<'_>, account: Address) -> Answer<bool> {
    Ok(AvsRegistryStorage::ROOT.avss().key(cx.host, account)?.read(cx.host)?)
}

/// # Errors
/// - `UnknownAvs`, `NotAdmin`
pub(crate) fn check_admin(cx: &mut Context<'_>, avs: Address) -> Answer<()> {
    let caller = cx.caller();
    let exists = is_avs(cx, avs)?;
    require(exists, || AvsRegistryError::UnknownAvs { avs })?;
    let is_admin = is_admin(cx, avs, caller)?;
    require(is_admin, || AvsRegistryError::NotAdmin { caller, avs })
}
