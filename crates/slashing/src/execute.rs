//! Execution, vault by vault.

use alloy_primitives::{Address, U256};
use restaking_abi::{
    IAvsRegistry::takeCall,
    ISlashing::{self as Abi, Request},
    IVault,
};
use restaking_host::{Context, Fail, abi};
use restaking_shares::{Magnitude, Timestamp};

use crate::{
    Answer, SlashingConfig, SlashingError as Error,
    cap::{self, Place},
    emit,
    request::Stored,
    require,
};

/// Executes a request on one vault, and answers the magnitude and the assets taken. A vault that fails reverts, and stays
/// executable: no failure is recorded, so whoever calls has nothing to gain from starving it.
///
/// # Errors
/// - `UnknownRequest`, `NotInRequest`, `RequestClosed`, `ExecutionWindowOver`, `VetoWindowOpen`, `Quarantined`
pub fn execute(
    cx: &mut Context<'_>,
    config: &SlashingConfig,
    request: &Request,
    vault: Address,
) -> Answer<(Magnitude, U256)> {
    let stored = Stored::load(cx, request)?;
    let missing = Fail::Error(Error::NotInRequest { vault });
    let (bit, _) = stored.slice(vault).ok_or(missing)?;
    let id = stored.id;
    require(stored.is_open(bit), || Error::RequestClosed { id })?;
    let (now, blocks) = (cx.now().get(), stored.execution(cx, config)?);
    let end = blocks.windowEnd;
    require(now < end, || Error::ExecutionWindowOver { end })?;
    let veto_end = stored.veto_end().get();
    require(now >= veto_end, || Error::VetoWindowOpen { end: veto_end })?;
    let (avs, until) = (request.avs, blocks.quarantinedUntil);
    require(until == 0, || Error::Quarantined { avs, until })?;
    take(cx, config, &stored, vault)
}

/// Takes from the set's allocation and from the vault what was reserved, or less if less is left.
pub(crate) fn take(
    cx: &mut Context<'_>,
    config: &SlashingConfig,
    stored: &Stored<'_>,
    vault: Address,
) -> Answer<(Magnitude, U256)> {
    let missing = Fail::Error(Error::NotInRequest { vault });
    let (bit, slice) = stored.slice(vault).ok_or(missing)?;
    let request = stored.request;
    stored.set_executed(cx, bit)?;
    let call = takeCall {
        vault,
        avs: request.avs,
        id: request.setId,
        fraction: slice.fraction,
        most: slice.reserved,
        faultTime: request.faultTime,
        filedAt: request.filedAt,
    };
    let taken = Magnitude::new(abi::invoke(cx, config.avs_registry, &call)?);
    let place = Place { vault, avs: request.avs, set_id: request.setId, seat: slice.lane >> 2 };
    cap::count(cx, place, Timestamp::new(request.filedAt), taken)?;
    let call = IVault::slashCall {
        lane: slice.lane,
        magnitude: taken.get(),
        escrowUntil: cx.now().get().saturating_add(request.escrowDelay),
        recipient: request.recipient,
    };
    let slashed = abi::invoke(cx, vault, &call)?;
    let receipt = Abi::SlashExecuted {
        id: stored.id,
        vault,
        magnitude: taken.get(),
        assets: slashed.assets,
        escrowId: slashed.escrowId,
    };
    emit(cx, &receipt)?;
    Ok((taken, slashed.assets))
}
