//! How slashes and returns change a magnitude.

use crate::{ArithmeticError, Magnitude, Wad, mul_div_up};

impl Magnitude {
    /// Returns `fraction` of this magnitude, `ceil(m · f / 10^18)`: the remainder gains the AVS, so that a fraction above zero
    /// always takes something and no dust escapes. A fraction over 1 gives more than this magnitude.
    ///
    /// # Errors
    /// - `Overflow`: the quotient is over 2^256 − 1
    pub fn fraction_up(self, fraction: Wad) -> Result<Self, ArithmeticError> {
        mul_div_up(self.get(), fraction.get(), Wad::ONE.get()).map(Self::new)
    }

    /// Adds `growth`, at most up to [`Magnitude::LIMIT`]: a return of escrow must not fail for a large magnitude. What is cut off
    /// gains the allocations, whose part of the whole is then larger.
    #[must_use]
    pub fn saturating_grow(self, growth: Self) -> Self {
        self.checked_add(growth).unwrap_or(Self::LIMIT).min(Self::LIMIT)
    }
}
