//! Terms of a set: their bounds, and the two banks in which the newest and those before are kept.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use restaking_abi::IAvsRegistry::{self as Abi, Terms};
use alloy_sol_types::PanicKind;
use restaking_host::{Context, Trap};
use restaking_shares::{Assets, Timestamp, Wad};

use crate::{
    Answer, AssetWord, AvsRegistryError as Error, LimitsWord, ProcedureWord, RulesWord, ServedWord,
    SetKey, TermsStorage, avs, bounds, emit, require, set::Set,
};

/// How operators are admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Admission {
    /// Whoever wants.
    Open = 0,
    /// With a signature of the approver.
    Approval = 1,
    /// As the registrar contract decides.
    Registrar = 2,
}

const ADMISSION: u8 = 3;
const ACCEPTS_LEVERAGE: u8 = 4;
const HAS_LIMITS: u8 = 8;
const IS_REDISTRIBUTING: u8 = 16;

/// One bank of terms, its limits and assets still in storage.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bank {
    place: TermsStorage,
    /// How the set slashes.
    pub(crate) procedure: ProcedureWord,
    /// The other rules.
    pub(crate) rules: RulesWord,
}

impl Bank {
    pub(crate) fn load(cx: &mut Context<'_>, place: TermsStorage) -> Answer<Self> {
        let procedure = place.procedure().read(cx.host)?;
        Ok(Self { place, procedure, rules: place.rules().read(cx.host)? })
    }

    pub(crate) const fn exists(&self) -> bool {
        self.procedure.fault_window != 0
    }

    pub(crate) const fn accepts_leverage(&self) -> bool {
        self.rules.flags & ACCEPTS_LEVERAGE != 0
    }

    pub(crate) const fn is_redistributing(&self) -> bool {
        self.rules.flags & IS_REDISTRIBUTING != 0
    }

    pub(crate) const fn admission(&self) -> Admission {
        match self.rules.flags & ADMISSION {
            0 => Admission::Open,
            1 => Admission::Approval,
            _ => Admission::Registrar,
        }
    }

    /// Seconds after a fault in which it may be filed.
    pub(crate) const fn fault_window(&self) -> u64 {
        self.procedure.fault_window as u64
    }

    pub(crate) fn limits(&self, cx: &mut Context<'_>) -> Answer<LimitsWord> {
        if self.rules.flags & HAS_LIMITS == 0 {
            return Ok(no_limits());
        }
        Ok(self.place.limits().read(cx.host)?)
    }

    /// Approver or registrar; zero if admission is open.
    pub(crate) fn gate(&self, cx: &mut Context<'_>) -> Answer<Address> {
        match self.admission() {
            Admission::Open => Ok(Address::ZERO),
            Admission::Approval | Admission::Registrar => Ok(self.place.gate().read(cx.host)?),
        }
    }

    fn asset_at(&self, cx: &mut Context<'_>, index: u8) -> Answer<AssetWord> {
        Ok(self.place.assets().key(cx.host, index)?.read(cx.host)?)
    }

    /// Place and entry of an accepted asset.
    fn find(&self, cx: &mut Context<'_>, token: Address) -> Answer<Option<(u8, AssetWord)>> {
        for index in 0..self.rules.asset_count {
            let entry = self.asset_at(cx, index)?;
            if entry.token == token {
                return Ok(Some((index, entry)));
            }
        }
        Ok(None)
    }

    /// What a base unit of `token` counts; nothing if it is not accepted.
    pub(crate) fn weight_of(&self, cx: &mut Context<'_>, token: Address) -> Answer<Wad> {
        Ok(self.find(cx, token)?.map_or(Wad::ZERO, |(_, entry)| entry.weight))
    }

    /// Checks that a vault fits.
    ///
    /// # Errors
    /// - `AssetNotAccepted`, `LeverageNotAccepted`, `FaultWindowTooLong`
    pub(crate) fn check_fit(&self, cx: &mut Context<'_>, vault: &Served) -> Answer<()> {
        let (token, leverage) = (vault.token, vault.leverage_limit);
        let is_accepted = self.find(cx, token)?.is_some();
        require(is_accepted, || Error::AssetNotAccepted { token })?;
        let is_leverage_fit = self.accepts_leverage() || leverage <= Wad::ONE;
        require(is_leverage_fit, || Error::LeverageNotAccepted { leverageLimit: leverage.get() })?;
        let fault_window = self.fault_window();
        let margin = fault_window.saturating_add(bounds::FAULT_MARGIN_SECONDS);
        require(margin < vault.exit_delay, || Error::FaultWindowTooLong {
            faultWindow: fault_window,
            exitDelay: vault.exit_delay,
        })
    }

