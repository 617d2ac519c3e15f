//! An operator's description and who gets its rewards.

use alloc::string::String;

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use restaking_abi::IOperatorRegistry::{
    MetadataUpdated, RewardRecipientSet, setRewardRecipientCall, updateMetadataCall,
};
use restaking_host::Context;

use crate::{
    Answer, control, emit,
    record::{Record, stored_word},
};

/// Moves the operator's description. It is in the logs alone.
///
/// # Errors
/// - `NotOperator`, `NotController`
pub fn update_metadata(
    cx: &mut Context<'_>,
    operator: Address,
    metadata_uri: String,
) -> Answer<()> {
    let word = stored_word(cx, operator)?;
    control::check_may_act(cx, operator, word, updateMetadataCall::SELECTOR)?;
    emit(cx, &MetadataUpdated { operator, metadataURI: metadata_uri })
}

/// Sets who gets the operator's rewards; zero: the operator.
///
/// # Errors
/// - `NotOperator`, `NotController`
pub fn set_reward_recipient(
    cx: &mut Context<'_>,
    operator: Address,
    recipient: Address,
) -> Answer<()> {
    let mut record = Record::open(cx, operator)?;
    control::check_may_act(cx, operator, record.word, setRewardRecipientCall::SELECTOR)?;
    record.word.reward_recipient = other_than_self(operator, recipient);
    record.close(cx)?;
    emit(cx, &RewardRecipientSet { operator, recipient: recipient_or_self(operator, recipient) })
}

/// Who gets the rewards of `operator`.
///
/// # Errors
/// A halt of the host.
pub fn reward_recipient_of(cx: &mut Context<'_>, operator: Address) -> Answer<Address> {
    Ok(recipient_or_self(operator, stored_word(cx, operator)?.reward_recipient))
}

/// The recipient, for whom zero stands for the operator.
pub(crate) fn recipient_or_self(operator: Address, recipient: Address) -> Address {
    if recipient.is_zero() { operator } else { recipient }
}

/// The recipient as it is stored: zero stands for the operator, so that the events tell what storage holds.
pub(crate) fn other_than_self(operator: Address, recipient: Address) -> Address {
    if recipient == operator { Address::ZERO } else { recipient }
}
