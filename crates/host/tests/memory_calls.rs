//! Calls of the in-memory host: forwarding, value, depth, failures, logs and accounts, with their prices.
#![cfg(feature = "memory")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod common;

use alloy_primitives::{
    Address, B256, Bytes, KECCAK256_EMPTY, Log, LogData, U256, address, keccak256,
};
use common::*;
use restaking_host::memory::{HaltReason, Status, TransactError};
use restaking_host::{Call, Context, Failure, Halt, Host, ModuleId};

const ECRECOVER: Address = address!("0000000000000000000000000000000000000001");
const SHA256: Address = address!("0000000000000000000000000000000000000002");

/// Success, output length, and gas of a call.
fn metered_call(cx: &mut Context<'_>, call: Call) -> Result<Bytes, Failure> {
    let before = cx.host.gas_left();
    let outcome = cx.host.call(call)?;
    let used = before - cx.host.gas_left();
    Ok(words(&[u64::from(outcome.is_success), outcome.output.len() as u64, used]))
}

fn paid(to: Address) -> Call {
    Call { value: u(7), ..Call::new(to, Bytes::new()).with_gas(0) }
}

#[test]
fn call_halts_when_it_sends_value_in_a_static_call() {
    let mut chain = chain(&[
        |cx| metered_call(cx, Call::view(SECOND, Bytes::new()).with_gas(10_000)),
        |cx| metered_call(cx, paid(NOBODY)),
    ]);
    chain.set_balance(SECOND, u(100));
    assert_eq!(run(&mut chain).output, words(&[0, 0, 12_600]));
    let value_in_view = run_alone(|cx| metered_call(cx, Call { is_static: true, ..paid(NOBODY) }));
    assert_eq!(value_in_view.status, Status::Halt(HaltReason::StateChangeInStatic));
}

#[test]
fn call_halts_when_it_cannot_pay_for_itself() {
    let mut chain = chain(&[|cx| metered_call(cx, Call::new(NOBODY, Bytes::new()))]);
    let short = chain.transact(poke(FIRST).with_gas_limit(23_599)).unwrap();
    assert_eq!(short.status, Status::Halt(HaltReason::OutOfGas));
    let exact = chain.transact(poke(FIRST).with_gas_limit(23_600)).unwrap();
    assert_eq!(exact.output, words(&[1, 0, 2_600]));
}

#[test]
fn call_succeeds_without_output_where_there_is_no_code() {
    let receipt = run_alone(|cx| metered_call(cx, Call::new(NOBODY, Bytes::new())));
    assert_eq!(receipt.output, words(&[1, 0, 2_600]));
    assert_eq!(receipt.gas_used, 23_600);
}

#[test]
fn call_costs_100_when_the_account_is_warm() {
    let receipt = run_alone(|cx| {
        call(cx, NOBODY)?;
        metered_call(cx, Call::new(NOBODY, Bytes::new()))
    });
    assert_eq!(receipt.output, words(&[1, 0, 100]));
}

#[test]
fn call_charges_input_words_to_caller_and_native_callee() {
    let callee: Entry = |cx| Ok(words(&[cx.frame.input.len() as u64]));
    let caller: Entry = |cx| metered_call(cx, Call::new(SECOND, vec![0; 33].into()));
    // Two words: 6 at the caller, 6 at the native callee, 2,600 for the account.
    assert_eq!(run(&mut chain(&[caller, callee])).output, words(&[1, 32, 2_612]));
    let to_nobody: Entry = |cx| metered_call(cx, Call::new(NOBODY, vec![0; 33].into()));
    assert_eq!(run_alone(to_nobody).output, words(&[1, 0, 2_606]));
}

#[test]
fn call_forwards_at_most_63_of_64_parts() {
    let mut chain = chain(&[
        |cx| {
            cx.host.charge(cx.host.gas_left() - 66_600)?;
            Ok(cx.host.call(Call::new(SECOND, Bytes::new()))?.output)
        },
        |cx| Ok(words(&[cx.host.gas_left()])),
    ]);
    // 66,600 − 2,600 = 64,000, of which 1,000 stay.
    assert_eq!(run(&mut chain).output, words(&[63_000]));
}

