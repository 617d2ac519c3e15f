//! The holds of a queue while a call runs.

use restaking_host::{Fail, Host, Trap};
use restaking_shares::{Magnitude, Timestamp};

use crate::{
    HoldState, HoldWord, Lane, MAX_HOLD_SECONDS, Queue, QueueError, SEATS, Seat,
    hold::seconds_between,
};

/// What a hold is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldRequest {
    /// From when the request may be executed.
    pub executable_from: Timestamp,
    /// When the hold ends by itself.
    pub until: Timestamp,
    /// Magnitude reserved.
    pub magnitude: Magnitude,
}

impl Queue {
    /// Holds that last.
    pub const fn open_holds(&self) -> u32 {
        self.head.lanes.count_ones()
    }

    /// Filing time of the oldest hold that lasts.
    pub fn earliest_hold(&self) -> Option<Timestamp> {
        (self.head.lanes != 0).then_some(self.head.earliest_hold)
    }

    /// The lanes whose holds were found over by [`Queue::load`]: bit i is lane i.
    pub const fn ended_lanes(&self) -> u64 {
        self.ended
    }

    /// Does the hold last?
    pub const fn is_hold_open(&self, lane: Lane) -> bool {
        self.head.lanes & lane.bit() != 0
    }

    /// The lanes whose holds last.
    pub fn open_lanes(&self) -> impl Iterator<Item = Lane> + use<> {
        let lanes = self.head.lanes;
        (0..SEATS.saturating_mul(crate::LANES_PER_SEAT))
            .map(Lane)
            .filter(move |lane| lanes & lane.bit() != 0)
    }

