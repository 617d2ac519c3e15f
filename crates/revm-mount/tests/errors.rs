//! What aborts a transaction, what is refused before it runs, and what running out of gas leaves behind.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used
)]

mod support;

use alloy_primitives::{Address, B256, Bytes, LogData, U256};
use restaking_host::{Call, Context, Creation, Failure, Halt, ModuleId};
use restaking_revm::{ConfigError, mainnet};
use revm::bytecode::opcode::*;
use revm::context::TxEnv;
use revm::context::result::EVMError;
use revm::database::{CacheDB, EmptyDB};
use revm::database_interface::DBErrorMarker;
use revm::handler::{Handler, MainnetHandler};
use revm::primitives::AddressMap;
use revm::primitives::hardfork::SpecId;
use revm::state::{Account, AccountInfo, Bytecode};
use revm::{
    Database, DatabaseCommit, ExecuteCommitEvm, ExecuteEvm, InspectCommitEvm, SystemCallCommitEvm,
};
use support::asm::Asm;
use support::{CODE, NATIVE, NOBODY, OTHER, World, composite, context, tx, word, words};

/// Names what could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot read {0} {1:?}")]
struct Unreadable(Address, Option<U256>);

impl DBErrorMarker for Unreadable {}

/// A database that cannot read one account, or one slot.
#[derive(Clone)]
struct Broken {
    db: CacheDB<EmptyDB>,
    fault: Unreadable,
}

impl Broken {
    fn check(&self, address: Address, slot: Option<U256>) -> Result<(), Unreadable> {
        if self.fault == Unreadable(address, slot) { Err(self.fault) } else { Ok(()) }
    }
}

impl Database for Broken {
    type Error = Unreadable;

    fn basic(&mut self, address: Address) -> Result<Option<AccountInfo>, Unreadable> {
        self.check(address, None)?;
        Ok(self.db.basic(address).unwrap())
    }

    fn code_by_hash(&mut self, hash: B256) -> Result<Bytecode, Unreadable> {
        Ok(self.db.code_by_hash(hash).unwrap())
    }

    fn storage(&mut self, address: Address, slot: U256) -> Result<U256, Unreadable> {
        self.check(address, Some(slot))?;
        Ok(self.db.storage(address, slot).unwrap())
    }

    fn block_hash(&mut self, number: u64) -> Result<B256, Unreadable> {
        Ok(self.db.block_hash(number).unwrap())
    }
}

impl DatabaseCommit for Broken {
    fn commit(&mut self, changes: AddressMap<Account>) {
        self.db.commit(changes);
    }
}

/// The main call must abort with the fault; the next transaction, to `NOBODY`, must find nothing of it.
fn assert_aborts(world: World, fault: Unreadable) {
    for is_inspected in [false, true] {
        let db = Broken { db: world.db.clone(), fault };
        let inspector = revm::inspector::NoOpInspector {};
        let ctx = context(db, world.spec);
        let mut evm =
            restaking_revm::mainnet_with_inspector(ctx, &world.natives, inspector).unwrap();
        let main = tx(NATIVE, []);
        let result =
            if is_inspected { evm.inspect_tx_commit(main) } else { evm.transact_commit(main) };
        assert_eq!(result, Err(EVMError::Database(fault)));

        let after = evm.transact(tx(NOBODY, [])).unwrap();
        assert!(after.result.is_success() && after.result.logs().is_empty());
        assert!(!after.state.contains_key(&NATIVE), "{:?}", after.state);
        let account =
            evm.inner_mut().ctx.journaled_state.database.db.basic(NATIVE).unwrap().unwrap();
        assert_eq!(account.nonce, 1);
        let slot =
            evm.inner_mut().ctx.journaled_state.database.db.storage(NATIVE, U256::ZERO).unwrap();
        assert_eq!(slot, U256::ZERO);
    }
}

/// Everything is refused after a fatal halt.
fn assert_dead(cx: &mut Context<'_>) {
    let fatal = Err(Halt::Fatal);
    assert_eq!(cx.host.gas_left(), 0);
    assert_eq!(cx.host.charge(0), fatal);
    assert_eq!(cx.host.sload(U256::from(7)).map(drop), fatal);
    assert_eq!(cx.host.sstore(U256::from(7), U256::from(1)), fatal);
    assert_eq!(cx.host.tload(U256::ZERO).map(drop), fatal);
    assert_eq!(cx.host.tstore(U256::ZERO, U256::from(1)), fatal);
    assert_eq!(cx.host.log(LogData::new_unchecked(vec![], Bytes::new())), fatal);
    assert_eq!(cx.host.call(Call::new(NOBODY, Bytes::new())).map(drop), fatal);
    assert_eq!(cx.host.code_size(NOBODY).map(drop), fatal);
    assert_eq!(cx.host.code_hash(NOBODY).map(drop), fatal);
    assert_eq!(cx.host.keccak(&[]).map(drop), fatal);
    let creation = Creation { module: ModuleId(7), salt: B256::ZERO, config: vec![] };
    assert_eq!(cx.host.create(creation).map(drop), fatal);
}

