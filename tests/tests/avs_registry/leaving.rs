//! Leaving and ejection: nobody can refuse, all goes down to nothing, and coming back revives nothing.

use alloy_primitives::B256;
use restaking::{
    AVS_REGISTRY, OPERATOR_REGISTRY,
    abi::{IAvsRegistry as Abi, IOperatorRegistry as Operators},
};
use restaking_tests::{AVS, BOB, BURNING, CAROL, DAY, INSTANT, OPERATOR, Protocol, REDISTRIBUTING};

use crate::{sets::*, support::*};

#[test]
fn leaving_reverts_in_the_order_of_its_checks() {
    let mut p = Protocol::new();
    let unknown = Abi::UnknownSet { avs: AVS, id: 99 };
    refuse(&mut p, BOB, AVS_REGISTRY, &deregistration(CAROL, 99), &unknown);
    let absent = Abi::NotRegistered { operator: CAROL };
    refuse(&mut p, BOB, AVS_REGISTRY, &deregistration(CAROL, BURNING), &absent);
    let stranger = Abi::NotOperator { caller: BOB, operator: OPERATOR };
    refuse(&mut p, BOB, AVS_REGISTRY, &deregistration(OPERATOR, BURNING), &stranger);
    leave(&mut p, OPERATOR, BURNING).assert_success();
    let absent = Abi::NotRegistered { operator: OPERATOR };
    refuse(&mut p, OPERATOR, AVS_REGISTRY, &deregistration(OPERATOR, BURNING), &absent);
}

#[test]
fn ejection_reverts_in_the_order_of_its_checks() {
    let mut p = Protocol::new();
    let unknown = Abi::UnknownSet { avs: AVS, id: 99 };
    refuse(&mut p, BOB, AVS_REGISTRY, &ejection(CAROL, 99), &unknown);
    let stranger = Abi::NotAdmin { caller: BOB, avs: AVS };
    refuse(&mut p, BOB, AVS_REGISTRY, &ejection(CAROL, BURNING), &stranger);
    refuse(
        &mut p,
        OPERATOR,
        AVS_REGISTRY,
        &ejection(OPERATOR, BURNING),
        &Abi::NotAdmin { caller: OPERATOR, avs: AVS },
    );
    let absent = Abi::NotRegistered { operator: CAROL };
    refuse(&mut p, AVS, AVS_REGISTRY, &ejection(CAROL, BURNING), &absent);
    accept(&mut p, AVS, AVS_REGISTRY, &ejection(OPERATOR, BURNING));
}

#[test]
fn who_leaves_is_slashable_for_the_fault_window_and_then_free() {
    for is_ejected in [false, true] {
        let mut p = Protocol::new();
        let (left, vault) = (p.now(), p.vault);
        let outcome = if is_ejected {
            p.send(AVS, AVS_REGISTRY, &ejection(OPERATOR, BURNING))
        } else {
            leave(&mut p, OPERATOR, BURNING)
        };
        let [event] = &outcome.events::<Abi::OperatorDeregistered>(AVS_REGISTRY)[..] else {
            panic!()
        };
        assert_eq!((event.operator, event.isEjected), (OPERATOR, is_ejected));
        assert!(!is_registered(&mut p, OPERATOR, BURNING));
        let pending = allocation(&mut p, BURNING);
        assert_eq!((pending.change, pending.due), (percent(40), left + 5 * DAY));
        p.at(left + 5 * DAY - 1);
        can_file(&mut p, BURNING);
        p.at(left + 5 * DAY);
        let empty = restaking::abi::ISlashing::NothingAllocated { vault };
        cannot_file(&mut p, BURNING, &empty);
        // the other sets notice nothing
        assert_eq!((p.held(REDISTRIBUTING), p.held(INSTANT)), (percent(30), percent(20)));
    }
}

