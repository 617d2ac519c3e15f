//! A chain whose native contracts are functions of the test.
#![allow(dead_code)] // every test file uses its own part

use alloy_primitives::{Address, Bytes, U256};
use restaking_host::memory::{MemoryHost, Receipt, Transaction};
use restaking_host::{Call, CallOutcome, Context, Failure, Halt, ModuleId, Modules};

pub(crate) const ALICE: Address = Address::repeat_byte(0xa1);
pub(crate) const FIRST: Address = Address::repeat_byte(0xc1);
pub(crate) const SECOND: Address = Address::repeat_byte(0xc2);
pub(crate) const THIRD: Address = Address::repeat_byte(0xc3);
pub(crate) const NOBODY: Address = Address::repeat_byte(0xee);

pub(crate) type Entry = fn(&mut Context<'_>) -> Result<Bytes, Failure>;
pub(crate) type Chain = MemoryHost<Natives>;

/// The module with id n is the nth function.
#[derive(Debug)]
pub(crate) struct Natives(Vec<Entry>);

impl Modules for Natives {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        self.0.get(usize::from(module.0)).map(|entry| entry(cx))
    }
}

/// A chain with these functions, at `FIRST`, `SECOND`, `THIRD`, in order, and ids 0, 1, 2.
pub(crate) fn chain(entries: &[Entry]) -> Chain {
    let mut chain = MemoryHost::new(Natives(entries.to_vec()));
    for (address, id) in [FIRST, SECOND, THIRD].into_iter().zip(0..).take(entries.len()) {
        chain.install(address, ModuleId(id).code(&[]));
    }
    chain
}

/// A transaction of Alice to `to` without calldata: 21,000 gas before it runs, and that is the floor too.
pub(crate) fn poke(to: Address) -> Transaction {
    Transaction::new(ALICE, to, Bytes::new())
}

/// Runs the function at `FIRST`.
pub(crate) fn run(chain: &mut Chain) -> Receipt {
    chain.transact(poke(FIRST)).expect("a valid transaction")
}

/// Runs one function on a fresh chain.
pub(crate) fn run_alone(entry: Entry) -> Receipt {
    run(&mut chain(&[entry]))
}

pub(crate) fn call(cx: &mut Context<'_>, to: Address) -> Result<CallOutcome, Halt> {
    cx.host.call(Call::new(to, Bytes::new()))
}

/// The gas that `body` uses.
pub(crate) fn metered(
    cx: &mut Context<'_>,
    body: impl FnOnce(&mut Context<'_>) -> Result<(), Halt>,
) -> Result<u64, Halt> {
    let before = cx.host.gas_left();
    body(cx)?;
    Ok(before.saturating_sub(cx.host.gas_left()))
}

pub(crate) fn words(values: &[u64]) -> Bytes {
    values
        .iter()
        .flat_map(|&value| U256::from(value).to_be_bytes::<32>())
        .collect::<Vec<u8>>()
        .into()
}

pub(crate) fn u(value: u64) -> U256 {
    U256::from(value)
}

pub(crate) const NO_DATA: Result<Bytes, Failure> = Ok(Bytes::new());
