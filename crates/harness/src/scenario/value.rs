//! Values as they stand in the file, before anybody knows which type they must have.

use toml_edit::{Item, TableLike};

use super::source::{Span, Trouble};
use super::time;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    /// What it is.
    pub(crate) raw: Raw,
    /// Where it stands.
    pub(crate) span: Span,
}

/// What TOML says about a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Raw {
    /// An integer.
    Integer(i64),
    /// True or false.
    Bool(bool),
    /// A string.
    Text(String),
    /// A date, as seconds since 1970.
    Time(u64),
    /// An array.
    List(Vec<Value>),
    /// A table.
    Table(Vec<Entry>),
}

/// A key of a table and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: String,
    /// Where the key stands.
    pub(crate) key_span: Span,
    /// The value.
    pub(crate) value: Value,
}

impl Value {
    /// A string that does not stand in the file by itself, but as part of something at `span`.
    pub(crate) fn text(text: impl Into<String>, span: Span) -> Self {
        Self { raw: Raw::Text(text.into()), span }
    }

    /// Reads a value.
    ///
    /// # Errors
    /// A float, a date without a day, or nothing at all.
    pub(crate) fn read(item: &Item, fallback: Span) -> Result<Self, Trouble> {
        let span = item.span().map_or(fallback, Span::from);
        if let Some(table) = item.as_table_like() {
            return Ok(Self { raw: Raw::Table(entries(table, span)?), span });
        }
        let value = item.as_value().ok_or_else(|| Trouble::new(span, "a value was expected"))?;
        Self::read_value(value, span)
    }

    fn read_value(value: &toml_edit::Value, fallback: Span) -> Result<Self, Trouble> {
        let span = value.span().map_or(fallback, Span::from);
        let raw = match value {
            toml_edit::Value::String(text) => Raw::Text(text.value().clone()),
            toml_edit::Value::Integer(integer) => Raw::Integer(*integer.value()),
            toml_edit::Value::Boolean(boolean) => Raw::Bool(*boolean.value()),
            toml_edit::Value::Datetime(date) => {
                let time = time::timestamp(date.value());
                Raw::Time(time.ok_or_else(|| {
                    Trouble::new(span, "a date with a day since 1970 was expected")
                })?)
            }
            toml_edit::Value::Float(_) => {
                return Err(Trouble::new(
                    span,
                    "floats are not exact: write the number as a string, such as \"1.5e18\"",
                ));
            }
            toml_edit::Value::Array(array) => Raw::List(
                array
                    .iter()
                    .map(|value| Self::read_value(value, span))
                    .collect::<Result<_, _>>()?,
            ),
            toml_edit::Value::InlineTable(table) => Raw::Table(entries(table, span)?),
        };
        Ok(Self { raw, span })
    }

    /// The string, if it is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.raw {
            Raw::Text(text) => Some(text),
            _ => None,
        }
    }

    /// As it stands in the file, or nearly.
    pub(crate) fn shown(&self) -> String {
        match &self.raw {
            Raw::Integer(integer) => integer.to_string(),
            Raw::Bool(flag) => flag.to_string(),
            Raw::Text(text) => text.clone(),
            Raw::Time(time) => time::format_time(*time),
            Raw::List(_) | Raw::Table(_) => self.kind().to_owned(),
        }
    }

    /// The entries, if it is a table.
    pub(crate) fn as_table(&self) -> Option<&[Entry]> {
        match &self.raw {
            Raw::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// What it is, in a word.
    pub(crate) const fn kind(&self) -> &'static str {
        match &self.raw {
            Raw::Integer(_) => "an integer",
            Raw::Bool(_) => "a boolean",
            Raw::Text(_) => "a string",
            Raw::Time(_) => "a date",
            Raw::List(_) => "an array",
            Raw::Table(_) => "a table",
        }
    }
}

fn entries(table: &dyn TableLike, span: Span) -> Result<Vec<Entry>, Trouble> {
    let entry = |(key, item): (&str, &Item)| {
        let key_span = table.key(key).and_then(toml_edit::Key::span).map_or(span, Span::from);
        Ok(Entry { key: key.to_owned(), key_span, value: Value::read(item, key_span)? })
    };
    table.iter().map(entry).collect()
}
