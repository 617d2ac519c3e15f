//! Holds of a vault: pending slashes.

use alloy_primitives::Address;
use restaking::governance::{EXTENSION_MAX_SECONDS, window_end};
use restaking::shares::{Magnitude, Timestamp};
use restaking::vault::VaultStorage;
use restaking::withdrawal_delay::{HoldState, HoldWord, MAX_HOLD_SECONDS, QueueHead};

use super::queue::head;
use super::words::{At, Words, at, one};
use super::{allocations, governance};

fn hold(lane: u8) -> At<HoldWord> {
    at("queue.holds[]", one(lane), VaultStorage::ROOT.queue().holds().locate(lane))
}

/// A hold from `now` on, of a request that may be executed from `executable_from` on.
pub(super) struct Opened {
    /// Which.
    pub(super) lane: u8,
    /// From when it may be executed.
    pub(super) executable_from: Timestamp,
    /// When it ends by itself.
    pub(super) until: Timestamp,
    /// Magnitude reserved.
    pub(super) magnitude: Magnitude,
}

/// A hold was opened: the seat's first lane notes which ones were ever used.
pub(super) fn opened(words: &mut Words, vault: Address, now: Timestamp, opened: Opened) {
    let Opened { lane, executable_from, until, magnitude } = opened;
    let first = lane & !3;
    words.change(vault, hold(first), |word| HoldWord {
        lanes: word.lanes | 1_u8.wrapping_shl(u32::from(lane & 3)),
        ..word
    });
    let lanes = if lane == first { words.get(vault, hold(first)).lanes } else { 0 };
    let word = HoldWord {
        filed: now,
        veto_seconds: seconds(now, executable_from),
        seconds: seconds(now, until),
        magnitude,
        lanes,
        ..HoldWord::default()
    };
    words.set(vault, hold(lane), word);
    let open = words.get(vault, head()).lanes | lane_bit(lane);
    recount(words, vault, open);
}

/// A hold ended early: without a slash, or because its escrow went back.
pub(super) fn closed(words: &mut Words, vault: Address, now: Timestamp, lane: u8) {
    words.change(vault, hold(lane), |word| {
        let is_executed = word.state() == HoldState::Executed;
        let state = if is_executed { HoldState::Executed } else { HoldState::Ended };
        HoldWord { state: state as u8, seconds: seconds(word.filed, now), ..word }
    });
    drop_lane(words, vault, lane);
}

/// A hold was executed, and lasts until `until`.
pub(super) fn executed(
    words: &mut Words,
    vault: Address,
    (now, until): (Timestamp, Timestamp),
    lane: u8,
    (escrow, magnitude): (u64, Magnitude),
) {
    words.change(vault, hold(lane), |word| HoldWord {
        state: HoldState::Executed as u8,
        seconds: seconds(word.filed, until),
        escrow,
        magnitude,
        ..word
    });
    if until > now {
        let open = words.get(vault, head()).lanes;
        recount(words, vault, open);
    } else {
        drop_lane(words, vault, lane);
    }
}

/// Holds ended by themselves. Those that were never executed lapsed: at a time that their AVS's quarantines may have put
/// off.
pub(super) fn ended(words: &mut Words, vault: Address, lanes: u64, is_protocol: bool) {
    for lane in lanes_of(lanes) {
        let word = words.get(vault, hold(lane));
        if word.state() == HoldState::Filed {
            let end = if is_protocol { end_of(words, vault, lane, word) } else { word.end() };
            let seconds = seconds(word.filed, end);
            let lapsed = HoldWord { state: HoldState::Ended as u8, seconds, ..word };
            words.set(vault, hold(lane), lapsed);
        }
    }
    let open = words.get(vault, head()).lanes & !lanes;
    recount(words, vault, open);
}

/// When a hold lapsed: its execution window stands still during quarantines, but no hold lasts longer than 14 days.
fn end_of(words: &Words, vault: Address, lane: u8, word: HoldWord) -> Timestamp {
    let avs = allocations::avs_at(words, vault, lane >> 2);
    let (start, planned) = (word.executable_from(), word.end());
    let length = planned.seconds_since(start).unwrap_or(0);
    let mut pauses = governance::quarantines_after(words, avs, start);
    let end = window_end(start, length, EXTENSION_MAX_SECONDS, &mut pauses);
    let latest = word.filed.saturating_add_seconds(MAX_HOLD_SECONDS);
    end.min(latest).max(planned)
}

fn drop_lane(words: &mut Words, vault: Address, lane: u8) {
    let open = words.get(vault, head()).lanes & !lane_bit(lane);
    recount(words, vault, open);
}

/// The head names the lanes that last, the oldest filing and the first end among them.
fn recount(words: &mut Words, vault: Address, open: u64) {
    let holds: Vec<HoldWord> = lanes_of(open).map(|lane| words.get(vault, hold(lane))).collect();
    let earliest = holds.iter().map(|word| word.filed).min().unwrap_or_default();
    let next = holds.iter().map(HoldWord::end).min().unwrap_or_default();
    words.change(vault, head(), |head| QueueHead {
        lanes: open,
        earliest_hold: earliest,
        next_end: next,
        ..head
    });
}

fn lanes_of(lanes: u64) -> impl Iterator<Item = u8> {
    (0..64_u8).filter(move |lane| lanes & lane_bit(*lane) != 0)
}

fn lane_bit(lane: u8) -> u64 {
    1_u64.wrapping_shl(u32::from(lane))
}

fn seconds(from: Timestamp, to: Timestamp) -> u32 {
    u32::try_from(to.seconds_since(from).unwrap_or(0)).unwrap_or(u32::MAX)
}
