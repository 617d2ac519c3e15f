//! A contract, its decoder alone, its twin compiled by solc, and the comparison of the three.

use std::collections::BTreeSet;

use alloy_json_abi::{Function, JsonAbi};
use alloy_primitives::{Address, Bytes, U256, hex};
use alloy_sol_types::{Panic, Revert, SolCall, SolError, SolInterface};
use restaking::{
    RestakingModules,
    abi::{
        IAvsRegistry::{self, IAvsRegistryCalls, IAvsRegistryErrors},
        IGovernance::{self, IGovernanceCalls, IGovernanceErrors},
        IOperatorRegistry::{IOperatorRegistryCalls, IOperatorRegistryErrors},
        ISlashing::{self, ISlashingCalls, ISlashingErrors},
        IVault::{self, IVaultCalls, IVaultErrors},
        IVaultFactory::{IVaultFactoryCalls, IVaultFactoryErrors},
    },
    host::{Context, Failure, ModuleId, Modules, abi},
};
use restaking_tests::{ALICE, Artifact, Chain, Outcome, Random, Status, artifact::repository_json};

use crate::text::is_text;

/// The protocol, and modules that decode and do nothing else.
#[derive(Debug, Clone, Copy)]
pub struct WithDecoders;

impl Modules for WithDecoders {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        fn decode<C: SolInterface>(cx: &Context<'_>) -> Option<Result<Bytes, Failure>> {
            Some(abi::decode::<C>(cx).map(|_| Bytes::new()))
        }
        match module {
            ModuleId(901) => decode::<IVaultCalls>(cx),
            ModuleId(902) => decode::<IVaultFactoryCalls>(cx),
            ModuleId(903) => decode::<IOperatorRegistryCalls>(cx),
            ModuleId(904) => decode::<IAvsRegistryCalls>(cx),
            ModuleId(905) => decode::<ISlashingCalls>(cx),
            ModuleId(906) => decode::<IGovernanceCalls>(cx),
            _ => RestakingModules.run(module, cx),
        }
    }
}

