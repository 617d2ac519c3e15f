//! Lists and allocations, as if due changes had just been completed.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use restaking_abi::IAvsRegistry::{self as Abi, SetId};
use restaking_host::Context;

use crate::{
    Answer, AvsRegistryConfig, AvsRegistryStorage, MemberWord, SetKey,
    allocation::{Allocation, Pending},
    bounds::{MAX_PAGE, MAX_SETS_PER_VAULT},
    membership,
    set::Set,
};

/// Operators that ever registered for the set, latest newcomer first, after `cursor`.
pub(crate) fn operators(
    cx: &mut Context<'_>,
    key: SetKey,
    cursor: Address,
    count: U256,
) -> Answer<(Vec<Address>, Vec<bool>)> {
    let set = Set::load(cx, key)?;
    let mut next = if cursor.is_zero() {
        set.place.head().read(cx.host)?.last_operator
    } else {
        member(cx, key, cursor)?.previous_operator
    };
    let (mut operators, mut registered) = (Vec::new(), Vec::new());
    while !next.is_zero() && operators.len() < page(count) {
        let word = member(cx, key, next)?;
        operators.push(next);
        registered.push(word.is_registered);
        next = word.previous_operator;
    }
    Ok((operators, registered))
}

/// Sets that `operator` ever registered for, latest first, after `cursor`.
pub(crate) fn sets(
    cx: &mut Context<'_>,
    operator: Address,
    cursor: &SetId,
    count: U256,
) -> Answer<(Vec<SetId>, Vec<bool>)> {
    let mut next = if cursor.avs.is_zero() {
        AvsRegistryStorage::ROOT.last_sets().key(cx.host, operator)?.read(cx.host)?
    } else {
        member(cx, SetKey::new(cursor.avs, cursor.id), operator)?.previous_set
    };
    let (mut sets, mut registered) = (Vec::new(), Vec::new());
    while next != 0 && sets.len() < page(count) {
        let key = AvsRegistryStorage::ROOT.keys().key(cx.host, next)?.read(cx.host)?;
        let word = member(cx, key, operator)?;
        sets.push(name(key));
        registered.push(word.is_registered);
        next = word.previous_set;
    }
    Ok((sets, registered))
}

fn member(cx: &mut Context<'_>, key: SetKey, operator: Address) -> Answer<MemberWord> {
    let slot = AvsRegistryStorage::ROOT.members().key(cx.host, key)?.key(cx.host, operator)?;
    Ok(slot.read(cx.host)?)
}

fn name(key: SetKey) -> SetId {
    SetId { avs: key.avs(), id: key.id() }
}

fn page(count: U256) -> usize {
    usize::try_from(count).unwrap_or(MAX_PAGE).min(MAX_PAGE)
}

/// Vaults of `operator` of which the set holds something, or will.
pub(crate) fn vaults(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    key: SetKey,
    operator: Address,
) -> Answer<Vec<Address>> {
    let set = Set::load(cx, key)?;
    let mut vaults = Vec::new();
    for vault in membership::vaults_of(cx, config, operator)? {
        let mut allocation = Allocation::load(cx, vault, &set)?;
        allocation.settle(cx, config, &set)?;
        if allocation.is_live() {
            vaults.push(vault);
        }
    }
    Ok(vaults)
}

/// A part of `list`.
pub(crate) fn cut<T: Copy>(list: &[T], skip: U256, count: U256) -> Vec<T> {
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    list.iter().skip(skip).take(page(count)).copied().collect()
}

/// Does a set hold, or will hold, anything of a vault of `operator`?
pub(crate) fn has_live_allocations(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    operator: Address,
) -> Answer<bool> {
    for vault in membership::vaults_of(cx, config, operator)? {
        for index in 0..MAX_SETS_PER_VAULT {
            let Some((set, mut allocation)) = Allocation::at_seat(cx, vault, index)? else { break };
            allocation.settle(cx, config, &set)?;
            if allocation.is_live() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// What the set holds of the vault and what will change.
pub(crate) fn allocation(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    vault: Address,
    key: SetKey,
) -> Answer<Abi::allocationOfReturn> {
    let set = Set::load(cx, key)?;
    let mut allocation = Allocation::load(cx, vault, &set)?;
    allocation.settle(cx, config, &set)?;
    Ok(Abi::allocationOfReturn {
        magnitude: allocation.word.magnitude.get(),
        isIncrease: allocation.pending() == Pending::Increase,
        change: allocation.word.change.get(),
        due: allocation.due(cx, config, &set)?.get(),
    })
}

/// Sets with a seat at the vault.
pub(crate) fn allocations(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    vault: Address,
) -> Answer<Abi::allocationsOfReturn> {
    let mut list = Abi::allocationsOfReturn {
        sets: Vec::new(),
        magnitudes: Vec::new(),
        areIncreases: Vec::new(),
        changes: Vec::new(),
        dues: Vec::new(),
    };
    for index in 0..MAX_SETS_PER_VAULT {
        let Some((set, mut allocation)) = Allocation::at_seat(cx, vault, index)? else { break };
        allocation.settle(cx, config, &set)?;
        list.sets.push(name(set.key));
        list.magnitudes.push(allocation.word.magnitude.get());
        list.areIncreases.push(allocation.pending() == Pending::Increase);
        list.changes.push(allocation.word.change.get());
        list.dues.push(allocation.due(cx, config, &set)?.get());
    }
    Ok(list)
}

/// The AVS of the set in a seat; zero: nobody ever sat there.
pub(crate) fn avs_at(cx: &mut Context<'_>, vault: Address, seat: u8) -> Answer<Address> {
    let seat = AvsRegistryStorage::ROOT.seats().key(cx.host, vault)?.key(cx.host, seat)?;
    let number = seat.read(cx.host)?.set;
    Ok(AvsRegistryStorage::ROOT.keys().key(cx.host, number)?.read(cx.host)?.avs())
}

/// Increases announced on the vault, in whatever seat.
pub(crate) fn increases(cx: &mut Context<'_>, vault: Address) -> Answer<U256> {
    let mut count = U256::ZERO;
    for index in 0..MAX_SETS_PER_VAULT {
        let Some((_, allocation)) = Allocation::at_seat(cx, vault, index)? else { break };
        count = count.saturating_add(U256::from(allocation.increases()));
    }
    Ok(count)
}

/// Hash of the increases announced on the vault, and of the terms versions of the sets that hold some of it or will.
pub(crate) fn risk_version(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    vault: Address,
) -> Answer<B256> {
    let mut words = Vec::new();
    words.extend_from_slice(&increases(cx, vault)?.to_be_bytes::<32>());
    for index in 0..MAX_SETS_PER_VAULT {
        let Some((set, mut allocation)) = Allocation::at_seat(cx, vault, index)? else { break };
        allocation.settle(cx, config, &set)?;
        if allocation.is_live() && set.version() > 1 {
            words.extend_from_slice(set.key.avs().as_slice());
            words.extend_from_slice(&set.key.id().to_be_bytes());
            words.extend_from_slice(&set.version().to_be_bytes());
        }
    }
    Ok(cx.host.keccak(&words)?)
}
