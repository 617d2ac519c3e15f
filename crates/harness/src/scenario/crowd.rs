//! How a crowd's total is spread over its members: member i has a weight of 1 / i^skew.
//!
//! All in integers, so that every machine gets the same amounts, and they add up exactly.

use alloy_primitives::U256;
use restaking::shares::mul_div_down;

/// Bits behind the point.
const BITS: u32 = 60;
const ONE: u128 = 1 << BITS;

/// Most members of a crowd.
pub(crate) const MOST: u32 = 100_000;

/// Most that a skew can be, in thousandths.
pub(crate) const MOST_SKEW: u32 = 4_000;

/// Amounts of `count` members that add up to `total`, the largest first; `skew` in thousandths. What rounding leaves goes
/// to the first members, one unit each. `None` if somebody would get nothing.
pub(crate) fn amounts(total: U256, count: usize, skew: u32) -> Option<Vec<U256>> {
    let weights: Vec<u128> = (1..=count).map(|member| weight(member, skew)).collect();
    let sum = weights.iter().try_fold(0_u128, |sum, weight| sum.checked_add(*weight))?;
    let part = |weight: &u128| mul_div_down(total, U256::from(*weight), U256::from(sum)).ok();
    let mut amounts: Vec<U256> = weights.iter().map(part).collect::<Option<_>>()?;
    let spread = amounts.iter().try_fold(U256::ZERO, |sum, amount| sum.checked_add(*amount))?;
    let left = usize::try_from(total.checked_sub(spread)?).ok()?;
    for amount in amounts.iter_mut().take(left) {
        *amount = amount.checked_add(U256::from(1))?;
    }
    amounts.last().is_some_and(|least| !least.is_zero()).then_some(amounts)
}

/// `1 / member^skew`, rounded down at [`BITS`] bits.
fn weight(member: usize, skew: u32) -> u128 {
    let log = log2(u128::try_from(member).unwrap_or(1));
    let exponent = log.saturating_mul(u128::from(skew)).checked_div(1000).unwrap_or(0);
    exp2_negative(exponent)
}

/// The logarithm to base 2 of an integer, bit by bit: squaring the mantissa doubles the logarithm.
fn log2(number: u128) -> u128 {
    let whole = number.checked_ilog2().unwrap_or(0);
    let mut mantissa = number.checked_shl(BITS.saturating_sub(whole)).unwrap_or(ONE);
    let mut log = u128::from(whole).wrapping_shl(BITS);
    for bit in (0..BITS).rev() {
        mantissa = times(mantissa, mantissa);
        if mantissa >= ONE.wrapping_mul(2) {
            mantissa = mantissa.wrapping_shr(1);
            log |= 1_u128.wrapping_shl(bit);
        }
    }
    log
}

/// Two to the power of minus `exponent`: a product of the square roots of one half, each the root of the one before.
fn exp2_negative(exponent: u128) -> u128 {
    let whole = u32::try_from(exponent.wrapping_shr(BITS)).unwrap_or(u32::MAX);
    let (mut power, mut root) = (ONE, ONE.wrapping_shr(1));
    for bit in (0..BITS).rev() {
        root = root.wrapping_shl(BITS).isqrt();
        if exponent.wrapping_shr(bit) & 1 == 1 {
            power = times(power, root);
        }
    }
    power.checked_shr(whole).unwrap_or(0)
}

fn times(a: u128, b: u128) -> u128 {
    mul_div_down(U256::from(a), U256::from(b), U256::from(ONE))
        .map_or(0, |product| product.saturating_to())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_add_up_exactly_whatever_the_skew() {
        for (total, count, skew) in
            [(1_000_000_u64, 7, 1_100), (1_000_003, 200, 1_000), (200, 200, 0), (999, 13, 500)]
        {
            let amounts = amounts(U256::from(total), count, skew).unwrap();
            assert_eq!(amounts.iter().sum::<U256>(), U256::from(total));
            assert!(amounts.is_sorted_by(|a, b| a >= b));
        }
    }

    #[test]
    fn weights_follow_the_law() {
        // With skew 1 member 2 has half of what member 1 has, member 4 a quarter; with skew 2 a quarter and a sixteenth.
        let close = |found: u128, wanted: u128| found.abs_diff(wanted) <= 64;
        assert!(close(weight(2, 1_000), ONE / 2) && close(weight(4, 1_000), ONE / 4));
        assert!(close(weight(2, 2_000), ONE / 4) && close(weight(4, 2_000), ONE / 16));
        assert!(close(weight(3, 1_000), ONE / 3));
        assert_eq!(weight(9, 0), ONE);
    }

    #[test]
    fn amounts_are_refused_if_somebody_gets_nothing() {
        assert_eq!(amounts(U256::from(5), 10, 1_000), None);
    }
}
