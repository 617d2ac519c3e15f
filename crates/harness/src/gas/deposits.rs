//! Deposits.

use alloy_primitives::U256;
use restaking::abi::IVault;

use super::bench::{Bench, DAY, ONE, shares};
use super::{GasError, HISTORY, Measure, bound, free, signer};
use crate::tokens::ITokenExtras;

pub(super) const MEASURES: &[Measure] = &[
    bound("deposit, known user", 65_000, known),
    bound("deposit, known user, first in an epoch", 65_000 + HISTORY, known_first_in_epoch),
    free("deposit, known user, first in a window of 32 epochs", known_first_in_window),
    bound("deposit, first-time user", 82_000, first_time),
    bound(
        "deposit, first-time user, first in an epoch",
        82_000 + HISTORY,
        first_time_first_in_epoch,
    ),
    free("mint, known user", mint),
    free("depositWithTerms, known user", with_terms),
    free("depositWithPermit, known user", with_permit),
];

fn known() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    bench.deposit(bench.cast.alice)
}

/// Changes have been made in so many epochs, and none in this one.
pub(super) fn new_epoch(mut bench: Bench, epochs: u64) -> Result<Bench, GasError> {
    for _ in 0..epochs {
        bench.wait(DAY);
        bench.deposit(bench.cast.bob)?;
    }
    bench.wait(DAY);
    Ok(bench)
}

fn known_first_in_epoch() -> Result<u64, GasError> {
    let mut bench = new_epoch(Bench::both_staked()?, 1)?;
    bench.deposit(bench.cast.alice)
}

/// Day 20,089 since 1970 is where a bench starts; day 20,096 begins a window of 32 epochs.
fn known_first_in_window() -> Result<u64, GasError> {
    let mut bench = new_epoch(Bench::both_staked()?, 6)?;
    bench.deposit(bench.cast.alice)
}

fn first_time() -> Result<u64, GasError> {
    let mut bench = Bench::staked()?;
    bench.deposit(bench.cast.alice)
}

fn first_time_first_in_epoch() -> Result<u64, GasError> {
    let mut bench = new_epoch(Bench::staked()?, 1)?;
    bench.deposit(bench.cast.alice)
}

fn mint() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    let alice = bench.cast.alice;
    bench.gas(alice, IVault::mintCall { shares: shares(1), receiver: alice })
}

fn with_terms() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    let (receiver, version) = (bench.cast.alice, bench.ask(IVault::riskVersionCall {})?);
    let call = IVault::depositWithTermsCall {
        assets: ONE,
        receiver,
        minShares: U256::from(1),
        expectedRiskVersion: version,
    };
    bench.gas(receiver, call)
}

fn with_permit() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    let (token, receiver) = (bench.token, signer::SIGNER);
    bench.fund(receiver)?;
    bench.deposit(receiver)?;
    let version = bench.ask(IVault::riskVersionCall {})?;
    let (_, domain) = bench.call(receiver, token, ITokenExtras::DOMAIN_SEPARATORCall {})?;
    let (_, kind) = bench.call(receiver, token, ITokenExtras::PERMIT_TYPEHASHCall {})?;
    let words = [
        kind,
        receiver.into_word(),
        bench.vault.into_word(),
        ONE.into(),
        U256::ZERO.into(),
        U256::MAX.into(),
    ];
    let signer::Signature { v, r, s } =
        signer::sign(super::bench::typed_data_digest(domain, &words));
    let call = IVault::depositWithPermitCall {
        assets: ONE,
        receiver,
        minShares: U256::from(1),
        expectedRiskVersion: version,
        deadline: U256::MAX,
        v,
        r,
        s,
    };
    bench.gas(receiver, call)
}
