//! Holds: what they reserve, what a seat shows, when they end.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

mod support;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolEvent;
use restaking_abi::IVault;
use restaking_vault::VaultError;
use support::*;

fn units(amount: u128) -> U256 {
    U256::from(amount)
}

fn reserved(world: &mut World) -> U256 {
    world.view(IVault::reservedMagnitudeCall {})
}

fn seat(world: &mut World, seat: u8) -> IVault::seatHoldsReturn {
    world.view(IVault::seatHoldsCall { seat })
}

fn lane(world: &mut World, lane: u8) -> IVault::holdReturn {
    world.view(IVault::holdCall { lane })
}

#[test]
fn open_hold_reverts_in_the_order_of_its_checks() {
    let mut world = World::new();
    let latest = START + 14 * DAY;
    let long = hold(16, START, latest + 1, 1);
    let refused = Some(error(VaultError::NotSlashing { caller: ALICE }));
    assert_eq!(world.send(ALICE, long.clone()).err(), refused, "and no such seat");
    let refused = Some(error(VaultError::SeatOutOfRange { seat: 16 }));
    assert_eq!(world.send(SLASHING, long).err(), refused, "and too long");
    for lane in 0..4 {
        assert_eq!(world.open_hold(15, latest), 60 + lane);
    }
    let refused = Some(error(VaultError::HoldOutOfRange { until: latest + 1, latest }));
    let long = hold(15, START, latest + 1, 1);
    assert_eq!(world.send(SLASHING, long).err(), refused, "and all lanes last");
    let refused = Some(error(VaultError::TooManyRequests { seat: 15 }));
    assert_eq!(world.send(SLASHING, hold(15, START, latest, 1)).err(), refused);
    world.at(START + DAY).send(SLASHING, IVault::closeHoldCall { lane: 60 }).unwrap();
    let until = START + 2 * DAY;
    let refused = Some(error(VaultError::CooldownActive { seat: 15, until }));
    world.at(until - 1);
    assert_eq!(world.send(SLASHING, hold(15, until - 1, until, 1)).err(), refused);
    world.at(until);
    assert_eq!(world.send(SLASHING, hold(15, until, until + 1, 1)).unwrap(), 60);
}

#[test]
fn open_hold_reverts_when_the_request_can_be_executed_before_now_or_after_the_hold() {
    let mut world = World::new();
    let (until, latest) = (START + DAY, START + 14 * DAY);
    let refused = Some(error(VaultError::HoldOutOfRange { until, latest }));
    for from in [0, START - 1, until + 1, u64::MAX] {
        assert_eq!(world.send(SLASHING, hold(0, from, until, 1)).err(), refused, "from {from}");
    }
    assert!(world.send(SLASHING, hold(0, START, until, 1)).is_ok());
    assert!(world.send(SLASHING, hold(0, until, until, 1)).is_ok());
}

#[test]
fn open_hold_logs_what_it_was_asked() {
    let mut world = World::new();
    let call = hold(2, START + 5, START + DAY, 70);
    let receipt = world.receipt(world.vault, SLASHING, call);
    let logged = receipt.logs.iter().find_map(|log| IVault::HoldOpened::decode_log(log).ok());
    let event = IVault::HoldOpened {
        lane: 8,
        executableFrom: START + 5,
        until: START + DAY,
        magnitude: units(70),
    };
    assert_eq!(logged.map(|log| log.data), Some(event));
}

#[test]
fn open_hold_panics_on_a_magnitude_of_more_than_96_bits() {
    let mut world = World::new();
    let most = (1 << 96) - 1;
    assert!(world.send(SLASHING, hold(0, START, START + DAY, most)).is_ok());
    assert_eq!(reserved(&mut world), units(most));
    let refused = world.send(SLASHING, hold(0, START, START + DAY, most + 1)).err().unwrap();
    assert_eq!(refused[..4], [0x4e, 0x48, 0x7b, 0x71], "Panic(uint256)");
}

