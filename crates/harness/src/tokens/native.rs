//! The native token: the one match over the ABI. Its code says which kind it is; all else is in storage, where the
//! Solidity contract has it.

use alloy_primitives::{Bytes, U256};
use alloy_sol_types::{SolCall, SolInterface};
use restaking::host::{Context, Failure, Slot, abi};

use super::IToken::ITokenCalls as Calls;
use super::ITokenExtras::{self, ITokenExtrasCalls as Extras};
use super::ledger::{self, Answer, Move, require};
use super::state::{Blocking, Hooked, Numbered, Plain, Switched};
use super::text::Text;
use super::{TOKEN_MODULE, TokenKind, TokenSpec, hook, permit};

/// Fee and bonus at birth, in basis points.
const FIRST_BPS: u64 = 100;
/// What huge-return returns at first, in bytes.
const FIRST_BYTES: u64 = 1_000_000;
/// Highest fee, in basis points.
const MAX_FEE_BPS: U256 = U256::from_limbs([10_000, 0, 0, 0]);

/// Code and storage of a new token.
pub(crate) fn genesis(spec: &TokenSpec) -> (Vec<u8>, Vec<(U256, U256)>) {
    let state = Plain::ROOT;
    let mut slots = Text(state.name()).encode(spec.name.as_bytes());
    slots.extend(Text(state.symbol()).encode(spec.symbol().as_bytes()));
    slots.push((state.decimals().number(), U256::from(spec.decimals)));
    let number = match spec.kind {
        TokenKind::Fee | TokenKind::Bonus => Some(FIRST_BPS),
        TokenKind::HugeReturn => Some(FIRST_BYTES),
        _ => None,
    };
    slots.extend(number.map(|number| (Numbered::ROOT.number().number(), U256::from(number))));
    (TOKEN_MODULE.code(&[spec.kind.number()]), slots)
}

/// Runs one call of a token.
///
/// # Errors
/// Revert data as the Solidity token of the same kind would give it, or a halt.
pub(super) fn call(cx: &mut Context<'_>) -> Answer<Bytes> {
    let kind = cx.frame.config.first().copied().and_then(TokenKind::from_number);
    let kind = kind.ok_or(Failure::EMPTY_REVERT)?;
    let is_common =
        cx.frame.input.first_chunk().is_some_and(|selector| Calls::valid_selector(*selector));
    if is_common { common(cx, kind) } else { extra(cx, kind) }
}

/// What every token has.
fn common(cx: &mut Context<'_>, kind: TokenKind) -> Answer<Bytes> {
    let (state, caller) = (Plain::ROOT, cx.caller());
    match abi::decode::<Calls>(cx)? {
        Calls::name(c) => text(cx, &c, state.name()),
        Calls::symbol(c) => text(cx, &c, state.symbol()),
        Calls::decimals(c) => give(&c, state.decimals().read(cx.host)?),
        Calls::totalSupply(c) => give(&c, state.supply().read(cx.host)?),
        Calls::balanceOf(c) => give(&c, ledger::balance(cx, c.account)?.read(cx.host)?),
        Calls::allowance(c) => give(&c, ledger::allowance(cx, c.owner, c.spender)?.read(cx.host)?),
        Calls::transfer(c) => {
            ledger::transfer(cx, kind, Move { from: caller, to: c.to, value: c.value }, None)
        }
        Calls::transferFrom(c) => ledger::transfer(
            cx,
            kind,
            Move { from: c.from, to: c.to, value: c.value },
            Some(caller),
        ),
        Calls::approve(c) => ledger::approve(cx, kind, c.spender, c.value),
        Calls::mint(c) => done(ledger::mint(cx, kind, c.to, c.value)),
    }
}

/// What this kind has; a call that only others have is unknown to it.
fn extra(cx: &mut Context<'_>, kind: TokenKind) -> Answer<Bytes> {
    let call = abi::decode::<Extras>(cx)?;
    match kind {
        TokenKind::Standard => standard(cx, call),
        TokenKind::Callback => callback(cx, call),
        _ => switch(cx, kind, call),
    }
}

