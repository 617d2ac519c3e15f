//! Every error of the AVS registry, as a Solidity contract gets it.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, SolError};
use restaking::{
    AVS_REGISTRY, GOVERNANCE,
    abi::{
        IAvsRegistry::{self as Abi, Asset, Terms},
        IGovernance,
    },
};
use restaking_tests::{
    ALICE, AVS, BOB, BURNING, CALLER, CAROL, DAY, INSTANT, Protocol, RECIPIENT, REDISTRIBUTING,
    REGISTRAR, RESOLVER, Roles, WAD, WHOLE, Wallet, World,
    fixtures::{ICaller, IConfigurableRegistrar::Mode},
};

use super::{
    Refusals,
    stage::{OWN, almighty, tell},
    strangers,
};
use crate::stage::n;

#[test]
fn every_error_of_the_avs_registry_is_bubbled_byte_for_byte() {
    let mut seen = Refusals::default();
    for refuse in [
        refuse_avss,
        refuse_terms,
        refuse_terms_that_redistribute,
        refuse_changes_of_terms,
        refuse_operators,
        refuse_members,
        refuse_signatures,
        refuse_allocations,
        refuse_vaults_that_do_not_fit,
        refuse_promises,
        refuse_a_seventeenth_set,
        refuse_starved_and_reentrant_registrars,
    ] {
        refuse(&mut seen);
    }
    seen.assert_complete("IAvsRegistry");
}

fn create(id: u32, recipient: Address, terms: Terms) -> Abi::createSetCall {
    Abi::createSetCall { avs: CALLER, id, recipient, terms, metadataURI: String::new() }
}

fn changed(terms: &Terms, change: impl FnOnce(&mut Terms)) -> Terms {
    let mut terms = terms.clone();
    change(&mut terms);
    terms
}

fn register(operator: Address, id: u32, data: Bytes) -> Abi::registerCall {
    Abi::registerCall { operator, avs: CALLER, id, data }
}

fn refuse_avss(seen: &mut Refusals) {
    let mut protocol = strangers();
    let take = Abi::takeCall {
        vault: protocol.vault,
        avs: AVS,
        id: 9,
        fraction: n(0),
        most: n(0),
        faultTime: 0,
        filedAt: 0,
    };
    seen.expect(&mut protocol, AVS_REGISTRY, &take, &Abi::NotSlashing { caller: CALLER });
    let foreign = Abi::setAdminCall { avs: AVS, admin: CALLER, isAdmin: true };
    let stranger = Abi::NotAdmin { caller: CALLER, avs: AVS };
    seen.expect(&mut protocol, AVS_REGISTRY, &foreign, &stranger);
    let hand_over = Abi::setRecipientCall { avs: AVS, id: REDISTRIBUTING, recipient: CALLER };
    let stranger = Abi::NotRecipient { caller: CALLER, recipient: RECIPIENT };
    seen.expect(&mut protocol, AVS_REGISTRY, &hand_over, &stranger);
    let eject = Abi::ejectCall { operator: BOB, avs: AVS, id: BURNING };
    let stranger = Abi::NotAdmin { caller: CALLER, avs: AVS };
    seen.expect(&mut protocol, AVS_REGISTRY, &eject, &stranger);

    let mut protocol = almighty();
    let again = Abi::registerAvsCall { metadataURI: String::new() };
    seen.expect(&mut protocol, AVS_REGISTRY, &again, &Abi::AvsExists { avs: CALLER });
    let nobody = Abi::updateAvsMetadataCall { avs: BOB, metadataURI: String::new() };
    seen.expect(&mut protocol, AVS_REGISTRY, &nobody, &Abi::UnknownAvs { avs: BOB });
    let again = create(BURNING, Address::ZERO, Terms::default());
    let exists = Abi::SetExists { avs: CALLER, id: BURNING };
    seen.expect(&mut protocol, AVS_REGISTRY, &again, &exists);
    let unknown = Abi::UnknownSet { avs: CALLER, id: 9 };
    let update = Abi::updateSetMetadataCall { avs: CALLER, id: 9, metadataURI: String::new() };
    seen.expect(&mut protocol, AVS_REGISTRY, &update, &unknown);
    let view = Abi::termsOfCall { avs: CALLER, id: 9 };
    seen.expect(&mut protocol, AVS_REGISTRY, &view, &unknown);
}

