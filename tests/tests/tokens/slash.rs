//! A token cannot stop a slash, and one that refuses stops nothing but its own transfers.

use alloy_primitives::{Address, Bytes, I256};
use alloy_sol_types::SolCall;
use restaking::{GOVERNANCE, abi::IVault, vault::BURN_ADDRESS};
use restaking_tests::{ALICE, BOB, CAROL, DAY, GAS_LIMIT, RECIPIENT, fixtures::IToken};

use crate::support::{
    SANE_GAS, ZOO, deposit, drain, exit, n, redeem, release, request, set, slash, staked,
};

#[test]
fn release_of_nothing_makes_no_transfer() {
    let mut world = staked("RevertOnZeroToken");
    let escrow = slash(&mut world, 0, RECIPIENT);
    world.chain.wait(3 * DAY);
    drain(&mut world);
    let call = IVault::releaseEscrowCall { escrowId: escrow };
    let outcome = release(&mut world, escrow);
    let answer = outcome.answer(&call);
    assert_eq!((answer.to, answer.paid), (RECIPIENT, n(0)));
    assert!(outcome.logs.iter().all(|log| log.address == world.vault));
}

#[test]
fn nothing_but_transfers_stops_when_the_token_is_paused() {
    let mut world = staked("PausableToken");
    let ids = exit(&mut world, 100_000_000_000, &[ALICE, BOB]);
    set(&mut world, &IToken::pauseCall { paused: true });
    deposit(&mut world, ALICE, 1).assert_message("paused");
    redeem(&mut world, ALICE, 1_000_000, ALICE).assert_message("paused");

    let vault = world.vault;
    let later = request(&mut world, ALICE, 5_000_000);
    let cancel = IVault::cancelRedeemRequestCall { requestId: later, controller: ALICE };
    world.send(ALICE, vault, &cancel).assert_success();
    let collect = IVault::claimCancelRedeemRequestCall {
        requestId: later,
        receiver: ALICE,
        controller: ALICE,
    };
    world.send(ALICE, vault, &collect).assert_success();
    world.send(ALICE, vault, &IVault::transferCall { to: CAROL, value: n(1) }).assert_success();
    let (redistributed, burned) =
        (slash(&mut world, 0, RECIPIENT), slash(&mut world, 1, Address::ZERO));
    let returned = slash(&mut world, 2, RECIPIENT);
    world
        .send(GOVERNANCE, vault, &IVault::returnEscrowCall { escrowId: returned })
        .assert_success();
    world.chain.wait(3 * DAY);
    release(&mut world, redistributed)
        .assert_error(&IVault::RecipientRefuses { recipient: RECIPIENT });
    release(&mut world, burned).assert_message("paused");

    set(&mut world, &IToken::pauseCall { paused: false });
    release(&mut world, redistributed).assert_success();
    release(&mut world, burned).assert_success();
    let claim = IVault::redeemRequestsCall { requestIds: ids, receiver: ALICE, controller: ALICE };
    assert_eq!(world.send(ALICE, vault, &claim).answer(&claim), n(100_000));
}

#[test]
fn escrow_is_burned_when_its_recipient_refuses_for_thirty_days() {
    let mut world = staked("BlocklistToken");
    let escrow = slash(&mut world, 0, RECIPIENT);
    set(&mut world, &IToken::block_Call { account: RECIPIENT, blocked: true });
    world.chain.wait(33 * DAY - 1);
    release(&mut world, escrow).assert_error(&IVault::RecipientRefuses { recipient: RECIPIENT });
    world.chain.wait(1);
    let call = IVault::releaseEscrowCall { escrowId: escrow };
    let answer = release(&mut world, escrow).answer(&call);
    assert_eq!((answer.to, answer.paid), (BURN_ADDRESS, n(200_000)));
    assert_eq!(world.balance(BURN_ADDRESS), n(200_000));
}

#[test]
fn escrow_goes_to_its_recipient_after_thirty_days_if_it_does_not_refuse() {
    let mut world = staked("BlocklistToken");
    let escrow = slash(&mut world, 0, RECIPIENT);
    world.chain.wait(100 * DAY);
    release(&mut world, escrow).assert_success();
    assert_eq!(world.balance(RECIPIENT), n(200_000));
}

#[test]
fn slash_succeeds_when_the_vault_itself_is_blocked() {
    let mut world = staked("BlocklistToken");
    let blocked = IToken::block_Call { account: world.vault, blocked: true };
    set(&mut world, &blocked);
    let escrow = slash(&mut world, 0, RECIPIENT);
    world.chain.wait(3 * DAY);
    release(&mut world, escrow).assert_error(&IVault::RecipientRefuses { recipient: RECIPIENT });
}

#[test]
fn slash_succeeds_with_every_token_at_its_worst() {
    for token in ZOO {
        let mut world = staked(token);
        let vault = world.vault;
        let settle = Bytes::from(IVault::settleCall {}.abi_encode());
        match token {
            "BlocklistToken" => {
                set(&mut world, &IToken::block_Call { account: vault, blocked: true })
            }
            "BonusToken" => set(&mut world, &IToken::setBonusCall { bps: n(5_000) }),
            "CallbackToken" => {
                set(
                    &mut world,
                    &IToken::setHookCall {
                        target: vault,
                        data: settle,
                        before: true,
                        after_: true,
                    },
                );
            }
            "FeeToken" => set(&mut world, &IToken::setFeeCall { bps: n(10_000) }),
            "GasBurnerToken" => set(&mut world, &IToken::setBurnCall { burning: true }),
            "HugeReturnToken" => set(&mut world, &IToken::setSizeCall { size: n(2_000_000) }),
            "PausableToken" => set(&mut world, &IToken::pauseCall { paused: true }),
            "RebaseToken" => {
                let delta = -I256::try_from(1_999_900).unwrap();
                set(&mut world, &IToken::rebaseCall { account: vault, delta });
            }
            _ => {}
        }
        slash(&mut world, 0, RECIPIENT);
    }
}

#[test]
fn release_costs_no_more_than_its_bound_when_the_token_burns_gas() {
    let mut world = staked("GasBurnerToken");
    let escrow = slash(&mut world, 0, RECIPIENT);
    set(&mut world, &IToken::setBurnCall { burning: true });
    world.chain.wait(3 * DAY);
    let outcome = release(&mut world, escrow);
    outcome.assert_error(&IVault::RecipientRefuses { recipient: RECIPIENT });
    assert!(outcome.gas_used < SANE_GAS, "{}", outcome.gas_used);

    let outcome = deposit(&mut world, ALICE, 1);
    outcome.assert_empty_revert();
    assert!(outcome.gas_used > GAS_LIMIT / 2);
    assert_eq!(world.ask(&IVault::escrowedAssetsCall {}), n(200_000));
    set(&mut world, &IToken::setBurnCall { burning: false });
    release(&mut world, escrow).assert_success();
    assert_eq!(world.balance(RECIPIENT), n(200_000));
}

#[test]
fn release_burns_when_an_answer_is_too_long_for_its_bound() {
    let mut world = staked("HugeReturnToken");
    let escrow = slash(&mut world, 0, RECIPIENT);
    world.chain.wait(3 * DAY);
    release(&mut world, escrow).assert_error(&IVault::RecipientRefuses { recipient: RECIPIENT });
    world.chain.wait(30 * DAY);
    let call = IVault::releaseEscrowCall { escrowId: escrow };
    assert_eq!(release(&mut world, escrow).answer(&call).to, BURN_ADDRESS);
}
