//! A vault without exits, written from the texts of ERC-20, ERC-2612 and ERC-4626 and from sections 4 and 5 of the
//! design, on big integers. It shares no code with the crates.

use std::collections::HashMap;

use alloy_primitives::{Address, U256};
use num_bigint::BigUint;
use num_traits::{One, Zero};

/// A number of any size.
pub type Int = BigUint;

/// Why a call is refused: the name of the error and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub &'static str, pub Vec<Int>);

/// An event of the vault: its name and its words, indexed or not, in order of declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event(pub &'static str, pub Vec<Int>);

/// What a call answers and logs.
pub type Answer = Result<(Int, Vec<Event>), Refusal>;

/// The word of an address.
pub fn word(account: Address) -> Int {
    Int::from_bytes_be(account.as_slice())
}

/// A big integer of a word.
pub fn int(word: U256) -> Int {
    Int::from_bytes_be(&word.to_be_bytes::<32>())
}

fn two_to(power: u32) -> Int {
    Int::one() << power
}

fn ten_to(power: u32) -> Int {
    Int::from(10_u8).pow(power)
}

fn up(numerator: Int, denominator: &Int) -> Int {
    (numerator + denominator - 1_u8) / denominator
}

fn less(a: &Int, b: &Int) -> Int {
    if a > b { a - b } else { Int::zero() }
}

fn refuse<T>(name: &'static str, words: impl IntoIterator<Item = Int>) -> Result<T, Refusal> {
    Err(Refusal(name, words.into_iter().collect()))
}

/// Shares, or tokens of the asset, by holder, and who may move whose.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    balances: HashMap<Address, Int>,
    allowances: HashMap<(Address, Address), Int>,
}

impl Accounts {
    /// What `account` holds.
    pub fn of(&self, account: Address) -> Int {
        self.balances.get(&account).cloned().unwrap_or_default()
    }

    /// What `spender` may move of `owner`.
    pub fn allowed(&self, owner: Address, spender: Address) -> Int {
        self.allowances.get(&(owner, spender)).cloned().unwrap_or_default()
    }

    /// Lets `spender` move `value` of `owner`.
    pub fn allow(&mut self, owner: Address, spender: Address, value: Int) {
        self.allowances.insert((owner, spender), value);
    }

    /// Adds to what `account` holds.
    pub fn add(&mut self, account: Address, value: &Int) {
        *self.balances.entry(account).or_default() += value;
    }

    /// Takes from what `account` holds.
    pub fn take(&mut self, account: Address, value: &Int) {
        *self.balances.get_mut(&account).expect("a holder") -= value;
    }

    fn spend(&mut self, owner: Address, spender: Address, value: &Int) -> Option<Event> {
        let allowed = self.allowed(owner, spender);
        if allowed == two_to(256) - 1_u8 {
            return None;
        }
        let left = allowed - value;
        self.allow(owner, spender, left.clone());
        Some(Event("Approval", vec![word(owner), word(spender), left]))
    }
}

/// The vault, its token, and the books of both.
#[derive(Debug, Clone)]
pub struct Model {
    /// The vault's own address.
    pub vault: Address,
    /// Time, in seconds.
    pub now: u64,
    /// Most assets that the pool may hold after a deposit.
    pub cap: Int,
    /// Booked assets.
    pub pool: Int,
    /// Shares in existence.
    pub supply: Int,
    /// Shares.
    pub shares: Accounts,
    /// Next permit nonce.
    pub nonces: HashMap<Address, u64>,
    /// The asset.
    pub token: Accounts,
}

impl Model {
    fn limit_of_assets() -> Int {
        two_to(112) - 1_u8
    }

    fn limit_of_shares() -> Int {
        two_to(144) - 1_u8
    }

    /// Virtual shares included.
    fn all_shares(&self) -> Int {
        &self.supply + ten_to(6)
    }

    /// The pool after it bore what the balance lacks.
    fn compared(&self) -> Int {
        self.pool.clone().min(self.token.of(self.vault))
    }

    fn shares_for(&self, assets: &Int, pool: &Int) -> Int {
        assets * self.all_shares() / (pool + 1_u8)
    }

    fn assets_for(&self, shares: &Int, pool: &Int) -> Int {
        shares * (pool + 1_u8) / self.all_shares()
    }

    fn cost_of(&self, shares: &Int, pool: &Int) -> Int {
        up(shares * (pool + 1_u8), &self.all_shares())
    }