fn refuse_terms(seen: &mut Refusals) {
    let mut protocol = almighty();
    let good = protocol.terms_of(BURNING);
    let token = protocol.token;
    macro_rules! refuse {
        ($change:expr, $error:expr) => {
            let call = create(OWN, Address::ZERO, changed(&good, $change));
            seen.expect(&mut protocol, AVS_REGISTRY, &call, &$error);
        };
    }
    refuse!(|t| *t = Terms::default(), Abi::SlasherMissing {});
    let windows = |veto, execution, escrow| Abi::WindowsOutOfRange {
        vetoWindow: veto,
        executionWindow: execution,
        escrowDelay: escrow,
    };
    refuse!(|t| t.escrowDelay += 1, windows(2 * DAY, 2 * DAY, 3 * DAY + 1));
    refuse!(|t| t.vetoWindow = 0, windows(0, 2 * DAY, 3 * DAY));
    refuse!(|t| t.executionWindow = 0, windows(2 * DAY, 0, 3 * DAY));
    refuse!(|t| t.resolver = Address::ZERO, windows(2 * DAY, 2 * DAY, 3 * DAY));
    let most = 53 * DAY - 1;
    for fault_window in [0, most + 1] {
        let refused = Abi::FaultWindowOutOfRange { faultWindow: fault_window, most };
        refuse!(|t| t.faultWindow = fault_window, refused);
    }
    for (cap, window) in [(n(0), DAY), (WAD + n(1), DAY), (WAD, 0), (WAD, 365 * DAY + 1)] {
        let refused = Abi::CapOutOfRange { cap, capWindow: window };
        refuse!(|t| (t.cap, t.capWindow) = (cap, window), refused);
    }
    let beyond = U256::ONE << 112;
    refuse!(|t| t.minimumWeight = beyond, Abi::MinimumWeightOutOfRange { minimumWeight: beyond });
    for (admission, gate) in [(0, BOB), (1, Address::ZERO), (2, Address::ZERO), (3, BOB)] {
        let refused = Abi::AdmissionOutOfRange { admission, gate };
        refuse!(|t| (t.admission, t.gate) = (admission, gate), refused);
    }
    for count in [0, 17] {
        let refused = Abi::AssetCountOutOfRange { count: U256::from(count), most: n(16) };
        refuse!(|t| t.assets = vec![Asset { token, weight: WAD }; count], refused);
    }
    refuse!(
        |t| t.assets.push(Asset { token, weight: n(1) }),
        Abi::AssetOutOfRange { token, weight: n(1) }
    );
    let weight = n(u64::MAX) + n(1);
    refuse!(|t| t.assets[0].weight = weight, Abi::AssetOutOfRange { token, weight });
}

fn refuse_terms_that_redistribute(seen: &mut Refusals) {
    let mut protocol = almighty();
    let admin = Abi::setAdminCall { avs: CALLER, admin: BOB, isAdmin: true };
    tell(&mut protocol, AVS_REGISTRY, &admin);
    let good = changed(&protocol.terms_of(REDISTRIBUTING), |t| t.slasher = CAROL);
    for resolver in [CALLER, BOB, CAROL] {
        let terms = changed(&good, |t| t.resolver = resolver);
        let refused = Abi::ResolverNotIndependent { resolver };
        seen.expect(&mut protocol, AVS_REGISTRY, &create(OWN, BOB, terms), &refused);
    }
    let terms = changed(&good, |t| t.escrowDelay -= 1);
    let refused = Abi::EscrowDelayTooShort { escrowDelay: 3 * DAY - 1, least: 3 * DAY };
    seen.expect(&mut protocol, AVS_REGISTRY, &create(OWN, BOB, terms), &refused);
    tell(&mut protocol, AVS_REGISTRY, &create(OWN, BOB, good));
}

