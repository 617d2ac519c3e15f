//! Changes of terms: their notice, the second in which they switch, and how many are remembered.

use alloy_primitives::Address;
use restaking::{
    AVS_REGISTRY,
    abi::{IAvsRegistry as Abi, IVault},
};
use restaking_tests::{AVS, BOB, BURNING, DAY, INSTANT, OPERATOR, Protocol, WAD};

use crate::{sets::*, support::*};

/// So long after terms came into force no others are announced.
const MEMORY: u64 = 74 * DAY;

fn version(p: &mut Protocol, id: u32) -> u16 {
    p.view(AVS_REGISTRY, &Abi::termsVersionOfCall { avs: AVS, id })
}

fn pending(p: &mut Protocol, id: u32) -> Abi::pendingTermsOfReturn {
    p.view(AVS_REGISTRY, &Abi::pendingTermsOfCall { avs: AVS, id })
}

fn procedure(p: &mut Protocol, fault: u64) -> Abi::procedureOfReturn {
    let call = Abi::procedureOfCall { avs: AVS, id: BURNING, operator: OPERATOR, faultTime: fault };
    p.view(AVS_REGISTRY, &call)
}

#[test]
fn notice_is_two_days_when_no_vault_was_ever_served() {
    let mut p = Protocol::new();
    add_set(&mut p, 9, |_| {});
    let now = p.now();
    assert_eq!(change_terms(&mut p, 9, |terms| terms.cap = n(1)), now + 2 * DAY);
}

#[test]
fn notice_is_the_longest_exit_delay_and_the_longest_epoch_ever_served_and_two_days() {
    let mut p = Protocol::new();
    let now = p.now();
    let call = change_of(&mut p, BURNING, |terms| terms.cap = n(1));
    let notice = |p: &mut Protocol| p.try_send(AVS, AVS_REGISTRY, &call).answer(&call) - now;
    assert_eq!(notice(&mut p), (14 + 1 + 2) * DAY);
    // one vault has the longest delay, another the longest epoch
    for (salt, delay, epoch) in [(1, 20, 1), (2, 14, 3)] {
        p.world.params.exitDelay = delay * DAY;
        p.world.params.epochLength = epoch * DAY;
        fresh_vault(&mut p, salt, &[(BURNING, percent(1))]);
    }
    assert_eq!(notice(&mut p), (20 + 3 + 2) * DAY);
    // ever served, also by an operator that has left
    leave(&mut p, OPERATOR, BURNING).assert_success();
    p.wait(6 * DAY);
    assert_eq!(notice(&mut p), (6 + 20 + 3 + 2) * DAY);
}

#[test]
fn terms_hold_from_their_second_on() {
    let mut p = Protocol::new();
    let old = terms_of(&mut p, BURNING);
    let none = pending(&mut p, BURNING);
    assert_eq!((none.effectiveAt, none.terms.slasher), (0, Address::ZERO));
    let call = change_of(&mut p, BURNING, |terms| {
        terms.slasher = BOB;
        (terms.vetoWindow, terms.executionWindow, terms.escrowDelay) = (DAY, 3 * DAY, DAY);
        (terms.faultWindow, terms.cap, terms.capWindow) = (4 * DAY, WAD / n(2), 9 * DAY);
        (terms.minimumWeight, terms.operatorCap) = (n(5), 6);
        (terms.admission, terms.gate) = (1, BOB);
    });
    let outcome = p.send(AVS, AVS_REGISTRY, &call);
    let switch = outcome.answer(&call);
    let [event] = &outcome.events::<Abi::TermsAnnounced>(AVS_REGISTRY)[..] else { panic!() };
    assert_eq!((event.avs, event.id, event.effectiveAt), (AVS, BURNING, switch));
    assert_eq!(event.terms, call.terms);
    assert_eq!(version(&mut p, BURNING), 2);
    for time in [p.now(), switch - 1] {
        p.at(time);
        assert_eq!(terms_of(&mut p, BURNING), old);
        let announced = pending(&mut p, BURNING);
        assert_eq!((announced.effectiveAt, announced.terms), (switch, call.terms.clone()));
    }
    let before = p.file(BURNING, 1);
    p.at(switch);
    assert_eq!(terms_of(&mut p, BURNING), call.terms);
    assert_eq!(pending(&mut p, BURNING).effectiveAt, 0);
    // what was filed before goes on as it was filed
    assert_eq!(
        (before.vetoWindow, before.executionWindow, before.escrowDelay),
        (2 * DAY, 2 * DAY, 3 * DAY)
    );
    p.roles.slasher = BOB;
    let after = p.file(BURNING, 1);
    assert_eq!((after.vetoWindow, after.executionWindow, after.escrowDelay), (DAY, 3 * DAY, DAY));
}

