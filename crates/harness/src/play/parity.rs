//! Do two chains agree about a transaction?

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, keccak256};

use crate::chain::{Outcome, Status, Write};

/// What two outcomes differ in, in words; `None` if they agree. Storage counts for `native` contracts only: elsewhere a
/// chain may keep it as it likes.
pub(crate) fn difference(
    a: (&str, &Outcome),
    b: (&str, &Outcome),
    native: &BTreeSet<Address>,
) -> Option<String> {
    let ((name_a, a), (name_b, b)) = (a, b);
    if kind(&a.status) != kind(&b.status) {
        return Some(format!("{name_a} ends in {:?}, {name_b} in {:?}", a.status, b.status));
    }
    if a.output != b.output {
        return Some(format!("{name_a} answers {}, {name_b} {}", a.output, b.output));
    }
    if a.logs.len() != b.logs.len() {
        return Some(format!("{name_a} logs {} events, {name_b} {}", a.logs.len(), b.logs.len()));
    }
    if let Some(index) = a.logs.iter().zip(&b.logs).position(|(a, b)| a != b) {
        return Some(format!(
            "event {} of {name_a} is not that of {name_b}",
            index.saturating_add(1)
        ));
    }
    let (writes_a, writes_b) = (own_writes(a, native), own_writes(b, native));
    let strange = writes_a.symmetric_difference(&writes_b).next()?;
    Some(format!(
        "only one of {name_a} and {name_b} changes slot {:#x} of {} from {:#x} to {:#x}",
        strange.slot, strange.address, strange.old, strange.new
    ))
}

const fn kind(status: &Status) -> u8 {
    match status {
        Status::Success => 0,
        Status::Revert => 1,
        Status::Halt(_) => 2,
    }
}

/// What a transaction changed in the storage of native contracts, in order.
fn own_writes(outcome: &Outcome, native: &BTreeSet<Address>) -> BTreeSet<Write> {
    outcome.writes.iter().filter(|write| native.contains(&write.address)).copied().collect()
}

/// A hash over how a transaction ended and what it changed in the storage of native contracts, chained to `before`.
pub(crate) fn state_hash(before: B256, outcome: &Outcome, native: &BTreeSet<Address>) -> B256 {
    let mut data = before.to_vec();
    data.push(kind(&outcome.status));
    data.extend_from_slice(keccak256(&outcome.output).as_slice());
    for write in own_writes(outcome, native) {
        data.extend_from_slice(write.address.as_slice());
        data.extend_from_slice(&write.slot.to_be_bytes::<32>());
        data.extend_from_slice(&write.new.to_be_bytes::<32>());
    }
    keccak256(data)
}
