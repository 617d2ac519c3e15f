//! The token helper against tokens of the real world, played by native contracts.
#![cfg(feature = "memory")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod common;

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, sol};
use common::*;
use restaking_host::memory::{HaltReason, Receipt, Status};
use restaking_host::token::{self, TokenRefused};
use restaking_host::{Context, Fail, Failure, Halt};
use restaking_shares::Assets;

sol! {
    function balanceOf(address account) external view returns (uint256);
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;
}

const TOKEN: Address = SECOND;

/// Success with 1 is done, with 0 refused; a bubbled revert is one.
fn told(result: Result<(), Fail<TokenRefused>>) -> Result<Bytes, Failure> {
    match result {
        Ok(()) => Ok(words(&[1])),
        Err(Fail::Error(TokenRefused(token))) if token == TOKEN => Ok(words(&[0])),
        Err(Fail::Error(refused)) => panic!("{refused}"),
        Err(Fail::Bubbled(data)) => Err(Failure::Revert(data)),
        Err(Fail::Trap(trap)) => Err(trap.into()),
    }
}

fn transfer(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    told(token::transfer(cx, TOKEN, NOBODY, Assets::from_u128(5)))
}

fn pull(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    told(token::pull(cx, TOKEN, ALICE, Assets::from_u128(5)))
}

fn balance_of(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    match token::balance_of(cx, TOKEN, ALICE) {
        Ok(assets) => Ok(words(&[assets.get().to()])),
        Err(fail) => told(Err(fail)),
    }
}

fn decimals(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    Ok(words(&[token::decimals(cx, TOKEN)?.map_or(999, u64::from)]))
}

fn with_token(entry: Entry, token: Entry) -> Receipt {
    run(&mut chain(&[entry, token]))
}

const DONE: [u64; 1] = [1];
const REFUSED: [u64; 1] = [0];

#[test]
fn transfer_is_refused_when_the_token_has_no_code() {
    assert_eq!(run_alone(transfer).output, words(&REFUSED));
}

#[test]
fn transfer_is_refused_when_the_token_answers_false() {
    assert_eq!(with_token(transfer, |_| Ok(words(&[0]))).output, words(&REFUSED));
}

#[test]
fn transfer_is_refused_when_the_token_answers_another_word_than_1() {
    assert_eq!(with_token(transfer, |_| Ok(words(&[2]))).output, words(&REFUSED));
    let dirty: Entry = |_| Ok(U256::MAX.to_be_bytes::<32>().into());
    assert_eq!(with_token(transfer, dirty).output, words(&REFUSED));
}

#[test]
fn transfer_is_refused_when_the_answer_is_short() {
    assert_eq!(with_token(transfer, |_| Ok(words(&[1]).slice(1..))).output, words(&REFUSED));
    assert_eq!(with_token(transfer, |_| Ok(Bytes::from_static(&[1]))).output, words(&REFUSED));
}

#[test]
fn transfer_reverts_with_the_revert_data_of_the_token() {
    let receipt = with_token(transfer, |_| Err(Failure::Revert(Bytes::from_static(b"paused"))));
    assert_eq!((receipt.status, receipt.output), (Status::Revert, Bytes::from_static(b"paused")));
}

#[test]
fn transfer_reverts_without_data_when_the_token_halts() {
    // The token takes the 63/64; what is left still bubbles the empty revert.
    let receipt = with_token(transfer, |_| Err(Failure::Halt(Halt::OutOfGas)));
    assert_eq!((receipt.status, receipt.output), (Status::Revert, Bytes::new()));
}

#[test]
fn transfer_halts_when_its_own_gas_is_used_up() {
    let mut chain = chain(&[transfer, |_| Ok(words(&[1]))]);
    let receipt = chain.transact(poke(FIRST).with_gas_limit(23_000)).unwrap();
    assert_eq!(receipt.status, Status::Halt(HaltReason::OutOfGas));
}

#[test]
fn transfer_is_done_when_the_token_answers_true() {
    assert_eq!(with_token(transfer, |_| Ok(words(&[1]))).output, words(&DONE));
    assert_eq!(with_token(transfer, |_| Ok(words(&[1, 0]))).output, words(&DONE));
}

