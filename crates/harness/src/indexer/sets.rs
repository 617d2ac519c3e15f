//! The AVS registry: AVSs, sets and their terms.

use alloy_primitives::Address;
use restaking::AVS_REGISTRY;
use restaking::abi::IAvsRegistry::{SetCreated, Terms, TermsAnnounced};
use restaking::avs_registry::{
    AssetWord, AvsRegistryStorage, LimitsWord, ProcedureWord, RulesWord, ServedWord, SetKey,
    SetStorage, SetWord, TermsStorage,
};
use restaking::shares::{Assets, Timestamp, Wad};

use super::vault::Vault;
use super::words::{At, NONE, Words, at, one, two};

const ROOT: AvsRegistryStorage = AvsRegistryStorage::ROOT;

const ACCEPTS_LEVERAGE: u8 = 4;
const HAS_LIMITS: u8 = 8;
const IS_REDISTRIBUTING: u8 = 16;

/// The window of a cap that says nothing else: 7 days.
const DEFAULT_CAP_WINDOW_SECONDS: u32 = 7 * 24 * 60 * 60;

/// One of a set's two banks of terms.
#[derive(Clone, Copy)]
struct Bank {
    key: SetKey,
    is_first: bool,
}

impl Bank {
    fn place(self) -> TermsStorage {
        let set = set(self.key);
        if self.is_first { set.first() } else { set.second() }
    }

    const fn path(self, first: &'static str, second: &'static str) -> &'static str {
        if self.is_first { first } else { second }
    }

    fn procedure(self) -> At<ProcedureWord> {
        let path = self.path("sets[].first.procedure", "sets[].second.procedure");
        at(path, one(self.key), self.place().procedure())
    }

    fn rules(self) -> At<RulesWord> {
        let path = self.path("sets[].first.rules", "sets[].second.rules");
        at(path, one(self.key), self.place().rules())
    }

    fn limits(self) -> At<LimitsWord> {
        let path = self.path("sets[].first.limits", "sets[].second.limits");
        at(path, one(self.key), self.place().limits())
    }

    fn gate(self) -> At<Address> {
        let path = self.path("sets[].first.gate", "sets[].second.gate");
        at(path, one(self.key), self.place().gate())
    }

    fn asset(self, index: u8) -> At<AssetWord> {
        let path = self.path("sets[].first.assets[]", "sets[].second.assets[]");
        at(path, two(self.key, index), self.place().assets().locate(index))
    }
}

fn set(key: SetKey) -> SetStorage {
    ROOT.sets().locate(key)
}

/// A set at a glance.
pub(super) fn head(key: SetKey) -> At<SetWord> {
    at("sets[].head", one(key), set(key).head())
}

fn served(key: SetKey) -> At<ServedWord> {
    at("sets[].served", one(key), set(key).served())
}

/// The key of a set by its number.
pub(super) fn key_of(number: u32) -> At<SetKey> {
    at("keys[]", one(number), ROOT.keys().locate(number))
}

/// The number of a set in the registry.
pub(super) fn number_of(words: &Words, key: SetKey) -> u32 {
    words.get(AVS_REGISTRY, Bank { key, is_first: true }.rules()).number
}

/// An AVS registered.
pub(super) fn avs_registered(words: &mut Words, avs: Address) {
    words.set(AVS_REGISTRY, at("avss[]", one(avs), ROOT.avss().locate(avs)), true);
}

/// Who may act for an AVS.
pub(super) fn admin_set(words: &mut Words, avs: Address, admin: Address, is_admin: bool) {
    let slot = ROOT.admins().locate(avs).locate(admin);
    words.set(AVS_REGISTRY, at("admins[][]", two(avs, admin), slot), is_admin);
}

/// Who receives what a set slashes.
pub(super) fn recipient_set(words: &mut Words, key: SetKey, recipient: Address) {
    let place = at("sets[].recipient", one(key), set(key).recipient());
    words.set(AVS_REGISTRY, place, recipient);
}

/// A set was created: it gets the next number.
pub(super) fn created(words: &mut Words, now: Timestamp, event: &SetCreated) {
    let key = SetKey::new(event.avs, event.id);
    let count = at("set_count", NONE, ROOT.set_count());
    let number = words.get(AVS_REGISTRY, count).saturating_add(1);
    words.set(AVS_REGISTRY, count, number);
    words.set(AVS_REGISTRY, key_of(number), key);
    words.set(AVS_REGISTRY, head(key), SetWord { exists: true, ..SetWord::default() });
    recipient_set(words, key, event.recipient);
    let flags = if event.recipient.is_zero() { 0 } else { IS_REDISTRIBUTING };
    let stamp = RulesWord { switch_at: now, version: 1, number, flags, ..RulesWord::default() };
    store(words, Bank { key, is_first: true }, &event.terms, stamp);
}

