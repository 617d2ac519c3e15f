//! What is taken: fractions, the lesser of then and now, at most what was reserved.

use alloy_primitives::U256;
use restaking::abi::{ISlashing as Abi, IVault};
use restaking_tests::{
    ALICE, BOB, BURNING, DAY, INSTANT, Protocol, REDISTRIBUTING, STAKE, WAD, WHOLE,
};

use crate::support::*;

#[test]
fn all_of_the_allocation_is_taken_by_a_fraction_of_one_and_no_other_set_loses() {
    let mut p = Protocol::new();
    let others = [REDISTRIBUTING, INSTANT];
    let worth = |p: &mut Protocol, id| p.held(id) * pool(p) / whole(p);
    let before = others.map(|id| worth(&mut p, id));
    let request = p.file(BURNING, 100);
    p.at(veto_end(&request));
    assert_eq!(execute(&mut p, &request), (percent(40), n(2 * STAKE * 4 / 10)));
    assert_eq!((p.held(BURNING), whole(&mut p)), (n(0), percent(60)));
    assert_eq!(pool(&mut p), n(2 * STAKE * 6 / 10));
    assert_eq!(others.map(|id| worth(&mut p, id)), before);
    let vault = p.vault;
    cannot_file(&mut p, BURNING, &Abi::NothingAllocated { vault });
}

#[test]
fn the_least_fraction_takes_the_smallest_part_rounded_up() {
    let mut p = Protocol::new();
    let filing = filing_for(&mut p, REDISTRIBUTING, n(1));
    let request = p.send_filing(&filing);
    assert_eq!(reserved(&request), percent(30) / WAD);
    p.at(veto_end(&request));
    assert_eq!(execute(&mut p, &request), (percent(30) / WAD, n(0)));
    // of three tenths less that, a part that is not whole
    let filing = filing_for(&mut p, REDISTRIBUTING, n(1));
    let request = p.send_filing(&filing);
    assert_eq!(reserved(&request), percent(30) / WAD);
}

#[test]
fn one_unit_of_magnitude_is_taken_whole_by_any_fraction() {
    for fraction in [n(1), WAD] {
        let mut p = Protocol::new();
        fresh_vault(&mut p, 1, &[(BURNING, n(1))]);
        stake(&mut p, ALICE, STAKE);
        let filing = filing_for(&mut p, BURNING, fraction);
        let request = p.send_filing(&filing);
        assert_eq!(reserved(&request), n(1));
        p.at(veto_end(&request));
        assert_eq!(execute(&mut p, &request), (n(1), n(0)));
        assert_eq!((p.held(BURNING), whole(&mut p)), (n(0), WHOLE - n(1)));
    }
}

#[test]
fn vault_without_stake_loses_magnitude_and_no_assets() {
    let mut p = Protocol::new();
    fresh_vault(&mut p, 1, &[(BURNING, percent(10))]);
    let (request, escrow) = p.slash(BURNING, 50);
    assert_eq!((whole(&mut p), escrow), (percent(95), n(0)));
    assert_eq!(p.state_of(&request), 3);
    assert!(!is_held(&mut p));
}

#[test]
fn later_request_takes_its_fraction_of_what_the_earlier_left() {
    let mut p = Protocol::new();
    let (first, second) = (p.file(BURNING, 50), p.file(BURNING, 50));
    assert_eq!(reserved(&second), percent(20));
    p.at(veto_end(&second));
    assert_eq!(execute(&mut p, &second).0, percent(20));
    assert_eq!(execute(&mut p, &first).0, percent(10));
}

#[test]
fn request_takes_nothing_and_completes_when_nothing_is_left() {
    let mut p = Protocol::new();
    let (all, half) = (p.file(BURNING, 100), p.file(BURNING, 50));
    p.at(veto_end(&half));
    execute(&mut p, &all);
    assert_eq!(execute(&mut p, &half), (n(0), n(0)));
    assert_eq!(p.state_of(&half), 3);
    assert_eq!(p.ask(&IVault::openHoldsCall {}), n(1), "the escrow of the first");
    assert_eq!(p.ask(&IVault::cooldownUntilCall { seat: 0 }), 0);
}

