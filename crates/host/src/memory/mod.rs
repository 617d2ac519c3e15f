//! A small chain in memory, with the EVM's semantics and gas (rules London to Osaka), that runs native contracts.
//!
//! | file | holds |
//! |---|---|
//! | `chain.rs` | [`MemoryHost`]: the chain between transactions |
//! | `transact.rs` | [`Transaction`], [`Receipt`], [`TransactError`]: intrinsic gas, refund, floor |
//! | `execute.rs` | one message call: value, code, end |
//! | `frame.rs` | the [`Host`](crate::Host) of a running contract |
//! | `gas.rs` | every price, with its source |
//! | `precompile.rs` | ecrecover |
//! | `state.rs` | accounts, warmth, refunds, logs, and the journal that undoes them |
//! | `undo.rs` | the journal's entries |
//! | `account.rs` | one account |
//! | `history.rs` | [`Snapshot`]: rollback across transactions |
//!
//! # Invariants
//! - static-pure: a static call changes nothing.
//! - revert-clean: a failed call leaves nothing: no storage, transient storage, log, balance, nonce, account, warmth, refund.
//! - A rollback costs what was written since, whatever the size of the chain.
//! - The same transactions give the same receipts on every machine.
//!
//! # Differences
//! From a chain that runs bytecode:
//! - It runs no bytecode: a call to code that is not a native contract's uses up its gas and fails.
//! - Of the precompiles it has ecrecover alone: a call to another one aborts the transaction
//!   ([`TransactError::Unsupported`]), because a result that differs from the chain's must not go unseen.
//! - The gas price is 0 and the gas limit has no cap (EIP-7825), so that tests may reach the greatest call depth.
//!
//! # Order of checks
//! Where a frame would fail in two ways, the first in this order tells:
//! - A write, log or creation in a static call is refused before anything is charged.
//! - A call charges: its input (3 a word); refuses value in a static call; charges 9,000 for value, then the access to
//!   the callee, then 25,000 if value goes to an empty account; then forwards gas.
//! - After the first halt every request of the frame is refused with it, and the frame ends in it.
//!
//! # Example
//! ```
//! use alloy_primitives::{Address, Bytes, U256};
//! use restaking_host::memory::{MemoryHost, Transaction};
//! use restaking_host::{Context, Failure, ModuleId, Modules};
//!
//! /// One module, which counts its calls in slot 0.
//! struct Counter;
//!
//! impl Modules for Counter {
//!     fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
//!         (module == ModuleId(7)).then(|| {
//!             let next = cx.host.sload(U256::ZERO)?.saturating_add(U256::from(1));
//!             cx.host.sstore(U256::ZERO, next)?;
//!             Ok(Bytes::new())
//!         })
//!     }
//! }
//!
//! let (alice, counter) = (Address::repeat_byte(0xa1), Address::repeat_byte(0xc0));
//! let mut chain = MemoryHost::new(Counter);
//! chain.install(counter, ModuleId(7).code(&[]));
//! let before = chain.snapshot();
//!
//! let receipt = chain.transact(Transaction::new(alice, counter, Bytes::new()))?;
//! assert!(receipt.is_success());
//! // 21,000 for the transaction, 2,100 for the cold read, 20,000 to make the slot non-zero.
//! assert_eq!(receipt.gas_used, 43_100);
//! assert_eq!(chain.storage(counter, U256::ZERO), U256::from(1));
//!
//! assert!(chain.rollback(before));
//! assert_eq!(chain.storage_of(counter).count(), 0);
//! # Ok::<(), restaking_host::memory::TransactError>(())
//! ```

mod account;
mod chain;
mod execute;
mod frame;
mod gas;
mod history;
mod precompile;
mod state;
mod transact;
mod undo;

pub use chain::MemoryHost;
pub use history::Snapshot;
pub use state::Write;
pub use transact::{HaltReason, Receipt, Status, TransactError, Transaction};
