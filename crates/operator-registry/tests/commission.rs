//! The commission: bounds, the delay of a rise, what replaces what.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::U256;
use alloy_sol_types::SolCall;
use restaking_abi::IOperatorRegistry::{CommissionSet, setCommissionCall, updateMetadataCall};
use restaking_host::Word;
use restaking_operator_registry::{
    COMMISSION_DELAY_SECONDS, OperatorRegistryError, OperatorWord, PendingCommissionWord,
};
use restaking_shares::{Timestamp, Wad};
use support::*;

const DELAY: u64 = COMMISSION_DELAY_SECONDS;
const DUE: u64 = START + DELAY;

/// The commission in the operator's word, and the one in the slot of pending ones.
fn stored(world: &World) -> (Wad, PendingCommissionWord) {
    let read = |slot| world.chain.storage(REGISTRY, slot);
    let word = OperatorWord::from_word(read(world.word_slot(OPERATOR)));
    let pending = PendingCommissionWord::from_word(read(world.pending_slot(OPERATOR)));
    (word.commission, pending)
}

fn wad(value: u64) -> Wad {
    Wad::new(U256::from(value))
}

#[test]
fn delay_is_14_days() {
    assert_eq!(DELAY, 14 * DAY);
}

#[test]
fn set_commission_reverts_in_the_order_of_its_checks() {
    let mut world = World::new();
    world.refuses(BOB, commission(ONE + 1), NOT_OPERATOR);
    world.send(OPERATOR, registration(TENTH)).unwrap();
    world.refuses(BOB, commission(ONE + 1), not_controller(BOB));
    for commission in [U256::from(ONE + 1), U256::from(u64::MAX) + U256::from(1), U256::MAX] {
        let call = setCommissionCall { operator: OPERATOR, commission };
        let error = OperatorRegistryError::CommissionOutOfRange { commission };
        world.refuses(OPERATOR, call, error);
    }
    world.send(OPERATOR, commission(ONE)).unwrap();
}

#[test]
fn set_commission_holds_at_once_when_it_is_not_higher() {
    for commission_set in [TENTH, TENTH - 1, 1, 0] {
        let mut world = World::with_operator();
        world.at(START + 5);
        let event: CommissionSet = world.logged(OPERATOR, commission(commission_set));
        assert_eq!(event.operator, OPERATOR);
        assert_eq!((event.commission, event.effectiveAt), (U256::from(commission_set), START + 5));
        assert_eq!(world.commission(OPERATOR), (commission_set, commission_set, 0));
        assert_eq!(stored(&world), (wad(commission_set), PendingCommissionWord::default()));
    }
}

#[test]
fn set_commission_answers_from_when_it_holds() {
    let mut world = World::with_operator();
    assert_eq!(world.send(OPERATOR, commission(TENTH)).unwrap(), START);
    assert_eq!(world.send(OPERATOR, commission(TENTH + 1)).unwrap(), DUE);
}

#[test]
fn set_commission_holds_after_the_delay_when_it_is_higher() {
    for commission_set in [TENTH + 1, ONE] {
        let mut world = World::with_operator();
        let event: CommissionSet = world.logged(OPERATOR, commission(commission_set));
        assert_eq!((event.commission, event.effectiveAt), (U256::from(commission_set), DUE));
        for time in [START, START + 1, DUE - 1] {
            world.at(time);
            assert_eq!(world.commission(OPERATOR), (TENTH, commission_set, DUE));
        }
        for time in [DUE, DUE + 1] {
            world.at(time);
            assert_eq!(world.commission(OPERATOR), (commission_set, commission_set, 0));
        }
    }
}

