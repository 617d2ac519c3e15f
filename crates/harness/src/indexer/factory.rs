//! The lists of vaults.

use alloy_primitives::Address;
use restaking::VAULT_FACTORY;
use restaking::abi::IVaultFactory::VaultCreated;
use restaking::vault::factory::{FactoryStorage, OperatorWord, VaultWord};

use super::words::{At, Words, at, one};

const ROOT: FactoryStorage = FactoryStorage::ROOT;

fn end(operator: Address) -> At<OperatorWord> {
    at("operators[]", one(operator), ROOT.operators().locate(operator))
}

/// A vault was created: it is the last of its operator's.
pub(super) fn created(words: &mut Words, event: &VaultCreated) {
    let VaultCreated { vault, operator, .. } = *event;
    let OperatorWord { last, count } = words.get(VAULT_FACTORY, end(operator));
    let place = at("vaults[]", one(vault), ROOT.vaults().locate(vault));
    words.set(VAULT_FACTORY, place, VaultWord { previous: last, exists: true });
    let count = count.saturating_add(1);
    words.set(VAULT_FACTORY, end(operator), OperatorWord { last: vault, count });
}
