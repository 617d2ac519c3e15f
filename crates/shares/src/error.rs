//! What can go wrong in this crate's arithmetic.

/// The one error of the crate: no function panics and none wraps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArithmeticError {
    /// The divisor was zero.
    #[error("the divisor is 0, a positive one was needed")]
    DivisionByZero,
    /// The result is below zero, above 2^256 − 1, or more than the whole that it is taken from.
    #[error("the result is negative, over 2^256 - 1 or more than the whole it is taken from")]
    Overflow,
}
