//! The AVS registry: what sets hold of vaults, and the one match over its events.

use std::collections::HashMap;

use alloy_primitives::Address;
use restaking::AVS_REGISTRY;
use restaking::abi::IAvsRegistry::{self, IAvsRegistryEvents as Events};
use restaking::avs_registry::{AllocationWord, AvsRegistryStorage, Pending, SeatWord, SetKey};
use restaking::shares::{Magnitude, Timestamp};

use super::vault::Vault;
use super::words::{Amount, At, Words, at, two};
use super::{members, sets};

const ROOT: AvsRegistryStorage = AvsRegistryStorage::ROOT;

fn allocation(vault: Address, number: u32) -> At<AllocationWord> {
    let slot = ROOT.allocations().locate(vault).locate(number);
    at("allocations[][]", two(vault, number), slot)
}

fn seat(vault: Address, index: u8) -> At<SeatWord> {
    at("seats[][]", two(vault, index), ROOT.seats().locate(vault).locate(index))
}

/// The AVS of the set in a seat of `vault`.
pub(super) fn avs_at(words: &Words, vault: Address, index: u8) -> Address {
    let number = words.get(AVS_REGISTRY, seat(vault, index)).set;
    words.get(AVS_REGISTRY, sets::key_of(number)).avs()
}

/// What an event of the registry says.
pub(super) fn learn(
    words: &mut Words,
    vaults: &HashMap<Address, Vault>,
    now: Timestamp,
    event: Events,
) {
    match event {
        Events::AvsRegistered(e) => sets::avs_registered(words, e.avs),
        Events::AdminSet(e) => sets::admin_set(words, e.avs, e.admin, e.isAdmin),
        Events::SetCreated(e) => sets::created(words, now, &e),
        Events::TermsAnnounced(e) => sets::announced(words, now, &e),
        Events::RecipientSet(e) => {
            sets::recipient_set(words, SetKey::new(e.avs, e.id), e.recipient);
        }
        Events::OperatorRegistered(e) => {
            members::registered(words, SetKey::new(e.avs, e.id), e.operator);
        }
        Events::OperatorDeregistered(e) => {
            members::deregistered(words, SetKey::new(e.avs, e.id), e.operator);
        }
        Events::SeatTaken(e) => {
            let key = SetKey::new(e.avs, e.id);
            if let Some(vault) = vaults.get(&e.vault) {
                sets::serve(words, now, key, vault);
            }
            let number = sets::number_of(words, key);
            words.change(AVS_REGISTRY, seat(e.vault, e.seat), |word| SeatWord {
                set: number,
                increases: word.increases,
                ..SeatWord::default()
            });
            words.change(AVS_REGISTRY, allocation(e.vault, number), |word| AllocationWord {
                seat: e.seat.saturating_add(1),
                ..word
            });
        }
        Events::ChangeAnnounced(e) => announced(words, &e),
        Events::ChangeCompleted(e) => completed(words, &e),
        Events::MagnitudeTaken(e) => taken(words, &e),
        // Descriptions are in the logs alone; that a registrar failed changes nothing.
        Events::AvsMetadataUpdated(_)
        | Events::SetMetadataUpdated(_)
        | Events::RegistrarFailed(_) => {}
    }
}

/// An allocation with its number, and its seat if no other set has taken it.
struct Held {
    vault: Address,
    number: u32,
    word: AllocationWord,
    seat: Option<(u8, SeatWord)>,
}

impl Held {
    fn load(words: &Words, vault: Address, key: SetKey) -> Self {
        let number = sets::number_of(words, key);
        let word = words.get(AVS_REGISTRY, allocation(vault, number));
        let seat = word
            .seat
            .checked_sub(1)
            .map(|index| (index, words.get(AVS_REGISTRY, seat(vault, index))));
        Self { vault, number, word, seat: seat.filter(|(_, seat)| seat.set == number) }
    }

    fn store(self, words: &mut Words) {
        words.set(AVS_REGISTRY, allocation(self.vault, self.number), self.word);
        if let Some((index, word)) = self.seat {
            words.set(AVS_REGISTRY, seat(self.vault, index), word);
        }
    }

    /// Only this much, and nothing pending.
    fn hold(&mut self, magnitude: Magnitude) {
        self.word = AllocationWord { magnitude, seat: self.word.seat, ..AllocationWord::default() };
    }

    fn count_increase(&mut self) {
        if let Some((_, word)) = &mut self.seat {
            word.increases = word.increases.saturating_add(1);
        }
    }
}

/// A change was announced. One by nothing: what was pending was given up, and nothing is held.
fn announced(words: &mut Words, event: &IAvsRegistry::ChangeAnnounced) {
    let mut held = Held::load(words, event.vault, SetKey::new(event.avs, event.id));
    if event.change.is_zero() {
        held.hold(Magnitude::ZERO);
        return held.store(words);
    }
    if event.isIncrease {
        held.count_increase();
    }
    held.word.pending = if event.isIncrease { Pending::Increase } else { Pending::Decrease } as u8;
    held.word.change = Magnitude::new(event.change);
    held.word.time = Timestamp::new(event.time);
    held.store(words);
}

/// A change was completed. An increase that was never announced holds at once.
fn completed(words: &mut Words, event: &IAvsRegistry::ChangeCompleted) {
    let mut held = Held::load(words, event.vault, SetKey::new(event.avs, event.id));
    if event.isIncrease {
        if held.word.pending == Pending::Nothing as u8 {
            held.count_increase();
        }
        let (before, due) = (held.word.magnitude, Timestamp::new(event.due));
        if let Some((_, word)) = &mut held.seat {
            let since = if before.is_zero() { due } else { word.since };
            *word = SeatWord { since, before, raised: due, ..*word };
        }
    }
    held.hold(Magnitude::new(event.magnitude));
    held.store(words);
}

/// Magnitude was taken, also of what was held before the last increase if the fault was before it.
fn taken(words: &mut Words, event: &IAvsRegistry::MagnitudeTaken) {
    let mut held = Held::load(words, event.vault, SetKey::new(event.avs, event.id));
    let magnitude = held.word.magnitude.minus(event.taken);
    held.word.magnitude = magnitude;
    if held.word.pending == Pending::Decrease as u8 {
        held.word.change = held.word.change.min(magnitude);
        if magnitude.is_zero() {
            held.hold(magnitude);
        }
    }
    if let Some((_, word)) = &mut held.seat
        && event.faultTime < word.raised.get()
    {
        word.before = word.before.minus(event.taken);
    }
    held.store(words);
}