    /// The last hold of a lane.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn hold(&self, host: &mut dyn Host, lane: Lane) -> Result<HoldWord, Trap> {
        match self.lapsed.iter().find(|(lapsed, _)| *lapsed == lane) {
            Some((_, hold)) => Ok(*hold),
            None => Ok(self.storage.holds().key(host, lane.0)?.read(host)?),
        }
    }

    pub(crate) fn set_hold(
        &mut self,
        host: &mut dyn Host,
        lane: Lane,
        hold: HoldWord,
    ) -> Result<(), Trap> {
        self.lapsed.retain(|(lapsed, _)| *lapsed != lane);
        self.storage.holds().key(host, lane.0)?.write(host, hold)
    }

    /// When the seat's cooldown is over: the latest of its lanes that do not last counts.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn cooldown_end(&self, host: &mut dyn Host, seat: Seat) -> Result<Timestamp, Trap> {
        let used = self.hold(host, seat.first_lane())?.lanes;
        let mut latest = Timestamp::ZERO;
        for lane in seat.lanes().filter(|lane| used & lane.bit_in_seat() != 0) {
            if !self.is_hold_open(lane) {
                latest = latest.max(self.hold(host, lane)?.cooldown_end());
            }
        }
        Ok(latest)
    }

    /// Opens a hold `[now, until)` in a free lane of `seat`, for a request that reserves `magnitude` and may be executed
    /// from `executable_from` on.
    ///
    /// # Errors
    /// - `SeatOutOfRange`, `HoldOutOfRange`, `TooManyRequests`, `CooldownActive`, in this order
    /// - a halt of the host
    pub fn open_hold(
        &mut self,
        host: &mut dyn Host,
        seat: Seat,
        now: Timestamp,
        request: HoldRequest,
    ) -> Result<Lane, Fail<QueueError>> {
        let HoldRequest { executable_from, until, magnitude } = request;
        if seat.0 >= SEATS {
            return Err(Fail::Error(QueueError::SeatOutOfRange(seat)));
        }
        let latest = now.saturating_add_seconds(MAX_HOLD_SECONDS);
        if until <= now || until > latest || executable_from < now || executable_from > until {
            return Err(Fail::Error(QueueError::HoldOutOfRange { until, latest }));
        }
        let free = seat.lanes().find(|lane| !self.is_hold_open(*lane));
        let lane = free.ok_or(Fail::Error(QueueError::TooManyRequests(seat)))?;
        let cooldown = self.cooldown_end(host, seat)?;
        if now < cooldown {
            return Err(Fail::Error(QueueError::CooldownActive { seat, until: cooldown }));
        }
        let hold = HoldWord {
            filed: now,
            veto_seconds: seconds_between(now, executable_from),
            seconds: seconds_between(now, until),
            magnitude,
            lanes: self.use_lane(host, lane)?,
            ..HoldWord::default()
        };
        self.set_hold(host, lane, hold)?;
        self.count_hold(lane, hold.filed, hold.end());
        Ok(lane)
    }

    /// Notes in the seat's first lane that `lane` is used, and answers what `lane` itself has to store.
    fn use_lane(&mut self, host: &mut dyn Host, lane: Lane) -> Result<u8, Trap> {
        let first = lane.seat().first_lane();
        let hold = self.hold(host, first)?;
        let lanes = hold.lanes | lane.bit_in_seat();
        if lane == first {
            return Ok(lanes);
        }
        if lanes != hold.lanes {
            self.set_hold(host, first, HoldWord { lanes, ..hold })?;
        }
        Ok(0)
    }

    /// The hold of `lane` if it lasts.
    ///
    /// # Errors
    /// - `HoldNotOpen`
    /// - a halt of the host
    pub fn require_hold(
        &self,
        host: &mut dyn Host,
        lane: Lane,
    ) -> Result<HoldWord, Fail<QueueError>> {
        if !self.is_hold_open(lane) {
            return Err(Fail::Error(QueueError::HoldNotOpen(lane)));
        }
        Ok(self.hold(host, lane)?)
    }

    /// Ends an open hold now: vetoed, withdrawn, or its escrow returned.
    ///
    /// # Errors
    /// - `HoldNotOpen`
    /// - a halt of the host
    pub fn end_hold(
        &mut self,
        host: &mut dyn Host,
        lane: Lane,
        now: Timestamp,
    ) -> Result<(), Fail<QueueError>> {
        let hold = self.require_hold(host, lane)?;
        let state = match hold.state() {
            HoldState::Executed => HoldState::Executed,
            _ => HoldState::Ended,
        };
        self.set_hold(host, lane, hold.ending(now).with_state(state))?;
        self.drop_hold(host, lane)
    }

    /// The hold was executed and `magnitude` taken: it lasts until its escrow is due, or ends now if there is none.
    ///
    /// # Errors
    /// - `HoldNotOpen`, `HoldExecuted`, in this order
    /// - `HoldOutOfRange`: longer than [`MAX_HOLD_SECONDS`] from its filing
    /// - a halt of the host
    pub fn execute_hold(
        &mut self,
        host: &mut dyn Host,
        lane: Lane,
        now: Timestamp,
        magnitude: Magnitude,
        escrow: Option<(u64, Timestamp)>,
    ) -> Result<(), Fail<QueueError>> {
        let hold = self.require_hold(host, lane)?;
        if hold.state() == HoldState::Executed {
            return Err(Fail::Error(QueueError::HoldExecuted(lane)));
        }
        let until = escrow.map_or(now, |(_, due)| due.max(now));
        let latest = hold.filed.saturating_add_seconds(MAX_HOLD_SECONDS);
        if until > latest {
            return Err(Fail::Error(QueueError::HoldOutOfRange { until, latest }));
        }
        let escrow = escrow.map_or(0, |(id, _)| id);
        let executed = HoldWord { escrow, magnitude, ..hold.ending(until) };
        self.set_hold(host, lane, executed.with_state(HoldState::Executed))?;
        self.drop_hold(host, lane)?;
        if until > now {
            self.count_hold(lane, hold.filed, until);
        }
        Ok(())
    }

    /// Takes `lane` out of the head and finds the earliest of the others anew.
    fn drop_hold(&mut self, host: &mut dyn Host, lane: Lane) -> Result<(), Fail<QueueError>> {
        let lanes = self.open_lanes().filter(|other| *other != lane);
        self.forget_holds();
        for other in lanes {
            let hold = self.hold(host, other)?;
            self.count_hold(other, hold.filed, hold.end());
        }
        Ok(())
    }

    pub(crate) fn recount_holds<E>(
        &mut self,
        host: &mut dyn Host,
        now: Timestamp,
        mut end_of: impl FnMut(&mut dyn Host, Lane, HoldWord) -> Result<Timestamp, Fail<E>>,
    ) -> Result<(), Fail<E>> {
        let lanes = self.open_lanes();
        self.forget_holds();
        for lane in lanes {
            let hold = self.hold(host, lane)?;
            let is_open = hold.state() == HoldState::Filed;
            let end = if now < hold.end() || !is_open {
                hold.end()
            } else {
                let latest = hold.filed.saturating_add_seconds(MAX_HOLD_SECONDS);
                end_of(host, lane, hold)?.min(latest).max(hold.end())
            };
            if now < end {
                // Not the prolonged end: a pause may yet end early, so that every call asks again.
                self.count_hold(lane, hold.filed, hold.end());
            } else if is_open {
                self.lapsed.push((lane, hold.ending(end).with_state(HoldState::Ended)));
            }
        }
        Ok(())
    }

    const fn forget_holds(&mut self) {
        (self.head.lanes, self.head.earliest_hold, self.head.next_end) =
            (0, Timestamp::ZERO, Timestamp::ZERO);
    }

    fn count_hold(&mut self, lane: Lane, filed: Timestamp, end: Timestamp) {
        let is_first = self.head.lanes == 0;
        self.head.lanes |= lane.bit();
        let least = |old: Timestamp, new: Timestamp| if is_first { new } else { old.min(new) };
        self.head.earliest_hold = least(self.head.earliest_hold, filed);
        self.head.next_end = least(self.head.next_end, end);
    }
}