/// Terms were announced: they take the bank of those before the last.
pub(super) fn announced(words: &mut Words, now: Timestamp, event: &TermsAnnounced) {
    let key = SetKey::new(event.avs, event.id);
    let first = Bank { key, is_first: true };
    let rules = words.get(AVS_REGISTRY, first.rules());
    let kept = served_assets(words, bank_at(rules, key, now));
    let version = rules.version.saturating_add(1);
    let switch_at = Timestamp::new(event.effectiveAt);
    let flags = rules.flags & IS_REDISTRIBUTING;
    let number = rules.number;
    let stamp = RulesWord { switch_at, version, number, flags, ..RulesWord::default() };
    let bank = Bank { key, is_first: version % 2 == 1 };
    store(words, bank, &event.terms, stamp);
    for token in kept {
        mark_served(words, bank, token);
    }
    if !bank.is_first {
        let stamped = RulesWord { switch_at, version, ..rules };
        words.set(AVS_REGISTRY, first.rules(), stamped);
    }
}

/// The bank of the terms in force at `time`, by the rules in the first one.
fn bank_at(rules: RulesWord, key: SetKey, time: Timestamp) -> Bank {
    let is_newest = time >= rules.switch_at;
    let is_newest_first = rules.version % 2 == 1;
    Bank { key, is_first: is_newest == is_newest_first }
}

/// Writes terms. Limits and gate that say nothing leave what their slots held; so do assets beyond the last.
fn store(words: &mut Words, bank: Bank, new: &Terms, stamp: RulesWord) {
    let seconds = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
    words.set(
        AVS_REGISTRY,
        bank.procedure(),
        ProcedureWord {
            slasher: new.slasher,
            veto_window: seconds(new.vetoWindow),
            execution_window: seconds(new.executionWindow),
            escrow_delay: seconds(new.escrowDelay),
            fault_window: seconds(new.faultWindow),
        },
    );
    let limits = LimitsWord {
        cap: Wad::new(new.cap),
        cap_window: seconds(new.capWindow),
        minimum_weight: Assets::new(new.minimumWeight),
        operator_cap: new.operatorCap,
    };
    let none = LimitsWord {
        cap: Wad::ONE,
        cap_window: DEFAULT_CAP_WINDOW_SECONDS,
        ..LimitsWord::default()
    };
    let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
    let has_limits = limits != none;
    words.set(
        AVS_REGISTRY,
        bank.rules(),
        RulesWord {
            resolver: new.resolver,
            asset_count: u8::try_from(new.assets.len()).unwrap_or(u8::MAX),
            flags: stamp.flags
                | new.admission
                | flag(new.acceptsLeverage, ACCEPTS_LEVERAGE)
                | flag(has_limits, HAS_LIMITS),
            ..stamp
        },
    );
    if has_limits {
        words.set(AVS_REGISTRY, bank.limits(), limits);
    }
    if !new.gate.is_zero() {
        words.set(AVS_REGISTRY, bank.gate(), new.gate);
    }
    for (index, asset) in (0..).zip(&new.assets) {
        let weight = Wad::new(asset.weight);
        let word = AssetWord { token: asset.token, weight, is_served: false };
        words.set(AVS_REGISTRY, bank.asset(index), word);
    }
}

fn assets(words: &Words, bank: Bank) -> impl Iterator<Item = (u8, AssetWord)> {
    let count = words.get(AVS_REGISTRY, bank.rules()).asset_count;
    (0..count).map(move |index| (index, words.get(AVS_REGISTRY, bank.asset(index))))
}

fn served_assets(words: &Words, bank: Bank) -> Vec<Address> {
    assets(words, bank).filter(|(_, word)| word.is_served).map(|(_, word)| word.token).collect()
}

fn mark_served(words: &mut Words, bank: Bank, token: Address) {
    let found = assets(words, bank).find(|(_, word)| word.token == token);
    if let Some((index, word)) = found {
        words.set(AVS_REGISTRY, bank.asset(index), AssetWord { is_served: true, ..word });
    }
}

/// The set sat down at a vault: it serves it, under the terms in force and under those announced.
pub(super) fn serve(words: &mut Words, now: Timestamp, key: SetKey, vault: &Vault) {
    words.change(AVS_REGISTRY, served(key), |word| {
        let least = if word.delay_min == 0 { u64::MAX } else { word.delay_min };
        ServedWord {
            delay_min: least.min(vault.exit_delay),
            delay_max: word.delay_max.max(vault.exit_delay),
            epoch_max: word.epoch_max.max(vault.epoch_length),
            has_leverage: word.has_leverage || vault.leverage_limit > Wad::ONE,
        }
    });
    let rules = words.get(AVS_REGISTRY, Bank { key, is_first: true }.rules());
    mark_served(words, bank_at(rules, key, now), vault.asset);
    if now < rules.switch_at {
        mark_served(words, bank_at(rules, key, rules.switch_at), vault.asset);
    }
}
