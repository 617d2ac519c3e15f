//! The deposits of the setup, and the steps.

use toml_edit::Item;

use super::call::{self, Made, World};
use super::compile::Typed;
use super::contracts::{Contracts, Kind};
use super::expect;
use super::meaning;
use super::model::{Call, Expect, Origin, Step};
use super::names::Names;
use super::plan::{Plan, When};
use super::saves::Saves;
use super::section::{Keyed, Section};
use super::source::{Problems, Span};

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

/// The deposits of the setup, as steps.
pub(crate) fn setup(
    root: &Section<'_>,
    world: World<'_>,
    problems: &mut Problems<'_>,
) -> Vec<Step> {
    let Some(entry) = root.get("setup") else { return Vec::new() };
    let Some(section) = problems.keep(Section::of(entry.item, entry.span, "setup")) else {
        return Vec::new();
    };
    if let Some(later) = section.get("allocate") {
        problems.add(later.span, "`allocate` is not supported yet");
    }
    section.only(problems, &["deposit", "allocate"]);
    let deposits = items(&section, "deposit", problems);
    let read = |(index, entry): (usize, Keyed<'_>)| {
        let (call, span) = deposit(world, &entry, problems)?;
        let origin = Origin::Setup(index.saturating_add(1));
        Some(Step {
            origin,
            span,
            note: None,
            when: When::Same,
            call: Some(call),
            expect: Expect::default(),
        })
    };
    deposits.into_iter().enumerate().filter_map(read).collect()
}

fn deposit(
    world: World<'_>,
    entry: &Keyed<'_>,
    problems: &mut Problems<'_>,
) -> Option<(Call, Span)> {
    let section = problems.keep(Section::of(entry.item, entry.span, "a deposit"))?;
    section.only(problems, &["vault", "from", "assets"]);
    let vault = section.need_text(problems, "vault");
    let from = section.need_text(problems, "from");
    let assets = section.need(problems, "assets");
    let from = from.and_then(|(name, span)| problems.keep(world.scope.names.party(&name, span)));
    let (vault, vault_span) = vault?;
    let (abi, kind) =
        problems.keep(world.contracts.contract(world.scope.names, &vault, vault_span))?;
    if kind != Kind::Vault {
        problems.add(vault_span, format!("`{vault}` is no vault"));
        return None;
    }
    let function = problems.keep(Contracts::function(abi, &vault, "deposit", vault_span))?;
    let assets = assets?;
    let input = function.inputs.first()?;
    let typed = problems.keep(Typed::of(input, assets.span))?;
    let plan = problems.keep(world.scope.compile(
        &assets,
        &typed,
        meaning::of_argument(kind, &function, "assets"),
    ))?;
    Some((Call { from: from?, to: vault, function, args: vec![plan, Plan::Sender] }, section.span))
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
            let abi = names.find(&call.to).and_then(|entity| contracts.of(entity));
            saves.define(name, &call.function, abi);
        }
        None => saves.define_broken(name),
    }
}
