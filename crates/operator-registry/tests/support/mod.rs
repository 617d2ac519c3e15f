//! An operator registry on the memory host, with a stub AVS registry, a contract wallet and a gas meter.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

pub mod wallet;

use std::cell::RefCell;

use alloy_primitives::{Address, B256, Bytes, Selector, U256, address};
use alloy_sol_types::{SolCall, SolEvent, sol};
use restaking_abi::{IAvsRegistry, IOperatorRegistry};
use restaking_host::{
    AbiError, Block, Call, CallOutcome, Context, Failure, ModuleId, Modules,
    memory::{MemoryHost, Receipt, Transaction},
};
use restaking_operator_registry::{
    OperatorRegistryConfig, OperatorRegistryError, OperatorRegistryStorage,
};
use restaking_shares::Timestamp;

pub const ALICE: Address = address!("00000000000000000000000000000000000a11ce");
pub const BOB: Address = address!("0000000000000000000000000000000000000b0b");
pub const OPERATOR: Address = address!("00000000000000000000000000000000000000e7");
pub const RECIPIENT: Address = address!("0000000000000000000000000000000000000054");
pub const REGISTRY: Address = address!("00000000000000000000000000000000000000c0");
pub const AVS_REGISTRY: Address = address!("0000000000000000000000000000000000000052");
pub const CONTRACT: Address = address!("00000000000000000000000000000000000000c1");
pub const METER: Address = address!("00000000000000000000000000000000000000c2");

pub const DAY: u64 = 24 * 60 * 60;
pub const START: u64 = 20_000 * DAY;
/// 1e18.
pub const ONE: u64 = 1_000_000_000_000_000_000;
pub const TENTH: u64 = ONE / 10;

const REGISTRY_MODULE: ModuleId = ModuleId(1);
const AVS_MODULE: ModuleId = ModuleId(2);
const BROKEN_AVS_MODULE: ModuleId = ModuleId(3);
const SILENT_AVS_MODULE: ModuleId = ModuleId(4);
const WALLET_MODULE: ModuleId = ModuleId(5);
const METER_MODULE: ModuleId = ModuleId(6);

/// What follows the digest in a signature on which the wallet calls the registry before it accepts.
pub const REENTER: &[u8] = b"reenter";

sol! {
    function isValidSignature(bytes32 hash, bytes signature) external view returns (bytes4);
}

/// The modules, and what the wallet calls and how that ended.
#[derive(Default)]
pub struct Table {
    pub calldata: RefCell<Bytes>,
    pub outcomes: RefCell<Vec<CallOutcome>>,
}

impl Modules for Table {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        match module {
            REGISTRY_MODULE => Some(restaking_operator_registry::call(cx)),
            AVS_MODULE => Some(avs_registry(cx)),
            BROKEN_AVS_MODULE => Some(Err(Failure::Revert(Bytes::from_static(b"broken")))),
            SILENT_AVS_MODULE => Some(Ok(Bytes::new())),
            WALLET_MODULE => Some(self.wallet(cx)),
            METER_MODULE => Some(meter(cx)),
            _ => None,
        }
    }
}

impl Table {
    /// A wallet whose signature of a digest is the digest itself.
    fn wallet(&self, cx: &mut Context<'_>) -> Result<Bytes, Failure> {
        let asked = isValidSignatureCall::abi_decode(cx.frame.input).unwrap();
        let (digest, rest) = asked.signature.split_at_checked(32).unwrap_or_default();
        if digest != asked.hash.as_slice() {
            return Ok(Bytes::new());
        }
        if rest == REENTER {
            let input = self.calldata.borrow().clone();
            let outcome = cx.host.call(Call::new(REGISTRY, input).with_gas(1_000_000))?;
            self.outcomes.borrow_mut().push(outcome);
        }
        Ok(B256::right_padding_from(&isValidSignatureCall::SELECTOR).into())
    }
}

/// An operator has live allocations if the slot of its number is not zero.
fn avs_registry(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let call = IAvsRegistry::hasLiveAllocationsCall::abi_decode(cx.frame.input).unwrap();
    let is_live = !cx.host.sload(slot_of(call.operator))?.is_zero();
    Ok(IAvsRegistry::hasLiveAllocationsCall::abi_encode_returns(&is_live).into())
}

/// Answers the gas that the registry uses for the calldata, with that of a call to a cold account.
fn meter(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let before = cx.host.gas_left();
    let outcome = cx.host.call(Call::view(REGISTRY, cx.frame.input.to_vec().into()))?;
    assert!(outcome.is_success);
    Ok(U256::from(before - cx.host.gas_left()).to_be_bytes_vec().into())
}

