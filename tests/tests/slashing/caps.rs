//! Caps: what a set may take of a vault in a window.

use alloy_primitives::U256;
use restaking::{
    AVS_REGISTRY, SLASHING,
    abi::{
        IAvsRegistry,
        ISlashing::{self as Abi, capOfReturn},
    },
};
use restaking_tests::{
    ALICE, AVS, BURNING, DAY, INSTANT, Protocol, REDISTRIBUTING, SLASHER, STAKE, WAD, WHOLE,
};

use crate::support::*;

/// The burning set may take a half of its four tenths in seven days.
fn half() -> Protocol {
    Protocol::builder()
        .terms(|id, terms| {
            if id == BURNING {
                terms.cap = WAD / n(2);
            }
        })
        .build()
}

fn cap_of(p: &mut Protocol, id: u32) -> capOfReturn {
    let vault = p.vault;
    p.view(SLASHING, &Abi::capOfCall { vault, avs: AVS, setId: id })
}

#[track_caller]
fn assert_cap(p: &mut Protocol, id: u32, start: u64, base: U256, used: U256) {
    let cap = cap_of(p, id);
    assert_eq!((cap.start, cap.base, cap.used), (start, base, used));
}

/// So many hundredths of what the set holds are more than there is room for.
#[track_caller]
fn refuse_percent(p: &mut Protocol, id: u32, hundredths: u64, reserved: U256, room: U256) {
    let vault = p.vault;
    let filing = p.filing(id, hundredths);
    refuse_filing(p, &filing, &Abi::CapExceeded { vault, reserved, room });
}

#[test]
fn filing_is_refused_and_not_cut_when_it_exceeds_the_cap() {
    let mut p = half();
    let start = p.now();
    refuse_percent(&mut p, BURNING, 51, percent(40) * n(51) / n(100), percent(20));
    p.file(BURNING, 30);
    refuse_percent(&mut p, BURNING, 21, percent(40) * n(21) / n(100), percent(8));
    let one_more = filing_for(&mut p, BURNING, WAD / n(5) + n(1));
    let vault = p.vault;
    let reserved = percent(8) + percent(40) / WAD;
    refuse_filing(&mut p, &one_more, &Abi::CapExceeded { vault, reserved, room: percent(8) });
    p.file(BURNING, 20);
    assert_cap(&mut p, BURNING, start, percent(40), percent(20));
}

#[test]
fn cap_binds_each_set_by_itself() {
    let mut p = half();
    p.file(BURNING, 50);
    can_file(&mut p, REDISTRIBUTING);
    assert_eq!(cap_of(&mut p, REDISTRIBUTING).start, 0, "no cap, no window");
}

#[test]
fn cap_window_starts_anew_with_the_first_filing_at_its_end() {
    let mut p = half();
    let start = p.now();
    let filing = p.filing(BURNING, 50);
    let outcome = p.send(SLASHER, SLASHING, &filing);
    let [window] = &outcome.events::<Abi::CapWindowStarted>(SLASHING)[..] else { panic!("one") };
    assert_eq!((window.vault, window.avs, window.setId), (p.vault, AVS, BURNING));
    assert_eq!(window.base, percent(40));
    let request = restaking_tests::filed(&outcome);
    p.at(veto_end(&request));
    execute(&mut p, &request);
    assert_cap(&mut p, BURNING, start, percent(40), percent(20));

    p.at(start + 7 * DAY - 1);
    refuse_percent(&mut p, BURNING, 1, percent(20) / n(100), n(0));
    p.at(start + 7 * DAY);
    refuse_percent(&mut p, BURNING, 51, percent(20) * n(51) / n(100), percent(10));
    let filing = p.filing(BURNING, 50);
    let outcome = p.send(SLASHER, SLASHING, &filing);
    let [window] = &outcome.events::<Abi::CapWindowStarted>(SLASHING)[..] else { panic!("one") };
    assert_eq!(window.base, percent(20), "what the set holds now");
    assert_cap(&mut p, BURNING, start + 7 * DAY, percent(20), percent(10));
}

