//! Runs native contracts in revm 43: contracts whose code is Rust, and whose everything else is the EVM's.
//!
//! | file | holds |
//! |---|---|
//! | `evm.rs` | [`RestakingEvm`]: revm's EVM with native contracts mounted |
//! | `mainnet.rs` | [`mainnet`]: the same for mainnet, in one call |
//! | `execute.rs` | revm's execution traits: transact, inspect, system calls, commit |
//! | `config.rs` | [`ConfigError`]: which configurations are refused |
//! | `account.rs` | [`native_account`]: a native contract at genesis |
//! | `intercept.rs` | which calls run a native contract |
//! | `mount.rs` | frames, native and other, on the one frame stack |
//! | `frame.rs` | one native frame: depth, value, entry charge, module, journal |
//! | `host.rs` | the [`Host`](restaking_host::Host) over the journal, at the interpreter's prices |
//! | `call.rs` | CALL and STATICCALL by a native contract |
//! | `create.rs` | new native instances |
//! | `drive.rs` | frames with and without an inspector |
//! | `stack.rs` | room on the Rust stack for nested native contracts |
//!
//! # Invariants
//! - static-pure: in a static call no write, log, creation or value transfer succeeds, however deep.
//! - revert-clean: a frame that failed leaves nothing: no storage, no transient storage, no log, no refund.
//! - A native contract runs on its own storage only: DELEGATECALL, CALLCODE and EIP-7702 delegations to it halt.
//! - Results do not depend on an inspector, unless it overrides them.
//! - A database error is typed and aborts the transaction; no module can survive it.
//! - A price is what the gas table and the gas parameters of the context say, as for bytecode.
//!
//! # Differences
//! - From a precompile: a native contract has storage, logs, a caller and real sub-calls, its address starts cold, and
//!   tracers see its frames as those of a contract.
//! - From bytecode: calldata is charged by the word on entry and on each call (there is no memory to pay for); a
//!   creation runs no init code, so where CREATE2 would push zero it uses up the deposit, not 63/64 of the gas.
//! - TLOAD and TSTORE work from London on, not only from Cancun on.
//! - The first halt ends a frame, even if the module goes on: what it returns is then ignored.
//! - There is no tracer step inside a native frame, only its start, logs, sub-frames and end.
//!
//! # Example
//! ```
//! use alloy_primitives::{Address, Bytes, U256};
//! use restaking_host::{Context, Failure, ModuleId, Modules};
//! use restaking_revm::{MainnetContext, mainnet, native_account};
//! use revm::context::TxEnv;
//! use revm::database::{CacheDB, EmptyDB};
//! use revm::primitives::{TxKind, hardfork::SpecId};
//! use revm::{Database, ExecuteCommitEvm};
//!
//! /// One module, which counts its calls in slot 0.
//! struct Counter;
//!
//! impl Modules for Counter {
//!     fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
//!         (module == ModuleId(7)).then(|| {
//!             let next = cx.host.sload(U256::ZERO)?.saturating_add(U256::from(1));
//!             cx.host.sstore(U256::ZERO, next)?;
//!             Ok(next.to_be_bytes_vec().into())
//!         })
//!     }
//! }
//!
//! let counter = Address::repeat_byte(0xc0);
//! let mut db = CacheDB::new(EmptyDB::new());
//! db.insert_account_info(counter, native_account(ModuleId(7), &[]));
//!
//! let ctx = MainnetContext::new(db, SpecId::OSAKA);
//! let mut evm = mainnet(ctx, Counter)?;
//!
//! let tx = TxEnv { kind: TxKind::Call(counter), gas_limit: 100_000, ..Default::default() };
//! let result = evm.transact_commit(tx)?;
//! assert!(result.is_success());
//! // 21,000 for the transaction, 2,100 for the cold read, 20,000 to make the slot non-zero.
//! assert_eq!(result.tx_gas_used(), 43_100);
//! assert_eq!(evm.inner_mut().ctx.journaled_state.database.storage(counter, U256::ZERO)?, U256::from(1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod account;
mod call;
mod config;
mod create;
mod drive;
mod evm;
mod execute;
mod frame;
mod host;
mod intercept;
mod mainnet;
mod mount;
mod stack;

pub use account::native_account;
pub use config::ConfigError;
pub use evm::RestakingEvm;
pub use mainnet::{MainnetContext, MainnetRestakingEvm, mainnet, mainnet_with_inspector};
