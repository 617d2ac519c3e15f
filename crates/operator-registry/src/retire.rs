//! The end of an operator.

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use restaking_abi::{
    IAvsRegistry::hasLiveAllocationsCall,
    IOperatorRegistry::{OperatorRetired, retireCall},
};
use restaking_host::{Context, abi};

use crate::{
    Answer, OperatorRegistryConfig, OperatorRegistryError, control, emit, record::Record, require,
};

/// Retires an operator. Controller, appointees and nonce stay for its return. The AVS registry's own failure is passed
/// on.
///
/// # Errors
/// - `NotOperator`, `NotController`, `AllocationsLive`
pub fn retire(
    cx: &mut Context<'_>,
    config: &OperatorRegistryConfig,
    operator: Address,
) -> Answer<()> {
    let mut record = Record::open(cx, operator)?;
    control::check_may_act(cx, operator, record.word, retireCall::SELECTOR)?;
    let is_live = has_live_allocations(cx, config, operator)?;
    require(!is_live, || OperatorRegistryError::AllocationsLive { operator })?;
    record.word.is_registered = false;
    record.close(cx)?;
    emit(cx, &OperatorRetired { operator })
}

fn has_live_allocations(
    cx: &mut Context<'_>,
    config: &OperatorRegistryConfig,
    operator: Address,
) -> Answer<bool> {
    if cx.host.code_size(config.avs_registry)? == 0 {
        return Ok(false);
    }
    abi::view(cx, config.avs_registry, &hasLiveAllocationsCall { operator })
}