/// Writes, does `act`, ignores its failure and claims success.
fn stubborn(act: fn(&mut Context<'_>) -> Result<(), Halt>) -> World {
    World::default().native(NATIVE, move |cx| {
        cx.host.sstore(U256::ZERO, U256::from(1))?;
        assert_eq!(act(cx), Err(Halt::Fatal));
        assert_dead(cx);
        Ok(Bytes::new())
    })
}

#[test]
fn database_error_aborts_whatever_the_module_makes_of_it() {
    let slot = U256::from(5);
    let in_slot = Unreadable(NATIVE, Some(slot));
    assert_aborts(stubborn(|cx| cx.host.sload(U256::from(5)).map(drop)), in_slot);
    assert_aborts(stubborn(|cx| cx.host.sstore(U256::from(5), U256::from(5))), in_slot);
    let in_account = Unreadable(CODE, None);
    assert_aborts(stubborn(|cx| cx.host.code_size(CODE).map(drop)), in_account);
    assert_aborts(stubborn(|cx| cx.host.code_hash(CODE).map(drop)), in_account);
    assert_aborts(stubborn(|cx| cx.host.call(Call::new(CODE, Bytes::new())).map(drop)), in_account);
}

#[test]
fn database_error_in_a_creation_aborts() {
    let address = ModuleId(7).instance(NATIVE, B256::ZERO);
    let act = |cx: &mut Context<'_>| {
        cx.host.create(Creation { module: ModuleId(7), salt: B256::ZERO, config: vec![] }).map(drop)
    };
    assert_aborts(stubborn(act), Unreadable(address, None));
}

fn call_code(cx: &mut Context<'_>) -> Result<(), Halt> {
    cx.host.call(Call::new(CODE, Bytes::new())).map(drop)
}

#[test]
fn database_error_in_a_bytecode_callee_aborts() {
    let world = || stubborn(call_code).code(CODE, Asm::new().push(5).op(SLOAD));
    assert_aborts(world(), Unreadable(CODE, Some(U256::from(5))));
    let world = stubborn(call_code).code(CODE, Asm::new().push_address(OTHER).op(BALANCE));
    assert_aborts(world, Unreadable(OTHER, None));
}

#[test]
fn database_error_below_several_frames_aborts() {
    // NATIVE calls CODE, which calls OTHER, which calls a contract that reads the slot.
    let deepest = Address::repeat_byte(0xdd);
    let swallow = move |cx: &mut Context<'_>| {
        assert_eq!(cx.host.call(Call::new(deepest, Bytes::new())), Err(Halt::Fatal));
        assert_dead(cx);
        Ok(Bytes::new())
    };
    let bytecode = Asm::new().call(CALL, OTHER, 0, (0, 0), (0, 0)).op(POP).sstore(0, 1);
    let world = || stubborn(call_code).code(CODE, bytecode.clone()).native(OTHER, swallow);
    let fault = Unreadable(deepest, Some(U256::from(5)));
    assert_aborts(world().code(deepest, Asm::new().push(5).op(SLOAD)), fault);
    assert_aborts(world().code(deepest, Asm::new().sstore(5, 1)), fault);
    let native = |cx: &mut Context<'_>| Ok(cx.host.sload(U256::from(5)).map(|_| Bytes::new())?);
    assert_aborts(world().native(deepest, native), fault);
    assert_aborts(world(), Unreadable(deepest, None));
}

#[test]
fn fatal_by_the_module_itself_aborts() {
    let mut world = World::default().native(NATIVE, |cx| {
        cx.host.sstore(U256::ZERO, U256::from(1))?;
        Err(Halt::Fatal.into())
    });
    assert!(matches!(world.try_transact(tx(NATIVE, [])), Err(EVMError::Custom(_))));
    let mut world = world.code(CODE, Asm::new().call(CALL, NATIVE, 0, (0, 0), (0, 0)));
    assert!(matches!(world.try_transact(tx(CODE, [])), Err(EVMError::Custom(_))));
    assert_eq!(world.storage(NATIVE, 0), U256::ZERO);
}

#[test]
fn halts_of_the_module_itself_use_up_the_gas() {
    for halt in [Halt::OutOfGas, Halt::StateChangeInStatic] {
        let mut world = World::default().native(NATIVE, move |cx| {
            cx.host.sstore(U256::ZERO, U256::from(1))?;
            Err(Failure::Halt(halt))
        });
        let result = world.call(NATIVE);
        assert!(result.is_halt());
        assert_eq!(result.gas().total_gas_spent(), 10_000_000);
        assert_eq!(world.storage(NATIVE, 0), U256::ZERO);
    }
}

