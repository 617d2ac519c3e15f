//! What must hold after every transaction, asked in the transaction itself.

use alloy_primitives::{Bytes, U256};
use alloy_sol_types::{SolCall, SolValue};
use restaking::{
    AVS_REGISTRY, SLASHING,
    abi::{IAvsRegistry, IVault},
};
use restaking_tests::{
    ALICE, BOB, CALLER, CAROL, DEPLOYER, OPERATOR, RECIPIENT, WHOLE, fixtures::IToken,
};

use crate::stage::{Stage, Step};

/// Everybody who may hold shares, the vault aside.
const HOLDERS: [alloy_primitives::Address; 8] =
    [ALICE, BOB, CALLER, CAROL, DEPLOYER, OPERATOR, RECIPIENT, SLASHING];

/// The questions whose answers [`broken`] judges.
pub fn questions<M>(stage: &Stage<M>) -> Vec<Step> {
    let (vault, token) = (stage.facts.vault, stage.protocol.token);
    let ask = |call: Vec<u8>| (vault, Bytes::from(call));
    let balance = |account| ask(IVault::balanceOfCall { account }.abi_encode());
    let mut steps = vec![
        ask(IVault::totalAssetsCall {}.abi_encode()),
        ask(IVault::unclaimedAssetsCall {}.abi_encode()),
        ask(IVault::escrowedAssetsCall {}.abi_encode()),
        ask(IVault::recoveryAssetsCall {}.abi_encode()),
        (token, IToken::balanceOfCall { account: vault }.abi_encode().into()),
        ask(IVault::magnitudeCall {}.abi_encode()),
        ask(IVault::reservedMagnitudeCall {}.abi_encode()),
        ask(IVault::totalSupplyCall {}.abi_encode()),
        balance(vault),
    ];
    steps.extend(HOLDERS.map(balance));
    let allocations = IAvsRegistry::allocationsOfCall { vault };
    steps.push((AVS_REGISTRY, allocations.abi_encode().into()));
    // fails if the guard is still closed
    steps.push(ask(IVault::settleCall {}.abi_encode()));
    steps
}

/// The invariants that do not hold, by the answers to [`questions`].
pub fn broken<M>(stage: &Stage<M>, answers: &[Bytes]) -> Vec<&'static str> {
    let [numbers @ .., allocations, _] = answers else { panic!("too few answers") };
    let numbers: Vec<U256> =
        numbers.iter().map(|answer| U256::abi_decode(answer).unwrap()).collect();
    let [pool, unclaimed, escrowed, recovery, balance, magnitude, reserved, supply, shares @ ..] =
        &numbers[..]
    else {
        panic!("too few answers");
    };
    assert_eq!(shares.len(), HOLDERS.len() + 1);
    let held: U256 = IAvsRegistry::allocationsOfCall::abi_decode_returns(allocations)
        .unwrap()
        .magnitudes
        .iter()
        .sum();
    let rules = [
        ("vault-solvent", *balance >= pool + unclaimed + escrowed + recovery),
        ("shares-sum", shares.iter().sum::<U256>() == *supply),
        ("magnitude-sum", !stage.is_in_step || held <= *magnitude),
        ("magnitude-whole", magnitude <= &WHOLE && reserved <= magnitude),
    ];
    rules.into_iter().filter(|(_, holds)| !holds).map(|(name, _)| name).collect()
}
