//! What a guardian's return gives back: assets to the pool, magnitude to nobody.

use alloy_primitives::{I256, U256};
use restaking::abi::IVault;
use restaking_tests::{
    ALICE, BOB, BURNING, INSTANT, OPERATOR, Protocol, REDISTRIBUTING, STAKE, WHOLE,
    fixtures::IToken,
};

use crate::support::*;

#[test]
fn return_restores_pool_and_whole_and_allocates_nothing() {
    let mut p = Protocol::new();
    let (_, escrow) = p.slash(BURNING, 50);
    assert_eq!((pool(&mut p), whole(&mut p)), (n(STAKE * 16 / 10), percent(80)));
    assert_eq!(give_back(&mut p, escrow), (n(STAKE * 4 / 10), percent(20)));
    assert_eq!((pool(&mut p), whole(&mut p)), (n(2 * STAKE), WHOLE));
    assert_eq!((p.held(BURNING), escrowed(&mut p)), (percent(20), n(0)));
    // what came back may be allocated anew, with notice
    let due = p.allocate(BURNING, percent(50));
    assert!(due > p.now());
    let other = p.held(REDISTRIBUTING) + p.held(INSTANT) + percent(50);
    assert_eq!(other, WHOLE);
}

#[test]
fn return_keeps_assets_per_magnitude_when_yield_was_booked_meanwhile() {
    let mut p = Protocol::new();
    let (_, escrow) = p.slash(BURNING, 50);
    let vault = p.vault;
    p.fund(OPERATOR, u128::from(2 * STAKE));
    tell(&mut p, OPERATOR, vault, &IVault::bookCall { assets: n(STAKE * 16 / 10) });
    assert_eq!(give_back(&mut p, escrow), (n(STAKE * 4 / 10), percent(10)));
    assert_eq!((pool(&mut p), whole(&mut p)), (n(STAKE * 36 / 10), percent(90)));
    let kept = |assets: U256, magnitude: U256| assets * WHOLE / magnitude;
    let (assets, magnitude) = (pool(&mut p), whole(&mut p));
    assert_eq!(kept(assets, magnitude), kept(n(STAKE * 32 / 10), percent(80)));
}

#[test]
fn return_gives_the_whole_what_was_taken_when_nothing_was_left() {
    let mut p = Protocol::new();
    fresh_vault(&mut p, 1, &[(BURNING, WHOLE)]);
    stake(&mut p, ALICE, STAKE);
    let (_, escrow) = p.slash(BURNING, 100);
    assert_eq!((pool(&mut p), whole(&mut p), p.held(BURNING)), (n(0), n(0), n(0)));
    assert_eq!(p.ask(&IVault::maxDepositCall { receiver: BOB }), n(0));
    assert_eq!(give_back(&mut p, escrow), (n(STAKE), WHOLE));
    assert_eq!((pool(&mut p), whole(&mut p), p.held(BURNING)), (n(STAKE), WHOLE, n(0)));
}

#[test]
fn return_grows_the_whole_to_its_limit_and_not_beyond() {
    let mut p = Protocol::builder().token("RebaseToken", "RebaseToken").build();
    let (_, escrow) = p.slash(BURNING, 50);
    let (vault, token) = (p.vault, p.token);
    // all of the pool but one unit is lost
    let loss = I256::try_from(STAKE * 16 / 10 - 1).unwrap();
    tell(&mut p, ALICE, token, &IToken::rebaseCall { account: vault, delta: -loss });
    give_back(&mut p, escrow);
    assert_eq!(whole(&mut p), (U256::ONE << 96) - U256::ONE);
    assert_eq!(pool(&mut p), n(STAKE * 4 / 10 + 1));
    // the sets hold as much as before, of a whole that is far larger
    assert_eq!((p.held(BURNING), p.held(INSTANT)), (percent(20), percent(20)));
}

#[test]
fn second_return_is_refused() {
    let mut p = Protocol::new();
    let (_, escrow) = p.slash(BURNING, 50);
    give_back(&mut p, escrow);
    let back = restaking::abi::IGovernance::returnEscrowCall { vault: p.vault, escrowId: escrow };
    let unknown = IVault::UnknownEscrow { escrowId: escrow };
    refuse(&mut p, restaking_tests::GUARDIAN, restaking::GOVERNANCE, &back, &unknown);
}