#[test]
fn leaving_takes_all_of_thirty_two_vaults() {
    let mut p = Protocol::new();
    let mut vaults = vec![p.vault];
    for salt in 1..32 {
        vaults.push(fresh_vault(&mut p, salt, &[(BURNING, percent(u64::from(salt)))]));
    }
    let outcome = leave(&mut p, OPERATOR, BURNING);
    let announced = outcome.assert_success().events::<Abi::ChangeAnnounced>(AVS_REGISTRY);
    assert_eq!(announced.len(), 32);
    assert!(outcome.gas_used < 8_000_000, "{}", outcome.gas_used);
    p.wait(5 * DAY);
    for vault in vaults {
        p.world.vault = vault;
        assert_eq!(p.held(BURNING), n(0));
    }
}

#[test]
fn leaving_replaces_a_pending_increase() {
    let mut p = Protocol::new();
    let due = p.allocate(BURNING, percent(50));
    leave(&mut p, OPERATOR, BURNING).assert_success();
    let pending = allocation(&mut p, BURNING);
    assert_eq!((pending.isIncrease, pending.change), (false, percent(40)));
    p.at(due);
    assert_eq!(p.held(BURNING), n(0));
}

#[test]
fn leaving_ends_an_increase_from_nothing_at_once() {
    let mut p = Protocol::new();
    join_sets(&mut p, [9]);
    p.allocate(9, percent(10));
    let outcome = leave(&mut p, OPERATOR, 9);
    let [event] = &outcome.events::<Abi::ChangeAnnounced>(AVS_REGISTRY)[..] else { panic!() };
    assert_eq!((event.isIncrease, event.change), (false, n(0)));
    let gone = allocation(&mut p, 9);
    assert_eq!((gone.magnitude, gone.change, gone.due), (n(0), n(0), 0));
    // there is room for another set at once
    join_sets(&mut p, [10]);
    accept_allocation(&mut p, 10, percent(10));
}

#[test]
fn increase_that_is_due_is_completed_before_the_operator_leaves() {
    let mut p = Protocol::new();
    let due = p.allocate(BURNING, percent(50));
    p.at(due);
    leave(&mut p, OPERATOR, BURNING).assert_success();
    let pending = allocation(&mut p, BURNING);
    assert_eq!((pending.magnitude, pending.change), (percent(50), percent(50)));
}

/// A decrease of a part is almost due; an ejection makes it a decrease of all, announced now.
#[test]
fn ejection_replaces_a_pending_decrease_and_so_postpones_it() {
    let mut p = Protocol::new();
    let due = p.allocate(BURNING, percent(10));
    p.at(due - 1);
    tell(&mut p, AVS, AVS_REGISTRY, &ejection(OPERATOR, BURNING));
    let pending = allocation(&mut p, BURNING);
    assert_eq!((pending.change, pending.due), (percent(40), due - 1 + 5 * DAY));
    p.at(due - 1 + 5 * DAY - 1);
    assert_eq!(p.held(BURNING), percent(40));
    // once for a registration: there is nobody left to eject
    let absent = Abi::NotRegistered { operator: OPERATOR };
    refuse(&mut p, AVS, AVS_REGISTRY, &ejection(OPERATOR, BURNING), &absent);
    p.wait(1);
    assert_eq!(p.held(BURNING), n(0));
}

#[test]
fn decrease_that_is_due_is_completed_before_an_ejection() {
    let mut p = Protocol::new();
    let due = p.allocate(BURNING, percent(10));
    p.at(due);
    tell(&mut p, AVS, AVS_REGISTRY, &ejection(OPERATOR, BURNING));
    let pending = allocation(&mut p, BURNING);
    assert_eq!((pending.magnitude, pending.change), (percent(10), percent(10)));
}

