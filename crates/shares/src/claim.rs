//! Claims on a settled exit bucket, exact in sum.

use crate::{ArithmeticError, Assets, Shares, mul_div_down, mul_div_up};

/// A settled exit bucket: fixed `assets` (`B` in formulas) for `shares` (`S`), both as they were at settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Bucket {
    /// What the bucket took out of the pool.
    pub assets: Assets,
    /// The shares that left the pool for it.
    pub shares: Shares,
}

impl Bucket {
    /// Returns what `shares` are paid when `claimed` of the bucket's shares (`C`) were claimed before,
    /// `floor(B · (C + s) / S) − floor(B · C / S)`.
    ///
    /// The sum of all claims telescopes to exactly `B`, in any order and of any size. A claim is less than 1 base unit away from
    /// `B · s / S`, and what rounding takes from one claim the next ones gain.
    ///
    /// # Errors
    /// - `DivisionByZero`: the bucket has no shares
    /// - `Overflow`: `claimed + shares` is more than the bucket has
    pub fn claim(&self, claimed: Shares, shares: Shares) -> Result<Assets, ArithmeticError> {
        if self.shares.is_zero() {
            return Err(ArithmeticError::DivisionByZero);
        }
        let claimed_after = claimed.checked_add(shares)?;
        if claimed_after > self.shares {
            return Err(ArithmeticError::Overflow);
        }
        self.paid_down(claimed_after)?.checked_sub(self.paid_down(claimed)?)
    }

    /// Returns the least shares whose claim, after `claimed` (`C`), is worth at least `assets`,
    /// `ceil(S · (floor(B · C / S) + a) / B) − C`: the remainder gains the other claims on the bucket. No assets cost no shares.
    ///
    /// # Errors
    /// - `DivisionByZero`: the bucket has assets but no shares
    /// - `Overflow`: the bucket has too little left to pay `assets`
    pub fn shares_for_assets_up(
        &self,
        claimed: Shares,
        assets: Assets,
    ) -> Result<Shares, ArithmeticError> {
        if assets.is_zero() {
            return Ok(Shares::ZERO);
        }
        if self.assets.is_zero() {
            return Err(ArithmeticError::Overflow);
        }
        let paid_after = self.paid_down(claimed)?.checked_add(assets)?;
        if paid_after > self.assets {
            return Err(ArithmeticError::Overflow);
        }
        let claimed_after =
            mul_div_up(self.shares.get(), paid_after.get(), self.assets.get()).map(Shares::new)?;
        claimed_after.checked_sub(claimed)
    }

    /// Returns what all claims on the first `claimed` shares were paid together, `floor(B · C / S)`.
    fn paid_down(&self, claimed: Shares) -> Result<Assets, ArithmeticError> {
        mul_div_down(self.assets.get(), claimed.get(), self.shares.get()).map(Assets::new)
    }
}
