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
use restaking_host::{Mapping, Slot, storage};

pub use config::FactoryConfig;
pub use create::{
    LEVERAGE_MAX, NAME_MAX_BYTES, SYMBOL_MAX_BYTES, create_vault, least_epoch_length, vault_address,
};
pub use dispatch::call;
pub use error::FactoryError;

storage! {
    /// State of the factory.
    pub struct FactoryStorage {
        /// The vaults that it created.
        vaults: Mapping<Address, Slot<bool>>,
    }
}
