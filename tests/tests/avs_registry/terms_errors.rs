//! Every error of terms, in the order of the checks, and their bounds.

use alloy_primitives::{Address, U256};
use restaking::{
    AVS_REGISTRY,
    abi::IAvsRegistry::{self as Abi, Asset, Terms, createSetCall},
};
use restaking_tests::{
    AVS, BOB, BURNING, CAROL, DAY, Protocol, RECIPIENT, REDISTRIBUTING, RESOLVER, SLASHER, WAD,
};

use crate::support::*;

/// A new set with these terms; with a recipient it redistributes.
fn creation(terms: &Terms, recipient: Address) -> createSetCall {
    createSetCall { avs: AVS, id: 50, recipient, terms: terms.clone(), metadataURI: String::new() }
}

/// Good terms of a set that burns.
fn good() -> (Protocol, Terms) {
    let p = Protocol::new();
    let terms = p.terms_of(BURNING);
    (p, terms)
}

#[track_caller]
fn refuse_terms(
    p: &mut Protocol,
    good: &Terms,
    change: impl FnOnce(&mut Terms),
    error: &impl alloy_sol_types::SolError,
) {
    let mut terms = good.clone();
    change(&mut terms);
    refuse(p, AVS, AVS_REGISTRY, &creation(&terms, Address::ZERO), error);
}

/// The terms are taken, and told as they were set.
#[track_caller]
fn accept_terms(good: &Terms, change: impl FnOnce(&mut Terms)) {
    let mut terms = good.clone();
    change(&mut terms);
    let (mut p, set) = (Protocol::new(), creation(&terms, Address::ZERO));
    tell(&mut p, AVS, AVS_REGISTRY, &set);
    assert_eq!(p.view(AVS_REGISTRY, &Abi::termsOfCall { avs: AVS, id: set.id }), terms);
}

/// Terms that break every rule, cured rule by rule.
#[test]
fn terms_revert_in_the_order_of_their_checks() {
    let (mut p, good) = good();
    let token = good.assets[0].token;
    let mut worst = Terms {
        slasher: Address::ZERO,
        resolver: AVS,
        vetoWindow: 0,
        executionWindow: DAY,
        escrowDelay: 3 * DAY - 1,
        faultWindow: 0,
        cap: U256::ZERO,
        capWindow: 0,
        minimumWeight: U256::MAX,
        operatorCap: 0,
        acceptsLeverage: false,
        admission: 3,
        gate: Address::ZERO,
        assets: vec![],
    };
    let p = &mut p;
    macro_rules! refused {
        ($error:expr) => {
            refuse(p, AVS, AVS_REGISTRY, &creation(&worst, RECIPIENT), &$error)
        };
    }
    refused!(Abi::SlasherMissing {});
    worst.slasher = SLASHER;
    refused!(Abi::WindowsOutOfRange {
        vetoWindow: 0,
        executionWindow: DAY,
        escrowDelay: 3 * DAY - 1
    });
    worst.vetoWindow = DAY;
    refused!(Abi::FaultWindowOutOfRange { faultWindow: 0, most: 53 * DAY - 1 });
    worst.faultWindow = DAY;
    refused!(Abi::CapOutOfRange { cap: U256::ZERO, capWindow: 0 });
    (worst.cap, worst.capWindow) = (WAD, DAY);
    refused!(Abi::MinimumWeightOutOfRange { minimumWeight: U256::MAX });
    worst.minimumWeight = U256::ZERO;
    refused!(Abi::AdmissionOutOfRange { admission: 3, gate: Address::ZERO });
    worst.admission = 0;
    refused!(Abi::AssetCountOutOfRange { count: n(0), most: n(16) });
    let twin = Asset { token, weight: WAD };
    worst.assets = vec![twin.clone(), twin.clone()];
    refused!(Abi::AssetOutOfRange { token, weight: WAD });
    worst.assets = vec![twin];
    refused!(Abi::ResolverNotIndependent { resolver: AVS });
    worst.resolver = RESOLVER;
    refused!(Abi::EscrowDelayTooShort { escrowDelay: 3 * DAY - 1, least: 3 * DAY });
    worst.escrowDelay = 3 * DAY;
    accept(p, AVS, AVS_REGISTRY, &creation(&worst, RECIPIENT));
}

