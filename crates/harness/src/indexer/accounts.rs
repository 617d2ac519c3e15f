//! Shares, allowances and permissions of a vault.

use alloy_primitives::{Address, U256};
use restaking::shares::Shares;
use restaking::vault::VaultStorage;

use super::words::{Amount, At, Words, at, one, two};

const ROOT: VaultStorage = VaultStorage::ROOT;

fn balance(account: Address) -> At<Shares> {
    at("balances[]", one(account), ROOT.balances().locate(account))
}

/// Shares moved. The vault's own are in its queue, not in a balance.
pub(super) fn moved(words: &mut Words, vault: Address, from: Address, to: Address, value: U256) {
    let has_balance = |account: Address| !account.is_zero() && account != vault;
    if has_balance(from) {
        words.change(vault, balance(from), |held| held.minus(value));
    }
    if has_balance(to) {
        words.change(vault, balance(to), |held| held.plus(value));
    }
}

/// An allowance was set or used. A permit counts the owner's nonce.
pub(super) fn approved(
    words: &mut Words,
    vault: Address,
    owner: Address,
    spender: Address,
    value: U256,
) {
    let slot = ROOT.allowances().locate(owner).locate(spender);
    words.set(vault, at("allowances[][]", two(owner, spender), slot), Shares::new(value));
    words.leave_out(vault, ROOT.nonces().locate(owner));
}

/// Who manages whose requests.
pub(super) fn operator_set(
    words: &mut Words,
    vault: Address,
    controller: Address,
    operator: Address,
    is_approved: bool,
) {
    let slot = ROOT.operators().locate(controller).locate(operator);
    words.set(vault, at("operators[][]", two(controller, operator), slot), is_approved);
}

/// Who may receive shares of deposits.
pub(super) fn depositor_set(
    words: &mut Words,
    vault: Address,
    depositor: Address,
    is_approved: bool,
) {
    let slot = ROOT.depositors().locate(depositor);
    words.set(vault, at("depositors[]", one(depositor), slot), is_approved);
}
