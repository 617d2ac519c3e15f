//! The pool: examples worked by hand, every small state, and properties over the whole range of the units.
#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used)]

use alloy_primitives::{U256, U512, uint};
use proptest::prelude::*;
use restaking_shares::{
    ArithmeticError, Assets, Magnitude, Pool, Shares, VIRTUAL_ASSETS, VIRTUAL_SHARES, Wad,
};

const PAR: u128 = 1_000_000;

fn assets(value: u128) -> Assets {
    Assets::from_u128(value)
}

fn shares(value: u128) -> Shares {
    Shares::from_u128(value)
}

fn magnitude(value: u128) -> Magnitude {
    Magnitude::from_u128(value)
}

fn pool(held: u128, supply: u128) -> Pool {
    Pool { assets: assets(held), shares: shares(supply) }
}

fn product(a: U256, b: U256) -> U512 {
    a.widening_mul(b)
}

/// Whether the price of a share in `after` is at least that in `before`: `(A' + 1) · (S + 10^6) >= (A + 1) · (S' + 10^6)`.
fn is_price_kept(before: &Pool, after: &Pool) -> bool {
    let term = |held: Assets, supply: Shares| {
        product(held.get() + VIRTUAL_ASSETS, supply.get() + VIRTUAL_SHARES)
    };
    term(after.assets, before.shares) >= term(before.assets, after.shares)
}

/// Deposits `given` at the pool's price.
fn enter(before: &Pool, given: Assets) -> (Pool, Shares) {
    let minted = before.to_shares_down(given).unwrap();
    (before.deposit(given, minted).unwrap(), minted)
}

/// Any number of up to `bits` bits, small ones and those at the edge as likely as large ones.
fn number(bits: usize) -> impl Strategy<Value = U256> {
    let limit = (U256::ONE << bits) - U256::ONE;
    prop_oneof![
        1 => Just(U256::ZERO),
        1 => Just(U256::ONE),
        1 => Just(limit),
        3 => any::<u16>().prop_map(U256::from),
        6 => (any::<[u64; 4]>(), 256 - bits..256).prop_map(|(limbs, shift)| U256::from_limbs(limbs) >> shift),
    ]
}

fn any_assets() -> impl Strategy<Value = Assets> {
    number(112).prop_map(Assets::new)
}

/// Assets of one bit less: what they mint at the lowest price and the largest supply still fits in 256 bits.
fn any_deposit() -> impl Strategy<Value = Assets> {
    number(111).prop_map(Assets::new)
}

fn any_shares() -> impl Strategy<Value = Shares> {
    number(144).prop_map(Shares::new)
}

fn any_magnitude() -> impl Strategy<Value = Magnitude> {
    number(96).prop_map(Magnitude::new)
}

fn any_pool() -> impl Strategy<Value = Pool> {
    (any_assets(), any_shares()).prop_map(|(assets, shares)| Pool { assets, shares })
}

/// A pool and a part of its shares, often all of them or none.
fn any_pool_and_part() -> impl Strategy<Value = (Pool, Shares)> {
    (any_pool(), number(144), 0_u8..4).prop_map(|(pool, part, kind)| match kind {
        0 => (pool, pool.shares),
        _ => (pool, Shares::new(part % (pool.shares.get() + U256::ONE))),
    })
}

/// A whole magnitude and a part of it.
fn any_whole_and_part() -> impl Strategy<Value = (Magnitude, Magnitude)> {
    (any_magnitude(), any_magnitude()).prop_map(|(a, b)| (a.max(b), a.min(b)))
}

mod conversions {
    use super::*;

    #[test]
    fn conversions_revert_over_256_bits() {
        let full = Pool { assets: Assets::new(U256::MAX), shares: Shares::ZERO };
        assert_eq!(full.to_shares_down(assets(1)), Err(ArithmeticError::Overflow));
        assert_eq!(full.to_assets_up(shares(1)), Err(ArithmeticError::Overflow));
        let full = Pool { assets: Assets::ZERO, shares: Shares::new(U256::MAX) };
        assert_eq!(full.to_shares_up(assets(1)), Err(ArithmeticError::Overflow));
        assert_eq!(full.to_assets_down(shares(1)), Err(ArithmeticError::Overflow));
        assert_eq!(full.rate_down(), Err(ArithmeticError::Overflow));
        let huge = Assets::new(U256::MAX);
        assert_eq!(Pool::EMPTY.to_shares_down(huge), Err(ArithmeticError::Overflow));
    }

