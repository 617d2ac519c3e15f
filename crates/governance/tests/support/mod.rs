//! Governance on the memory host, with a vault that records what it is told.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

use alloy_primitives::{Address, Bytes, U256, address};
use alloy_sol_types::{SolCall, SolEvent};
use restaking_abi::{IGovernance, IVault};
use restaking_governance::{GovernanceConfig, GovernanceError};
use restaking_host::{
    AbiError, Block, Context, Fail, Failure, ModuleId, Modules, Slot, abi,
    memory::{MemoryHost, Receipt, Transaction},
    storage,
};
use restaking_shares::Timestamp;

pub const ALICE: Address = address!("00000000000000000000000000000000000a11ce");
pub const BOB: Address = address!("0000000000000000000000000000000000000b0b");
pub const OWNER: Address = address!("0000000000000000000000000000000000000040");
pub const GUARDIAN: Address = address!("0000000000000000000000000000000000000041");
pub const GOVERNANCE: Address = address!("0000000000000000000000000000000000000053");
pub const AVS: Address = address!("00000000000000000000000000000000000000a5");
pub const OTHER_AVS: Address = address!("00000000000000000000000000000000000000a6");
pub const VAULT: Address = address!("0000000000000000000000000000000000000061");
pub const OTHER_VAULT: Address = address!("0000000000000000000000000000000000000062");

pub const DAY: u64 = 24 * 60 * 60;
pub const WEEK: u64 = 7 * DAY;
pub const START: u64 = 20_000 * DAY;

const GOVERNANCE_MODULE: ModuleId = ModuleId(1);
const VAULT_MODULE: ModuleId = ModuleId(2);
const REFUSING_MODULE: ModuleId = ModuleId(3);

/// What a refusing vault reverts with.
pub const REFUSAL: Bytes = Bytes::from_static(b"refused");

storage! {
    /// What the vault was told.
    struct VaultStub {
        caller: Slot<Address>,
        calls: Slot<U256>,
        until: Slot<U256>,
        known: Slot<U256>,
    }
}

pub struct Table;

impl Modules for Table {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        match module {
            GOVERNANCE_MODULE => Some(restaking_governance::call(cx)),
            VAULT_MODULE => Some(vault(cx)),
            REFUSING_MODULE => Some(Err(Failure::Revert(REFUSAL))),
            _ => None,
        }
    }
}

/// Records who called, and what governance answers while it waits for the vault.
fn vault(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    use IVault::IVaultCalls as Calls;
    let (caller, this, root) = (cx.caller(), cx.this(), VaultStub::ROOT);
    root.caller().write(cx.host, caller)?;
    let calls = root.calls().read(cx.host)?;
    root.calls().write(cx.host, calls + U256::from(1))?;
    match abi::decode::<Calls>(cx)? {
        Calls::pauseDeposits(c) => {
            let known: Result<_, Fail<GovernanceError>> =
                abi::view(cx, caller, &IGovernance::depositsPauseCall { vault: this });
            root.until().write(cx.host, U256::from(c.until))?;
            root.known().write(cx.host, U256::from(known?.until))?;
            Ok(Bytes::new())
        }
        Calls::returnEscrow(c) => {
            let answer = IVault::returnEscrowReturn {
                toPool: c.escrowId + U256::from(1),
                magnitude: c.escrowId + U256::from(2),
            };
            Ok(IVault::returnEscrowCall::abi_encode_returns(&answer).into())
        }
        Calls::payRecovery(c) => {
            let paid = c.assets + U256::from_be_slice(c.to.as_slice());
            Ok(IVault::payRecoveryCall::abi_encode_returns(&paid).into())
        }
        _ => Err(Failure::EMPTY_REVERT),
    }
}

/// What the vault recorded.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    pub caller: Address,
    pub calls: u64,
    pub until: u64,
    /// The end of the pause as governance told it during the call.
    pub known: u64,
}

pub struct World {
    pub chain: MemoryHost<Table>,
}

/// Return value, or revert data.
pub type Called<C> = Result<<C as SolCall>::Return, Bytes>;

impl World {
    pub fn new() -> Self {
        Self::with(&GovernanceConfig::new(OWNER, GUARDIAN).encode())
    }

    /// Governance whose code after the marker is `config`.
    pub fn with(config: &[u8]) -> Self {
        let mut chain = MemoryHost::new(Table);
        chain.install(GOVERNANCE, GOVERNANCE_MODULE.code(config));
        for vault in [VAULT, OTHER_VAULT] {
            chain.install(vault, VAULT_MODULE.code(&[]));
        }
        let mut world = Self { chain };
        world.at(START);
        world
    }

    pub fn at(&mut self, time: u64) -> &mut Self {
        let block = Block { timestamp: Timestamp::new(time), ..self.chain.block() };
        self.chain.set_block(block);
        self
    }

    pub fn now(&self) -> u64 {
        self.chain.block().timestamp.get()
    }