fn slot_of(operator: Address) -> U256 {
    operator.into_word().into()
}

pub struct World {
    pub chain: MemoryHost<Table>,
}

/// Return value, or revert data.
pub type Called<C> = Result<<C as SolCall>::Return, Bytes>;

impl World {
    /// A chain with the registry, at [`START`], without an AVS registry.
    pub fn bare() -> Self {
        let mut chain = MemoryHost::new(Table::default());
        let config = OperatorRegistryConfig { avs_registry: AVS_REGISTRY };
        chain.install(REGISTRY, REGISTRY_MODULE.code(&config.encode()));
        chain.install(METER, METER_MODULE.code(&[]));
        let mut world = Self { chain };
        world.at(START);
        world
    }

    /// With an AVS registry where nobody has live allocations.
    pub fn new() -> Self {
        let mut world = Self::bare();
        world.chain.install(AVS_REGISTRY, AVS_MODULE.code(&[]));
        world
    }

    /// With [`OPERATOR`], whose commission is a tenth.
    pub fn with_operator() -> Self {
        let mut world = Self::new();
        world.send(OPERATOR, registration(TENTH)).unwrap();
        world
    }

    /// As [`World::with_operator`], and [`ALICE`] controls it.
    pub fn under_alice() -> Self {
        let mut world = Self::with_operator();
        world.hand_over(OPERATOR, OPERATOR, ALICE);
        world
    }

    pub fn at(&mut self, time: u64) -> &mut Self {
        let block = Block { timestamp: Timestamp::new(time), ..self.chain.block() };
        self.chain.set_block(block);
        self
    }

    pub fn set_live(&mut self, operator: Address, on: bool) {
        self.chain.set_storage(AVS_REGISTRY, slot_of(operator), U256::from(on));
    }

    /// From now on the AVS registry reverts with "broken".
    pub fn break_avs_registry(&mut self) {
        self.chain.install(AVS_REGISTRY, BROKEN_AVS_MODULE.code(&[]));
    }

    /// From now on the AVS registry answers nothing.
    pub fn silence_avs_registry(&mut self) {
        self.chain.install(AVS_REGISTRY, SILENT_AVS_MODULE.code(&[]));
    }

    /// Puts a contract wallet at [`CONTRACT`].
    pub fn install_wallet(&mut self) {
        self.chain.install(CONTRACT, WALLET_MODULE.code(&[]));
    }

    /// A registry whose code has no configuration, at [`CONTRACT`].
    pub fn install_bare_registry(&mut self) {
        self.chain.install(CONTRACT, REGISTRY_MODULE.code(&[]));
    }

    pub fn receipt<C: SolCall>(&mut self, from: Address, call: C) -> Receipt {
        self.chain.transact(Transaction::new(from, REGISTRY, call.abi_encode().into())).unwrap()
    }

    /// Calls the registry.
    pub fn send<C: SolCall>(&mut self, from: Address, call: C) -> Called<C> {
        let receipt = self.receipt(from, call);
        if receipt.is_success() {
            Ok(C::abi_decode_returns(&receipt.output).unwrap())
        } else {
            Err(receipt.output)
        }
    }

    /// Calls the registry, and the one event that the call logs.
    pub fn logged<C: SolCall, Event: SolEvent>(&mut self, from: Address, call: C) -> Event {
        let receipt = self.receipt(from, call);
        assert!(receipt.is_success(), "{receipt:?}");
        assert_eq!(receipt.logs.len(), 1);
        assert_eq!(receipt.logs[0].address, REGISTRY);
        Event::decode_log_data(&receipt.logs[0].data).unwrap()
    }

    /// Asserts that the call reverts with the error and changes nothing.
    #[track_caller]
    pub fn refuses<C: SolCall>(&mut self, from: Address, call: C, error: OperatorRegistryError) {
        let before = self.stored();
        let receipt = self.receipt(from, call);
        assert!(!receipt.is_success(), "expected: {error}");
        assert_eq!(receipt.output, Bytes::from(error.abi_encode()), "expected: {error}");
        assert_eq!((self.stored(), receipt.logs), (before, vec![]));
    }

    /// Looks at the registry.
    pub fn view<C: SolCall>(&mut self, call: C) -> C::Return {
        let receipt =
            self.chain.view(Transaction::new(BOB, REGISTRY, call.abi_encode().into())).unwrap();
        assert!(receipt.is_success(), "{receipt:?}");
        C::abi_decode_returns(&receipt.output).unwrap()
    }

