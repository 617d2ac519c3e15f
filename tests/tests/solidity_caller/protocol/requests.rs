//! Every error of Slashing, as a Solidity contract gets it.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError};
use restaking::{
    AVS_REGISTRY, GOVERNANCE, SLASHING,
    abi::{
        IAvsRegistry, IGovernance,
        ISlashing::{self as Abi, Charge, Request},
        IVault,
    },
};
use restaking_tests::{
    BOB, BURNING, CALLER, DAY, DEPLOYER, Protocol, REDISTRIBUTING, RESOLVER, Roles, SLASHER, STAKE,
    WAD, WHOLE, fixtures::IAttacker, veto_end,
};

use super::{
    Refusals,
    stage::{OWN, almighty, tell},
    strangers,
};
use crate::stage::n;

#[test]
fn every_error_of_slashing_is_bubbled_byte_for_byte() {
    let mut seen = Refusals::default();
    for refuse in [
        refuse_filers,
        refuse_faults,
        refuse_charges,
        refuse_above_the_cap,
        refuse_requests,
        refuse_out_of_time,
        refuse_reentry,
    ] {
        refuse(&mut seen);
    }
    seen.assert_complete("ISlashing");
}

fn refuse_filers(seen: &mut Refusals) {
    let mut protocol = strangers();
    let filing = protocol.filing(BURNING, 10);
    let stranger = Abi::NotSlasher { caller: CALLER, slasher: SLASHER };
    seen.expect(&mut protocol, SLASHING, &filing, &stranger);

    let mut protocol = almighty();
    let (avs, set) = (CALLER, 9);
    let unknown = protocol.filing(set, 10);
    seen.expect(&mut protocol, SLASHING, &unknown, &Abi::UnknownSet { avs, setId: set });
    let now = protocol.now();
    tell(&mut protocol, GOVERNANCE, &IGovernance::pauseFilingCall { duration: DAY });
    let filing = protocol.filing(BURNING, 10);
    seen.expect(&mut protocol, SLASHING, &filing, &Abi::FilingPaused { until: now + DAY });
    tell(&mut protocol, GOVERNANCE, &IGovernance::unpauseFilingCall {});
    protocol.quarantine(DAY);
    let quarantined = Abi::Quarantined { avs, until: now + DAY };
    seen.expect(&mut protocol, SLASHING, &filing, &quarantined);
    tell(&mut protocol, GOVERNANCE, &IGovernance::endQuarantineCall { avs });

    let admin = IAvsRegistry::setAdminCall { avs, admin: RESOLVER, isAdmin: true };
    tell(&mut protocol, AVS_REGISTRY, &admin);
    let filing = protocol.filing(REDISTRIBUTING, 10);
    let dependent = Abi::ResolverNotIndependent { resolver: RESOLVER };
    seen.expect(&mut protocol, SLASHING, &filing, &dependent);
}

fn refuse_faults(seen: &mut Refusals) {
    let mut protocol = almighty();
    let (vault, born) = (protocol.vault, protocol.now());
    protocol.wait(DAY);
    let mut at = |protocol: &mut Protocol, time: u64, error: Option<Abi::FaultTooOld>| {
        let filing = Abi::fileCall { faultTime: time, ..protocol.filing(BURNING, 10) };
        match error {
            Some(error) => seen.expect(protocol, SLASHING, &filing, &error),
            None => drop(protocol.try_send(CALLER, SLASHING, &filing).assert_success().logs.len()),
        }
    };
    // a fault at birth can be filed for five days
    protocol.at(born + 5 * DAY - 1);
    at(&mut protocol, born, None);
    protocol.at(born + 5 * DAY);
    let old = Abi::FaultTooOld { faultTime: born, windowEnd: born + 5 * DAY };
    at(&mut protocol, born, Some(old));
    at(&mut protocol, born + 1, None);

    let mut protocol = almighty();
    let now = protocol.now();
    let early = Abi::fileCall { faultTime: now + 1, ..protocol.filing(BURNING, 10) };
    seen.expect(&mut protocol, SLASHING, &early, &Abi::FaultInFuture { faultTime: now + 1 });
    let before = Abi::fileCall { faultTime: now - 1, ..protocol.filing(BURNING, 10) };
    let since = Abi::FaultBeforeMembership { vault, since: now };
    seen.expect(&mut protocol, SLASHING, &before, &since);
    let filing = protocol.filing(BURNING, 10);
    let id = tell(&mut protocol, SLASHING, &filing);
    seen.expect(&mut protocol, SLASHING, &filing, &Abi::EvidenceUsed { id });
}

