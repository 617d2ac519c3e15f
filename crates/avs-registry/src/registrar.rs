//! What a set's registrar is asked and told.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use restaking_abi::{IAvsRegistry as Abi, IRegistrar};
use restaking_host::{Call, Context, abi};

use crate::{
    Answer, AvsRegistryError, SetKey, bounds::REGISTRAR_GAS, emit, require, set::Set,
    terms::Admission,
};

/// Asks the registrar whether `operator` may join.
///
/// # Errors
/// What the registrar reverts with; an empty revert if it has no code.
pub(crate) fn ask(
    cx: &mut Context<'_>,
    registrar: Address,
    operator: Address,
    key: SetKey,
    data: Bytes,
) -> Answer<()> {
    let (avs, id) = (key.avs(), key.id());
    let call = IRegistrar::onRegisterCall { operator, avs, setId: id, data };
    abi::invoke(cx, registrar, &call).map(drop)
}

/// Tells the registrar, if there is one, that `operator` left. It cannot refuse: a failure is only logged.
///
/// # Errors
/// - `InsufficientGas`: whoever calls could starve the registrar
pub(crate) fn tell(cx: &mut Context<'_>, set: &Set, operator: Address) -> Answer<()> {
    let terms = set.terms(cx)?;
    if terms.admission() != Admission::Registrar {
        return Ok(());
    }
    let registrar = terms.gate(cx)?;
    check_gas(cx)?;
    let (avs, id) = (set.key.avs(), set.key.id());
    let input = IRegistrar::onDeregisterCall { operator, avs, setId: id }.abi_encode();
    let outcome = cx.host.call(Call::new(registrar, input.into()).with_gas(REGISTRAR_GAS))?;
    if outcome.is_success {
        return Ok(());
    }
    emit(cx, &Abi::RegistrarFailed { operator, avs, id, registrar })
}

/// Is there enough gas that EIP-150 forwards [`REGISTRAR_GAS`] in full, and some to go on with?
fn check_gas(cx: &Context<'_>) -> Answer<()> {
    const REST: u64 = 20_000;
    let needed = REGISTRAR_GAS.saturating_add(REGISTRAR_GAS.div_ceil(63)).saturating_add(REST);
    let left = cx.host.gas_left();
    require(left >= needed, || AvsRegistryError::InsufficientGas {
        left: U256::from(left),
        needed: U256::from(needed),
    })
}
