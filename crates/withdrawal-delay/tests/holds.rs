//! Holds: seats, lanes, ends, cooldowns.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

mod support;

use restaking_host::Fail;
use restaking_shares::{Magnitude, Shares};
use restaking_withdrawal_delay::{
    Epoch, HoldState, HoldWord, Lane, MAX_HOLD_SECONDS, QueueError, Seat,
};
use support::*;

fn hold(world: &mut World, time: u64, lane: Lane) -> HoldWord {
    world.look(time, move |queue, cx| queue.hold(cx.host, lane).unwrap())
}

fn earliest(world: &mut World, time: u64) -> Option<u64> {
    world.at(time, |queue, _| queue.earliest_hold().map(|filed| filed.get()))
}

/// Is the bucket that matures `day` days after the start due at `time`?
fn is_due(world: &mut World, time: u64) -> Vec<Epoch> {
    world.at(time, move |queue, _| queue.due(at(time)))
}

fn enter(world: &mut World, day: u64) -> Epoch {
    let epoch = Epoch(START / DAY + day);
    world.at(START, move |queue, cx| queue.enter(cx.host, epoch, Shares::from_u128(1)).unwrap());
    epoch
}

#[test]
fn open_hold_reverts_on_a_seat_that_does_not_exist() {
    let mut world = World::new();
    let error = Err(Fail::Error(QueueError::SeatOutOfRange(Seat(16))));
    assert_eq!(open(&mut world, START, 16, START + DAY), error);
    assert!(open(&mut world, START, 15, START + DAY).is_ok());
}

#[test]
fn open_hold_reverts_when_it_ends_now_or_after_14_days() {
    let mut world = World::new();
    let latest = START + MAX_HOLD_SECONDS;
    for until in [0, START, latest + 1, u64::MAX] {
        let error = QueueError::HoldOutOfRange { until: at(until), latest: at(latest) };
        assert_eq!(open(&mut world, START, 0, until), Err(Fail::Error(error)));
    }
    assert_eq!(open(&mut world, START, 0, latest), Ok(Lane(0)));
    assert_eq!(open(&mut world, START, 0, START + 1), Ok(Lane(1)));
}

#[test]
fn open_hold_reverts_when_the_request_can_be_executed_before_it_is_filed_or_after_its_hold() {
    let (end, latest) = (START + 2 * DAY, at(START + MAX_HOLD_SECONDS));
    let error = Err(Fail::Error(QueueError::HoldOutOfRange { until: at(end), latest }));
    let mut world = World::new();
    for from in [0, START - 1, end + 1, u64::MAX] {
        assert_eq!(request(&mut world, START, 0, hold_request(from, end, 1)), error, "from {from}");
    }
    for (lane, from) in [(0, START), (1, START + 1), (2, end - 1), (3, end)] {
        let opened = request(&mut world, START, 0, hold_request(from, end, 1));
        assert_eq!(opened, Ok(Lane(lane)));
        assert_eq!(hold(&mut world, START, Lane(lane)).executable_from(), at(from));
    }
}

#[test]
fn open_hold_reverts_in_the_order_of_its_checks() {
    let mut world = World::new();
    let early = START + MAX_HOLD_SECONDS + 1;
    let seat = QueueError::SeatOutOfRange(Seat(16));
    assert_eq!(open(&mut world, START, 16, early), Err(Fail::Error(seat)), "and out of range");
    for _ in 0..4 {
        open(&mut world, START, 0, START + DAY).unwrap();
    }
    let latest = at(START + MAX_HOLD_SECONDS);
    let range = QueueError::HoldOutOfRange { until: at(early), latest };
    assert_eq!(open(&mut world, START, 0, early), Err(Fail::Error(range)), "and all lanes last");
    let lanes = QueueError::TooManyRequests(Seat(0));
    assert_eq!(open(&mut world, START, 0, START + DAY), Err(Fail::Error(lanes)));
    end(&mut world, START + DAY / 2, Lane(2)).unwrap();
    let latest = at(START + DAY / 2 + MAX_HOLD_SECONDS);
    let range = QueueError::HoldOutOfRange { until: at(START), latest };
    let opened = open(&mut world, START + DAY / 2, 0, START);
    assert_eq!(opened, Err(Fail::Error(range)), "and in cooldown");
}

