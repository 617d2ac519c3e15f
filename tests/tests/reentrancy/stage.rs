//! Chains on which one contract holds every role, with something of everything.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, sol};
use restaking::{
    AVS_REGISTRY, AVS_REGISTRY_MODULE, GOVERNANCE, OPERATOR_REGISTRY, RestakingModules,
    VAULT_FACTORY, VAULT_MODULE,
    abi::{
        IAvsRegistry::{self, Terms},
        IGovernance, IOperatorRegistry,
        ISlashing::Request,
        IVault,
        IVaultFactory::VaultParams,
    },
    avs_registry::AvsRegistryConfig,
    host::Modules,
    shares::{Magnitude, Wad},
    vault::Config,
};
use restaking_tests::{
    ALICE, Artifact, BOB, BURNING, CALLER, CAROL, DAY, DEPLOYER, INSTANT, Protocol, RECIPIENT,
    REDISTRIBUTING, RESOLVER, Roles, WHOLE,
};

use crate::arguments::APPOINTER;

sol! {
    /// `Intruder.sol` and `HostileToken.sol`.
    interface IIntruder {
        event Intruded(bool ok, bytes ret);

        function arm(uint8 point, address target, bytes data) external;
        function setAccomplice(address accomplice) external;
    }
}

/// The redistributing set of which [`CALLER`] is recipient and registrar. It is not registered for it.
pub const OWN: u32 = 4;
/// The set whose approver [`CALLER`] is. It is not registered for it.
pub const APPROVAL: u32 = 5;
/// The set whose registrar [`CALLER`] is, and for which it is registered.
pub const JOINED: u32 = 6;

pub fn n(number: u64) -> U256 {
    U256::from(number)
}

/// What the calls of a stage name.
#[derive(Debug, Clone)]
pub struct Facts {
    pub now: u64,
    pub vault: Address,
    /// A vault without deposits. [`BURNING`] held all of it, and a decrease is due.
    pub second: Address,
    /// Requests for redemption of [`CALLER`].
    pub claimable: U256,
    pub pending: U256,
    pub cancelled: U256,
    /// Escrows: due for a recipient, due to be burned, not due.
    pub redistributed: U256,
    pub burned: U256,
    pub returnable: U256,
    /// An open hold.
    pub lane: u8,
    /// Requests to slash: in the veto window, and executable.
    pub open: Request,
    pub executable: Request,
    pub risk: B256,
    pub terms: Terms,
    pub params: VaultParams,
}

/// A chain and what its calls name.
#[derive(Debug)]
pub struct Stage<M = RestakingModules> {
    pub name: &'static str,
    pub protocol: Protocol<M>,
    pub facts: Facts,
    /// Do registry and Slashing move a vault's magnitude together?
    pub is_in_step: bool,
}

/// All stages, with these modules.
pub fn stages<M: Modules + Copy>(modules: M) -> Vec<Stage<M>> {
    vec![calm(modules), held(modules), paused(modules), usurped(modules)]
}

/// Sends as [`CALLER`].
#[track_caller]
fn tell<M: Modules, C: SolCall>(protocol: &mut Protocol<M>, to: Address, call: &C) -> C::Return {
    protocol.send(CALLER, to, call).answer(call)
}

/// A protocol with the hostile token, whose accomplice stands at [`CALLER`], has staked, and approves depositors.
fn hostile<M: Modules>(modules: M, roles: Roles) -> Protocol<M> {
    let builder = Protocol::builder().token("HostileToken", "HostileToken").roles(roles);
    let mut protocol = builder.build_with(modules);
    let chain = &mut protocol.world.chain;
    chain.install(CALLER, Artifact::named("Intruder").deployed_code());
    let call = IIntruder::setAccompliceCall { accomplice: CALLER };
    protocol.send(DEPLOYER, protocol.token, &call).assert_success();
    protocol.fund(CALLER, 1_000_000_000_000);
    protocol.deposit(CALLER, 1_000_000_000).assert_success();
    let vault = protocol.vault;
    let approve = IVault::approveCall { spender: CALLER, value: U256::MAX };
    protocol.send(ALICE, vault, &approve).assert_success();
    if roles.operator == CALLER {
        tell(&mut protocol, vault, &IVault::setDepositorApproverCall { approver: CALLER });
        for depositor in [CALLER, BOB] {
            let call = IVault::setDepositorCall { depositor, approved: true };
            tell(&mut protocol, vault, &call);
        }
    }
    protocol
}

fn facts<M: Modules>(protocol: &mut Protocol<M>) -> Facts {
    let (vault, terms) = (protocol.vault, protocol.terms_of(BURNING));
    let risk = protocol.ask(&IVault::riskVersionCall {});
    let nothing = Request {
        avs: CALLER,
        setId: BURNING,
        operator: CALLER,
        evidence: B256::ZERO,
        faultTime: 0,
        filedAt: 0,
        vetoWindow: 0,
        executionWindow: 0,
        escrowDelay: 0,
        resolver: CALLER,
        recipient: Address::ZERO,
        slices: Vec::new(),
    };
    Facts {
        now: protocol.now(),
        vault,
        second: vault,
        claimable: n(0),
        pending: n(0),
        cancelled: n(0),
        redistributed: n(0),
        burned: n(0),
        returnable: n(0),
        lane: 0,
        open: nothing.clone(),
        executable: nothing,
        risk,
        terms,
        params: protocol.params.clone(),
    }
}

