//! What the queue stores in the contract that embeds it.

use alloy_primitives::Address;
use restaking_host::{Mapping, Slot, packed, storage};
use restaking_shares::{Assets, Magnitude, Shares, Timestamp};

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
    /// The last hold of a lane, lasting or over.
    pub struct HoldWord {
        /// When the request was filed.
        filed: Timestamp as uint40,
        /// Seconds after that in which it may be vetoed.
        veto_seconds: u32 as uint24,
        /// How long the hold lasts or lasted, in seconds, pauses not yet counted.
        seconds: u32 as uint24,
        /// What became of it: a [`HoldState`](crate::HoldState).
        state: u8 as uint8,
        /// Escrow that its execution made; 0 if none.
        escrow: u64 as uint40,
        /// Magnitude reserved; once executed, taken.
        magnitude: Magnitude as uint96,
        /// Lanes of the seat that were ever used, in the seat's first lane only: bit i is lane i.
        lanes: u8 as uint8,
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
        /// Holds by lane.
        holds: Mapping<u8, Slot<HoldWord>>,
    }
}
