//! Functions, errors and events of a module.

use alloy_primitives::hex::encode_prefixed;
use serde_json::{Value, json};

use super::notice::notice;
use crate::protocol::Module;

type Told = Result<(String, Value), String>;

/// A function, an error or an event.
struct Entry {
    /// Selector or topic.
    id: String,
    signature: String,
    notice: String,
}

/// Functions by name, with selectors.
pub(super) fn methods(module: Module) -> Told {
    let abi = module.abi()?;
    let entry = |function: &alloy_json_abi::Function| Entry {
        id: encode_prefixed(function.selector()),
        signature: if function.outputs.is_empty() {
            function.signature()
        } else {
            function.signature_with_outputs()
        },
        notice: notice(module.source(), "function", &function.name),
    };
    Ok(told("selector", abi.functions().map(entry).collect()))
}

/// Errors by name, with selectors.
pub(super) fn errors(module: Module) -> Told {
    let abi = module.abi()?;
    let entry = |error: &alloy_json_abi::Error| Entry {
        id: encode_prefixed(error.selector()),
        signature: error.signature(),
        notice: notice(module.source(), "error", &error.name),
    };
    Ok(told("selector", abi.errors().map(entry).collect()))
}

/// Events by name, with topics.
pub(super) fn events(module: Module) -> Told {
    let abi = module.abi()?;
    let entry = |event: &alloy_json_abi::Event| Entry {
        id: event.selector().to_string(),
        signature: event.signature(),
        notice: notice(module.source(), "event", &event.name),
    };
    Ok(told("topic", abi.events().map(entry).collect()))
}

fn told(id: &str, mut entries: Vec<Entry>) -> (String, Value) {
    entries.sort_by(|a, b| a.signature.cmp(&b.signature));
    let line = |Entry { id, signature, notice }: &Entry| match notice.as_str() {
        "" => format!("{id}  {signature}"),
        notice => format!("{id}  {signature}\n    {notice}"),
    };
    let lines: Vec<String> = entries.iter().map(line).collect();
    let one = |entry: &Entry| json!({ id: entry.id, "signature": entry.signature, "notice": entry.notice });
    (lines.join("\n"), entries.iter().map(one).collect())
}
