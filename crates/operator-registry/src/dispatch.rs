//! The one match over the ABI.

use alloy_primitives::Bytes;
use alloy_sol_types::SolCall;
use restaking_abi::IOperatorRegistry::{IOperatorRegistryCalls as Calls, commissionOfReturn};
use restaking_host::{Context, Failure, abi, signature};
use restaking_shares::Wad;

use crate::{
    DOMAIN_NAME, OperatorRegistryConfig, OperatorRegistryStorage, Registration, Right, commission,
    control, profile, record, register, retire,
};

/// Runs one call of the operator registry.
///
/// # Errors
/// Revert data as Solidity would give it, or a halt.
pub fn call(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let call = abi::decode::<Calls>(cx)?;
    let config = &OperatorRegistryConfig::decode(cx.frame.config)?;
    let root = OperatorRegistryStorage::ROOT;
    match call {
        Calls::register(c) => {
            let commission = Wad::new(c.commission);
            let registration = Registration {
                metadata_uri: c.metadataURI,
                reward_recipient: c.rewardRecipient,
                commission,
            };
            register::register(cx, registration)?;
            done()
        }
        Calls::registerBySignature(c) => {
            let commission = Wad::new(c.commission);
            let registration = Registration {
                metadata_uri: c.metadataURI,
                reward_recipient: c.rewardRecipient,
                commission,
            };
            let (operator, deadline) = (c.operator, c.deadline);
            register::register_by_signature(cx, operator, registration, deadline, &c.signature)?;
            done()
        }
        Calls::updateMetadata(c) => {
            profile::update_metadata(cx, c.operator, c.metadataURI)?;
            done()
        }
        Calls::setRewardRecipient(c) => {
            profile::set_reward_recipient(cx, c.operator, c.recipient)?;
            done()
        }
        Calls::setCommission(c) => {
            let commission = Wad::new(c.commission);
            give(&c, commission::set_commission(cx, c.operator, commission)?.get())
        }
        Calls::retire(c) => {
            retire::retire(cx, config, c.operator)?;
            done()
        }
        Calls::setAppointee(c) => {
            let right = Right { module: c.module, selector: c.selector };
            control::set_appointee(cx, c.operator, c.appointee, right, c.appointed)?;
            done()
        }
        Calls::transferControl(c) => {
            control::transfer_control(cx, c.operator, c.controller)?;
            done()
        }
        Calls::acceptControl(c) => {
            control::accept_control(cx, c.operator)?;
            done()
        }

        Calls::isOperator(c) => give(&c, record::stored_word(cx, c.account)?.is_registered),
        Calls::mayAct(c) => {
            let right = Right { module: c.module, selector: c.selector };
            give(&c, control::may_act(cx, c.operator, c.account, right)?)
        }
        Calls::isAppointed(c) => {
            let right = Right { module: c.module, selector: c.selector };
            give(&c, control::is_appointed(cx, c.operator, c.appointee, right)?)
        }
        Calls::controllerOf(c) => give(&c, control::controller_of(cx, c.operator)?),
        Calls::pendingControllerOf(c) => {
            give(&c, root.pending_controllers().key(cx.host, c.operator)?.read(cx.host)?)
        }
        Calls::rewardRecipientOf(c) => give(&c, profile::reward_recipient_of(cx, c.operator)?),
        Calls::commissionOf(c) => {
            let answer = commission::commission_of(cx, c.operator)?;
            let (commission, announced) = (answer.current.get(), answer.announced.get());
            let effective_at = answer.effective_at.get();
            give(&c, commissionOfReturn { commission, announced, effectiveAt: effective_at })
        }
        Calls::nonces(c) => give(&c, root.nonces().key(cx.host, c.operator)?.read(cx.host)?),
        Calls::DOMAIN_SEPARATOR(c) => {
            give(&c, signature::domain_separator(cx, DOMAIN_NAME.as_bytes())?)
        }
        Calls::avsRegistry(c) => give(&c, config.avs_registry),
    }
}

fn give<C: SolCall>(_call: &C, value: C::Return) -> Result<Bytes, Failure> {
    Ok(C::abi_encode_returns(&value).into())
}

const fn done() -> Result<Bytes, Failure> {
    Ok(Bytes::new())
}