/// No hold is open: deposits are taken, something can be claimed, collected, released, paid out; an exit is due and not
/// settled, a surplus not booked.
pub fn calm<M: Modules>(modules: M) -> Stage<M> {
    let mut protocol = hostile(modules, Roles::all(CALLER));
    let second = second_vault(&mut protocol);
    sets(&mut protocol);
    operators(&mut protocol);
    let begin = protocol.now();
    let claimable = protocol.request_exit(CALLER, n(100_000_000_000_000));
    protocol.at(begin + 5 * DAY).request_exit(BOB, n(1_000_000_000_000));
    fill_recovery(&mut protocol, claimable);
    let pending = protocol.request_exit(CALLER, n(50_000_000));
    let (_, redistributed) = protocol.slash(REDISTRIBUTING, 10);
    let (_, burned) = protocol.slash(BURNING, 10);
    let cancelled = protocol.request_exit(CALLER, n(70_000_000));
    let vault = protocol.vault;
    let cancel = IVault::cancelRedeemRequestCall { requestId: cancelled, controller: CALLER };
    tell(&mut protocol, vault, &cancel);
    protocol.wait(3 * DAY);
    protocol.world.mint(vault, n(12_345));
    let duration = 7 * DAY;
    for vault in [second, CALLER] {
        tell(&mut protocol, GOVERNANCE, &IGovernance::pauseDepositsCall { vault, duration });
    }
    tell(&mut protocol, GOVERNANCE, &IGovernance::unpauseDepositsCall { vault: CALLER });
    tell(&mut protocol, GOVERNANCE, &IGovernance::quarantineCall { avs: BOB, duration });
    tell(&mut protocol, GOVERNANCE, &IGovernance::transferOwnershipCall { owner: CALLER });
    let facts = Facts {
        second,
        claimable,
        pending,
        cancelled,
        redistributed,
        burned,
        ..facts(&mut protocol)
    };
    Stage { name: "calm", protocol, facts, is_in_step: true }
}

/// One request is in its veto window, one can be executed, one was and its escrow is not due.
pub fn held<M: Modules>(modules: M) -> Stage<M> {
    let mut protocol = hostile(modules, Roles::all(CALLER));
    sets(&mut protocol);
    operators(&mut protocol);
    let claimable = protocol.request_exit(CALLER, n(100_000_000_000_000));
    protocol.wait(16 * DAY);
    let pending = protocol.request_exit(CALLER, n(50_000_000));
    let executable = protocol.file(BURNING, 10);
    protocol.wait(2 * DAY);
    let cancelled = protocol.request_exit(CALLER, n(70_000_000));
    let vault = protocol.vault;
    let cancel = IVault::cancelRedeemRequestCall { requestId: cancelled, controller: CALLER };
    tell(&mut protocol, vault, &cancel);
    let open = protocol.file(BURNING, 5);
    let (_, returnable) = protocol.slash(INSTANT, 10);
    let pause = IGovernance::pauseDepositsCall { vault: CALLER, duration: DAY };
    tell(&mut protocol, GOVERNANCE, &pause);
    let facts = Facts {
        claimable,
        pending,
        cancelled,
        returnable,
        open,
        executable,
        ..facts(&mut protocol)
    };
    Stage { name: "held", protocol, facts, is_in_step: true }
}

/// Allocations and filing are paused. [`CALLER`] governs and stakes, but is neither operator nor AVS.
pub fn paused<M: Modules>(modules: M) -> Stage<M> {
    let roles = Roles { owner: CALLER, guardian: CALLER, ..Roles::default() };
    let mut protocol = hostile(modules, roles);
    let claimable = protocol.request_exit(CALLER, n(100_000_000_000_000));
    protocol.wait(16 * DAY);
    let pause = IGovernance::pauseAllocationsCall { duration: DAY };
    tell(&mut protocol, GOVERNANCE, &pause);
    tell(&mut protocol, GOVERNANCE, &IGovernance::pauseFilingCall { duration: DAY });
    let facts = Facts { claimable, ..facts(&mut protocol) };
    Stage { name: "paused", protocol, facts, is_in_step: true }
}