fn refuse_charges(seen: &mut Refusals) {
    let mut protocol = almighty();
    let vault = protocol.vault;
    let charged = |protocol: &mut Protocol, charges| Abi::fileCall {
        charges,
        ..protocol.filing(BURNING, 10)
    };
    let all = |vault| Charge { vault, fraction: WAD };
    for count in [0, 17] {
        let filing = charged(&mut protocol, vec![all(vault); count]);
        let refused = Abi::BadVaultCount { count: U256::from(count), most: n(16) };
        seen.expect(&mut protocol, SLASHING, &filing, &refused);
    }
    let filing = charged(&mut protocol, vec![all(BOB), all(vault), all(vault)]);
    seen.expect(&mut protocol, SLASHING, &filing, &Abi::DuplicateVault { vault });
    let filing = charged(&mut protocol, vec![all(vault), all(BOB)]);
    seen.expect(&mut protocol, SLASHING, &filing, &Abi::UnknownVault { vault: BOB });
    for fraction in [n(0), WAD + n(1)] {
        let filing = charged(&mut protocol, vec![Charge { vault, fraction }]);
        seen.expect(&mut protocol, SLASHING, &filing, &Abi::FractionOutOfRange { fraction });
    }
    let filing = Abi::fileCall { operator: BOB, ..protocol.filing(BURNING, 10) };
    let foreign = Abi::NotVaultOfOperator { vault, operator: BOB };
    seen.expect(&mut protocol, SLASHING, &filing, &foreign);
    let terms = protocol.terms_of(BURNING);
    protocol.create_set(OWN, Address::ZERO, terms);
    let filing = protocol.filing(OWN, 10);
    seen.expect(&mut protocol, SLASHING, &filing, &Abi::NothingAllocated { vault });
}

fn refuse_above_the_cap(seen: &mut Refusals) {
    let capped = Protocol::builder().roles(Roles::all(CALLER)).terms(|id, terms| {
        if id == BURNING {
            terms.cap = WAD / n(10);
        }
    });
    let mut protocol = capped.build();
    let vault = protocol.vault;
    // four tenths of the whole, and a tenth of that
    let base = WHOLE * n(4) / n(10);
    let filing = protocol.filing(BURNING, 11);
    let (reserved, room) = (base * n(11) / n(100), base / n(10));
    let over = Abi::CapExceeded { vault, reserved, room };
    seen.expect(&mut protocol, SLASHING, &filing, &over);
    protocol.file(BURNING, 6);
    let filing = protocol.filing(BURNING, 5);
    let over =
        Abi::CapExceeded { vault, reserved: base * n(5) / n(100), room: base * n(4) / n(100) };
    seen.expect(&mut protocol, SLASHING, &filing, &over);
    // what a vault refuses comes through: the seat has four lanes
    for _ in 0..3 {
        protocol.file(BURNING, 1);
    }
    let filing = protocol.filing(BURNING, 1);
    let full = IVault::TooManyRequests { seat: 0 };
    Refusals::default().expect(&mut protocol, SLASHING, &filing, &full);
}

fn id_of(protocol: &mut Protocol, request: &Request) -> B256 {
    let Request { avs, setId, operator, evidence, .. } = *request;
    protocol.view(SLASHING, &Abi::requestIdCall { avs, setId, operator, evidence })
}

