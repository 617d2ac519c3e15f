//! What AVSs may do, and operators at them.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use restaking::abi::IAvsRegistry::{self as A, Asset, Terms};
use restaking::abi::{IOperatorRegistry as O, IVault};
use restaking::shares::Magnitude;
use restaking::{AVS_REGISTRY, OPERATOR_REGISTRY};
use restaking_harness::world::actor_address;

use crate::operators::register;
use crate::signer::{SIGNER, sign};
use crate::world::{DAY, ONE, World};

/// The second set of an AVS is in instant mode, the third one redistributes.
fn terms(world: &mut World, id: u32) -> Terms {
    let (is_instant, is_paying) = (id == 2, id == 3);
    let resolver = if is_instant { Address::ZERO } else { actor_address("RESOLVER") };
    let is_limited = world.random.chance(40);
    let admission = if world.random.chance(85) { 0 } else { 2 };
    let weight = |token| Asset { token, weight: ONE };
    let mut assets: Vec<Asset> = world.tokens.iter().copied().map(weight).collect();
    if world.random.chance(40) {
        assets.reverse();
        assets.push(weight(actor_address("THIRD_TOKEN")));
    }
    Terms {
        slasher: actor_address("SLASHER"),
        resolver,
        vetoWindow: if is_instant { 0 } else { DAY + world.random.below(DAY) },
        executionWindow: if is_instant { 0 } else { DAY },
        escrowDelay: if is_paying { 3 * DAY } else { DAY + world.random.below(2 * DAY) },
        faultWindow: DAY + world.random.below(5 * DAY),
        cap: if is_limited { ONE / U256::from(3) } else { ONE },
        capWindow: if is_limited { 10 * DAY } else { 7 * DAY },
        minimumWeight: U256::ZERO,
        operatorCap: if is_limited { 3 } else { 0 },
        acceptsLeverage: true,
        admission,
        // A token is no registrar: it refuses all that it is told.
        gate: if admission == 0 { Address::ZERO } else { world.tokens[0] },
        assets,
    }
}

pub(crate) fn new_set(world: &mut World, avs: Address, id: u32) {
    let recipient = if id == 3 { actor_address("RECIPIENT") } else { Address::ZERO };
    let terms = Terms { admission: 0, gate: Address::ZERO, ..terms(world, id) };
    let call = A::createSetCall { avs, id, recipient, terms, metadataURI: String::new() };
    world.call(avs, AVS_REGISTRY, call);
}

pub(crate) const fn register_call(operator: Address, avs: Address, id: u32) -> A::registerCall {
    A::registerCall { operator, avs, id, data: Bytes::new() }
}

pub(crate) fn set(world: &mut World) -> (Address, u32) {
    (world.random.pick(&world.avss.clone()), 1 + world.random.below(3) as u32)
}

pub(crate) fn create_set(world: &mut World) {
    let (avs, id) = (world.random.pick(&world.avss.clone()), 4 + world.random.below(4) as u32);
    new_set(world, avs, id);
}

pub(crate) fn change_terms(world: &mut World) {
    let (avs, id) = set(world);
    let terms = terms(world, id);
    world.call(avs, AVS_REGISTRY, A::changeTermsCall { avs, id, terms });
}

pub(crate) fn set_recipient(world: &mut World) {
    let avs = world.random.pick(&world.avss.clone());
    let pair = [actor_address("RECIPIENT"), actor_address("HEIR")];
    let (from, recipient) = (world.random.pick(&pair), world.random.pick(&pair));
    world.call(from, AVS_REGISTRY, A::setRecipientCall { avs, id: 3, recipient });
}

pub(crate) fn set_admin(world: &mut World) {
    let avs = world.random.pick(&world.avss.clone());
    let is_admin = world.random.chance(50);
    let admin = actor_address("ADMIN");
    world.call(avs, AVS_REGISTRY, A::setAdminCall { avs, admin, isAdmin: is_admin });
}

pub(crate) fn describe(world: &mut World) {
    let ((avs, id), operator) = (set(world), world.operator());
    let uri = String::from("ipfs://moved");
    match world.random.below(3) {
        0 => {
            let call = A::updateAvsMetadataCall { avs, metadataURI: uri };
            world.call(avs, AVS_REGISTRY, call)
        }
        1 => {
            let call = A::updateSetMetadataCall { avs, id, metadataURI: uri };
            world.call(avs, AVS_REGISTRY, call)
        }
        _ => {
            let call = O::updateMetadataCall { operator, metadataURI: uri };
            world.call(operator, OPERATOR_REGISTRY, call)
        }
    };
}

pub(crate) fn join(world: &mut World) {
    let ((avs, id), operator) = (set(world), world.operator());
    world.call(operator, AVS_REGISTRY, register_call(operator, avs, id));
}

pub(crate) fn join_by_signature(world: &mut World) {
    let ((avs, id), operator) = (set(world), SIGNER);
    if !world.ask(OPERATOR_REGISTRY, O::isOperatorCall { account: operator }) {
        return register(world, operator);
    }
    let nonce = world.ask(AVS_REGISTRY, A::noncesCall { operator });
    let domain = world.ask(AVS_REGISTRY, A::DOMAIN_SEPARATORCall {});
    let kind = keccak256(
        "Register(address operator,address avs,uint32 id,bytes data,uint256 nonce,uint256 deadline)",
    );
    let words: [B256; 7] = [
        kind,
        operator.into_word(),
        avs.into_word(),
        U256::from(id).into(),
        keccak256([]),
        nonce.into(),
        U256::MAX.into(),
    ];
    let (v, r, s) = sign(domain, &words);
    let call = A::registerBySignatureCall {
        operator,
        avs,
        id,
        data: Bytes::new(),
        deadline: U256::MAX,
        signature: [r.as_slice(), s.as_slice(), &[v]].concat().into(),
    };
    world.call(avs, AVS_REGISTRY, call);
}

pub(crate) fn leave(world: &mut World) {
    let ((avs, id), operator) = (set(world), world.operator());
    let operator = if world.random.chance(30) { SIGNER } else { operator };
    if world.random.chance(70) {
        world.call(operator, AVS_REGISTRY, A::deregisterCall { operator, avs, id });
    } else {
        let from = world.random.pick(&[avs, actor_address("ADMIN")]);
        world.call(from, AVS_REGISTRY, A::ejectCall { operator, avs, id });
    }
}

pub(crate) fn allocate(world: &mut World) {
    let vault = world.vault();
    allocate_of(world, vault);
}

/// Some set shall hold some part of a vault.
pub(crate) fn allocate_of(world: &mut World, vault: Address) {
    let (avs, id) = set(world);
    let percent = world.random.pick(&[0, 5, 10, 20, 30, 40]);
    let magnitude = Magnitude::WHOLE.get() * U256::from(percent) / U256::from(100);
    let operator = world.ask(vault, IVault::operatorCall {});
    world.call(operator, AVS_REGISTRY, A::allocateCall { vault, avs, id, magnitude });
}

pub(crate) fn complete(world: &mut World) {
    let ((avs, id), vault, who) = (set(world), world.vault(), world.staker());
    world.call(who, AVS_REGISTRY, A::completeCall { vault, avs, id });
}