    /// The price of a share is below a billionth of that of a new vault, which is a millionth of an asset.
    fn is_closed(&self, pool: &Int) -> bool {
        (pool + 1_u8) * ten_to(15) < self.all_shares()
    }

    fn check_receiver(&self, receiver: Address) -> Result<(), Refusal> {
        if receiver == self.vault {
            return refuse("VaultIsReceiver", []);
        }
        if receiver.is_zero() {
            return refuse("ZeroReceiver", []);
        }
        Ok(())
    }

    fn check_open(&self, receiver: Address, pool: &Int) -> Result<(), Refusal> {
        self.check_receiver(receiver)?;
        if self.is_closed(pool) {
            let rate = (pool + 1_u8) * ten_to(24) / self.all_shares();
            return refuse("VaultClosed", [rate, ten_to(27)]);
        }
        Ok(())
    }

    /// ERC-4626 `deposit`.
    pub fn deposit(&mut self, caller: Address, assets: &Int, receiver: Address) -> Answer {
        if assets.is_zero() {
            return refuse("ZeroAmount", []);
        }
        let pool = self.compared();
        self.check_open(receiver, &pool)?;
        if &pool + assets > Self::limit_of_assets() {
            return refuse("AssetsExceedLimit", [assets.clone()]);
        }
        let shares = self.shares_for(assets, &pool);
        let events = self.take_in(caller, assets, &shares, receiver, &pool)?;
        Ok((shares, events))
    }

    /// ERC-4626 `mint`.
    pub fn mint(&mut self, caller: Address, shares: &Int, receiver: Address) -> Answer {
        if shares.is_zero() {
            return refuse("ZeroAmount", []);
        }
        let pool = self.compared();
        self.check_open(receiver, &pool)?;
        if *shares > Self::limit_of_shares() {
            return refuse("AssetsExceedLimit", [two_to(256) - 1_u8]);
        }
        let assets = self.cost_of(shares, &pool);
        if &pool + &assets > Self::limit_of_assets() {
            return refuse("AssetsExceedLimit", [assets]);
        }
        let events = self.take_in(caller, &assets, shares, receiver, &pool)?;
        Ok((assets, events))
    }

    fn take_in(
        &mut self,
        caller: Address,
        assets: &Int,
        shares: &Int,
        receiver: Address,
        pool: &Int,
    ) -> Result<Vec<Event>, Refusal> {
        if &self.supply + shares > Self::limit_of_shares() {
            return refuse("AssetsExceedLimit", [assets.clone()]);
        }
        let room = less(&self.cap, pool);
        if *assets > room {
            return refuse("DepositCapExceeded", [assets.clone(), room]);
        }
        if shares.is_zero() {
            return refuse("ZeroShares", []);
        }
        self.pull(caller, assets)?;
        let mut events = self.bear_loss(pool);
        self.pool += assets;
        self.supply += shares;
        self.shares.add(receiver, shares);
        events.push(Event("Transfer", vec![Int::zero(), word(receiver), shares.clone()]));
        events.push(Event(
            "Deposit",
            vec![word(caller), word(receiver), assets.clone(), shares.clone()],
        ));
        Ok(events)
    }

    fn bear_loss(&mut self, pool: &Int) -> Vec<Event> {
        let loss = &self.pool - pool;
        self.pool = pool.clone();
        if loss.is_zero() { Vec::new() } else { vec![Event("LossReconciled", vec![loss])] }
    }

    fn pull(&mut self, from: Address, assets: &Int) -> Result<(), Refusal> {
        if self.token.allowed(from, self.vault) < *assets {
            return refuse("insufficient allowance", []);
        }
        if self.token.of(from) < *assets {
            return refuse("insufficient balance", []);
        }
        self.token.spend(from, self.vault, assets);
        self.token.take(from, assets);
        self.token.add(self.vault, assets);
        Ok(())
    }

    /// Yield paid by `caller`.
    pub fn book(&mut self, caller: Address, assets: &Int) -> Answer {
        if assets.is_zero() {
            return refuse("ZeroAmount", []);
        }
        if self.supply.is_zero() {
            return refuse("NothingStaked", []);
        }
        let pool = self.compared();
        if &pool + assets > Self::limit_of_assets() {
            return refuse("AssetsExceedLimit", [assets.clone()]);
        }
        self.pull(caller, assets)?;
        let mut events = self.bear_loss(&pool);
        self.pool += assets;
        events.push(Event("YieldBooked", vec![word(caller), assets.clone(), assets.clone()]));
        Ok((assets.clone(), events))
    }