#[test]
fn open_hold_keeps_a_magnitude_of_96_bits_and_panics_on_more() {
    let mut world = World::new();
    for (lane, magnitude) in [(0, 0), (1, 1), (2, (1 << 96) - 1)] {
        let opened = request(&mut world, START, 0, hold_request(START, START + DAY, magnitude));
        assert_eq!(opened, Ok(Lane(lane)));
        let stored = hold(&mut world, START, Lane(lane)).magnitude;
        assert_eq!(stored, Magnitude::from_u128(magnitude));
    }
    let opened = request(&mut world, START, 0, hold_request(START, START + DAY, 1 << 96));
    assert!(matches!(opened, Err(Fail::Trap(restaking_host::Trap::Panic(_)))), "{opened:?}");
}

#[test]
fn open_hold_reverts_on_the_fifth_of_a_seat_but_not_of_another() {
    let mut world = World::new();
    for lane in 0..4 {
        assert_eq!(open(&mut world, START, 3, START + DAY), Ok(Lane(12 + lane)));
    }
    let error = Err(Fail::Error(QueueError::TooManyRequests(Seat(3))));
    assert_eq!(open(&mut world, START, 3, START + DAY), error);
    assert_eq!(open(&mut world, START, 4, START + DAY), Ok(Lane(16)));
}

#[test]
fn open_hold_takes_all_64_lanes() {
    let mut world = World::new();
    for lane in 0..64 {
        assert_eq!(open(&mut world, START, lane / 4, START + DAY), Ok(Lane(lane)));
    }
    assert_eq!(count(&mut world, START), 64);
    assert_eq!(count(&mut world, START + DAY), 0);
}

#[test]
fn hold_lasts_until_the_second_before_its_end() {
    let mut world = World::new();
    open(&mut world, START, 0, START + DAY).unwrap();
    assert_eq!(count(&mut world, START + DAY - 1), 1);
    assert_eq!(count(&mut world, START + DAY), 0);
}

#[test]
fn bucket_is_held_only_by_a_hold_filed_before_its_maturity() {
    for (filed, is_held) in [(15 * DAY - 1, true), (15 * DAY, false)] {
        let mut world = World::new();
        let epoch = enter(&mut world, 15);
        open(&mut world, START + filed, 0, START + filed + 5 * DAY).unwrap();
        let due = is_due(&mut world, START + 16 * DAY);
        assert_eq!(due, if is_held { vec![] } else { vec![epoch] });
    }
}

#[test]
fn hold_keeps_later_buckets_too() {
    let mut world = World::new();
    let first = enter(&mut world, 15);
    let (held, later) = (enter(&mut world, 16), enter(&mut world, 17));
    open(&mut world, START + 15 * DAY, 0, START + 20 * DAY).unwrap();
    assert_eq!(is_due(&mut world, START + 18 * DAY), [first]);
    assert_eq!(is_due(&mut world, START + 20 * DAY), [first, held, later]);
}

#[test]
fn earliest_hold_moves_on_when_the_oldest_ends() {
    let mut world = World::new();
    let oldest = open(&mut world, START, 0, START + 7 * DAY).unwrap();
    open(&mut world, START + DAY, 1, START + 4 * DAY).unwrap();
    open(&mut world, START + 2 * DAY, 2, START + 9 * DAY).unwrap();
    assert_eq!(earliest(&mut world, START + 3 * DAY), Some(START));
    end(&mut world, START + 3 * DAY, oldest).unwrap();
    assert_eq!(earliest(&mut world, START + 3 * DAY), Some(START + DAY));
    assert_eq!(earliest(&mut world, START + 4 * DAY), Some(START + 2 * DAY));
    assert_eq!(earliest(&mut world, START + 9 * DAY), None);
}

