//! A request as callers bring it along, checked against what is stored.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolValue;
use restaking_abi::{
    IGovernance::{executionBlocksCall, executionBlocksReturn},
    ISlashing::{Request, Slice},
    IVault,
};
use restaking_host::{Context, Slot, abi};
use restaking_shares::Timestamp;

use crate::{Answer, RequestWord, SlashingConfig, SlashingError, SlashingStorage, require};

/// The id of a request: a hash of set, operator and evidence.
///
/// # Errors
/// A halt of the host.
pub fn request_id(
    cx: &mut Context<'_>,
    avs: Address,
    set_id: u32,
    operator: Address,
    evidence: B256,
) -> Answer<B256> {
    Ok(cx.host.keccak(&(avs, set_id, operator, evidence).abi_encode())?)
}

/// First 26 bytes of the hash of a request, as stored.
pub(crate) fn digest(cx: &mut Context<'_>, request: &Request) -> Answer<U256> {
    const REST_BITS: usize = 48;
    let hash = cx.host.keccak(&request.abi_encode())?;
    Ok(U256::from_be_bytes(hash.0).wrapping_shr(REST_BITS))
}

/// A request that exists.
pub(crate) struct Stored<'r> {
    /// Its id.
    pub(crate) id: B256,
    /// What was filed.
    pub(crate) request: &'r Request,
    slot: Slot<RequestWord>,
    word: RequestWord,
}

impl<'r> Stored<'r> {
    /// # Errors
    /// - `UnknownRequest`: no such request, or not as it was filed
    pub(crate) fn load(cx: &mut Context<'_>, request: &'r Request) -> Answer<Self> {
        let Request { avs, setId: set_id, operator, evidence, .. } = *request;
        let id = request_id(cx, avs, set_id, operator, evidence)?;
        let slot = SlashingStorage::ROOT.requests().key(cx.host, id)?;
        let word = slot.read(cx.host)?;
        let digest = digest(cx, request)?;
        require(word.digest == digest, || SlashingError::UnknownRequest { id })?;
        Ok(Self { id, request, slot, word })
    }

    /// The vault's place in the request.
    pub(crate) fn slice(&self, vault: Address) -> Option<(u16, &'r Slice)> {
        let mut slices = (0..).zip(&self.request.slices);
        slices.find(|(_, slice)| slice.vault == vault).map(|(index, slice)| (bit(index), slice))
    }

    pub(crate) const fn is_open(&self, bit: u16) -> bool {
        self.word.open & bit != 0
    }

    pub(crate) const fn is_executed(&self, bit: u16) -> bool {
        self.word.executed & bit != 0
    }

    /// When the veto window ends and the execution window begins.
    pub(crate) const fn veto_end(&self) -> Timestamp {
        Timestamp::new(self.request.filedAt.saturating_add(self.request.vetoWindow))
    }

    /// Until when it may be executed, and whether a quarantine forbids it now.
    pub(crate) fn execution(
        &self,
        cx: &mut Context<'_>,
        config: &SlashingConfig,
    ) -> Answer<executionBlocksReturn> {
        let call = executionBlocksCall {
            avs: self.request.avs,
            start: self.veto_end().get(),
            length: self.request.executionWindow,
        };
        abi::view(cx, config.governance, &call)
    }

    /// # Errors
    /// - `RequestClosed`: nothing is open, or it lapsed
    pub(crate) fn check_open(&self, cx: &mut Context<'_>, config: &SlashingConfig) -> Answer<()> {
        let id = self.id;
        require(self.word.open != 0, || SlashingError::RequestClosed { id })?;
        let request = self.request;
        let earliest = self.veto_end().saturating_add_seconds(request.executionWindow);
        if cx.now() < earliest {
            return Ok(());
        }
        let end = self.execution(cx, config)?.windowEnd;
        require(cx.now().get() < end, || SlashingError::RequestClosed { id })
    }

    /// Ends what is open: lets the holds go, and forgets the request if nothing was executed and `forgets`.
    pub(crate) fn close(&self, cx: &mut Context<'_>, forgets: bool) -> Answer<()> {
        let is_forgotten = forgets && self.word.executed == 0;
        let word = if is_forgotten {
            RequestWord::default()
        } else {
            RequestWord { open: 0, ..self.word }
        };
        self.slot.write(cx.host, word)?;
        for (index, slice) in (0..).zip(&self.request.slices) {
            if self.is_open(bit(index)) {
                abi::invoke(cx, slice.vault, &IVault::closeHoldCall { lane: slice.lane })?;
            }
        }
        Ok(())
    }

    /// Notes that a vault was executed.
    pub(crate) fn set_executed(&self, cx: &mut Context<'_>, bit: u16) -> Answer<()> {
        let word = RequestWord {
            open: self.word.open & !bit,
            executed: self.word.executed | bit,
            ..self.word
        };
        Ok(self.slot.write(cx.host, word)?)
    }
}

/// The bit of the `index`-th vault.
pub(crate) const fn bit(index: u32) -> u16 {
    match 1_u16.checked_shl(index) {
        Some(bit) => bit,
        None => 0,
    }
}

/// The bits of the first `count` vaults.
pub(crate) fn bits(count: usize) -> u16 {
    (0..u32::try_from(count).unwrap_or(u32::MAX)).take(16).fold(0, |bits, index| bits | bit(index))
}
