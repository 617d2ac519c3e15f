//! A chain with the whole protocol: an operator with a vault, an AVS with three sets that hold parts of it, stakers.

use std::ops::{Deref, DerefMut};

use alloy_primitives::{Address, B256, Bytes, U256, address, keccak256};
use alloy_sol_types::SolCall;
use restaking::{
    AVS_REGISTRY, GOVERNANCE, Genesis, OPERATOR_REGISTRY, RestakingModules, SLASHING,
    abi::{
        IAvsRegistry::{self, Asset, Terms},
        IGovernance, IOperatorRegistry,
        ISlashing::{self, Charge, Request},
        IVault,
        IVaultFactory::VaultParams,
    },
    host::Modules,
};

use crate::{
    ALICE, Artifact, BOB, CAROL, DAY, DEPLOYER, OPERATOR, Outcome, RECIPIENT, World, WorldBuilder,
    fixtures::IConfigurableRegistrar,
};

/// The owner of governance.
pub const OWNER: Address = address!("0000000000000000000000000000000000000077");
/// The guardian of governance.
pub const GUARDIAN: Address = address!("0000000000000000000000000000000000006a7d");
/// The AVS.
pub const AVS: Address = address!("0000000000000000000000000000000000000a75");
/// Files for the AVS's sets.
pub const SLASHER: Address = address!("0000000000000000000000000000000000051a54");
/// May veto what is filed.
pub const RESOLVER: Address = address!("0000000000000000000000000000000000004e50");
/// Where `Registrar.sol` stands.
pub const REGISTRAR: Address = address!("00000000000000000000000000000000004e6157");

/// The set whose slashes are burned. It holds four tenths of the vault.
pub const BURNING: u32 = 1;
/// The set whose slashes go to [`RECIPIENT`]. It holds three tenths.
pub const REDISTRIBUTING: u32 = 2;
/// The set without a resolver, whose filings execute at once. It holds two tenths.
pub const INSTANT: u32 = 3;
/// The sets.
pub const SETS: [u32; 3] = [BURNING, REDISTRIBUTING, INSTANT];

/// One, as a wad.
pub const WAD: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);
/// The whole of a vault at birth.
pub const WHOLE: U256 = U256::from_limbs([0x9fd0_803c_e800_0000, 0x033b_2e3c, 0, 0]);
/// What [`ALICE`] and [`BOB`] stake each.
pub const STAKE: u64 = 1_000_000_000_000;

/// Who does what.
#[derive(Debug, Clone, Copy)]
pub struct Roles {
    /// Owner of governance.
    pub owner: Address,
    /// Guardian of governance.
    pub guardian: Address,
    /// Operator of the vault.
    pub operator: Address,
    /// The AVS of the sets.
    pub avs: Address,
    /// Slasher of every set.
    pub slasher: Address,
    /// Resolver of the burning set.
    pub resolver: Address,
}

impl Default for Roles {
    fn default() -> Self {
        Self {
            owner: OWNER,
            guardian: GUARDIAN,
            operator: OPERATOR,
            avs: AVS,
            slasher: SLASHER,
            resolver: RESOLVER,
        }
    }
}

impl Roles {
    /// One account is everybody.
    pub const fn all(account: Address) -> Self {
        Self {
            owner: account,
            guardian: account,
            operator: account,
            avs: account,
            slasher: account,
            resolver: account,
        }
    }
}

type Change = fn(u32, &mut Terms);

/// What a [`Protocol`] is made of.
#[derive(Debug, Clone)]
pub struct ProtocolBuilder {
    world: WorldBuilder,
    roles: Roles,
    change: Change,
}

impl ProtocolBuilder {
    /// The token: source file and contract.
    #[must_use]
    pub fn token(self, file: &'static str, contract: &'static str) -> Self {
        Self { world: self.world.token(file, contract), ..self }
    }

    /// Changes the parameters of the vault. The asset is set later.
    #[must_use]
    pub fn params(self, change: impl FnOnce(&mut VaultParams)) -> Self {
        Self { world: self.world.params(change), ..self }
    }

    /// Who does what.
    #[must_use]
    pub const fn roles(mut self, roles: Roles) -> Self {
        self.roles = roles;
        self
    }

