//! What owner and guardian may do.

use alloy_primitives::{Address, U256};
use restaking::GOVERNANCE;
use restaking::abi::{IGovernance as G, IVault};
use restaking_harness::world::actor_address;

use crate::world::{DAY, ONE, World};

fn guardian(world: &mut World) -> Address {
    world.random.pick(&[
        actor_address("GUARDIAN"),
        actor_address("GUARDIAN"),
        actor_address("HEIR"),
    ])
}

pub(crate) fn return_escrow(world: &mut World) {
    let from = guardian(world);
    let escrows = world.escrows.clone();
    let Some((vault, id)) = world.random.any(&escrows) else { return };
    if world.call(from, GOVERNANCE, G::returnEscrowCall { vault, escrowId: id }) {
        world.escrows.retain(|escrow| *escrow != (vault, id));
    }
}

fn duration(world: &mut World) -> u64 {
    world.random.pick(&[1, DAY, 3 * DAY, 7 * DAY])
}

pub(crate) fn quarantine(world: &mut World) {
    let (from, avs) = (guardian(world), world.random.pick(&world.avss.clone()));
    if world.random.chance(60) {
        let duration = duration(world);
        world.call(from, GOVERNANCE, G::quarantineCall { avs, duration });
    } else {
        world.call(from, GOVERNANCE, G::endQuarantineCall { avs });
    }
}

pub(crate) fn pause(world: &mut World) {
    let (from, vault, duration) = (guardian(world), world.vault(), duration(world));
    let kind = world.random.below(3);
    match kind {
        0 => world.call(from, GOVERNANCE, G::pauseDepositsCall { vault, duration }),
        1 => world.call(from, GOVERNANCE, G::pauseAllocationsCall { duration }),
        _ => world.call(from, GOVERNANCE, G::pauseFilingCall { duration }),
    };
    if world.random.chance(40) {
        return;
    }
    world.pass();
    match kind {
        0 => world.call(from, GOVERNANCE, G::unpauseDepositsCall { vault }),
        1 => world.call(from, GOVERNANCE, G::unpauseAllocationsCall {}),
        _ => world.call(from, GOVERNANCE, G::unpauseFilingCall {}),
    };
}

fn owner(world: &mut World) -> Address {
    world.random.pick(&[actor_address("OWNER"), actor_address("HEIR")])
}

pub(crate) fn pay_recovery(world: &mut World) {
    let (from, vault, to) = (owner(world), world.vault(), world.staker());
    let held = world.ask(vault, IVault::recoveryAssetsCall {});
    let assets = held / U256::from(1 + world.random.below(3));
    world.call(from, GOVERNANCE, G::payRecoveryCall { vault, to, assets });
}

pub(crate) fn own(world: &mut World) {
    let (from, heir) = (owner(world), owner(world));
    match world.random.below(3) {
        0 => world.call(from, GOVERNANCE, G::transferOwnershipCall { owner: heir }),
        1 => world.call(from, GOVERNANCE, G::acceptOwnershipCall {}),
        _ => {
            let guardian = guardian(world);
            world.call(from, GOVERNANCE, G::setGuardianCall { guardian })
        }
    };
}

pub(crate) fn parameters(world: &mut World) {
    let from = owner(world);
    if world.random.chance(50) {
        let most = (14 + world.random.below(46)) * DAY;
        world.call(from, GOVERNANCE, G::setExitDelayBoundsCall { least: 14 * DAY, most });
    } else {
        let ceiling = ONE * U256::from(world.random.below(17));
        world.call(from, GOVERNANCE, G::setLeverageCeilingCall { ceiling });
    }
}
