//! What the registry stores.

use alloy_primitives::{Address, B256, U256};
use restaking_host::{Key, Mapping, Slot, Word, packed, storage};
use restaking_shares::{Assets, Magnitude, Timestamp, Wad};

/// An operator set by name: AVS and number in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SetKey(U256);

impl SetKey {
    /// The set `id` of `avs`.
    pub fn new(avs: Address, id: u32) -> Self {
        Self(U256::from_be_bytes(avs.into_word().0).wrapping_shl(32) | U256::from(id))
    }

    /// The AVS.
    pub fn avs(self) -> Address {
        Address::from_word(B256::from(self.0.wrapping_shr(32)))
    }

    /// Its number at the AVS.
    pub fn id(self) -> u32 {
        (self.0 & U256::from(u32::MAX)).saturating_to()
    }
}

impl Key for SetKey {
    const SOLIDITY: &'static str = "uint256";
    fn to_key(self) -> B256 {
        self.0.into()
    }
}

impl Word for SetKey {
    const BYTES: usize = 32;
    const SOLIDITY: &'static str = "uint256";
    fn from_word(word: U256) -> Self {
        Self(word)
    }
    fn to_word(self) -> Option<U256> {
        Some(self.0)
    }
}

packed! {
    /// A set at a glance. The list of its operators runs from the last newcomer back.
    pub struct SetWord {
        /// The operator that registered last of those who never had before.
        last_operator: Address as address,
        /// Operators registered now.
        operators: u32 as uint32,
        /// Always set: the slot is never empty, so that nobody pays for filling it.
        exists: bool as bool,
    }
}

packed! {
    /// The vaults that a set ever served.
    pub struct ServedWord {
        /// Shortest exit delay, in seconds.
        delay_min: u64 as uint40,
        /// Longest exit delay, in seconds.
        delay_max: u64 as uint40,
        /// Longest epoch, in seconds.
        epoch_max: u64 as uint40,
        /// One of them has a leverage limit over 1.
        has_leverage: bool as bool,
    }
}

packed! {
    /// How a set slashes. A fault window of 0: there are no such terms.
    pub struct ProcedureWord {
        /// Who files.
        slasher: Address as address,
        /// Seconds.
        veto_window: u32 as uint24,
        /// Seconds.
        execution_window: u32 as uint24,
        /// Seconds.
        escrow_delay: u32 as uint24,
        /// Seconds.
        fault_window: u32 as uint24,
    }
}

packed! {
    /// The other rules. `number`, `switch_at` and `version` count in the first of a set's two banks of terms.
    pub struct RulesWord {
        /// Who may veto; zero: instant mode.
        resolver: Address as address,
        /// When the newest terms came or come into force.
        switch_at: Timestamp as uint40,
        /// Terms announced, the first included.
        version: u16 as uint16,
        /// Accepted assets.
        asset_count: u8 as uint8,
        /// How operators are admitted, and three yes or no.
        flags: u8 as uint8,
        /// The set's number in the registry, from 1 on.
        number: u32 as uint24,
    }
}

packed! {
    /// Limits, stored only if one differs from its default.
    pub struct LimitsWord {
        /// Most that is taken of a vault in a window.
        cap: Wad as uint64,
        /// Length of that window, in seconds.
        cap_window: u32 as uint32,
        /// An operator with less has no weight.
        minimum_weight: Assets as uint112,
        /// Most operators registered at once; 0: no cap.
        operator_cap: u32 as uint32,
    }
}

packed! {
    /// An accepted asset.
    pub struct AssetWord {
        /// The asset.
        token: Address as address,
        /// What a base unit of it counts.
        weight: Wad as uint64,
        /// A vault of it was served.
        is_served: bool as bool,
    }
}

storage! {
    /// One of a set's two banks of terms.
    pub struct TermsStorage {
        /// How the set slashes.
        procedure: Slot<ProcedureWord>,
        /// The other rules.
        rules: Slot<RulesWord>,
        /// Limits.
        limits: Slot<LimitsWord>,
        /// Approver or registrar.
        gate: Slot<Address>,
        /// Accepted assets, from 0 on.
        assets: Mapping<u8, Slot<AssetWord>>,
    }
}

storage! {
    /// An operator set.
    pub struct SetStorage {
        /// The set at a glance.
        head: Slot<SetWord>,
        /// Who receives what it slashes; zero: it is burned.
        recipient: Slot<Address>,
        /// The vaults that it ever served.
        served: Slot<ServedWord>,
        /// Terms of odd versions: 1, 3, …
        first: TermsStorage,
        /// Terms of even versions.
        second: TermsStorage,
    }
}

packed! {
    /// An operator at a set: a link in the list of the set's operators and in that of the operator's sets.
    pub struct MemberWord {
        /// The newcomer before it; zero: it was the first.
        previous_operator: Address as address,
        /// The set that the operator joined before, by number; 0: this was the first.
        previous_set: u32 as uint24,
        /// Registered now.
        is_registered: bool as bool,
        /// Ever registered: in both lists.
        is_listed: bool as bool,
    }
}

packed! {
    /// What a set holds of a vault.
    pub struct AllocationWord {
        /// Magnitude held, due changes that nobody completed left out.
        magnitude: Magnitude as uint96,
        /// What it will change by.
        change: Magnitude as uint96,
        /// When an increase is due, or when a decrease was announced.
        time: Timestamp as uint40,
        /// What is pending: a [`Pending`](crate::Pending).
        pending: u8 as uint8,
        /// The set's seat plus one; 0: none. Holds only while the seat names the set.
        seat: u8 as uint8,
    }
}

packed! {
    /// A seat at a vault: which set sits there, and the last increase.
    pub struct SeatWord {
        /// Number of the set; 0: nobody ever sat here.
        set: u32 as uint24,
        /// Since when the set holds anything.
        since: Timestamp as uint40,
        /// Increases announced in this seat, by whatever set.
        increases: u32 as uint32,
        /// Magnitude held before the last increase.
        before: Magnitude as uint96,
        /// When that increase was due.
        raised: Timestamp as uint40,
    }
}

storage! {
    /// State of the AVS registry.
    pub struct AvsRegistryStorage {
        /// Registered AVSs.
        avss: Mapping<Address, Slot<bool>>,
        /// Admins by AVS.
        admins: Mapping<Address, Mapping<Address, Slot<bool>>>,
        /// Sets by key.
        sets: Mapping<SetKey, SetStorage>,
        /// Keys of the sets by number.
        keys: Mapping<u32, Slot<SetKey>>,
        /// Sets created.
        set_count: Slot<u32>,
        /// Members by set and operator.
        members: Mapping<SetKey, Mapping<Address, Slot<MemberWord>>>,
        /// The set that an operator joined last, by number.
        last_sets: Mapping<Address, Slot<u32>>,
        /// Next signature nonce by operator.
        nonces: Mapping<Address, Slot<U256>>,
        /// Allocations by vault and number of the set.
        allocations: Mapping<Address, Mapping<u32, Slot<AllocationWord>>>,
        /// Seats by vault, from 0 on.
        seats: Mapping<Address, Mapping<u8, Slot<SeatWord>>>,
    }
}
