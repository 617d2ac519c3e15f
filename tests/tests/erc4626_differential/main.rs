//! Random deposits, mints, transfers, approvals, permits, yield, donations and losses on a vault and on a naive model:
//! results, errors, events, balances, allowances, totals and nonces agree exactly.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod chains;
mod model;

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, Log, U256};
use alloy_sol_types::{Panic, Revert, SolCall, SolError};
use chains::{Chain, Memory, Outcome, Revm, fund};
use model::{Accounts, Answer, Event, Int, Model, Refusal, int, word};
use restaking::abi::{
    IVault::{self, IVaultErrors, IVaultEvents},
    IVaultFactory::VaultParams,
};
use restaking_tests::{DAY, DEPLOYER, Random, Wallet, World, fixtures::IToken};

const STEPS_PER_LIFE: usize = 500;
const LIMIT: U256 = U256::from_limbs([u64::MAX, 0x0000_ffff_ffff_ffff, 0, 0]);

/// One vault, from its birth, beside its model.
struct Life<C> {
    chain: C,
    model: Model,
    wallets: Vec<Wallet>,
    domain: B256,
    random: Random,
    /// How often each function succeeded and each error was met.
    tally: BTreeMap<&'static str, usize>,
}

fn params(random: &mut Random) -> VaultParams {
    let template = World::builder();
    let mut params = None;
    let _ = template.params(|defaults| params = Some(defaults.clone()));
    let cap = match random.below(4) {
        0 => U256::from(10).pow(U256::from(random.below(33))),
        1 => random.word() >> 150,
        _ => LIMIT,
    };
    VaultParams { depositCap: cap, ..params.unwrap() }
}

impl<C: Chain> Life<C> {
    fn new(
        wallets: Vec<Wallet>,
        mut random: Random,
        make: impl FnOnce(VaultParams, u64) -> C,
    ) -> Self {
        let now = 20_000 * DAY + random.below(DAY);
        let params = params(&mut random);
        let cap = int(params.depositCap);
        let mut chain = make(params, now);
        let mut token = Accounts::default();
        let scale = U256::from(10).pow(U256::from(random.below(35)));
        for wallet in &wallets {
            let amount = scale * U256::from(1 + random.below(1_000));
            let allowed = if random.chance(3, 4) { U256::MAX } else { amount * U256::from(2) };
            fund(&mut chain, wallet.address, amount, allowed);
            token.add(wallet.address, &int(amount));
            token.allow(wallet.address, chain.vault(), int(allowed));
        }
        let domain = IVault::DOMAIN_SEPARATORCall {};
        let domain = chain.view(chain.vault(), domain.abi_encode()).output;
        let model = Model {
            vault: chain.vault(),
            now,
            cap,
            pool: Int::default(),
            supply: Int::default(),
            shares: Accounts::default(),
            nonces: Default::default(),
            token,
        };
        Self {
            chain,
            model,
            wallets,
            domain: B256::from_slice(&domain),
            random,
            tally: BTreeMap::new(),
        }
    }

    fn somebody(&mut self) -> Address {
        self.random.pick(&self.wallets).address
    }

    /// Seldom nobody, or the vault itself.
    fn anybody(&mut self) -> Address {
        match self.random.below(30) {
            0 => Address::ZERO,
            1 => self.model.vault,
            2 => DEPLOYER,
            _ => self.somebody(),
        }
    }

    /// An amount with a reason to be awkward.
    fn amount(&mut self, near: &[Int]) -> U256 {
        let number = |value: &Int| U256::from_be_slice(&value.to_bytes_be());
        let random = &mut self.random;
        match random.below(40) {
            0 => U256::ZERO,
            1 => U256::ONE,
            2 => U256::from(random.below(10)),
            3 => (U256::ONE << 112) - U256::ONE + U256::from(random.below(3)) - U256::ONE,
            4 => (U256::ONE << 144) - U256::ONE + U256::from(random.below(3)) - U256::ONE,
            5 => U256::MAX - U256::from(random.below(2)),
            6 => random.word() >> (random.below(256) as usize),
            7..=12 => {
                let near = number(random.pick(near));
                near.saturating_add(U256::from(random.below(3))).saturating_sub(U256::ONE)
            }
            _ => {
                let near = number(&near[0]).min(LIMIT);
                near * U256::from(random.below(1_000)) / U256::from(4_000)
            }
        }
    }

