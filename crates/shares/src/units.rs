//! The unit types: storing assets where shares belong does not compile.

use core::fmt;

use alloy_primitives::U256;

use crate::ArithmeticError;

macro_rules! unit {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(U256);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(U256::ZERO);

            /// Gives the bare integer `value` this unit.
            #[must_use]
            pub const fn new(value: U256) -> Self {
                Self(value)
            }

            /// Gives the bare integer `value` this unit.
            #[must_use]
            pub const fn from_u128(value: u128) -> Self {
                let low = (value & 0xffff_ffff_ffff_ffff) as u64;
                let high = (value >> 64) as u64;
                Self(U256::from_limbs([low, high, 0, 0]))
            }

            /// Returns the bare integer, for storage and the ABI.
            #[must_use]
            pub const fn get(self) -> U256 {
                self.0
            }

            /// Returns whether this is nothing.
            #[must_use]
            pub fn is_zero(self) -> bool {
                self.0.is_zero()
            }

            /// Adds `other`, exactly.
            ///
            /// # Errors
            /// - `Overflow`: the sum is over 2^256 − 1
            pub fn checked_add(self, other: Self) -> Result<Self, ArithmeticError> {
                self.0.checked_add(other.0).map(Self).ok_or(ArithmeticError::Overflow)
            }

            /// Subtracts `other`, exactly.
            ///
            /// # Errors
            /// - `Overflow`: `other` is more than this
            pub fn checked_sub(self, other: Self) -> Result<Self, ArithmeticError> {
                self.0.checked_sub(other.0).map(Self).ok_or(ArithmeticError::Overflow)
            }

            /// Subtracts `other`, or all there is if `other` is more.
            #[must_use]
            pub fn saturating_sub(self, other: Self) -> Self {
                Self(self.0.saturating_sub(other.0))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

unit! {
    /// An amount of a vault's asset, in the token's base units (wei of an 18-decimals token).
    Assets
}

unit! {
    /// Claims on a pool, in base units of the share: six more decimals than the asset has.
    Shares
}

unit! {
    /// A part of a vault's divisible whole: what allocations promise and slashes take.
    Magnitude
}

unit! {
    /// A fraction or a rate with 18 decimals.
    Wad
}

impl Assets {
    /// The most assets that a vault may book: 2^112 − 1, so that they share a slot with the shares.
    pub const LIMIT: Self = Self::from_u128((1 << 112) - 1);
}

impl Shares {
    /// The most shares that a vault may issue: 2^144 − 1, so that they share a slot with the assets.
    pub const LIMIT: Self = Self(U256::from_limbs([u64::MAX, u64::MAX, 0xffff, 0]));
}

impl Magnitude {
    /// A vault's magnitude at birth: 10^27.
    pub const WHOLE: Self = Self::from_u128(1_000_000_000_000_000_000_000_000_000);

    /// The most magnitude that a vault may have: 2^96 − 1.
    pub const LIMIT: Self = Self::from_u128((1 << 96) - 1);
}

impl Wad {
    /// The whole, or par: 10^18.
    pub const ONE: Self = Self::from_u128(1_000_000_000_000_000_000);
}

/// A point in time, in seconds since the Unix epoch, as the block tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(u64);

impl Timestamp {
    /// The Unix epoch; in storage it stands for "never".
    pub const ZERO: Self = Self(0);

    /// Makes a point in time of `seconds` since the Unix epoch.
    #[must_use]
    pub const fn new(seconds: u64) -> Self {
        Self(seconds)
    }

    /// Returns the seconds since the Unix epoch.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Returns the point in time `seconds` later.
    ///
    /// # Errors
    /// - `Overflow`: that is over 2^64 − 1
    pub fn checked_add_seconds(self, seconds: u64) -> Result<Self, ArithmeticError> {
        self.0.checked_add(seconds).map(Self).ok_or(ArithmeticError::Overflow)
    }

    /// Returns the point in time `seconds` later, or the last one there is (2^64 − 1).
    #[must_use]
    pub const fn saturating_add_seconds(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Returns the seconds from `earlier` to this, `None` if `earlier` is in fact later.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> Option<u64> {
        self.0.checked_sub(earlier.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