    #[test]
    fn conversions_are_at_par_when_empty() {
        assert_eq!(Pool::EMPTY.to_shares_down(assets(7)), Ok(shares(7 * PAR)));
        assert_eq!(Pool::EMPTY.to_shares_up(assets(7)), Ok(shares(7 * PAR)));
        assert_eq!(Pool::EMPTY.to_assets_down(shares(7 * PAR)), Ok(assets(7)));
        assert_eq!(Pool::EMPTY.to_assets_up(shares(7 * PAR)), Ok(assets(7)));
    }

    #[test]
    fn to_shares_rounds_as_named() {
        // 10 · (4_000_000 + 1_000_000) / (6 + 1) = 7_142_857.14…
        assert_eq!(pool(6, 4_000_000).to_shares_down(assets(10)), Ok(shares(7_142_857)));
        assert_eq!(pool(6, 4_000_000).to_shares_up(assets(10)), Ok(shares(7_142_858)));
    }

    #[test]
    fn to_assets_rounds_as_named() {
        // 3_000_000 · (6 + 1) / (4_000_000 + 1_000_000) = 4.2
        assert_eq!(pool(6, 4_000_000).to_assets_down(shares(3_000_000)), Ok(assets(4)));
        assert_eq!(pool(6, 4_000_000).to_assets_up(shares(3_000_000)), Ok(assets(5)));
    }

    #[test]
    fn conversions_never_fail_at_the_unit_limits() {
        let full = Pool { assets: Assets::LIMIT, shares: Shares::LIMIT };
        let dust = Pool { assets: Assets::ZERO, shares: Shares::LIMIT };
        for pool in [full, dust, Pool { assets: Assets::LIMIT, shares: Shares::ZERO }] {
            assert!(pool.to_shares_up(Assets::LIMIT).is_ok());
            assert!(pool.to_assets_up(Shares::LIMIT).is_ok());
            assert!(pool.rate_down().is_ok());
        }
    }
}

mod deposit_and_redeem {
    use super::*;

    #[test]
    fn deposit_reverts_over_256_bits() {
        let full = Pool { assets: Assets::new(U256::MAX), shares: Shares::new(U256::MAX) };
        assert_eq!(full.deposit(assets(1), Shares::ZERO), Err(ArithmeticError::Overflow));
        assert_eq!(full.deposit(Assets::ZERO, shares(1)), Err(ArithmeticError::Overflow));
        assert_eq!(full.book(assets(1)), Err(ArithmeticError::Overflow));
    }

    #[test]
    fn redeem_reverts_when_shares_exceed_supply() {
        assert_eq!(pool(10, 9).redeem_down(shares(10)), Err(ArithmeticError::Overflow));
        assert!(pool(10, 10).redeem_down(shares(10)).is_ok());
    }

    #[test]
    fn deposit_adds_both() {
        assert_eq!(pool(3, 5).deposit(assets(10), shares(20)), Ok(pool(13, 25)));
        assert_eq!(pool(3, 5).book(assets(10)), Ok(pool(13, 5)));
    }

    #[test]
    fn redeem_leaves_the_remainder_in_the_pool() {
        // 3_000_000 · 7 / 5_000_000 = 4.2
        let (left, paid) = pool(6, 4_000_000).redeem_down(shares(3_000_000)).unwrap();
        assert_eq!((left, paid), (pool(2, 1_000_000), assets(4)));
    }

    #[test]
    fn redeem_returns_the_whole_deposit_when_alone() {
        let (pool, minted) = enter(&Pool::EMPTY, assets(100));
        assert_eq!(pool.redeem_down(minted), Ok((Pool::EMPTY, assets(100))));
    }

    #[test]
    fn redeem_pays_all_assets_at_most_when_price_is_high() {
        // 1 share of 1 with a booked 2^112 − 1: the virtual shares keep all but a millionth.
        let rich = Pool { assets: Assets::LIMIT, shares: shares(1) };
        let (left, paid) = rich.redeem_down(shares(1)).unwrap();
        assert_eq!(paid.get(), (U256::ONE << 112_usize) / uint!(1_000_001_U256));
        assert_eq!(left.assets.checked_add(paid), Ok(Assets::LIMIT));
    }