fn standard(cx: &mut Context<'_>, call: Extras) -> Answer<Bytes> {
    match call {
        Extras::burn(c) => done(ledger::burn(cx, c.from, c.value)),
        Extras::permit(c) => done(permit::permit(cx, &c)),
        Extras::nonces(c) => give(&c, permit::nonce(cx, c.owner)?.read(cx.host)?),
        Extras::DOMAIN_SEPARATOR(c) => give(&c, permit::domain(cx)?),
        Extras::PERMIT_TYPEHASH(c) => give(&c, permit::TYPEHASH),
        _ => Err(Failure::EMPTY_REVERT),
    }
}

fn callback(cx: &mut Context<'_>, call: Extras) -> Answer<Bytes> {
    let state = Hooked::ROOT;
    match call {
        Extras::setHook(c) => {
            let when = hook::When { before: c.before, after: c.after_ };
            done(hook::set(cx, c.target, &c.data, when))
        }
        Extras::hookTarget(c) => give(&c, state.target().read(cx.host)?),
        Extras::isCalledBefore(c) => give(&c, state.is_called_before().read(cx.host)?),
        Extras::isCalledAfter(c) => give(&c, state.is_called_after().read(cx.host)?),
        Extras::hookData(c) => give(&c, Text(state.data()).read(cx.host)?),
        Extras::beforeResult(c) => {
            let (calls, ok, returndata) = hook::read(cx, state.before())?;
            give(&c, ITokenExtras::beforeResultReturn { calls, ok, returndata })
        }
        Extras::afterResult(c) => {
            let (calls, ok, returndata) = hook::read(cx, state.after())?;
            give(&c, ITokenExtras::afterResultReturn { calls, ok, returndata })
        }
        _ => Err(Failure::EMPTY_REVERT),
    }
}

/// The setters and getters of the kinds that have one of each.
fn switch(cx: &mut Context<'_>, kind: TokenKind, call: Extras) -> Answer<Bytes> {
    let (number, is_on) = (Numbered::ROOT.number(), Switched::ROOT.is_on());
    match (kind, call) {
        (TokenKind::Fee, Extras::setFee(c)) => {
            require(c.bps <= MAX_FEE_BPS, "fee above 10000 bps")?;
            done(number.write(cx.host, c.bps))
        }
        (TokenKind::Fee, Extras::feeBps(c)) => give(&c, number.read(cx.host)?),
        (TokenKind::Bonus, Extras::setBonus(c)) => done(number.write(cx.host, c.bps)),
        (TokenKind::Bonus, Extras::bonusBps(c)) => give(&c, number.read(cx.host)?),
        (TokenKind::HugeReturn, Extras::setSize(c)) => done(number.write(cx.host, c.size)),
        (TokenKind::HugeReturn, Extras::returnBytes(c)) => give(&c, number.read(cx.host)?),
        (TokenKind::Pausable, Extras::pause(c)) => done(is_on.write(cx.host, c.paused)),
        (TokenKind::Pausable, Extras::isPaused(c)) => give(&c, is_on.read(cx.host)?),
        (TokenKind::GasBurner, Extras::setBurn(c)) => done(is_on.write(cx.host, c.burning)),
        (TokenKind::GasBurner, Extras::isBurning(c)) => give(&c, is_on.read(cx.host)?),
        (TokenKind::Blocklist, Extras::block_(c)) => {
            let blocked = Blocking::ROOT.blocked().key(cx.host, c.account)?;
            done(blocked.write(cx.host, c.blocked))
        }
        (TokenKind::Blocklist, Extras::isBlocked(c)) => {
            give(&c, ledger::is_blocked(cx, c.account)?)
        }
        (TokenKind::Rebase, Extras::rebase(c)) => done(ledger::rebase(cx, c.account, c.delta)),
        _ => Err(Failure::EMPTY_REVERT),
    }
}

/// The return data of a call.
fn give<C: SolCall>(_: &C, value: C::Return) -> Answer<Bytes> {
    Ok(C::abi_encode_returns(&value).into())
}

fn text<C: SolCall<Return = String>>(
    cx: &mut Context<'_>,
    call: &C,
    slot: Slot<U256>,
) -> Answer<Bytes> {
    let bytes = Text(slot).read(cx.host)?;
    give(call, String::from_utf8_lossy(&bytes).into_owned())
}

/// The empty return data of a call that returns nothing.
fn done(result: Result<(), impl Into<Failure>>) -> Answer<Bytes> {
    result.map(|()| Bytes::new()).map_err(Into::into)
}
