//! One of the chains that a scenario is played on, and who watches it.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use restaking::Genesis;

use crate::chain::{Chain, ChainError, MemoryChain, Outcome, RevmChain, Tx};
use crate::indexer::Indexer;
use crate::invariants::{Checker, EVENTS_COMPLETE, Tally, Violation};

/// Which chains a scenario is played on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// In memory.
    Memory,
    /// On revm.
    Revm,
    /// On both, compared after every transaction.
    Both,
}

impl Backend {
    /// Is this chain one of them?
    pub const fn has_revm(self) -> bool {
        matches!(self, Self::Revm | Self::Both)
    }

    /// Is this chain one of them?
    pub const fn has_memory(self) -> bool {
        matches!(self, Self::Memory | Self::Both)
    }

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Revm => "revm",
            Self::Both => "both",
        }
    }
}

/// A chain and who watches it.
pub(crate) struct Lane {
    pub(crate) chain: Box<dyn Chain>,
    pub(crate) checker: Checker,
    indexer: Indexer,
    /// What the indexer found and nobody was told.
    rebuilt: Vec<Violation>,
    indexed: Tally,
}

impl Lane {
    /// New chains, revm first: its word counts where they differ.
    pub(crate) fn all(backend: Backend, genesis: &Genesis) -> Result<Vec<Self>, ChainError> {
        let mut lanes: Vec<Box<dyn Chain>> = Vec::new();
        if backend.has_revm() {
            lanes.push(Box::new(RevmChain::new(genesis)?));
        }
        if backend.has_memory() {
            lanes.push(Box::new(MemoryChain::new(genesis)));
        }
        let lane = |chain| Self {
            chain,
            checker: Checker::default(),
            indexer: Indexer::new(genesis),
            rebuilt: Vec::new(),
            indexed: Tally::default(),
        };
        Ok(lanes.into_iter().map(lane).collect())
    }

    /// "revm" or "memory".
    pub(crate) fn name(&self) -> &'static str {
        self.chain.name()
    }

    /// Executes a transaction; only the indexer watches.
    pub(crate) fn transact(&mut self, tx: &Tx) -> Result<Outcome, ChainError> {
        let outcome = self.chain.transact(tx.clone())?;
        if outcome.is_success() {
            self.index(&outcome);
        }
        Ok(outcome)
    }

    /// Rebuilds the state from events and compares it with storage.
    fn index(&mut self, outcome: &Outcome) {
        let Self { chain, indexer, rebuilt, indexed, .. } = self;
        indexer.learn(chain.now(), &outcome.logs);
        let differences =
            indexer.compare(&outcome.writes, &mut |address, slot| chain.storage(address, slot));
        indexed.checks = indexed.checks.saturating_add(1);
        let is_armed = !outcome.writes.is_empty();
        indexed.armed = indexed.armed.saturating_add(u64::from(is_armed));
        rebuilt.extend(differences.into_iter().map(|message| Violation {
            invariant: EVENTS_COMPLETE,
            vault: "the protocol".into(),
            message,
        }));
    }

    /// Name and tally of every invariant, in order.
    pub(crate) fn tallies(&self) -> Vec<(&'static str, Tally)> {
        let mut tallies = self.checker.tallies();
        tallies.push((EVENTS_COMPLETE, self.indexed));
        tallies
    }

    /// What the rules find after a transaction.
    pub(crate) fn check(
        &mut self,
        tx: &Tx,
        outcome: &Outcome,
    ) -> Result<Vec<Violation>, ChainError> {
        let step = crate::invariants::Step { tx, outcome };
        let mut violations = self.checker.after_step(self.chain.as_mut(), &step)?;
        violations.append(&mut self.rebuilt);
        Ok(violations)
    }
}

/// Asks a view; `None` if it fails.
pub(crate) fn ask<C: SolCall>(
    chain: &mut dyn Chain,
    to: Address,
    call: &C,
) -> Result<Option<C::Return>, ChainError> {
    let outcome = look(chain, to, call.abi_encode().into())?;
    Ok(C::abi_decode_returns(&outcome.output).ok().filter(|_| outcome.is_success()))
}

/// Executes a call that only looks.
pub(crate) fn look(
    chain: &mut dyn Chain,
    to: Address,
    input: Bytes,
) -> Result<Outcome, ChainError> {
    chain.view(Tx { from: Address::ZERO, to, input, value: U256::ZERO })
}
