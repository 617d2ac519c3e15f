//! What the queue stores in the contract that embeds it.

use alloy_primitives::Address;
use restaking_host::{Mapping, Slot, packed, storage};
use restaking_shares::{Assets, Shares, Timestamp};

use crate::Epoch;

packed! {
    /// The queue at a glance: which buckets are open, which holds last.
    pub struct QueueHead {
        /// Epoch of the lowest bit of `buckets`.
        first: Epoch as uint40,
        /// Open buckets: bit i stands for epoch `first + i`.
        buckets: u64 as uint64,
        /// Holds that last: bit i stands for lane i.
        lanes: u64 as uint64,
        /// Filing time of the oldest hold that lasts.
        earliest_hold: Timestamp as uint40,
        /// When the first of the holds ends by itself.
        next_end: Timestamp as uint40,
    }
}

packed! {
    /// Exits that mature together. `assets` is 0 until they settle.
    pub struct BucketWord {
        /// What the bucket took out of the pool.
        assets: Assets as uint112,
        /// Shares requested, less those cancelled.
        shares: Shares as uint144,
    }
}

packed! {
    /// One controller's part of a bucket.
    pub struct RequestWord {
        /// Shares neither claimed nor collected.
        shares: Shares as uint144,
        /// The request was cancelled: the shares are no longer in the bucket.
        is_cancelled: bool as bool,
    }
}

packed! {
    /// Two neighbouring lanes.
    pub struct HoldPair {
        /// Filing time of the even lane's last hold.
        filed_even: Timestamp as uint40,
        /// How long it lasts or lasted, in seconds.
        seconds_even: u32 as uint24,
        /// It was executed.
        is_executed_even: bool as bool,
        /// Escrow that its execution made.
        escrow_even: u32 as uint32,
        /// Filing time of the odd lane's last hold.
        filed_odd: Timestamp as uint40,
        /// How long it lasts or lasted, in seconds.
        seconds_odd: u32 as uint24,
        /// It was executed.
        is_executed_odd: bool as bool,
        /// Escrow that its execution made.
        escrow_odd: u32 as uint32,
    }
}

storage! {
    /// State of the withdrawal-delay queue.
    pub struct QueueStorage {
        /// Which buckets are open, which holds last.
        head: Slot<QueueHead>,
        /// Buckets by maturity epoch.
        buckets: Mapping<Epoch, Slot<BucketWord>>,
        /// Shares claimed out of a settled bucket, while some are left.
        claimed: Mapping<Epoch, Slot<Shares>>,
        /// Requests by maturity epoch and controller.
        requests: Mapping<Epoch, Mapping<Address, Slot<RequestWord>>>,
        /// Holds, two lanes a slot.
        holds: Mapping<u64, Slot<HoldPair>>,
    }
}
