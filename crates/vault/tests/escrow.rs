//! Escrow: release, fallback, return, the recovery account.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, U256};
use restaking_abi::IVault;
use restaking_vault::{BURN_ADDRESS, EscrowId, FALLBACK_SECONDS, VaultError};
use support::*;

const DUE: u64 = START + 4 * DAY;

fn units(amount: u128) -> U256 {
    U256::from(amount)
}

/// Alice and Bob deposit 60 and 40; 10 % are taken on day 1 into escrow until day 4. Answers its id.
fn slashed(recipient: Address) -> (World, U256) {
    let mut world = World::new();
    world.deposit(ALICE, 60 * ONE);
    world.deposit(BOB, 40 * ONE);
    world.at(START + DAY);
    let lane = world.open_hold(0, START + 5 * DAY);
    let taken = world.slash(lane, WHOLE / 10, DUE, recipient);
    assert_eq!(taken.assets, units(10 * ONE));
    (world, taken.escrowId)
}

fn release(world: &mut World, escrow: U256) -> Called<IVault::releaseEscrowCall> {
    world.send(ALICE, IVault::releaseEscrowCall { escrowId: escrow })
}

fn give_back(world: &mut World, from: Address, escrow: U256) -> Called<IVault::returnEscrowCall> {
    world.send(from, IVault::returnEscrowCall { escrowId: escrow })
}

#[test]
fn release_reverts_on_an_escrow_that_does_not_exist() {
    let (mut world, id) = slashed(RECIPIENT);
    let burned = id ^ units(64);
    let of_another_lane = id + units(1);
    for escrow in [U256::ZERO, U256::MAX, (units(1) << 64) + id, burned, of_another_lane] {
        let unknown = Some(error(VaultError::UnknownEscrow { escrowId: escrow }));
        assert_eq!(release(&mut world, escrow).err(), unknown);
        assert_eq!(give_back(&mut world, GOVERNANCE, escrow).err(), unknown);
        assert_eq!(world.send(ALICE, IVault::escrowCall { escrowId: escrow }).err(), unknown);
    }
}

#[test]
fn release_pays_exactly_when_due_and_not_a_second_before() {
    let (mut world, id) = slashed(RECIPIENT);
    let due = DUE;
    world.at(due - 1);
    let early = release(&mut world, id).err();
    assert_eq!(early, Some(error(VaultError::EscrowNotDue { escrowId: id, due })));
    world.at(due);
    assert_eq!(release(&mut world, id).unwrap().to, RECIPIENT);
    assert_eq!(world.token_balance(RECIPIENT), units(10 * ONE));
    assert!(release(&mut world, id).is_err(), "an escrow is paid once");
}

#[test]
fn release_burns_when_there_is_no_recipient() {
    let (mut world, id) = slashed(Address::ZERO);
    world.at(START + 4 * DAY);
    assert_eq!(release(&mut world, id).unwrap().to, BURN_ADDRESS);
    assert_eq!(world.token_balance(BURN_ADDRESS), units(10 * ONE));
}

#[test]
fn release_burns_what_a_recipient_refuses_for_30_days_and_not_a_second_earlier() {
    let (mut world, id) = slashed(RECIPIENT);
    world.block_recipient(RECIPIENT, true);
    let fallback = START + 4 * DAY + FALLBACK_SECONDS;
    world.at(fallback - 1);
    let refused = release(&mut world, id).err();
    assert_eq!(refused, Some(error(VaultError::RecipientRefuses { recipient: RECIPIENT })));
    world.at(fallback);
    assert_eq!(release(&mut world, id).unwrap().to, BURN_ADDRESS);
}

#[test]
fn release_pays_a_recipient_that_accepts_after_30_days() {
    let (mut world, id) = slashed(RECIPIENT);
    world.at(START + 40 * DAY);
    assert_eq!(release(&mut world, id).unwrap().to, RECIPIENT);
}

