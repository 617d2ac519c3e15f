//! Cooldowns: which lanes of a seat count, and what is read to know it.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

mod support;

use restaking_host::{Fail, Host};
use restaking_withdrawal_delay::{HoldState, HoldWord, Lane, QueueError, QueueStorage, Seat};
use support::*;

fn cooldown(world: &mut World, time: u64, seat: u8) -> u64 {
    world.look(time, move |queue, cx| queue.cooldown_end(cx.host, Seat(seat)).unwrap().get())
}

fn stored(host: &mut dyn Host, lane: u8) -> HoldWord {
    QueueStorage::ROOT.holds().key(host, lane).unwrap().read(host).unwrap()
}

/// Gas of asking for the cooldown of `seat`.
fn gas(world: &mut World, time: u64, seat: u8) -> u64 {
    world.look(time, move |queue, cx| {
        let before = cx.host.gas_left();
        queue.cooldown_end(cx.host, Seat(seat)).unwrap();
        before - cx.host.gas_left()
    })
}

#[test]
fn cooldown_reads_the_first_lane_and_those_that_were_used() {
    const COLD_READ: u64 = 2_100;
    for used in 0..=4 {
        let mut world = World::new();
        for _ in 0..used {
            open(&mut world, START, 1, START + DAY).unwrap();
        }
        // Loading reads the holds that lapse; the next call finds them cold again.
        count(&mut world, START + DAY);
        let gas = gas(&mut world, START + DAY, 1);
        let reads = used.max(1);
        assert_eq!(gas / COLD_READ, reads, "{gas} gas for {used} lanes");
    }
}

#[test]
fn cooldown_counts_each_lane_of_the_seat() {
    for vetoed in 0..4 {
        let mut world = World::new();
        for _ in 0..4 {
            open(&mut world, START, 2, START + 7 * DAY).unwrap();
        }
        end(&mut world, START + 2 * DAY, Lane(8 + vetoed)).unwrap();
        assert_eq!(cooldown(&mut world, START + 2 * DAY, 2), START + 4 * DAY, "lane {vetoed}");
        assert_eq!(cooldown(&mut world, START + 2 * DAY, 1), 0, "another seat");
        assert_eq!(cooldown(&mut world, START + 2 * DAY, 3), 0, "another seat");
    }
}

#[test]
fn cooldown_of_another_lane_survives_that_the_first_is_used_again() {
    let mut world = World::new();
    let first = open(&mut world, START, 0, START + 7 * DAY).unwrap();
    let second = open(&mut world, START, 0, START + 7 * DAY).unwrap();
    execute(&mut world, START + DAY, first, None).unwrap();
    assert_eq!(open(&mut world, START + DAY, 0, START + 2 * DAY), Ok(first), "used again");
    end(&mut world, START + DAY + 1, first).unwrap();
    end(&mut world, START + 5 * DAY, second).unwrap();
    assert_eq!(cooldown(&mut world, START + 5 * DAY, 0), START + 10 * DAY);
}

#[test]
fn cooldown_of_another_lane_survives_that_the_first_lapses_or_is_executed() {
    for is_executed in [false, true] {
        let mut world = World::new();
        let first = open(&mut world, START, 0, START + DAY).unwrap();
        let second = open(&mut world, START, 0, START + 7 * DAY).unwrap();
        if is_executed {
            execute(&mut world, START, first, Some((1, START + DAY))).unwrap();
        }
        count(&mut world, START + DAY);
        end(&mut world, START + 5 * DAY, second).unwrap();
        assert_eq!(cooldown(&mut world, START + 5 * DAY, 0), START + 10 * DAY);
    }
}

#[test]
fn lanes_in_use_are_noted_in_the_first_lane_only() {
    let mut world = World::new();
    let words = |world: &mut World| {
        world.look(START, |_, cx| [4, 5, 6, 7].map(|lane| stored(cx.host, lane).lanes))
    };
    assert_eq!(words(&mut world), [0, 0, 0, 0]);
    for noted in [0b0001, 0b0011, 0b0111, 0b1111] {
        open(&mut world, START, 1, START + DAY).unwrap();
        assert_eq!(words(&mut world), [noted, 0, 0, 0]);
    }
}

#[test]
fn lapsed_hold_is_written_as_ended_by_the_next_call_that_stores() {
    let mut world = World::new();
    let lane = open(&mut world, START, 0, START + DAY).unwrap();
    let state = |world: &mut World, time| world.look(time, |_, cx| stored(cx.host, 0).state());
    let seen = world.look(START + DAY, move |queue, cx| queue.hold(cx.host, lane).unwrap());
    assert_eq!((seen.state(), seen.end()), (HoldState::Ended, at(START + DAY)));
    assert_eq!(state(&mut world, START + DAY), HoldState::Filed, "a view stores nothing");
    count(&mut world, START + DAY - 1);
    assert_eq!(state(&mut world, START + DAY), HoldState::Filed, "it lasts");
    count(&mut world, START + DAY);
    assert_eq!(state(&mut world, START + DAY), HoldState::Ended);
}

#[test]
fn cooldown_after_a_lapse_is_the_same_before_and_after_it_was_written() {
    let mut world = World::new();
    open(&mut world, START, 0, START + 3 * DAY).unwrap();
    assert_eq!(cooldown(&mut world, START + 3 * DAY - 1, 0), 0, "it lasts");
    assert_eq!(cooldown(&mut world, START + 3 * DAY, 0), START + 6 * DAY);
    count(&mut world, START + 4 * DAY);
    assert_eq!(cooldown(&mut world, START + 4 * DAY, 0), START + 6 * DAY);
}

#[test]
fn lane_whose_lapse_is_noticed_as_it_is_used_again_keeps_the_new_hold() {
    let mut world = World::new();
    open(&mut world, START, 0, START + DAY).unwrap();
    let filed = START + 2 * DAY;
    assert_eq!(open(&mut world, filed, 0, filed + 2 * DAY), Ok(Lane(0)));
    let hold = world.look(filed, |_, cx| stored(cx.host, 0));
    assert_eq!((hold.filed, hold.end()), (at(filed), at(filed + 2 * DAY)));
    assert_eq!(hold.state(), HoldState::Filed);
}

#[test]
fn executed_hold_that_is_over_stays_executed() {
    let mut world = World::new();
    let lane = open(&mut world, START, 0, START + 3 * DAY).unwrap();
    execute(&mut world, START, lane, Some((1, START + 2 * DAY))).unwrap();
    count(&mut world, START + 2 * DAY);
    let state = world.look(START + 2 * DAY, |_, cx| stored(cx.host, 0).state());
    assert_eq!(state, HoldState::Executed);
    assert_eq!(cooldown(&mut world, START + 2 * DAY, 0), 0);
}

#[test]
fn cooldown_is_over_exactly_when_it_says() {
    let mut world = World::new();
    let lane = open(&mut world, START, 0, START + 7 * DAY).unwrap();
    end(&mut world, START + DAY, lane).unwrap();
    let until = START + 2 * DAY;
    assert_eq!(cooldown(&mut world, START + DAY, 0), until);
    let error = QueueError::CooldownActive { seat: Seat(0), until: at(until) };
    assert_eq!(open(&mut world, until - 1, 0, until + 1), Err(Fail::Error(error)));
    assert_eq!(open(&mut world, until, 0, until + 1), Ok(lane));
}
