//! The pool: what a vault booked and the claims on it.

use alloy_primitives::{U256, uint};

use crate::{ArithmeticError, Assets, Magnitude, Shares, Wad, mul_div_down, mul_div_up};

/// The assets that a pool is priced with on top of its own, in base units: an empty pool has a price.
pub const VIRTUAL_ASSETS: U256 = uint!(1_U256);

/// The shares that a pool is priced with on top of its own: a share has six more decimals than its asset.
///
/// Rounding costs a depositor less than the price of one share, and that is at most a millionth of what the pool holds: whoever
/// inflates the price of an empty pool gives up a million times what the next depositor can lose by it.
///
/// Source: OpenZeppelin's ERC-4626 with a decimals offset of 6.
pub const VIRTUAL_SHARES: U256 = uint!(1_000_000_U256);

/// 10^15: par is 10^6 shares an asset, the floor is 10^−9 of par.
const SHARES_PER_ASSET_AT_FLOOR: U256 = uint!(1_000_000_000_000_000_U256);

/// 10^24: 10^6 shares an asset at par, times the 10^18 of a [`Wad`].
const WAD_SHARES_PER_ASSET_AT_PAR: U256 = uint!(1_000_000_000_000_000_000_000_000_U256);

/// What a vault booked (`A` in formulas) and the claims on it (`S`).
///
/// The price of a share is `(A + 1) / (S + 10^6)` base units of the asset. A method returns the pool that follows and changes nothing itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Pool {
    /// What the vault booked, never its token balance: a donation changes nothing until it is booked.
    pub assets: Assets,
    /// The claims on the assets, those waiting for an exit included.
    pub shares: Shares,
}

impl Pool {
    /// The pool of a new vault, at par.
    pub const EMPTY: Self = Self { assets: Assets::ZERO, shares: Shares::ZERO };

    /// Returns the shares that a deposit of `assets` mints, `floor(a · (S + 10^6) / (A + 1))`: the remainder gains the pool.
    ///
    /// # Errors
    /// - `Overflow`: the result or a term is over 2^256 − 1
    pub fn to_shares_down(&self, assets: Assets) -> Result<Shares, ArithmeticError> {
        mul_div_down(assets.get(), self.priced_shares()?, self.priced_assets()?).map(Shares::new)
    }

    /// Returns the shares that pay for `assets`, `ceil(a · (S + 10^6) / (A + 1))`: the remainder gains the pool.
    ///
    /// # Errors
    /// - `Overflow`: the result or a term is over 2^256 − 1
    pub fn to_shares_up(&self, assets: Assets) -> Result<Shares, ArithmeticError> {
        mul_div_up(assets.get(), self.priced_shares()?, self.priced_assets()?).map(Shares::new)
    }

    /// Returns the assets that `shares` are paid, `floor(s · (A + 1) / (S + 10^6))`: the remainder gains the pool.
    ///
    /// # Errors
    /// - `Overflow`: the result or a term is over 2^256 − 1
    pub fn to_assets_down(&self, shares: Shares) -> Result<Assets, ArithmeticError> {
        mul_div_down(shares.get(), self.priced_assets()?, self.priced_shares()?).map(Assets::new)
    }

    /// Returns the assets that minting `shares` is charged, `ceil(s · (A + 1) / (S + 10^6))`: the remainder gains the pool.
    ///
    /// # Errors
    /// - `Overflow`: the result or a term is over 2^256 − 1
    pub fn to_assets_up(&self, shares: Shares) -> Result<Assets, ArithmeticError> {
        mul_div_up(shares.get(), self.priced_assets()?, self.priced_shares()?).map(Assets::new)
    }

    /// Adds `assets` and the `shares` minted for them, exactly; the price that they were counted at is the caller's choice of rounding.
    ///
    /// # Errors
    /// - `Overflow`: a sum is over 2^256 − 1
    pub fn deposit(&self, assets: Assets, shares: Shares) -> Result<Self, ArithmeticError> {
        Ok(Self {
            assets: self.assets.checked_add(assets)?,
            shares: self.shares.checked_add(shares)?,
        })
    }

