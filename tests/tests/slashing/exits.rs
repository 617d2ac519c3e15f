//! Exits that mature as a request is filed: who bears it and who is out.

use alloy_primitives::U256;
use restaking::abi::IVault;
use restaking_tests::{ALICE, BURNING, DAY, Protocol, REDISTRIBUTING, STAKE};

use crate::support::*;

/// All that Alice has is on its way out. Answers the exit, its shares and its maturity.
fn leaving() -> (Protocol, U256, U256, u64) {
    let mut p = Protocol::new();
    let all = shares(&mut p, ALICE);
    let id = p.request_exit(ALICE, all);
    let maturity = id.to::<u64>() * DAY;
    assert_eq!(maturity, p.now() + 14 * DAY, "requested at the first second of an epoch");
    (p, id, all, maturity)
}

#[track_caller]
fn assert_held(p: &mut Protocol, id: U256, all: U256, filed_at: u64) {
    let held = IVault::ExitHeld { requestId: id, filedAt: filed_at };
    claim(p, ALICE, id, all).assert_error(&held);
}

#[test]
fn exit_leaves_in_full_when_a_request_is_filed_in_the_second_of_its_maturity() {
    let (mut p, id, all, maturity) = leaving();
    let request = p.at(maturity).file(BURNING, 50);
    claim(&mut p, ALICE, id, all).assert_success();
    assert_eq!(p.balance(ALICE), n(STAKE));
    p.at(veto_end(&request));
    let (magnitude, assets) = execute(&mut p, &request);
    assert_eq!((magnitude, assets), (percent(20), n(STAKE / 5)), "Bob's stake alone bears it");
}

#[test]
fn exit_is_held_and_slashed_when_a_request_is_filed_in_the_second_before_its_maturity() {
    let (mut p, id, all, maturity) = leaving();
    let request = p.at(maturity - 1).file(BURNING, 50);
    p.at(maturity);
    assert_held(&mut p, id, all, maturity - 1);
    p.at(veto_end(&request));
    let (_, assets) = execute(&mut p, &request);
    assert_eq!(assets, n(2 * STAKE / 5), "Alice and Bob bear it");
    let due = p.now() + 3 * DAY;
    p.at(due - 1);
    assert_held(&mut p, id, all, maturity - 1);
    p.at(due);
    claim(&mut p, ALICE, id, all).assert_success();
    assert_eq!(p.balance(ALICE), n(STAKE * 4 / 5));
}

/// An earlier request keeps the exit in the pool when the later one is filed, in the second of its maturity.
#[test]
fn exit_leaves_when_only_a_request_filed_in_the_second_of_its_maturity_is_left() {
    let (mut p, id, all, maturity) = leaving();
    let earlier = p.at(maturity - 1).file(BURNING, 50);
    let later = p.at(maturity).file(REDISTRIBUTING, 50);
    assert_held(&mut p, id, all, maturity - 1);
    p.wait(DAY).withdraw(&earlier).assert_success();
    claim(&mut p, ALICE, id, all).assert_success();
    assert_eq!(p.balance(ALICE), n(STAKE));
    assert!(is_held(&mut p), "the later one is still open");
    p.at(veto_end(&later));
    assert_eq!(execute(&mut p, &later), (percent(15), n(STAKE * 15 / 100)));
}

#[test]
fn exit_stays_when_a_request_filed_before_its_maturity_is_left() {
    let (mut p, id, all, maturity) = leaving();
    let earlier = p.at(maturity - 2).file(BURNING, 50);
    p.at(maturity - 1).file(REDISTRIBUTING, 50);
    p.at(maturity).withdraw(&earlier).assert_success();
    assert_held(&mut p, id, all, maturity - 1);
}

/// While an exit is held it is in the pool for everybody.
#[test]
fn held_exit_bears_what_is_filed_after_its_maturity() {
    let (mut p, _, _, maturity) = leaving();
    p.at(maturity - 1).file(BURNING, 50);
    let later = p.at(maturity + DAY).file(REDISTRIBUTING, 100);
    p.at(veto_end(&later));
    assert_eq!(execute(&mut p, &later), (percent(30), n(2 * STAKE * 3 / 10)));
}

#[test]
fn exit_is_held_to_the_second_in_which_the_request_lapses() {
    for quarantined in [0, 2 * DAY] {
        let (mut p, id, all, maturity) = leaving();
        let filed = maturity - 1;
        p.at(filed).file(BURNING, 50);
        if quarantined > 0 {
            p.at(filed + 3 * DAY);
            quarantine(&mut p, quarantined);
        }
        let end = filed + 4 * DAY + quarantined;
        p.at(end - 1);
        assert_held(&mut p, id, all, filed);
        p.at(end);
        claim(&mut p, ALICE, id, all).assert_success();
        assert_eq!(p.balance(ALICE), n(STAKE));
    }
}

#[test]
fn held_exit_cannot_be_cancelled() {
    let (mut p, id, _, maturity) = leaving();
    let vault = p.vault;
    let cancel = IVault::cancelRedeemRequestCall { requestId: id, controller: ALICE };
    p.at(maturity - 1).file(BURNING, 50);
    accept(&mut p, ALICE, vault, &cancel);
    p.at(maturity);
    let matured = IVault::AlreadyMatured { requestId: id, maturity };
    refuse(&mut p, ALICE, vault, &cancel, &matured);
}