#[test]
fn call_forwards_no_more_than_asked() {
    let mut chain = chain(&[
        |cx| Ok(cx.host.call(Call::new(SECOND, Bytes::new()).with_gas(1_234))?.output),
        |cx| Ok(words(&[cx.host.gas_left()])),
    ]);
    assert_eq!(run(&mut chain).output, words(&[1_234]));
}

#[test]
fn call_with_value_adds_the_stipend() {
    let mut chain = chain(&[
        |cx| Ok(cx.host.call(paid(SECOND))?.output),
        |cx| Ok(words(&[cx.host.gas_left(), cx.frame.value.to()])),
    ]);
    chain.set_balance(FIRST, u(10));
    assert_eq!(run(&mut chain).output, words(&[2_300, 7]));
    assert_eq!((chain.balance(FIRST), chain.balance(SECOND)), (u(3), u(7)));
}

#[test]
fn call_with_value_costs_9000_and_25000_more_where_nothing_is() {
    let mut chain = chain(&[|cx| metered_call(cx, paid(NOBODY))]);
    chain.set_balance(FIRST, u(14));
    // 2,600 + 9,000 + 25,000, and the stipend of 2,300 comes back.
    assert_eq!(run(&mut chain).output, words(&[1, 0, 34_300]));
    assert_eq!(run(&mut chain).output, words(&[1, 0, 9_300]));
    assert_eq!(chain.balance(NOBODY), u(14));
}

#[test]
fn call_fails_and_returns_its_gas_when_the_balance_is_short() {
    let mut chain = chain(&[|cx| metered_call(cx, paid(SECOND)), |_| NO_DATA]);
    chain.set_balance(FIRST, u(6));
    assert_eq!(run(&mut chain).output, words(&[0, 0, 9_300]));
    assert_eq!((chain.balance(FIRST), chain.balance(SECOND)), (u(6), u(0)));
}

#[test]
fn call_with_value_to_itself_moves_nothing() {
    let mut chain =
        chain(&[|cx| if cx.caller() == FIRST { NO_DATA } else { metered_call(cx, paid(FIRST)) }]);
    chain.set_balance(FIRST, u(7));
    // The account is warm: it is the transaction's target.
    assert_eq!(run(&mut chain).output, words(&[1, 0, 100 + 9_000 - 2_300]));
    assert_eq!(chain.balance(FIRST), u(7));
}

#[test]
fn call_bubbles_revert_data_and_returns_unused_gas() {
    let mut chain = chain(&[
        |cx| {
            let output = metered_call(cx, Call::new(SECOND, Bytes::new()))?;
            let outcome = call(cx, SECOND)?;
            assert_eq!(outcome.output, Bytes::from_static(b"why"));
            Ok(output)
        },
        |cx| {
            cx.host.charge(400)?;
            Err(Failure::Revert(Bytes::from_static(b"why")))
        },
    ]);
    assert_eq!(run(&mut chain).output, words(&[0, 3, 3_000]));
}

#[test]
fn call_uses_all_forwarded_gas_when_the_callee_halts() {
    let mut chain = chain(&[
        |cx| metered_call(cx, Call::new(SECOND, Bytes::new()).with_gas(5_000)),
        |_| Err(Failure::Halt(Halt::OutOfGas)),
    ]);
    assert_eq!(run(&mut chain).output, words(&[0, 0, 7_600]));
}

