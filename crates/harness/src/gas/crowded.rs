//! A world with many of something, and one call of each kind in it.

use alloy_primitives::U256;
use restaking::abi::{IAvsRegistry, ISlashing, IVault};
use restaking::{AVS_REGISTRY, SLASHING};

use super::GasError;
use super::bench::{Bench, DAY, ONE, shares};
use super::grow::Dimension;
use super::protocol::{
    self, VETO, VETO_SET, allocate, allocated, avs, create_set, execute, file, join, register,
};
use crate::world::actor_address;

/// A vault with allocations and exits in a world with so many of something.
pub(super) fn world(dimension: Dimension, number: u64) -> Result<Bench, GasError> {
    let mut bench = allocated()?;
    match dimension {
        Dimension::Stakers => stakers(&mut bench, number)?,
        Dimension::Vaults => vaults(&mut bench, number)?,
        Dimension::Avss => avss(&mut bench, number)?,
        Dimension::Sets => sets(&mut bench, number)?,
        Dimension::Idle => bench.wait(number.saturating_mul(DAY)),
    }
    bench.wait(DAY);
    Ok(bench)
}

fn stakers(bench: &mut Bench, number: u64) -> Result<(), GasError> {
    for n in 0..number {
        let who = actor_address(&format!("STAKER-{n}"));
        bench.fund(who)?;
        bench.deposit(who)?;
    }
    Ok(())
}

/// Other operators' vaults, 16 each.
fn vaults(bench: &mut Bench, number: u64) -> Result<(), GasError> {
    let (own, operator) = (bench.vault, bench.cast.operator);
    for n in 0..number {
        if n.is_multiple_of(16) {
            bench.cast.operator = actor_address(&format!("OPERATOR-{n}"));
            register(bench, bench.cast.operator)?;
        }
        bench.create_vault(&format!("VAULT-{n}"))?;
    }
    (bench.vault, bench.cast.operator) = (own, operator);
    Ok(())
}

fn avss(bench: &mut Bench, number: u64) -> Result<(), GasError> {
    for n in 0..number {
        let other = actor_address(&format!("AVS-{n}"));
        let call = IAvsRegistry::registerAvsCall { metadataURI: String::new() };
        bench.call(other, AVS_REGISTRY, call)?;
        let mut terms = protocol::terms(bench, protocol::resolver());
        terms.slasher = other;
        let call = IAvsRegistry::createSetCall {
            avs: other,
            id: 1,
            recipient: Default::default(),
            terms,
            metadataURI: String::new(),
        };
        bench.call(other, AVS_REGISTRY, call)?;
    }
    Ok(())
}

/// Sets of the same AVS that hold a sixteenth of other vaults.
fn sets(bench: &mut Bench, number: u64) -> Result<(), GasError> {
    let (own, operator) = (bench.vault, bench.cast.operator);
    bench.cast.operator = actor_address("OTHER");
    register(bench, bench.cast.operator)?;
    for n in 0..number {
        if n.is_multiple_of(16) {
            bench.create_vault(&format!("VAULT-{n}"))?;
        }
        let id = u32::try_from(n.saturating_add(10)).unwrap_or(u32::MAX);
        create_set(bench, id, protocol::resolver())?;
        join(bench, bench.cast.operator, id)?;
        allocate(bench, id, 6)?;
    }
    (bench.vault, bench.cast.operator) = (own, operator);
    Ok(())
}

/// One call of each kind, always in the same order, each the first of its kind in the epoch or not as every time.
pub(super) fn calls(mut bench: Bench) -> Result<Vec<(&'static str, u64)>, GasError> {
    let (alice, bob, carol) = (bench.cast.alice, bench.cast.bob, bench.cast.carol);
    let mut gas = vec![("deposit", bench.deposit(alice)?)];
    let transfer = IVault::transferCall { to: bob, value: shares(1) };
    gas.push(("transfer", bench.gas(alice, transfer)?));
    let (requested, id) = bench.request(alice)?;
    gas.push(("requestRedeem", requested));
    gas.push(("book", bench.gas(bob, IVault::bookCall { assets: ONE })?));
    let (filed, request) = file(&mut bench, VETO_SET, "e")?;
    gas.push(("file", filed));
    bench.wait(protocol::VETO);
    let (executed, escrow) = execute(&mut bench, request)?;
    gas.push(("execute", executed));
    let (filed, request) = file(&mut bench, VETO_SET, "f")?;
    gas.push(("file again", filed));
    let veto = ISlashing::vetoCall { request };
    gas.push(("veto", bench.call(protocol::resolver(), SLASHING, veto)?.0));
    bench.wait(VETO.saturating_add(DAY));
    gas.push(("releaseEscrow", bench.gas(carol, IVault::releaseEscrowCall { escrowId: escrow })?));
    bench.wait(14_u64.saturating_mul(DAY));
    gas.push(("settle", bench.gas(carol, IVault::settleCall {})?));
    let claim = IVault::redeemRequestCall {
        requestId: id,
        shares: shares(1),
        receiver: alice,
        controller: alice,
    };
    gas.push(("redeemRequest", bench.gas(alice, claim)?));
    gas.push(("allocate, decrease", allocate(&mut bench, VETO_SET, 20)?));
    let operator = bench.cast.operator;
    let leave = IAvsRegistry::deregisterCall { operator, avs: avs(), id: protocol::INSTANT_SET };
    gas.push(("deregister", bench.call(operator, AVS_REGISTRY, leave)?.0));
    let stake = IVault::stakeAtEpochCall { epoch: U256::from(bench.now() / DAY) };
    gas.push(("stakeAtEpoch", bench.gas(carol, stake)?));
    Ok(gas)
}
