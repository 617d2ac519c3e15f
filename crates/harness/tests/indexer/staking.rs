//! What stakers, the vault's operator and passers-by may do to a vault.

use alloy_primitives::{Address, B256, I256, U256, keccak256};
use restaking::abi::IVault;
use restaking_harness::tokens::ITokenExtras;
use restaking_harness::world::actor_address;

use crate::signer::{SIGNER, sign};
use crate::world::{ONE, World};

/// Something, nothing, one, or too much.
fn amount(world: &mut World, unit: U256) -> U256 {
    match world.random.below(20) {
        0 => U256::ZERO,
        1 => U256::from(1),
        2 => U256::MAX,
        _ => unit * U256::from(1 + world.random.below(1_000_000)) / U256::from(10_000),
    }
}

/// A part of what somebody holds, all of it, or something else.
fn part(world: &mut World, vault: Address, account: Address) -> U256 {
    let held = world.ask(vault, IVault::balanceOfCall { account });
    match world.random.below(10) {
        0 => held,
        1 => amount(world, ONE * U256::from(1_000_000)),
        _ => held * U256::from(world.random.below(50)) / U256::from(100),
    }
}

pub(crate) fn deposit(world: &mut World) {
    let (who, vault, receiver) = (world.staker(), world.vault(), world.staker());
    let assets = amount(world, ONE);
    if world.random.chance(80) {
        world.call(who, vault, IVault::depositCall { assets, receiver });
    } else {
        let (min, risk) = (U256::ZERO, world.ask(vault, IVault::riskVersionCall {}));
        let terms = IVault::depositWithTermsCall {
            assets,
            receiver,
            minShares: min,
            expectedRiskVersion: risk,
        };
        world.call(who, vault, terms);
    }
}

pub(crate) fn mint(world: &mut World) {
    let (who, vault, receiver) = (world.staker(), world.vault(), world.staker());
    let shares = amount(world, ONE * U256::from(1_000_000));
    world.call(who, vault, IVault::mintCall { shares, receiver });
}

pub(crate) fn transfer(world: &mut World) {
    let (who, vault, to) = (world.staker(), world.vault(), world.staker());
    let value = part(world, vault, who);
    world.call(who, vault, IVault::transferCall { to, value });
}

pub(crate) fn transfer_from(world: &mut World) {
    let (who, vault, from, to) = (world.staker(), world.vault(), world.staker(), world.staker());
    let value = part(world, vault, from);
    world.call(who, vault, IVault::transferFromCall { from, to, value });
}

pub(crate) fn approve(world: &mut World) {
    let (who, vault, spender) = (world.staker(), world.vault(), world.staker());
    let value = amount(world, ONE * U256::from(100_000_000));
    world.call(who, vault, IVault::approveCall { spender, value });
}

pub(crate) fn permit(world: &mut World) {
    let (vault, spender) = (world.vault(), world.staker());
    let value = amount(world, ONE * U256::from(1_000_000));
    let domain = world.ask(vault, IVault::DOMAIN_SEPARATORCall {});
    let nonce = world.ask(vault, IVault::noncesCall { owner: SIGNER });
    let kind = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
    );
    let (owner, deadline) = (SIGNER, U256::MAX);
    let words: [B256; 6] =
        [kind, owner.into_word(), spender.into_word(), value.into(), nonce.into(), deadline.into()];
    let (v, r, s) = sign(domain, &words);
    world.call(spender, vault, IVault::permitCall { owner, spender, value, deadline, v, r, s });
}

pub(crate) fn set_operator(world: &mut World) {
    let (who, vault, operator) = (world.staker(), world.vault(), world.staker());
    let approved = world.random.chance(50);
    world.call(who, vault, IVault::setOperatorCall { operator, approved });
}

pub(crate) fn request(world: &mut World) {
    let (owner, vault) = (world.staker(), world.vault());
    let is_own = world.random.chance(70);
    let (who, controller) = if is_own { (owner, owner) } else { (world.staker(), world.staker()) };
    let shares = part(world, vault, owner);
    world.call(who, vault, IVault::requestRedeemCall { shares, controller, owner });
}

pub(crate) fn cancel(world: &mut World) {
    let Some((vault, id, controller)) = recent_exit(world) else { return };
    let call = IVault::cancelRedeemRequestCall { requestId: id, controller };
    world.call(controller, vault, call);
}

pub(crate) fn collect(world: &mut World) {
    let receiver = world.staker();
    let cancelled = world.cancelled.clone();
    let Some((vault, id, controller)) = world.random.any(&cancelled) else { return };
    let call = IVault::claimCancelRedeemRequestCall { requestId: id, receiver, controller };
    if world.call(controller, vault, call) {
        world.cancelled.retain(|exit| *exit != (vault, id, controller));
    }
}

