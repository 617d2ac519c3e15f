//! The queue while a call runs: its head in memory, everything else in storage.

use alloc::vec::Vec;

use alloy_primitives::Address;
use restaking_host::{Fail, Host, Slot, Trap};
use restaking_shares::{Shares, Timestamp};

use crate::{BucketWord, Clock, Epoch, HoldWord, Lane, QueueHead, QueueStorage, RequestWord};

/// Buckets that may be open at once: the bits of [`QueueHead::buckets`].
pub const MAX_BUCKETS: u64 = 64;

/// The queue of one contract while one call runs.
///
/// [`Queue::load`] reads the head and drops the holds that ended by themselves; [`Queue::store`] writes back what
/// changed. A view does not store.
#[derive(Debug)]
pub struct Queue {
    pub(crate) storage: QueueStorage,
    clock: Clock,
    stored: QueueHead,
    pub(crate) head: QueueHead,
    pub(crate) lapsed: Vec<(Lane, HoldWord)>,
    pub(crate) ended: u64,
}

impl Queue {
    /// Reads the head as it stands at `now`. If a hold may have ended since the last call, reads the holds too and asks
    /// `end_of`, for each that was neither executed nor ended and whose time is over, when it really ended or will: later
    /// if pauses prolonged it, but never more than [`MAX_HOLD_SECONDS`](crate::MAX_HOLD_SECONDS) after its filing.
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
        let mut queue = Self { storage, clock, stored: head, head, lapsed: Vec::new(), ended: 0 };
        if head.lanes != 0 && now >= head.next_end {
            queue.recount_holds(host, now, end_of)?;
            queue.ended = head.lanes & !queue.head.lanes;
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
}

fn bit_of(index: u64) -> u64 {
    u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index)).unwrap_or(0)
}
