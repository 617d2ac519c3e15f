//! The precompiled contracts: which addresses are theirs, and ecrecover, the one that runs here.

use alloy_primitives::{Address, B256, Bytes, Signature};

use super::gas;

/// The address of ecrecover.
pub(super) const ECRECOVER: Address = Address::with_last_byte(1);

/// Is there a precompile? The Osaka rules have them at 0x01 to 0x11 and at 0x0100 (EIP-7951).
pub(super) fn is_precompile(address: Address) -> bool {
    address.split_last_chunk::<2>().is_some_and(|(high, low)| {
        is_zero(high) && matches!(u16::from_be_bytes(*low), 0x01..=0x11 | 0x0100)
    })
}

/// Runs ecrecover with `gas`: its output and the gas left, `None` if the gas does not suffice.
///
/// An input that is not a valid signature is a success with empty output (yellow paper, appendix E.1).
pub(super) fn ecrecover(input: &[u8], gas: u64) -> Option<(Bytes, u64)> {
    let left = gas.checked_sub(gas::ECRECOVER)?;
    let signer = recover(input).map(|signer| signer.into_word().into());
    Some((signer.unwrap_or_default(), left))
}

fn recover(input: &[u8]) -> Option<Address> {
    let (digest, rest) = word(input);
    let (v, rest) = word(rest);
    let (r, rest) = word(rest);
    let (s, _) = word(rest);
    let is_odd = match v.split_last()? {
        (27, zeros) if is_zero(zeros) => false,
        (28, zeros) if is_zero(zeros) => true,
        _ => return None,
    };
    Signature::from_scalars_and_parity(r, s, is_odd).recover_address_from_prehash(&digest).ok()
}

/// The first word of `input`, padded with zeros on the right, and what follows it.
fn word(input: &[u8]) -> (B256, &[u8]) {
    let (word, rest) = input.split_at(input.len().min(32));
    (B256::right_padding_from(word), rest)
}

fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|&byte| byte == 0)
}
