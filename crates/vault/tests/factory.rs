//! The factory: bounds in the order of the checks, addresses, birth.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, B256, Bytes, U256};
use restaking_abi::{IVault, IVaultFactory};
use restaking_host::code;
use restaking_shares::Assets;
use restaking_vault::{
    Config, VaultError,
    factory::{FactoryError, least_epoch_length},
};
use support::*;

fn create(
    world: &mut World,
    params: IVaultFactory::VaultParams,
) -> Called<IVaultFactory::createVaultCall> {
    let call = IVaultFactory::createVaultCall { operator: OPERATOR, params, salt: B256::ZERO };
    world.send_to(FACTORY, OPERATOR, call)
}

/// Each wrong parameter alone, in the order of the checks.
fn wrong() -> Vec<(IVaultFactory::VaultParams, FactoryError)> {
    let (least, most) = (14 * DAY, 60 * DAY);
    let shortest = least_epoch_length(14 * DAY);
    let one = U256::from(ONE);
    let good = params();
    vec![
        (
            IVaultFactory::VaultParams { asset: ALICE, ..good.clone() },
            FactoryError::AssetWithoutCode { asset: ALICE },
        ),
        (
            IVaultFactory::VaultParams { exitDelay: least - 1, ..good.clone() },
            FactoryError::DelayOutOfRange { exitDelay: least - 1, least, most },
        ),
        (
            IVaultFactory::VaultParams { exitDelay: most + 1, ..good.clone() },
            FactoryError::DelayOutOfRange { exitDelay: most + 1, least, most },
        ),
        (
            IVaultFactory::VaultParams { epochLength: shortest - 1, ..good.clone() },
            FactoryError::EpochTooShort { epochLength: shortest - 1, least: shortest },
        ),
        (
            IVaultFactory::VaultParams { epochLength: least + 1, ..good.clone() },
            FactoryError::EpochTooLong { epochLength: least + 1, most: least },
        ),
        (
            IVaultFactory::VaultParams { leverageLimit: one - U256::from(1), ..good.clone() },
            FactoryError::LeverageOutOfRange { leverageLimit: one - U256::from(1) },
        ),
        (
            IVaultFactory::VaultParams { leverageLimit: U256::from(16 * ONE + 1), ..good.clone() },
            FactoryError::LeverageOutOfRange { leverageLimit: U256::from(16 * ONE + 1) },
        ),
        (
            IVaultFactory::VaultParams { slashCap: U256::ZERO, slashCapWindow: 1, ..good.clone() },
            FactoryError::SlashCapOutOfRange { slashCap: U256::ZERO, window: 1 },
        ),
        (
            IVaultFactory::VaultParams { slashCap: one / U256::from(2), ..good.clone() },
            FactoryError::SlashCapOutOfRange { slashCap: one / U256::from(2), window: 0 },
        ),
        (
            IVaultFactory::VaultParams {
                maxRedistributable: U256::from(WHOLE + 1),
                ..good.clone()
            },
            FactoryError::RedistributableOutOfRange { maxRedistributable: U256::from(WHOLE + 1) },
        ),
        (
            IVaultFactory::VaultParams {
                depositCap: Assets::LIMIT.get() + U256::from(1),
                ..good.clone()
            },
            FactoryError::DepositCapOutOfRange { depositCap: Assets::LIMIT.get() + U256::from(1) },
        ),
        (
            IVaultFactory::VaultParams { name: String::new(), ..good.clone() },
            FactoryError::TextOutOfRange { length: U256::ZERO, most: U256::from(64) },
        ),
        (
            IVaultFactory::VaultParams { symbol: "S".repeat(17), ..good },
            FactoryError::TextOutOfRange { length: U256::from(17), most: U256::from(16) },
        ),
    ]
}

#[test]
fn create_vault_reverts_for_another_than_the_operator() {
    let mut world = World::bare();
    let call =
        IVaultFactory::createVaultCall { operator: OPERATOR, params: params(), salt: B256::ZERO };
    let refused = world.send_to(FACTORY, ALICE, call).err();
    assert_eq!(refused, Some(error(FactoryError::NotOperator { caller: ALICE })));
}