    /// Remembers that a vault of `token` was served.
    fn mark_served(&self, cx: &mut Context<'_>, token: Address) -> Answer<()> {
        if let Some((index, entry)) = self.find(cx, token)?.filter(|(_, entry)| !entry.is_served) {
            let slot = self.place.assets().key(cx.host, index)?;
            slot.write(cx.host, AssetWord { is_served: true, ..entry })?;
        }
        Ok(())
    }

    fn served_assets(&self, cx: &mut Context<'_>) -> Answer<Vec<Address>> {
        let mut served = Vec::new();
        for index in 0..self.rules.asset_count {
            let entry = self.asset_at(cx, index)?;
            if entry.is_served {
                served.push(entry.token);
            }
        }
        Ok(served)
    }

    /// The terms as they were announced.
    pub(crate) fn terms(&self, cx: &mut Context<'_>) -> Answer<Terms> {
        let (procedure, rules, limits) = (self.procedure, self.rules, self.limits(cx)?);
        let mut assets = Vec::new();
        for index in 0..rules.asset_count {
            let entry = self.asset_at(cx, index)?;
            assets.push(Abi::Asset { token: entry.token, weight: entry.weight.get() });
        }
        Ok(Terms {
            slasher: procedure.slasher,
            resolver: rules.resolver,
            vetoWindow: procedure.veto_window.into(),
            executionWindow: procedure.execution_window.into(),
            escrowDelay: procedure.escrow_delay.into(),
            faultWindow: self.fault_window(),
            cap: limits.cap.get(),
            capWindow: limits.cap_window.into(),
            minimumWeight: limits.minimum_weight.get(),
            operatorCap: limits.operator_cap,
            acceptsLeverage: self.accepts_leverage(),
            admission: rules.flags & ADMISSION,
            gate: self.gate(cx)?,
            assets,
        })
    }
}

/// What terms must know of a vault.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Served {
    /// Its asset.
    pub(crate) token: Address,
    /// Its leverage limit.
    pub(crate) leverage_limit: Wad,
    /// Its exit delay, in seconds.
    pub(crate) exit_delay: u64,
    /// Its epoch, in seconds.
    pub(crate) epoch_length: u64,
}

/// Remembers that the set serves a vault, in the terms in force and in those announced.
pub(crate) fn serve(cx: &mut Context<'_>, set: &Set, vault: &Served) -> Answer<()> {
    let slot = set.place.served();
    let served = slot.read(cx.host)?;
    let least = if served.delay_min == 0 { u64::MAX } else { served.delay_min };
    let next = ServedWord {
        delay_min: least.min(vault.exit_delay),
        delay_max: served.delay_max.max(vault.exit_delay),
        epoch_max: served.epoch_max.max(vault.epoch_length),
        has_leverage: served.has_leverage || vault.leverage_limit > Wad::ONE,
    };
    if next != served {
        slot.write(cx.host, next)?;
    }
    set.terms(cx)?.mark_served(cx, vault.token)?;
    match set.pending_terms(cx)? {
        Some(pending) => pending.mark_served(cx, vault.token),
        None => Ok(()),
    }
}

/// Announces new terms, and answers when they come into force: after the longest exit delay and the longest epoch of
/// the vaults ever served, and [`bounds::REACTION_SECONDS`].
///
/// # Errors
/// - `UnknownSet`, `NotAdmin`, and those of [`check`]
/// - `TermsChangePending`, `ServedVaultExcluded`, `FaultWindowOutOfRange`
pub fn change_terms(cx: &mut Context<'_>, key: SetKey, new: Terms) -> Answer<Timestamp> {
    let set = Set::load(cx, key)?;
    let (avs, id) = (key.avs(), key.id());
    avs::check_admin(cx, avs)?;
    check(cx, avs, &new, set.is_redistributing())?;
    check_memory(cx, &set)?;
    let served = set.place.served().read(cx.host)?;
    let kept = set.terms(cx)?.served_assets(cx)?;
    check_served(&new, served, &kept)?;

    let notice = served.delay_max.saturating_add(served.epoch_max);
    let effective_at =
        cx.now().saturating_add_seconds(notice.saturating_add(bounds::REACTION_SECONDS));
    let version = set.version().checked_add(1).ok_or(Trap::Panic(PanicKind::UnderOverflow))?;
    let stamp = Stamp { switch_at: effective_at, version, number: set.number() };
    write_newest(cx, &set, &new, &kept, stamp)?;
    let event = Abi::TermsAnnounced { avs, id, effectiveAt: effective_at.get(), terms: new };
    emit(cx, &event)?;
    Ok(effective_at)
}

