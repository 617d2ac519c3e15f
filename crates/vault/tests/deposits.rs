//! Deposits: the order of the checks, the gates, the limits.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, B256, U256};
use restaking_abi::{IVault, IVaultFactory};
use restaking_shares::Assets;
use restaking_vault::{PAUSE_MAX_SECONDS, VaultError};
use support::*;

fn deposit(assets: u128, receiver: Address) -> IVault::depositCall {
    IVault::depositCall { assets: U256::from(assets), receiver }
}

fn refused(world: &mut World, assets: u128) -> Option<alloy_primitives::Bytes> {
    assert_eq!(world.view(IVault::maxDepositCall { receiver: ALICE }), U256::ZERO);
    assert_eq!(world.view(IVault::maxMintCall { receiver: ALICE }), U256::ZERO);
    world.send(ALICE, deposit(assets, ALICE)).err()
}

#[test]
fn deposit_reverts_on_zero_and_on_receivers_that_cannot_hold() {
    let mut world = World::new();
    let vault = world.vault;
    assert_eq!(world.send(ALICE, deposit(0, vault)).err(), Some(error(VaultError::ZeroAmount)));
    assert_eq!(
        world.send(ALICE, deposit(1, vault)).err(),
        Some(error(VaultError::VaultIsReceiver))
    );
    let zero = world.send(ALICE, deposit(1, Address::ZERO)).err();
    assert_eq!(zero, Some(error(VaultError::ZeroReceiver)));
    let none = world.send(ALICE, IVault::mintCall { shares: U256::ZERO, receiver: ALICE }).err();
    assert_eq!(none, Some(error(VaultError::ZeroAmount)));
}

#[test]
fn deposit_is_refused_until_the_end_of_a_pause_and_not_longer() {
    let mut world = World::new();
    let until = START + PAUSE_MAX_SECONDS;
    let call = |until| IVault::pauseDepositsCall { until };
    let long = VaultError::PauseTooLong { until: until + 1, latest: until };
    assert_eq!(world.send(GOVERNANCE, call(until + 1)).err(), Some(error(long)));
    let other = VaultError::NotGovernance { caller: OPERATOR };
    assert_eq!(world.send(OPERATOR, call(until)).err(), Some(error(other)));
    world.send(GOVERNANCE, call(until)).unwrap();
    world.at(until - 1);
    assert_eq!(refused(&mut world, ONE), Some(error(VaultError::DepositsPaused { until })));
    world.at(until);
    world.deposit(ALICE, ONE);
}

#[test]
fn deposit_is_refused_while_a_hold_is_open() {
    let mut world = World::new();
    world.deposit(ALICE, ONE);
    world.open_hold(0, START + DAY);
    assert_eq!(refused(&mut world, ONE), Some(error(VaultError::HoldOpen { filedAt: START })));
    world.at(START + DAY);
    world.deposit(ALICE, ONE);
}

#[test]
fn deposit_is_refused_in_a_deficit_and_until_it_is_made_good() {
    let mut world = World::new();
    world.deposit(ALICE, 10 * ONE);
    world.deposit(BOB, 10 * ONE);
    world.exit(ALICE);
    world.at(START + 14 * DAY);
    world.send(ALICE, IVault::settleCall {}).unwrap();
    let vault = world.vault;
    world.set_token_balance(vault, 8 * ONE);
    let missing = U256::from(2 * ONE);
    assert_eq!(
        refused(&mut world, ONE),
        Some(error(VaultError::Deficit { missing })),
        "the pool is exhausted"
    );
    assert_eq!(
        world.send(BOB, IVault::bookCall { assets: U256::from(3 * ONE) }).unwrap(),
        U256::from(ONE)
    );
    assert_eq!(world.view(IVault::deficitCall {}), U256::ZERO);
    assert_eq!(world.view(IVault::totalAssetsCall {}), U256::from(ONE));
}

#[test]
fn deposit_is_refused_below_the_price_floor_and_below_the_magnitude_floor() {
    for left in [0, 999_999_999, 1_000_000_000] {
        let mut world = World::new();
        world.deposit(ALICE, ONE);
        let lane = world.open_hold(0, START + DAY);
        world.slash(lane, WHOLE - left, START + DAY, Address::ZERO);
        world.at(START + DAY);
        // One share in 1e18 of the assets is left: the price is 1e-18 of par.
        assert!(world.send(ALICE, deposit(ONE, ALICE)).is_err(), "magnitude {left} left");
        world.send(BOB, IVault::bookCall { assets: U256::from(ONE) }).unwrap();
        let is_open = world.send(ALICE, deposit(ONE, ALICE)).is_ok();
        assert_eq!(is_open, left >= 1_000_000_000, "price restored, magnitude {left}");
    }
}