#[test]
fn cooldown_is_as_long_as_the_hold_after_a_veto() {
    let mut world = World::new();
    let lane = open(&mut world, START, 0, START + 7 * DAY).unwrap();
    end(&mut world, START + 2 * DAY, lane).unwrap();
    let until = START + 4 * DAY;
    let error = Err(Fail::Error(QueueError::CooldownActive { seat: Seat(0), until: at(until) }));
    assert_eq!(open(&mut world, until - 1, 0, until + DAY), error);
    assert_eq!(open(&mut world, until, 0, until + DAY), Ok(Lane(0)));
}

#[test]
fn cooldown_is_as_long_as_the_hold_after_a_lapse() {
    let mut world = World::new();
    open(&mut world, START, 0, START + 3 * DAY).unwrap();
    let until = START + 6 * DAY;
    assert!(open(&mut world, until - 1, 0, until + DAY).is_err());
    assert!(open(&mut world, until, 0, until + DAY).is_ok());
}

#[test]
fn cooldown_of_the_latest_hold_counts() {
    let mut world = World::new();
    let short = open(&mut world, START, 0, START + 7 * DAY).unwrap();
    let long = open(&mut world, START, 0, START + 7 * DAY).unwrap();
    end(&mut world, START + DAY, short).unwrap();
    end(&mut world, START + 3 * DAY, long).unwrap();
    assert!(open(&mut world, START + 6 * DAY - 1, 0, START + 7 * DAY).is_err());
    assert!(open(&mut world, START + 6 * DAY, 0, START + 7 * DAY).is_ok());
}

#[test]
fn cooldown_binds_only_the_seat_that_filed() {
    let mut world = World::new();
    let lane = open(&mut world, START, 0, START + 7 * DAY).unwrap();
    end(&mut world, START + DAY, lane).unwrap();
    assert_eq!(open(&mut world, START + DAY, 1, START + 2 * DAY), Ok(Lane(4)));
}

#[test]
fn executed_hold_lasts_until_its_escrow_is_due_and_has_no_cooldown() {
    let mut world = World::new();
    let lane = open(&mut world, START, 0, START + 4 * DAY).unwrap();
    execute(&mut world, START + 3 * DAY, lane, Some((1, START + 6 * DAY))).unwrap();
    assert_eq!(count(&mut world, START + 6 * DAY - 1), 1);
    assert_eq!(count(&mut world, START + 6 * DAY), 0);
    assert_eq!(open(&mut world, START + 6 * DAY, 0, START + 7 * DAY), Ok(Lane(0)));
}

#[test]
fn executed_hold_that_took_nothing_ends_at_once() {
    let mut world = World::new();
    let lane = open(&mut world, START, 0, START + 4 * DAY).unwrap();
    execute(&mut world, START + DAY, lane, None).unwrap();
    assert_eq!(count(&mut world, START + DAY), 0);
    assert!(open(&mut world, START + DAY, 0, START + 2 * DAY).is_ok());
}

#[test]
fn execute_hold_reverts_twice_and_after_the_end_and_beyond_14_days() {
    let mut world = World::new();
    let lane = open(&mut world, START, 0, START + 4 * DAY).unwrap();
    let latest = START + MAX_HOLD_SECONDS;
    let error = QueueError::HoldOutOfRange { until: at(latest + 1), latest: at(latest) };
    assert_eq!(execute(&mut world, START, lane, Some((1, latest + 1))), Err(Fail::Error(error)));
    execute(&mut world, START, lane, Some((1, START + DAY))).unwrap();
    let executed = Err(Fail::Error(QueueError::HoldExecuted(lane)));
    assert_eq!(execute(&mut world, START, lane, Some((2, START + DAY))), executed);
    let long = execute(&mut world, START, lane, Some((2, latest + 1)));
    assert_eq!(long, executed, "and beyond 14 days");
    let over = Err(Fail::Error(QueueError::HoldNotOpen(lane)));
    assert_eq!(execute(&mut world, START + DAY, lane, None), over, "and executed");
    let long = execute(&mut world, START + DAY, lane, Some((2, latest + 1)));
    assert_eq!(long, over, "and beyond 14 days");
}

