//! Two chains in the middle of their lives: one of vaults alone, where accounts have every role, one with the protocol.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolInterface};
use restaking::{
    AVS_REGISTRY, GOVERNANCE, OPERATOR_REGISTRY, SLASHING, VAULT_FACTORY,
    abi::{
        IAvsRegistry::{self, IAvsRegistryCalls},
        IGovernance, IOperatorRegistry,
        ISlashing::{self, ISlashingCalls, Request},
        IVault,
    },
};
use restaking_tests::{
    ALICE, APPROVER, AVS, BOB, BURNING, CAROL, DAY, GUARDIAN, INSTANT, OPERATOR, OWNER, Protocol,
    RECIPIENT, REDISTRIBUTING, RESOLVER, SLASHER, WAD, WHOLE, World,
};

use crate::subject::{
    AVSS, FACTORY, GOVERNORS, Interface, OPERATORS, SLASHES, Stage, Subject, VAULT, WithDecoders,
};

/// Both.
pub fn stages() -> [Stage; 2] {
    [vaults(), protocol()]
}

/// A vault in the middle of its life: shares, allowances, exits in every state, holds, an escrow, an approver.
pub fn world() -> World<WithDecoders> {
    let mut world = World::builder()
        .params(|params| params.depositorApprover = APPROVER)
        .build_with(WithDecoders);
    for interface in [VAULT, FACTORY] {
        interface.install(&mut world.chain);
    }
    let vault = world.vault;
    let one = |amount: u64| U256::from(amount);
    for person in [ALICE, BOB, CAROL, OPERATOR] {
        world.fund(person, 1_000_000_000);
        world
            .send(APPROVER, vault, &IVault::setDepositorCall { depositor: person, approved: true })
            .assert_success();
        let deposit = IVault::depositCall { assets: one(1_000_000), receiver: person };
        world.send(person, vault, &deposit).assert_success();
        world
            .send(person, vault, &IVault::approveCall { spender: BOB, value: U256::MAX })
            .assert_success();
        world
            .send(person, vault, &IVault::setOperatorCall { operator: CAROL, approved: true })
            .assert_success();
    }
    let request =
        |owner| IVault::requestRedeemCall { shares: one(10_000_000_000), controller: owner, owner };
    for wait in [15, 8, 1] {
        for owner in [ALICE, BOB] {
            world.send(owner, vault, &request(owner)).assert_success();
        }
        world.chain.wait(wait * DAY);
    }
    let cancelled = IVault::requestRedeemCall { shares: one(1), controller: CAROL, owner: CAROL };
    let id = world.send(CAROL, vault, &cancelled).answer(&cancelled);
    world
        .send(CAROL, vault, &IVault::cancelRedeemRequestCall { requestId: id, controller: CAROL })
        .assert_success();
    let (now, magnitude) = (world.chain.now(), WHOLE / one(10));
    let until = now + 7 * DAY;
    for seat in [0, 0, 3] {
        let open = IVault::openHoldCall { seat, executableFrom: now, until, magnitude };
        world.send(SLASHING, vault, &open).assert_success();
    }
    let slash = IVault::slashCall { lane: 0, magnitude, escrowUntil: until, recipient: RECIPIENT };
    world.send(SLASHING, vault, &slash).assert_success();
    world
}

/// The vault and its factory.
pub fn vaults() -> Stage {
    let world = world();
    let people = [ALICE, BOB, CAROL, OPERATOR, APPROVER];
    let subjects = vec![
        Subject::new(VAULT, world.vault, Vec::new()),
        Subject::new(FACTORY, VAULT_FACTORY, Vec::new()),
    ];
    Stage {
        subjects,
        senders: [&people[..], &[SLASHING, GOVERNANCE, AVS_REGISTRY]].concat(),
        known: [&people[..], &[RECIPIENT, world.vault, Address::ZERO, world.token]].concat(),
        chain: world.chain,
    }
}

/// Registries, Slashing and governance with something of everything: pending terms, changes and offers, an admin, an
/// appointee, a quarantine, requests in each state.
fn protocol() -> Stage {
    let mut protocol = Protocol::builder().build_with(WithDecoders);
    let interfaces: [Interface; 4] = [OPERATORS, AVSS, SLASHES, GOVERNORS];
    for interface in interfaces {
        interface.install(&mut protocol.world.chain);
    }
    let requests = requests(&mut protocol);
    offers(&mut protocol);
    let contracts = [OPERATOR_REGISTRY, AVS_REGISTRY, SLASHING, GOVERNANCE];
    let avs_calls = avs_registry_calls(&protocol);
    let slashing_calls = slashing_calls(&mut protocol, &requests);
    let ready = [Vec::new(), avs_calls, slashing_calls, Vec::new()];
    let subjects = interfaces.into_iter().zip(contracts).zip(ready);
    let people = [ALICE, BOB, CAROL, OPERATOR, AVS, SLASHER, RESOLVER, OWNER, GUARDIAN, RECIPIENT];
    let others = [protocol.vault, Address::ZERO, protocol.token, AVS_REGISTRY];
    Stage {
        subjects: subjects.map(|((i, contract), ready)| Subject::new(i, contract, ready)).collect(),
        senders: people.to_vec(),
        known: [&people[..], &others].concat(),
        chain: protocol.world.chain,
    }
}

