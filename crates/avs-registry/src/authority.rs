//! Who may act for an operator.

use alloy_primitives::{Address, FixedBytes};
use restaking_abi::IOperatorRegistry;
use restaking_host::{Context, abi};

use crate::{Answer, AvsRegistryConfig, AvsRegistryError, require};

/// May the caller make this call for `operator`?
///
/// # Errors
/// - `NotOperator`
pub(crate) fn check(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    operator: Address,
) -> Answer<()> {
    let caller = cx.caller();
    let selector = cx.frame.input.first_chunk::<4>().copied().unwrap_or_default();
    let call = IOperatorRegistry::mayActCall {
        operator,
        account: caller,
        module: cx.this(),
        selector: FixedBytes(selector),
    };
    let may_act = abi::view(cx, config.operator_registry, &call)?;
    require(may_act, || AvsRegistryError::NotOperator { caller, operator })
}
