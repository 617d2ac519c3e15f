//! Creating a vault.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use restaking_abi::{
    IGovernance, IVault,
    IVaultFactory::{VaultCreated, VaultParams},
};
use restaking_host::{Context, Creation, Fail, abi, token};
use restaking_shares::{Assets, Magnitude, Wad};
use restaking_withdrawal_delay::{MAX_BUCKETS, MAX_HOLD_SECONDS};

use super::{FactoryConfig, FactoryError, FactoryStorage, OperatorWord, VaultWord};
use crate::{Config, SHARE_DECIMALS_OFFSET, authority, emit};

/// Greatest leverage limit: each of 16 sets is promised the whole.
pub const LEVERAGE_MAX: Wad = Wad::from_u128(16_000_000_000_000_000_000);

/// Longest name of a share, in bytes.
pub const NAME_MAX_BYTES: usize = 64;

/// Longest symbol of a share, in bytes.
pub const SYMBOL_MAX_BYTES: usize = 16;

/// Decimals of an asset that does not tell.
const DEFAULT_DECIMALS: u8 = 18;

type Answer<T> = Result<T, Fail<FactoryError>>;

/// Most vaults of one operator: what loops over them is bounded by it.
pub const MAX_VAULTS_PER_OPERATOR: u8 = 32;

/// What a new vault must keep to.
pub(super) struct Bounds {
    /// Least and most, in seconds.
    pub(super) exit_delay: (u64, u64),
    leverage_most: U256,
}

impl Bounds {
    /// Those of governance, within the hard ones; the hard ones where governance has no code.
    pub(super) fn load(cx: &mut Context<'_>, config: &FactoryConfig) -> Answer<Self> {
        let hard = (config.exit_delay_min, config.exit_delay_max);
        if cx.host.code_size(config.governance)? == 0 {
            return Ok(Self { exit_delay: hard, leverage_most: LEVERAGE_MAX.get() });
        }
        let bounds = abi::view(cx, config.governance, &IGovernance::vaultBoundsCall {})?;
        let exit_delay = (bounds.exitDelayLeast.max(hard.0), bounds.exitDelayMost.min(hard.1));
        Ok(Self { exit_delay, leverage_most: bounds.leverageMost.min(LEVERAGE_MAX.get()) })
    }
}

/// Creates a vault of `operator`, at an address that comes from operator and salt alone.
///
/// # Errors
/// - `NotOperator`, `AssetWithoutCode`, `DelayOutOfRange`, `EpochTooShort`, `EpochTooLong`
/// - `LeverageOutOfRange`, `SlashCapOutOfRange`, `RedistributableOutOfRange`, `DepositCapOutOfRange`
/// - `TextOutOfRange` (name, then symbol), `DecimalsOutOfRange`
/// - `VaultExists`, `TooManyVaults`
pub fn create_vault(
    cx: &mut Context<'_>,
    config: &FactoryConfig,
    operator: Address,
    params: VaultParams,
    salt: B256,
) -> Answer<Address> {
    let caller = cx.caller();
    let may_act = authority::may_act(cx, config.operator_registry, operator)?;
    require(may_act, || FactoryError::NotOperator { caller })?;
    let has_code = cx.host.code_size(params.asset)? > 0;
    require(has_code, || FactoryError::AssetWithoutCode { asset: params.asset })?;
    let bounds = Bounds::load(cx, config)?;
    check_times(&bounds, &params)?;
    check_limits(&bounds, &params)?;
    check_text(&params.name, NAME_MAX_BYTES)?;
    check_text(&params.symbol, SYMBOL_MAX_BYTES)?;
    let decimals = token::decimals(cx, params.asset)?.unwrap_or(DEFAULT_DECIMALS);
    let decimals = decimals
        .checked_add(SHARE_DECIMALS_OFFSET)
        .ok_or(Fail::Error(FactoryError::DecimalsOutOfRange { decimals }))?;

    let code = vault_config(config, operator, &params, decimals).encode();
    let salt = instance_salt(cx, operator, salt)?;
    let creation = Creation { module: config.vault_module, salt, config: code };
    let taken = config.vault_module.instance(cx.this(), salt);
    let vault =
        cx.host.create(creation)?.ok_or(Fail::Error(FactoryError::VaultExists { vault: taken }))?;
    enlist(cx, operator, vault)?;
    initialize(cx, vault, &params)?;
    emit(cx, &VaultCreated { vault, operator, asset: params.asset, params })?;
    Ok(vault)
}

/// The address of the vault that `operator` creates with `salt`.
///
/// # Errors
/// A halt of the host.
pub fn vault_address(
    cx: &mut Context<'_>,
    config: &FactoryConfig,
    operator: Address,
    salt: B256,
) -> Answer<Address> {
    let salt = instance_salt(cx, operator, salt)?;
    Ok(config.vault_module.instance(cx.this(), salt))
}

