//! The chains that a vector is played on: revm and memory, with the same modules.

use alloy_primitives::{Address, Bytes, Log};
use restaking::{
    RestakingModules,
    host::{
        Block, Context, Failure, ModuleId, Modules,
        memory::{MemoryHost, Receipt, Transaction},
    },
    shares::Timestamp,
};
use restaking_tests::{GAS_LIMIT, Outcome};

use crate::{batch, token};

pub type RevmChain = restaking_tests::Chain<Table>;
pub type MemoryChain = MemoryHost<Table>;

/// The protocol's modules, the token and the batch.
#[derive(Debug)]
pub struct Table;

impl Modules for Table {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        match module {
            token::TOKEN_MODULE => Some(token::call(cx)),
            batch::BATCH_MODULE => Some(batch::call(cx)),
            _ => RestakingModules.run(module, cx),
        }
    }
}

/// How a transaction ended.
pub struct Ended {
    pub is_success: bool,
    pub output: Bytes,
    pub logs: Vec<Log>,
}

pub trait Chain {
    const NAME: &'static str;

    fn empty() -> Self;

    fn install(&mut self, address: Address, code: Vec<u8>);

    fn set_now(&mut self, time: u64);

    /// Executes a transaction.
    fn send(&mut self, from: Address, to: Address, input: Vec<u8>) -> Ended;

    /// Executes a transaction and undoes it.
    fn view(&mut self, from: Address, to: Address, input: Vec<u8>) -> Ended;
}

impl Chain for RevmChain {
    const NAME: &'static str = "revm";

    fn empty() -> Self {
        Self::new(Table)
    }

    fn install(&mut self, address: Address, code: Vec<u8>) {
        Self::install(self, address, code);
    }

    fn set_now(&mut self, time: u64) {
        Self::set_now(self, time);
    }

    fn send(&mut self, from: Address, to: Address, input: Vec<u8>) -> Ended {
        self.send_raw(from, to, input, Default::default()).into()
    }

    fn view(&mut self, from: Address, to: Address, input: Vec<u8>) -> Ended {
        self.try_raw(from, to, input, Default::default()).into()
    }
}

impl From<Outcome> for Ended {
    fn from(outcome: Outcome) -> Self {
        Self { is_success: outcome.is_success(), output: outcome.output, logs: outcome.logs }
    }
}

impl Chain for MemoryChain {
    const NAME: &'static str = "memory";

    fn empty() -> Self {
        Self::new(Table)
    }

    fn install(&mut self, address: Address, code: Vec<u8>) {
        Self::install(self, address, code);
    }

    fn set_now(&mut self, time: u64) {
        let Block { number, chain_id, .. } = self.block();
        let timestamp = Timestamp::new(time);
        self.set_block(Block { number: number + 1, timestamp, chain_id });
    }

    fn send(&mut self, from: Address, to: Address, input: Vec<u8>) -> Ended {
        self.transact(transaction(from, to, input)).unwrap().into()
    }

    fn view(&mut self, from: Address, to: Address, input: Vec<u8>) -> Ended {
        Self::view(self, transaction(from, to, input)).unwrap().into()
    }
}

impl From<Receipt> for Ended {
    fn from(receipt: Receipt) -> Self {
        Self { is_success: receipt.is_success(), output: receipt.output, logs: receipt.logs }
    }
}

fn transaction(from: Address, to: Address, input: Vec<u8>) -> Transaction {
    Transaction::new(from, to, input.into()).with_gas_limit(GAS_LIMIT)
}
