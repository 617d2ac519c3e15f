//! `VAULT.balanceOf(ALICE)`: a view as it stands in a key of the file.

use alloy_json_abi::Param;

use super::call::World;
use super::compile::{Meaning, Typed};
use super::contracts::Contracts;
use super::model::View;
use super::saves::output_name;
use super::source::{Span, Trouble};
use super::value::Value;
use crate::report::amount::counted;

/// Reads a view, and the parameter that it answers.
pub(crate) fn read(world: World<'_>, text: &str, span: Span) -> Result<(View, Param), Trouble> {
    let parts = split(text).ok_or_else(|| {
        Trouble::new(span, format!("`{text}` is no view: write it as \"VAULT.balanceOf(ALICE)\""))
    })?;
    let (abi, _) = world.contracts.contract(world.scope.names, parts.to, span)?;
    let function = Contracts::function(abi, parts.to, parts.function, span)?;
    if function.inputs.len() != parts.args.len() {
        let takes = counted(function.inputs.len(), "argument");
        let message = format!("`{}` takes {takes}, not {}", function.name, parts.args.len());
        return Err(Trouble::new(span, message));
    }
    let args = function.inputs.iter().zip(&parts.args).map(|(input, arg)| {
        world.scope.compile(&Value::text(*arg, span), &Typed::of(input, span)?, Meaning::None)
    });
    let args = args.collect::<Result<_, _>>()?;
    let index = output(&function.outputs, parts.output, &function.name, span)?;
    let output =
        function.outputs.get(index).cloned().ok_or_else(|| nothing(&function.name, span))?;
    Ok((View { to: parts.to.to_owned(), args, index, span, function }, output))
}

/// Which of the values that are answered is meant.
fn output(
    outputs: &[Param],
    name: Option<&str>,
    function: &str,
    span: Span,
) -> Result<usize, Trouble> {
    let names: Vec<String> = outputs.iter().map(|output| output_name(&output.name)).collect();
    match (name, outputs) {
        (_, []) => Err(nothing(function, span)),
        (None, [_]) => Ok(0),
        (None, _) => {
            let message = format!(
                "`{function}` answers {}: add which, such as `.{}`",
                names.join(", "),
                names.first().map_or("", String::as_str)
            );
            Err(Trouble::new(span, message))
        }
        (Some(name), _) => {
            let found = names.iter().position(|output| output == name);
            found.ok_or_else(|| {
                Trouble::unknown(span, "answer", name, names.iter().map(String::as_str))
            })
        }
    }
}

fn nothing(function: &str, span: Span) -> Trouble {
    Trouble::new(span, format!("`{function}` answers nothing"))
}

/// The parts of `TO.function(arg, arg).output`.
struct Parts<'a> {
    to: &'a str,
    function: &'a str,
    args: Vec<&'a str>,
    output: Option<&'a str>,
}

fn split(text: &str) -> Option<Parts<'_>> {
    let (head, tail) = text.split_once('(')?;
    let (to, function) = head.trim().split_once('.')?;
    let (args, rest) = tail.rsplit_once(')')?;
    let output = match rest.trim() {
        "" => None,
        rest => Some(rest.strip_prefix('.')?),
    };
    let args =
        if args.trim().is_empty() { Vec::new() } else { args.split(',').map(str::trim).collect() };
    Some(Parts { to, function, args, output })
}
