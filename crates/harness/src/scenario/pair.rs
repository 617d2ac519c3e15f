//! Where two parameters name an operator set by its AVS and its number, the set's name stands for both.

use alloy_dyn_abi::DynSolValue;
use alloy_primitives::U256;

use super::compile::World;
use super::model::OperatorSet;
use super::plan::Plan;
use super::source::Trouble;
use super::value::Value;

/// The argument that fills both.
pub(crate) const KEY: &str = "set";

/// The place of the first of the two parameters, by names and types of all.
pub(crate) fn of<'a>(inputs: impl Iterator<Item = (&'a str, &'a str)>) -> Option<usize> {
    let inputs: Vec<_> = inputs.collect();
    let is_pair =
        |pair: &[(&str, &str)]| matches!(pair, [("avs", "address"), ("id" | "setId", "uint32")]);
    inputs.windows(2).position(is_pair)
}

/// The set that a value names.
pub(crate) fn set<'a>(world: World<'a>, value: &Value) -> Result<&'a OperatorSet, Trouble> {
    let name = value
        .as_text()
        .ok_or_else(|| Trouble::new(value.span, "`set` must be the name of an operator set"))?;
    let known = world.sets.iter().map(|set| set.name.as_str());
    world.set(name).ok_or_else(|| Trouble::unknown(value.span, "set", name, known))
}

/// The terms of a set as the file has them, member by member.
pub(crate) fn terms(world: World<'_>, set: &OperatorSet) -> Vec<Plan> {
    let account = |name: &Option<String>| Plan::Account(name.clone().unwrap_or("ZERO".into()));
    let number = |value: U256, bits: usize| Plan::Fixed(DynSolValue::Uint(value, bits));
    let seconds = |value: u64| number(U256::from(value), 64);
    let asset = |(token, weight): &(usize, U256)| {
        let name = world.names.token(*token).unwrap_or("ZERO");
        Plan::Tuple(vec![Plan::Account(name.to_owned()), number(*weight, 256)])
    };
    vec![
        Plan::Account(set.slasher.clone()),
        account(&set.resolver),
        seconds(set.veto),
        seconds(set.execute),
        seconds(set.escrow),
        seconds(set.fault),
        number(set.cap, 256),
        seconds(set.cap_window),
        number(set.minimum_weight, 256),
        number(U256::from(set.operator_cap), 32),
        Plan::Fixed(DynSolValue::Bool(set.is_leveraged)),
        number(U256::from(set.admission), 8),
        account(&set.gate),
        Plan::List { items: set.assets.iter().map(asset).collect(), is_fixed: false },
    ]
}
