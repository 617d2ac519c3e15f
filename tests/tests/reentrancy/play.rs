//! One transaction of the accomplice, step by step, and what it left.

use alloy_primitives::{Address, Bytes, Log};
use alloy_sol_types::SolCall;
use restaking::host::Modules;
use restaking_tests::{ALICE, CALLER, Outcome, Status, Write, fixtures::ICaller, fixtures::IToken};

use crate::{
    entries::Entry,
    stage::{IIntruder, Stage, Step, arm},
};

/// Where the accomplice is called, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Number in `Intruder.sol` and `HostileToken.sol`.
    pub number: u8,
    pub name: &'static str,
    /// Is it called by STATICCALL?
    pub is_static: bool,
}

const fn point(number: u8, name: &'static str, is_static: bool) -> Point {
    Point { number, name, is_static }
}

/// Every point at which a call leaves the modules.
pub const POINTS: [Point; 12] = [
    point(1, "before transferFrom", false),
    point(2, "after transferFrom", false),
    point(3, "before transfer", false),
    point(4, "after transfer", false),
    point(5, "received", false),
    point(6, "permit of the token", false),
    point(7, "balanceOf", true),
    point(8, "decimals", true),
    point(20, "onRegister", false),
    point(21, "onDeregister", false),
    point(22, "isValidSignature", true),
    point(23, "in a vault's place", false),
];

/// A point that nothing has.
pub const NOWHERE: u8 = 200;

/// What a transaction left outside of the accomplice.
#[derive(Debug, Clone)]
pub struct Left {
    pub is_success: bool,
    pub writes: Vec<Write>,
    pub logs: Vec<Log>,
    /// Did the intrusions succeed, and what did they answer?
    pub intrusions: Vec<(bool, Bytes)>,
    /// What every step answered.
    pub answers: Vec<Bytes>,
    pub gas: u64,
}

impl Left {
    fn new(outcome: Outcome) -> Self {
        let is_success = outcome.status == Status::Success;
        let intrusions = outcome.events::<IIntruder::Intruded>(CALLER);
        let Outcome { output, gas_used: gas, mut writes, mut logs, .. } = outcome;
        assert!(is_success || writes.is_empty() && logs.is_empty(), "a failure left something");
        writes.retain(|write| write.address != CALLER);
        logs.retain(|log| log.address != CALLER);
        let answers = if is_success {
            ICaller::multiCall::abi_decode_returns(&output).unwrap()
        } else {
            Vec::new()
        };
        let intrusions = intrusions.into_iter().map(|event| (event.ok, event.ret)).collect();
        Self { is_success, writes, logs, intrusions, answers, gas }
    }

    /// Is what is left the same, events in any order?
    pub fn is_like(&self, other: &Self) -> bool {
        let sorted = |logs: &[Log]| {
            let mut words: Vec<String> = logs.iter().map(|log| format!("{log:?}")).collect();
            words.sort();
            words
        };
        self.writes == other.writes && sorted(&self.logs) == sorted(&other.logs)
    }
}

impl<M: Modules> Stage<M> {
    /// Plays a transaction of the accomplice and undoes it. A step that fails fails all.
    pub fn play(&mut self, steps: impl IntoIterator<Item = Step>) -> Left {
        let (to, data) = steps.into_iter().unzip();
        let call = ICaller::multiCall { to, data };
        Left::new(self.protocol.try_send(ALICE, CALLER, &call))
    }

    /// Plays calls one after the other, with nobody called back.
    pub fn play_calm(&mut self, calls: &[&Entry]) -> Left {
        let calls = calls.iter().map(|entry| (entry.to, entry.input.clone()));
        let disarm = arm(NOWHERE, CALLER, Bytes::new());
        self.play([disarm].into_iter().chain(calls).collect::<Vec<_>>())
    }

    /// Plays `outer`, and at `point` within it `inner`; `after` follows in the same transaction.
    pub fn play_nested(&mut self, outer: &Entry, point: u8, inner: &Entry, after: &[Step]) -> Left {
        let steps = [
            arm(point, inner.to, inner.input.clone()),
            (outer.to, outer.input.clone()),
            arm(NOWHERE, CALLER, Bytes::new()),
        ];
        self.play(steps.into_iter().chain(after.iter().cloned()).collect::<Vec<_>>())
    }

    /// The points that `outer` reaches.
    pub fn points(&mut self, outer: &Entry) -> Vec<Point> {
        let probe = probe(self.protocol.token);
        let gas = self.play_nested(outer, NOWHERE, &probe, &[]).gas;
        let is_reached =
            |point: &Point| self.play_nested(outer, point.number, &probe, &[]).gas != gas;
        POINTS.into_iter().filter(is_reached).collect()
    }
}

/// A call that succeeds anywhere and changes nothing.
fn probe(token: Address) -> Entry {
    let input = IToken::totalSupplyCall {}.abi_encode().into();
    Entry { name: "probe".into(), to: token, input }
}
