//! Every error of veto, withdrawal and execution, in the order of the checks.

use alloy_primitives::Address;
use restaking::{
    SLASHING,
    abi::ISlashing::{self as Abi, Request},
};
use restaking_tests::{AVS, BOB, BURNING, CAROL, DAY, INSTANT, Protocol, RESOLVER, SLASHER};

use crate::support::*;

/// The request with one fact changed, for each fact that is part of what is stored.
fn forgeries(request: &Request) -> Vec<Request> {
    let one = |change: fn(&mut Request)| {
        let mut forged = request.clone();
        change(&mut forged);
        forged
    };
    vec![
        one(|request| request.avs = BOB),
        one(|request| request.setId += 1),
        one(|request| request.operator = BOB),
        one(|request| request.evidence.0[0] ^= 1),
        one(|request| request.faultTime -= 1),
        one(|request| request.filedAt += 1),
        one(|request| request.vetoWindow -= 1),
        one(|request| request.executionWindow += 1),
        one(|request| request.escrowDelay -= 1),
        one(|request| request.resolver = CAROL),
        one(|request| request.recipient = CAROL),
        one(|request| request.slices[0].vault = BOB),
        one(|request| request.slices[0].fraction += n(1)),
        one(|request| request.slices[0].reserved += n(1)),
        one(|request| request.slices[0].lane += 1),
        one(|request| request.slices.clear()),
        one(|request| request.slices.push(request.slices[0].clone())),
    ]
}

#[test]
fn request_is_unknown_when_any_fact_of_it_is_another() {
    let mut p = Protocol::new();
    let request = p.file(BURNING, 10);
    let vault = p.vault;
    for forged in forgeries(&request) {
        let id = id_of(&mut p, &forged);
        let unknown = Abi::UnknownRequest { id };
        refuse(&mut p, RESOLVER, SLASHING, &veto_of(&forged), &unknown);
        refuse(&mut p, SLASHER, SLASHING, &withdrawal_of(&forged), &unknown);
        refuse(&mut p, SLASHER, SLASHING, &execution_on(&forged, vault), &unknown);
        let state = Abi::stateOfCall { request: forged, vault };
        assert_eq!(p.view(SLASHING, &state), 0);
    }
}

/// As the request, but not as it was filed.
fn forged(request: &Request) -> Request {
    Request { filedAt: 1, ..request.clone() }
}

#[test]
fn veto_reverts_in_the_order_of_its_checks() {
    let mut p = Protocol::new();
    let request = p.file(BURNING, 10);
    let id = id_of(&mut p, &request);
    p.at(veto_end(&request));
    execute(&mut p, &request);
    let (call, unknown) = (veto_of(&forged(&request)), Abi::UnknownRequest { id });
    refuse(&mut p, BOB, SLASHING, &call, &unknown);
    let (call, closed) = (veto_of(&request), Abi::RequestClosed { id });
    let stranger = Abi::NotResolver { caller: BOB, resolver: RESOLVER };
    refuse(&mut p, BOB, SLASHING, &call, &stranger);
    refuse(&mut p, RESOLVER, SLASHING, &call, &closed);

    let open = p.file(BURNING, 10);
    let (call, end) = (veto_of(&open), veto_end(&open));
    p.at(end);
    let stranger = Abi::NotResolver { caller: SLASHER, resolver: RESOLVER };
    refuse(&mut p, SLASHER, SLASHING, &call, &stranger);
    refuse(&mut p, RESOLVER, SLASHING, &call, &Abi::VetoWindowOver { end });
    p.at(end + 2 * DAY);
    let id = id_of(&mut p, &open);
    refuse(&mut p, RESOLVER, SLASHING, &call, &Abi::RequestClosed { id });
}

#[test]
fn veto_reverts_in_instant_mode_for_everybody() {
    let mut p = Protocol::new();
    let request = p.file(INSTANT, 10);
    let (call, id) = (veto_of(&request), id_of(&mut p, &request));
    let stranger = Abi::NotResolver { caller: RESOLVER, resolver: Address::ZERO };
    refuse(&mut p, RESOLVER, SLASHING, &call, &stranger);
    refuse(&mut p, Address::ZERO, SLASHING, &call, &Abi::RequestClosed { id });
}

#[test]
fn withdrawal_reverts_in_the_order_of_its_checks() {
    let mut p = Protocol::new();
    let request = p.file(BURNING, 10);
    let id = id_of(&mut p, &request);
    p.veto(&request).assert_success();
    let (call, unknown) = (withdrawal_of(&forged(&request)), Abi::UnknownRequest { id });
    refuse(&mut p, BOB, SLASHING, &call, &unknown);
    let (call, stranger) =
        (withdrawal_of(&request), Abi::NotSlasher { caller: BOB, slasher: SLASHER });
    refuse(&mut p, BOB, SLASHING, &call, &stranger);
    refuse(&mut p, SLASHER, SLASHING, &call, &Abi::RequestClosed { id });
}

#[test]
fn withdrawal_reverts_when_the_request_was_withdrawn_and_forgotten() {
    let mut p = Protocol::new();
    let request = p.file(BURNING, 10);
    let id = id_of(&mut p, &request);
    p.withdraw(&request).assert_success();
    let (call, unknown) = (withdrawal_of(&request), Abi::UnknownRequest { id });
    refuse(&mut p, SLASHER, SLASHING, &call, &unknown);
    assert_eq!(p.state_of(&request), 0, "as if it had never been filed");
}

#[test]
fn execution_reverts_in_the_order_of_its_checks() {
    let mut p = Protocol::new();
    let vault = p.vault;
    let vetoed = p.file(BURNING, 10);
    let (filed, id) = (p.now(), id_of(&mut p, &vetoed));
    p.veto(&vetoed).assert_success();
    quarantine(&mut p, DAY);
    let call = execution_on(&forged(&vetoed), BOB);
    refuse(&mut p, CAROL, SLASHING, &call, &Abi::UnknownRequest { id });
    let call = execution_on(&vetoed, BOB);
    refuse(&mut p, CAROL, SLASHING, &call, &Abi::NotInRequest { vault: BOB });
    cannot_execute(&mut p, &vetoed, &Abi::RequestClosed { id });
    end_quarantine(&mut p);

    // the veto window is open, and the AVS in quarantine
    let open = p.file(BURNING, 10);
    let end = filed + 2 * DAY;
    quarantine(&mut p, 7 * DAY);
    cannot_execute(&mut p, &open, &Abi::VetoWindowOpen { end });
    p.at(end);
    cannot_execute(&mut p, &open, &Abi::Quarantined { avs: AVS, until: filed + 7 * DAY });
    end_quarantine(&mut p);
    can_execute(&mut p, &open);
    let end = filed + 4 * DAY;
    p.at(end);
    quarantine(&mut p, DAY);
    cannot_execute(&mut p, &open, &Abi::ExecutionWindowOver { end });
    // what was vetoed stays closed when its window is over
    cannot_execute(&mut p, &vetoed, &Abi::RequestClosed { id });
    assert_eq!((state_at(&mut p, &vetoed, vault), state_at(&mut p, &open, vault)), (4, 5));
}
