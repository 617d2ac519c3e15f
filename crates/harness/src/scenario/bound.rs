//! A value that is expected, with an optional comparison in front: `"<= 90e18"`.

use alloy_dyn_abi::DynSolType;

use super::compile::{Typed, World};
use super::meaning::{Meaning, fraction_of};
use super::plan::{Bound, Compare};
use super::source::Trouble;
use super::value::Value;

/// What a percentage is of in an answer.
pub(crate) fn output_meaning(function: &str, output: &str) -> Meaning {
    fraction_of(if output.is_empty() { function } else { output })
}

/// Reads a value with an optional comparison in front.
pub(crate) fn bound(
    world: World<'_>,
    value: &Value,
    typed: &Typed<'_>,
    meaning: Meaning,
) -> Result<Bound, Trouble> {
    let is_number = matches!(typed.ty, DynSolType::Uint(_) | DynSolType::Int(_));
    let (compare, inner) = match value.as_text().filter(|_| is_number) {
        Some(text) => {
            let (compare, rest) = Compare::split(text);
            (compare, Value::text(rest, value.span))
        }
        None => (Compare::Equal, value.clone()),
    };
    let plan = world.compile(&inner, typed, meaning)?;
    let text = inner.shown();
    Ok(Bound { compare, plan, is_negative: false, text, span: value.span })
}
