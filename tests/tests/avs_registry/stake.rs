//! What a set can count on: guaranteed stake, weight, dilution.

use alloy_primitives::{Address, U256};
use restaking::{
    AVS_REGISTRY,
    abi::IAvsRegistry::{self as Abi, Asset},
};
use restaking_tests::{
    ALICE, AVS, BOB, BURNING, DAY, INSTANT, OPERATOR, Protocol, REDISTRIBUTING, STAKE, WAD, WHOLE,
};

use crate::{sets::*, support::*};

fn guaranteed(p: &mut Protocol, id: u32) -> U256 {
    let vault = p.vault;
    p.view(AVS_REGISTRY, &Abi::guaranteedStakeOfCall { vault, avs: AVS, id })
}

fn slashable_until(p: &mut Protocol, id: u32, time: u64) -> U256 {
    let vault = p.vault;
    p.view(AVS_REGISTRY, &Abi::minSlashableStakeUntilCall { vault, avs: AVS, id, time })
}

fn weight(p: &mut Protocol, id: u32) -> U256 {
    p.view(AVS_REGISTRY, &Abi::weightOfCall { operator: OPERATOR, avs: AVS, id })
}

fn dilution(p: &mut Protocol) -> U256 {
    let vault = p.vault;
    p.view(AVS_REGISTRY, &Abi::dilutionOfCall { vault })
}

#[test]
fn guaranteed_stake_is_the_part_that_the_set_holds() {
    let mut p = Protocol::new();
    for (id, tenths) in [(BURNING, 4), (REDISTRIBUTING, 3), (INSTANT, 2)] {
        assert_eq!(guaranteed(&mut p, id), n(2 * STAKE / 10 * tenths));
        assert_eq!(weight(&mut p, id), n(2 * STAKE / 10 * tenths));
    }
    assert_eq!(dilution(&mut p), WAD * n(9) / n(10));
}

#[test]
fn guaranteed_stake_of_two_sets_leaves_out_what_the_other_could_take_first() {
    let mut p = leveraged();
    fresh_vault(&mut p, 1, &[(BURNING, percent(90)), (INSTANT, percent(60))]);
    stake(&mut p, ALICE, STAKE);
    assert_eq!(guaranteed(&mut p, BURNING), n(STAKE * 4 / 10));
    assert_eq!(guaranteed(&mut p, INSTANT), n(STAKE / 10));
    // each could take all that it holds today
    let now = p.now();
    assert_eq!(slashable_until(&mut p, BURNING, now), n(STAKE * 9 / 10));
    assert_eq!(slashable_until(&mut p, INSTANT, now), n(STAKE * 6 / 10));
    assert_eq!(dilution(&mut p), WAD * n(15) / n(10));
    // what the other really takes lowers nothing that was guaranteed
    p.slash(INSTANT, 100);
    assert_eq!((whole(&mut p), pool(&mut p)), (percent(40), n(STAKE * 4 / 10)));
    assert_eq!(guaranteed(&mut p, BURNING), n(STAKE * 4 / 10));
    assert_eq!(dilution(&mut p), WAD * n(90) / n(40));
}

#[test]
fn nothing_is_guaranteed_when_others_hold_the_whole() {
    let mut p = leveraged();
    fresh_vault(&mut p, 1, &[(BURNING, WHOLE), (INSTANT, percent(1))]);
    stake(&mut p, ALICE, STAKE);
    assert_eq!(guaranteed(&mut p, INSTANT), n(0));
    assert_eq!(weight(&mut p, REDISTRIBUTING), n(2 * STAKE * 3 / 10), "of the other vault");
    assert_eq!(guaranteed(&mut p, BURNING), n(STAKE * 99 / 100));
}

#[test]
fn dilution_is_rounded_up_and_infinite_of_nothing() {
    let mut p = leveraged();
    fresh_vault(&mut p, 1, &[(BURNING, n(1))]);
    assert_eq!(dilution(&mut p), n(1));
    fresh_vault(&mut p, 2, &[]);
    assert_eq!(dilution(&mut p), n(0));
    fresh_vault(&mut p, 3, &[(BURNING, WHOLE), (INSTANT, WHOLE)]);
    stake(&mut p, ALICE, STAKE);
    p.slash(INSTANT, 100);
    assert_eq!(whole(&mut p), n(0));
    assert_eq!(dilution(&mut p), U256::MAX);
    assert_eq!(guaranteed(&mut p, BURNING), n(0));
}