/// An interface: its name without the `I`, and the module that decodes its calldata.
#[derive(Debug, Clone, Copy)]
pub struct Interface(pub &'static str, pub u16);

pub const VAULT: Interface = Interface("Vault", 901);
pub const FACTORY: Interface = Interface("VaultFactory", 902);
pub const OPERATORS: Interface = Interface("OperatorRegistry", 903);
pub const AVSS: Interface = Interface("AvsRegistry", 904);
pub const SLASHES: Interface = Interface("Slashing", 905);
pub const GOVERNORS: Interface = Interface("Governance", 906);

impl Interface {
    /// Where a contract stands that decodes and does nothing else.
    pub fn decoder(self) -> Address {
        Address::left_padding_from(&[0xde, 0xc0, 0xde, (self.1 % 100) as u8])
    }

    /// Where the twin stands that solc compiled.
    pub fn twin(self) -> Address {
        Address::left_padding_from(&[0xde, 0xc0, 0x5c, (self.1 % 100) as u8])
    }

    /// Puts decoder and twin there.
    pub fn install(self, chain: &mut Chain<WithDecoders>) {
        let Self(name, module) = self;
        chain.install(self.decoder(), ModuleId(module).code(&[]));
        let twin = Artifact::named(&format!("{name}DecoderTwin"));
        chain.install(self.twin(), twin.deployed_code());
    }

    fn functions(self) -> Vec<Function> {
        let json = repository_json(&format!("contracts-abi/json/I{}.json", self.0));
        let abi: JsonAbi = serde_json::from_value(json).unwrap();
        abi.functions().cloned().collect()
    }

    /// Errors that its calls can end in: its own, and those of the contracts that it calls.
    fn errors(self) -> BTreeSet<[u8; 4]> {
        let vault = IVaultErrors::SELECTORS;
        let of = |lists: &[&[[u8; 4]]]| lists.iter().copied().flatten().copied().collect();
        match self {
            Self(_, 901) => of(&[vault]),
            Self(_, 902) => of(&[IVaultFactoryErrors::SELECTORS]),
            Self(_, 903) => of(&[IOperatorRegistryErrors::SELECTORS]),
            Self(_, 904) => of(&[IAvsRegistryErrors::SELECTORS]),
            Self(_, 905) => of(&[ISlashingErrors::SELECTORS, IAvsRegistryErrors::SELECTORS, vault]),
            Self(..) => of(&[IGovernanceErrors::SELECTORS, vault]),
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
    errors: BTreeSet<[u8; 4]>,
    /// Calldata that goes far in the state at hand.
    pub ready: Vec<Vec<u8>>,
}

impl Subject {
    pub fn new(interface: Interface, contract: Address, ready: Vec<Vec<u8>>) -> Self {
        Self {
            contract,
            decoder: interface.decoder(),
            twin: interface.twin(),
            functions: interface.functions(),
            errors: interface.errors(),
            ready,
        }
    }
}

/// A chain in the middle of its life, the contracts under test on it, and who calls.
#[derive(Debug)]
pub struct Stage {
    pub chain: Chain<WithDecoders>,
    pub subjects: Vec<Subject>,
    pub senders: Vec<Address>,
    /// Addresses that mean something there.
    pub known: Vec<Address>,
}

/// Calls that solc takes, the more tame the more likely to go far.
pub struct Calls<'a> {
    pub stage: &'a mut Stage,
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
        let first = self.random.chance(1, 5);
        let from = if first { ALICE } else { *self.random.pick(&self.stage.senders) };
        let Subject { contract, decoder, twin, .. } = self.subject;
        let mut call = |to| self.stage.chain.try_raw(from, to, input.to_vec(), value);
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

    /// A decoded call succeeds, or reverts with an error of the interface, of what it calls or of the token; views
    /// overflow; what is asked of a vault that is none reverts empty, as Solidity would.
    fn check_decoded(&self, input: &[u8], outcome: &Outcome, shown: &dyn Fn() -> String) {
        match &outcome.status {
            Status::Success => {}
            Status::Revert => {
                assert!(outcome.writes.is_empty() && outcome.logs.is_empty());
                let Some(selector) = outcome.output.first_chunk() else {
                    assert!(outcome.output.is_empty() && calls_a_vault(input), "{}", shown());
                    return;
                };
                let is_overflow = outcome.output == Panic::from(0x11_u64).abi_encode();
                let is_known = self.subject.errors.contains(selector)
                    || *selector == Revert::SELECTOR
                    || (is_overflow && may_overflow(input));
                assert!(is_known, "{}: {}", outcome.output, shown());
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
fn may_overflow(input: &[u8]) -> bool {
    let selectors = [
        IVault::convertToSharesCall::SELECTOR,
        IVault::convertToAssetsCall::SELECTOR,
        IVault::previewDepositCall::SELECTOR,
        IVault::previewMintCall::SELECTOR,
        IVault::pendingReturnCall::SELECTOR,
    ];
    selectors.iter().any(|selector| input.starts_with(selector))
}

/// Functions that call a vault which the caller names, without asking the factory whether it is one.
fn calls_a_vault(input: &[u8]) -> bool {
    let selectors = [
        IAvsRegistry::dilutionOfCall::SELECTOR,
        IAvsRegistry::guaranteedStakeOfCall::SELECTOR,
        IAvsRegistry::minSlashableStakeUntilCall::SELECTOR,
        ISlashing::capOfCall::SELECTOR,
        IGovernance::pauseDepositsCall::SELECTOR,
        IGovernance::returnEscrowCall::SELECTOR,
        IGovernance::payRecoveryCall::SELECTOR,
    ];
    selectors.iter().any(|selector| input.starts_with(selector))
}
