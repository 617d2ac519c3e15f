//! Registrar contracts: they may refuse who comes and keep nobody.

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::{SolCall, SolError};
use restaking::{AVS_REGISTRY, abi::IAvsRegistry as Abi};
use restaking_tests::{
    ALICE, AVS, BOB, BURNING, CALLER, DAY, OPERATOR, Protocol, REGISTRAR,
    fixtures::{
        ICaller,
        IConfigurableRegistrar::{self, Mode},
    },
};

use crate::{sets::*, support::*};

/// The set has a registrar that accepts.
fn gated() -> Protocol {
    let mut p = Protocol::builder()
        .terms(|_, terms| (terms.admission, terms.gate) = (2, REGISTRAR))
        .build();
    p.register_operator(BOB);
    p
}

fn failures(p: &mut Protocol) -> Vec<Abi::RegistrarFailed> {
    leave(p, OPERATOR, BURNING).assert_success().events(AVS_REGISTRY)
}

#[test]
fn registrar_gets_the_data_and_decides() {
    let mut p = gated();
    let data = Bytes::from_static(b"let me in");
    let call = Abi::registerCall { data: data.clone(), ..registration(BOB, BURNING) };
    p.set_registrar(Mode::Refuse, Address::ZERO, Bytes::from_static(b"no"), 0);
    let outcome = p.send(BOB, AVS_REGISTRY, &call);
    assert_eq!((outcome.is_success(), &outcome.output[..]), (false, &b"no"[..]));
    assert!(!is_registered(&mut p, BOB, BURNING));
    p.set_registrar(Mode::Accept, Address::ZERO, Bytes::new(), 0);
    let outcome = p.send(BOB, AVS_REGISTRY, &call);
    let asked = outcome.events::<IConfigurableRegistrar::Registering>(REGISTRAR);
    let [asked] = &asked[..] else { panic!("asked once") };
    assert_eq!((asked.operator, asked.avs, asked.setId), (BOB, AVS, BURNING));
    assert_eq!(asked.data, data);
    assert!(is_registered(&mut p, BOB, BURNING));
}

#[test]
fn registrar_without_code_admits_nobody_and_keeps_nobody() {
    let mut p = Protocol::new();
    add_set(&mut p, 9, |terms| (terms.admission, terms.gate) = (2, ALICE));
    let call = registration(OPERATOR, 9);
    p.send(OPERATOR, AVS_REGISTRY, &call).assert_empty_revert();
}

#[test]
fn registrar_is_told_who_left_and_its_consent_is_not_logged() {
    let mut p = gated();
    let outcome = leave(&mut p, OPERATOR, BURNING);
    let told = outcome.events::<IConfigurableRegistrar::Deregistering>(REGISTRAR);
    let [told] = &told[..] else { panic!("told once") };
    assert_eq!((told.operator, told.avs, told.setId), (OPERATOR, AVS, BURNING));
    assert!(told.gasLeft > n(490_000), "it has what was promised");
    assert!(outcome.events::<Abi::RegistrarFailed>(AVS_REGISTRY).is_empty());
}

#[test]
fn registrar_that_fails_keeps_nobody() {
    for mode in [Mode::Refuse, Mode::BurnGas, Mode::HugeRevert] {
        let mut p = gated();
        p.set_registrar(mode, Address::ZERO, Bytes::from_static(b"stay"), 100_000);
        let failed = failures(&mut p);
        let [event] = &failed[..] else { panic!("logged once") };
        assert_eq!((event.operator, event.registrar), (OPERATOR, REGISTRAR));
        assert!(!is_registered(&mut p, OPERATOR, BURNING));
        p.wait(5 * DAY);
        assert_eq!(p.held(BURNING), n(0));
    }
}

#[test]
fn registrar_is_not_told_of_who_leaves_a_set_that_became_open() {
    let mut p = gated();
    let switch = change_terms(&mut p, BURNING, |terms| {
        (terms.admission, terms.gate) = (0, Address::ZERO);
    });
    p.at(switch);
    let outcome = leave(&mut p, OPERATOR, BURNING);
    let told = outcome.events::<IConfigurableRegistrar::Deregistering>(REGISTRAR);
    assert!(told.is_empty());
}

#[test]
fn registrar_that_calls_back_is_refused_and_keeps_nobody() {
    let mut p = gated();
    let data = registration(OPERATOR, BURNING).abi_encode();
    p.set_registrar(Mode::CallBack, AVS_REGISTRY, data, 0);
    assert!(failures(&mut p).is_empty(), "it survives that it is refused");
    let answer = p.view(REGISTRAR, &IConfigurableRegistrar::returndataCall {});
    assert_eq!(answer, Bytes::from(Abi::Reentered {}.abi_encode()));
    assert!(!is_registered(&mut p, OPERATOR, BURNING));
}

/// Whoever calls brings what the registrar was promised, or the call fails.
#[test]
fn leaving_reverts_when_the_caller_could_starve_the_registrar() {
    let mut p = gated();
    p.register_operator(CALLER);
    let call = registration(CALLER, BURNING);
    p.send(CALLER, AVS_REGISTRY, &call).assert_success();
    let data: Bytes = deregistration(CALLER, BURNING).abi_encode().into();
    let mut starved = 0;
    for gas in (60_000..800_000).step_by(20_000) {
        let gas = n(gas);
        let call =
            ICaller::executeWithGasCall { to: AVS_REGISTRY, data: data.clone(), gasLimit: gas };
        let outcome = p.world.chain.try_send(ALICE, CALLER, &call);
        let answer = outcome.answer(&call);
        let failed = outcome.events::<Abi::RegistrarFailed>(AVS_REGISTRY);
        assert!(failed.is_empty(), "the registrar never fails for want of gas");
        starved += u32::from(answer.ret.starts_with(&Abi::InsufficientGas::SELECTOR));
        let told = outcome.events::<IConfigurableRegistrar::Deregistering>(REGISTRAR);
        assert_eq!(answer.ok, told.len() == 1);
    }
    assert!(starved > 0);
}
