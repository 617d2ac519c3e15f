//! Who is registered for a set: joining, leaving, ejecting.

use alloy_primitives::{Address, Bytes};
use restaking_abi::{IAvsRegistry as Abi, IGovernance, IOperatorRegistry, IVaultFactory};
use restaking_host::{Context, Fail, abi};

use crate::{
    Answer, AvsRegistryConfig, AvsRegistryError as Error, AvsRegistryStorage, MemberWord, SetKey,
    SetWord, admission, allocation::Allocation, authority, avs, emit, registrar, require, set::Set,
};

/// Registers the operator for a set.
///
/// # Errors
/// - `NotOperator`, `UnknownSet`, `Quarantined`, `AlreadyRegistered`, `OperatorCapReached`
/// - `ResolverNotIndependent`: the operator is the resolver of a set that redistributes
/// - `NotApproved`, or what the registrar reverts with
pub fn register(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    operator: Address,
    key: SetKey,
    data: Bytes,
) -> Answer<()> {
    authority::check(cx, config, operator)?;
    join(cx, config, operator, key, data)
}

/// As [`register`], for an operator whose right to act was checked.
pub(crate) fn join(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    operator: Address,
    key: SetKey,
    data: Bytes,
) -> Answer<()> {
    let set = Set::load(cx, key)?;
    let (avs, id) = (key.avs(), key.id());
    check_quarantine(cx, config, avs)?;
    let slot = AvsRegistryStorage::ROOT.members().key(cx.host, key)?.key(cx.host, operator)?;
    let member = slot.read(cx.host)?;
    require(!member.is_registered, || Error::AlreadyRegistered { operator })?;
    let terms = set.terms(cx)?;
    let head = set.place.head().read(cx.host)?;
    let cap = terms.limits(cx)?.operator_cap;
    require(cap == 0 || head.operators < cap, || Error::OperatorCapReached { cap })?;
    let resolver = terms.rules.resolver;
    let is_independent = !set.is_redistributing() || resolver != operator;
    require(is_independent, || Error::ResolverNotIndependent { resolver })?;

    let operators = head.operators.saturating_add(1);
    if member.is_listed {
        slot.write(cx.host, MemberWord { is_registered: true, ..member })?;
        set.place.head().write(cx.host, SetWord { operators, ..head })?;
    } else {
        let last_set = AvsRegistryStorage::ROOT.last_sets().key(cx.host, operator)?;
        let listed = MemberWord {
            previous_operator: head.last_operator,
            previous_set: last_set.read(cx.host)?,
            is_registered: true,
            is_listed: true,
        };
        slot.write(cx.host, listed)?;
        last_set.write(cx.host, set.number())?;
        set.place.head().write(cx.host, SetWord { operators, last_operator: operator, ..head })?;
    }
    emit(cx, &Abi::OperatorRegistered { operator, avs, id })?;
    admission::admit(cx, &terms, operator, key, data)
}

fn check_quarantine(cx: &mut Context<'_>, config: &AvsRegistryConfig, avs: Address) -> Answer<()> {
    let blocks = abi::view(cx, config.governance, &IGovernance::allocationBlocksCall { avs })?;
    let until = blocks.quarantinedUntil;
    require(until == 0, || Error::Quarantined { avs, until })
}

/// Leaves a set. All that it holds of the operator's vaults goes down to 0; nobody can refuse.
///
/// # Errors
/// - `UnknownSet`, `NotRegistered`, `NotOperator`
/// - `InsufficientGas`: the registrar could be starved
pub fn deregister(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    operator: Address,
    key: SetKey,
) -> Answer<()> {
    let set = Set::load(cx, key)?;
    check_registered(cx, operator, key)?;
    check_may_leave(cx, config, operator)?;
    leave(cx, config, operator, &set, false)
}

/// A retired operator may still leave: then who controls it decides.
fn check_may_leave(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    operator: Address,
) -> Answer<()> {
    let refused = match authority::check(cx, config, operator) {
        Err(Fail::Error(error)) => error,
        answer => return answer,
    };
    let call = IOperatorRegistry::controllerOfCall { operator };
    let controller = abi::view(cx, config.operator_registry, &call)?;
    require(cx.caller() == controller, || refused)
}

/// Ejects an operator from a set.
///
/// # Errors
/// - `UnknownSet`, `NotAdmin`, `NotRegistered`
/// - `InsufficientGas`: the registrar could be starved
pub fn eject(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    operator: Address,
    key: SetKey,
) -> Answer<()> {
    let set = Set::load(cx, key)?;
    avs::check_admin(cx, key.avs())?;
    check_registered(cx, operator, key)?;
    leave(cx, config, operator, &set, true)
}

/// # Errors
/// - `NotRegistered`
pub(crate) fn check_registered(cx: &mut Context<'_>, operator: Address, key: SetKey) -> Answer<()> {
    let is_registered = is_registered(cx, operator, key)?;
    require(is_registered, || Error::NotRegistered { operator })
}

/// Is `operator` registered for the set?
pub(crate) fn is_registered(cx: &mut Context<'_>, operator: Address, key: SetKey) -> Answer<bool> {
    let slot = AvsRegistryStorage::ROOT.members().key(cx.host, key)?.key(cx.host, operator)?;
    Ok(slot.read(cx.host)?.is_registered)
}

/// At most 32 vaults are told to the set's allocations; then the registrar.
fn leave(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    operator: Address,
    set: &Set,
    is_ejected: bool,
) -> Answer<()> {
    let key = set.key;
    let slot = AvsRegistryStorage::ROOT.members().key(cx.host, key)?.key(cx.host, operator)?;
    let member = slot.read(cx.host)?;
    slot.write(cx.host, MemberWord { is_registered: false, ..member })?;
    let head = set.place.head().read(cx.host)?;
    let operators = head.operators.saturating_sub(1);
    set.place.head().write(cx.host, SetWord { operators, ..head })?;
    let (avs, id) = (key.avs(), key.id());
    emit(cx, &Abi::OperatorDeregistered { operator, avs, id, isEjected: is_ejected })?;
    for vault in vaults_of(cx, config, operator)? {
        let mut allocation = Allocation::load(cx, vault, set)?;
        allocation.settle(cx, config, set)?;
        allocation.announce_exit(cx)?;
        allocation.store(cx)?;
    }
    registrar::tell(cx, set, operator)
}

/// The vaults of an operator, at most 32.
pub(crate) fn vaults_of(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    operator: Address,
) -> Answer<alloc::vec::Vec<Address>> {
    abi::view(cx, config.vault_factory, &IVaultFactory::vaultsOfCall { operator })
}
