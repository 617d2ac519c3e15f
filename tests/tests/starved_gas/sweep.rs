//! One call with every amount of gas, from the same state.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use restaking_tests::{ALICE, CALLER, Outcome, Protocol, fixtures::ICaller};

/// More than any call needs.
pub const AMPLE: u64 = 20_000_000;

/// Between two amounts that are tried everywhere.
const STEP: u64 = 500;

/// Before each change of the end, every amount is tried.
const FINE: u64 = 2_000;

/// How a call ended with some amount of gas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// It failed and left nothing. The first four bytes of the revert data, if there are any.
    Nothing(Bytes),
    /// It left what it leaves with ample gas.
    Same,
    /// It left something else.
    Other,
}

/// A call of [`CALLER`].
#[derive(Debug, Clone)]
pub struct Case {
    pub name: String,
    pub to: Address,
    pub input: Bytes,
}

impl Case {
    pub fn new(name: &str, to: Address, call: &impl SolCall) -> Self {
        Self { name: name.into(), to, input: call.abi_encode().into() }
    }
}

/// What a sweep saw.
#[derive(Debug)]
pub struct Sweep {
    /// Amounts tried.
    pub tried: usize,
    /// Each end and the least amount in a row that has it.
    pub ends: Vec<(u64, End)>,
}

impl Sweep {
    /// Passes if with too little gas nothing was left, and with enough of it the same as with ample gas, at whatever
    /// amount that begins.
    #[track_caller]
    pub fn assert_all_or_nothing(&self, name: &str) {
        assert!(self.tried > 2_000, "{name}: {}", self.tried);
        let (last, rest) = self.ends.split_last().unwrap();
        assert_eq!(last.1, End::Same, "{name}: {:?}", self.ends);
        let is_nothing = |(_, end): &(u64, End)| matches!(end, End::Nothing(_));
        assert!(!rest.is_empty() && rest.iter().all(is_nothing), "{name}: {:?}", self.ends);
    }
}

/// Makes a call of [`CALLER`] with so much gas and undoes it: did it succeed, what did it answer, what did it leave?
pub fn run(protocol: &mut Protocol, case: &Case, gas: u64) -> (bool, Bytes, Outcome) {
    let call = ICaller::executeWithGasCall {
        to: case.to,
        data: case.input.clone(),
        gasLimit: U256::from(gas),
    };
    let outcome = protocol.world.chain.try_send(ALICE, CALLER, &call);
    let answer = outcome.answer(&call);
    (answer.ok, answer.ret, outcome)
}

/// What is tried beyond the last change: a fifth of it, at least so much.
const BEYOND: u64 = 100_000;

/// What is tried of calls that always fail.
const BEYOND_FAILURE: u64 = 600_000;

/// Tries `case` with every amount of gas that may matter.
pub fn sweep(protocol: &mut Protocol, case: &Case) -> Sweep {
    let (is_success, answer, ample) = run(protocol, case, AMPLE);
    assert!(is_success, "{}: {answer}", case.name);
    let mut tried = 0;
    let mut end = |gas| {
        tried += 1;
        let (is_success, ret, left) = run(protocol, case, gas);
        let is_empty = left.writes.is_empty() && left.logs.is_empty();
        let is_same = ret == answer && left.writes == ample.writes && left.logs == ample.logs;
        match is_success {
            true if is_same => End::Same,
            false if is_empty => End::Nothing(ret.get(..4).unwrap_or(&ret).to_vec().into()),
            _ => End::Other,
        }
    };
    let mut ends = vec![(0, end(0))];
    let (mut gas, mut last) = (0, 0);
    while ends.last().unwrap().1 != End::Same || gas < last + (last / 5).max(BEYOND) {
        gas += STEP;
        assert!(gas < AMPLE, "{}: {ends:?}", case.name);
        if end(gas) != ends.last().unwrap().1 {
            last = gas;
            refine(&mut ends, gas, &mut end);
        }
    }
    for gas in [2 * gas, 4 * gas, AMPLE] {
        refine_at(&mut ends, gas, &mut end);
    }
    Sweep { tried, ends }
}

/// Tries every amount before one that ends otherwise, back to [`FINE`] and to the one before it.
fn refine(ends: &mut Vec<(u64, End)>, gas: u64, end: &mut impl FnMut(u64) -> End) {
    let changed = ends.last().unwrap().0;
    for fine in gas.saturating_sub(FINE).max(changed + 1)..=gas {
        refine_at(ends, fine, end);
    }
}

fn refine_at(ends: &mut Vec<(u64, End)>, gas: u64, end: &mut impl FnMut(u64) -> End) {
    let found = end(gas);
    if found != ends.last().unwrap().1 {
        ends.push((gas, found));
    }
}

/// Passes if `case` fails and leaves nothing, with amounts beyond what it would need and with ample gas.
#[track_caller]
pub fn assert_nothing(protocol: &mut Protocol, case: &Case) {
    for gas in (0..=BEYOND_FAILURE).step_by(2_000).chain([AMPLE]) {
        let (is_success, ret, left) = run(protocol, case, gas);
        let is_nothing = !is_success && left.writes.is_empty() && left.logs.is_empty();
        assert!(is_nothing, "{} with {gas}: {ret}", case.name);
    }
}
