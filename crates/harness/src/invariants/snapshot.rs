//! What the storage of a vault says.

use std::collections::BTreeMap;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, sol};
use restaking::{
    host::Word,
    shares::Pool,
    vault::{HoldingsWord, PoolWord, StakeWord, VaultStorage},
    withdrawal_delay::{BucketWord, Epoch, QueueHead},
};

use super::{VaultInfo, record::Record};
use crate::chain::{Chain, ChainError, Tx};

sol! {
    function balanceOf(address account) external view returns (uint256);
}

/// Fixed slots of a vault.
const FIXED_SLOTS: u64 = 11;

/// A vault's state after a transaction.
#[derive(Debug, Clone, Default)]
pub(crate) struct Snapshot {
    /// The fixed slots as stored.
    pub(crate) storage: Vec<U256>,
    pub(crate) pool: PoolWord,
    pub(crate) holdings: HoldingsWord,
    pub(crate) queue: QueueHead,
    pub(crate) stake: StakeWord,
    pub(crate) recovery: U256,
    /// The buckets that were open before the transaction or are now.
    pub(crate) buckets: BTreeMap<u64, BucketWord>,
    /// The vault's balance of its asset.
    pub(crate) balance: U256,
}

impl Snapshot {
    /// Reads the state.
    pub(crate) fn read(
        chain: &mut dyn Chain,
        info: &VaultInfo,
        record: &Record,
    ) -> Result<Self, ChainError> {
        let root = VaultStorage::ROOT;
        let mut slot = |number: U256| chain.storage(info.address, number);
        let storage = (0..FIXED_SLOTS).map(|number| slot(U256::from(number))).collect();
        let snapshot = Self {
            storage,
            pool: PoolWord::from_word(slot(root.pool().number())),
            holdings: HoldingsWord::from_word(slot(root.holdings().number())),
            queue: QueueHead::from_word(slot(root.queue().head().number())),
            stake: StakeWord::from_word(slot(root.stake().number())),
            recovery: slot(root.recovery().number()),
            buckets: BTreeMap::new(),
            balance: U256::ZERO,
        };
        let epochs = record.open.keys().copied().chain(snapshot.open_epochs());
        let buckets =
            epochs.map(|epoch| (epoch, BucketWord::from_word(slot(bucket_slot(epoch))))).collect();
        Ok(Self { buckets, balance: balance_of(chain, info.asset, info.address)?, ..snapshot })
    }

    /// The pool.
    pub(crate) fn pool(&self) -> Pool {
        self.pool.into()
    }

    /// The vault's own shares: those in open buckets and those cancelled but not collected.
    pub(crate) fn custody(&self) -> U256 {
        let open = self.open_epochs().into_iter().filter_map(|epoch| self.buckets.get(&epoch));
        open.fold(self.stake.cancelled.get(), |sum, bucket| sum.saturating_add(bucket.shares.get()))
    }

    /// Epochs of the open buckets, straight from the queue's bitmap.
    pub(crate) fn open_epochs(&self) -> Vec<u64> {
        let is_open = |bit: &u32| self.queue.buckets.wrapping_shr(*bit) & 1 == 1;
        let bits = (0..u64::BITS).filter(is_open);
        bits.map(|bit| self.queue.first.0.saturating_add(u64::from(bit))).collect()
    }

    /// What the bucket of `epoch` took out of the pool.
    pub(crate) fn bucket_assets(&self, epoch: u64) -> U256 {
        self.buckets.get(&epoch).map_or(U256::ZERO, |bucket| bucket.assets.get())
    }

    /// The state in a line.
    pub(crate) fn describe(&self) -> String {
        format!(
            "pool {} assets, {} shares; owed {}; escrowed {}; magnitude {}; cancelled {}; balance {}",
            self.pool.assets,
            self.pool.shares,
            self.holdings.owed,
            self.holdings.escrowed,
            self.stake.magnitude,
            self.stake.cancelled,
            self.balance
        )
    }
}

/// Where the bucket of `epoch` is stored.
pub(crate) fn bucket_slot(epoch: u64) -> U256 {
    VaultStorage::ROOT.queue().buckets().locate(Epoch(epoch)).number()
}

/// Shares of `account`, straight from storage.
pub(crate) fn shares_of(chain: &mut dyn Chain, vault: Address, account: Address) -> U256 {
    chain.storage(vault, VaultStorage::ROOT.balances().locate(account).number())
}

/// Balance of `account`, as the token tells it. 0 if it does not: its failure is not the vault's.
fn balance_of(chain: &mut dyn Chain, token: Address, account: Address) -> Result<U256, ChainError> {
    let input = balanceOfCall { account }.abi_encode().into();
    let outcome = chain.view(Tx { from: account, to: token, input, value: U256::ZERO })?;
    let word = outcome.output.first_chunk::<32>().filter(|_| outcome.is_success());
    Ok(word.map_or(U256::ZERO, |word| U256::from_be_bytes(*word)))
}
