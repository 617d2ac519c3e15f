//! A small chain with native contracts and hand-assembled bytecode.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::missing_errors_doc
)]

pub mod asm;
pub mod composite;

use core::convert::Infallible;

use alloy_primitives::{Address, B256, Bytes, U256};
use restaking_host::{Context, Failure, ModuleId, Modules};
use restaking_revm::{mainnet, native_account};
use revm::context::result::{EVMError, ExecutionResult};
use revm::context::{CfgEnv, TxEnv};
use revm::context_interface::transaction::{AccessList, AccessListItem};
use revm::database::{CacheDB, EmptyDB};
use revm::database_interface::DBErrorMarker;
use revm::primitives::{TxKind, hardfork::SpecId};
use revm::state::{AccountInfo, Bytecode};
use revm::{
    Context as EvmContext, Database, DatabaseCommit, ExecuteCommitEvm, Journal, MainContext,
};

pub const ALICE: Address = Address::repeat_byte(0xa1);
/// Where most tests put their native contract.
pub const NATIVE: Address = Address::repeat_byte(0xc0);
/// A second one.
pub const OTHER: Address = Address::repeat_byte(0xc1);
/// Where most tests put their bytecode.
pub const CODE: Address = Address::repeat_byte(0xbc);
/// Nothing is here.
pub const NOBODY: Address = Address::repeat_byte(0xee);
pub const ETHER: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

pub type Entry = dyn Fn(&mut Context<'_>) -> Result<Bytes, Failure>;

/// Modules made of closures.
#[derive(Default)]
pub struct Natives(Vec<(ModuleId, Box<Entry>)>);

impl Modules for Natives {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        self.0.iter().find(|(id, _)| *id == module).map(|(_, entry)| entry(cx))
    }
}

impl Natives {
    pub fn add(
        &mut self,
        module: u16,
        entry: impl Fn(&mut Context<'_>) -> Result<Bytes, Failure> + 'static,
    ) {
        self.0.push((ModuleId(module), Box::new(entry)));
    }
}

pub type Ctx<DB> = EvmContext<revm::context::BlockEnv, TxEnv, CfgEnv, DB, Journal<DB>, ()>;

/// A context in which tests may spend any gas and repeat nonces.
pub fn context<DB: Database>(db: DB, spec: SpecId) -> Ctx<DB> {
    EvmContext::mainnet().with_db(db).modify_cfg_chained(|cfg| {
        cfg.set_spec_and_mainnet_gas_params(spec);
        cfg.disable_nonce_check = true;
        cfg.tx_gas_limit_cap = Some(u64::MAX);
    })
}

pub fn tx(to: Address, input: impl Into<Bytes>) -> TxEnv {
    TxEnv {
        caller: ALICE,
        kind: TxKind::Call(to),
        data: input.into(),
        gas_limit: 10_000_000,
        gas_price: 0,
        ..Default::default()
    }
}

/// A transaction with an access list that costs so much that the refund is never capped.
pub fn expensive(to: Address) -> TxEnv {
    let storage_keys = (0..900_u64).map(|key| B256::from(U256::from(key))).collect();
    let access_list =
        AccessList(vec![AccessListItem { address: Address::repeat_byte(0xac), storage_keys }]);
    TxEnv { tx_type: 1, access_list, ..tx(to, Bytes::new()) }
}

pub fn code_account(code: impl Into<Bytes>) -> AccountInfo {
    let code = Bytecode::new_legacy(code.into());
    AccountInfo::new(U256::ZERO, 1, code.hash_slow(), code)
}

pub struct World {
    pub db: CacheDB<EmptyDB>,
    pub natives: Natives,
    pub spec: SpecId,
    /// EIP-7825's cap on the gas limit. Under EIP-8037 what a transaction has above it is the reservoir.
    pub cap: Option<u64>,
}

impl Default for World {
    fn default() -> Self {
        let mut db = CacheDB::new(EmptyDB::new());
        db.insert_account_info(ALICE, AccountInfo::from_balance(ETHER * U256::from(1_000)));
        Self { db, natives: Natives::default(), spec: SpecId::OSAKA, cap: Some(u64::MAX) }
    }
}

impl World {
    pub fn with_spec(self, spec: SpecId) -> Self {
        Self { spec, ..self }
    }

    /// Puts a native contract at `address`, of a module of its own.
    pub fn native(
        mut self,
        address: Address,
        entry: impl Fn(&mut Context<'_>) -> Result<Bytes, Failure> + 'static,
    ) -> Self {
        let module = u16::from_be_bytes([address[0], address[1]]);
        self.natives.add(module, entry);
        self.db.insert_account_info(address, native_account(ModuleId(module), &[]));
        self
    }

    pub fn code(mut self, address: Address, code: impl Into<Bytes>) -> Self {
        self.db.insert_account_info(address, code_account(code));
        self
    }

    /// The account's code becomes an EIP-7702 delegation.
    pub fn delegated(mut self, address: Address, to: Address) -> Self {
        let code = Bytecode::new_eip7702(to);
        self.db.insert_account_info(address, AccountInfo::new(ETHER, 1, code.hash_slow(), code));
        self
    }

    pub fn balance(mut self, address: Address, balance: U256) -> Self {
        self.db.load_account(address).unwrap().info.balance = balance;
        self
    }

    pub fn slot(mut self, address: Address, slot: u64, value: u64) -> Self {
        self.db.insert_account_storage(address, U256::from(slot), U256::from(value)).unwrap();
        self
    }

    pub fn transact(&mut self, tx: TxEnv) -> ExecutionResult {
        self.try_transact(tx).unwrap()
    }

    pub fn try_transact(&mut self, tx: TxEnv) -> Result<ExecutionResult, EVMError<Infallible>> {
        let ctx = context(&mut self.db, self.spec)
            .modify_cfg_chained(|cfg| cfg.tx_gas_limit_cap = self.cap);
        mainnet(ctx, &self.natives).unwrap().transact_commit(tx)
    }

    pub fn call(&mut self, to: Address) -> ExecutionResult {
        self.transact(tx(to, Bytes::new()))
    }

    pub fn storage(&mut self, address: Address, slot: u64) -> U256 {
        self.db.storage(address, U256::from(slot)).unwrap()
    }

    pub fn account(&mut self, address: Address) -> AccountInfo {
        self.db.basic(address).unwrap().unwrap_or_default()
    }
}

/// Runs and commits one transaction.
pub fn transact<DB: Database<Error: DBErrorMarker> + DatabaseCommit>(
    db: DB,
    natives: &Natives,
    spec: SpecId,
    tx: TxEnv,
) -> Result<ExecutionResult, EVMError<DB::Error>> {
    mainnet(context(db, spec), natives).unwrap().transact_commit(tx)
}

/// The first word of the output.
pub fn word(result: &ExecutionResult) -> U256 {
    U256::from_be_slice(&result.output().unwrap()[..32])
}

pub fn words(values: impl IntoIterator<Item = u64>) -> Bytes {
    values
        .into_iter()
        .flat_map(|value| U256::from(value).to_be_bytes_vec())
        .collect::<Vec<_>>()
        .into()
}
