//! Claims of matured exits.

use alloy_primitives::{Address, U256};
use restaking::SLASHING;
use restaking::abi::IVault;

use super::bench::{Bench, DAY, shares};
use super::deposits::new_epoch;
use super::{GasError, HISTORY, Measure, bound, free};

pub(super) const MEASURES: &[Measure] = &[
    bound("redeemRequest, known receiver", 60_000, known_receiver),
    bound("redeemRequest, new receiver", 77_000, new_receiver),
    free("redeemRequest, first of its bucket", first_of_bucket),
    bound("redeemRequest, settles one bucket", 70_000, settles_one),
    bound(
        "redeemRequest, settles one bucket, first in an epoch",
        70_000 + HISTORY,
        settles_one_first_in_epoch,
    ),
    free("redeemRequest, settles one bucket, first of several", settles_shared),
    free("redeemRequests, one id", by_list),
    free("redeem, one bucket", without_id),
];

/// ALICE has requested, and BOB twice as much, in one bucket, which matures in less than 15 days.
fn requested() -> Result<(Bench, U256), GasError> {
    let mut bench = Bench::both_staked()?;
    bench.request(bench.cast.bob)?;
    bench.request(bench.cast.bob)?;
    let (_, id) = bench.request(bench.cast.alice)?;
    Ok((bench, id))
}

/// The bucket is settled, and BOB has claimed half: ALICE is neither the first to claim nor the last.
fn settled() -> Result<(Bench, U256), GasError> {
    let (mut bench, id) = requested()?;
    bench.wait(15 * DAY);
    bench.gas(bench.cast.operator, IVault::settleCall {})?;
    let bob = bench.cast.bob;
    claim(&mut bench, id, bob, bob)?;
    Ok((bench, id))
}

fn claim(
    bench: &mut Bench,
    id: U256,
    controller: Address,
    receiver: Address,
) -> Result<u64, GasError> {
    let call = IVault::redeemRequestCall { requestId: id, shares: shares(1), receiver, controller };
    bench.gas(controller, call)
}

fn known_receiver() -> Result<u64, GasError> {
    let (mut bench, id) = settled()?;
    let alice = bench.cast.alice;
    claim(&mut bench, id, alice, alice)
}

fn new_receiver() -> Result<u64, GasError> {
    let (mut bench, id) = settled()?;
    let (alice, carol) = (bench.cast.alice, bench.cast.carol);
    claim(&mut bench, id, alice, carol)
}

fn first_of_bucket() -> Result<u64, GasError> {
    let (mut bench, id) = requested()?;
    bench.wait(15 * DAY);
    bench.gas(bench.cast.operator, IVault::settleCall {})?;
    let alice = bench.cast.alice;
    claim(&mut bench, id, alice, alice)
}

/// ALICE alone has requested.
fn requested_alone() -> Result<(Bench, U256), GasError> {
    let mut bench = Bench::both_staked()?;
    let (_, id) = bench.request(bench.cast.alice)?;
    Ok((bench, id))
}

/// ALICE is the only one in her bucket, and settles it by her claim of all that she has in it.
fn settles_one() -> Result<u64, GasError> {
    settles(requested_alone()?)
}

/// Others stay in the bucket: what is claimed must be counted from now on.
fn settles_shared() -> Result<u64, GasError> {
    settles(requested()?)
}

/// A hold keeps the bucket open beyond its maturity, so that it is due in an epoch that has seen a change: BOB's.
fn settles((bench, id): (Bench, U256)) -> Result<u64, GasError> {
    let mut bench = new_epoch(bench, 13)?;
    let (_, lane) = bench.open_hold(0, 7)?;
    bench.wait(DAY);
    bench.request(bench.cast.bob)?;
    bench.gas(SLASHING, IVault::closeHoldCall { lane })?;
    let alice = bench.cast.alice;
    claim(&mut bench, id, alice, alice)
}

fn settles_one_first_in_epoch() -> Result<u64, GasError> {
    let (bench, id) = requested_alone()?;
    let mut bench = new_epoch(bench, 14)?;
    let alice = bench.cast.alice;
    claim(&mut bench, id, alice, alice)
}

fn by_list() -> Result<u64, GasError> {
    let (mut bench, id) = settled()?;
    let controller = bench.cast.alice;
    let call =
        IVault::redeemRequestsCall { requestIds: vec![id], receiver: controller, controller };
    bench.gas(controller, call)
}

fn without_id() -> Result<u64, GasError> {
    let (mut bench, _) = settled()?;
    let controller = bench.cast.alice;
    bench
        .gas(controller, IVault::redeemCall { shares: shares(1), receiver: controller, controller })
}
