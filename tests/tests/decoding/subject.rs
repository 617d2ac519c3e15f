//! Vault and factory, their decoders alone, their twins compiled by solc, and the comparison of the three.

use std::{collections::BTreeSet, str::from_utf8};

use alloy_json_abi::{Function, JsonAbi};
use alloy_primitives::{Address, Bytes, U256, address, hex};
use alloy_sol_types::{Panic, Revert, SolCall, SolError, sol};
use restaking::{
    AVS_REGISTRY, GOVERNANCE, RestakingModules, SLASHING, VAULT_FACTORY,
    abi::{
        IVault::{self, IVaultCalls, IVaultErrors},
        IVaultFactory::{self, IVaultFactoryCalls, IVaultFactoryErrors},
    },
    host::{Context, Failure, ModuleId, Modules, abi},
};
use restaking_tests::{
    ALICE, APPROVER, Artifact, BOB, CAROL, DAY, OPERATOR, Outcome, RECIPIENT, Random, Status,
    World, artifact::repository_json,
};

pub const VAULT_DECODER: Address = address!("00000000000000000000000000000000000dec01");
pub const FACTORY_DECODER: Address = address!("00000000000000000000000000000000000dec02");
pub const VAULT_TWIN: Address = address!("00000000000000000000000000000000000dec03");
pub const FACTORY_TWIN: Address = address!("00000000000000000000000000000000000dec04");

/// The protocol, and two modules that decode and do nothing else.
#[derive(Debug, Clone, Copy)]
pub struct WithDecoders;

impl Modules for WithDecoders {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        match module {
            ModuleId(901) => Some(abi::decode::<IVaultCalls>(cx).map(|_| Bytes::new())),
            ModuleId(902) => Some(abi::decode::<IVaultFactoryCalls>(cx).map(|_| Bytes::new())),
            _ => RestakingModules.run(module, cx),
        }
    }
}

/// A contract under test: itself, its decoder alone, its twin compiled by solc.
#[derive(Debug, Clone)]
pub struct Subject {
    pub contract: Address,
    pub decoder: Address,
    pub twin: Address,
    pub functions: Vec<Function>,
    pub errors: BTreeSet<[u8; 4]>,
}

/// A vault in the middle of its life: shares, allowances, exits in every state, holds, an escrow, an approver.
pub fn world() -> World<WithDecoders> {
    let mut world = World::builder()
        .params(|params| params.depositorApprover = APPROVER)
        .build_with(WithDecoders);
    world.chain.install(VAULT_DECODER, ModuleId(901).code(&[]));
    world.chain.install(FACTORY_DECODER, ModuleId(902).code(&[]));
    world.chain.install(VAULT_TWIN, Artifact::named("VaultDecoderTwin").deployed_code());
    world.chain.install(FACTORY_TWIN, Artifact::named("VaultFactoryDecoderTwin").deployed_code());

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
    let until = world.chain.now() + 7 * DAY;
    for seat in [0, 0, 3] {
        world.send(SLASHING, vault, &IVault::openHoldCall { seat, until }).assert_success();
    }
    let tenth = U256::from(10).pow(U256::from(26));
    let slash =
        IVault::slashCall { lane: 0, magnitude: tenth, escrowUntil: until, recipient: RECIPIENT };
    world.send(SLASHING, vault, &slash).assert_success();
    world
}

pub fn subjects(world: &World<WithDecoders>) -> [Subject; 2] {
    let functions = |interface: &str| {
        let abi: JsonAbi = serde_json::from_value(repository_json(&format!(
            "contracts-abi/json/{interface}.json"
        )))
        .unwrap();
        abi.functions().cloned().collect::<Vec<_>>()
    };
    [
        Subject {
            contract: world.vault,
            decoder: VAULT_DECODER,
            twin: VAULT_TWIN,
            functions: functions("IVault"),
            errors: IVaultErrors::SELECTORS.iter().copied().collect(),
        },
        Subject {
            contract: VAULT_FACTORY,
            decoder: FACTORY_DECODER,
            twin: FACTORY_TWIN,
            functions: functions("IVaultFactory"),
            errors: IVaultFactoryErrors::SELECTORS.iter().copied().collect(),
        },
    ]
}

/// Calls that solc takes, the more tame the more likely to go far.
pub struct Calls<'a> {
    pub world: &'a mut World<WithDecoders>,
    pub subject: Subject,
    pub random: Random,
    pub count: usize,
    pub accepted: usize,
}

