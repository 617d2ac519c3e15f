//! The reentrancy guard: refused inside, released after, one per contract.
#![cfg(feature = "memory")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod common;

use alloy_primitives::Bytes;
use common::*;
use restaking_host::memory::{HaltReason, Status};
use restaking_host::{Call, Context, Failure, Halt, guarded, is_entered};

const REFUSED: u64 = 0;
const ENTERED: u64 = 1;

/// Enters and calls itself (as Alice's callee) or does nothing (as its own).
fn reenter(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let is_inner = cx.caller() == FIRST;
    let inner = guarded(cx, |cx| if is_inner { NO_DATA } else { Ok(call(cx, FIRST)?.output) })?;
    inner.unwrap_or_else(|| Ok(words(&[REFUSED])))
}

#[test]
fn guarded_is_refused_when_entered_again() {
    assert_eq!(run_alone(reenter).output, words(&[REFUSED]));
}

#[test]
fn guarded_is_refused_when_entered_again_through_another_contract() {
    let mut chain = chain(&[
        |cx| {
            let is_inner = cx.caller() == SECOND;
            let inner =
                guarded(cx, |cx| if is_inner { NO_DATA } else { Ok(call(cx, SECOND)?.output) })?;
            inner.unwrap_or_else(|| Ok(words(&[REFUSED])))
        },
        |cx| Ok(call(cx, FIRST)?.output),
    ]);
    assert_eq!(run(&mut chain).output, words(&[REFUSED]));
}

#[test]
fn guarded_is_released_after_the_body() {
    let receipt = run_alone(|cx| {
        for _ in 0..2 {
            assert_eq!(guarded(cx, |cx| is_entered(cx.host))?, Some(Ok(true)));
            assert!(!is_entered(cx.host)?);
        }
        NO_DATA
    });
    assert_eq!(receipt.status, Status::Success);
    // Twice: a read, two writes, and the two questions, 100 each.
    assert_eq!(receipt.gas_used, 22_000);
}

#[test]
fn guarded_is_released_after_a_body_that_failed() {
    let receipt = run_alone(|cx| {
        assert_eq!(
            guarded(cx, |_| Err::<(), _>(Failure::EMPTY_REVERT))?,
            Some(Err(Failure::EMPTY_REVERT))
        );
        Ok(words(&[u64::from(guarded(cx, |_| ())?.is_some())]))
    });
    assert_eq!(receipt.output, words(&[ENTERED]));
}

#[test]
fn guarded_is_released_after_a_call_that_reverted_inside() {
    let mut chain = chain(&[
        |cx| {
            assert!(!call(cx, SECOND)?.is_success);
            let outcome = cx.host.call(Call::new(SECOND, Bytes::from_static(b"again")))?;
            Ok(outcome.output)
        },
        |cx| {
            let is_first = cx.frame.input.is_empty();
            match guarded(cx, |cx| if is_first { cx.host.charge(u64::MAX) } else { Ok(()) })? {
                None => Ok(words(&[REFUSED])),
                Some(result) => Ok(result.map(|()| words(&[ENTERED]))?),
            }
        },
    ]);
    assert_eq!(run(&mut chain).output, words(&[ENTERED]));
}

#[test]
fn guarded_is_the_contracts_own() {
    let enter: Entry = |cx| Ok(words(&[guarded(cx, |_| ())?.map_or(REFUSED, |()| ENTERED)]));
    let mut chain = chain(&[
        |cx| match guarded(cx, |cx| call(cx, SECOND))? {
            Some(outcome) => Ok(outcome?.output),
            None => NO_DATA,
        },
        enter,
    ]);
    assert_eq!(run(&mut chain).output, words(&[ENTERED]));
}

#[test]
fn guarded_halts_in_a_static_call_and_is_entered_does_not() {
    let mut chain = chain(&[
        |cx| {
            let look = cx.host.call(Call::view(SECOND, Bytes::new()))?;
            let enter =
                cx.host.call(Call::view(SECOND, Bytes::from_static(b"enter")).with_gas(10_000))?;
            Ok(words(&[u64::from(look.is_success), u64::from(enter.is_success)]))
        },
        |cx| {
            if cx.frame.input.is_empty() {
                return Ok(words(&[u64::from(is_entered(cx.host)?)]));
            }
            assert_eq!(guarded(cx, |_| ()), Err(Halt::StateChangeInStatic));
            NO_DATA
        },
    ]);
    assert_eq!(run(&mut chain).output, words(&[1, 0]));
}

#[test]
fn guarded_halts_when_the_gas_is_used_up() {
    let mut chain = chain(&[|cx| {
        guarded(cx, |_| ())?;
        NO_DATA
    }]);
    let short = chain.transact(poke(FIRST).with_gas_limit(21_299)).unwrap();
    assert_eq!(short.status, Status::Halt(HaltReason::OutOfGas));
    assert_eq!(chain.transact(poke(FIRST).with_gas_limit(21_300)).unwrap().gas_used, 21_300);
}
