//! Balances, allowances and supply, and how each kind bends the moves between them. Errors stand in Solidity's order.

use alloy_primitives::{Address, Bytes, I256, U256};
use alloy_sol_types::{Panic, PanicKind, Revert, SolError, SolEvent, SolValue};
use restaking::host::{Context, Failure, Halt, Slot};

use super::state::{Blocking, Numbered, Plain, Switched};
use super::{IToken, TokenKind, hook};

/// What a token answers, or its revert data.
pub(super) type Answer<T> = Result<T, Failure>;

/// A fraction's whole in basis points.
const WHOLE_BPS: U256 = U256::from_limbs([10_000, 0, 0, 0]);
/// Added before a division by [`WHOLE_BPS`], rounds it up.
const ROUND_UP_BPS: U256 = U256::from_limbs([9_999, 0, 0, 0]);
/// `type(uint96).max`.
const UINT96_MAX: U256 = U256::from_limbs([u64::MAX, u32::MAX as u64, 0, 0]);

/// A transfer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    /// Whose units.
    pub(super) from: Address,
    /// Who gets them.
    pub(super) to: Address,
    /// How many, in base units.
    pub(super) value: U256,
}

/// Solidity's `require(condition, reason)`.
pub(super) fn require(condition: bool, reason: &str) -> Answer<()> {
    if condition { Ok(()) } else { Err(Failure::Revert(Revert::from(reason).abi_encode().into())) }
}

/// The result of checked arithmetic, else Solidity's `Panic(0x11)`.
fn checked<T>(result: Option<T>) -> Answer<T> {
    result.ok_or_else(|| Failure::Revert(Panic::from(PanicKind::UnderOverflow).abi_encode().into()))
}

/// Logs an event.
fn emit(cx: &mut Context<'_>, event: &impl SolEvent) -> Answer<()> {
    Ok(cx.host.log(event.encode_log_data())?)
}

/// The balance of `account`.
pub(super) fn balance(cx: &mut Context<'_>, account: Address) -> Result<Slot<U256>, Halt> {
    Plain::ROOT.balances().key(cx.host, account)
}

/// What `spender` may move of the units of `owner`.
pub(super) fn allowance(
    cx: &mut Context<'_>,
    owner: Address,
    spender: Address,
) -> Result<Slot<U256>, Halt> {
    Plain::ROOT.allowances().key(cx.host, owner)?.key(cx.host, spender)
}

fn add(cx: &mut Context<'_>, slot: Slot<U256>, value: U256) -> Answer<()> {
    let sum = checked(slot.read(cx.host)?.checked_add(value))?;
    Ok(slot.write(cx.host, sum)?)
}

fn subtract(cx: &mut Context<'_>, slot: Slot<U256>, value: U256) -> Answer<()> {
    let rest = checked(slot.read(cx.host)?.checked_sub(value))?;
    Ok(slot.write(cx.host, rest)?)
}

/// Creates units.
pub(super) fn mint(cx: &mut Context<'_>, kind: TokenKind, to: Address, value: U256) -> Answer<()> {
    require(kind != TokenKind::Standard || !to.is_zero(), "mint to zero address")?;
    add(cx, Plain::ROOT.supply(), value)?;
    let balance = balance(cx, to)?;
    add(cx, balance, value)?;
    emit(cx, &IToken::Transfer { from: Address::ZERO, to, value })?;
    if kind == TokenKind::Uint96 {
        let supply = Plain::ROOT.supply().read(cx.host)?;
        require_uint96(supply)?;
    }
    Ok(())
}

/// Destroys units.
pub(super) fn burn(cx: &mut Context<'_>, from: Address, value: U256) -> Answer<()> {
    let balance = balance(cx, from)?;
    require(balance.read(cx.host)? >= value, "insufficient balance")?;
    subtract(cx, balance, value)?;
    subtract(cx, Plain::ROOT.supply(), value)?;
    emit(cx, &IToken::Transfer { from, to: Address::ZERO, value })
}

/// Changes a balance and the supply without an event.
pub(super) fn rebase(cx: &mut Context<'_>, account: Address, delta: I256) -> Answer<()> {
    let balance = balance(cx, account)?;
    if delta.is_negative() {
        let loss = checked(delta.checked_neg())?.into_raw();
        require(balance.read(cx.host)? >= loss, "insufficient balance")?;
        subtract(cx, balance, loss)?;
        subtract(cx, Plain::ROOT.supply(), loss)
    } else {
        add(cx, Plain::ROOT.supply(), delta.into_raw())?;
        add(cx, balance, delta.into_raw())
    }
}

/// `transfer` and, if `spender` is told, `transferFrom`: the return data.
pub(super) fn transfer(
    cx: &mut Context<'_>,
    kind: TokenKind,
    transfer: Move,
    spender: Option<Address>,
) -> Answer<Bytes> {
    if kind == TokenKind::False && !is_covered(cx, transfer, spender)? {
        return Ok(false.abi_encode().into());
    }
    if let Some(spender) = spender {
        spend(cx, transfer.from, spender, transfer.value)?;
    }
    move_units(cx, kind, transfer)?;
    if kind == TokenKind::HugeReturn { huge_answer(cx) } else { Ok(short_answer(kind)) }
}

