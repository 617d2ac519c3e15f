//! The vault against tokens that do not behave.
#![allow(
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod reentrancy;
mod slash;
mod support;

use alloy_primitives::{Address, B256, I256, U256};
use restaking::{abi::IVault, vault::BURN_ADDRESS};
use restaking_tests::{ALICE, BOB, CAROL, DAY, OPERATOR, fixtures::IToken};
use support::{ZOO, deposit, exit, n, redeem, release, set, slash, staked, supply, world};

#[test]
fn stake_goes_in_and_out_with_every_token_that_delivers() {
    for token in ZOO {
        let mut world = staked(token);
        let vault = world.vault;
        let book = IVault::bookCall { assets: n(2_000_000) };
        assert_eq!(world.send(BOB, vault, &book).answer(&book), n(2_000_000), "{token}");
        let escrow = slash(&mut world, 0, Address::ZERO);
        world.chain.wait(3 * DAY);
        let outcome = release(&mut world, escrow);
        outcome.assert_success();
        assert_eq!(world.balance(BURN_ADDRESS), n(400_000), "{token}");
        exit(&mut world, 1_000_000_000_000, &[ALICE, BOB]);
        for person in [ALICE, BOB] {
            redeem(&mut world, person, 1_000_000_000_000, person).assert_success();
        }
        // the virtual shares keep a unit of the yield
        let paid = world.balance(ALICE) + world.balance(BOB);
        let left = world.balance(vault);
        assert_eq!(paid, n(2_000_000_000) - n(400_000) - left, "{token}");
        assert!(left <= n(2), "{token}: {left}");
        assert_eq!(supply(&mut world), n(0), "{token}");
    }
}

#[test]
fn deposit_reverts_when_the_token_takes_a_fee() {
    let mut world = world("FeeToken");
    deposit(&mut world, ALICE, 1_000)
        .assert_error(&IVault::AssetsNotReceived { received: n(990), asked: n(1_000) });
    let mint = IVault::mintCall { shares: n(1_000_000), receiver: ALICE };
    world
        .send(ALICE, world.vault, &mint)
        .assert_error(&IVault::AssetsNotReceived { received: n(0), asked: n(1) });
    set(&mut world, &IToken::setFeeCall { bps: n(0) });
    deposit(&mut world, ALICE, 1_000).assert_success();
    set(&mut world, &IToken::setFeeCall { bps: n(1) });
    let book = IVault::bookCall { assets: n(10_000) };
    let lacks = IVault::AssetsNotReceived { received: n(9_999), asked: n(10_000) };
    world.send(ALICE, world.vault, &book).assert_error(&lacks);
    assert_eq!(world.ask(&IVault::totalAssetsCall {}), n(1_000));
}

#[test]
fn deposit_reverts_when_the_token_adds_a_bonus() {
    let mut world = world("BonusToken");
    let asked = n(1_000);
    deposit(&mut world, ALICE, 1_000)
        .assert_error(&IVault::AssetsNotReceived { received: n(1_010), asked });
    assert_eq!(supply(&mut world), n(0));
}

#[test]
fn claim_pays_what_is_owed_when_the_token_takes_a_fee() {
    let mut world = staked("FeeToken");
    exit(&mut world, 1_000_000_000_000, &[ALICE]);
    set(&mut world, &IToken::setFeeCall { bps: n(100) });
    let before = world.balance(ALICE);
    redeem(&mut world, ALICE, 1_000_000_000_000, ALICE).assert_success();
    assert_eq!(world.balance(ALICE) - before, n(990_000));
    assert_eq!(world.balance(world.vault), n(1_000_000));
}

#[test]
fn deposit_reverts_when_the_token_answers_less_than_a_word() {
    let mut world = world("ShortReturnToken");
    let refused = IVault::TokenRefused { token: world.token };
    deposit(&mut world, ALICE, 1_000).assert_error(&refused);
    let permit = IVault::depositWithPermitCall {
        assets: n(1),
        receiver: ALICE,
        minShares: n(0),
        expectedRiskVersion: world.ask(&IVault::riskVersionCall {}),
        deadline: U256::MAX,
        v: 27,
        r: B256::ZERO,
        s: B256::ZERO,
    };
    world.send(ALICE, world.vault, &permit).assert_error(&refused);
    assert_eq!((supply(&mut world), world.balance(world.vault)), (n(0), n(0)));
}

#[test]
fn deposit_reverts_when_the_token_answers_false() {
    let mut world = world("FalseToken");
    let refused = IVault::TokenRefused { token: world.token };
    deposit(&mut world, ALICE, 1_000_000_001).assert_error(&refused);
    deposit(&mut world, OPERATOR, 1).assert_error(&refused);
    assert_eq!(supply(&mut world), n(0));
    deposit(&mut world, ALICE, 1_000_000_000).assert_success();
}

#[test]
fn deposit_bubbles_when_the_token_refuses_large_amounts() {
    let mut world = world("Uint96Token");
    let deposit = IVault::depositCall { assets: U256::ONE << 96, receiver: ALICE };
    world.send(ALICE, world.vault, &deposit).assert_message("insufficient allowance");
    world
        .send(ALICE, world.token, &IToken::approveCall { spender: world.vault, value: U256::MAX })
        .assert_message("above uint96");
    let most = (U256::ONE << 96) - U256::ONE;
    world.mint(ALICE, most - n(3_000_000_000));
    let deposit = IVault::depositCall { assets: most - n(3_000_000_000), receiver: ALICE };
    world.send(ALICE, world.vault, &deposit).assert_success();
}