/// At leverage 2 the other set takes six tenths of the whole; the set that was promised the whole takes the rest.
#[test]
fn no_more_is_taken_than_is_left_of_the_vault() {
    let mut p = leveraged();
    fresh_vault(&mut p, 1, &[(BURNING, WHOLE), (INSTANT, WHOLE)]);
    stake(&mut p, ALICE, STAKE);
    let request = p.file(BURNING, 100);
    assert_eq!(reserved(&request), WHOLE);
    p.slash(INSTANT, 60);
    p.at(veto_end(&request));
    assert_eq!(execute(&mut p, &request), (percent(40), n(STAKE * 4 / 10)));
    assert_eq!((whole(&mut p), pool(&mut p)), (n(0), n(0)));
    assert_eq!((p.held(BURNING), p.held(INSTANT)), (percent(60), percent(40)));
    // what is still promised is worth nothing
    let vault = p.vault;
    for id in [BURNING, INSTANT] {
        cannot_file(&mut p, id, &Abi::NothingAllocated { vault });
    }
}

/// Filed when little was left of the vault; an escrow comes back before it is executed.
#[test]
fn no_more_is_taken_than_was_reserved_when_the_vault_grew_back() {
    let mut p = leveraged();
    fresh_vault(&mut p, 1, &[(BURNING, WHOLE), (INSTANT, WHOLE)]);
    stake(&mut p, ALICE, STAKE);
    let (_, escrow) = p.slash(INSTANT, 50);
    let request = p.file(BURNING, 100);
    assert_eq!(reserved(&request), percent(50));
    give_back(&mut p, escrow);
    assert_eq!(whole(&mut p), WHOLE);
    assert_eq!(judge(&mut p, BURNING, request.faultTime, request.filedAt).judged, WHOLE);
    p.at(veto_end(&request));
    assert_eq!(execute(&mut p, &request).0, percent(50));
    assert_eq!(p.held(BURNING), percent(50));
}

/// An increase is due and waits for an exit that is held; the request is filed meanwhile and executed when it is complete.
#[test]
fn no_more_is_taken_than_was_reserved_when_an_increase_was_completed_since() {
    let mut p = Protocol::new();
    let announced = p.now();
    let due = p.allocate(BURNING, percent(50));
    let all = shares(&mut p, BOB);
    p.at(announced + 2 * DAY - 1).request_exit(BOB, all);
    let maturity = announced + 16 * DAY;
    let holding = p.at(maturity - 1).file(REDISTRIBUTING, 1);
    p.at(due);
    assert_eq!(p.held(BURNING), percent(40), "it waits");
    let request = p.file(BURNING, 100);
    assert_eq!(reserved(&request), percent(40));
    p.at(veto_end(&request));
    p.withdraw(&holding).assert_success();
    assert_eq!(p.held(BURNING), percent(50));
    assert_eq!(judge(&mut p, BURNING, due, due).judged, percent(50));
    assert_eq!(execute(&mut p, &request).0, percent(40));
    assert_eq!(p.held(BURNING), percent(10));
}

#[test]
fn fault_is_judged_on_what_was_held_before_an_increase_that_came_later() {
    let mut p = Protocol::new();
    let due = p.allocate(BURNING, percent(50));
    p.at(due);
    for (fault, judged) in [(due - 1, percent(40)), (due, percent(50))] {
        assert_eq!(judge(&mut p, BURNING, fault, due).judged, judged);
        let filing = filing_of(&mut p, BURNING, 100, fault);
        assert_eq!(reserved(&p.send_filing(&filing)), judged);
    }
}

#[test]
fn fault_is_judged_on_what_is_held_now_when_a_decrease_came_later() {
    let mut p = Protocol::new();
    let fault = p.now() + DAY;
    let due = p.allocate(BURNING, percent(10));
    for (time, judged) in [(due - 1, percent(40)), (due, percent(10))] {
        p.at(time);
        let filing = filing_of(&mut p, BURNING, 100, fault);
        let call = &filing;
        let outcome = p.try_send(restaking_tests::SLASHER, restaking::SLASHING, call);
        assert_eq!(reserved(&restaking_tests::filed(outcome.assert_success())), judged);
    }
}

