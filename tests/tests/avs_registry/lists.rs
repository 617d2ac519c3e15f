//! Lists, page by page.

use alloy_primitives::{Address, U256};
use restaking::{
    AVS_REGISTRY,
    abi::IAvsRegistry::{self as Abi, SetId},
};
use restaking_tests::{
    ALICE, AVS, BOB, BURNING, DAY, INSTANT, OPERATOR, Protocol, REDISTRIBUTING, STAKE,
};

use crate::{sets::*, support::*};

fn operators(p: &mut Protocol, cursor: Address, count: U256) -> (Vec<Address>, Vec<bool>) {
    let call = Abi::operatorsOfCall { avs: AVS, id: BURNING, cursor, count };
    let page = p.view(AVS_REGISTRY, &call);
    (page.operators, page.registered)
}

fn sets(p: &mut Protocol, operator: Address, after: u32, count: U256) -> (Vec<u32>, Vec<bool>) {
    let avs = if after == 0 { Address::ZERO } else { AVS };
    let cursor = SetId { avs, id: after };
    let page = p.view(AVS_REGISTRY, &Abi::setsOfCall { operator, cursor, count });
    assert!(page.sets.iter().all(|set| set.avs == AVS));
    (page.sets.iter().map(|set| set.id).collect(), page.registered)
}

fn vaults(p: &mut Protocol, skip: U256, count: U256) -> Vec<Address> {
    let call = Abi::vaultsOfCall { avs: AVS, id: BURNING, operator: OPERATOR, skip, count };
    p.view(AVS_REGISTRY, &call)
}

#[test]
fn operators_of_a_set_are_listed_latest_newcomer_first() {
    let mut p = Protocol::new();
    let newcomers = [1, 2, 3, 4].map(operator);
    for newcomer in newcomers {
        p.register_operator(newcomer);
        tell(&mut p, newcomer, AVS_REGISTRY, &registration(newcomer, BURNING));
    }
    leave(&mut p, newcomers[1], BURNING).assert_success();
    let (zero, all) = (Address::ZERO, U256::MAX);
    let [a, b, c, d] = newcomers;
    let flags = vec![true, true, false, true, true];
    assert_eq!(operators(&mut p, zero, all), (vec![d, c, b, a, OPERATOR], flags));
    // two by two
    assert_eq!(operators(&mut p, zero, n(2)), (vec![d, c], vec![true, true]));
    assert_eq!(operators(&mut p, c, n(2)), (vec![b, a], vec![false, true]));
    assert_eq!(operators(&mut p, a, n(2)), (vec![OPERATOR], vec![true]));
    assert_eq!(operators(&mut p, OPERATOR, n(2)), (vec![], vec![]));
    assert_eq!(operators(&mut p, BOB, n(2)), (vec![], vec![]), "a stranger");
    assert_eq!(operators(&mut p, zero, n(0)), (vec![], vec![]));
    // who comes back is no newcomer
    tell(&mut p, b, AVS_REGISTRY, &registration(b, BURNING));
    assert_eq!(operators(&mut p, zero, all), (vec![d, c, b, a, OPERATOR], vec![true; 5]));
}

#[test]
fn page_has_a_hundred_entries_at_most() {
    let mut p = Protocol::new();
    for number in 1..=101 {
        let newcomer = operator(number);
        p.register_operator(newcomer);
        tell(&mut p, newcomer, AVS_REGISTRY, &registration(newcomer, BURNING));
    }
    for count in [n(100), n(101), U256::MAX] {
        let (first, _) = operators(&mut p, Address::ZERO, count);
        let expected: Vec<Address> = (2..=101).rev().map(operator).collect();
        assert_eq!(first, expected);
    }
    let (rest, _) = operators(&mut p, operator(2), n(100));
    assert_eq!(rest, [operator(1), OPERATOR]);
    // the same for the sets of an operator
    join_sets(&mut p, 201..=300);
    let (first, _) = sets(&mut p, OPERATOR, 0, U256::MAX);
    assert_eq!(first, (201..=300).rev().collect::<Vec<_>>());
    let (rest, _) = sets(&mut p, OPERATOR, 201, U256::MAX);
    assert_eq!(rest, [INSTANT, REDISTRIBUTING, BURNING]);
}

#[test]
fn sets_of_an_operator_are_listed_latest_first() {
    let mut p = Protocol::new();
    let all = U256::MAX;
    assert_eq!(sets(&mut p, OPERATOR, 0, all), (vec![3, 2, 1], vec![true; 3]));
    leave(&mut p, OPERATOR, REDISTRIBUTING).assert_success();
    assert_eq!(sets(&mut p, OPERATOR, 0, n(2)), (vec![3, 2], vec![true, false]));
    assert_eq!(sets(&mut p, OPERATOR, 2, n(2)), (vec![1], vec![true]));
    assert_eq!(sets(&mut p, OPERATOR, 1, n(2)), (vec![], vec![]));
    assert_eq!(sets(&mut p, BOB, 0, all), (vec![], vec![]));
    assert_eq!(sets(&mut p, OPERATOR, 99, all), (vec![], vec![]), "no such set");
}

