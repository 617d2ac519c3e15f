//! Shares as an ERC-20 token with EIP-2612, and the operators of ERC-7540.

use alloy_primitives::{Address, B256, U256, b256};
use restaking_abi::IVault;
use restaking_host::{Context, signature};
use restaking_shares::Shares;

use crate::{
    Answer, Config, VaultError, VaultStorage, emit,
    ledger::{Ledger, Mode},
    require,
};

/// keccak256 of EIP-2612's struct type.
const PERMIT_TYPEHASH: B256 =
    b256!("6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9");

/// Allowance that is never used up.
const INFINITE: Shares = Shares::new(U256::MAX);

/// Shares of `account`; the vault's own are in its holdings, not in a balance.
pub(crate) fn balance_of(
    cx: &mut Context<'_>,
    ledger: &mut Ledger,
    account: Address,
) -> Answer<Shares> {
    if account == cx.this() {
        return ledger.custody(cx);
    }
    Ok(VaultStorage::ROOT.balances().key(cx.host, account)?.read(cx.host)?)
}

/// Takes `shares` from the balance of `account`.
///
/// # Errors
/// - `InsufficientShares`
pub(crate) fn debit(cx: &mut Context<'_>, account: Address, shares: Shares) -> Answer<()> {
    let slot = VaultStorage::ROOT.balances().key(cx.host, account)?;
    let held = slot.read(cx.host)?;
    require(shares <= held, || VaultError::InsufficientShares {
        account,
        held: held.get(),
        needed: shares.get(),
    })?;
    Ok(slot.write(cx.host, held.checked_sub(shares)?)?)
}

/// Adds `shares` to the balance of `account`.
pub(crate) fn credit(cx: &mut Context<'_>, account: Address, shares: Shares) -> Answer<()> {
    let slot = VaultStorage::ROOT.balances().key(cx.host, account)?;
    let held = slot.read(cx.host)?;
    Ok(slot.write(cx.host, held.checked_add(shares)?)?)
}

/// Refuses the zero address and the vault as receivers of shares or assets.
///
/// # Errors
/// - `VaultIsReceiver`, `ZeroReceiver`
pub(crate) fn check_receiver(cx: &Context<'_>, receiver: Address) -> Answer<()> {
    require(receiver != cx.this(), || VaultError::VaultIsReceiver)?;
    require(!receiver.is_zero(), || VaultError::ZeroReceiver)
}

/// Moves `shares` of the caller to `to`.
///
/// # Errors
/// - `VaultIsReceiver`, `ZeroReceiver`, `InsufficientShares`
pub(crate) fn transfer(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    to: Address,
    shares: Shares,
) -> Answer<()> {
    check_receiver(cx, to)?;
    let from = cx.caller();
    move_shares(cx, config, from, to, shares)
}

/// Moves `shares` of `from` to `to` out of the caller's allowance.
///
/// # Errors
/// - `VaultIsReceiver`, `ZeroReceiver`, `InsufficientAllowance`, `InsufficientShares`
pub(crate) fn transfer_from(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    from: Address,
    to: Address,
    shares: Shares,
) -> Answer<()> {
    check_receiver(cx, to)?;
    spend_allowance(cx, from, shares)?;
    move_shares(cx, config, from, to, shares)
}

fn move_shares(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    from: Address,
    to: Address,
    shares: Shares,
) -> Answer<()> {
    let ledger = Ledger::open(cx, config, Mode::Change)?;
    debit(cx, from, shares)?;
    credit(cx, to, shares)?;
    ledger.close(cx, config)?;
    emit(cx, &IVault::Transfer { from, to, value: shares.get() })
}