    /// The gas that the registry uses for `call`, with that of a call to a cold account.
    pub fn gas<C: SolCall>(&mut self, call: C) -> u64 {
        let tx = Transaction::new(BOB, METER, call.abi_encode().into());
        let receipt = self.chain.view(tx).unwrap();
        U256::from_be_slice(&receipt.output).to()
    }

    /// All that the registry stores.
    pub fn stored(&self) -> Vec<(U256, U256)> {
        self.chain.storage_of(REGISTRY).collect()
    }

    /// Control of `operator` goes from `from` to `to`.
    pub fn hand_over(&mut self, operator: Address, from: Address, to: Address) {
        let offer = IOperatorRegistry::transferControlCall { operator, controller: to };
        self.send(from, offer).unwrap();
        self.send(to, IOperatorRegistry::acceptControlCall { operator }).unwrap();
    }

    /// The controller `by` appoints `who` for `selector` of `module`.
    pub fn appoint(&mut self, by: Address, who: Address, module: Address, selector: [u8; 4]) {
        self.send(by, appointee(who, module, selector, true)).unwrap();
    }

    pub fn is_operator(&mut self, account: Address) -> bool {
        self.view(IOperatorRegistry::isOperatorCall { account })
    }

    pub fn controller(&mut self, operator: Address) -> Address {
        self.view(IOperatorRegistry::controllerOfCall { operator })
    }

    pub fn recipient(&mut self, operator: Address) -> Address {
        self.view(IOperatorRegistry::rewardRecipientOfCall { operator })
    }

    pub fn nonce(&mut self, operator: Address) -> u64 {
        self.view(IOperatorRegistry::noncesCall { operator }).to()
    }

    /// Commission, announced commission, and from when that holds.
    pub fn commission(&mut self, operator: Address) -> (u64, u64, u64) {
        let answer = self.view(IOperatorRegistry::commissionOfCall { operator });
        (answer.commission.to(), answer.announced.to(), answer.effectiveAt)
    }

    /// The slot of the operator's word.
    pub fn word_slot(&self, operator: Address) -> U256 {
        OperatorRegistryStorage::ROOT.operators().locate(operator).number()
    }

    /// The slot of the operator's pending commission.
    pub fn pending_slot(&self, operator: Address) -> U256 {
        OperatorRegistryStorage::ROOT.pending_commissions().locate(operator).number()
    }
}

pub fn registration(commission: u64) -> IOperatorRegistry::registerCall {
    IOperatorRegistry::registerCall {
        metadataURI: "ipfs://one".into(),
        rewardRecipient: RECIPIENT,
        commission: U256::from(commission),
    }
}

pub fn retirement() -> IOperatorRegistry::retireCall {
    IOperatorRegistry::retireCall { operator: OPERATOR }
}

pub fn metadata() -> IOperatorRegistry::updateMetadataCall {
    IOperatorRegistry::updateMetadataCall { operator: OPERATOR, metadataURI: "ipfs://two".into() }
}

pub fn commission(commission: u64) -> IOperatorRegistry::setCommissionCall {
    let commission = U256::from(commission);
    IOperatorRegistry::setCommissionCall { operator: OPERATOR, commission }
}

pub fn recipient(recipient: Address) -> IOperatorRegistry::setRewardRecipientCall {
    IOperatorRegistry::setRewardRecipientCall { operator: OPERATOR, recipient }
}

/// Appoints or dismisses for [`OPERATOR`].
pub fn appointee(
    appointee: Address,
    module: Address,
    selector: [u8; 4],
    appointed: bool,
) -> IOperatorRegistry::setAppointeeCall {
    let selector = Selector::from(selector);
    let operator = OPERATOR;
    IOperatorRegistry::setAppointeeCall { operator, appointee, module, selector, appointed }
}

pub fn offer(controller: Address) -> IOperatorRegistry::transferControlCall {
    IOperatorRegistry::transferControlCall { operator: OPERATOR, controller }
}

pub fn acceptance() -> IOperatorRegistry::acceptControlCall {
    IOperatorRegistry::acceptControlCall { operator: OPERATOR }
}

pub fn not_controller(caller: Address) -> OperatorRegistryError {
    OperatorRegistryError::NotController { caller, operator: OPERATOR }
}

pub const NOT_OPERATOR: OperatorRegistryError =
    OperatorRegistryError::NotOperator { account: OPERATOR };
