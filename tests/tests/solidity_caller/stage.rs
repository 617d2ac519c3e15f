//! Two stages that calls are made from, set up by a contract that is operator, approver and every authority.

use alloy_primitives::{Address, B256, U256, address};
use alloy_sol_types::SolCall;
use restaking::{
    AVS_REGISTRY, OPERATOR_REGISTRY, VAULT_MODULE,
    abi::IVault,
    shares::{Magnitude, Wad},
    vault::Config,
};
use restaking_tests::{ALICE, CALLER, DAY, RECIPIENT, Wallet, World, WorldBuilder};

/// An account delegated to the vault (EIP-7702).
pub const DELEGATED: Address = address!("0000000000000000000000000000000000007702");
/// A vault instance that nobody has initialised.
pub const ORPHAN: Address = address!("0000000000000000000000000000000000000f04");

pub fn n(number: u64) -> U256 {
    U256::from(number)
}

pub fn whole() -> U256 {
    n(10).pow(n(27))
}

/// Ids and signatures that the calls of a stage need.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Requests of [`CALLER`]: settled, pending, cancelled.
    pub claimable: U256,
    pub pending: U256,
    pub cancelled: U256,
    /// Escrows: due, and not.
    pub due: U256,
    pub waiting: U256,
    /// Holds: open, and executed.
    pub open: u8,
    pub executed: u8,
    pub permit: Option<IVault::permitCall>,
    pub risk: B256,
}

/// [`CALLER`] is operator, approver, Slashing and governance.
pub fn almighty() -> WorldBuilder {
    World::builder()
        .authorities(CALLER, CALLER)
        .operator(CALLER)
        .params(|params| params.depositorApprover = CALLER)
}

pub fn tell<C: SolCall>(world: &mut World, call: &C) -> C::Return {
    let (_, output) = world.through_caller(world.vault, call);
    C::abi_decode_returns(&output).unwrap()
}

/// A tenth of the whole at birth is reserved, and can be taken from `from` on.
pub fn hold_call(seat: u8, from: u64, until: u64) -> IVault::openHoldCall {
    IVault::openHoldCall { seat, executableFrom: from, until, magnitude: whole() / n(10) }
}

pub fn open_hold(world: &mut World, seat: u8, days: u64) -> u8 {
    let now = world.chain.now();
    let until = now + days * DAY;
    tell(world, &hold_call(seat, now, until))
}

/// A tenth of the whole at birth.
pub fn slash(world: &mut World, lane: u8, days: u64) -> U256 {
    let until = world.chain.now() + days * DAY;
    let slash = IVault::slashCall {
        lane,
        magnitude: whole() / n(10),
        escrowUntil: until,
        recipient: RECIPIENT,
    };
    tell(world, &slash).escrowId
}

pub fn request(world: &mut World, shares: u64) -> U256 {
    tell(world, &IVault::requestRedeemCall { shares: n(shares), controller: CALLER, owner: CALLER })
}

/// No hold is open: deposits are taken, something can be claimed, collected, released, paid out.
pub fn calm() -> (World, Facts) {
    let mut world = almighty().build();
    for person in [CALLER, ALICE] {
        tell(&mut world, &IVault::setDepositorCall { depositor: person, approved: true });
        world.fund(person, 1_000_000_000_000);
    }
    let deposit = |receiver| IVault::depositCall { assets: n(1_000_000_000), receiver };
    world.send(ALICE, world.vault, &deposit(ALICE)).assert_success();
    world
        .send(ALICE, world.vault, &IVault::approveCall { spender: CALLER, value: U256::MAX })
        .assert_success();
    tell(&mut world, &deposit(CALLER));

    // An exit held by one request is slashed by another, and leaves before the escrow comes back: recovery.
    let claimable = request(&mut world, 100_000_000_000_000);
    world.chain.wait(13 * DAY);
    let first = open_hold(&mut world, 0, 7);
    world.chain.wait(2 * DAY);
    let second = open_hold(&mut world, 1, 7);
    let returned = slash(&mut world, second, 3);
    tell(&mut world, &IVault::closeHoldCall { lane: first });
    tell(&mut world, &IVault::returnEscrowCall { escrowId: returned });
    assert!(world.ask(&IVault::recoveryAssetsCall {}) > n(0));

    let third = open_hold(&mut world, 4, 7);
    let due = slash(&mut world, third, 3);
    world.chain.wait(3 * DAY);
    let pending = request(&mut world, 5_000_000_000);
    world.chain.wait(DAY);
    let cancelled = request(&mut world, 7_000_000_000);
    tell(&mut world, &IVault::cancelRedeemRequestCall { requestId: cancelled, controller: CALLER });
    world.chain.wait(DAY);
    world.mint(world.vault, n(12_345));

    let wallet = Wallet::new(1);
    let domain = world.ask(&IVault::DOMAIN_SEPARATORCall {});
    let permit = Some(wallet.permit(domain, CALLER, n(99), n(0), U256::MAX));
    let risk = world.ask(&IVault::riskVersionCall {});
    world.chain.install(ORPHAN, VAULT_MODULE.code(&config(&world).encode()));
    world.chain.delegate(DELEGATED, world.vault);
    world.chain.set_balance(CALLER, n(1_000));
    (world, Facts { claimable, pending, cancelled, due, permit, risk, ..Facts::default() })
}

/// As [`calm`], and then one hold is open and another was executed.
pub fn slashed() -> (World, Facts) {
    let (mut world, facts) = calm();
    let open = open_hold(&mut world, 2, 7);
    let executed = open_hold(&mut world, 3, 7);
    let waiting = slash(&mut world, executed, 3);
    (world, Facts { open, executed, waiting, ..facts })
}

pub fn config(world: &World) -> Config<'_> {
    let params = &world.params;
    Config {
        asset: world.token,
        operator: CALLER,
        slashing: CALLER,
        operator_registry: OPERATOR_REGISTRY,
        avs_registry: AVS_REGISTRY,
        governance: CALLER,
        decimals: 24,
        epoch_length: params.epochLength,
        exit_delay: params.exitDelay,
        leverage_limit: Wad::new(params.leverageLimit),
        slash_cap: Wad::new(params.slashCap),
        slash_cap_window: params.slashCapWindow,
        max_redistributable: Magnitude::new(params.maxRedistributable),
        symbol: params.symbol.as_bytes(),
        name: params.name.as_bytes(),
    }
}
