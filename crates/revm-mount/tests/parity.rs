//! Random programs of native contracts end the same on the in-memory host and in revm.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used
)]

mod support;

use std::rc::Rc;

use alloy_primitives::{Address, B256, Bytes, LogData, U256, keccak256};
use proptest::prelude::*;
use restaking_host::memory::{MemoryHost, Status, Transaction};
use restaking_host::{Call, Context, Creation, Failure, Halt, ModuleId};
use restaking_revm::native_account;
use revm::context::TxEnv;
use revm::context::result::ExecutionResult;
use revm::primitives::hardfork::SpecId;
use revm::state::AccountInfo;
use support::{ALICE, NOBODY, Natives, World, tx};

/// The native contracts; module n is at the n-th address.
const CONTRACTS: [Address; 3] =
    [Address::repeat_byte(0xc0), Address::repeat_byte(0xc1), Address::repeat_byte(0xc2)];
const DELEGATED: Address = Address::repeat_byte(0xde);

#[derive(Debug, Clone)]
enum Op {
    Load(u64),
    Store(u64, u64),
    LoadTransient(u64),
    StoreTransient(u64, u64),
    Log(usize, usize),
    Keccak(usize),
    CodeSize(usize),
    CodeHash(usize),
    Charge(u64),
    GasLeft,
    Call { to: usize, len: usize, value: u64, gas: u64, is_static: bool },
    Create { salt: u8, config: usize },
    Revert,
    Return,
    Halt(Halt),
}

/// Everybody whom a program may ask about or call.
fn somebody(index: usize) -> Address {
    let created = ModuleId(1).instance(CONTRACTS[0], B256::repeat_byte(1));
    let ecrecover = Address::with_last_byte(1);
    [CONTRACTS[0], CONTRACTS[1], CONTRACTS[2], NOBODY, ALICE, DELEGATED, created, ecrecover][index]
}

fn op() -> impl Strategy<Value = Op> {
    let (slot, value, who) = (0..3_u64, 0..3_u64, 0..8_usize);
    let gas = prop_oneof![4 => Just(u64::MAX), 1 => 0..60_000_u64];
    let wei = prop_oneof![3 => Just(0), 1 => 1..4_u64];
    prop_oneof![
        3 => slot.clone().prop_map(Op::Load),
        6 => (slot.clone(), value.clone()).prop_map(|(slot, value)| Op::Store(slot, value)),
        1 => slot.clone().prop_map(Op::LoadTransient),
        2 => (slot, value).prop_map(|(slot, value)| Op::StoreTransient(slot, value)),
        2 => (0..5_usize, 0..70_usize).prop_map(|(topics, len)| Op::Log(topics, len)),
        1 => (0..100_usize).prop_map(Op::Keccak),
        1 => who.clone().prop_map(Op::CodeSize),
        1 => who.clone().prop_map(Op::CodeHash),
        1 => prop_oneof![3 => 0..5_000_u64, 1 => 100_000..3_000_000_u64].prop_map(Op::Charge),
        2 => Just(Op::GasLeft),
        7 => (who, 0..70_usize, wei, gas, prop::bool::weighted(0.2))
            .prop_map(|(to, len, value, gas, is_static)| Op::Call { to, len, value, gas, is_static }),
        2 => (0..3_u8, 0..70_usize).prop_map(|(salt, config)| Op::Create { salt, config }),
        1 => prop_oneof![2 => Just(Op::Revert), 1 => Just(Op::Return), 1 => Just(Op::Halt(Halt::OutOfGas)),
            1 => Just(Op::Halt(Halt::StateChangeInStatic))],
    ]
}

/// Runs a program. The first byte of the calldata says how deep calls may still go; all that was seen is hashed into
/// the answer.
fn run(cx: &mut Context<'_>, program: &[Op]) -> Result<Bytes, Failure> {
    let budget = cx.frame.input.first().copied().unwrap_or(1);
    let mut seen = [cx.frame.input, cx.frame.config, &cx.frame.value.to_be_bytes::<32>()].concat();
    for op in program {
        let word = |value: u64| U256::from(value);
        let bytes = match *op {
            Op::Load(slot) => cx.host.sload(word(slot))?.to_be_bytes_vec(),
            Op::LoadTransient(slot) => cx.host.tload(word(slot))?.to_be_bytes_vec(),
            Op::Store(slot, value) => cx.host.sstore(word(slot), word(value)).map(|()| vec![])?,
            Op::StoreTransient(slot, value) => {
                cx.host.tstore(word(slot), word(value)).map(|()| vec![])?
            }
            Op::Log(topics, len) => {
                let log = LogData::new_unchecked(
                    vec![B256::repeat_byte(3); topics],
                    vec![budget; len].into(),
                );
                cx.host.log(log).map(|()| vec![])?
            }
            Op::Keccak(len) => cx.host.keccak(&vec![1; len])?.to_vec(),
            Op::CodeSize(who) => word(cx.host.code_size(somebody(who))? as u64).to_be_bytes_vec(),
            Op::CodeHash(who) => cx.host.code_hash(somebody(who))?.to_vec(),
            Op::Charge(gas) => cx.host.charge(gas).map(|()| vec![])?,
            Op::GasLeft => word(cx.host.gas_left()).to_be_bytes_vec(),
            Op::Call { to, len, value, gas, is_static } => {
                let Some(budget) = budget.checked_sub(1) else { continue };
                let input = [vec![budget], vec![0; len]].concat();
                let call = Call {
                    to: somebody(to),
                    input: input.into(),
                    value: word(value),
                    gas,
                    is_static,
                };
                let outcome = cx.host.call(call)?;
                [&[u8::from(outcome.is_success)], &outcome.output[..]].concat()
            }
            Op::Create { salt, config } => {
                let config = vec![salt; config];
                let creation =
                    Creation { module: ModuleId(1), salt: B256::repeat_byte(salt), config };
                cx.host.create(creation)?.map_or(vec![], |address| address.to_vec())
            }
            Op::Revert => return Err(Failure::Revert(keccak256(&seen).into())),
            Op::Return => break,
            Op::Halt(halt) => return Err(halt.into()),
        };
        seen.extend(bytes);
    }
    Ok(keccak256(&seen).into())
}