#[test]
fn close_hold_reverts_when_it_does_not_last_and_when_it_was_executed() {
    let mut world = World::new();
    world.deposit(ALICE, ONE);
    let close = |lane| IVault::closeHoldCall { lane };
    for lane in [0, 63, 64, 255] {
        let refused = Some(error(VaultError::HoldNotOpen { lane }));
        assert_eq!(world.send(SLASHING, close(lane)).err(), refused);
    }
    let lane = world.open_hold(0, START + DAY);
    world.slash(lane, WHOLE / 2, START + DAY, Address::ZERO);
    let refused = Some(error(VaultError::HoldExecuted { lane }));
    assert_eq!(world.send(SLASHING, close(lane)).err(), refused);
    world.at(START + DAY);
    let refused = Some(error(VaultError::HoldNotOpen { lane }));
    assert_eq!(world.send(SLASHING, close(lane)).err(), refused, "and executed");
}

#[test]
fn reserved_magnitude_is_the_sum_over_requests_that_are_open_and_not_executed() {
    let mut world = World::new();
    world.deposit(ALICE, 100 * ONE);
    assert_eq!(reserved(&mut world), U256::ZERO);
    for (seat, until, magnitude) in [
        (0, START + DAY, 1),
        (0, START + 2 * DAY, 20),
        (7, START + 3 * DAY, 300),
        (15, START + 9 * DAY, 4_000),
    ] {
        world.send(SLASHING, hold(seat, START, until, magnitude)).unwrap();
    }
    assert_eq!(reserved(&mut world), units(4_321));
    world.send(SLASHING, IVault::closeHoldCall { lane: 28 }).unwrap();
    assert_eq!(reserved(&mut world), units(4_021), "closed");
    world.slash(60, WHOLE / 2, START + 9 * DAY, Address::ZERO);
    assert_eq!(reserved(&mut world), units(21), "executed");
    world.at(START + DAY - 1);
    assert_eq!(reserved(&mut world), units(21));
    world.at(START + DAY);
    assert_eq!(reserved(&mut world), units(20), "lapsed");
    world.at(START + 2 * DAY);
    assert_eq!(reserved(&mut world), U256::ZERO);
    assert_eq!(world.view(IVault::openHoldsCall {}), units(1), "the escrow lasts");
}

#[test]
fn hold_tells_what_is_reserved_then_what_was_taken() {
    let mut world = World::new();
    world.deposit(ALICE, 100 * ONE);
    world.send(SLASHING, hold(1, START + 5, START + DAY, WHOLE / 2)).unwrap();
    let filed = lane(&mut world, 4);
    assert_eq!((filed.filedAt, filed.until, filed.isExecuted), (START, START + DAY, false));
    assert_eq!((filed.magnitude, filed.escrowId), (units(WHOLE / 2), U256::ZERO));
    world.at(START + 10);
    let taken = world.slash(4, WHOLE / 4, START + 3 * DAY, Address::ZERO);
    for time in [START + 10, START + 3 * DAY] {
        world.at(time);
        let executed = lane(&mut world, 4);
        assert_eq!((executed.filedAt, executed.until), (START, START + 3 * DAY));
        assert!(executed.isExecuted);
        assert_eq!((executed.magnitude, executed.escrowId), (units(WHOLE / 4), taken.escrowId));
    }
    let never = lane(&mut world, 255);
    assert_eq!((never.filedAt, never.until, never.magnitude), (0, 0, U256::ZERO));
}

