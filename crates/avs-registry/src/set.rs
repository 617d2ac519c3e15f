//! Operator sets: one loaded set, and creating them.

use alloc::string::String;

use alloy_primitives::Address;
use restaking_abi::IAvsRegistry as Abi;
use restaking_host::Context;
use restaking_shares::Timestamp;

use crate::{
    Answer, AvsRegistryError, AvsRegistryStorage, SetKey, SetStorage, SetWord, avs, emit, require,
    terms::{self, Bank},
    terms_check,
};

/// A set that exists.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Set {
    /// Its name.
    pub(crate) key: SetKey,
    /// Its place in storage.
    pub(crate) place: SetStorage,
    first: Bank,
}

impl Set {
    /// # Errors
    /// - `UnknownSet`
    pub(crate) fn load(cx: &mut Context<'_>, key: SetKey) -> Answer<Self> {
        let place = AvsRegistryStorage::ROOT.sets().key(cx.host, key)?;
        let first = Bank::load(cx, place.first())?;
        let (avs, id) = (key.avs(), key.id());
        require(first.exists(), || AvsRegistryError::UnknownSet { avs, id })?;
        Ok(Self { key, place, first })
    }

    /// When the newest terms came or come into force.
    pub(crate) const fn switch_at(&self) -> Timestamp {
        self.first.rules.switch_at
    }

    /// Terms announced, the first included.
    pub(crate) const fn version(&self) -> u16 {
        self.first.rules.version
    }

    /// Its number in the registry.
    pub(crate) const fn number(&self) -> u32 {
        self.first.rules.number
    }

    /// The terms in force at `time`: the newest or those before. Older ones are forgotten.
    pub(crate) fn terms_at(&self, cx: &mut Context<'_>, time: Timestamp) -> Answer<Bank> {
        let is_newest = time >= self.switch_at();
        let is_newest_first = self.version() & 1 == 1;
        if is_newest == is_newest_first { Ok(self.first) } else { self.second(cx) }
    }

    /// The terms in force now.
    pub(crate) fn terms(&self, cx: &mut Context<'_>) -> Answer<Bank> {
        let now = cx.now();
        self.terms_at(cx, now)
    }

    /// The terms announced and not yet in force.
    pub(crate) fn pending_terms(&self, cx: &mut Context<'_>) -> Answer<Option<Bank>> {
        if cx.now() >= self.switch_at() {
            return Ok(None);
        }
        self.terms_at(cx, self.switch_at()).map(Some)
    }

    fn second(&self, cx: &mut Context<'_>) -> Answer<Bank> {
        Bank::load(cx, self.place.second())
    }

    /// Does what it slashes go to a recipient?
    pub(crate) const fn is_redistributing(&self) -> bool {
        self.first.is_redistributing()
    }

    /// Who receives what it slashes; zero: it is burned.
    pub(crate) fn recipient(&self, cx: &mut Context<'_>) -> Answer<Address> {
        if self.is_redistributing() {
            Ok(self.place.recipient().read(cx.host)?)
        } else {
            Ok(Address::ZERO)
        }
    }
}

/// Creates a set. A recipient makes it redistribute.
///
/// # Errors
/// - `UnknownAvs`, `NotAdmin`, `SetExists`, and those of the terms
pub fn create_set(
    cx: &mut Context<'_>,
    key: SetKey,
    recipient: Address,
    new: Abi::Terms,
    metadata_uri: String,
) -> Answer<()> {
    let (avs, id) = (key.avs(), key.id());
    avs::check_admin(cx, avs)?;
    let place = AvsRegistryStorage::ROOT.sets().key(cx.host, key)?;
    let exists = place.head().read(cx.host)?.exists;
    require(!exists, || AvsRegistryError::SetExists { avs, id })?;
    terms_check::check(cx, avs, &new, !recipient.is_zero())?;

    let count = AvsRegistryStorage::ROOT.set_count();
    let number = count.read(cx.host)?.saturating_add(1);
    count.write(cx.host, number)?;
    AvsRegistryStorage::ROOT.keys().key(cx.host, number)?.write(cx.host, key)?;
    place.head().write(cx.host, SetWord { exists: true, ..SetWord::default() })?;
    if !recipient.is_zero() {
        place.recipient().write(cx.host, recipient)?;
    }
    let stamp = terms::Stamp { switch_at: cx.now(), version: 1, number };
    terms::store(cx, place.first(), &new, !recipient.is_zero(), stamp)?;
    emit(cx, &Abi::SetCreated { avs, id, recipient, terms: new, metadataURI: metadata_uri })
}

/// Moves the description of a set.
///
/// # Errors
/// - `UnknownSet`, `NotAdmin`
pub fn update_set_metadata(cx: &mut Context<'_>, key: SetKey, metadata_uri: String) -> Answer<()> {
    Set::load(cx, key)?;
    let (avs, id) = (key.avs(), key.id());
    avs::check_admin(cx, avs)?;
    emit(cx, &Abi::SetMetadataUpdated { avs, id, metadataURI: metadata_uri })
}

/// Hands over who receives what the set slashes.
///
/// # Errors
/// - `UnknownSet`, `NotRecipient`: also if the set burns, or the new recipient is zero
pub fn set_recipient(cx: &mut Context<'_>, key: SetKey, recipient: Address) -> Answer<()> {
    let set = Set::load(cx, key)?;
    let (caller, current) = (cx.caller(), set.recipient(cx)?);
    require(caller == current && !recipient.is_zero(), || AvsRegistryError::NotRecipient {
        caller,
        recipient: current,
    })?;
    set.place.recipient().write(cx.host, recipient)?;
    emit(cx, &Abi::RecipientSet { avs: key.avs(), id: key.id(), recipient })
}
