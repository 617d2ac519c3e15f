//! The one match over the ABI.

use alloy_primitives::{Bytes, FixedBytes};
use restaking_abi::ISlashing::{self as Abi, ISlashingCalls as Calls};
use restaking_host::{
    Context, Failure,
    abi::{self, give},
    locked,
};

use crate::{
    Accusation, Answer, SlashingConfig, SlashingError, SlashingStorage, close, execute, file,
    request, views,
};

/// Runs one call of Slashing.
///
/// # Errors
/// Revert data as Solidity would give it, or a halt.
pub fn call(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let call = abi::decode::<Calls>(cx)?;
    let config = &SlashingConfig::decode(cx.frame.config)?;
    match call {
        Calls::file(c) => {
            let accusation = Accusation {
                avs: c.avs,
                set_id: c.setId,
                operator: c.operator,
                charges: c.charges.clone(),
                fault_time: c.faultTime,
                evidence: c.evidence,
                evidence_uri: c.evidenceURI.clone(),
            };
            let id = lock(cx, |cx| file::file(cx, config, accusation))?;
            give(&c, id)
        }
        Calls::veto(c) => {
            lock(cx, |cx| close::veto(cx, config, &c.request))?;
            Ok(Bytes::new())
        }
        Calls::withdraw(c) => {
            lock(cx, |cx| close::withdraw(cx, config, &c.request))?;
            Ok(Bytes::new())
        }
        Calls::execute(c) => {
            let (magnitude, assets) =
                lock(cx, |cx| execute::execute(cx, config, &c.request, c.vault))?;
            give(&c, Abi::executeReturn { magnitude: magnitude.get(), assets })
        }

        Calls::requestId(c) => {
            give(&c, request::request_id(cx, c.avs, c.setId, c.operator, c.evidence)?)
        }
        Calls::statusOf(c) => {
            let word = SlashingStorage::ROOT.requests().key(cx.host, c.id)?.read(cx.host)?;
            let [_, _, _, _, _, _, digest @ ..] = word.digest.to_be_bytes::<32>();
            give(
                &c,
                Abi::statusOfReturn {
                    digest: FixedBytes(digest),
                    openMask: word.open,
                    executedMask: word.executed,
                },
            )
        }
        Calls::stateOf(c) => {
            let state = views::state(cx, config, &c.request, c.vault)?;
            give(&c, state as u8)
        }
        Calls::capOf(c) => {
            let (word, used) = views::cap_of(cx, config, c.vault, c.avs, c.setId)?;
            let (start, base) = (word.start.get(), word.base.get());
            give(&c, Abi::capOfReturn { start, base, used: used.get() })
        }
        Calls::avsRegistry(c) => give(&c, config.avs_registry),
        Calls::governance(c) => give(&c, config.governance),
        Calls::vaultFactory(c) => give(&c, config.vault_factory),
    }
}

/// Runs a state change under the reentrancy guard.
fn lock<T>(
    cx: &mut Context<'_>,
    body: impl FnOnce(&mut Context<'_>) -> Answer<T>,
) -> Result<T, Failure> {
    Ok(locked(cx, SlashingError::Reentered, body)?)
}
