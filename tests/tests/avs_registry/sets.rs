//! More sets, tokens and operators for a world.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolValue;
use restaking::{
    AVS_REGISTRY,
    abi::IAvsRegistry::{self, Terms},
};
use restaking_tests::{AVS, Artifact, DEPLOYER, OPERATOR, Outcome, Protocol};

use crate::support::*;

/// Creates a set that burns.
pub fn add_set(p: &mut Protocol, id: u32, change: impl FnOnce(&mut Terms)) {
    let mut terms = p.terms_of(id);
    change(&mut terms);
    p.create_set(id, Address::ZERO, terms);
}

/// Creates sets that burn, and lets the operator join them.
pub fn join_sets(p: &mut Protocol, ids: impl IntoIterator<Item = u32>) {
    for id in ids {
        add_set(p, id, |_| {});
        p.join(id);
    }
}

/// Another token.
pub fn another_token(p: &mut Protocol) -> Address {
    let arguments = ("Other".to_owned(), "OTH".to_owned(), U256::from(18)).abi_encode_params();
    let code = Artifact::of("Token", "StandardToken").init_code(&arguments);
    p.world.chain.deploy(DEPLOYER, code)
}

/// A new vault of another token; calls go to it from now on.
pub fn vault_of(p: &mut Protocol, token: Address, salt: u8) -> Address {
    p.world.token = token;
    p.world.params.asset = token;
    fresh_vault(p, salt, &[])
}

/// An operator by number.
pub fn operator(number: u64) -> Address {
    Address::from_word(U256::from(0x0909_0000 + number).into())
}

pub fn leave(p: &mut Protocol, operator: Address, id: u32) -> Outcome {
    p.send(operator, AVS_REGISTRY, &deregistration(operator, id))
}

pub fn deregistration(operator: Address, id: u32) -> IAvsRegistry::deregisterCall {
    IAvsRegistry::deregisterCall { operator, avs: AVS, id }
}

pub fn ejection(operator: Address, id: u32) -> IAvsRegistry::ejectCall {
    IAvsRegistry::ejectCall { operator, avs: AVS, id }
}

pub fn registration(operator: Address, id: u32) -> IAvsRegistry::registerCall {
    IAvsRegistry::registerCall { operator, avs: AVS, id, data: Bytes::new() }
}

pub fn is_registered(p: &mut Protocol, operator: Address, id: u32) -> bool {
    p.view(AVS_REGISTRY, &IAvsRegistry::isRegisteredCall { operator, avs: AVS, id })
}

pub fn terms_of(p: &mut Protocol, id: u32) -> Terms {
    p.view(AVS_REGISTRY, &IAvsRegistry::termsOfCall { avs: AVS, id })
}

/// The operator's call for a change of what the set shall hold would succeed.
#[track_caller]
pub fn accept_allocation(p: &mut Protocol, id: u32, magnitude: U256) {
    let call = p.allocation(id, magnitude);
    accept(p, OPERATOR, AVS_REGISTRY, &call);
}
