//! Pauses and quarantines: the same rules for each subject.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, Bytes};
use restaking_abi::IGovernance;
use restaking_governance::{GovernanceError, PAUSE_MAX_SECONDS, PauseHead};
use restaking_shares::Timestamp;
use support::*;

fn too_long(duration: u64) -> Option<Bytes> {
    error(GovernanceError::PauseTooLong { duration, most: WEEK })
}

fn active(until: u64) -> Option<Bytes> {
    error(GovernanceError::PauseActive { until })
}

fn cooldown(until: u64) -> Option<Bytes> {
    error(GovernanceError::PauseCooldown { until })
}

#[test]
fn last_pause_is_all_zero_before_the_first() {
    let mut world = World::new();
    for subject in SUBJECTS {
        assert_eq!(world.last(subject), (0, 0, 0));
    }
}

#[test]
fn pause_lasts_from_a_second_to_7_days() {
    assert_eq!(PAUSE_MAX_SECONDS, WEEK);
    for subject in SUBJECTS {
        for duration in [1, 2, WEEK - 1, WEEK] {
            let mut world = World::new();
            world.pause(GUARDIAN, subject, duration).unwrap();
            let (until, next) = (START + duration, START + 2 * duration);
            assert_eq!(world.last(subject), (START, until, next), "{subject:?}");
        }
    }
}

#[test]
fn pause_reverts_when_empty_or_longer_than_7_days() {
    let mut world = World::new();
    for subject in SUBJECTS {
        for duration in [0, WEEK + 1, u64::MAX] {
            assert_eq!(world.pause(GUARDIAN, subject, duration).err(), too_long(duration));
        }
        assert_eq!(world.last(subject), (0, 0, 0));
    }
}

#[test]
fn pause_reverts_with_the_first_error_of_several() {
    for subject in SUBJECTS {
        let mut world = World::new();
        world.paused(subject, START, START + 100);
        for caller in [ALICE, OWNER, Address::ZERO] {
            let refused = error(GovernanceError::NotGuardian { caller });
            for duration in [0, 1] {
                assert_eq!(world.pause(caller, subject, duration).err(), refused);
            }
        }
        assert_eq!(world.pause(GUARDIAN, subject, 0).err(), too_long(0));
        assert_eq!(world.pause(GUARDIAN, subject, WEEK + 1).err(), too_long(WEEK + 1));
        assert_eq!(world.pause(GUARDIAN, subject, 1).err(), active(START + 100));
        world.at(START + 100);
        assert_eq!(world.pause(GUARDIAN, subject, 0).err(), too_long(0));
        assert_eq!(world.pause(GUARDIAN, subject, 1).err(), cooldown(START + 200));
    }
}

#[test]
fn pause_begins_again_exactly_when_the_cooldown_is_over() {
    for subject in SUBJECTS {
        let mut world = World::new();
        world.paused(subject, START, START + 100);
        let mut again = |time| world.at(time).pause(GUARDIAN, subject, 7).err();
        assert_eq!(again(START), active(START + 100), "{subject:?}");
        assert_eq!(again(START + 99), active(START + 100));
        assert_eq!(again(START + 100), cooldown(START + 200));
        assert_eq!(again(START + 199), cooldown(START + 200));
        assert_eq!(again(START + 200), None);
        assert_eq!(world.last(subject), (START + 200, START + 207, START + 214));
    }
}

#[test]
fn unpause_shortens_the_cooldown_to_what_really_lasted() {
    for subject in SUBJECTS {
        let mut world = World::new();
        world.paused(subject, START, START + WEEK);
        world.at(START + 30).unpause(GUARDIAN, subject).unwrap();
        assert_eq!(world.last(subject), (START, START + 30, START + 60), "{subject:?}");
        let mut again = |time| world.at(time).pause(GUARDIAN, subject, 1).err();
        assert_eq!(again(START + 30), cooldown(START + 60));
        assert_eq!(again(START + 59), cooldown(START + 60));
        assert_eq!(again(START + 60), None);
    }
}

#[test]
fn unpause_ends_only_a_pause_that_lasts() {
    for subject in SUBJECTS {
        let mut world = World::new();
        let none = error(GovernanceError::NotPaused);
        assert_eq!(world.unpause(GUARDIAN, subject).err(), none, "{subject:?}");
        world.paused(subject, START, START + 100);
        assert_eq!(world.at(START + 101).unpause(GUARDIAN, subject).err(), none);
        assert_eq!(world.at(START + 100).unpause(GUARDIAN, subject).err(), none);
        assert_eq!(world.at(START + 99).unpause(GUARDIAN, subject).err(), None);
        assert_eq!(world.unpause(GUARDIAN, subject).err(), none, "it has ended");
        assert_eq!(world.last(subject), (START, START + 99, START + 198));
    }
}

