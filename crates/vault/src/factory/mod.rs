//! The vault factory: creates vaults as native instances.
//!
//! | file | holds |
//! |---|---|
//! | `config.rs` | what is fixed at the factory's genesis |
//! | `create.rs` | [`create_vault`] and its bounds |
//! | `dispatch.rs` | the one match over the ABI |
//! | `error.rs` | [`FactoryError`] |

mod config;
mod create;
mod dispatch;
mod error;

use alloy_primitives::Address;
use restaking_host::{Mapping, Slot, packed, storage};

pub use config::FactoryConfig;
pub use create::{
    LEVERAGE_MAX, MAX_VAULTS_PER_OPERATOR, NAME_MAX_BYTES, SYMBOL_MAX_BYTES, create_vault,
    least_epoch_length, vault_address, vaults_of,
};
pub use dispatch::call;
pub use error::FactoryError;

packed! {
    /// A vault in the list of its operator's.
    pub struct VaultWord {
        /// The one created before it; zero: it is the first.
        previous: Address as address,
        /// Tells a vault from any other account.
        exists: bool as bool,
    }
}

packed! {
    /// The end of the list of an operator's vaults.
    pub struct OperatorWord {
        /// The one created last.
        last: Address as address,
        /// How many there are.
        count: u8 as uint8,
    }
}

storage! {
    /// State of the factory.
    pub struct FactoryStorage {
        /// The vaults that it created.
        vaults: Mapping<Address, Slot<VaultWord>>,
        /// The vaults of each operator.
        operators: Mapping<Address, Slot<OperatorWord>>,
    }
}
