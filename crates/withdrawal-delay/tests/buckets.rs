//! Buckets: which are open, which are due.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

mod support;

use restaking_host::Trap;
use restaking_shares::{Assets, Shares};
use restaking_withdrawal_delay::{BucketWord, Epoch};
use support::{DAY, START, World};

const fn shares(amount: u128) -> Shares {
    Shares::from_u128(amount)
}

fn epoch(day: u64) -> Epoch {
    Epoch(START / DAY + day)
}

fn enter(world: &mut World, time: u64, day: u64, amount: u128) {
    world.at(time, move |queue, cx| queue.enter(cx.host, epoch(day), shares(amount)).unwrap());
}

fn open(world: &mut World, time: u64) -> Vec<Epoch> {
    world.at(time, |queue, _| queue.open_buckets().collect())
}

#[test]
fn bucket_is_due_exactly_at_its_maturity() {
    let mut world = World::new();
    enter(&mut world, START, 15, 10);
    let due = |world: &mut World, time| world.at(time, move |queue, _| queue.due(queue_time(time)));
    assert_eq!(due(&mut world, START + 15 * DAY - 1), []);
    assert_eq!(due(&mut world, START + 15 * DAY), [epoch(15)]);
}

fn queue_time(time: u64) -> restaking_shares::Timestamp {
    restaking_shares::Timestamp::new(time)
}

#[test]
fn buckets_are_due_in_order_of_maturity_and_empty_epochs_are_skipped() {
    let mut world = World::new();
    for day in [15, 17, 40] {
        enter(&mut world, START, day, 10);
    }
    let due = world.at(START + 400 * DAY, |queue, _| queue.due(queue_time(START + 400 * DAY)));
    assert_eq!(due, [epoch(15), epoch(17), epoch(40)]);
}

#[test]
fn closed_bucket_makes_room_for_one_64_epochs_later() {
    let mut world = World::new();
    enter(&mut world, START, 15, 10);
    enter(&mut world, START, 16, 10);
    world.at(START + 15 * DAY, |queue, _| queue.close_bucket(epoch(15)));
    enter(&mut world, START + 16 * DAY, 16 + 63, 10);
    assert_eq!(open(&mut world, START), [epoch(16), epoch(79)]);
}

#[test]
fn emptied_bucket_closes_and_can_be_entered_again() {
    let mut world = World::new();
    enter(&mut world, START, 15, 10);
    world.at(START, |queue, cx| queue.leave(cx.host, epoch(15), shares(4)).unwrap());
    assert_eq!(open(&mut world, START), [epoch(15)]);
    world.at(START, |queue, cx| queue.leave(cx.host, epoch(15), shares(6)).unwrap());
    assert_eq!(open(&mut world, START), []);
    enter(&mut world, START, 15, 3);
    assert_eq!(open(&mut world, START), [epoch(15)]);
    let bucket = world.at(START, |queue, cx| queue.bucket(cx.host, epoch(15)).unwrap());
    assert_eq!(bucket, BucketWord { assets: Assets::ZERO, shares: shares(3) });
}

#[test]
fn emptied_middle_bucket_leaves_the_others_open() {
    let mut world = World::new();
    for day in [15, 16, 17] {
        enter(&mut world, START, day, 10);
    }
    world.at(START, |queue, cx| queue.leave(cx.host, epoch(16), shares(10)).unwrap());
    assert_eq!(open(&mut world, START), [epoch(15), epoch(17)]);
}

#[test]
fn leave_panics_when_the_bucket_has_fewer_shares() {
    let mut world = World::new();
    enter(&mut world, START, 15, 10);
    let left = world.at(START, |queue, cx| queue.leave(cx.host, epoch(15), shares(11)));
    assert!(matches!(left, Err(Trap::Panic(_))));
}

#[test]
fn bucket_far_from_the_first_is_not_open() {
    let mut world = World::new();
    enter(&mut world, START, 15, 10);
    let is_open = world.at(START, |queue, _| {
        [epoch(14), epoch(15), epoch(15 + 64), Epoch(0), Epoch(u64::MAX)]
            .map(|id| queue.is_bucket_open(id))
    });
    assert_eq!(is_open, [false, true, false, false, false]);
}
