//! Creating a vault.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall;
use restaking_abi::{
    IVault,
    IVaultFactory::{VaultCreated, VaultParams},
};
use restaking_host::{Call, Context, Creation, Fail, token};
use restaking_shares::{Assets, Magnitude, Wad};
use restaking_withdrawal_delay::{MAX_BUCKETS, MAX_HOLD_SECONDS};

use super::{FactoryConfig, FactoryError, FactoryStorage};
use crate::{Config, SHARE_DECIMALS_OFFSET, emit};

/// Greatest leverage limit: each of 16 sets is promised the whole.
pub const LEVERAGE_MAX: Wad = Wad::from_u128(16_000_000_000_000_000_000);

/// Longest name of a share, in bytes.
pub const NAME_MAX_BYTES: usize = 64;

/// Longest symbol of a share, in bytes.
pub const SYMBOL_MAX_BYTES: usize = 16;

/// Decimals of an asset that does not tell.
const DEFAULT_DECIMALS: u8 = 18;

type Answer<T> = Result<T, Fail<FactoryError>>;

/// Creates a vault of `operator`, at an address that comes from operator and salt alone.
///
/// # Errors
/// - `NotOperator`, `AssetWithoutCode`, `DelayOutOfRange`, `EpochTooShort`, `EpochTooLong`
/// - `LeverageOutOfRange`, `SlashCapOutOfRange`, `RedistributableOutOfRange`, `DepositCapOutOfRange`
/// - `TextOutOfRange` (name, then symbol), `DecimalsOutOfRange`
/// - `VaultExists`
pub fn create_vault(
    cx: &mut Context<'_>,
    config: &FactoryConfig,
    operator: Address,
    params: VaultParams,
    salt: B256,
) -> Answer<Address> {
    let caller = cx.caller();
    require(caller == operator, || FactoryError::NotOperator { caller })?;
    let has_code = cx.host.code_size(params.asset)? > 0;
    require(has_code, || FactoryError::AssetWithoutCode { asset: params.asset })?;
    check_times(config, &params)?;
    check_limits(&params)?;
    check_text(&params.name, NAME_MAX_BYTES)?;
    check_text(&params.symbol, SYMBOL_MAX_BYTES)?;
    let decimals = token::decimals(cx, params.asset)?.unwrap_or(DEFAULT_DECIMALS);
    let decimals = decimals
        .checked_add(SHARE_DECIMALS_OFFSET)
        .ok_or(Fail::Error(FactoryError::DecimalsOutOfRange { decimals }))?;

    let code = vault_config(cx, config, operator, &params, decimals).encode();
    let salt = instance_salt(cx, operator, salt)?;
    let creation = Creation { module: config.vault_module, salt, config: code };
    let taken = config.vault_module.instance(cx.this(), salt);
    let vault =
        cx.host.create(creation)?.ok_or(Fail::Error(FactoryError::VaultExists { vault: taken }))?;
    FactoryStorage::ROOT.vaults().key(cx.host, vault)?.write(cx.host, true)?;
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

fn check_times(config: &FactoryConfig, params: &VaultParams) -> Answer<()> {
    let (exit_delay, epoch_length) = (params.exitDelay, params.epochLength);
    let (least, most) = (config.exit_delay_min, config.exit_delay_max);
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

fn check_limits(params: &VaultParams) -> Answer<()> {
    let (leverage, cap, window) = (params.leverageLimit, params.slashCap, params.slashCapWindow);
    let is_leverage = leverage >= Wad::ONE.get() && leverage <= LEVERAGE_MAX.get();
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
    cx: &Context<'_>,
    config: &FactoryConfig,
    operator: Address,
    params: &'a VaultParams,
    decimals: u8,
) -> Config<'a> {
    Config {
        asset: params.asset,
        factory: cx.this(),
        operator,
        slashing: config.slashing,
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
    let outcome = cx.host.call(Call::new(vault, call.abi_encode().into()))?;
    if outcome.is_success { Ok(()) } else { Err(Fail::Bubbled(outcome.output)) }
}

fn require(condition: bool, error: impl FnOnce() -> FactoryError) -> Answer<()> {
    if condition { Ok(()) } else { Err(Fail::Error(error())) }
}
