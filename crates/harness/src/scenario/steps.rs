//! The steps.

use toml_edit::Item;

use super::call::{self, Made};
use super::compile::World;
use super::contracts::Contracts;
use super::expect;
use super::model::{Expect, Origin, Step};
use super::names::Names;
use super::plan::When;
use super::saves::Saves;
use super::section::{Keyed, Section};
use super::source::Problems;

/// The tables under `key`: an array of tables, or an array of inline ones.
pub(crate) fn items<'a>(
    section: &Section<'a>,
    key: &str,
    problems: &mut Problems<'_>,
) -> Vec<Keyed<'a>> {
    let Some(entry) = section.get(key) else { return Vec::new() };
    match entry.item {
        Item::ArrayOfTables(_) | Item::Value(toml_edit::Value::Array(_)) => {
            let count = entry.item.as_array_of_tables().map_or_else(
                || entry.item.as_array().map_or(0, toml_edit::Array::len),
                toml_edit::ArrayOfTables::len,
            );
            let item = |index: usize| entry.item.get(index);
            (0..count)
                .filter_map(item)
                .map(|item| Keyed { key: entry.key, span: entry.span, item })
                .collect()
        }
        _ => {
            problems.add(entry.span, format!("`{key}` must be an array of tables"));
            Vec::new()
        }
    }
}

/// Reads a step.
pub(crate) fn step(
    world: World<'_>,
    origin: Origin,
    entry: &Keyed<'_>,
    problems: &mut Problems<'_>,
) -> Option<Step> {
    let section = problems.keep(Section::of(entry.item, entry.span, "a step"))?;
    section.only(problems, &["do", "args", "expect", "note"]);
    let note = section.text(problems, "note").map(|(note, _)| note);
    let expected = section.get("expect");
    let act = section.get("do");
    if act.is_none() && expected.is_none() {
        problems.add(section.span, "a step needs `do` or `expect`");
    }
    let span = act.as_ref().map_or(section.span, |act| act.span);
    let (when, made) = match &act {
        Some(act) => {
            let act = problems.keep(Section::of(act.item, act.span, "`do`"))?;
            act.only(problems, &["at", "wait", "from", "to", "call"]);
            (
                call::when(world, &act, problems),
                call::call(world, &act, section.get("args").as_ref(), problems),
            )
        }
        None => (When::Same, Made::Nothing),
    };
    let expect = match &expected {
        Some(expected) => expect::read(world, &made, expected, problems),
        None => Expect::default(),
    };
    let call = match made {
        Made::Call(call, _) => Some(*call),
        Made::Nothing | Made::Broken => None,
    };
    Some(Step { origin, span, note, when, call, expect })
}

/// Enters the name that a step saves under.
pub(crate) fn save(step: &Step, names: &Names, contracts: &Contracts, saves: &mut Saves) {
    let Some(name) = &step.expect.save else { return };
    match &step.call {
        Some(call) => {
            saves.define(name, &call.function, &contracts.logged_by(names.find(&call.to)));
        }
        None => saves.define_broken(name),
    }
}