#[test]
fn call_fails_and_uses_its_gas_where_the_code_is_not_native() {
    let mut chain =
        chain(&[|cx| metered_call(cx, Call::new(NOBODY, Bytes::new()).with_gas(5_000))]);
    for code in [vec![0x00], ModuleId(9).code(&[])] {
        chain.install(NOBODY, code);
        assert_eq!(run(&mut chain).output, words(&[0, 0, 7_600]));
        let direct = chain.transact(poke(NOBODY)).unwrap();
        assert_eq!(direct.status, Status::Halt(HaltReason::NotNative));
        assert_eq!(direct.gas_used, 1 << 24);
    }
}

#[test]
fn call_to_a_delegating_account_fails_and_pays_for_the_delegate() {
    let mut chain = chain(&[
        |cx| metered_call(cx, Call::new(NOBODY, Bytes::new()).with_gas(5_000)),
        |_| NO_DATA,
    ]);
    chain.install(NOBODY, [b"\xef\x01\x00".as_slice(), SECOND.as_slice()].concat());
    // EIP-7702: a cold delegate is 2,600 more, and a module never runs on another account's storage.
    assert_eq!(run(&mut chain).output, words(&[0, 0, 10_200]));
    chain.install(NOBODY, [b"\xef\x01\x00".as_slice(), ALICE.as_slice()].concat());
    assert_eq!(run(&mut chain).output, words(&[1, 0, 2_700])); // Alice is warm and has no code
}

#[test]
fn call_reaches_depth_1024_and_no_deeper() {
    /// Returns how many calls below this one succeeded.
    fn dive(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
        let outcome = call(cx, FIRST)?;
        let below = if outcome.is_success {
            U256::from_be_slice(&outcome.output).to::<u64>() + 1
        } else {
            0
        };
        Ok(words(&[below]))
    }
    let mut chain = chain(&[dive]);
    let receipt = chain.transact(poke(FIRST).with_gas_limit(1 << 50)).unwrap();
    assert_eq!(receipt.output, words(&[1_024]));
}

#[test]
fn call_passes_the_static_flag_on() {
    let mut chain = chain(&[
        |cx| Ok(cx.host.call(Call::view(SECOND, Bytes::new()))?.output),
        |cx| metered_call(cx, Call::new(THIRD, Bytes::new()).with_gas(30_000)),
        |cx| {
            assert!(cx.frame.is_static);
            cx.host.sstore(u(1), u(1))?;
            NO_DATA
        },
    ]);
    assert_eq!(run(&mut chain).output, words(&[0, 0, 32_600]));
}

#[test]
fn call_tells_the_callee_who_called_with_what() {
    let mut chain = chain(&[
        |cx| Ok(cx.host.call(Call::new(SECOND, Bytes::from_static(b"in")))?.output),
        |cx| {
            assert_eq!((cx.this(), cx.caller(), cx.frame.value), (SECOND, FIRST, U256::ZERO));
            assert_eq!((cx.frame.input, cx.frame.config), (b"in".as_slice(), b"fixed".as_slice()));
            assert!(!cx.frame.is_static);
            Ok(Bytes::from_static(b"out"))
        },
    ]);
    chain.install(SECOND, ModuleId(1).code(b"fixed"));
    assert_eq!(run(&mut chain).output, Bytes::from_static(b"out"));
}

#[test]
fn call_aborts_the_transaction_at_a_precompile_that_is_not_there() {
    let mut chain = chain(&[|cx| {
        cx.host.sstore(u(1), u(1))?;
        call(cx, SHA256)?;
        NO_DATA
    }]);
    assert_eq!(chain.transact(poke(FIRST)), Err(TransactError::Unsupported(SHA256)));
    assert_eq!(chain.transact(poke(SHA256)), Err(TransactError::Unsupported(SHA256)));
    assert_eq!((chain.nonce(ALICE), chain.storage_of(FIRST).count()), (0, 0));
}

