//! Storage and transient storage of the in-memory host: prices, refunds, static refusal. Numbers by EIP-2200, 2929, 3529.
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
use restaking_host::memory::{HaltReason, Status, Write};
use restaking_host::{Call, Context, Failure, Halt};

/// Enough computation that a fifth of the gas does not cap the refund.
const UNCAPPED: u64 = 200_000;

fn put(cx: &mut Context<'_>, value: u64) -> Result<(), Halt> {
    cx.host.sstore(u(1), u(value))
}

/// Gas used and refunded by writing `A`, then `B`, to slot 1 that holds `original`.
fn writes<const A: u64, const B: u64>(original: u64) -> (u64, u64) {
    fn entry<const A: u64, const B: u64>(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
        cx.host.charge(UNCAPPED)?;
        put(cx, A)?;
        put(cx, B)?;
        NO_DATA
    }
    let mut chain = chain(&[entry::<A, B>]);
    chain.set_storage(FIRST, u(1), u(original));
    let receipt = run(&mut chain);
    assert_eq!(chain.storage(FIRST, u(1)), u(B));
    (receipt.gas_used + receipt.gas_refunded - UNCAPPED - 21_000, receipt.gas_refunded)
}

#[test]
fn sload_costs_2100_when_cold_and_100_when_warm() {
    let receipt = run_alone(|cx| {
        let cold = metered(cx, |cx| cx.host.sload(u(1)).map(drop))?;
        let warm = metered(cx, |cx| cx.host.sload(u(1)).map(drop))?;
        let other = metered(cx, |cx| cx.host.sload(u(2)).map(drop))?;
        Ok(words(&[cold, warm, other]))
    });
    assert_eq!(receipt.output, words(&[2_100, 100, 2_100]));
    // 21,000 + 2,100 + 100 + 2,100
    assert_eq!(receipt.gas_used, 25_300);
    assert_eq!(receipt.writes, []);
}

#[test]
fn sload_halts_one_gas_below_its_price() {
    let entry: Entry = |cx| Ok(words(&[cx.host.sload(u(1))?.to()]));
    let mut chain = chain(&[entry]);
    let short = chain.transact(poke(FIRST).with_gas_limit(23_099)).unwrap();
    assert_eq!((short.status, short.gas_used), (Status::Halt(HaltReason::OutOfGas), 23_099));
    let exact = chain.transact(poke(FIRST).with_gas_limit(23_100)).unwrap();
    assert_eq!((exact.status, exact.gas_used), (Status::Success, 23_100));
}

#[test]
fn sstore_halts_in_a_static_call() {
    let mut chain = chain(&[
        |cx| {
            let before = cx.host.gas_left();
            let outcome = cx.host.call(Call::view(SECOND, Bytes::new()).with_gas(50_000))?;
            let used = before - cx.host.gas_left();
            Ok(words(&[u64::from(outcome.is_success), used]))
        },
        |cx| put(cx, 1).map(|()| Bytes::new()).map_err(Failure::from),
    ]);
    // 2,600 for the cold account and all the gas forwarded.
    assert_eq!(run(&mut chain).output, words(&[0, 52_600]));
    assert_eq!(chain.storage_of(SECOND).count(), 0);
}

#[test]
fn sstore_halts_when_only_the_stipend_is_left() {
    let entry: Entry = |cx| {
        put(cx, 0)?;
        NO_DATA
    };
    let mut chain = chain(&[entry]);
    // The write itself is a cold no-op of 2,200; EIP-2200 wants more than 2,300 left before it.
    let short = chain.transact(poke(FIRST).with_gas_limit(23_300)).unwrap();
    assert_eq!(short.status, Status::Halt(HaltReason::OutOfGas));
    let enough = chain.transact(poke(FIRST).with_gas_limit(23_301)).unwrap();
    assert_eq!((enough.status, enough.gas_used), (Status::Success, 23_200));
}