#[test]
fn exit_counts_until_it_matures_within_the_fault_window() {
    let mut p = Protocol::new();
    let maturity = p.now() + 14 * DAY;
    let all = shares(&mut p, BOB);
    p.request_exit(BOB, all);
    for (time, stakers) in [(maturity - 5 * DAY - 1, 2), (maturity - 5 * DAY, 1)] {
        p.at(time);
        assert_eq!(guaranteed(&mut p, BURNING), n(stakers * STAKE * 4 / 10));
        assert_eq!(weight(&mut p, BURNING), n(stakers * STAKE * 4 / 10));
    }
    for (time, stakers) in [(maturity - 1, 2), (maturity, 1)] {
        assert_eq!(slashable_until(&mut p, BURNING, time), n(stakers * STAKE * 4 / 10));
    }
}

#[test]
fn decrease_counts_no_longer_from_its_announcement_and_an_increase_not_before_it_holds() {
    let mut p = Protocol::new();
    let now = p.now();
    p.allocate(BURNING, percent(10));
    let due = p.allocate(INSTANT, percent(25));
    assert_eq!(guaranteed(&mut p, BURNING), n(2 * STAKE / 10));
    assert_eq!(slashable_until(&mut p, BURNING, now), n(2 * STAKE / 10));
    assert_eq!(weight(&mut p, BURNING), n(2 * STAKE / 10));
    assert_eq!(dilution(&mut p), WAD * n(9) / n(10), "still promised");
    assert_eq!(guaranteed(&mut p, INSTANT), n(2 * STAKE * 2 / 10));
    p.at(due);
    assert_eq!(guaranteed(&mut p, INSTANT), n(2 * STAKE * 25 / 100));
}

#[test]
fn pending_decrease_of_another_set_is_still_what_it_could_take() {
    let mut p = leveraged();
    fresh_vault(&mut p, 1, &[(BURNING, percent(90)), (INSTANT, percent(60))]);
    stake(&mut p, ALICE, STAKE);
    let due = p.allocate(INSTANT, n(0));
    p.at(due - 1);
    assert_eq!(guaranteed(&mut p, BURNING), n(STAKE * 4 / 10));
    p.at(due);
    assert_eq!(guaranteed(&mut p, BURNING), n(STAKE * 9 / 10));
}

/// Two vaults of one token and one of another that counts three times, rounded down vault by vault.
#[test]
fn weight_counts_every_vault_by_the_weight_of_its_asset() {
    let mut p = Protocol::new();
    let (first, second) = (p.token, another_token(&mut p));
    let assets = [(first, WAD / n(3)), (second, WAD * n(3))];
    let assets = assets.map(|(token, weight)| Asset { token, weight });
    add_set(&mut p, 9, |terms| terms.assets = assets.to_vec());
    p.join(9);
    fresh_vault(&mut p, 1, &[(9, percent(10))]);
    stake(&mut p, ALICE, 1_000);
    fresh_vault(&mut p, 2, &[(9, WHOLE)]);
    stake(&mut p, ALICE, 1_001);
    vault_of(&mut p, second, 3);
    p.allocate(9, percent(50));
    stake(&mut p, ALICE, 500);
    // 100 / 3 and 1,001 / 3, both rounded down, and 250 * 3
    assert_eq!(weight(&mut p, 9), n(33 + 333 + 750));
}

#[test]
fn operator_below_the_minimum_has_no_weight() {
    for (minimum, expected) in [(STAKE * 8 / 10, STAKE * 8 / 10), (STAKE * 8 / 10 + 1, 0)] {
        let mut p = Protocol::new();
        let switch = change_terms(&mut p, BURNING, |terms| terms.minimumWeight = n(minimum));
        p.at(switch - 1);
        assert_eq!(weight(&mut p, BURNING), n(STAKE * 8 / 10));
        p.at(switch);
        assert_eq!(weight(&mut p, BURNING), n(expected));
    }
}

#[test]
fn operator_that_is_not_registered_has_no_weight() {
    let mut p = Protocol::new();
    leave(&mut p, OPERATOR, BURNING).assert_success();
    assert_eq!((p.held(BURNING), weight(&mut p, BURNING)), (percent(40), n(0)));
    p.join(BURNING);
    assert_eq!(weight(&mut p, BURNING), n(0), "coming back revives nothing");
    let call = Abi::weightOfCall { operator: Address::ZERO, avs: AVS, id: BURNING };
    assert_eq!(p.view(AVS_REGISTRY, &call), n(0));
}