    #[test]
    fn deposit_loses_at_most_a_millionth_of_an_inflation_attack() {
        // The attacker owns 1 share and books 10^18; the victim deposits 10^18.
        let (attacked, attacker) = (pool(0, 0).deposit(assets(1), shares(1)).unwrap(), shares(1));
        let attacked = attacked.book(assets(1_000_000_000_000_000_000)).unwrap();
        let (after, victim) = enter(&attacked, assets(1_000_000_000_000_000_000));
        let (_, kept) = after.redeem_down(victim).unwrap();
        assert!(kept >= assets(999_998_000_000_000_000));
        let (_, gained) = after.redeem_down(attacker).unwrap();
        assert!(gained <= assets(2_000_000_000_000));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_048))]

        #[test]
        fn price_monotone_when_assets_are_deposited(pool in any_pool(), given in any_deposit()) {
            let (after, _) = enter(&pool, given);
            prop_assert!(is_price_kept(&pool, &after));
        }

        #[test]
        fn price_monotone_when_shares_are_minted(pool in any_pool(), wanted in any_shares()) {
            let charged = pool.to_assets_up(wanted).unwrap();
            let after = pool.deposit(charged, wanted).unwrap();
            prop_assert!(is_price_kept(&pool, &after));
        }

        #[test]
        fn price_monotone_when_shares_leave((pool, part) in any_pool_and_part()) {
            let (after, _) = pool.redeem_down(part).unwrap();
            prop_assert!(is_price_kept(&pool, &after));
        }

        #[test]
        fn price_monotone_when_yield_is_booked(pool in any_pool(), gain in any_assets()) {
            prop_assert!(is_price_kept(&pool, &pool.book(gain).unwrap()));
        }

        #[test]
        fn redeem_conserves_assets_and_shares((pool, part) in any_pool_and_part()) {
            let (after, paid) = pool.redeem_down(part).unwrap();
            prop_assert_eq!(after.assets.checked_add(paid), Ok(pool.assets));
            prop_assert_eq!(after.shares.checked_add(part), Ok(pool.shares));
            prop_assert_eq!(pool.to_assets_down(part), Ok(paid));
        }

        #[test]
        fn no_free_value_when_a_deposit_is_redeemed(pool in any_pool(), given in any_deposit()) {
            let (after, minted) = enter(&pool, given);
            let (left, paid) = after.redeem_down(minted).unwrap();
            prop_assert!(paid <= given);
            prop_assert!(is_price_kept(&pool, &left));
        }

        #[test]
        fn no_free_value_when_a_mint_is_redeemed(pool in any_pool(), wanted in any_shares()) {
            let charged = pool.to_assets_up(wanted).unwrap();
            let (_, paid) = pool.deposit(charged, wanted).unwrap().redeem_down(wanted).unwrap();
            prop_assert!(paid <= charged);
        }

        #[test]
        fn no_free_value_when_an_exit_is_split((pool, part) in any_pool_and_part(), cut in any::<u64>()) {
            let first = Shares::new(U256::from(cut)).min(part);
            let (between, paid_first) = pool.redeem_down(first).unwrap();
            let (_, paid_second) = between.redeem_down(part.saturating_sub(first)).unwrap();
            let (_, at_once) = pool.redeem_down(part).unwrap();
            // The second half gains the remainder that the first left, less than one unit.
            prop_assert!(paid_first.checked_add(paid_second).unwrap() <= at_once.checked_add(assets(1)).unwrap());
        }

        #[test]
        fn to_shares_up_exceeds_down_by_one_at_most(pool in any_pool(), given in any_deposit()) {
            let down = pool.to_shares_down(given).unwrap();
            let up = pool.to_shares_up(given).unwrap();
            let term = product(given.get(), pool.shares.get() + VIRTUAL_SHARES);
            let is_exact = (term % U512::from(pool.assets.get() + VIRTUAL_ASSETS)).is_zero();
            prop_assert_eq!(up.checked_sub(down), Ok(shares(u128::from(!is_exact))));
        }

        #[test]
        fn to_assets_up_exceeds_down_by_one_at_most(pool in any_pool(), part in any_shares()) {
            let down = pool.to_assets_down(part).unwrap();
            let up = pool.to_assets_up(part).unwrap();
            let term = product(part.get(), pool.assets.get() + VIRTUAL_ASSETS);
            let is_exact = (term % U512::from(pool.shares.get() + VIRTUAL_SHARES)).is_zero();
            prop_assert_eq!(up.checked_sub(down), Ok(assets(u128::from(!is_exact))));
        }
    }
}

