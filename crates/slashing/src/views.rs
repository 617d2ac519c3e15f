//! What became of a request, and how much room a cap has.

use alloy_primitives::Address;
use restaking_abi::{IAvsRegistry::judgeCall, ISlashing::Request};
use restaking_host::{Context, Fail, abi};
use restaking_shares::Magnitude;

use crate::{
    Answer, CapWord, SlashingConfig, SlashingError,
    cap::{self, Place},
    request::Stored,
};

/// What became of a request at one vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum RequestState {
    /// There is no such request, or the vault is not in it.
    Unknown = 0,
    /// The resolver may veto.
    VetoWindow = 1,
    /// Anyone may execute.
    ExecutionWindow = 2,
    /// It was executed.
    Executed = 3,
    /// It was vetoed or withdrawn.
    Closed = 4,
    /// The execution window passed.
    Lapsed = 5,
}

/// What became of a request at one vault.
pub(crate) fn state(
    cx: &mut Context<'_>,
    config: &SlashingConfig,
    request: &Request,
    vault: Address,
) -> Answer<RequestState> {
    let stored = match Stored::load(cx, request) {
        Err(Fail::Error(SlashingError::UnknownRequest { .. })) => return Ok(RequestState::Unknown),
        stored => stored?,
    };
    let Some((bit, _)) = stored.slice(vault) else { return Ok(RequestState::Unknown) };
    if stored.is_executed(bit) {
        return Ok(RequestState::Executed);
    }
    if !stored.is_open(bit) {
        return Ok(RequestState::Closed);
    }
    if cx.now() < stored.veto_end() {
        return Ok(RequestState::VetoWindow);
    }
    let end = stored.execution(cx, config)?.windowEnd;
    let is_lapsed = cx.now().get() >= end;
    Ok(if is_lapsed { RequestState::Lapsed } else { RequestState::ExecutionWindow })
}

/// The cap's current window of a set at a vault, and what is used of it.
pub(crate) fn cap_of(
    cx: &mut Context<'_>,
    config: &SlashingConfig,
    vault: Address,
    avs: Address,
    set_id: u32,
) -> Answer<(CapWord, Magnitude)> {
    let now = cx.now().get();
    let call = judgeCall { vault, avs, id: set_id, faultTime: now, filedAt: now };
    let judged = abi::view(cx, config.avs_registry, &call)?;
    let is_seated = !judged.operator.is_zero();
    cap::view(cx, Place { vault, avs, set_id, seat: judged.seat }, is_seated)
}
