//! Admission to a set, and opt-ins by signature.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolValue, sol_data};
use restaking_abi::IOperatorRegistry;
use restaking_host::{
    Context, Fail, abi,
    signature::{domain_separator, is_signed_by_bytes, typed_data_digest},
};

use crate::{
    Answer, AvsRegistryConfig, AvsRegistryError as Error, AvsRegistryStorage, SetKey, membership,
    registrar, require,
    terms::{Admission, Bank},
};

/// Name of the EIP-712 domain.
pub const DOMAIN_NAME: &str = "Restaking AVS Registry";

const REGISTER_TYPE: &[u8] =
    b"Register(address operator,address avs,uint32 id,bytes data,uint256 nonce,uint256 deadline)";
const ADMIT_TYPE: &[u8] =
    b"Admit(address operator,address avs,uint32 id,uint256 nonce,uint256 deadline)";

/// Lets the operator in, as the terms say.
///
/// # Errors
/// - `NotApproved`: no signature of the approver, or one whose deadline has passed
/// - what the registrar reverts with
pub(crate) fn admit(
    cx: &mut Context<'_>,
    terms: &Bank,
    operator: Address,
    key: SetKey,
    data: Bytes,
) -> Answer<()> {
    let gate = terms.gate(cx)?;
    match terms.admission() {
        Admission::Open => Ok(()),
        Admission::Approval => check_approval(cx, gate, operator, key, &data),
        Admission::Registrar => registrar::ask(cx, gate, operator, key, data),
    }
}

fn check_approval(
    cx: &mut Context<'_>,
    approver: Address,
    operator: Address,
    key: SetKey,
    data: &[u8],
) -> Answer<()> {
    type Approval = (sol_data::Uint<256>, sol_data::Bytes);
    let refused = || Fail::Error(Error::NotApproved { approver });
    let (deadline, signature) =
        <Approval as alloy_sol_types::SolType>::abi_decode_params_validate(data)
            .map_err(|_| refused())?;
    let nonce = use_nonce(cx, operator)?;
    let kind = cx.host.keccak(ADMIT_TYPE)?;
    let fields = [
        kind,
        operator.into_word(),
        key.avs().into_word(),
        U256::from(key.id()).into(),
        nonce.into(),
        deadline.into(),
    ];
    let digest = digest(cx, &fields)?;
    let is_signed = !is_over(cx, deadline) && is_signed_by_bytes(cx, approver, digest, &signature)?;
    if is_signed { Ok(()) } else { Err(refused()) }
}

/// An opt-in by signature.
#[derive(Debug, Clone)]
pub struct SignedOptIn {
    /// The operator.
    pub operator: Address,
    /// The set.
    pub key: SetKey,
    /// For the registrar or of the approver.
    pub data: Bytes,
    /// Last second at which the signature holds.
    pub deadline: U256,
    /// Of who controls the operator.
    pub signature: Bytes,
}

/// Registers an operator whose controller signed.
///
/// # Errors
/// - `SignatureExpired`, `SignatureMismatch`, and those of [`membership::register`]
pub fn register_by_signature(
    cx: &mut Context<'_>,
    config: &AvsRegistryConfig,
    opt_in: SignedOptIn,
) -> Answer<()> {
    let SignedOptIn { operator, key, data, deadline, signature } = opt_in;
    let is_over = is_over(cx, deadline);
    require(!is_over, || Error::SignatureExpired { deadline })?;
    let call = IOperatorRegistry::controllerOfCall { operator };
    let signer = abi::view(cx, config.operator_registry, &call)?;
    let nonce = use_nonce(cx, operator)?;
    let (kind, data_hash) = (cx.host.keccak(REGISTER_TYPE)?, cx.host.keccak(&data)?);
    let fields = [
        kind,
        operator.into_word(),
        key.avs().into_word(),
        U256::from(key.id()).into(),
        data_hash,
        nonce.into(),
        deadline.into(),
    ];
    let digest = digest(cx, &fields)?;
    let is_signed = is_signed_by_bytes(cx, signer, digest, &signature)?;
    require(is_signed, || Error::SignatureMismatch { signer })?;
    let call = IOperatorRegistry::isOperatorCall { account: operator };
    let is_operator = abi::view(cx, config.operator_registry, &call)?;
    let caller = cx.caller();
    require(is_operator, || Error::NotOperator { caller, operator })?;
    membership::join(cx, config, operator, key, data)
}

/// Uses up the operator's nonce before anybody is called: a failure undoes it.
fn use_nonce(cx: &mut Context<'_>, operator: Address) -> Answer<U256> {
    let slot = AvsRegistryStorage::ROOT.nonces().key(cx.host, operator)?;
    let nonce = slot.read(cx.host)?;
    slot.write(cx.host, nonce.wrapping_add(U256::from(1)))?;
    Ok(nonce)
}

fn digest(cx: &mut Context<'_>, fields: &[B256]) -> Answer<B256> {
    let struct_hash = cx.host.keccak(&fields.abi_encode_packed())?;
    let domain = domain_separator(cx, DOMAIN_NAME.as_bytes())?;
    Ok(typed_data_digest(cx, domain, struct_hash)?)
}

fn is_over(cx: &Context<'_>, deadline: U256) -> bool {
    U256::from(cx.now().get()) > deadline
}
