//! Escrow: release, fallback, return, the recovery account.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, U256};
use restaking_abi::IVault;
use restaking_vault::{BURN_ADDRESS, FALLBACK_SECONDS, VaultError};
use support::*;

fn id(number: u64) -> U256 {
    U256::from(number)
}

/// Alice and Bob deposit 60 and 40; 10 % are taken on day 1 into escrow until day 4.
fn slashed(recipient: Address) -> World {
    let mut world = World::new();
    world.deposit(ALICE, 60 * ONE);
    world.deposit(BOB, 40 * ONE);
    world.at(START + DAY);
    let lane = world.open_hold(0, START + 5 * DAY);
    let taken = world.slash(lane, WHOLE / 10, START + 4 * DAY, recipient);
    assert_eq!((taken.assets, taken.escrowId), (U256::from(10 * ONE), id(1)));
    world
}

fn release(world: &mut World) -> Called<IVault::releaseEscrowCall> {
    world.send(ALICE, IVault::releaseEscrowCall { escrowId: id(1) })
}

fn give_back(world: &mut World, from: Address) -> Called<IVault::returnEscrowCall> {
    world.send(from, IVault::returnEscrowCall { escrowId: id(1) })
}

#[test]
fn release_reverts_on_an_escrow_that_does_not_exist() {
    let mut world = slashed(RECIPIENT);
    for escrow in [id(0), id(2), U256::MAX, (U256::from(1) << 64) + id(1)] {
        let released = world.send(ALICE, IVault::releaseEscrowCall { escrowId: escrow });
        assert_eq!(released.err(), Some(error(VaultError::UnknownEscrow { escrowId: escrow })));
    }
}

#[test]
fn release_pays_exactly_when_due_and_not_a_second_before() {
    let mut world = slashed(RECIPIENT);
    let due = START + 4 * DAY;
    world.at(due - 1);
    let early = release(&mut world).err();
    assert_eq!(early, Some(error(VaultError::EscrowNotDue { escrowId: id(1), due })));
    world.at(due);
    assert_eq!(release(&mut world).unwrap().to, RECIPIENT);
    assert_eq!(world.token_balance(RECIPIENT), U256::from(10 * ONE));
    assert!(release(&mut world).is_err(), "an escrow is paid once");
}

#[test]
fn release_burns_when_there_is_no_recipient() {
    let mut world = slashed(Address::ZERO);
    world.at(START + 4 * DAY);
    assert_eq!(release(&mut world).unwrap().to, BURN_ADDRESS);
    assert_eq!(world.token_balance(BURN_ADDRESS), U256::from(10 * ONE));
}

#[test]
fn release_burns_what_a_recipient_refuses_for_30_days_and_not_a_second_earlier() {
    let mut world = slashed(RECIPIENT);
    world.block_recipient(RECIPIENT, true);
    let fallback = START + 4 * DAY + FALLBACK_SECONDS;
    world.at(fallback - 1);
    let refused = release(&mut world).err();
    assert_eq!(refused, Some(error(VaultError::RecipientRefuses { recipient: RECIPIENT })));
    world.at(fallback);
    assert_eq!(release(&mut world).unwrap().to, BURN_ADDRESS);
}

#[test]
fn release_pays_a_recipient_that_accepts_after_30_days() {
    let mut world = slashed(RECIPIENT);
    world.at(START + 40 * DAY);
    assert_eq!(release(&mut world).unwrap().to, RECIPIENT);
}

#[test]
fn release_never_burns_for_lack_of_gas() {
    use alloy_sol_types::SolCall;
    use restaking_host::memory::Transaction;
    let mut world = slashed(RECIPIENT);
    world.at(START + 40 * DAY);
    let input =
        alloy_primitives::Bytes::from(IVault::releaseEscrowCall { escrowId: id(1) }.abi_encode());
    for gas in (21_500..700_000).step_by(1_499) {
        let snapshot = world.chain.snapshot();
        let tx = Transaction::new(ALICE, world.vault, input.clone()).with_gas_limit(gas);
        if world.chain.transact(tx).is_ok_and(|receipt| receipt.is_success()) {
            assert_eq!(world.token_balance(BURN_ADDRESS), U256::ZERO, "starved with {gas} gas");
            assert_eq!(world.token_balance(RECIPIENT), U256::from(10 * ONE));
        }
        assert!(world.chain.rollback(snapshot));
    }
    assert!(release(&mut world).is_ok());
}

#[test]
fn return_reverts_for_others_than_governance_and_once_due() {
    let mut world = slashed(RECIPIENT);
    let refused = give_back(&mut world, ALICE).err();
    assert_eq!(refused, Some(error(VaultError::NotGovernance { caller: ALICE })));
    let due = START + 4 * DAY;
    world.at(due);
    let late = give_back(&mut world, GOVERNANCE).err();
    assert_eq!(late, Some(error(VaultError::EscrowOver { escrowId: id(1), due })));
    world.at(due - 1);
    assert!(give_back(&mut world, GOVERNANCE).is_ok());
}

