//! What may happen now, and until when.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use proptest::prelude::*;
use restaking_abi::IGovernance::{
    allocationBlocksCall, executionBlocksCall, faultWindowEndCall, filingBlocksCall,
};
use restaking_governance::{EXTENSION_MAX_SECONDS, MAX_PAUSES_WALKED};
use restaking_host::memory::Transaction;
use support::*;

/// Paused until, in quarantine until.
fn allocation(world: &mut World, avs: Address) -> (u64, u64) {
    let it = world.view(allocationBlocksCall { avs });
    (it.pausedUntil, it.quarantinedUntil)
}

/// Paused until, in quarantine until, window end.
fn filing(world: &mut World, fault: u64, length: u64) -> (u64, u64, u64) {
    let it = world.view(filingBlocksCall { avs: AVS, faultTime: fault, length });
    let end = world.view(faultWindowEndCall { avs: AVS, start: fault, length });
    assert_eq!(it.windowEnd, end);
    (it.pausedUntil, it.quarantinedUntil, it.windowEnd)
}

/// In quarantine until, window end.
fn execution(world: &mut World, start: u64, length: u64) -> (u64, u64) {
    let it = world.view(executionBlocksCall { avs: AVS, start, length });
    (it.quarantinedUntil, it.windowEnd)
}

#[test]
fn blocks_tell_nothing_before_the_first_pause() {
    let mut world = World::new();
    assert_eq!(allocation(&mut world, AVS), (0, 0));
    assert_eq!(filing(&mut world, START - 10, 100), (0, 0, START + 90));
    assert_eq!(execution(&mut world, START, 0), (0, START));
    assert_eq!(filing(&mut world, 0, u64::MAX), (0, 0, u64::MAX));
    assert_eq!(execution(&mut world, u64::MAX, u64::MAX), (0, u64::MAX));
}

#[test]
fn blocks_last_from_the_first_second_of_a_pause_to_its_last() {
    let (from, until) = (START, START + 100);
    let mut world = World::new();
    for subject in [Allocations, Filing, Quarantine(AVS)] {
        world.paused(subject, from, until);
    }
    for time in [from, from + 1, until - 1] {
        world.at(time);
        assert_eq!(allocation(&mut world, AVS), (until, until), "{time}");
        assert_eq!(filing(&mut world, 0, 1), (until, until, 1));
        assert_eq!(execution(&mut world, 0, 1), (until, 1));
    }
    for time in [until, until + 1] {
        world.at(time);
        assert_eq!(allocation(&mut world, AVS), (0, 0), "{time}");
        assert_eq!(filing(&mut world, 0, 1), (0, 0, 1));
        assert_eq!(execution(&mut world, 0, 1), (0, 1));
    }
}

#[test]
fn blocks_end_with_an_early_end() {
    let mut world = World::new();
    for subject in [Allocations, Filing, Quarantine(AVS)] {
        world.paused(subject, START, START + 100);
        world.unpause(GUARDIAN, subject).unwrap();
    }
    assert_eq!(allocation(&mut world, AVS), (0, 0));
    assert_eq!(filing(&mut world, START - 1, 10), (0, 0, START + 9));
    assert_eq!(execution(&mut world, START - 1, 10), (0, START + 9));
}

#[test]
fn pause_of_each_subject_blocks_what_it_names_and_no_more() {
    let (fault, until) = (START - 10, START + 100);
    let blocks = |subject| {
        let mut world = World::new();
        world.paused(subject, START, until);
        let end = filing(&mut world, fault, 20);
        (allocation(&mut world, AVS), end, execution(&mut world, fault, 20))
    };
    let (plain, extended) = (fault + 20, fault + 120);
    assert_eq!(blocks(Allocations), ((until, 0), (0, 0, plain), (0, plain)));
    assert_eq!(blocks(Filing), ((0, 0), (until, 0, extended), (0, plain)));
    let quarantined = ((0, until), (0, until, extended), (until, extended));
    assert_eq!(blocks(Quarantine(AVS)), quarantined);
    assert_eq!(blocks(Quarantine(OTHER_AVS)), ((0, 0), (0, 0, plain), (0, plain)));
    assert_eq!(blocks(Deposits(VAULT)), ((0, 0), (0, 0, plain), (0, plain)));
}

#[test]
fn window_counts_a_pause_that_begins_in_its_last_second_and_none_later() {
    let mut world = World::new();
    world.paused(Quarantine(AVS), START, START + 100);
    for (start, end) in [
        (START - 51, START - 1),
        (START - 50, START),
        (START - 49, START + 101),
        (START, START + 150),
    ] {
        assert_eq!(execution(&mut world, start, 50).1, end);
        assert_eq!(filing(&mut world, start, 50).2, end);
    }
}