/// Uses up `shares` of the caller's allowance from `owner`, and logs what is left of it.
///
/// # Errors
/// - `InsufficientAllowance`
pub(crate) fn spend_allowance(cx: &mut Context<'_>, owner: Address, shares: Shares) -> Answer<()> {
    let spender = cx.caller();
    let slot = VaultStorage::ROOT.allowances().key(cx.host, owner)?.key(cx.host, spender)?;
    let allowed = slot.read(cx.host)?;
    if allowed == INFINITE {
        return Ok(());
    }
    require(shares <= allowed, || VaultError::InsufficientAllowance {
        spender,
        allowed: allowed.get(),
        needed: shares.get(),
    })?;
    let left = allowed.checked_sub(shares)?;
    slot.write(cx.host, left)?;
    emit(cx, &IVault::Approval { owner, spender, value: left.get() })
}

/// Lets `spender` move `shares` of `owner`.
pub(crate) fn approve(
    cx: &mut Context<'_>,
    owner: Address,
    spender: Address,
    shares: Shares,
) -> Answer<()> {
    let slot = VaultStorage::ROOT.allowances().key(cx.host, owner)?.key(cx.host, spender)?;
    slot.write(cx.host, shares)?;
    emit(cx, &IVault::Approval { owner, spender, value: shares.get() })
}

/// The facts that an EIP-2612 permit signs, but the nonce.
pub(crate) struct Permit {
    /// Who signs.
    pub(crate) owner: Address,
    /// Who may move the shares.
    pub(crate) spender: Address,
    /// How many.
    pub(crate) shares: Shares,
    /// Last second at which the signature holds.
    pub(crate) deadline: U256,
}

/// Approves by signature of the owner, ECDSA or EIP-1271. The nonce is used up before a wallet is asked.
///
/// # Errors
/// - `SignatureExpired`, `SignatureMismatch`
pub(crate) fn permit(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    permit: &Permit,
    signed: signature::Ecdsa,
) -> Answer<()> {
    let Permit { owner, spender, shares, deadline } = *permit;
    require(U256::from(cx.now().get()) <= deadline, || VaultError::SignatureExpired { deadline })?;
    let nonce_slot = VaultStorage::ROOT.nonces().key(cx.host, owner)?;
    let nonce = nonce_slot.read(cx.host)?;
    nonce_slot.write(cx.host, nonce.wrapping_add(U256::from(1)))?;
    let words = [
        owner.into_word(),
        spender.into_word(),
        shares.get().into(),
        nonce.into(),
        deadline.into(),
    ];
    let struct_hash = cx.host.keccak(&[&[PERMIT_TYPEHASH], words.as_slice()].concat().concat())?;
    let domain = signature::domain_separator(cx, config.name)?;
    let digest = signature::typed_data_digest(cx, domain, struct_hash)?;
    let is_valid = !owner.is_zero() && signature::is_signed_by(cx, owner, digest, signed)?;
    require(is_valid, || VaultError::SignatureMismatch { owner })?;
    approve(cx, owner, spender, shares)
}

/// May the caller manage the requests of `controller`?
///
/// # Errors
/// - `NotController`
pub(crate) fn check_controller(cx: &mut Context<'_>, controller: Address) -> Answer<()> {
    let caller = cx.caller();
    let may = caller == controller || is_operator(cx, controller, caller)?;
    require(may, || VaultError::NotController { caller, controller })
}

/// May `operator` manage the requests of `controller`?
pub(crate) fn is_operator(
    cx: &mut Context<'_>,
    controller: Address,
    operator: Address,
) -> Answer<bool> {
    Ok(VaultStorage::ROOT
        .operators()
        .key(cx.host, controller)?
        .key(cx.host, operator)?
        .read(cx.host)?)
}

/// Lets `operator` manage the caller's requests, or no longer.
pub(crate) fn set_operator(cx: &mut Context<'_>, operator: Address, approved: bool) -> Answer<()> {
    let controller = cx.caller();
    VaultStorage::ROOT
        .operators()
        .key(cx.host, controller)?
        .key(cx.host, operator)?
        .write(cx.host, approved)?;
    emit(cx, &IVault::OperatorSet { controller, operator, approved })
}
