//! A contract whose code is whatever the test wants to run next.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used)]

use std::{cell::RefCell, rc::Rc};

use alloy_primitives::{Address, Bytes, address};
use restaking_host::{
    Block, Context, Fail, Failure, ModuleId, Modules,
    memory::{MemoryHost, Transaction},
};
use restaking_shares::{Magnitude, Timestamp};
use restaking_withdrawal_delay::{Clock, HoldRequest, Lane, Queue, QueueError, QueueStorage, Seat};

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

/// What the queue is told when it asks when a hold really ends.
#[derive(Clone, Copy, Default)]
pub enum EndOf {
    /// When it was to end.
    #[default]
    AsFiled,
    /// At this time.
    At(u64),
    /// The one who is asked reverts.
    Revert,
}

pub struct World {
    chain: MemoryHost<Script>,
    pub end_of: EndOf,
    asked: Rc<RefCell<Vec<Lane>>>,
}

impl World {
    pub fn new() -> Self {
        let mut chain = MemoryHost::new(Script::default());
        chain.install(CONTRACT, ModuleId(1).code(&[]));
        Self { chain, end_of: EndOf::default(), asked: Rc::default() }
    }

    /// The lanes whose end was asked for since the last time, in order.
    pub fn asked(&mut self) -> Vec<Lane> {
        self.asked.take()
    }

    /// Runs `body` at `time` on the queue, stores it, and hands out what `body` answers.
    pub fn at<T: 'static>(
        &mut self,
        time: u64,
        body: impl FnOnce(&mut Queue, &mut Context<'_>) -> T + 'static,
    ) -> T {
        self.load(time, move |queue, cx| {
            let mut queue = queue.unwrap();
            let answer = body(&mut queue, cx);
            queue.store(cx.host).unwrap();
            answer
        })
    }

    /// As [`World::at`], but stores nothing, as a view.
    pub fn look<T: 'static>(
        &mut self,
        time: u64,
        body: impl FnOnce(&mut Queue, &mut Context<'_>) -> T + 'static,
    ) -> T {
        self.load(time, move |queue, cx| body(&mut queue.unwrap(), cx))
    }

    /// Runs `body` at `time` on what loading the queue answers.
    pub fn load<T: 'static>(
        &mut self,
        time: u64,
        body: impl FnOnce(Result<Queue, Fail<QueueError>>, &mut Context<'_>) -> T + 'static,
    ) -> T {
        let block = Block { timestamp: Timestamp::new(time), ..self.chain.block() };
        self.chain.set_block(block);
        let answer = Rc::new(RefCell::new(None));
        let (slot, asked, end_of) = (answer.clone(), self.asked.clone(), self.end_of);
        *self.chain.modules().0.borrow_mut() = Some(Box::new(move |cx| {
            let now = Timestamp::new(time);
            let queue = Queue::load(cx.host, QueueStorage::ROOT, CLOCK, now, |_, lane, hold| {
                asked.borrow_mut().push(lane);
                match end_of {
                    EndOf::AsFiled => Ok(hold.end()),
                    EndOf::At(time) => Ok(Timestamp::new(time)),
                    EndOf::Revert => Err(Fail::Bubbled(Bytes::from_static(b"no"))),
                }
            });
            *slot.borrow_mut() = Some(body(queue, cx));
        }));
        let receipt = self.chain.transact(Transaction::new(ALICE, CONTRACT, Bytes::new())).unwrap();
        assert!(receipt.is_success());
        answer.borrow_mut().take().unwrap()
    }
}

pub const fn at(time: u64) -> Timestamp {
    Timestamp::new(time)
}

/// A request that can be executed from `from` until `until`.
pub const fn hold_request(from: u64, until: u64, magnitude: u128) -> HoldRequest {
    HoldRequest {
        executable_from: at(from),
        until: at(until),
        magnitude: Magnitude::from_u128(magnitude),
    }
}

pub type Opened = Result<Lane, Fail<QueueError>>;

/// Opens a hold without veto window that reserves 1.
pub fn open(world: &mut World, time: u64, seat: u8, end: u64) -> Opened {
    request(world, time, seat, hold_request(time, end, 1))
}

pub fn request(world: &mut World, time: u64, seat: u8, request: HoldRequest) -> Opened {
    world.at(time, move |queue, cx| queue.open_hold(cx.host, Seat(seat), at(time), request))
}

pub fn end(world: &mut World, time: u64, lane: Lane) -> Result<(), Fail<QueueError>> {
    world.at(time, move |queue, cx| queue.end_hold(cx.host, lane, at(time)))
}

/// Executes a hold that takes 1, with an escrow that is due.
pub fn execute(
    world: &mut World,
    time: u64,
    lane: Lane,
    escrow: Option<(u64, u64)>,
) -> Result<(), Fail<QueueError>> {
    world.at(time, move |queue, cx| {
        let escrow = escrow.map(|(id, due)| (id, at(due)));
        queue.execute_hold(cx.host, lane, at(time), Magnitude::from_u128(1), escrow)
    })
}

pub fn count(world: &mut World, time: u64) -> u32 {
    world.at(time, |queue, _| queue.open_holds())
}
