//! Terms of a set: the two banks in which the newest and those before are kept.

use alloc::vec::Vec;

use alloy_primitives::Address;
use restaking_abi::IAvsRegistry::{self as Abi, Terms};
use restaking_host::Context;
use restaking_shares::{Assets, Timestamp, Wad};

use crate::{
    Answer, AssetWord, AvsRegistryError as Error, LimitsWord, ProcedureWord, RulesWord,
    TermsStorage, bounds, require,
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
    pub(crate) fn mark_served(&self, cx: &mut Context<'_>, token: Address) -> Answer<()> {
        if let Some((index, entry)) = self.find(cx, token)?.filter(|(_, entry)| !entry.is_served) {
            let slot = self.place.assets().key(cx.host, index)?;
            slot.write(cx.host, AssetWord { is_served: true, ..entry })?;
        }
        Ok(())
    }

    pub(crate) fn served_assets(&self, cx: &mut Context<'_>) -> Answer<Vec<Address>> {
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