#[test]
fn windows_are_refused_when_they_do_not_fit_the_mode() {
    let (mut p, good) = good();
    let resolver = good.resolver;
    let cases = [
        (resolver, 0, DAY),
        (resolver, DAY, 0),
        (Address::ZERO, 0, 1),
        (Address::ZERO, 1, 0),
        (Address::ZERO, DAY, DAY),
    ];
    for (resolver, veto, execution) in cases {
        let refused = Abi::WindowsOutOfRange {
            vetoWindow: veto,
            executionWindow: execution,
            escrowDelay: DAY,
        };
        let change = |terms: &mut Terms| {
            (terms.resolver, terms.escrowDelay) = (resolver, DAY);
            (terms.vetoWindow, terms.executionWindow) = (veto, execution);
        };
        refuse_terms(&mut p, &good, change, &refused);
    }
    accept_terms(&good, |terms| {
        (terms.resolver, terms.vetoWindow, terms.executionWindow) = (Address::ZERO, 0, 0);
    });
    accept_terms(&good, |terms| (terms.vetoWindow, terms.executionWindow) = (1, 1));
}

#[test]
fn windows_together_last_seven_days_at_most() {
    let (mut p, good) = good();
    let windows = |veto, execution, escrow| {
        move |terms: &mut Terms| {
            (terms.vetoWindow, terms.executionWindow, terms.escrowDelay) =
                (veto, execution, escrow);
        }
    };
    let day = DAY;
    for (veto, execution, escrow) in [(2 * day, 2 * day, 3 * day), (7 * day - 1, 1, 0)] {
        accept_terms(&good, windows(veto, execution, escrow));
        for (more, most) in [(1, 0), (0, u64::MAX)] {
            let (veto, escrow) = (veto + more, escrow.max(most));
            let refused = Abi::WindowsOutOfRange {
                vetoWindow: veto,
                executionWindow: execution,
                escrowDelay: escrow,
            };
            refuse_terms(&mut p, &good, windows(veto, execution, escrow), &refused);
        }
    }
    // instant mode: all of it may be escrow
    let instant = |escrow| {
        move |terms: &mut Terms| {
            terms.resolver = Address::ZERO;
            windows(0, 0, escrow)(terms);
        }
    };
    accept_terms(&good, instant(7 * day));
    let (escrow, none) = (7 * day + 1, 0);
    let refused =
        Abi::WindowsOutOfRange { vetoWindow: none, executionWindow: none, escrowDelay: escrow };
    refuse_terms(&mut p, &good, instant(escrow), &refused);
}

#[test]
fn fault_window_is_at_least_a_second_and_under_fifty_three_days() {
    let (mut p, good) = good();
    let most = 53 * DAY - 1;
    for window in [1, most] {
        accept_terms(&good, |terms| terms.faultWindow = window);
    }
    for window in [0, most + 1, u64::MAX] {
        let refused = Abi::FaultWindowOutOfRange { faultWindow: window, most };
        refuse_terms(&mut p, &good, |terms| terms.faultWindow = window, &refused);
    }
}

#[test]
fn cap_and_its_window_are_bounded() {
    let (mut p, good) = good();
    for (cap, window) in [(n(1), 1), (WAD, 365 * DAY)] {
        accept_terms(&good, |terms| (terms.cap, terms.capWindow) = (cap, window));
    }
    let cases = [(n(0), 1), (WAD + n(1), 1), (WAD, 0), (WAD, 365 * DAY + 1), (U256::MAX, u64::MAX)];
    for (cap, window) in cases {
        let refused = Abi::CapOutOfRange { cap, capWindow: window };
        let change = |terms: &mut Terms| (terms.cap, terms.capWindow) = (cap, window);
        refuse_terms(&mut p, &good, change, &refused);
    }
}

#[test]
fn minimum_weight_is_bounded() {
    let (mut p, good) = good();
    let most = (U256::ONE << 112) - U256::ONE;
    accept_terms(&good, |terms| terms.minimumWeight = most);
    let over = most + n(1);
    let refused = Abi::MinimumWeightOutOfRange { minimumWeight: over };
    refuse_terms(&mut p, &good, |terms| terms.minimumWeight = over, &refused);
}

