//! The whole protocol in revm: from stake to slash to what becomes of it, and the registrar that the other tests use.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use restaking::{
    AVS_REGISTRY,
    abi::{IAvsRegistry, IVault},
    vault::BURN_ADDRESS,
};
use restaking_tests::{
    AVS, BURNING, CAROL, DAY, INSTANT, OPERATOR, Outcome, Protocol, RECIPIENT, REDISTRIBUTING,
    REGISTRAR, SETS, STAKE, WHOLE,
    fixtures::IConfigurableRegistrar::{self, Deregistering, Mode, Registering},
};

fn n(number: u64) -> U256 {
    U256::from(number)
}

/// Files, executes and releases a slash of half of what a set holds, and answers who was paid and how much.
fn slash_and_release(id: u32) -> (Address, U256, Protocol) {
    let mut protocol = Protocol::new();
    let (request, escrow) = protocol.slash(id, 50);
    assert_eq!(protocol.state_of(&request), 3, "executed");
    let release = IVault::releaseEscrowCall { escrowId: escrow };
    let (vault, due) = (protocol.vault, protocol.now() + 3 * DAY);
    protocol.at(due - 1);
    let early = IVault::EscrowNotDue { escrowId: escrow, due };
    protocol.send(CAROL, vault, &release).assert_error(&early);
    protocol.at(due);
    let answer = protocol.send(CAROL, vault, &release).answer(&release);
    assert_eq!(protocol.balance(answer.to), answer.paid);
    (answer.to, answer.paid, protocol)
}

#[test]
fn slash_is_burned_or_redistributed_as_its_set_says() {
    let stake = n(2 * STAKE);
    for (id, tenths, to) in
        [(BURNING, 4, BURN_ADDRESS), (REDISTRIBUTING, 3, RECIPIENT), (INSTANT, 2, BURN_ADDRESS)]
    {
        let (paid_to, paid, mut protocol) = slash_and_release(id);
        assert_eq!((paid_to, paid), (to, stake * n(tenths) / n(20)), "{id}");
        let taken = WHOLE * n(tenths) / n(20);
        assert_eq!(protocol.held(id), taken, "half is left");
        assert_eq!(protocol.ask(&IVault::magnitudeCall {}), WHOLE - taken);
        assert_eq!(protocol.ask(&IVault::totalAssetsCall {}), stake - paid);
    }
}

#[test]
fn request_ends_without_a_trace_in_the_pool_when_vetoed_withdrawn_or_lapsed() {
    let ends: [fn(&mut Protocol, &_) -> Outcome; 2] = [Protocol::veto, Protocol::withdraw];
    for end in ends {
        let mut protocol = Protocol::new();
        let request = protocol.file(REDISTRIBUTING, 100);
        assert_eq!(protocol.ask(&IVault::openHoldsCall {}), n(1));
        end(&mut protocol, &request).assert_success();
        assert_whole(&mut protocol);
    }
    let mut protocol = Protocol::new();
    let request = protocol.file(BURNING, 100);
    protocol.wait(4 * DAY);
    assert_eq!(protocol.state_of(&request), 5, "lapsed");
    assert_whole(&mut protocol);
}

fn assert_whole(protocol: &mut Protocol) {
    assert_eq!(protocol.ask(&IVault::openHoldsCall {}), n(0));
    assert_eq!(protocol.ask(&IVault::magnitudeCall {}), WHOLE);
    assert_eq!(protocol.ask(&IVault::totalAssetsCall {}), n(2 * STAKE));
    assert!(SETS.iter().all(|id| !protocol.held(*id).is_zero()));
}

/// A world with a fourth set, which asks the registrar.
fn gated() -> Protocol {
    let mut protocol = Protocol::new();
    let mut terms = protocol.terms_of(BURNING);
    (terms.admission, terms.gate) = (2, REGISTRAR);
    protocol.create_set(4, Address::ZERO, terms);
    protocol
}

fn join(protocol: &mut Protocol) -> Outcome {
    protocol.join_as(OPERATOR, 4, Bytes::from_static(b"please"))
}

#[test]
fn registrar_decides_who_joins() {
    let mut protocol = gated();
    let none = Address::ZERO;
    protocol.set_registrar(Mode::Refuse, none, b"no room".as_slice(), 0);
    assert_eq!(join(&mut protocol).output, Bytes::from_static(b"no room"));
    protocol.set_registrar(Mode::BurnGas, none, Bytes::new(), 0);
    join(&mut protocol).assert_empty_revert();
    protocol.set_registrar(Mode::HugeRevert, none, Bytes::new(), 10_000);
    let refused = join(&mut protocol);
    assert_eq!((refused.is_success(), refused.output.len()), (false, 10_000));
    protocol.set_registrar(Mode::HugeReturn, none, Bytes::new(), 10_000);
    let outcome = join(&mut protocol);
    let [asked] = &outcome.assert_success().events::<Registering>(REGISTRAR)[..] else {
        panic!("asked once");
    };
    assert_eq!((asked.operator, asked.avs, asked.setId), (OPERATOR, AVS, 4));
    assert_eq!(asked.data, Bytes::from_static(b"please"));
}

#[test]
fn registrar_cannot_keep_anybody_from_leaving() {
    let none = Address::ZERO;
    let back = IAvsRegistry::registerAvsCall { metadataURI: String::new() }.abi_encode();
    for (mode, target, data, size, is_told) in [
        (Mode::Accept, none, Vec::new(), 0, true),
        (Mode::HugeReturn, none, Vec::new(), 10_000, true),
        (Mode::CallBack, AVS_REGISTRY, back.clone(), 0, true),
        (Mode::Bubble, AVS_REGISTRY, back, 0, false),
        (Mode::Refuse, none, b"stay".to_vec(), 0, false),
        (Mode::BurnGas, none, Vec::new(), 0, false),
        (Mode::HugeRevert, none, Vec::new(), 10_000, false),
    ] {
        let mut protocol = gated();
        join(&mut protocol).assert_success();
        protocol.set_registrar(mode, target, data, size);
        let outcome = protocol.leave(4);
        outcome.assert_success();
        let told = outcome.events::<Deregistering>(REGISTRAR);
        let failed = outcome.events::<IAvsRegistry::RegistrarFailed>(AVS_REGISTRY);
        assert_eq!((told.len(), failed.len()), (usize::from(is_told), usize::from(!is_told)));
        let calls = protocol.view(REGISTRAR, &IConfigurableRegistrar::callsCall {});
        assert_eq!(calls, U256::from(is_told), "what failed is undone");
        let leaves = IAvsRegistry::isRegisteredCall { operator: OPERATOR, avs: AVS, id: 4 };
        assert!(!protocol.view(AVS_REGISTRY, &leaves));
        if mode as u8 == Mode::CallBack as u8 {
            let answer = protocol.view(REGISTRAR, &IConfigurableRegistrar::returndataCall {});
            let reentered = alloy_sol_types::SolError::abi_encode(&IAvsRegistry::Reentered {});
            assert_eq!(answer, Bytes::from(reentered));
        }
    }
}