/// The first change has nothing before it that could be forgotten.
fn check_memory(cx: &Context<'_>, set: &Set) -> Answer<()> {
    let memory = if set.version() == 1 { 0 } else { bounds::TERMS_MEMORY_SECONDS };
    let until = set.switch_at().saturating_add_seconds(memory);
    require(cx.now() >= until, || Error::TermsChangePending { until: until.get() })
}

fn check_served(new: &Terms, served: ServedWord, kept: &[Address]) -> Answer<()> {
    let is_named = |token: &Address| new.assets.iter().any(|asset| asset.token == *token);
    let dropped = kept.iter().find(|token| !is_named(token)).copied();
    let is_leverage_dropped = served.has_leverage && !new.acceptsLeverage;
    require(dropped.is_none() && !is_leverage_dropped, || Error::ServedVaultExcluded {
        token: dropped.unwrap_or_default(),
    })?;
    let least = if served.delay_min == 0 { u64::MAX } else { served.delay_min };
    let most = least.saturating_sub(bounds::FAULT_MARGIN_SECONDS.saturating_add(1));
    require(new.faultWindow <= most, || Error::FaultWindowOutOfRange {
        faultWindow: new.faultWindow,
        most,
    })
}

/// Writes the newest terms into the bank of the version before the last one, which is forgotten.
fn write_newest(
    cx: &mut Context<'_>,
    set: &Set,
    new: &Terms,
    kept: &[Address],
    stamp: Stamp,
) -> Answer<()> {
    let is_first = stamp.version & 1 == 1;
    let place = if is_first { set.place.first() } else { set.place.second() };
    store(cx, place, new, set.is_redistributing(), stamp)?;
    let bank = Bank::load(cx, place)?;
    for token in kept {
        bank.mark_served(cx, *token)?;
    }
    if is_first {
        return Ok(());
    }
    let slot = set.place.first().rules();
    let rules = slot.read(cx.host)?;
    let stamped = RulesWord { switch_at: stamp.switch_at, version: stamp.version, ..rules };
    Ok(slot.write(cx.host, stamped)?)
}

/// When terms come into force, how many there were, and whose they are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stamp {
    /// When they come into force.
    pub(crate) switch_at: Timestamp,
    /// Terms announced, these included.
    pub(crate) version: u16,
    /// The set's number.
    pub(crate) number: u32,
}

/// Writes terms into a bank. They are within the bounds.
pub(crate) fn store(
    cx: &mut Context<'_>,
    place: TermsStorage,
    new: &Terms,
    is_redistributing: bool,
    stamp: Stamp,
) -> Answer<()> {
    let seconds = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
    let procedure = ProcedureWord {
        slasher: new.slasher,
        veto_window: seconds(new.vetoWindow),
        execution_window: seconds(new.executionWindow),
        escrow_delay: seconds(new.escrowDelay),
        fault_window: seconds(new.faultWindow),
    };
    place.procedure().write(cx.host, procedure)?;
    let limits = LimitsWord {
        cap: Wad::new(new.cap),
        cap_window: seconds(new.capWindow),
        minimum_weight: Assets::new(new.minimumWeight),
        operator_cap: new.operatorCap,
    };
    let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
    let rules = RulesWord {
        resolver: new.resolver,
        switch_at: stamp.switch_at,
        version: stamp.version,
        number: stamp.number,
        asset_count: u8::try_from(new.assets.len()).unwrap_or(u8::MAX),
        flags: (new.admission & ADMISSION)
            | flag(new.acceptsLeverage, ACCEPTS_LEVERAGE)
            | flag(limits != no_limits(), HAS_LIMITS)
            | flag(is_redistributing, IS_REDISTRIBUTING),
    };
    place.rules().write(cx.host, rules)?;
    if limits != no_limits() {
        place.limits().write(cx.host, limits)?;
    }
    if !new.gate.is_zero() {
        place.gate().write(cx.host, new.gate)?;
    }
    for (index, asset) in (0..).zip(&new.assets) {
        let entry =
            AssetWord { token: asset.token, weight: Wad::new(asset.weight), is_served: false };
        place.assets().key(cx.host, index)?.write(cx.host, entry)?;
    }
    Ok(())
}

