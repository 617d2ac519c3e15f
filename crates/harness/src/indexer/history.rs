//! Closing states by epoch: stored by the first change of pool or buckets in a later epoch.

use alloy_primitives::Address;
use restaking::vault::{PoolWord, TermsWord, VaultStorage, WindowWord};
use restaking::withdrawal_delay::Epoch;

use super::vault::{pool, terms};
use super::words::{Words, at, one};

const ROOT: VaultStorage = VaultStorage::ROOT;

/// Epochs in a window.
const WINDOW: u64 = 32;

/// Pool or buckets are about to change in `current`.
pub(super) fn touch(words: &mut Words, vault: Address, current: Epoch) {
    let before: TermsWord = words.get(vault, terms());
    let last = before.last_epoch;
    if current <= last {
        return;
    }
    let closing: PoolWord = words.get(vault, pool());
    words.set(vault, at("closing[]", one(last), ROOT.closing().locate(last)), closing);
    let after = TermsWord { last_epoch: current, ..before };
    let is_same_window = first_of_window(last) == first_of_window(current);
    words.set(
        vault,
        terms(),
        if is_same_window {
            TermsWord { window: before.window | bit(current), ..after }
        } else {
            let windows = before.windows.saturating_add(1);
            TermsWord { window: bit(current), windows, ..after }
        },
    );
    if !is_same_window {
        let number = u64::from(before.windows);
        let full = WindowWord { first: first_of_window(last), touched: before.window };
        words.set(vault, at("windows[]", one(number), ROOT.windows().locate(number)), full);
    }
}

fn first_of_window(epoch: Epoch) -> Epoch {
    epoch.minus(epoch.0 % WINDOW)
}

/// The bit of `epoch` in its window.
pub(super) fn bit(epoch: Epoch) -> u32 {
    let index = u32::try_from(epoch.0 % WINDOW).unwrap_or_default();
    1_u32.wrapping_shl(index)
}
