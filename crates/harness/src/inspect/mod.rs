//! `restaking inspect`: what a module can be called for, what it stores, what bounds it.
//!
//! | file | holds |
//! |---|---|
//! | `mod.rs` | [`inspect`] and the [`Section`]s |
//! | `interface.rs`, `notice.rs` | methods, errors, events, with what the Solidity source says of them |
//! | `storage.rs` | the layout table |
//! | `bounds.rs` | the named constants |

mod bounds;
mod interface;
mod notice;
mod storage;

pub(crate) use storage::rows;

use serde_json::Value;

use crate::protocol::Module;

/// What is told about a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The JSON ABI.
    Abi,
    /// The storage layout.
    Layout,
    /// Functions with their selectors.
    Methods,
    /// Errors with their selectors.
    Errors,
    /// Events with their topics.
    Events,
    /// Named constants.
    Bounds,
}

impl Section {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Abi, Self::Layout, Self::Methods, Self::Errors, Self::Events, Self::Bounds];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Abi => "abi",
            Self::Layout => "layout",
            Self::Methods => "methods",
            Self::Errors => "errors",
            Self::Events => "events",
            Self::Bounds => "bounds",
        }
    }

    /// The section of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }
}

/// A section of a module, as text and as JSON.
///
/// # Errors
/// An embedded file is broken: a bug of this crate.
pub fn inspect(module: Module, section: Section) -> Result<(String, Value), String> {
    match section {
        Section::Abi => {
            let text = module.json().trim_end().to_owned();
            let value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            Ok((text, value))
        }
        Section::Layout => Ok(storage::layout(module)),
        Section::Methods => interface::methods(module),
        Section::Errors => interface::errors(module),
        Section::Events => interface::events(module),
        Section::Bounds => Ok(bounds::bounds(module)),
    }
}
