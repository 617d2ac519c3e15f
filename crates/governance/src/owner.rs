//! Owner and guardian.

use alloy_primitives::Address;
use restaking_abi::IGovernance::{GuardianSet, OwnershipOffered, OwnershipTransferred};
use restaking_host::Context;

use crate::{
    Answer, GovernanceConfig, GovernanceError, GovernanceStorage, GuardianWord, emit,
    error::require,
};

/// The owner; zero if genesis named none.
///
/// # Errors
/// A halt of the host.
pub fn owner(cx: &mut Context<'_>, config: &GovernanceConfig) -> Answer<Address> {
    let owner = GovernanceStorage::ROOT.owner().read(cx.host)?;
    Ok(if owner.is_zero() { config.owner } else { owner })
}

/// The guardian; zero if there is none.
///
/// # Errors
/// A halt of the host.
pub fn guardian(cx: &mut Context<'_>, config: &GovernanceConfig) -> Answer<Address> {
    let word = GovernanceStorage::ROOT.guardian().read(cx.host)?;
    Ok(if word.is_set { word.guardian } else { config.guardian })
}

/// Offers ownership to `offered`, in place of an earlier offer; zero withdraws it. Nothing changes hands before it is
/// accepted.
///
/// # Errors
/// - `NotOwner`
pub fn transfer_ownership(
    cx: &mut Context<'_>,
    config: &GovernanceConfig,
    offered: Address,
) -> Answer<()> {
    check_owner(cx, config)?;
    GovernanceStorage::ROOT.pending_owner().write(cx.host, offered)?;
    emit(cx, &OwnershipOffered { owner: offered })
}

/// Makes the caller the owner, if ownership was offered to it.
///
/// # Errors
/// - `OwnershipNotOffered`
pub fn accept_ownership(cx: &mut Context<'_>) -> Answer<()> {
    let (caller, slot) = (cx.caller(), GovernanceStorage::ROOT.pending_owner());
    let is_offered = is_in_office(caller, slot.read(cx.host)?);
    require(is_offered, || GovernanceError::OwnershipNotOffered { caller })?;
    slot.write(cx.host, Address::ZERO)?;
    GovernanceStorage::ROOT.owner().write(cx.host, caller)?;
    emit(cx, &OwnershipTransferred { owner: caller })
}

/// Sets the guardian; zero: there is none. Pauses that last go on and end by themselves.
///
/// # Errors
/// - `NotOwner`
pub fn set_guardian(
    cx: &mut Context<'_>,
    config: &GovernanceConfig,
    guardian: Address,
) -> Answer<()> {
    check_owner(cx, config)?;
    let word = GuardianWord { guardian, is_set: true };
    GovernanceStorage::ROOT.guardian().write(cx.host, word)?;
    emit(cx, &GuardianSet { guardian })
}

pub(crate) fn check_owner(cx: &mut Context<'_>, config: &GovernanceConfig) -> Answer<()> {
    let (caller, owner) = (cx.caller(), owner(cx, config)?);
    require(is_in_office(caller, owner), || GovernanceError::NotOwner { caller })
}

pub(crate) fn check_guardian(cx: &mut Context<'_>, config: &GovernanceConfig) -> Answer<()> {
    let (caller, guardian) = (cx.caller(), guardian(cx, config)?);
    require(is_in_office(caller, guardian), || GovernanceError::NotGuardian { caller })
}

/// The zero address is in no office, though a simulated call may come from it.
fn is_in_office(caller: Address, officer: Address) -> bool {
    caller == officer && !officer.is_zero()
}
