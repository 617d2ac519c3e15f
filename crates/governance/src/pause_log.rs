//! A pause and those before it. The last one lives in the head, so that a window with no late pause costs one slot.

use alloc::vec::Vec;

use restaking_host::{Fail, Halt, Host, Mapping, Slot, storage};
use restaking_shares::Timestamp;

use crate::{Answer, Interval, PauseHead};

/// Most pauses of a log that are read for one window. Older ones do not count.
pub const MAX_PAUSES_WALKED: u32 = 64;

storage! {
    /// The pauses of one subject.
    pub struct PauseLog {
        /// The last pause.
        head: Slot<PauseHead>,
        /// Those before it, oldest first, from 0 on.
        earlier: Mapping<u64, Slot<Interval>>,
    }
}

impl PauseLog {
    /// Begins a pause of `duration` seconds and answers its end. The pause before it is kept, unless it lasted for no
    /// second.
    ///
    /// # Errors
    /// - `PauseTooLong`, `PauseActive`, `PauseCooldown`
    pub fn begin(&self, host: &mut dyn Host, now: Timestamp, duration: u64) -> Answer<Timestamp> {
        let last = self.head().read(host)?;
        let mut next = last.begin(now, duration).map_err(Fail::Error)?;
        if !last.interval().is_empty() {
            let place = self.earlier().key(host, u64::from(last.earlier))?;
            place.write(host, last.interval())?;
            next.earlier = last.earlier.saturating_add(1);
        }
        self.head().write(host, next)?;
        Ok(next.until)
    }

    /// Ends a pause early.
    ///
    /// # Errors
    /// - `NotPaused`
    pub fn end(&self, host: &mut dyn Host, now: Timestamp) -> Answer<()> {
        let head = self.head().read(host)?;
        Ok(self.head().write(host, head.end(now).map_err(Fail::Error)?)?)
    }

    /// Adds the pauses that end after `start` to `pauses`, newest first, at most [`MAX_PAUSES_WALKED`]. `head` is what
    /// was read of this log.
    pub(crate) fn pauses_after(
        &self,
        host: &mut dyn Host,
        head: PauseHead,
        start: Timestamp,
        pauses: &mut Vec<Interval>,
    ) -> Result<(), Halt> {
        let (mut pause, oldest) =
            (head.interval(), head.earlier.saturating_sub(MAX_PAUSES_WALKED.saturating_sub(1)));
        let mut older = (oldest..head.earlier).rev();
        while pause.until > start {
            pauses.push(pause);
            let Some(index) = older.next() else { break };
            pause = self.earlier().key(host, u64::from(index))?.read(host)?;
        }
        Ok(())
    }
}