#[test]
fn sstore_charges_by_original_present_and_new_value() {
    // Cold 2,100 + 100 each, 19,900 more to set, 2,800 more to reset; the second write is warm.
    assert_eq!(writes::<0, 0>(0), (2_200 + 100, 0));
    assert_eq!(writes::<1, 1>(0), (22_100 + 100, 0));
    assert_eq!(writes::<1, 2>(0), (22_100 + 100, 0));
    assert_eq!(writes::<0, 7>(0), (2_200 + 20_000, 0));
    assert_eq!(writes::<1, 1>(1), (2_200 + 100, 0));
    assert_eq!(writes::<2, 3>(1), (5_000 + 100, 0));
    assert_eq!(writes::<1, 2>(1), (2_200 + 2_900, 0));
}

#[test]
fn sstore_refunds_by_original_present_and_new_value() {
    assert_eq!(writes::<1, 0>(0), (22_100 + 100, 19_900)); // set, then unset
    assert_eq!(writes::<0, 0>(1), (5_000 + 100, 4_800)); // cleared
    assert_eq!(writes::<2, 0>(1), (5_000 + 100, 4_800)); // cleared when dirty
    assert_eq!(writes::<2, 1>(1), (5_000 + 100, 2_800)); // undone
    assert_eq!(writes::<0, 2>(1), (5_000 + 100, 0)); // 4,800 − 4,800
    assert_eq!(writes::<0, 1>(1), (5_000 + 100, 2_800)); // 4,800 − 4,800 + 2,800
}

#[test]
fn sstore_refund_of_one_slot_is_not_touched_by_setting_another() {
    let mut chain = chain(&[|cx| {
        cx.host.sstore(u(1), u(0))?;
        cx.host.sstore(u(2), u(1))?;
        NO_DATA
    }]);
    chain.set_storage(FIRST, u(1), u(1));
    let receipt = run(&mut chain);
    // 21,000 + 5,000 + 22,100 − 4,800
    assert_eq!((receipt.gas_used, receipt.gas_refunded), (43_300, 4_800));
}

#[test]
fn sstore_refund_does_not_reach_the_next_transaction() {
    let mut chain = chain(&[|cx| {
        cx.host.charge(UNCAPPED)?;
        put(cx, 0)?;
        NO_DATA
    }]);
    chain.set_storage(FIRST, u(1), u(1));
    assert_eq!(run(&mut chain).gas_refunded, 4_800);
    assert_eq!(run(&mut chain).gas_refunded, 0);
}

#[test]
fn sstore_refund_is_capped_at_a_fifth() {
    let mut chain = chain(&[|cx| {
        cx.host.sstore(u(1), u(0))?;
        cx.host.sstore(u(2), u(0))?;
        NO_DATA
    }]);
    chain.set_storage(FIRST, u(1), u(1));
    chain.set_storage(FIRST, u(2), u(1));
    let receipt = run(&mut chain);
    // 21,000 + 2 · 5,000 = 31,000; the counter says 9,600, a fifth is 6,200.
    assert_eq!((receipt.gas_used, receipt.gas_refunded), (24_800, 6_200));
}

#[test]
fn sstore_refund_is_lost_when_the_frame_reverts() {
    let mut chain = chain(&[
        |cx| {
            call(cx, SECOND)?;
            NO_DATA
        },
        |cx| {
            put(cx, 0)?;
            Err(Failure::EMPTY_REVERT)
        },
    ]);
    chain.set_storage(SECOND, u(1), u(1));
    let receipt = run(&mut chain);
    // 21,000 + cold account 2,600 + cold reset 5,000
    assert_eq!((receipt.gas_used, receipt.gas_refunded), (28_600, 0));
}

#[test]
fn sstore_refund_of_a_callee_counts_for_the_transaction() {
    let mut chain = chain(&[
        |cx| {
            call(cx, SECOND)?;
            NO_DATA
        },
        |cx| {
            put(cx, 0)?;
            NO_DATA
        },
    ]);
    chain.set_storage(SECOND, u(1), u(1));
    let receipt = run(&mut chain);
    assert_eq!((receipt.gas_used, receipt.gas_refunded), (28_600 - 4_800, 4_800));
}