#[test]
fn every_gas_limit_ends_clean() {
    for spec in [SpecId::OSAKA, SpecId::AMSTERDAM] {
        let fresh = composite::world().with_spec(spec);
        let enough = run_with_gas(&fresh, 10_000_000).0.gas().total_gas_spent();
        let slots = |db: &mut CacheDB<EmptyDB>| {
            composite::slots().map(|(address, slot)| db.storage(address, U256::from(slot)).unwrap())
        };
        let untouched = slots(&mut fresh.db.clone());
        let done = slots(&mut run_with_gas(&fresh, enough * 2).1);
        let mut outcomes = [0; 2];
        for gas in (21_000..enough + 2_000).step_by(97) {
            let (result, mut db) = run_with_gas(&fresh, gas);
            outcomes[usize::from(result.is_success())] += 1;
            let spent = result.gas().total_gas_spent();
            assert!(spent <= gas, "{spec:?} {gas}");
            if !result.is_success() {
                assert_eq!(spent, gas, "an exhausted transaction pays all");
                assert!(result.logs().is_empty());
                assert_eq!(slots(&mut db), untouched);
                assert_eq!(db.basic(NATIVE).unwrap().unwrap().nonce, 1);
                assert_eq!(db.basic(composite::instance()).unwrap(), None);
            }
        }
        assert!(outcomes.iter().all(|&count| count > 20), "{spec:?} {outcomes:?}");
        assert_ne!(untouched, done);
    }
}

fn run_with_gas(
    world: &World,
    gas: u64,
) -> (revm::context::result::ExecutionResult, CacheDB<EmptyDB>) {
    let mut db = world.db.clone();
    let ctx = context(&mut db, world.spec);
    let mut evm = mainnet(ctx, &world.natives).unwrap();
    let result = evm.transact_commit(TxEnv { gas_limit: gas, ..tx(NATIVE, []) }).unwrap();
    (result, db)
}

#[test]
fn configuration_is_refused_at_construction() {
    let world = World::default();
    let ctx = context(world.db.clone(), SpecId::BERLIN);
    assert_eq!(
        mainnet(ctx, &world.natives).err(),
        Some(ConfigError::SpecBeforeLondon(SpecId::BERLIN))
    );
    let ctx = context(world.db, SpecId::OSAKA).modify_cfg_chained(|cfg| cfg.disable_eip3541 = true);
    assert_eq!(mainnet(ctx, &world.natives).err(), Some(ConfigError::Eip3541Disabled));
}

/// An EVM whose configuration went bad after its construction.
macro_rules! misconfigured {
    ($world:ident) => {{
        let ctx = context($world.db.clone(), SpecId::OSAKA);
        let inspector = revm::inspector::NoOpInspector {};
        let mut evm =
            restaking_revm::mainnet_with_inspector(ctx, &$world.natives, inspector).unwrap();
        evm.inner_mut().ctx.cfg.disable_eip3541 = true;
        evm
    }};
}

#[test]
fn configuration_is_checked_again_by_every_transaction() {
    let world = World::default().native(NATIVE, |_| Ok(words([1])));
    let is_refused = |error: EVMError<_>| matches!(error, EVMError::CustomAny(error) if error.to_string() == ConfigError::Eip3541Disabled.to_string());
    let mut evm = misconfigured!(world);
    assert_eq!(evm.check_config(), Err(ConfigError::Eip3541Disabled));
    assert!(is_refused(evm.transact_commit(tx(NATIVE, [])).unwrap_err()));
    assert!(is_refused(evm.inspect_tx_commit(tx(NATIVE, [])).unwrap_err()));
    assert!(is_refused(evm.system_call_commit(NATIVE, Bytes::new()).unwrap_err()));
    assert!(is_refused(evm.replay().unwrap_err()));
    evm.inner_mut().ctx.cfg.disable_eip3541 = false;
    assert_eq!(word(&evm.transact_commit(tx(NATIVE, [])).unwrap()), U256::from(1));
}

#[test]
fn configuration_is_refused_under_a_foreign_handler_too() {
    let world = World::default().native(NATIVE, |_| Ok(words([1])));
    let mut evm = misconfigured!(world);
    evm.inner_mut().ctx.tx = tx(NATIVE, []);
    let result: Result<_, EVMError<_>> = MainnetHandler::default().run(&mut evm);
    assert!(matches!(result, Err(EVMError::Custom(text)) if text.contains("EIP-3541")));
    assert!(!evm.finalize().values().any(|account| account.is_touched()));
}

#[test]
fn system_call_runs_native_and_commits() {
    let mut world = World::default().native(NATIVE, |cx| {
        cx.host.sstore(U256::ZERO, U256::from(1))?;
        Ok(cx.caller().into_word().to_vec().into())
    });
    let mut evm = mainnet(context(&mut world.db, world.spec), &world.natives).unwrap();
    let result = evm.system_call_commit(NATIVE, Bytes::new()).unwrap();
    let caller = revm::handler::SYSTEM_ADDRESS.into_word().to_vec();
    assert_eq!(result.output().unwrap(), &caller);
    assert_eq!(world.storage(NATIVE, 0), U256::from(1));
}