    /// Changes the terms of the sets, called with the set's number.
    #[must_use]
    pub fn terms(self, change: Change) -> Self {
        Self { change, ..self }
    }

    /// Builds it.
    pub fn build(self) -> Protocol {
        self.build_with(RestakingModules)
    }

    /// Builds it with another module table, which must have the protocol's modules.
    pub fn build_with<M: Modules>(self, modules: M) -> Protocol<M> {
        let mut protocol = self.build_empty_with(modules);
        let Roles { operator, avs, .. } = protocol.roles;
        protocol.register_operator(operator);
        protocol.world.vault = protocol.create_vault(operator, B256::ZERO);
        protocol.register_avs(avs);
        for id in SETS {
            let recipient = if id == REDISTRIBUTING { RECIPIENT } else { Address::ZERO };
            let terms = protocol.terms_of(id);
            protocol.create_set(id, recipient, terms);
            protocol.join(id);
        }
        for (id, tenths) in SETS.into_iter().zip([4, 3, 2]) {
            let due = protocol.allocate(id, WHOLE * U256::from(tenths) / U256::from(10));
            assert_eq!(due, protocol.now(), "an empty vault has nobody to warn");
        }
        for staker in [ALICE, BOB] {
            protocol.fund(staker, u128::from(STAKE));
            protocol.deposit(staker, STAKE).assert_success();
        }
        protocol
    }

    /// Builds it up to genesis, token and fixtures: nobody is registered.
    pub fn build_empty(self) -> Protocol {
        self.build_empty_with(RestakingModules)
    }

    fn build_empty_with<M: Modules>(self, modules: M) -> Protocol<M> {
        let Self { world, roles, change } = self;
        let genesis = Genesis::new(roles.owner, roles.guardian);
        let mut world = world.genesis(genesis).build_without_vault(modules);
        world.chain.install(REGISTRAR, Artifact::named("Registrar").deployed_code());
        Protocol { world, roles, change, filings: 0 }
    }
}

/// A [`World`] with the whole protocol in it.
///
/// ```
/// use restaking_tests::{BURNING, DAY, Protocol};
///
/// let mut protocol = Protocol::new();
/// let request = protocol.file(BURNING, 10);
/// protocol.wait(2 * DAY);
/// protocol.execute(&request).assert_success();
/// assert_eq!(protocol.state_of(&request), 3);
/// ```
#[derive(Debug)]
pub struct Protocol<M = RestakingModules> {
    /// Chain, token and vault.
    pub world: World<M>,
    /// Who does what.
    pub roles: Roles,
    change: Change,
    filings: u64,
}

impl<M> Deref for Protocol<M> {
    type Target = World<M>;

    fn deref(&self) -> &World<M> {
        &self.world
    }
}

impl<M> DerefMut for Protocol<M> {
    fn deref_mut(&mut self) -> &mut World<M> {
        &mut self.world
    }
}

impl Protocol {
    /// Different people in every role; one day epochs, exits after 14 days, faults filed within 5; 2 days of veto, 2 of
    /// execution, 3 of escrow.
    pub fn builder() -> ProtocolBuilder {
        ProtocolBuilder { world: World::builder(), roles: Roles::default(), change: |_, _| {} }
    }

    /// As [`Self::builder`] says.
    pub fn new() -> Self {
        Self::builder().build()
    }
}

impl Default for Protocol {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Modules> Protocol<M> {
    /// See [`World::send`].
    pub fn send(&mut self, from: Address, to: Address, call: &impl SolCall) -> Outcome {
        self.world.send(from, to, call)
    }

    /// See [`World::try_send`].
    pub fn try_send(&mut self, from: Address, to: Address, call: &impl SolCall) -> Outcome {
        self.world.try_send(from, to, call)
    }

    /// See [`World::view`].
    pub fn view<C: SolCall>(&mut self, to: Address, call: &C) -> C::Return {
        self.world.view(to, call)
    }

    /// Time of the block, in seconds.
    pub fn now(&self) -> u64 {
        self.world.chain.now()
    }

    /// Starts a block at `time`.
    pub fn at(&mut self, time: u64) -> &mut Self {
        self.world.chain.set_now(time);
        self
    }

    /// Moves time on.
    pub fn wait(&mut self, seconds: u64) -> &mut Self {
        self.world.chain.wait(seconds);
        self
    }