#[test]
fn sstore_is_reported_net() {
    let mut chain = chain(&[|cx| {
        for (slot, value) in [(3, 30), (1, 10), (2, 99), (2, 20), (1, 11)] {
            cx.host.sstore(u(slot), u(value))?;
        }
        NO_DATA
    }]);
    chain.set_storage(FIRST, u(1), u(5));
    chain.set_storage(FIRST, u(2), u(20));
    let write = |slot, old, new| Write { address: FIRST, slot: u(slot), old: u(old), new: u(new) };
    assert_eq!(run(&mut chain).writes, [write(1, 5, 11), write(3, 0, 30)]);
    assert_eq!(
        chain.storage_of(FIRST).collect::<Vec<_>>(),
        [(u(1), u(11)), (u(2), u(20)), (u(3), u(30))]
    );
}

#[test]
fn slot_is_cold_again_after_the_frame_that_read_it_reverts() {
    let mut chain = chain(&[|cx| {
        if cx.caller() == FIRST {
            cx.host.sload(u(1))?;
            return Err(Failure::EMPTY_REVERT);
        }
        call(cx, FIRST)?;
        let cold = metered(cx, |cx| cx.host.sload(u(1)).map(drop))?;
        Ok(words(&[cold]))
    }]);
    assert_eq!(run(&mut chain).output, words(&[2_100]));
}

#[test]
fn slot_stays_warm_after_the_frame_that_read_it_returns() {
    let mut chain = chain(&[|cx| {
        if cx.caller() == FIRST {
            return Ok(words(&[cx.host.sload(u(1))?.to()]));
        }
        call(cx, FIRST)?;
        let warm = metered(cx, |cx| cx.host.sload(u(1)).map(drop))?;
        Ok(words(&[warm]))
    }]);
    assert_eq!(run(&mut chain).output, words(&[100]));
}

#[test]
fn slot_of_another_contract_is_another_slot() {
    let mut chain = chain(&[
        |cx| {
            put(cx, 1)?;
            call(cx, SECOND)?;
            Ok(words(&[cx.host.sload(u(1))?.to()]))
        },
        |cx| {
            put(cx, 2)?;
            NO_DATA
        },
    ]);
    assert_eq!(run(&mut chain).output, words(&[1]));
    assert_eq!(chain.storage(SECOND, u(1)), u(2));
}

#[test]
fn tstore_halts_in_a_static_call() {
    let mut chain = chain(&[
        |cx| {
            let outcome = cx.host.call(Call::view(SECOND, Bytes::new()))?;
            Ok(words(&[u64::from(outcome.is_success)]))
        },
        |cx| {
            cx.host.tstore(u(1), u(1))?;
            NO_DATA
        },
    ]);
    assert_eq!(run(&mut chain).output, words(&[0]));
}

#[test]
fn tstore_lasts_for_the_transaction_at_100_gas() {
    let mut chain = chain(&[|cx| {
        let before: u64 = cx.host.tload(u(1))?.to();
        cx.host.tstore(u(1), u(5))?;
        Ok(words(&[before, cx.host.tload(u(1))?.to()]))
    }]);
    for _ in 0..2 {
        let receipt = run(&mut chain);
        assert_eq!(receipt.output, words(&[0, 5]));
        assert_eq!(receipt.gas_used, 21_300);
        assert_eq!(receipt.writes, []);
    }
}

#[test]
fn tstore_is_undone_when_the_frame_reverts() {
    let mut chain = chain(&[|cx| {
        if cx.caller() == FIRST {
            cx.host.tstore(u(1), u(9))?;
            return Err(Failure::EMPTY_REVERT);
        }
        cx.host.tstore(u(1), u(5))?;
        call(cx, FIRST)?;
        Ok(words(&[cx.host.tload(u(1))?.to()]))
    }]);
    assert_eq!(run(&mut chain).output, words(&[5]));
}
