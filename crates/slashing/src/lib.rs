//! Slashing: a set's slasher files, its resolver may veto, anyone executes, vault by vault.
//!
//! | file | holds |
//! |---|---|
//! | `state.rs` | what is stored: a word a request, a word a cap window |
//! | `config.rs` | what is fixed at genesis: the code behind the marker |
//! | `request.rs` | a request as callers bring it along, checked against its hash |
//! | `file.rs` | filing |
//! | `close.rs` | veto and withdrawal |
//! | `execute.rs` | execution |
//! | `cap.rs` | caps |
//! | `views.rs` | what can be asked |
//! | `dispatch.rs` | the one match over the ABI |
//! | `error.rs` | [`SlashingError`] |
//!
//! # Invariants
//! - no-escape: stake that was in the pool when a request was filed, and matures later, is slashed with it.
//! - slash-bounded: never more than was reserved at filing, than the set holds or held, than the cap, than the pool.
//! - slash-conserves: what the allocation loses is what the vault's whole loses; what leaves the pool is what the receipt
//!   says and what waits in escrow.
//! - bounded-work: at most 16 vaults a request, four requests a set and vault.
//!
//! # Differences
//! - From EigenLayer: a resolver may veto, a cap bounds each window, a slash waits in escrow and can be returned.
//! - From Symbiotic: what is taken is what the receipt says; requests are reserved, so that their order does not matter;
//!   one vault that fails does not stop the others.
//! - From Karak: the resolver is the set's own, not one committee for all; the stores cannot be swapped by an operator.
//!
//! # Example
//! ```
//! use restaking_slashing::MAX_VAULTS_PER_REQUEST;
//!
//! assert_eq!(MAX_VAULTS_PER_REQUEST, 16);
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod cap;
mod close;
mod config;
mod dispatch;
mod error;
mod execute;
mod file;
mod request;
mod state;
mod views;

pub use close::{veto, withdraw};
pub use config::SlashingConfig;
pub use dispatch::call;
pub use error::{Answer, SlashingError};
pub use execute::execute;
pub use file::{Accusation, MAX_VAULTS_PER_REQUEST, file};
pub use request::request_id;
pub use state::{CapWord, RequestWord, SlashingStorage};
pub use views::RequestState;

pub(crate) use error::require;

use alloy_sol_types::SolEvent;
use restaking_host::Context;

/// Logs an event of Slashing.
pub(crate) fn emit<E: SolEvent>(cx: &mut Context<'_>, event: &E) -> Answer<()> {
    Ok(cx.host.log(event.encode_log_data())?)
}
