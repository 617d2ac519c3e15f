//! ERC-20 calls that survive the tokens of the real world.
//!
//! A transfer counts as done if the call succeeds and answers either nothing (and the token has code) or the word 1:
//! tokens without return value pass, tokens that answer `false` do not. How much arrived is the caller's to check.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, sol};
use restaking_shares::Assets;

use crate::{Call, Context, Fail};

sol! {
    function balanceOf(address account) external view returns (uint256);
    function decimals() external view returns (uint8);
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;
}

/// The token did not do what ERC-20 says, without reverting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token {0} refused: it answered neither nothing nor true, or has no code")]
pub struct TokenRefused(pub Address);

/// The balance of `account`, in base units of `token`.
///
/// # Errors
/// - `TokenRefused`: the answer is shorter than a word
/// - the token's own revert, bubbled
pub fn balance_of(
    cx: &mut Context<'_>,
    token: Address,
    account: Address,
) -> Result<Assets, Fail<TokenRefused>> {
    let call = Call::view(token, balanceOfCall { account }.abi_encode().into());
    let answer = succeed(cx, call)?;
    first_word(&answer).map(Assets::new).ok_or(Fail::Error(TokenRefused(token)))
}

/// As [`balance_of`], with at most `gas`, and `None` if the token does not tell.
///
/// # Errors
/// A halt of the host.
pub fn balance_of_within(
    cx: &mut Context<'_>,
    token: Address,
    account: Address,
    gas: u64,
) -> Result<Option<Assets>, crate::Halt> {
    let call = Call::view(token, balanceOfCall { account }.abi_encode().into()).with_gas(gas);
    let outcome = cx.host.call(call)?;
    let word = first_word(&outcome.output).filter(|_| outcome.is_success);
    Ok(word.map(Assets::new))
}

/// Sends `amount` of this contract's tokens to `to`.
///
/// # Errors
/// - `TokenRefused`: see the module's rule
/// - the token's own revert, bubbled
pub fn transfer(
    cx: &mut Context<'_>,
    token: Address,
    to: Address,
    amount: Assets,
) -> Result<(), Fail<TokenRefused>> {
    let input = transferCall { to, amount: amount.get() }.abi_encode();
    done(cx, token, input.into(), u64::MAX)
}

/// As [`transfer`], forwarding at most `gas`.
///
/// # Errors
/// As [`transfer`].
pub fn transfer_with_gas(
    cx: &mut Context<'_>,
    token: Address,
    to: Address,
    amount: Assets,
    gas: u64,
) -> Result<(), Fail<TokenRefused>> {
    let input = transferCall { to, amount: amount.get() }.abi_encode();
    done(cx, token, input.into(), gas)
}

/// Pulls `amount` from `from` to this contract out of the allowance that it has.
///
/// # Errors
/// - `TokenRefused`: see the module's rule
/// - the token's own revert, bubbled
pub fn pull(
    cx: &mut Context<'_>,
    token: Address,
    from: Address,
    amount: Assets,
) -> Result<(), Fail<TokenRefused>> {
    let input = transferFromCall { from, to: cx.this(), amount: amount.get() }.abi_encode();
    done(cx, token, input.into(), u64::MAX)
}

/// An EIP-2612 permit of the caller for this contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permit {
    /// Allowance, in base units.
    pub value: Assets,
    /// Last second at which the signature holds.
    pub deadline: U256,
    /// Recovery id, 27 or 28.
    pub v: u8,
    /// First half of the signature.
    pub r: alloy_primitives::B256,
    /// Second half of the signature.
    pub s: alloy_primitives::B256,
}

/// Hands the caller's permit to `token`. A failure is ignored: somebody may have used the permit a moment earlier, and
/// without the allowance the transfer that follows fails by itself.
///
/// # Errors
/// A halt of the host.
pub fn permit_from_caller(
    cx: &mut Context<'_>,
    token: Address,
    permit: Permit,
) -> Result<(), crate::Halt> {
    let Permit { value, deadline, v, r, s } = permit;
    let input = permitCall {
        owner: cx.caller(),
        spender: cx.this(),
        value: value.get(),
        deadline,
        v,
        r,
        s,
    };
    cx.host.call(Call::new(token, input.abi_encode().into())).map(drop)
}

/// Gas that a token may use to tell its decimals: little enough that whoever asks cannot starve it and go on.
pub const DECIMALS_GAS: u64 = 100_000;

/// The token's `decimals()`, or `None` if it does not answer one word below 256 within [`DECIMALS_GAS`]. Ask where more gas
/// than that is needed afterwards, or a caller who brings little could starve the token.
///
/// # Errors
/// A halt of the host.
pub fn decimals(cx: &mut Context<'_>, token: Address) -> Result<Option<u8>, crate::Halt> {
    let outcome = cx
        .host
        .call(Call::view(token, decimalsCall {}.abi_encode().into()).with_gas(DECIMALS_GAS))?;
    let word = first_word(&outcome.output).filter(|_| outcome.is_success);
    Ok(word.and_then(|word| u8::try_from(word).ok()))
}

fn done(
    cx: &mut Context<'_>,
    token: Address,
    input: Bytes,
    gas: u64,
) -> Result<(), Fail<TokenRefused>> {
    let answer = succeed(cx, Call::new(token, input).with_gas(gas))?;
    let is_done = match first_word(&answer) {
        Some(word) => word == U256::from(1),
        None => answer.is_empty() && cx.host.code_size(token)? > 0,
    };
    is_done.then_some(()).ok_or(Fail::Error(TokenRefused(token)))
}

fn succeed(cx: &mut Context<'_>, call: Call) -> Result<Bytes, Fail<TokenRefused>> {
    let outcome = cx.host.call(call)?;
    if outcome.is_success { Ok(outcome.output) } else { Err(Fail::Bubbled(outcome.output)) }
}

fn first_word(data: &[u8]) -> Option<U256> {
    data.first_chunk::<32>().map(|word| U256::from_be_bytes(*word))
}
