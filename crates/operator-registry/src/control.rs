//! Who may act for an operator: its controller and those whom it appoints.

use alloy_primitives::{Address, Selector};
use restaking_abi::IOperatorRegistry::{AppointeeSet, ControlOffered, ControlTransferred};
use restaking_host::{Context, Slot};

use crate::{
    Answer, OperatorRegistryError, OperatorRegistryStorage, OperatorWord, emit,
    record::{Record, stored_word},
    require,
};

/// A function that an appointee may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Right {
    /// The contract.
    pub module: Address,
    /// The function.
    pub selector: Selector,
}

/// Lets `appointee` use `right` for the operator, or no longer. The operator need not be registered. Appointments outlive
/// retirement and a change of the controller: a new controller takes back what it does not want.
///
/// # Errors
/// - `NotController`
pub fn set_appointee(
    cx: &mut Context<'_>,
    operator: Address,
    appointee: Address,
    right: Right,
    appointed: bool,
) -> Answer<()> {
    let word = stored_word(cx, operator)?;
    check_controller(cx, operator, word)?;
    appointment(cx, operator, appointee, right)?.write(cx.host, appointed)?;
    let Right { module, selector } = right;
    emit(cx, &AppointeeSet { operator, appointee, module, selector, appointed })
}

/// Offers control of the operator to `controller`, in place of an offer before; zero withdraws that. The operator need
/// not be registered.
///
/// # Errors
/// - `NotController`
pub fn transfer_control(
    cx: &mut Context<'_>,
    operator: Address,
    controller: Address,
) -> Answer<()> {
    let word = stored_word(cx, operator)?;
    check_controller(cx, operator, word)?;
    let offers = OperatorRegistryStorage::ROOT.pending_controllers();
    offers.key(cx.host, operator)?.write(cx.host, controller)?;
    emit(cx, &ControlOffered { operator, controller })
}

/// Takes control that was offered to the caller. Appointees stay.
///
/// # Errors
/// - `ControlNotOffered`
pub fn accept_control(cx: &mut Context<'_>, operator: Address) -> Answer<()> {
    let (root, caller) = (OperatorRegistryStorage::ROOT, cx.caller());
    let offer = root.pending_controllers().key(cx.host, operator)?;
    let offered = offer.read(cx.host)?;
    let is_offered = caller == offered && !offered.is_zero();
    require(is_offered, || OperatorRegistryError::ControlNotOffered { caller, operator })?;
    offer.write(cx.host, Address::ZERO)?;
    let has_controller = caller != operator;
    let stored = if has_controller { caller } else { Address::ZERO };
    root.controllers().key(cx.host, operator)?.write(cx.host, stored)?;
    let mut record = Record::open(cx, operator)?;
    record.word.has_controller = has_controller;
    record.close(cx)?;
    emit(cx, &ControlTransferred { operator, controller: caller })
}

/// Who controls `operator`: itself, until another account took control.
///
/// # Errors
/// A halt of the host.
pub fn controller_of(cx: &mut Context<'_>, operator: Address) -> Answer<Address> {
    let word = stored_word(cx, operator)?;
    controller(cx, operator, word)
}

/// May `account` use `right` for `operator`? The operator must be registered, the account be its controller or appointed.
///
/// # Errors
/// A halt of the host.
pub fn may_act(
    cx: &mut Context<'_>,
    operator: Address,
    account: Address,
    right: Right,
) -> Answer<bool> {
    let word = stored_word(cx, operator)?;
    Ok(word.is_registered && holds(cx, operator, word, account, right)?)
}

/// Has the operator appointed `appointee` for `right`? Whether it is registered does not matter.
///
/// # Errors
/// A halt of the host.
pub fn is_appointed(
    cx: &mut Context<'_>,
    operator: Address,
    appointee: Address,
    right: Right,
) -> Answer<bool> {
    Ok(appointment(cx, operator, appointee, right)?.read(cx.host)?)
}

/// Refuses a caller who may not call the function `selector` of this registry for a registered operator.
///
/// # Errors
/// - `NotOperator`, `NotController`
pub(crate) fn check_may_act(
    cx: &mut Context<'_>,
    operator: Address,
    word: OperatorWord,
    selector: [u8; 4],
) -> Answer<()> {
    let is_operator = word.is_registered;
    require(is_operator, || OperatorRegistryError::NotOperator { account: operator })?;
    let right = Right { module: cx.this(), selector: selector.into() };
    let caller = cx.caller();
    let may = holds(cx, operator, word, caller, right)?;
    require(may, || OperatorRegistryError::NotController { caller, operator })
}

/// Refuses a caller who does not control the operator.
///
/// # Errors
/// - `NotController`
pub(crate) fn check_controller(
    cx: &mut Context<'_>,
    operator: Address,
    word: OperatorWord,
) -> Answer<()> {
    let caller = cx.caller();
    let is_controller = caller == controller(cx, operator, word)?;
    require(is_controller, || OperatorRegistryError::NotController { caller, operator })
}

/// Is `account` the operator's controller, or appointed for `right`?
fn holds(
    cx: &mut Context<'_>,
    operator: Address,
    word: OperatorWord,
    account: Address,
    right: Right,
) -> Answer<bool> {
    Ok(account == controller(cx, operator, word)? || is_appointed(cx, operator, account, right)?)
}

fn controller(cx: &mut Context<'_>, operator: Address, word: OperatorWord) -> Answer<Address> {
    if !word.has_controller {
        return Ok(operator);
    }
    Ok(OperatorRegistryStorage::ROOT.controllers().key(cx.host, operator)?.read(cx.host)?)
}

fn appointment(
    cx: &mut Context<'_>,
    operator: Address,
    appointee: Address,
    right: Right,
) -> Answer<Slot<bool>> {
    let Right { module, selector } = right;
    let key = [appointee.as_slice(), module.as_slice(), selector.as_slice()].concat();
    let key = cx.host.keccak(&key)?;
    let appointees = OperatorRegistryStorage::ROOT.appointees().key(cx.host, operator)?;
    Ok(appointees.key(cx.host, key)?)
}