/// Executed, instant, vetoed, executable, and in the veto window.
fn requests(protocol: &mut Protocol<WithDecoders>) -> Vec<Request> {
    let (executed, _) = protocol.slash(BURNING, 10);
    let (instant, _) = protocol.slash(INSTANT, 5);
    let vetoed = protocol.file(BURNING, 1);
    protocol.veto(&vetoed).assert_success();
    let executable = protocol.file(REDISTRIBUTING, 20);
    protocol.wait(DAY);
    let open = protocol.file(BURNING, 10);
    protocol.wait(DAY);
    vec![executed, instant, vetoed, executable, open]
}

fn offers(protocol: &mut Protocol<WithDecoders>) {
    let (operator, avs) = (OPERATOR, AVS);
    protocol.register_operator(CAROL);
    let commission = IOperatorRegistry::setCommissionCall { operator, commission: WAD };
    protocol.send(OPERATOR, OPERATOR_REGISTRY, &commission).assert_success();
    let offer = IOperatorRegistry::transferControlCall { operator, controller: BOB };
    protocol.send(OPERATOR, OPERATOR_REGISTRY, &offer).assert_success();
    let appoint = IOperatorRegistry::setAppointeeCall {
        operator,
        appointee: CAROL,
        module: AVS_REGISTRY,
        selector: IAvsRegistry::allocateCall::SELECTOR.into(),
        appointed: true,
    };
    protocol.send(OPERATOR, OPERATOR_REGISTRY, &appoint).assert_success();
    let admin = IAvsRegistry::setAdminCall { avs, admin: CAROL, isAdmin: true };
    protocol.send(AVS, AVS_REGISTRY, &admin).assert_success();
    let change =
        IAvsRegistry::changeTermsCall { avs, id: INSTANT, terms: protocol.terms_of(INSTANT) };
    protocol.send(AVS, AVS_REGISTRY, &change).assert_success();
    protocol.allocate(INSTANT, WHOLE / U256::from(100));
    protocol.register_avs(BOB);
    protocol.guard(&IGovernance::quarantineCall { avs: BOB, duration: 7 * DAY }).assert_success();
    let pause = IGovernance::pauseDepositsCall { vault: protocol.vault, duration: DAY };
    protocol.guard(&pause).assert_success();
    let offer = IGovernance::transferOwnershipCall { owner: BOB };
    protocol.send(OWNER, GOVERNANCE, &offer).assert_success();
}

fn avs_registry_calls(protocol: &Protocol<WithDecoders>) -> Vec<Vec<u8>> {
    let avs = AVS;
    let create = |id: u32, recipient| IAvsRegistry::createSetCall {
        avs,
        id,
        recipient,
        terms: protocol.terms_of(REDISTRIBUTING),
        metadataURI: "ipfs://set".into(),
    };
    let change = |id| IAvsRegistry::changeTermsCall { avs, id, terms: protocol.terms_of(id) };
    let calls = [
        IAvsRegistryCalls::createSet(create(7, Address::ZERO)),
        IAvsRegistryCalls::createSet(create(8, RECIPIENT)),
        IAvsRegistryCalls::changeTerms(change(BURNING)),
        IAvsRegistryCalls::changeTerms(change(REDISTRIBUTING)),
        IAvsRegistryCalls::allocate(protocol.allocation(BURNING, WHOLE / U256::from(2))),
        IAvsRegistryCalls::allocate(protocol.allocation(REDISTRIBUTING, U256::ONE)),
    ];
    calls.iter().map(SolInterface::abi_encode).collect()
}

fn slashing_calls(protocol: &mut Protocol<WithDecoders>, requests: &[Request]) -> Vec<Vec<u8>> {
    let vault = protocol.vault;
    let mut calls = vec![
        ISlashingCalls::file(protocol.filing(BURNING, 1)),
        ISlashingCalls::file(protocol.filing(REDISTRIBUTING, 2)),
        ISlashingCalls::file(protocol.filing(INSTANT, 3)),
    ];
    for request in requests {
        let request = || request.clone();
        calls.push(ISlashingCalls::veto(ISlashing::vetoCall { request: request() }));
        calls.push(ISlashingCalls::withdraw(ISlashing::withdrawCall { request: request() }));
        calls.push(ISlashingCalls::execute(ISlashing::executeCall { request: request(), vault }));
        calls.push(ISlashingCalls::stateOf(ISlashing::stateOfCall { request: request(), vault }));
    }
    calls.iter().map(SolInterface::abi_encode).collect()
}