#[test]
fn window_counts_a_pause_that_ends_after_it_begins_and_none_earlier() {
    let mut world = World::new();
    world.paused(Quarantine(AVS), START, START + 100).at(START + 100);
    for (late, end) in [(98, 150), (99, 150), (100, 150), (101, 151)] {
        assert_eq!(execution(&mut world, START + late, 50).1, START + end);
        assert_eq!(filing(&mut world, START + late, 50).2, START + end);
    }
}

#[test]
fn window_counts_a_pause_in_force_with_its_planned_end_until_it_ends_early() {
    let mut world = World::new();
    world.paused(Filing, START, START + 100);
    assert_eq!(filing(&mut world, START - 10, 20).2, START + 110);
    world.at(START + 30);
    assert_eq!(filing(&mut world, START - 10, 20).2, START + 110);
    world.unpause(GUARDIAN, Filing).unwrap();
    assert_eq!(filing(&mut world, START - 10, 20), (0, 0, START + 40));
}

#[test]
fn window_counts_a_second_of_pause_and_quarantine_once() {
    let mut world = World::new();
    world.paused(Filing, START, START + 100).paused(Quarantine(AVS), START + 60, START + 140);
    assert_eq!(filing(&mut world, START - 10, 20), (START + 100, START + 140, START + 150));
    assert_eq!(execution(&mut world, START - 10, 20), (START + 140, START + 10));
    assert_eq!(execution(&mut world, START + 50, 20), (START + 140, START + 150));
}

#[test]
fn window_reaches_a_quarantine_through_a_pause_of_filing() {
    let mut world = World::new();
    world.paused(Filing, START, START + 100).paused(Quarantine(AVS), START + 105, START + 120);
    assert_eq!(filing(&mut world, START - 10, 15).2, START + 105);
    assert_eq!(filing(&mut world, START - 10, 16).2, START + 121);
}

#[test]
fn window_counts_earlier_pauses_of_the_same_subject() {
    let mut world = World::new();
    for begin in [0, 20, 40, 60] {
        world.paused(Filing, START + begin, START + begin + 10);
    }
    for (fault, end) in [(0, 140), (9, 140), (10, 140), (11, 141), (35, 155), (70, 170)] {
        assert_eq!(filing(&mut world, START + fault, 100).2, START + end, "{fault}");
    }
    assert_eq!(filing(&mut world, START, 10).2, START + 20, "the second begins at its end");
    assert_eq!(filing(&mut world, START, 11).2, START + 31);
}

#[test]
fn window_is_extended_by_7_days_at_most() {
    assert_eq!(EXTENSION_MAX_SECONDS, WEEK);
    let mut world = World::new();
    world.paused(Filing, START, START + WEEK);
    assert_eq!(filing(&mut world, START, DAY).2, START + WEEK + DAY);
    world.paused(Quarantine(AVS), START + WEEK, START + WEEK + 1);
    assert_eq!(filing(&mut world, START, DAY).2, START + WEEK + DAY);
    world.paused(Filing, START + 2 * WEEK, START + 3 * WEEK);
    assert_eq!(filing(&mut world, START, 30 * DAY).2, START + WEEK + 30 * DAY);
    assert_eq!(execution(&mut world, START, 30 * DAY).1, START + 30 * DAY + 1);
}

#[test]
fn window_that_is_over_stays_over() {
    let mut world = World::new();
    world.paused(Quarantine(AVS), START, START + 10);
    assert_eq!(execution(&mut world, START - 10, 20).1, START + 20);
    world.paused(Quarantine(AVS), START + 20, START + 50);
    assert_eq!(execution(&mut world, START - 10, 20), (START + 50, START + 20));
}

/// `count` pauses of a second, a second apart.
fn brief_pauses(world: &mut World, subject: Subject, count: u64) {
    for index in 0..count {
        let from = START + 2 * index;
        world.paused(subject, from, from + 1);
    }
}

#[test]
fn window_counts_the_64_newest_pauses_of_each_log() {
    assert_eq!(MAX_PAUSES_WALKED, 64);
    for (count, counted) in [(1, 1), (63, 63), (64, 64), (65, 64), (70, 64)] {
        let mut world = World::new();
        brief_pauses(&mut world, Quarantine(AVS), count);
        assert_eq!(execution(&mut world, START - 1, DAY).1, START - 1 + DAY + counted, "{count}");
    }
    let mut world = World::new();
    brief_pauses(&mut world, Filing, 70);
    world.paused(Quarantine(AVS), START + 1_000, START + 1_010);
    assert_eq!(filing(&mut world, START - 1, DAY).2, START - 1 + DAY + 64 + 10);
    let oldest = START + 2 * 6;
    assert_eq!(filing(&mut world, START, 12).2, START + 12, "the six oldest do not count");
    assert_eq!(filing(&mut world, oldest, 1).2, oldest + 2);
}

