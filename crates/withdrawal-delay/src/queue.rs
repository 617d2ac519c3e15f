//! The queue while a call runs: its head in memory, everything else in storage.

use alloc::vec::Vec;

use alloy_primitives::Address;
use restaking_host::{Fail, Host, Slot, Trap};
use restaking_shares::{Magnitude, Shares, Timestamp};

use crate::{
    BucketWord, Clock, Epoch, HoldState, HoldWord, Lane, MAX_HOLD_SECONDS, QueueError, QueueHead,
    QueueStorage, RequestWord, SEATS, Seat, hold::seconds_between,
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

/// Buckets that may be open at once: the bits of [`QueueHead::buckets`].
pub const MAX_BUCKETS: u64 = 64;

/// The queue of one contract while one call runs.
///
/// [`Queue::load`] reads the head and drops the holds that ended by themselves; [`Queue::store`] writes back what
/// changed. A view does not store.
#[derive(Debug)]
pub struct Queue {
    storage: QueueStorage,
    clock: Clock,
    stored: QueueHead,
    head: QueueHead,
    lapsed: Vec<(Lane, HoldWord)>,
}

impl Queue {
    /// Reads the head as it stands at `now`. If a hold may have ended since the last call, reads the holds too and asks
    /// `end_of`, for each that was neither executed nor ended and whose time is over, when it really ended or will: later
    /// if pauses prolonged it, but never more than [`MAX_HOLD_SECONDS`] after its filing.
    ///
    /// # Errors
    /// A halt of the host, a failure of `end_of`.
    pub fn load<E>(
        host: &mut dyn Host,
        storage: QueueStorage,
        clock: Clock,
        now: Timestamp,
        end_of: impl FnMut(&mut dyn Host, Lane, HoldWord) -> Result<Timestamp, Fail<E>>,
    ) -> Result<Self, Fail<E>> {
        let head = storage.head().read(host)?;
        let mut queue = Self { storage, clock, stored: head, head, lapsed: Vec::new() };
        if head.lanes != 0 && now >= head.next_end {
            queue.recount_holds(host, now, end_of)?;
        }
        Ok(queue)
    }

    /// Writes the head back if it changed, and how long the lapsed holds lasted.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn store(&mut self, host: &mut dyn Host) -> Result<(), Trap> {
        if self.head != self.stored {
            self.storage.head().write(host, self.head)?;
            self.stored = self.head;
        }
        for (lane, hold) in core::mem::take(&mut self.lapsed) {
            self.set_hold(host, lane, hold)?;
        }
        Ok(())
    }

    /// The clock that names the buckets.
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// Holds that last.
    pub const fn open_holds(&self) -> u32 {
        self.head.lanes.count_ones()
    }

    /// Filing time of the oldest hold that lasts.
    pub fn earliest_hold(&self) -> Option<Timestamp> {
        (self.head.lanes != 0).then_some(self.head.earliest_hold)
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

    /// Epochs of the open buckets, in order of maturity.
    pub fn open_buckets(&self) -> impl Iterator<Item = Epoch> + use<> {
        let QueueHead { first, buckets, .. } = self.head;
        (0..MAX_BUCKETS)
            .filter(move |bit| buckets & bit_of(*bit) != 0)
            .map(move |bit| first.plus(bit))
    }

    /// Is the bucket open, that is, not empty and not settled?
    pub fn is_bucket_open(&self, epoch: Epoch) -> bool {
        epoch.0 >= self.head.first.0
            && self.head.buckets & bit_of(epoch.since(self.head.first)) != 0
    }

    /// Epochs of the buckets that settle at `now`: matured, and before every hold that lasts. In order.
    pub fn due(&self, now: Timestamp) -> Vec<Epoch> {
        let is_due = |epoch: &Epoch| {
            let maturity = self.clock.start_of(*epoch);
            maturity <= now && self.earliest_hold().is_none_or(|filed| maturity <= filed)
        };
        self.open_buckets().take_while(is_due).collect()
    }

    /// Marks a bucket as no longer open: it settled, or was emptied by a cancellation.
    pub fn close_bucket(&mut self, epoch: Epoch) {
        self.head.buckets &= !bit_of(epoch.since(self.head.first));
        if self.head.buckets != 0 {
            let skip = self.head.buckets.trailing_zeros();
            self.head.first = self.head.first.plus(u64::from(skip));
            self.head.buckets = self.head.buckets.wrapping_shr(skip);
        }
    }

    fn open_bucket(&mut self, epoch: Epoch) {
        if self.head.buckets == 0 {
            self.head.first = epoch;
        }
        self.head.buckets |= bit_of(epoch.since(self.head.first));
    }

    /// A bucket as stored.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn bucket(&self, host: &mut dyn Host, epoch: Epoch) -> Result<BucketWord, Trap> {
        Ok(self.storage.buckets().key(host, epoch)?.read(host)?)
    }

    /// Writes a bucket.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn set_bucket(
        &self,
        host: &mut dyn Host,
        epoch: Epoch,
        bucket: BucketWord,
    ) -> Result<(), Trap> {
        self.storage.buckets().key(host, epoch)?.write(host, bucket)
    }

    /// Where the shares claimed out of a bucket are counted.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn claimed(&self, host: &mut dyn Host, epoch: Epoch) -> Result<Slot<Shares>, Trap> {
        Ok(self.storage.claimed().key(host, epoch)?)
    }

    /// Where a controller's request in a bucket stands.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn request(
        &self,
        host: &mut dyn Host,
        epoch: Epoch,
        controller: Address,
    ) -> Result<Slot<RequestWord>, Trap> {
        Ok(self.storage.requests().key(host, epoch)?.key(host, controller)?)
    }

    /// Adds `shares` to the bucket of `epoch` and opens it if need be.
    ///
    /// # Errors
    /// A halt of the host, `Panic(0x11)` on overflow.
    pub fn enter(&mut self, host: &mut dyn Host, epoch: Epoch, shares: Shares) -> Result<(), Trap> {
        let slot = self.storage.buckets().key(host, epoch)?;
        let bucket = slot.read(host)?;
        slot.write(host, BucketWord { shares: bucket.shares.checked_add(shares)?, ..bucket })?;
        self.open_bucket(epoch);
        Ok(())
    }

    /// Takes `shares` out of an open bucket and closes it if none are left.
    ///
    /// # Errors
    /// A halt of the host, `Panic(0x11)` if the bucket has fewer.
    pub fn leave(&mut self, host: &mut dyn Host, epoch: Epoch, shares: Shares) -> Result<(), Trap> {
        let slot = self.storage.buckets().key(host, epoch)?;
        let bucket = slot.read(host)?;
        let left = bucket.shares.checked_sub(shares)?;
        slot.write(host, BucketWord { shares: left, ..bucket })?;
        if left.is_zero() {
            self.close_bucket(epoch);
        }
        Ok(())
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

    fn set_hold(&mut self, host: &mut dyn Host, lane: Lane, hold: HoldWord) -> Result<(), Trap> {
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

    fn recount_holds<E>(
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

fn bit_of(index: u64) -> u64 {
    u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index)).unwrap_or(0)
}
