//! Filing, veto, execution; pauses.

use alloy_primitives::U256;
use restaking::abi::{IGovernance, ISlashing, IVault};
use restaking::{GOVERNANCE, SLASHING};

use super::bench::{Bench, DAY, HOUR};
use super::protocol::{
    INSTANT_SET, PAYING_SET, VETO, VETO_SET, allocated, avs, execute, file, give_back, guardian,
    resolver,
};
use super::{GasError, Measure, bound, free, missed};

/// A filing is decided by four modules (beside Slashing the AVS registry, governance and the vault), logs the whole
/// request, and carries the address of the evidence.
const FOUR_MODULES: u64 = 12_000;

/// An escrow with a recipient takes a second new word.
const SECOND_WORD: u64 = 11_000;

pub(super) const MEASURES: &[Measure] = &[
    missed("file", 80_000, FOUR_MODULES, file_next),
    free("file, first in its lane", file_first),
    bound("veto", 47_000, veto),
    free("withdraw", withdraw),
    bound("execute, burned", 130_000, execute_burned),
    missed("execute, to a recipient", 130_000, SECOND_WORD, execute_paying),
    bound("execute, first slash of a vault", 130_000, execute_first),
    bound("instant slash", 150_000, instant),
    free("returnEscrow by governance", return_escrow),
    free("pauseDeposits", pause_deposits),
    free("pauseFiling", pause_filing),
    free("quarantine", quarantine),
];

/// The lane was used before, and the vault slashed before.
fn used(id: u32) -> Result<Bench, GasError> {
    let mut bench = allocated()?;
    let (_, request) = file(&mut bench, id, "before")?;
    if id != INSTANT_SET {
        bench.wait(VETO);
        execute(&mut bench, request)?;
    }
    bench.wait(7 * DAY);
    // A change in this epoch: what follows is not the first.
    bench.deposit(bench.cast.alice)?;
    bench.deposit(bench.cast.bob)?;
    Ok(bench)
}

fn file_next() -> Result<u64, GasError> {
    Ok(file(&mut used(VETO_SET)?, VETO_SET, "e")?.0)
}

fn file_first() -> Result<u64, GasError> {
    Ok(file(&mut allocated()?, VETO_SET, "e")?.0)
}

fn veto() -> Result<u64, GasError> {
    let mut bench = used(VETO_SET)?;
    let (_, request) = file(&mut bench, VETO_SET, "e")?;
    bench.wait(HOUR);
    Ok(bench.call(resolver(), SLASHING, ISlashing::vetoCall { request })?.0)
}

fn withdraw() -> Result<u64, GasError> {
    let mut bench = used(VETO_SET)?;
    let (_, request) = file(&mut bench, VETO_SET, "e")?;
    bench.wait(HOUR);
    Ok(bench.call(avs(), SLASHING, ISlashing::withdrawCall { request })?.0)
}

/// Filed, and the veto window is over; the epoch has seen a change.
fn executable(mut bench: Bench, id: u32) -> Result<(Bench, ISlashing::Request), GasError> {
    let (_, request) = file(&mut bench, id, "e")?;
    bench.wait(VETO);
    bench.gas(bench.cast.bob, IVault::bookCall { assets: U256::from(1) })?;
    Ok((bench, request))
}

fn execute_burned() -> Result<u64, GasError> {
    let (mut bench, request) = executable(used(VETO_SET)?, VETO_SET)?;
    Ok(execute(&mut bench, request)?.0)
}

fn execute_paying() -> Result<u64, GasError> {
    let (mut bench, request) = executable(used(PAYING_SET)?, PAYING_SET)?;
    Ok(execute(&mut bench, request)?.0)
}

fn execute_first() -> Result<u64, GasError> {
    let (mut bench, request) = executable(allocated()?, VETO_SET)?;
    Ok(execute(&mut bench, request)?.0)
}

fn instant() -> Result<u64, GasError> {
    Ok(file(&mut used(INSTANT_SET)?, INSTANT_SET, "e")?.0)
}

fn return_escrow() -> Result<u64, GasError> {
    let (mut bench, request) = executable(used(VETO_SET)?, VETO_SET)?;
    let (_, escrow) = execute(&mut bench, request)?;
    give_back(&mut bench, escrow)
}

fn pause_deposits() -> Result<u64, GasError> {
    let mut bench = allocated()?;
    let call = IGovernance::pauseDepositsCall { vault: bench.vault, duration: DAY };
    Ok(bench.call(guardian(), GOVERNANCE, call)?.0)
}

fn pause_filing() -> Result<u64, GasError> {
    let call = IGovernance::pauseFilingCall { duration: DAY };
    Ok(allocated()?.call(guardian(), GOVERNANCE, call)?.0)
}

fn quarantine() -> Result<u64, GasError> {
    let call = IGovernance::quarantineCall { avs: avs(), duration: DAY };
    Ok(allocated()?.call(guardian(), GOVERNANCE, call)?.0)
}