#[test]
fn claim_worth_nothing_makes_no_transfer() {
    let mut world = staked("RevertOnZeroToken");
    let [id] = exit(&mut world, 1, &[ALICE])[..] else { panic!("one request") };
    let claim = IVault::redeemRequestCall {
        requestId: id,
        shares: n(1),
        receiver: ALICE,
        controller: ALICE,
    };
    let outcome = world.send(ALICE, world.vault, &claim);
    assert_eq!(outcome.answer(&claim), n(0));
    assert!(outcome.logs.iter().all(|log| log.address == world.vault));
    let again = IVault::NothingRequested { requestId: id, controller: ALICE };
    world.send(ALICE, world.vault, &claim).assert_error(&again);
    // nothing to claim is nothing to send either
    let none = IVault::redeemRequestsCall {
        requestIds: vec![id, n(5)],
        receiver: ALICE,
        controller: ALICE,
    };
    assert_eq!(world.send(ALICE, world.vault, &none).answer(&none), n(0));
}

#[test]
fn one_blocked_receiver_does_not_block_others() {
    let mut world = staked("BlocklistToken");
    exit(&mut world, 100_000_000_000, &[ALICE, BOB]);
    set(&mut world, &IToken::block_Call { account: ALICE, blocked: true });
    redeem(&mut world, ALICE, 100_000_000_000, ALICE).assert_message("receiver blocked");
    redeem(&mut world, BOB, 100_000_000_000, BOB).assert_success();
    redeem(&mut world, ALICE, 100_000_000_000, CAROL).assert_success();
    assert_eq!(world.balance(CAROL), n(1_000_100_000));
}

#[test]
fn pool_bears_the_loss_when_the_token_rebases_down() {
    let mut world = staked("RebaseToken");
    let vault = world.vault;
    exit(&mut world, 500_000_000_000, &[ALICE]);
    world.send(CAROL, vault, &IVault::settleCall {}).assert_success();
    let delta = -I256::try_from(300_000).unwrap();
    set(&mut world, &IToken::rebaseCall { account: vault, delta });
    let outcome = world.send(CAROL, vault, &IVault::pokeCall {});
    let [loss]: [IVault::LossReconciled; 1] = outcome.events(vault).try_into().ok().unwrap();
    assert_eq!(loss.assets, n(300_000));
    assert_eq!(world.ask(&IVault::totalAssetsCall {}), n(1_200_000));
    // what has matured is not touched
    redeem(&mut world, ALICE, 500_000_000_000, CAROL).assert_success();
    assert_eq!(world.balance(CAROL), n(1_000_500_000));
}

#[test]
fn claims_share_what_is_there_when_the_token_rebases_below_the_debts() {
    let mut world = staked("RebaseToken");
    let vault = world.vault;
    exit(&mut world, 1_000_000_000_000, &[ALICE, BOB]);
    world.send(CAROL, vault, &IVault::settleCall {}).assert_success();
    let delta = -I256::try_from(500_000).unwrap();
    set(&mut world, &IToken::rebaseCall { account: vault, delta });
    assert_eq!(world.ask(&IVault::deficitCall {}), n(500_000));
    deposit(&mut world, CAROL, 1).assert_error(&IVault::Deficit { missing: n(500_000) });
    for person in [ALICE, BOB] {
        let before = world.balance(person);
        redeem(&mut world, person, 1_000_000_000_000, person).assert_success();
        assert_eq!(world.balance(person) - before, n(750_000));
    }
    assert_eq!((world.balance(vault), world.ask(&IVault::deficitCall {})), (n(0), n(0)));
}

#[test]
fn deposit_is_taken_at_the_floor_of_the_price_and_refused_below() {
    let mut world = world("RebaseToken");
    let vault = world.vault;
    world.fund(ALICE, 1_000_000_000);
    // 2e15 shares, the virtual ones included: a billionth of par is one asset, and the virtual one
    deposit(&mut world, ALICE, 1_999_999_999).assert_success();
    let delta = -I256::try_from(1_999_999_998).unwrap();
    set(&mut world, &IToken::rebaseCall { account: vault, delta });
    let call = IVault::depositCall { assets: n(1), receiver: BOB };
    let outcome = world.try_send(BOB, vault, &call);
    assert_eq!(outcome.answer(&call), n(10).pow(n(15)));
    set(&mut world, &IToken::rebaseCall { account: vault, delta: I256::MINUS_ONE });
    let closed = IVault::VaultClosed {
        rate: n(10).pow(n(24)) / n(2_000_000_000_000_000),
        magnitude: n(10).pow(n(27)),
    };
    world.try_send(BOB, vault, &call).assert_error(&closed);
    assert_eq!(world.ask(&IVault::maxDepositCall { receiver: BOB }), n(0));
}

#[test]
fn surplus_waits_to_be_booked_when_the_token_rebases_up() {
    let mut world = staked("RebaseToken");
    let vault = world.vault;
    set(
        &mut world,
        &IToken::rebaseCall { account: vault, delta: I256::try_from(300_000).unwrap() },
    );
    world.send(CAROL, vault, &IVault::pokeCall {}).assert_success();
    assert_eq!(world.ask(&IVault::totalAssetsCall {}), n(2_000_000));
    let book = IVault::bookSurplusCall {};
    assert_eq!(world.send(CAROL, vault, &book).answer(&book), n(300_000));
    assert_eq!(world.ask(&IVault::totalAssetsCall {}), n(2_300_000));
}
