//! The return of an escrow, the growth of magnitude with it, and debts in a deficit.
#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used)]

use alloy_primitives::U256;
use proptest::prelude::*;
use restaking_shares::escrow::{grown_up, pro_rata_down, returned_down};
use restaking_shares::{ArithmeticError, Assets, Magnitude, Pool, Shares};

fn assets(value: u128) -> Assets {
    Assets::from_u128(value)
}

fn shares(value: u128) -> Shares {
    Shares::from_u128(value)
}

fn magnitude(value: u128) -> Magnitude {
    Magnitude::from_u128(value)
}

fn pool(held: u128) -> Pool {
    Pool { assets: assets(held), shares: shares(1) }
}

/// Any number of up to `bits` bits, of every length alike.
fn number(bits: usize) -> impl Strategy<Value = U256> {
    (any::<[u64; 4]>(), 256 - bits..257).prop_map(|(limbs, shift)| match shift {
        256 => U256::ZERO,
        _ => U256::from_limbs(limbs) >> shift,
    })
}

#[test]
fn returned_is_all_when_nobody_bore_the_slash() {
    assert_eq!(returned_down(assets(10), shares(5), Shares::ZERO), Ok(assets(10)));
    assert_eq!(returned_down(assets(10), Shares::ZERO, Shares::ZERO), Ok(assets(10)));
}

#[test]
fn returned_is_capped_when_the_supply_grew() {
    assert_eq!(returned_down(assets(10), shares(6), shares(5)), Ok(assets(10)));
    let max = Assets::new(U256::MAX);
    assert_eq!(returned_down(max, Shares::new(U256::MAX), shares(1)), Ok(max));
}

#[test]
fn returned_rounds_down_when_odd() {
    // 10 · 2 / 3 = 6.6…
    assert_eq!(returned_down(assets(10), shares(2), shares(3)), Ok(assets(6)));
    assert_eq!(returned_down(assets(10), shares(3), shares(3)), Ok(assets(10)));
    assert_eq!(returned_down(assets(10), Shares::ZERO, shares(3)), Ok(Assets::ZERO));
}

#[test]
fn grown_reverts_over_256_bits() {
    let max = Assets::new(U256::MAX);
    assert_eq!(grown_up(max, &pool(1), magnitude(2), magnitude(1)), Err(ArithmeticError::Overflow));
}

#[test]
fn grown_is_what_was_taken_when_nothing_is_left() {
    let taken = magnitude(77);
    assert_eq!(grown_up(assets(10), &pool(0), magnitude(5), taken), Ok(taken));
    assert_eq!(grown_up(assets(10), &pool(5), Magnitude::ZERO, taken), Ok(taken));
}

#[test]
fn grown_rounds_magnitude_up_when_odd() {
    // 10 · 7 / 4 = 17.5
    assert_eq!(grown_up(assets(10), &pool(4), magnitude(7), magnitude(1)), Ok(magnitude(18)));
    assert_eq!(grown_up(assets(10), &pool(5), magnitude(7), magnitude(1)), Ok(magnitude(14)));
    assert_eq!(grown_up(Assets::ZERO, &pool(5), magnitude(7), magnitude(1)), Ok(Magnitude::ZERO));
}

#[test]
fn pro_rata_reverts_when_one_debt_exceeds_all() {
    assert_eq!(pro_rata_down(assets(6), assets(9), assets(5)), Err(ArithmeticError::Overflow));
}

#[test]
fn pro_rata_is_the_debt_when_the_balance_suffices() {
    assert_eq!(pro_rata_down(assets(5), assets(20), assets(20)), Ok(assets(5)));
    assert_eq!(pro_rata_down(assets(5), assets(21), assets(20)), Ok(assets(5)));
    assert_eq!(pro_rata_down(Assets::ZERO, Assets::ZERO, Assets::ZERO), Ok(Assets::ZERO));
}

#[test]
fn pro_rata_rounds_down_when_odd() {
    // 5 · 19 / 20 = 4.75
    assert_eq!(pro_rata_down(assets(5), assets(19), assets(20)), Ok(assets(4)));
    assert_eq!(pro_rata_down(assets(5), Assets::ZERO, assets(20)), Ok(Assets::ZERO));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn returned_is_the_part_that_is_left(a in number(112), now in number(144), then in number(144)) {
        let returned = returned_down(Assets::new(a), Shares::new(now), Shares::new(then)).unwrap();
        if now >= then {
            prop_assert_eq!(returned.get(), a);
        } else {
            prop_assert!(returned.get() * then <= a * now);
            prop_assert!(a * now < (returned.get() + U256::ONE) * then);
        }
    }

    #[test]
    fn grown_keeps_assets_per_magnitude(a in number(112), held in number(112), whole in number(96)) {
        prop_assume!(!held.is_zero() && !whole.is_zero());
        let before = Pool { assets: Assets::new(held), shares: shares(1) };
        let grown = grown_up(Assets::new(a), &before, Magnitude::new(whole), Magnitude::ZERO).unwrap();
        // A · growth >= a · M > A · (growth − 1)
        prop_assert!(held.checked_mul(grown.get()).unwrap() >= a * whole);
        prop_assert!(grown.is_zero() || held * (grown.get() - U256::ONE) < a * whole);
    }

    #[test]
    fn isolation_of_an_allocation_when_an_escrow_returns(
        a in number(112),
        held in number(112),
        whole in number(96),
        part in number(96),
    ) {
        prop_assume!(!held.is_zero() && !whole.is_zero());
        let before = Pool { assets: Assets::new(held), shares: shares(1) };
        let (whole, part) = (Magnitude::new(whole), Magnitude::new(part.min(whole)));
        let grown = grown_up(Assets::new(a), &before, whole, Magnitude::ZERO).unwrap();
        let after = before.book(Assets::new(a)).unwrap();
        let (_, promised) = before.slash_down(part, whole).unwrap();
        let (_, slashable) = after.slash_down(part, whole.checked_add(grown).unwrap()).unwrap();
        prop_assert!(slashable <= promised);
        let bound = Assets::new(held.div_ceil(whole.get()));
        prop_assert!(promised.checked_sub(slashable).unwrap() <= bound);
    }

    #[test]
    fn pro_rata_never_pays_more_than_the_balance(
        debts in proptest::collection::vec(number(108), 1..12),
        balance in number(112),
    ) {
        let mut total = Assets::new(debts.iter().copied().sum());
        let mut balance = Assets::new(balance);
        for owed in debts.into_iter().map(Assets::new) {
            let paid = pro_rata_down(owed, balance, total).unwrap();
            prop_assert!(paid <= owed);
            let left = (total.checked_sub(owed).unwrap(), balance.checked_sub(paid).unwrap());
            // The part that the next debt gets never falls: balance' / total' >= balance / total.
            prop_assert!(left.1.get() * total.get() >= balance.get() * left.0.get());
            (total, balance) = left;
        }
    }
}
