//! The factory, and what keeps the books: settlement, yield, donations.

use restaking::abi::IVault;

use super::bench::{Bench, ONE};
use super::deposits::new_epoch;
use super::{GasError, Measure, bound, free};
use crate::tokens::IToken;

pub(super) const MEASURES: &[Measure] = &[
    bound("createVault", 210_000, create_vault),
    free("createVault, an operator's first", create_first_vault),
    free("book", book),
    free("book, first in an epoch", book_first_in_epoch),
    free("bookSurplus", book_surplus),
    free("settle, nothing due", settle_nothing),
    free("settle, one bucket due, first in an epoch", settle_one),
    free("poke, nothing due", poke),
];

fn create_vault() -> Result<u64, GasError> {
    Bench::empty()?.create_vault("OTHER")
}

fn create_first_vault() -> Result<u64, GasError> {
    Bench::bare(&crate::world::genesis())?.create_vault("VAULT")
}

fn book() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    bench.gas(bench.cast.alice, IVault::bookCall { assets: ONE })
}

fn book_first_in_epoch() -> Result<u64, GasError> {
    let mut bench = new_epoch(Bench::both_staked()?, 1)?;
    bench.gas(bench.cast.alice, IVault::bookCall { assets: ONE })
}

fn book_surplus() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    let donation = IToken::transferCall { to: bench.vault, value: ONE };
    bench.call(bench.cast.bob, bench.token, donation)?;
    bench.gas(bench.cast.alice, IVault::bookSurplusCall {})
}

fn settle_nothing() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    bench.gas(bench.cast.alice, IVault::settleCall {})
}

fn settle_one() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    bench.request(bench.cast.bob)?;
    let mut bench = new_epoch(bench, 14)?;
    bench.gas(bench.cast.alice, IVault::settleCall {})
}

fn poke() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    bench.gas(bench.cast.alice, IVault::pokeCall {})
}