#[test]
fn transfer_is_done_when_the_token_answers_nothing() {
    assert_eq!(with_token(transfer, |_| NO_DATA).output, words(&DONE));
}

#[test]
fn transfer_asks_the_token_for_its_own_balance() {
    let receipt = with_token(transfer, |cx| {
        let expected = transferCall { to: NOBODY, amount: u(5) }.abi_encode();
        Ok(words(&[u64::from(
            cx.frame.input == expected && cx.caller() == FIRST && !cx.frame.is_static,
        )]))
    });
    assert_eq!(receipt.output, words(&DONE));
}

#[test]
fn transfer_with_gas_forwards_no_more() {
    let entry: Entry =
        |cx| told(token::transfer_with_gas(cx, TOKEN, NOBODY, Assets::from_u128(5), 40_000));
    // 40,000 less 9 for reading three words.
    let receipt = with_token(entry, |cx| Ok(words(&[u64::from(cx.host.gas_left() == 39_991)])));
    assert_eq!(receipt.output, words(&DONE));
}

#[test]
fn pull_is_refused_when_the_token_answers_false() {
    assert_eq!(with_token(pull, |_| Ok(words(&[0]))).output, words(&REFUSED));
}

#[test]
fn pull_asks_for_a_transfer_to_this_contract() {
    let receipt = with_token(pull, |cx| {
        let expected = transferFromCall { from: ALICE, to: FIRST, amount: u(5) }.abi_encode();
        Ok(words(&[u64::from(cx.frame.input == expected)]))
    });
    assert_eq!(receipt.output, words(&DONE));
}

#[test]
fn balance_of_is_refused_when_the_answer_is_short() {
    assert_eq!(with_token(balance_of, |_| NO_DATA).output, words(&REFUSED));
    assert_eq!(run_alone(balance_of).output, words(&REFUSED));
}

#[test]
fn balance_of_reverts_with_the_revert_data_of_the_token() {
    let receipt = with_token(balance_of, |_| Err(Failure::Revert(Bytes::from_static(b"no"))));
    assert_eq!((receipt.status, receipt.output), (Status::Revert, Bytes::from_static(b"no")));
}

#[test]
fn balance_of_asks_statically() {
    let receipt = with_token(balance_of, |cx| {
        let is_right =
            cx.frame.input == balanceOfCall { account: ALICE }.abi_encode() && cx.frame.is_static;
        Ok(words(&[if is_right { 77 } else { 0 }]))
    });
    assert_eq!(receipt.output, words(&[77]));
}

#[test]
fn permit_passes_the_callers_signature_and_survives_a_refusal() {
    let entry: Entry = |cx| {
        let (r, s) = (B256::repeat_byte(1), B256::repeat_byte(2));
        let permit = token::Permit { value: Assets::from_u128(5), deadline: u(9), v: 27, r, s };
        token::permit_from_caller(cx, TOKEN, permit)?;
        Ok(words(&[1]))
    };
    let receipt = with_token(entry, |cx| {
        let (r, s) = (B256::repeat_byte(1), B256::repeat_byte(2));
        let expected =
            permitCall { owner: ALICE, spender: FIRST, value: u(5), deadline: u(9), v: 27, r, s };
        cx.host.sstore(u(1), u(u64::from(cx.frame.input == expected.abi_encode())))?;
        NO_DATA
    });
    assert_eq!((receipt.output, receipt.writes[0].new), (words(&[1]), u(1)));
    assert_eq!(with_token(entry, |_| Err(Failure::EMPTY_REVERT)).output, words(&[1]));
}

#[test]
fn decimals_is_none_when_the_token_does_not_answer_a_small_number() {
    assert_eq!(run_alone(decimals).output, words(&[999]));
    assert_eq!(with_token(decimals, |_| Ok(words(&[256]))).output, words(&[999]));
    assert_eq!(with_token(decimals, |_| Ok(words(&[18]).slice(1..))).output, words(&[999]));
    assert_eq!(with_token(decimals, |_| Err(Failure::Revert(words(&[18])))).output, words(&[999]));
}

#[test]
fn decimals_is_what_the_token_answers() {
    assert_eq!(with_token(decimals, |_| Ok(words(&[255]))).output, words(&[255]));
    assert_eq!(with_token(decimals, |_| Ok(words(&[6]))).output, words(&[6]));
}
