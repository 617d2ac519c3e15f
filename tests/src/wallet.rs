//! Keys that sign EIP-2612 permits and what the registries take by signature.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::SolValue;
use k256::ecdsa::SigningKey;
use restaking::abi::{IAvsRegistry, IOperatorRegistry, IVault};

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

    /// Signs a struct (EIP-712) as registries take it: r, s, v. `domain` is the registry's domain separator.
    pub fn sign_struct(&self, domain: B256, kind: &str, fields: &[B256]) -> Bytes {
        let hash = keccak256([&[keccak256(kind)], fields].concat().concat());
        let (v, r, s) = self.sign(typed_data_digest(domain, hash));
        [r.as_slice(), s.as_slice(), &[v]].concat().into()
    }

    /// Signs a registration with the operator registry, by this wallet's nonce `nonce`. The signature in `call` is
    /// replaced.
    pub fn operator_registration(
        &self,
        domain: B256,
        nonce: u64,
        call: IOperatorRegistry::registerBySignatureCall,
    ) -> IOperatorRegistry::registerBySignatureCall {
        let kind = "Register(address operator,string metadataURI,address rewardRecipient,uint256 commission,\
                    uint256 nonce,uint256 deadline)";
        let fields = [
            call.operator.into_word(),
            keccak256(&call.metadataURI),
            call.rewardRecipient.into_word(),
            call.commission.into(),
            U256::from(nonce).into(),
            call.deadline.into(),
        ];
        let signature = self.sign_struct(domain, kind, &fields);
        IOperatorRegistry::registerBySignatureCall { signature, ..call }
    }

    /// Signs a registration for a set, by the operator's nonce `nonce`. The signature in `call` is replaced.
    pub fn set_registration(
        &self,
        domain: B256,
        nonce: u64,
        call: IAvsRegistry::registerBySignatureCall,
    ) -> IAvsRegistry::registerBySignatureCall {
        let kind = "Register(address operator,address avs,uint32 id,bytes data,uint256 nonce,uint256 deadline)";
        let fields = [
            call.operator.into_word(),
            call.avs.into_word(),
            U256::from(call.id).into(),
            keccak256(&call.data),
            U256::from(nonce).into(),
            call.deadline.into(),
        ];
        let signature = self.sign_struct(domain, kind, &fields);
        IAvsRegistry::registerBySignatureCall { signature, ..call }
    }

    /// Lets `operator` into a set with admission by approval, as the data of its registration: deadline and signature.
    pub fn approval(
        &self,
        domain: B256,
        operator: Address,
        (avs, id): (Address, u32),
        nonce: u64,
        deadline: U256,
    ) -> Bytes {
        let kind = "Admit(address operator,address avs,uint32 id,uint256 nonce,uint256 deadline)";
        let fields = [
            operator.into_word(),
            avs.into_word(),
            U256::from(id).into(),
            U256::from(nonce).into(),
            deadline.into(),
        ];
        let signature = self.sign_struct(domain, kind, &fields);
        (deadline, signature).abi_encode_params().into()
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
    typed_data_digest(domain, hash)
}

fn typed_data_digest(domain: B256, struct_hash: B256) -> B256 {
    keccak256([b"\x19\x01".as_slice(), domain.as_slice(), struct_hash.as_slice()].concat())
}
