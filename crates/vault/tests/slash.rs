//! Slashes: who may, how much, and what one costs at worst.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, U256};
use restaking_abi::{IVault, IVaultFactory};
use restaking_vault::{SLASH_GAS, VaultError, factory::least_epoch_length};
use support::*;

fn slash(lane: u8, magnitude: u128, until: u64) -> IVault::slashCall {
    IVault::slashCall {
        lane,
        magnitude: U256::from(magnitude),
        escrowUntil: until,
        recipient: Address::ZERO,
    }
}

#[test]
fn slashing_alone_holds_takes_and_lets_go() {
    let mut world = World::new();
    for caller in [ALICE, OPERATOR, GOVERNANCE, REGISTRY, OPERATORS] {
        let refused = Some(error(VaultError::NotSlashing { caller }));
        assert_eq!(world.send(caller, hold(0, START, START + 1, 1)).err(), refused);
        assert_eq!(world.send(caller, hold(16, START, START, 1)).err(), refused);
        assert_eq!(world.send(caller, IVault::closeHoldCall { lane: 0 }).err(), refused);
        assert_eq!(world.send(caller, slash(0, 1, START)).err(), refused);
    }
}

#[test]
fn slash_reverts_without_a_lasting_hold_and_beyond_the_whole() {
    let mut world = World::new();
    world.deposit(ALICE, ONE);
    let closed = Some(error(VaultError::HoldNotOpen { lane: 0 }));
    assert_eq!(world.send(SLASHING, slash(0, 1, START)).err(), closed);
    let lane = world.open_hold(0, START + DAY);
    let (held, needed) = (U256::from(WHOLE), U256::from(WHOLE + 1));
    let beyond = Some(error(VaultError::InsufficientMagnitude { held, needed }));
    assert_eq!(world.send(SLASHING, slash(lane, WHOLE + 1, START)).err(), beyond);
    let (until, latest) = (START + 14 * DAY + 1, START + 14 * DAY);
    assert_eq!(world.send(SLASHING, slash(lane, WHOLE + 1, until)).err(), beyond, "and too long");
    let long = Some(error(VaultError::HoldOutOfRange { until, latest }));
    assert_eq!(world.send(SLASHING, slash(lane, WHOLE / 2, until)).err(), long);
    world.at(START + DAY);
    assert_eq!(world.send(SLASHING, slash(lane, 1, START)).err(), closed);
}

#[test]
fn slash_takes_the_same_part_of_those_who_stay_and_those_who_wait() {
    let mut world = World::new();
    world.deposit(ALICE, 60 * ONE);
    world.deposit(BOB, 40 * ONE);
    let id = world.exit(ALICE);
    world.at(START + DAY);
    let lane = world.open_hold(0, START + 2 * DAY);
    assert_eq!(
        world.slash(lane, WHOLE / 4, START + 2 * DAY, Address::ZERO).assets,
        U256::from(25 * ONE)
    );
    world.at(START + 14 * DAY);
    assert_eq!(world.claim(ALICE, id), U256::from(45 * ONE));
    assert_eq!(world.view(IVault::totalAssetsCall {}), U256::from(30 * ONE));
    assert_eq!(world.view(IVault::magnitudeCall {}), U256::from(WHOLE - WHOLE / 4));
}

#[test]
fn slash_that_rounds_to_nothing_completes_and_ends_the_hold() {
    let mut world = World::new();
    world.deposit(ALICE, 1_000);
    let lane = world.open_hold(0, START + DAY);
    assert_eq!(world.view(IVault::previewSlashCall { magnitude: U256::from(1) }).reason, 4);
    let taken = world.slash(lane, 1, START + DAY, Address::ZERO);
    assert_eq!((taken.assets, taken.escrowId), (U256::ZERO, U256::ZERO));
    assert_eq!(world.view(IVault::openHoldsCall {}), U256::ZERO);
    assert_eq!(world.view(IVault::magnitudeCall {}), U256::from(WHOLE - 1));
}

#[test]
fn preview_slash_tells_why_nothing_would_be_taken() {
    let mut world = World::new();
    let reason = |world: &mut World, magnitude| {
        world.view(IVault::previewSlashCall { magnitude: U256::from(magnitude) }).reason
    };
    assert_eq!(reason(&mut world, WHOLE), 1);
    world.deposit(ALICE, ONE);
    assert_eq!((reason(&mut world, WHOLE), reason(&mut world, WHOLE + 1)), (0, 3));
    let lane = world.open_hold(0, START + DAY);
    world.slash(lane, WHOLE, START + DAY, Address::ZERO);
    world.send(BOB, IVault::bookCall { assets: U256::from(ONE) }).unwrap();
    assert_eq!(reason(&mut world, 1), 2);
}

#[test]
fn hold_keeps_the_exits_of_the_pool_slashable_until_it_ends() {
    let mut world = World::new();
    world.deposit(ALICE, 60 * ONE);
    world.exit(ALICE);
    let maturity = START + 14 * DAY;
    assert_eq!(world.view(IVault::slashableUntilCall { time: maturity - 1 }), U256::from(60 * ONE));
    assert_eq!(world.view(IVault::slashableUntilCall { time: maturity }), U256::ZERO);
    world.at(maturity - 1);
    let lane = world.open_hold(0, maturity + DAY);
    world.at(maturity + DAY - 1);
    assert_eq!(
        world.slash(lane, WHOLE, maturity + DAY, Address::ZERO).assets,
        U256::from(60 * ONE)
    );
}

