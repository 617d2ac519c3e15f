//! Every error of a filing, in the order of the checks: each call breaks the rules that come later too.

use alloy_primitives::{Address, B256, U256};
use restaking::{
    AVS_REGISTRY, GOVERNANCE, SLASHING,
    abi::{
        IAvsRegistry, IGovernance,
        ISlashing::{self as Abi, Charge, fileCall},
        IVault,
    },
};
use restaking_tests::{
    AVS, BOB, BURNING, DAY, GUARDIAN, OPERATOR, Protocol, REDISTRIBUTING, RESOLVER, SLASHER, WAD,
};

use crate::support::*;

fn set_admin(p: &mut Protocol, is_admin: bool) {
    let call = IAvsRegistry::setAdminCall { avs: AVS, admin: RESOLVER, isAdmin: is_admin };
    tell(p, AVS, AVS_REGISTRY, &call);
}

fn charges(vaults: &[Address], fraction: U256) -> Vec<Charge> {
    vaults.iter().map(|vault| Charge { vault: *vault, fraction }).collect()
}

#[test]
fn filing_reverts_in_the_order_of_its_checks() {
    let mut p = Protocol::new();
    let (vault, start) = (p.vault, p.now());
    let used = p.filing(REDISTRIBUTING, 1);
    let filed = p.send_filing(&used);
    p.wait(6 * DAY);
    let now = p.now();
    guard(&mut p, &IGovernance::pauseFilingCall { duration: DAY });
    quarantine(&mut p, DAY);
    set_admin(&mut p, true);

    let worst = fileCall {
        setId: 99,
        charges: charges(&[BOB; 17], U256::ZERO),
        faultTime: now + 1,
        ..used.clone()
    };
    refuse(&mut p, BOB, SLASHING, &worst, &Abi::UnknownSet { avs: AVS, setId: 99 });
    let worst = fileCall { setId: REDISTRIBUTING, ..worst };
    let stranger = Abi::NotSlasher { caller: BOB, slasher: SLASHER };
    refuse(&mut p, BOB, SLASHING, &worst, &stranger);
    refuse_filing(&mut p, &worst, &Abi::FilingPaused { until: now + DAY });
    tell(&mut p, GUARDIAN, GOVERNANCE, &IGovernance::unpauseFilingCall {});
    refuse_filing(&mut p, &worst, &Abi::Quarantined { avs: AVS, until: now + DAY });
    end_quarantine(&mut p);
    refuse_filing(&mut p, &worst, &Abi::ResolverNotIndependent { resolver: RESOLVER });
    set_admin(&mut p, false);
    refuse_filing(&mut p, &worst, &Abi::BadVaultCount { count: n(17), most: n(16) });
    let none = fileCall { charges: Vec::new(), ..worst.clone() };
    refuse_filing(&mut p, &none, &Abi::BadVaultCount { count: n(0), most: n(16) });
    let worst = fileCall { charges: charges(&[BOB; 16], U256::ZERO), ..worst };
    refuse_filing(&mut p, &worst, &Abi::FaultInFuture { faultTime: now + 1 });
    let worst = fileCall { faultTime: start - 1, ..worst };
    let old = Abi::FaultTooOld { faultTime: start - 1, windowEnd: start - 1 + 5 * DAY };
    refuse_filing(&mut p, &worst, &old);
    let worst = fileCall { faultTime: now, ..worst };
    let id = id_of(&mut p, &filed);
    refuse_filing(&mut p, &worst, &Abi::EvidenceUsed { id });
    let worst = fileCall { evidence: B256::repeat_byte(7), ..worst };
    refuse_filing(&mut p, &worst, &Abi::DuplicateVault { vault: BOB });
    let worst = fileCall { charges: charges(&[BOB, vault], U256::ZERO), ..worst };
    refuse_filing(&mut p, &worst, &Abi::UnknownVault { vault: BOB });
}

