//! What Slashing stores: a word a request, and a word for each capped set at a vault.

use alloy_primitives::{Address, B256, U256};
use restaking_host::{Mapping, Slot, packed, storage};
use restaking_shares::{Magnitude, Timestamp};

packed! {
    /// A request. All zero: there is none, its evidence was not filed.
    pub struct RequestWord {
        /// First 26 bytes of the hash of the request.
        digest: U256 as uint208,
        /// Vaults neither executed nor closed: bit i is the i-th.
        open: u16 as uint16,
        /// Vaults executed.
        executed: u16 as uint16,
    }
}

packed! {
    /// The window of a cap.
    pub struct CapWord {
        /// When it began; 0: there was none.
        start: Timestamp as uint40,
        /// Magnitude that the set held of the vault then.
        base: Magnitude as uint96,
        /// Taken by requests filed in it.
        taken: Magnitude as uint96,
    }
}

storage! {
    /// State of Slashing.
    pub struct SlashingStorage {
        /// Requests by id.
        requests: Mapping<B256, Slot<RequestWord>>,
        /// Cap windows by vault and set (AVS and number in one word).
        caps: Mapping<Address, Mapping<U256, Slot<CapWord>>>,
    }
}
