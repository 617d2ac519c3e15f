//! What new vaults must keep to.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod support;

use alloy_primitives::{Address, Bytes, U256};
use restaking_abi::IGovernance::{
    ExitDelayBoundsSet, LeverageCeilingSet, exitDelayBoundsCall, leverageCeilingCall,
    setExitDelayBoundsCall, setLeverageCeilingCall, vaultBoundsCall,
};
use restaking_governance::{GovernanceConfig, GovernanceError};
use support::*;

const LEAST: u64 = 14 * DAY;
const MOST: u64 = 60 * DAY;
/// 1e18.
const ONE: u128 = 1_000_000_000_000_000_000;

/// Exit delay bounds and leverage ceiling, asked in both ways.
fn bounds(world: &mut World) -> (u64, u64, U256) {
    let delay = world.view(exitDelayBoundsCall {});
    let ceiling = world.view(leverageCeilingCall {});
    let all = world.view(vaultBoundsCall {});
    assert_eq!(all.exitDelayLeast, delay.least);
    assert_eq!(all.exitDelayMost, delay.most);
    assert_eq!(all.leverageMost, ceiling);
    (delay.least, delay.most, ceiling)
}

fn set_delay(world: &mut World, from: Address, least: u64, most: u64) -> Option<Bytes> {
    world.send(from, setExitDelayBoundsCall { least, most }).err()
}

fn set_ceiling(world: &mut World, from: Address, ceiling: U256) -> Option<Bytes> {
    world.send(from, setLeverageCeilingCall { ceiling }).err()
}

#[test]
fn bounds_are_the_hard_ones_until_set() {
    let mut world = World::new();
    assert_eq!(bounds(&mut world), (LEAST, MOST, U256::from(16 * ONE)));
}

#[test]
fn bounds_of_a_devnet_are_those_of_its_genesis() {
    let config = GovernanceConfig {
        exit_delay_least: 0,
        exit_delay_most: u64::MAX,
        ..GovernanceConfig::new(OWNER, GUARDIAN)
    };
    let mut world = World::with(&config.encode());
    assert_eq!(bounds(&mut world), (0, u64::MAX, U256::from(16 * ONE)));
    assert_eq!(set_delay(&mut world, OWNER, 0, u64::MAX), None);
    assert_eq!(set_ceiling(&mut world, OWNER, U256::from(ONE)), None);
    assert_eq!(bounds(&mut world), (0, u64::MAX, U256::from(ONE)));
}

#[test]
fn set_exit_delay_bounds_takes_all_within_the_hard_ones() {
    let mut world = World::new();
    for (least, most) in [(LEAST, MOST), (LEAST, LEAST), (MOST, MOST), (LEAST + 1, MOST - 1)] {
        let call = setExitDelayBoundsCall { least, most };
        world.send_logging(OWNER, call, ExitDelayBoundsSet { least, most });
        assert_eq!(bounds(&mut world), (least, most, U256::from(16 * ONE)));
    }
}

#[test]
fn set_exit_delay_bounds_can_be_widened_again() {
    let mut world = World::new();
    assert_eq!(set_delay(&mut world, OWNER, 20 * DAY, 20 * DAY), None);
    assert_eq!(set_delay(&mut world, OWNER, LEAST, MOST), None);
    assert_eq!(bounds(&mut world), (LEAST, MOST, U256::from(16 * ONE)));
}

#[test]
fn set_exit_delay_bounds_reverts_out_of_range_or_reversed() {
    let mut world = World::new();
    for (least, most) in [
        (LEAST - 1, MOST),
        (LEAST, MOST + 1),
        (LEAST + 1, LEAST),
        (MOST, LEAST),
        (LEAST - 1, LEAST - 1),
        (MOST + 1, MOST + 1),
        (0, u64::MAX),
        (0, 0),
        (u64::MAX, 0),
    ] {
        let refused = set_delay(&mut world, OWNER, least, most);
        assert_eq!(refused, error(GovernanceError::ExitDelayBoundsOutOfRange { least, most }));
    }
    assert_eq!(bounds(&mut world), (LEAST, MOST, U256::from(16 * ONE)));
}

#[test]
fn set_exit_delay_bounds_asks_who_calls_first() {
    let mut world = World::new();
    for caller in [ALICE, GUARDIAN] {
        let refused = error(GovernanceError::NotOwner { caller });
        assert_eq!(set_delay(&mut world, caller, LEAST - 1, 0), refused);
        assert_eq!(set_delay(&mut world, caller, LEAST, MOST), refused);
    }
}

#[test]
fn set_leverage_ceiling_takes_1_to_16() {
    let mut world = World::new();
    for ceiling in [ONE, ONE + 1, 16 * ONE - 1, 16 * ONE].map(U256::from) {
        let call = setLeverageCeilingCall { ceiling };
        world.send_logging(OWNER, call, LeverageCeilingSet { ceiling });
        assert_eq!(bounds(&mut world), (LEAST, MOST, ceiling));
    }
}

#[test]
fn set_leverage_ceiling_reverts_out_of_range() {
    let mut world = World::new();
    let outside = [0, 1, ONE - 1, 16 * ONE + 1].map(U256::from);
    for ceiling in outside.into_iter().chain([U256::MAX]) {
        let refused = set_ceiling(&mut world, OWNER, ceiling);
        assert_eq!(refused, error(GovernanceError::LeverageCeilingOutOfRange { ceiling }));
    }
    assert_eq!(bounds(&mut world), (LEAST, MOST, U256::from(16 * ONE)));
}

#[test]
fn set_leverage_ceiling_asks_who_calls_first() {
    let mut world = World::new();
    for caller in [ALICE, GUARDIAN] {
        let refused = error(GovernanceError::NotOwner { caller });
        assert_eq!(set_ceiling(&mut world, caller, U256::ZERO), refused);
        assert_eq!(set_ceiling(&mut world, caller, U256::from(ONE)), refused);
    }
}

#[test]
fn set_parameter_leaves_the_others() {
    let mut world = World::new();
    assert_eq!(set_ceiling(&mut world, OWNER, U256::from(2 * ONE)), None);
    assert_eq!(bounds(&mut world), (LEAST, MOST, U256::from(2 * ONE)));
    assert_eq!(set_delay(&mut world, OWNER, 15 * DAY, 16 * DAY), None);
    assert_eq!(bounds(&mut world), (15 * DAY, 16 * DAY, U256::from(2 * ONE)));
    assert_eq!(set_ceiling(&mut world, OWNER, U256::from(3 * ONE)), None);
    assert_eq!(bounds(&mut world), (15 * DAY, 16 * DAY, U256::from(3 * ONE)));
}