fn refuse_changes_of_terms(seen: &mut Refusals) {
    let mut protocol = almighty();
    let (token, good) = (protocol.token, protocol.terms_of(BURNING));
    let change = |terms| Abi::changeTermsCall { avs: CALLER, id: BURNING, terms };
    let other = changed(&good, |t| t.assets[0].token = BOB);
    let excluded = Abi::ServedVaultExcluded { token };
    seen.expect(&mut protocol, AVS_REGISTRY, &change(other), &excluded);
    // seven days less than the exit delay of the vault served
    let most = 7 * DAY - 1;
    let longer = changed(&good, |t| t.faultWindow = most + 1);
    let refused = Abi::FaultWindowOutOfRange { faultWindow: most + 1, most };
    seen.expect(&mut protocol, AVS_REGISTRY, &change(longer), &refused);

    let effective_at = tell(&mut protocol, AVS_REGISTRY, &change(good.clone()));
    assert_eq!(effective_at, protocol.now() + 14 * DAY + DAY + 2 * DAY);
    // until no fault and no request under the terms before can matter
    let until = effective_at + (53 + 7 + 7 + 7) * DAY;
    let pending = Abi::TermsChangePending { until };
    for time in [protocol.now(), effective_at, until - 1] {
        protocol.at(time);
        seen.expect(&mut protocol, AVS_REGISTRY, &change(good.clone()), &pending);
    }
    protocol.at(until);
    tell(&mut protocol, AVS_REGISTRY, &change(good));
}

fn refuse_operators(seen: &mut Refusals) {
    let mut protocol = almighty();
    let stranger = Abi::NotOperator { caller: CALLER, operator: BOB };
    let join = register(BOB, BURNING, Bytes::new());
    seen.expect(&mut protocol, AVS_REGISTRY, &join, &stranger);
    protocol.register_operator(BOB);
    seen.expect(&mut protocol, AVS_REGISTRY, &join, &stranger);
    let again = register(CALLER, BURNING, Bytes::new());
    let registered = Abi::AlreadyRegistered { operator: CALLER };
    seen.expect(&mut protocol, AVS_REGISTRY, &again, &registered);
    let leave = Abi::deregisterCall { operator: BOB, avs: CALLER, id: BURNING };
    seen.expect(&mut protocol, AVS_REGISTRY, &leave, &Abi::NotRegistered { operator: BOB });
    let until = protocol.now() + DAY;
    protocol.quarantine(DAY);
    let quarantined = Abi::Quarantined { avs: CALLER, until };
    seen.expect(&mut protocol, AVS_REGISTRY, &again, &quarantined);
}

fn refuse_members(seen: &mut Refusals) {
    let mut protocol = almighty();
    let good = protocol.terms_of(BURNING);
    tell(
        &mut protocol,
        AVS_REGISTRY,
        &create(OWN, Address::ZERO, changed(&good, |t| t.operatorCap = 1)),
    );
    protocol.register_operator(BOB);
    protocol.join_as(BOB, OWN, Bytes::new()).assert_success();
    let join = register(CALLER, OWN, Bytes::new());
    let full = Abi::OperatorCapReached { cap: 1 };
    seen.expect(&mut protocol, AVS_REGISTRY, &join, &full);

    let approver = Wallet::new(5);
    let gated = changed(&good, |t| (t.admission, t.gate) = (1, approver.address));
    tell(&mut protocol, AVS_REGISTRY, &create(5, Address::ZERO, gated));
    let refused = Abi::NotApproved { approver: approver.address };
    let domain = protocol.view(AVS_REGISTRY, &Abi::DOMAIN_SEPARATORCall {});
    let now = U256::from(protocol.now());
    let approve =
        |id, nonce, deadline| approver.approval(domain, CALLER, (CALLER, id), nonce, deadline);
    for data in [
        Bytes::new(),
        approve(4, 0, now),
        approve(5, 1, now),
        approve(5, 0, now - n(1)),
        Wallet::new(6).approval(domain, CALLER, (CALLER, 5), 0, now),
    ] {
        seen.expect(&mut protocol, AVS_REGISTRY, &register(CALLER, 5, data), &refused);
    }
    tell(&mut protocol, AVS_REGISTRY, &register(CALLER, 5, approve(5, 0, now)));

    // the resolver of a set that redistributes is none of its operators
    protocol.register_operator(RESOLVER);
    let dependent = Abi::ResolverNotIndependent { resolver: RESOLVER };
    let outcome = protocol.join_as(RESOLVER, REDISTRIBUTING, Bytes::new());
    outcome.assert_error(&dependent);
}

