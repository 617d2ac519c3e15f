//! The way out: requests, cancellations, claims.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, U256};
use restaking_abi::IVault;
use restaking_vault::VaultError;
use support::*;

const MATURITY: u64 = START + 14 * DAY;

fn units(amount: u128) -> U256 {
    U256::from(amount)
}

fn request(shares: u128, controller: Address, owner: Address) -> IVault::requestRedeemCall {
    IVault::requestRedeemCall { shares: units(shares), controller, owner }
}

fn redeem(shares: U256, who: Address) -> IVault::redeemCall {
    IVault::redeemCall { shares, receiver: who, controller: who }
}

/// Alice holds 60, Bob 40; in shares six decimals more.
fn staked() -> World {
    let mut world = World::new();
    world.deposit(ALICE, 60 * ONE);
    world.deposit(BOB, 40 * ONE);
    world
}

#[test]
fn request_redeem_reverts_in_the_order_of_its_checks() {
    let mut world = staked();
    let refused = world.send(BOB, request(0, ALICE, ALICE)).err();
    assert_eq!(refused, Some(error(VaultError::ZeroAmount)));
    let refused = world.send(BOB, request(1, ALICE, ALICE)).err();
    assert_eq!(refused, Some(error(VaultError::NotController { caller: BOB, controller: ALICE })));
    let refused = world.send(BOB, request(1, BOB, ALICE)).err();
    let no_allowance =
        VaultError::InsufficientAllowance { spender: BOB, allowed: U256::ZERO, needed: units(1) };
    assert_eq!(refused, Some(error(no_allowance)));
    let held = units(40 * ONE * 1_000_000);
    let call = IVault::requestRedeemCall { shares: held + units(1), controller: BOB, owner: BOB };
    let short = VaultError::InsufficientShares { account: BOB, held, needed: held + units(1) };
    assert_eq!(world.send(BOB, call).err(), Some(error(short)));
}

#[test]
fn request_redeem_of_another_needs_an_operator_or_an_allowance_and_uses_the_allowance_up() {
    let mut world = staked();
    world.send(ALICE, IVault::approveCall { spender: BOB, value: units(5) }).unwrap();
    assert!(world.send(BOB, request(6, BOB, ALICE)).is_err());
    world.send(BOB, request(5, BOB, ALICE)).unwrap();
    assert_eq!(world.view(IVault::allowanceCall { owner: ALICE, spender: BOB }), U256::ZERO);
    world.send(ALICE, IVault::setOperatorCall { operator: BOB, approved: true }).unwrap();
    world.send(BOB, request(7, ALICE, ALICE)).unwrap();
    let pending = |world: &mut World, controller| {
        world.view(IVault::pendingRedeemRequestCall {
            requestId: units(u128::from(MATURITY / DAY)),
            controller,
        })
    };
    assert_eq!((pending(&mut world, ALICE), pending(&mut world, BOB)), (units(7), units(5)));
}

#[test]
fn request_matures_at_the_first_epoch_from_now_and_the_delay() {
    for (time, day) in [(0, 14), (1, 15), (DAY - 1, 15), (DAY, 15), (DAY + 1, 16)] {
        let mut world = staked();
        world.at(START + time);
        let id = world.send(ALICE, request(1, ALICE, ALICE)).unwrap();
        assert_eq!(id, units(u128::from(START / DAY + day)), "requested {time} s after the start");
    }
}

#[test]
fn claim_reverts_a_second_before_the_maturity_and_pays_at_it() {
    let mut world = staked();
    let id = world.exit(ALICE);
    let shares = units(60 * ONE * 1_000_000);
    let call = |shares| IVault::redeemRequestCall {
        requestId: id,
        shares,
        receiver: ALICE,
        controller: ALICE,
    };
    world.at(MATURITY - 1);
    let early = VaultError::NotMatured { requestId: id, maturity: MATURITY };
    assert_eq!(world.send(ALICE, call(shares)).err(), Some(error(early)));
    world.at(MATURITY);
    let more =
        VaultError::InsufficientShares { account: ALICE, held: shares, needed: shares + units(1) };
    assert_eq!(world.send(ALICE, call(shares + units(1))).err(), Some(error(more)));
    assert_eq!(world.send(ALICE, call(shares)).unwrap(), units(60 * ONE));
    let nothing = VaultError::NothingRequested { requestId: id, controller: ALICE };
    assert_eq!(world.send(ALICE, call(shares)).err(), Some(error(nothing)));
}

