//! A key that signs registrations.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used
)]

use alloy_primitives::{Address, B256, Bytes, Signature, U256, keccak256, uint};
use alloy_sol_types::SolValue;
use restaking_abi::IOperatorRegistry::registerBySignatureCall;

/// The order of secp256k1.
const ORDER: U256 = uint!(0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141_U256);

/// The first coordinate of the generator of secp256k1; the second is even.
const GENERATOR: U256 =
    uint!(0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798_U256);

/// A key and its address.
#[derive(Debug, Clone, Copy)]
pub struct Wallet {
    secret: U256,
    pub address: Address,
}

impl Wallet {
    /// The wallet with this number.
    pub fn new(number: u64) -> Self {
        let secret = U256::from(number + 1);
        let address = sign(secret, B256::ZERO).recover_address_from_prehash(&B256::ZERO).unwrap();
        Self { secret, address }
    }

    /// The call with this wallet's signature of it under `nonce`.
    pub fn signed(
        &self,
        domain: B256,
        nonce: u64,
        call: registerBySignatureCall,
    ) -> registerBySignatureCall {
        let signature = sign(self.secret, digest(domain, nonce, &call));
        registerBySignatureCall { signature: signature.as_bytes().into(), ..call }
    }
}

/// A valid ECDSA signature whose nonce is 1, so that `r` is the generator's coordinate: `s = z + r·d`. It gives the key
/// away, which does not matter here.
fn sign(secret: U256, digest: B256) -> Signature {
    let z = U256::from_be_bytes(digest.0);
    let s = z.add_mod(GENERATOR.mul_mod(secret, ORDER), ORDER);
    let is_high = s > ORDER >> 1;
    Signature::new(GENERATOR, if is_high { ORDER - s } else { s }, is_high)
}

/// What a registration by signature signs, written after EIP-712 and not after the module.
pub fn digest(domain: B256, nonce: u64, call: &registerBySignatureCall) -> B256 {
    let kind = keccak256(
        "Register(address operator,string metadataURI,address rewardRecipient,uint256 commission,uint256 nonce,uint256 deadline)",
    );
    let uri = keccak256(&call.metadataURI);
    let words =
        (kind, call.operator, uri, call.rewardRecipient, call.commission, nonce, call.deadline);
    let hash = keccak256(words.abi_encode());
    keccak256([b"\x19\x01".as_slice(), domain.as_slice(), hash.as_slice()].concat())
}

/// The registry's domain, written after EIP-712 and not after the module.
pub fn domain(chain_id: u64, registry: Address) -> B256 {
    let kind = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
    );
    let (name, version) = (keccak256("Restaking Operator Registry"), keccak256("1"));
    keccak256((kind, name, version, U256::from(chain_id), registry).abi_encode())
}

/// A signature that the test's contract wallet takes: the digest, and what follows.
pub fn by_contract(
    domain: B256,
    nonce: u64,
    call: registerBySignatureCall,
    rest: &[u8],
) -> registerBySignatureCall {
    let digest = digest(domain, nonce, &call);
    let signature = Bytes::from([digest.as_slice(), rest].concat());
    registerBySignatureCall { signature, ..call }
}
