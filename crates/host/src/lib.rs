//! What a native contract stands on: the [`Host`] trait, typed storage, failures, and an in-memory host.
//!
//! A native contract is a contract whose code is Rust. Everything else is the EVM's: its address, its storage slots,
//! the journal that undoes it, logs, gas, ABI, revert data.
//!
//! | file | holds |
//! |---|---|
//! | `host.rs` | [`Host`]: what a contract may ask of its chain; [`Call`], [`Creation`], [`Block`] |
//! | `context.rs` | [`Context`]: what an entry point receives; [`Modules`]: what a host can run |
//! | `code.rs` | marker code: magic, module id, configuration |
//! | `fail.rs` | [`Fail`], [`Trap`], [`Halt`]: the four shapes of failure |
//! | `storage/` | [`packed!`] and [`storage!`]: state declared like a Solidity contract's |
//! | `abi.rs` | strict decoding, [`abi_errors!`] |
//! | `guard.rs` | the reentrancy guard |
//! | `token.rs` | ERC-20 calls that survive real tokens |
//! | `signature.rs` | ECDSA, EIP-1271, EIP-712 |
//! | `memory/` | an in-memory chain with the same semantics (feature `memory`) |
//!
//! # Invariants
//! - static-pure: in a static call no write, log, creation or value transfer succeeds.
//! - revert-clean: a call that failed leaves nothing: no storage, no log, no refund.
//! - A value that does not fit its packed member is refused, never truncated.
//!
//! # Differences
//! - From stateful precompiles elsewhere: a module can make calls, reads its storage through the journal at the spec's
//!   prices, and is told its caller by the frame, never by calldata.
//! - From revm's own `Host`: object-safe, free of revm types, and bound to the running contract's own storage.
//!
//! # Example
//! ```
//! use alloy_primitives::{Bytes, U256};
//! use restaking_host::{Context, Failure, Place, Slot, storage};
//!
//! storage! {
//!     /// State of a counter.
//!     pub struct Counter {
//!         /// How often it was called.
//!         total: Slot<U256>,
//!     }
//! }
//!
//! /// The entry point of a contract that counts its calls.
//! fn count(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
//!     let total = Counter::ROOT.total();
//!     let next = total.read(cx.host)?.saturating_add(U256::from(1));
//!     total.write(cx.host, next)?;
//!     Ok(next.to_be_bytes_vec().into())
//! }
//! # let _ = count;
//! ```
#![cfg_attr(not(feature = "memory"), no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod abi;
pub mod code;
mod context;
mod fail;
mod guard;
mod host;
#[cfg(feature = "memory")]
pub mod memory;
pub mod signature;
mod storage;
pub mod token;

pub use code::ModuleId;
pub use context::{Context, Frame, Modules};
pub use fail::{AbiError, Fail, Failure, Halt, Trap};
pub use guard::{guarded, is_entered, locked};
pub use host::{Block, Call, CallOutcome, Creation, Host};
pub use storage::{Cached, Field, Key, Mapping, Place, Row, Slot, Word, locate, low_bits};

#[doc(hidden)]
pub mod __private {
    pub use alloc::{string::String, vec, vec::Vec};
    pub use alloy_primitives::U256;
    pub use alloy_sol_types::SolError;
}
