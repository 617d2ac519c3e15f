//! The way out begins: shares go into the bucket of the first epoch that starts at or after now and the exit delay.

use alloy_primitives::{Address, U256};
use restaking_abi::IVault;
use restaking_host::Context;
use restaking_shares::Shares;
use restaking_withdrawal_delay::{Epoch, RequestWord};

use crate::{
    Answer, Config, VaultError, accounts, emit,
    ledger::{Ledger, Mode},
    require,
};

/// Requests the redemption of `shares` of `owner` for `controller`. The shares stay in the pool until maturity: they
/// go on being slashed and go on earning.
///
/// The caller is the owner, its ERC-7540 operator, or spends its allowance; and the controller or its operator.
///
/// # Errors
/// - `ZeroAmount`, `NotController`
/// - `InsufficientAllowance`, `CancelNotClaimed`, `InsufficientShares`
pub fn request_redeem(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    shares: Shares,
    controller: Address,
    owner: Address,
) -> Answer<Epoch> {
    require(!shares.is_zero(), || VaultError::ZeroAmount)?;
    accounts::check_controller(cx, controller)?;
    let mut ledger = Ledger::open(cx, config, Mode::Change)?;
    let caller = cx.caller();
    if caller != owner && !accounts::is_operator(cx, owner, caller)? {
        accounts::spend_allowance(cx, owner, shares)?;
    }
    let maturity = ledger.now().saturating_add_seconds(config.exit_delay);
    let epoch = config.clock().first_from(maturity);
    let slot = ledger.queue.request(cx.host, epoch, controller)?;
    let request = slot.read(cx.host)?;
    require(!request.is_cancelled, || VaultError::CancelNotClaimed {
        requestId: U256::from(epoch.0),
    })?;

    accounts::debit(cx, owner, shares)?;
    slot.write(
        cx.host,
        RequestWord { shares: request.shares.checked_add(shares)?, is_cancelled: false },
    )?;
    ledger.queue.enter(cx.host, epoch, shares)?;
    ledger.touch();
    ledger.close(cx, config)?;
    let vault = cx.this();
    emit(cx, &IVault::Transfer { from: owner, to: vault, value: shares.get() })?;
    let event = IVault::RedeemRequest {
        controller,
        owner,
        requestId: U256::from(epoch.0),
        sender: caller,
        shares: shares.get(),
    };
    emit(cx, &event)?;
    Ok(epoch)
}