impl Calls<'_> {
    /// Sends the calldata to twin, decoder and contract and compares. Answers whether the twin took it.
    #[track_caller]
    pub fn compare(&mut self, input: &[u8], value: U256) -> bool {
        self.count += 1;
        let from = *self.random.pick(&[
            ALICE,
            ALICE,
            BOB,
            CAROL,
            OPERATOR,
            APPROVER,
            SLASHING,
            GOVERNANCE,
            AVS_REGISTRY,
            VAULT_FACTORY,
        ]);
        let from = if from == VAULT_FACTORY { ALICE } else { from };
        let Subject { contract, decoder, twin, .. } = self.subject;
        let mut call = |to| self.world.chain.try_raw(from, to, input.to_vec(), value);
        let (twin, decoder, contract) = (call(twin), call(decoder), call(contract));
        let shown = || format!("{} (value {value})", hex::encode(&input[..input.len().min(1024)]));
        let is_accepted =
            accepts(&twin).unwrap_or_else(|| panic!("solc panics on {}: {}", shown(), twin.output));
        let is_accepted = is_accepted && is_text(input);
        assert_eq!(accepts(&decoder), Some(is_accepted), "solc's answer is right, on {}", shown());
        if is_accepted {
            self.accepted += 1;
            self.check_decoded(input, &contract, &shown);
        } else {
            assert_eq!(
                (contract.status, contract.output.len()),
                (Status::Revert, 0),
                "{}",
                shown()
            );
            assert!(contract.writes.is_empty() && contract.logs.is_empty());
        }
        is_accepted
    }

    /// A decoded call succeeds, or reverts with an error of the interface or of the token; views overflow.
    fn check_decoded(&self, input: &[u8], outcome: &Outcome, shown: &dyn Fn() -> String) {
        match &outcome.status {
            Status::Success => {}
            Status::Revert => {
                let selector = outcome
                    .output
                    .first_chunk()
                    .unwrap_or_else(|| panic!("no reason: {}", shown()));
                let is_overflow = outcome.output == Panic::from(0x11_u64).abi_encode();
                let is_known = self.subject.errors.contains(selector)
                    || *selector == Revert::SELECTOR
                    || (is_overflow && may_overflow(input));
                assert!(is_known, "{}: {}", outcome.output, shown());
                assert!(outcome.writes.is_empty() && outcome.logs.is_empty());
            }
            Status::Halt(reason) => panic!("{reason:?}: {}", shown()),
        }
    }
}

/// Does a decoder take the calldata? `None` if it does anything but return or refuse. Where solc would put the data in
/// memory and there is too much of it, it refuses by `Panic(0x41)`, elsewhere without data.
pub fn accepts(outcome: &Outcome) -> Option<bool> {
    let refusals = [Bytes::new(), Panic::from(0x41_u64).abi_encode().into()];
    match outcome.status {
        Status::Success => Some(true),
        Status::Revert if refusals.contains(&outcome.output) => Some(false),
        _ => None,
    }
}

/// Views that convert any number: ERC-4626 lets them revert on an overflow.
pub fn may_overflow(input: &[u8]) -> bool {
    let selectors = [
        IVault::convertToSharesCall::SELECTOR,
        IVault::convertToAssetsCall::SELECTOR,
        IVault::previewDepositCall::SELECTOR,
        IVault::previewMintCall::SELECTOR,
        IVault::pendingReturnCall::SELECTOR,
    ];
    selectors.iter().any(|selector| input.starts_with(selector))
}

sol! {
    struct Params {
        address asset;
        uint64 epochLength;
        uint64 exitDelay;
        uint256 leverageLimit;
        uint256 slashCap;
        uint64 slashCapWindow;
        uint256 maxRedistributable;
        uint256 depositCap;
        address depositorApprover;
        bytes name;
        bytes symbol;
    }

    function create(address operator, Params params, bytes32 salt);
}

/// The one known difference: solc does not look at the bytes of a string, our decoder insists on UTF-8. False for a
/// well-formed `createVault` whose name or symbol is not.
pub fn is_text(input: &[u8]) -> bool {
    let create = input.strip_prefix(&IVaultFactory::createVaultCall::SELECTOR);
    let decoded = create.and_then(|data| createCall::abi_decode_raw_validate(data).ok());
    decoded.is_none_or(|call| {
        [call.params.name, call.params.symbol].iter().all(|text| from_utf8(text).is_ok())
    })
}
