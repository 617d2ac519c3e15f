//! A token that calls back, from every call of the vault to it into every entry point.

use alloy_json_abi::{JsonAbi, StateMutability};
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, SolError};
use restaking::{GOVERNANCE, SLASHING, abi::IVault};
use restaking_tests::{
    ALICE, BOB, CAROL, DAY, Outcome, RECIPIENT, World, artifact::repository_json, fixtures::IToken,
};

use crate::support::{deposit, n, request, set, slash, staked};

/// A call that makes the token call back: who calls and what.
struct CallbackPoint {
    name: &'static str,
    from: Address,
    input: Vec<u8>,
}

/// A vault with something to claim, release and pay out, and every call that moves tokens.
fn callback_points() -> (World, Vec<CallbackPoint>) {
    let mut world = staked("CallbackToken");
    let vault = world.vault;
    // an exit held by one hold is slashed by another and leaves before the escrow comes back: recovery
    let id = request(&mut world, ALICE, 500_000_000_000);
    world.chain.wait(13 * DAY);
    let now = world.chain.now();
    let open = IVault::openHoldCall {
        seat: 5,
        executableFrom: now,
        until: now + 7 * DAY,
        magnitude: n(1),
    };
    let lane = world.send(SLASHING, vault, &open).answer(&open);
    world.chain.wait(2 * DAY);
    let returned = slash(&mut world, 0, RECIPIENT);
    world.send(SLASHING, vault, &IVault::closeHoldCall { lane }).assert_success();
    world
        .send(GOVERNANCE, vault, &IVault::returnEscrowCall { escrowId: returned })
        .assert_success();
    let (redistributed, burned) =
        (slash(&mut world, 1, RECIPIENT), slash(&mut world, 2, Address::ZERO));
    world.chain.wait(3 * DAY);

    let (receiver, controller) = (BOB, ALICE);
    let risk = world.ask(&IVault::riskVersionCall {});
    let point = |name, from, input| CallbackPoint { name, from, input };
    let with_terms = IVault::depositWithTermsCall {
        assets: n(9),
        receiver,
        minShares: n(0),
        expectedRiskVersion: risk,
    };
    let with_permit = IVault::depositWithPermitCall {
        assets: n(9),
        receiver,
        minShares: n(0),
        expectedRiskVersion: risk,
        deadline: U256::MAX,
        v: 27,
        r: B256::ZERO,
        s: B256::ZERO,
    };
    let redeem_request =
        IVault::redeemRequestCall { requestId: id, shares: n(9_000_000), receiver, controller };
    let points = vec![
        point("deposit", BOB, IVault::depositCall { assets: n(9), receiver }.abi_encode()),
        point("mint", BOB, IVault::mintCall { shares: n(9), receiver }.abi_encode()),
        point("depositWithTerms", BOB, with_terms.abi_encode()),
        point("depositWithPermit", BOB, with_permit.abi_encode()),
        point("book", BOB, IVault::bookCall { assets: n(9) }.abi_encode()),
        point(
            "redeem",
            ALICE,
            IVault::redeemCall { shares: n(9_000_000), receiver, controller }.abi_encode(),
        ),
        point(
            "withdraw",
            ALICE,
            IVault::withdrawCall { assets: n(9), receiver, controller }.abi_encode(),
        ),
        point("redeemRequest", ALICE, redeem_request.abi_encode()),
        point(
            "redeemRequests",
            ALICE,
            IVault::redeemRequestsCall { requestIds: vec![id], receiver, controller }.abi_encode(),
        ),
        point(
            "releaseEscrow to a recipient",
            CAROL,
            IVault::releaseEscrowCall { escrowId: redistributed }.abi_encode(),
        ),
        point(
            "releaseEscrow to be burned",
            CAROL,
            IVault::releaseEscrowCall { escrowId: burned }.abi_encode(),
        ),
        point(
            "payRecovery",
            GOVERNANCE,
            IVault::payRecoveryCall { to: BOB, assets: n(9) }.abi_encode(),
        ),
    ];
    (world, points)
}

