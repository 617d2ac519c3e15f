//! A chain with a token, the factory and a vault.

use alloy_primitives::{Address, B256, Bytes, U256, address};
use alloy_sol_types::{SolCall, SolValue};
use restaking::{
    Genesis, RestakingModules, VAULT_FACTORY,
    abi::IVaultFactory::{VaultParams, createVaultCall},
    host::Modules,
};

use crate::{
    Artifact, Chain, Outcome,
    fixtures::{ICaller, IToken},
};

/// A staker.
pub const ALICE: Address = address!("00000000000000000000000000000000000a11ce");
/// Another.
pub const BOB: Address = address!("0000000000000000000000000000000000000b0b");
/// A third.
pub const CAROL: Address = address!("00000000000000000000000000000000000ca401");
/// The operator of the vault.
pub const OPERATOR: Address = address!("0000000000000000000000000000000000095a70");
/// Approves depositors where a vault has an approver.
pub const APPROVER: Address = address!("00000000000000000000000000000000000a9947");
/// Gets redistributed assets.
pub const RECIPIENT: Address = address!("000000000000000000000000000000000004ec19");
/// Deploys the Solidity contracts.
pub const DEPLOYER: Address = address!("00000000000000000000000000000000000de910");
/// Where `Caller.sol` stands.
pub const CALLER: Address = address!("00000000000000000000000000000000000ca11e");

/// A day, in seconds; also the epoch length of a [`World`]'s vault.
pub const DAY: u64 = 86_400;

/// The most that every token of the zoo approves.
const UINT96_MAX: u128 = (1 << 96) - 1;

/// What a world is made of.
#[derive(Debug, Clone)]
pub struct WorldBuilder {
    genesis: Genesis,
    token: (&'static str, &'static str),
    token_decimals: u8,
    operator: Address,
    params: VaultParams,
}

impl WorldBuilder {
    /// The token: source file and contract.
    #[must_use]
    pub const fn token(mut self, file: &'static str, contract: &'static str) -> Self {
        self.token = (file, contract);
        self
    }

    /// Who slashes and governs, if they are not the accounts of genesis.
    #[must_use]
    pub const fn authorities(mut self, slashing: Address, governance: Address) -> Self {
        self.genesis.factory.slashing = slashing;
        self.genesis.factory.governance = governance;
        self
    }

    /// The accounts that the chain starts with.
    #[must_use]
    pub const fn genesis(mut self, genesis: Genesis) -> Self {
        self.genesis = genesis;
        self
    }

    /// The operator of the vault: an account, or [`CALLER`].
    #[must_use]
    pub const fn operator(mut self, operator: Address) -> Self {
        self.operator = operator;
        self
    }

    /// Changes the parameters of the vault. The asset is set later.
    #[must_use]
    pub fn params(mut self, change: impl FnOnce(&mut VaultParams)) -> Self {
        change(&mut self.params);
        self
    }

    /// Builds it.
    pub fn build(self) -> World {
        self.build_with(RestakingModules)
    }

    /// Builds it with another module table, which must have the protocol's modules.
    pub fn build_with<M: Modules>(self, modules: M) -> World<M> {
        let operator = self.operator;
        let mut world = self.build_without_vault(modules);
        world.vault = world.create_vault(operator, B256::ZERO);
        world
    }

    /// Builds it up to the vault, whose address is zero.
    pub fn build_without_vault<M: Modules>(self, modules: M) -> World<M> {
        let mut chain = Chain::new(modules);
        for (address, code) in self.genesis.accounts() {
            chain.install(address, code);
        }
        chain.install(CALLER, Artifact::named("Caller").deployed_code());
        let (file, contract) = self.token;
        let arguments = ("Token".to_owned(), "TOK".to_owned(), U256::from(self.token_decimals))
            .abi_encode_params();
        let token = chain.deploy(DEPLOYER, Artifact::of(file, contract).init_code(&arguments));
        let params = VaultParams { asset: token, ..self.params };
        World { chain, token, vault: Address::ZERO, params }
    }
}