mod losses {
    use super::*;

    #[test]
    fn slash_reverts_when_taken_exceeds_whole() {
        let result = pool(100, 100).slash_down(magnitude(11), magnitude(10));
        assert_eq!(result, Err(ArithmeticError::Overflow));
        let result = pool(100, 100).slash_down(magnitude(1), Magnitude::ZERO);
        assert_eq!(result, Err(ArithmeticError::Overflow));
    }

    #[test]
    fn slash_takes_nothing_when_there_is_no_magnitude() {
        let before = pool(100, 100);
        assert_eq!(before.slash_down(Magnitude::ZERO, Magnitude::ZERO), Ok((before, assets(0))));
    }

    #[test]
    fn slash_rounds_assets_down_when_odd() {
        // 100 · 1 / 3 = 33.3…
        let result = pool(100, 7).slash_down(magnitude(1), magnitude(3));
        assert_eq!(result, Ok((pool(67, 7), assets(33))));
    }

    #[test]
    fn slash_takes_all_assets_when_taken_is_the_whole() {
        let result = pool(100, 7).slash_down(Magnitude::WHOLE, Magnitude::WHOLE);
        assert_eq!(result, Ok((pool(0, 7), assets(100))));
    }

    #[test]
    fn bear_loss_stops_at_what_the_pool_has() {
        assert_eq!(pool(10, 7).bear_loss(assets(3)), (pool(7, 7), assets(3)));
        assert_eq!(pool(10, 7).bear_loss(assets(10)), (pool(0, 7), assets(10)));
        assert_eq!(pool(10, 7).bear_loss(assets(11)), (pool(0, 7), assets(10)));
        assert_eq!(pool(10, 7).bear_loss(Assets::ZERO), (pool(10, 7), Assets::ZERO));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_048))]

        #[test]
        fn slash_conserves_assets_and_leaves_shares(pool in any_pool(), (whole, taken) in any_whole_and_part()) {
            let (after, slashed) = pool.slash_down(taken, whole).unwrap();
            prop_assert_eq!(after.assets.checked_add(slashed), Ok(pool.assets));
            prop_assert_eq!(after.shares, pool.shares);
        }

        #[test]
        fn slash_bounded_by_the_part_taken(pool in any_pool(), (whole, taken) in any_whole_and_part()) {
            let (_, slashed) = pool.slash_down(taken, whole).unwrap();
            // slashed <= A · taken / M < slashed + 1
            let exact = pool.assets.get() * taken.get();
            prop_assert!(slashed.get() * whole.get() <= exact);
            prop_assert!(whole.is_zero() || exact < (slashed.get() + U256::ONE) * whole.get());
        }

        #[test]
        fn isolation_of_another_allocation_to_one_unit(
            pool in any_pool(),
            (whole, taken) in any_whole_and_part(),
            other in any_magnitude(),
        ) {
            let left = whole.saturating_sub(taken);
            let other = other.min(left);
            prop_assume!(!left.is_zero());
            let (_, before) = pool.slash_down(other, whole).unwrap();
            let (after, _) = pool.slash_down(taken, whole).unwrap();
            let (_, after) = after.slash_down(other, left).unwrap();
            prop_assert!(after >= before);
            prop_assert!(after.saturating_sub(before) <= assets(1));
        }

        #[test]
        fn bear_loss_conserves_assets(pool in any_pool(), loss in any_assets()) {
            let (after, borne) = pool.bear_loss(loss);
            prop_assert_eq!(after.assets.checked_add(borne), Ok(pool.assets));
            prop_assert_eq!(after.shares, pool.shares);
            prop_assert!(borne == loss || (borne < loss && after.assets.is_zero()));
        }
    }
}

mod price {
    use super::*;

