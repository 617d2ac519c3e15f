//! The state of a vault as vectors write it, read through views.

use alloy_primitives::{Address, U256};
use restaking::{
    AVS_REGISTRY,
    abi::{IAvsRegistry, IVault},
};
use serde_json::{Map, Value, json};

use crate::{
    batch::IBatch,
    chain::Chain,
    names::{named, set_named, text},
    token::IToken,
    world::{Called, VaultOf, World, item},
};

/// The numbers of a vault, in the order of [`numbers`].
const KEYS: [&str; 10] = ["A", "S", "M", "x", "u", "e", "b", "p", "h", "r"];

impl<C: Chain> World<C> {
    /// The digest of a vault: as if `settle` had just been called, because views answer so.
    pub fn digest(&mut self, vault: &VaultOf) -> Called<Value> {
        let sets: Vec<String> = self.params["sets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|set| set["id"].as_str().unwrap().to_owned())
            .collect();
        let holders: Vec<String> = self.holders.iter().cloned().collect();
        let mut items = numbers(vault);
        items.extend(sets.iter().flat_map(|set| allocation(vault.address, set)));
        items.extend(
            holders.iter().map(|holder| {
                item(vault.address, &IVault::balanceOfCall { account: named(holder) })
            }),
        );
        let mut answers = self.views(items)?.into_iter();
        let mut next = || answers.next().unwrap();

        let mut digest = Map::new();
        for key in KEYS {
            let number = next()[0];
            let is_count = matches!(key, "h" | "r");
            let value = if is_count { number.to::<u64>().into() } else { text(number) };
            digest.insert(key.into(), value);
        }
        let (mut held, mut shares) = (Map::new(), Map::new());
        for set in sets {
            let (allocation, guaranteed) = (next(), next()[0]);
            if let Some(entry) = set_entry(&allocation, guaranteed) {
                held.insert(set, entry);
            }
        }
        for holder in holders {
            let balance = next()[0];
            if !balance.is_zero() {
                shares.insert(holder, text(balance));
            }
        }
        digest.insert("sets".into(), held.into());
        digest.insert("sh".into(), shares.into());
        Ok(digest.into())
    }
}

fn numbers(vault: &VaultOf) -> Vec<IBatch::Item> {
    let VaultOf { address: to, asset, .. } = *vault;
    vec![
        item(to, &IVault::totalAssetsCall {}),
        item(to, &IVault::totalSupplyCall {}),
        item(to, &IVault::magnitudeCall {}),
        item(to, &IVault::exitingSharesCall {}),
        item(to, &IVault::unclaimedAssetsCall {}),
        item(to, &IVault::escrowedAssetsCall {}),
        item(asset, &IToken::balanceOfCall { account: to }),
        item(to, &IVault::rateCall {}),
        item(to, &IVault::openHoldsCall {}),
        item(AVS_REGISTRY, &IAvsRegistry::increasesOfCall { vault: to }),
    ]
}

fn allocation(vault: Address, set: &str) -> [IBatch::Item; 2] {
    let (avs, id) = set_named(set);
    [
        item(AVS_REGISTRY, &IAvsRegistry::allocationOfCall { vault, avs, id }),
        item(AVS_REGISTRY, &IAvsRegistry::guaranteedStakeOfCall { vault, avs, id }),
    ]
}

/// `[m, signed difference, due or null, guaranteed stake]`; nothing if the set holds nothing and will not.
fn set_entry(allocation: &[U256], guaranteed: U256) -> Option<Value> {
    let [magnitude, is_increase, change, due] = *allocation else { panic!("{allocation:?}") };
    if magnitude.is_zero() && change.is_zero() && due.is_zero() {
        return None;
    }
    let sign = if is_increase.is_zero() && !change.is_zero() { "-" } else { "" };
    let due = if due.is_zero() { Value::Null } else { due.to::<u64>().into() };
    Some(json!([text(magnitude), format!("{sign}{change}"), due, text(guaranteed)]))
}

/// Where two digests differ.
pub fn difference(ours: &Value, theirs: &Value) -> Option<String> {
    let (mine, model) = (ours.as_object().unwrap(), theirs.as_object().unwrap());
    let keys = mine.keys().chain(model.keys().filter(|key| !mine.contains_key(*key)));
    let lines: Vec<String> = keys
        .filter(|key| mine.get(*key) != model.get(*key))
        .map(|key| format!("{key}: ours {}, the model's {}", ours[key], theirs[key]))
        .collect();
    (!lines.is_empty()).then(|| lines.join("; "))
}