    fn step(&mut self) {
        if self.random.chance(1, 10) {
            self.model.now += self.random.below(3 * DAY);
            self.chain.set_now(self.model.now);
        }
        match self.random.below(100) {
            0..25 => self.deposit(),
            25..45 => self.mint(),
            45..60 => self.transfer(),
            60..75 => self.transfer_from(),
            75..83 => self.approve(),
            83..88 => self.permit(),
            88..91 => self.donate(),
            91..93 => self.lose(),
            93..95 => self.book(),
            95..98 => {
                let expected = self.model.book_surplus();
                let caller = self.somebody();
                self.send(caller, &IVault::bookSurplusCall {}, expected);
            }
            _ => {
                let expected = self.model.poke();
                let caller = self.somebody();
                self.send(caller, &IVault::pokeCall {}, expected);
            }
        }
        self.look();
    }

    /// One unit of stake and a lot of yield: a share is dear, small deposits are worth less than one.
    fn inflate(&mut self) {
        let caller = self.wallets[0].address;
        let assets = U256::ONE;
        let expected = self.model.deposit(caller, &int(assets), caller);
        self.send(caller, &IVault::depositCall { assets, receiver: caller }, expected);
        let assets =
            U256::from_be_slice(&self.model.token.of(caller).to_bytes_be()) / U256::from(2);
        let expected = self.model.book(caller, &int(assets));
        self.send(caller, &IVault::bookCall { assets }, expected);
    }

    fn deposit(&mut self) {
        let (caller, receiver) = (self.somebody(), self.anybody());
        let room = self.model.max_deposit(caller);
        let assets = self.amount(&[self.model.token.of(caller), room]);
        let expected = self.model.deposit(caller, &int(assets), receiver);
        self.send(caller, &IVault::depositCall { assets, receiver }, expected);
    }

    fn mint(&mut self) {
        let (caller, receiver) = (self.somebody(), self.anybody());
        let room = self.model.max_mint(caller);
        let affordable = self.model.preview_deposit(&self.model.token.of(caller));
        let shares = self.amount(&[affordable, room]);
        let expected = self.model.mint(caller, &int(shares), receiver);
        self.send(caller, &IVault::mintCall { shares, receiver }, expected);
    }

    fn transfer(&mut self) {
        let (caller, to) = (self.somebody(), self.anybody());
        let value = self.amount(&[self.model.shares.of(caller)]);
        let expected = self.model.transfer(None, caller, to, &int(value));
        self.send(caller, &IVault::transferCall { to, value }, expected);
    }

    fn transfer_from(&mut self) {
        let (caller, from, to) = (self.somebody(), self.anybody(), self.anybody());
        let value =
            self.amount(&[self.model.shares.of(from), self.model.shares.allowed(from, caller)]);
        let expected = self.model.transfer(Some(caller), from, to, &int(value));
        self.send(caller, &IVault::transferFromCall { from, to, value }, expected);
    }

    fn approve(&mut self) {
        let (caller, spender) = (self.somebody(), self.anybody());
        let value = if self.random.chance(1, 4) {
            U256::MAX
        } else {
            self.amount(&[self.model.shares.of(caller)])
        };
        let expected = self.model.approve(caller, spender, &int(value));
        self.send(caller, &IVault::approveCall { spender, value }, expected);
    }

    /// A permit; one in three is spoiled.
    fn permit(&mut self) {
        let wallet = self.random.pick(&self.wallets).clone();
        let (caller, spender) = (self.somebody(), self.anybody());
        let value = self.amount(&[self.model.shares.of(wallet.address)]);
        let now = U256::from(self.model.now);
        let deadline = *self.random.pick(&[U256::MAX, now, now - U256::ONE, now + U256::ONE]);
        let nonce = U256::from(self.model.nonces.get(&wallet.address).copied().unwrap_or(0));
        let mut permit = wallet.permit(self.domain, spender, value, nonce, deadline);
        let spoilt = self.random.below(27);
        match spoilt {
            0 => permit = wallet.permit(self.domain, spender, value, nonce + U256::ONE, deadline),
            1 => permit = wallet.permit(B256::ZERO, spender, value, nonce, deadline),
            2 => permit.value ^= U256::ONE,
            3 => permit.spender = Address::repeat_byte(9),
            4 => permit.owner = Address::ZERO,
            5 => permit.owner = DEPLOYER,
            6 => permit.v ^= 1,
            7 => permit.v -= 27,
            8 => {
                // the malleable twin: the other root, the order less s
                let order: U256 =
                    "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
                        .parse()
                        .unwrap();
                permit.s = (order - U256::from_be_bytes(permit.s.0)).into();
                permit.v = 55 - permit.v;
            }
            _ => {}
        }
        let (owner, is_good) = (permit.owner, spoilt > 8);
        let expected = self.model.permit(
            owner,
            permit.spender,
            &int(permit.value),
            &int(permit.deadline),
            is_good,
        );
        self.send(caller, &permit, expected);
    }

