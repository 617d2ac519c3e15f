//! Every error of an allocation, in the order of the checks.

use alloy_primitives::U256;
use alloy_sol_types::SolCall;
use restaking::{
    AVS_REGISTRY, OPERATOR_REGISTRY,
    abi::{
        IAvsRegistry::{self as Abi, Asset},
        IGovernance, IOperatorRegistry,
    },
};
use restaking_tests::{
    AVS, BOB, BURNING, CAROL, DAY, INSTANT, OPERATOR, Protocol, RECIPIENT, REDISTRIBUTING, WAD,
    WHOLE,
};

use crate::{sets::*, support::*};

/// Sets with one fault each less: none of them fits, and the last only asks for too much.
const STRANGE: u32 = 10;
const WRONG_ASSET: u32 = 11;
const NO_LEVERAGE: u32 = 12;
const LONG_WINDOW: u32 = 13;
const FITTING: u32 = 14;

/// A vault that may be promised twice and gives a tenth to redistributing sets, with sixteen sets of nine hundredths.
fn crowded() -> Protocol {
    let mut p = Protocol::builder()
        .params(|params| {
            params.leverageLimit = WAD * n(2);
            params.maxRedistributable = percent(30);
        })
        .terms(|_, terms| terms.acceptsLeverage = true)
        .build();
    let token = p.token;
    let unfit = [
        (STRANGE, BOB, false, 7 * DAY),
        (WRONG_ASSET, BOB, false, 7 * DAY),
        (NO_LEVERAGE, token, false, 7 * DAY),
        (LONG_WINDOW, token, true, 7 * DAY),
        (FITTING, token, true, 7 * DAY - 1),
    ];
    for (id, token, accepts_leverage, fault_window) in unfit {
        let mut terms = p.terms_of(id);
        terms.assets = vec![Asset { token, weight: WAD }];
        terms.acceptsLeverage = accepts_leverage;
        terms.faultWindow = fault_window;
        p.create_set(id, RECIPIENT, terms);
        if id != STRANGE {
            p.join(id);
        }
    }
    join_sets(&mut p, 101..117);
    p.world.params.maxRedistributable = percent(10);
    let held: Vec<(u32, U256)> = (101..117).map(|id| (id, percent(9))).collect();
    fresh_vault(&mut p, 1, &held);
    p
}

#[test]
fn allocation_reverts_in_the_order_of_its_checks() {
    let mut p = crowded();
    let (vault, until) = (p.vault, p.now() + DAY);
    p.allocate(101, percent(8));
    guard(&mut p, &IGovernance::pauseAllocationsCall { duration: DAY });
    quarantine(&mut p, DAY);
    let too_much = WHOLE + n(1);
    let ask = |vault, id, magnitude| Abi::allocateCall { vault, avs: AVS, id, magnitude };

    let call = ask(CAROL, 99, n(0));
    refuse(&mut p, BOB, AVS_REGISTRY, &call, &Abi::UnknownVault { vault: CAROL });
    let stranger = Abi::NotOperator { caller: BOB, operator: OPERATOR };
    refuse(&mut p, BOB, AVS_REGISTRY, &ask(vault, 99, n(0)), &stranger);
    let call = ask(vault, 99, n(0));
    refuse(&mut p, OPERATOR, AVS_REGISTRY, &call, &Abi::UnknownSet { avs: AVS, id: 99 });
    // the fault window, and the quarantine
    let due = p.now() + 6 * DAY;
    for magnitude in [percent(9), percent(8), too_much, n(0)] {
        refuse_allocation(&mut p, 101, magnitude, &Abi::ChangePending { due });
    }
    refuse_allocation(&mut p, STRANGE, n(0), &Abi::NoChange { magnitude: n(0) });
    refuse_allocation(&mut p, 102, percent(9), &Abi::NoChange { magnitude: percent(9) });
    refuse_allocation(&mut p, STRANGE, too_much, &Abi::NotRegistered { operator: OPERATOR });
    refuse_allocation(&mut p, WRONG_ASSET, too_much, &Abi::AllocationsPaused { until });
    guard(&mut p, &IGovernance::unpauseAllocationsCall {});
    refuse_allocation(&mut p, WRONG_ASSET, too_much, &Abi::Quarantined { avs: AVS, until });
    end_quarantine(&mut p);
    let token = p.token;
    refuse_allocation(&mut p, WRONG_ASSET, too_much, &Abi::AssetNotAccepted { token });
    let limit = WAD * n(2);
    let no_leverage = Abi::LeverageNotAccepted { leverageLimit: limit };
    refuse_allocation(&mut p, NO_LEVERAGE, too_much, &no_leverage);
    let (fault_window, exit_delay) = (7 * DAY, 14 * DAY);
    let long = Abi::FaultWindowTooLong { faultWindow: fault_window, exitDelay: exit_delay };
    refuse_allocation(&mut p, LONG_WINDOW, too_much, &long);
    let exceeded = Abi::MagnitudeExceeded { magnitude: too_much, whole: WHOLE };
    refuse_allocation(&mut p, FITTING, too_much, &exceeded);
    let others = percent(9 * 16);
    let exceeded = |own: U256| Abi::LeverageExceeded { promised: others + own, most: WHOLE * n(2) };
    refuse_allocation(&mut p, FITTING, WHOLE, &exceeded(WHOLE));
    let own = percent(56) + n(1);
    refuse_allocation(&mut p, FITTING, own, &exceeded(own));
    for own in [percent(56), percent(10) + n(1)] {
        let limited = Abi::RedistributionLimit { promised: own, most: percent(10) };
        refuse_allocation(&mut p, FITTING, own, &limited);
    }
    for own in [percent(10), n(1)] {
        refuse_allocation(&mut p, FITTING, own, &Abi::TooManySets { vault });
    }
    // a set that sits there takes what is left
    accept_allocation(&mut p, 102, percent(9 + 56));
    let own = percent(9 + 56) + n(1);
    let exceeded = Abi::LeverageExceeded { promised: percent(9 * 15) + own, most: WHOLE * n(2) };
    refuse_allocation(&mut p, 102, own, &exceeded);
}

