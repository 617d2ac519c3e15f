//! The bounds of sets and allocations.

use restaking_shares::Wad;

/// A day, in seconds.
pub const DAY_SECONDS: u64 = 24 * 60 * 60;

/// Most that veto window, execution window and escrow delay last together (`W_MAX`).
pub const REQUEST_MAX_SECONDS: u64 = 7 * DAY_SECONDS;

/// Most that pauses prolong a window (`PAUSE_MAX`).
pub const PAUSE_MAX_SECONDS: u64 = 7 * DAY_SECONDS;

/// A fault window must be shorter than the exit delay of every vault served by more than this.
pub const FAULT_MARGIN_SECONDS: u64 = PAUSE_MAX_SECONDS;

/// No fault window is as long: the longest exit delay is 60 days.
pub const FAULT_WINDOW_LIMIT_SECONDS: u64 = 53 * DAY_SECONDS;

/// How long stakers have to walk away from what was announced, before their exit delay.
pub const REACTION_SECONDS: u64 = 2 * DAY_SECONDS;

/// Least escrow delay of a set that redistributes.
pub const REDISTRIBUTION_ESCROW_SECONDS: u64 = 3 * DAY_SECONDS;

/// For so long after terms came into force no others are announced: until no fault that can still be judged, and no
/// decrease that is still pending, is older. The longest fault window and a request's life, both prolonged.
pub const TERMS_MEMORY_SECONDS: u64 =
    FAULT_WINDOW_LIMIT_SECONDS + PAUSE_MAX_SECONDS + REQUEST_MAX_SECONDS + PAUSE_MAX_SECONDS;

/// The window of a cap for sets that do not set one of their own.
pub const DEFAULT_CAP_WINDOW_SECONDS: u64 = 7 * DAY_SECONDS;

/// Longest window of a cap.
pub const CAP_WINDOW_MAX_SECONDS: u64 = 365 * DAY_SECONDS;

/// No cap.
pub const NO_CAP: Wad = Wad::ONE;

/// Assets that a set accepts at most.
pub const MAX_ASSETS: u8 = 16;

/// Sets that hold something of one vault at most.
pub const MAX_SETS_PER_VAULT: u8 = 16;

/// Entries of a page at most.
pub const MAX_PAGE: usize = 100;

/// Gas that a registrar gets to be told who left. The caller must bring it, or it could starve the registrar.
pub const REGISTRAR_GAS: u64 = 500_000;
