//! Slashing with everything around it in place: registry, vault, exit queue and governance, in revm.
//!
//! | file | holds |
//! |---|---|
//! | `filing_errors.rs`, `closing_errors.rs` | every error, in the order of the checks |
//! | `windows.rs` | veto, execution and escrow, prolonged and not |
//! | `fault_window.rs` | until when a fault is filed |
//! | `cooldown.rs` | when a seat files again |
//! | `exits.rs` | exits that mature as a request is filed |
//! | `caps.rs` | caps and their windows |
//! | `amounts.rs`, `returns.rs` | what is taken, and given back |
//! | `requests.rs`, `instant.rs` | many vaults, many requests |
//! | `redistribution.rs` | who resolves, who receives |
//! | `receipts.rs` | what the logs say |
//! | `pauses.rs` | what the guardian's pauses stop, and for how long |
#![allow(
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod amounts;
mod caps;
mod closing_errors;
mod cooldown;
mod exits;
mod fault_window;
mod filing_errors;
mod instant;
mod pauses;
mod receipts;
mod redistribution;
mod requests;
mod returns;
mod support;
mod windows;
