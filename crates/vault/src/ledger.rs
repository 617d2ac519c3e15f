//! The vault's books while one call runs: settled first, changed in memory, written once.

use alloc::vec::Vec;

use alloy_primitives::U256;
use restaking_abi::IVault;
use restaking_host::{Cached, Context, Fail, Trap, is_entered, token};
use restaking_shares::{Assets, Bucket, Magnitude, Pool, Shares, Timestamp};
use restaking_withdrawal_delay::{BucketWord, Epoch, Queue};

use crate::{
    Answer, Config, HoldingsWord, MIN_DEPOSIT_MAGNITUDE, PoolWord, StakeWord, TermsWord,
    VaultError, VaultStorage, authority, emit, history, require,
};

/// Gas that a token may use to tell a balance where its failure is survived.
pub const BALANCE_GAS: u64 = 100_000;

/// Does the call change state, or only look?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Settlement is written and logged.
    Change,
    /// Settlement is only computed: a view answers as if it had run.
    View,
}

/// The books. Opening them settles; [`Ledger::close`] writes what changed.
pub(crate) struct Ledger {
    mode: Mode,
    now: Timestamp,
    /// The exit queue.
    pub(crate) queue: Queue,
    pool: Cached<PoolWord>,
    /// What the vault holds for others.
    pub(crate) holdings: Cached<HoldingsWord>,
    /// The terms of deposits.
    pub(crate) terms: Cached<TermsWord>,
    /// The whole, and what waits to be collected.
    pub(crate) stake: Cached<StakeWord>,
    settled: Vec<(Epoch, BucketWord)>,
    balance: Option<Assets>,
    is_touched: bool,
}

impl Ledger {
    /// Opens the books and settles. The balance is compared only if a bucket leaves, and only if the token tells it: a
    /// token that does not must not keep stakers from moving shares, nor a slash from being filed.
    pub(crate) fn open(cx: &mut Context<'_>, config: &Config<'_>, mode: Mode) -> Answer<Self> {
        let mut ledger = Self::load(cx, config, mode)?;
        let due = ledger.queue.due(ledger.now);
        if !due.is_empty() {
            ledger.compare_if_told(cx, config)?;
            ledger.settle(cx, &due)?;
        }
        Ok(ledger)
    }

    /// Opens the books, compares the balance with them if the token tells it, and settles. For a slash, which no token
    /// can stop.
    pub(crate) fn open_for_slash(cx: &mut Context<'_>, config: &Config<'_>) -> Answer<Self> {
        let mut ledger = Self::load(cx, config, Mode::Change)?;
        ledger.compare_if_told(cx, config)?;
        let due = ledger.queue.due(ledger.now);
        ledger.settle(cx, &due)?;
        Ok(ledger)
    }

    /// Opens the books, compares the balance with them and settles. A view that is asked while a call of the vault runs takes
    /// the books at their word.
    ///
    /// # Errors
    /// The token's failure to tell the balance.
    pub(crate) fn open_compared(
        cx: &mut Context<'_>,
        config: &Config<'_>,
        mode: Mode,
    ) -> Answer<Self> {
        let mut ledger = Self::load(cx, config, mode)?;
        let balance = if mode == Mode::View && is_entered(cx.host)? {
            // Somebody looks while a call of the vault runs: what was booked is on its way in or out.
            ledger.booked(cx)?
        } else {
            let this = cx.this();
            token::balance_of(cx, config.asset, this).map_err(refused)?
        };
        ledger.balance = Some(balance);
        ledger.reconcile(cx)?;
        let due = ledger.queue.due(ledger.now);
        ledger.settle(cx, &due)?;
        Ok(ledger)
    }

    fn load(cx: &mut Context<'_>, config: &Config<'_>, mode: Mode) -> Answer<Self> {
        let (now, frame, storage) = (cx.now(), cx.frame, VaultStorage::ROOT);
        let queue =
            Queue::load(cx.host, storage.queue(), config.clock(), now, |host, lane, hold| {
                authority::end_of_hold(host, frame, config, lane, hold)
            })?;
        let ended = queue.ended_lanes();
        let ledger = Self {
            mode,
            now,
            queue,
            pool: Cached::new(storage.pool()),
            holdings: Cached::new(storage.holdings()),
            terms: Cached::new(storage.terms()),
            stake: Cached::new(storage.stake()),
            settled: Vec::new(),
            balance: None,
            is_touched: false,
        };
        if ended != 0 {
            ledger.log(cx, &IVault::HoldsEnded { lanes: ended })?;
        }
        Ok(ledger)
    }

