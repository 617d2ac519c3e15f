//! When a decrease holds: after the fault window, but not while a request filed before is open.

use restaking::{
    AVS_REGISTRY, SLASHING,
    abi::{IAvsRegistry as Abi, IGovernance},
};
use restaking_tests::{
    AVS, BURNING, CAROL, DAY, INSTANT, Protocol, REDISTRIBUTING, SLASHER, filed,
};

use crate::support::*;

/// From four tenths to one, announced now. Answers when it is due.
fn decreasing() -> (Protocol, u64) {
    let mut p = Protocol::new();
    let announced = p.now();
    let due = p.allocate(BURNING, percent(10));
    assert_eq!(due, announced + 5 * DAY, "the fault window");
    (p, due)
}

/// Four tenths in the second before `due`, one at `due`.
#[track_caller]
fn assert_holds_at(p: &mut Protocol, due: u64) {
    p.at(due - 1);
    let pending = allocation(p, BURNING);
    assert_eq!((pending.magnitude, pending.change), (percent(40), percent(30)));
    p.at(due);
    let done = allocation(p, BURNING);
    assert_eq!((done.magnitude, done.change, done.due), (percent(10), n(0), 0));
}

#[test]
fn decrease_holds_from_its_due_second_on() {
    let (mut p, due) = decreasing();
    let pending = allocation(&mut p, BURNING);
    assert_eq!((pending.isIncrease, pending.due), (false, due));
    assert_holds_at(&mut p, due);
}

#[test]
fn decrease_is_logged_when_it_is_completed_and_dated_when_it_was_due() {
    let (mut p, due) = decreasing();
    p.at(due + 9 * DAY);
    let complete = Abi::completeCall { vault: p.vault, avs: AVS, id: BURNING };
    let outcome = p.send(CAROL, AVS_REGISTRY, &complete);
    let [event] = &outcome.events::<Abi::ChangeCompleted>(AVS_REGISTRY)[..] else { panic!() };
    assert_eq!((event.isIncrease, event.magnitude, event.due), (false, percent(10), due));
}

#[test]
fn decrease_is_prolonged_as_the_fault_window_is() {
    let (mut p, due) = decreasing();
    p.at(due - 3 * DAY);
    guard(&mut p, &IGovernance::pauseFilingCall { duration: 2 * DAY });
    p.at(due - 2 * DAY);
    quarantine(&mut p, 2 * DAY);
    // three days in all: the one in the middle counts once
    assert_eq!(allocation(&mut p, BURNING).due, due + 3 * DAY);
    assert_holds_at(&mut p, due + 3 * DAY);
}

#[test]
fn decrease_is_prolonged_by_what_a_quarantine_ended_early_really_took() {
    let (mut p, due) = decreasing();
    p.at(due - 1);
    quarantine(&mut p, 2 * DAY);
    assert_eq!(allocation(&mut p, BURNING).due, due + 2 * DAY);
    p.wait(50);
    end_quarantine(&mut p);
    assert_holds_at(&mut p, due + 50);
}

#[test]
fn decrease_is_not_prolonged_by_a_pause_that_begins_as_it_is_due() {
    let (mut p, due) = decreasing();
    p.at(due);
    quarantine(&mut p, DAY);
    assert_eq!(p.held(BURNING), percent(10));
}

#[test]
fn decrease_is_prolonged_by_seven_days_at_most() {
    let (mut p, due) = decreasing();
    p.at(due - DAY);
    guard(&mut p, &IGovernance::pauseFilingCall { duration: 5 * DAY });
    p.wait(4 * DAY);
    quarantine(&mut p, 7 * DAY);
    assert_holds_at(&mut p, due + 7 * DAY);
}

#[test]
fn decrease_waits_for_a_request_filed_in_the_second_before_it_is_due() {
    let (mut p, due) = decreasing();
    let request = p.at(due - 1).file(BURNING, 50);
    assert_eq!(reserved(&request), percent(20), "of all that the set holds");
    p.at(due);
    assert_eq!(p.held(BURNING), percent(40));
    assert_eq!(allocation(&mut p, BURNING).due, due);
    let pending = Abi::ChangePending { due };
    refuse_allocation(&mut p, BURNING, percent(50), &pending);
    p.at(veto_end(&request));
    assert_eq!(execute(&mut p, &request).0, percent(20));
    // the escrow is part of the request
    let done = p.now() + 3 * DAY;
    p.at(done - 1);
    let held = allocation(&mut p, BURNING);
    assert_eq!((held.magnitude, held.change), (percent(20), percent(20)));
    p.at(done);
    assert_eq!(p.held(BURNING), n(0), "cut to what the slash left");
}