/// [`CALLER`] stands where the vault expects Slashing and governance, and the AVS registry expects Slashing. One hold is
/// open, one was executed.
pub fn usurped<M: Modules>(modules: M) -> Stage<M> {
    let Stage { mut protocol, facts, .. } = calm(modules);
    let code = VAULT_MODULE.code(&usurped_config(&protocol).encode());
    let vault = protocol.vault;
    protocol.world.chain.install(vault, code);
    let config = AvsRegistryConfig {
        operator_registry: OPERATOR_REGISTRY,
        slashing: CALLER,
        governance: GOVERNANCE,
        vault_factory: VAULT_FACTORY,
    };
    protocol.world.chain.install(AVS_REGISTRY, AVS_REGISTRY_MODULE.code(&config.encode()));
    let now = protocol.now();
    let mut hold = |seat| {
        let (until, magnitude) = (now + 5 * DAY, WHOLE / n(50));
        let call = IVault::openHoldCall { seat, executableFrom: now, until, magnitude };
        tell(&mut protocol, vault, &call)
    };
    let (lane, executed) = (hold(10), hold(11));
    let slash = IVault::slashCall {
        lane: executed,
        magnitude: WHOLE / n(50),
        escrowUntil: now + 3 * DAY,
        recipient: CALLER,
    };
    let returnable = tell(&mut protocol, vault, &slash).escrowId;
    let facts = Facts { lane, returnable, ..facts };
    Stage { name: "usurped", protocol, facts, is_in_step: false }
}

fn usurped_config<M>(protocol: &Protocol<M>) -> Config<'_> {
    let params = &protocol.params;
    Config {
        asset: protocol.token,
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

fn second_vault<M: Modules>(protocol: &mut Protocol<M>) -> Address {
    let vault = protocol.create_vault(CALLER, B256::repeat_byte(2));
    for magnitude in [WHOLE, WHOLE / n(2)] {
        let allocate = IAvsRegistry::allocateCall { vault, avs: CALLER, id: BURNING, magnitude };
        tell(protocol, AVS_REGISTRY, &allocate);
    }
    vault
}

/// Creates the other sets, and hands what [`REDISTRIBUTING`] slashes to [`CALLER`].
fn sets<M: Modules>(protocol: &mut Protocol<M>) {
    let with_gate = |admission, terms| Terms { admission, gate: CALLER, ..terms };
    let terms = protocol.terms_of(REDISTRIBUTING);
    protocol.create_set(OWN, CALLER, with_gate(2, Terms { resolver: RESOLVER, ..terms }));
    let terms = protocol.terms_of(BURNING);
    protocol.create_set(APPROVAL, Address::ZERO, with_gate(1, terms.clone()));
    protocol.create_set(JOINED, Address::ZERO, with_gate(2, terms));
    protocol.join(JOINED);
    let hand_over =
        IAvsRegistry::setRecipientCall { avs: CALLER, id: REDISTRIBUTING, recipient: CALLER };
    protocol.send(RECIPIENT, AVS_REGISTRY, &hand_over).assert_success();
}

/// [`CALLER`] controls [`BOB`], and [`RECIPIENT`], which has retired; [`CAROL`] offers it control; [`APPOINTER`] appoints
/// it. [`BOB`] is an AVS too.
fn operators<M: Modules>(protocol: &mut Protocol<M>) {
    for operator in [BOB, CAROL, RECIPIENT] {
        protocol.register_operator(operator);
        let offer = IOperatorRegistry::transferControlCall { operator, controller: CALLER };
        protocol.send(operator, OPERATOR_REGISTRY, &offer).assert_success();
    }
    for operator in [BOB, RECIPIENT] {
        tell(protocol, OPERATOR_REGISTRY, &IOperatorRegistry::acceptControlCall { operator });
    }
    let retire = IOperatorRegistry::retireCall { operator: RECIPIENT };
    tell(protocol, OPERATOR_REGISTRY, &retire);
    protocol.register_avs(BOB);
    protocol.register_operator(APPOINTER);
    let rights = [
        (AVS_REGISTRY, IAvsRegistry::registerCall::SELECTOR),
        (OPERATOR_REGISTRY, IOperatorRegistry::updateMetadataCall::SELECTOR),
        (OPERATOR_REGISTRY, IOperatorRegistry::setCommissionCall::SELECTOR),
        (OPERATOR_REGISTRY, IOperatorRegistry::setRewardRecipientCall::SELECTOR),
    ];
    for (module, selector) in rights {
        let appoint = IOperatorRegistry::setAppointeeCall {
            operator: APPOINTER,
            appointee: CALLER,
            module,
            selector: selector.into(),
            appointed: true,
        };
        protocol.send(APPOINTER, OPERATOR_REGISTRY, &appoint).assert_success();
    }
}

/// An exit held by one request is slashed by another that was filed later, and leaves before the escrow comes back.
fn fill_recovery<M: Modules>(protocol: &mut Protocol<M>, id: U256) {
    let maturity = id.to::<u64>() * DAY;
    let holding = protocol.at(maturity - 1).file(BURNING, 1);
    protocol.wait(1);
    let (_, escrow) = protocol.slash(INSTANT, 20);
    protocol.withdraw(&holding).assert_success();
    protocol.wait(60);
    let vault = protocol.vault;
    let back = IGovernance::returnEscrowCall { vault, escrowId: escrow };
    tell(protocol, GOVERNANCE, &back);
    assert!(protocol.ask(&IVault::recoveryAssetsCall {}) > n(0));
}

/// One step of a transaction of [`CALLER`].
pub type Step = (Address, Bytes);

/// Arms the accomplice, or disarms it with a point that nothing has.
pub fn arm(point: u8, target: Address, data: Bytes) -> Step {
    (CALLER, IIntruder::armCall { point, target, data }.abi_encode().into())
}
