//! The one match over the ABI.

use alloy_primitives::Bytes;
use restaking_abi::IGovernance::{self, IGovernanceCalls as Calls};
use restaking_host::{
    Context, Failure,
    abi::{self, give},
};
use restaking_shares::Timestamp;

use crate::{
    GovernanceConfig, GovernanceStorage, PauseHead, blocks, owner, parameters, pauses, vaults,
};

/// Runs one call of governance.
///
/// # Errors
/// Revert data as Solidity would give it, or a halt.
pub fn call(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let call = abi::decode::<Calls>(cx)?;
    let config = &GovernanceConfig::decode(cx.frame.config)?;
    match call {
        Calls::transferOwnership(c) => done(owner::transfer_ownership(cx, config, c.owner)?),
        Calls::acceptOwnership(_) => done(owner::accept_ownership(cx)?),
        Calls::setGuardian(c) => done(owner::set_guardian(cx, config, c.guardian)?),
        Calls::setExitDelayBounds(c) => {
            done(parameters::set_exit_delay_bounds(cx, config, c.least, c.most)?)
        }
        Calls::setLeverageCeiling(c) => {
            done(parameters::set_leverage_ceiling(cx, config, c.ceiling)?)
        }
        Calls::pauseDeposits(c) => done(vaults::pause_deposits(cx, config, c.vault, c.duration)?),
        Calls::unpauseDeposits(c) => done(vaults::unpause_deposits(cx, config, c.vault)?),
        Calls::pauseAllocations(c) => done(pauses::pause_allocations(cx, config, c.duration)?),
        Calls::unpauseAllocations(_) => done(pauses::unpause_allocations(cx, config)?),
        Calls::pauseFiling(c) => done(pauses::pause_filing(cx, config, c.duration)?),
        Calls::unpauseFiling(_) => done(pauses::unpause_filing(cx, config)?),
        Calls::quarantine(c) => done(pauses::quarantine(cx, config, c.avs, c.duration)?),
        Calls::endQuarantine(c) => done(pauses::end_quarantine(cx, config, c.avs)?),
        Calls::returnEscrow(c) => {
            let (pool, magnitude) = vaults::return_escrow(cx, config, c.vault, c.escrowId)?;
            give(&c, IGovernance::returnEscrowReturn { toPool: pool, magnitude })
        }
        Calls::payRecovery(c) => {
            give(&c, vaults::pay_recovery(cx, config, c.vault, c.to, c.assets)?)
        }
        Calls::owner(c) => give(&c, owner::owner(cx, config)?),
        Calls::pendingOwner(c) => give(&c, GovernanceStorage::ROOT.pending_owner().read(cx.host)?),
        Calls::guardian(c) => give(&c, owner::guardian(cx, config)?),
        Calls::exitDelayBounds(c) => {
            let word = parameters::parameters(cx, config)?;
            let (least, most) = (word.exit_delay_least, word.exit_delay_most);
            give(&c, IGovernance::exitDelayBoundsReturn { least, most })
        }
        Calls::leverageCeiling(c) => {
            give(&c, parameters::parameters(cx, config)?.leverage_ceiling.get())
        }
        Calls::vaultBounds(c) => {
            let word = parameters::parameters(cx, config)?;
            give(
                &c,
                IGovernance::vaultBoundsReturn {
                    exitDelayLeast: word.exit_delay_least,
                    exitDelayMost: word.exit_delay_most,
                    leverageMost: word.leverage_ceiling.get(),
                },
            )
        }
        Calls::depositsPause(c) => {
            let slot = GovernanceStorage::ROOT.deposits().key(cx.host, c.vault)?;
            let (from, until, next) = times(slot.read(cx.host)?);
            give(&c, IGovernance::depositsPauseReturn { from, until, nextFrom: next })
        }
        Calls::allocationsPause(c) => {
            let head = GovernanceStorage::ROOT.allocations().read(cx.host)?;
            let (from, until, next) = times(head);
            give(&c, IGovernance::allocationsPauseReturn { from, until, nextFrom: next })
        }
        Calls::filingPause(c) => {
            let head = GovernanceStorage::ROOT.filing().head().read(cx.host)?;
            let (from, until, next) = times(head);
            give(&c, IGovernance::filingPauseReturn { from, until, nextFrom: next })
        }
        Calls::quarantineOf(c) => {
            let log = GovernanceStorage::ROOT.quarantines().key(cx.host, c.avs)?;
            let (from, until, next) = times(log.head().read(cx.host)?);
            give(&c, IGovernance::quarantineOfReturn { from, until, nextFrom: next })
        }
        Calls::allocationBlocks(c) => {
            let (paused, quarantined) = blocks::allocation_blocks(cx, c.avs)?;
            give(
                &c,
                IGovernance::allocationBlocksReturn {
                    pausedUntil: paused.get(),
                    quarantinedUntil: quarantined.get(),
                },
            )
        }
        Calls::filingBlocks(c) => {
            let fault = Timestamp::new(c.faultTime);
            let (paused, quarantined, end) = blocks::filing_blocks(cx, c.avs, fault, c.length)?;
            give(
                &c,
                IGovernance::filingBlocksReturn {
                    pausedUntil: paused.get(),
                    quarantinedUntil: quarantined.get(),
                    windowEnd: end.get(),
                },
            )
        }
        Calls::executionBlocks(c) => {
            let start = Timestamp::new(c.start);
            let (quarantined, end) = blocks::execution_blocks(cx, c.avs, start, c.length)?;
            give(
                &c,
                IGovernance::executionBlocksReturn {
                    quarantinedUntil: quarantined.get(),
                    windowEnd: end.get(),
                },
            )
        }
        Calls::faultWindowEnd(c) => {
            let start = Timestamp::new(c.start);
            give(&c, blocks::fault_window_end(cx, c.avs, start, c.length)?.get())
        }
    }
}

/// From, until, and when the next may begin.
const fn times(head: PauseHead) -> (u64, u64, u64) {
    (head.from.get(), head.until.get(), head.next_from().get())
}

const fn done(_nothing: ()) -> Result<Bytes, Failure> {
    Ok(Bytes::new())
}
