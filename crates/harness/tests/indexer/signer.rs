//! Signatures without a secret: private key and nonce are 1, so that the public key and the nonce's point are the generator.

use alloy_primitives::{Address, B256, U256, address, keccak256, uint};

/// The account whose private key is 1.
pub(crate) const SIGNER: Address = address!("7E5F4552091A69125d5DfCb7b8C2659029395Bdf");

const ORDER: U256 = uint!(0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141_U256);
const GENERATOR_X: U256 =
    uint!(0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798_U256);

/// Signs words under a domain (EIP-712) as [`SIGNER`]: v, r, s.
pub(crate) fn sign(domain: B256, words: &[B256]) -> (u8, B256, B256) {
    let hash = keccak256(words.concat());
    let digest = keccak256([b"\x19\x01".as_slice(), domain.as_slice(), hash.as_slice()].concat());
    let s = U256::from_be_bytes(digest.0).add_mod(GENERATOR_X, ORDER);
    let (v, s) = if s > (ORDER >> 1) { (28, ORDER - s) } else { (27, s) };
    (v, GENERATOR_X.into(), s.into())
}
