//! The one match over the ABI.

use alloy_primitives::Bytes;
use restaking_abi::IAvsRegistry::{self as Abi, IAvsRegistryCalls as Calls};
use restaking_host::{
    Context, Failure,
    abi::{self, give},
    locked,
    signature::domain_separator,
};
use restaking_shares::{Magnitude, Timestamp, Wad};

use crate::{
    Answer, AvsRegistryConfig, AvsRegistryError, AvsRegistryStorage, Demand, Fault, SetKey,
    SignedOptIn, admission, allocate, avs, change_terms, membership, set, stake, take, views,
};

/// Runs one call of the AVS registry.
///
/// # Errors
/// Revert data as Solidity would give it, or a halt.
pub fn call(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let call = abi::decode::<Calls>(cx)?;
    let config = &AvsRegistryConfig::decode(cx.frame.config)?;
    match call {
        Calls::registerAvs(c) => done(cx, |cx| avs::register_avs(cx, c.metadataURI)),
        Calls::updateAvsMetadata(c) => {
            done(cx, |cx| avs::update_avs_metadata(cx, c.avs, c.metadataURI))
        }
        Calls::setAdmin(c) => done(cx, |cx| avs::set_admin(cx, c.avs, c.admin, c.isAdmin)),
        Calls::createSet(c) => {
            let key = SetKey::new(c.avs, c.id);
            done(cx, |cx| set::create_set(cx, key, c.recipient, c.terms, c.metadataURI))
        }
        Calls::updateSetMetadata(c) => {
            let key = SetKey::new(c.avs, c.id);
            done(cx, |cx| set::update_set_metadata(cx, key, c.metadataURI))
        }
        Calls::changeTerms(c) => {
            let (key, terms) = (SetKey::new(c.avs, c.id), c.terms.clone());
            let effective_at = lock(cx, |cx| change_terms::change_terms(cx, key, terms))?;
            give(&c, effective_at.get())
        }
        Calls::setRecipient(c) => {
            done(cx, |cx| set::set_recipient(cx, SetKey::new(c.avs, c.id), c.recipient))
        }

        Calls::register(c) => {
            let key = SetKey::new(c.avs, c.id);
            done(cx, |cx| membership::register(cx, config, c.operator, key, c.data))
        }
        Calls::registerBySignature(c) => {
            let opt_in = SignedOptIn {
                operator: c.operator,
                key: SetKey::new(c.avs, c.id),
                data: c.data,
                deadline: c.deadline,
                signature: c.signature,
            };
            done(cx, |cx| admission::register_by_signature(cx, config, opt_in))
        }
        Calls::deregister(c) => {
            let key = SetKey::new(c.avs, c.id);
            done(cx, |cx| membership::deregister(cx, config, c.operator, key))
        }
        Calls::eject(c) => {
            let key = SetKey::new(c.avs, c.id);
            done(cx, |cx| membership::eject(cx, config, c.operator, key))
        }

        Calls::allocate(c) => {
            let (key, target) = (SetKey::new(c.avs, c.id), Magnitude::new(c.magnitude));
            let due = lock(cx, |cx| allocate::allocate(cx, config, c.vault, key, target))?;
            give(&c, due.get())
        }
        Calls::complete(c) => {
            let key = SetKey::new(c.avs, c.id);
            done(cx, |cx| allocate::complete(cx, config, c.vault, key))
        }
        Calls::take(c) => {
            let key = SetKey::new(c.avs, c.id);
            let demand = Demand { fraction: Wad::new(c.fraction), most: Magnitude::new(c.most) };
            let fault = fault(c.faultTime, c.filedAt);
            let taken = lock(cx, |cx| take::take(cx, config, c.vault, key, demand, fault))?;
            give(&c, taken.get())
        }

        Calls::isAvs(c) => give(&c, avs::is_avs(cx, c.account)?),
        Calls::isAdmin(c) => give(&c, avs::is_admin(cx, c.avs, c.account)?),
        Calls::termsOf(c) => {
            let set = stake::set(cx, c.avs, c.id)?;
            let bank = set.terms(cx)?;
            give(&c, bank.terms(cx)?)
        }
        Calls::pendingTermsOf(c) => {
            let set = stake::set(cx, c.avs, c.id)?;
            let (effective_at, terms) = match set.pending_terms(cx)? {
                Some(bank) => (set.switch_at().get(), bank.terms(cx)?),
                None => (0, no_terms()),
            };
            give(&c, Abi::pendingTermsOfReturn { effectiveAt: effective_at, terms })
        }
        Calls::termsVersionOf(c) => give(&c, stake::set(cx, c.avs, c.id)?.version()),
        Calls::recipientOf(c) => {
            let set = stake::set(cx, c.avs, c.id)?;
            give(&c, set.recipient(cx)?)
        }
        Calls::procedureOf(c) => {
            let (key, fault) = (SetKey::new(c.avs, c.id), Timestamp::new(c.faultTime));
            give(&c, take::procedure(cx, key, c.operator, fault)?)
        }

        Calls::isRegistered(c) => {
            give(&c, membership::is_registered(cx, c.operator, SetKey::new(c.avs, c.id))?)
        }
        Calls::operatorCountOf(c) => {
            let set = stake::set(cx, c.avs, c.id)?;
            give(&c, set.place.head().read(cx.host)?.operators)
        }
        Calls::operatorsOf(c) => {
            let key = SetKey::new(c.avs, c.id);
            let (operators, registered) = views::operators(cx, key, c.cursor, c.count)?;
            give(&c, Abi::operatorsOfReturn { operators, registered })
        }
        Calls::setsOf(c) => {
            let (sets, registered) = views::sets(cx, c.operator, &c.cursor, c.count)?;
            give(&c, Abi::setsOfReturn { sets, registered })
        }
        Calls::vaultsOf(c) => {
            let vaults = views::vaults(cx, config, SetKey::new(c.avs, c.id), c.operator)?;
            give(&c, views::cut(&vaults, c.skip, c.count))
        }
        Calls::hasLiveAllocations(c) => {
            give(&c, views::has_live_allocations(cx, config, c.operator)?)
        }
        Calls::nonces(c) => {
            let slot = AvsRegistryStorage::ROOT.nonces().key(cx.host, c.operator)?;
            give(&c, slot.read(cx.host)?)
        }
        Calls::DOMAIN_SEPARATOR(c) => {
            give(&c, domain_separator(cx, admission::DOMAIN_NAME.as_bytes())?)
        }

        Calls::allocationOf(c) => {
            give(&c, views::allocation(cx, config, c.vault, SetKey::new(c.avs, c.id))?)
        }
        Calls::allocationsOf(c) => give(&c, views::allocations(cx, config, c.vault)?),
        Calls::judge(c) => {
            let (key, fault) = (SetKey::new(c.avs, c.id), fault(c.faultTime, c.filedAt));
            give(&c, take::judge(cx, config, c.vault, key, fault)?)
        }
        Calls::avsAt(c) => give(&c, views::avs_at(cx, c.vault, c.seat)?),
        Calls::riskVersionOf(c) => give(&c, views::risk_version(cx, config, c.vault)?),
        Calls::increasesOf(c) => give(&c, views::increases(cx, c.vault)?),
        Calls::dilutionOf(c) => give(&c, stake::dilution(cx, config, c.vault)?.get()),
        Calls::guaranteedStakeOf(c) => {
            let set = stake::set(cx, c.avs, c.id)?;
            give(&c, stake::guaranteed(cx, config, c.vault, &set)?.get())
        }
        Calls::minSlashableStakeUntil(c) => {
            let (set, time) = (stake::set(cx, c.avs, c.id)?, Timestamp::new(c.time));
            give(&c, stake::min_slashable_until(cx, config, c.vault, &set, time)?.get())
        }
        Calls::weightOf(c) => {
            let set = stake::set(cx, c.avs, c.id)?;
            give(&c, stake::weight(cx, config, c.operator, &set)?.get())
        }

        Calls::operatorRegistry(c) => give(&c, config.operator_registry),
        Calls::slashing(c) => give(&c, config.slashing),
        Calls::governance(c) => give(&c, config.governance),
        Calls::vaultFactory(c) => give(&c, config.vault_factory),
    }
}

const fn fault(time: u64, filed_at: u64) -> Fault {
    Fault { time: Timestamp::new(time), filed_at: Timestamp::new(filed_at) }
}

/// Runs a state change under the reentrancy guard.
fn lock<T>(
    cx: &mut Context<'_>,
    body: impl FnOnce(&mut Context<'_>) -> Answer<T>,
) -> Result<T, Failure> {
    Ok(locked(cx, AvsRegistryError::Reentered, body)?)
}

/// As [`lock`], for an entry point that answers nothing.
fn done(
    cx: &mut Context<'_>,
    body: impl FnOnce(&mut Context<'_>) -> Answer<()>,
) -> Result<Bytes, Failure> {
    lock(cx, body)?;
    Ok(Bytes::new())
}

fn no_terms() -> Abi::Terms {
    Abi::Terms {
        slasher: Default::default(),
        resolver: Default::default(),
        vetoWindow: 0,
        executionWindow: 0,
        escrowDelay: 0,
        faultWindow: 0,
        cap: Default::default(),
        capWindow: 0,
        minimumWeight: Default::default(),
        operatorCap: 0,
        acceptsLeverage: false,
        admission: 0,
        gate: Default::default(),
        assets: Default::default(),
    }
}
