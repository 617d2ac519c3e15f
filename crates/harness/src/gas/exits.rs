//! Requests and their cancellation.

use alloy_primitives::U256;
use restaking::abi::IVault;

use super::bench::{Bench, DAY};
use super::deposits::new_epoch;
use super::{GasError, HISTORY, Measure, bound, free};

pub(super) const MEASURES: &[Measure] = &[
    bound("requestRedeem, same bucket again", 55_000, same_bucket),
    bound("requestRedeem, user's first in a bucket", 73_000, first_in_bucket),
    bound("requestRedeem, opens a bucket", 95_000, opens_bucket),
    bound(
        "requestRedeem, opens a bucket, first in an epoch",
        95_000 + HISTORY,
        opens_bucket_first_in_epoch,
    ),
    free("requestRedeem, opens the only bucket", opens_only_bucket),
    bound("cancelRedeemRequest", 50_000, cancel),
    bound("cancelRedeemRequest, first in an epoch", 50_000 + HISTORY, cancel_first_in_epoch),
    free("cancelRedeemRequest, last in its bucket", cancel_last),
    free("claimCancelRedeemRequest", claim_cancelled),
];

fn same_bucket() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    bench.request(bench.cast.alice)?;
    Ok(bench.request(bench.cast.alice)?.0)
}

fn first_in_bucket() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    bench.request(bench.cast.bob)?;
    Ok(bench.request(bench.cast.alice)?.0)
}

/// BOB has opened a bucket in an earlier epoch.
fn with_earlier_bucket() -> Result<Bench, GasError> {
    let mut bench = Bench::both_staked()?;
    bench.request(bench.cast.bob)?;
    Ok(bench)
}

fn opens_bucket() -> Result<u64, GasError> {
    let mut bench = with_earlier_bucket()?;
    bench.wait(DAY);
    bench.deposit(bench.cast.bob)?;
    Ok(bench.request(bench.cast.alice)?.0)
}

fn opens_bucket_first_in_epoch() -> Result<u64, GasError> {
    let mut bench = new_epoch(with_earlier_bucket()?, 1)?;
    Ok(bench.request(bench.cast.alice)?.0)
}

fn opens_only_bucket() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    Ok(bench.request(bench.cast.alice)?.0)
}

/// ALICE and BOB are in one bucket.
fn in_one_bucket() -> Result<(Bench, U256), GasError> {
    let mut bench = Bench::both_staked()?;
    bench.request(bench.cast.bob)?;
    let (_, id) = bench.request(bench.cast.alice)?;
    Ok((bench, id))
}

fn cancel_request(mut bench: Bench, id: U256) -> Result<u64, GasError> {
    let controller = bench.cast.alice;
    bench.gas(controller, IVault::cancelRedeemRequestCall { requestId: id, controller })
}

fn cancel() -> Result<u64, GasError> {
    let (bench, id) = in_one_bucket()?;
    cancel_request(bench, id)
}

fn cancel_first_in_epoch() -> Result<u64, GasError> {
    let (bench, id) = in_one_bucket()?;
    cancel_request(new_epoch(bench, 1)?, id)
}

fn cancel_last() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    let (_, id) = bench.request(bench.cast.alice)?;
    cancel_request(bench, id)
}

fn claim_cancelled() -> Result<u64, GasError> {
    let (mut bench, id) = in_one_bucket()?;
    let controller = bench.cast.alice;
    bench.gas(controller, IVault::cancelRedeemRequestCall { requestId: id, controller })?;
    let call =
        IVault::claimCancelRedeemRequestCall { requestId: id, receiver: controller, controller };
    bench.gas(controller, call)
}