/// A vault of which a slash left `left` of the whole, its price restored, and the escrow.
fn spent(left: u128) -> (World, U256) {
    let mut world = World::new();
    world.deposit(ALICE, ONE);
    let lane = world.open_hold(0, START + DAY);
    let id = world.slash(lane, WHOLE - left, START + DAY, Address::ZERO).escrowId;
    world.send(BOB, IVault::bookCall { assets: U256::from(ONE) }).unwrap();
    (world, id)
}

#[test]
fn deposit_is_refused_with_what_is_left_of_the_whole() {
    let (mut world, _) = spent(999_999_999);
    world.at(START + DAY);
    let (rate, magnitude) = (world.view(IVault::rateCall {}), U256::from(999_999_999));
    assert_eq!(refused(&mut world, ONE), Some(error(VaultError::VaultClosed { rate, magnitude })));
}

#[test]
fn deposit_is_taken_again_once_a_return_brings_the_whole_back() {
    let (mut world, id) = spent(999_999_999);
    let returned = world.send(GOVERNANCE, IVault::returnEscrowCall { escrowId: id }).unwrap();
    assert!(returned.magnitude >= U256::from(1), "{returned:?}");
    assert!(world.view(IVault::magnitudeCall {}) >= U256::from(1_000_000_000));
    world.deposit(ALICE, ONE);
}

#[test]
fn deposit_stays_refused_after_a_second_slash_and_after_a_return_that_brings_too_little() {
    let mut world = World::new();
    world.deposit(ALICE, 1_000_000_000 * ONE);
    let first = world.open_hold(0, START + DAY);
    world.slash(first, WHOLE - 2_000_000_000, START, Address::ZERO);
    let second = world.open_hold(0, START + DAY);
    let id = world.slash(second, 1_500_000_000, START + DAY, Address::ZERO).escrowId;
    assert_eq!(world.view(IVault::magnitudeCall {}), U256::from(500_000_000));
    let third = world.open_hold(0, START + DAY);
    world.slash(third, 490_000_000, START, Address::ZERO);
    // Much yield makes the returned escrow a small part of the pool, and so of the whole.
    world.send(BOB, IVault::bookCall { assets: U256::from(1_000_000_000 * ONE) }).unwrap();
    world.send(GOVERNANCE, IVault::returnEscrowCall { escrowId: id }).unwrap();
    let magnitude = world.view(IVault::magnitudeCall {});
    assert!(magnitude < U256::from(1_000_000_000), "{magnitude}");
    let rate = world.view(IVault::rateCall {});
    assert_eq!(refused(&mut world, ONE), Some(error(VaultError::VaultClosed { rate, magnitude })));
}

#[test]
fn deposit_is_refused_for_receivers_that_the_approver_does_not_know() {
    let mut world = World::with(IVaultFactory::VaultParams { depositorApprover: BOB, ..params() });
    let stranger = VaultError::DepositorNotApproved { receiver: ALICE };
    assert_eq!(refused(&mut world, ONE), Some(error(stranger)));
    let approve = IVault::setDepositorCall { depositor: ALICE, approved: true };
    let not = VaultError::NotApprover { caller: ALICE };
    assert_eq!(world.send(ALICE, approve.clone()).err(), Some(error(not)));
    world.send(BOB, approve).unwrap();
    world.deposit(ALICE, ONE);
    // A compromised approver can be replaced, and the gate opened.
    world.send(OPERATOR, IVault::setDepositorApproverCall { approver: Address::ZERO }).unwrap();
    let late = IVault::setDepositorCall { depositor: BOB, approved: true };
    assert!(world.send(BOB, late.clone()).is_err());
    assert!(world.send(Address::ZERO, late).is_err(), "nobody is the approver of an open vault");
    world.deposit(BOB, ONE);
}

#[test]
fn deposit_with_terms_insists_on_shares_and_risk() {
    let mut world = World::new();
    let seen = world.view(IVault::riskVersionCall {});
    let call = |min_shares: u128, risk: B256| IVault::depositWithTermsCall {
        assets: U256::from(ONE),
        receiver: ALICE,
        minShares: U256::from(min_shares),
        expectedRiskVersion: risk,
    };
    let shares = ONE * 1_000_000;
    let few = VaultError::SlippageExceeded {
        shares: U256::from(shares),
        minShares: U256::from(shares + 1),
    };
    assert_eq!(world.send(ALICE, call(shares + 1, seen)).err(), Some(error(few)));
    world.send(ALICE, call(shares, seen)).unwrap();
    let expected = B256::with_last_byte(1);
    let changed = VaultError::RiskVersionMismatch { found: seen, expected };
    assert_eq!(world.send(ALICE, call(0, expected)).err(), Some(error(changed)));
    let both = world.send(ALICE, call(shares + 1, expected)).err();
    assert_eq!(both, Some(error(changed)), "the risk goes before the shares");
}

