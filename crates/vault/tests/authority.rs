//! Who may act for the operator, and what the risk version is: what a vault asks the registries.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, B256, Bytes, FixedBytes, U256};
use alloy_sol_types::SolCall;
use restaking_abi::{IVault, IVaultFactory};
use restaking_shares::Assets;
use restaking_vault::{VaultError, factory::FactoryError};
use support::*;

/// Lets `account` make the call with `selector` to `module` for `operator`, or no longer.
fn allow(
    world: &mut World,
    operator: Address,
    account: Address,
    module: Address,
    selector: [u8; 4],
    on: bool,
) {
    let selector = FixedBytes(selector);
    let call = IOperatorStub::allowCall { operator, account, module, selector, on };
    world.send_to(OPERATORS, BOB, call).unwrap();
}

fn set_cap(cap: u128) -> IVault::setDepositCapCall {
    IVault::setDepositCapCall { cap: U256::from(cap) }
}

const fn set_approver(approver: Address) -> IVault::setDepositorApproverCall {
    IVault::setDepositorApproverCall { approver }
}

fn create(operator: Address) -> IVaultFactory::createVaultCall {
    IVaultFactory::createVaultCall { operator, params: params(), salt: B256::with_last_byte(1) }
}

#[test]
fn vault_tells_its_operator_registry_and_its_other_modules() {
    let mut world = World::new();
    assert_eq!(world.view(IVault::operatorRegistryCall {}), OPERATORS);
    assert_eq!(world.view(IVault::avsRegistryCall {}), REGISTRY);
    assert_eq!(world.view(IVault::slashingCall {}), SLASHING);
    assert_eq!(world.view(IVault::governanceCall {}), GOVERNANCE);
    assert_eq!(world.view(IVault::operatorCall {}), OPERATOR);
}

#[test]
fn operator_alone_acts_where_the_registry_has_no_code() {
    let mut world = World::new();
    for caller in [ALICE, OPERATORS, GOVERNANCE, Address::ZERO] {
        let refused = Some(error(VaultError::NotOperator { caller }));
        assert_eq!(world.send(caller, set_cap(1)).err(), refused);
        assert_eq!(world.send(caller, set_approver(BOB)).err(), refused);
        let refused = Some(error(FactoryError::NotOperator { caller }));
        assert_eq!(world.send_to(FACTORY, caller, create(OPERATOR)).err(), refused);
    }
    world.send(OPERATOR, set_cap(1)).unwrap();
    world.send(OPERATOR, set_approver(BOB)).unwrap();
    world.send_to(FACTORY, OPERATOR, create(OPERATOR)).unwrap();
}

#[test]
fn operator_itself_is_refused_by_a_registry_that_does_not_let_it_act() {
    let mut world = World::new();
    world.install_operators();
    let refused = Some(error(VaultError::NotOperator { caller: OPERATOR }));
    assert_eq!(world.send(OPERATOR, set_cap(1)).err(), refused);
    assert_eq!(world.send(OPERATOR, set_approver(BOB)).err(), refused);
    let refused = Some(error(FactoryError::NotOperator { caller: OPERATOR }));
    assert_eq!(world.send_to(FACTORY, OPERATOR, create(OPERATOR)).err(), refused);
}

#[test]
fn set_deposit_cap_is_for_whom_the_registry_lets_make_just_this_call() {
    let mut world = World::new();
    world.install_operators();
    let (vault, selector) = (world.vault, IVault::setDepositCapCall::SELECTOR);
    let other = IVault::setDepositorApproverCall::SELECTOR;
    allow(&mut world, BOB, ALICE, vault, selector, true);
    allow(&mut world, OPERATOR, BOB, vault, selector, true);
    allow(&mut world, OPERATOR, ALICE, FACTORY, selector, true);
    allow(&mut world, OPERATOR, ALICE, vault, other, true);
    let refused = Some(error(VaultError::NotOperator { caller: ALICE }));
    assert_eq!(world.send(ALICE, set_cap(5)).err(), refused);
    allow(&mut world, OPERATOR, ALICE, vault, selector, true);
    world.send(ALICE, set_cap(5)).unwrap();
    assert_eq!(world.view(IVault::depositCapCall {}), U256::from(5));
    allow(&mut world, OPERATOR, ALICE, vault, selector, false);
    assert_eq!(world.send(ALICE, set_cap(6)).err(), refused);
}

