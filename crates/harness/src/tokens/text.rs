//! Solidity's `bytes` and `string` in storage.
//!
//! Source: Solidity documentation, "Layout of State Variables in Storage", `bytes` and `string`.

use alloy_primitives::{Bytes, U256, keccak256};
use restaking::host::{Halt, Host, Slot};

/// Most bytes that fit into the slot itself.
const SHORT_MAX: usize = 31;

/// A `bytes` or `string` in storage, whose head is this slot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text(pub(super) Slot<U256>);

impl Text {
    /// Reads it.
    pub(super) fn read(self, host: &mut dyn Host) -> Result<Bytes, Halt> {
        let head = host.sload(self.0.number())?;
        let length = length(head);
        if !head.bit(0) {
            return Ok(Bytes::copy_from_slice(
                head.to_be_bytes::<32>().get(..length).unwrap_or_default(),
            ));
        }
        let mut bytes = Vec::with_capacity(length);
        for slot in self.tail(length) {
            bytes.extend_from_slice(&host.sload(slot)?.to_be_bytes::<32>());
        }
        bytes.truncate(length);
        Ok(bytes.into())
    }

    /// Writes it, and clears what a longer one left.
    pub(super) fn write(self, host: &mut dyn Host, bytes: &[u8]) -> Result<(), Halt> {
        let head = host.sload(self.0.number())?;
        let old = if head.bit(0) { self.tail(length(head)).count() } else { 0 };
        let words = self.encode(bytes);
        let written = words.len().saturating_sub(1);
        for (slot, word) in words {
            host.sstore(slot, word)?;
        }
        for slot in self.tail(old.saturating_mul(32)).skip(written) {
            host.sstore(slot, U256::ZERO)?;
        }
        Ok(())
    }

    /// The slots that it takes, with their values; the head first.
    pub(super) fn encode(self, bytes: &[u8]) -> Vec<(U256, U256)> {
        let doubled = U256::from(bytes.len()).wrapping_shl(1);
        if bytes.len() <= SHORT_MAX {
            return vec![(self.0.number(), left_aligned(bytes) | doubled)];
        }
        let head = (self.0.number(), doubled | U256::from(1));
        let tail = self.tail(bytes.len()).zip(bytes.chunks(32).map(left_aligned));
        core::iter::once(head).chain(tail).collect()
    }

    /// The slots of the bytes of a long one.
    fn tail(self, length: usize) -> impl Iterator<Item = U256> {
        let first = U256::from_be_bytes(keccak256(self.0.number().to_be_bytes::<32>()).0);
        (0..length.div_ceil(32)).map(move |index| first.wrapping_add(U256::from(index)))
    }
}

/// The length that a head tells, in bytes.
fn length(head: U256) -> usize {
    let doubled = if head.bit(0) { head } else { head & U256::from(0xff) };
    doubled.wrapping_shr(1).saturating_to()
}

/// At most 32 bytes, padded with zeros on the right.
fn left_aligned(bytes: &[u8]) -> U256 {
    U256::from_be_bytes(alloy_primitives::B256::right_padding_from(bytes).0)
}