    /// Takes `shares` out and returns what they are paid, `floor(s · (A + 1) / (S + 10^6))`: the remainder gains the shares that stay.
    ///
    /// The pool always holds what it pays: from `s <= S` follows `s / (S + 10^6) < 1`, so the quotient is less than `A + 1` and
    /// its floor at most `A`.
    ///
    /// # Errors
    /// - `Overflow`: `shares` are more than the pool has, or a term is over 2^256 − 1
    pub fn redeem_down(&self, shares: Shares) -> Result<(Self, Assets), ArithmeticError> {
        let left = self.shares.checked_sub(shares)?;
        let paid = self.to_assets_down(shares)?;
        Ok((Self { assets: self.assets.checked_sub(paid)?, shares: left }, paid))
    }

    /// Adds yield of `assets`, exactly: every share gains its part and the virtual shares gain theirs.
    ///
    /// # Errors
    /// - `Overflow`: the sum is over 2^256 − 1
    pub fn book(&self, assets: Assets) -> Result<Self, ArithmeticError> {
        self.deposit(assets, Shares::ZERO)
    }

    /// Takes a loss of `assets`, at most all there is, and returns what the pool bore; the rest is a deficit. Nothing is rounded.
    #[must_use]
    pub fn bear_loss(&self, assets: Assets) -> (Self, Assets) {
        let borne = assets.min(self.assets);
        (Self { assets: self.assets.saturating_sub(borne), shares: self.shares }, borne)
    }

    /// Takes the assets behind `taken` of the vault's `whole` magnitude, `floor(A · taken / M)`, 0 if `M` is 0: the remainder gains
    /// the pool.
    ///
    /// `A / M` does not fall, and what another allocation may slash grows by at most 1 base unit (isolation).
    ///
    /// # Errors
    /// - `Overflow`: `taken` is more than `whole`
    pub fn slash_down(
        &self,
        taken: Magnitude,
        whole: Magnitude,
    ) -> Result<(Self, Assets), ArithmeticError> {
        if taken > whole {
            return Err(ArithmeticError::Overflow);
        }
        if whole.is_zero() {
            return Ok((*self, Assets::ZERO));
        }
        let slashed = mul_div_down(self.assets.get(), taken.get(), whole.get()).map(Assets::new)?;
        Ok((Self { assets: self.assets.checked_sub(slashed)?, shares: self.shares }, slashed))
    }

    /// Returns whether the price of a share is under 10^−9 of par, `(A + 1) · 10^15 < S + 10^6`, exact within the unit limits.
    ///
    /// Under it one asset mints so many shares that the supply would soon reach [`Shares::LIMIT`].
    #[must_use]
    pub fn is_below_floor(&self) -> bool {
        let worth = self.assets.get().saturating_add(VIRTUAL_ASSETS);
        worth.saturating_mul(SHARES_PER_ASSET_AT_FLOOR)
            < self.shares.get().saturating_add(VIRTUAL_SHARES)
    }

    /// Returns the price of 10^6 shares in assets, par being 10^18, `floor((A + 1) · 10^24 / (S + 10^6))`: who prices a share by it
    /// as collateral prices it too low, never too high.
    ///
    /// # Errors
    /// - `Overflow`: the result or a term is over 2^256 − 1
    pub fn rate_down(&self) -> Result<Wad, ArithmeticError> {
        let worth = self.priced_assets()?;
        mul_div_down(worth, WAD_SHARES_PER_ASSET_AT_PAR, self.priced_shares()?).map(Wad::new)
    }

    fn priced_assets(&self) -> Result<U256, ArithmeticError> {
        self.assets.get().checked_add(VIRTUAL_ASSETS).ok_or(ArithmeticError::Overflow)
    }

    fn priced_shares(&self) -> Result<U256, ArithmeticError> {
        self.shares.get().checked_add(VIRTUAL_SHARES).ok_or(ArithmeticError::Overflow)
    }
}
