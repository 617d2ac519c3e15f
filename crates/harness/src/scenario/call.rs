//! `do`: who calls what, when.

use alloy_json_abi::{Function, JsonAbi};

use super::arguments::arguments;
use super::compile::{self, World};
use super::contracts::{Contracts, Kind};
use super::model::Call;
use super::plan::When;
use super::section::{Keyed, Section};
use super::source::{Problems, Span, Trouble};
use super::time;
use super::value::{Raw, Value};

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
        return compile::saved_time(world, text, value.span).map(When::AtSaved);
    }
    let message = format!(
        "`{text}` is no time: write \"+15d\" from the start, a date, or \"EXIT.maturity - 1s\""
    );
    Err(Trouble::new(value.span, message))
}

/// A function that is called, and where the file says so.
#[derive(Clone, Copy)]
pub(crate) struct Called<'a> {
    pub(crate) function: &'a Function,
    pub(crate) kind: Kind,
    pub(crate) span: Span,
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
    let from = from.and_then(|(name, span)| problems.keep(world.names.party(&name, span)));
    let (to, to_span) = to?;
    let (abi, kind) = problems.keep(world.contracts.contract(world.names, &to, to_span))?;
    let (called, span) = called?;
    let function = problems.keep(Contracts::function(abi, &to, &called, span))?;
    let args = arguments(world, Called { function: &function, kind, span }, args, problems)?;
    Some((Call { from: from?, to, function, args }, abi))
}

/// The name of a parameter; `arg0`, `arg1`, … for those without.
pub(crate) fn parameter_name(index: usize, name: &str) -> String {
    if name.is_empty() { format!("arg{index}") } else { name.to_owned() }
}
