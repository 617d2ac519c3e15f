//! Chains on which a contract is everybody, with something of everything.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall;
use restaking::{
    AVS_REGISTRY, AVS_REGISTRY_MODULE, GOVERNANCE, OPERATOR_REGISTRY, VAULT_FACTORY,
    abi::{IAvsRegistry, IGovernance, IOperatorRegistry, ISlashing::Request, IVault},
    avs_registry::AvsRegistryConfig,
};
use restaking_tests::{
    ALICE, BOB, BURNING, CALLER, CAROL, DAY, INSTANT, Protocol, REDISTRIBUTING, Roles, WHOLE,
    Wallet, World,
};

use crate::stage::n;

/// The set of which [`CALLER`] is the recipient. Nobody is registered for it.
pub const OWN: u32 = 4;

/// [`CALLER`] is owner, guardian, operator, AVS, slasher and resolver.
pub fn almighty() -> Protocol {
    Protocol::builder().roles(Roles::all(CALLER)).build()
}

/// Calls a module from [`CALLER`] and answers what it says.
#[track_caller]
pub fn tell<C: SolCall>(protocol: &mut Protocol, to: Address, call: &C) -> C::Return {
    protocol.send(CALLER, to, call).answer(call)
}

/// Ids and signatures that the calls of a stage need.
#[derive(Debug)]
pub struct Facts {
    /// A vault without deposits. [`BURNING`] held all of it, and a decrease is due.
    pub empty_vault: Address,
    /// Requests: in the veto window, executable, executed.
    pub open: Request,
    pub executable: Request,
    pub executed: Request,
    /// An escrow that is not due.
    pub escrow: U256,
    pub operator: IOperatorRegistry::registerBySignatureCall,
    pub member: IAvsRegistry::registerBySignatureCall,
}

/// Something of everything. [`BOB`] is an operator that [`CALLER`] controls, and an AVS in quarantine. [`CAROL`] is an
/// operator that offers [`CALLER`] control.
pub fn busy() -> (Protocol, Facts) {
    let mut protocol = almighty();
    let empty_vault = second_vault(&mut protocol);
    fill_recovery(&mut protocol);
    let terms = protocol.terms_of(REDISTRIBUTING);
    protocol.create_set(OWN, CALLER, terms);
    let member = operators(&mut protocol);
    protocol.register_avs(BOB);
    let duration = 7 * DAY;
    tell(&mut protocol, GOVERNANCE, &IGovernance::quarantineCall { avs: BOB, duration });
    let pause = IGovernance::pauseDepositsCall { vault: empty_vault, duration };
    tell(&mut protocol, GOVERNANCE, &pause);
    let offer = IGovernance::transferOwnershipCall { owner: CALLER };
    tell(&mut protocol, GOVERNANCE, &offer);
    let executable = protocol.file(BURNING, 10);
    protocol.wait(2 * DAY);
    let open = protocol.file(BURNING, 5);
    let (executed, escrow) = protocol.slash(INSTANT, 10);
    let operator = signed_operator(&mut protocol);
    pay_caller(&mut protocol.world);
    (protocol, Facts { empty_vault, open, executable, executed, escrow, operator, member })
}

/// Allocations and filing are paused.
pub fn paused() -> Protocol {
    let mut protocol = almighty();
    tell(&mut protocol, GOVERNANCE, &IGovernance::pauseAllocationsCall { duration: DAY });
    tell(&mut protocol, GOVERNANCE, &IGovernance::pauseFilingCall { duration: DAY });
    pay_caller(&mut protocol.world);
    protocol
}

/// Nobody has registered.
pub fn fresh() -> Protocol {
    let mut protocol = Protocol::builder().roles(Roles::all(CALLER)).build_empty();
    pay_caller(&mut protocol.world);
    protocol
}

/// [`CALLER`] stands where the AVS registry expects Slashing.
pub fn taking() -> Protocol {
    let mut protocol = almighty();
    let config = AvsRegistryConfig {
        operator_registry: OPERATOR_REGISTRY,
        slashing: CALLER,
        governance: GOVERNANCE,
        vault_factory: VAULT_FACTORY,
    };
    protocol.world.chain.install(AVS_REGISTRY, AVS_REGISTRY_MODULE.code(&config.encode()));
    pay_caller(&mut protocol.world);
    protocol
}

fn pay_caller(world: &mut World) {
    world.chain.set_balance(CALLER, n(1_000));
}

fn second_vault(protocol: &mut Protocol) -> Address {
    let vault = protocol.create_vault(CALLER, B256::repeat_byte(2));
    for magnitude in [WHOLE, WHOLE / n(2)] {
        let allocate = IAvsRegistry::allocateCall { vault, avs: CALLER, id: BURNING, magnitude };
        tell(protocol, AVS_REGISTRY, &allocate);
    }
    vault
}

/// An exit held by one request is slashed by another that was filed later, and leaves before the escrow comes back.
fn fill_recovery(protocol: &mut Protocol) {
    let half = protocol.ask(&IVault::balanceOfCall { account: ALICE }) / n(2);
    let id = protocol.request_exit(ALICE, half);
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

fn operators(protocol: &mut Protocol) -> IAvsRegistry::registerBySignatureCall {
    for operator in [BOB, CAROL] {
        protocol.register_operator(operator);
        let offer = IOperatorRegistry::transferControlCall { operator, controller: CALLER };
        protocol.send(operator, OPERATOR_REGISTRY, &offer).assert_success();
    }
    tell(protocol, OPERATOR_REGISTRY, &IOperatorRegistry::acceptControlCall { operator: BOB });
    let wallet = Wallet::new(1);
    protocol.register_operator(wallet.address);
    let domain = protocol.view(AVS_REGISTRY, &IAvsRegistry::DOMAIN_SEPARATORCall {});
    let call = IAvsRegistry::registerBySignatureCall {
        operator: wallet.address,
        avs: CALLER,
        id: OWN,
        data: b"whatever".into(),
        deadline: U256::MAX,
        signature: Default::default(),
    };
    wallet.set_registration(domain, 0, call)
}

fn signed_operator(protocol: &mut Protocol) -> IOperatorRegistry::registerBySignatureCall {
    let wallet = Wallet::new(2);
    let domain = protocol.view(OPERATOR_REGISTRY, &IOperatorRegistry::DOMAIN_SEPARATORCall {});
    let call = IOperatorRegistry::registerBySignatureCall {
        operator: wallet.address,
        metadataURI: "ipfs://signed".into(),
        rewardRecipient: BOB,
        commission: n(7),
        deadline: U256::MAX,
        signature: Default::default(),
    };
    wallet.operator_registration(domain, 0, call)
}
