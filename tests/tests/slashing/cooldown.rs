//! When a set files again at a vault after a request that took nothing.

use restaking::abi::{ISlashing::Request, IVault};
use restaking_tests::{BURNING, CAROL, DAY, INSTANT, Protocol, REDISTRIBUTING, WAD};

use crate::support::*;

/// The seat of [`BURNING`] files again at `until`, not a second earlier; the other sets file all the time.
#[track_caller]
fn assert_cools_until(p: &mut Protocol, until: u64) {
    for time in [p.now(), until - 1] {
        p.at(time);
        cannot_file(p, BURNING, &IVault::CooldownActive { seat: 0, until });
        can_file(p, REDISTRIBUTING);
        can_file(p, INSTANT);
    }
    assert_eq!(p.ask(&IVault::cooldownUntilCall { seat: 0 }), until);
    p.at(until);
    can_file(p, BURNING);
}

fn filed() -> (Protocol, Request, u64) {
    let mut p = Protocol::new();
    let request = p.file(BURNING, 10);
    let filed = p.now();
    (p, request, filed)
}

#[test]
fn seat_cools_as_long_as_the_request_lasted_after_a_veto() {
    let (mut p, request, filed) = filed();
    p.at(filed + DAY).veto(&request).assert_success();
    assert_cools_until(&mut p, filed + 2 * DAY);
}

#[test]
fn seat_cools_as_long_as_the_request_lasted_after_a_withdrawal() {
    let (mut p, request, filed) = filed();
    p.at(filed + 3 * DAY + 7).withdraw(&request).assert_success();
    assert_cools_until(&mut p, filed + 6 * DAY + 14);
}

#[test]
fn seat_does_not_cool_after_a_withdrawal_in_the_second_of_filing() {
    let (mut p, request, _) = filed();
    p.withdraw(&request).assert_success();
    can_file(&mut p, BURNING);
}

#[test]
fn seat_cools_as_long_as_the_request_lasted_after_a_lapse() {
    let (mut p, _, filed) = filed();
    p.at(filed + 4 * DAY);
    assert_cools_until(&mut p, filed + 8 * DAY);
}

/// Whether the vault was called when the request had lapsed, or nobody came by.
#[test]
fn seat_cools_as_long_as_the_prolonged_request_lasted_after_a_lapse() {
    for is_called in [false, true] {
        let (mut p, _, filed) = filed();
        let vault = p.vault;
        p.at(filed + 3 * DAY);
        quarantine(&mut p, 2 * DAY);
        p.at(filed + 6 * DAY);
        if is_called {
            tell(&mut p, CAROL, vault, &IVault::settleCall {});
        }
        assert_cools_until(&mut p, filed + 12 * DAY);
    }
}

#[test]
fn seat_cools_until_the_latest_of_its_requests_allows() {
    let (mut p, long, filed) = filed();
    p.at(filed + DAY);
    let short = p.file(BURNING, 10);
    p.at(filed + DAY + 60).withdraw(&short).assert_success();
    assert_cools_until(&mut p, filed + DAY + 120);
    p.withdraw(&long).assert_success();
    let lasted = DAY + 120;
    assert_cools_until(&mut p, filed + 2 * lasted);
}

#[test]
fn seat_does_not_cool_after_an_execution() {
    let (mut p, request, _) = filed();
    p.at(veto_end(&request));
    execute(&mut p, &request);
    can_file(&mut p, BURNING);
    p.wait(3 * DAY);
    can_file(&mut p, BURNING);
}

#[test]
fn seat_does_not_cool_after_an_execution_that_took_no_assets() {
    let mut p = Protocol::new();
    let filing = filing_for(&mut p, BURNING, n(1));
    let request = p.send_filing(&filing);
    p.at(veto_end(&request));
    let taken = execute(&mut p, &request);
    assert_eq!(taken, (percent(40) / WAD, n(0)));
    assert!(!is_held(&mut p));
    can_file(&mut p, BURNING);
}
