//! The modules as a Solidity contract sees them.
#![allow(
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod cases;
mod errors;
mod protocol;
mod stage;

use std::collections::BTreeSet;

use alloy_json_abi::JsonAbi;
use alloy_primitives::{Address, Bytes, U256, keccak256};
use alloy_sol_types::{Revert, SolCall, SolError};
use cases::{Case, all_views, changes};
use restaking::{
    AVS_REGISTRY, GOVERNANCE, OPERATOR_REGISTRY, SLASHING, VAULT_FACTORY, VAULT_MODULE, abi::IVault,
};
use restaking_tests::{
    ALICE, BOB, CALLER, CAROL, DAY, DEPLOYER, Outcome, Status, World,
    artifact::repository_json,
    fixtures::{ICaller, IToken},
};
use stage::{DELEGATED, calm, config, n, request, slashed, tell};

fn execute(
    world: &mut World,
    to: Address,
    value: u64,
    data: &Bytes,
) -> (Outcome, ICaller::executeReturn) {
    let call = ICaller::executeCall { to, value: n(value), data: data.clone() };
    let outcome = world.try_send(ALICE, CALLER, &call);
    let answer = outcome.answer(&call);
    (outcome, answer)
}

/// Passes if a call failed without data and left nothing.
#[track_caller]
fn assert_no_trace(case: &Case, outcome: &Outcome, ok: bool, ret: &Bytes) {
    assert!(!ok && ret.is_empty(), "{}: {ok} {ret}", case.name);
    assert!(outcome.writes.is_empty() && outcome.logs.is_empty(), "{}", case.name);
}

#[test]
fn cases_cover_every_function_once() {
    let all = changes().into_iter().chain(all_views()).flat_map(|(_, cases)| cases);
    let found: Vec<(&str, [u8; 4])> =
        all.map(|case| (interface_at(case.to), *case.call.first_chunk().unwrap())).collect();
    let unique: BTreeSet<(&str, [u8; 4])> = found.iter().copied().collect();
    assert_eq!(unique.len(), found.len());
    // ERC-7540 has them revert
    let previews = ["previewWithdraw", "previewRedeem"];
    let mut declared = BTreeSet::new();
    for interface in INTERFACES {
        let abi = json_abi(interface);
        let functions = abi.functions().filter(|function| !previews.contains(&&*function.name));
        declared.extend(functions.map(|function| (interface, function.selector().0)));
    }
    assert_eq!(unique, declared);
}

const INTERFACES: [&str; 6] =
    ["IVault", "IVaultFactory", "IOperatorRegistry", "IAvsRegistry", "ISlashing", "IGovernance"];

fn interface_at(to: Address) -> &'static str {
    match to {
        VAULT_FACTORY => "IVaultFactory",
        OPERATOR_REGISTRY => "IOperatorRegistry",
        AVS_REGISTRY => "IAvsRegistry",
        SLASHING => "ISlashing",
        GOVERNANCE => "IGovernance",
        _ => "IVault",
    }
}

fn json_abi(interface: &str) -> JsonAbi {
    let json = repository_json(&format!("contracts-abi/json/{interface}.json"));
    serde_json::from_value(json).unwrap()
}

#[test]
fn every_function_succeeds_when_a_contract_calls() {
    for (mut world, cases) in changes() {
        for case in cases {
            let (outcome, answer) = execute(&mut world, case.to, 0, &case.call);
            assert!(answer.ok, "{}: {}", case.name, answer.ret);
            let bubble = ICaller::bubbleCall { to: case.to, data: case.call.clone() };
            let bubbled = world.try_send(ALICE, CALLER, &bubble);
            assert_eq!(bubbled.answer(&bubble), answer.ret, "{}", case.name);
            assert_eq!(bubbled.writes, outcome.writes, "{}", case.name);
            let function = case.name.split('(').next().unwrap();
            let only_logs = ["updateMetadata", "updateAvsMetadata", "updateSetMetadata"];
            let is_quiet = ["settle", "poke"].contains(&function);
            let is_log = only_logs.contains(&function);
            assert_eq!(outcome.writes.is_empty(), is_quiet || is_log, "{}", case.name);
            let logs_nothing = is_quiet || function == "initialize";
            assert_eq!(outcome.logs.is_empty(), logs_nothing, "{}", case.name);
        }
    }
}

#[test]
fn every_change_fails_when_called_static() {
    for (mut world, cases) in changes() {
        for case in cases {
            let call = ICaller::staticExecuteCall { to: case.to, data: case.call.clone() };
            let outcome = world.try_send(ALICE, CALLER, &call);
            let answer = outcome.answer(&call);
            assert_no_trace(&case, &outcome, answer.ok, &answer.ret);
        }
    }
}