fn is_covered(cx: &mut Context<'_>, transfer: Move, spender: Option<Address>) -> Answer<bool> {
    let Move { from, value, .. } = transfer;
    if balance(cx, from)?.read(cx.host)? < value {
        return Ok(false);
    }
    let Some(spender) = spender else { return Ok(true) };
    Ok(allowance(cx, from, spender)?.read(cx.host)? >= value)
}

/// Uses up an allowance, unless it is infinite.
fn spend(cx: &mut Context<'_>, owner: Address, spender: Address, value: U256) -> Answer<()> {
    let slot = allowance(cx, owner, spender)?;
    let allowed = slot.read(cx.host)?;
    if allowed == U256::MAX {
        return Ok(());
    }
    require(allowed >= value, "insufficient allowance")?;
    subtract(cx, slot, value)
}

/// Moves units as the kind does.
fn move_units(cx: &mut Context<'_>, kind: TokenKind, transfer: Move) -> Answer<()> {
    let Move { from, to, value } = transfer;
    match kind {
        TokenKind::Fee => {
            let fee = part(cx, value)?;
            plain_move(cx, Move { value: checked(value.checked_sub(fee))?, ..transfer })?;
            return if fee.is_zero() { Ok(()) } else { burn(cx, from, fee) };
        }
        TokenKind::Bonus => {
            let bonus = part(cx, value)?;
            plain_move(cx, transfer)?;
            return if bonus.is_zero() { Ok(()) } else { mint(cx, kind, to, bonus) };
        }
        TokenKind::Callback => return hook::around(cx, |cx| plain_move(cx, transfer)),
        TokenKind::Standard => require(!to.is_zero(), "transfer to zero address")?,
        TokenKind::Blocklist => {
            require(!is_blocked(cx, from)?, "sender blocked")?;
            require(!is_blocked(cx, to)?, "receiver blocked")?;
        }
        TokenKind::Pausable => require(!Switched::ROOT.is_on().read(cx.host)?, "paused")?,
        TokenKind::RevertOnZero => require(!value.is_zero(), "zero transfer")?,
        TokenKind::GasBurner if Switched::ROOT.is_on().read(cx.host)? => {
            return Err(Halt::OutOfGas.into());
        }
        TokenKind::Uint96 => require_uint96(value)?,
        _ => {}
    }
    plain_move(cx, transfer)
}

fn plain_move(cx: &mut Context<'_>, transfer: Move) -> Answer<()> {
    let Move { from, to, value } = transfer;
    let sender = balance(cx, from)?;
    require(sender.read(cx.host)? >= value, "insufficient balance")?;
    subtract(cx, sender, value)?;
    let receiver = balance(cx, to)?;
    add(cx, receiver, value)?;
    emit(cx, &IToken::Transfer { from, to, value })
}

/// Fee or bonus on `value`, rounded up.
fn part(cx: &mut Context<'_>, value: U256) -> Answer<U256> {
    let bps = Numbered::ROOT.number().read(cx.host)?;
    let product = checked(value.checked_mul(bps))?;
    let sum = checked(product.checked_add(ROUND_UP_BPS))?;
    checked(sum.checked_div(WHOLE_BPS))
}

/// May the account neither send nor receive?
pub(super) fn is_blocked(cx: &mut Context<'_>, account: Address) -> Result<bool, Halt> {
    Blocking::ROOT.blocked().key(cx.host, account)?.read(cx.host)
}

fn require_uint96(value: U256) -> Answer<()> {
    require(value <= UINT96_MAX, "above uint96")
}

/// `approve`: the return data.
pub(super) fn approve(
    cx: &mut Context<'_>,
    kind: TokenKind,
    spender: Address,
    value: U256,
) -> Answer<Bytes> {
    let owner = cx.caller();
    match kind {
        TokenKind::ApproveRace => {
            let allowed = allowance(cx, owner, spender)?.read(cx.host)?;
            require(value.is_zero() || allowed.is_zero(), "allowance not zero")?;
        }
        TokenKind::Uint96 => require_uint96(value)?,
        _ => {}
    }
    set_allowance(cx, owner, spender, value)?;
    Ok(short_answer(kind))
}

/// Sets an allowance.
pub(super) fn set_allowance(
    cx: &mut Context<'_>,
    owner: Address,
    spender: Address,
    value: U256,
) -> Answer<()> {
    let slot = allowance(cx, owner, spender)?;
    slot.write(cx.host, value)?;
    emit(cx, &IToken::Approval { owner, spender, value })
}

/// What a call that was done returns.
fn short_answer(kind: TokenKind) -> Bytes {
    match kind {
        TokenKind::NoReturn => Bytes::new(),
        TokenKind::ShortReturn => true.abi_encode().get(1..).unwrap_or_default().to_vec().into(),
        _ => true.abi_encode().into(),
    }
}

/// True, and zeros behind it; costs what the memory for it would (yellow paper, `C_mem`).
fn huge_answer(cx: &mut Context<'_>) -> Answer<Bytes> {
    let size = Numbered::ROOT.number().read(cx.host)?;
    let size: u64 = size.saturating_to();
    let words = size.div_ceil(32);
    cx.host.charge(words.saturating_mul(3).saturating_add(words.saturating_mul(words) >> 9))?;
    let mut answer = true.abi_encode();
    answer.resize(usize::try_from(size).map_err(|_| Halt::OutOfGas)?, 0);
    Ok(answer.into())
}
