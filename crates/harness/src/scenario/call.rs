//! `do` and `args`: who calls what, when, with which arguments.

use alloy_json_abi::{Function, JsonAbi, Param};
use toml_edit::Item;

use super::compile::{self, Scope, Typed};
use super::contracts::{Contracts, Kind};
use super::meaning::{self, DEFAULTS_TO_SENDER};
use super::model::Call;
use super::plan::{Plan, When};
use super::section::{Keyed, Section};
use super::source::{Problems, Span, Trouble};
use super::time;
use super::value::{Raw, Value};

/// What steps are compiled against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) scope: Scope<'a>,
    pub(crate) contracts: &'a Contracts,
    /// Time of the first block.
    pub(crate) start: u64,
}

/// Reads `at` or `wait`.
pub(crate) fn when(world: World<'_>, section: &Section<'_>, problems: &mut Problems<'_>) -> When {
    let at = section.value(problems, "at");
    let wait = section.value(problems, "wait");
    match (at, wait) {
        (Some(at), Some(_)) => {
            problems.add(at.span, "a step has `at` or `wait`, not both");
            When::Same
        }
        (Some(at), None) => problems.keep(self::at(world, &at)).unwrap_or(When::Same),
        (None, Some(wait)) => {
            let seconds = wait.as_text().and_then(time::parse_duration);
            if seconds.is_none() {
                problems.add(wait.span, "`wait` must be a duration such as \"1d 6h\"");
            }
            seconds.map_or(When::Same, When::After)
        }
        (None, None) => When::Same,
    }
}

fn at(world: World<'_>, value: &Value) -> Result<When, Trouble> {
    let text = match &value.raw {
        Raw::Time(time) => return Ok(When::At(*time)),
        Raw::Text(text) => text.trim(),
        _ => {
            return Err(Trouble::new(
                value.span,
                format!("`at` must be a string or a date, not {}", value.kind()),
            ));
        }
    };
    if let Some(seconds) = text.strip_prefix('+').and_then(time::parse_duration) {
        return Ok(When::At(world.start.saturating_add(seconds)));
    }
    if let Some(time) = time::parse_date(text) {
        return Ok(When::At(time));
    }
    if text.contains('.') {
        return compile::saved_time(world.scope, text, value.span).map(When::AtSaved);
    }
    let message = format!(
        "`{text}` is no time: write \"+15d\" from the start, a date, or \"EXIT.maturity - 1s\""
    );
    Err(Trouble::new(value.span, message))
}

/// What `do` says about a call.
pub(crate) enum Made<'a> {
    /// Nobody calls: only time passes.
    Nothing,
    /// A call, and the interface of what is called.
    Call(Box<Call>, &'a JsonAbi),
    /// Something is wrong with it.
    Broken,
}

/// Reads the call of a step: `from`, `to` and `call` in `do`, and `args`.
pub(crate) fn call<'a>(
    world: World<'a>,
    section: &Section<'_>,
    args: Option<&Keyed<'_>>,
    problems: &mut Problems<'_>,
) -> Made<'a> {
    if ["from", "to", "call"].into_iter().all(|key| section.get(key).is_none()) {
        if let Some(args) = args {
            problems.add(args.span, "arguments without a `call`");
        }
        return Made::Nothing;
    }
    let made = compiled(world, section, args, problems);
    made.map_or(Made::Broken, |(call, abi)| Made::Call(Box::new(call), abi))
}

fn compiled<'a>(
    world: World<'a>,
    section: &Section<'_>,
    args: Option<&Keyed<'_>>,
    problems: &mut Problems<'_>,
) -> Option<(Call, &'a JsonAbi)> {
    let from = section.need_text(problems, "from");
    let to = section.need_text(problems, "to");
    let called = section.need_text(problems, "call");
    let from = from.and_then(|(name, span)| problems.keep(world.scope.names.party(&name, span)));
    let (to, to_span) = to?;
    let (abi, kind) = problems.keep(world.contracts.contract(world.scope.names, &to, to_span))?;
    let (called, span) = called?;
    let function = problems.keep(Contracts::function(abi, &to, &called, span))?;
    let args = arguments(world, &function, kind, args, span, problems)?;
    Some((Call { from: from?, to, function, args }, abi))
}

/// Reads `args`: every parameter by name.
fn arguments(
    world: World<'_>,
    function: &Function,
    kind: Kind,
    args: Option<&Keyed<'_>>,
    call_span: Span,
    problems: &mut Problems<'_>,
) -> Option<Vec<Plan>> {
    let span = args.map_or(call_span, |args| args.span);
    let section = match args {
        Some(args) => Some(problems.keep(Section::of(args.item, args.span, "`args`"))?),
        None => None,
    };
    let known: Vec<String> = function
        .inputs
        .iter()
        .enumerate()
        .map(|(i, input)| parameter_name(i, &input.name))
        .collect();
    let is_right =
        section.is_none_or(|section| has_no_strangers(&section, &known, &function.name, problems));
    let plans: Vec<Option<Plan>> = known
        .iter()
        .zip(&function.inputs)
        .map(|(name, input)| {
            let entry = section.and_then(|section| section.get(name));
            let plan = argument(
                world,
                function,
                kind,
                input,
                entry.as_ref().map(|entry| (entry.item, entry.span)),
                name,
            );
            if entry.is_none() && !is_right {
                return plan.ok(); // what is missing is what was misspelt
            }
            problems.keep(plan.map_err(|trouble| Trouble {
                span: if entry.is_some() { trouble.span } else { span },
                ..trouble
            }))
        })
        .collect();
    plans.into_iter().collect::<Option<Vec<_>>>().filter(|_| is_right)
}

/// Reports every argument that the function does not have.
fn has_no_strangers(
    section: &Section<'_>,
    known: &[String],
    function: &str,
    problems: &mut Problems<'_>,
) -> bool {
    let strangers: Vec<Keyed<'_>> =
        section.iter().filter(|entry| !known.iter().any(|name| name == entry.key)).collect();
    for entry in &strangers {
        let candidates = known.iter().map(String::as_str);
        let mut trouble = Trouble::unknown(entry.span, "argument", entry.key, candidates);
        trouble.message = format!("{} of `{function}`", trouble.message);
        problems.push(trouble);
    }
    strangers.is_empty()
}

fn argument(
    world: World<'_>,
    function: &Function,
    kind: Kind,
    input: &Param,
    entry: Option<(&Item, Span)>,
    name: &str,
) -> Result<Plan, Trouble> {
    match entry {
        Some((item, span)) => {
            let value = Value::read(item, span)?;
            let typed = Typed::of(input, span)?;
            world.scope.compile(&value, &typed, meaning::of_argument(kind, function, name))
        }
        None if input.ty == "address" && DEFAULTS_TO_SENDER.contains(&name) => Ok(Plan::Sender),
        None => Err(Trouble::new(
            Span::default(),
            format!("`{}` needs the argument `{name}` ({})", function.name, input.ty),
        )),
    }
}

/// The name of a parameter; `arg0`, `arg1`, … for those without.
pub(crate) fn parameter_name(index: usize, name: &str) -> String {
    if name.is_empty() { format!("arg{index}") } else { name.to_owned() }
}