#[test]
fn release_never_burns_for_lack_of_gas() {
    use alloy_sol_types::SolCall;
    use restaking_host::memory::Transaction;
    let (mut world, id) = slashed(RECIPIENT);
    world.at(START + 40 * DAY);
    let input =
        alloy_primitives::Bytes::from(IVault::releaseEscrowCall { escrowId: id }.abi_encode());
    for gas in (21_500..700_000).step_by(1_499) {
        let snapshot = world.chain.snapshot();
        let tx = Transaction::new(ALICE, world.vault, input.clone()).with_gas_limit(gas);
        if world.chain.transact(tx).is_ok_and(|receipt| receipt.is_success()) {
            assert_eq!(world.token_balance(BURN_ADDRESS), U256::ZERO, "starved with {gas} gas");
            assert_eq!(world.token_balance(RECIPIENT), units(10 * ONE));
        }
        assert!(world.chain.rollback(snapshot));
    }
    assert!(release(&mut world, id).is_ok());
}

#[test]
fn return_reverts_for_others_than_governance_and_once_due() {
    let (mut world, id) = slashed(RECIPIENT);
    let refused = give_back(&mut world, ALICE, id).err();
    assert_eq!(refused, Some(error(VaultError::NotGovernance { caller: ALICE })));
    world.at(DUE);
    let late = give_back(&mut world, GOVERNANCE, id).err();
    assert_eq!(late, Some(error(VaultError::EscrowOver { escrowId: id })));
    world.at(DUE - 1);
    assert!(give_back(&mut world, GOVERNANCE, id).is_ok());
}

#[test]
fn return_restores_pool_and_whole_and_ends_the_hold() {
    let (mut world, id) = slashed(RECIPIENT);
    assert_eq!(world.view(IVault::openHoldsCall {}), units(1));
    let returned = give_back(&mut world, GOVERNANCE, id).unwrap();
    // a·M/A = 10 · 0.9e27 / 90 = 0.1e27
    assert_eq!((returned.toPool, returned.magnitude), (units(10 * ONE), units(WHOLE / 10)));
    assert_eq!(world.view(IVault::totalAssetsCall {}), units(100 * ONE));
    assert_eq!(world.view(IVault::magnitudeCall {}), units(WHOLE));
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
    let id = world.slash(lane, WHOLE / 2, maturity + 4 * DAY, RECIPIENT).escrowId;
    world.send(SLASHING, IVault::closeHoldCall { lane: old }).unwrap();
    assert_eq!(world.claim(ALICE, exit), units(30 * ONE));
    let returned = give_back(&mut world, GOVERNANCE, id).unwrap();
    assert_eq!(returned.toPool, units(20 * ONE), "Bob bore 40 of 100 shares");
    world
}

#[test]
fn return_puts_the_part_of_those_who_left_into_the_recovery_account() {
    let mut world = returned_after_a_bearer_left();
    assert_eq!(world.view(IVault::recoveryAssetsCall {}), units(30 * ONE));
    assert_eq!(world.view(IVault::totalAssetsCall {}), units(40 * ONE));
    assert_eq!(world.view(IVault::unclaimedAssetsCall {}), U256::ZERO);
    assert_eq!(world.token_balance(world.vault), units(70 * ONE));
}

#[test]
fn pay_recovery_pays_out_of_the_account_and_no_more() {
    let mut world = returned_after_a_bearer_left();
    let call = |assets: u128| IVault::payRecoveryCall { to: ALICE, assets: units(assets) };
    assert_eq!(world.send(GOVERNANCE, call(12 * ONE)).unwrap(), units(12 * ONE));
    let refused = world.send(GOVERNANCE, call(18 * ONE + 1)).err();
    let (held, needed) = (units(18 * ONE), units(18 * ONE + 1));
    assert_eq!(refused, Some(error(VaultError::InsufficientRecovery { held, needed })));
    world.send(GOVERNANCE, call(18 * ONE)).unwrap();
    assert_eq!(world.token_balance(ALICE), units(60 * ONE));
    assert_eq!(world.token_balance(world.vault), units(40 * ONE));
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
    assert_eq!(world.claim(ALICE, exit), units(60 * ONE));
    assert_eq!(world.view(IVault::totalAssetsCall {}), units(36 * ONE));
}