#[test]
fn refused_filing_starts_no_window() {
    let mut p = half();
    let filing = p.filing(BURNING, 51);
    assert!(!p.send(SLASHER, SLASHING, &filing).is_success());
    assert_cap(&mut p, BURNING, 0, n(0), n(0));
}

#[test]
fn window_starts_with_the_filing_and_not_as_the_last_one_ended() {
    let mut p = half();
    let start = p.now();
    let request = p.file(BURNING, 50);
    p.withdraw(&request).assert_success();
    p.at(start + 9 * DAY);
    p.file(BURNING, 25);
    assert_cap(&mut p, BURNING, start + 9 * DAY, percent(40), percent(10));
}

#[test]
fn veto_withdrawal_and_lapse_free_what_was_reserved() {
    let closings: [fn(&mut Protocol, &Abi::Request); 3] = [
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
    for (way, close) in closings.into_iter().enumerate() {
        let mut p = Protocol::builder()
            .terms(|_, terms| {
                terms.cap = WAD / n(2);
                terms.capWindow = 30 * DAY;
            })
            .build();
        let start = p.now();
        let request = p.file(BURNING, 50);
        assert_cap(&mut p, BURNING, start, percent(40), percent(20));
        close(&mut p, &request);
        assert_cap(&mut p, BURNING, start, percent(40), n(0));
        p.at(start + 8 * DAY);
        let again = p.filing(BURNING, 50);
        assert!(p.send(SLASHER, SLASHING, &again).is_success(), "way {way}");
    }
}

/// Two requests for a quarter of what the set holds; the second takes a quarter of what the first left.
#[test]
fn execution_counts_what_was_taken_and_not_what_was_reserved() {
    let mut p = half();
    let start = p.now();
    let (first, second) = (p.file(BURNING, 25), p.file(BURNING, 25));
    p.at(veto_end(&second));
    execute(&mut p, &first);
    assert_cap(&mut p, BURNING, start, percent(40), percent(20));
    let (taken, _) = execute(&mut p, &second);
    assert_eq!(taken, percent(30) / n(4));
    let room = percent(20) - percent(10) - taken;
    assert_cap(&mut p, BURNING, start, percent(40), percent(20) - room);
    let left = percent(30) - taken;
    refuse_percent(&mut p, BURNING, 50, left / n(2), room);
}

#[test]
fn return_of_an_escrow_frees_nothing() {
    let mut p = half();
    let start = p.now();
    let (_, escrow) = p.slash(BURNING, 50);
    give_back(&mut p, escrow);
    assert_cap(&mut p, BURNING, start, percent(40), percent(20));
    refuse_percent(&mut p, BURNING, 1, percent(20) / n(100), n(0));
}

#[test]
fn request_of_the_last_window_does_not_count_in_the_next() {
    let mut p = Protocol::builder()
        .terms(|_, terms| {
            terms.cap = WAD / n(2);
            terms.capWindow = 3 * DAY;
        })
        .build();
    let next = p.now() + 3 * DAY;
    let before = p.file(BURNING, 50);
    p.at(next);
    p.file(BURNING, 50);
    assert_cap(&mut p, BURNING, next, percent(40), percent(20));
    execute(&mut p, &before);
    assert_cap(&mut p, BURNING, next, percent(40), percent(20));
}

/// A quarter in ten days for every set at the vault; a half in seven for one set, no cap and twenty days for another.
fn capped_twice() -> Protocol {
    Protocol::builder()
        .params(|params| {
            params.slashCap = WAD / n(4);
            params.slashCapWindow = 10 * DAY;
        })
        .terms(|id, terms| {
            terms.cap = if id == BURNING { WAD / n(2) } else { WAD };
            terms.capWindow = if id == REDISTRIBUTING { 20 * DAY } else { 7 * DAY };
        })
        .build()
}

#[test]
fn cap_is_the_lower_of_set_and_vault() {
    let mut p = capped_twice();
    refuse_percent(&mut p, BURNING, 26, percent(40) * n(26) / n(100), percent(10));
    refuse_percent(&mut p, REDISTRIBUTING, 26, percent(30) * n(26) / n(100), percent(30) / n(4));
    for id in [BURNING, REDISTRIBUTING] {
        p.file(id, 25);
    }
}

#[test]
fn window_is_the_longer_of_set_and_vault() {
    for (id, days) in [(BURNING, 10), (REDISTRIBUTING, 20)] {
        let mut p = capped_twice();
        let end = p.now() + days * DAY;
        let request = p.file(id, 25);
        p.withdraw(&request).assert_success();
        for (time, windows) in [(end - 1, 0), (end, 1)] {
            p.at(time);
            let filing = p.filing(id, 1);
            let outcome = p.try_send(SLASHER, SLASHING, &filing);
            let started = outcome.assert_success().events::<Abi::CapWindowStarted>(SLASHING);
            assert_eq!(started.len(), windows, "set {id} at {time}");
        }
    }
}

#[test]
fn base_of_the_window_is_what_is_left_of_the_vault_when_the_set_holds_more() {
    let mut p = Protocol::builder()
        .params(|params| params.leverageLimit = WAD * n(2))
        .terms(|id, terms| {
            terms.acceptsLeverage = true;
            if id == BURNING {
                terms.cap = WAD / n(2);
            }
        })
        .build();
    fresh_vault(&mut p, 1, &[(BURNING, WHOLE), (INSTANT, WHOLE)]);
    stake(&mut p, ALICE, STAKE);
    p.slash(INSTANT, 60);
    assert_eq!((whole(&mut p), p.held(BURNING)), (percent(40), WHOLE));
    refuse_percent(&mut p, BURNING, 51, percent(40) * n(51) / n(100), percent(20));
    let start = p.now();
    p.file(BURNING, 50);
    assert_cap(&mut p, BURNING, start, percent(40), percent(20));
}

#[test]
fn cap_is_the_lower_of_filing_and_fault() {
    for (before, after) in [(WAD / n(2), WAD), (WAD, WAD / n(2))] {
        let mut p = half();
        if before == WAD {
            let switch = change_terms(&mut p, BURNING, |terms| terms.cap = WAD);
            p.at(switch + 74 * DAY);
        }
        let switch = change_terms(&mut p, BURNING, |terms| terms.cap = after);
        p.at(switch);
        let filing = filing_of(&mut p, BURNING, 51, switch - 1);
        let vault = p.vault;
        let reserved = percent(40) * n(51) / n(100);
        refuse_filing(&mut p, &filing, &Abi::CapExceeded { vault, reserved, room: percent(20) });
        let filing = filing_of(&mut p, BURNING, 100, switch);
        let is_accepted = p.try_send(SLASHER, SLASHING, &filing).is_success();
        assert_eq!(is_accepted, after == WAD, "a fault under the new terms");
    }
}

#[test]
fn cap_of_says_nothing_of_others_when_the_set_never_sat_at_the_vault() {
    let mut p = half();
    let terms = p.terms_of(BURNING);
    p.create_set(9, alloy_primitives::Address::ZERO, terms);
    p.file(BURNING, 50);
    assert_cap(&mut p, 9, 0, n(0), n(0));
}

#[test]
fn cap_of_one_unit_leaves_room_for_dust_alone() {
    let mut p = Protocol::builder().terms(|_, terms| terms.cap = n(1)).build();
    let (vault, room) = (p.vault, percent(40) / WAD);
    let most = filing_for(&mut p, BURNING, n(1));
    accept_filing(&mut p, &most);
    let more = filing_for(&mut p, BURNING, n(2));
    refuse_filing(&mut p, &more, &Abi::CapExceeded { vault, reserved: room * n(2), room });
    let set = p.view(AVS_REGISTRY, &IAvsRegistry::termsOfCall { avs: AVS, id: BURNING });
    assert_eq!(set.cap, n(1));
}
