//! What new vaults must keep to. A vault that exists keeps what it was created with.

use alloy_primitives::U256;
use restaking_abi::IGovernance::{ExitDelayBoundsSet, LeverageCeilingSet};
use restaking_host::Context;
use restaking_shares::Wad;

use crate::{
    Answer, GovernanceConfig, GovernanceError, GovernanceStorage, ParametersWord, emit,
    error::require, owner::check_owner,
};

/// Greatest leverage ceiling: each of 16 sets is promised the whole.
pub const LEVERAGE_MAX: Wad = Wad::from_u128(16_000_000_000_000_000_000);

/// The parameters: those set, or the hard bounds.
///
/// # Errors
/// A halt of the host.
pub fn parameters(cx: &mut Context<'_>, config: &GovernanceConfig) -> Answer<ParametersWord> {
    let word = GovernanceStorage::ROOT.parameters().read(cx.host)?;
    Ok(if word.is_set { word } else { hard_bounds(config) })
}

/// Sets between what new vaults choose their exit delay, in seconds, both included.
///
/// # Errors
/// - `NotOwner`, `ExitDelayBoundsOutOfRange`
pub fn set_exit_delay_bounds(
    cx: &mut Context<'_>,
    config: &GovernanceConfig,
    least: u64,
    most: u64,
) -> Answer<()> {
    check_owner(cx, config)?;
    let is_within = config.exit_delay_least <= least && most <= config.exit_delay_most;
    let is_range = is_within && least <= most;
    require(is_range, || GovernanceError::ExitDelayBoundsOutOfRange { least, most })?;
    let word = parameters(cx, config)?;
    let word = ParametersWord { exit_delay_least: least, exit_delay_most: most, ..word };
    GovernanceStorage::ROOT.parameters().write(cx.host, word)?;
    emit(cx, &ExitDelayBoundsSet { least, most })
}

/// Sets the greatest leverage limit that new vaults may choose: 1e18, which is none, to [`LEVERAGE_MAX`].
///
/// # Errors
/// - `NotOwner`, `LeverageCeilingOutOfRange`
pub fn set_leverage_ceiling(
    cx: &mut Context<'_>,
    config: &GovernanceConfig,
    ceiling: U256,
) -> Answer<()> {
    check_owner(cx, config)?;
    let leverage_ceiling = Wad::new(ceiling);
    let is_range = (Wad::ONE..=LEVERAGE_MAX).contains(&leverage_ceiling);
    require(is_range, || GovernanceError::LeverageCeilingOutOfRange { ceiling })?;
    let word = ParametersWord { leverage_ceiling, ..parameters(cx, config)? };
    GovernanceStorage::ROOT.parameters().write(cx.host, word)?;
    emit(cx, &LeverageCeilingSet { ceiling })
}

/// As they are stored with the first parameter that is set.
const fn hard_bounds(config: &GovernanceConfig) -> ParametersWord {
    ParametersWord {
        exit_delay_least: config.exit_delay_least,
        exit_delay_most: config.exit_delay_most,
        leverage_ceiling: LEVERAGE_MAX,
        is_set: true,
    }
}
