//! A chain with one vault, to measure on.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolCall;
use restaking::abi::{IOperatorRegistry, IVault, IVaultFactory};
use restaking::shares::Assets;
use restaking::{Genesis, OPERATOR_REGISTRY, SLASHING, VAULT_FACTORY};

use super::GasError;
use crate::chain::{Chain, Outcome, RevmChain, Tx};
use crate::tokens::{IToken, TokenKind, TokenSpec};
use crate::world::{actor_address, vault_salt};

/// A day, in seconds.
pub(super) const DAY: u64 = 24 * 60 * 60;
/// An hour, in seconds.
pub(super) const HOUR: u64 = 60 * 60;
/// One token, in base units.
pub(super) const ONE: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

/// Who takes part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cast {
    /// Whose calls are measured.
    pub(super) alice: Address,
    /// Who was there before.
    pub(super) bob: Address,
    /// Who has nothing.
    pub(super) carol: Address,
    /// Whose vault it is.
    pub(super) operator: Address,
}

/// Lengths of a vault, in seconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lengths {
    /// Of an epoch.
    pub(super) epoch: u64,
    /// Of the exit delay.
    pub(super) exit_delay: u64,
}

/// A chain with one vault.
pub(super) struct Bench {
    chain: RevmChain,
    /// Who takes part.
    pub(super) cast: Cast,
    /// The asset.
    pub(super) token: Address,
    /// The vault.
    pub(super) vault: Address,
}

impl Bench {
    /// An empty vault with days as epochs and 14 days of exit delay. ALICE and BOB have tokens, and the vault may take
    /// them. It is one o'clock.
    pub(super) fn empty() -> Result<Self, GasError> {
        Self::with(&crate::world::genesis(), Lengths { epoch: DAY, exit_delay: 14 * DAY })
    }

    /// The same with other lengths.
    pub(super) fn with(genesis: &Genesis, lengths: Lengths) -> Result<Self, GasError> {
        let mut bench = Self::bare(genesis)?;
        bench.create(lengths, "VAULT")?;
        for who in [bench.cast.alice, bench.cast.bob] {
            bench.fund(who)?;
        }
        bench.wait(HOUR);
        Ok(bench)
    }

    /// Creates a vault: its gas.
    pub(super) fn create(&mut self, lengths: Lengths, name: &str) -> Result<u64, GasError> {
        let (operator, params) = (self.cast.operator, self.params(lengths));
        let call = IVaultFactory::createVaultCall { operator, params, salt: vault_salt(name) };
        let (gas, vault) = self.call(operator, VAULT_FACTORY, call)?;
        self.vault = vault;
        Ok(gas)
    }

    /// Creates another vault with days as epochs and 14 days of exit delay: its gas.
    pub(super) fn create_vault(&mut self, name: &str) -> Result<u64, GasError> {
        self.create(Lengths { epoch: DAY, exit_delay: 14 * DAY }, name)
    }

    /// A token and no vault.
    pub(super) fn bare(genesis: &Genesis) -> Result<Self, GasError> {
        let mut chain = RevmChain::new(genesis)?;
        let token = chain.create_token(&TokenSpec::new("USD", TokenKind::Standard))?;
        let [alice, bob, carol, operator] =
            ["ALICE", "BOB", "CAROL", "OPERATOR"].map(actor_address);
        let cast = Cast { alice, bob, carol, operator };
        let mut bench = Self { chain, cast, token, vault: Address::ZERO };
        let register = IOperatorRegistry::registerCall {
            metadataURI: String::new(),
            rewardRecipient: Address::ZERO,
            commission: U256::ZERO,
        };
        bench.call(operator, OPERATOR_REGISTRY, register)?;
        Ok(bench)
    }

    /// BOB has 100 tokens staked, since this epoch.
    pub(super) fn staked() -> Result<Self, GasError> {
        let mut bench = Self::empty()?;
        bench.deposit(bench.cast.bob)?;
        Ok(bench)
    }

    /// ALICE and BOB have 100 tokens each staked, since this epoch.
    pub(super) fn both_staked() -> Result<Self, GasError> {
        let mut bench = Self::staked()?;
        bench.deposit(bench.cast.alice)?;
        Ok(bench)
    }