#[test]
fn execute_hold_takes_an_escrow_until_the_14th_day_from_filing() {
    let mut world = World::new();
    let lane = open(&mut world, START, 0, START + 4 * DAY).unwrap();
    let latest = START + MAX_HOLD_SECONDS;
    execute(&mut world, START + DAY, lane, Some((1, latest))).unwrap();
    assert_eq!(count(&mut world, latest - 1), 1);
    assert_eq!(count(&mut world, latest), 0);
}

#[test]
fn execute_hold_replaces_what_was_reserved_by_what_was_taken() {
    let mut world = World::new();
    let opened = request(&mut world, START, 0, hold_request(START + 5, START + DAY, 70));
    let filed = hold(&mut world, START, opened.unwrap());
    assert_eq!((filed.state(), filed.magnitude), (HoldState::Filed, Magnitude::from_u128(70)));
    execute(&mut world, START + 6, Lane(0), Some((u64::from(u32::MAX) << 7, START + DAY))).unwrap();
    let executed = hold(&mut world, START + 6, Lane(0));
    assert_eq!(
        (executed.state(), executed.magnitude),
        (HoldState::Executed, Magnitude::from_u128(1))
    );
    assert_eq!(executed.escrow, u64::from(u32::MAX) << 7);
    assert_eq!((executed.filed, executed.executable_from()), (at(START), at(START + 5)));
}

#[test]
fn end_hold_of_an_executed_one_leaves_it_executed_and_without_cooldown() {
    let mut world = World::new();
    let lane = open(&mut world, START, 0, START + 4 * DAY).unwrap();
    execute(&mut world, START + DAY, lane, Some((1, START + 6 * DAY))).unwrap();
    end(&mut world, START + 3 * DAY, lane).unwrap();
    let ended = hold(&mut world, START + 3 * DAY, lane);
    assert_eq!((ended.state(), ended.end()), (HoldState::Executed, at(START + 3 * DAY)));
    assert_eq!(count(&mut world, START + 3 * DAY), 0);
    assert_eq!(open(&mut world, START + 3 * DAY, 0, START + 4 * DAY), Ok(lane));
}

#[test]
fn end_hold_reverts_on_a_lane_that_never_was() {
    let mut world = World::new();
    for lane in [0, 63, 64, 255] {
        let ended = end(&mut world, START, Lane(lane));
        assert_eq!(ended, Err(Fail::Error(QueueError::HoldNotOpen(Lane(lane)))));
    }
}

#[test]
fn neighbouring_lanes_do_not_disturb_each_other() {
    let mut world = World::new();
    let even = open(&mut world, START, 0, START + 4 * DAY).unwrap();
    let odd = open(&mut world, START + DAY, 0, START + 5 * DAY).unwrap();
    execute(&mut world, START + 2 * DAY, odd, Some((7, START + 3 * DAY))).unwrap();
    let holds = world.at(START + 2 * DAY, move |queue, cx| {
        [even, odd].map(|lane| queue.hold(cx.host, lane).unwrap())
    });
    assert_eq!(
        (holds[0].filed, holds[0].end(), holds[0].escrow),
        (at(START), at(START + 4 * DAY), 0)
    );
    assert_eq!(
        (holds[1].filed, holds[1].end(), holds[1].escrow),
        (at(START + DAY), at(START + 3 * DAY), 7)
    );
    assert_eq!(holds.map(|hold| hold.state()), [HoldState::Filed, HoldState::Executed]);
}