fn recent_exit(world: &mut World) -> Option<(Address, U256, Address)> {
    let recent: Vec<_> = world.exits.iter().rev().take(6).copied().collect();
    world.random.any(&recent)
}

pub(crate) fn claim(world: &mut World) {
    let (controller, vault, receiver) = (world.staker(), world.vault(), world.staker());
    let is_all = world.random.chance(40);
    if world.random.chance(50) {
        let most = world.ask(vault, IVault::maxRedeemCall { controller });
        let shares = if is_all { most } else { most / U256::from(3) + U256::from(1) };
        world.call(controller, vault, IVault::redeemCall { shares, receiver, controller });
    } else {
        let most = world.ask(vault, IVault::maxWithdrawCall { controller });
        let assets = if is_all { most } else { most / U256::from(3) + U256::from(1) };
        world.call(controller, vault, IVault::withdrawCall { assets, receiver, controller });
    }
}

pub(crate) fn claim_by_id(world: &mut World) {
    let receiver = world.staker();
    let exits = world.exits.clone();
    let Some((vault, id, controller)) = world.random.any(&exits) else { return };
    if world.random.chance(50) {
        let ids = exits.iter().filter(|exit| exit.0 == vault && exit.2 == controller);
        let ids = ids.map(|exit| exit.1).rev().take(10).collect();
        let call = IVault::redeemRequestsCall { requestIds: ids, receiver, controller };
        world.call(controller, vault, call);
    } else {
        let claimable = IVault::claimableRedeemRequestCall { requestId: id, controller };
        let shares = world.ask(vault, claimable) / U256::from(1 + world.random.below(3));
        let call = IVault::redeemRequestCall { requestId: id, shares, receiver, controller };
        world.call(controller, vault, call);
    }
}

pub(crate) fn settle(world: &mut World) {
    let (who, vault) = (world.staker(), world.vault());
    world.call(who, vault, IVault::settleCall {});
}

pub(crate) fn poke(world: &mut World) {
    let (who, vault) = (world.staker(), world.vault());
    world.call(who, vault, IVault::pokeCall {});
}

/// The token takes from the vault or gives to it; once in a while nearly all.
pub(crate) fn rebase(world: &mut World) {
    let (vault, token) = (world.vault(), world.random.pick(&world.tokens.clone()));
    let balance =
        world.ask(token, restaking_harness::tokens::IToken::balanceOfCall { account: vault });
    let percent = if world.random.chance(10) { 95 } else { world.random.below(8) };
    let part = I256::from_raw(balance * U256::from(percent) / U256::from(100));
    let delta = if world.random.chance(50) { part } else { -part };
    world.call(actor_address("MINTER"), token, ITokenExtras::rebaseCall { account: vault, delta });
}

pub(crate) fn book(world: &mut World) {
    let (who, vault) = (world.staker(), world.vault());
    let assets = amount(world, ONE);
    world.call(who, vault, IVault::bookCall { assets });
}

pub(crate) fn book_surplus(world: &mut World) {
    let (who, vault) = (world.staker(), world.vault());
    world.call(who, vault, IVault::bookSurplusCall {});
}

pub(crate) fn release(world: &mut World) {
    let who = world.staker();
    let escrows = world.escrows.clone();
    let Some((vault, id)) = world.random.any(&escrows) else { return };
    if world.call(who, vault, IVault::releaseEscrowCall { escrowId: id }) {
        world.escrows.retain(|escrow| *escrow != (vault, id));
    }
}

pub(crate) fn set_cap(world: &mut World) {
    let (who, vault) = (world.operator(), world.vault());
    let cap = restaking::shares::Assets::LIMIT.get() >> world.random.below(12) as usize;
    world.call(who, vault, IVault::setDepositCapCall { cap });
}

pub(crate) fn set_approver(world: &mut World) {
    let (who, vault) = (world.operator(), world.vault());
    let is_gated = world.random.chance(30);
    let approver = if is_gated { actor_address("APPROVER") } else { Address::ZERO };
    world.call(who, vault, IVault::setDepositorApproverCall { approver });
}

pub(crate) fn set_depositor(world: &mut World) {
    let (vault, depositor) = (world.vault(), world.staker());
    let approved = world.random.chance(70);
    let call = IVault::setDepositorCall { depositor, approved };
    world.call(actor_address("APPROVER"), vault, call);
}

pub(crate) fn fund(world: &mut World) {
    let who = world.staker();
    world.fund(who);
}
