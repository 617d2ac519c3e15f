//! `a · b / d` with a 512-bit product, rounded down or up.

use alloy_primitives::U256;
use ruint::aliases::U512;

use crate::ArithmeticError;

/// Returns `floor(a · b / d)`: the remainder stays with whoever pays.
///
/// Dimensionless: `b / d` is a ratio of like units and the result is in the unit of `a`, or the other way round.
///
/// # Errors
/// - `DivisionByZero`: `d` is 0, whatever `a · b` is
/// - `Overflow`: the quotient is over 2^256 − 1
pub fn mul_div_down(a: U256, b: U256, d: U256) -> Result<U256, ArithmeticError> {
    let (quotient, _) = divide(a, b, d)?;
    Ok(quotient)
}

/// Returns `ceil(a · b / d)`: the remainder goes to whoever is paid.
///
/// Dimensionless: `b / d` is a ratio of like units and the result is in the unit of `a`, or the other way round.
///
/// # Errors
/// - `DivisionByZero`: `d` is 0, whatever `a · b` is
/// - `Overflow`: the quotient is over 2^256 − 1, before or after it is rounded up
pub fn mul_div_up(a: U256, b: U256, d: U256) -> Result<U256, ArithmeticError> {
    match divide(a, b, d)? {
        (quotient, true) => Ok(quotient),
        (quotient, false) => quotient.checked_add(U256::ONE).ok_or(ArithmeticError::Overflow),
    }
}

/// Returns the quotient rounded down and whether it is exact.
fn divide(a: U256, b: U256, d: U256) -> Result<(U256, bool), ArithmeticError> {
    if d.is_zero() {
        return Err(ArithmeticError::DivisionByZero);
    }
    if let Some(product) = a.checked_mul(b) {
        let (quotient, remainder) = product.div_rem(d);
        return Ok((quotient, remainder.is_zero()));
    }
    let product: U512 = a.widening_mul(b);
    let (quotient, remainder) = product.div_rem(U512::from(d));
    let quotient =
        U256::checked_from_limbs_slice(quotient.as_limbs()).ok_or(ArithmeticError::Overflow)?;
    Ok((quotient, remainder.is_zero()))
}
