//! The withdrawal-delay queue: exits wait in buckets that mature together, are held while a slash filed before their
//! maturity is pending, and are claimed exactly.
//!
//! A storage component without address of its own: a vault embeds it. It moves no tokens and knows no prices.
//!
//! | file | holds |
//! |---|---|
//! | `epoch.rs` | [`Epoch`] and [`Clock`]: the names of the buckets |
//! | `state.rs` | what is stored |
//! | `hold.rs` | [`Seat`], [`Lane`], [`HoldState`]: pending slashes |
//! | `queue.rs`, `queue_holds.rs` | [`Queue`]: the queue while a call runs, its buckets and its holds |
//! | `error.rs` | [`QueueError`] |
//!
//! # Invariants
//! - exit-bound: at most 64 holds delay a bucket, each at most 14 days from its filing, and none that was filed after
//!   the bucket's maturity.
//! - no-escape: a bucket does not settle while a request filed before its maturity is open, nor do later ones.
//! - bounded-work: at most 64 buckets are open and at most 64 holds last, whatever the number of stakers.
//!
//! # Differences
//! - From EigenLayer: withdrawals mature in shared buckets, so settling them costs the same for one staker and a
//!   million, and a claim pays from fixed assets that no later slash can reprice.
//! - From Symbiotic: a pending slash holds only what it was filed against, and its hold ends by itself.
//! - From Jito: nobody has to turn a crank every epoch; empty epochs and idle years cost nothing.
//!
//! # Example
//! ```
//! use restaking_shares::Timestamp;
//! use restaking_withdrawal_delay::{Clock, Epoch};
//!
//! const DAY: u64 = 24 * 60 * 60;
//! let clock = Clock::new(DAY);
//! let requested = Timestamp::new(20_000 * DAY + 1);
//! let maturity = clock.first_from(requested.saturating_add_seconds(14 * DAY));
//! assert_eq!(maturity, Epoch(20_015));
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod epoch;
mod error;
mod hold;
mod queue;
mod queue_holds;
mod state;

pub use epoch::{Clock, Epoch};
pub use error::QueueError;
pub use hold::{HoldState, LANES_PER_SEAT, Lane, MAX_HOLD_SECONDS, SEATS, Seat};
pub use queue::{MAX_BUCKETS, Queue};
pub use queue_holds::HoldRequest;
pub use state::{BucketWord, HoldWord, QueueHead, QueueStorage, RequestWord};
