//! A contract whose code is whatever the test wants to run next.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used)]

use std::cell::RefCell;

use alloy_primitives::{Address, Bytes, address};
use restaking_host::{
    Block, Context, Failure, ModuleId, Modules,
    memory::{MemoryHost, Transaction},
};
use restaking_shares::Timestamp;
use restaking_withdrawal_delay::{Clock, Queue, QueueStorage};

pub const ALICE: Address = address!("00000000000000000000000000000000000a11ce");
pub const BOB: Address = address!("0000000000000000000000000000000000000b0b");
const CONTRACT: Address = address!("00000000000000000000000000000000000000c0");

pub const DAY: u64 = 24 * 60 * 60;
/// A day on which an epoch of one day starts.
pub const START: u64 = 20_000 * DAY;
pub const CLOCK: Clock = Clock::new(DAY);

type Body = Box<dyn FnOnce(&mut Context<'_>)>;

#[derive(Default)]
pub struct Script(RefCell<Option<Body>>);

impl Modules for Script {
    fn run(&self, _: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        let body = self.0.borrow_mut().take()?;
        body(cx);
        Some(Ok(Bytes::new()))
    }
}

pub struct World(MemoryHost<Script>);

impl World {
    pub fn new() -> Self {
        let mut chain = MemoryHost::new(Script::default());
        chain.install(CONTRACT, ModuleId(1).code(&[]));
        Self(chain)
    }

    /// Runs `body` at `time` on the queue, stores it, and hands out what `body` answers.
    pub fn at<T: 'static>(
        &mut self,
        time: u64,
        body: impl FnOnce(&mut Queue, &mut Context<'_>) -> T + 'static,
    ) -> T {
        let block = Block { timestamp: Timestamp::new(time), ..self.0.block() };
        self.0.set_block(block);
        let answer = std::rc::Rc::new(RefCell::new(None));
        let slot = answer.clone();
        *self.0.modules().0.borrow_mut() = Some(Box::new(move |cx| {
            let mut queue =
                Queue::load(cx.host, QueueStorage::ROOT, CLOCK, Timestamp::new(time)).unwrap();
            *slot.borrow_mut() = Some(body(&mut queue, cx));
            queue.store(cx.host).unwrap();
        }));
        let receipt = self.0.transact(Transaction::new(ALICE, CONTRACT, Bytes::new())).unwrap();
        assert!(receipt.is_success());
        answer.borrow_mut().take().unwrap()
    }
}
