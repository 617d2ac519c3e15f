//! What a vault stores. A deposit touches the first two slots, the queue's head and the terms.

use alloy_primitives::{Address, U256};
use restaking_host::{Mapping, Slot, packed, storage};
use restaking_shares::{Assets, Magnitude, Pool, Shares, Timestamp};
use restaking_withdrawal_delay::{Epoch, Lane, QueueStorage};

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
        /// Unclaimed matured assets, escrow and recovery.
        owed: Assets as uint112,
        /// Assets in escrow.
        escrowed: Assets as uint112,
        /// Id of the next escrow, from 1 on: the slot is never empty, so that nobody pays for filling it.
        next_escrow: u32 as uint32,
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
        /// The epochs that saw a change in the window of the last one: bit i is its i-th epoch.
        window: u32 as uint32,
        /// Earlier windows stored so far.
        windows: u16 as uint16,
        /// A depositor approver is set.
        is_gated: bool as bool,
        /// Too little of the whole is left for deposits.
        is_spent: bool as bool,
    }
}

packed! {
    /// The whole, and what waits to be collected.
    pub struct StakeWord {
        /// The divisible whole of which sets hold parts.
        magnitude: Magnitude as uint96,
        /// Shares of cancelled requests that nobody has collected.
        cancelled: Shares as uint144,
    }
}

packed! {
    /// Which of 32 neighbouring epochs saw a change.
    pub struct WindowWord {
        /// The first of them, a multiple of 32.
        first: Epoch as uint40,
        /// Bit i stands for epoch `first + i`. Never 0.
        touched: u32 as uint32,
    }
}

packed! {
    /// An escrow. `assets` is 0 once it was paid or returned.
    pub struct EscrowHead {
        /// Slashed assets.
        assets: Assets as uint112,
        /// Shares that bore the slash.
        supply: Shares as uint144,
    }
}

packed! {
    /// Where an escrow goes if it is not burned.
    pub struct EscrowTarget {
        /// To whom.
        recipient: Address as address,
        /// When it is due: also the hold of the slash tells that, but only until its lane is used again.
        due: Timestamp as uint40,
    }
}

/// Names an escrow: a counter, whether it has a recipient, and the lane whose hold it keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EscrowId(pub u64);

impl EscrowId {
    const HAS_RECIPIENT: u64 = 64;

    /// The escrow number `counter` (from 1 on), which keeps the hold of `lane`.
    pub const fn new(counter: u32, lane: Lane, has_recipient: bool) -> Self {
        let flag = if has_recipient { Self::HAS_RECIPIENT } else { 0 };
        Self((counter as u64) << 7 | flag | lane.0 as u64)
    }

    /// The hold that it keeps.
    pub const fn lane(self) -> Lane {
        let [low, ..] = self.0.to_le_bytes();
        Lane(low & 63)
    }

    /// It goes to a recipient, otherwise it is burned.
    pub const fn has_recipient(self) -> bool {
        self.0 & Self::HAS_RECIPIENT != 0
    }
}

storage! {
    /// An escrow.
    pub struct EscrowStorage {
        /// What it holds, who bore it.
        head: Slot<EscrowHead>,
        /// Where it goes, if it is not burned.
        target: Slot<EscrowTarget>,
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
        /// The whole, and what waits to be collected.
        stake: Slot<StakeWord>,
        /// Returned assets whose bearers had left.
        recovery: Slot<Assets>,
        /// Who approves depositors.
        approver: Slot<Address>,
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
        /// Closing states by epoch.
        closing: Mapping<Epoch, Slot<PoolWord>>,
        /// Which epochs have one: windows by number, oldest first.
        windows: Mapping<u64, Slot<WindowWord>>,
    }
}