#[test]
fn decrease_is_complete_as_the_request_that_it_waited_for_ends() {
    let ends: [fn(&mut Protocol, &restaking::abi::ISlashing::Request); 3] = [
        |p, request| {
            p.veto(request).assert_success();
        },
        |p, request| {
            p.withdraw(request).assert_success();
        },
        |p, request| {
            p.at(request.filedAt + 4 * DAY);
        },
    ];
    for end in ends {
        let (mut p, due) = decreasing();
        let request = p.at(due - 1).file(BURNING, 50);
        p.at(due + DAY);
        assert_eq!(p.held(BURNING), percent(40));
        end(&mut p, &request);
        assert_eq!(p.held(BURNING), percent(10));
    }
}

#[test]
fn decrease_does_not_wait_for_the_requests_of_other_sets() {
    let (mut p, due) = decreasing();
    p.at(due - 1);
    p.file(REDISTRIBUTING, 10);
    p.file(INSTANT, 10);
    p.at(due);
    assert_eq!(p.held(BURNING), percent(10));
}

/// The decrease still waits for an earlier request when the later one is filed.
#[test]
fn request_filed_as_a_decrease_is_due_is_judged_without_what_decreases() {
    let (mut p, due) = decreasing();
    let earlier = p.at(due - 1).file(BURNING, 10);
    let filing = p.filing(BURNING, 100);
    let outcome = p.try_send(SLASHER, SLASHING, &filing);
    assert_eq!(reserved(&filed(outcome.assert_success())), percent(40), "a second before");
    p.at(due);
    assert_eq!(p.held(BURNING), percent(40), "it waits");
    assert_eq!(judge(&mut p, BURNING, due - 1, due - 1).judged, percent(40));
    assert_eq!(judge(&mut p, BURNING, due - 1, due).judged, percent(10));
    let later = filing_of(&mut p, BURNING, 100, due - 1);
    let later = p.send_filing(&later);
    assert_eq!(reserved(&later), percent(10));
    // it does not keep the decrease waiting either
    p.withdraw(&earlier).assert_success();
    assert_eq!(p.held(BURNING), percent(10));
    p.at(veto_end(&later));
    assert_eq!(execute(&mut p, &later).0, percent(10));
    assert_eq!(p.held(BURNING), n(0));
}

#[test]
fn request_filed_as_a_decrease_is_due_takes_no_more_than_stays_while_it_waits() {
    let (mut p, due) = decreasing();
    p.at(due - 1).file(BURNING, 10);
    p.at(due);
    let later = p.file(BURNING, 100);
    p.at(veto_end(&later));
    assert_eq!(p.held(BURNING), percent(40));
    assert_eq!(execute(&mut p, &later).0, percent(10));
    let held = allocation(&mut p, BURNING);
    assert_eq!((held.magnitude, held.change), (percent(30), percent(30)));
}

#[test]
fn decrease_cannot_be_cancelled_or_changed() {
    let (mut p, due) = decreasing();
    p.at(due - 1);
    for magnitude in [n(0), percent(9), percent(11), percent(40), percent(41)] {
        refuse_allocation(&mut p, BURNING, magnitude, &Abi::ChangePending { due });
    }
    p.at(due);
    assert_eq!(p.allocate(BURNING, percent(9)), due + 5 * DAY);
}

#[test]
fn decrease_keeps_the_fault_window_under_which_it_was_announced() {
    for (window, after) in [(5 * DAY, 6 * DAY), (5 * DAY, DAY)] {
        let mut p = Protocol::new();
        let switch = change_terms(&mut p, BURNING, |terms| terms.faultWindow = after);
        p.at(switch - 1);
        p.allocate(BURNING, percent(10));
        assert_holds_at(&mut p, switch - 1 + window);
        p.at(switch + 10 * DAY);
        let due = p.allocate(BURNING, n(0));
        assert_eq!(due, p.now() + after);
        p.at(due - 1);
        assert_eq!(p.held(BURNING), percent(10));
        p.at(due);
        assert_eq!(p.held(BURNING), n(0));
    }
}