#[test]
fn create_vault_reverts_on_each_parameter_out_of_bounds() {
    for (params, expected) in wrong() {
        let mut world = World::bare();
        assert_eq!(create(&mut world, params).err(), Some(error(expected)), "{expected}");
    }
}

#[test]
fn create_vault_takes_each_bound_itself() {
    let good = params();
    let bounds = [
        IVaultFactory::VaultParams { exitDelay: 60 * DAY, epochLength: 60 * DAY, ..good.clone() },
        IVaultFactory::VaultParams { epochLength: least_epoch_length(14 * DAY), ..good.clone() },
        IVaultFactory::VaultParams { leverageLimit: U256::from(16 * ONE), ..good.clone() },
        IVaultFactory::VaultParams { slashCap: U256::from(1), slashCapWindow: 1, ..good.clone() },
        IVaultFactory::VaultParams { depositCap: Assets::LIMIT.get(), ..good.clone() },
        IVaultFactory::VaultParams { depositCap: U256::ZERO, ..good.clone() },
        IVaultFactory::VaultParams { name: "N".repeat(64), symbol: "S".repeat(16), ..good },
    ];
    for params in bounds {
        assert!(create(&mut World::bare(), params).is_ok());
    }
}

#[test]
fn least_epoch_keeps_64_buckets() {
    // ceil((14 d + 14 d) / L) + 2 <= 64
    let least = least_epoch_length(14 * DAY);
    assert_eq!((28 * DAY).div_ceil(least) + 2, 64);
    assert_eq!((28 * DAY).div_ceil(least - 1) + 2, 65);
}

#[test]
fn vault_address_comes_from_operator_and_salt_alone() {
    let mut world = World::bare();
    let predicted = IVaultFactory::vaultAddressCall { operator: OPERATOR, salt: B256::ZERO };
    let predicted = world.send_to(FACTORY, ALICE, predicted).unwrap();
    let other =
        IVaultFactory::VaultParams { exitDelay: 20 * DAY, name: "Other".into(), ..params() };
    assert_eq!(create(&mut world, other).unwrap(), predicted);
    let again = create(&mut world, params()).err();
    assert_eq!(again, Some(error(FactoryError::VaultExists { vault: predicted })));
}

#[test]
fn vault_is_born_whole_and_known_to_its_factory() {
    let mut world = World::new();
    assert_eq!(world.view(IVault::magnitudeCall {}), U256::from(WHOLE));
    assert_eq!(world.view(IVault::decimalsCall {}), 24);
    assert_eq!(world.view(IVault::rateCall {}), U256::from(ONE));
    let vault = world.vault;
    assert!(world.send_to(FACTORY, ALICE, IVaultFactory::isVaultCall { account: vault }).unwrap());
    assert!(
        !world.send_to(FACTORY, ALICE, IVaultFactory::isVaultCall { account: FACTORY }).unwrap()
    );
}

#[test]
fn initialize_reverts_for_everybody_but_the_factory() {
    let mut world = World::new();
    for caller in [ALICE, OPERATOR, GOVERNANCE, SLASHING] {
        let call = IVault::initializeCall { cap: U256::MAX, approver: Address::ZERO };
        assert_eq!(world.send(caller, call).err(), Some(error(VaultError::NotFactory { caller })));
    }
}

#[test]
fn configuration_survives_code_and_back() {
    let world = World::new();
    let (_, config) = code::parse(world.chain.code(world.vault)).unwrap();
    let decoded = Config::decode(config).unwrap();
    assert_eq!(decoded.encode(), config);
    assert_eq!((decoded.name, decoded.symbol), (b"Vault".as_slice(), b"V".as_slice()));
    for cut in 0..config.len() - b"Vault".len() {
        assert!(Config::decode(&config[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn vault_without_configuration_reverts_empty() {
    let mut world = World::bare();
    world.chain.install(ALICE, restaking_host::ModuleId(1).code(&[]));
    let refused = world.send_to(ALICE, BOB, IVault::totalAssetsCall {}).err();
    assert_eq!(refused, Some(Bytes::new()));
}