fn natives(programs: &[Vec<Op>]) -> Rc<Natives> {
    let mut natives = Natives::default();
    for (program, module) in programs.iter().cloned().zip(0..) {
        natives.add(module, move |cx| run(cx, &program));
    }
    Rc::new(natives)
}

/// What both must agree on.
#[derive(Debug, PartialEq)]
struct End {
    status: &'static str,
    output: Bytes,
    gas_used: u64,
    gas_refunded: u64,
    logs: Vec<alloy_primitives::Log>,
    accounts: Vec<(u64, U256, Vec<u8>, [U256; 3])>,
}

fn everybody() -> impl Iterator<Item = Address> {
    let created = (0..3_u8)
        .flat_map(|salt| CONTRACTS.map(|by| ModuleId(1).instance(by, B256::repeat_byte(salt))));
    (0..8).map(somebody).filter(|who| *who != ALICE).chain(created)
}

fn in_memory(natives: &Natives, transactions: &[(u64, u64)]) -> Vec<End> {
    let mut chain = MemoryHost::new(natives);
    for (contract, module) in CONTRACTS.into_iter().zip(0..) {
        chain.install(contract, ModuleId(module).code(b"config"));
        chain.set_balance(contract, U256::from(5));
        chain.set_storage(contract, U256::ZERO, U256::from(1));
    }
    chain.install(DELEGATED, [&[0xef, 1, 0][..], CONTRACTS[1].as_slice()].concat());
    chain.set_balance(ALICE, U256::from(1_000));
    let run = |&(value, gas_limit): &(u64, u64)| {
        let transaction = Transaction::new(ALICE, CONTRACTS[0], vec![6].into());
        let transaction = transaction.with_value(U256::from(value)).with_gas_limit(gas_limit);
        let receipt = chain.transact(transaction).unwrap();
        End {
            status: match receipt.status {
                Status::Success => "success",
                Status::Revert => "revert",
                Status::Halt(_) => "halt",
            },
            output: receipt.output,
            gas_used: receipt.gas_used,
            gas_refunded: receipt.gas_refunded,
            logs: receipt.logs,
            accounts: everybody()
                .map(|who| {
                    let slots = [0, 1, 2].map(|slot| chain.storage(who, U256::from(slot)));
                    (chain.nonce(who), chain.balance(who), chain.code(who).to_vec(), slots)
                })
                .collect(),
        }
    };
    transactions.iter().map(run).collect()
}

fn in_revm(natives: Rc<Natives>, transactions: &[(u64, u64)]) -> Vec<End> {
    let mut world = World::default().with_spec(SpecId::OSAKA).delegated(DELEGATED, CONTRACTS[1]);
    world.db.insert_account_info(ALICE, AccountInfo::from_balance(U256::from(1_000)));
    for (contract, module) in CONTRACTS.into_iter().zip(0..) {
        world.db.insert_account_info(contract, native_account(ModuleId(module), b"config"));
        world = world.balance(contract, U256::from(5)).slot(contract, 0, 1);
    }
    world = world.balance(DELEGATED, U256::ZERO);
    world.natives = Rc::into_inner(natives).unwrap();
    let run = |&(value, gas_limit): &(u64, u64)| {
        let result =
            world.transact(TxEnv { value: U256::from(value), gas_limit, ..tx(CONTRACTS[0], [6]) });
        End {
            status: match result {
                ExecutionResult::Success { .. } => "success",
                ExecutionResult::Revert { .. } => "revert",
                ExecutionResult::Halt { .. } => "halt",
            },
            output: result.output().cloned().unwrap_or_default(),
            gas_used: result.tx_gas_used(),
            gas_refunded: result.gas().final_refunded(),
            logs: result.logs().to_vec(),
            accounts: everybody()
                .map(|who| {
                    let AccountInfo { nonce, balance, code, .. } = world.account(who);
                    let code = code.map_or(vec![], |code| code.original_byte_slice().to_vec());
                    (nonce, balance, code, [0, 1, 2].map(|slot| world.storage(who, slot)))
                })
                .collect(),
        }
    };
    transactions.iter().map(run).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn programs_end_the_same_in_memory_and_in_revm(
        programs in prop::collection::vec(prop::collection::vec(op(), 0..12), 3),
        transactions in prop::collection::vec((0..3_u64, prop_oneof![30_000..300_000_u64, 1_000_000..6_000_000_u64]), 1..4),
    ) {
        let natives = natives(&programs);
        let ours = in_memory(&natives, &transactions);
        prop_assert_eq!(ours, in_revm(natives, &transactions));
    }
}
