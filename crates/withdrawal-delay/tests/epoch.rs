//! Epochs and the clock.
#![allow(missing_docs)]

use restaking_shares::Timestamp;
use restaking_withdrawal_delay::{Clock, Epoch};

const CLOCK: Clock = Clock::new(100);

#[test]
fn epoch_at_is_half_open() {
    for (time, epoch) in [(0, 0), (99, 0), (100, 1), (199, 1), (200, 2)] {
        assert_eq!(CLOCK.epoch_at(Timestamp::new(time)), Epoch(epoch), "at {time}");
    }
}

#[test]
fn first_from_is_the_epoch_itself_exactly_at_its_start() {
    for (time, epoch) in [(0, 0), (1, 1), (99, 1), (100, 1), (101, 2)] {
        assert_eq!(CLOCK.first_from(Timestamp::new(time)), Epoch(epoch), "from {time}");
    }
}

#[test]
fn start_of_an_epoch_beyond_time_saturates() {
    assert_eq!(CLOCK.start_of(Epoch(u64::MAX)), Timestamp::new(u64::MAX));
}

#[test]
fn clock_of_length_zero_counts_seconds() {
    assert_eq!(Clock::new(0).epoch_at(Timestamp::new(7)), Epoch(7));
}

#[test]
fn epochs_do_not_go_below_zero() {
    assert_eq!(Epoch(3).minus(5), Epoch(0));
    assert_eq!(Epoch(3).since(Epoch(5)), 0);
    assert_eq!(Epoch(3).plus(u64::MAX), Epoch(u64::MAX));
}