#[test]
fn set_commission_waits_anew_when_a_rise_replaces_a_rise() {
    let mut world = World::with_operator();
    world.send(OPERATOR, commission(ONE)).unwrap();
    world.at(DUE - 1).send(OPERATOR, commission(2 * TENTH)).unwrap();
    let due = DUE - 1 + DELAY;
    for time in [DUE - 1, DUE, due - 1] {
        world.at(time);
        assert_eq!(world.commission(OPERATOR), (TENTH, 2 * TENTH, due));
    }
    world.at(due);
    assert_eq!(world.commission(OPERATOR), (2 * TENTH, 2 * TENTH, 0));
}

#[test]
fn set_commission_drops_a_pending_rise_when_it_is_not_higher() {
    for commission_set in [TENTH, TENTH - 1] {
        let mut world = World::with_operator();
        world.send(OPERATOR, commission(ONE)).unwrap();
        world.at(DUE - 1).send(OPERATOR, commission(commission_set)).unwrap();
        for time in [DUE - 1, DUE, DUE + 1] {
            world.at(time);
            assert_eq!(world.commission(OPERATOR), (commission_set, commission_set, 0));
        }
    }
}

#[test]
fn set_commission_compares_with_a_rise_from_the_second_it_is_due() {
    for (time, effective_at) in [(DUE - 1, DUE - 1 + DELAY), (DUE, DUE), (DUE + 1, DUE + 1)] {
        let mut world = World::with_operator();
        world.send(OPERATOR, commission(3 * TENTH)).unwrap();
        world.at(time);
        assert_eq!(world.send(OPERATOR, commission(2 * TENTH)).unwrap(), effective_at);
        let now = if time < DUE { TENTH } else { 2 * TENTH };
        assert_eq!(world.commission(OPERATOR).0, now);
    }
}

#[test]
fn set_commission_folds_a_due_rise_when_another_follows() {
    let mut world = World::with_operator();
    world.send(OPERATOR, commission(2 * TENTH)).unwrap();
    world.at(DUE).send(OPERATOR, commission(3 * TENTH)).unwrap();
    assert_eq!(world.commission(OPERATOR), (2 * TENTH, 3 * TENTH, DUE + DELAY));
    let effective_at = Timestamp::new(DUE + DELAY);
    let pending = PendingCommissionWord { commission: wad(3 * TENTH), effective_at };
    assert_eq!(stored(&world), (wad(2 * TENTH), pending));
}

#[test]
fn due_rise_is_folded_by_the_next_write_and_not_before() {
    let writes: [fn(&mut World); 3] = [
        |world| world.send(OPERATOR, recipient(BOB)).map(drop).unwrap(),
        |world| world.send(OPERATOR, retirement()).map(drop).unwrap(),
        |world| world.hand_over(OPERATOR, OPERATOR, ALICE),
    ];
    for write in writes {
        let mut world = World::with_operator();
        world.send(OPERATOR, commission(ONE)).unwrap();
        let effective_at = Timestamp::new(DUE);
        let pending = PendingCommissionWord { commission: wad(ONE), effective_at };
        for (time, expected) in
            [(DUE - 1, (wad(TENTH), pending)), (DUE, (wad(ONE), PendingCommissionWord::default()))]
        {
            let before = world.chain.snapshot();
            world.at(time);
            write(&mut world);
            assert_eq!(stored(&world), expected);
            let now = if time < DUE { (TENTH, ONE, DUE) } else { (ONE, ONE, 0) };
            assert_eq!(world.commission(OPERATOR), now);
            assert!(world.chain.rollback(before));
        }
    }
}

#[test]
fn set_commission_is_open_to_appointees_for_it_alone() {
    let mut world = World::with_operator();
    world.appoint(OPERATOR, BOB, REGISTRY, updateMetadataCall::SELECTOR);
    world.appoint(OPERATOR, BOB, AVS_REGISTRY, setCommissionCall::SELECTOR);
    world.refuses(BOB, commission(0), not_controller(BOB));
    world.appoint(OPERATOR, BOB, REGISTRY, setCommissionCall::SELECTOR);
    world.send(BOB, commission(0)).unwrap();
    assert_eq!(world.commission(OPERATOR), (0, 0, 0));
}
