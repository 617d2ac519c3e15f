//! How a world begins.

use alloy_primitives::{I256, U256};
use restaking::abi::{IAvsRegistry as A, IGovernance as G, ISlashing as S, IVault};
use restaking::shares::Magnitude;
use restaking::{AVS_REGISTRY, GOVERNANCE, SLASHING};
use restaking_harness::chain::Chain;
use restaking_harness::tokens::{IToken, ITokenExtras};
use restaking_harness::world::actor_address;

use crate::avs::{allocate_of, new_set, register_call};
use crate::operators::{new_vault, register};
use crate::slashing::accuse;
use crate::world::{DAY, ONE, World};

/// Two operators with three vaults; two AVSs with sets that hold parts of them; deposits.
pub(crate) fn set_up(world: &mut World) {
    for operator in world.operators.clone() {
        register(world, operator);
    }
    for (index, operator) in [(0, 0), (1, 0), (0, 1)] {
        let (asset, operator) = (world.tokens[index], world.operators[operator]);
        new_vault(world, operator, asset);
    }
    for who in world.stakers.clone() {
        world.fund(who);
    }
    for avs in world.avss.clone() {
        world.call(avs, AVS_REGISTRY, A::registerAvsCall { metadataURI: "ipfs://avs".into() });
        for id in 1..=3 {
            new_set(world, avs, id);
            for operator in world.operators.clone() {
                world.call(operator, AVS_REGISTRY, register_call(operator, avs, id));
            }
        }
    }
    for id in [1, 2] {
        let (vault, avs) = (world.vaults[0], world.avss[0]);
        let magnitude = Magnitude::WHOLE.get() / U256::from(5);
        let call = A::allocateCall { vault, avs, id, magnitude };
        world.call(world.operators[0], AVS_REGISTRY, call);
    }
    for vault in [world.vaults[1], world.vaults[2]].repeat(6) {
        allocate_of(world, vault);
    }
    for who in world.stakers.clone() {
        for vault in world.vaults.clone() {
            let assets = ONE * U256::from(1_000);
            world.call(who, vault, IVault::depositCall { assets, receiver: who });
        }
    }
    world.wait(1);
    recover(world);
}

/// An exit that one request holds is slashed by another, and leaves before the escrow comes back: its part is recovered.
fn recover(world: &mut World) {
    let (vault, avs, operator) = (world.vaults[0], world.avss[0], world.operators[0]);
    let (owner, percent) =
        (world.stakers[0], |percent: u64| ONE * U256::from(percent) / U256::from(100));
    let shares = ONE * U256::from(100_000_000);
    world.call(owner, vault, IVault::requestRedeemCall { shares, controller: owner, owner });
    let (_, id, _) = *world.exits.last().expect("an exit was requested");
    let maturity = id.saturating_to::<u64>() * DAY;
    world.chain.set_now(maturity - 60 * 60);
    accuse(world, (avs, 1), operator, vec![S::Charge { vault, fraction: percent(10) }]);
    let held = world.requests.last().cloned().expect("a request was filed");
    world.chain.set_now(maturity + 1);
    accuse(world, (avs, 2), operator, vec![S::Charge { vault, fraction: percent(20) }]);
    world.call(actor_address("RESOLVER"), SLASHING, S::vetoCall { request: held });
    world.call(owner, vault, IVault::settleCall {});
    let (_, escrow) = *world.escrows.last().expect("an escrow was made");
    let call = G::returnEscrowCall { vault, escrowId: escrow };
    world.call(actor_address("GUARDIAN"), GOVERNANCE, call);
    let assets = world.ask(vault, IVault::recoveryAssetsCall {}) / U256::from(2);
    let call = G::payRecoveryCall { vault, to: owner, assets };
    assert!(world.call(actor_address("OWNER"), GOVERNANCE, call), "something can be recovered");
}

/// The token takes nearly all while something is in escrow: the pool and then the escrow bear it.
pub(crate) fn lose(world: &mut World) {
    let (vault, avs, operator) = (world.vaults[0], world.avss[0], world.operators[0]);
    let charge = S::Charge { vault, fraction: ONE / U256::from(10) };
    accuse(world, (avs, 2), operator, vec![charge]);
    let (_, escrow) = *world.escrows.last().expect("an escrow was made");
    let balance = world.ask(world.tokens[0], IToken::balanceOfCall { account: vault });
    let delta = -I256::from_raw(balance - U256::from(1_000));
    let call = ITokenExtras::rebaseCall { account: vault, delta };
    world.call(operator, world.tokens[0], call);
    let call = G::returnEscrowCall { vault, escrowId: escrow };
    assert!(world.call(actor_address("GUARDIAN"), GOVERNANCE, call), "the escrow comes back");
}

/// In a vault that nobody holds shares of, an increase that holds at once completes the decrease before it.
pub(crate) fn raise_after_decrease(world: &mut World) {
    let (asset, operator, avs) = (world.tokens[0], world.operators[0], world.avss[0]);
    new_vault(world, operator, asset);
    let vault = *world.vaults.last().expect("a vault was created");
    for (percent, days) in [(30, 0), (10, 0), (20, 14)] {
        world.wait(days);
        let magnitude = Magnitude::WHOLE.get() * U256::from(percent) / U256::from(100);
        let call = A::allocateCall { vault, avs, id: 1, magnitude };
        assert!(world.call(operator, AVS_REGISTRY, call), "{percent} % after {days} days");
    }
}