#[test]
fn return_restores_pool_and_whole_and_ends_the_hold() {
    let mut world = slashed(RECIPIENT);
    assert_eq!(world.view(IVault::openHoldsCall {}), id(1));
    let returned = give_back(&mut world, GOVERNANCE).unwrap();
    // a·M/A = 10 · 0.9e27 / 90 = 0.1e27
    assert_eq!(
        (returned.toPool, returned.magnitude),
        (U256::from(10 * ONE), U256::from(WHOLE / 10))
    );
    assert_eq!(world.view(IVault::totalAssetsCall {}), U256::from(100 * ONE));
    assert_eq!(world.view(IVault::magnitudeCall {}), U256::from(WHOLE));
    assert_eq!(world.view(IVault::openHoldsCall {}), U256::ZERO);
    assert_eq!(world.view(IVault::recoveryAssetsCall {}), U256::ZERO);
}

/// An old request holds Alice's matured bucket, a later one of another set bites it, the old one is vetoed: she leaves
/// with what is left. When the escrow comes back, her part of it goes to the recovery account.
fn returned_after_a_bearer_left() -> World {
    let mut world = World::new();
    world.deposit(ALICE, 60 * ONE);
    world.deposit(BOB, 40 * ONE);
    let exit = world.exit(ALICE);
    let maturity = START + 14 * DAY;
    world.at(maturity - 1);
    let old = world.open_hold(0, maturity + 5 * DAY);
    world.at(maturity + DAY);
    let lane = world.open_hold(1, maturity + 2 * DAY);
    world.slash(lane, WHOLE / 2, maturity + 4 * DAY, RECIPIENT);
    world.send(SLASHING, IVault::closeHoldCall { lane: old }).unwrap();
    assert_eq!(world.claim(ALICE, exit), U256::from(30 * ONE));
    let returned = give_back(&mut world, GOVERNANCE).unwrap();
    assert_eq!(returned.toPool, U256::from(20 * ONE), "Bob bore 40 of 100 shares");
    world
}

#[test]
fn return_puts_the_part_of_those_who_left_into_the_recovery_account() {
    let mut world = returned_after_a_bearer_left();
    assert_eq!(world.view(IVault::recoveryAssetsCall {}), U256::from(30 * ONE));
    assert_eq!(world.view(IVault::totalAssetsCall {}), U256::from(40 * ONE));
    assert_eq!(world.view(IVault::unclaimedAssetsCall {}), U256::ZERO);
    assert_eq!(world.token_balance(world.vault), U256::from(70 * ONE));
}

#[test]
fn pay_recovery_pays_out_of_the_account_and_no_more() {
    let mut world = returned_after_a_bearer_left();
    let call = |assets: u128| IVault::payRecoveryCall { to: ALICE, assets: U256::from(assets) };
    assert_eq!(world.send(GOVERNANCE, call(12 * ONE)).unwrap(), U256::from(12 * ONE));
    let refused = world.send(GOVERNANCE, call(18 * ONE + 1)).err();
    let (held, needed) = (U256::from(18 * ONE), U256::from(18 * ONE + 1));
    assert_eq!(refused, Some(error(VaultError::InsufficientRecovery { held, needed })));
    world.send(GOVERNANCE, call(18 * ONE)).unwrap();
    assert_eq!(world.token_balance(ALICE), U256::from(60 * ONE));
    assert_eq!(world.token_balance(world.vault), U256::from(40 * ONE));
}

#[test]
fn slash_filed_at_the_maturity_does_not_touch_the_matured() {
    let mut world = World::new();
    world.deposit(ALICE, 60 * ONE);
    world.deposit(BOB, 40 * ONE);
    let exit = world.exit(ALICE);
    let maturity = START + 14 * DAY;
    world.at(maturity);
    let lane = world.open_hold(0, maturity + 5 * DAY);
    world.slash(lane, WHOLE / 10, maturity + 4 * DAY, RECIPIENT);
    assert_eq!(world.claim(ALICE, exit), U256::from(60 * ONE));
    assert_eq!(world.view(IVault::totalAssetsCall {}), U256::from(36 * ONE));
}

#[test]
fn pay_recovery_reverts_beyond_what_is_there() {
    let mut world = slashed(RECIPIENT);
    let call = IVault::payRecoveryCall { to: ALICE, assets: id(1) };
    let refused = world.send(GOVERNANCE, call.clone()).err();
    assert_eq!(
        refused,
        Some(error(VaultError::InsufficientRecovery { held: U256::ZERO, needed: id(1) }))
    );
    let refused = world.send(ALICE, call).err();
    assert_eq!(refused, Some(error(VaultError::NotGovernance { caller: ALICE })));
}

#[test]
fn pending_return_is_what_a_return_would_give() {
    let mut world = slashed(RECIPIENT);
    let alice = world.view(IVault::balanceOfCall { account: ALICE });
    let pending = world.view(IVault::pendingReturnCall { shares: alice });
    let before = world.view(IVault::convertToAssetsCall { shares: alice });
    give_back(&mut world, GOVERNANCE).unwrap();
    let after = world.view(IVault::convertToAssetsCall { shares: alice });
    assert_eq!(pending, after - before);
    assert_eq!(world.view(IVault::pendingReturnCall { shares: alice }), U256::ZERO);
}
