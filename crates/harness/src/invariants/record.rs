//! What the events of a vault say.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, Log, U256};
use alloy_sol_types::SolEventInterface;
use restaking::abi::IVault::{self, IVaultEvents as Event};

use super::{
    VaultInfo,
    snapshot::{Snapshot, bucket_slot},
};

/// A request for redemption, open or settled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request {
    /// Shares not yet claimed or collected.
    pub(crate) shares: U256,
    /// When the last part of it was requested.
    pub(crate) requested_at: u64,
    /// It was cancelled.
    pub(crate) is_cancelled: bool,
}

/// A settled bucket.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settled {
    /// Where it is stored; 0 until that is known.
    pub(crate) slot: U256,
    /// What it took out of the pool.
    pub(crate) assets: U256,
    /// Its shares.
    pub(crate) shares: U256,
    /// Shares claimed.
    pub(crate) claimed_shares: U256,
    /// Assets owed to those claims.
    pub(crate) claimed_assets: U256,
}

/// A hold, as far as events tell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hold {
    pub(crate) filed: u64,
    pub(crate) until: u64,
}

/// What happened to one vault in one transaction.
#[derive(Debug, Default)]
pub(crate) struct News {
    pub(crate) now: u64,
    pub(crate) events: Vec<Event>,
    /// Every account that an event names.
    pub(crate) accounts: BTreeSet<Address>,
    /// Buckets that settled.
    pub(crate) settled: Vec<u64>,
    /// Shares transferred, minted or burned by deposits, requests and collections: from, to, how many.
    pub(crate) transfers: Vec<(Address, Address, U256)>,
}

/// What is known of a vault from its events.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    /// Open buckets and their shares.
    pub(crate) open: BTreeMap<u64, U256>,
    /// Requests by bucket and controller.
    pub(crate) requests: BTreeMap<(u64, Address), Request>,
    /// Settled buckets.
    pub(crate) settled: BTreeMap<u64, Settled>,
    /// Holds by lane.
    pub(crate) holds: BTreeMap<u8, Hold>,
    /// Assets and lane of the escrows that were neither paid nor returned.
    pub(crate) escrows: BTreeMap<U256, (U256, u8)>,
    /// The recovery account.
    pub(crate) recovery: U256,
    /// Balance that vanished without the vault sending it.
    pub(crate) lost: U256,
    /// Losses that the pool bore.
    pub(crate) reconciled: U256,
}

impl Record {
    /// Takes note of the events of one transaction.
    pub(crate) fn learn(&mut self, info: &VaultInfo, now: u64, logs: &[Log]) -> News {
        let mut news = News { now, ..News::default() };
        for log in logs.iter().filter(|log| log.address == info.address) {
            if let Ok(event) = Event::decode_raw_log(log.topics(), &log.data.data) {
                self.learn_event(&event, &mut news);
                news.events.push(event);
            }
        }
        news
    }

    fn learn_event(&mut self, event: &Event, news: &mut News) {
        match event {
            Event::Transfer(IVault::Transfer { from, to, value }) => {
                news.accounts.extend([*from, *to].into_iter().filter(|account| !account.is_zero()));
                news.transfers.push((*from, *to, *value));
            }
            Event::RedeemRequest(e) => self.requested(e, news.now),
            Event::CancelRedeemRequest(e) => self.cancelled(bucket(e.requestId), e.controller),
            Event::CancelRedeemClaim(e) => {
                self.requests.remove(&(bucket(e.requestId), e.controller));
            }
            Event::ExitsSettled(e) => {
                let range = bucket(e.firstRequestId)..=bucket(e.lastRequestId);
                news.settled.extend(self.open.range(range).map(|(epoch, _)| *epoch));
            }
            Event::ExitClaimed(e) => {
                news.accounts.insert(e.controller);
                self.claimed(e);
            }
            Event::HoldOpened(e) => {
                self.holds.insert(e.lane, Hold { filed: news.now, until: e.until });
            }
            Event::HoldClosed(e) => {
                self.holds.remove(&e.lane);
            }
            Event::Slashed(e) => self.slashed(e),
            Event::EscrowReleased(e) => {
                self.escrows.remove(&e.escrowId);
            }
            Event::EscrowReturned(e) => {
                if let Some((_, lane)) = self.escrows.remove(&e.escrowId) {
                    self.holds.remove(&lane);
                }
                self.recovery = self.recovery.saturating_add(e.toRecovery);
            }
            Event::RecoveryPaid(e) => self.recovery = self.recovery.saturating_sub(e.assets),
            Event::LossReconciled(e) => self.reconciled = self.reconciled.saturating_add(e.assets),
            _ => {}
        }
    }