    #[test]
    fn is_below_floor_holds_from_one_share_beside_the_boundary() {
        // (0 + 1) · 10^15 = S + 10^6
        let boundary = 1_000_000_000_000_000 - PAR;
        assert!(!pool(0, boundary - 1).is_below_floor());
        assert!(!pool(0, boundary).is_below_floor());
        assert!(pool(0, boundary + 1).is_below_floor());
        assert!(!pool(1, boundary + 1).is_below_floor());
        assert!(pool(1, 2_000_000_000_000_000 - PAR + 1).is_below_floor());
    }

    #[test]
    fn is_below_floor_is_false_when_empty_and_total_at_the_extremes() {
        assert!(!Pool::EMPTY.is_below_floor());
        assert!(Pool { assets: Assets::ZERO, shares: Shares::new(U256::MAX) }.is_below_floor());
        assert!(!Pool { assets: Assets::new(U256::MAX), shares: Shares::ZERO }.is_below_floor());
    }

    #[test]
    fn rate_is_one_at_par() {
        assert_eq!(Pool::EMPTY.rate_down(), Ok(Wad::ONE));
        assert_eq!(pool(41, 41 * PAR).rate_down(), Ok(Wad::ONE));
    }

    #[test]
    fn rate_rounds_down_when_odd() {
        // (1 + 1) · 10^24 / (2 · 10^6 + 10^6) = 666_666_666_666_666_666.6…
        assert_eq!(pool(1, 2 * PAR).rate_down(), Ok(Wad::from_u128(666_666_666_666_666_666)));
        assert_eq!(pool(1, 0).rate_down(), Ok(Wad::from_u128(2_000_000_000_000_000_000)));
    }

    #[test]
    fn rate_is_at_least_the_floor_unless_below_it() {
        // 10^−9 of par is 10^9.
        let boundary = 1_000_000_000_000_000 - PAR;
        assert_eq!(pool(0, boundary).rate_down(), Ok(Wad::from_u128(1_000_000_000)));
        assert_eq!(pool(0, boundary + 1).rate_down(), Ok(Wad::from_u128(999_999_999)));
    }
}

mod small_states {
    use super::*;

    /// `floor(a · b / d)` in machine integers.
    fn floor(a: u128, b: u128, d: u128) -> u128 {
        a * b / d
    }

    /// `ceil(a · b / d)` in machine integers.
    fn ceil(a: u128, b: u128, d: u128) -> u128 {
        (a * b).div_ceil(d)
    }

    /// Every state of fewer than 24 assets and 24 shares, in single shares and in millions of them.
    fn for_each_state(mut check: impl FnMut(u128, u128, u128)) {
        for unit in [1, PAR / 2, PAR] {
            for held in 0..24 {
                for supply in 0..24 {
                    check(held, supply * unit, unit);
                }
            }
        }
    }

    #[test]
    fn redeem_matches_the_formula_in_every_small_state() {
        for_each_state(|held, supply, unit| {
            for part in (0..24).map(|part| part * unit) {
                let result = pool(held, supply).redeem_down(shares(part));
                if part > supply {
                    assert_eq!(result, Err(ArithmeticError::Overflow));
                    continue;
                }
                let paid = floor(part, held + 1, supply + PAR);
                assert!(paid <= held);
                assert_eq!(result, Ok((pool(held - paid, supply - part), assets(paid))));
            }
        });
    }

    #[test]
    fn conversions_match_the_formula_in_every_small_state() {
        for_each_state(|held, supply, unit| {
            let pool = pool(held, supply);
            for n in 0..24 {
                let (a, s) = (n, n * unit);
                let (worth, supply) = (held + 1, supply + PAR);
                assert_eq!(pool.to_shares_down(assets(a)), Ok(shares(floor(a, supply, worth))));
                assert_eq!(pool.to_shares_up(assets(a)), Ok(shares(ceil(a, supply, worth))));
                assert_eq!(pool.to_assets_down(shares(s)), Ok(assets(floor(s, worth, supply))));
                assert_eq!(pool.to_assets_up(shares(s)), Ok(assets(ceil(s, worth, supply))));
            }
        });
    }

    #[test]
    fn no_free_value_in_every_small_state() {
        for_each_state(|held, supply, _| {
            for given in 0..24 {
                let before = pool(held, supply);
                let (after, minted) = enter(&before, assets(given));
                let (left, paid) = after.redeem_down(minted).unwrap();
                assert!(paid <= assets(given));
                assert!(is_price_kept(&before, &after) && is_price_kept(&after, &left));
            }
        });
    }
}
