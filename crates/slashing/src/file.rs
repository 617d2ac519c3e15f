//! Filing.

use alloc::{string::String, vec::Vec};

use alloy_primitives::{Address, B256, U256};
use restaking_abi::{
    IAvsRegistry::{judgeCall, judgeReturn, procedureOfCall, procedureOfReturn as Procedure},
    IGovernance,
    ISlashing::{self as Abi, Charge, Request, Slice},
    IVault, IVaultFactory,
};
use restaking_host::{Context, abi};
use restaking_shares::{Magnitude, Wad};

use crate::{
    Answer, RequestWord, SlashingConfig, SlashingError as Error, SlashingStorage,
    cap::{self, Place},
    emit, execute,
    request::{Stored, bits, digest, request_id},
    require,
};

/// Vaults of a request at most.
pub const MAX_VAULTS_PER_REQUEST: usize = 16;

/// What the slasher accuses an operator of.
#[derive(Debug, Clone)]
pub struct Accusation {
    /// The AVS.
    pub avs: Address,
    /// The set's number at it.
    pub set_id: u32,
    /// Who is at fault.
    pub operator: Address,
    /// How much of which vaults.
    pub charges: Vec<Charge>,
    /// When the fault was committed, in seconds.
    pub fault_time: u64,
    /// Hash of the evidence.
    pub evidence: B256,
    /// Where the evidence is.
    pub evidence_uri: String,
}

/// Files a request: reserves what may be taken and holds the exits of each vault. In instant mode executes it at once. All
/// vaults or none.
///
/// # Errors
/// - `UnknownSet`, `NotSlasher`, `FilingPaused`, `Quarantined`, `ResolverNotIndependent`
/// - `BadVaultCount`, `FaultInFuture`, `FaultTooOld`, `EvidenceUsed`, `DuplicateVault`
/// - of each vault in turn: `UnknownVault`, `NotVaultOfOperator`, `FractionOutOfRange`, `NothingAllocated`,
///   `FaultBeforeMembership`, `NothingAllocated`, the vault's `TooManyRequests` and `CooldownActive`, `CapExceeded`
pub fn file(cx: &mut Context<'_>, config: &SlashingConfig, accusation: Accusation) -> Answer<B256> {
    let Accusation { avs, set_id, operator, fault_time, evidence, .. } = accusation;
    let call = procedureOfCall { avs, id: set_id, operator, faultTime: fault_time };
    let procedure = abi::view(cx, config.avs_registry, &call)?;
    check(cx, config, &accusation, &procedure)?;
    let id = request_id(cx, avs, set_id, operator, evidence)?;
    let slot = SlashingStorage::ROOT.requests().key(cx.host, id)?;
    let is_used = slot.read(cx.host)? != RequestWord::default();
    require(!is_used, || Error::EvidenceUsed { id })?;
    check_duplicates(&accusation.charges)?;

    let mut slices = Vec::new();
    for charge in &accusation.charges {
        slices.push(reserve(cx, config, &accusation, &procedure, charge)?);
    }
    let request = Request {
        avs,
        setId: set_id,
        operator,
        evidence,
        faultTime: fault_time,
        filedAt: cx.now().get(),
        vetoWindow: procedure.vetoWindow,
        executionWindow: procedure.executionWindow,
        escrowDelay: procedure.escrowDelay,
        resolver: procedure.resolver,
        recipient: procedure.recipient,
        slices,
    };
    let (digest, open) = (digest(cx, &request)?, bits(request.slices.len()));
    slot.write(cx.host, RequestWord { digest, open, executed: 0 })?;
    let event = Abi::SlashFiled {
        id,
        avs,
        operator,
        request: request.clone(),
        evidenceURI: accusation.evidence_uri,
    };
    emit(cx, &event)?;
    if request.resolver.is_zero() {
        for slice in &request.slices {
            let stored = Stored::load(cx, &request)?;
            execute::take(cx, config, &stored, slice.vault)?;
        }
    }
    Ok(id)
}

