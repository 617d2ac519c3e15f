//! The share accounting of the restaking protocol: 256-bit, checked, without state, without I/O and without `std`.
//!
//! | File | What it holds |
//! |---|---|
//! | `units.rs` | [`Assets`], [`Shares`], [`Magnitude`], [`Wad`], [`Timestamp`]: a number and what it counts |
//! | `mul_div.rs` | [`mul_div_down`], [`mul_div_up`]: `a · b / d` with a 512-bit product |
//! | `pool.rs` | [`Pool`]: deposit, exit, yield, loss and slash of the assets behind a share |
//! | `claim.rs` | [`Bucket`]: claims on a settled exit bucket |
//! | `escrow.rs` | [`escrow`]: return of slashed assets, debts in a deficit |
//! | `magnitude.rs` | the fraction of a [`Magnitude`] that a slash takes, its growth on a return |
//! | `error.rs` | [`ArithmeticError`] |
//!
//! # Invariants
//!
//! - **price-monotone**: only [`Pool::bear_loss`] and [`Pool::slash_down`] lower the price of a share.
//! - **no-free-value**: nobody leaves with more than they put in plus their share of what was booked.
//! - **claims-exact**: the claims on a bucket add up to exactly what the bucket took out of the pool.
//! - **slash-conserves**: what a slash takes and what it leaves add up to what was there.
//! - **isolation**: a slash leaves what every other allocation may slash unchanged to within 1 base unit.
//! - A function that rounds says where in its name, `_down` or `_up`, and in its docs who gains the remainder.
//! - No input makes a function panic or wrap.
//!
//! # Differences
//!
//! - EigenLayer multiplies scaling factors into each staker's shares at every slash; here a slash lowers the assets of the pool and
//!   no share changes, because then rounding happens once in the pool and not once for each staker.
//! - Symbiotic keeps withdrawals of an epoch as shares of a second pool that is slashed beside the active one; here exiting shares
//!   stay in the one pool until they mature, because two pools split every slash and round it twice.
//! - OpenZeppelin's ERC-4626 reads the token balance and has a decimals offset of 0 by default; here assets are those booked and the
//!   offset is 6, because a donation must not move the price and an inflated price must not pay.
//!
//! # Example
//!
//! ```
//! use restaking_shares::{Assets, Bucket, Pool, Shares};
//!
//! // The first deposit is at par, 10^6 shares an asset.
//! let minted = Pool::EMPTY.to_shares_down(Assets::from_u128(100))?;
//! assert_eq!(minted, Shares::from_u128(100_000_000));
//! let pool = Pool::EMPTY.deposit(Assets::from_u128(100), minted)?;
//!
//! // Yield of 50 raises the price: floor(10^8 · 151 / 101_000_000) = 149.
//! let pool = pool.book(Assets::from_u128(50))?;
//! let (pool, paid) = pool.redeem_down(minted)?;
//! assert_eq!(paid, Assets::from_u128(149));
//! assert_eq!(pool.assets, Assets::from_u128(1)); // the virtual shares' part of the yield
//!
//! // Those who leave together share the bucket to the last unit.
//! let bucket = Bucket { assets: paid, shares: minted };
//! let half = Shares::from_u128(50_000_000);
//! assert_eq!(bucket.claim(Shares::ZERO, half)?, Assets::from_u128(74));
//! assert_eq!(bucket.claim(half, half)?, Assets::from_u128(75));
//! # Ok::<(), restaking_shares::ArithmeticError>(())
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod claim;
mod error;
pub mod escrow;
mod magnitude;
mod mul_div;
mod pool;
mod units;

pub use claim::Bucket;
pub use error::ArithmeticError;
pub use mul_div::{mul_div_down, mul_div_up};
pub use pool::{Pool, VIRTUAL_ASSETS, VIRTUAL_SHARES};
pub use units::{Assets, Magnitude, Shares, Timestamp, Wad};
