//! Epochs: absolute multiples of the epoch length, which name the buckets.

use alloy_primitives::{B256, U256};
use restaking_host::{Key, Word};
use restaking_shares::Timestamp;

/// An epoch, counted from the Unix epoch. Epoch `e` is the time `[e · length, (e + 1) · length)`.
///
/// The epoch at whose start an exit matures is its request id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Epoch(pub u64);

impl Epoch {
    /// The epoch `count` later.
    #[must_use]
    pub const fn plus(self, count: u64) -> Self {
        Self(self.0.saturating_add(count))
    }

    /// The epoch `count` earlier, not before epoch 0.
    #[must_use]
    pub const fn minus(self, count: u64) -> Self {
        Self(self.0.saturating_sub(count))
    }

    /// Epochs since `earlier`; 0 if that is later.
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl Word for Epoch {
    const BYTES: usize = 5;
    const SOLIDITY: &'static str = "uint40";

    fn from_word(word: U256) -> Self {
        Self(word.saturating_to())
    }

    fn to_word(self) -> Option<U256> {
        Some(U256::from(self.0)).filter(|word| word.bit_len() <= 40)
    }
}

impl Key for Epoch {
    const SOLIDITY: &'static str = "uint256";

    fn to_key(self) -> B256 {
        B256::from(U256::from(self.0))
    }
}

/// Turns times into epochs and back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    length: u64,
}

impl Clock {
    /// A clock whose epochs last `length` seconds (at least one).
    pub const fn new(length: u64) -> Self {
        Self { length: if length == 0 { 1 } else { length } }
    }

    /// The epoch that `time` lies in.
    pub fn epoch_at(&self, time: Timestamp) -> Epoch {
        Epoch(time.get().checked_div(self.length).unwrap_or(0))
    }

    /// The first second of `epoch`.
    pub fn start_of(&self, epoch: Epoch) -> Timestamp {
        Timestamp::new(epoch.0.saturating_mul(self.length))
    }

    /// The first epoch that starts at or after `time`.
    pub fn first_from(&self, time: Timestamp) -> Epoch {
        let epoch = self.epoch_at(time);
        if self.start_of(epoch) == time { epoch } else { epoch.plus(1) }
    }
}
