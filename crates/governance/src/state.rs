//! What governance stores.

use alloy_primitives::Address;
use restaking_host::{Mapping, Slot, packed, storage};
use restaking_shares::Wad;

use crate::{PauseHead, PauseLog};

packed! {
    /// The guardian.
    pub struct GuardianWord {
        /// The guardian; zero: there is none.
        guardian: Address as address,
        /// It was set; otherwise the guardian of genesis is in office.
        is_set: bool as bool,
    }
}

packed! {
    /// What new vaults must keep to.
    pub struct ParametersWord {
        /// Least exit delay, in seconds.
        exit_delay_least: u64 as uint64,
        /// Greatest exit delay, in seconds.
        exit_delay_most: u64 as uint64,
        /// Greatest leverage limit.
        leverage_ceiling: Wad as uint96,
        /// They were set; otherwise the hard bounds apply.
        is_set: bool as bool,
    }
}

storage! {
    /// State of governance.
    pub struct GovernanceStorage {
        /// The owner; zero: that of genesis.
        owner: Slot<Address>,
        /// To whom ownership is offered; zero: to nobody.
        pending_owner: Slot<Address>,
        /// The guardian.
        guardian: Slot<GuardianWord>,
        /// What new vaults must keep to.
        parameters: Slot<ParametersWord>,
        /// The last pause of allocations.
        allocations: Slot<PauseHead>,
        /// Pauses of filing.
        filing: PauseLog,
        /// The last pause of deposits by vault.
        deposits: Mapping<Address, Slot<PauseHead>>,
        /// Quarantines by AVS.
        quarantines: Mapping<Address, PauseLog>,
    }
}
