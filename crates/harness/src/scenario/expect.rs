//! `expect`: what must come of a step.

use alloy_dyn_abi::DynSolType;
use alloy_json_abi::{EventParam, JsonAbi, Param};

use super::bound::{bound, output_meaning};
use super::call::{Made, parameter_name};
use super::compile::{Typed, World};
use super::meaning::{Meaning, fraction_of};
use super::model::{Call, Expect, ExpectedError, ExpectedEvent};
use super::pair;
use super::plan::{Bound, Compare};
use super::saves::{Saves, output_name};
use super::section::{Keyed, Section};
use super::source::{Problems, Span, Trouble};
use super::value::{Entry, Raw, Value};
use super::views;

const KEYS: [&str; 8] = ["revert", "event", "no_event", "returns", "save", "state", "delta", "gas"];
const CALL_KEYS: [&str; 6] = ["revert", "event", "no_event", "returns", "save", "gas"];

/// Reads `expect`.
pub(crate) fn read(
    world: World<'_>,
    made: &Made<'_>,
    entry: &Keyed<'_>,
    problems: &mut Problems<'_>,
) -> Expect {
    let mut expect = Expect::default();
    let Some(section) = problems.keep(Section::of(entry.item, entry.span, "`expect`")) else {
        return expect;
    };
    section.only(problems, &KEYS);
    match made {
        Made::Call(call, abi) => Reader { world, call, abi }.read(&section, &mut expect, problems),
        Made::Broken => expect.save = save(world, &section, problems),
        Made::Nothing => {
            for key in CALL_KEYS.into_iter().filter_map(|key| section.get(key)) {
                problems.add(key.span, format!("`{}` needs a `call` that it is about", key.key));
            }
        }
    }
    let saves = saves_after(world, made, expect.save.as_deref());
    let after = World { saves: &saves, ..world };
    if let Some(value) = section.value(problems, "state") {
        expect.state = views::read(after, after, &value, false, problems);
    }
    if let Some(value) = section.value(problems, "delta") {
        expect.delta = views::read(world, after, &value, true, problems);
    }
    expect
}

/// The name under which the step saves, which must not be somebody's.
fn save(world: World<'_>, section: &Section<'_>, problems: &mut Problems<'_>) -> Option<String> {
    let (name, span) = section.text(problems, "save")?;
    if world.names.find(&name).is_some() {
        problems.add(span, format!("`{name}` cannot be saved under: the name is taken"));
    }
    Some(name)
}

/// What is saved once the step is over: `state` may use what the step itself saves.
fn saves_after(world: World<'_>, made: &Made<'_>, name: Option<&str>) -> Saves {
    let mut saves = world.saves.clone();
    match (name, made) {
        (Some(name), Made::Call(call, _)) => {
            let logged = world.contracts.logged_by(world.names.find(&call.to));
            saves.define(name, &call.function, &logged);
        }
        (Some(name), _) => saves.define_broken(name),
        (None, _) => {}
    }
    saves
}

/// What is known about the call whose outcome is expected.
struct Reader<'a> {
    world: World<'a>,
    call: &'a Call,
    abi: &'a JsonAbi,
}