#[test]
fn pay_recovery_reverts_beyond_what_is_there() {
    let (mut world, _) = slashed(RECIPIENT);
    let call = IVault::payRecoveryCall { to: ALICE, assets: units(1) };
    let refused = world.send(GOVERNANCE, call.clone()).err();
    assert_eq!(
        refused,
        Some(error(VaultError::InsufficientRecovery { held: U256::ZERO, needed: units(1) }))
    );
    let refused = world.send(ALICE, call).err();
    assert_eq!(refused, Some(error(VaultError::NotGovernance { caller: ALICE })));
}

#[test]
fn pending_return_is_what_a_return_would_give() {
    let (mut world, id) = slashed(RECIPIENT);
    let alice = world.view(IVault::balanceOfCall { account: ALICE });
    let pending = world.view(IVault::pendingReturnCall { shares: alice });
    let before = world.view(IVault::convertToAssetsCall { shares: alice });
    give_back(&mut world, GOVERNANCE, id).unwrap();
    let after = world.view(IVault::convertToAssetsCall { shares: alice });
    assert_eq!(pending, after - before);
    assert_eq!(world.view(IVault::pendingReturnCall { shares: alice }), U256::ZERO);
}

fn escrow(world: &mut World, id: U256) -> IVault::escrowReturn {
    world.view(IVault::escrowCall { escrowId: id })
}

#[test]
fn escrow_tells_magnitude_and_due_only_while_its_hold_lasts_and_a_recipient_when_it_was_due() {
    for recipient in [RECIPIENT, Address::ZERO] {
        let (mut world, id) = slashed(recipient);
        let supply = units(100 * ONE * 1_000_000);
        let waiting = IVault::escrowReturn {
            assets: units(10 * ONE),
            supply,
            magnitude: units(WHOLE / 10),
            due: DUE,
            recipient,
        };
        assert_eq!(escrow(&mut world, id), waiting);
        world.at(DUE - 1);
        assert_eq!(escrow(&mut world, id), waiting);
        let due = if recipient.is_zero() { 0 } else { DUE };
        let over = IVault::escrowReturn { magnitude: U256::ZERO, due, ..waiting };
        world.at(DUE);
        assert_eq!(escrow(&mut world, id), over);
        world.send(ALICE, IVault::settleCall {}).unwrap();
        assert_eq!(escrow(&mut world, id), over);
    }
}

#[test]
fn escrow_is_over_though_its_lane_holds_for_another() {
    for recipient in [RECIPIENT, Address::ZERO] {
        let (mut world, id) = slashed(recipient);
        world.at(DUE);
        assert_eq!(world.open_hold(0, DUE + 5 * DAY), 0, "the same lane");
        let second = world.slash(0, WHOLE / 100, DUE + 3 * DAY, recipient).escrowId;
        assert_ne!(second, id);
        let (first, other) = (escrow(&mut world, id), escrow(&mut world, second));
        assert_eq!(first.magnitude, U256::ZERO);
        assert_eq!((other.magnitude, other.due), (units(WHOLE / 100), DUE + 3 * DAY));
        let over = Some(error(VaultError::EscrowOver { escrowId: id }));
        assert_eq!(give_back(&mut world, GOVERNANCE, id).err(), over);
        release(&mut world, id).unwrap();
        assert_eq!(escrow(&mut world, second), other);
        let due = other.due;
        let early = Some(error(VaultError::EscrowNotDue { escrowId: second, due }));
        assert_eq!(release(&mut world, second).err(), early);
    }
}

