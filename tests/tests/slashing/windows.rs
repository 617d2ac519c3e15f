//! Veto window, execution window and escrow delay: their last seconds, and what quarantines add.

use restaking::{
    GOVERNANCE, SLASHING,
    abi::{
        IGovernance,
        ISlashing::{self as Abi, Request},
        IVault,
    },
};
use restaking_tests::{
    ALICE, AVS, BURNING, CAROL, DAY, GUARDIAN, Protocol, RESOLVER, SLASHER, STAKE,
};

use crate::support::*;

/// What became of a request, as `stateOf` counts.
const VETO: u8 = 1;
const EXECUTION: u8 = 2;
const EXECUTED: u8 = 3;
const CLOSED: u8 = 4;
const LAPSED: u8 = 5;

/// A request filed now.
fn filed() -> (Protocol, Request) {
    let mut p = Protocol::new();
    let request = p.file(BURNING, 10);
    (p, request)
}

/// The last second before `end` is within the execution window and holds deposits, `end` is neither.
#[track_caller]
fn assert_lapses_at(p: &mut Protocol, request: &Request, end: u64) {
    p.fund(ALICE, 1_000);
    let (vault, filed_at) = (p.vault, request.filedAt);
    let deposit = IVault::depositCall { assets: n(100), receiver: ALICE };
    p.at(end - 1);
    assert_eq!(p.state_of(request), EXECUTION);
    refuse(p, ALICE, vault, &deposit, &IVault::HoldOpen { filedAt: filed_at });
    accept(p, SLASHER, SLASHING, &withdrawal_of(request));
    p.at(end);
    let id = id_of(p, request);
    assert_eq!(p.state_of(request), LAPSED);
    cannot_execute(p, request, &Abi::ExecutionWindowOver { end });
    refuse(p, SLASHER, SLASHING, &withdrawal_of(request), &Abi::RequestClosed { id });
    refuse(p, RESOLVER, SLASHING, &veto_of(request), &Abi::RequestClosed { id });
    accept(p, ALICE, vault, &deposit);
}

#[test]
fn veto_is_heard_until_its_window_is_over_and_then_anyone_executes() {
    let (mut p, request) = filed();
    let end = request.filedAt + 2 * DAY;
    for time in [request.filedAt, end - 1] {
        p.at(time);
        assert_eq!(p.state_of(&request), VETO);
        accept(&mut p, RESOLVER, SLASHING, &veto_of(&request));
        cannot_execute(&mut p, &request, &Abi::VetoWindowOpen { end });
    }
    p.at(end);
    assert_eq!(p.state_of(&request), EXECUTION);
    refuse(&mut p, RESOLVER, SLASHING, &veto_of(&request), &Abi::VetoWindowOver { end });
    execute(&mut p, &request);
    assert_eq!(p.state_of(&request), EXECUTED);
    let id = id_of(&mut p, &request);
    cannot_execute(&mut p, &request, &Abi::RequestClosed { id });
}

#[test]
fn veto_ends_the_hold_and_closes_the_request() {
    let (mut p, request) = filed();
    assert!(is_held(&mut p));
    let outcome = p.veto(&request);
    assert_eq!(outcome.events::<Abi::SlashVetoed>(SLASHING).len(), 1);
    assert!(!is_held(&mut p));
    assert_eq!(p.state_of(&request), CLOSED);
    p.at(veto_end(&request));
    let id = id_of(&mut p, &request);
    cannot_execute(&mut p, &request, &Abi::RequestClosed { id });
    assert_eq!(p.held(BURNING), percent(40));
}

#[test]
fn request_lapses_when_its_execution_window_is_over() {
    let (mut p, request) = filed();
    let end = request.filedAt + 4 * DAY;
    p.at(end - 1);
    can_execute(&mut p, &request);
    assert_lapses_at(&mut p, &request, end);
}

#[test]
fn execution_window_is_prolonged_by_a_quarantine_in_it() {
    let (mut p, request) = filed();
    let (filed, until) = (request.filedAt, request.filedAt + 5 * DAY);
    p.at(filed + 3 * DAY);
    quarantine(&mut p, 2 * DAY);
    // what was the end of the window, and the last second of the quarantine
    for time in [filed + 4 * DAY, until - 1] {
        p.at(time);
        assert_eq!(p.state_of(&request), EXECUTION);
        cannot_execute(&mut p, &request, &Abi::Quarantined { avs: AVS, until });
        accept(&mut p, SLASHER, SLASHING, &withdrawal_of(&request));
    }
    p.at(until);
    can_execute(&mut p, &request);
    p.at(filed + 6 * DAY - 1);
    can_execute(&mut p, &request);
    assert_lapses_at(&mut p, &request, filed + 6 * DAY);
}

#[test]
fn execution_window_is_prolonged_by_what_a_quarantine_ended_early_really_took() {
    let (mut p, request) = filed();
    let filed = request.filedAt;
    p.at(filed + 3 * DAY);
    quarantine(&mut p, 2 * DAY);
    p.wait(100);
    end_quarantine(&mut p);
    can_execute(&mut p, &request);
    assert_lapses_at(&mut p, &request, filed + 4 * DAY + 100);
}