#[test]
fn every_view_answers_the_same_when_called_static() {
    for (mut world, cases) in all_views() {
        for case in cases {
            let (outcome, plain) = execute(&mut world, case.to, 0, &case.call);
            assert!(plain.ok && !plain.ret.is_empty(), "{}: {}", case.name, plain.ret);
            assert!(outcome.writes.is_empty() && outcome.logs.is_empty(), "{}", case.name);
            let call = ICaller::staticExecuteCall { to: case.to, data: case.call.clone() };
            let viewed = world.try_send(ALICE, CALLER, &call).answer(&call);
            assert_eq!((viewed.ok, &viewed.ret), (true, &plain.ret), "{}", case.name);
            let direct = world.chain.try_raw(BOB, case.to, case.call.clone(), U256::ZERO);
            assert_eq!(
                (direct.status, &direct.output),
                (Status::Success, &plain.ret),
                "{}",
                case.name
            );
        }
    }
}

/// Exits have matured and tokens are gone, and nobody has called the vault since.
#[test]
fn every_view_answers_as_if_settlement_had_just_run() {
    let (mut world, facts) = slashed();
    world.chain.wait(30 * DAY);
    let (vault, value) = (world.vault, n(1_000_000));
    world.send(DEPLOYER, world.token, &IToken::burnCall { from: vault, value }).assert_success();
    let ask_all = |world: &mut World| -> Vec<(String, Bytes)> {
        let cases = cases::cases(vault, cases::views(&facts)).into_iter();
        let ask = |case: Case| {
            let call = ICaller::staticExecuteCall { to: case.to, data: case.call };
            let answer = world.try_send(ALICE, CALLER, &call).answer(&call);
            assert!(answer.ok, "{}: {}", case.name, answer.ret);
            (case.name, answer.ret)
        };
        cases.map(ask).collect()
    };
    let before = ask_all(&mut world);
    let outcome = world.send(BOB, vault, &IVault::settleCall {});
    assert_eq!(outcome.events::<IVault::ExitsSettled>(vault).len(), 1);
    assert_eq!(outcome.events::<IVault::LossReconciled>(vault).len(), 1);
    for (before, after) in before.into_iter().zip(ask_all(&mut world)) {
        assert_eq!(before, after);
    }
}

#[test]
fn calls_follow_one_another_in_one_transaction() {
    for (mut world, cases) in changes() {
        for case in cases {
            let settle = Bytes::from(IVault::settleCall {}.abi_encode());
            let around = ICaller::multiCall {
                to: vec![world.vault, case.to, world.vault],
                data: vec![settle.clone(), case.call, settle],
            };
            let outcome = world.try_send(ALICE, CALLER, &around);
            assert!(outcome.is_success(), "{}: {}", case.name, outcome.output);
        }
    }
}

#[test]
fn every_function_reverts_empty_when_value_is_attached() {
    for (mut world, cases) in changes().into_iter().chain(all_views()) {
        for case in cases {
            let (outcome, answer) = execute(&mut world, case.to, 1, &case.call);
            assert_no_trace(&case, &outcome, answer.ok, &answer.ret);
        }
        assert_eq!(world.chain.account(world.vault).balance, U256::ZERO);
    }
}

#[test]
fn every_function_fails_when_delegatecalled_or_callcoded() {
    for (mut world, cases) in changes().into_iter().chain(all_views()) {
        for case in cases {
            let call = ICaller::delegateExecuteCall { to: case.to, data: case.call.clone() };
            let outcome = world.try_send(ALICE, CALLER, &call);
            let answer = outcome.answer(&call);
            assert_no_trace(&case, &outcome, answer.ok, &answer.ret);
            let call = ICaller::callcodeExecuteCall { to: case.to, data: case.call.clone() };
            let outcome = world.try_send(ALICE, CALLER, &call);
            let answer = outcome.answer(&call);
            assert_no_trace(&case, &outcome, answer.ok, &answer.ret);
        }
    }
}

#[test]
fn every_function_fails_on_an_account_delegated_to_a_module() {
    for (mut world, cases) in changes().into_iter().chain(all_views()) {
        for case in &cases {
            world.chain.delegate(DELEGATED, case.to);
            let (outcome, answer) = execute(&mut world, DELEGATED, 0, &case.call);
            assert_no_trace(case, &outcome, answer.ok, &answer.ret);
            let direct = world.chain.try_raw(ALICE, DELEGATED, case.call.clone(), U256::ZERO);
            assert!(matches!(direct.status, Status::Halt(_)), "{}: {:?}", case.name, direct.status);
            assert!(direct.writes.is_empty());
        }
    }
}