/// What does not depend on a vault.
fn check(
    cx: &mut Context<'_>,
    config: &SlashingConfig,
    accusation: &Accusation,
    procedure: &Procedure,
) -> Answer<()> {
    let Accusation { avs, fault_time, .. } = *accusation;
    let (caller, slasher) = (cx.caller(), procedure.slasher);
    require(caller == slasher, || Error::NotSlasher { caller, slasher })?;
    let call =
        IGovernance::filingBlocksCall { avs, faultTime: fault_time, length: procedure.faultWindow };
    let blocks = abi::view(cx, config.governance, &call)?;
    let until = blocks.pausedUntil;
    require(until == 0, || Error::FilingPaused { until })?;
    let until = blocks.quarantinedUntil;
    require(until == 0, || Error::Quarantined { avs, until })?;
    let resolver = procedure.resolver;
    require(procedure.isResolverIndependent, || Error::ResolverNotIndependent { resolver })?;
    let count = accusation.charges.len();
    require((1..=MAX_VAULTS_PER_REQUEST).contains(&count), || Error::BadVaultCount {
        count: U256::from(count),
        most: U256::from(MAX_VAULTS_PER_REQUEST),
    })?;
    let (now, window_end) = (cx.now().get(), blocks.windowEnd);
    require(fault_time <= now, || Error::FaultInFuture { faultTime: fault_time })?;
    require(now < window_end, || Error::FaultTooOld {
        faultTime: fault_time,
        windowEnd: window_end,
    })
}

fn check_duplicates(charges: &[Charge]) -> Answer<()> {
    for (index, charge) in charges.iter().enumerate() {
        let vault = charge.vault;
        let is_twin = charges.iter().take(index).any(|other| other.vault == vault);
        require(!is_twin, || Error::DuplicateVault { vault })?;
    }
    Ok(())
}

/// Reserves what may be taken of one vault and holds its exits.
fn reserve(
    cx: &mut Context<'_>,
    config: &SlashingConfig,
    accusation: &Accusation,
    procedure: &Procedure,
    charge: &Charge,
) -> Answer<Slice> {
    let Charge { vault, fraction } = *charge;
    let judged = judge(cx, config, accusation, charge)?;
    let reserved = Magnitude::new(judged.judged).fraction_up(Wad::new(fraction))?;
    let now = cx.now();
    let executable_from = now.saturating_add_seconds(procedure.vetoWindow);
    let until = executable_from.saturating_add_seconds(procedure.executionWindow.max(1));
    let call = IVault::openHoldCall {
        seat: judged.seat,
        executableFrom: executable_from.get(),
        until: until.get(),
        magnitude: reserved.get(),
    };
    let lane = abi::invoke(cx, vault, &call)?;
    let vault_cap = Wad::new(abi::view(cx, vault, &IVault::slashCapCall {})?);
    let cap = vault_cap.min(Wad::new(procedure.cap));
    if cap < Wad::ONE {
        let Accusation { avs, set_id, .. } = *accusation;
        let place = Place { vault, avs, set_id, seat: judged.seat };
        let window = cap_window(cx, vault, vault_cap, procedure)?;
        cap::reserve(cx, place, cap, window, Magnitude::new(judged.held), reserved)?;
    }
    Ok(Slice { vault, fraction, reserved: reserved.get(), lane })
}

/// The window of the cap: the longer one, so that a set with a short window cannot take a vault's cap again and again.
fn cap_window(
    cx: &mut Context<'_>,
    vault: Address,
    vault_cap: Wad,
    procedure: &Procedure,
) -> Answer<u64> {
    if vault_cap == Wad::ONE {
        return Ok(procedure.capWindow);
    }
    let of_vault = abi::view(cx, vault, &IVault::slashCapWindowCall {})?;
    Ok(of_vault.max(procedure.capWindow))
}

/// What the fault is judged on, at one vault.
fn judge(
    cx: &mut Context<'_>,
    config: &SlashingConfig,
    accusation: &Accusation,
    charge: &Charge,
) -> Answer<judgeReturn> {
    let Accusation { avs, set_id, operator, fault_time, .. } = *accusation;
    let Charge { vault, fraction } = *charge;
    let call = judgeCall { vault, avs, id: set_id, faultTime: fault_time, filedAt: cx.now().get() };
    let judged = abi::view(cx, config.avs_registry, &call)?;
    let owner =
        if judged.operator.is_zero() { operator_of(cx, config, vault)? } else { judged.operator };
    require(owner == operator, || Error::NotVaultOfOperator { vault, operator })?;
    let is_fraction = !fraction.is_zero() && fraction <= Wad::ONE.get();
    require(is_fraction, || Error::FractionOutOfRange { fraction })?;
    require(!judged.held.is_zero(), || Error::NothingAllocated { vault })?;
    let since = judged.since;
    require(fault_time >= since, || Error::FaultBeforeMembership { vault, since })?;
    require(!judged.judged.is_zero(), || Error::NothingAllocated { vault })?;
    Ok(judged)
}

/// # Errors
/// - `UnknownVault`
fn operator_of(cx: &mut Context<'_>, config: &SlashingConfig, vault: Address) -> Answer<Address> {
    let call = IVaultFactory::isVaultCall { account: vault };
    let is_vault = abi::view(cx, config.vault_factory, &call)?;
    require(is_vault, || Error::UnknownVault { vault })?;
    abi::view(cx, vault, &IVault::operatorCall {})
}
