//! `state` and `delta`: views, and what they must answer.

use alloy_dyn_abi::DynSolType;
use alloy_json_abi::Param;

use super::bound::{bound, output_meaning};
use super::compile::{Typed, World};
use super::meaning::{Meaning, fraction_of_member};
use super::model::ExpectedView;
use super::plan::{Bound, Compare, Plan};
use super::source::{Problems, Trouble};
use super::value::{Entry, Value};
use super::view;

/// Reads `state` or `delta`: views, asked in `world`, and what they must answer in `after`.
pub(crate) fn read(
    world: World<'_>,
    after: World<'_>,
    value: &Value,
    is_delta: bool,
    problems: &mut Problems<'_>,
) -> Vec<ExpectedView> {
    let Some(entries) = value.as_table() else {
        problems.add(value.span, "views and their answers were expected, such as { \"VAULT.totalAssets()\" = \"90e18\" }");
        return Vec::new();
    };
    let mut read = |entry: &Entry| {
        let (view, output) = problems.keep(view::read(world, &entry.key, entry.key_span))?;
        let bound = if is_delta {
            delta(after, entry, &output)
        } else {
            let meaning = match view.path.as_slice() {
                [_, _, ..] => fraction_of_member(&output.name),
                _ => output_meaning(&view.function.name, &output.name),
            };
            Typed::of(&output, entry.key_span)
                .and_then(|typed| bound(after, &entry.value, &typed, meaning))
        };
        Some(ExpectedView { text: entry.key.clone(), view, bound: problems.keep(bound)? })
    };
    entries.iter().filter_map(&mut read).collect()
}

fn delta(world: World<'_>, entry: &Entry, output: &Param) -> Result<Bound, Trouble> {
    if !output.ty.starts_with("uint") && !output.ty.starts_with("int") {
        return Err(Trouble::new(
            entry.key_span,
            format!("`{}` answers no number that could change by some amount", entry.key),
        ));
    }
    let uint = Typed::plain(DynSolType::Uint(256));
    let Some(text) = entry.value.as_text() else {
        return bound(world, &entry.value, &uint, Meaning::None);
    };
    let (compare, rest) = Compare::split(text);
    let (is_negative, size) = match rest.strip_prefix('-') {
        Some(size) => (true, size),
        None => (false, rest.strip_prefix('+').unwrap_or(rest)),
    };
    let plan: Plan =
        world.compile(&Value::text(size.trim_start(), entry.value.span), &uint, Meaning::None)?;
    Ok(Bound { compare, plan, is_negative, text: rest.to_owned(), span: entry.value.span })
}