    fn requested(&mut self, event: &IVault::RedeemRequest, now: u64) {
        let epoch = bucket(event.requestId);
        let open = self.open.entry(epoch).or_default();
        *open = open.saturating_add(event.shares);
        let request = self.requests.entry((epoch, event.controller)).or_insert(Request {
            shares: U256::ZERO,
            requested_at: now,
            is_cancelled: false,
        });
        request.shares = request.shares.saturating_add(event.shares);
        request.requested_at = now;
    }

    fn cancelled(&mut self, epoch: u64, controller: Address) {
        let Some(request) = self.requests.get_mut(&(epoch, controller)) else { return };
        request.is_cancelled = true;
        let left =
            self.open.get(&epoch).map_or(U256::ZERO, |open| open.saturating_sub(request.shares));
        if left.is_zero() {
            self.open.remove(&epoch);
        } else {
            self.open.insert(epoch, left);
        }
    }

    fn claimed(&mut self, event: &IVault::ExitClaimed) {
        let epoch = bucket(event.requestId);
        if let Some(request) = self.requests.get_mut(&(epoch, event.controller)) {
            request.shares = request.shares.saturating_sub(event.shares);
        }
        // A bucket that settles in the same call is not known as settled yet: `learn_buckets` adds to this entry.
        let settled = self.settled.entry(epoch).or_default();
        settled.claimed_shares = settled.claimed_shares.saturating_add(event.shares);
        settled.claimed_assets = settled.claimed_assets.saturating_add(event.assets);
    }

    fn slashed(&mut self, event: &IVault::Slashed) {
        if event.escrowId.is_zero() {
            self.holds.remove(&event.lane);
            return;
        }
        self.escrows.insert(event.escrowId, (event.assets, event.lane));
        if let Some(hold) = self.holds.get_mut(&event.lane) {
            hold.until = event.due;
        }
    }

    /// Splits the change of the balance into what the vault did itself and what was done to it.
    pub(crate) fn learn_balance(
        &mut self,
        info: &VaultInfo,
        news: &News,
        before: U256,
        after: U256,
    ) {
        let (mut inflow, mut outflow) = (U256::ZERO, U256::ZERO);
        for event in &news.events {
            match event {
                Event::Deposit(e) => inflow = inflow.saturating_add(e.assets),
                // What the vault books from itself is surplus: it was in the balance before.
                Event::YieldBooked(e) if e.from != info.address => {
                    inflow = inflow.saturating_add(e.assets)
                }
                Event::Withdraw(e) => outflow = outflow.saturating_add(e.assets),
                Event::EscrowReleased(e) => outflow = outflow.saturating_add(e.paid),
                Event::RecoveryPaid(e) => outflow = outflow.saturating_add(e.paid),
                _ => {}
            }
        }
        let expected = before.saturating_add(inflow).saturating_sub(outflow);
        self.lost = self.lost.saturating_add(expected.saturating_sub(after));
    }

    /// Notes what the buckets that settled took.
    pub(crate) fn learn_buckets(&mut self, news: &News, after: &Snapshot) {
        for epoch in &news.settled {
            let Some(shares) = self.open.remove(epoch) else { continue };
            let settled = self.settled.entry(*epoch).or_default();
            (settled.assets, settled.shares) = (after.bucket_assets(*epoch), shares);
            settled.slot = bucket_slot(*epoch);
        }
    }

    /// Matured assets that nobody has claimed.
    pub(crate) fn unclaimed(&self) -> U256 {
        let left = |settled: &Settled| settled.assets.saturating_sub(settled.claimed_assets);
        self.settled.values().map(left).fold(U256::ZERO, U256::saturating_add)
    }

    /// Shares cancelled but not collected.
    pub(crate) fn uncollected(&self) -> U256 {
        let cancelled = self.requests.values().filter(|request| request.is_cancelled);
        cancelled.map(|request| request.shares).fold(U256::ZERO, U256::saturating_add)
    }
}

/// A request id as the epoch that it names.
pub(crate) fn bucket(request_id: U256) -> u64 {
    request_id.saturating_to()
}
