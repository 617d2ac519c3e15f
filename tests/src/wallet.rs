//! Keys that sign EIP-2612 permits.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolValue;
use k256::ecdsa::SigningKey;
use restaking::abi::IVault;

/// A key and its address.
#[derive(Debug, Clone)]
pub struct Wallet {
    key: SigningKey,
    /// The account of the key.
    pub address: Address,
}

impl Wallet {
    /// The wallet with this number.
    pub fn new(number: u64) -> Self {
        let secret = keccak256(number.to_be_bytes());
        let key = SigningKey::from_slice(secret.as_slice()).expect("a key below the order");
        let address = Address::from_public_key(key.verifying_key());
        Self { key, address }
    }

    /// Signs a digest: v, r, s with a low s.
    pub fn sign(&self, digest: B256) -> (u8, B256, B256) {
        let (signature, recovery) =
            self.key.sign_prehash_recoverable(digest.as_slice()).expect("a signature");
        let (r, s) = signature.split_bytes();
        (27 + recovery.to_byte(), B256::from_slice(&r), B256::from_slice(&s))
    }

    /// A signed permit of this wallet for `spender`.
    pub fn permit(
        &self,
        domain: B256,
        spender: Address,
        value: U256,
        nonce: U256,
        deadline: U256,
    ) -> IVault::permitCall {
        let (v, r, s) =
            self.sign(permit_digest(domain, self.address, spender, value, nonce, deadline));
        IVault::permitCall { owner: self.address, spender, value, deadline, v, r, s }
    }
}

fn permit_digest(
    domain: B256,
    owner: Address,
    spender: Address,
    value: U256,
    nonce: U256,
    deadline: U256,
) -> B256 {
    let kind = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
    );
    let hash = keccak256((kind, owner, spender, value, nonce, deadline).abi_encode());
    keccak256([b"\x19\x01".as_slice(), domain.as_slice(), hash.as_slice()].concat())
}