    /// Writes what changed, and before it the closing state of the last epoch if this is the first change since.
    pub(crate) fn close(mut self, cx: &mut Context<'_>, config: &Config<'_>) -> Answer<()> {
        if self.is_touched {
            self.record_closing_state(cx, config)?;
        }
        self.pool.store(cx.host)?;
        self.holdings.store(cx.host)?;
        self.queue.store(cx.host)?;
        self.terms.store(cx.host)?;
        Ok(self.stake.store(cx.host)?)
    }

    fn record_closing_state(&mut self, cx: &mut Context<'_>, config: &Config<'_>) -> Answer<()> {
        let terms = self.terms.get(cx.host)?;
        let current = config.clock().epoch_at(self.now);
        if current > terms.last_epoch {
            let unread = self.pool.get(cx.host)?;
            let closing = self.pool.stored().unwrap_or(unread);
            self.terms.set(history::record(cx, terms, current, closing)?);
        }
        Ok(())
    }

    /// The time of the call.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    /// The pool.
    pub(crate) fn pool(&mut self, cx: &mut Context<'_>) -> Answer<Pool> {
        Ok(self.pool.get(cx.host)?.into())
    }

    /// Replaces the pool.
    pub(crate) fn set_pool(&mut self, pool: Pool) {
        self.pool.set(pool.into());
        self.is_touched = true;
    }

    /// Buckets changed without the pool: history must know.
    pub(crate) const fn touch(&mut self) {
        self.is_touched = true;
    }

    /// The vault's own shares: those in open buckets and those cancelled but not collected. At most 64 reads.
    pub(crate) fn custody(&mut self, cx: &mut Context<'_>) -> Answer<Shares> {
        let mut custody = self.stake.get(cx.host)?.cancelled;
        for epoch in self.queue.open_buckets() {
            custody = custody.checked_add(self.queue.bucket(cx.host, epoch)?.shares)?;
        }
        Ok(custody)
    }

    /// Unclaimed matured assets, escrow and recovery.
    pub(crate) fn owed(&mut self, cx: &mut Context<'_>) -> Answer<Assets> {
        Ok(self.holdings.get(cx.host)?.owed)
    }

    /// Replaces what is owed.
    pub(crate) fn set_owed(&mut self, cx: &mut Context<'_>, owed: Assets) -> Answer<()> {
        let holdings = self.holdings.get(cx.host)?;
        self.holdings.set(HoldingsWord { owed, ..holdings });
        Ok(())
    }

    /// The divisible whole.
    pub(crate) fn magnitude(&mut self, cx: &mut Context<'_>) -> Answer<Magnitude> {
        Ok(self.stake.get(cx.host)?.magnitude)
    }

    /// Replaces the divisible whole.
    pub(crate) fn set_magnitude(
        &mut self,
        cx: &mut Context<'_>,
        magnitude: Magnitude,
    ) -> Answer<()> {
        let stake = self.stake.get(cx.host)?;
        self.stake.set(StakeWord { magnitude, ..stake });
        let terms = self.terms.get(cx.host)?;
        let is_spent = magnitude < MIN_DEPOSIT_MAGNITUDE;
        if is_spent != terms.is_spent {
            self.terms.set(TermsWord { is_spent, ..terms });
        }
        Ok(())
    }

    /// The balance that the books were compared with.
    pub(crate) const fn balance(&self) -> Assets {
        match self.balance {
            Some(balance) => balance,
            None => Assets::ZERO,
        }
    }

    /// What the balance lacks to cover all that is owed, after the pool has borne what it could. Needs a comparison.
    pub(crate) fn deficit(&mut self, cx: &mut Context<'_>) -> Answer<Assets> {
        let booked = self.booked(cx)?;
        Ok(booked.saturating_sub(self.balance()))
    }

    /// Pool and all that is owed.
    pub(crate) fn booked(&mut self, cx: &mut Context<'_>) -> Answer<Assets> {
        let owed = self.owed(cx)?;
        Ok(self.pool(cx)?.assets.checked_add(owed)?)
    }

    /// What is paid for `owed` assets that are discharged in full: all of it, or its part of the balance in a deficit.
    pub(crate) fn payable_down(&mut self, cx: &mut Context<'_>, owed: Assets) -> Answer<Assets> {
        if self.deficit(cx)?.is_zero() {
            return Ok(owed);
        }
        let total = self.owed(cx)?;
        Ok(restaking_shares::escrow::pro_rata_down(owed, self.balance(), total)?)
    }

