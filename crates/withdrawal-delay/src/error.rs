//! What the queue refuses.

use restaking_shares::Timestamp;

use crate::{Lane, Seat};

/// A rule of the queue was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueueError {
    /// There are 16 seats.
    #[error("there is no seat {0:?}, only 0 to 15")]
    SeatOutOfRange(Seat),
    /// A hold ends in the future and lasts at most [`MAX_HOLD_SECONDS`](crate::MAX_HOLD_SECONDS).
    #[error("a hold until {until} does not end between now and {latest}")]
    HoldOutOfRange {
        /// The end asked for.
        until: Timestamp,
        /// The latest end allowed.
        latest: Timestamp,
    },
    /// All holds of the seat last.
    #[error("all four holds of seat {0:?} last")]
    TooManyRequests(Seat),
    /// The seat waits as long as its last hold lasted.
    #[error("seat {seat:?} opens no hold before {until}")]
    CooldownActive {
        /// The seat.
        seat: Seat,
        /// When it may open the next.
        until: Timestamp,
    },
    /// No such hold lasts.
    #[error("hold {0:?} does not last")]
    HoldNotOpen(Lane),
    /// The hold was executed already.
    #[error("hold {0:?} was executed already")]
    HoldExecuted(Lane),
}
