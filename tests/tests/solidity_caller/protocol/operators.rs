//! Every error of the operator registry, as a Solidity contract gets it.

use alloy_primitives::U256;
use restaking::{
    OPERATOR_REGISTRY,
    abi::IOperatorRegistry::{self as Abi, registerBySignatureCall},
};
use restaking_tests::{BOB, CALLER, OPERATOR, Protocol, WAD, Wallet};

use super::{Refusals, stage::almighty, strangers};
use crate::stage::n;

/// A registration that `signer` signed for the operator, with any nonce.
fn signed(
    protocol: &mut Protocol,
    signer: &Wallet,
    operator: &Wallet,
    nonce: u64,
    deadline: U256,
) -> registerBySignatureCall {
    let domain = protocol.view(OPERATOR_REGISTRY, &Abi::DOMAIN_SEPARATORCall {});
    let call = registerBySignatureCall {
        operator: operator.address,
        metadataURI: "ipfs://signed".into(),
        rewardRecipient: BOB,
        commission: n(1),
        deadline,
        signature: Default::default(),
    };
    signer.operator_registration(domain, nonce, call)
}

#[test]
fn every_error_of_the_operator_registry_is_bubbled_byte_for_byte() {
    let mut seen = Refusals::default();
    refuse_strangers(&mut seen);
    refuse_operators(&mut seen);
    refuse_signatures(&mut seen);
    seen.assert_complete("IOperatorRegistry");
}

fn refuse_strangers(seen: &mut Refusals) {
    let mut protocol = strangers();
    let (operator, caller) = (OPERATOR, CALLER);
    let stranger = Abi::NotController { caller, operator };
    let metadata = Abi::updateMetadataCall { operator, metadataURI: String::new() };
    seen.expect(&mut protocol, OPERATOR_REGISTRY, &metadata, &stranger);
    let offer = Abi::transferControlCall { operator, controller: caller };
    seen.expect(&mut protocol, OPERATOR_REGISTRY, &offer, &stranger);
    let accept = Abi::acceptControlCall { operator };
    let not_offered = Abi::ControlNotOffered { caller, operator };
    seen.expect(&mut protocol, OPERATOR_REGISTRY, &accept, &not_offered);
    let unknown = Abi::updateMetadataCall { operator: BOB, metadataURI: String::new() };
    let no_operator = Abi::NotOperator { account: BOB };
    seen.expect(&mut protocol, OPERATOR_REGISTRY, &unknown, &no_operator);
}

fn refuse_operators(seen: &mut Refusals) {
    let mut protocol = almighty();
    let operator = CALLER;
    let again = Abi::registerCall {
        metadataURI: String::new(),
        rewardRecipient: BOB,
        commission: WAD + n(1),
    };
    seen.expect(&mut protocol, OPERATOR_REGISTRY, &again, &Abi::AlreadyRegistered { operator });
    let commission = WAD + n(1);
    let set = Abi::setCommissionCall { operator, commission };
    let too_much = Abi::CommissionOutOfRange { commission };
    seen.expect(&mut protocol, OPERATOR_REGISTRY, &set, &too_much);
    let live = Abi::AllocationsLive { operator };
    seen.expect(&mut protocol, OPERATOR_REGISTRY, &Abi::retireCall { operator }, &live);
}

fn refuse_signatures(seen: &mut Refusals) {
    let mut protocol = strangers();
    let (wallet, other) = (Wallet::new(2), Wallet::new(3));
    let operator = wallet.address;
    let late = U256::from(protocol.now() - 1);
    let call = signed(&mut protocol, &wallet, &wallet, 0, late);
    let expired = Abi::SignatureExpired { deadline: late };
    seen.expect(&mut protocol, OPERATOR_REGISTRY, &call, &expired);
    let mismatch = Abi::SignatureMismatch { operator };
    for (signer, nonce) in [(&other, 0), (&wallet, 1)] {
        let call = signed(&mut protocol, signer, &wallet, nonce, U256::MAX);
        seen.expect(&mut protocol, OPERATOR_REGISTRY, &call, &mismatch);
    }
    // the last second at which it holds, and once only
    let now = U256::from(protocol.now());
    let call = signed(&mut protocol, &wallet, &wallet, 0, now);
    protocol.send(CALLER, OPERATOR_REGISTRY, &call).assert_success();
    seen.expect(&mut protocol, OPERATOR_REGISTRY, &call, &mismatch);
    let call = signed(&mut protocol, &wallet, &wallet, 1, now);
    seen.expect(&mut protocol, OPERATOR_REGISTRY, &call, &Abi::AlreadyRegistered { operator });
}
