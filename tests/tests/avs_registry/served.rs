//! What a change of terms must keep for the vaults ever served, and what pending terms ask of those that join.

use alloy_primitives::Address;
use restaking::{
    AVS_REGISTRY,
    abi::IAvsRegistry::{self as Abi, Asset},
};
use restaking_tests::{AVS, BURNING, DAY, OPERATOR, Protocol, WAD};

use crate::{sets::*, support::*};

const MEMORY: u64 = 74 * DAY;
const OPEN: u32 = 9;

fn asset(token: Address) -> Asset {
    Asset { token, weight: WAD }
}

/// A set of its own that accepts two tokens and any vault, and serves none yet.
fn serving_none() -> (Protocol, Address, Address) {
    let mut p = Protocol::new();
    let (first, second) = (p.token, another_token(&mut p));
    add_set(&mut p, OPEN, |terms| {
        terms.assets = vec![asset(first), asset(second)];
        terms.acceptsLeverage = true;
    });
    p.join(OPEN);
    (p, first, second)
}

#[test]
fn set_that_serves_nothing_may_change_everything() {
    let (mut p, _, _) = serving_none();
    let call = change_of(&mut p, OPEN, |terms| {
        terms.assets = vec![asset(Address::repeat_byte(1))];
        terms.acceptsLeverage = false;
        terms.faultWindow = 53 * DAY - 1;
    });
    accept(&mut p, AVS, AVS_REGISTRY, &call);
}

#[test]
fn asset_is_kept_once_a_vault_of_it_was_served_also_when_nothing_is_held_any_more() {
    let (mut p, _, second) = serving_none();
    vault_of(&mut p, second, 1);
    p.allocate(OPEN, percent(10));
    let without = |p: &mut Protocol| {
        change_of(p, OPEN, |terms| terms.assets.retain(|asset| asset.token != second))
    };
    let call = without(&mut p);
    refuse(&mut p, AVS, AVS_REGISTRY, &call, &Abi::ServedVaultExcluded { token: second });
    p.allocate(OPEN, n(0));
    p.wait(6 * DAY);
    assert_eq!(p.held(OPEN), n(0));
    refuse(&mut p, AVS, AVS_REGISTRY, &call, &Abi::ServedVaultExcluded { token: second });
    // the other token was never served
    let other = change_of(&mut p, OPEN, |terms| terms.assets = vec![asset(second)]);
    accept(&mut p, AVS, AVS_REGISTRY, &other);
    // its weight may change, to nothing
    let weightless = change_of(&mut p, OPEN, |terms| terms.assets[1].weight = n(0));
    accept(&mut p, AVS, AVS_REGISTRY, &weightless);
}

#[test]
fn leverage_is_kept_once_a_leveraged_vault_was_served() {
    let (mut p, _, _) = serving_none();
    let without = change_of(&mut p, OPEN, |terms| terms.acceptsLeverage = false);
    fresh_vault(&mut p, 1, &[(OPEN, percent(1))]);
    accept(&mut p, AVS, AVS_REGISTRY, &without);
    p.world.params.leverageLimit = WAD + n(1);
    fresh_vault(&mut p, 2, &[(OPEN, percent(1))]);
    let excluded = Abi::ServedVaultExcluded { token: Address::ZERO };
    refuse(&mut p, AVS, AVS_REGISTRY, &without, &excluded);
}

#[test]
fn fault_window_is_bounded_by_the_shortest_exit_delay_ever_served() {
    let (mut p, _, _) = serving_none();
    let windows = |p: &mut Protocol, most: u64| {
        let fits = change_of(p, OPEN, |terms| terms.faultWindow = most);
        accept(p, AVS, AVS_REGISTRY, &fits);
        let long = change_of(p, OPEN, |terms| terms.faultWindow = most + 1);
        let refused = Abi::FaultWindowOutOfRange { faultWindow: most + 1, most };
        refuse(p, AVS, AVS_REGISTRY, &long, &refused);
    };
    windows(&mut p, 53 * DAY - 1);
    for (salt, delay, shortest) in [(1, 30, 30), (2, 20, 20), (3, 40, 20)] {
        p.world.params.exitDelay = delay * DAY;
        fresh_vault(&mut p, salt, &[(OPEN, percent(1))]);
        windows(&mut p, (shortest - 7) * DAY - 1);
    }
}

