//! A vault on the memory host, with a token of which everybody but the vault has any amount. Slashing, the registries
//! and governance are accounts without code, unless a test installs a stand-in.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    unused_imports,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

mod modules;

use alloy_primitives::{Address, B256, Bytes, U256, address};
use alloy_sol_types::{SolCall, sol};
use restaking_abi::{IVault, IVaultFactory};
use restaking_host::{
    AbiError, Block, Context, Failure, Mapping, ModuleId, Modules, Slot, abi,
    memory::{MemoryHost, Receipt, Transaction},
    storage,
};
use restaking_shares::Timestamp;
use restaking_vault::factory::FactoryConfig;

pub use modules::{IAvsStub, IGovernanceStub, IOperatorStub};

pub const ALICE: Address = address!("00000000000000000000000000000000000a11ce");
pub const BOB: Address = address!("0000000000000000000000000000000000000b0b");
pub const OPERATOR: Address = address!("00000000000000000000000000000000000000e7");
pub const OPERATORS: Address = address!("0000000000000000000000000000000000000050");
pub const SLASHING: Address = address!("0000000000000000000000000000000000000051");
pub const REGISTRY: Address = address!("0000000000000000000000000000000000000052");
pub const GOVERNANCE: Address = address!("0000000000000000000000000000000000000053");
pub const RECIPIENT: Address = address!("0000000000000000000000000000000000000054");
pub const FACTORY: Address = address!("00000000000000000000000000000000000000fa");
pub const TOKEN: Address = address!("0000000000000000000000000000000000000070");

pub const DAY: u64 = 24 * 60 * 60;
/// A day on which an epoch of one day starts.
pub const START: u64 = 20_000 * DAY;
/// 1e18.
pub const ONE: u128 = 1_000_000_000_000_000_000;
/// 1e27, a vault's whole at birth.
pub const WHOLE: u128 = 1_000_000_000_000_000_000_000_000_000;

const VAULT_MODULE: ModuleId = ModuleId(1);
const FACTORY_MODULE: ModuleId = ModuleId(2);
const TOKEN_MODULE: ModuleId = ModuleId(3);
/// Nobody runs this one: whatever it is asked, it uses up its gas.
const MUTE_MODULE: ModuleId = ModuleId(4);
const OPERATORS_MODULE: ModuleId = ModuleId(5);
const REGISTRY_MODULE: ModuleId = ModuleId(6);
const GOVERNANCE_MODULE: ModuleId = ModuleId(7);

sol! {
    interface IToken {
        function balanceOf(address account) external view returns (uint256);
        function decimals() external view returns (uint8);
        function transfer(address to, uint256 amount) external returns (bool);
        function transferFrom(address from, address to, uint256 amount) external returns (bool);
        function setBalance(address account, uint256 amount) external;
        function setBlocked(address account, bool on) external;
        function setDecimals(uint8 decimals) external;
    }
}

storage! {
    /// State of the token.
    struct TokenStorage {
        balances: Mapping<Address, Slot<U256>>,
        blocked: Mapping<Address, Slot<bool>>,
        /// Exclusive or 18.
        decimals: Slot<u8>,
    }
}

pub struct Table;

impl Modules for Table {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        match module {
            VAULT_MODULE => Some(restaking_vault::call(cx)),
            FACTORY_MODULE => Some(restaking_vault::factory::call(cx)),
            TOKEN_MODULE => Some(token(cx)),
            OPERATORS_MODULE => Some(modules::operators(cx)),
            REGISTRY_MODULE => Some(modules::registry(cx)),
            GOVERNANCE_MODULE => Some(modules::governance(cx)),
            _ => None,
        }
    }
}