#[test]
fn deposit_cap_binds_deposits_and_not_yield_and_can_be_lowered_below_the_pool() {
    let mut world = World::new();
    world.send(OPERATOR, IVault::setDepositCapCall { cap: U256::from(10 * ONE) }).unwrap();
    world.deposit(ALICE, 6 * ONE);
    assert_eq!(world.view(IVault::maxDepositCall { receiver: ALICE }), U256::from(4 * ONE));
    let room = U256::from(4 * ONE);
    let over = VaultError::DepositCapExceeded { assets: U256::from(4 * ONE + 1), room };
    assert_eq!(world.send(ALICE, deposit(4 * ONE + 1, ALICE)).err(), Some(error(over)));
    world.deposit(ALICE, 4 * ONE);
    world.send(BOB, IVault::bookCall { assets: U256::from(ONE) }).unwrap();
    world.send(OPERATOR, IVault::setDepositCapCall { cap: U256::from(ONE) }).unwrap();
    let full = VaultError::DepositCapExceeded { assets: U256::from(1), room: U256::ZERO };
    assert_eq!(refused(&mut world, 1), Some(error(full)));
    let limit = Assets::LIMIT.get();
    let beyond = IVault::setDepositCapCall { cap: limit + U256::from(1) };
    let exceeds = VaultError::AssetsExceedLimit { assets: limit + U256::from(1) };
    assert_eq!(world.send(OPERATOR, beyond).err(), Some(error(exceeds)));
}

#[test]
fn deposit_up_to_the_limit_leaves_a_vault_that_still_works() {
    let mut world =
        World::with(IVaultFactory::VaultParams { depositCap: Assets::LIMIT.get(), ..params() });
    let limit: u128 = Assets::LIMIT.get().to();
    let beyond = VaultError::AssetsExceedLimit { assets: U256::from(limit + 1) };
    assert_eq!(world.send(ALICE, deposit(limit + 1, ALICE)).err(), Some(error(beyond)));
    world.deposit(ALICE, limit);
    let one = VaultError::AssetsExceedLimit { assets: U256::from(1) };
    assert_eq!(world.send(BOB, deposit(1, BOB)).err(), Some(error(one)));
    let yielded = world.send(BOB, IVault::bookCall { assets: U256::from(1) }).err();
    assert_eq!(yielded, Some(error(one)));
    let id = world.exit(ALICE);
    let lane = world.open_hold(0, START + DAY);
    world.slash(lane, WHOLE / 4, START + DAY, Address::ZERO);
    world.at(START + 14 * DAY);
    assert_eq!(world.claim(ALICE, id), U256::from(limit - limit / 4));
}

#[test]
fn donation_changes_nothing_until_it_is_booked() {
    let mut world = World::new();
    let vault = world.vault;
    world.set_token_balance(vault, 5 * ONE);
    assert_eq!(
        world.send(ALICE, IVault::bookSurplusCall {}).err(),
        Some(error(VaultError::NothingStaked)),
        "nobody would get it"
    );
    assert_eq!(world.deposit(ALICE, ONE), U256::from(ONE * 1_000_000));
    assert_eq!(world.view(IVault::rateCall {}), U256::from(ONE));
    assert_eq!(world.send(BOB, IVault::bookSurplusCall {}).unwrap(), U256::from(5 * ONE));
    assert_eq!(
        world.send(BOB, IVault::bookSurplusCall {}).err(),
        Some(error(VaultError::NothingToBook))
    );
    assert_eq!(world.view(IVault::totalAssetsCall {}), U256::from(6 * ONE));
}

#[test]
fn max_mint_is_what_max_deposit_buys_after_a_loss_that_nobody_noted() {
    let mut world = World::new();
    world.deposit(ALICE, 2_000_000);
    let vault = world.vault;
    world.set_token_balance(vault, 1_700_000);
    let assets = world.view(IVault::maxDepositCall { receiver: ALICE });
    let shares = world.view(IVault::previewDepositCall { assets });
    assert_eq!(world.view(IVault::maxMintCall { receiver: ALICE }), shares);
}
