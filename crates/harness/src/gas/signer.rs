//! Signatures without a secret: the private key is 1 and so is the nonce.
//!
//! With key 1 the public key is secp256k1's generator G, and with nonce 1 so is the point R: a signature over `z` is
//! `r = x(G)`, `s = z + r` modulo the order (SEC 1, 4.1.3). Anybody can sign for this account; that is its use.

use alloy_primitives::{Address, B256, U256, address, uint};

/// The account whose private key is 1.
pub(crate) const SIGNER: Address = address!("7E5F4552091A69125d5DfCb7b8C2659029395Bdf");

/// The order of secp256k1.
const ORDER: U256 = uint!(0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141_U256);
/// Half of it: a higher `s` is the malleable twin of a valid signature (EIP-2).
const HALF_ORDER: U256 =
    uint!(0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0_U256);
/// x of the generator, whose y is even.
const GENERATOR_X: U256 =
    uint!(0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798_U256);

/// A signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signature {
    /// Recovery id, 27 or 28.
    pub(crate) v: u8,
    /// First half.
    pub(crate) r: B256,
    /// Second half, low.
    pub(crate) s: B256,
}

/// Signs `digest` as [`SIGNER`].
pub(crate) fn sign(digest: B256) -> Signature {
    let s = U256::from_be_bytes(digest.0).add_mod(GENERATOR_X, ORDER);
    let (v, s) = if s > HALF_ORDER { (28, ORDER.saturating_sub(s)) } else { (27, s) };
    Signature { v, r: GENERATOR_X.into(), s: s.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::keccak256;

    #[test]
    fn signatures_recover_to_the_signer() {
        for number in 0..20_u8 {
            let digest = keccak256([number]);
            let Signature { v, r, s } = sign(digest);
            let signature = alloy_primitives::Signature::from_scalars_and_parity(r, s, v == 28);
            assert_eq!(signature.recover_address_from_prehash(&digest).unwrap(), SIGNER);
        }
    }
}