#[test]
fn fatal_halt_aborts_the_transaction_even_if_the_module_ignores_it() {
    let mut chain = chain(&[
        |cx| {
            cx.host.sstore(u(1), u(1))?;
            assert_eq!(call(cx, SECOND), Err(Halt::Fatal));
            assert_eq!(cx.host.sload(u(1)), Err(Halt::Fatal));
            assert_eq!(cx.host.charge(0), Err(Halt::Fatal));
            assert_eq!(cx.host.sstore(u(1), u(1)), Err(Halt::Fatal));
            NO_DATA
        },
        |_| Err(Failure::Halt(Halt::Fatal)),
    ]);
    assert_eq!(chain.transact(poke(FIRST)), Err(TransactError::Fatal));
    assert_eq!((chain.nonce(ALICE), chain.storage_of(FIRST).count()), (0, 0));
    assert_eq!(chain.transact(poke(NOBODY)).unwrap().status, Status::Success);
}

#[test]
fn halt_ends_the_frame_even_if_the_module_ignores_it() {
    let receipt = run_alone(|cx| {
        cx.host.sstore(u(1), u(1))?;
        assert_eq!(cx.host.charge(u64::MAX), Err(Halt::OutOfGas));
        assert_eq!(cx.host.gas_left(), 0);
        assert_eq!(cx.host.tload(u(1)), Err(Halt::OutOfGas));
        NO_DATA
    });
    assert_eq!(receipt.status, Status::Halt(HaltReason::OutOfGas));
    assert_eq!((receipt.gas_used, receipt.writes), (1 << 24, vec![]));
}

fn log(host: &mut dyn Host, topics: u8, data: &'static [u8]) -> Result<(), Halt> {
    let topics = (0..topics).map(B256::repeat_byte).collect();
    host.log(LogData::new_unchecked(topics, Bytes::from_static(data)))
}

#[test]
fn log_halts_in_a_static_call() {
    let mut chain = chain(&[
        |cx| metered_call(cx, Call::view(SECOND, Bytes::new()).with_gas(9_000)),
        |cx| log(cx.host, 0, b"").map(|()| Bytes::new()).map_err(Failure::from),
    ]);
    let receipt = run(&mut chain);
    assert_eq!((receipt.output, receipt.logs), (words(&[0, 0, 11_600]), vec![]));
}

#[test]
fn log_aborts_the_transaction_above_four_topics() {
    let mut chain = chain(&[|cx| {
        let _ = log(cx.host, 5, b"");
        NO_DATA
    }]);
    assert_eq!(chain.transact(poke(FIRST)), Err(TransactError::Fatal));
}

#[test]
fn log_costs_375_and_375_a_topic_and_8_a_byte() {
    let receipt = run_alone(|cx| {
        let none = metered(cx, |cx| log(cx.host, 0, b""))?;
        let full = metered(cx, |cx| log(cx.host, 4, b"hello"))?;
        Ok(words(&[none, full]))
    });
    assert_eq!(receipt.output, words(&[375, 375 * 5 + 8 * 5]));
}

#[test]
fn log_of_a_reverted_call_is_gone_and_the_others_keep_their_order() {
    let mut chain = chain(&[
        |cx| {
            log(cx.host, 1, b"before")?;
            call(cx, SECOND)?;
            call(cx, THIRD)?;
            log(cx.host, 1, b"after")?;
            NO_DATA
        },
        |cx| {
            log(cx.host, 1, b"undone")?;
            Err(Failure::EMPTY_REVERT)
        },
        |cx| {
            log(cx.host, 1, b"kept")?;
            NO_DATA
        },
    ]);
    let entry = |address, data: &'static [u8]| Log {
        address,
        data: LogData::new_unchecked(vec![B256::ZERO], Bytes::from_static(data)),
    };
    assert_eq!(
        run(&mut chain).logs,
        [entry(FIRST, b"before"), entry(THIRD, b"kept"), entry(FIRST, b"after")]
    );
}

#[test]
fn keccak_costs_30_and_6_a_word() {
    let receipt = run_alone(|cx| {
        let empty = metered(cx, |cx| cx.host.keccak(b"").map(drop))?;
        let long = metered(cx, |cx| cx.host.keccak(&[7; 65]).map(drop))?;
        assert_eq!(cx.host.keccak(b"x")?, keccak256(b"x"));
        Ok(words(&[empty, long]))
    });
    assert_eq!(receipt.output, words(&[30, 30 + 3 * 6]));
}