#[test]
fn unpause_asks_who_calls_first() {
    let mut world = World::new();
    for subject in SUBJECTS {
        for caller in [ALICE, OWNER, Address::ZERO] {
            let refused = error(GovernanceError::NotGuardian { caller });
            assert_eq!(world.unpause(caller, subject).err(), refused);
        }
        world.pause(GUARDIAN, subject, 1).unwrap();
        let refused = error(GovernanceError::NotGuardian { caller: ALICE });
        assert_eq!(world.unpause(ALICE, subject).err(), refused);
    }
}

#[test]
fn unpause_in_the_same_second_leaves_no_cooldown() {
    for subject in SUBJECTS {
        let mut world = World::new();
        for duration in [WEEK, 1, 100] {
            world.pause(GUARDIAN, subject, duration).unwrap();
            world.unpause(GUARDIAN, subject).unwrap();
            assert_eq!(world.last(subject), (START, START, START), "{subject:?}");
        }
        world.pause(GUARDIAN, subject, 3).unwrap();
        assert_eq!(world.last(subject), (START, START + 3, START + 6));
    }
}

#[test]
fn pause_of_one_subject_leaves_the_others() {
    for subject in SUBJECTS {
        let mut world = World::new();
        world.pause(GUARDIAN, subject, 100).unwrap();
        for other in SUBJECTS.into_iter().filter(|other| *other != subject) {
            assert_eq!(world.last(other), (0, 0, 0), "{subject:?}");
            assert_eq!(world.unpause(GUARDIAN, other).err(), error(GovernanceError::NotPaused));
        }
        for other in SUBJECTS.into_iter().filter(|other| *other != subject) {
            world.pause(GUARDIAN, other, 50).unwrap();
        }
        assert_eq!(world.last(subject), (START, START + 100, START + 200));
    }
}

#[test]
fn pause_reverts_at_the_end_of_time() {
    let last = (1 << 40) - 1;
    for subject in SUBJECTS {
        let mut world = World::new();
        assert_eq!(world.at(last - 1).pause(GUARDIAN, subject, 2).err(), overflow());
        assert_eq!(world.pause(GUARDIAN, subject, 1).err(), None);
        assert_eq!(world.last(subject), (last - 1, last, last + 1));
    }
}

#[test]
fn pause_and_unpause_tell_what_they_did() {
    use IGovernance::*;
    let (mut world, until) = (World::new(), START + 9);
    let duration = 9;
    world.send_logging(GUARDIAN, pauseAllocationsCall { duration }, AllocationsPaused { until });
    world.send_logging(GUARDIAN, unpauseAllocationsCall {}, AllocationsUnpaused {});
    world.send_logging(GUARDIAN, pauseFilingCall { duration }, FilingPaused { until });
    world.send_logging(GUARDIAN, unpauseFilingCall {}, FilingUnpaused {});
    let (avs, vault) = (AVS, VAULT);
    world.send_logging(GUARDIAN, quarantineCall { avs, duration }, Quarantined { avs, until });
    world.send_logging(GUARDIAN, endQuarantineCall { avs }, QuarantineEnded { avs });
    let paused = DepositsPaused { vault, until };
    world.send_logging(GUARDIAN, pauseDepositsCall { vault, duration }, paused);
    world.send_logging(GUARDIAN, unpauseDepositsCall { vault }, DepositsUnpaused { vault });
}

fn head(from: u64, until: u64) -> PauseHead {
    PauseHead { from: Timestamp::new(from), until: Timestamp::new(until), earlier: 5 }
}

#[test]
fn head_begins_and_ends_as_a_naive_clock_would() {
    for (from, until) in [(0, 0), (10, 10), (10, 11), (10, 14)] {
        let last = head(from, until);
        for now in from..30 {
            let time = Timestamp::new(now);
            let next = (until + (until - from)).max(from);
            let begun = last.begin(time, 6);
            if now < until {
                assert_eq!(begun, Err(GovernanceError::PauseActive { until }));
                assert_eq!(last.end(time), Ok(head(from, now)));
                assert_eq!(last.active_until(time), Timestamp::new(until));
            } else {
                assert_eq!(last.end(time), Err(GovernanceError::NotPaused));
                assert_eq!(last.active_until(time), Timestamp::ZERO);
                let cooling = Err(GovernanceError::PauseCooldown { until: next });
                assert_eq!(begun, if now < next { cooling } else { Ok(head(now, now + 6)) });
            }
        }
    }
}
