//! Signatures: ECDSA by the precompile at 0x01, contract wallets by EIP-1271, EIP-712 digests.

use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256, address, uint};
use alloy_sol_types::{SolCall, sol};

use crate::{Call, Context, Halt};

sol! {
    function isValidSignature(bytes32 hash, bytes signature) external view returns (bytes4);
}

const ECRECOVER: Address = address!("0000000000000000000000000000000000000001");

/// Half of the order of secp256k1: a higher `s` is the malleable twin of a valid signature (EIP-2).
const HALF_ORDER: U256 =
    uint!(0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0_U256);

/// An ECDSA signature in its three parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ecdsa {
    /// Recovery id, 27 or 28.
    pub v: u8,
    /// First half.
    pub r: B256,
    /// Second half.
    pub s: B256,
}

impl Ecdsa {
    /// `r ‖ s ‖ v`, the form that EIP-1271 wallets expect.
    pub fn to_bytes(self) -> Vec<u8> {
        [self.r.as_slice(), self.s.as_slice(), &[self.v]].concat()
    }

    /// Reads `r ‖ s ‖ v`; `None` if it is not 65 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (r, rest) = bytes.split_first_chunk::<32>()?;
        let (s, rest) = rest.split_first_chunk::<32>()?;
        let [v] = rest else { return None };
        Some(Self { v: *v, r: B256::from(*r), s: B256::from(*s) })
    }
}

/// Did `signer` sign `digest`? By key if the key recovers to `signer`, else by EIP-1271 if `signer` has code.
///
/// The key goes first, so that an account with an EIP-7702 delegation keeps its key.
///
/// # Errors
/// A halt of the host.
pub fn is_signed_by(
    cx: &mut Context<'_>,
    signer: Address,
    digest: B256,
    signature: Ecdsa,
) -> Result<bool, Halt> {
    if recover(cx, digest, signature)? == Some(signer) {
        return Ok(true);
    }
    is_accepted_by(cx, signer, digest, signature.to_bytes())
}

/// As [`is_signed_by`], for a signature of any length: 65 bytes `r ‖ s ‖ v` may be one by key.
///
/// # Errors
/// A halt of the host.
pub fn is_signed_by_bytes(
    cx: &mut Context<'_>,
    signer: Address,
    digest: B256,
    signature: &[u8],
) -> Result<bool, Halt> {
    match Ecdsa::from_bytes(signature) {
        Some(ecdsa) => is_signed_by(cx, signer, digest, ecdsa),
        None => is_accepted_by(cx, signer, digest, signature.to_vec()),
    }
}

/// Does the contract `signer` accept the signature (EIP-1271)? False if it has no code.
fn is_accepted_by(
    cx: &mut Context<'_>,
    signer: Address,
    digest: B256,
    signature: Vec<u8>,
) -> Result<bool, Halt> {
    if cx.host.code_size(signer)? == 0 {
        return Ok(false);
    }
    let input = isValidSignatureCall { hash: digest, signature: signature.into() }.abi_encode();
    let outcome = cx.host.call(Call::view(signer, input.into()))?;
    let magic = B256::right_padding_from(&isValidSignatureCall::SELECTOR);
    Ok(outcome.is_success && outcome.output.get(..32) == Some(magic.as_slice()))
}

fn recover(cx: &mut Context<'_>, digest: B256, signature: Ecdsa) -> Result<Option<Address>, Halt> {
    let Ecdsa { v, r, s } = signature;
    if U256::from_be_bytes(s.0) > HALF_ORDER {
        return Ok(None);
    }
    let input = [digest, B256::from(U256::from(v)), r, s].concat();
    let outcome = cx.host.call(Call::view(ECRECOVER, input.into()))?;
    let word = outcome.output.first_chunk::<32>().filter(|_| outcome.is_success);
    Ok(word.map(|word| Address::from_word(B256::from(*word))).filter(|signer| !signer.is_zero()))
}

/// EIP-712: the digest of a struct hash under a domain.
///
/// # Errors
/// A halt of the host, which charges for the hash.
pub fn typed_data_digest(
    cx: &mut Context<'_>,
    domain: B256,
    struct_hash: B256,
) -> Result<B256, Halt> {
    cx.host.keccak(&[b"\x19\x01".as_slice(), domain.as_slice(), struct_hash.as_slice()].concat())
}

/// EIP-712: the domain separator of this contract for `name`, version "1" and the current chain id.
///
/// # Errors
/// A halt of the host, which charges for the hashes.
pub fn domain_separator(cx: &mut Context<'_>, name: &[u8]) -> Result<B256, Halt> {
    let kind = cx.host.keccak(
        b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
    )?;
    let name = cx.host.keccak(name)?;
    let version = cx.host.keccak(b"1")?;
    let chain = B256::from(U256::from(cx.host.block().chain_id));
    cx.host.keccak(&[kind, name, version, chain, cx.this().into_word()].concat())
}