fn token(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    use IToken::ITokenCalls as Calls;
    let root = TokenStorage::ROOT;
    let word = |value: U256| Ok(value.to_be_bytes_vec().into());
    match abi::decode::<Calls>(cx)? {
        Calls::balanceOf(c) => word(root.balances().key(cx.host, c.account)?.read(cx.host)?),
        Calls::decimals(_) => word(U256::from(root.decimals().read(cx.host)? ^ 18)),
        Calls::setDecimals(c) => {
            root.decimals().write(cx.host, c.decimals ^ 18)?;
            Ok(Bytes::new())
        }
        Calls::transfer(c) => {
            if root.blocked().key(cx.host, c.to)?.read(cx.host)? {
                return Err(Failure::Revert(Bytes::from_static(b"blocked")));
            }
            let caller = cx.caller();
            let from = root.balances().key(cx.host, caller)?;
            let held = from.read(cx.host)?;
            from.write(cx.host, held.checked_sub(c.amount).ok_or(Failure::EMPTY_REVERT)?)?;
            let to = root.balances().key(cx.host, c.to)?;
            let held = to.read(cx.host)?;
            to.write(cx.host, held + c.amount)?;
            word(U256::from(1))
        }
        Calls::transferFrom(c) => {
            let to = root.balances().key(cx.host, c.to)?;
            let held = to.read(cx.host)?;
            to.write(cx.host, held + c.amount)?;
            word(U256::from(1))
        }
        Calls::setBalance(c) => {
            root.balances().key(cx.host, c.account)?.write(cx.host, c.amount)?;
            Ok(Bytes::new())
        }
        Calls::setBlocked(c) => {
            root.blocked().key(cx.host, c.account)?.write(cx.host, c.on)?;
            Ok(Bytes::new())
        }
    }
}

pub fn factory_config() -> FactoryConfig {
    FactoryConfig::new(VAULT_MODULE, OPERATORS, SLASHING, REGISTRY, GOVERNANCE)
}

pub fn params() -> IVaultFactory::VaultParams {
    IVaultFactory::VaultParams {
        asset: TOKEN,
        epochLength: DAY,
        exitDelay: 14 * DAY,
        leverageLimit: U256::from(ONE),
        slashCap: U256::from(ONE),
        slashCapWindow: 0,
        maxRedistributable: U256::ZERO,
        depositCap: U256::from(u128::MAX >> 16),
        depositorApprover: Address::ZERO,
        name: "Vault".into(),
        symbol: "V".into(),
    }
}

pub struct World {
    pub chain: MemoryHost<Table>,
    pub vault: Address,
}

/// Return value, or revert data.
pub type Called<C> = Result<<C as SolCall>::Return, Bytes>;

impl World {
    /// A chain with factory and token, at [`START`], without vault.
    pub fn bare() -> Self {
        let mut chain = MemoryHost::new(Table);
        chain.install(FACTORY, FACTORY_MODULE.code(&factory_config().encode()));
        chain.install(TOKEN, TOKEN_MODULE.code(&[]));
        let mut world = Self { chain, vault: Address::ZERO };
        world.at(START);
        world
    }

    /// A chain with a vault of [`OPERATOR`].
    pub fn new() -> Self {
        Self::with(params())
    }

    pub fn with(params: IVaultFactory::VaultParams) -> Self {
        let mut world = Self::bare();
        let call = IVaultFactory::createVaultCall { operator: OPERATOR, params, salt: B256::ZERO };
        world.vault = world.send_to(FACTORY, OPERATOR, call).unwrap();
        world
    }

    pub fn at(&mut self, time: u64) -> &mut Self {
        let block = Block { timestamp: Timestamp::new(time), ..self.chain.block() };
        self.chain.set_block(block);
        self
    }

    pub fn receipt<C: SolCall>(&mut self, to: Address, from: Address, call: C) -> Receipt {
        self.chain.transact(Transaction::new(from, to, call.abi_encode().into())).unwrap()
    }

    pub fn send_to<C: SolCall>(&mut self, to: Address, from: Address, call: C) -> Called<C> {
        let receipt = self.receipt(to, from, call);
        if receipt.is_success() {
            Ok(C::abi_decode_returns(&receipt.output).unwrap())
        } else {
            Err(receipt.output)
        }
    }

    /// Calls the vault.
    pub fn send<C: SolCall>(&mut self, from: Address, call: C) -> Called<C> {
        self.send_to(self.vault, from, call)
    }