#[test]
fn slash_and_everything_but_payments_survive_a_token_that_answers_nothing() {
    let mut world = World::new();
    world.deposit(ALICE, 60 * ONE);
    world.deposit(BOB, 40 * ONE);
    let id = world.exit(ALICE);
    world.at(START + 14 * DAY - 1);
    let lane = world.open_hold(0, START + 15 * DAY);
    world.mute_token();
    assert_eq!(
        world.slash(lane, WHOLE / 4, START + 15 * DAY, Address::ZERO).assets,
        U256::from(25 * ONE)
    );
    world.at(START + 15 * DAY);
    // The bucket is due: moving shares, filing and looking go on, only payments wait for the token.
    world.send(BOB, IVault::transferCall { to: ALICE, value: U256::from(ONE) }).unwrap();
    world.open_hold(1, START + 16 * DAY);
    assert_eq!(world.view(IVault::totalAssetsCall {}), U256::from(30 * ONE));
    let claim =
        IVault::redeemRequestsCall { requestIds: vec![id], receiver: ALICE, controller: ALICE };
    assert!(world.send(ALICE, claim).is_err());
    world.unmute_token();
    assert_eq!(world.claim(ALICE, id), U256::from(45 * ONE));
}

#[test]
fn slash_cannot_be_starved_of_its_comparison() {
    use alloy_sol_types::SolCall;
    use restaking_host::memory::Transaction;
    let mut world = World::new();
    world.deposit(ALICE, 100 * ONE);
    let lane = world.open_hold(0, START + DAY);
    let vault = world.vault;
    world.set_token_balance(vault, 50 * ONE);
    let input = alloy_primitives::Bytes::from(slash(lane, WHOLE / 10, START + DAY).abi_encode());
    for gas in (22_000..400_000).step_by(997) {
        let snapshot = world.chain.snapshot();
        let tx = Transaction::new(SLASHING, vault, input.clone()).with_gas_limit(gas);
        if world.chain.transact(tx).is_ok_and(|receipt| receipt.is_success()) {
            let escrowed = world.view(IVault::escrowedAssetsCall {});
            assert_eq!(
                escrowed,
                U256::from(5 * ONE),
                "with {gas} gas the loss was not borne first"
            );
        }
        assert!(world.chain.rollback(snapshot));
    }
}

/// A vault with one exit in each of the 62 buckets that its exit delay and the longest hold can keep open.
fn crowded() -> (World, u64) {
    let length = least_epoch_length(14 * DAY);
    let mut world = World::with(IVaultFactory::VaultParams { epochLength: length, ..params() });
    world.deposit(ALICE, 1_000 * ONE);
    for epoch in 0..62 {
        world.at(START + epoch * length);
        let call =
            IVault::requestRedeemCall { shares: U256::from(ONE), controller: ALICE, owner: ALICE };
        world.send(ALICE, call).unwrap();
    }
    (world, START + 62 * length)
}

#[test]
fn filing_that_settles_every_bucket_stays_within_the_gas_of_a_slash() {
    let (mut world, now) = crowded();
    let later = now + 60 * DAY;
    world.at(later);
    let call = hold(0, later, later + DAY, ONE);
    let receipt = world.receipt(world.vault, SLASHING, call);
    assert!(receipt.is_success());
    assert_eq!(world.view(IVault::exitingSharesCall {}), U256::ZERO);
    assert!(receipt.gas_used <= SLASH_GAS, "{} gas", receipt.gas_used);
}

/// The most that a slash can have to do: 63 holds lapsed together and let go all buckets that matured under them; the
/// 64th, filed last, takes for a recipient. Answers the gas.
fn worst_slash(world: &mut World, filed: u64) -> u64 {
    world.at(filed);
    for hold in 0..63 {
        world.open_hold(hold / 4, filed + 14 * DAY - 1);
    }
    world.at(filed + 13 * DAY);
    let lane = world.open_hold(15, filed + 15 * DAY);
    let waiting = world.view(IVault::exitingSharesCall {});
    world.at(filed + 14 * DAY);
    let burned = slash(lane, WHOLE / 10, filed + 16 * DAY);
    let call = IVault::slashCall { recipient: RECIPIENT, ..burned };
    let receipt = world.receipt(world.vault, SLASHING, call);
    assert!(receipt.is_success(), "{receipt:?}");
    let left = world.view(IVault::exitingSharesCall {});
    assert!(left < waiting, "the slash settled what the lapsed holds had kept");
    receipt.gas_used + receipt.gas_refunded
}

#[test]
fn slash_at_its_worst_stays_within_its_gas() {
    let (mut world, filed) = crowded();
    let gas = worst_slash(&mut world, filed);
    assert!(gas <= SLASH_GAS, "{gas} gas");
}

#[test]
fn slash_at_its_worst_that_asks_when_each_hold_ended_stays_within_its_gas() {
    let (mut world, filed) = crowded();
    world.install_registry().install_governance();
    let vault = world.vault;
    for seat in 0..16 {
        let avs = Address::with_last_byte(seat + 1);
        world.send_to(REGISTRY, ALICE, IAvsStub::sitCall { vault, seat, avs }).unwrap();
    }
    let gas = worst_slash(&mut world, filed);
    assert!(gas <= SLASH_GAS, "{gas} gas");
}
