//! Holds that last longer than filed: whoever embeds the queue is asked when they really end.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

mod support;

use alloy_primitives::Bytes;
use restaking_host::Fail;
use restaking_shares::Shares;
use restaking_withdrawal_delay::{Epoch, HoldState, Lane, MAX_HOLD_SECONDS, QueueError, Seat};
use support::*;

const END: u64 = START + 3 * DAY;

/// A world with a hold of seat 0 from the start until [`END`].
fn held() -> World {
    let mut world = World::new();
    open(&mut world, START, 0, END).unwrap();
    world
}

#[test]
fn end_of_a_hold_is_asked_once_its_time_is_over_and_not_before() {
    let mut world = held();
    count(&mut world, END - 1);
    assert_eq!(world.asked(), []);
    count(&mut world, END);
    assert_eq!(world.asked(), [Lane(0)]);
    count(&mut world, END + 1);
    assert_eq!(world.asked(), [], "it has lapsed");
}

#[test]
fn end_is_asked_of_each_hold_whose_time_is_over_and_of_no_other() {
    let mut world = held();
    open(&mut world, START, 0, END + 1).unwrap();
    open(&mut world, START, 5, END).unwrap();
    let executed = open(&mut world, START, 6, END).unwrap();
    execute(&mut world, START, executed, Some((1, END))).unwrap();
    let vetoed = open(&mut world, START, 7, END).unwrap();
    end(&mut world, START + 1, vetoed).unwrap();
    assert_eq!(count(&mut world, END), 1);
    assert_eq!(world.asked(), [Lane(0), Lane(20)]);
}

#[test]
fn later_end_keeps_the_hold_open_until_the_second_before() {
    let mut world = held();
    let later = END + 2 * DAY;
    world.end_of = EndOf::At(later);
    assert_eq!(count(&mut world, END), 1);
    assert_eq!(world.asked(), [Lane(0)]);
    assert_eq!(count(&mut world, later - 1), 1);
    assert_eq!(world.asked(), [Lane(0)], "it may have moved, either way");
    assert_eq!(count(&mut world, later), 0);
    assert_eq!(world.asked(), [Lane(0)]);
}

#[test]
fn later_end_that_comes_back_ends_the_hold_then() {
    let mut world = held();
    world.end_of = EndOf::At(END + 2 * DAY);
    assert_eq!(count(&mut world, END), 1);
    world.end_of = EndOf::At(END + DAY);
    assert_eq!(count(&mut world, END + DAY - 1), 1);
    assert_eq!(count(&mut world, END + DAY), 0);
}

#[test]
fn hold_ends_14_days_after_its_filing_whatever_is_answered() {
    for later in [START + MAX_HOLD_SECONDS + 1, START + 400 * DAY, 1 << 40, u64::MAX] {
        let mut world = held();
        world.end_of = EndOf::At(later);
        assert_eq!(count(&mut world, START + MAX_HOLD_SECONDS - 1), 1, "{later}");
        assert_eq!(count(&mut world, START + MAX_HOLD_SECONDS), 0, "{later}");
    }
}

#[test]
fn later_end_can_move_on() {
    let mut world = held();
    for later in [END + 1, END + 2, END + DAY] {
        world.end_of = EndOf::At(later);
        assert_eq!(count(&mut world, later - 1), 1, "until {later}");
    }
    assert_eq!(count(&mut world, END + DAY), 0);
}

#[test]
fn earlier_end_does_not_shorten_a_hold() {
    let mut world = held();
    world.end_of = EndOf::At(START + 1);
    assert_eq!(count(&mut world, END - 1), 1);
    assert_eq!(count(&mut world, END), 0);
    let hold = world.look(END, |queue, cx| queue.hold(cx.host, Lane(0)).unwrap());
    assert_eq!((hold.state(), hold.end()), (HoldState::Ended, at(END)));
}

#[test]
fn prolonged_hold_still_keeps_the_buckets_that_mature_after_its_filing() {
    let mut world = World::new();
    let epoch = Epoch(START / DAY + 2);
    world.at(START, move |queue, cx| queue.enter(cx.host, epoch, Shares::from_u128(1)).unwrap());
    open(&mut world, START, 0, END).unwrap();
    world.end_of = EndOf::At(END + 1);
    let due = |world: &mut World, time| world.at(time, move |queue, _| queue.due(at(time)));
    assert_eq!(due(&mut world, END), []);
    assert_eq!(due(&mut world, END + 1), [epoch]);
}

#[test]
fn cooldown_after_a_prolonged_hold_is_as_long_as_it_lasted() {
    let mut world = held();
    let later = END + 2 * DAY;
    world.end_of = EndOf::At(later);
    assert_eq!(count(&mut world, later), 0);
    let until = later + (later - START);
    let error = QueueError::CooldownActive { seat: Seat(0), until: at(until) };
    assert_eq!(open(&mut world, until - 1, 0, until + 1), Err(Fail::Error(error)));
    assert_eq!(open(&mut world, until, 0, until + 1), Ok(Lane(0)));
}

#[test]
fn prolonged_hold_lapses_at_its_later_end_though_nobody_called_before() {
    let mut world = held();
    world.end_of = EndOf::At(END + DAY);
    assert_eq!(count(&mut world, END + 9 * DAY), 0);
    let hold = world.look(END, |queue, cx| queue.hold(cx.host, Lane(0)).unwrap());
    assert_eq!((hold.state(), hold.end()), (HoldState::Ended, at(END + DAY)));
}

#[test]
fn prolonged_hold_survives_that_another_ends() {
    let mut world = held();
    let other = open(&mut world, START, 1, END + 5 * DAY).unwrap();
    world.end_of = EndOf::At(END + 2 * DAY);
    end(&mut world, END + DAY, other).unwrap();
    assert_eq!(count(&mut world, END + 2 * DAY - 1), 1);
    assert_eq!(count(&mut world, END + 2 * DAY), 0);
}

#[test]
fn prolonged_hold_can_be_executed_until_14_days_from_its_filing() {
    let mut world = held();
    let latest = START + MAX_HOLD_SECONDS;
    world.end_of = EndOf::At(latest);
    let error = QueueError::HoldOutOfRange { until: at(latest + 1), latest: at(latest) };
    let long = execute(&mut world, END + DAY, Lane(0), Some((1, latest + 1)));
    assert_eq!(long, Err(Fail::Error(error)));
    execute(&mut world, END + DAY, Lane(0), Some((1, latest))).unwrap();
    assert_eq!(world.asked(), [Lane(0), Lane(0)]);
    assert_eq!(count(&mut world, latest), 0);
    assert_eq!(world.asked(), [], "an executed hold ends when its escrow is due");
}

#[test]
fn prolonged_hold_can_be_ended() {
    let mut world = held();
    world.end_of = EndOf::At(END + 5 * DAY);
    end(&mut world, END + DAY, Lane(0)).unwrap();
    assert_eq!(count(&mut world, END + DAY), 0);
    let until = END + DAY + (END + DAY - START);
    assert!(open(&mut world, until - 1, 0, until + 1).is_err());
    assert!(open(&mut world, until, 0, until + 1).is_ok());
}

#[test]
fn load_passes_the_failure_of_whoever_is_asked_on() {
    let mut world = held();
    world.end_of = EndOf::Revert;
    assert!(world.load(END - 1, |queue, _| queue.is_ok()), "nobody is asked");
    let failure = world.load(END, |queue, _| queue.map(drop));
    assert_eq!(failure, Err(Fail::Bubbled(Bytes::from_static(b"no"))));
}