#[test]
fn vaults_of_a_set_are_those_of_which_it_holds_something_or_will() {
    let mut p = Protocol::new();
    let first = p.vault;
    let held = fresh_vault(&mut p, 1, &[(BURNING, percent(10))]);
    fresh_vault(&mut p, 2, &[(INSTANT, percent(10))]);
    let coming = fresh_vault(&mut p, 3, &[]);
    stake(&mut p, ALICE, STAKE);
    p.allocate(BURNING, percent(10));
    let all = U256::MAX;
    assert_eq!(vaults(&mut p, n(0), all), [coming, held, first]);
    assert_eq!(vaults(&mut p, n(0), n(2)), [coming, held]);
    assert_eq!(vaults(&mut p, n(2), n(2)), [first]);
    assert_eq!(vaults(&mut p, n(3), n(2)), [] as [Address; 0]);
    assert_eq!(vaults(&mut p, all, all), [] as [Address; 0]);
    p.world.vault = held;
    let due = p.allocate(BURNING, n(0));
    p.at(due - 1);
    assert_eq!(vaults(&mut p, n(0), all), [coming, held, first]);
    p.at(due);
    assert_eq!(vaults(&mut p, n(0), all), [coming, first]);
}

#[test]
fn thirty_two_vaults_fit_one_page() {
    let mut p = Protocol::new();
    let mut expected = vec![p.vault];
    for salt in 1..32 {
        expected.insert(0, fresh_vault(&mut p, salt, &[(BURNING, n(1))]));
    }
    assert_eq!(vaults(&mut p, n(0), U256::MAX), expected);
    assert_eq!(vaults(&mut p, n(30), n(100)), expected[30..]);
}

#[test]
fn allocations_of_a_vault_are_listed_by_seat_as_if_due_changes_were_complete() {
    let mut p = Protocol::new();
    let vault = p.vault;
    let due = p.allocate(BURNING, percent(10));
    let up = p.allocate(INSTANT, percent(25));
    let list = |p: &mut Protocol| p.view(AVS_REGISTRY, &Abi::allocationsOfCall { vault });
    let before = list(&mut p);
    assert_eq!(before.magnitudes, [percent(40), percent(30), percent(20)]);
    assert_eq!(before.changes, [percent(30), n(0), percent(5)]);
    assert_eq!(before.areIncreases, [false, false, true]);
    assert_eq!(before.dues, [due, 0, up]);
    p.at(due + DAY);
    let after = list(&mut p);
    assert_eq!(after.magnitudes, [percent(10), percent(30), percent(20)]);
    assert_eq!(after.dues, [0, 0, up]);
}

#[test]
fn views_of_an_unknown_set_revert() {
    let mut p = Protocol::new();
    let unknown = Abi::UnknownSet { avs: AVS, id: 99 };
    let (avs, id, operator, vault) = (AVS, 99, OPERATOR, p.vault);
    refuse(&mut p, BOB, AVS_REGISTRY, &Abi::termsOfCall { avs, id }, &unknown);
    refuse(&mut p, BOB, AVS_REGISTRY, &Abi::pendingTermsOfCall { avs, id }, &unknown);
    refuse(&mut p, BOB, AVS_REGISTRY, &Abi::termsVersionOfCall { avs, id }, &unknown);
    refuse(&mut p, BOB, AVS_REGISTRY, &Abi::recipientOfCall { avs, id }, &unknown);
    refuse(&mut p, BOB, AVS_REGISTRY, &Abi::operatorCountOfCall { avs, id }, &unknown);
    refuse(&mut p, BOB, AVS_REGISTRY, &Abi::allocationOfCall { vault, avs, id }, &unknown);
    refuse(&mut p, BOB, AVS_REGISTRY, &Abi::guaranteedStakeOfCall { vault, avs, id }, &unknown);
    refuse(&mut p, BOB, AVS_REGISTRY, &Abi::weightOfCall { operator, avs, id }, &unknown);
    let page = Abi::operatorsOfCall { avs, id, cursor: Address::ZERO, count: n(1) };
    refuse(&mut p, BOB, AVS_REGISTRY, &page, &unknown);
    let (skip, count) = (n(0), n(1));
    let page = Abi::vaultsOfCall { avs, id, operator, skip, count };
    refuse(&mut p, BOB, AVS_REGISTRY, &page, &unknown);
    let judge = Abi::judgeCall { vault, avs, id, faultTime: 0, filedAt: 0 };
    refuse(&mut p, BOB, AVS_REGISTRY, &judge, &unknown);
}
