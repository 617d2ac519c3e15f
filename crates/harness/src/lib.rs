//! Plays restaking scenarios in revm and in memory and checks every invariant after every transaction. The binary
//! `restaking`.
//!
//! | folder or file | holds |
//! |---|---|
//! | `chain/` | a chain behind one trait: revm, memory |
//! | `tokens/` | the token zoo: Solidity in revm, native twins in memory |
//! | `world.rs`, `protocol.rs` | names and addresses, and the modules behind them |
//! | `scenario/` | the scenario file: parsed, checked, every error with its place |
//! | `play/` | plays a scenario, on one chain or on both |
//! | `invariants/` | the rules, read from storage and events, never from views |
//! | `indexer/` | the state rebuilt from events, compared with storage |
//! | `report/` | what a run tells: tables, failures, who bore what |
//! | `gas/` | what each entry point costs, against its target |
//! | `inspect/` | what a module can be called for, stores, is bounded by |
//! | `demo.rs`, `cli/` | the commands |
//!
//! # Invariants
//! - parity: both chains agree after every step in status, output, logs and storage of native contracts.
//! - A run that proves nothing says so: an invariant that was never armed makes it inconclusive.
//! - The same file gives the same state hash per step on every run and machine.
//!
//! # Differences
//! - From forge: a scenario is data, not a contract; rules are checked after every transaction, not at the end of a test;
//!   a second chain that shares no code with the EVM must agree.
//!
//! # Example
//! ```
//! use restaking_harness::{gas, invariants::INVARIANTS};
//!
//! assert!(INVARIANTS.contains(&"no-escape"));
//! let rows = gas::measure().unwrap();
//! assert!(rows.iter().all(|row| !row.is_over()));
//! ```
#![forbid(unsafe_code)]

pub mod chain;
pub mod cli;
pub mod demo;
pub mod gas;
pub mod indexer;
pub mod inspect;
pub mod invariants;
pub mod play;
pub mod protocol;
pub mod report;
pub mod scenario;
pub mod tokens;
pub mod world;
