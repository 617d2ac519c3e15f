//! Joining: every error in the order of the checks, and the operator cap.

use alloy_primitives::Address;
use restaking::{AVS_REGISTRY, abi::IAvsRegistry as Abi};
use restaking_tests::{
    AVS, BOB, BURNING, CAROL, DAY, OPERATOR, Protocol, RECIPIENT, REDISTRIBUTING,
};

use crate::{sets::*, support::*};

fn count(p: &mut Protocol, id: u32) -> u32 {
    p.view(AVS_REGISTRY, &Abi::operatorCountOfCall { avs: AVS, id })
}

/// A redistributing set whose resolver is an operator, which takes one operator, and only with a signature.
#[test]
fn registration_reverts_in_the_order_of_its_checks() {
    let mut p = Protocol::new();
    for account in [BOB, CAROL] {
        p.register_operator(account);
    }
    let mut terms = p.terms_of(REDISTRIBUTING);
    (terms.resolver, terms.operatorCap) = (CAROL, 1);
    p.create_set(8, RECIPIENT, terms.clone());
    (terms.admission, terms.gate) = (1, AVS);
    terms.operatorCap = 0;
    p.create_set(9, RECIPIENT, terms);
    tell(&mut p, BOB, AVS_REGISTRY, &registration(BOB, 8));
    let until = p.now() + DAY;
    quarantine(&mut p, DAY);

    let stranger = Abi::NotOperator { caller: BOB, operator: CAROL };
    refuse(&mut p, BOB, AVS_REGISTRY, &registration(CAROL, 99), &stranger);
    let no_operator = Abi::NotOperator { caller: RECIPIENT, operator: RECIPIENT };
    refuse(&mut p, RECIPIENT, AVS_REGISTRY, &registration(RECIPIENT, 99), &no_operator);
    let unknown = Abi::UnknownSet { avs: AVS, id: 99 };
    refuse(&mut p, BOB, AVS_REGISTRY, &registration(BOB, 99), &unknown);
    let quarantined = Abi::Quarantined { avs: AVS, until };
    refuse(&mut p, BOB, AVS_REGISTRY, &registration(BOB, 8), &quarantined);
    end_quarantine(&mut p);
    let again = Abi::AlreadyRegistered { operator: BOB };
    refuse(&mut p, BOB, AVS_REGISTRY, &registration(BOB, 8), &again);
    let full = Abi::OperatorCapReached { cap: 1 };
    refuse(&mut p, CAROL, AVS_REGISTRY, &registration(CAROL, 8), &full);
    let dependent = Abi::ResolverNotIndependent { resolver: CAROL };
    refuse(&mut p, CAROL, AVS_REGISTRY, &registration(CAROL, 9), &dependent);
    leave(&mut p, BOB, 8).assert_success();
    refuse(&mut p, CAROL, AVS_REGISTRY, &registration(CAROL, 8), &dependent);
    let refused = Abi::NotApproved { approver: AVS };
    refuse(&mut p, BOB, AVS_REGISTRY, &registration(BOB, 9), &refused);
    accept(&mut p, BOB, AVS_REGISTRY, &registration(BOB, 8));
}

#[test]
fn operator_cap_binds_until_somebody_leaves() {
    let mut p = Protocol::builder().terms(|_, terms| terms.operatorCap = 3).build();
    let newcomers = [1, 2, 3].map(operator);
    for newcomer in newcomers {
        p.register_operator(newcomer);
    }
    for (newcomer, registered) in newcomers.into_iter().zip([2, 3]) {
        tell(&mut p, newcomer, AVS_REGISTRY, &registration(newcomer, BURNING));
        assert_eq!(count(&mut p, BURNING), registered);
    }
    let last = newcomers[2];
    let full = Abi::OperatorCapReached { cap: 3 };
    refuse(&mut p, last, AVS_REGISTRY, &registration(last, BURNING), &full);
    tell(&mut p, AVS, AVS_REGISTRY, &ejection(newcomers[0], BURNING));
    assert_eq!(count(&mut p, BURNING), 2);
    tell(&mut p, last, AVS_REGISTRY, &registration(last, BURNING));
    // who comes back counts like anybody
    let back = newcomers[0];
    refuse(&mut p, back, AVS_REGISTRY, &registration(back, BURNING), &full);
}

#[test]
fn operator_cap_that_was_lowered_ejects_nobody() {
    let mut p = Protocol::new();
    for account in [BOB, CAROL] {
        p.register_operator(account);
    }
    tell(&mut p, BOB, AVS_REGISTRY, &registration(BOB, BURNING));
    let switch = change_terms(&mut p, BURNING, |terms| terms.operatorCap = 1);
    p.at(switch - 1);
    accept(&mut p, CAROL, AVS_REGISTRY, &registration(CAROL, BURNING));
    p.at(switch);
    let full = Abi::OperatorCapReached { cap: 1 };
    refuse(&mut p, CAROL, AVS_REGISTRY, &registration(CAROL, BURNING), &full);
    assert_eq!(count(&mut p, BURNING), 2);
    leave(&mut p, BOB, BURNING).assert_success();
    refuse(&mut p, CAROL, AVS_REGISTRY, &registration(CAROL, BURNING), &full);
    leave(&mut p, OPERATOR, BURNING).assert_success();
    accept(&mut p, CAROL, AVS_REGISTRY, &registration(CAROL, BURNING));
}

#[test]
fn registration_is_logged_and_told() {
    let mut p = Protocol::new();
    p.register_operator(BOB);
    assert!(!is_registered(&mut p, BOB, BURNING));
    let outcome = p.send(BOB, AVS_REGISTRY, &registration(BOB, BURNING));
    let [event] = &outcome.events::<Abi::OperatorRegistered>(AVS_REGISTRY)[..] else { panic!() };
    assert_eq!((event.operator, event.avs, event.id), (BOB, AVS, BURNING));
    assert!(is_registered(&mut p, BOB, BURNING));
    assert!(!is_registered(&mut p, BOB, REDISTRIBUTING));
    assert!(!is_registered(&mut p, Address::ZERO, BURNING));
}
