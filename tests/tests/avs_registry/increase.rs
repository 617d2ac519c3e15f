//! When an increase holds: at its time, but not while somebody who left in time is still in the pool.

use alloy_primitives::U256;
use restaking::{
    AVS_REGISTRY,
    abi::{IAvsRegistry as Abi, IVault},
};
use restaking_tests::{
    ALICE, AVS, BOB, BURNING, CAROL, DAY, INSTANT, Protocol, REDISTRIBUTING, STAKE,
};

use crate::support::*;

#[test]
fn increase_holds_from_its_due_second_on() {
    // announced at the first second of an epoch, one later, and in its last
    for offset in [0, 1, DAY - 1] {
        let mut p = Protocol::new();
        p.wait(offset);
        let announced = p.now();
        let due = p.allocate(BURNING, percent(50));
        assert_eq!(due, announced + 17 * DAY, "exit delay, epoch and two days");
        let pending = allocation(&mut p, BURNING);
        assert_eq!((pending.magnitude, pending.isIncrease), (percent(40), true));
        assert_eq!((pending.change, pending.due), (percent(10), due));
        p.at(due - 1);
        assert_eq!(p.held(BURNING), percent(40));
        refuse_allocation(&mut p, BURNING, percent(45), &Abi::ChangePending { due });
        p.at(due);
        let done = allocation(&mut p, BURNING);
        assert_eq!((done.magnitude, done.change, done.due), (percent(50), n(0), 0));
    }
}

#[test]
fn increase_is_logged_when_it_is_completed_and_dated_when_it_was_due() {
    let mut p = Protocol::new();
    let (vault, avs, id) = (p.vault, AVS, BURNING);
    let due = p.allocate(id, percent(50));
    let complete = Abi::completeCall { vault, avs, id };
    p.at(due - 1);
    let outcome = p.send(CAROL, AVS_REGISTRY, &complete);
    assert!(outcome.events::<Abi::ChangeCompleted>(AVS_REGISTRY).is_empty());
    p.at(due + 9 * DAY);
    let outcome = p.send(CAROL, AVS_REGISTRY, &complete);
    let [event] = &outcome.events::<Abi::ChangeCompleted>(AVS_REGISTRY)[..] else { panic!() };
    assert_eq!((event.vault, event.avs, event.id), (vault, avs, id));
    assert_eq!((event.isIncrease, event.magnitude, event.due), (true, percent(50), due));
    let outcome = p.send(CAROL, AVS_REGISTRY, &complete);
    assert!(outcome.logs.is_empty() && outcome.writes.is_empty());
}

/// The increase is announced one second into an epoch, Bob leaves so many seconds later, and a request filed before his
/// exit matures holds him in the pool for longer than the increase is pending.
fn leaver(after: u64) -> (Protocol, u64, U256, u64) {
    let mut p = Protocol::new();
    p.wait(1);
    let announced = p.now();
    let due = p.allocate(BURNING, percent(50));
    let all = shares(&mut p, BOB);
    let id = p.at(announced + after).request_exit(BOB, all);
    let maturity = id.to::<u64>() * DAY;
    p.at(maturity - 1).file(REDISTRIBUTING, 10);
    (p, due, id, maturity)
}

#[test]
fn increase_waits_for_the_exit_of_who_left_a_second_before_the_two_days_were_over() {
    let (mut p, due, id, maturity) = leaver(2 * DAY - 1);
    assert_eq!(maturity + DAY + 1, due);
    let lapse = maturity - 1 + 4 * DAY;
    for time in [due, lapse - 1] {
        p.at(time);
        assert_eq!(p.held(BURNING), percent(40));
        assert_eq!(allocation(&mut p, BURNING).due, due);
        refuse_allocation(&mut p, BURNING, percent(45), &Abi::ChangePending { due });
    }
    // the request lapses, the exit leaves, and nobody needs to say so
    p.at(lapse);
    assert_eq!(p.held(BURNING), percent(50));
    let (fault, now) = (due, p.now());
    assert_eq!(judge(&mut p, BURNING, fault, now).judged, percent(50), "dated when it was due");
    assert_eq!(judge(&mut p, BURNING, fault - 1, now).judged, percent(40));
    let all = U256::from(STAKE) * U256::from(1_000_000);
    claim(&mut p, BOB, id, all).assert_success();
    assert_eq!(p.balance(BOB), n(STAKE));
}