#[test]
fn procedure_is_that_of_filing_and_the_cap_the_lower_of_filing_and_fault() {
    let mut p = Protocol::new();
    let switch = change_terms(&mut p, BURNING, |terms| {
        (terms.cap, terms.faultWindow) = (WAD / n(4), 6 * DAY);
    });
    p.at(switch - 1);
    let before = procedure(&mut p, switch - 1);
    assert_eq!((before.cap, before.faultWindow), (WAD, 5 * DAY));
    p.at(switch);
    for fault in [switch - 6 * DAY, switch - 1, switch] {
        let now = procedure(&mut p, fault);
        assert_eq!((now.cap, now.faultWindow), (WAD / n(4), 6 * DAY));
    }
    // lifted again, the old cap still binds the faults of its time
    p.at(switch + MEMORY);
    let lifted = change_terms(&mut p, BURNING, |terms| terms.cap = WAD / n(2));
    p.at(lifted);
    assert_eq!(procedure(&mut p, lifted - 1).cap, WAD / n(4));
    assert_eq!(procedure(&mut p, lifted).cap, WAD / n(2));
}

#[test]
fn first_change_waits_for_nothing_and_the_next_until_the_last_is_forgotten() {
    let mut p = Protocol::new();
    let switch = change_terms(&mut p, BURNING, |terms| terms.cap = n(1));
    let next = change_of(&mut p, BURNING, |terms| terms.cap = n(2));
    let until = switch + MEMORY;
    let early = Abi::TermsChangePending { until };
    for time in [p.now(), switch - 1, switch, until - 1] {
        p.at(time);
        refuse(&mut p, AVS, AVS_REGISTRY, &next, &early);
    }
    p.at(until);
    accept(&mut p, AVS, AVS_REGISTRY, &next);
    // other sets have a memory of their own
    change_terms(&mut p, INSTANT, |terms| terms.cap = n(1));
}

#[test]
fn change_reverts_in_the_order_of_its_checks() {
    let mut p = Protocol::builder()
        .params(|params| params.leverageLimit = WAD * n(2))
        .terms(|_, terms| terms.acceptsLeverage = true)
        .build();
    let switch = change_terms(&mut p, BURNING, |terms| terms.cap = WAD / n(2));
    let other = another_token(&mut p);
    let mut worst = change_of(&mut p, BURNING, |terms| {
        terms.slasher = Address::ZERO;
        terms.faultWindow = 7 * DAY;
        terms.assets[0].token = other;
    });
    refuse(&mut p, AVS, AVS_REGISTRY, &worst, &Abi::SlasherMissing {});
    worst.terms.slasher = BOB;
    let until = switch + MEMORY;
    refuse(&mut p, AVS, AVS_REGISTRY, &worst, &Abi::TermsChangePending { until });
    p.at(until);
    let token = p.token;
    refuse(&mut p, AVS, AVS_REGISTRY, &worst, &Abi::ServedVaultExcluded { token });
    worst.terms.assets[0].token = token;
    let (fault_window, most) = (7 * DAY, 7 * DAY - 1);
    let long = Abi::FaultWindowOutOfRange { faultWindow: fault_window, most };
    refuse(&mut p, AVS, AVS_REGISTRY, &worst, &long);
    worst.terms.acceptsLeverage = false;
    let excluded = Abi::ServedVaultExcluded { token: Address::ZERO };
    refuse(&mut p, AVS, AVS_REGISTRY, &worst, &excluded);
    worst.terms.acceptsLeverage = true;
    worst.terms.faultWindow = most;
    accept(&mut p, AVS, AVS_REGISTRY, &worst);
}