#[test]
fn seat_holds_shows_the_lanes_that_last_and_the_earliest_of_them() {
    let mut world = World::new();
    world.deposit(ALICE, 100 * ONE);
    let empty = IVault::seatHoldsReturn { filedAt: [0; 4], reserved: [U256::ZERO; 4], earliest: 0 };
    for free in [3, 16, 63, 64, 255] {
        assert_eq!(seat(&mut world, free), empty);
    }
    for (day, magnitude) in [(0, 1), (1, 20), (2, 300), (3, 4_000)] {
        let now = START + day;
        world.at(now).send(SLASHING, hold(3, now, START + DAY + day, magnitude)).unwrap();
    }
    world.send(SLASHING, hold(2, START + 3, START + DAY, 9)).unwrap();
    let all = IVault::seatHoldsReturn {
        filedAt: [START, START + 1, START + 2, START + 3],
        reserved: [1, 20, 300, 4_000].map(units),
        earliest: START,
    };
    assert_eq!(seat(&mut world, 3), all);
    world.slash(13, WHOLE / 2, START + 2 * DAY, Address::ZERO);
    let executed =
        IVault::seatHoldsReturn { reserved: [1, 0, 300, 4_000].map(units), ..all.clone() };
    assert_eq!(seat(&mut world, 3), executed);
    world.at(START + DAY);
    let lapsed = IVault::seatHoldsReturn {
        filedAt: [0, START + 1, START + 2, START + 3],
        reserved: [0, 0, 300, 4_000].map(units),
        earliest: START + 1,
    };
    assert_eq!(seat(&mut world, 3), lapsed);
    world.send(SLASHING, IVault::closeHoldCall { lane: 15 }).unwrap();
    world.at(START + 2 * DAY);
    assert_eq!(seat(&mut world, 3), empty);
}

#[test]
fn cooldown_until_follows_a_lapse_that_nobody_wrote() {
    let mut world = World::new();
    world.open_hold(4, START + 3 * DAY);
    let cooldown = |world: &mut World| world.view(IVault::cooldownUntilCall { seat: 4 });
    world.at(START + 3 * DAY - 1);
    assert_eq!(cooldown(&mut world), 0);
    world.at(START + 3 * DAY);
    assert_eq!(cooldown(&mut world), START + 6 * DAY);
    world.send(ALICE, IVault::settleCall {}).unwrap();
    assert_eq!(cooldown(&mut world), START + 6 * DAY);
    assert_eq!(world.view(IVault::cooldownUntilCall { seat: 5 }), 0);
}

/// The AVS of seat 3.
const AVS: Address = RECIPIENT;
/// From when the request of [`held`] can be executed, and until when.
const FROM: u64 = START + DAY;
const UNTIL: u64 = START + 3 * DAY;

/// A vault with modules, Alice's stake on its way out from the start, and a hold of seat 3.
fn held() -> (World, U256) {
    let mut world = World::new();
    world.install_registry().install_governance();
    let vault = world.vault;
    world.send_to(REGISTRY, ALICE, IAvsStub::sitCall { vault, seat: 3, avs: AVS }).unwrap();
    world.deposit(ALICE, 60 * ONE);
    let id = world.exit(ALICE);
    world.send(SLASHING, hold(3, FROM, UNTIL, WHOLE / 2)).unwrap();
    (world, id)
}

/// Governance answers `end` for the execution window of the hold, and only for it.
fn prolong(world: &mut World, end: u64) {
    let call =
        IGovernanceStub::setWindowEndCall { avs: AVS, start: FROM, length: UNTIL - FROM, end };
    world.send_to(GOVERNANCE, ALICE, call).unwrap();
}

fn open_holds(world: &mut World) -> U256 {
    world.view(IVault::openHoldsCall {})
}

#[test]
fn hold_ends_as_filed_when_governance_paused_nothing() {
    let (mut world, _) = held();
    world.at(UNTIL - 1);
    assert_eq!(open_holds(&mut world), units(1));
    world.at(UNTIL);
    assert_eq!(open_holds(&mut world), U256::ZERO);
}

