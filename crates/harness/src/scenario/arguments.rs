//! `args`: every parameter by name, or by what it is if nothing is written.

use alloy_dyn_abi::DynSolType;
use alloy_json_abi::Param;

use super::call::{Called, parameter_name};
use super::compile::{Typed, World};
use super::meaning;
use super::model::OperatorSet;
use super::pair;
use super::plan::Plan;
use super::section::{Keyed, Section};
use super::source::{Problems, Span, Trouble};
use super::value::Value;

/// Reads `args`.
pub(crate) fn arguments(
    world: World<'_>,
    called: Called<'_>,
    args: Option<&Keyed<'_>>,
    problems: &mut Problems<'_>,
) -> Option<Vec<Plan>> {
    let span = args.map_or(called.span, |args| args.span);
    let section = match args {
        Some(args) => Some(problems.keep(Section::of(args.item, args.span, "`args`"))?),
        None => None,
    };
    let inputs = &called.function.inputs;
    let known: Vec<String> =
        inputs.iter().enumerate().map(|(i, input)| parameter_name(i, &input.name)).collect();
    let pair = pair::of(inputs.iter().map(|input| (input.name.as_str(), input.ty.as_str())));
    let is_right = section.is_none_or(|section| {
        let shortcut = pair.map(|_| pair::KEY);
        has_no_strangers(&section, &known, shortcut, &called.function.name, problems)
    });
    let set = section.filter(|_| pair.is_some()).and_then(|section| section.get(pair::KEY));
    let set = match set {
        Some(entry) => Some(problems.keep(named_set(world, &entry))?),
        None => None,
    };
    let plans: Vec<Option<Plan>> = known
        .iter()
        .zip(inputs)
        .enumerate()
        .map(|(index, (name, input))| {
            let entry = section.and_then(|section| section.get(name));
            let member =
                pair.and_then(|first| index.checked_sub(first)).filter(|member| *member < 2);
            if let (Some(set), Some(member)) = (set, member) {
                if let Some(entry) = &entry {
                    problems.add(entry.span, format!("`{name}` and `set` both name the set"));
                }
                return set.plans().into_iter().nth(member);
            }
            let plan = argument(world, called, input, entry.as_ref(), name, set);
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
    shortcut: Option<&str>,
    function: &str,
    problems: &mut Problems<'_>,
) -> bool {
    let known = || known.iter().map(String::as_str).chain(shortcut);
    let strangers: Vec<Keyed<'_>> =
        section.iter().filter(|entry| !known().any(|name| name == entry.key)).collect();
    for entry in &strangers {
        let mut trouble = Trouble::unknown(entry.span, "argument", entry.key, known());
        trouble.message = format!("{} of `{function}`", trouble.message);
        problems.push(trouble);
    }
    strangers.is_empty()
}

fn named_set<'a>(world: World<'a>, entry: &Keyed<'_>) -> Result<&'a OperatorSet, Trouble> {
    let value = Value::read(entry.item, entry.span)?;
    pair::set(world, &value)
}

/// The plan of one argument. Terms start from those that the set named in the call has in the file.
fn argument(
    world: World<'_>,
    called: Called<'_>,
    input: &Param,
    entry: Option<&Keyed<'_>>,
    name: &str,
    set: Option<&OperatorSet>,
) -> Result<Plan, Trouble> {
    let Called { function, kind, .. } = called;
    let Some(entry) = entry else {
        return meaning::default_of(kind, function, input).ok_or_else(|| {
            Trouble::new(
                Span::default(),
                format!("`{}` needs the argument `{name}` ({})", function.name, input.ty),
            )
        });
    };
    let value = Value::read(entry.item, entry.span)?;
    let typed = Typed::of(input, entry.span)?;
    match (&typed.ty, set.filter(|_| name == "terms"), value.as_table()) {
        (DynSolType::Tuple(types), Some(set), Some(_)) => {
            let defaults = pair::terms(world, set);
            let defaults: Vec<(&str, Plan)> =
                input.components.iter().map(|member| member.name.as_str()).zip(defaults).collect();
            world.tuple(&value, types, &input.components, &defaults)
        }
        _ => world.compile(&value, &typed, meaning::of_argument(kind, function, name)),
    }
}
