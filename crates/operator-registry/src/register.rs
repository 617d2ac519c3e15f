//! Registration, by the operator itself or by signature.

use alloc::string::String;

use alloy_primitives::{Address, B256, U256, b256};
use restaking_abi::IOperatorRegistry::OperatorRegistered;
use restaking_host::{Context, signature};
use restaking_shares::Wad;

use crate::{
    Answer, OperatorRegistryError, OperatorRegistryStorage, OperatorWord, PendingCommissionWord,
    commission, control, emit, profile, record::Record, require,
};

/// The name in the registry's EIP-712 domain.
pub const DOMAIN_NAME: &str = "Restaking Operator Registry";

/// keccak256 of [`REGISTER_TYPE`].
const REGISTER_TYPEHASH: B256 =
    b256!("87980a97bcbf23920b1396d021391383f200cb03e10f8bd192d949e5c1beaeab");

/// The EIP-712 type that a registration by signature signs.
pub const REGISTER_TYPE: &str = "Register(address operator,string metadataURI,address rewardRecipient,uint256 commission,uint256 nonce,uint256 deadline)";

/// What an operator registers with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Where its description is.
    pub metadata_uri: String,
    /// Who gets its rewards; zero: the operator.
    pub reward_recipient: Address,
    /// Its part of the rewards. It holds at once.
    pub commission: Wad,
}

/// Registers the caller. An operator that another account controls comes back by that account's signature alone.
///
/// # Errors
/// - `NotController`, `AlreadyRegistered`, `CommissionOutOfRange`
pub fn register(cx: &mut Context<'_>, registration: Registration) -> Answer<()> {
    let operator = cx.caller();
    let record = Record::open(cx, operator)?;
    control::check_controller(cx, operator, record.word)?;
    enter(cx, operator, record, registration)
}

/// Registers `operator` by signature of who controls it, ECDSA or EIP-1271. A wallet is asked before anything is
/// written, and the nonce is used up by success alone.
///
/// # Errors
/// - `SignatureExpired`, `SignatureMismatch`
/// - `AlreadyRegistered`, `CommissionOutOfRange`
pub fn register_by_signature(
    cx: &mut Context<'_>,
    operator: Address,
    registration: Registration,
    deadline: U256,
    signature: &[u8],
) -> Answer<()> {
    let is_in_time = U256::from(cx.now().get()) <= deadline;
    require(is_in_time, || OperatorRegistryError::SignatureExpired { deadline })?;
    let nonce_slot = OperatorRegistryStorage::ROOT.nonces().key(cx.host, operator)?;
    let nonce = nonce_slot.read(cx.host)?;
    let digest = digest(cx, operator, &registration, nonce, deadline)?;
    let signer = control::controller_of(cx, operator)?;
    // A wallet is asked by a static call; should it ever be able to write, the nonce still counts once.
    let is_valid = signature::is_signed_by_bytes(cx, signer, digest, signature)?
        && nonce_slot.read(cx.host)? == nonce;
    require(is_valid, || OperatorRegistryError::SignatureMismatch { operator })?;
    let record = Record::open(cx, operator)?;
    enter(cx, operator, record, registration)?;
    Ok(nonce_slot.write(cx.host, nonce.wrapping_add(U256::from(1)))?)
}

fn digest(
    cx: &mut Context<'_>,
    operator: Address,
    registration: &Registration,
    nonce: U256,
    deadline: U256,
) -> Answer<B256> {
    let words = [
        REGISTER_TYPEHASH,
        operator.into_word(),
        cx.host.keccak(registration.metadata_uri.as_bytes())?,
        registration.reward_recipient.into_word(),
        registration.commission.get().into(),
        nonce.into(),
        deadline.into(),
    ];
    let struct_hash = cx.host.keccak(words.concat().as_slice())?;
    let domain = signature::domain_separator(cx, DOMAIN_NAME.as_bytes())?;
    Ok(signature::typed_data_digest(cx, domain, struct_hash)?)
}

/// Writes the registration. A commission announced before the operator retired is dropped.
fn enter(
    cx: &mut Context<'_>,
    operator: Address,
    mut record: Record,
    registration: Registration,
) -> Answer<()> {
    let Registration { metadata_uri, reward_recipient, commission } = registration;
    let is_new = !record.word.is_registered;
    require(is_new, || OperatorRegistryError::AlreadyRegistered { operator })?;
    commission::check_range(commission)?;
    record.word = OperatorWord {
        reward_recipient: profile::other_than_self(operator, reward_recipient),
        commission,
        is_registered: true,
        ..record.word
    };
    record.pending = PendingCommissionWord::default();
    record.close(cx)?;
    emit(
        cx,
        &OperatorRegistered {
            operator,
            rewardRecipient: profile::recipient_or_self(operator, reward_recipient),
            commission: commission.get(),
            metadataURI: metadata_uri,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn register_typehash_is_the_hash_of_its_type() {
        assert_eq!(REGISTER_TYPEHASH, alloy_primitives::keccak256(REGISTER_TYPE));
    }
}