#[test]
fn increase_does_not_wait_for_who_left_as_the_two_days_were_over() {
    let (mut p, due, _, maturity) = leaver(2 * DAY);
    assert_eq!(maturity + 1, due, "an epoch later");
    p.at(due - 1);
    assert_eq!(p.held(BURNING), percent(40));
    p.at(due);
    assert_ne!(p.ask(&IVault::exitingSharesCall {}), n(0), "the exit is held");
    assert_eq!(p.held(BURNING), percent(50));
}

#[test]
fn increase_is_done_at_once_when_nobody_holds_shares() {
    let mut p = Protocol::new();
    fresh_vault(&mut p, 1, &[(BURNING, percent(10)), (BURNING, percent(20))]);
    let now = p.now();
    assert_eq!(judge(&mut p, BURNING, now, now).since, now);
    stake(&mut p, ALICE, STAKE);
    let all = shares(&mut p, ALICE);
    p.request_exit(ALICE, all);
    let due = p.allocate(INSTANT, percent(10));
    assert_eq!(due, now + 17 * DAY, "who is on the way out is still there");
    p.at(now + 14 * DAY);
    let now = p.now();
    assert_eq!(p.allocate(BURNING, percent(30)), now, "and now is out");
    assert_eq!(p.held(BURNING), percent(30));
}

/// What the set held before the last increase, and since when it holds anything.
#[test]
fn member_since_the_first_increase_and_judged_by_the_last() {
    let mut p = Protocol::new();
    fresh_vault(&mut p, 1, &[]);
    stake(&mut p, ALICE, STAKE);
    let first = p.allocate(BURNING, percent(10));
    let seated = judge(&mut p, BURNING, first, first);
    assert_eq!((seated.held, seated.since, seated.seat), (n(0), 0, 0));
    p.at(first);
    assert_eq!(judge(&mut p, BURNING, first, first).since, first);
    let second = p.allocate(BURNING, percent(30));
    p.at(second);
    let ask = |p: &mut Protocol, fault| judge(p, BURNING, fault, second);
    assert_eq!(ask(&mut p, first - 1).since, first);
    assert_eq!(ask(&mut p, second - 1).judged, percent(10));
    assert_eq!(ask(&mut p, second).judged, percent(30));
}

#[test]
fn quarantine_and_pause_after_the_announcement_do_not_stop_an_increase() {
    let mut p = Protocol::new();
    let due = p.allocate(BURNING, percent(50));
    p.at(due - DAY);
    quarantine(&mut p, 3 * DAY);
    guard(&mut p, &restaking::abi::IGovernance::pauseAllocationsCall { duration: 3 * DAY });
    p.at(due);
    assert_eq!(p.held(BURNING), percent(50));
}

#[test]
fn risk_version_moves_as_an_increase_is_announced_and_not_with_a_decrease() {
    let mut p = Protocol::new();
    let risk = |p: &mut Protocol| p.ask(&IVault::riskVersionCall {});
    let count = |p: &mut Protocol| {
        let vault = p.vault;
        p.view(AVS_REGISTRY, &Abi::increasesOfCall { vault })
    };
    let before = (risk(&mut p), count(&mut p));
    p.allocate(INSTANT, percent(10));
    assert_eq!((risk(&mut p), count(&mut p)), before);
    let due = p.allocate(BURNING, percent(50));
    let announced = (risk(&mut p), count(&mut p));
    assert_ne!(announced.0, before.0);
    assert_eq!(announced.1, before.1 + n(1));
    p.at(due);
    assert_eq!((risk(&mut p), count(&mut p)), announced, "what was announced");
}
