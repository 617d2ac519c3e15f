//! Where output goes: results to stdout, messages to stderr, and with `--json` one document to stdout.

use std::io::{ErrorKind, Write};

use serde_json::Value;

use super::exit::Exit;

/// Where output goes. A reader that went away is no error; anything else that cannot be written, as on a full disk, ends
/// the program as an internal error: half a result must not look like a whole one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Out {
    pub(crate) is_json: bool,
    pub(crate) is_quiet: bool,
}

impl Out {
    /// What the user asked for.
    pub(crate) fn result(self, text: &str) {
        let mut stdout = std::io::stdout().lock();
        let written = writeln!(stdout, "{text}").and_then(|()| stdout.flush());
        if let Err(error) = written
            && error.kind() != ErrorKind::BrokenPipe
        {
            self.message(&format!("the result cannot be written: {error}"));
            std::process::exit(Exit::Internal.code().into());
        }
    }

    /// What goes with it: nothing if quiet, not on stdout if that is a document.
    pub(crate) fn text(self, text: &str) {
        if self.is_json && !self.is_quiet {
            self.message(text);
        } else if !self.is_quiet {
            self.result(text);
        }
    }

    /// A failure: always told.
    pub(crate) fn failure(self, text: &str) {
        if self.is_json { self.message(text) } else { self.result(text) }
    }

    /// An error or a hint.
    pub(crate) fn message(self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// The document.
    pub(crate) fn document(self, value: &Value) {
        if self.is_json {
            self.result(&format!("{value:#}"));
        }
    }
}
