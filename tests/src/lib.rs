//! What the tests across the crates stand on; the tests themselves are in `tests/`.
//!
//! | file | holds |
//! |---|---|
//! | `chain.rs` | [`Chain`]: native contracts and bytecode in revm; [`Outcome`] of a transaction |
//! | `world.rs` | [`World`]: a chain with token, factory and vault; the people |
//! | `protocol.rs` | [`Protocol`]: a world with the whole protocol, an operator, an AVS and three sets |
//! | `artifact.rs` | [`Artifact`]: the Solidity fixtures, compiled |
//! | `fixtures.rs` | their interfaces |
//! | `wallet.rs` | [`Wallet`]: a key that signs permits and registrations |
//! | `random.rs` | [`Random`]: the same numbers on every machine |
//!
//! # Example
//! ```
//! use restaking::abi::IVault;
//! use restaking_tests::{ALICE, World};
//! use revm::primitives::U256;
//!
//! let mut world = World::builder().build();
//! world.fund(ALICE, 100);
//! let deposit = IVault::depositCall { assets: U256::from(100), receiver: ALICE };
//! let outcome = world.send(ALICE, world.vault, &deposit);
//! assert_eq!(outcome.answer(&deposit), U256::from(100_000_000));
//! ```
#![forbid(unsafe_code)]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)] // a test helper that cannot go on should say so

pub mod artifact;
mod chain;
pub mod fixtures;
mod protocol;
mod random;
mod wallet;
mod world;

pub use artifact::Artifact;
pub use chain::{Chain, GAS_LIMIT, Outcome, Status, Write, mapping_slot};
pub use protocol::{
    AVS, BURNING, GUARDIAN, INSTANT, OWNER, Protocol, ProtocolBuilder, REDISTRIBUTING, REGISTRAR,
    RESOLVER, Roles, SETS, SLASHER, STAKE, WAD, WHOLE, filed, veto_end,
};
pub use random::Random;
pub use wallet::Wallet;
pub use world::{
    ALICE, APPROVER, BOB, CALLER, CAROL, DAY, DEPLOYER, OPERATOR, RECIPIENT, World, WorldBuilder,
};
