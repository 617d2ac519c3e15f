//! Cancelling an exit (ERC-7887): the shares leave the bucket at once and wait to be collected.

use alloy_primitives::{Address, U256};
use restaking_abi::IVault;
use restaking_host::Context;
use restaking_withdrawal_delay::{Epoch, RequestWord};

use crate::{
    Answer, Config, StakeWord, VaultError, accounts, emit,
    ledger::{Ledger, Mode},
    require,
};

/// Cancels all that `controller` has in the bucket of `epoch`, until it matures, held or not.
///
/// # Errors
/// - `NotController`, `NothingRequested`, `AlreadyMatured`
pub fn cancel_redeem_request(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    epoch: Epoch,
    controller: Address,
) -> Answer<()> {
    accounts::check_controller(cx, controller)?;
    let mut ledger = Ledger::open(cx, config, Mode::Change)?;
    let slot = ledger.queue.request(cx.host, epoch, controller)?;
    let request = slot.read(cx.host)?;
    let request_id = U256::from(epoch.0);
    require(!request.shares.is_zero() && !request.is_cancelled, || VaultError::NothingRequested {
        requestId: request_id,
        controller,
    })?;
    let maturity = config.clock().start_of(epoch);
    require(ledger.now() < maturity, || VaultError::AlreadyMatured {
        requestId: request_id,
        maturity: maturity.get(),
    })?;

    slot.write(cx.host, RequestWord { is_cancelled: true, ..request })?;
    ledger.queue.leave(cx.host, epoch, request.shares)?;
    let stake = ledger.stake.get(cx.host)?;
    let cancelled = stake.cancelled.checked_add(request.shares)?;
    ledger.stake.set(StakeWord { cancelled, ..stake });
    ledger.touch();
    ledger.close(cx, config)?;
    let sender = cx.caller();
    emit(cx, &IVault::CancelRedeemRequest { controller, requestId: request_id, sender })
}

/// Gives the shares of a cancelled request to `receiver`.
///
/// # Errors
/// - `VaultIsReceiver`, `ZeroReceiver`, `NotController`, `NothingRequested`
pub fn claim_cancel_redeem_request(
    cx: &mut Context<'_>,
    config: &Config<'_>,
    epoch: Epoch,
    receiver: Address,
    controller: Address,
) -> Answer<()> {
    accounts::check_receiver(cx, receiver)?;
    accounts::check_controller(cx, controller)?;
    let mut ledger = Ledger::open(cx, config, Mode::Change)?;
    let slot = ledger.queue.request(cx.host, epoch, controller)?;
    let request = slot.read(cx.host)?;
    let request_id = U256::from(epoch.0);
    require(request.is_cancelled, || VaultError::NothingRequested {
        requestId: request_id,
        controller,
    })?;

    slot.write(cx.host, RequestWord::default())?;
    let stake = ledger.stake.get(cx.host)?;
    let cancelled = stake.cancelled.checked_sub(request.shares)?;
    ledger.stake.set(StakeWord { cancelled, ..stake });
    accounts::credit(cx, receiver, request.shares)?;
    ledger.close(cx, config)?;
    let (sender, vault) = (cx.caller(), cx.this());
    emit(cx, &IVault::Transfer { from: vault, to: receiver, value: request.shares.get() })?;
    let event = IVault::CancelRedeemClaim {
        controller,
        receiver,
        requestId: request_id,
        sender,
        shares: request.shares.get(),
    };
    emit(cx, &event)
}