    /// From now on the vault refuses whatever it is asked.
    pub fn mute_vault(&mut self) {
        self.chain.install(VAULT, REFUSING_MODULE.code(&[]));
    }

    pub fn receipt<C: SolCall>(&mut self, from: Address, call: C) -> Receipt {
        self.chain.transact(Transaction::new(from, GOVERNANCE, call.abi_encode().into())).unwrap()
    }

    pub fn send<C: SolCall>(&mut self, from: Address, call: C) -> Called<C> {
        answer::<C>(&self.receipt(from, call))
    }

    /// As [`World::send`], and the only event must be `event`.
    pub fn send_logging<C: SolCall>(&mut self, from: Address, call: C, event: impl SolEvent) {
        let receipt = self.receipt(from, call);
        assert!(receipt.is_success(), "{receipt:?}");
        let logs: Vec<_> = receipt.logs.iter().map(|log| (log.address, log.data.clone())).collect();
        assert_eq!(logs, [(GOVERNANCE, event.encode_log_data())]);
    }

    pub fn view<C: SolCall>(&mut self, call: C) -> C::Return {
        let tx = Transaction::new(ALICE, GOVERNANCE, call.abi_encode().into());
        let receipt = self.chain.view(tx).unwrap();
        answer::<C>(&receipt).unwrap()
    }

    pub fn told(&self, vault: Address) -> Told {
        let root = VaultStub::ROOT;
        let word = |slot: U256| self.chain.storage(vault, slot);
        Told {
            caller: Address::from_word(word(root.caller().number()).into()),
            calls: word(root.calls().number()).to(),
            until: word(root.until().number()).to(),
            known: word(root.known().number()).to(),
        }
    }
}

fn answer<C: SolCall>(receipt: &Receipt) -> Called<C> {
    if receipt.is_success() {
        Ok(C::abi_decode_returns(&receipt.output).unwrap())
    } else {
        Err(receipt.output.clone())
    }
}

/// Something that can be paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Allocations,
    Filing,
    Deposits(Address),
    Quarantine(Address),
}

pub use Subject::{Allocations, Deposits, Filing, Quarantine};

/// One of each kind, and a second one where there are several.
pub const SUBJECTS: [Subject; 6] = [
    Allocations,
    Filing,
    Deposits(VAULT),
    Deposits(OTHER_VAULT),
    Quarantine(AVS),
    Quarantine(OTHER_AVS),
];

impl World {
    pub fn pause(&mut self, from: Address, subject: Subject, duration: u64) -> Result<(), Bytes> {
        match subject {
            Allocations => {
                self.send(from, IGovernance::pauseAllocationsCall { duration }).map(drop)
            }
            Filing => self.send(from, IGovernance::pauseFilingCall { duration }).map(drop),
            Deposits(vault) => {
                self.send(from, IGovernance::pauseDepositsCall { vault, duration }).map(drop)
            }
            Quarantine(avs) => {
                self.send(from, IGovernance::quarantineCall { avs, duration }).map(drop)
            }
        }
    }

    pub fn unpause(&mut self, from: Address, subject: Subject) -> Result<(), Bytes> {
        match subject {
            Allocations => self.send(from, IGovernance::unpauseAllocationsCall {}).map(drop),
            Filing => self.send(from, IGovernance::unpauseFilingCall {}).map(drop),
            Deposits(vault) => {
                self.send(from, IGovernance::unpauseDepositsCall { vault }).map(drop)
            }
            Quarantine(avs) => self.send(from, IGovernance::endQuarantineCall { avs }).map(drop),
        }
    }

    /// From, until, and when the next may begin.
    pub fn last(&mut self, subject: Subject) -> (u64, u64, u64) {
        match subject {
            Allocations => {
                let it = self.view(IGovernance::allocationsPauseCall {});
                (it.from, it.until, it.nextFrom)
            }
            Filing => {
                let it = self.view(IGovernance::filingPauseCall {});
                (it.from, it.until, it.nextFrom)
            }
            Deposits(vault) => {
                let it = self.view(IGovernance::depositsPauseCall { vault });
                (it.from, it.until, it.nextFrom)
            }
            Quarantine(avs) => {
                let it = self.view(IGovernance::quarantineOfCall { avs });
                (it.from, it.until, it.nextFrom)
            }
        }
    }

    /// Pauses `subject` for `[from, until)`.
    pub fn paused(&mut self, subject: Subject, from: u64, until: u64) -> &mut Self {
        self.at(from).pause(GUARDIAN, subject, until - from).unwrap();
        self
    }
}

/// The revert data of a typed error.
pub fn error(error: GovernanceError) -> Option<Bytes> {
    Some(error.abi_encode().into())
}

/// `Panic(0x11)`: a value does not fit.
pub fn overflow() -> Option<Bytes> {
    use alloy_sol_types::{Panic, PanicKind, SolError};
    Some(Panic::from(PanicKind::UnderOverflow).abi_encode().into())
}

/// A revert without data.
pub fn empty() -> Option<Bytes> {
    Some(Bytes::new())
}