    /// What the factory is told.
    pub(super) fn params(&self, lengths: Lengths) -> IVaultFactory::VaultParams {
        IVaultFactory::VaultParams {
            asset: self.token,
            epochLength: lengths.epoch,
            exitDelay: lengths.exit_delay,
            leverageLimit: ONE,
            slashCap: ONE,
            slashCapWindow: 0,
            maxRedistributable: restaking::shares::Magnitude::WHOLE.get(),
            depositCap: Assets::LIMIT.get(),
            depositorApprover: Address::ZERO,
            name: "Staked USD".into(),
            symbol: "stUSD".into(),
        }
    }

    /// Lets time pass.
    pub(super) fn wait(&mut self, seconds: u64) {
        let now = self.chain.now();
        self.chain.set_now(now.saturating_add(seconds));
    }

    /// The time, in seconds.
    pub(super) fn now(&self) -> u64 {
        self.chain.now()
    }

    /// A call that must succeed.
    pub(super) fn send<C: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        call: &C,
    ) -> Result<Outcome, GasError> {
        let tx = Tx { from, to, input: call.abi_encode().into(), value: U256::ZERO };
        let outcome = self.chain.transact(tx)?;
        if outcome.is_success() {
            return Ok(outcome);
        }
        let (status, output) = (outcome.status, outcome.output);
        Err(GasError::Failed { call: C::SIGNATURE, status, output })
    }

    /// A call that must succeed: its gas and its answer.
    pub(super) fn call<C: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        call: C,
    ) -> Result<(u64, C::Return), GasError> {
        let outcome = self.send(from, to, &call)?;
        let answer = C::abi_decode_returns(&outcome.output)
            .map_err(|_| GasError::Undecodable(C::SIGNATURE))?;
        Ok((outcome.gas_used, answer))
    }

    /// The gas of a call of the vault.
    pub(super) fn gas<C: SolCall>(&mut self, from: Address, call: C) -> Result<u64, GasError> {
        Ok(self.call(from, self.vault, call)?.0)
    }

    /// What the vault answers.
    pub(super) fn ask<C: SolCall>(&mut self, call: C) -> Result<C::Return, GasError> {
        Ok(self.call(self.cast.carol, self.vault, call)?.1)
    }

    /// Gives somebody tokens that the vault may take.
    pub(super) fn fund(&mut self, who: Address) -> Result<(), GasError> {
        self.mint(who)?;
        self.call(who, self.token, IToken::approveCall { spender: self.vault, value: U256::MAX })?;
        Ok(())
    }

    /// Gives somebody 1,000,000 tokens.
    pub(super) fn mint(&mut self, to: Address) -> Result<(), GasError> {
        let value = ONE.saturating_mul(U256::from(1_000_000));
        self.call(to, self.token, IToken::mintCall { to, value })?;
        Ok(())
    }

    /// Deposits 100 tokens.
    pub(super) fn deposit(&mut self, who: Address) -> Result<u64, GasError> {
        let assets = ONE.saturating_mul(U256::from(100));
        self.gas(who, IVault::depositCall { assets, receiver: who })
    }

    /// Requests the redemption of what one token is worth at par: gas and request id.
    pub(super) fn request(&mut self, owner: Address) -> Result<(u64, U256), GasError> {
        let call = IVault::requestRedeemCall { shares: shares(1), controller: owner, owner };
        self.call(owner, self.vault, call)
    }

    /// Opens a hold of this many days in a seat: gas and lane.
    pub(super) fn open_hold(&mut self, seat: u8, days: u64) -> Result<(u64, u8), GasError> {
        let until = self.now().saturating_add(days.saturating_mul(DAY));
        let magnitude = ONE.saturating_mul(U256::from(100_000_000));
        let executable_from = self.now();
        self.call(
            SLASHING,
            self.vault,
            IVault::openHoldCall { seat, executableFrom: executable_from, until, magnitude },
        )
    }
}

/// What so many tokens are worth at par: shares have six more decimals.
pub(super) fn shares(tokens: u64) -> U256 {
    ONE.saturating_mul(U256::from(tokens)).saturating_mul(U256::from(1_000_000))
}

/// EIP-712: the digest of words under a domain.
pub(super) fn typed_data_digest(domain: B256, words: &[B256]) -> B256 {
    keccak256(
        [b"\x19\x01".as_slice(), domain.as_slice(), keccak256(words.concat()).as_slice()].concat(),
    )
}
