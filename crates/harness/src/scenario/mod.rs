//! The scenario format: who is there, what happens, what must come of it.
//!
//! | file | holds |
//! |---|---|
//! | `parse.rs` | [`parse`]: from a file to a [`Scenario`], or everything that is wrong with it |
//! | `model.rs`, `plan.rs` | what a scenario is once it is read |
//! | `define.rs`, `crowd.rs`, `artifact.rs`, `sets.rs` | actors, tokens, crowds, vaults, operator sets |
//! | `setup.rs` | who is registered, what sets hold, who deposits before the first step |
//! | `steps.rs`, `call.rs`, `arguments.rs`, `pair.rs`, `meaning.rs` | who calls what, with which arguments |
//! | `expect.rs`, `bound.rs`, `views.rs`, `view.rs`, `saves.rs` | what must come of it |
//! | `value.rs`, `number.rs`, `time.rs`, `integer.rs`, `compile.rs` | values and their types |
//! | `names.rs`, `contracts.rs` | what names stand for and can be called for |
//! | `source.rs`, `section.rs`, `suggest.rs` | file, line, column, and "did you mean" |

mod arguments;
mod artifact;
mod bound;
mod call;
mod compile;
mod contracts;
mod crowd;
mod define;
mod expect;
mod integer;
mod meaning;
mod model;
mod names;
pub mod number;
mod pair;
mod parse;
mod plan;
mod saves;
mod section;
mod sets;
mod setup;
mod source;
mod steps;
mod suggest;
pub mod time;
mod value;
mod view;
mod views;

pub use contracts::Contracts;
pub use model::{
    Allocation, Artifact, Call, Crowd, Expect, ExpectedError, ExpectedEvent, ExpectedView,
    OperatorSet, Origin, Party, Registration, Scenario, Step, Token, Vault, View,
};
pub use names::{Entity, Names};
pub use parse::parse;
pub use plan::{Base, Bound, Compare, Plan, Saved, When, Who};
pub use source::{Diagnostic, Position, Source, Span};

pub(crate) use call::parameter_name;
pub(crate) use contracts::{is_request, solidity_error};
pub(crate) use integer::sized;
pub(crate) use saves::{MATURITY, TIME, output_name};
pub(crate) use suggest::closest;
