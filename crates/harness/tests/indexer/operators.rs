//! What operators may do.

use alloy_primitives::{Address, B256, FixedBytes, U256};
use restaking::abi::{IOperatorRegistry as O, IVaultFactory as F};
use restaking::{AVS_REGISTRY, OPERATOR_REGISTRY, VAULT_FACTORY};
use restaking_harness::world::actor_address;

use crate::world::{ONE, World};

pub(crate) fn register(world: &mut World, operator: Address) {
    let recipients = [Address::ZERO, operator, actor_address("RECIPIENT")];
    let call = O::registerCall {
        metadataURI: "ipfs://operator".into(),
        rewardRecipient: world.random.pick(&recipients),
        commission: ONE / U256::from(1 + world.random.below(20)),
    };
    world.call(operator, OPERATOR_REGISTRY, call);
}

pub(crate) fn register_operator(world: &mut World) {
    let operator = world.operator();
    register(world, operator);
}

pub(crate) fn set_commission(world: &mut World) {
    let operator = world.operator();
    let commission = ONE * U256::from(world.random.below(102)) / U256::from(100);
    world.call(operator, OPERATOR_REGISTRY, O::setCommissionCall { operator, commission });
}

pub(crate) fn set_reward_recipient(world: &mut World) {
    let operator = world.operator();
    let recipient = world.random.pick(&[Address::ZERO, operator, actor_address("RECIPIENT")]);
    world.call(operator, OPERATOR_REGISTRY, O::setRewardRecipientCall { operator, recipient });
}

/// Control of the third operator goes to and fro.
pub(crate) fn control(world: &mut World) {
    let operator = world.operators[2];
    let pair = [operator, actor_address("HEIR")];
    let (from, controller) = (world.random.pick(&pair), world.random.pick(&pair));
    if world.random.chance(50) {
        let call = O::transferControlCall { operator, controller };
        world.call(from, OPERATOR_REGISTRY, call);
    } else {
        world.call(from, OPERATOR_REGISTRY, O::acceptControlCall { operator });
    }
}

pub(crate) fn appoint(world: &mut World) {
    let (operator, appointee) = (world.operator(), world.staker());
    let selector = FixedBytes([world.random.below(3) as u8; 4]);
    let appointed = world.random.chance(60);
    let module = AVS_REGISTRY;
    let call = O::setAppointeeCall { operator, appointee, module, selector, appointed };
    world.call(operator, OPERATOR_REGISTRY, call);
}

pub(crate) fn retire(world: &mut World) {
    let operator = world.operators[2];
    let from = world.random.pick(&[operator, actor_address("HEIR")]);
    world.call(from, OPERATOR_REGISTRY, O::retireCall { operator });
}

pub(crate) fn new_vault(world: &mut World, operator: Address, asset: Address) {
    let salt = B256::from(U256::from(world.sent));
    let params = world.params(asset);
    let vault = world.ask(VAULT_FACTORY, F::vaultAddressCall { operator, salt });
    if world.call(operator, VAULT_FACTORY, F::createVaultCall { operator, params, salt }) {
        world.vaults.push(vault);
    }
}

pub(crate) fn create_vault(world: &mut World) {
    let (operator, asset) = (world.operator(), world.random.pick(&world.tokens.clone()));
    if world.vaults.len() < 6 {
        new_vault(world, operator, asset);
    }
}
