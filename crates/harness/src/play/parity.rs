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

#[cfg(test)]
mod tests {
    use alloy_primitives::{Bytes, Log, LogData, U256};

    use super::*;

    const NATIVE: Address = Address::repeat_byte(1);
    const TOKEN: Address = Address::repeat_byte(2);

    fn outcome() -> Outcome {
        let write =
            |address| Write { address, slot: U256::from(1), old: U256::ZERO, new: U256::from(2) };
        Outcome {
            status: Status::Success,
            output: Bytes::from_static(b"out"),
            gas_used: 1,
            logs: vec![Log {
                address: TOKEN,
                data: LogData::new_unchecked(Vec::new(), Bytes::new()),
            }],
            writes: vec![write(NATIVE), write(TOKEN)],
        }
    }

    fn differs(change: impl FnOnce(&mut Outcome)) -> bool {
        let (a, mut b, native) = (outcome(), outcome(), BTreeSet::from([NATIVE]));
        change(&mut b);
        let found = difference(("revm", &a), ("memory", &b), &native);
        let hashed = state_hash(B256::ZERO, &a, &native) != state_hash(B256::ZERO, &b, &native);
        assert!(!hashed || found.is_some(), "what is in the hash is compared");
        found.is_some()
    }

    #[test]
    fn outcomes_differ_in_status_output_logs_and_native_storage_only() {
        assert!(!differs(|_| {}));
        assert!(!differs(|other| other.gas_used = 2));
        assert!(!differs(|other| other.writes.retain(|write| write.address == NATIVE)));
        assert!(differs(|other| other.status = Status::Revert));
        assert!(differs(|other| other.output = Bytes::new()));
        assert!(differs(|other| other.logs.clear()));
        assert!(differs(|other| other.logs[0].address = NATIVE));
        assert!(differs(|other| other.writes[0].new = U256::from(3)));
        assert!(differs(|other| other.writes[0].old = U256::from(3)));
        assert!(differs(|other| other.writes.clear()));
    }

    #[test]
    fn halts_agree_whatever_the_chains_call_them() {
        let native = BTreeSet::new();
        let halt = |why: &str| Outcome { status: Status::Halt(why.to_owned()), ..outcome() };
        let (a, b) = (halt("OutOfGas(Basic)"), halt("out of gas"));
        assert_eq!(difference(("revm", &a), ("memory", &b), &native), None);
    }
}