#[test]
fn set_deposit_cap_checks_who_asks_before_how_much() {
    let mut world = World::new();
    let assets = Assets::LIMIT.get() + U256::from(1);
    let call = IVault::setDepositCapCall { cap: assets };
    let refused = Some(error(VaultError::NotOperator { caller: ALICE }));
    assert_eq!(world.send(ALICE, call.clone()).err(), refused, "and beyond the limit");
    let refused = Some(error(VaultError::AssetsExceedLimit { assets }));
    assert_eq!(world.send(OPERATOR, call).err(), refused);
}

#[test]
fn set_depositor_approver_is_for_whom_the_registry_lets_make_just_this_call() {
    let mut world = World::new();
    world.install_operators();
    let (vault, selector) = (world.vault, IVault::setDepositorApproverCall::SELECTOR);
    allow(&mut world, OPERATOR, ALICE, vault, IVault::setDepositCapCall::SELECTOR, true);
    let refused = Some(error(VaultError::NotOperator { caller: ALICE }));
    assert_eq!(world.send(ALICE, set_approver(BOB)).err(), refused);
    allow(&mut world, OPERATOR, ALICE, vault, selector, true);
    world.send(ALICE, set_approver(BOB)).unwrap();
    assert_eq!(world.view(IVault::depositorApproverCall {}), BOB);
}

#[test]
fn create_vault_is_for_whom_the_registry_lets_make_just_this_call() {
    let mut world = World::bare();
    world.install_operators();
    let selector = IVaultFactory::createVaultCall::SELECTOR;
    allow(&mut world, BOB, ALICE, FACTORY, selector, true);
    allow(&mut world, OPERATOR, ALICE, ALICE, selector, true);
    allow(&mut world, OPERATOR, ALICE, FACTORY, IVaultFactory::vaultsOfCall::SELECTOR, true);
    let refused = Some(error(FactoryError::NotOperator { caller: ALICE }));
    assert_eq!(world.send_to(FACTORY, ALICE, create(OPERATOR)).err(), refused);
    allow(&mut world, OPERATOR, ALICE, FACTORY, selector, true);
    world.vault = world.send_to(FACTORY, ALICE, create(OPERATOR)).unwrap();
    assert_eq!(world.view(IVault::operatorCall {}), OPERATOR, "not who called");
}

#[test]
fn failure_of_the_operator_registry_is_passed_on() {
    let mut world = World::new();
    world.mute(OPERATORS);
    assert_eq!(world.send(OPERATOR, set_cap(1)).err(), Some(Bytes::new()));
    let created = world.send_to(FACTORY, OPERATOR, create(OPERATOR)).err();
    assert_eq!(created, Some(Bytes::new()));
}

#[test]
fn risk_version_is_zero_without_a_registry_and_else_what_it_answers_for_this_vault() {
    let mut world = World::new();
    let (vault, version) = (world.vault, B256::repeat_byte(0x5a));
    assert_eq!(world.view(IVault::riskVersionCall {}), B256::ZERO);
    world.install_registry();
    let set = |vault| IAvsStub::setRiskVersionCall { vault, version };
    world.send_to(REGISTRY, ALICE, set(FACTORY)).unwrap();
    assert_eq!(world.view(IVault::riskVersionCall {}), B256::ZERO);
    world.send_to(REGISTRY, ALICE, set(vault)).unwrap();
    assert_eq!(world.view(IVault::riskVersionCall {}), version);
}

#[test]
fn deposit_that_insists_on_the_risk_is_refused_once_the_registry_changes_it() {
    let mut world = World::new();
    world.install_registry();
    let vault = world.vault;
    let set = |version| IAvsStub::setRiskVersionCall { vault, version };
    let deposit = |expected| IVault::depositWithTermsCall {
        assets: U256::from(ONE),
        receiver: ALICE,
        minShares: U256::ZERO,
        expectedRiskVersion: expected,
    };
    let (seen, found) = (B256::repeat_byte(1), B256::repeat_byte(2));
    world.send_to(REGISTRY, ALICE, set(seen)).unwrap();
    world.send(ALICE, deposit(seen)).unwrap();
    world.send_to(REGISTRY, ALICE, set(found)).unwrap();
    let changed = VaultError::RiskVersionMismatch { found, expected: seen };
    assert_eq!(world.send(ALICE, deposit(seen)).err(), Some(error(changed)));
    world.send(ALICE, deposit(found)).unwrap();
    world.mute(REGISTRY);
    assert_eq!(world.send(ALICE, deposit(found)).err(), Some(Bytes::new()));
    world.deposit(ALICE, ONE);
}