fn refuse_signatures(seen: &mut Refusals) {
    let mut protocol = almighty();
    let (wallet, stranger) = (Wallet::new(7), Wallet::new(8));
    let domain = protocol.view(AVS_REGISTRY, &Abi::DOMAIN_SEPARATORCall {});
    let now = U256::from(protocol.now());
    let signed = |signer: &Wallet, nonce, deadline| {
        let call = Abi::registerBySignatureCall {
            operator: wallet.address,
            avs: CALLER,
            id: BURNING,
            data: Bytes::new(),
            deadline,
            signature: Bytes::new(),
        };
        signer.set_registration(domain, nonce, call)
    };
    let late = now - n(1);
    let expired = Abi::SignatureExpired { deadline: late };
    seen.expect(&mut protocol, AVS_REGISTRY, &signed(&wallet, 0, late), &expired);
    let mismatch = Abi::SignatureMismatch { signer: wallet.address };
    for call in [signed(&stranger, 0, now), signed(&wallet, 1, now)] {
        seen.expect(&mut protocol, AVS_REGISTRY, &call, &mismatch);
    }
    let unknown = Abi::NotOperator { caller: CALLER, operator: wallet.address };
    seen.expect(&mut protocol, AVS_REGISTRY, &signed(&wallet, 0, now), &unknown);
    protocol.register_operator(wallet.address);
    tell(&mut protocol, AVS_REGISTRY, &signed(&wallet, 0, now));
}

fn refuse_allocations(seen: &mut Refusals) {
    let mut protocol = almighty();
    let held = protocol.held(BURNING);
    let unknown = Abi::allocateCall { vault: BOB, ..protocol.allocation(BURNING, n(1)) };
    seen.expect(&mut protocol, AVS_REGISTRY, &unknown, &Abi::UnknownVault { vault: BOB });
    let same = protocol.allocation(BURNING, held);
    seen.expect(&mut protocol, AVS_REGISTRY, &same, &Abi::NoChange { magnitude: held });
    let more = protocol.allocation(BURNING, held + n(1));
    let until = protocol.now() + DAY;
    tell(&mut protocol, GOVERNANCE, &IGovernance::pauseAllocationsCall { duration: DAY });
    seen.expect(&mut protocol, AVS_REGISTRY, &more, &Abi::AllocationsPaused { until });
    tell(&mut protocol, GOVERNANCE, &IGovernance::unpauseAllocationsCall {});
    let due = tell(&mut protocol, AVS_REGISTRY, &more);
    assert_eq!(due, protocol.now() + 14 * DAY + DAY + 2 * DAY);
    seen.expect(&mut protocol, AVS_REGISTRY, &more, &Abi::ChangePending { due });
}

fn refuse_vaults_that_do_not_fit(seen: &mut Refusals) {
    let mut protocol = almighty();
    let (token, good) = (protocol.token, protocol.terms_of(BURNING));
    let other = changed(&good, |t| t.assets[0].token = BOB);
    tell(&mut protocol, AVS_REGISTRY, &create(5, Address::ZERO, other));
    let patient = changed(&good, |t| t.faultWindow = 7 * DAY);
    tell(&mut protocol, AVS_REGISTRY, &create(6, Address::ZERO, patient));
    tell(&mut protocol, AVS_REGISTRY, &create(7, Address::ZERO, good));
    let allocation = protocol.allocation(7, n(1));
    let stranger = Abi::NotRegistered { operator: CALLER };
    seen.expect(&mut protocol, AVS_REGISTRY, &allocation, &stranger);
    for id in [5, 6, 7] {
        protocol.join(id);
    }
    let allocation = protocol.allocation(5, n(1));
    let refused = Abi::AssetNotAccepted { token };
    seen.expect(&mut protocol, AVS_REGISTRY, &allocation, &refused);
    let allocation = protocol.allocation(6, n(1));
    let refused = Abi::FaultWindowTooLong { faultWindow: 7 * DAY, exitDelay: 14 * DAY };
    seen.expect(&mut protocol, AVS_REGISTRY, &allocation, &refused);

    let leverage = WAD + n(1);
    protocol.world.params.leverageLimit = leverage;
    let vault = protocol.create_vault(CALLER, B256::repeat_byte(3));
    let allocation = Abi::allocateCall { vault, ..protocol.allocation(7, n(1)) };
    let refused = Abi::LeverageNotAccepted { leverageLimit: leverage };
    seen.expect(&mut protocol, AVS_REGISTRY, &allocation, &refused);
}

