//! Governance of the restaking protocol: an owner who sets parameters within hard bounds, and a guardian whose pauses
//! and quarantines end by themselves.
//!
//! | file | holds |
//! |---|---|
//! | `config.rs` | what is fixed at genesis: the code behind the marker |
//! | `state.rs` | what governance stores |
//! | `owner.rs` | owner and guardian |
//! | `parameters.rs` | what new vaults must keep to |
//! | `pause.rs` | [`PauseHead`]: the rules of one pause, pure |
//! | `pause_log.rs` | [`PauseLog`]: a pause and those before it |
//! | `pauses.rs` | pauses of allocations and of filing, quarantines |
//! | `vaults.rs` | what is done to a vault: pause of deposits, return of escrow, payment out of recovery |
//! | `window.rs` | [`window_end`]: a window that stands still during pauses, pure |
//! | `blocks.rs` | what may happen now, and until when |
//! | `dispatch.rs` | the one match over the ABI |
//! | `error.rs` | [`GovernanceError`] |
//!
//! All times are seconds, all windows are half-open: a pause of `[from, until)` is over at `until`.
//!
//! # Invariants
//! - exit-free: nothing here pauses, delays or redirects an exit. A quarantine extends the time in which a request that
//!   was filed before can be executed, by 7 days at most; the vault bounds how long that holds a bucket.
//! - pause-ends: a pause lasts at most 7 days and ends by itself; after it the same is not paused for as long as it
//!   lasted. So in the long run nothing is paused more than half of the time.
//! - window-bound: fault and execution windows are extended by at most 7 days, whatever overlaps them. So a quarantine
//!   behind a pause of filing can let a fault window run out: the bound serves those who leave.
//! - window-over: a window that is over stays over; no later pause reaches back to it.
//! - bounded-work: at most [`MAX_PAUSES_WALKED`] pauses of a log are read. If more overlap a window, the oldest do not
//!   count: the window ends earlier, for the good of those who would be slashed.
//! - hard-bounds: exit delay bounds never leave those of genesis, the leverage ceiling never leaves 1e18 to 16e18. What
//!   a vault was created with does not change.
//! - No reentrancy guard: what calls a vault writes its state and its log before, and does nothing after.
//!
//! # Differences
//! - From EigenLayer: its pause bits have no end and cover withdrawals; here every pause has an end and a cooldown, and
//!   exits cannot be paused.
//! - From Symbiotic: its core has no pause; here one service is put into quarantine alone, and its deadlines stand
//!   still meanwhile.
//! - From Karak: the pause map of a vault covers starting and finishing a redemption; here it covers deposits alone.
//!
//! # Example
//! ```
//! use restaking_governance::{Interval, PAUSE_MAX_SECONDS, window_end};
//! use restaking_shares::Timestamp;
//!
//! // A fault window of 100 s. Filing was paused twice: for 20 s within it, and after it.
//! let pause = |from, until| Interval { from: Timestamp::new(from), until: Timestamp::new(until) };
//! let mut pauses = [pause(1_050, 1_070), pause(1_120, 1_150)];
//! let end = window_end(Timestamp::new(1_000), 100, PAUSE_MAX_SECONDS, &mut pauses);
//! assert_eq!(end, Timestamp::new(1_120));
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod blocks;
mod config;
mod dispatch;
mod error;
mod owner;
mod parameters;
mod pause;
mod pause_log;
mod pauses;
mod state;
mod vaults;
mod window;

pub use blocks::{
    EXTENSION_MAX_SECONDS, allocation_blocks, execution_blocks, fault_window_end, filing_blocks,
};
pub use config::GovernanceConfig;
pub use dispatch::call;
pub use error::{Answer, GovernanceError};
pub use owner::{accept_ownership, guardian, owner, set_guardian, transfer_ownership};
pub use parameters::{LEVERAGE_MAX, parameters, set_exit_delay_bounds, set_leverage_ceiling};
pub use pause::{PAUSE_MAX_SECONDS, PauseHead};
pub use pause_log::{MAX_PAUSES_WALKED, PauseLog};
pub use pauses::{
    end_quarantine, pause_allocations, pause_filing, quarantine, unpause_allocations,
    unpause_filing,
};
pub use state::{GovernanceStorage, GuardianWord, ParametersWord};
pub use vaults::{pause_deposits, pay_recovery, return_escrow, unpause_deposits};
pub use window::{Interval, window_end};

use alloy_sol_types::SolEvent;
use restaking_host::Context;

/// Logs an event of governance.
pub(crate) fn emit<Event: SolEvent>(cx: &mut Context<'_>, event: &Event) -> Answer<()> {
    Ok(cx.host.log(event.encode_log_data())?)
}
