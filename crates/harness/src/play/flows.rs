//! Which assets went into a vault and out of it, by whom and why.

use std::collections::BTreeMap;

use alloy_primitives::{Address, I256, Log, U256};
use alloy_sol_types::SolEvent;
use restaking::abi::IVault;

use crate::chain::Outcome;
use crate::invariants::VaultInfo;
use crate::tokens::IToken;

/// What went in and out of the vaults.
#[derive(Debug, Default)]
pub(crate) struct Flows {
    vaults: BTreeMap<Address, VaultFlows>,
}

/// What went in and out of one vault, in base units of its asset.
#[derive(Debug, Clone, Default)]
pub(crate) struct VaultFlows {
    /// Deposits, by who paid.
    pub(crate) put_in: BTreeMap<Address, U256>,
    /// Claims, by who was paid.
    pub(crate) taken_out: BTreeMap<Address, U256>,
    /// Yield, by who paid.
    pub(crate) yields: BTreeMap<Address, U256>,
    /// Escrow and recovery, by who was paid.
    pub(crate) released: BTreeMap<Address, U256>,
    /// What else came in, less what else went out: donations, what tokens give and take by themselves.
    pub(crate) others: I256,
    /// What the pool bore of losses.
    pub(crate) reconciled: U256,
}

impl Flows {
    /// Learns from a transaction.
    pub(crate) fn learn(&mut self, vaults: &[VaultInfo], outcome: &Outcome) {
        for vault in vaults {
            let flows = self.vaults.entry(vault.address).or_default();
            for log in &outcome.logs {
                if log.address == vault.asset {
                    flows.learn_transfer(vault.address, log);
                }
                if log.address == vault.address {
                    flows.learn_event(vault.address, log);
                }
            }
        }
    }

    /// Of one vault.
    pub(crate) fn of(&self, vault: Address) -> VaultFlows {
        self.vaults.get(&vault).cloned().unwrap_or_default()
    }
}

impl VaultFlows {
    /// Every transfer counts as something else until an event says what it was.
    fn learn_transfer(&mut self, vault: Address, log: &Log) {
        let Ok(transfer) = IToken::Transfer::decode_log(log) else { return };
        let value = signed(transfer.value);
        if transfer.to == vault {
            self.others = self.others.wrapping_add(value);
        }
        if transfer.from == vault {
            self.others = self.others.wrapping_sub(value);
        }
    }

    fn learn_event(&mut self, vault: Address, log: &Log) {
        if let Ok(event) = IVault::Deposit::decode_log(log) {
            self.others =
                self.others.wrapping_sub(add(&mut self.put_in, event.sender, event.assets));
        } else if let Ok(event) = IVault::Withdraw::decode_log(log) {
            self.others =
                self.others.wrapping_add(add(&mut self.taken_out, event.receiver, event.assets));
        } else if let Ok(event) = IVault::YieldBooked::decode_log(log) {
            if event.from != vault {
                self.others =
                    self.others.wrapping_sub(add(&mut self.yields, event.from, event.assets));
            }
        } else if let Ok(event) = IVault::EscrowReleased::decode_log(log) {
            self.others = self.others.wrapping_add(add(&mut self.released, event.to, event.paid));
        } else if let Ok(event) = IVault::RecoveryPaid::decode_log(log) {
            self.others = self.others.wrapping_add(add(&mut self.released, event.to, event.paid));
        } else if let Ok(event) = IVault::LossReconciled::decode_log(log) {
            self.reconciled = self.reconciled.saturating_add(event.assets);
        }
    }

    /// All of one kind together.
    pub(crate) fn sum(flows: &BTreeMap<Address, U256>) -> U256 {
        flows.values().fold(U256::ZERO, |sum, amount| sum.saturating_add(*amount))
    }
}

fn add(flows: &mut BTreeMap<Address, U256>, account: Address, amount: U256) -> I256 {
    let sum = flows.entry(account).or_default();
    *sum = sum.saturating_add(amount);
    signed(amount)
}

/// An amount with a sign; amounts of tokens are far below 2^255.
pub(crate) fn signed(amount: U256) -> I256 {
    I256::try_from(amount).unwrap_or(I256::MAX)
}
