//! Which scenarios a path stands for.

use std::path::{Path, PathBuf};

use super::bundled::BUNDLED;
use crate::scenario::{Diagnostic, Scenario, Source, parse};

/// The folder of the scenarios that come with the binary.
const BUNDLED_FOLDER: &str = "scenarios";

/// Scenarios, and what is wrong with those that cannot be played.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) scenarios: Vec<Scenario>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Paths that cannot be read, and why.
    pub(crate) unreadable: Vec<String>,
}

impl Loaded {
    /// Reads files and folders.
    pub(crate) fn read(paths: &[PathBuf]) -> Self {
        let mut loaded = Self::default();
        for path in paths {
            if path.as_path() == Path::new(BUNDLED_FOLDER) && !path.exists() {
                loaded.add_bundled();
                continue;
            }
            match files(path) {
                Ok(files) => files.iter().for_each(|file| loaded.add_file(file)),
                Err(error) => loaded.unreadable.push(format!("{}: {error}", path.display())),
            }
        }
        loaded
    }

    /// Is everything readable and right?
    pub(crate) fn is_right(&self) -> bool {
        self.diagnostics.is_empty() && self.unreadable.is_empty()
    }

    fn add_bundled(&mut self) {
        for (name, text) in BUNDLED {
            self.add(Source::new(format!("{BUNDLED_FOLDER}/{name}"), *text), None);
        }
    }

    fn add_file(&mut self, file: &Path) {
        match std::fs::read_to_string(file) {
            Ok(text) => self.add(Source::new(file.display().to_string(), text), file.parent()),
            Err(error) => self.unreadable.push(format!("{}: {error}", file.display())),
        }
    }

    fn add(&mut self, source: Source, folder: Option<&Path>) {
        match parse(source, folder) {
            Ok(scenario) => self.scenarios.push(scenario),
            Err(diagnostics) => self.diagnostics.extend(diagnostics),
        }
    }
}

/// The file itself, or every scenario in the folder and those below, in order.
fn files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !std::fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(path)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        if entry.is_dir() {
            found.extend(files(&entry)?);
        } else if entry.extension().is_some_and(|extension| extension == "toml") {
            found.push(entry);
        }
    }
    Ok(found)
}