#[test]
fn admission_has_a_gate_if_and_only_if_it_needs_one() {
    let (mut p, good) = good();
    for (admission, gate, is_good) in [
        (0, Address::ZERO, true),
        (0, BOB, false),
        (1, Address::ZERO, false),
        (1, BOB, true),
        (2, Address::ZERO, false),
        (2, BOB, true),
        (3, Address::ZERO, false),
        (3, BOB, false),
        (255, BOB, false),
    ] {
        let change = |terms: &mut Terms| (terms.admission, terms.gate) = (admission, gate);
        if is_good {
            accept_terms(&good, change);
        } else {
            let refused = Abi::AdmissionOutOfRange { admission, gate };
            refuse_terms(&mut p, &good, change, &refused);
        }
    }
}

#[test]
fn assets_are_one_to_sixteen_different_ones_with_bounded_weights() {
    let (mut p, good) = good();
    let assets = |count: u8| -> Vec<Asset> {
        (1..=count)
            .map(|byte| Asset { token: Address::repeat_byte(byte), weight: n(byte.into()) })
            .collect()
    };
    accept_terms(&good, |terms| terms.assets = assets(16));
    let refused = Abi::AssetCountOutOfRange { count: n(17), most: n(16) };
    refuse_terms(&mut p, &good, |terms| terms.assets = assets(17), &refused);
    let token = Address::repeat_byte(1);
    let weighing = |weight| move |terms: &mut Terms| terms.assets = vec![Asset { token, weight }];
    for weight in [n(0), n(u64::MAX)] {
        accept_terms(&good, weighing(weight));
    }
    let weight = n(u64::MAX) + n(1);
    let refused = Abi::AssetOutOfRange { token, weight };
    refuse_terms(&mut p, &good, weighing(weight), &refused);
    let twins = |terms: &mut Terms| {
        terms.assets = assets(3);
        terms.assets.push(Asset { token, weight: n(9) });
    };
    refuse_terms(&mut p, &good, twins, &Abi::AssetOutOfRange { token, weight: n(9) });
}

#[test]
fn resolver_of_a_redistributing_set_is_an_outsider() {
    let mut p = Protocol::new();
    let admin = Abi::setAdminCall { avs: AVS, admin: BOB, isAdmin: true };
    tell(&mut p, AVS, AVS_REGISTRY, &admin);
    for resolver in [AVS, BOB, SLASHER] {
        let terms = Terms { resolver, ..p.terms_of(REDISTRIBUTING) };
        let refused = Abi::ResolverNotIndependent { resolver };
        refuse(&mut p, AVS, AVS_REGISTRY, &creation(&terms, RECIPIENT), &refused);
        // also in a change of terms, and not of a set that burns
        let change = change_of(&mut p, REDISTRIBUTING, |terms| terms.resolver = resolver);
        refuse(&mut p, AVS, AVS_REGISTRY, &change, &refused);
        accept(&mut p, AVS, AVS_REGISTRY, &creation(&terms, Address::ZERO));
    }
    let (resolver, windows) = (Address::ZERO, 0);
    let instant = Terms {
        resolver,
        vetoWindow: windows,
        executionWindow: windows,
        ..p.terms_of(REDISTRIBUTING)
    };
    let refused = Abi::ResolverNotIndependent { resolver };
    refuse(&mut p, AVS, AVS_REGISTRY, &creation(&instant, RECIPIENT), &refused);
    let terms = Terms { resolver: CAROL, ..p.terms_of(REDISTRIBUTING) };
    accept(&mut p, AVS, AVS_REGISTRY, &creation(&terms, RECIPIENT));
}

#[test]
fn escrow_delay_of_a_redistributing_set_is_three_days_at_least() {
    let mut p = Protocol::new();
    let least = 3 * DAY;
    for (delay, is_good) in [(least - 1, false), (least, true)] {
        let terms = Terms { escrowDelay: delay, ..p.terms_of(REDISTRIBUTING) };
        let call = creation(&terms, RECIPIENT);
        let change = change_of(&mut p, REDISTRIBUTING, |terms| terms.escrowDelay = delay);
        if is_good {
            accept(&mut p, AVS, AVS_REGISTRY, &call);
            accept(&mut p, AVS, AVS_REGISTRY, &change);
        } else {
            let refused = Abi::EscrowDelayTooShort { escrowDelay: delay, least };
            refuse(&mut p, AVS, AVS_REGISTRY, &call, &refused);
            refuse(&mut p, AVS, AVS_REGISTRY, &change, &refused);
        }
    }
}
