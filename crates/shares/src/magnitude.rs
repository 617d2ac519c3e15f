//! Parts of a vault's divisible whole: what they are worth, how slashes and returns change them.

use alloy_primitives::U256;

use crate::{ArithmeticError, Assets, Magnitude, Wad, mul_div_down, mul_div_up};

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

    /// Returns `fraction` of this magnitude, `floor(m · f / 10^18)`: the room under a cap. The vault gains the remainder.
    ///
    /// # Errors
    /// - `Overflow`: the quotient is over 2^256 − 1
    pub fn fraction_down(self, fraction: Wad) -> Result<Self, ArithmeticError> {
        mul_div_down(self.get(), fraction.get(), Wad::ONE.get()).map(Self::new)
    }

    /// Returns what this part of `whole` is worth of `assets`, `floor(a · m / M)`; nothing if `whole` is 0. A promise never counts
    /// more than a slash could take.
    ///
    /// # Errors
    /// - `Overflow`: the quotient is over 2^256 − 1
    pub fn worth_down(self, whole: Self, assets: Assets) -> Result<Assets, ArithmeticError> {
        if whole.is_zero() {
            return Ok(Assets::ZERO);
        }
        mul_div_down(assets.get(), self.get(), whole.get()).map(Assets::new)
    }

    /// Returns this magnitude over `whole`, `ceil(m · 10^18 / M)`: how often the whole is promised. 2^256 − 1 if something is promised
    /// of nothing.
    ///
    /// # Errors
    /// - `Overflow`: the quotient is over 2^256 − 1
    pub fn over_up(self, whole: Self) -> Result<Wad, ArithmeticError> {
        if whole.is_zero() {
            return Ok(if self.is_zero() { Wad::ZERO } else { Wad::new(U256::MAX) });
        }
        mul_div_up(self.get(), Wad::ONE.get(), whole.get()).map(Wad::new)
    }

    /// Is this magnitude at most `limit` times `whole`? Exact: `m · 10^18 <= M · limit`.
    #[must_use]
    pub fn is_within(self, whole: Self, limit: Wad) -> bool {
        match (self.get().checked_mul(Wad::ONE.get()), whole.get().checked_mul(limit.get())) {
            (Some(promised), Some(most)) => promised <= most,
            (promised, _) => promised.is_some(),
        }
    }
}

impl Assets {
    /// Returns what these assets count with `weight` a base unit, `floor(a · w / 10^18)`.
    ///
    /// # Errors
    /// - `Overflow`: the quotient is over 2^256 − 1
    pub fn weighted_down(self, weight: Wad) -> Result<Self, ArithmeticError> {
        mul_div_down(self.get(), weight.get(), Wad::ONE.get()).map(Self::new)
    }
}