#[test]
fn pauses_that_lasted_for_no_second_push_out_none() {
    let mut world = World::new();
    world.paused(Filing, START, START + 10).at(START + 20);
    for _ in 0..70 {
        world.pause(GUARDIAN, Filing, 100).unwrap();
        world.unpause(GUARDIAN, Filing).unwrap();
    }
    assert_eq!(filing(&mut world, START, 50).2, START + 60);
    world.pause(GUARDIAN, Filing, 5).unwrap();
    assert_eq!(filing(&mut world, START, 50).2, START + 65);
}

/// Gas of a call beyond what any transaction with its calldata pays.
fn gas<C: SolCall>(world: &mut World, call: C) -> u64 {
    let input = call.abi_encode();
    let words = u64::try_from(input.len().div_ceil(32)).unwrap();
    let bytes: u64 = input.iter().map(|byte| if *byte == 0 { 4 } else { 16 }).sum();
    let tx = Transaction::new(ALICE, GOVERNANCE, input.into());
    let receipt = world.chain.view(tx).unwrap();
    assert!(receipt.is_success());
    receipt.gas_used - 21_000 - bytes - 3 * words
}

/// A cold slot, and the hash of a mapping's key.
const READ: u64 = 2_100;
const HASH: u64 = 30 + 2 * 6;

#[test]
fn filing_blocks_reads_two_slots_when_nothing_was_paused_after_the_fault() {
    let mut world = World::new();
    let call = |fault| filingBlocksCall { avs: AVS, faultTime: START + fault, length: DAY };
    assert_eq!(gas(&mut world, call(0)), 2 * READ + HASH);
    for subject in [Filing, Quarantine(AVS)] {
        for begin in [0, 20, 40] {
            world.paused(subject, START + begin, START + begin + 10);
        }
    }
    world.at(START + 100);
    assert_eq!(gas(&mut world, call(50)), 2 * READ + HASH, "both ended with the fault");
    assert_eq!(gas(&mut world, call(49)), 4 * READ + 3 * HASH, "one more of each ended before");
    assert_eq!(gas(&mut world, call(0)), 6 * READ + 5 * HASH, "there are no more");
}

#[test]
fn execution_and_allocation_blocks_read_as_few_slots() {
    let mut world = World::new();
    world.paused(Quarantine(AVS), START, START + 10);
    let call = executionBlocksCall { avs: AVS, start: START + 10, length: DAY };
    assert_eq!(gas(&mut world, call), READ + HASH);
    assert_eq!(gas(&mut world, allocationBlocksCall { avs: AVS }), 2 * READ + HASH);
}

#[test]
fn filing_blocks_reads_64_slots_a_log_at_most() {
    let mut world = World::new();
    for subject in [Filing, Quarantine(AVS)] {
        brief_pauses(&mut world, subject, 70);
    }
    let call = filingBlocksCall { avs: AVS, faultTime: START, length: DAY };
    assert_eq!(gas(&mut world, call), 128 * READ + 127 * HASH);
}

/// Each second of the window that is paused adds one. Short windows only: the maximum is out of reach.
fn naive(start: u64, length: u64, pauses: &[(u64, u64)]) -> u64 {
    let (mut time, mut end) = (start, start + length);
    while time < end {
        end += u64::from(pauses.iter().any(|(from, until)| (*from..*until).contains(&time)));
        time += 1;
    }
    end
}

/// Pauses `subject` if it can be, for `duration`, and cuts it after `cut` seconds if that is earlier.
fn pause_in(
    model: &mut Vec<(u64, u64)>,
    world: &mut World,
    subject: Subject,
    step: (u64, u64, u64),
) {
    let (wait, duration, cut) = step;
    let free = model.last().map_or(START, |(from, until)| until + (until - from));
    let from = free + wait;
    world.paused(subject, from, from + duration);
    if cut < duration {
        world.at(from + cut).unpause(GUARDIAN, subject).unwrap();
    }
    model.push((from, from + duration.min(cut)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn windows_agree_with_their_definition_after_any_pauses(
        filings in proptest::collection::vec((0..30_u64, 1..40_u64, 0..60_u64), 0..12),
        quarantines in proptest::collection::vec((0..30_u64, 1..40_u64, 0..60_u64), 0..12),
        windows in proptest::collection::vec((0..400_u64, 0..300_u64), 1..24),
    ) {
        let mut world = World::new();
        let (mut filed, mut quarantined) = (Vec::new(), Vec::new());
        for step in filings {
            pause_in(&mut filed, &mut world, Filing, step);
        }
        for step in quarantines {
            pause_in(&mut quarantined, &mut world, Quarantine(AVS), step);
        }
        let both: Vec<_> = filed.into_iter().chain(quarantined.iter().copied()).collect();
        for (start, length) in windows {
            let start = START - 50 + start;
            prop_assert_eq!(filing(&mut world, start, length).2, naive(start, length, &both));
            let end = execution(&mut world, start, length).1;
            prop_assert_eq!(end, naive(start, length, &quarantined));
        }
    }
}
