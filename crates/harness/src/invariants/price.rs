//! Rules about the price, and about who gains.

use alloy_primitives::{Address, U256, U512};
use restaking::{
    abi::IVault::IVaultEvents as Event,
    shares::{Pool, Shares},
};

use super::{
    Findings, Watched,
    record::{News, Record},
    snapshot::shares_of,
};
use crate::chain::Chain;

pub(crate) fn check(
    vault: &Watched,
    earlier: &Record,
    news: &News,
    pools: &Pools,
    sender: Address,
    chain: &mut dyn Chain,
    findings: &mut Findings,
) {
    check_monotone(news, pools, findings);
    check_gains(vault, earlier, news, pools, sender, chain, findings);
}

/// The pool before and after a transaction.
pub(crate) struct Pools {
    pub(crate) before: Pool,
    pub(crate) after: Pool,
}

/// price-monotone: only a slash or a reconciliation lowers `(A + 1) / (S + 1e6)`.
fn check_monotone(news: &News, pools: &Pools, findings: &mut Findings) {
    let may_fall = news
        .events
        .iter()
        .any(|event| matches!(event, Event::Slashed(_) | Event::LossReconciled(_)));
    let (was, is) = (parts(&pools.before), parts(&pools.after));
    let has_fallen = product(is.0, was.1) < product(was.0, is.1);
    let has_changed = was != is;
    findings.check("price-monotone", has_changed && !may_fall, may_fall || !has_fallen, || {
        format!(
            "the price fell from {}/{} to {}/{} without slash or loss",
            was.0, was.1, is.0, is.1
        )
    });
}

fn product(a: U256, b: U256) -> U512 {
    a.widening_mul(b)
}

/// The price as a fraction.
fn parts(pool: &Pool) -> (U256, U256) {
    let assets = pool.assets.get().saturating_add(U256::from(1));
    (assets, pool.shares.get().saturating_add(U256::from(1_000_000)))
}

/// no-free-value: what a party has in the vault after a transaction, and took out in it, is at most what it had and put
/// in, and its part of yield or returned escrow, but for `max(1, price of a share)` and the rounding of this measurement.
fn check_gains(
    vault: &Watched,
    earlier: &Record,
    news: &News,
    pools: &Pools,
    sender: Address,
    chain: &mut dyn Chain,
    findings: &mut Findings,
) {
    let mut touched = news.accounts.clone();
    touched.insert(sender);
    touched.remove(&vault.info.address);
    let slack = slack(&pools.after).saturating_add(U256::from(news.settled.len()));
    for party in touched {
        let flow = Flow::of(party, vault.info.address, news, pools);
        let balance = shares_of(chain, vault.info.address, party);
        let balance_before = balance.saturating_add(flow.shares_out).saturating_sub(flow.shares_in);
        let had = Stake::of(earlier, party, balance_before);
        let has = Stake::of(&vault.record, party, balance);
        let yielded = part_up(yielded(news), had.shares, pools.before.shares.get());
        let due = had.value(&pools.before).saturating_add(flow.put).saturating_add(yielded);
        let value = has.value(&pools.after);
        let gained = value.saturating_add(flow.took);
        findings.check(
            "no-free-value",
            !gained.is_zero(),
            gained <= due.saturating_add(slack),
            || {
                format!(
                    "{party} has {value} and took {}, but was due {due}, put in and yield included",
                    flow.took
                )
            },
        );
    }
}

/// Rounding: one unit or one share, and three units because values are rounded down here.
fn slack(pool: &Pool) -> U256 {
    let (assets, shares) = parts(pool);
    assets.checked_div(shares).unwrap_or_default().saturating_add(U256::from(4))
}

/// `ceil(amount · part / whole)`; all of it if there is no whole.
fn part_up(amount: U256, part: U256, whole: U256) -> U256 {
    if whole.is_zero() {
        return amount;
    }
    product(amount, part).div_ceil(U512::from(whole)).saturating_to()
}

/// What this transaction gave to all who hold shares.
fn yielded(news: &News) -> U256 {
    let gained = news.events.iter().map(|event| match event {
        Event::YieldBooked(e) => e.booked,
        Event::EscrowReturned(e) => e.toPool,
        _ => U256::ZERO,
    });
    gained.fold(U256::ZERO, U256::saturating_add)
}

/// What passed between a party and the vault or other parties.
#[derive(Debug, Default)]
struct Flow {
    /// Assets deposited for it, and shares that others gave it, at their price.
    put: U256,
    /// Assets claimed by it.
    took: U256,
    shares_in: U256,
    shares_out: U256,
}

impl Flow {
    fn of(party: Address, vault: Address, news: &News, pools: &Pools) -> Self {
        let mut flow = Self::default();
        for (from, to, shares) in &news.transfers {
            if *to == party {
                flow.shares_in = flow.shares_in.saturating_add(*shares);
                let is_gift = *from != party && !from.is_zero() && *from != vault;
                flow.give(if is_gift { *shares } else { U256::ZERO }, pools);
            }
            if *from == party {
                flow.shares_out = flow.shares_out.saturating_add(*shares);
            }
        }
        for event in &news.events {
            match event {
                Event::Deposit(e) if e.owner == party => {
                    flow.put = flow.put.saturating_add(e.assets)
                }
                Event::Withdraw(e) if e.owner == party => {
                    flow.took = flow.took.saturating_add(e.assets)
                }
                Event::RedeemRequest(e) if e.controller == party && e.owner != party => {
                    flow.give(e.shares, pools)
                }
                Event::CancelRedeemClaim(e) if e.receiver == party && e.controller != party => {
                    flow.give(e.shares, pools);
                }
                _ => {}
            }
        }
        flow
    }

    fn give(&mut self, shares: U256, pools: &Pools) {
        let worth =
            pools.after.to_assets_up(Shares::new(shares)).map_or(U256::MAX, |assets| assets.get());
        self.put = self.put.saturating_add(worth);
    }
}

/// What a party has in the vault: shares and open requests, and what settled requests are owed.
struct Stake {
    shares: U256,
    owed: U256,
}

impl Stake {
    fn of(record: &Record, party: Address, balance: U256) -> Self {
        let mut stake = Self { shares: balance, owed: U256::ZERO };
        for ((epoch, _), request) in
            record.requests.iter().filter(|((_, controller), _)| *controller == party)
        {
            match record.settled.get(epoch).filter(|_| !request.is_cancelled) {
                Some(settled) => {
                    let exact = product(settled.assets, request.shares);
                    let part = exact.checked_div(U512::from(settled.shares)).unwrap_or_default();
                    stake.owed = stake.owed.saturating_add(part.saturating_to());
                }
                None => stake.shares = stake.shares.saturating_add(request.shares),
            }
        }
        stake
    }

    fn value(&self, pool: &Pool) -> U256 {
        let at_price =
            pool.to_assets_down(Shares::new(self.shares)).map_or(U256::ZERO, |assets| assets.get());
        at_price.saturating_add(self.owed)
    }
}
