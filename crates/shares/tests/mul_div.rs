//! `mul_div_down` and `mul_div_up` against arbitrary-precision integers.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]

use alloy_primitives::{U256, uint};
use num_bigint::BigUint;
use proptest::prelude::*;
use restaking_shares::{ArithmeticError, mul_div_down, mul_div_up};

fn big(value: U256) -> BigUint {
    BigUint::from_bytes_le(&value.to_le_bytes::<32>())
}

fn bounded(value: BigUint) -> Result<U256, ArithmeticError> {
    U256::try_from_le_slice(&value.to_bytes_le()).ok_or(ArithmeticError::Overflow)
}

fn assert_matches_big_integers(a: U256, b: U256, d: U256) {
    let (down, up) = if d.is_zero() {
        (Err(ArithmeticError::DivisionByZero), Err(ArithmeticError::DivisionByZero))
    } else {
        let (product, divisor) = (big(a) * big(b), big(d));
        let up = (&product + &divisor - 1_u32) / &divisor;
        (bounded(product / divisor), bounded(up))
    };
    assert_eq!(mul_div_down(a, b, d), down, "floor({a} * {b} / {d})");
    assert_eq!(mul_div_up(a, b, d), up, "ceil({a} * {b} / {d})");
}

fn edges() -> Vec<U256> {
    let mut values = vec![U256::MAX, U256::MAX - U256::ONE, U256::MAX >> 1];
    for bits in [0, 1, 32, 63, 64, 65, 112, 127, 128, 129, 144, 191, 192, 193, 254, 255] {
        let power = U256::ONE << bits;
        values.extend([power - U256::ONE, power, power + U256::ONE]);
    }
    values
}

fn any_u256() -> impl Strategy<Value = U256> {
    prop_oneof![
        2 => proptest::sample::select(edges()),
        1 => any::<[u64; 4]>().prop_map(U256::from_limbs),
        1 => (any::<[u64; 4]>(), 0_usize..256).prop_map(|(limbs, shift)| U256::from_limbs(limbs) >> shift),
    ]
}

/// Xorshift (Marsaglia 2003): the same numbers in every run.
struct Xorshift(u64);

impl Xorshift {
    fn word(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number of random length, with runs of zero or one bits in every fourth limb or so.
    fn number(&mut self) -> U256 {
        let limbs = [(); 4].map(|()| match self.word() % 8 {
            0 => 0,
            1 => u64::MAX,
            _ => self.word(),
        });
        U256::from_limbs(limbs) >> usize::try_from(self.word() % 256).unwrap()
    }
}

#[test]
fn mul_div_reverts_on_zero_divisor_even_if_the_product_is_zero() {
    for (a, b) in [(0, 0), (0, 1), (1, 1)] {
        let (a, b) = (U256::from(a), U256::from(b));
        assert_eq!(mul_div_down(a, b, U256::ZERO), Err(ArithmeticError::DivisionByZero));
        assert_eq!(mul_div_up(a, b, U256::ZERO), Err(ArithmeticError::DivisionByZero));
    }
    assert_eq!(
        mul_div_down(U256::MAX, U256::MAX, U256::ZERO),
        Err(ArithmeticError::DivisionByZero)
    );
}

#[test]
fn mul_div_reverts_when_the_quotient_is_over_256_bits() {
    let two = U256::from(2);
    assert_eq!(mul_div_down(U256::MAX, two, U256::ONE), Err(ArithmeticError::Overflow));
    assert_eq!(mul_div_up(U256::MAX, two, U256::ONE), Err(ArithmeticError::Overflow));
    assert_eq!(mul_div_down(U256::MAX, U256::MAX, U256::MAX), Ok(U256::MAX));
}

#[test]
fn mul_div_up_reverts_when_only_rounding_up_overflows() {
    // 23 · a = 3 · (2^256 − 1) + 2: the quotient by 3 is 2^256 − 1 with a remainder.
    let a = uint!(0x21642c8590b21642c8590b21642c8590b21642c8590b21642c8590b21642c859_U256);
    let (b, d) = (U256::from(23), U256::from(3));
    assert_eq!(mul_div_down(a, b, d), Ok(U256::MAX));
    assert_eq!(mul_div_up(a, b, d), Err(ArithmeticError::Overflow));
}

#[test]
fn mul_div_down_rounds_down_and_up_rounds_up() {
    let [two, three, seven] = [2, 3, 7].map(U256::from);
    assert_eq!(mul_div_down(seven, three, two), Ok(U256::from(10)));
    assert_eq!(mul_div_up(seven, three, two), Ok(U256::from(11)));
    assert_eq!(mul_div_up(seven, two, two), Ok(seven));
}

#[test]
fn mul_div_matches_big_integers_at_every_edge() {
    let edges = edges();
    for &a in &edges {
        for &b in &edges {
            for &d in &edges {
                assert_matches_big_integers(a, b, d);
            }
        }
    }
}

#[test]
fn mul_div_matches_big_integers_in_200k_cases() {
    let mut random = Xorshift(0x9e37_79b9_7f4a_7c15);
    for _ in 0..200_000 {
        assert_matches_big_integers(random.number(), random.number(), random.number());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_096))]

    #[test]
    fn mul_div_matches_big_integers_for_any_input(a in any_u256(), b in any_u256(), d in any_u256()) {
        assert_matches_big_integers(a, b, d);
    }

    #[test]
    fn mul_div_is_exact_when_the_divisor_is_a_factor(a in any_u256(), d in any_u256()) {
        prop_assume!(!d.is_zero());
        prop_assert_eq!(mul_div_down(a, d, d), Ok(a));
        prop_assert_eq!(mul_div_up(a, d, d), Ok(a));
    }
}