    /// A bucket as it stands after settlement.
    pub(crate) fn bucket(&self, cx: &mut Context<'_>, epoch: Epoch) -> Result<BucketWord, Trap> {
        match self.settled.iter().find(|(settled, _)| *settled == epoch) {
            Some((_, bucket)) => Ok(*bucket),
            None => self.queue.bucket(cx.host, epoch),
        }
    }

    /// A settled bucket, for the arithmetic of claims.
    pub(crate) fn settled_bucket(
        &self,
        cx: &mut Context<'_>,
        epoch: Epoch,
    ) -> Result<Bucket, Trap> {
        let BucketWord { assets, shares } = self.bucket(cx, epoch)?;
        Ok(Bucket { assets, shares })
    }

    /// Reconciles the books with the balance, if the token tells it within [`BALANCE_GAS`]. The caller must bring that
    /// much, or it could starve the token and dodge the comparison.
    fn compare_if_told(&mut self, cx: &mut Context<'_>, config: &Config<'_>) -> Answer<()> {
        check_gas(cx, BALANCE_GAS)?;
        let this = cx.this();
        self.balance = token::balance_of_within(cx, config.asset, this, BALANCE_GAS)?;
        if self.balance.is_some() { self.reconcile(cx) } else { Ok(()) }
    }

    /// Lets the pool bear what the balance lacks (`LossReconciled`); what it cannot bear is a deficit.
    pub(crate) fn reconcile(&mut self, cx: &mut Context<'_>) -> Answer<()> {
        let missing = self.deficit(cx)?;
        if missing.is_zero() {
            return Ok(());
        }
        let (pool, borne) = self.pool(cx)?.bear_loss(missing);
        if !borne.is_zero() {
            self.set_pool(pool);
            self.log(cx, &IVault::LossReconciled { assets: borne.get() })?;
        }
        Ok(())
    }

    /// Moves the due buckets out of the pool, each at the price that the one before left.
    fn settle(&mut self, cx: &mut Context<'_>, due: &[Epoch]) -> Answer<()> {
        let (Some(first), Some(last)) = (due.first(), due.last()) else { return Ok(()) };
        let (mut pool, mut shares, mut assets) = (self.pool(cx)?, Shares::ZERO, Assets::ZERO);
        for epoch in due {
            let bucket = self.queue.bucket(cx.host, *epoch)?;
            let (rest, taken) = pool.redeem_down(bucket.shares)?;
            let settled = BucketWord { assets: taken, ..bucket };
            if self.mode == Mode::Change {
                self.queue.set_bucket(cx.host, *epoch, settled)?;
            }
            self.settled.push((*epoch, settled));
            self.queue.close_bucket(*epoch);
            (pool, shares, assets) =
                (rest, shares.checked_add(bucket.shares)?, assets.checked_add(taken)?);
        }
        self.set_pool(pool);
        let holdings = self.holdings.get(cx.host)?;
        self.holdings.set(HoldingsWord { owed: holdings.owed.checked_add(assets)?, ..holdings });
        let event = IVault::ExitsSettled {
            firstRequestId: U256::from(first.0),
            lastRequestId: U256::from(last.0),
            shares: shares.get(),
            assets: assets.get(),
        };
        self.log(cx, &event)
    }

    fn log<E: alloy_sol_types::SolEvent>(&self, cx: &mut Context<'_>, event: &E) -> Answer<()> {
        if self.mode == Mode::Change { emit(cx, event) } else { Ok(()) }
    }
}

/// Maps the failure of a component (token, queue) to the vault's.
pub(crate) fn refused<E: Into<VaultError>>(fail: Fail<E>) -> Fail<VaultError> {
    fail.map_error(Into::into)
}

/// Is there enough gas that EIP-150 forwards `gas` in full, and some to go on with?
///
/// # Errors
/// - `InsufficientGas`
pub(crate) fn check_gas(cx: &Context<'_>, gas: u64) -> Answer<()> {
    const REST: u64 = 40_000;
    let needed = gas.saturating_add(gas.div_ceil(63)).saturating_add(REST);
    let left = cx.host.gas_left();
    require(left >= needed, || VaultError::InsufficientGas {
        left: U256::from(left),
        needed: U256::from(needed),
    })
}
