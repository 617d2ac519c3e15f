//! Opt-ins by signature of the operator, approvals by signature of the gate: deadlines, nonces, errors in order.

use alloy_primitives::{Address, B256, Bytes, U256};
use restaking::{
    AVS_REGISTRY, OPERATOR_REGISTRY,
    abi::{
        IAvsRegistry::{self as Abi, registerBySignatureCall},
        IOperatorRegistry,
    },
};
use restaking_tests::{AVS, BOB, BURNING, CAROL, DAY, Protocol, Wallet};

use crate::{sets::*, support::*};

const GATED: u32 = 9;

fn domain(p: &mut Protocol) -> B256 {
    p.view(AVS_REGISTRY, &Abi::DOMAIN_SEPARATORCall {})
}

fn nonce(p: &mut Protocol, operator: Address) -> U256 {
    p.view(AVS_REGISTRY, &Abi::noncesCall { operator })
}

fn unsigned(operator: Address, id: u32, deadline: u64) -> registerBySignatureCall {
    registerBySignatureCall {
        operator,
        avs: AVS,
        id,
        data: Bytes::new(),
        deadline: n(deadline),
        signature: Bytes::new(),
    }
}

/// An operator that signs, and a set that takes who its approver signed for.
fn signing() -> (Protocol, Wallet, Wallet, B256) {
    let mut p = Protocol::new();
    let (wallet, approver) = (Wallet::new(1), Wallet::new(2));
    p.register_operator(wallet.address);
    let gate = approver.address;
    add_set(&mut p, GATED, |terms| (terms.admission, terms.gate) = (1, gate));
    let domain = domain(&mut p);
    (p, wallet, approver, domain)
}

#[test]
fn opt_in_holds_up_to_and_including_its_deadline() {
    let (mut p, wallet, _, domain) = signing();
    let deadline = p.now() + DAY;
    let call = wallet.set_registration(domain, 0, unsigned(wallet.address, BURNING, deadline));
    p.at(deadline);
    accept(&mut p, BOB, AVS_REGISTRY, &call);
    p.at(deadline + 1);
    let expired = Abi::SignatureExpired { deadline: n(deadline) };
    refuse(&mut p, BOB, AVS_REGISTRY, &call, &expired);
}

#[test]
fn opt_in_reverts_in_the_order_of_its_checks() {
    let (mut p, wallet, other, domain) = signing();
    let (now, account) = (p.now(), wallet.address);
    quarantine(&mut p, DAY);
    let old = unsigned(CAROL, 99, now - 1);
    refuse(&mut p, BOB, AVS_REGISTRY, &old, &Abi::SignatureExpired { deadline: n(now - 1) });
    let wrong = other.set_registration(domain, 0, unsigned(account, 99, now));
    let mismatch = Abi::SignatureMismatch { signer: account };
    refuse(&mut p, BOB, AVS_REGISTRY, &wrong, &mismatch);
    let stranger = other.set_registration(domain, 0, unsigned(other.address, 99, now));
    let no_operator = Abi::NotOperator { caller: BOB, operator: other.address };
    refuse(&mut p, BOB, AVS_REGISTRY, &stranger, &no_operator);
    let unknown = wallet.set_registration(domain, 0, unsigned(account, 99, now));
    refuse(&mut p, BOB, AVS_REGISTRY, &unknown, &Abi::UnknownSet { avs: AVS, id: 99 });
    let good = wallet.set_registration(domain, 0, unsigned(account, BURNING, now));
    let quarantined = Abi::Quarantined { avs: AVS, until: now + DAY };
    refuse(&mut p, BOB, AVS_REGISTRY, &good, &quarantined);
    end_quarantine(&mut p);
    tell(&mut p, BOB, AVS_REGISTRY, &good);
    assert!(is_registered(&mut p, account, BURNING));
    let again = wallet.set_registration(domain, 1, unsigned(account, BURNING, now));
    refuse(&mut p, BOB, AVS_REGISTRY, &again, &Abi::AlreadyRegistered { operator: account });
}

#[test]
fn opt_in_counts_once_and_for_what_was_signed() {
    let (mut p, wallet, _, domain) = signing();
    let (now, account) = (p.now(), wallet.address);
    let good = wallet.set_registration(domain, 0, unsigned(account, BURNING, now));
    let mismatch = Abi::SignatureMismatch { signer: account };
    let forged = [
        registerBySignatureCall { id: GATED, ..good.clone() },
        registerBySignatureCall { avs: BOB, ..good.clone() },
        registerBySignatureCall { deadline: n(now + 1), ..good.clone() },
        registerBySignatureCall { data: Bytes::from_static(&[1]), ..good.clone() },
        registerBySignatureCall { signature: Bytes::new(), ..good.clone() },
        wallet.set_registration(domain, 1, good.clone()),
        wallet.set_registration(B256::ZERO, 0, good.clone()),
    ];
    for call in forged {
        refuse(&mut p, BOB, AVS_REGISTRY, &call, &mismatch);
    }
    tell(&mut p, BOB, AVS_REGISTRY, &good);
    assert_eq!(nonce(&mut p, account), n(1));
    leave(&mut p, account, BURNING).assert_success();
    refuse(&mut p, BOB, AVS_REGISTRY, &good, &mismatch);
}