/// Every version takes the place of the one before the last; nothing of that shines through.
#[test]
fn four_versions_in_a_row_are_told_as_they_were_announced() {
    let mut p = Protocol::new();
    let token = p.token;
    let extra: Vec<Abi::Asset> = (1..16)
        .map(|byte| Abi::Asset { token: Address::repeat_byte(byte), weight: n(byte.into()) })
        .collect();
    for round in 1..=4_u8 {
        let before = terms_of(&mut p, BURNING);
        let is_rich = round % 2 == 1 || round == 4;
        let call = change_of(&mut p, BURNING, |terms| {
            terms.assets.retain(|asset| asset.token == token);
            terms.assets[0].weight = n(round.into());
            (terms.cap, terms.admission, terms.gate) = (WAD, 0, Address::ZERO);
            (terms.capWindow, terms.minimumWeight, terms.operatorCap) = (7 * DAY, n(0), 0);
            terms.faultWindow = u64::from(round) * DAY;
            if is_rich {
                terms.assets.splice(0..0, extra.iter().take(15).cloned());
                (terms.cap, terms.capWindow) = (n(round.into()), DAY);
                (terms.admission, terms.gate) = (2, Address::repeat_byte(round));
                (terms.minimumWeight, terms.operatorCap) = (n(9), 9);
            }
        });
        let switch = tell(&mut p, AVS, AVS_REGISTRY, &call);
        p.at(switch - 1);
        assert_eq!(terms_of(&mut p, BURNING), before, "version {round}");
        p.at(switch);
        assert_eq!(terms_of(&mut p, BURNING), call.terms);
        assert_eq!(version(&mut p, BURNING), u16::from(round) + 1);
        assert_eq!(procedure(&mut p, switch - 1).cap, before.cap.min(call.terms.cap));
        p.at(switch + MEMORY);
        // the asset served is known in every version
        let without = change_of(&mut p, BURNING, |terms| {
            terms.assets = vec![extra[0].clone()];
        });
        refuse(&mut p, AVS, AVS_REGISTRY, &without, &Abi::ServedVaultExcluded { token });
    }
}

#[test]
fn risk_version_moves_with_the_terms_of_sets_that_hold_something() {
    let mut p = Protocol::new();
    let risk = |p: &mut Protocol| p.ask(&IVault::riskVersionCall {});
    let before = risk(&mut p);
    add_set(&mut p, 9, |_| {});
    change_terms(&mut p, 9, |terms| terms.cap = n(1));
    assert_eq!(risk(&mut p), before);
    let switch = change_terms(&mut p, BURNING, |terms| terms.cap = n(1));
    let announced = risk(&mut p);
    assert_ne!(announced, before);
    p.at(switch);
    assert_eq!(risk(&mut p), announced);
}

/// Until then a deposit is refused that insists on the risk that it saw.
#[test]
fn deposit_is_refused_when_terms_were_announced_since() {
    let mut p = Protocol::new();
    p.fund(BOB, 1_000);
    let (vault, seen) = (p.vault, p.ask(&IVault::riskVersionCall {}));
    change_terms(&mut p, BURNING, |terms| terms.cap = n(1));
    let found = p.ask(&IVault::riskVersionCall {});
    let with = |version| IVault::depositWithTermsCall {
        assets: n(10),
        receiver: BOB,
        minShares: n(0),
        expectedRiskVersion: version,
    };
    let moved = IVault::RiskVersionMismatch { found, expected: seen };
    refuse(&mut p, BOB, vault, &with(seen), &moved);
    accept(&mut p, BOB, vault, &with(found));
}
