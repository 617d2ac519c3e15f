//! What each entry point costs: one transaction each, on revm, with the standard token in Solidity.
//!
//! | file | holds |
//! |---|---|
//! | `row.rs`, `snapshot.rs` | [`GasRow`], how rows are shown and compared with a snapshot |
//! | `grow.rs`, `crowded.rs` | how a cost grows with what it should not depend on |
//! | `bench.rs`, `protocol.rs` | a chain with one vault, and the protocol around it, to measure on |
//! | `deposits.rs`, `exits.rs`, `claims.rs`, `slashes.rs`, `shares.rs`, `books.rs`, `registries.rs`,
//! `requests.rs` | what is measured |
//! | `signer.rs` | signatures without a secret |
//!
//! # Invariants
//! - Every measure has a chain of its own: no row depends on another, nor on their order.
//! - A call that fails is an error, not a row.

mod bench;
mod books;
mod claims;
mod crowded;
mod deposits;
mod exits;
mod grow;
mod protocol;
mod registries;
mod requests;
mod row;
mod shares;
pub(crate) mod signer;
mod slashes;
mod snapshot;

pub use grow::{Growth, GrowthRow, grow, growth_json, growth_table};
pub use row::{GasRow, as_json, table};
pub use snapshot::{Difference, compare, to_snapshot};

use alloy_primitives::Bytes;

use crate::chain::{ChainError, Status};
use crate::tokens::ArtifactError;

/// What history may add to the first change in an epoch: a new slot.
const HISTORY: u64 = 22_100;

/// Why there is no measurement.
#[derive(Debug, thiserror::Error)]
pub enum GasError {
    /// The chain failed.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// An embedded artifact cannot be used.
    #[error(transparent)]
    Artifact(#[from] ArtifactError),
    /// A call that must succeed did not.
    #[error("{call} ended in {status:?}: {output}")]
    Failed {
        /// Signature of the function.
        call: &'static str,
        /// How it ended.
        status: Status,
        /// Its revert data.
        output: Bytes,
    },
    /// A call answered something that its ABI does not say.
    #[error("the answer of {0} cannot be decoded")]
    Undecodable(&'static str),
}

/// One thing to measure.
struct Measure {
    name: &'static str,
    target: Option<u64>,
    excess: u64,
    run: fn() -> Result<u64, GasError>,
}

/// A measure with a target.
const fn bound(name: &'static str, target: u64, run: fn() -> Result<u64, GasError>) -> Measure {
    Measure { name, target: Some(target), excess: 0, run }
}

/// A measure that is known to miss its target by at most `excess`, for a reason that stands where it is used.
const fn missed(
    name: &'static str,
    target: u64,
    excess: u64,
    run: fn() -> Result<u64, GasError>,
) -> Measure {
    Measure { name, target: Some(target), excess, run }
}

/// A measure without a target.
const fn free(name: &'static str, run: fn() -> Result<u64, GasError>) -> Measure {
    Measure { name, target: None, excess: 0, run }
}

/// Measures every entry point, in the order of the table.
///
/// # Errors
/// [`GasError`], at the first measure that fails.
pub fn measure() -> Result<Vec<GasRow>, GasError> {
    let groups = [
        deposits::MEASURES,
        exits::MEASURES,
        claims::MEASURES,
        slashes::MEASURES,
        registries::MEASURES,
        requests::MEASURES,
        books::MEASURES,
        shares::MEASURES,
    ];
    let row = |measure: &Measure| {
        let Measure { name, target, excess, run } = *measure;
        Ok(GasRow { name: name.into(), gas: run()?, target, excess })
    };
    groups.into_iter().flatten().map(row).collect()
}

#[cfg(test)]
mod tests;
