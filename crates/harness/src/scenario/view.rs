//! `VAULT.balanceOf(ALICE)`: a view as it stands in a key of the file.

use alloy_json_abi::{Function, Param};

use super::compile::{Typed, World};
use super::contracts::Contracts;
use super::meaning::Meaning;
use super::model::View;
use super::pair;
use super::plan::Plan;
use super::saves::output_name;
use super::source::{Span, Trouble};
use super::value::Value;
use crate::report::amount::counted;

/// Reads a view, and the parameter that it answers.
pub(crate) fn read(world: World<'_>, text: &str, span: Span) -> Result<(View, Param), Trouble> {
    let parts = split(text).ok_or_else(|| {
        Trouble::new(span, format!("`{text}` is no view: write it as \"VAULT.balanceOf(ALICE)\""))
    })?;
    let (abi, _) = world.contracts.contract(world.names, parts.to, span)?;
    let function = Contracts::function(abi, parts.to, parts.function, span)?;
    let args = arguments(world, &function, &parts.args, span)?;
    let (path, output) = output(&function, &parts.path, span)?;
    Ok((View { to: parts.to.to_owned(), args, path, span, function }, output))
}

/// The arguments; the name of an operator set stands for its AVS and number.
fn arguments(
    world: World<'_>,
    function: &Function,
    args: &[&str],
    span: Span,
) -> Result<Vec<Plan>, Trouble> {
    let inputs = &function.inputs;
    let pair = pair::of(inputs.iter().map(|input| (input.name.as_str(), input.ty.as_str())));
    let (mut plans, mut args, mut given) = (Vec::new(), args.iter(), 0_usize);
    while let Some(arg) = args.next() {
        given = given.saturating_add(1);
        if let Some(set) = world.set(arg).filter(|_| pair == Some(plans.len())) {
            plans.extend(set.plans());
            given = given.saturating_add(1);
        } else if let Some(input) = inputs.get(plans.len()) {
            let (value, typed) = (Value::text(*arg, span), Typed::of(input, span)?);
            plans.push(world.compile(&value, &typed, Meaning::None)?);
        } else {
            given = given.saturating_add(args.len());
            break;
        }
    }
    if given != inputs.len() {
        let takes = counted(inputs.len(), "argument");
        let message = format!("`{}` takes {takes}, not {given}", function.name);
        return Err(Trouble::new(span, message));
    }
    Ok(plans)
}

/// Which of the values that are answered is meant, and which member of it.
fn output(function: &Function, path: &[&str], span: Span) -> Result<(Vec<usize>, Param), Trouble> {
    let outputs = function.outputs.as_slice();
    let [first, ..] = outputs else { return Err(nothing(&function.name, span)) };
    let names = |params: &[Param]| -> Vec<String> {
        params.iter().map(|param| output_name(&param.name)).collect()
    };
    let place = |params: &[Param], name: &str| {
        let known = names(params);
        let found = known.iter().position(|known| known == name);
        let index = found.ok_or_else(|| {
            Trouble::unknown(span, "answer", name, known.iter().map(String::as_str))
        })?;
        let param = params.get(index).cloned();
        Ok((index, param.ok_or_else(|| nothing(&function.name, span))?))
    };
    let is_struct_alone = outputs.len() == 1 && !first.components.is_empty();
    let (mut indices, mut found, rest) = match path {
        [] if outputs.len() == 1 => (vec![0], first.clone(), path),
        [] => {
            let known = names(outputs);
            let message = format!(
                "`{}` answers {}: add which, such as `.{}`",
                function.name,
                known.join(", "),
                known.first().map_or("", String::as_str)
            );
            return Err(Trouble::new(span, message));
        }
        [name, ..] if is_struct_alone && *name != output_name(&first.name) => {
            (vec![0], first.clone(), path)
        }
        [name, rest @ ..] => {
            let (index, param) = place(outputs, name)?;
            (vec![index], param, rest)
        }
    };
    for name in rest {
        let (index, param) = place(&found.components, name)?;
        indices.push(index);
        found = param;
    }
    Ok((indices, found))
}

fn nothing(function: &str, span: Span) -> Trouble {
    Trouble::new(span, format!("`{function}` answers nothing"))
}

/// The parts of `TO.function(arg, arg).output.member`.
struct Parts<'a> {
    to: &'a str,
    function: &'a str,
    args: Vec<&'a str>,
    path: Vec<&'a str>,
}

fn split(text: &str) -> Option<Parts<'_>> {
    let (head, tail) = text.split_once('(')?;
    let (to, function) = head.trim().split_once('.')?;
    let (args, rest) = tail.rsplit_once(')')?;
    let path = match rest.trim() {
        "" => Vec::new(),
        rest => rest.strip_prefix('.')?.split('.').collect(),
    };
    let args =
        if args.trim().is_empty() { Vec::new() } else { args.split(',').map(str::trim).collect() };
    Some(Parts { to, function, args, path })
}