#[test]
fn decrease_needs_neither_registration_nor_an_end_of_pauses() {
    let mut p = crowded();
    guard(&mut p, &IGovernance::pauseAllocationsCall { duration: DAY });
    quarantine(&mut p, DAY);
    accept_allocation(&mut p, 103, percent(8));
    accept_allocation(&mut p, 103, n(0));
}

#[test]
fn pending_increases_count_in_every_sum() {
    let mut p =
        Protocol::builder().params(|params| params.maxRedistributable = percent(35)).build();
    p.allocate(REDISTRIBUTING, percent(35));
    // four, three and two tenths, and half a tenth on its way
    accept_allocation(&mut p, BURNING, percent(45));
    let own = percent(45) + n(1);
    let exceeded = Abi::LeverageExceeded { promised: WHOLE + n(1), most: WHOLE };
    refuse_allocation(&mut p, BURNING, own, &exceeded);
    let terms = p.terms_of(REDISTRIBUTING);
    p.create_set(20, RECIPIENT, terms);
    p.join(20);
    let limited = Abi::RedistributionLimit { promised: percent(35) + n(1), most: percent(35) };
    refuse_allocation(&mut p, 20, n(1), &limited);
}

#[test]
fn pending_decrease_is_still_promised_until_it_is_complete() {
    let mut p = Protocol::new();
    let due = p.allocate(BURNING, percent(10));
    p.at(due - 1);
    let own = percent(30) + n(1);
    let exceeded = Abi::LeverageExceeded { promised: WHOLE + n(1), most: WHOLE };
    refuse_allocation(&mut p, INSTANT, own, &exceeded);
    p.at(due);
    accept_allocation(&mut p, INSTANT, percent(60));
}

#[test]
fn appointee_allocates_what_it_was_appointed_for() {
    let mut p = Protocol::new();
    let call = p.allocation(BURNING, percent(10));
    let stranger = Abi::NotOperator { caller: BOB, operator: OPERATOR };
    refuse(&mut p, BOB, AVS_REGISTRY, &call, &stranger);
    let appoint = |selector: [u8; 4]| IOperatorRegistry::setAppointeeCall {
        operator: OPERATOR,
        appointee: BOB,
        module: AVS_REGISTRY,
        selector: selector.into(),
        appointed: true,
    };
    let other = appoint(Abi::deregisterCall::SELECTOR);
    tell(&mut p, OPERATOR, OPERATOR_REGISTRY, &other);
    refuse(&mut p, BOB, AVS_REGISTRY, &call, &stranger);
    let right = appoint(Abi::allocateCall::SELECTOR);
    tell(&mut p, OPERATOR, OPERATOR_REGISTRY, &right);
    accept(&mut p, BOB, AVS_REGISTRY, &call);
}
