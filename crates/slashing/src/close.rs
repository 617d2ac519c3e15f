//! Veto and withdrawal.

use restaking_abi::{
    IAvsRegistry::procedureOfCall,
    ISlashing::{self as Abi, Request},
};
use restaking_host::{Context, abi};

use crate::{Answer, SlashingConfig, SlashingError as Error, emit, request::Stored, require};

/// Ends what is open of a request, in the veto window. Its evidence stays used.
///
/// # Errors
/// - `UnknownRequest`, `NotResolver`, `RequestClosed`, `VetoWindowOver`
pub fn veto(cx: &mut Context<'_>, config: &SlashingConfig, request: &Request) -> Answer<()> {
    let stored = Stored::load(cx, request)?;
    let (caller, resolver) = (cx.caller(), request.resolver);
    require(caller == resolver, || Error::NotResolver { caller, resolver })?;
    stored.check_open(cx, config)?;
    let end = stored.veto_end();
    require(cx.now() < end, || Error::VetoWindowOver { end: end.get() })?;
    stored.close(cx, false)?;
    emit(cx, &Abi::SlashVetoed { id: stored.id })
}

/// Ends what is open of a request. If nothing of it was executed, its evidence may be filed again.
///
/// # Errors
/// - `UnknownRequest`, `NotSlasher`, `RequestClosed`
pub fn withdraw(cx: &mut Context<'_>, config: &SlashingConfig, request: &Request) -> Answer<()> {
    let stored = Stored::load(cx, request)?;
    let Request { avs, setId: id, operator, faultTime: fault_time, .. } = *request;
    let call = procedureOfCall { avs, id, operator, faultTime: fault_time };
    let (caller, slasher) = (cx.caller(), abi::view(cx, config.avs_registry, &call)?.slasher);
    require(caller == slasher, || Error::NotSlasher { caller, slasher })?;
    stored.check_open(cx, config)?;
    stored.close(cx, true)?;
    emit(cx, &Abi::SlashWithdrawn { id: stored.id })
}
