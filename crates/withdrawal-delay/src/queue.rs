//! The queue while a call runs: its head in memory, everything else in storage.

use alloc::vec::Vec;

use alloy_primitives::Address;
use restaking_host::{Fail, Host, Slot, Trap};
use restaking_shares::{Shares, Timestamp};

use crate::{
    BucketWord, Clock, Epoch, Hold, Lane, MAX_HOLD_SECONDS, QueueError, QueueHead, QueueStorage,
    RequestWord, SEATS, Seat,
};

/// Buckets that may be open at once: the bits of [`QueueHead::buckets`].
pub const MAX_BUCKETS: u64 = 64;

/// The queue of one contract while one call runs.
///
/// [`Queue::load`] reads the head and drops the holds that ended by themselves; [`Queue::store`] writes it back if it
/// changed. A view does not store.
#[derive(Debug)]
pub struct Queue {
    storage: QueueStorage,
    clock: Clock,
    stored: QueueHead,
    head: QueueHead,
}

impl Queue {
    /// Reads the head as it stands at `now`. Reads the holds too if one of them has ended since the last call.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn load(
        host: &mut dyn Host,
        storage: QueueStorage,
        clock: Clock,
        now: Timestamp,
    ) -> Result<Self, Trap> {
        let head = storage.head().read(host)?;
        let mut queue = Self { storage, clock, stored: head, head };
        if head.lanes != 0 && now >= head.next_end {
            queue.recount_holds(host, now)?;
        }
        Ok(queue)
    }

    /// Writes the head back if it changed.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn store(&mut self, host: &mut dyn Host) -> Result<(), Trap> {
        if self.head != self.stored {
            self.storage.head().write(host, self.head)?;
            self.stored = self.head;
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

    /// A lane as stored.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn hold(&self, host: &mut dyn Host, lane: Lane) -> Result<Hold, Trap> {
        self.storage.hold(host, lane)
    }

    /// When the seat's cooldown is over: the latest of its lanes that do not last counts.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn cooldown_end(&self, host: &mut dyn Host, seat: Seat) -> Result<Timestamp, Trap> {
        let mut latest = Timestamp::ZERO;
        for lane in seat.lanes().filter(|lane| !self.is_hold_open(*lane)) {
            latest = latest.max(self.hold(host, lane)?.cooldown_end());
        }
        Ok(latest)
    }

    /// Opens a hold `[now, until)` in a free lane of `seat`.
    ///
    /// # Errors
    /// - `SeatOutOfRange`, `HoldOutOfRange`, `TooManyRequests`, `CooldownActive`, in this order
    /// - a halt of the host
    pub fn open_hold(
        &mut self,
        host: &mut dyn Host,
        seat: Seat,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Lane, Fail<QueueError>> {
        if seat.0 >= SEATS {
            return Err(Fail::Error(QueueError::SeatOutOfRange(seat)));
        }
        let latest = now.saturating_add_seconds(MAX_HOLD_SECONDS);
        if until <= now || until > latest {
            return Err(Fail::Error(QueueError::HoldOutOfRange { until, latest }));
        }
        let free = seat.lanes().find(|lane| !self.is_hold_open(*lane));
        let lane = free.ok_or(Fail::Error(QueueError::TooManyRequests(seat)))?;
        let cooldown = self.cooldown_end(host, seat)?;
        if now < cooldown {
            return Err(Fail::Error(QueueError::CooldownActive { seat, until: cooldown }));
        }
        let mut hold = Hold { filed: now, ..Hold::default() };
        hold.set_end(until);
        self.storage.set_hold(host, lane, hold)?;
        self.count_hold(lane, hold);
        Ok(lane)
    }

    /// The hold of `lane` if it lasts.
    ///
    /// # Errors
    /// - `HoldNotOpen`
    /// - a halt of the host
    pub fn require_hold(&self, host: &mut dyn Host, lane: Lane) -> Result<Hold, Fail<QueueError>> {
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
        let mut hold = self.require_hold(host, lane)?;
        hold.set_end(now);
        self.storage.set_hold(host, lane, hold)?;
        Ok(self.recount_holds(host, now)?)
    }

    /// The hold was executed: it lasts until its escrow is due, or ends now if nothing was taken.
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
        escrow: Option<(u32, Timestamp)>,
    ) -> Result<(), Fail<QueueError>> {
        let mut hold = self.require_hold(host, lane)?;
        if hold.is_executed {
            return Err(Fail::Error(QueueError::HoldExecuted(lane)));
        }
        let until = escrow.map_or(now, |(_, due)| due.max(now));
        let latest = hold.filed.saturating_add_seconds(MAX_HOLD_SECONDS);
        if until > latest {
            return Err(Fail::Error(QueueError::HoldOutOfRange { until, latest }));
        }
        hold.set_end(until);
        hold.is_executed = true;
        hold.escrow = escrow.map_or(0, |(id, _)| id);
        self.storage.set_hold(host, lane, hold)?;
        Ok(self.recount_holds(host, now)?)
    }

    fn recount_holds(&mut self, host: &mut dyn Host, now: Timestamp) -> Result<(), Trap> {
        let lanes = self.open_lanes();
        (self.head.lanes, self.head.earliest_hold, self.head.next_end) =
            (0, Timestamp::ZERO, Timestamp::ZERO);
        for lane in lanes {
            let hold = self.hold(host, lane)?;
            if now < hold.end() {
                self.count_hold(lane, hold);
            }
        }
        Ok(())
    }

    fn count_hold(&mut self, lane: Lane, hold: Hold) {
        let is_first = self.head.lanes == 0;
        self.head.lanes |= lane.bit();
        let least = |old: Timestamp, new: Timestamp| if is_first { new } else { old.min(new) };
        self.head.earliest_hold = least(self.head.earliest_hold, hold.filed);
        self.head.next_end = least(self.head.next_end, hold.end());
    }
}

fn bit_of(index: u64) -> u64 {
    u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index)).unwrap_or(0)
}
