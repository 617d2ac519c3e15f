//! Until when a fault can be filed, and what pauses add to that.

use restaking::abi::{
    IGovernance,
    ISlashing::{self as Abi, fileCall},
};
use restaking_tests::{AVS, BURNING, DAY, Protocol};

use crate::support::*;

/// A fault committed a day after the set got its part.
fn faulty() -> (Protocol, u64, fileCall) {
    let mut p = Protocol::new();
    p.wait(DAY);
    let fault = p.now();
    let filing = p.filing(BURNING, 10);
    (p, fault, filing)
}

fn pause_filing(p: &mut Protocol, duration: u64) {
    guard(p, &IGovernance::pauseFilingCall { duration });
}

/// The fault can be filed in the second before `end`, not at `end`.
#[track_caller]
fn assert_ends_at(p: &mut Protocol, filing: &fileCall, end: u64) {
    p.at(end - 1);
    accept_filing(p, filing);
    p.at(end);
    let old = Abi::FaultTooOld { faultTime: filing.faultTime, windowEnd: end };
    refuse_filing(p, filing, &old);
}

#[test]
fn fault_is_filed_from_its_second_on_and_not_before() {
    let (mut p, fault, filing) = faulty();
    p.at(fault - 1);
    refuse_filing(&mut p, &filing, &Abi::FaultInFuture { faultTime: fault });
    p.at(fault);
    accept_filing(&mut p, &filing);
}

#[test]
fn fault_is_filed_until_its_window_is_over() {
    let (mut p, fault, filing) = faulty();
    assert_ends_at(&mut p, &filing, fault + 5 * DAY);
}

#[test]
fn fault_window_is_prolonged_by_a_pause_of_filing() {
    let (mut p, fault, filing) = faulty();
    p.at(fault + DAY);
    pause_filing(&mut p, 2 * DAY);
    let until = fault + 3 * DAY;
    p.at(until - 1);
    refuse_filing(&mut p, &filing, &Abi::FilingPaused { until });
    p.at(until);
    accept_filing(&mut p, &filing);
    assert_ends_at(&mut p, &filing, fault + 7 * DAY);
}

#[test]
fn fault_window_is_prolonged_by_a_quarantine() {
    let (mut p, fault, filing) = faulty();
    p.at(fault + DAY);
    quarantine(&mut p, 2 * DAY);
    let until = fault + 3 * DAY;
    p.at(until - 1);
    refuse_filing(&mut p, &filing, &Abi::Quarantined { avs: AVS, until });
    p.at(until);
    accept_filing(&mut p, &filing);
    assert_ends_at(&mut p, &filing, fault + 7 * DAY);
}

#[test]
fn fault_window_counts_a_second_once_that_is_paused_and_in_quarantine() {
    let (mut p, fault, filing) = faulty();
    p.at(fault + DAY);
    pause_filing(&mut p, 2 * DAY);
    p.at(fault + 2 * DAY);
    quarantine(&mut p, 2 * DAY);
    p.at(fault + 4 * DAY);
    accept_filing(&mut p, &filing);
    // three days in all, of which the one in the middle would count twice
    assert_ends_at(&mut p, &filing, fault + 8 * DAY);
}

#[test]
fn fault_window_is_prolonged_by_what_a_pause_ended_early_really_took() {
    let (mut p, fault, filing) = faulty();
    p.at(fault + DAY);
    pause_filing(&mut p, 2 * DAY);
    p.wait(10);
    guard(&mut p, &IGovernance::unpauseFilingCall {});
    accept_filing(&mut p, &filing);
    assert_ends_at(&mut p, &filing, fault + 5 * DAY + 10);
}

#[test]
fn fault_window_is_prolonged_by_the_part_of_a_pause_that_comes_after_the_fault() {
    let (mut p, fault, _) = faulty();
    pause_filing(&mut p, 2 * DAY);
    let during = fault + DAY;
    p.at(fault + 2 * DAY);
    let filing = filing_of(&mut p, BURNING, 10, during);
    assert_ends_at(&mut p, &filing, during + 6 * DAY);
}

#[test]
fn fault_window_is_prolonged_by_seven_days_at_most() {
    let (mut p, fault, filing) = faulty();
    p.at(fault + DAY);
    pause_filing(&mut p, 4 * DAY);
    p.at(fault + 5 * DAY);
    quarantine(&mut p, 4 * DAY);
    assert_ends_at(&mut p, &filing, fault + 12 * DAY);
}

#[test]
fn pause_that_begins_in_the_last_second_of_the_fault_window_prolongs_it() {
    let (mut p, fault, filing) = faulty();
    p.at(fault + 5 * DAY - 1);
    pause_filing(&mut p, DAY);
    assert_ends_at(&mut p, &filing, fault + 6 * DAY);
}

#[test]
fn pause_that_begins_as_the_fault_window_ends_prolongs_nothing() {
    for in_quarantine in [false, true] {
        let (mut p, fault, filing) = faulty();
        let end = fault + 5 * DAY;
        p.at(end);
        if in_quarantine {
            quarantine(&mut p, DAY);
        } else {
            pause_filing(&mut p, DAY);
        }
        p.at(end + DAY);
        refuse_filing(&mut p, &filing, &Abi::FaultTooOld { faultTime: fault, windowEnd: end });
    }
}

/// A pause moves the end of the window to a second at which the next begins, which no longer counts.
#[test]
fn pause_that_begins_as_the_prolonged_fault_window_ends_prolongs_nothing() {
    let (mut p, fault, filing) = faulty();
    p.at(fault + DAY);
    pause_filing(&mut p, 2 * DAY);
    let end = fault + 7 * DAY;
    p.at(end - 1);
    accept_filing(&mut p, &filing);
    p.at(end);
    quarantine(&mut p, DAY);
    p.at(end + DAY);
    refuse_filing(&mut p, &filing, &Abi::FaultTooOld { faultTime: fault, windowEnd: end });
}