/// The vault is called, and counts its holds, while the quarantine is planned to last for longer.
#[test]
fn hold_ends_with_its_window_when_a_quarantine_ends_early_after_the_vault_counted_on_it() {
    let (mut p, request) = filed();
    let (filed, vault) = (request.filedAt, p.vault);
    p.at(filed + 3 * DAY);
    quarantine(&mut p, 2 * DAY);
    p.at(filed + 4 * DAY + 10);
    tell(&mut p, CAROL, vault, &IVault::pokeCall {});
    p.at(filed + 4 * DAY + 50);
    end_quarantine(&mut p);
    assert_lapses_at(&mut p, &request, filed + 5 * DAY + 50);
}

#[test]
fn veto_window_is_not_prolonged_by_a_quarantine_but_the_execution_window_after_it_is() {
    let (mut p, request) = filed();
    let filed = request.filedAt;
    p.at(filed + DAY);
    quarantine(&mut p, 2 * DAY);
    accept(&mut p, RESOLVER, SLASHING, &veto_of(&request));
    p.at(filed + 2 * DAY);
    let over = Abi::VetoWindowOver { end: filed + 2 * DAY };
    refuse(&mut p, RESOLVER, SLASHING, &veto_of(&request), &over);
    let until = filed + 3 * DAY;
    cannot_execute(&mut p, &request, &Abi::Quarantined { avs: AVS, until });
    // of the quarantine's two days one is in the execution window
    assert_lapses_at(&mut p, &request, filed + 5 * DAY);
}

#[test]
fn quarantine_that_begins_as_the_execution_window_ends_prolongs_nothing() {
    let (mut p, request) = filed();
    let end = request.filedAt + 4 * DAY;
    p.at(end);
    quarantine(&mut p, DAY);
    assert_eq!(p.state_of(&request), LAPSED);
    cannot_execute(&mut p, &request, &Abi::ExecutionWindowOver { end });
    assert!(!is_held(&mut p));
}

#[test]
fn quarantine_that_begins_in_the_last_second_of_the_execution_window_prolongs_it() {
    let (mut p, request) = filed();
    let end = request.filedAt + 4 * DAY;
    p.at(end - 1);
    quarantine(&mut p, DAY);
    p.at(end - 1 + DAY);
    can_execute(&mut p, &request);
    assert_lapses_at(&mut p, &request, end + DAY);
}

#[test]
fn execution_window_is_prolonged_by_seven_days_at_most() {
    let (mut p, request) = filed();
    let filed = request.filedAt;
    p.at(filed + 2 * DAY);
    quarantine(&mut p, DAY);
    p.at(filed + 4 * DAY);
    quarantine(&mut p, 6 * DAY + DAY / 2);
    let (until, end) = (filed + 10 * DAY + DAY / 2, filed + 11 * DAY);
    p.at(until - 1);
    cannot_execute(&mut p, &request, &Abi::Quarantined { avs: AVS, until });
    p.at(until);
    can_execute(&mut p, &request);
    assert_lapses_at(&mut p, &request, end);
}

#[test]
fn quarantine_of_another_avs_prolongs_nothing() {
    let (mut p, request) = filed();
    let end = request.filedAt + 4 * DAY;
    p.at(end - DAY);
    guard(&mut p, &IGovernance::quarantineCall { avs: CAROL, duration: 2 * DAY });
    can_execute(&mut p, &request);
    assert_lapses_at(&mut p, &request, end);
}

#[test]
fn pause_of_filing_prolongs_no_execution_window() {
    let (mut p, request) = filed();
    let end = request.filedAt + 4 * DAY;
    p.at(end - DAY);
    guard(&mut p, &IGovernance::pauseFilingCall { duration: 2 * DAY });
    can_execute(&mut p, &request);
    assert_lapses_at(&mut p, &request, end);
}

#[test]
fn escrow_is_returned_until_it_is_due_and_released_from_then_on() {
    let (mut p, _) = filed();
    let (_, escrow) = p.slash(BURNING, 10);
    let (vault, due) = (p.vault, p.now() + 3 * DAY);
    let back = IGovernance::returnEscrowCall { vault, escrowId: escrow };
    let release = IVault::releaseEscrowCall { escrowId: escrow };
    // a quarantine does not prolong an escrow
    quarantine(&mut p, 7 * DAY);
    for time in [p.now(), due - 1] {
        p.at(time);
        accept(&mut p, GUARDIAN, GOVERNANCE, &back);
        let early = IVault::EscrowNotDue { escrowId: escrow, due };
        refuse(&mut p, CAROL, vault, &release, &early);
    }
    p.at(due);
    let over = IVault::EscrowOver { escrowId: escrow };
    refuse(&mut p, GUARDIAN, GOVERNANCE, &back, &over);
    let released = tell(&mut p, CAROL, vault, &release);
    assert_eq!(released.paid, n(STAKE * 8 / 100), "a tenth of four tenths");
    refuse(&mut p, GUARDIAN, GOVERNANCE, &back, &IVault::UnknownEscrow { escrowId: escrow });
}

#[test]
fn hold_of_an_executed_request_lasts_until_its_escrow_is_due_whether_or_not_it_is_released() {
    let mut p = Protocol::new();
    p.slash(BURNING, 10);
    let due = p.now() + 3 * DAY;
    p.at(due - 1);
    assert!(is_held(&mut p));
    p.at(due);
    assert!(!is_held(&mut p));
    assert_ne!(escrowed(&mut p), n(0));
}

#[test]
fn hold_ends_when_the_escrow_is_returned() {
    let mut p = Protocol::new();
    let (request, escrow) = p.slash(BURNING, 10);
    p.wait(60);
    give_back(&mut p, escrow);
    assert!(!is_held(&mut p));
    assert_eq!(p.state_of(&request), EXECUTED);
    can_file(&mut p, BURNING);
}
