//! The walk over pauses against its definition, second by second.
#![allow(missing_docs, clippy::arithmetic_side_effects)]

use proptest::prelude::*;
use restaking_governance::{Interval, window_end};
use restaking_shares::Timestamp;

/// Each second of the window that is paused adds one, `most` at most.
fn naive(start: u64, length: u64, most: u64, pauses: &[(u64, u64)]) -> u64 {
    let (mut time, mut extension) = (start, 0);
    while time < start + length + extension {
        if extension < most && pauses.iter().any(|(from, until)| (*from..*until).contains(&time)) {
            extension += 1;
        }
        time += 1;
    }
    start + length + extension
}

fn walked(start: u64, length: u64, most: u64, pauses: &[(u64, u64)]) -> u64 {
    let interval = |&(from, until): &(u64, u64)| Interval {
        from: Timestamp::new(from),
        until: Timestamp::new(until),
    };
    let mut pauses: Vec<_> = pauses.iter().map(interval).collect();
    window_end(Timestamp::new(start), length, most, &mut pauses).get()
}

fn assert_same(start: u64, length: u64, most: u64, pauses: &[(u64, u64)]) {
    let (walked, naive) = (walked(start, length, most, pauses), naive(start, length, most, pauses));
    assert_eq!(walked, naive, "from {start} for {length}, {most} at most, {pauses:?}");
}

/// Every interval within the first `seconds`, empty ones included.
fn intervals(seconds: u64) -> Vec<(u64, u64)> {
    (0..=seconds).flat_map(|from| (from..=seconds).map(move |until| (from, until))).collect()
}

#[test]
fn window_end_without_pauses_is_the_planned_one() {
    assert_eq!(walked(100, 0, 7, &[]), 100);
    assert_eq!(walked(100, 50, 7, &[]), 150);
    assert_eq!(walked(0, u64::MAX, 7, &[]), u64::MAX);
}

#[test]
fn window_end_counts_the_whole_rest_of_a_pause_that_begins_within() {
    assert_eq!(walked(100, 10, 50, &[(109, 129)]), 130);
    assert_eq!(walked(100, 10, 50, &[(110, 129)]), 110, "it begins when the window is over");
    assert_eq!(walked(100, 10, 50, &[(80, 101)]), 111);
    assert_eq!(walked(100, 10, 50, &[(80, 100)]), 110, "it ended when the window began");
}

#[test]
fn window_end_reaches_a_later_pause_through_an_earlier_one() {
    assert_eq!(walked(100, 10, 50, &[(115, 120), (105, 111)]), 121);
    assert_eq!(walked(100, 10, 50, &[(116, 120), (105, 111)]), 116);
}

#[test]
fn window_end_counts_a_second_paused_twice_once() {
    assert_eq!(walked(100, 10, 50, &[(102, 106), (104, 108)]), 116);
    assert_eq!(walked(100, 10, 50, &[(102, 108), (102, 108), (104, 106)]), 116);
}

#[test]
fn window_end_is_extended_by_no_more_than_most() {
    for (pauses, end) in [([(100, 106)], 116), ([(100, 107)], 117), ([(100, 108)], 117)] {
        assert_eq!(walked(100, 10, 7, &pauses), end);
    }
    assert_eq!(walked(100, 10, 7, &[(100, 104), (105, 109)]), 117);
    assert_eq!(walked(100, 10, 0, &[(100, 104)]), 110);
}

#[test]
fn window_end_stays_within_the_end_of_time() {
    let end = walked(u64::MAX - 5, 10, 7, &[(0, u64::MAX)]);
    assert_eq!(end, u64::MAX);
    assert_eq!(walked(0, u64::MAX, u64::MAX, &[(0, u64::MAX)]), u64::MAX);
}

#[test]
fn window_end_agrees_with_its_definition_on_all_pairs_of_pauses() {
    let all = intervals(7);
    for first in &all {
        for second in &all {
            for (start, length, most) in cases(5, 5, 6) {
                assert_same(start, length, most, &[*first, *second]);
            }
        }
    }
}

#[test]
fn window_end_agrees_with_its_definition_on_all_triples_of_pauses() {
    let all = intervals(5);
    for first in &all {
        for second in &all {
            for third in &all {
                for (start, length, most) in cases(2, 3, 4) {
                    assert_same(start, length, most, &[*first, *second, *third]);
                }
            }
        }
    }
}

/// Every start, length and maximum up to these.
fn cases(start: u64, length: u64, most: u64) -> impl Iterator<Item = (u64, u64, u64)> {
    (0..=start).flat_map(move |start| {
        (0..=length).flat_map(move |length| (0..=most).map(move |most| (start, length, most)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_096))]

    #[test]
    fn window_end_agrees_with_its_definition(
        start in 0..200_u64,
        length in 0..200_u64,
        most in 0..300_u64,
        pauses in proptest::collection::vec((0..500_u64, 0..80_u64), 0..24),
    ) {
        let pauses: Vec<_> =
            pauses.into_iter().map(|(from, seconds)| (from, from + seconds)).collect();
        assert_same(start, length, most, &pauses);
    }
}
