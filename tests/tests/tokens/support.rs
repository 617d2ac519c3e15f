//! Worlds with a token of the zoo, and what people do in them.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use restaking::{SLASHING, abi::IVault};
use restaking_tests::{
    ALICE, BOB, CAROL, DAY, DEPLOYER, Outcome, World, fixtures::IToken, mapping_slot,
};

pub const ZOO: [&str; 13] = [
    "ApproveRaceToken",
    "BlocklistToken",
    "BonusToken",
    "CallbackToken",
    "FalseToken",
    "FeeToken",
    "GasBurnerToken",
    "HugeReturnToken",
    "NoReturnToken",
    "PausableToken",
    "RebaseToken",
    "RevertOnZeroToken",
    "Uint96Token",
];

/// Most gas that a call may burn without a token's help.
pub const SANE_GAS: u64 = 1_000_000;

pub fn n(number: u64) -> U256 {
    U256::from(number)
}

pub fn world(token: &'static str) -> World {
    let mut world = World::builder().token(token, token).build();
    for person in [ALICE, BOB, CAROL] {
        world.fund(person, 1_000_000_000);
    }
    world
}

/// A world in which Alice and Bob have deposited a million each.
pub fn staked(token: &'static str) -> World {
    let mut world = world(token);
    if token == "FeeToken" {
        set(&mut world, &IToken::setFeeCall { bps: n(0) });
    }
    if token == "BonusToken" {
        set(&mut world, &IToken::setBonusCall { bps: n(0) });
    }
    for person in [ALICE, BOB] {
        deposit(&mut world, person, 1_000_000).assert_success();
    }
    world
}

/// Changes the token's behaviour.
pub fn set(world: &mut World, call: &impl SolCall) {
    world.send(DEPLOYER, world.token, call).assert_success();
}

pub fn deposit(world: &mut World, from: Address, assets: u64) -> Outcome {
    world.send(from, world.vault, &IVault::depositCall { assets: n(assets), receiver: from })
}

/// Requests the exit of shares and waits until it has matured. Answers the request ids.
pub fn exit(world: &mut World, shares: u64, people: &[Address]) -> Vec<U256> {
    let ids = people.iter().map(|owner| request(world, *owner, shares)).collect();
    world.chain.wait(15 * DAY);
    ids
}

pub fn request(world: &mut World, owner: Address, shares: u64) -> U256 {
    let request = IVault::requestRedeemCall { shares: n(shares), controller: owner, owner };
    world.send(owner, world.vault, &request).answer(&request)
}

pub fn redeem(world: &mut World, controller: Address, shares: u64, receiver: Address) -> Outcome {
    world.send(
        controller,
        world.vault,
        &IVault::redeemCall { shares: n(shares), receiver, controller },
    )
}

/// Opens a hold and takes a tenth of the whole, until the escrow's time is over in three days.
pub fn slash(world: &mut World, seat: u8, recipient: Address) -> U256 {
    let (vault, until) = (world.vault, world.chain.now() + 3 * DAY);
    let magnitude = n(10).pow(n(26));
    let open = IVault::openHoldCall { seat, executableFrom: world.chain.now(), until, magnitude };
    let lane = world.send(SLASHING, vault, &open).answer(&open);
    let slash = IVault::slashCall { lane, magnitude, escrowUntil: until, recipient };
    let outcome = world.send(SLASHING, vault, &slash);
    assert!(outcome.gas_used < SANE_GAS);
    let answer = outcome.answer(&slash);
    assert!(answer.assets > n(0));
    answer.escrowId
}

pub fn release(world: &mut World, escrow_id: U256) -> Outcome {
    world.send(CAROL, world.vault, &IVault::releaseEscrowCall { escrowId: escrow_id })
}

pub fn supply(world: &mut World) -> U256 {
    world.ask(&IVault::totalSupplyCall {})
}

/// Takes all tokens away from the vault, whatever the token.
pub fn drain(world: &mut World) {
    let slot = mapping_slot(world.vault, U256::ZERO);
    world.chain.set_storage(world.token, slot, U256::ZERO);
    assert_eq!(world.balance(world.vault), n(0));
}
