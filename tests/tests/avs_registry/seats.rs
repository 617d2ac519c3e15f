//! The sixteen seats of a vault: who gets one, and when one is free again.

use alloy_primitives::U256;
use restaking::{
    AVS_REGISTRY, GOVERNANCE,
    abi::{IAvsRegistry as Abi, IGovernance, IVault},
};
use restaking_tests::{ALICE, AVS, BOB, DAY, GUARDIAN, OPERATOR, Protocol, STAKE};

use crate::{sets::*, support::*};

const FIRST: u32 = 101;
const LAST: u32 = 116;
const SEVENTEENTH: u32 = 117;

/// A vault of which sixteen sets hold a hundredth each; a seventeenth waits. The first set is in instant mode.
fn full() -> Protocol {
    let mut p = Protocol::new();
    for id in FIRST..=SEVENTEENTH {
        add_set(&mut p, id, |_| {});
        p.join(id);
    }
    let held: Vec<(u32, U256)> = (FIRST..=LAST).map(|id| (id, percent(1))).collect();
    fresh_vault(&mut p, 1, &held);
    stake(&mut p, ALICE, STAKE);
    p
}

#[track_caller]
fn refuse_the_seventeenth(p: &mut Protocol) {
    let vault = p.vault;
    refuse_allocation(p, SEVENTEENTH, n(1), &Abi::TooManySets { vault });
}

fn seat_of(p: &mut Protocol, id: u32) -> u8 {
    let now = p.now();
    judge(p, id, now, now).seat
}

/// The seventeenth set sits down; answers where.
fn sit_down(p: &mut Protocol, id: u32) -> u8 {
    let call = p.allocation(id, percent(1));
    let outcome = p.send(OPERATOR, AVS_REGISTRY, &call);
    let [event] = &outcome.assert_success().events::<Abi::SeatTaken>(AVS_REGISTRY)[..] else {
        panic!("one seat")
    };
    assert_eq!((event.vault, event.avs, event.id), (p.vault, AVS, id));
    event.seat
}

#[test]
fn sixteen_sets_sit_in_the_order_of_their_coming_and_the_seventeenth_is_refused() {
    let mut p = full();
    for (seat, id) in (0..).zip(FIRST..=LAST) {
        assert_eq!(seat_of(&mut p, id), seat);
    }
    refuse_the_seventeenth(&mut p);
    let vault = p.vault;
    let listed = p.view(AVS_REGISTRY, &Abi::allocationsOfCall { vault });
    let ids: Vec<u32> = listed.sets.iter().map(|set| set.id).collect();
    assert_eq!(ids, (FIRST..=LAST).collect::<Vec<_>>());
    assert_eq!(listed.magnitudes, vec![percent(1); 16]);
    // who sits there may have more
    accept_allocation(&mut p, LAST, percent(2));
}

#[test]
fn every_seat_files_and_holds_by_itself() {
    let mut p = full();
    for (seat, id) in (0..).zip(FIRST..=LAST) {
        let request = p.file(id, 10);
        assert_eq!(request.slices[0].lane, seat * 4);
    }
    assert_eq!(p.ask(&IVault::openHoldsCall {}), n(16));
}

#[test]
fn deserted_seat_is_free_in_the_second_in_which_the_decrease_is_due() {
    let mut p = full();
    let due = p.allocate(FIRST + 4, n(0));
    p.at(due - 1);
    refuse_the_seventeenth(&mut p);
    p.at(due);
    assert_eq!(sit_down(&mut p, SEVENTEENTH), 4);
    assert_eq!(seat_of(&mut p, SEVENTEENTH), 4);
}

#[test]
fn deserted_seat_is_not_free_while_the_escrow_of_its_set_is_held() {
    let mut p = full();
    p.slash(FIRST, 100);
    assert_eq!(p.held(FIRST), n(0));
    let due = p.now() + 3 * DAY;
    p.at(due - 1);
    refuse_the_seventeenth(&mut p);
    p.at(due);
    assert_eq!(sit_down(&mut p, SEVENTEENTH), 0);
}

#[test]
fn deserted_seat_is_not_free_while_it_cools() {
    let mut p = full();
    let due = p.allocate(FIRST, n(0));
    let filed = due - DAY;
    p.at(filed).file(FIRST, 10);
    let lapse = filed + 4 * DAY;
    p.at(lapse - 1);
    assert_eq!(p.held(FIRST), percent(1), "the decrease waits");
    for time in [lapse, lapse + 4 * DAY - 1] {
        p.at(time);
        assert_eq!(p.held(FIRST), n(0));
        refuse_the_seventeenth(&mut p);
    }
    p.at(lapse + 4 * DAY);
    assert_eq!(sit_down(&mut p, SEVENTEENTH), 0);
    p.wait(17 * DAY);
    can_file(&mut p, SEVENTEENTH);
}

