//! The factory: bounds in the order of the checks, addresses, birth.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, B256, Bytes, U256};
use restaking_abi::{IVault, IVaultFactory};
use restaking_host::code;
use restaking_shares::Assets;
use restaking_vault::{
    Config, VaultError,
    factory::{FactoryConfig, FactoryError, MAX_VAULTS_PER_OPERATOR, least_epoch_length},
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

/// Two faults at once, the second of which would be found later.
#[test]
fn create_vault_reverts_in_the_order_of_its_checks() {
    let faults = wrong();
    for ((earlier, expected), (later, _)) in faults.iter().zip(faults.iter().skip(1)) {
        let both = with_fault(with_fault(params(), later), earlier);
        let refused = create(&mut World::bare(), both.clone()).err();
        assert_eq!(refused, Some(error(*expected)), "{expected}");
        let call =
            IVaultFactory::createVaultCall { operator: OPERATOR, params: both, salt: B256::ZERO };
        let refused = World::bare().send_to(FACTORY, ALICE, call).err();
        assert_eq!(refused, Some(error(FactoryError::NotOperator { caller: ALICE })));
    }
}

/// `params` with each field of `fault` that differs from the good ones.
fn with_fault(
    params: IVaultFactory::VaultParams,
    fault: &IVaultFactory::VaultParams,
) -> IVaultFactory::VaultParams {
    fn pick<T: PartialEq>(good: T, wrong: T, other: T) -> T {
        if wrong == good { other } else { wrong }
    }
    let (good, fault) = (support::params(), fault.clone());
    IVaultFactory::VaultParams {
        asset: pick(good.asset, fault.asset, params.asset),
        epochLength: pick(good.epochLength, fault.epochLength, params.epochLength),
        exitDelay: pick(good.exitDelay, fault.exitDelay, params.exitDelay),
        leverageLimit: pick(good.leverageLimit, fault.leverageLimit, params.leverageLimit),
        slashCap: pick(good.slashCap, fault.slashCap, params.slashCap),
        slashCapWindow: pick(good.slashCapWindow, fault.slashCapWindow, params.slashCapWindow),
        maxRedistributable: pick(
            good.maxRedistributable,
            fault.maxRedistributable,
            params.maxRedistributable,
        ),
        depositCap: pick(good.depositCap, fault.depositCap, params.depositCap),
        name: pick(good.name, fault.name, params.name),
        symbol: pick(good.symbol, fault.symbol, params.symbol),
        ..params
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
fn create_vault_reverts_on_an_asset_with_too_many_decimals_for_six_more() {
    let mut world = World::bare();
    let set = |world: &mut World, decimals| {
        world.send_to(TOKEN, ALICE, IToken::setDecimalsCall { decimals }).unwrap();
    };
    set(&mut world, 250);
    let many = Some(error(FactoryError::DecimalsOutOfRange { decimals: 250 }));
    assert_eq!(create(&mut world, params()).err(), many);
    set(&mut world, 249);
    world.vault = create(&mut world, params()).unwrap();
    assert_eq!(world.view(IVault::decimalsCall {}), 255);
    set(&mut world, 250);
    assert_eq!(create(&mut world, params()).err(), many, "and the salt is used");
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
fn initialize_reverts_for_everybody_once_the_vault_is_there() {
    let mut world = World::new();
    for caller in [ALICE, OPERATOR, GOVERNANCE, SLASHING] {
        let call = IVault::initializeCall { cap: U256::MAX, approver: Address::ZERO };
        assert_eq!(world.send(caller, call).err(), Some(error(VaultError::AlreadyInitialized)));
    }
    let (_, lane) = (world.deposit(ALICE, ONE), world.open_hold(0, START + DAY));
    world.slash(lane, WHOLE, START + 3 * DAY, Address::ZERO);
    let call = IVault::initializeCall { cap: U256::MAX, approver: Address::ZERO };
    let refused = world.send(OPERATOR, call).err();
    assert_eq!(
        refused,
        Some(error(VaultError::AlreadyInitialized)),
        "nothing of the whole is left"
    );
}

#[test]
fn configuration_survives_code_and_back() {
    let world = World::new();
    let (_, config) = code::parse(world.chain.code(world.vault)).unwrap();
    let decoded = Config::decode(config).unwrap();
    assert_eq!(decoded.encode(), config);
    assert_eq!((decoded.operator_registry, decoded.avs_registry), (OPERATORS, REGISTRY));
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

fn create_with_salt(
    world: &mut World,
    operator: Address,
    salt: u8,
) -> Called<IVaultFactory::createVaultCall> {
    let salt = B256::with_last_byte(salt);
    let call = IVaultFactory::createVaultCall { operator, params: params(), salt };
    world.send_to(FACTORY, operator, call)
}

fn vaults_of(world: &mut World, operator: Address) -> Vec<Address> {
    world.send_to(FACTORY, ALICE, IVaultFactory::vaultsOfCall { operator }).unwrap()
}

#[test]
fn vaults_of_an_operator_are_listed_newest_first() {
    let mut world = World::bare();
    assert_eq!(vaults_of(&mut world, OPERATOR), [Address::ZERO; 0]);
    let first = create_with_salt(&mut world, OPERATOR, 1).unwrap();
    assert_eq!(vaults_of(&mut world, OPERATOR), [first]);
    let other = create_with_salt(&mut world, BOB, 1).unwrap();
    let second = create_with_salt(&mut world, OPERATOR, 2).unwrap();
    let third = create_with_salt(&mut world, OPERATOR, 3).unwrap();
    assert!(create_with_salt(&mut world, OPERATOR, 3).is_err());
    assert_eq!(vaults_of(&mut world, OPERATOR), [third, second, first]);
    assert_eq!(vaults_of(&mut world, BOB), [other]);
    assert_eq!(vaults_of(&mut world, ALICE), [Address::ZERO; 0]);
    for account in [first, second, third, other] {
        assert!(world.send_to(FACTORY, ALICE, IVaultFactory::isVaultCall { account }).unwrap());
    }
}

#[test]
fn operator_has_at_most_32_vaults() {
    let mut world = World::bare();
    let mut created: Vec<Address> = (0..MAX_VAULTS_PER_OPERATOR)
        .map(|salt| create_with_salt(&mut world, OPERATOR, salt).unwrap())
        .collect();
    let most = U256::from(32);
    let refused = create_with_salt(&mut world, OPERATOR, 200).err();
    let full = FactoryError::TooManyVaults { operator: OPERATOR, most };
    assert_eq!(refused, Some(error(full)));
    let refused = create_with_salt(&mut world, OPERATOR, 31).err();
    let exists = FactoryError::VaultExists { vault: created[31] };
    assert_eq!(refused, Some(error(exists)), "and too many");
    created.reverse();
    assert_eq!(vaults_of(&mut world, OPERATOR), created);
    let unborn =
        IVaultFactory::vaultAddressCall { operator: OPERATOR, salt: B256::with_last_byte(200) };
    let account = world.send_to(FACTORY, ALICE, unborn).unwrap();
    assert!(!world.send_to(FACTORY, ALICE, IVaultFactory::isVaultCall { account }).unwrap());
    assert!(world.chain.code(account).is_empty(), "what was refused leaves nothing");
    assert!(create_with_salt(&mut world, BOB, 200).is_ok());
}

/// A chain on which governance bounds new vaults.
fn governed(least: u64, most: u64, leverage: U256) -> World {
    let mut world = World::bare();
    world.install_governance();
    let call = IGovernanceStub::setVaultBoundsCall { least, most, leverage };
    world.send_to(GOVERNANCE, ALICE, call).unwrap();
    world
}

fn exit_delay_bounds(world: &mut World) -> (u64, u64) {
    let bounds = world.send_to(FACTORY, ALICE, IVaultFactory::exitDelayBoundsCall {}).unwrap();
    (bounds.least, bounds.most)
}

#[test]
fn exit_delay_bounds_are_those_of_governance_within_the_hard_ones() {
    assert_eq!(exit_delay_bounds(&mut World::bare()), (14 * DAY, 60 * DAY));
    let (hard_least, hard_most) = (14 * DAY, 60 * DAY);
    for (asked, expected) in [
        ((20 * DAY, 30 * DAY), (20 * DAY, 30 * DAY)),
        ((hard_least - 1, hard_most + 1), (hard_least, hard_most)),
        ((hard_least + 1, hard_most - 1), (hard_least + 1, hard_most - 1)),
        ((0, u64::MAX), (hard_least, hard_most)),
    ] {
        let mut world = governed(asked.0, asked.1, U256::from(16 * ONE));
        assert_eq!(exit_delay_bounds(&mut world), expected);
    }
}

#[test]
fn create_vault_keeps_to_the_exit_delays_of_governance() {
    let (least, most) = (20 * DAY, 30 * DAY);
    for (delay, is_good) in [(least - 1, false), (least, true), (most, true), (most + 1, false)] {
        let mut world = governed(least, most, U256::from(16 * ONE));
        let refused =
            create(&mut world, IVaultFactory::VaultParams { exitDelay: delay, ..params() }).err();
        let range = FactoryError::DelayOutOfRange { exitDelay: delay, least, most };
        assert_eq!(refused, (!is_good).then(|| error(range)), "{delay} s");
    }
}

#[test]
fn create_vault_keeps_to_the_leverage_of_governance_and_never_beyond_16() {
    for (ceiling, most) in [(ONE, ONE), (2 * ONE, 2 * ONE), (20 * ONE, 16 * ONE)] {
        for (leverage, is_good) in [(ONE - 1, false), (ONE, true), (most, true), (most + 1, false)]
        {
            let mut world = governed(14 * DAY, 60 * DAY, U256::from(ceiling));
            let leverage = U256::from(leverage);
            let good = IVaultFactory::VaultParams { leverageLimit: leverage, ..params() };
            let range = FactoryError::LeverageOutOfRange { leverageLimit: leverage };
            let refused = create(&mut world, good).err();
            assert_eq!(refused, (!is_good).then(|| error(range)), "{leverage} under {ceiling}");
        }
    }
}

#[test]
fn failure_of_governance_is_passed_on_after_who_asks_and_the_asset() {
    let mut world = World::bare();
    world.mute(GOVERNANCE);
    assert_eq!(create(&mut world, params()).err(), Some(Bytes::new()));
    let call = IVaultFactory::exitDelayBoundsCall {};
    assert_eq!(world.send_to(FACTORY, ALICE, call).err(), Some(Bytes::new()));
    let nothing = IVaultFactory::VaultParams { asset: ALICE, ..params() };
    let refused = create(&mut world, nothing).err();
    assert_eq!(refused, Some(error(FactoryError::AssetWithoutCode { asset: ALICE })));
}

#[test]
fn factory_configuration_survives_code_and_back() {
    let config = factory_config();
    let code = config.encode();
    let decoded = FactoryConfig::decode(&code).unwrap();
    assert_eq!(decoded, config);
    assert_eq!(decoded.operator_registry, OPERATORS);
    for cut in 0..code.len() {
        assert!(FactoryConfig::decode(&code[..cut]).is_err(), "cut at {cut}");
    }
}