/// A chain with a token, the factory, a vault, and `Caller.sol`.
#[derive(Debug)]
pub struct World<M = RestakingModules> {
    /// The chain.
    pub chain: Chain<M>,
    /// The asset.
    pub token: Address,
    /// The vault.
    pub vault: Address,
    /// What the vault was created with.
    pub params: VaultParams,
}

impl World {
    /// A plain token; one day epochs, exits after 14 days, no caps.
    pub fn builder() -> WorldBuilder {
        WorldBuilder {
            genesis: Genesis::vaults_only(),
            token: ("Token", "StandardToken"),
            token_decimals: 18,
            operator: OPERATOR,
            params: VaultParams {
                asset: Address::ZERO,
                epochLength: DAY,
                exitDelay: 14 * DAY,
                leverageLimit: U256::from(10).pow(U256::from(18)),
                slashCap: U256::from(10).pow(U256::from(18)),
                slashCapWindow: 0,
                maxRedistributable: U256::from(10).pow(U256::from(27)),
                depositCap: (U256::ONE << 112) - U256::ONE,
                depositorApprover: Address::ZERO,
                name: "Staked Token".into(),
                symbol: "stTOK".into(),
            },
        }
    }
}

impl<M: Modules> World<M> {
    /// Executes a transaction. What comes from [`CALLER`] goes through `Caller.sol`, and reverts as the callee does.
    pub fn send(&mut self, from: Address, to: Address, call: &impl SolCall) -> Outcome {
        if from == CALLER {
            return unwrapped(self.chain.send(ALICE, CALLER, &bubble(to, call)));
        }
        self.chain.send(from, to, call)
    }

    /// As [`Self::send`], and undoes it.
    pub fn try_send(&mut self, from: Address, to: Address, call: &impl SolCall) -> Outcome {
        if from == CALLER {
            return unwrapped(self.chain.try_send(ALICE, CALLER, &bubble(to, call)));
        }
        self.chain.try_send(from, to, call)
    }

    /// Asks a contract.
    pub fn view<C: SolCall>(&mut self, to: Address, call: &C) -> C::Return {
        self.chain.view(to, call)
    }

    /// Asks the vault.
    pub fn ask<C: SolCall>(&mut self, call: &C) -> C::Return {
        self.chain.view(self.vault, call)
    }

    /// Creates another vault of the same kind.
    pub fn create_vault(&mut self, operator: Address, salt: B256) -> Address {
        let create = createVaultCall { operator, params: self.params.clone(), salt };
        self.send(operator, VAULT_FACTORY, &create).answer(&create)
    }

    /// Calls through `Caller.sol` and answers success and return data.
    pub fn through_caller(&mut self, to: Address, call: &impl SolCall) -> (Outcome, Bytes) {
        let execute =
            ICaller::executeCall { to, value: U256::ZERO, data: call.abi_encode().into() };
        let outcome = self.send(ALICE, CALLER, &execute);
        let answer = outcome.answer(&execute);
        assert!(answer.ok, "the call failed: {}", answer.ret);
        (outcome, answer.ret)
    }

    /// Mints tokens for `account` and lets the vault pull them, and any that follow (as far as the token has it).
    pub fn fund(&mut self, account: Address, amount: u128) {
        self.mint(account, U256::from(amount));
        let approve = IToken::approveCall { spender: self.vault, value: U256::from(UINT96_MAX) };
        self.send(account, self.token, &approve).assert_success();
    }

    /// Mints tokens.
    pub fn mint(&mut self, account: Address, amount: U256) {
        let mint = IToken::mintCall { to: account, value: amount };
        self.send(DEPLOYER, self.token, &mint).assert_success();
    }

    /// Token balance.
    pub fn balance(&mut self, account: Address) -> U256 {
        self.view(self.token, &IToken::balanceOfCall { account })
    }
}

fn bubble(to: Address, call: &impl SolCall) -> ICaller::bubbleCall {
    ICaller::bubbleCall { to, data: call.abi_encode().into() }
}

/// What the callee answered, if `Caller.sol` passed on an answer.
fn unwrapped(outcome: Outcome) -> Outcome {
    if !outcome.is_success() {
        return outcome;
    }
    let output = ICaller::bubbleCall::abi_decode_returns(&outcome.output).expect("bytes");
    Outcome { output, ..outcome }
}