#[test]
fn redeem_of_a_held_exit_says_so() {
    let mut world = staked();
    let id = world.exit(ALICE);
    world.at(MATURITY - 1);
    world.open_hold(0, MATURITY + DAY);
    world.at(MATURITY);
    let held = VaultError::ExitHeld { requestId: id, filedAt: MATURITY - 1 };
    assert_eq!(world.send(ALICE, redeem(units(1), ALICE)).err(), Some(error(held)));
    let by_id = IVault::redeemRequestCall {
        requestId: id,
        shares: units(1),
        receiver: ALICE,
        controller: ALICE,
    };
    assert_eq!(world.send(ALICE, by_id).err(), Some(error(held)));
    let other = VaultError::InsufficientClaimable { claimable: U256::ZERO, needed: units(1) };
    assert_eq!(
        world.send(BOB, redeem(units(1), BOB)).err(),
        Some(error(other)),
        "Bob has nothing held"
    );
    world.at(MATURITY + DAY);
    assert!(world.send(ALICE, redeem(units(1), ALICE)).is_ok());
}

#[test]
fn redeem_draws_on_several_buckets_and_withdraw_pays_exactly() {
    let mut world = staked();
    let share = ONE * 1_000_000;
    world.send(ALICE, request(10 * share, ALICE, ALICE)).unwrap();
    world.at(START + DAY);
    world.send(ALICE, request(20 * share, ALICE, ALICE)).unwrap();
    world.at(START + 30 * DAY);
    assert_eq!(world.view(IVault::maxRedeemCall { controller: ALICE }), units(30 * share));
    assert_eq!(world.view(IVault::maxWithdrawCall { controller: ALICE }), units(30 * ONE));
    assert_eq!(world.send(ALICE, redeem(units(25 * share), ALICE)).unwrap(), units(25 * ONE));
    let call = |assets| IVault::withdrawCall { assets, receiver: BOB, controller: ALICE };
    assert_eq!(
        world.send(ALICE, call(units(3 * ONE + 1))).unwrap(),
        units((3 * ONE + 1) * 1_000_000)
    );
    assert_eq!(world.token_balance(BOB), units(3 * ONE + 1));
    let left = 2 * ONE - 1;
    let short =
        VaultError::InsufficientClaimable { claimable: units(left), needed: units(left + 1) };
    assert_eq!(world.send(ALICE, call(units(left + 1))).err(), Some(error(short)));
    assert_eq!(world.send(ALICE, call(units(left))).unwrap(), units(left * 1_000_000));
    assert_eq!(world.view(IVault::unclaimedAssetsCall {}), U256::ZERO);
}

#[test]
fn redeem_looks_back_64_epochs_and_ids_go_further() {
    let mut world = staked();
    let id = world.exit(ALICE);
    world.at(MATURITY + 64 * DAY - 1);
    assert_eq!(
        world.view(IVault::maxRedeemCall { controller: ALICE }),
        units(60 * ONE * 1_000_000)
    );
    world.at(MATURITY + 64 * DAY);
    assert_eq!(world.view(IVault::maxRedeemCall { controller: ALICE }), U256::ZERO);
    assert_eq!(world.claim(ALICE, id), units(60 * ONE));
}

#[test]
fn claim_by_list_skips_what_cannot_be_claimed() {
    let mut world = staked();
    let id = world.exit(ALICE);
    world.at(MATURITY);
    let later = world.exit(BOB);
    let ids = vec![units(3), U256::MAX, id, later, id, (U256::from(1) << 64) + id];
    let call = IVault::redeemRequestsCall { requestIds: ids, receiver: ALICE, controller: ALICE };
    assert_eq!(world.send(ALICE, call).unwrap(), units(60 * ONE));
    let ids = vec![id; 65];
    let call = IVault::redeemRequestsCall { requestIds: ids, receiver: ALICE, controller: ALICE };
    let many = VaultError::TooManyIds { count: units(65), most: units(64) };
    assert_eq!(world.send(ALICE, call).err(), Some(error(many)));
}

#[test]
fn claim_for_another_needs_an_operator() {
    let mut world = staked();
    let id = world.exit(ALICE);
    world.at(MATURITY);
    let call =
        IVault::redeemRequestsCall { requestIds: vec![id], receiver: BOB, controller: ALICE };
    let refused = VaultError::NotController { caller: BOB, controller: ALICE };
    assert_eq!(world.send(BOB, call.clone()).err(), Some(error(refused)));
    world.send(ALICE, IVault::setOperatorCall { operator: BOB, approved: true }).unwrap();
    assert_eq!(world.send(BOB, call).unwrap(), units(60 * ONE));
    assert_eq!(world.token_balance(BOB), units(60 * ONE));
}

