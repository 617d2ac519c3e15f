//! Stake by epoch: the first change in an epoch stores the closing state of the last epoch that saw one.

use alloy_primitives::U256;
use restaking_host::{Context, Trap};
use restaking_shares::{Assets, Pool};
use restaking_withdrawal_delay::{Epoch, MAX_BUCKETS};

use crate::{Answer, Config, PoolWord, SixEpochs, TermsWord, VaultError, VaultStorage, require};

/// Stores `closing` as the state at the end of the last epoch that saw a change; the one that sees the next is `current`.
/// Two slots an epoch, one of them shared by six.
pub(crate) fn record(
    cx: &mut Context<'_>,
    terms: TermsWord,
    current: Epoch,
    closing: PoolWord,
) -> Result<TermsWord, Trap> {
    let number = u64::from(terms.checkpoints);
    let (word, index) = position(number);
    VaultStorage::ROOT.checkpoints().key(cx.host, number)?.write(cx.host, closing)?;
    let epochs = VaultStorage::ROOT.checkpoint_epochs().key(cx.host, word)?;
    let six = epochs.read(cx.host)?.with(index, terms.last_epoch);
    epochs.write(cx.host, six)?;
    Ok(TermsWord { checkpoints: terms.checkpoints.saturating_add(1), last_epoch: current, ..terms })
}

/// Stake in the pool at the end of `epoch` (now, if it is the current one), less the exits that had matured by its
/// start, held or not. Rounded down.
///
/// # Errors
/// - `EpochNotBegun`
pub(crate) fn stake_at(cx: &mut Context<'_>, config: &Config<'_>, epoch: Epoch) -> Answer<Assets> {
    let current = config.clock().epoch_at(cx.now());
    require(epoch <= current, || VaultError::EpochNotBegun {
        epoch: U256::from(epoch.0),
        current: U256::from(current.0),
    })?;
    let terms = VaultStorage::ROOT.terms().read(cx.host)?;
    let (closed, closing) = closing_state(cx, terms, epoch)?;
    let last = epoch.min(closed.plus(MAX_BUCKETS));
    let mut pool = Pool::from(closing);
    for offset in 1..=last.since(closed) {
        let slot = VaultStorage::ROOT.queue().buckets().key(cx.host, closed.plus(offset))?;
        (pool, _) = pool.redeem_down(slot.read(cx.host)?.shares)?;
    }
    Ok(pool.assets)
}

/// The last closing state stored at or before `epoch`, and the epoch that it closes: a binary search. Before the first,
/// the pool was empty.
fn closing_state(
    cx: &mut Context<'_>,
    terms: TermsWord,
    epoch: Epoch,
) -> Answer<(Epoch, PoolWord)> {
    if epoch >= terms.last_epoch {
        return Ok((terms.last_epoch, VaultStorage::ROOT.pool().read(cx.host)?));
    }
    let (mut low, mut high) = (0, u64::from(terms.checkpoints));
    while low < high {
        let middle = low.midpoint(high);
        if epoch_of(cx, middle)? <= epoch { low = middle.saturating_add(1) } else { high = middle }
    }
    let Some(number) = low.checked_sub(1) else { return Ok((epoch, PoolWord::default())) };
    let closing = VaultStorage::ROOT.checkpoints().key(cx.host, number)?.read(cx.host)?;
    Ok((epoch_of(cx, number)?, closing))
}

fn epoch_of(cx: &mut Context<'_>, number: u64) -> Answer<Epoch> {
    let (word, index) = position(number);
    Ok(VaultStorage::ROOT.checkpoint_epochs().key(cx.host, word)?.read(cx.host)?.get(index))
}

/// Slot and index of the epoch of checkpoint `number`.
fn position(number: u64) -> (u64, usize) {
    let word = number.checked_div(SixEpochs::COUNT).unwrap_or(0);
    let index = number.saturating_sub(word.saturating_mul(SixEpochs::COUNT));
    (word, usize::try_from(index).unwrap_or(0))
}