/// Least length of an epoch with which at most 64 buckets are ever open: those of the exit delay, those that holds and
/// pauses keep open, and two more because neither begins on a boundary.
pub fn least_epoch_length(exit_delay: u64) -> u64 {
    exit_delay.saturating_add(MAX_HOLD_SECONDS).div_ceil(MAX_BUCKETS.saturating_sub(2))
}

fn instance_salt(cx: &mut Context<'_>, operator: Address, salt: B256) -> Answer<B256> {
    Ok(cx.host.keccak(&[operator.into_word(), salt].concat())?)
}

fn enlist(cx: &mut Context<'_>, operator: Address, vault: Address) -> Answer<()> {
    let end = FactoryStorage::ROOT.operators().key(cx.host, operator)?;
    let OperatorWord { last, count } = end.read(cx.host)?;
    require(count < MAX_VAULTS_PER_OPERATOR, || FactoryError::TooManyVaults {
        operator,
        most: U256::from(MAX_VAULTS_PER_OPERATOR),
    })?;
    let word = VaultWord { previous: last, exists: true };
    FactoryStorage::ROOT.vaults().key(cx.host, vault)?.write(cx.host, word)?;
    Ok(end.write(cx.host, OperatorWord { last: vault, count: count.saturating_add(1) })?)
}

/// The vaults of `operator`, newest first, at most [`MAX_VAULTS_PER_OPERATOR`].
///
/// # Errors
/// A halt of the host.
pub fn vaults_of(cx: &mut Context<'_>, operator: Address) -> Answer<Vec<Address>> {
    let end = FactoryStorage::ROOT.operators().key(cx.host, operator)?.read(cx.host)?;
    let (mut vaults, mut next) = (Vec::new(), end.last);
    for _ in 0..end.count {
        vaults.push(next);
        next = FactoryStorage::ROOT.vaults().key(cx.host, next)?.read(cx.host)?.previous;
    }
    Ok(vaults)
}

fn check_times(bounds: &Bounds, params: &VaultParams) -> Answer<()> {
    let (exit_delay, epoch_length) = (params.exitDelay, params.epochLength);
    let (least, most) = bounds.exit_delay;
    require((least..=most).contains(&exit_delay), || FactoryError::DelayOutOfRange {
        exitDelay: exit_delay,
        least,
        most,
    })?;
    let least = least_epoch_length(exit_delay);
    require(epoch_length >= least, || FactoryError::EpochTooShort {
        epochLength: epoch_length,
        least,
    })?;
    let most = exit_delay.max(least);
    require(epoch_length <= most, || FactoryError::EpochTooLong { epochLength: epoch_length, most })
}

fn check_limits(bounds: &Bounds, params: &VaultParams) -> Answer<()> {
    let (leverage, cap, window) = (params.leverageLimit, params.slashCap, params.slashCapWindow);
    let is_leverage = leverage >= Wad::ONE.get() && leverage <= bounds.leverage_most;
    require(is_leverage, || FactoryError::LeverageOutOfRange { leverageLimit: leverage })?;
    let is_capped = cap < Wad::ONE.get();
    let is_window = if is_capped { window > 0 } else { true } && window >> 40 == 0;
    let is_cap = !cap.is_zero() && cap <= Wad::ONE.get() && is_window;
    require(is_cap, || FactoryError::SlashCapOutOfRange { slashCap: cap, window })?;
    let redistributable = params.maxRedistributable;
    require(redistributable <= Magnitude::WHOLE.get(), || {
        FactoryError::RedistributableOutOfRange { maxRedistributable: redistributable }
    })?;
    let cap = params.depositCap;
    require(cap <= Assets::LIMIT.get(), || FactoryError::DepositCapOutOfRange { depositCap: cap })
}

fn check_text(text: &str, most: usize) -> Answer<()> {
    let length = text.len();
    require((1..=most).contains(&length), || FactoryError::TextOutOfRange {
        length: U256::from(length),
        most: U256::from(most),
    })
}

fn vault_config<'a>(
    config: &FactoryConfig,
    operator: Address,
    params: &'a VaultParams,
    decimals: u8,
) -> Config<'a> {
    Config {
        asset: params.asset,
        operator,
        slashing: config.slashing,
        operator_registry: config.operator_registry,
        avs_registry: config.avs_registry,
        governance: config.governance,
        decimals,
        epoch_length: params.epochLength,
        exit_delay: params.exitDelay,
        leverage_limit: Wad::new(params.leverageLimit),
        slash_cap: Wad::new(params.slashCap),
        slash_cap_window: params.slashCapWindow,
        max_redistributable: Magnitude::new(params.maxRedistributable),
        symbol: params.symbol.as_bytes(),
        name: params.name.as_bytes(),
    }
}

fn initialize(cx: &mut Context<'_>, vault: Address, params: &VaultParams) -> Answer<()> {
    let call =
        IVault::initializeCall { cap: params.depositCap, approver: params.depositorApprover };
    abi::invoke(cx, vault, &call).map(drop)
}

fn require(condition: bool, error: impl FnOnce() -> FactoryError) -> Answer<()> {
    if condition { Ok(()) } else { Err(Fail::Error(error())) }
}