#[test]
fn opt_in_that_fails_uses_no_nonce() {
    let (mut p, wallet, _, domain) = signing();
    let (now, account) = (p.now(), wallet.address);
    quarantine(&mut p, DAY);
    let good = wallet.set_registration(domain, 0, unsigned(account, BURNING, now + DAY));
    assert!(!p.send(BOB, AVS_REGISTRY, &good).is_success());
    assert_eq!(nonce(&mut p, account), n(0));
    p.wait(DAY);
    tell(&mut p, BOB, AVS_REGISTRY, &good);
}

#[test]
fn opt_in_is_signed_by_who_controls_the_operator() {
    let (mut p, wallet, heir, domain) = signing();
    let (now, account) = (p.now(), wallet.address);
    let (operator, controller) = (account, heir.address);
    let offer = IOperatorRegistry::transferControlCall { operator, controller };
    tell(&mut p, account, OPERATOR_REGISTRY, &offer);
    let accept_control = IOperatorRegistry::acceptControlCall { operator };
    tell(&mut p, controller, OPERATOR_REGISTRY, &accept_control);
    let call = unsigned(account, BURNING, now);
    let old = wallet.set_registration(domain, 0, call.clone());
    refuse(&mut p, BOB, AVS_REGISTRY, &old, &Abi::SignatureMismatch { signer: controller });
    let new = heir.set_registration(domain, 0, call);
    accept(&mut p, BOB, AVS_REGISTRY, &new);
}

fn with_approval(operator: Address, approval: Bytes) -> Abi::registerCall {
    Abi::registerCall { data: approval, ..registration(operator, GATED) }
}

#[test]
fn approval_holds_up_to_and_including_its_deadline() {
    let (mut p, wallet, approver, domain) = signing();
    let (account, deadline) = (wallet.address, p.now() + DAY);
    let approval = approver.approval(domain, account, (AVS, GATED), 0, n(deadline));
    let call = with_approval(account, approval);
    p.at(deadline);
    accept(&mut p, account, AVS_REGISTRY, &call);
    p.at(deadline + 1);
    let refused = Abi::NotApproved { approver: approver.address };
    refuse(&mut p, account, AVS_REGISTRY, &call, &refused);
}

#[test]
fn approval_counts_once_and_for_what_was_signed() {
    let (mut p, wallet, approver, domain) = signing();
    let (account, deadline) = (wallet.address, U256::MAX);
    let refused = Abi::NotApproved { approver: approver.address };
    let forged = [
        Bytes::new(),
        Bytes::from_static(b"please"),
        wallet.approval(domain, account, (AVS, GATED), 0, deadline),
        approver.approval(domain, BOB, (AVS, GATED), 0, deadline),
        approver.approval(domain, account, (BOB, GATED), 0, deadline),
        approver.approval(domain, account, (AVS, BURNING), 0, deadline),
        approver.approval(domain, account, (AVS, GATED), 1, deadline),
        approver.approval(B256::ZERO, account, (AVS, GATED), 0, deadline),
    ];
    for approval in forged {
        let call = with_approval(account, approval);
        refuse(&mut p, account, AVS_REGISTRY, &call, &refused);
    }
    let good =
        with_approval(account, approver.approval(domain, account, (AVS, GATED), 0, deadline));
    tell(&mut p, account, AVS_REGISTRY, &good);
    assert_eq!(nonce(&mut p, account), n(1));
    leave(&mut p, account, GATED).assert_success();
    refuse(&mut p, account, AVS_REGISTRY, &good, &refused);
}

/// One nonce for the operator's signature, the next for the approver's.
#[test]
fn opt_in_with_an_approval_uses_two_nonces() {
    let (mut p, wallet, approver, domain) = signing();
    let (account, deadline) = (wallet.address, p.now());
    let signed = |nonce| {
        let data = approver.approval(domain, account, (AVS, GATED), nonce, n(deadline));
        let call = registerBySignatureCall { data, ..unsigned(account, GATED, deadline) };
        wallet.set_registration(domain, 0, call)
    };
    let refused = Abi::NotApproved { approver: approver.address };
    refuse(&mut p, BOB, AVS_REGISTRY, &signed(0), &refused);
    tell(&mut p, BOB, AVS_REGISTRY, &signed(1));
    assert_eq!(nonce(&mut p, account), n(2));
}
