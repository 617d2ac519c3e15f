//! An operator's record while one call runs: as of now, changed in memory, written once.

use alloy_primitives::Address;
use restaking_host::{Cached, Context};

use crate::{Answer, OperatorRegistryStorage, OperatorWord, PendingCommissionWord};

/// The record of one operator. A pending commission that is due is part of the word already.
pub(crate) struct Record {
    /// The operator.
    pub(crate) word: OperatorWord,
    /// The commission that is still pending.
    pub(crate) pending: PendingCommissionWord,
    word_slot: Cached<OperatorWord>,
    pending_slot: Cached<PendingCommissionWord>,
}

impl Record {
    /// Reads the record: two slots.
    pub(crate) fn open(cx: &mut Context<'_>, operator: Address) -> Answer<Self> {
        let root = OperatorRegistryStorage::ROOT;
        let mut word_slot = Cached::new(root.operators().key(cx.host, operator)?);
        let mut pending_slot = Cached::new(root.pending_commissions().key(cx.host, operator)?);
        let mut word = word_slot.get(cx.host)?;
        let mut pending = pending_slot.get(cx.host)?;
        if is_pending(pending) && pending.effective_at <= cx.now() {
            word.commission = pending.commission;
            pending = PendingCommissionWord::default();
        }
        Ok(Self { word, pending, word_slot, pending_slot })
    }

    /// Writes what changed. A commission that became due is folded into the word by this.
    pub(crate) fn close(mut self, cx: &mut Context<'_>) -> Answer<()> {
        self.word_slot.set(self.word);
        self.word_slot.store(cx.host)?;
        self.pending_slot.set(self.pending);
        Ok(self.pending_slot.store(cx.host)?)
    }
}

/// Is a commission pending?
pub(crate) fn is_pending(pending: PendingCommissionWord) -> bool {
    pending != PendingCommissionWord::default()
}

/// The operator's word as it is stored: one slot. Its commission may be out of date.
pub(crate) fn stored_word(cx: &mut Context<'_>, operator: Address) -> Answer<OperatorWord> {
    Ok(OperatorRegistryStorage::ROOT.operators().key(cx.host, operator)?.read(cx.host)?)
}