    /// Donations become yield.
    pub fn book_surplus(&mut self) -> Answer {
        if self.supply.is_zero() {
            return refuse("NothingStaked", []);
        }
        let surplus = less(&self.token.of(self.vault), &self.pool);
        if surplus.is_zero() {
            return refuse("NothingToBook", []);
        }
        if &self.pool + &surplus > Self::limit_of_assets() {
            return refuse("AssetsExceedLimit", [surplus]);
        }
        self.pool += &surplus;
        let event = Event("YieldBooked", vec![word(self.vault), surplus.clone(), surplus.clone()]);
        Ok((surplus, vec![event]))
    }

    /// The balance is compared with the books.
    pub fn poke(&mut self) -> Answer {
        let pool = self.compared();
        Ok((Int::zero(), self.bear_loss(&pool)))
    }

    /// ERC-20 `transfer` and `transferFrom`: `caller` moves shares of `from`, its own without an allowance.
    pub fn transfer(
        &mut self,
        spender: Option<Address>,
        from: Address,
        to: Address,
        value: &Int,
    ) -> Answer {
        self.check_receiver(to)?;
        let allowed = spender.map(|spender| self.shares.allowed(from, spender));
        if let (Some(spender), Some(allowed)) = (spender, allowed.filter(|it| it < value)) {
            return refuse("InsufficientAllowance", [word(spender), allowed, value.clone()]);
        }
        let held = self.shares.of(from);
        if held < *value {
            return refuse("InsufficientShares", [word(from), held, value.clone()]);
        }
        let spent = spender.and_then(|spender| self.shares.spend(from, spender, value));
        self.shares.add(to, value);
        if !value.is_zero() {
            self.shares.take(from, value);
        }
        let moved = Event("Transfer", vec![word(from), word(to), value.clone()]);
        Ok((Int::one(), spent.into_iter().chain([moved]).collect()))
    }

    /// ERC-20 `approve`.
    pub fn approve(&mut self, owner: Address, spender: Address, value: &Int) -> Answer {
        self.shares.allow(owner, spender, value.clone());
        Ok((Int::one(), vec![Event("Approval", vec![word(owner), word(spender), value.clone()])]))
    }

    /// ERC-2612 `permit`; is the signature over the next nonce and these values, by `owner`?
    pub fn permit(
        &mut self,
        owner: Address,
        spender: Address,
        value: &Int,
        deadline: &Int,
        is_good: bool,
    ) -> Answer {
        if *deadline < Int::from(self.now) {
            return refuse("SignatureExpired", [deadline.clone()]);
        }
        if !is_good {
            return refuse("SignatureMismatch", [word(owner)]);
        }
        *self.nonces.entry(owner).or_default() += 1;
        let (_, events) = self.approve(owner, spender, value)?;
        Ok((Int::zero(), events))
    }

    /// ERC-4626 `convertToShares`.
    pub fn convert_to_shares(&self, assets: &Int) -> Int {
        self.shares_for(assets, &self.pool)
    }

    /// ERC-4626 `convertToAssets`.
    pub fn convert_to_assets(&self, shares: &Int) -> Int {
        self.assets_for(shares, &self.pool)
    }

    /// ERC-4626 `previewDeposit`.
    pub fn preview_deposit(&self, assets: &Int) -> Int {
        self.shares_for(assets, &self.compared())
    }

    /// ERC-4626 `previewMint`.
    pub fn preview_mint(&self, shares: &Int) -> Int {
        self.cost_of(shares, &self.compared())
    }

    /// ERC-4626 `maxDeposit`.
    pub fn max_deposit(&self, receiver: Address) -> Int {
        let pool = self.compared();
        if self.check_open(receiver, &pool).is_err() {
            return Int::zero();
        }
        let by_shares = self.assets_for(&(Self::limit_of_shares() - &self.supply), &pool);
        less(&self.cap, &pool).min(Self::limit_of_assets() - &pool).min(by_shares)
    }

    /// ERC-4626 `maxMint`: what the largest deposit mints.
    pub fn max_mint(&self, receiver: Address) -> Int {
        let shares = self.shares_for(&self.max_deposit(receiver), &self.compared());
        shares.min(Self::limit_of_shares() - &self.supply)
    }
}