    fn book(&mut self) {
        let caller = self.somebody();
        let assets = self.amount(&[self.model.token.of(caller)]);
        let expected = self.model.book(caller, &int(assets));
        self.send(caller, &IVault::bookCall { assets }, expected);
    }

    /// Tokens that nobody booked: no share gains by it.
    fn donate(&mut self) {
        let from = self.somebody();
        let held = self.model.token.of(from);
        let value = held / Int::from(1 + self.random.below(100));
        let (vault, token) = (self.model.vault, self.chain.token());
        let transfer =
            IToken::transferCall { to: vault, value: U256::from_be_slice(&value.to_bytes_be()) };
        assert!(self.chain.send(from, token, transfer.abi_encode()).is_success);
        self.model.token.take(from, &value);
        self.model.token.add(vault, &value);
    }

    /// Tokens that vanish: the pool bears it when somebody compares.
    fn lose(&mut self) {
        let (vault, token) = (self.model.vault, self.chain.token());
        let held = self.model.token.of(vault);
        let part = *self.random.pick(&[1_000_000_u64, 1_000, 2, 1]);
        let value =
            if self.random.chance(1, 20) { held } else { held / Int::from(part) / Int::from(2_u8) };
        if value == Int::default() {
            return;
        }
        let burn =
            IToken::burnCall { from: vault, value: U256::from_be_slice(&value.to_bytes_be()) };
        assert!(self.chain.send(DEPLOYER, token, burn.abi_encode()).is_success);
        self.model.token.take(vault, &value);
    }

    /// Sends a call to the vault and compares answer, events or error.
    #[track_caller]
    fn send<T: SolCall>(&mut self, from: Address, call: &T, expected: Answer) {
        let vault = self.model.vault;
        let outcome = self.chain.send(from, vault, call.abi_encode());
        let shown = T::SIGNATURE;
        match &expected {
            Ok((answer, events)) => {
                assert!(outcome.is_success, "{shown}: {} instead of {answer}", outcome.output);
                assert_eq!(Int::from_bytes_be(&outcome.output), *answer, "{shown}");
                let logs = outcome.logs.iter().filter(|log| log.address == vault);
                assert_eq!(logs.map(event).collect::<Vec<_>>(), *events, "{shown}");
            }
            Err(refusal) => assert_eq!(refusal_of(&outcome), *refusal, "{shown}"),
        }
        let name =
            expected.map_or_else(|refusal| refusal.0, |_| T::SIGNATURE.split('(').next().unwrap());
        *self.tally.entry(name).or_default() += 1;
    }

    /// Compares a few views, chosen at random.
    fn look(&mut self) {
        let (owner, spender) = (self.anybody(), self.anybody());
        let amount = self.amount(&[self.model.supply.clone(), self.model.pool.clone()]);
        let any = int(amount);
        let expected;
        let input = match self.random.below(13) {
            0 => {
                expected = self.model.pool.clone();
                IVault::totalAssetsCall {}.abi_encode()
            }
            1 => {
                expected = self.model.supply.clone();
                IVault::totalSupplyCall {}.abi_encode()
            }
            2 => {
                expected = self.model.shares.allowed(owner, spender);
                IVault::allowanceCall { owner, spender }.abi_encode()
            }
            3 => {
                expected = Int::from(self.model.nonces.get(&owner).copied().unwrap_or(0));
                IVault::noncesCall { owner }.abi_encode()
            }
            4 => {
                expected = self.model.convert_to_shares(&any);
                IVault::convertToSharesCall { assets: amount }.abi_encode()
            }
            5 => {
                expected = self.model.convert_to_assets(&any);
                IVault::convertToAssetsCall { shares: amount }.abi_encode()
            }
            6 => {
                expected = self.model.preview_deposit(&any);
                IVault::previewDepositCall { assets: amount }.abi_encode()
            }
            7 => {
                expected = self.model.preview_mint(&any);
                IVault::previewMintCall { shares: amount }.abi_encode()
            }
            8 => {
                expected = self.model.max_deposit(owner);
                IVault::maxDepositCall { receiver: owner }.abi_encode()
            }
            9 => {
                expected = self.model.max_mint(owner);
                IVault::maxMintCall { receiver: owner }.abi_encode()
            }
            _ => {
                expected = self.model.shares.of(owner);
                IVault::balanceOfCall { account: owner }.abi_encode()
            }
        };
        self.compare_view(input, &expected);
    }

    #[track_caller]
    fn compare_view(&mut self, input: Vec<u8>, expected: &Int) {
        let name = IVault::IVaultCalls::name_by_selector(*input.first_chunk().unwrap()).unwrap();
        let outcome = self.chain.view(self.model.vault, input);
        if expected.bits() > 256 {
            let overflow = Bytes::from(Panic::from(0x11_u64).abi_encode());
            assert_eq!((outcome.is_success, outcome.output), (false, overflow), "{name}");
        } else {
            assert!(outcome.is_success, "{name}: {}", outcome.output);
            assert_eq!(Int::from_bytes_be(&outcome.output), *expected, "{name}");
        }
    }

