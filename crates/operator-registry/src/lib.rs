//! The operator registry: who is an operator, who may act for it, who gets its rewards and what part of them it keeps.
//!
//! | file | holds |
//! |---|---|
//! | `state.rs` | what the registry stores |
//! | `config.rs` | what is fixed at its genesis: the code behind its marker |
//! | `record.rs` | an operator's record while one call runs |
//! | `register.rs` | registration, by the operator or by signature |
//! | `profile.rs` | description and reward recipient |
//! | `commission.rs` | the commission: down at once, up after 14 days |
//! | `retire.rs` | the end of an operator |
//! | `control.rs` | controller and appointees |
//! | `dispatch.rs` | the one match over the ABI |
//! | `error.rs` | [`OperatorRegistryError`] |
//!
//! # Invariants
//! - one-controller: an operator has exactly one controller at any time: itself, or the last that accepted control.
//! - accepted-control: nobody gets control without asking for it in a call of their own.
//! - announced-rise: the commission of a registered operator rises only to what was announced 14 days before and not
//!   replaced since. At a registration it is set at once: then the operator had no live allocation.
//! - nonce-once: a signature registers at most once; one that failed uses up no nonce.
//! - idle-retirement: an operator with live allocations does not retire.
//! - act-registered: nobody may act for an operator that is not registered.
//!
//! # Differences
//! - From EigenLayer: an operator can retire; it has one controller instead of a list of admins, who takes over in two
//!   steps; one commission instead of a split for each AVS, and only a rise waits.
//! - From Symbiotic: registration by signature; appointees by contract and function; the commission is kept here, not by
//!   each network.
//! - Appointees outlive retirement and a change of the controller, because services keep running meanwhile. A new
//!   controller reads them from the logs and takes back what it does not want.
//!
//! # Example
//! ```
//! use alloy_primitives::{Address, Bytes, U256};
//! use alloy_sol_types::SolCall;
//! use restaking_abi::IOperatorRegistry;
//! use restaking_host::memory::{MemoryHost, Transaction};
//! use restaking_host::{Context, Failure, ModuleId, Modules};
//! use restaking_operator_registry::OperatorRegistryConfig;
//!
//! /// A host with one module.
//! struct Table;
//!
//! impl Modules for Table {
//!     fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
//!         (module == ModuleId(3)).then(|| restaking_operator_registry::call(cx))
//!     }
//! }
//!
//! let (operator, registry) = (Address::repeat_byte(0x0e), Address::repeat_byte(0xc0));
//! let mut chain = MemoryHost::new(Table);
//! let config = OperatorRegistryConfig { avs_registry: Address::ZERO };
//! chain.install(registry, ModuleId(3).code(&config.encode()));
//!
//! let register = IOperatorRegistry::registerCall {
//!     metadataURI: "ipfs://operator".into(),
//!     rewardRecipient: Address::ZERO,
//!     commission: U256::from(100_000_000_000_000_000_u64), // a tenth
//! };
//! chain.transact(Transaction::new(operator, registry, register.abi_encode().into()))?;
//!
//! let ask = IOperatorRegistry::isOperatorCall { account: operator };
//! let answer = chain.view(Transaction::new(operator, registry, ask.abi_encode().into()))?;
//! assert!(IOperatorRegistry::isOperatorCall::abi_decode_returns(&answer.output).unwrap());
//! # Ok::<(), restaking_host::memory::TransactError>(())
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod commission;
mod config;
mod control;
mod dispatch;
mod error;
mod profile;
mod record;
mod register;
mod retire;
mod state;

pub use commission::{COMMISSION_DELAY_SECONDS, Commission, commission_of, set_commission};
pub use config::OperatorRegistryConfig;
pub use control::{
    Right, accept_control, controller_of, is_appointed, may_act, set_appointee, transfer_control,
};
pub use dispatch::call;
pub use error::{Answer, OperatorRegistryError};
pub use profile::{reward_recipient_of, set_reward_recipient, update_metadata};
pub use register::{DOMAIN_NAME, REGISTER_TYPE, Registration, register, register_by_signature};
pub use retire::retire;
pub use state::{OperatorRegistryStorage, OperatorWord, PendingCommissionWord};

pub(crate) use error::require;

use alloy_sol_types::SolEvent;
use restaking_host::Context;

/// Logs an event of the registry.
pub(crate) fn emit<Event: SolEvent>(cx: &mut Context<'_>, event: &Event) -> Answer<()> {
    Ok(cx.host.log(event.encode_log_data())?)
}
