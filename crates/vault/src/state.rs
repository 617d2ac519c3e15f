//! What a vault stores. A deposit touches the first two slots, the queue's head and the terms.

use alloy_primitives::{Address, U256};
use restaking_host::{Mapping, Slot, Word, packed, storage};
use restaking_shares::{Assets, Magnitude, Pool, Shares, Timestamp};
use restaking_withdrawal_delay::{Epoch, QueueStorage};

packed! {
    /// The pool.
    pub struct PoolWord {
        /// Booked assets.
        assets: Assets as uint112,
        /// Shares in existence.
        shares: Shares as uint144,
    }
}

impl From<PoolWord> for Pool {
    fn from(word: PoolWord) -> Self {
        Self { assets: word.assets, shares: word.shares }
    }
}

impl From<Pool> for PoolWord {
    fn from(pool: Pool) -> Self {
        Self { assets: pool.assets, shares: pool.shares }
    }
}

packed! {
    /// What the vault holds for others.
    pub struct HoldingsWord {
        /// The vault's own shares: those in open exit buckets and those cancelled but not collected.
        custody: Shares as uint144,
        /// Unclaimed matured assets, escrow and recovery.
        owed: Assets as uint112,
    }
}

packed! {
    /// The terms of deposits, and where the history stands.
    pub struct TermsWord {
        /// Most assets that the pool may hold after a deposit.
        deposit_cap: Assets as uint112,
        /// Deposits are refused before this time.
        paused_until: Timestamp as uint40,
        /// The last epoch in which pool or buckets changed.
        last_epoch: Epoch as uint40,
        /// Closing states stored so far.
        checkpoints: u32 as uint32,
        /// A depositor approver is set.
        is_gated: bool as bool,
    }
}

packed! {
    /// What slashing touches.
    pub struct StakeWord {
        /// The divisible whole of which sets hold parts.
        magnitude: Magnitude as uint96,
        /// Assets in escrow.
        escrowed: Assets as uint112,
        /// Escrows made so far; also the id of the last one.
        escrows: u32 as uint32,
    }
}

packed! {
    /// An escrow and who bore it.
    pub struct EscrowHead {
        /// Slashed assets.
        assets: Assets as uint112,
        /// Shares that bore the slash.
        supply: Shares as uint144,
    }
}

packed! {
    /// Where an escrow comes from and when it goes.
    pub struct EscrowTail {
        /// Magnitude taken.
        magnitude: Magnitude as uint96,
        /// When it is released.
        due: Timestamp as uint40,
        /// The hold that it keeps.
        lane: u8 as uint8,
    }
}

storage! {
    /// An escrow.
    pub struct EscrowStorage {
        /// Assets and who bore them.
        head: Slot<EscrowHead>,
        /// Where it comes from and when it goes.
        tail: Slot<EscrowTail>,
        /// To whom it goes; zero: burned.
        recipient: Slot<Address>,
    }
}

storage! {
    /// State of a vault.
    pub struct VaultStorage {
        /// The pool.
        pool: Slot<PoolWord>,
        /// What the vault holds for others.
        holdings: Slot<HoldingsWord>,
        /// The exit queue.
        queue: QueueStorage,
        /// The terms of deposits.
        terms: Slot<TermsWord>,
        /// What slashing touches.
        stake: Slot<StakeWord>,
        /// Returned assets whose bearers had left.
        recovery: Slot<Assets>,
        /// Who approves depositors.
        approver: Slot<Address>,
        /// Announced increases of risk.
        risk_counter: Slot<u64>,
        /// Shares by account, the vault's own left out.
        balances: Mapping<Address, Slot<Shares>>,
        /// Allowances by owner and spender.
        allowances: Mapping<Address, Mapping<Address, Slot<Shares>>>,
        /// Next permit nonce by owner.
        nonces: Mapping<Address, Slot<U256>>,
        /// Who manages whose requests (ERC-7540).
        operators: Mapping<Address, Mapping<Address, Slot<bool>>>,
        /// Approved depositors.
        depositors: Mapping<Address, Slot<bool>>,
        /// Escrows by id.
        escrows: Mapping<u64, EscrowStorage>,
        /// Closing states by number.
        checkpoints: Mapping<u64, Slot<PoolWord>>,
        /// The epochs that the closing states belong to, six to a slot.
        checkpoint_epochs: Mapping<u64, Slot<SixEpochs>>,
    }
}

/// Six epochs in a slot, 40 bits each, the first lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SixEpochs(U256);

impl SixEpochs {
    /// Epochs in a slot.
    pub const COUNT: u64 = 6;
    const BITS: usize = 40;

    /// The epoch at `index` (0 to 5).
    pub fn get(self, index: usize) -> Epoch {
        Epoch::from_word(restaking_host::low_bits(
            self.0.wrapping_shr(Self::shift(index)),
            Self::BITS,
        ))
    }

    /// With `epoch` at `index`, which must be empty.
    #[must_use]
    pub fn with(self, index: usize, epoch: Epoch) -> Self {
        Self(self.0 | U256::from(epoch.0).wrapping_shl(Self::shift(index)))
    }

    const fn shift(index: usize) -> usize {
        index.saturating_mul(Self::BITS)
    }
}

impl Word for SixEpochs {
    const BYTES: usize = 32;
    const SOLIDITY: &'static str = "uint256";

    fn from_word(word: U256) -> Self {
        Self(word)
    }

    fn to_word(self) -> Option<U256> {
        Some(self.0)
    }
}