    /// Compares all there is.
    fn compare_all(&mut self) {
        let mut accounts: Vec<Address> = self.wallets.iter().map(|wallet| wallet.address).collect();
        accounts.extend([Address::ZERO, DEPLOYER, self.model.vault]);
        for owner in accounts.clone() {
            let expected = self.model.shares.of(owner);
            self.compare_view(IVault::balanceOfCall { account: owner }.abi_encode(), &expected);
            let expected = Int::from(self.model.nonces.get(&owner).copied().unwrap_or(0));
            self.compare_view(IVault::noncesCall { owner }.abi_encode(), &expected);
            let tokens = IToken::balanceOfCall { account: owner }.abi_encode();
            let tokens = self.chain.view(self.chain.token(), tokens).output;
            assert_eq!(Int::from_bytes_be(&tokens), self.model.token.of(owner));
            for spender in accounts.clone() {
                let expected = self.model.shares.allowed(owner, spender);
                self.compare_view(IVault::allowanceCall { owner, spender }.abi_encode(), &expected);
            }
        }
        let sum: Int = accounts.into_iter().map(|account| self.model.shares.of(account)).sum();
        assert_eq!(sum, self.model.supply);
    }
}

fn event(log: &Log) -> Event {
    let name = IVaultEvents::name_by_selector(log.topics()[0].0).unwrap();
    let indexed = log.topics()[1..].iter().map(|topic| Int::from_bytes_be(topic.as_slice()));
    let data = log.data.data.chunks(32).map(Int::from_bytes_be);
    Event(name, indexed.chain(data).collect())
}

fn refusal_of(outcome: &Outcome) -> Refusal {
    assert!(!outcome.is_success, "it succeeded with {}", outcome.output);
    let (selector, words) = outcome.output.split_first_chunk().expect("a reason");
    if let Ok(revert) = Revert::abi_decode(&outcome.output) {
        let known = ["insufficient allowance", "insufficient balance"];
        let name = known
            .into_iter()
            .find(|known| *known == revert.reason)
            .expect("a message of the token");
        return Refusal(name, Vec::new());
    }
    let name =
        IVaultErrors::name_by_selector(*selector).unwrap_or_else(|| panic!("{}", outcome.output));
    Refusal(name, words.chunks(32).map(Int::from_bytes_be).collect())
}

/// Lives of [`STEPS_PER_LIFE`] steps each, `steps` in all. Answers how often what happened.
fn live<C: Chain>(
    steps: usize,
    seed: u64,
    make: impl Fn(VaultParams, u64) -> C,
) -> BTreeMap<&'static str, usize> {
    let wallets: Vec<Wallet> = (0..5).map(Wallet::new).collect();
    assert_eq!(word(Address::ZERO), Int::default());
    let mut total = BTreeMap::new();
    for number in 0..steps / STEPS_PER_LIFE {
        let random = Random::new(seed ^ (number as u64) << 32);
        let mut life = Life::new(wallets.clone(), random, &make);
        if number % 4 == 3 {
            life.inflate();
        }
        for _ in 0..STEPS_PER_LIFE {
            life.step();
        }
        life.compare_all();
        for (name, count) in life.tally {
            *total.entry(name).or_default() += count;
        }
    }
    println!("{total:?}");
    total
}

/// Every function succeeded and every refusal was met.
fn assert_covered(total: &BTreeMap<&'static str, usize>) {
    for name in [
        "deposit",
        "mint",
        "transfer",
        "transferFrom",
        "approve",
        "permit",
        "book",
        "bookSurplus",
        "poke",
        "ZeroAmount",
        "ZeroShares",
        "VaultIsReceiver",
        "ZeroReceiver",
        "AssetsExceedLimit",
        "DepositCapExceeded",
        "VaultClosed",
        "InsufficientShares",
        "InsufficientAllowance",
        "SignatureExpired",
        "SignatureMismatch",
        "NothingStaked",
        "NothingToBook",
        "insufficient allowance",
        "insufficient balance",
    ] {
        assert!(total.get(name).is_some_and(|count| *count >= 10), "{name}: {total:?}");
    }
}

#[test]
fn vault_agrees_with_the_model_in_memory() {
    assert_covered(&live(100_000, 1, Memory::new));
}

#[test]
fn vault_agrees_with_the_model_in_revm() {
    let total = live(5_000, 2, Revm::new);
    assert!(
        ["deposit", "mint", "transferFrom", "permit"].iter().all(|name| total[name] >= 50),
        "{total:?}"
    );
}
