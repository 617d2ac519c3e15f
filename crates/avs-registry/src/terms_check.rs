//! What terms must keep to by themselves.

use alloy_primitives::{Address, U256};
use restaking_abi::IAvsRegistry::Terms;
use restaking_host::Context;
use restaking_shares::Assets;

use crate::{Answer, AvsRegistryError as Error, avs, bounds, require};

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