#[test]
fn code_size_costs_2600_when_cold_and_100_when_warm() {
    let mut chain = chain(&[
        |cx| {
            let mut gas = vec![];
            // Warm from the start: sender, target, coinbase, precompiles.
            for account in [SECOND, SECOND, ALICE, FIRST, Address::ZERO, ECRECOVER, SHA256, NOBODY]
            {
                gas.push(metered(cx, |cx| cx.host.code_size(account).map(drop))?);
            }
            assert_eq!((cx.host.code_size(SECOND)?, cx.host.code_size(NOBODY)?), (10, 0));
            Ok(words(&gas))
        },
        |_| NO_DATA,
    ]);
    assert_eq!(run(&mut chain).output, words(&[2_600, 100, 100, 100, 100, 100, 100, 2_600]));
}

#[test]
fn precompiles_are_warm_from_0x01_to_0x11_and_at_0x0100() {
    let receipt = run_alone(|cx| {
        let mut warm = vec![];
        for low in 0..=0x201_u16 {
            let address = Address::left_padding_from(&low.to_be_bytes());
            // The zero address is the coinbase.
            if metered(cx, |cx| cx.host.code_size(address).map(drop))? == 100 && low != 0 {
                warm.push(u64::from(low));
            }
        }
        Ok(words(&warm))
    });
    assert_eq!(receipt.output, words(&(1..=0x11).chain([0x100]).collect::<Vec<_>>()));
}

#[test]
fn account_is_cold_again_after_the_frame_that_accessed_it_reverts() {
    let mut chain = chain(&[
        |cx| {
            call(cx, SECOND)?;
            Ok(words(&[metered(cx, |cx| cx.host.code_size(NOBODY).map(drop))?]))
        },
        |cx| {
            cx.host.code_size(NOBODY)?;
            Err(Failure::EMPTY_REVERT)
        },
    ]);
    assert_eq!(run(&mut chain).output, words(&[2_600]));
}

#[test]
fn account_stays_warm_after_a_call_to_it_reverts() {
    let mut chain = chain(&[
        |cx| {
            call(cx, SECOND)?;
            metered_call(cx, Call::new(SECOND, Bytes::new()))
        },
        |_| Err(Failure::EMPTY_REVERT),
    ]);
    assert_eq!(run(&mut chain).output, words(&[0, 0, 100]));
}

#[test]
fn code_hash_is_zero_only_where_there_is_no_account() {
    let mut chain = chain(&[|cx| {
        let hash = |cx: &mut Context<'_>, account| cx.host.code_hash(account);
        let cold = metered(cx, |cx| hash(cx, NOBODY).map(drop))?;
        let hashes = [hash(cx, NOBODY)?, hash(cx, THIRD)?, hash(cx, ALICE)?, hash(cx, FIRST)?];
        assert_eq!(hashes, [B256::ZERO, KECCAK256_EMPTY, KECCAK256_EMPTY, ModuleId(0).init_hash()]);
        Ok(words(&[cold]))
    }]);
    chain.set_balance(THIRD, u(1)); // Alice has a nonce
    assert_eq!(run(&mut chain).output, words(&[2_600]));
}

#[test]
fn ecrecover_costs_3000_and_answers_nothing_to_nonsense() {
    let receipt =
        run_alone(|cx| metered_call(cx, Call::view(ECRECOVER, Bytes::new()).with_gas(3_000)));
    assert_eq!(receipt.output, words(&[1, 0, 3_100]));
    let short =
        run_alone(|cx| metered_call(cx, Call::view(ECRECOVER, Bytes::new()).with_gas(2_999)));
    assert_eq!(short.output, words(&[0, 0, 3_099]));
}