#[test]
fn hold_is_prolonged_to_the_end_of_the_execution_window() {
    let (mut world, _) = held();
    let later = UNTIL + 2 * DAY;
    prolong(&mut world, later);
    for time in [UNTIL, later - 1] {
        world.at(time);
        assert_eq!(open_holds(&mut world), units(1));
        assert_eq!(reserved(&mut world), units(WHOLE / 2));
        assert_eq!(seat(&mut world, 3).filedAt[0], START);
        assert_eq!(world.view(IVault::earliestHoldCall {}), START);
        let refused = IVault::depositCall { assets: units(ONE), receiver: BOB };
        let open = Some(error(VaultError::HoldOpen { filedAt: START }));
        assert_eq!(world.send(BOB, refused).err(), open);
    }
    world.at(later);
    assert_eq!(open_holds(&mut world), U256::ZERO);
    assert_eq!(reserved(&mut world), U256::ZERO);
    let until = later + (later - START);
    assert_eq!(world.view(IVault::cooldownUntilCall { seat: 3 }), until);
    assert_eq!(lane(&mut world, 12).until, later, "how long it lasted");
    world.deposit(BOB, ONE);
}

#[test]
fn hold_prolonged_beyond_a_maturity_keeps_the_exit_slashable() {
    let (mut world, id) = held();
    let maturity = START + 14 * DAY;
    let (filed, from, until) = (START + DAY, START + 2 * DAY, START + 4 * DAY);
    world.at(filed);
    assert_eq!(world.send(SLASHING, hold(3, from, until, WHOLE / 2)).unwrap(), 13);
    let (length, end) = (until - from, maturity + 1);
    let call = IGovernanceStub::setWindowEndCall { avs: AVS, start: from, length, end };
    world.send_to(GOVERNANCE, ALICE, call).unwrap();
    world.at(maturity);
    let claim = IVault::redeemCall { shares: units(1), receiver: ALICE, controller: ALICE };
    let refused = Some(error(VaultError::ExitHeld { requestId: id, filedAt: filed }));
    assert_eq!(world.send(ALICE, claim).err(), refused);
    let taken = world.slash(13, WHOLE / 2, maturity, Address::ZERO);
    assert_eq!(taken.assets, units(30 * ONE));
    assert_eq!(world.claim(ALICE, id), units(30 * ONE));
}

#[test]
fn hold_is_not_prolonged_by_windows_of_another_avs_or_another_request() {
    let (mut world, _) = held();
    for (avs, start, length) in
        [(ALICE, FROM, UNTIL - FROM), (AVS, START, UNTIL - FROM), (AVS, FROM, UNTIL - START)]
    {
        let end = UNTIL + DAY;
        let call = IGovernanceStub::setWindowEndCall { avs, start, length, end };
        world.send_to(GOVERNANCE, ALICE, call).unwrap();
    }
    world.at(UNTIL);
    assert_eq!(open_holds(&mut world), U256::ZERO);
}

#[test]
fn hold_is_not_prolonged_unless_registry_and_governance_both_have_code() {
    for is_registry in [true, false] {
        let mut world = World::new();
        if is_registry {
            world.install_registry();
        } else {
            world.install_governance();
            let (avs, start, length) = (Address::ZERO, START, DAY);
            let end = START + 2 * DAY;
            let call = IGovernanceStub::setWindowEndCall { avs, start, length, end };
            world.send_to(GOVERNANCE, ALICE, call).unwrap();
        }
        world.open_hold(0, START + DAY);
        world.at(START + DAY);
        assert_eq!(open_holds(&mut world), U256::ZERO);
    }
}

#[test]
fn executed_hold_is_not_prolonged() {
    let (mut world, _) = held();
    prolong(&mut world, UNTIL + DAY);
    world.at(FROM);
    world.slash(12, WHOLE / 2, UNTIL, Address::ZERO);
    world.at(UNTIL);
    assert_eq!(open_holds(&mut world), U256::ZERO);
}

#[test]
fn failure_of_the_registry_is_passed_on_once_a_hold_is_over_and_not_before() {
    let (mut world, _) = held();
    world.mute(REGISTRY);
    world.at(UNTIL - 1).send(ALICE, IVault::settleCall {}).unwrap();
    let failed = world.at(UNTIL).send(ALICE, IVault::settleCall {}).err();
    assert_eq!(failed, Some(Bytes::new()));
}