#[test]
fn coming_back_revives_nothing() {
    let mut p = Protocol::new();
    let left = p.now();
    leave(&mut p, OPERATOR, BURNING).assert_success();
    p.wait(DAY);
    p.join(BURNING);
    let due = left + 5 * DAY;
    let pending = allocation(&mut p, BURNING);
    assert_eq!((pending.change, pending.due), (percent(40), due));
    refuse_allocation(&mut p, BURNING, percent(50), &Abi::ChangePending { due });
    p.at(due);
    assert_eq!(p.held(BURNING), n(0));
    let again = p.allocate(BURNING, percent(40));
    assert_eq!(again, due + 17 * DAY, "with the notice of any increase");
    p.at(again);
    let member = judge(&mut p, BURNING, again, again);
    assert_eq!((member.held, member.since), (percent(40), again));
}

#[test]
fn who_left_cannot_increase_and_may_decrease() {
    let mut p = Protocol::new();
    leave(&mut p, OPERATOR, BURNING).assert_success();
    p.wait(5 * DAY);
    let absent = Abi::NotRegistered { operator: OPERATOR };
    refuse_allocation(&mut p, BURNING, percent(1), &absent);
}

/// An operator may retire while it is registered for sets that hold nothing of its vaults.
#[test]
fn retired_operator_leaves_and_nobody_else_makes_it() {
    let mut p = Protocol::new();
    for account in [BOB, CAROL] {
        p.register_operator(account);
    }
    for id in [BURNING, INSTANT] {
        tell(&mut p, BOB, AVS_REGISTRY, &registration(BOB, id));
    }
    let offer = Operators::transferControlCall { operator: BOB, controller: CAROL };
    tell(&mut p, BOB, OPERATOR_REGISTRY, &Operators::retireCall { operator: BOB });
    let stranger = Abi::NotOperator { caller: CAROL, operator: BOB };
    refuse(&mut p, CAROL, AVS_REGISTRY, &deregistration(BOB, BURNING), &stranger);
    leave(&mut p, BOB, BURNING).assert_success();
    // then who controls it decides
    tell(&mut p, BOB, OPERATOR_REGISTRY, &offer);
    tell(&mut p, CAROL, OPERATOR_REGISTRY, &Operators::acceptControlCall { operator: BOB });
    let stranger = Abi::NotOperator { caller: BOB, operator: BOB };
    refuse(&mut p, BOB, AVS_REGISTRY, &deregistration(BOB, INSTANT), &stranger);
    tell(&mut p, CAROL, AVS_REGISTRY, &deregistration(BOB, INSTANT));
}

#[test]
fn operator_retires_as_its_last_allocation_ends() {
    let mut p = Protocol::new();
    let retire = Operators::retireCall { operator: OPERATOR };
    let live = Operators::AllocationsLive { operator: OPERATOR };
    for id in [BURNING, REDISTRIBUTING, INSTANT] {
        refuse(&mut p, OPERATOR, OPERATOR_REGISTRY, &retire, &live);
        leave(&mut p, OPERATOR, id).assert_success();
    }
    let due = p.now() + 5 * DAY;
    p.at(due - 1);
    refuse(&mut p, OPERATOR, OPERATOR_REGISTRY, &retire, &live);
    p.at(due);
    accept(&mut p, OPERATOR, OPERATOR_REGISTRY, &retire);
}

#[test]
fn pending_increase_is_a_live_allocation() {
    let mut p = Protocol::new();
    p.register_operator(BOB);
    join_sets(&mut p, [9]);
    tell(&mut p, BOB, AVS_REGISTRY, &registration(BOB, 9));
    p.world.vault = p.world.create_vault(BOB, B256::ZERO);
    stake(&mut p, CAROL, 1_000);
    let live = Abi::hasLiveAllocationsCall { operator: BOB };
    assert!(!p.view(AVS_REGISTRY, &live));
    let call = p.allocation(9, percent(10));
    tell(&mut p, BOB, AVS_REGISTRY, &call);
    assert!(p.view(AVS_REGISTRY, &live));
    leave(&mut p, BOB, 9).assert_success();
    assert!(!p.view(AVS_REGISTRY, &live));
}
