//! Holds: 16 seats of four lanes, so that whatever Slashing does, at most 64 requests delay an exit, each at most
//! [`MAX_HOLD_SECONDS`].
//!
//! A hold is the time `[filed, filed + seconds)`. It ends by itself, later if its service was in quarantine while the
//! request could be executed; ending it early shortens it. The record stays after the end, because the seat's cooldown
//! follows from it: a hold that ended without a slash at `e` keeps its seat from filing before `e + (e − filed)`.

use restaking_shares::Timestamp;

use crate::HoldWord;

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
    /// The first of its lanes.
    pub(crate) const fn first_lane(self) -> Lane {
        Lane(self.0.saturating_mul(LANES_PER_SEAT))
    }

    /// Its lanes.
    pub fn lanes(self) -> impl Iterator<Item = Lane> {
        let first = self.first_lane().0;
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

    /// Its place in the seat, as a bit of [`HoldWord::lanes`].
    pub(crate) const fn bit_in_seat(self) -> u8 {
        1 << (self.0 & 3)
    }
}

/// What became of a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum HoldState {
    /// Its request is open, or lapsed since the lane was last written.
    Filed = 0,
    /// Its request was executed on this vault; it lasts until the escrow is due.
    Executed = 1,
    /// It was vetoed, withdrawn, or lapsed.
    Ended = 2,
}

impl HoldWord {
    /// What became of it.
    pub const fn state(&self) -> HoldState {
        match self.state {
            0 => HoldState::Filed,
            1 => HoldState::Executed,
            _ => HoldState::Ended,
        }
    }

    pub(crate) const fn with_state(self, state: HoldState) -> Self {
        Self { state: state as u8, ..self }
    }

    /// The request may be executed from here on.
    pub const fn executable_from(&self) -> Timestamp {
        self.filed.saturating_add_seconds(self.veto_seconds as u64)
    }

    /// When the hold ends or ended, pauses that are not yet counted left out.
    pub const fn end(&self) -> Timestamp {
        self.filed.saturating_add_seconds(self.seconds as u64)
    }

    /// Until when the seat may not file again on account of this hold, once it is over.
    pub(crate) const fn cooldown_end(&self) -> Timestamp {
        match self.state() {
            HoldState::Executed => Timestamp::ZERO,
            _ => self.end().saturating_add_seconds(self.seconds as u64),
        }
    }

    /// Makes the hold end at `end`.
    pub(crate) fn ending(self, end: Timestamp) -> Self {
        Self { seconds: seconds_between(self.filed, end), ..self }
    }
}

/// Seconds from `from` to `to`, as stored.
pub(crate) fn seconds_between(from: Timestamp, to: Timestamp) -> u32 {
    u32::try_from(to.seconds_since(from).unwrap_or(0)).unwrap_or(u32::MAX)
}
