//! Where something stands in a scenario file, and what is wrong with it.

use core::fmt;
use core::ops::Range;

use super::suggest;

/// A stretch of a file, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// Line and column, both counted from 1; a column is a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A file: its name as the user wrote it, and its text.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
}

impl Source {
    /// A file of this name with this text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte.
    pub fn position(&self, offset: usize) -> Position {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline.saturating_add(1));
        let column = before.get(line_start..).map_or(0, |line| line.chars().count());
        Position {
            line: before.matches('\n').count().saturating_add(1),
            column: column.saturating_add(1),
        }
    }

    /// What is wrong at `span`.
    pub fn diagnostic(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        let position = self.position(span.start);
        let line = self.text.lines().nth(position.line.saturating_sub(1)).unwrap_or_default();
        let room = line.chars().count().saturating_sub(position.column.saturating_sub(1));
        let width = self
            .text
            .get(span.start..span.end)
            .map_or(1, |marked| marked.lines().next().unwrap_or_default().chars().count());
        Diagnostic {
            file: self.name.clone(),
            position,
            message: message.into(),
            suggestion: None,
            line: line.to_owned(),
            width: width.min(room).max(1),
        }
    }
}

/// Something is wrong with a scenario file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Diagnostic {
    /// The file.
    pub file: String,
    /// Where in it.
    pub position: Position,
    /// What is wrong.
    pub message: String,
    /// What may have been meant.
    pub suggestion: Option<String>,
    line: String,
    width: usize,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.position, self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; did you mean `{suggestion}`?"),
            None => Ok(()),
        }
    }
}

impl Diagnostic {
    /// With what may have been meant.
    #[must_use]
    pub fn suggest(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// The line in question with a mark under it.
    pub fn snippet(&self) -> String {
        let number = self.position.line.to_string();
        let gutter = " ".repeat(number.len());
        let indent = " ".repeat(self.position.column.saturating_sub(1));
        let mark = "^".repeat(self.width);
        format!("{gutter} |\n{number} | {}\n{gutter} | {indent}{mark}", self.line)
    }
}

/// What is wrong with a value whose place the caller knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Where.
    pub(crate) span: Span,
    /// What is wrong.
    pub(crate) message: String,
    /// What may have been meant.
    pub(crate) suggestion: Option<String>,
}

impl Trouble {
    /// Something is wrong at `span`.
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), suggestion: None }
    }

    /// `given` is none of `candidates`.
    pub(crate) fn unknown<'a>(
        span: Span,
        what: &str,
        given: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let suggestion = suggest::closest(given, candidates);
        Self { span, message: format!("unknown {what} `{given}`"), suggestion }
    }
}

/// Collects all that is wrong with one file.
#[derive(Debug)]
pub(crate) struct Problems<'a> {
    source: &'a Source,
    found: Vec<Diagnostic>,
}

impl<'a> Problems<'a> {
    /// Nothing is wrong yet.
    pub(crate) const fn new(source: &'a Source) -> Self {
        Self { source, found: Vec::new() }
    }

    /// Something is wrong at `span`.
    pub(crate) fn add(&mut self, span: Span, message: impl Into<String>) {
        self.push(Trouble::new(span, message));
    }

    /// Something is wrong.
    pub(crate) fn push(&mut self, trouble: Trouble) {
        let diagnostic = self.source.diagnostic(trouble.span, trouble.message);
        self.found.push(diagnostic.suggest(trouble.suggestion));
    }

    /// The value, unless something is wrong with it.
    pub(crate) fn keep<T>(&mut self, result: Result<T, Trouble>) -> Option<T> {
        result.map_err(|trouble| self.push(trouble)).ok()
    }

    /// Everything that is wrong, in the order of the file.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|diagnostic| diagnostic.position);
        self.found.dedup();
        self.found
    }
}