#[test]
fn fault_window_is_seven_days_and_a_second_shorter_than_the_exit_delay_of_who_joins() {
    let (mut p, _, _) = serving_none();
    for (id, window, fits) in [(20, 7 * DAY - 1, true), (21, 7 * DAY, false)] {
        add_set(&mut p, id, |terms| terms.faultWindow = window);
        p.join(id);
        if fits {
            accept_allocation(&mut p, id, percent(1));
        } else {
            let long = Abi::FaultWindowTooLong { faultWindow: window, exitDelay: 14 * DAY };
            refuse_allocation(&mut p, id, percent(1), &long);
        }
    }
}

/// Terms are announced that a vault that joins meanwhile does not fit, each in one respect.
#[test]
fn pending_terms_must_fit_a_vault_that_joins_meanwhile() {
    let (mut p, first, second) = serving_none();
    let switch = change_terms(&mut p, OPEN, |terms| {
        terms.assets = vec![asset(first)];
        terms.acceptsLeverage = false;
        terms.faultWindow = 8 * DAY;
    });
    p.world.params.exitDelay = 15 * DAY + 1;
    p.world.params.leverageLimit = WAD * n(2);
    vault_of(&mut p, second, 1);
    let unknown = Abi::AssetNotAccepted { token: second };
    refuse_allocation(&mut p, OPEN, percent(1), &unknown);
    let leveraged = vault_of(&mut p, first, 2);
    let refused = Abi::LeverageNotAccepted { leverageLimit: WAD * n(2) };
    refuse_allocation(&mut p, OPEN, percent(1), &refused);
    p.world.params.leverageLimit = WAD;
    p.world.params.exitDelay = 15 * DAY;
    fresh_vault(&mut p, 3, &[]);
    let long = Abi::FaultWindowTooLong { faultWindow: 8 * DAY, exitDelay: 15 * DAY };
    refuse_allocation(&mut p, OPEN, percent(1), &long);
    p.world.params.exitDelay = 15 * DAY + 1;
    fresh_vault(&mut p, 4, &[(OPEN, percent(1))]);
    // in force, they ask the same
    p.at(switch);
    p.world.vault = leveraged;
    refuse_allocation(&mut p, OPEN, percent(1), &refused);
}

#[test]
fn terms_in_force_must_fit_although_pending_ones_would() {
    let (mut p, _, _) = serving_none();
    let third = another_token(&mut p);
    let switch = change_terms(&mut p, OPEN, |terms| terms.assets.push(asset(third)));
    vault_of(&mut p, third, 1);
    p.at(switch - 1);
    refuse_allocation(&mut p, OPEN, percent(1), &Abi::AssetNotAccepted { token: third });
    p.at(switch);
    accept_allocation(&mut p, OPEN, percent(1));
}

/// A vault joins under old terms while new ones are pending; it is known to both and to those after.
#[test]
fn vault_that_joins_while_terms_are_pending_is_kept_by_those_that_follow() {
    let (mut p, first, second) = serving_none();
    let switch = change_terms(&mut p, OPEN, |terms| terms.cap = WAD / n(2));
    vault_of(&mut p, second, 1);
    p.allocate(OPEN, percent(1));
    for time in [switch + MEMORY, switch + MEMORY + 17 * DAY + MEMORY] {
        p.at(time);
        let without = change_of(&mut p, OPEN, |terms| terms.assets = vec![asset(first)]);
        let excluded = Abi::ServedVaultExcluded { token: second };
        refuse(&mut p, AVS, AVS_REGISTRY, &without, &excluded);
        let keeping = change_of(&mut p, OPEN, |terms| terms.assets = vec![asset(second)]);
        if terms_of(&mut p, OPEN).assets.len() > 1 {
            assert_eq!(tell(&mut p, AVS, AVS_REGISTRY, &keeping), time + 17 * DAY);
        }
    }
}

#[test]
fn set_cannot_begin_or_cease_to_redistribute() {
    let mut p = Protocol::new();
    // a set that burns may have its AVS for a resolver, in any version
    let call = change_of(&mut p, BURNING, |terms| (terms.resolver, terms.escrowDelay) = (AVS, 0));
    accept(&mut p, AVS, AVS_REGISTRY, &call);
    let switch = tell(&mut p, AVS, AVS_REGISTRY, &call);
    p.at(switch);
    let recipient = Abi::recipientOfCall { avs: AVS, id: BURNING };
    assert_eq!(p.view(AVS_REGISTRY, &recipient), Address::ZERO);
    let request = p.file(BURNING, 1);
    assert_eq!((request.resolver, request.recipient), (AVS, Address::ZERO));
    assert!(is_registered(&mut p, OPERATOR, BURNING));
}
