//! A window that stands still during pauses.

use restaking_host::packed;
use restaking_shares::Timestamp;

packed! {
    /// The seconds `[from, until)`.
    pub struct Interval {
        /// The first second.
        from: Timestamp as uint40,
        /// The first second after it.
        until: Timestamp as uint40,
    }
}

impl Interval {
    /// Holds it no second?
    pub fn is_empty(&self) -> bool {
        self.until <= self.from
    }
}

/// Until when a window of `length` seconds from `start` lasts, if each second of it that is paused adds one, `most` at
/// most.
///
/// `pauses` come in any order and may overlap: a second that is paused twice counts once. The whole rest of a pause
/// that begins within the window counts, because the window stands still during it; one that begins at the end of the
/// window or after it does not. An end beyond 2^64 − 1 is 2^64 − 1.
pub fn window_end(start: Timestamp, length: u64, most: u64, pauses: &mut [Interval]) -> Timestamp {
    pauses.sort_unstable_by_key(|pause| pause.from);
    let planned = start.saturating_add_seconds(length);
    let (mut end, mut extension, mut counted) = (planned, 0_u64, start);
    for pause in pauses {
        let from = pause.from.max(counted);
        if from >= end {
            break;
        }
        if let Some(seconds) = pause.until.seconds_since(from) {
            extension = extension.saturating_add(seconds).min(most);
            end = planned.saturating_add_seconds(extension);
            counted = pause.until;
        }
    }
    end
}