fn no_limits() -> LimitsWord {
    LimitsWord {
        cap: bounds::NO_CAP,
        cap_window: u32::try_from(bounds::DEFAULT_CAP_WINDOW_SECONDS).unwrap_or(u32::MAX),
        ..LimitsWord::default()
    }
}

/// Checks terms by themselves.
///
/// # Errors
/// - `SlasherMissing`, `WindowsOutOfRange`, `FaultWindowOutOfRange`, `CapOutOfRange`, `MinimumWeightOutOfRange`
/// - `AdmissionOutOfRange`, `AssetCountOutOfRange`, `AssetOutOfRange`
/// - `ResolverNotIndependent`, `EscrowDelayTooShort`: of a set that redistributes
pub(crate) fn check(
    cx: &mut Context<'_>,
    avs: Address,
    new: &Terms,
    is_redistributing: bool,
) -> Answer<()> {
    require(!new.slasher.is_zero(), || Error::SlasherMissing)?;
    check_windows(new)?;
    check_limits(new)?;
    check_assets(new)?;
    if !is_redistributing {
        return Ok(());
    }
    let resolver = new.resolver;
    let is_independent =
        !resolver.is_zero() && is_outsider(cx, avs, resolver)? && resolver != new.slasher;
    require(is_independent, || Error::ResolverNotIndependent { resolver })?;
    let least = bounds::REDISTRIBUTION_ESCROW_SECONDS;
    require(new.escrowDelay >= least, || Error::EscrowDelayTooShort {
        escrowDelay: new.escrowDelay,
        least,
    })
}

/// Is `account` neither the AVS nor one of its admins?
pub(crate) fn is_outsider(cx: &mut Context<'_>, avs: Address, account: Address) -> Answer<bool> {
    Ok(account != avs && !avs::is_admin(cx, avs, account)?)
}

fn check_windows(new: &Terms) -> Answer<()> {
    let Terms { vetoWindow: veto, executionWindow: execution, escrowDelay: escrow, .. } = *new;
    let total = veto.saturating_add(execution).saturating_add(escrow);
    let is_mode_fit = if new.resolver.is_zero() {
        veto == 0 && execution == 0
    } else {
        veto > 0 && execution > 0
    };
    require(is_mode_fit && total <= bounds::REQUEST_MAX_SECONDS, || Error::WindowsOutOfRange {
        vetoWindow: veto,
        executionWindow: execution,
        escrowDelay: escrow,
    })?;
    let most = bounds::FAULT_WINDOW_LIMIT_SECONDS.saturating_sub(1);
    let fault_window = new.faultWindow;
    require((1..=most).contains(&fault_window), || Error::FaultWindowOutOfRange {
        faultWindow: fault_window,
        most,
    })
}

fn check_limits(new: &Terms) -> Answer<()> {
    let (cap, window) = (new.cap, new.capWindow);
    let is_window = (1..=bounds::CAP_WINDOW_MAX_SECONDS).contains(&window);
    require(is_window && !cap.is_zero() && cap <= bounds::NO_CAP.get(), || Error::CapOutOfRange {
        cap,
        capWindow: window,
    })?;
    let minimum = new.minimumWeight;
    require(minimum <= Assets::LIMIT.get(), || Error::MinimumWeightOutOfRange {
        minimumWeight: minimum,
    })?;
    let is_gate = match new.admission {
        0 => new.gate.is_zero(),
        1 | 2 => !new.gate.is_zero(),
        _ => false,
    };
    require(is_gate, || Error::AdmissionOutOfRange { admission: new.admission, gate: new.gate })
}

fn check_assets(new: &Terms) -> Answer<()> {
    let (count, most) = (new.assets.len(), usize::from(bounds::MAX_ASSETS));
    require((1..=most).contains(&count), || Error::AssetCountOutOfRange {
        count: U256::from(count),
        most: U256::from(most),
    })?;
    for (index, asset) in new.assets.iter().enumerate() {
        let is_twin = new.assets.iter().take(index).any(|other| other.token == asset.token);
        require(!is_twin && asset.weight <= U256::from(u64::MAX), || Error::AssetOutOfRange {
            token: asset.token,
            weight: asset.weight,
        })?;
    }
    Ok(())
}
