//! Claims on a settled bucket.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]

use alloy_primitives::U256;
use proptest::prelude::*;
use restaking_shares::{ArithmeticError, Assets, Bucket, Shares};

fn assets(value: u128) -> Assets {
    Assets::from_u128(value)
}

fn shares(value: u128) -> Shares {
    Shares::from_u128(value)
}

fn bucket(held: u128, supply: u128) -> Bucket {
    Bucket { assets: assets(held), shares: shares(supply) }
}

/// A bucket of any size within the units' limits, and cuts of its shares in order.
fn any_bucket_and_cuts() -> impl Strategy<Value = (Bucket, Vec<Shares>)> {
    let number = |bits: usize| {
        (any::<[u64; 4]>(), 256 - bits..256)
            .prop_map(|(limbs, shift)| U256::from_limbs(limbs) >> shift)
    };
    let cuts = proptest::collection::vec(any::<[u64; 4]>(), 0..8);
    (number(112), number(144), cuts).prop_map(|(held, supply, cuts)| {
        let supply = supply.max(U256::ONE);
        let within = supply + U256::ONE;
        let mut cuts: Vec<_> =
            cuts.into_iter().map(|limbs| Shares::new(U256::from_limbs(limbs) % within)).collect();
        cuts.push(Shares::new(supply));
        cuts.sort();
        (Bucket { assets: Assets::new(held), shares: Shares::new(supply) }, cuts)
    })
}

#[test]
fn claim_reverts_when_the_bucket_has_no_shares() {
    let empty = Bucket::default();
    assert_eq!(empty.claim(Shares::ZERO, Shares::ZERO), Err(ArithmeticError::DivisionByZero));
    assert_eq!(empty.claim(Shares::ZERO, shares(1)), Err(ArithmeticError::DivisionByZero));
}

#[test]
fn claim_reverts_when_more_than_the_bucket_is_claimed() {
    assert_eq!(bucket(10, 5).claim(shares(3), shares(3)), Err(ArithmeticError::Overflow));
    assert_eq!(bucket(10, 5).claim(shares(6), Shares::ZERO), Err(ArithmeticError::Overflow));
    let max = Shares::new(U256::MAX);
    assert_eq!(bucket(10, 5).claim(max, shares(1)), Err(ArithmeticError::Overflow));
    assert_eq!(bucket(10, 5).claim(shares(3), shares(2)), Ok(assets(4)));
}

#[test]
fn claim_passes_the_remainder_on_when_odd() {
    // 10 for 3: floor(10/3) = 3, floor(20/3) − 3 = 3, 10 − 6 = 4.
    let thirds = [0, 1, 2].map(|claimed| bucket(10, 3).claim(shares(claimed), shares(1)).unwrap());
    assert_eq!(thirds, [assets(3), assets(3), assets(4)]);
}

#[test]
fn claim_is_zero_when_the_bucket_has_no_assets() {
    assert_eq!(bucket(0, 3).claim(Shares::ZERO, shares(3)), Ok(Assets::ZERO));
}

#[test]
fn claim_never_fails_at_the_unit_limits() {
    let full = Bucket { assets: Assets::LIMIT, shares: Shares::LIMIT };
    assert_eq!(full.claim(Shares::ZERO, Shares::LIMIT), Ok(Assets::LIMIT));
    let all_but_one = Shares::LIMIT.checked_sub(shares(1)).unwrap();
    assert_eq!(full.claim(all_but_one, shares(1)), Ok(assets(1)));
}

#[test]
fn shares_for_assets_reverts_when_the_bucket_has_no_assets() {
    let empty = bucket(0, 5);
    assert_eq!(empty.shares_for_assets_up(Shares::ZERO, assets(1)), Err(ArithmeticError::Overflow));
    assert_eq!(empty.shares_for_assets_up(Shares::ZERO, Assets::ZERO), Ok(Shares::ZERO));
}

#[test]
fn shares_for_assets_reverts_when_the_bucket_has_no_shares() {
    let broken = bucket(5, 0);
    assert_eq!(
        broken.shares_for_assets_up(Shares::ZERO, assets(1)),
        Err(ArithmeticError::DivisionByZero)
    );
}

#[test]
fn shares_for_assets_reverts_when_too_little_is_left() {
    let bucket = bucket(10, 3);
    assert_eq!(bucket.shares_for_assets_up(shares(1), assets(7)), Ok(shares(2)));
    assert_eq!(bucket.shares_for_assets_up(shares(1), assets(8)), Err(ArithmeticError::Overflow));
    assert_eq!(bucket.shares_for_assets_up(shares(3), assets(1)), Err(ArithmeticError::Overflow));
    assert_eq!(
        bucket.shares_for_assets_up(Shares::new(U256::MAX), assets(1)),
        Err(ArithmeticError::Overflow)
    );
}

#[test]
fn shares_for_assets_rounds_up_when_odd() {
    // 3 for 10: two assets after one share (floor(3/10) = 0) need ceil(10 · 2 / 3) − 1 = 6 shares.
    assert_eq!(bucket(3, 10).shares_for_assets_up(shares(1), assets(2)), Ok(shares(6)));
}

#[test]
fn shares_for_assets_is_the_least_in_every_small_bucket() {
    for (held, supply) in (0..16).flat_map(|held| (1..16).map(move |supply| (held, supply))) {
        let bucket = bucket(held, supply);
        for claimed in 0..=supply {
            let is_enough = |part: u128, wanted: u128| {
                bucket.claim(shares(claimed), shares(part)).unwrap() >= assets(wanted)
            };
            for wanted in 0..=held + 1 {
                let least = (0..=supply - claimed).find(|&part| is_enough(part, wanted));
                assert_eq!(
                    bucket.shares_for_assets_up(shares(claimed), assets(wanted)),
                    least.map(shares).ok_or(ArithmeticError::Overflow),
                    "{wanted} from {bucket:?} after {claimed}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn claims_exact_however_the_bucket_is_cut((bucket, cuts) in any_bucket_and_cuts()) {
        let (mut claimed, mut paid) = (Shares::ZERO, Assets::ZERO);
        for cut in cuts {
            let claim = bucket.claim(claimed, cut.checked_sub(claimed).unwrap()).unwrap();
            paid = paid.checked_add(claim).unwrap();
            prop_assert!(paid <= bucket.assets);
            claimed = cut;
        }
        prop_assert_eq!(paid, bucket.assets);
    }

    #[test]
    fn claim_is_within_one_unit_of_its_part((bucket, cuts) in any_bucket_and_cuts()) {
        let claimed = cuts[0];
        let part = cuts[cuts.len() / 2].saturating_sub(claimed);
        let paid = bucket.claim(claimed, part).unwrap();
        let fair = bucket.assets.get() * part.get();
        prop_assert!(paid.get() * bucket.shares.get() < fair + bucket.shares.get());
        prop_assert!((paid.get() + U256::ONE) * bucket.shares.get() > fair);
    }

    #[test]
    fn shares_for_assets_is_the_least((bucket, cuts) in any_bucket_and_cuts()) {
        let claimed = cuts[0];
        let wanted = bucket.claim(claimed, cuts[cuts.len() / 2].saturating_sub(claimed)).unwrap();
        let part = bucket.shares_for_assets_up(claimed, wanted).unwrap();
        prop_assert!(bucket.claim(claimed, part).unwrap() >= wanted);
        if !wanted.is_zero() {
            let less = part.checked_sub(shares(1)).unwrap();
            prop_assert!(bucket.claim(claimed, less).unwrap() < wanted);
        }
    }
}
