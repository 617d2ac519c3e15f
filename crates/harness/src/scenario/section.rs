//! A table of the file and its keys: what must be there, what may be, and nothing else.

use toml_edit::{Item, TableLike};

use super::number;
use super::source::{Problems, Span, Trouble};
use super::time;
use super::value::{Raw, Value};

/// A table and what it is called in messages.
#[derive(Clone, Copy)]
pub(crate) struct Section<'a> {
    table: &'a dyn TableLike,
    /// Where it stands.
    pub(crate) span: Span,
    what: &'a str,
}

/// A key and where it stands, with its item.
pub(crate) struct Keyed<'a> {
    /// The key.
    pub(crate) key: &'a str,
    /// Where the key stands.
    pub(crate) span: Span,
    /// What it holds.
    pub(crate) item: &'a Item,
}

impl<'a> Section<'a> {
    /// The table itself; `what` names it in messages.
    pub(crate) fn new(table: &'a dyn TableLike, span: Span, what: &'a str) -> Self {
        Self { table, span, what }
    }

    /// The table that `item` is.
    pub(crate) fn of(item: &'a Item, fallback: Span, what: &'a str) -> Result<Self, Trouble> {
        let span = item.span().map_or(fallback, Span::from);
        let table = item.as_table_like();
        table.map(|table| Self::new(table, span, what)).ok_or_else(|| {
            Trouble::new(span, format!("{what} must be a table, not {}", item_kind(item)))
        })
    }

    /// Every key with its item, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Keyed<'a>> + use<'a> {
        let (table, span) = (self.table, self.span);
        table.iter().map(move |(key, item)| Keyed { key, span: key_span(table, key, span), item })
    }

    /// Reports every key that is not in `known`.
    pub(crate) fn only(&self, problems: &mut Problems<'_>, known: &[&str]) {
        for entry in self.iter().filter(|entry| !known.contains(&entry.key)) {
            let mut trouble = Trouble::unknown(entry.span, "key", entry.key, known.iter().copied());
            trouble.message = format!("{} in {}", trouble.message, self.what);
            problems.push(trouble);
        }
    }

    /// The item under `key` and where the key stands.
    pub(crate) fn get(&self, key: &str) -> Option<Keyed<'a>> {
        let (table, span) = (self.table, self.span);
        table.get_key_value(key).filter(|(_, item)| !item.is_none()).map(|(key, item)| Keyed {
            key: key.get(),
            span: key.span().map_or(span, Span::from),
            item,
        })
    }

    /// The value under `key`.
    pub(crate) fn value(&self, problems: &mut Problems<'_>, key: &str) -> Option<Value> {
        let entry = self.get(key)?;
        problems.keep(Value::read(entry.item, entry.span))
    }

    /// The value under `key`, which must be there.
    pub(crate) fn need(&self, problems: &mut Problems<'_>, key: &str) -> Option<Value> {
        if self.get(key).is_none() {
            problems.add(self.span, format!("{} lacks `{key}`", self.what));
        }
        self.value(problems, key)
    }

    /// The string under `key`.
    pub(crate) fn text(&self, problems: &mut Problems<'_>, key: &str) -> Option<(String, Span)> {
        let value = self.value(problems, key)?;
        problems.keep(self.as_text(key, value))
    }

    /// The string under `key`, which must be there.
    pub(crate) fn need_text(
        &self,
        problems: &mut Problems<'_>,
        key: &str,
    ) -> Option<(String, Span)> {
        let value = self.need(problems, key)?;
        problems.keep(self.as_text(key, value))
    }

    fn as_text(&self, key: &str, value: Value) -> Result<(String, Span), Trouble> {
        let kind = value.kind();
        match value.raw {
            Raw::Text(text) => Ok((text, value.span)),
            _ => Err(Trouble::new(
                value.span,
                format!("`{key}` in {} must be a string, not {kind}", self.what),
            )),
        }
    }

    /// The boolean under `key`, else `default`.
    pub(crate) fn flag(&self, problems: &mut Problems<'_>, key: &str, default: bool) -> bool {
        let Some(value) = self.value(problems, key) else { return default };
        if let Raw::Bool(flag) = value.raw {
            return flag;
        }
        problems.add(
            value.span,
            format!("`{key}` in {} must be true or false, not {}", self.what, value.kind()),
        );
        default
    }

    /// The duration under `key`, in seconds, else `default`.
    pub(crate) fn duration(&self, problems: &mut Problems<'_>, key: &str, default: u64) -> u64 {
        let Some(value) = self.value(problems, key) else { return default };
        let read = match &value.raw {
            Raw::Text(text) => time::parse_duration(text),
            Raw::Integer(seconds) => u64::try_from(*seconds).ok(),
            _ => None,
        };
        if read.is_none() {
            problems.add(
                value.span,
                format!("`{key}` in {} must be a duration such as \"1d 6h\"", self.what),
            );
        }
        read.unwrap_or(default)
    }

    /// The number under `key`, an integer or a string, times ten to the power of `shift`.
    pub(crate) fn number(
        &self,
        problems: &mut Problems<'_>,
        key: &str,
        shift: i64,
    ) -> Option<alloy_primitives::U256> {
        let value = self.value(problems, key)?;
        let text = match &value.raw {
            Raw::Text(text) => text.clone(),
            Raw::Integer(integer) => integer.to_string(),
            _ => {
                let message =
                    format!("`{key}` in {} must be a number, not {}", self.what, value.kind());
                problems.add(value.span, message);
                return None;
            }
        };
        let read = number::parse_percent(&text)
            .filter(|_| shift > 0)
            .map(|read| read.map(|wad| rescale(wad, shift)))
            .unwrap_or_else(|| number::parse_unsigned(&text, shift));
        problems.keep(read.map_err(|error| Trouble::new(value.span, format!("`{text}` {error}"))))
    }

    /// The small number under `key`, else `default`.
    pub(crate) fn small(
        &self,
        problems: &mut Problems<'_>,
        key: &str,
        default: u32,
        most: u32,
    ) -> u32 {
        let Some(entry) = self.get(key) else { return default };
        let Some(number) = self.number(problems, key, 0) else { return default };
        let small = u32::try_from(number).ok().filter(|number| *number <= most);
        if small.is_none() {
            problems.add(entry.span, format!("`{key}` in {} must be at most {most}", self.what));
        }
        small.unwrap_or(default)
    }
}

/// A fraction of 1e18 as one of ten to the power of `shift`.
fn rescale(wad: alloy_primitives::U256, shift: i64) -> alloy_primitives::U256 {
    let more = u64::try_from(shift.saturating_sub(18)).unwrap_or(0);
    wad.saturating_mul(
        alloy_primitives::U256::from(10).saturating_pow(alloy_primitives::U256::from(more)),
    )
}

fn key_span(table: &dyn TableLike, key: &str, fallback: Span) -> Span {
    table.key(key).and_then(toml_edit::Key::span).map_or(fallback, Span::from)
}

fn item_kind(item: &Item) -> &'static str {
    match item {
        Item::None => "nothing",
        Item::Table(_) => "a table",
        Item::ArrayOfTables(_) => "an array of tables",
        Item::Value(value) => match value {
            toml_edit::Value::String(_) => "a string",
            toml_edit::Value::Integer(_) => "an integer",
            toml_edit::Value::Float(_) => "a float",
            toml_edit::Value::Boolean(_) => "a boolean",
            toml_edit::Value::Datetime(_) => "a date",
            toml_edit::Value::Array(_) => "an array",
            toml_edit::Value::InlineTable(_) => "a table",
        },
    }
}