fn refuse_promises(seen: &mut Refusals) {
    let mut protocol = Protocol::builder()
        .roles(Roles::all(CALLER))
        .params(|params| params.maxRedistributable = WHOLE * n(3) / n(10))
        .build();
    let call = protocol.allocation(BURNING, WHOLE + n(1));
    let refused = Abi::MagnitudeExceeded { magnitude: WHOLE + n(1), whole: WHOLE };
    seen.expect(&mut protocol, AVS_REGISTRY, &call, &refused);
    // three tenths and two are promised to others
    let call = protocol.allocation(BURNING, WHOLE / n(2) + n(1));
    let refused = Abi::LeverageExceeded { promised: WHOLE + n(1), most: WHOLE };
    seen.expect(&mut protocol, AVS_REGISTRY, &call, &refused);
    let most = WHOLE * n(3) / n(10);
    let call = protocol.allocation(REDISTRIBUTING, most + n(1));
    let refused = Abi::RedistributionLimit { promised: most + n(1), most };
    seen.expect(&mut protocol, AVS_REGISTRY, &call, &refused);
    let call = protocol.allocation(BURNING, WHOLE / n(2));
    tell(&mut protocol, AVS_REGISTRY, &call);
}

fn refuse_a_seventeenth_set(seen: &mut Refusals) {
    let mut protocol = almighty();
    let vault = protocol.vault;
    for id in 4..=17 {
        let terms = protocol.terms_of(INSTANT);
        protocol.create_set(id, Address::ZERO, terms);
        protocol.join(id);
        let call = protocol.allocation(id, n(1));
        if id == 17 {
            seen.expect(&mut protocol, AVS_REGISTRY, &call, &Abi::TooManySets { vault });
        } else {
            tell(&mut protocol, AVS_REGISTRY, &call);
        }
    }
}

fn refuse_starved_and_reentrant_registrars(seen: &mut Refusals) {
    let mut protocol = almighty();
    let gated = changed(&protocol.terms_of(BURNING), |t| (t.admission, t.gate) = (2, REGISTRAR));
    tell(&mut protocol, AVS_REGISTRY, &create(OWN, Address::ZERO, gated));
    let join = register(CALLER, OWN, b"please".into());

    // what the registrar says comes through
    protocol.set_registrar(Mode::Refuse, Address::ZERO, b"no".as_slice(), 0);
    let bubble = ICaller::bubbleCall { to: AVS_REGISTRY, data: join.abi_encode().into() };
    let outcome = protocol.try_send(ALICE, CALLER, &bubble);
    assert_eq!(outcome.output, Bytes::from_static(b"no"));

    // it calls back: through Solidity the refusal comes out as it went in
    let back = Abi::registerAvsCall { metadataURI: String::new() };
    protocol.set_registrar(Mode::Bubble, AVS_REGISTRY, back.abi_encode(), 0);
    seen.expect(&mut protocol, AVS_REGISTRY, &join, &Abi::Reentered {});

    protocol.set_registrar(Mode::Accept, Address::ZERO, Bytes::new(), 0);
    tell(&mut protocol, AVS_REGISTRY, &join);
    starve(seen, &mut protocol);
}

/// The one error whose data depends on the gas.
fn starve(seen: &mut Refusals, world: &mut World) {
    let leave = Abi::deregisterCall { operator: CALLER, avs: CALLER, id: OWN };
    let starved = ICaller::executeWithGasCall {
        to: AVS_REGISTRY,
        data: leave.abi_encode().into(),
        gasLimit: n(520_000),
    };
    let answer = world.try_send(ALICE, CALLER, &starved).answer(&starved);
    let error = Abi::InsufficientGas::abi_decode_validate(&answer.ret).unwrap();
    assert_eq!((answer.ok, answer.ret.len()), (false, 68));
    // 500,000, its 63rd rounded up, and 20,000
    assert!(error.needed == n(527_937) && error.left < n(520_000), "{error:?}");
    seen.0.insert(Abi::InsufficientGas::SIGNATURE.to_owned());
}
