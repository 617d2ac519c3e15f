//! The AVS registry with everything around it in place: vaults, exit queue, Slashing and governance, in revm.
//!
//! | file | holds |
//! |---|---|
//! | `avs_errors.rs`, `terms_errors.rs`, `allocate_errors.rs` | every error, in the order of the checks |
//! | `terms_change.rs`, `served.rs` | changes of terms with notice, and what they must keep |
//! | `membership.rs`, `leaving.rs`, `registrar.rs` | joining, leaving, who is told |
//! | `signatures.rs` | opt-ins and approvals by signature |
//! | `increase.rs`, `decrease.rs` | when a change holds |
//! | `sets.rs` | more sets, tokens and operators for a world |
//! | `seats.rs` | sixteen sets and the seventeenth |
//! | `stake.rs`, `lists.rs` | what sets count on, and lists |
#![allow(
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod allocate_errors;
mod avs_errors;
mod decrease;
mod increase;
mod leaving;
mod lists;
mod membership;
mod registrar;
mod seats;
mod served;
mod sets;
mod signatures;
mod stake;
#[path = "../slashing/support.rs"]
mod support;
mod terms_change;
mod terms_errors;