impl Reader<'_> {
    fn read(&self, section: &Section<'_>, expect: &mut Expect, problems: &mut Problems<'_>) {
        if let Some(value) = section.value(problems, "revert") {
            expect.revert = problems.keep(self.error(&value));
        }
        for (key, events) in [("event", &mut expect.events), ("no_event", &mut expect.no_events)] {
            let Some(value) = section.value(problems, key) else { continue };
            let values = if let Raw::List(values) = value.raw { values } else { vec![value] };
            events.extend(values.iter().filter_map(|value| problems.keep(self.event(value))));
        }
        if let Some(value) = section.value(problems, "returns") {
            expect.returns = problems.keep(self.returns(&value)).unwrap_or_default();
        }
        if let Some(value) = section.value(problems, "gas") {
            expect.gas = problems.keep(self.gas(&value));
        }
        expect.save = save(self.world, section, problems);
        if expect.revert.is_some() {
            for key in ["event", "returns", "save"].into_iter().filter_map(|key| section.get(key)) {
                problems.add(key.span, format!("a call that reverts has no `{}`", key.key));
            }
        }
    }

    fn error(&self, value: &Value) -> Result<ExpectedError, Trouble> {
        let (name, span, args, _) = named(value, "revert", &["name", "args"])?;
        let error = self.world.contracts.error(self.abi, &name, span)?;
        let args = args.map_or(Ok(Vec::new()), |args| {
            self.bounds(
                &name,
                args,
                pair::of(error.inputs.iter().map(|input| (input.name.as_str(), input.ty.as_str()))),
                error.inputs.iter().map(|input| (input.name.as_str(), Typed::of(input, args.span))),
            )
        })?;
        Ok(ExpectedError { error, args, span: value.span })
    }

    fn event(&self, value: &Value) -> Result<ExpectedEvent, Trouble> {
        let (name, span, args, by) = named(value, "event", &["name", "args", "by"])?;
        let by = match by {
            Some(by) => {
                let text =
                    by.as_text().ok_or_else(|| Trouble::new(by.span, "`by` must be a name"))?;
                let (abi, _) = self.world.contracts.contract(self.world.names, text, by.span)?;
                Some((text.to_owned(), abi))
            }
            None => None,
        };
        let first = by.as_ref().map_or(self.abi, |(_, abi)| *abi);
        let event = self.world.contracts.event(Some(first), &name, span)?;
        let args = args.map_or(Ok(Vec::new()), |args| {
            let typed = |input: &'_ EventParam| Typed::plain(event_type(input));
            self.bounds(
                &name,
                args,
                pair::of(event.inputs.iter().map(|input| (input.name.as_str(), input.ty.as_str()))),
                event.inputs.iter().map(|input| (input.name.as_str(), Ok(typed(input)))),
            )
        })?;
        Ok(ExpectedEvent { event, by: by.map(|(name, _)| name), args, span: value.span })
    }

    /// Bounds on named values.
    fn bounds<'t>(
        &self,
        owner: &str,
        args: &Value,
        pair: Option<usize>,
        known: impl Iterator<Item = (&'t str, Result<Typed<'t>, Trouble>)>,
    ) -> Result<Vec<(usize, Bound)>, Trouble> {
        let Some(entries) = args.as_table() else {
            return Err(Trouble::new(
                args.span,
                format!("`args` of {owner} must be a table, not {}", args.kind()),
            ));
        };
        let known: Vec<(String, Result<Typed<'t>, Trouble>)> = known
            .enumerate()
            .map(|(index, (name, typed))| (parameter_name(index, name), typed))
            .collect();
        let bound = |entry: &Entry| {
            if let Some(first) = pair.filter(|_| entry.key == pair::KEY) {
                return self.set_bounds(&entry.value, first);
            }
            let found = known.iter().enumerate().find(|(_, (name, _))| *name == entry.key);
            let Some((index, (name, typed))) = found else {
                let mut trouble = Trouble::unknown(
                    entry.key_span,
                    "argument",
                    &entry.key,
                    known.iter().map(|(name, _)| name.as_str()).chain(pair.map(|_| pair::KEY)),
                );
                trouble.message = format!("{} of `{owner}`", trouble.message);
                return Err(trouble);
            };
            let typed = typed.as_ref().map_err(Clone::clone)?;
            Ok(vec![(index, bound(self.world, &entry.value, typed, fraction_of(name))?)])
        };
        let bounds: Vec<Vec<_>> = entries.iter().map(bound).collect::<Result<_, _>>()?;
        Ok(bounds.into_iter().flatten().collect())
    }

    /// Bounds on AVS and number of a set, the first of which stands at `first`.
    fn set_bounds(&self, value: &Value, first: usize) -> Result<Vec<(usize, Bound)>, Trouble> {
        let set = pair::set(self.world, value)?;
        let bound = |plan| Bound {
            compare: Compare::Equal,
            plan,
            is_negative: false,
            text: set.name.clone(),
            span: value.span,
        };
        Ok((first..).zip(set.plans().into_iter().map(bound)).collect())
    }

    fn returns(&self, value: &Value) -> Result<Vec<(usize, Bound)>, Trouble> {
        let outputs = &self.call.function.outputs;
        let one = |index: usize, output: &Param, value: &Value| {
            let meaning = output_meaning(&self.call.function.name, &output.name);
            Ok((index, bound(self.world, value, &Typed::of(output, value.span)?, meaning)?))
        };
        match (&value.raw, outputs.as_slice()) {
            (_, []) => Err(Trouble::new(
                value.span,
                format!("`{}` returns nothing", self.call.function.name),
            )),
            (Raw::Table(_), _) => {
                let names: Vec<String> =
                    outputs.iter().map(|output| output_name(&output.name)).collect();
                let known = names
                    .iter()
                    .zip(outputs)
                    .map(|(name, output)| (name.as_str(), Typed::of(output, value.span)));
                self.bounds(&self.call.function.name, value, None, known)
            }
            (Raw::List(values), [_, _, ..]) if values.len() == outputs.len() => outputs
                .iter()
                .zip(values)
                .enumerate()
                .map(|(i, (output, value))| one(i, output, value))
                .collect(),
            (_, [output]) => one(0, output, value).map(|bound| vec![bound]),
            _ => Err(Trouble::new(
                value.span,
                format!(
                    "`{}` returns {} values: write a table",
                    self.call.function.name,
                    outputs.len()
                ),
            )),
        }
    }

    fn gas(&self, value: &Value) -> Result<Bound, Trouble> {
        let bound = bound(self.world, value, &Typed::plain(DynSolType::Uint(256)), Meaning::None)?;
        if bound.compare == Compare::Equal {
            return Err(Trouble::new(value.span, "`gas` must be a bound, such as \"<= 65000\""));
        }
        Ok(bound)
    }
}

/// The type of an event's parameter as it is decoded.
fn event_type(input: &EventParam) -> DynSolType {
    use alloy_dyn_abi::Specifier;
    input.resolve().unwrap_or(DynSolType::FixedBytes(32))
}

/// Reads `"Name"` or `{ name = "Name", … }`.
type Named<'a> = (String, Span, Option<&'a Value>, Option<&'a Value>);
fn named<'a>(value: &'a Value, what: &str, known: &[&str]) -> Result<Named<'a>, Trouble> {
    if let Some(name) = value.as_text() {
        return Ok((name.to_owned(), value.span, None, None));
    }
    let Some(entries) = value.as_table() else {
        return Err(Trouble::new(
            value.span,
            format!(
                "`{what}` must be a name or a table with `name` and `args`, not {}",
                value.kind()
            ),
        ));
    };
    if let Some(stranger) = entries.iter().find(|entry| !known.contains(&entry.key.as_str())) {
        return Err(Trouble::unknown(
            stranger.key_span,
            "key",
            &stranger.key,
            known.iter().copied(),
        ));
    }
    let get = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
    let name =
        get("name").ok_or_else(|| Trouble::new(value.span, format!("`{what}` lacks `name`")))?;
    let text = name.as_text().ok_or_else(|| Trouble::new(name.span, "`name` must be a string"))?;
    Ok((text.to_owned(), name.span, get("args"), get("by")))
}