#[test]
fn filing_reverts_vault_by_vault_in_the_order_of_its_checks() {
    let mut p = Protocol::new();
    let vault = p.vault;
    p.register_operator(BOB);
    let foreign = p.create_vault(BOB, B256::ZERO);
    let empty = p.create_vault(OPERATOR, B256::repeat_byte(9));
    let filing = p.filing(BURNING, 10);
    let asking = |charges| fileCall { charges, faultTime: filing.faultTime - 1, ..filing.clone() };

    let call = asking(charges(&[AVS, foreign], U256::ZERO));
    refuse_filing(&mut p, &call, &Abi::UnknownVault { vault: AVS });
    let call = asking(charges(&[foreign, AVS], U256::ZERO));
    let not_theirs = Abi::NotVaultOfOperator { vault: foreign, operator: OPERATOR };
    refuse_filing(&mut p, &call, &not_theirs);
    let accused = fileCall { operator: BOB, ..asking(charges(&[vault], U256::ZERO)) };
    let not_theirs = Abi::NotVaultOfOperator { vault, operator: BOB };
    refuse_filing(&mut p, &accused, &not_theirs);
    for fraction in [U256::ZERO, WAD + n(1), U256::MAX] {
        let call = asking(charges(&[empty, AVS], fraction));
        refuse_filing(&mut p, &call, &Abi::FractionOutOfRange { fraction });
    }
    let call = asking(charges(&[empty, AVS], WAD));
    refuse_filing(&mut p, &call, &Abi::NothingAllocated { vault: empty });
    let call = asking(charges(&[vault, AVS], WAD));
    let since = filing.faultTime;
    refuse_filing(&mut p, &call, &Abi::FaultBeforeMembership { vault, since });
    let call = fileCall { faultTime: since, ..asking(charges(&[vault, AVS], WAD)) };
    refuse_filing(&mut p, &call, &Abi::UnknownVault { vault: AVS });
    let call = fileCall { faultTime: since, ..asking(charges(&[vault], WAD)) };
    accept_filing(&mut p, &call);
}

#[test]
fn filing_reverts_with_nothing_allocated_first_when_the_set_left_and_the_fault_is_older() {
    let mut p = Protocol::new();
    let vault = p.vault;
    p.allocate(BURNING, U256::ZERO);
    p.wait(5 * DAY);
    let now = p.now();
    let since = judge(&mut p, BURNING, now, now).since;
    let filing = filing_of(&mut p, BURNING, 10, since - 1);
    let filing = fileCall { faultTime: since + DAY, ..filing };
    refuse_filing(&mut p, &filing, &Abi::NothingAllocated { vault });
}

/// A decrease to nothing is due and waits for the four requests filed before.
#[test]
fn filing_reverts_with_nothing_judged_before_the_vault_counts_requests() {
    let mut p = Protocol::new();
    let vault = p.vault;
    let due = p.allocate(BURNING, U256::ZERO);
    p.at(due - 1);
    for _ in 0..4 {
        p.file(BURNING, 1);
    }
    cannot_file(&mut p, BURNING, &IVault::TooManyRequests { seat: 0 });
    p.at(due);
    assert_eq!(p.held(BURNING), percent(40), "it waits");
    cannot_file(&mut p, BURNING, &Abi::NothingAllocated { vault });
}

#[test]
fn filing_reverts_with_what_the_vault_refuses_before_the_cap() {
    let mut p = Protocol::builder().terms(|_, terms| terms.cap = WAD / n(100)).build();
    let (vault, start) = (p.vault, p.now());
    let big = p.filing(BURNING, 2);
    let room = percent(40) / n(100);
    let exceeded = Abi::CapExceeded { vault, reserved: room * n(2), room };
    refuse_filing(&mut p, &big, &exceeded);
    // three open, one withdrawn
    let withdrawn = p.file(BURNING, 1);
    p.at(start + 60).withdraw(&withdrawn).assert_success();
    refuse_filing(&mut p, &big, &IVault::CooldownActive { seat: 0, until: start + 120 });
    p.at(start + 120);
    for _ in 0..4 {
        let fraction = WAD / n(400);
        let small = filing_for(&mut p, BURNING, fraction);
        p.send_filing(&small);
    }
    refuse_filing(&mut p, &big, &IVault::TooManyRequests { seat: 0 });
}

#[test]
fn file_logs_what_it_reserved() {
    let mut p = Protocol::new();
    let vault = p.vault;
    let filing = p.filing(REDISTRIBUTING, 50);
    let outcome = p.send(SLASHER, SLASHING, &filing);
    let id = outcome.answer(&filing);
    let [event] = &outcome.events::<Abi::SlashFiled>(SLASHING)[..] else { panic!("one request") };
    assert_eq!((event.id, event.avs, event.operator), (id, AVS, OPERATOR));
    assert_eq!(event.evidenceURI, "ipfs://evidence");
    let request = &event.request;
    assert_eq!(id_of(&mut p, request), id);
    assert_eq!((request.faultTime, request.filedAt), (p.now(), p.now()));
    assert_eq!((request.vetoWindow, request.executionWindow), (2 * DAY, 2 * DAY));
    assert_eq!((request.escrowDelay, request.resolver), (3 * DAY, RESOLVER));
    assert_eq!(request.recipient, restaking_tests::RECIPIENT);
    let slice = &request.slices[0];
    assert_eq!((slice.vault, slice.fraction), (vault, WAD / n(2)));
    assert_eq!((slice.reserved, slice.lane), (percent(15), 4), "the second seat's first lane");
}