/// Every function that changes state, with arguments of zero.
fn entry_points() -> Vec<(String, Bytes)> {
    let abi: JsonAbi =
        serde_json::from_value(repository_json("contracts-abi/json/IVault.json")).unwrap();
    abi.functions()
        .filter(|function| function.state_mutability == StateMutability::NonPayable)
        .map(|function| {
            let mut input = function.selector().to_vec();
            let words = function.inputs.len();
            for parameter in &function.inputs {
                let word = if parameter.ty.ends_with("[]") { n(words as u64 * 32) } else { n(0) };
                input.extend(word.to_be_bytes::<32>());
            }
            if function.inputs.iter().any(|parameter| parameter.ty.ends_with("[]")) {
                input.extend([0; 32]);
            }
            (function.name.clone(), input.into())
        })
        .collect()
}

/// What needs no guard: it touches only what the caller itself decides.
const UNGUARDED: [&str; 3] = ["approve", "permit", "setOperator"];

/// How Solidity stores an error without arguments as `bytes`: left-aligned, twice the length at the end.
fn stored(error: &impl SolError) -> U256 {
    let data = error.abi_encode();
    U256::from_be_slice(&data) << (256 - 8 * data.len()) | U256::from(2 * data.len())
}

#[test]
fn every_entry_point_is_refused_when_any_token_call_calls_back() {
    let (mut world, points) = callback_points();
    let (vault, token) = (world.vault, world.token);
    let entries = entry_points();
    assert_eq!(entries.len(), 31);
    assert!(UNGUARDED.iter().all(|name| entries.iter().any(|(entry, _)| entry == name)));
    let of_vault = |outcome: &Outcome| {
        let writes: Vec<_> =
            outcome.writes.iter().filter(|write| write.address == vault).copied().collect();
        assert!(!writes.is_empty());
        writes
    };
    for CallbackPoint { name, from, input } in &points {
        let no_hook =
            IToken::setHookCall { target: vault, data: Bytes::new(), before: false, after_: false };
        set(&mut world, &no_hook);
        let plain = world.chain.try_raw(*from, vault, input.clone(), U256::ZERO);
        plain.assert_success();
        assert!(plain.logs.iter().any(|log| log.address == token), "{name} moves no token");
        for (entry, data) in &entries {
            for before in [true, false] {
                let pair = format!("{entry} {} {name}", if before { "before" } else { "after" });
                let hook = IToken::setHookCall {
                    target: vault,
                    data: data.clone(),
                    before,
                    after_: !before,
                };
                set(&mut world, &hook);
                let outcome = world.chain.try_raw(*from, vault, input.clone(), U256::ZERO);
                outcome.assert_success();
                assert_eq!(of_vault(&outcome), of_vault(&plain), "{pair}");
                assert_eq!(outcome.output, plain.output, "{pair}");
                let recorded: Vec<U256> = outcome
                    .writes
                    .iter()
                    .filter(|write| write.address == token && write.old.is_zero())
                    .map(|write| write.new)
                    .collect();
                assert!(recorded.contains(&U256::ONE), "{pair}: not called back");
                if !UNGUARDED.contains(&entry.as_str()) {
                    assert!(
                        recorded.contains(&stored(&IVault::Reentered {})),
                        "{pair}: {recorded:?}"
                    );
                    assert_eq!(outcome.logs, plain.logs, "{pair}");
                }
            }
        }
    }
}

#[test]
fn vault_can_be_called_again_after_a_callback_was_refused() {
    let (mut world, _) = callback_points();
    let settle = Bytes::from(IVault::settleCall {}.abi_encode());
    let hook =
        IToken::setHookCall { target: world.vault, data: settle, before: true, after_: true };
    set(&mut world, &hook);
    deposit(&mut world, BOB, 9).assert_success();
    let result = world.view(world.token, &IToken::afterResultCall {});
    assert_eq!((result.calls, result.ok), (n(1), false));
    assert_eq!(result.returndata, Bytes::from(IVault::Reentered {}.abi_encode()));
    deposit(&mut world, BOB, 9).assert_success();
    world.send(BOB, world.vault, &IVault::settleCall {}).assert_success();
}
