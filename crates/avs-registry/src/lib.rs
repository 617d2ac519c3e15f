//! The AVS registry: AVSs, operator sets and their terms, who is registered for a set, and how much of a vault's
//! magnitude each set holds.
//!
//! | file | holds |
//! |---|---|
//! | `state.rs` | what the registry stores |
//! | `config.rs` | what is fixed at genesis: the code behind its marker |
//! | `bounds.rs` | the bounds of sets and allocations |
//! | `avs.rs` | AVSs and admins |
//! | `set.rs`, `terms.rs`, `terms_check.rs` | operator sets, their terms and the bounds of these |
//! | `change_terms.rs` | changes of terms with notice |
//! | `membership.rs` | joining, leaving, ejecting |
//! | `admission.rs`, `registrar.rs` | approvals, opt-ins by signature, registrar contracts |
//! | `allocation.rs`, `seat.rs` | one allocation while a call runs, and its seat |
//! | `completion.rs` | due changes complete by themselves |
//! | `allocate.rs` | changing allocations |
//! | `take.rs` | what Slashing asks and takes |
//! | `stake.rs`, `views.rs` | guaranteed stake, weight, lists |
//! | `authority.rs` | who may act for an operator |
//! | `dispatch.rs` | the one match over the ABI |
//! | `error.rs` | [`AvsRegistryError`] |
//!
//! # Invariants
//! - magnitude-sum: at leverage <= 1 what sets hold of a vault, pending increases included, is at all times within its
//!   magnitude; above, at every increase.
//! - isolation: a slash lowers a set's magnitude and the vault's whole by the same, so that no other set loses what it was
//!   promised.
//! - exposure-notice: an increase or a change of terms holds only when everybody who left within 2 days is out.
//! - leave-free: no registrar, approver or AVS can keep an operator in a set.
//! - bounded-work: at most 16 sets a vault, 32 vaults an operator, 16 assets a set, 100 entries a page.
//!
//! # Differences
//! - From EigenLayer: a set counts on guaranteed stake, not on magnitude that others may take first; leaving cannot revert;
//!   terms are on chain and change with notice; coming back within the window is allowed.
//! - From Symbiotic: stake cannot be promised without limit, and a limit cannot be lowered at once.
//! - From Jito: a change completes by itself, dated at its due time, whoever calls next.
//!
//! # Example
//! ```
//! use alloy_primitives::address;
//! use restaking_avs_registry::SetKey;
//!
//! let avs = address!("00000000000000000000000000000000000000a5");
//! let key = SetKey::new(avs, 7);
//! assert_eq!((key.avs(), key.id()), (avs, 7));
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod admission;
mod allocate;
mod allocation;
mod authority;
mod avs;
pub mod bounds;
mod change_terms;
mod completion;
mod config;
mod dispatch;
mod error;
mod membership;
mod registrar;
mod seat;
mod set;
mod stake;
mod state;
mod take;
mod terms;
mod terms_check;
mod views;

pub use admission::{DOMAIN_NAME, SignedOptIn, register_by_signature};
pub use allocate::{allocate, complete};
pub use allocation::Pending;
pub use avs::{is_admin, is_avs, register_avs, set_admin, update_avs_metadata};
pub use change_terms::change_terms;
pub use config::AvsRegistryConfig;
pub use dispatch::call;
pub use error::{Answer, AvsRegistryError};
pub use membership::{deregister, eject, register};
pub use set::{create_set, set_recipient, update_set_metadata};
pub use state::{
    AllocationWord, AssetWord, AvsRegistryStorage, LimitsWord, MemberWord, ProcedureWord,
    RulesWord, SeatWord, ServedWord, SetKey, SetStorage, SetWord, TermsStorage,
};
pub use take::{Demand, Fault, take};
pub use terms::Admission;

pub(crate) use error::require;

use alloy_sol_types::SolEvent;
use restaking_host::Context;

/// Logs an event of the registry.
pub(crate) fn emit<E: SolEvent>(cx: &mut Context<'_>, event: &E) -> Answer<()> {
    Ok(cx.host.log(event.encode_log_data())?)
}
