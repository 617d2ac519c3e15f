//! Who may act for an operator, and until when a hold really lasts: what a vault asks the other modules.

use alloy_primitives::{Address, B256, FixedBytes};
use restaking_abi::{IAvsRegistry, IGovernance, IOperatorRegistry};
use restaking_host::{Context, Fail, Frame, Host, abi};
use restaking_shares::Timestamp;
use restaking_withdrawal_delay::{HoldWord, Lane};

use crate::{Answer, Config};

/// May the caller make this call for `operator`? Where `registry` has no code, every account is its own operator.
///
/// # Errors
/// A failure of the registry, or a halt of the host.
pub(crate) fn may_act<E>(
    cx: &mut Context<'_>,
    registry: Address,
    operator: Address,
) -> Result<bool, Fail<E>> {
    let caller = cx.caller();
    if cx.host.code_size(registry)? == 0 {
        return Ok(caller == operator);
    }
    let selector = cx.frame.input.first_chunk::<4>().copied().unwrap_or_default();
    let call = IOperatorRegistry::mayActCall {
        operator,
        account: caller,
        module: cx.this(),
        selector: FixedBytes(selector),
    };
    abi::view(cx, registry, &call)
}

/// The version of what the stake answers for; 0 where the registry has no code.
///
/// # Errors
/// A failure of the registry, or a halt of the host.
pub(crate) fn risk_version(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<B256> {
    if cx.host.code_size(config.avs_registry)? == 0 {
        return Ok(B256::ZERO);
    }
    let vault = cx.this();
    abi::view(cx, config.avs_registry, &IAvsRegistry::riskVersionOfCall { vault })
}

/// When a hold whose time is over really ends: quarantines of the AVS prolong its execution window.
///
/// # Errors
/// A failure of registry or governance, or a halt of the host.
pub(crate) fn end_of_hold<E>(
    host: &mut dyn Host,
    frame: Frame<'_>,
    config: &Config<'_>,
    lane: Lane,
    hold: HoldWord,
) -> Result<Timestamp, Fail<E>> {
    let cx = &mut Context { host, frame };
    if cx.host.code_size(config.avs_registry)? == 0 || cx.host.code_size(config.governance)? == 0 {
        return Ok(hold.end());
    }
    let seat = IAvsRegistry::avsAtCall { vault: cx.this(), seat: lane.seat().0 };
    let avs = abi::view(cx, config.avs_registry, &seat)?;
    let start = hold.executable_from();
    let length = hold.end().seconds_since(start).unwrap_or(0);
    let window = IGovernance::executionBlocksCall { avs, start: start.get(), length };
    Ok(Timestamp::new(abi::view(cx, config.governance, &window)?.windowEnd))
}