#[test]
fn pending_increase_keeps_its_seat() {
    let mut p = Protocol::new();
    for id in FIRST..=SEVENTEENTH {
        add_set(&mut p, id, |_| {});
        p.join(id);
    }
    fresh_vault(&mut p, 1, &[]);
    stake(&mut p, ALICE, STAKE);
    for id in FIRST..=LAST {
        p.allocate(id, percent(1));
    }
    refuse_the_seventeenth(&mut p);
    // given up before it came, it leaves no trace
    leave(&mut p, OPERATOR, FIRST + 2).assert_success();
    assert_eq!(sit_down(&mut p, SEVENTEENTH), 2);
}

#[test]
fn seat_that_nobody_ever_had_goes_before_a_deserted_one() {
    let mut p = Protocol::new();
    join_sets(&mut p, [FIRST, FIRST + 1, FIRST + 2]);
    fresh_vault(&mut p, 1, &[(FIRST, percent(1)), (FIRST + 1, percent(1))]);
    p.allocate(FIRST, n(0));
    p.wait(5 * DAY);
    assert_eq!(sit_down(&mut p, FIRST + 2), 2);
    // who deserted its seat has it still
    p.allocate(FIRST, percent(1));
    assert_eq!(seat_of(&mut p, FIRST), 0);
}

#[test]
fn set_that_comes_back_after_its_seat_was_taken_begins_anew() {
    let mut p = full();
    let due = p.allocate(FIRST, n(0));
    p.allocate(FIRST + 1, n(0));
    p.at(due);
    assert_eq!(sit_down(&mut p, SEVENTEENTH), 0);
    let vault = p.vault;
    let gone = judge(&mut p, FIRST, due, due);
    assert_eq!((gone.held, gone.since, gone.operator), (n(0), 0, alloy_primitives::Address::ZERO));
    let back = p.now() + 17 * DAY;
    assert_eq!(sit_down(&mut p, FIRST), 1, "the other deserted seat");
    // its neighbours are as they were
    p.at(back);
    assert_eq!((seat_of(&mut p, FIRST), seat_of(&mut p, SEVENTEENTH)), (1, 0));
    assert_eq!((p.held(FIRST), p.held(SEVENTEENTH)), (percent(1), percent(1)));
    let member = judge(&mut p, FIRST, back, back);
    assert_eq!(member.since, back, "not since it sat here before");
    let filing = filing_of(&mut p, FIRST, 10, back - 1);
    let before = restaking::abi::ISlashing::FaultBeforeMembership { vault, since: back };
    refuse_filing(&mut p, &filing, &before);
    // the set that lost its seat to it comes last
    let refused = Abi::TooManySets { vault };
    refuse_allocation(&mut p, FIRST + 1, percent(1), &refused);
}

#[test]
fn increases_of_who_sat_there_before_still_count() {
    let mut p = full();
    let count = |p: &mut Protocol| {
        let vault = p.vault;
        p.view(AVS_REGISTRY, &Abi::increasesOfCall { vault })
    };
    assert_eq!(count(&mut p), n(16));
    let due = p.allocate(FIRST, n(0));
    p.at(due);
    sit_down(&mut p, SEVENTEENTH);
    assert_eq!(count(&mut p), n(17), "it never falls");
}

/// A request lapses and its seat is deserted without a call to the vault. The set that gets the seat belongs to an AVS
/// that was in quarantine while the request could be executed: that does not concern the old request.
#[test]
fn lapsed_request_stays_over_when_its_seat_goes_to_a_set_of_another_avs() {
    let mut p = full();
    p.register_avs(BOB);
    let terms = p.terms_of(1);
    let create = Abi::createSetCall {
        avs: BOB,
        id: 1,
        recipient: alloy_primitives::Address::ZERO,
        terms,
        metadataURI: String::new(),
    };
    tell(&mut p, BOB, AVS_REGISTRY, &create);
    let join = Abi::registerCall { avs: BOB, id: 1, ..registration(OPERATOR, 1) };
    tell(&mut p, OPERATOR, AVS_REGISTRY, &join);
    let vault = p.vault;
    p.allocate(FIRST, n(0));
    let filed = p.now();
    p.file(FIRST, 10);
    p.at(filed + 2 * DAY);
    let foreign = IGovernance::quarantineCall { avs: BOB, duration: 7 * DAY };
    tell(&mut p, GUARDIAN, GOVERNANCE, &foreign);
    p.at(filed + 9 * DAY);
    assert!(!is_held(&mut p));
    let allocate = Abi::allocateCall { vault, avs: BOB, id: 1, magnitude: percent(1) };
    tell(&mut p, OPERATOR, AVS_REGISTRY, &allocate);
    assert_eq!(p.view(AVS_REGISTRY, &Abi::avsAtCall { vault, seat: 0 }), BOB);
    assert!(!is_held(&mut p), "it lapsed after four days");
    assert_eq!(p.ask(&IVault::cooldownUntilCall { seat: 0 }), filed + 8 * DAY);
}