#[test]
fn every_change_leaves_no_trace_when_its_caller_reverts() {
    for (mut world, cases) in changes() {
        for case in cases {
            let undone = ICaller::tryThenRevertCall { to: case.to, data: case.call.clone() };
            let undone = Bytes::from(undone.abi_encode());
            let (outcome, answer) = execute(&mut world, CALLER, 0, &undone);
            let message = Revert::from("undone").abi_encode();
            assert_eq!((answer.ok, answer.ret), (false, message.into()), "{}", case.name);
            assert!(outcome.writes.is_empty() && outcome.logs.is_empty(), "{}", case.name);

            // and the same call works in the same transaction: the guard is open again, nothing is left in the way
            let (alone, _) = execute(&mut world, case.to, 0, &case.call);
            let attempt = ICaller::executeCall { to: CALLER, value: n(0), data: undone };
            let both = ICaller::multiCall {
                to: vec![CALLER, case.to],
                data: vec![attempt.abi_encode().into(), case.call.clone()],
            };
            let after = world.try_send(ALICE, CALLER, &both);
            after.assert_success();
            assert_eq!((after.writes, after.logs), (alone.writes, alone.logs), "{}", case.name);
        }
    }
}

#[test]
fn code_is_marker_and_configuration_when_a_contract_looks() {
    let (mut world, _) = calm();
    let code = VAULT_MODULE.code(&config(&world).encode());
    let account = world.vault;
    assert_eq!(world.view(CALLER, &ICaller::codeSizeCall { account }), U256::from(code.len()));
    assert_eq!(world.view(CALLER, &ICaller::codeHashCall { account }), keccak256(&code));
    assert_eq!(world.view(CALLER, &ICaller::codeCopyCall { account }), Bytes::from(code.clone()));
    assert_eq!(&code[..10], b"\xEFRSTAKE\x01\x00\x01");
    assert_eq!(world.chain.account(account).nonce, 1);
    let factory = world.view(CALLER, &ICaller::codeCopyCall { account: VAULT_FACTORY });
    assert_eq!(&factory[..10], b"\xEFRSTAKE\x01\x00\x02");
}

#[test]
fn exit_goes_from_deposit_to_claim_when_a_contract_is_the_staker() {
    let mut world = World::builder().build();
    world.fund(CALLER, 1_000);
    let vault = world.vault;
    let deposit = IVault::depositCall { assets: n(1_000), receiver: CALLER };
    let (outcome, _) = world.through_caller(vault, &deposit);
    let [event]: [IVault::Deposit; 1] = outcome.events(vault).try_into().ok().unwrap();
    assert_eq!((event.sender, event.owner, event.shares), (CALLER, CALLER, n(1_000_000_000)));
    assert_eq!(world.balance(vault), n(1_000));

    tell(&mut world, &IVault::approveCall { spender: BOB, value: n(5) });
    assert_eq!(world.ask(&IVault::allowanceCall { owner: CALLER, spender: BOB }), n(5));
    tell(&mut world, &IVault::setOperatorCall { operator: BOB, approved: true });
    assert!(world.ask(&IVault::isOperatorCall { controller: CALLER, operator: BOB }));

    let first = request(&mut world, 400_000_000);
    assert_eq!(world.ask(&IVault::balanceOfCall { account: CALLER }), n(600_000_000));
    tell(&mut world, &IVault::cancelRedeemRequestCall { requestId: first, controller: CALLER });
    let waits = IVault::pendingCancelRedeemRequestCall { requestId: first, controller: CALLER };
    assert!(!world.ask(&waits));
    let collect = IVault::claimCancelRedeemRequestCall {
        requestId: first,
        receiver: CALLER,
        controller: CALLER,
    };
    tell(&mut world, &collect);
    assert_eq!(world.ask(&IVault::balanceOfCall { account: CALLER }), n(1_000_000_000));

    world.chain.wait(1);
    let second = request(&mut world, 500_000_000);
    assert_eq!(second, first + n(1));
    world.chain.set_now(second.to::<u64>() * DAY);
    let redeem = IVault::redeemCall { shares: n(500_000_000), receiver: CAROL, controller: CALLER };
    let (outcome, _) = world.through_caller(vault, &redeem);
    let [event]: [IVault::Withdraw; 1] = outcome.events(vault).try_into().ok().unwrap();
    assert_eq!(
        (event.sender, event.receiver, event.owner, event.assets),
        (CALLER, CAROL, CALLER, n(500))
    );
    assert_eq!(world.balance(CAROL), n(500));
}

#[test]
fn calls_fail_clean_for_any_amount_of_gas() {
    let (mut world, facts) = calm();
    let vault = world.vault;
    let deposit = Bytes::from(IVault::depositCall { assets: n(11), receiver: CALLER }.abi_encode());
    let claim = IVault::redeemRequestCall {
        requestId: facts.claimable,
        shares: n(11_000_000),
        receiver: BOB,
        controller: CALLER,
    };
    for data in [deposit, claim.abi_encode().into()] {
        let mut succeeded = 0;
        for gas in (0..160_000).step_by(500) {
            let call =
                ICaller::executeWithGasCall { to: vault, data: data.clone(), gasLimit: n(gas) };
            let outcome = world.try_send(ALICE, CALLER, &call);
            let answer = outcome.answer(&call);
            if answer.ok {
                succeeded += 1;
            } else {
                assert!(outcome.writes.is_empty() && outcome.logs.is_empty(), "{gas}");
            }
        }
        assert!(succeeded > 10, "{succeeded}");
    }
}
