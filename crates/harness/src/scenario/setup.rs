//! `[setup]`: who is registered for which set, what sets hold of which vault, who deposits.

use super::compile::{Typed, World};
use super::contracts::{Contracts, Kind};
use super::define::Definitions;
use super::meaning;
use super::model::{Allocation, Call, Expect, Origin, Registration, Step};
use super::names::Entity;
use super::number::WHOLE;
use super::plan::{Plan, When};
use super::section::{Keyed, Section};
use super::source::{Problems, Span, Trouble};
use super::steps::items;

/// Reads `register` and `allocate`. The operator of a vault of which a set is to hold something is registered for it.
pub(crate) fn memberships(
    root: &Section<'_>,
    all: &Definitions,
    problems: &mut Problems<'_>,
) -> (Vec<Registration>, Vec<Allocation>) {
    let Some(section) = section(root, problems) else { return Default::default() };
    let entries = items(&section, "register", problems);
    let mut registrations: Vec<Registration> =
        entries.iter().filter_map(|entry| registration(all, entry, problems)).collect();
    let entries = items(&section, "allocate", problems);
    let allocations: Vec<Allocation> =
        entries.iter().filter_map(|entry| allocation(all, entry, problems)).collect();
    for Allocation { set, vault, span, .. } in &allocations {
        let Some(vault) = all.vaults.get(*vault) else { continue };
        let is_same = |known: &Registration| known.set == *set && known.operator == vault.operator;
        if !registrations.iter().any(is_same) {
            let operator = vault.operator.clone();
            registrations.push(Registration { set: *set, operator, span: *span });
        }
    }
    (registrations, allocations)
}

fn section<'a>(root: &Section<'a>, problems: &mut Problems<'_>) -> Option<Section<'a>> {
    let entry = root.get("setup")?;
    problems.keep(Section::of(entry.item, entry.span, "setup"))
}

fn registration(
    all: &Definitions,
    entry: &Keyed<'_>,
    problems: &mut Problems<'_>,
) -> Option<Registration> {
    let section = problems.keep(Section::of(entry.item, entry.span, "a registration"))?;
    section.only(problems, &["set", "operator"]);
    let set = set_index(&section, all, problems);
    let (operator, span) = section.need_text(problems, "operator")?;
    let operator = all.sender(&operator, span, problems)?;
    Some(Registration { set: set?, operator, span: section.span })
}

fn allocation(
    all: &Definitions,
    entry: &Keyed<'_>,
    problems: &mut Problems<'_>,
) -> Option<Allocation> {
    let section = problems.keep(Section::of(entry.item, entry.span, "an allocation"))?;
    section.only(problems, &["set", "vault", "magnitude"]);
    let set = set_index(&section, all, problems);
    let vault = section.need_text(problems, "vault");
    let magnitude = section.number(problems, "magnitude", 27).unwrap_or(WHOLE);
    let (vault, span) = vault?;
    let Some(Entity::Vault(vault)) = all.names.find(&vault) else {
        let known = all.vaults.iter().map(|vault| vault.name.as_str());
        problems.push(Trouble::unknown(span, "vault", &vault, known));
        return None;
    };
    Some(Allocation { set: set?, vault, magnitude, span: section.span })
}

fn set_index(
    section: &Section<'_>,
    all: &Definitions,
    problems: &mut Problems<'_>,
) -> Option<usize> {
    let (name, span) = section.need_text(problems, "set")?;
    if let Some(Entity::Set(index)) = all.names.find(&name) {
        return Some(index);
    }
    let known = all.sets.iter().map(|set| set.name.as_str());
    problems.push(Trouble::unknown(span, "set", &name, known));
    None
}

/// The deposits, as steps.
pub(crate) fn deposits(
    root: &Section<'_>,
    world: World<'_>,
    problems: &mut Problems<'_>,
) -> Vec<Step> {
    let Some(section) = section(root, problems) else { return Vec::new() };
    section.only(problems, &["register", "allocate", "deposit"]);
    let deposits = items(&section, "deposit", problems);
    let read = |(index, entry): (usize, Keyed<'_>)| {
        let (call, span) = deposit(world, &entry, problems)?;
        let origin = Origin::Setup(index.saturating_add(1));
        let (when, expect) = (When::Same, Expect::default());
        Some(Step { origin, span, note: None, when, call: Some(call), expect })
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
    let from = from.and_then(|(name, span)| problems.keep(world.names.party(&name, span)));
    let (vault, vault_span) = vault?;
    let (abi, kind) = problems.keep(world.contracts.contract(world.names, &vault, vault_span))?;
    if kind != Kind::Vault {
        problems.add(vault_span, format!("`{vault}` is no vault"));
        return None;
    }
    let function = problems.keep(Contracts::function(abi, &vault, "deposit", vault_span))?;
    let assets = assets?;
    let input = function.inputs.first()?;
    let typed = problems.keep(Typed::of(input, assets.span))?;
    let plan = problems.keep(world.compile(
        &assets,
        &typed,
        meaning::of_argument(kind, &function, "assets"),
    ))?;
    Some((Call { from: from?, to: vault, function, args: vec![plan, Plan::Sender] }, section.span))
}