#[test]
fn claim_worth_nothing_makes_no_transfer() {
    let mut world = staked();
    let id = world.exit(ALICE);
    let lane = world.open_hold(0, START + DAY);
    world.slash(lane, WHOLE, START + DAY, Address::ZERO);
    world.at(MATURITY);
    world.block_recipient(ALICE, true);
    assert_eq!(world.claim(ALICE, id), U256::ZERO);
}

#[test]
fn cancel_gives_back_until_the_second_before_maturity_held_or_not() {
    let cancel = |id| IVault::cancelRedeemRequestCall { requestId: id, controller: ALICE };
    let mut world = staked();
    let id = world.exit(ALICE);
    world.open_hold(0, START + 7 * DAY);
    world.at(MATURITY);
    let late = VaultError::AlreadyMatured { requestId: id, maturity: MATURITY };
    assert_eq!(world.send(ALICE, cancel(id)).err(), Some(error(late)));
    world.at(MATURITY - 1);
    world.send(ALICE, cancel(id)).unwrap();
    let again = VaultError::NothingRequested { requestId: id, controller: ALICE };
    assert_eq!(world.send(ALICE, cancel(id)).err(), Some(error(again)));
}

#[test]
fn cancelled_shares_wait_for_ever_and_are_never_paid_out_as_an_exit() {
    let mut world = staked();
    let id = world.exit(ALICE);
    let shares = units(60 * ONE * 1_000_000);
    world
        .send(ALICE, IVault::cancelRedeemRequestCall { requestId: id, controller: ALICE })
        .unwrap();
    assert_eq!(world.view(IVault::exitingSharesCall {}), U256::ZERO);
    let refused = world.send(ALICE, request(1, ALICE, ALICE)).err();
    assert!(refused.is_some(), "Alice has no shares in hand");
    world.at(MATURITY + 100 * DAY);
    assert_eq!(world.claim(ALICE, id), U256::ZERO);
    let (vault, request_id) = (world.vault, id);
    assert_eq!(world.view(IVault::balanceOfCall { account: vault }), shares);
    let query =
        IVault::claimableCancelRedeemRequestCall { requestId: request_id, controller: ALICE };
    assert_eq!(world.view(query), shares);
    let collect =
        IVault::claimCancelRedeemRequestCall { requestId: id, receiver: BOB, controller: ALICE };
    world.send(ALICE, collect.clone()).unwrap();
    assert!(world.send(ALICE, collect).is_err());
    assert_eq!(
        world.view(IVault::balanceOfCall { account: BOB }),
        shares + units(40 * ONE * 1_000_000)
    );
}

#[test]
fn request_into_a_bucket_with_a_cancelled_request_must_wait_for_the_collection() {
    let mut world = staked();
    let id = world.send(ALICE, request(5, ALICE, ALICE)).unwrap();
    world
        .send(ALICE, IVault::cancelRedeemRequestCall { requestId: id, controller: ALICE })
        .unwrap();
    let refused = world.send(ALICE, request(5, ALICE, ALICE)).err();
    assert_eq!(refused, Some(error(VaultError::CancelNotClaimed { requestId: id })));
    let collect =
        IVault::claimCancelRedeemRequestCall { requestId: id, receiver: ALICE, controller: ALICE };
    world.send(ALICE, collect).unwrap();
    world.send(ALICE, request(5, ALICE, ALICE)).unwrap();
}

#[test]
fn deficit_is_shared_by_all_claims_alike() {
    let mut world = staked();
    let id = world.exit(ALICE);
    world.exit(BOB);
    world.at(MATURITY);
    world.send(ALICE, IVault::settleCall {}).unwrap();
    let vault = world.vault;
    world.set_token_balance(vault, 50 * ONE);
    let withdraw = IVault::withdrawCall { assets: units(ONE), receiver: ALICE, controller: ALICE };
    let missing = VaultError::Deficit { missing: units(50 * ONE) };
    assert_eq!(world.send(ALICE, withdraw).err(), Some(error(missing)));
    assert_eq!(world.claim(ALICE, id), units(30 * ONE));
    assert_eq!(world.claim(BOB, id), units(20 * ONE));
}