fn refuse_requests(seen: &mut Refusals) {
    let mut protocol = almighty();
    let vault = protocol.vault;
    let request = protocol.file(REDISTRIBUTING, 10);
    let id = id_of(&mut protocol, &request);
    let veto = |request: &Request| Abi::vetoCall { request: request.clone() };
    let withdraw = |request: &Request| Abi::withdrawCall { request: request.clone() };
    let execute = |request: &Request, vault| Abi::executeCall { request: request.clone(), vault };
    let forged = Request { recipient: CALLER, ..request.clone() };
    let unknown = Abi::UnknownRequest { id };
    seen.expect(&mut protocol, SLASHING, &veto(&forged), &unknown);
    seen.expect(&mut protocol, SLASHING, &withdraw(&forged), &unknown);
    seen.expect(&mut protocol, SLASHING, &execute(&forged, vault), &unknown);
    let stranger = Abi::NotResolver { caller: CALLER, resolver: RESOLVER };
    seen.expect(&mut protocol, SLASHING, &veto(&request), &stranger);
    let missing = Abi::NotInRequest { vault: BOB };
    seen.expect(&mut protocol, SLASHING, &execute(&request, BOB), &missing);
    protocol.veto(&request).assert_success();
    let closed = Abi::RequestClosed { id };
    seen.expect(&mut protocol, SLASHING, &withdraw(&request), &closed);
    seen.expect(&mut protocol, SLASHING, &execute(&request, vault), &closed);

    let mut protocol = strangers();
    let request = protocol.file(BURNING, 10);
    let stranger = Abi::NotSlasher { caller: CALLER, slasher: SLASHER };
    seen.expect(&mut protocol, SLASHING, &withdraw(&request), &stranger);
}

fn refuse_out_of_time(seen: &mut Refusals) {
    let mut protocol = almighty();
    let vault = protocol.vault;
    let request = protocol.file(BURNING, 10);
    let id = id_of(&mut protocol, &request);
    let veto = Abi::vetoCall { request: request.clone() };
    let execute = Abi::executeCall { request: request.clone(), vault };
    let veto_end = veto_end(&request);
    let end = veto_end + request.executionWindow;
    protocol.at(veto_end - 1);
    let early = Abi::VetoWindowOpen { end: veto_end };
    seen.expect(&mut protocol, SLASHING, &execute, &early);
    protocol.try_send(CALLER, SLASHING, &veto).assert_success();
    protocol.at(veto_end);
    seen.expect(&mut protocol, SLASHING, &veto, &Abi::VetoWindowOver { end: veto_end });
    protocol.try_send(CALLER, SLASHING, &execute).assert_success();
    protocol.at(end - 1);
    protocol.try_send(CALLER, SLASHING, &execute).assert_success();
    seen.expect(&mut protocol, SLASHING, &veto, &Abi::VetoWindowOver { end: veto_end });
    protocol.at(end);
    seen.expect(&mut protocol, SLASHING, &execute, &Abi::ExecutionWindowOver { end });
    seen.expect(&mut protocol, SLASHING, &veto, &Abi::RequestClosed { id });
}

/// A token is asked for the vault's balance while Slashing runs. It cannot report but by its answer: the selector of the
/// error that its call into Slashing failed with, as a balance. The pool bears what that lacks.
fn refuse_reentry(seen: &mut Refusals) {
    let mut protocol =
        Protocol::builder().roles(Roles::all(CALLER)).token("Attacker", "Attacker").build();
    let (vault, token) = (protocol.vault, protocol.token);
    let request = protocol.file(BURNING, 10);
    let withdraw = Abi::withdrawCall { request: request.clone() }.abi_encode();
    let arm = IAttacker::armCall { target_: SLASHING, data: withdraw.into() };
    protocol.send(DEPLOYER, token, &arm).assert_success();
    protocol.at(veto_end(&request));
    let outcome = protocol.execute(&request);
    outcome.assert_success();
    let reentered = U256::from(u32::from_be_bytes(Abi::Reentered::SELECTOR));
    let [loss] = &outcome.events::<IVault::LossReconciled>(vault)[..] else { panic!("one loss") };
    assert_eq!(loss.assets, U256::from(2 * STAKE) - reentered);
    seen.0.insert(Abi::Reentered::SIGNATURE.to_owned());
}
