//! EIP-2612 permits of the standard token.

use alloy_primitives::{Address, B256, U256, b256};
use restaking::host::{Call, Context, Slot, signature};

use super::ITokenExtras::permitCall;
use super::ledger::{self, Answer, require};
use super::state::{Permitting, Plain};
use super::text::Text;

/// keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)").
pub(super) const TYPEHASH: B256 =
    b256!("6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9");

/// The precompile.
const ECRECOVER: Address = Address::with_last_byte(1);

/// The nonce of the next permit of `owner`.
pub(super) fn nonce(cx: &mut Context<'_>, owner: Address) -> Answer<Slot<U256>> {
    Ok(Permitting::ROOT.nonces().key(cx.host, owner)?)
}

/// The EIP-712 domain.
pub(super) fn domain(cx: &mut Context<'_>) -> Answer<B256> {
    let name = Text(Plain::ROOT.name()).read(cx.host)?;
    Ok(signature::domain_separator(cx, &name)?)
}

/// Sets an allowance by the signature of its owner, up to and including the second of the deadline.
pub(super) fn permit(cx: &mut Context<'_>, permit: &permitCall) -> Answer<()> {
    let permitCall { owner, spender, value, deadline, .. } = *permit;
    require(U256::from(cx.now().get()) <= deadline, "permit expired")?;
    let nonce = nonce(cx, owner)?;
    let used = nonce.read(cx.host)?;
    let digest = digest(cx, permit, used)?;
    let signer = recover(cx, digest, permit)?;
    require(!signer.is_zero() && signer == owner, "wrong permit signer")?;
    nonce.write(cx.host, used.saturating_add(U256::from(1)))?;
    ledger::set_allowance(cx, owner, spender, value)
}

fn digest(cx: &mut Context<'_>, permit: &permitCall, nonce: U256) -> Answer<B256> {
    let permitCall { owner, spender, value, deadline, .. } = *permit;
    let words = [
        TYPEHASH,
        owner.into_word(),
        spender.into_word(),
        value.into(),
        nonce.into(),
        deadline.into(),
    ];
    let hash = cx.host.keccak(&words.concat())?;
    let domain = domain(cx)?;
    Ok(signature::typed_data_digest(cx, domain, hash)?)
}

/// Solidity's `ecrecover`: the zero address if the signature is none.
fn recover(cx: &mut Context<'_>, digest: B256, permit: &permitCall) -> Answer<Address> {
    let input = [digest, B256::from(U256::from(permit.v)), permit.r, permit.s].concat();
    let outcome = cx.host.call(Call::view(ECRECOVER, input.into()))?;
    let word = outcome.output.first_chunk::<32>().filter(|_| outcome.is_success);
    Ok(word.map(|word| Address::from_word(B256::from(*word))).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permit_typehash_is_the_hash_of_its_type() {
        let kind =
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";
        assert_eq!(TYPEHASH, alloy_primitives::keccak256(kind));
    }
}
