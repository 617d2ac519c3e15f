//! Rebuilds the state of the whole protocol from its events and the times of their blocks, and compares it with storage: what
//! an indexer outside could know.
//!
//! | file | holds |
//! |---|---|
//! | `words.rs` | the words that the events add up to, with their names |
//! | `factory.rs` | the lists of vaults |
//! | `vault.rs` | pool, holdings and terms of a vault |
//! | `accounts.rs`, `queue.rs`, `holds.rs`, `escrow.rs`, `history.rs` | its shares, exits, pending slashes, slashed assets, closing states |
//! | `operators.rs` | the operator registry |
//! | `sets.rs`, `members.rs`, `allocations.rs` | the AVS registry |
//! | `slashing.rs`, `governance.rs` | Slashing, governance |
//!
//! # Invariants
//! - events-complete: every word of storage follows from the events and block times alone.
//!
//! Left out are the counters of signatures, for which the contracts have views, and transient storage. Nothing else is: where
//! a word is written late (a closing state, a hold that is over, a commission that came due), the event of the call that
//! writes it tells when.
//!
//! What is not in an event follows from a rule:
//! - A settled bucket is paid `floor(s · (A + 1) / (S + 10^6))`, at the price that the bucket before left.
//! - A hold that was never executed lapsed when its execution window was over; quarantines of the AVS in its seat make
//!   that later, at most 14 days after it was filed.
//! - A claim uses up its request, and the bucket's count of claims is given back with the last of them.
//! - A loss that a returned escrow bears is logged before the return.
//! - An increase that was never announced holds at once: nobody held shares of the vault.

mod accounts;
mod allocations;
mod escrow;
mod factory;
mod governance;
mod history;
mod holds;
mod members;
mod operators;
mod queue;
mod sets;
mod slashing;
mod vault;
mod words;

use std::collections::{BTreeSet, HashMap, HashSet};

use alloy_primitives::{Address, Log, U256};
use alloy_sol_types::SolEventInterface;
use restaking::abi::IAvsRegistry::IAvsRegistryEvents;
use restaking::abi::IGovernance::IGovernanceEvents;
use restaking::abi::IOperatorRegistry::IOperatorRegistryEvents;
use restaking::abi::ISlashing::ISlashingEvents;
use restaking::abi::IVault::IVaultEvents;
use restaking::abi::IVaultFactory::IVaultFactoryEvents;
use restaking::shares::Timestamp;
use restaking::{AVS_REGISTRY, GOVERNANCE, Genesis, OPERATOR_REGISTRY, SLASHING, VAULT_FACTORY};

use crate::chain::Write;
use vault::Vault;
use words::Words;

/// The state of the protocol as its events tell it.
#[derive(Debug)]
pub struct Indexer {
    genesis: Genesis,
    words: Words,
    accounts: HashSet<Address>,
    vaults: HashMap<Address, Vault>,
    requests: slashing::Requests,
}

impl Indexer {
    /// An indexer that knows the chain's genesis and nothing else. Where it leaves out registries and governance, what
    /// stands at their addresses is not followed, and no quarantine prolongs a hold.
    pub fn new(genesis: &Genesis) -> Self {
        Self {
            genesis: *genesis,
            words: Words::default(),
            accounts: genesis.accounts().into_iter().map(|(address, _)| address).collect(),
            vaults: HashMap::new(),
            requests: HashMap::new(),
        }
    }

    /// Takes in the logs of a transaction that succeeded in a block at `now`, in order. Other contracts' logs, and those
    /// that are no event of their contract, are passed over.
    pub fn learn(&mut self, now: u64, logs: &[Log]) {
        self.words.begin();
        for log in logs {
            self.learn_log(Timestamp::new(now), log);
        }
    }

    /// Every word that the events told of, in no order: account, slot, value.
    pub fn expected(&self) -> impl Iterator<Item = (Address, U256, U256)> {
        self.words.all()
    }

    /// The name that a slot has in the layout, if an event told of it.
    pub fn name(&self, account: Address, slot: U256) -> Option<String> {
        self.words.name(account, slot)
    }

    /// What is wrong after the transaction that was learnt last, one line a word: a word of a protocol account that it wrote
    /// and that the events do not give, or one that the events changed and `storage` did not.
    pub fn compare(
        &self,
        writes: &[Write],
        storage: &mut dyn FnMut(Address, U256) -> U256,
    ) -> Vec<String> {
        let is_ours = |write: &&Write| {
            self.accounts.contains(&write.address)
                && !self.words.is_left_out(write.address, write.slot)
        };
        let mut seen = BTreeSet::new();
        let mut differences = Vec::new();
        for write in writes.iter().filter(is_ours) {
            seen.insert((write.address, write.slot));
            differences.extend(self.differs(write.address, write.slot, write.new));
        }
        for (account, slot) in self.words.changed().filter(|place| !seen.contains(place)) {
            differences.extend(self.differs(account, slot, storage(account, slot)));
        }
        differences
    }

    fn differs(&self, account: Address, slot: U256, found: U256) -> Option<String> {
        let difference = self.words.differs(account, slot, found)?;
        Some(format!("{} {difference}", self.label(account)))
    }

    fn label(&self, account: Address) -> String {
        match crate::world::fixed_names().iter().find(|(_, address)| *address == account) {
            Some((name, _)) => (*name).to_owned(),
            None => format!("vault {account:#x}"),
        }
    }

    fn learn_log(&mut self, now: Timestamp, log: &Log) {
        let words = &mut self.words;
        match (log.address, &self.genesis.governance) {
            (VAULT_FACTORY, _) => self.learn_factory(now, log),
            (OPERATOR_REGISTRY, Some(_)) => {
                if let Some(event) = decode::<IOperatorRegistryEvents>(log) {
                    operators::learn(words, now, event);
                }
            }
            (AVS_REGISTRY, Some(_)) => {
                if let Some(event) = decode::<IAvsRegistryEvents>(log) {
                    allocations::learn(words, &self.vaults, now, event);
                }
            }
            (SLASHING, Some(_)) => {
                if let Some(event) = decode::<ISlashingEvents>(log) {
                    slashing::learn(words, &mut self.requests, now, event);
                }
            }
            (GOVERNANCE, Some(config)) => {
                if let Some(event) = decode::<IGovernanceEvents>(log) {
                    governance::learn(words, now, config, event);
                }
            }
            (address, _) => {
                if let Some(vault) = self.vaults.get_mut(&address)
                    && let Some(event) = decode::<IVaultEvents>(log)
                {
                    vault.learn(words, now, event);
                }
            }
        }
    }

    fn learn_factory(&mut self, now: Timestamp, log: &Log) {
        let Some(IVaultFactoryEvents::VaultCreated(event)) = decode(log) else { return };
        factory::created(&mut self.words, &event);
        let is_protocol = self.genesis.governance.is_some();
        let vault = Vault::born(&mut self.words, event.vault, now, &event.params, is_protocol);
        self.accounts.insert(event.vault);
        self.vaults.insert(event.vault, vault);
    }
}

fn decode<E: SolEventInterface>(log: &Log) -> Option<E> {
    E::decode_raw_log(log.topics(), &log.data.data).ok()
}
