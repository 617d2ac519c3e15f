//! Artifacts as forge and solc write them.

use std::path::Path;

use alloy_json_abi::{ContractObject, JsonAbi};
use alloy_primitives::Bytes;
use serde_json::Value;

use super::source::{Span, Trouble};

/// Code and interface of a contract.
pub(crate) struct Code {
    pub(crate) bytecode: Bytes,
    pub(crate) abi: JsonAbi,
}

/// Reads the artifact at `path`, which is relative to `folder`.
pub(crate) fn read(folder: Option<&Path>, path: &str, span: Span) -> Result<Code, Trouble> {
    let full = folder.map_or_else(|| Path::new(path).to_owned(), |folder| folder.join(path));
    let text = std::fs::read_to_string(&full).map_err(|error| {
        Trouble::new(span, format!("the artifact {} cannot be read: {error}", full.display()))
    })?;
    let broken =
        |error| Trouble::new(span, format!("{path} is no artifact of forge or solc: {error}"));
    let object: ContractObject = serde_json::from_str(&text).map_err(broken)?;
    let lacks = |what: &str| Trouble::new(span, format!("the artifact {path} has no {what}"));
    let bytecode = object.bytecode.or_else(|| solc_bytecode(&text)).filter(|code| !code.is_empty());
    let bytecode = bytecode.ok_or_else(|| lacks("bytecode"))?;
    Ok(Code { bytecode, abi: object.abi.ok_or_else(|| lacks("abi"))? })
}

/// The bytecode where solc's standard JSON has it.
fn solc_bytecode(text: &str) -> Option<Bytes> {
    let artifact: Value = serde_json::from_str(text).ok()?;
    artifact.pointer("/evm/bytecode/object")?.as_str()?.parse().ok()
}
