//! What slashers and resolvers may do.

use alloy_primitives::{Address, U256, keccak256};
use restaking::abi::{IAvsRegistry as A, ISlashing as S, IVaultFactory as F};
use restaking::{AVS_REGISTRY, SLASHING, VAULT_FACTORY};
use restaking_harness::chain::Chain;
use restaking_harness::world::actor_address;

use crate::avs::set;
use crate::world::{DAY, ONE, World};

pub(crate) fn file(world: &mut World) {
    let ((avs, set_id), operator) = (set(world), world.operator());
    let vaults = world.ask(VAULT_FACTORY, F::vaultsOfCall { operator });
    let mut charges = Vec::new();
    for vault in vaults {
        let held = world.ask(AVS_REGISTRY, A::allocationOfCall { vault, avs, id: set_id });
        if !held.magnitude.is_zero() && world.random.chance(80) {
            let percent = world.random.pick(&[1, 10, 30, 100]);
            charges
                .push(S::Charge { vault, fraction: ONE * U256::from(percent) / U256::from(100) });
        }
    }
    accuse(world, (avs, set_id), operator, charges);
}

/// Files for a fault of the last day.
pub(crate) fn accuse(
    world: &mut World,
    (avs, set_id): (Address, u32),
    operator: Address,
    charges: Vec<S::Charge>,
) {
    let call = S::fileCall {
        avs,
        setId: set_id,
        operator,
        charges,
        faultTime: world.chain.now() - world.random.below(DAY),
        evidence: keccak256(U256::from(world.random.below(2_000)).to_be_bytes::<32>()),
        evidenceURI: "ipfs://evidence".into(),
    };
    world.call(actor_address("SLASHER"), SLASHING, call);
}

fn recent(world: &mut World) -> Option<S::Request> {
    let now = world.chain.now();
    let is_alive = |request: &&S::Request| {
        request.filedAt + request.vetoWindow + request.executionWindow + 2 * DAY > now
    };
    let recent: Vec<_> = world.requests.iter().rev().take(5).filter(is_alive).cloned().collect();
    world.random.any(&recent)
}

pub(crate) fn execute(world: &mut World) {
    let who = world.staker();
    let Some(request) = recent(world) else { return };
    let vaults: Vec<Address> = request.slices.iter().map(|slice| slice.vault).collect();
    let vault = world.random.pick(&vaults);
    world.call(who, SLASHING, S::executeCall { request, vault });
}

pub(crate) fn veto(world: &mut World) {
    let Some(request) = recent(world) else { return };
    world.call(actor_address("RESOLVER"), SLASHING, S::vetoCall { request });
}

pub(crate) fn withdraw(world: &mut World) {
    let Some(request) = recent(world) else { return };
    world.call(actor_address("SLASHER"), SLASHING, S::withdrawCall { request });
}
