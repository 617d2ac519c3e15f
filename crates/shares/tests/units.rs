//! The unit types, their limits, and how magnitudes shrink and grow.
#![allow(clippy::unwrap_used)]

use alloy_primitives::{U256, uint};
use restaking_shares::{ArithmeticError, Assets, Magnitude, Shares, Timestamp, Wad};

#[test]
fn checked_add_reverts_over_256_bits() {
    let max = Assets::new(U256::MAX);
    assert_eq!(max.checked_add(Assets::from_u128(1)), Err(ArithmeticError::Overflow));
    assert_eq!(max.checked_add(Assets::ZERO), Ok(max));
}

#[test]
fn checked_sub_reverts_below_zero() {
    let five = Shares::from_u128(5);
    assert_eq!(five.checked_sub(Shares::from_u128(6)), Err(ArithmeticError::Overflow));
    assert_eq!(five.checked_sub(Shares::from_u128(5)), Ok(Shares::ZERO));
    assert_eq!(five.checked_sub(Shares::from_u128(2)), Ok(Shares::from_u128(3)));
}

#[test]
fn saturating_sub_stops_at_zero() {
    let five = Magnitude::from_u128(5);
    assert_eq!(five.saturating_sub(Magnitude::from_u128(6)), Magnitude::ZERO);
    assert_eq!(five.saturating_sub(Magnitude::from_u128(2)), Magnitude::from_u128(3));
}

#[test]
fn from_u128_keeps_both_halves() {
    for value in [0, 1, u128::from(u64::MAX), 1 << 64, (7 << 64) + 9, u128::MAX] {
        assert_eq!(Wad::from_u128(value).get(), U256::from(value));
    }
}

#[test]
fn is_zero_holds_only_for_zero() {
    assert!(Assets::ZERO.is_zero() && Assets::default().is_zero());
    assert!(!Assets::new(U256::ONE << 255).is_zero());
}

#[test]
fn display_prints_the_integer() {
    assert_eq!(Assets::from_u128(1_234).to_string(), "1234");
    assert_eq!(Timestamp::new(1_700_000_000).to_string(), "1700000000");
    assert_eq!(format!("{:>4}", Wad::from_u128(7)), "   7");
}

#[test]
fn constants_have_their_documented_values() {
    assert_eq!(Assets::LIMIT.get(), (U256::ONE << 112) - U256::ONE);
    assert_eq!(Shares::LIMIT.get(), (U256::ONE << 144) - U256::ONE);
    assert_eq!(Magnitude::LIMIT.get(), (U256::ONE << 96) - U256::ONE);
    assert_eq!(Magnitude::WHOLE.get(), uint!(10_U256).pow(uint!(27_U256)));
    assert_eq!(Wad::ONE.get(), uint!(10_U256).pow(uint!(18_U256)));
}

#[test]
fn order_is_that_of_the_integers() {
    let (small, large) = (Assets::from_u128(2), Assets::new(U256::ONE << 200));
    assert!(small < large);
    assert_eq!((small.min(large), small.max(large)), (small, large));
}

#[test]
fn checked_add_seconds_reverts_over_64_bits() {
    let last = Timestamp::new(u64::MAX);
    assert_eq!(last.checked_add_seconds(1), Err(ArithmeticError::Overflow));
    assert_eq!(Timestamp::new(u64::MAX - 1).checked_add_seconds(1), Ok(last));
}

#[test]
fn saturating_add_seconds_stops_at_the_last_second() {
    assert_eq!(Timestamp::new(u64::MAX - 1).saturating_add_seconds(2).get(), u64::MAX);
    assert_eq!(Timestamp::new(3).saturating_add_seconds(2), Timestamp::new(5));
}

#[test]
fn seconds_since_is_none_when_earlier_is_later() {
    let (early, late) = (Timestamp::new(10), Timestamp::new(25));
    assert_eq!(late.seconds_since(early), Some(15));
    assert_eq!(late.seconds_since(late), Some(0));
    assert_eq!(early.seconds_since(late), None);
}

#[test]
fn fraction_up_reverts_over_256_bits() {
    let huge = Magnitude::new(U256::MAX);
    let two = Wad::from_u128(2_000_000_000_000_000_000);
    assert_eq!(huge.fraction_up(two), Err(ArithmeticError::Overflow));
}

#[test]
fn fraction_up_takes_a_unit_when_the_product_is_dust() {
    let one = Magnitude::from_u128(1);
    assert_eq!(one.fraction_up(Wad::from_u128(1)), Ok(one));
    assert_eq!(one.fraction_up(Wad::ZERO), Ok(Magnitude::ZERO));
    assert_eq!(Magnitude::ZERO.fraction_up(Wad::ONE), Ok(Magnitude::ZERO));
}

#[test]
fn fraction_up_rounds_magnitude_up_when_odd() {
    let half = Wad::from_u128(500_000_000_000_000_000);
    assert_eq!(Magnitude::from_u128(7).fraction_up(half), Ok(Magnitude::from_u128(4)));
    assert_eq!(Magnitude::from_u128(8).fraction_up(half), Ok(Magnitude::from_u128(4)));
    assert_eq!(Magnitude::WHOLE.fraction_up(Wad::ONE), Ok(Magnitude::WHOLE));
}

#[test]
fn saturating_grow_stops_at_the_limit() {
    let one = Magnitude::from_u128(1);
    let below = Magnitude::LIMIT.checked_sub(one).unwrap();
    assert_eq!(below.saturating_grow(one), Magnitude::LIMIT);
    assert_eq!(Magnitude::LIMIT.saturating_grow(one), Magnitude::LIMIT);
    assert_eq!(one.saturating_grow(Magnitude::new(U256::MAX)), Magnitude::LIMIT);
    assert_eq!(one.saturating_grow(one), Magnitude::from_u128(2));
}

#[test]
fn errors_say_what_was_found_and_needed() {
    assert_eq!(
        ArithmeticError::DivisionByZero.to_string(),
        "the divisor is 0, a positive one was needed"
    );
    assert!(ArithmeticError::Overflow.to_string().contains("2^256 - 1"));
}
