//! Holds: 16 seats of four lanes, so that whatever Slashing does, at most 64 requests delay an exit, each at most
//! [`MAX_HOLD_SECONDS`].
//!
//! A hold is the time `[filed, filed + seconds)`. It ends by itself; ending it early shortens it. The record stays
//! after the end, because the seat's cooldown follows from it: a hold that ended without a slash at `e` keeps its
//! seat from filing before `e + (e − filed)`.

use restaking_host::{Host, Trap};
use restaking_shares::Timestamp;

use crate::{HoldPair, QueueStorage};

/// Longest a hold lasts: 7 days of veto, execution and escrow, and 7 days of pauses.
pub const MAX_HOLD_SECONDS: u64 = 14 * 24 * 60 * 60;

/// Seats of a vault, one per operator set.
pub const SEATS: u8 = 16;

/// Holds of a seat that may last at once.
pub const LANES_PER_SEAT: u8 = 4;

/// An operator set's place at a vault, 0 to 15.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat(pub u8);

impl Seat {
    /// The seat's lanes.
    pub(crate) fn lanes(self) -> impl Iterator<Item = Lane> {
        let first = self.0.saturating_mul(LANES_PER_SEAT);
        (first..first.saturating_add(LANES_PER_SEAT)).map(Lane)
    }
}

/// Number of a hold, 0 to 63: seat times four plus 0 to 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane(pub u8);

impl Lane {
    /// The seat that the lane belongs to.
    pub const fn seat(self) -> Seat {
        Seat(self.0 >> 2)
    }

    /// The lane's bit in [`QueueHead::lanes`](crate::QueueHead::lanes); none if there is no such lane.
    pub(crate) const fn bit(self) -> u64 {
        if self.0 < 64 { 1_u64.wrapping_shl(self.0 as u32) } else { 0 }
    }

    const fn pair(self) -> u64 {
        (self.0 >> 1) as u64
    }

    const fn is_even(self) -> bool {
        self.0 & 1 == 0
    }
}

/// A hold, lasting or over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hold {
    /// When the request was filed.
    pub filed: Timestamp,
    /// How long the hold lasts, in seconds.
    pub seconds: u32,
    /// The request was executed on this vault.
    pub is_executed: bool,
    /// The escrow that the execution made; 0 if none.
    pub escrow: u32,
}

impl Hold {
    /// When the hold ends or ended.
    pub const fn end(&self) -> Timestamp {
        self.filed.saturating_add_seconds(self.seconds as u64)
    }

    /// When the seat may file again on account of this hold, once it is over.
    pub const fn cooldown_end(&self) -> Timestamp {
        if self.is_executed {
            self.end()
        } else {
            self.end().saturating_add_seconds(self.seconds as u64)
        }
    }

    /// Makes the hold end at `end`.
    pub(crate) fn set_end(&mut self, end: Timestamp) {
        let seconds = end.seconds_since(self.filed).unwrap_or(0);
        self.seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
    }
}

impl QueueStorage {
    /// Reads a lane.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn hold(&self, host: &mut dyn Host, lane: Lane) -> Result<Hold, Trap> {
        let pair = self.holds().key(host, lane.pair())?.read(host)?;
        Ok(pair.lane(lane))
    }

    /// Writes a lane.
    pub(crate) fn set_hold(&self, host: &mut dyn Host, lane: Lane, hold: Hold) -> Result<(), Trap> {
        let slot = self.holds().key(host, lane.pair())?;
        let pair = slot.read(host)?.with_lane(lane, hold);
        slot.write(host, pair)
    }
}

impl HoldPair {
    fn lane(self, lane: Lane) -> Hold {
        if lane.is_even() {
            Hold {
                filed: self.filed_even,
                seconds: self.seconds_even,
                is_executed: self.is_executed_even,
                escrow: self.escrow_even,
            }
        } else {
            Hold {
                filed: self.filed_odd,
                seconds: self.seconds_odd,
                is_executed: self.is_executed_odd,
                escrow: self.escrow_odd,
            }
        }
    }

    fn with_lane(self, lane: Lane, hold: Hold) -> Self {
        let Hold { filed, seconds, is_executed, escrow } = hold;
        if lane.is_even() {
            Self {
                filed_even: filed,
                seconds_even: seconds,
                is_executed_even: is_executed,
                escrow_even: escrow,
                ..self
            }
        } else {
            Self {
                filed_odd: filed,
                seconds_odd: seconds,
                is_executed_odd: is_executed,
                escrow_odd: escrow,
                ..self
            }
        }
    }
}
