//! Escrows of a vault: slashed assets.

use alloy_primitives::{Address, U256};
use restaking::shares::Assets;
use restaking::vault::{EscrowHead, EscrowId, EscrowTarget, HoldingsWord, VaultStorage};

use super::vault::holdings;
use super::words::{Amount, At, Words, at, one};

const ROOT: VaultStorage = VaultStorage::ROOT;

fn head(id: EscrowId) -> At<EscrowHead> {
    at("escrows[].head", one(id.0), ROOT.escrows().locate(id.0).head())
}

fn target(id: EscrowId) -> At<EscrowTarget> {
    at("escrows[].target", one(id.0), ROOT.escrows().locate(id.0).target())
}

/// Slashed assets went into escrow. One that is burned does not say when it is due.
pub(super) fn opened(
    words: &mut Words,
    vault: Address,
    id: EscrowId,
    held: EscrowHead,
    goes: EscrowTarget,
) {
    words.set(vault, head(id), held);
    if id.has_recipient() {
        words.set(vault, target(id), goes);
    }
}

/// An escrow was paid or returned. Answers what it held.
pub(super) fn clear(words: &mut Words, vault: Address, id: U256) -> Assets {
    let id = EscrowId(id.saturating_to());
    let EscrowHead { assets, .. } = words.get(vault, head(id));
    words.set(vault, head(id), EscrowHead::default());
    if id.has_recipient() {
        words.set(vault, target(id), EscrowTarget::default());
    }
    words.change(vault, holdings(), |holdings| HoldingsWord {
        escrowed: holdings.escrowed.minus(assets.get()),
        ..holdings
    });
    assets
}