    // operators

    /// Registers an operator without commission.
    pub fn register_operator(&mut self, operator: Address) {
        let call = IOperatorRegistry::registerCall {
            metadataURI: "ipfs://operator".into(),
            rewardRecipient: Address::ZERO,
            commission: U256::ZERO,
        };
        self.send(operator, OPERATOR_REGISTRY, &call).assert_success();
    }

    // AVS and sets

    /// Registers an AVS.
    pub fn register_avs(&mut self, avs: Address) {
        let call = IAvsRegistry::registerAvsCall { metadataURI: "ipfs://avs".into() };
        self.send(avs, AVS_REGISTRY, &call).assert_success();
    }

    /// The terms that set `id` is created with.
    pub fn terms_of(&self, id: u32) -> Terms {
        let is_instant = id == INSTANT;
        let in_veto_mode = |seconds: u64| if is_instant { 0 } else { seconds };
        let resolver = match id {
            BURNING => self.roles.resolver,
            INSTANT => Address::ZERO,
            _ => RESOLVER,
        };
        let mut terms = Terms {
            slasher: self.roles.slasher,
            resolver,
            vetoWindow: in_veto_mode(2 * DAY),
            executionWindow: in_veto_mode(2 * DAY),
            escrowDelay: 3 * DAY,
            faultWindow: 5 * DAY,
            cap: WAD,
            capWindow: 7 * DAY,
            minimumWeight: U256::ZERO,
            operatorCap: 0,
            acceptsLeverage: false,
            admission: 0,
            gate: Address::ZERO,
            assets: vec![Asset { token: self.world.token, weight: WAD }],
        };
        (self.change)(id, &mut terms);
        terms
    }

    /// Creates a set of the AVS. With a recipient it redistributes.
    pub fn create_set(&mut self, id: u32, recipient: Address, terms: Terms) {
        let avs = self.roles.avs;
        let metadata = "ipfs://set".to_owned();
        let call = IAvsRegistry::createSetCall { avs, id, recipient, terms, metadataURI: metadata };
        self.send(avs, AVS_REGISTRY, &call).assert_success();
    }

    /// Registers the operator for a set of the AVS.
    pub fn join(&mut self, id: u32) {
        self.join_as(self.roles.operator, id, Bytes::new()).assert_success();
    }

    /// Registers an operator for a set of the AVS, with data for its gate.
    pub fn join_as(&mut self, operator: Address, id: u32, data: Bytes) -> Outcome {
        let avs = self.roles.avs;
        let call = IAvsRegistry::registerCall { operator, avs, id, data };
        self.send(operator, AVS_REGISTRY, &call)
    }

    /// The operator leaves a set of the AVS.
    pub fn leave(&mut self, id: u32) -> Outcome {
        let Roles { operator, avs, .. } = self.roles;
        let call = IAvsRegistry::deregisterCall { operator, avs, id };
        self.send(operator, AVS_REGISTRY, &call)
    }

    /// Announces what a set shall hold of the vault, and answers when it will.
    pub fn allocate(&mut self, id: u32, magnitude: U256) -> u64 {
        let call = self.allocation(id, magnitude);
        self.send(self.roles.operator, AVS_REGISTRY, &call).answer(&call)
    }

    /// The call of [`Self::allocate`].
    pub fn allocation(&self, id: u32, magnitude: U256) -> IAvsRegistry::allocateCall {
        let (vault, avs) = (self.world.vault, self.roles.avs);
        IAvsRegistry::allocateCall { vault, avs, id, magnitude }
    }

    /// What a set holds of the vault.
    pub fn held(&mut self, id: u32) -> U256 {
        let (vault, avs) = (self.world.vault, self.roles.avs);
        self.view(AVS_REGISTRY, &IAvsRegistry::allocationOfCall { vault, avs, id }).magnitude
    }

    /// Tells the registrar at [`REGISTRAR`] what to do.
    pub fn set_registrar(
        &mut self,
        mode: IConfigurableRegistrar::Mode,
        target: Address,
        data: impl Into<Bytes>,
        size: u64,
    ) {
        let call = IConfigurableRegistrar::setModeCall {
            mode_: mode,
            target_: target,
            data: data.into(),
            size_: U256::from(size),
        };
        self.send(DEPLOYER, REGISTRAR, &call).assert_success();
    }

