//! What the operator registry stores, all of it by operator.

use alloy_primitives::{Address, B256, U256};
use restaking_host::{Mapping, Slot, packed, storage};
use restaking_shares::{Timestamp, Wad};

packed! {
    /// An operator. While it controls itself, this slot alone says what its controller may do.
    pub struct OperatorWord {
        /// Who gets its rewards; zero: the operator.
        reward_recipient: Address as address,
        /// Its part of the rewards, without one that is pending.
        commission: Wad as uint64,
        /// It is registered.
        is_registered: bool as bool,
        /// Another account controls it.
        has_controller: bool as bool,
    }
}

packed! {
    /// A higher commission that was announced.
    pub struct PendingCommissionWord {
        /// The commission.
        commission: Wad as uint64,
        /// The first second at which it holds; 0: none is pending.
        effective_at: Timestamp as uint40,
    }
}

storage! {
    /// State of the operator registry.
    pub struct OperatorRegistryStorage {
        /// Operators, also those that retired.
        operators: Mapping<Address, Slot<OperatorWord>>,
        /// Commissions announced.
        pending_commissions: Mapping<Address, Slot<PendingCommissionWord>>,
        /// Who controls an operator that does not control itself.
        controllers: Mapping<Address, Slot<Address>>,
        /// To whom control is offered.
        pending_controllers: Mapping<Address, Slot<Address>>,
        /// Next nonces of signatures.
        nonces: Mapping<Address, Slot<U256>>,
        /// Who is appointed, by `keccak256(appointee ‖ module ‖ selector)`, 44 bytes hashed.
        appointees: Mapping<Address, Mapping<B256, Slot<bool>>>,
    }
}
