//! What the events of AVS registry and Slashing say of allocations and requests.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Log, U256};
use alloy_sol_types::SolEventInterface;
use restaking::abi::IAvsRegistry::{self as Registry, IAvsRegistryEvents};
use restaking::abi::ISlashing::{self, ISlashingEvents, Request};
use restaking::{AVS_REGISTRY, SLASHING};

/// A vault and a set: AVS and number.
pub(crate) type Key = (Address, Address, u32);

/// A change that is pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) is_increase: bool,
    pub(crate) amount: U256,
    /// When an increase is due, or when a decrease was announced.
    pub(crate) time: u64,
    pub(crate) announced_at: u64,
}

/// What a set holds of a vault.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Held {
    pub(crate) magnitude: U256,
    pub(crate) pending: Option<Change>,
    /// What it held before the last increase, and when that was due.
    pub(crate) before: U256,
    pub(crate) raised: u64,
}

impl Held {
    /// With what is on its way in.
    pub(crate) fn promised(&self) -> U256 {
        let coming = self.pending.filter(|change| change.is_increase);
        self.magnitude.saturating_add(coming.map_or(U256::ZERO, |change| change.amount))
    }
}

/// What happened in one transaction, with the state just before each event.
#[derive(Debug)]
pub(crate) enum Turn {
    Announced(Key, Change),
    Completed { key: Key, was: Held, is_increase: bool, magnitude: U256, due: u64 },
    Taken { key: Key, was: Held, taken: U256, fault: u64 },
    Left { operator: Address, avs: Address, id: u32 },
    Executed { id: B256, vault: Address, magnitude: U256, assets: U256, escrow: U256 },
}

/// Allocations and requests by events.
#[derive(Debug, Default)]
pub(crate) struct Allocations {
    pub(crate) held: BTreeMap<Key, Held>,
    pub(crate) requests: BTreeMap<B256, Request>,
}

impl Allocations {
    /// Takes note of the events of one transaction.
    pub(crate) fn learn(&mut self, now: u64, logs: &[Log]) -> Vec<Turn> {
        let mut turns = Vec::new();
        for log in logs {
            if log.address == AVS_REGISTRY {
                if let Ok(event) = IAvsRegistryEvents::decode_raw_log(log.topics(), &log.data.data)
                {
                    turns.extend(self.learn_registry(&event, now));
                }
            } else if log.address == SLASHING
                && let Ok(event) = ISlashingEvents::decode_raw_log(log.topics(), &log.data.data)
            {
                turns.extend(self.learn_slashing(event));
            }
        }
        turns
    }

    fn learn_registry(&mut self, event: &IAvsRegistryEvents, now: u64) -> Option<Turn> {
        match event {
            IAvsRegistryEvents::ChangeAnnounced(e) => Some(self.announced(e, now)),
            IAvsRegistryEvents::ChangeCompleted(e) => Some(self.completed(e)),
            IAvsRegistryEvents::MagnitudeTaken(e) => Some(self.taken(e)),
            IAvsRegistryEvents::OperatorDeregistered(e) => {
                Some(Turn::Left { operator: e.operator, avs: e.avs, id: e.id })
            }
            _ => None,
        }
    }

    fn announced(&mut self, e: &Registry::ChangeAnnounced, now: u64) -> Turn {
        let key = (e.vault, e.avs, e.id);
        let change =
            Change { is_increase: e.isIncrease, amount: e.change, time: e.time, announced_at: now };
        let held = self.held.entry(key).or_default();
        held.pending = (!e.change.is_zero()).then_some(change);
        Turn::Announced(key, change)
    }

    fn completed(&mut self, e: &Registry::ChangeCompleted) -> Turn {
        let key = (e.vault, e.avs, e.id);
        let held = self.held.entry(key).or_default();
        let was = *held;
        if e.isIncrease {
            (held.before, held.raised) = (held.magnitude, e.due);
        }
        (held.magnitude, held.pending) = (e.magnitude, None);
        Turn::Completed { key, was, is_increase: e.isIncrease, magnitude: e.magnitude, due: e.due }
    }

    fn taken(&mut self, e: &Registry::MagnitudeTaken) -> Turn {
        let key = (e.vault, e.avs, e.id);
        let held = self.held.entry(key).or_default();
        let was = *held;
        held.magnitude = held.magnitude.saturating_sub(e.taken);
        if e.faultTime < held.raised {
            held.before = held.before.saturating_sub(e.taken);
        }
        let left = held.magnitude;
        if let Some(change) = held.pending.as_mut().filter(|change| !change.is_increase) {
            change.amount = change.amount.min(left);
            if left.is_zero() {
                held.pending = None;
            }
        }
        Turn::Taken { key, was, taken: e.taken, fault: e.faultTime }
    }

    fn learn_slashing(&mut self, event: ISlashingEvents) -> Option<Turn> {
        match event {
            ISlashingEvents::SlashFiled(ISlashing::SlashFiled { id, request, .. }) => {
                self.requests.insert(id, request);
                None
            }
            ISlashingEvents::SlashExecuted(e) => Some(Turn::Executed {
                id: e.id,
                vault: e.vault,
                magnitude: e.magnitude,
                assets: e.assets,
                escrow: e.escrowId,
            }),
            _ => None,
        }
    }

    /// What sets hold of a vault.
    pub(crate) fn of(&self, vault: Address) -> impl Iterator<Item = (&Key, &Held)> {
        self.held.iter().filter(move |((of, ..), _)| *of == vault)
    }
}