#[test]
fn fallback_counts_from_the_time_due_though_the_lane_was_used_again() {
    let (mut world, id) = slashed(RECIPIENT);
    world.block_recipient(RECIPIENT, true);
    world.at(DUE + 20 * DAY);
    world.open_hold(0, DUE + 25 * DAY);
    world.at(DUE + FALLBACK_SECONDS - 1);
    assert!(release(&mut world, id).is_err());
    world.at(DUE + FALLBACK_SECONDS);
    assert_eq!(release(&mut world, id).unwrap().to, BURN_ADDRESS);
}

#[test]
fn escrow_due_before_now_is_due_at_once() {
    let mut world = World::new();
    world.deposit(ALICE, 100 * ONE);
    let lane = world.open_hold(0, START + DAY);
    world.at(START + 10);
    let id = world.slash(lane, WHOLE / 10, START + 9, RECIPIENT).escrowId;
    assert_eq!(
        (escrow(&mut world, id).due, escrow(&mut world, id).magnitude),
        (START + 10, U256::ZERO)
    );
    assert_eq!(world.view(IVault::openHoldsCall {}), U256::ZERO);
    let over = Some(error(VaultError::EscrowOver { escrowId: id }));
    assert_eq!(give_back(&mut world, GOVERNANCE, id).err(), over);
    assert_eq!(release(&mut world, id).unwrap().to, RECIPIENT);
}

#[test]
fn escrow_ids_count_and_name_the_lane_and_whether_there_is_a_recipient() {
    let mut world = World::new();
    world.deposit(ALICE, 100 * ONE);
    let mut ids = Vec::new();
    for (seat, recipient) in
        [(0, Address::ZERO), (15, RECIPIENT), (0, RECIPIENT), (15, Address::ZERO)]
    {
        let lane = world.open_hold(seat, START + DAY);
        let id = EscrowId(world.slash(lane, WHOLE / 10, START + DAY, recipient).escrowId.to());
        assert_eq!((id.lane().0, id.has_recipient()), (lane, !recipient.is_zero()));
        ids.push(id.0 >> 7);
    }
    assert_eq!(ids, [1, 2, 3, 4]);
}

#[test]
fn slash_that_takes_nothing_uses_no_escrow_number() {
    let mut world = World::new();
    let lane = world.open_hold(0, START + DAY);
    assert_eq!(world.slash(lane, WHOLE / 2, START + DAY, RECIPIENT).escrowId, U256::ZERO);
    world.deposit(ALICE, 100 * ONE);
    let lane = world.open_hold(0, START + DAY);
    let id = EscrowId(world.slash(lane, WHOLE / 10, START + DAY, RECIPIENT).escrowId.to());
    assert_eq!(id.0 >> 7, 1);
}

#[test]
fn escrow_logs_what_is_paid() {
    use alloy_sol_types::SolEvent;
    let (mut world, id) = slashed(RECIPIENT);
    world.at(DUE);
    let receipt = world.receipt(world.vault, ALICE, IVault::releaseEscrowCall { escrowId: id });
    let logged = receipt.logs.iter().find_map(|log| IVault::EscrowReleased::decode_log(log).ok());
    let event = IVault::EscrowReleased { escrowId: id, to: RECIPIENT, paid: units(10 * ONE) };
    assert_eq!(logged.map(|log| log.data), Some(event));
}

#[test]
fn return_order_of_checks_is_caller_then_escrow_then_time() {
    let (mut world, id) = slashed(RECIPIENT);
    world.at(DUE);
    let other = give_back(&mut world, ALICE, id + units(1)).err();
    assert_eq!(other, Some(error(VaultError::NotGovernance { caller: ALICE })));
    release(&mut world, id).unwrap();
    let gone = give_back(&mut world, GOVERNANCE, id).err();
    assert_eq!(gone, Some(error(VaultError::UnknownEscrow { escrowId: id })), "and over");
}
