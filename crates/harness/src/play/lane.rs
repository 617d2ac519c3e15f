//! One of the chains that a scenario is played on, and who watches it.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use restaking::Genesis;

use crate::chain::{Chain, ChainError, MemoryChain, Outcome, RevmChain, Tx};
use crate::invariants::{Checker, Violation};

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
        let lane = |chain| Self { chain, checker: Checker::default() };
        Ok(lanes.into_iter().map(lane).collect())
    }

    /// "revm" or "memory".
    pub(crate) fn name(&self) -> &'static str {
        self.chain.name()
    }

    /// Executes a transaction; nobody watches.
    pub(crate) fn transact(&mut self, tx: &Tx) -> Result<Outcome, ChainError> {
        self.chain.transact(tx.clone())
    }

    /// What the rules find after a transaction.
    pub(crate) fn check(
        &mut self,
        tx: &Tx,
        outcome: &Outcome,
    ) -> Result<Vec<Violation>, ChainError> {
        self.checker.after_step(self.chain.as_mut(), &crate::invariants::Step { tx, outcome })
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
