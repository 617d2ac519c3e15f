//! The rules of one pause: it lasts `[from, until)`, at most 7 days, and after it nothing is paused for as long as it
//! really lasted.

use restaking_host::packed;
use restaking_shares::Timestamp;

use crate::{GovernanceError, Interval};

/// Longest that a pause lasts, in seconds: 7 days.
pub const PAUSE_MAX_SECONDS: u64 = 7 * 24 * 60 * 60;

packed! {
    /// The last pause, and how many are stored before it. All zero: there was none.
    pub struct PauseHead {
        /// When it began.
        from: Timestamp as uint40,
        /// When it ends or ended.
        until: Timestamp as uint40,
        /// Earlier pauses stored; 0 where they are not kept.
        earlier: u32 as uint32,
    }
}

impl PauseHead {
    /// A pause of `duration` seconds from `now` on.
    ///
    /// # Errors
    /// - `PauseTooLong`: no second, or more than [`PAUSE_MAX_SECONDS`]
    /// - `PauseActive`: the last pause has not ended
    /// - `PauseCooldown`: it ended less than its own length ago
    pub const fn begin(self, now: Timestamp, duration: u64) -> Result<Self, GovernanceError> {
        if duration == 0 || duration > PAUSE_MAX_SECONDS {
            return Err(GovernanceError::PauseTooLong { duration, most: PAUSE_MAX_SECONDS });
        }
        if self.is_active(now) {
            return Err(GovernanceError::PauseActive { until: self.until.get() });
        }
        let next = self.next_from();
        if now.get() < next.get() {
            return Err(GovernanceError::PauseCooldown { until: next.get() });
        }
        Ok(Self { from: now, until: now.saturating_add_seconds(duration), ..self })
    }

    /// The pause, ended at `now`. One that began in the same second lasted for none and has no cooldown.
    ///
    /// # Errors
    /// - `NotPaused`
    pub const fn end(self, now: Timestamp) -> Result<Self, GovernanceError> {
        if self.is_active(now) {
            Ok(Self { until: now, ..self })
        } else {
            Err(GovernanceError::NotPaused)
        }
    }

    /// Does it last?
    pub const fn is_active(&self, now: Timestamp) -> bool {
        now.get() < self.until.get()
    }

    /// Its end while it lasts, otherwise 0.
    pub const fn active_until(&self, now: Timestamp) -> Timestamp {
        if self.is_active(now) { self.until } else { Timestamp::ZERO }
    }

    /// When the next may begin.
    pub const fn next_from(&self) -> Timestamp {
        let length = self.until.get().saturating_sub(self.from.get());
        self.until.saturating_add_seconds(length)
    }

    /// The time that it takes.
    pub const fn interval(&self) -> Interval {
        Interval { from: self.from, until: self.until }
    }
}
