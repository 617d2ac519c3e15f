//! What earlier steps saved, and which fields it has.

use std::collections::{BTreeMap, BTreeSet};

use alloy_dyn_abi::DynSolType;
use alloy_json_abi::{Function, JsonAbi};

use super::contracts;
use super::plan::Saved;
use super::source::{Span, Trouble};
use super::time;

/// The field that holds when a step was played.
pub(crate) const TIME: &str = "time";

/// The field that holds when a requested exit matures.
pub(crate) const MATURITY: &str = "maturity";

/// The field that holds a return value without a name.
pub(crate) const VALUE: &str = "value";

/// Names under which earlier steps saved, with their fields.
#[derive(Debug, Clone, Default)]
pub(crate) struct Saves {
    fields: BTreeMap<String, BTreeSet<String>>,
    broken: BTreeSet<String>,
}

impl Saves {
    /// A step that calls `function` and may log events of these interfaces saves under `name`.
    pub(crate) fn define(&mut self, name: &str, function: &Function, abis: &[&JsonAbi]) {
        let fields = self.fields.entry(name.to_owned()).or_default();
        fields.insert(TIME.to_owned());
        fields.extend(function.outputs.iter().map(|output| output_name(&output.name)));
        let inputs = abis.iter().flat_map(|abi| abi.events()).flat_map(|event| &event.inputs);
        for input in inputs {
            fields.insert(input.name.clone());
            fields.extend(input.components.iter().map(|member| member.name.clone()));
        }
        if contracts::is_request(function) {
            fields.insert(MATURITY.to_owned());
        }
    }

    /// A step with which something is wrong saves under `name`: its fields are not known.
    pub(crate) fn define_broken(&mut self, name: &str) {
        self.broken.insert(name.to_owned());
    }

    /// Reads `EXIT.maturity`, or `EXIT.maturity - 1s`.
    pub(crate) fn compile(&self, text: &str, ty: DynSolType, span: Span) -> Result<Saved, Trouble> {
        let end = text.find([' ', '+', '-']).unwrap_or(text.len());
        let (path, shift) = text.split_at_checked(end).unwrap_or((text, ""));
        let shift = shift_of(shift, text, span)?;
        let Some((name, field)) = path.split_once('.') else {
            return Err(Trouble::new(
                span,
                format!("`{path}` names no field of something saved, as `EXIT.requestId` does"),
            ));
        };
        let saved = Saved { name: name.to_owned(), field: field.to_owned(), shift, ty, span };
        if self.broken.contains(name) {
            return Ok(saved);
        }
        let Some(fields) = self.fields.get(name) else {
            return Err(Trouble::unknown(
                span,
                "saved name",
                name,
                self.fields.keys().map(String::as_str),
            ));
        };
        if !fields.contains(field) {
            let mut trouble =
                Trouble::unknown(span, "field", field, fields.iter().map(String::as_str));
            trouble.message = format!("{} of `{name}`", trouble.message);
            return Err(trouble);
        }
        Ok(saved)
    }
}

/// The name of a return value.
pub(crate) fn output_name(name: &str) -> String {
    if name.is_empty() { VALUE.to_owned() } else { name.to_owned() }
}

fn shift_of(text: &str, whole: &str, span: Span) -> Result<i64, Trouble> {
    time::parse_shift(text)
        .ok_or_else(|| Trouble::new(span, format!("`{whole}` must end like `- 1s` or `+ 2d`")))
}