    /// Looks at the vault.
    pub fn view<C: SolCall>(&mut self, call: C) -> C::Return {
        let tx = Transaction::new(ALICE, self.vault, call.abi_encode().into());
        let receipt = self.chain.view(tx).unwrap();
        assert!(receipt.is_success(), "{receipt:?}");
        C::abi_decode_returns(&receipt.output).unwrap()
    }

    pub fn token_balance(&mut self, account: Address) -> U256 {
        let call = IToken::balanceOfCall { account };
        let receipt =
            self.chain.view(Transaction::new(ALICE, TOKEN, call.abi_encode().into())).unwrap();
        U256::from_be_slice(&receipt.output)
    }

    pub fn set_token_balance(&mut self, account: Address, amount: u128) {
        let call = IToken::setBalanceCall { account, amount: U256::from(amount) };
        self.send_to(TOKEN, ALICE, call).unwrap();
    }

    /// Installs the stand-in of the operator registry: nobody may act for anybody until it is told so.
    pub fn install_operators(&mut self) -> &mut Self {
        self.chain.install(OPERATORS, OPERATORS_MODULE.code(&[]));
        self
    }

    /// Installs the stand-in of the AVS registry: all seats are free, the risk version is 0.
    pub fn install_registry(&mut self) -> &mut Self {
        self.chain.install(REGISTRY, REGISTRY_MODULE.code(&[]));
        self
    }

    /// Installs the stand-in of governance: it never paused anything and bounds exclude every vault.
    pub fn install_governance(&mut self) -> &mut Self {
        self.chain.install(GOVERNANCE, GOVERNANCE_MODULE.code(&[]));
        self
    }

    /// From now on `account` fails whatever it is asked.
    pub fn mute(&mut self, account: Address) {
        self.chain.install(account, MUTE_MODULE.code(&[]));
    }

    /// From now on the token fails whatever it is asked.
    pub fn mute_token(&mut self) {
        self.mute(TOKEN);
    }

    pub fn unmute_token(&mut self) {
        self.chain.install(TOKEN, TOKEN_MODULE.code(&[]));
    }

    pub fn block_recipient(&mut self, account: Address, on: bool) {
        self.send_to(TOKEN, ALICE, IToken::setBlockedCall { account, on }).unwrap();
    }

    pub fn deposit(&mut self, who: Address, assets: u128) -> U256 {
        self.send(who, IVault::depositCall { assets: U256::from(assets), receiver: who }).unwrap()
    }

    /// Requests everything that `who` has, and answers the request id.
    pub fn exit(&mut self, who: Address) -> U256 {
        let shares = self.view(IVault::balanceOfCall { account: who });
        self.send(who, IVault::requestRedeemCall { shares, controller: who, owner: who }).unwrap()
    }

    /// Opens a hold without veto window that reserves 1e18.
    pub fn open_hold(&mut self, seat: u8, until: u64) -> u8 {
        let now = self.chain.block().timestamp.get();
        self.send(SLASHING, hold(seat, now, until, ONE)).unwrap()
    }

    /// Takes `magnitude` under `lane`, into escrow until `until`.
    pub fn slash(
        &mut self,
        lane: u8,
        magnitude: u128,
        until: u64,
        recipient: Address,
    ) -> IVault::slashReturn {
        let call = IVault::slashCall {
            lane,
            magnitude: U256::from(magnitude),
            escrowUntil: until,
            recipient,
        };
        self.send(SLASHING, call).unwrap()
    }

    pub fn claim(&mut self, who: Address, id: U256) -> U256 {
        let call =
            IVault::redeemRequestsCall { requestIds: vec![id], receiver: who, controller: who };
        self.send(who, call).unwrap()
    }
}

pub fn hold(seat: u8, from: u64, until: u64, magnitude: u128) -> IVault::openHoldCall {
    IVault::openHoldCall { seat, executableFrom: from, until, magnitude: U256::from(magnitude) }
}

/// The revert data of a typed error.
pub fn error(error: impl AbiError) -> Bytes {
    error.abi_encode().into()
}
