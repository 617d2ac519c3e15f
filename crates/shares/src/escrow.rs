//! Slashed assets on their way: the return of an escrow and the discharge of debts in a deficit.

use crate::{ArithmeticError, Assets, Magnitude, Pool, Shares, mul_div_down, mul_div_up};

/// Returns the part of an escrow of `assets` that a return puts into the pool, `floor(a · S / S')`, at most all of it and all of it
/// if `S'` is 0: `supply_then` (`S'`) bore the slash and `supply_now` (`S`) of it is still there.
///
/// The remainder is what buckets that left meanwhile are owed and gains the vault's recovery account.
///
/// # Errors
/// None is reachable: below the cap the quotient is less than `assets`.
pub fn returned_down(
    assets: Assets,
    supply_now: Shares,
    supply_then: Shares,
) -> Result<Assets, ArithmeticError> {
    if supply_now >= supply_then {
        return Ok(assets);
    }
    mul_div_down(assets.get(), supply_now.get(), supply_then.get()).map(Assets::new)
}

/// Returns the magnitude that a vault grows by when `assets` go back into its `pool`, `ceil(a · M / A)`, with the pool (`A`) and
/// the `whole` magnitude (`M`) before the return; `taken`, what the slash took, if `A` or `M` is 0.
///
/// `A / M` is kept to within that rounding and never rises: no allocation may slash more than before. The stakers gain the remainder;
/// an allocation loses at most `ceil(A / M)` base units, the worth of one unit of magnitude.
///
/// # Errors
/// - `Overflow`: the quotient is over 2^256 − 1 (unreachable within the unit limits)
pub fn grown_up(
    assets: Assets,
    pool: &Pool,
    whole: Magnitude,
    taken: Magnitude,
) -> Result<Magnitude, ArithmeticError> {
    if pool.assets.is_zero() || whole.is_zero() {
        return Ok(taken);
    }
    mul_div_up(assets.get(), whole.get(), pool.assets.get()).map(Magnitude::new)
}

/// Returns what a debt of `owed` is paid out of a `balance` that may be short of `total_owed`, the sum of all such debts:
/// `floor(owed · balance / total_owed)`, at most `owed`.
///
/// The remainder gains the debts that are still open: with every debt discharged in turn, the payments never exceed the balance and
/// the part that the next one gets never falls.
///
/// # Errors
/// - `Overflow`: `owed` is more than `total_owed`
pub fn pro_rata_down(
    owed: Assets,
    balance: Assets,
    total_owed: Assets,
) -> Result<Assets, ArithmeticError> {
    if owed > total_owed {
        return Err(ArithmeticError::Overflow);
    }
    if balance >= total_owed {
        return Ok(owed);
    }
    mul_div_down(owed.get(), balance.get(), total_owed.get()).map(Assets::new)
}
