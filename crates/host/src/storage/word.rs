//! Values that fit into a storage word, and how they are packed into one.

use alloy_primitives::{Address, B256, U256};
use restaking_shares::{Assets, Magnitude, Shares, Timestamp, Wad};

/// A value that fits into one storage word.
pub trait Word: Copy {
    /// Size in storage.
    const BYTES: usize;
    /// A struct starts a slot of its own and so does what follows it.
    const IS_STRUCT: bool = false;
    /// The members if it is a struct.
    const FIELDS: &'static [Field] = &[];
    /// The Solidity type.
    const SOLIDITY: &'static str;

    /// Reads the value from the low `BYTES` of `word`; higher bits are zero.
    fn from_word(word: U256) -> Self;

    /// The value as a word below `2^(8 · BYTES)`; `None` if it does not fit.
    fn to_word(self) -> Option<U256>;
}

/// A member of a packed struct in a layout table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Name of the member.
    pub name: &'static str,
    /// Offset from the low end of the slot, in bytes.
    pub offset: usize,
    /// Size, in bytes.
    pub bytes: usize,
    /// The Solidity type.
    pub solidity: &'static str,
}

/// `value` if it is below `2^bits`.
pub(crate) fn fits(value: U256, bits: usize) -> Option<U256> {
    (value.bit_len() <= bits).then_some(value)
}

/// The low `bits` of `word`.
pub fn low_bits(word: U256, bits: usize) -> U256 {
    word & U256::MAX.wrapping_shr(256_usize.saturating_sub(bits))
}

macro_rules! word_units {
    ($($unit:ident),*) => {$(
        impl Word for $unit {
            const BYTES: usize = 32;
            const SOLIDITY: &'static str = "uint256";
            fn from_word(word: U256) -> Self {
                Self::new(word)
            }
            fn to_word(self) -> Option<U256> {
                Some(self.get())
            }
        }
    )*};
}
word_units!(Assets, Shares, Magnitude, Wad);

macro_rules! word_uints {
    ($($uint:ident $bytes:literal $name:literal),*) => {$(
        impl Word for $uint {
            const BYTES: usize = $bytes;
            const SOLIDITY: &'static str = $name;
            fn from_word(word: U256) -> Self {
                word.saturating_to()
            }
            fn to_word(self) -> Option<U256> {
                Some(U256::from(self))
            }
        }
    )*};
}
word_uints!(u8 1 "uint8", u16 2 "uint16", u32 4 "uint32", u64 8 "uint64");

impl Word for Timestamp {
    const BYTES: usize = 5;
    const SOLIDITY: &'static str = "uint40";
    fn from_word(word: U256) -> Self {
        Self::new(word.saturating_to())
    }
    fn to_word(self) -> Option<U256> {
        fits(U256::from(self.get()), 40)
    }
}

impl Word for U256 {
    const BYTES: usize = 32;
    const SOLIDITY: &'static str = "uint256";
    fn from_word(word: U256) -> Self {
        word
    }
    fn to_word(self) -> Option<U256> {
        Some(self)
    }
}

impl Word for B256 {
    const BYTES: usize = 32;
    const SOLIDITY: &'static str = "bytes32";
    fn from_word(word: U256) -> Self {
        word.into()
    }
    fn to_word(self) -> Option<U256> {
        Some(self.into())
    }
}

impl Word for bool {
    const BYTES: usize = 1;
    const SOLIDITY: &'static str = "bool";
    fn from_word(word: U256) -> Self {
        !word.is_zero()
    }
    fn to_word(self) -> Option<U256> {
        Some(U256::from(u8::from(self)))
    }
}

impl Word for Address {
    const BYTES: usize = 20;
    const SOLIDITY: &'static str = "address";
    fn from_word(word: U256) -> Self {
        Self::from_word(word.into())
    }
    fn to_word(self) -> Option<U256> {
        Some(self.into_word().into())
    }
}

/// Bits of a Solidity value type by its name, for [`packed!`](crate::packed).
#[doc(hidden)]
#[macro_export]
macro_rules! __bits {
    (bool) => {
        8
    };
    (uint8) => {
        8
    };
    (uint16) => {
        16
    };
    (uint24) => {
        24
    };
    (uint32) => {
        32
    };
    (uint40) => {
        40
    };
    (uint64) => {
        64
    };
    (uint96) => {
        96
    };
    (uint112) => {
        112
    };
    (uint144) => {
        144
    };
    (address) => {
        160
    };
    (uint208) => {
        208
    };
    (uint256) => {
        256
    };
}

/// Declares a struct that lives in one storage slot, read and written whole.
///
/// Members are packed from the low end, as Solidity packs a struct's. A value that does not fit its member is refused
/// at the write (`Panic(0x11)`), never truncated.
///
/// ```
/// use restaking_host::{Word, packed};
/// use restaking_shares::{Assets, Shares};
/// packed! {
///     /// What a vault booked and the claims on it.
///     pub struct PoolWord {
///         /// Booked assets.
///         assets: Assets as uint112,
///         /// Shares.
///         shares: Shares as uint144,
///     }
/// }
/// let word = PoolWord { assets: Assets::from_u128(7), shares: Shares::from_u128(9) };
/// assert_eq!(PoolWord::from_word(word.to_word().unwrap()), word);
/// assert!(PoolWord { assets: Assets::from_u128(1 << 112), ..word }.to_word().is_none());
/// ```
#[macro_export]
macro_rules! packed {
    ($(#[$attribute:meta])* $visibility:vis struct $name:ident {
        $($(#[$field_attribute:meta])* $field:ident: $type:ty as $solidity:ident,)*
    }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        $visibility struct $name {
            $($(#[$field_attribute])* pub $field: $type,)*
        }

        impl $crate::Word for $name {
            const BYTES: usize = 32;
            const IS_STRUCT: bool = true;
            const SOLIDITY: &'static str = stringify!($name);
            const FIELDS: &'static [$crate::Field] = &{
                let mut at = 0;
                let fields = [$({
                    let offset = at;
                    at += $crate::__bits!($solidity) / 8;
                    $crate::Field {
                        name: stringify!($field),
                        offset,
                        bytes: $crate::__bits!($solidity) / 8,
                        solidity: stringify!($solidity),
                    }
                },)*];
                assert!(at <= 32, "a packed struct has at most 32 bytes");
                fields
            };

            fn from_word(word: $crate::__private::U256) -> Self {
                let mut rest = word;
                $(
                    let $field = <$type as $crate::Word>::from_word($crate::low_bits(rest, $crate::__bits!($solidity)));
                    rest = rest.wrapping_shr($crate::__bits!($solidity));
                )*
                let _ = rest;
                Self { $($field,)* }
            }

            fn to_word(self) -> Option<$crate::__private::U256> {
                let word = $crate::__private::U256::ZERO;
                let at = 0_usize;
                $(
                    let value = <$type as $crate::Word>::to_word(self.$field)?;
                    if value.bit_len() > $crate::__bits!($solidity) {
                        return None;
                    }
                    let word = word | value.wrapping_shl(at);
                    let at = at.saturating_add($crate::__bits!($solidity));
                )*
                let _ = at;
                Some(word)
            }
        }
    };
}
