//! `check`, `new`, `gas`, `inspect`, `explain`.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::exit::Exit;
use super::files::Loaded;
use super::out::Out;
use super::run;
use crate::inspect::{self, Section};
use crate::protocol::Module;
use crate::report::explain;
use crate::scenario::closest;

/// What `new` writes.
const SCAFFOLD: &str = include_str!("scaffold.toml");

/// Validates scenarios without playing them.
pub(crate) fn check(paths: &[PathBuf], out: Out) -> Exit {
    let loaded = Loaded::read(paths);
    if !loaded.is_right() {
        return run::refuse(&loaded, out);
    }
    if loaded.scenarios.is_empty() {
        out.message("no scenario there");
        return Exit::Nothing;
    }
    for scenario in &loaded.scenarios {
        out.text(&format!(
            "{}: ok, {} steps: {}",
            scenario.source.name(),
            scenario.steps.len(),
            scenario.name
        ));
    }
    let files: Value =
        loaded.scenarios.iter().map(|scenario| json!(scenario.source.name())).collect();
    out.document(&json!({ "totals": { "exit": Exit::Ok.code() }, "files": files, "errors": [] }));
    Exit::Ok
}

/// Writes a scenario to start from.
pub(crate) fn new(file: &Path, out: Out) -> Exit {
    let created = std::fs::File::create_new(file)
        .and_then(|mut created| created.write_all(SCAFFOLD.as_bytes()));
    match created {
        Ok(()) => {
            let shown = file.display();
            out.text(&format!(
                "{shown} written; next: restaking check {shown}, restaking run {shown} -v"
            ));
            out.document(&json!({ "written": file.display().to_string() }));
            Exit::Ok
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            out.message(&format!("{} exists and is left as it is", file.display()));
            Exit::Input
        }
        Err(error) => {
            out.message(&format!("{}: {error}", file.display()));
            Exit::Input
        }
    }
}

/// Tells about a module.
pub(crate) fn inspect(module: &str, section: &str, out: Out) -> Exit {
    let Some(found) = Module::find(module) else {
        return unknown("module", module, Module::ALL.map(Module::name), out);
    };
    let Some(section) = Section::find(section) else {
        return unknown("section", section, Section::ALL.map(Section::name), out);
    };
    match inspect::inspect(found, section) {
        Ok((text, _)) if !out.is_json => {
            out.result(&text);
            Exit::Ok
        }
        Ok((_, document)) => {
            out.document(&document);
            Exit::Ok
        }
        Err(error) => {
            out.message(&format!("internal error: {error}"));
            Exit::Internal
        }
    }
}

/// A name that nothing has, with what may have been meant, else with all there are.
fn unknown<const N: usize>(what: &str, given: &str, known: [&str; N], out: Out) -> Exit {
    let hint = match closest(given, known) {
        Some(hint) => format!("did you mean `{hint}`?"),
        None => format!("there are {}", known.join(", ")),
    };
    out.message(&format!("unknown {what} `{given}`; {hint}"));
    Exit::Input
}

/// Says what an invariant means.
pub(crate) fn explain(name: Option<&str>, out: Out) -> Exit {
    let explained: Vec<&explain::Explanation> = match name {
        None => explain::ALL.iter().collect(),
        Some(name) => explain::find(name).into_iter().collect(),
    };
    if explained.is_empty() {
        let name = name.unwrap_or_default();
        let hint = closest(name, explain::ALL.iter().map(|one| one.name));
        let hint = hint.map_or_else(String::new, |hint| format!("; did you mean `{hint}`?"));
        out.message(&format!("unknown invariant `{name}`{hint}"));
        return Exit::Input;
    }
    let one = |one: &&explain::Explanation| json!({ "name": one.name, "rule": one.rule, "why": one.source, "kept": one.kept, "checked": one.checked });
    let texts: Vec<String> = explained.iter().map(ToString::to_string).collect();
    if !out.is_json {
        out.result(&texts.join("\n\n"));
    }
    out.document(&explained.iter().map(one).collect());
    Exit::Ok
}
