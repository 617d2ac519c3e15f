//! Operators, AVSs, sets, allocations.

use alloy_primitives::Address;
use restaking::abi::{IAvsRegistry, IOperatorRegistry};
use restaking::{AVS_REGISTRY, OPERATOR_REGISTRY};

use super::bench::{Bench, DAY};
use super::protocol::{
    INSTANT_SET, URI, VETO_SET, allocate, allocated, avs, create_set, join, joined, register,
    resolver, terms, with_avs, with_sets,
};
use super::{GasError, Measure, bound, free, missed};

/// A first allocation is decided by five modules: beside the registry the factory, the vault, the operator registry and
/// governance, each of them a cold account of 2,600 gas with one to three cold words. It fills two new words.
const FIVE_MODULES: u64 = 11_000;

/// An increase asks four of them, and adds up what every other set holds of the vault: 4,200 gas a set.
const INCREASE: u64 = 24_500;

pub(super) const MEASURES: &[Measure] = &[
    bound("register operator", 76_000, register_operator),
    free("setCommission, higher", set_commission),
    free("setAppointee", set_appointee),
    free("transferControl", transfer_control),
    free("retire", retire),
    free("registerAvs", register_avs),
    bound("create set", 165_000, create_first_set),
    free("changeTerms", change_terms),
    bound("join, known operator", 92_000, join_known),
    free("join, an operator's first set", join_first),
    missed("allocate, first", 98_000, FIVE_MODULES, allocate_first),
    missed("allocate, first, with notice", 98_000, FIVE_MODULES, allocate_first_notice),
    missed("allocate, increase", 52_000, INCREASE, allocate_increase),
    bound("allocate, decrease", 52_000, allocate_decrease),
    free("complete a decrease", complete),
    free("deregister, one vault", deregister),
    free("eject, one vault", eject),
];

fn register_operator() -> Result<u64, GasError> {
    let mut bench = Bench::empty()?;
    let carol = bench.cast.carol;
    register(&mut bench, carol)
}

fn operator_call<C: alloy_sol_types::SolCall>(
    mut bench: Bench,
    call: impl FnOnce(Address) -> C,
) -> Result<u64, GasError> {
    let operator = bench.cast.operator;
    Ok(bench.call(operator, OPERATOR_REGISTRY, call(operator))?.0)
}

fn set_commission() -> Result<u64, GasError> {
    operator_call(Bench::empty()?, |operator| IOperatorRegistry::setCommissionCall {
        operator,
        commission: super::protocol::tenth(),
    })
}

fn set_appointee() -> Result<u64, GasError> {
    operator_call(Bench::empty()?, |operator| IOperatorRegistry::setAppointeeCall {
        operator,
        appointee: resolver(),
        module: AVS_REGISTRY,
        selector: [1, 2, 3, 4].into(),
        appointed: true,
    })
}

fn transfer_control() -> Result<u64, GasError> {
    operator_call(Bench::empty()?, |operator| IOperatorRegistry::transferControlCall {
        operator,
        controller: resolver(),
    })
}

fn retire() -> Result<u64, GasError> {
    operator_call(joined(Bench::empty()?)?, |operator| IOperatorRegistry::retireCall { operator })
}

fn register_avs() -> Result<u64, GasError> {
    let mut bench = Bench::empty()?;
    let call = IAvsRegistry::registerAvsCall { metadataURI: URI.into() };
    Ok(bench.call(avs(), AVS_REGISTRY, call)?.0)
}

fn create_first_set() -> Result<u64, GasError> {
    // Another AVS's set was there before.
    let mut bench = with_avs(Bench::empty()?)?;
    create_set(&mut bench, INSTANT_SET, Address::ZERO)?;
    create_set(&mut bench, VETO_SET, resolver())
}

fn change_terms() -> Result<u64, GasError> {
    let mut bench = allocated()?;
    let terms = terms(&bench, resolver());
    let call = IAvsRegistry::changeTermsCall { avs: avs(), id: VETO_SET, terms };
    Ok(bench.call(avs(), AVS_REGISTRY, call)?.0)
}

/// The operator is in another set, and another operator is in this one.
fn join_known() -> Result<u64, GasError> {
    let mut bench = with_sets(Bench::empty()?)?;
    let (operator, carol) = (bench.cast.operator, bench.cast.carol);
    register(&mut bench, carol)?;
    join(&mut bench, carol, VETO_SET)?;
    join(&mut bench, operator, INSTANT_SET)?;
    join(&mut bench, operator, VETO_SET)
}

fn join_first() -> Result<u64, GasError> {
    let mut bench = with_sets(Bench::empty()?)?;
    let (operator, carol) = (bench.cast.operator, bench.cast.carol);
    register(&mut bench, carol)?;
    join(&mut bench, carol, VETO_SET)?;
    join(&mut bench, operator, VETO_SET)
}

/// The set served another vault before.
fn served() -> Result<Bench, GasError> {
    let mut bench = joined(Bench::empty()?)?;
    let vault = bench.vault;
    bench.create_vault("OTHER")?;
    allocate(&mut bench, VETO_SET, 30)?;
    bench.vault = vault;
    Ok(bench)
}

fn allocate_first() -> Result<u64, GasError> {
    allocate(&mut served()?, VETO_SET, 30)
}

fn allocate_first_notice() -> Result<u64, GasError> {
    let mut bench = served()?;
    bench.fund(bench.cast.alice)?;
    bench.deposit(bench.cast.alice)?;
    allocate(&mut bench, VETO_SET, 30)
}

fn allocate_increase() -> Result<u64, GasError> {
    allocate(&mut allocated()?, VETO_SET, 35)
}

fn allocate_decrease() -> Result<u64, GasError> {
    allocate(&mut allocated()?, VETO_SET, 20)
}

fn complete() -> Result<u64, GasError> {
    let mut bench = allocated()?;
    allocate(&mut bench, VETO_SET, 20)?;
    bench.wait(7 * DAY);
    let call = IAvsRegistry::completeCall { vault: bench.vault, avs: avs(), id: VETO_SET };
    Ok(bench.call(bench.cast.carol, AVS_REGISTRY, call)?.0)
}

fn deregister() -> Result<u64, GasError> {
    let mut bench = allocated()?;
    let operator = bench.cast.operator;
    let call = IAvsRegistry::deregisterCall { operator, avs: avs(), id: VETO_SET };
    Ok(bench.call(operator, AVS_REGISTRY, call)?.0)
}

fn eject() -> Result<u64, GasError> {
    let mut bench = allocated()?;
    let operator = bench.cast.operator;
    let call = IAvsRegistry::ejectCall { operator, avs: avs(), id: VETO_SET };
    Ok(bench.call(avs(), AVS_REGISTRY, call)?.0)
}
