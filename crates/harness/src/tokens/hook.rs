//! The calls that a token makes around a transfer, and survives.

use alloy_primitives::{Address, Bytes, U256};
use restaking::host::{Call, Context};

use super::ledger::Answer;
use super::state::{HookResult, Hooked};
use super::text::Text;

/// Most of an answer that is kept: a return bomb must not fail the transfer.
const MAX_RETURNDATA_BYTES: usize = 512;

/// When which hook is called.
#[derive(Debug, Clone, Copy)]
pub(super) struct When {
    /// Before each transfer.
    pub(super) before: bool,
    /// After each transfer.
    pub(super) after: bool,
}

/// Sets the calls, and forgets what earlier ones came to.
pub(super) fn set(cx: &mut Context<'_>, target: Address, data: &[u8], when: When) -> Answer<()> {
    let state = Hooked::ROOT;
    state.target().write(cx.host, target)?;
    Text(state.data()).write(cx.host, data)?;
    state.is_called_before().write(cx.host, when.before)?;
    state.is_called_after().write(cx.host, when.after)?;
    for result in [state.before(), state.after()] {
        result.calls().write(cx.host, U256::ZERO)?;
        result.is_ok().write(cx.host, false)?;
        Text(result.output()).write(cx.host, &[])?;
    }
    Ok(())
}

/// Calls the hooks around `body`. A transfer made by a hook calls none: two calls a level would never end.
pub(super) fn around(
    cx: &mut Context<'_>,
    body: impl FnOnce(&mut Context<'_>) -> Answer<()>,
) -> Answer<()> {
    let state = Hooked::ROOT;
    if state.is_called_before().read(cx.host)? && !state.is_in_hook().read(cx.host)? {
        call(cx, state.before())?;
    }
    body(cx)?;
    if state.is_called_after().read(cx.host)? && !state.is_in_hook().read(cx.host)? {
        call(cx, state.after())?;
    }
    Ok(())
}

/// Calls with half of the gas: a gas burner must not fail the transfer.
fn call(cx: &mut Context<'_>, result: HookResult) -> Answer<()> {
    let state = Hooked::ROOT;
    state.is_in_hook().write(cx.host, true)?;
    let (target, data) = (state.target().read(cx.host)?, Text(state.data()).read(cx.host)?);
    let gas = cx.host.gas_left().div_euclid(2);
    let outcome = cx.host.call(Call::new(target, data).with_gas(gas))?;
    state.is_in_hook().write(cx.host, false)?;
    let calls = result.calls().read(cx.host)?;
    result.calls().write(cx.host, calls.saturating_add(U256::from(1)))?;
    result.is_ok().write(cx.host, outcome.is_success)?;
    let output = outcome.output.get(..MAX_RETURNDATA_BYTES).unwrap_or(&outcome.output);
    Ok(Text(result.output()).write(cx.host, output)?)
}

/// What a hook came to: calls, whether the last returned, and its answer.
pub(super) fn read(cx: &mut Context<'_>, result: HookResult) -> Answer<(U256, bool, Bytes)> {
    let (calls, is_ok) = (result.calls().read(cx.host)?, result.is_ok().read(cx.host)?);
    Ok((calls, is_ok, Text(result.output()).read(cx.host)?))
}