/// A vault of which the set holds a tenth, then three tenths.
fn raised() -> (Protocol, u64) {
    let mut p = Protocol::new();
    fresh_vault(&mut p, 1, &[(BURNING, percent(10))]);
    stake(&mut p, ALICE, STAKE);
    let due = p.allocate(BURNING, percent(30));
    p.at(due);
    (p, due)
}

fn slash_fault(p: &mut Protocol, hundredths: u64, fault: u64) -> U256 {
    let filing = filing_of(p, BURNING, hundredths, fault);
    let request = p.send_filing(&filing);
    p.at(veto_end(&request));
    execute(p, &request).0
}

#[test]
fn slash_for_a_fault_before_the_increase_lowers_what_was_held_then() {
    let (mut p, due) = raised();
    assert_eq!(slash_fault(&mut p, 40, due - 1), percent(4));
    assert_eq!(p.held(BURNING), percent(26));
    let now = p.now();
    assert_eq!(judge(&mut p, BURNING, due - 1, now).judged, percent(6));
    assert_eq!(slash_fault(&mut p, 100, due - 1), percent(6));
    let vault = p.vault;
    let filing = filing_of(&mut p, BURNING, 100, due - 1);
    refuse_filing(&mut p, &filing, &Abi::NothingAllocated { vault });
    assert_eq!(p.held(BURNING), percent(20), "what the increase brought stays");
}

#[test]
fn slash_for_a_fault_after_the_increase_leaves_what_was_held_before_it() {
    let (mut p, due) = raised();
    assert_eq!(slash_fault(&mut p, 50, due), percent(15));
    let now = p.now();
    assert_eq!(judge(&mut p, BURNING, due - 1, now).judged, percent(10));
    assert_eq!(judge(&mut p, BURNING, due, now).judged, percent(15));
}

#[test]
fn pending_decrease_is_cut_to_what_a_slash_leaves() {
    let mut p = Protocol::new();
    let due = p.allocate(BURNING, percent(10));
    let request = p.file(BURNING, 50);
    p.at(veto_end(&request));
    execute(&mut p, &request);
    let held = allocation(&mut p, BURNING);
    assert_eq!((held.magnitude, held.change, held.due), (percent(20), percent(20), due));
    p.at(due + 3 * DAY);
    assert_eq!(p.held(BURNING), n(0));
}

#[test]
fn pending_decrease_stays_as_it_is_when_a_slash_leaves_more() {
    let mut p = Protocol::new();
    p.allocate(BURNING, percent(30));
    let request = p.file(BURNING, 50);
    p.at(veto_end(&request));
    execute(&mut p, &request);
    let held = allocation(&mut p, BURNING);
    assert_eq!((held.magnitude, held.change), (percent(20), percent(10)));
}

#[test]
fn pending_decrease_is_gone_when_a_slash_leaves_nothing() {
    let mut p = Protocol::new();
    p.allocate(BURNING, percent(10));
    let request = p.file(BURNING, 100);
    p.at(veto_end(&request));
    execute(&mut p, &request);
    let held = allocation(&mut p, BURNING);
    assert_eq!((held.magnitude, held.change, held.due), (n(0), n(0), 0));
    // an increase may be announced at once
    let due = p.allocate(BURNING, percent(10));
    assert_eq!(due, p.now() + 17 * DAY);
}

#[test]
fn pending_increase_outlives_a_slash_that_leaves_nothing() {
    let mut p = Protocol::new();
    let due = p.allocate(BURNING, percent(50));
    let request = p.file(BURNING, 100);
    p.at(veto_end(&request));
    execute(&mut p, &request);
    p.at(due);
    let now = judge(&mut p, BURNING, due, due);
    assert_eq!((now.held, now.since), (percent(10), due), "a member since then");
    let vault = p.vault;
    let filing = filing_of(&mut p, BURNING, 100, due - 1);
    refuse_filing(&mut p, &filing, &Abi::FaultBeforeMembership { vault, since: due });
}
