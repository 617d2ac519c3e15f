//! Exit buckets, requests and claims of a vault.

use alloy_primitives::{Address, U256};
use restaking::shares::{Assets, Pool, Shares};
use restaking::vault::VaultStorage;
use restaking::withdrawal_delay::{BucketWord, Epoch, QueueHead, QueueStorage, RequestWord};

use super::words::{Amount, At, NONE, Words, at, one, two};

/// The queue's head.
pub(super) fn head() -> At<QueueHead> {
    at("queue.head", NONE, queue().head())
}

fn queue() -> QueueStorage {
    VaultStorage::ROOT.queue()
}

fn bucket(epoch: Epoch) -> At<BucketWord> {
    at("queue.buckets[]", one(epoch), queue().buckets().locate(epoch))
}

fn claimed(epoch: Epoch) -> At<Shares> {
    at("queue.claimed[]", one(epoch), queue().claimed().locate(epoch))
}

fn request(epoch: Epoch, controller: Address) -> At<RequestWord> {
    let slot = queue().requests().locate(epoch).locate(controller);
    at("queue.requests[][]", two(epoch, controller), slot)
}

/// The epoch that a request id names.
pub(super) fn epoch_of(request_id: U256) -> Epoch {
    Epoch(request_id.saturating_to())
}

/// The bit of a bucket; none if it is out of the head's reach.
fn bit(head: QueueHead, epoch: Epoch) -> u64 {
    match u32::try_from(epoch.0.wrapping_sub(head.first.0)) {
        Ok(index) => 1_u64.checked_shl(index).unwrap_or(0),
        Err(_) => 0,
    }
}

/// The lowest bit stands for the first open bucket, as long as there is one.
fn closed(head: QueueHead, epoch: Epoch) -> QueueHead {
    let buckets = head.buckets & !bit(head, epoch);
    if buckets == 0 {
        return QueueHead { buckets, ..head };
    }
    let skip = buckets.trailing_zeros();
    let first = head.first.plus(u64::from(skip));
    QueueHead { first, buckets: buckets.wrapping_shr(skip), ..head }
}

/// Shares entered a bucket.
pub(super) fn requested(
    words: &mut Words,
    vault: Address,
    epoch: Epoch,
    controller: Address,
    shares: U256,
) {
    words.change(vault, request(epoch, controller), |word| RequestWord {
        shares: word.shares.plus(shares),
        ..word
    });
    words.change(vault, bucket(epoch), |word| BucketWord {
        shares: word.shares.plus(shares),
        ..word
    });
    words.change(vault, head(), |head| {
        let head = if head.buckets == 0 { QueueHead { first: epoch, ..head } } else { head };
        QueueHead { buckets: head.buckets | bit(head, epoch), ..head }
    });
}

/// A request left its bucket. Answers its shares.
pub(super) fn cancelled(
    words: &mut Words,
    vault: Address,
    epoch: Epoch,
    controller: Address,
) -> Shares {
    let word = words.get(vault, request(epoch, controller));
    words.set(vault, request(epoch, controller), RequestWord { is_cancelled: true, ..word });
    let left = words.get(vault, bucket(epoch));
    let left = BucketWord { shares: left.shares.saturating_sub(word.shares), ..left };
    words.set(vault, bucket(epoch), left);
    if left.shares.is_zero() {
        words.change(vault, head(), |head| closed(head, epoch));
    }
    word.shares
}

/// The shares of a cancelled request were collected.
pub(super) fn collected(words: &mut Words, vault: Address, epoch: Epoch, controller: Address) {
    words.set(vault, request(epoch, controller), RequestWord::default());
}

/// The open buckets from `first` to `last` left `pool`, each at the price that the one before left.
pub(super) fn settled(
    words: &mut Words,
    vault: Address,
    mut pool: Pool,
    first: Epoch,
    last: Epoch,
) {
    let mut now: QueueHead = words.get(vault, head());
    let reach = last.0.min(first.0.saturating_add(64));
    for epoch in (first.0..=reach).map(Epoch) {
        if now.buckets & bit(now, epoch) != 0 {
            let word = words.get(vault, bucket(epoch));
            let (rest, assets) = pool.redeem_down(word.shares).unwrap_or((pool, Assets::ZERO));
            words.set(vault, bucket(epoch), BucketWord { assets, ..word });
            (pool, now) = (rest, closed(now, epoch));
        }
    }
    words.set(vault, head(), now);
}

/// Shares of a settled bucket were claimed. The count is given back with the last of them.
pub(super) fn claim(
    words: &mut Words,
    vault: Address,
    epoch: Epoch,
    controller: Address,
    shares: U256,
) {
    words.change(vault, request(epoch, controller), |word| RequestWord {
        shares: word.shares.minus(shares),
        ..word
    });
    let whole = words.get(vault, bucket(epoch)).shares;
    words.change(vault, claimed(epoch), |count| {
        let count = count.plus(shares);
        if count == whole { Shares::ZERO } else { count }
    });
}
