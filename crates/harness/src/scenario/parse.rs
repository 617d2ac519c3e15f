//! The whole file.

use std::path::Path;

use toml_edit::Document;

use crate::chain::START_SECONDS;
use crate::report::amount::counted;

use super::compile::{Typed, World};
use super::contracts::Contracts;
use super::define::{ArtifactDraft, Definitions};
use super::meaning::Meaning;
use super::model::{Artifact, Origin, Scenario, Step};
use super::saves::Saves;
use super::section::Section;
use super::setup;
use super::source::{Diagnostic, Problems, Source, Span, Trouble};
use super::steps;
use super::time;
use super::value::Raw;

/// Sections that the format has and this version does not play.
const LATER: [&str; 5] = ["control", "invariant", "extends", "provenance", "failure"];

const KEYS: [&str; 10] =
    ["name", "start", "genesis", "actors", "tokens", "vaults", "sets", "crowds", "setup", "step"];

/// 2026-01-01T00:00:00Z.
const DEFAULT_START: u64 = 1_767_225_600;

/// Reads and checks a scenario; artifacts are looked for relative to `folder`.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub fn parse(source: Source, folder: Option<&Path>) -> Result<Scenario, Vec<Diagnostic>> {
    let document = Document::parse(source.text()).map_err(|error| {
        let span = error.span().map_or(Span::default(), Span::from);
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        vec![source.diagnostic(span, message)]
    })?;
    let mut problems = Problems::new(&source);
    let root = Section::new(document.as_table(), Span::default(), "a scenario");
    let scenario = read(&root, &source, folder, &mut problems);
    let found = problems.finish();
    match scenario {
        Some(scenario) if found.is_empty() => Ok(scenario),
        _ => Err(found),
    }
}

fn read(
    root: &Section<'_>,
    source: &Source,
    folder: Option<&Path>,
    problems: &mut Problems<'_>,
) -> Option<Scenario> {
    check_keys(root, problems);
    let name = root.need_text(problems, "name");
    let start = self::start(root, problems);
    let exit_delay_min = genesis(root, problems);
    let mut definitions = Definitions::read(root, folder, problems);
    let loaded = Contracts::load(definitions.tokens.iter().map(|token| token.spec.kind));
    let mut contracts =
        problems.keep(loaded.map_err(|message| Trouble::new(Span::default(), message)))?;
    contracts.artifacts =
        definitions.artifacts.iter().map(|artifact| artifact.code.abi.clone()).collect();
    let drafts = core::mem::take(&mut definitions.artifacts);
    let saves = Saves::default();
    let Definitions { names, sets, .. } = &definitions;
    let world = World { names, sets, saves: &saves, contracts: &contracts, start };
    let artifacts =
        drafts.into_iter().filter_map(|draft| problems.keep(artifact(world, draft))).collect();
    let steps = read_steps(root, world, problems);
    let (registrations, allocations) = setup::memberships(root, &definitions, problems);
    let Definitions { names, actors, tokens, vaults, crowds, sets, .. } = definitions;
    Some(Scenario {
        source: source.clone(),
        name: name?.0,
        start,
        exit_delay_min,
        names,
        contracts,
        actors,
        artifacts,
        tokens,
        vaults,
        sets,
        registrations,
        allocations,
        crowds,
        steps,
    })
}

/// The deposits of the setup and the steps; each may use what those before it saved.
fn read_steps(root: &Section<'_>, world: World<'_>, problems: &mut Problems<'_>) -> Vec<Step> {
    let mut played = setup::deposits(root, world, problems);
    let entries = steps::items(root, "step", problems);
    if root.get("step").is_none() && root.get("setup").is_none() {
        problems.add(root.span, "a scenario needs at least one `[[step]]`");
    }
    let (names, contracts, mut saves) = (world.names, world.contracts, Saves::default());
    for (index, entry) in entries.into_iter().enumerate() {
        let here = World { saves: &saves, ..world };
        let origin = Origin::Step(index.saturating_add(1));
        let Some(step) = steps::step(here, origin, &entry, problems) else { continue };
        steps::save(&step, names, contracts, &mut saves);
        played.push(step);
    }
    played
}

fn check_keys(root: &Section<'_>, problems: &mut Problems<'_>) {
    for entry in root.iter() {
        if LATER.contains(&entry.key) {
            problems.add(entry.span, format!("`{}` is not supported yet", entry.key));
        }
    }
    let known: Vec<&str> = KEYS.into_iter().chain(LATER).collect();
    root.only(problems, &known);
}

fn start(root: &Section<'_>, problems: &mut Problems<'_>) -> u64 {
    let Some(value) = root.value(problems, "start") else { return DEFAULT_START };
    let time = match &value.raw {
        Raw::Time(time) => Some(*time),
        Raw::Text(text) => time::parse_date(text),
        _ => None,
    };
    let time = time.filter(|time| *time >= START_SECONDS);
    if time.is_none() {
        problems.add(value.span, "`start` must be a date since 2025, such as 2026-01-01T00:00:00Z");
    }
    time.unwrap_or(DEFAULT_START)
}

fn genesis(root: &Section<'_>, problems: &mut Problems<'_>) -> Option<u64> {
    let entry = root.get("genesis")?;
    let section = problems.keep(Section::of(entry.item, entry.span, "genesis"))?;
    section.only(problems, &["exit_delay_min"]);
    section.get("exit_delay_min")?;
    Some(section.duration(problems, "exit_delay_min", 0))
}

fn artifact(world: World<'_>, draft: ArtifactDraft) -> Result<Artifact, Trouble> {
    let ArtifactDraft { name, span, code, args } = draft;
    let inputs = code
        .abi
        .constructor
        .as_ref()
        .map(|constructor| constructor.inputs.clone())
        .unwrap_or_default();
    if inputs.len() != args.len() {
        let takes = counted(inputs.len(), "argument");
        let message = format!("the constructor of {name} takes {takes}, not {}", args.len());
        return Err(Trouble::new(span, message));
    }
    let plans = inputs
        .iter()
        .zip(&args)
        .map(|(input, value)| world.compile(value, &Typed::of(input, value.span)?, Meaning::None));
    Ok(Artifact {
        name,
        span,
        bytecode: code.bytecode,
        args: plans.collect::<Result<_, _>>()?,
        abi: code.abi,
    })
}
