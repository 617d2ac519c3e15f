//! Holds, slashes, escrow.

use alloy_primitives::{Address, U256, uint};
use restaking::abi::IVault;
use restaking::vault::BURN_ADDRESS;
use restaking::{GOVERNANCE, SLASHING};

use super::bench::{Bench, DAY, HOUR, Lengths};
use super::deposits::new_epoch;
use super::{GasError, HISTORY, Measure, bound, free, missed};

/// A tenth of a whole of magnitude: 1e26.
const TENTH: U256 = uint!(100000000000000000000000000_U256);

/// Buckets that one hold can keep from settling, until another takes them with it: 14 days of epochs of 5.5 hours.
const MOST_DUE: u64 = 61;

/// A release settles and compares as every state change does, which reads the queue's head and the pool: 4,200 gas.
/// Leaving either out would save the miss and make one entry point unlike all others.
const UNIFORM: u64 = 2_600;

pub(super) const MEASURES: &[Measure] = &[
    bound("openHold (part of file)", 80_000, open_hold),
    bound("closeHold (part of veto)", 47_000, close_hold),
    bound("slash, burned", 130_000, slash_burned),
    bound("slash, to a recipient", 130_000, slash_redistributed),
    bound("slash, first in an epoch", 130_000 + HISTORY, slash_first_in_epoch),
    bound("slash, 61 buckets due", 500_000, slash_most_due),
    missed("releaseEscrow, known recipient", 47_000, UNIFORM, release_known),
    missed("releaseEscrow, burned", 47_000, UNIFORM, release_burned),
    free("releaseEscrow, burned, first call after its hold", release_after_hold),
    free("releaseEscrow, new recipient", release_new),
    free("returnEscrow", return_escrow),
];

fn open_hold() -> Result<u64, GasError> {
    Ok(Bench::both_staked()?.open_hold(0, 7)?.0)
}

/// A hold is open.
fn held() -> Result<(Bench, u8), GasError> {
    let mut bench = Bench::both_staked()?;
    let (_, lane) = bench.open_hold(0, 7)?;
    Ok((bench, lane))
}

fn close_hold() -> Result<u64, GasError> {
    let (mut bench, lane) = held()?;
    bench.wait(HOUR);
    bench.gas(SLASHING, IVault::closeHoldCall { lane })
}

/// Takes a tenth: gas and escrow. The escrow is due in 3 days.
fn slash(bench: &mut Bench, lane: u8, recipient: Address) -> Result<(u64, U256), GasError> {
    let escrow_until = bench.now().saturating_add(3 * DAY);
    let call = IVault::slashCall { lane, magnitude: TENTH, escrowUntil: escrow_until, recipient };
    let (gas, answer) = bench.call(SLASHING, bench.vault, call)?;
    Ok((gas, answer.escrowId))
}

fn slash_burned() -> Result<u64, GasError> {
    let (mut bench, lane) = held()?;
    Ok(slash(&mut bench, lane, Address::ZERO)?.0)
}

fn slash_redistributed() -> Result<u64, GasError> {
    let (mut bench, lane) = held()?;
    let bob = bench.cast.bob;
    Ok(slash(&mut bench, lane, bob)?.0)
}

fn slash_first_in_epoch() -> Result<u64, GasError> {
    let mut bench = new_epoch(Bench::both_staked()?, 1)?;
    let (_, lane) = bench.open_hold(0, 7)?;
    Ok(slash(&mut bench, lane, Address::ZERO)?.0)
}

/// A first hold keeps every bucket of its 14 days; a second is filed at the end of them, and slashes once the first is
/// over: all that matured before the filing is due. Only a devnet's short exit delay lets so many mature meanwhile.
fn most_due() -> Result<(Bench, u8), GasError> {
    let mut genesis = crate::world::genesis();
    genesis.factory.exit_delay_min = HOUR;
    if let Some(governance) = &mut genesis.governance {
        governance.exit_delay_least = HOUR;
    }
    let lengths = Lengths { epoch: MOST_DUE_EPOCH, exit_delay: HOUR };
    let mut bench = Bench::with(&genesis, lengths)?;
    for who in [bench.cast.alice, bench.cast.bob] {
        bench.deposit(who)?;
    }
    bench.wait(until_next(bench.now(), MOST_DUE_EPOCH));
    bench.open_hold(0, 14)?;
    for _ in 0..MOST_DUE {
        bench.request(bench.cast.bob)?;
        bench.wait(MOST_DUE_EPOCH);
    }
    let (_, lane) = bench.open_hold(1, 7)?;
    bench.wait(DAY);
    Ok((bench, lane))
}

/// Shortest epoch with an hour of exit delay, in seconds: 64 buckets are to cover 14 days and an hour, and 2 are spare.
const MOST_DUE_EPOCH: u64 = (14 * DAY + HOUR).div_ceil(62);

/// Seconds until the next multiple of `epoch`.
fn until_next(now: u64, epoch: u64) -> u64 {
    epoch.saturating_sub(now.checked_rem(epoch).unwrap_or_default())
}

fn slash_most_due() -> Result<u64, GasError> {
    let (mut bench, lane) = most_due()?;
    Ok(slash(&mut bench, lane, Address::ZERO)?.0)
}

/// Due, and a call has noted meanwhile that the hold is over.
fn release(recipient: Address) -> Result<u64, GasError> {
    let (mut bench, escrow) = due(recipient)?;
    bench.gas(bench.cast.operator, IVault::settleCall {})?;
    bench.gas(bench.cast.operator, IVault::releaseEscrowCall { escrowId: escrow })
}

/// The release notes the end of the hold too.
fn release_after_hold() -> Result<u64, GasError> {
    let (mut bench, escrow) = due(Address::ZERO)?;
    bench.gas(bench.cast.operator, IVault::releaseEscrowCall { escrowId: escrow })
}

/// Slashed and due. A second escrow stays, so that the vault goes on owing something: no refund for a cleared slot.
fn due(recipient: Address) -> Result<(Bench, U256), GasError> {
    let (mut bench, lane) = held()?;
    bench.mint(BURN_ADDRESS)?;
    let (_, escrow) = slash(&mut bench, lane, recipient)?;
    let (_, other) = bench.open_hold(0, 7)?;
    slash(&mut bench, other, Address::ZERO)?;
    bench.wait(3 * DAY);
    Ok((bench, escrow))
}

fn release_known() -> Result<u64, GasError> {
    release(Bench::both_staked()?.cast.bob)
}

fn release_new() -> Result<u64, GasError> {
    release(Bench::both_staked()?.cast.carol)
}

fn release_burned() -> Result<u64, GasError> {
    release(Address::ZERO)
}

fn return_escrow() -> Result<u64, GasError> {
    let (mut bench, lane) = held()?;
    let (_, escrow) = slash(&mut bench, lane, Address::ZERO)?;
    bench.gas(GOVERNANCE, IVault::returnEscrowCall { escrowId: escrow })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_due_leaves_as_many_buckets_due_as_its_name_says() {
        let (mut bench, _) = most_due().unwrap();
        let last = bench.now() / MOST_DUE_EPOCH;
        let mut is_due = |id: u64| {
            let call = IVault::bucketCall { requestId: U256::from(id) };
            let bucket = bench.ask(call).unwrap();
            bucket.isSettled && !bucket.shares.is_zero()
        };
        let due = (last - 2 * MOST_DUE..=last).filter(|id| is_due(*id)).count();
        assert_eq!(due as u64, MOST_DUE);
    }
}