    // stakers

    /// A staker, funded before, deposits into the vault.
    pub fn deposit(&mut self, staker: Address, assets: u64) -> Outcome {
        let call = IVault::depositCall { assets: U256::from(assets), receiver: staker };
        self.send(staker, self.world.vault, &call)
    }

    /// A staker requests the exit of shares, and gets the id.
    pub fn request_exit(&mut self, staker: Address, shares: U256) -> U256 {
        let call = IVault::requestRedeemCall { shares, controller: staker, owner: staker };
        self.send(staker, self.world.vault, &call).answer(&call)
    }

    // slashing

    /// A filing of the AVS's slasher: a fault committed just now, `percent` of what set `id` holds of the vault. Every
    /// call names other evidence.
    pub fn filing(&mut self, id: u32, percent: u64) -> ISlashing::fileCall {
        self.filings += 1;
        let fraction = WAD * U256::from(percent) / U256::from(100);
        ISlashing::fileCall {
            avs: self.roles.avs,
            setId: id,
            operator: self.roles.operator,
            charges: vec![Charge { vault: self.world.vault, fraction }],
            faultTime: self.now(),
            evidence: keccak256(self.filings.to_be_bytes()),
            evidenceURI: "ipfs://evidence".into(),
        }
    }

    /// Files and answers the request, to bring along.
    pub fn file(&mut self, id: u32, percent: u64) -> Request {
        let call = self.filing(id, percent);
        self.send_filing(&call)
    }

    /// Sends a filing of the slasher and answers the request.
    pub fn send_filing(&mut self, call: &ISlashing::fileCall) -> Request {
        filed(self.send(self.roles.slasher, SLASHING, call).assert_success())
    }

    /// Executes a request on its first vault, by a passer-by.
    pub fn execute(&mut self, request: &Request) -> Outcome {
        let vault = request.slices[0].vault;
        let call = ISlashing::executeCall { request: request.clone(), vault };
        self.send(CAROL, SLASHING, &call)
    }

    /// The resolver of the request vetoes it.
    pub fn veto(&mut self, request: &Request) -> Outcome {
        let call = ISlashing::vetoCall { request: request.clone() };
        self.send(request.resolver, SLASHING, &call)
    }

    /// The slasher withdraws a request.
    pub fn withdraw(&mut self, request: &Request) -> Outcome {
        let call = ISlashing::withdrawCall { request: request.clone() };
        self.send(self.roles.slasher, SLASHING, &call)
    }

    /// What became of a request at its first vault.
    pub fn state_of(&mut self, request: &Request) -> u8 {
        let vault = request.slices[0].vault;
        self.view(SLASHING, &ISlashing::stateOfCall { request: request.clone(), vault })
    }

    /// Files, waits for the end of the veto window, executes, and answers the request and the escrow.
    pub fn slash(&mut self, id: u32, percent: u64) -> (Request, U256) {
        let call = self.filing(id, percent);
        let outcome = self.send(self.roles.slasher, SLASHING, &call);
        let request = filed(outcome.assert_success());
        let outcome = if request.resolver.is_zero() {
            outcome
        } else {
            self.at(veto_end(&request));
            self.execute(&request)
        };
        outcome.assert_success();
        let [receipt] = &outcome.events::<ISlashing::SlashExecuted>(SLASHING)[..] else {
            panic!("one receipt");
        };
        (request, receipt.escrowId)
    }

    // governance

    /// The guardian does something.
    pub fn guard(&mut self, call: &impl SolCall) -> Outcome {
        self.send(self.roles.guardian, GOVERNANCE, call)
    }

    /// The guardian puts the AVS into quarantine.
    pub fn quarantine(&mut self, duration: u64) {
        let call = IGovernance::quarantineCall { avs: self.roles.avs, duration };
        self.guard(&call).assert_success();
    }
}

/// The request that a filing logged.
pub fn filed(outcome: &Outcome) -> Request {
    let [event] = &outcome.events::<ISlashing::SlashFiled>(SLASHING)[..] else {
        panic!("one request");
    };
    event.request.clone()
}

/// When the veto window of a request is over and anyone may execute it.
pub const fn veto_end(request: &Request) -> u64 {
    request.filedAt + request.vetoWindow
}
