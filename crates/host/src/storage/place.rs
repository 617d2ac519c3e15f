//! Places in storage: slots, mappings, and whole structs of them.

use alloc::{format, string::String, vec::Vec};
use core::marker::PhantomData;

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::PanicKind;

use crate::{Field, Halt, Host, Trap, Word, low_bits};

/// Something that has a place in a contract's storage.
pub trait Place: Sized {
    /// Size in storage.
    const BYTES: usize;
    /// Starts a slot of its own, and so does what follows it (structs and mappings).
    const IS_ALIGNED: bool;

    /// The place at `slot`, `offset` bytes from its low end.
    fn at(slot: U256, offset: usize) -> Self;

    /// The Solidity type.
    fn solidity() -> String;

    /// The members if it is a struct, with slots relative to it.
    fn members() -> Vec<Row> {
        Vec::new()
    }
}

/// A line of a layout table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Name of the variable or member.
    pub name: &'static str,
    /// Slot, counted from the start of the contract or struct.
    pub slot: usize,
    /// Offset from the low end of the slot, in bytes.
    pub offset: usize,
    /// Size, in bytes.
    pub bytes: usize,
    /// The Solidity type.
    pub solidity: String,
    /// Members of a struct (or of the struct that a mapping leads to).
    pub members: Vec<Self>,
}

/// Slots and offsets of variables with these sizes, by Solidity's rule.
///
/// Variables are packed in order into slots of 32 bytes; one that does not fit starts a new slot; structs and mappings
/// start a new slot and so does what follows them. Source: Solidity documentation, "Layout of State Variables".
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)] // const evaluation: a mistake fails the build
pub const fn locate<const N: usize>(variables: [(usize, bool); N]) -> ([(usize, usize); N], usize) {
    let mut places = [(0, 0); N];
    let (mut slot, mut offset, mut i) = (0, 0, 0);
    while i < N {
        let (bytes, is_aligned) = variables[i];
        if offset > 0 && (is_aligned || offset + bytes > 32) {
            slot += 1;
            offset = 0;
        }
        places[i] = (slot, offset);
        offset += bytes;
        if is_aligned || offset >= 32 {
            slot += offset.div_ceil(32);
            offset = 0;
        }
        i += 1;
    }
    (places, if offset > 0 { slot + 1 } else { slot })
}

/// A value in storage.
pub struct Slot<T> {
    slot: U256,
    offset: usize,
    value: PhantomData<T>,
}

impl<T> Copy for Slot<T> {}
impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> core::fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Slot({:#x}+{})", self.slot, self.offset)
    }
}

impl<T: Word> Slot<T> {
    /// The slot's number.
    pub const fn number(&self) -> U256 {
        self.slot
    }

    const fn is_whole(&self) -> bool {
        T::BYTES == 32
    }

    /// Reads the value: one SLOAD.
    ///
    /// # Errors
    /// A [`Halt`] of the host.
    pub fn read(&self, host: &mut dyn Host) -> Result<T, Halt> {
        let word = host.sload(self.slot)?;
        Ok(T::from_word(low_bits(word.wrapping_shr(self.shift()), self.bits())))
    }

    /// Writes the value: one SSTORE, and an SLOAD before it if others share the slot.
    ///
    /// # Errors
    /// - `Panic(0x11)`: the value does not fit
    /// - a [`Halt`] of the host
    pub fn write(&self, host: &mut dyn Host, value: T) -> Result<(), Trap> {
        let word = value.to_word().ok_or(Trap::Panic(PanicKind::UnderOverflow))?;
        if self.is_whole() {
            return Ok(host.sstore(self.slot, word)?);
        }
        let mask = low_bits(U256::MAX, self.bits()).wrapping_shl(self.shift());
        let others = host.sload(self.slot)? & !mask;
        Ok(host.sstore(self.slot, others | word.wrapping_shl(self.shift()))?)
    }

    const fn shift(&self) -> usize {
        self.offset.saturating_mul(8)
    }

    const fn bits(&self) -> usize {
        T::BYTES.saturating_mul(8)
    }
}

impl<T: Word> Place for Slot<T> {
    const BYTES: usize = T::BYTES;
    const IS_ALIGNED: bool = T::IS_STRUCT;

    fn at(slot: U256, offset: usize) -> Self {
        Self { slot, offset, value: PhantomData }
    }

    fn solidity() -> String {
        if T::IS_STRUCT { format!("struct {}", T::SOLIDITY) } else { T::SOLIDITY.into() }
    }

    fn members() -> Vec<Row> {
        let row = |field: &Field| Row {
            name: field.name,
            slot: 0,
            offset: field.offset,
            bytes: field.bytes,
            solidity: field.solidity.into(),
            members: Vec::new(),
        };
        T::FIELDS.iter().map(row).collect()
    }
}

/// A key of a mapping.
pub trait Key: Copy {
    /// The Solidity type.
    const SOLIDITY: &'static str;
    /// The key padded to a word, as Solidity hashes it.
    fn to_key(self) -> B256;
}

impl Key for Address {
    const SOLIDITY: &'static str = "address";
    fn to_key(self) -> B256 {
        self.into_word()
    }
}

impl Key for U256 {
    const SOLIDITY: &'static str = "uint256";
    fn to_key(self) -> B256 {
        self.into()
    }
}

impl Key for B256 {
    const SOLIDITY: &'static str = "bytes32";
    fn to_key(self) -> B256 {
        self
    }
}

macro_rules! uint_keys {
    ($($uint:ident $name:literal),*) => {$(
        impl Key for $uint {
            const SOLIDITY: &'static str = $name;
            fn to_key(self) -> B256 {
                U256::from(self).into()
            }
        }
    )*};
}
uint_keys!(u8 "uint8", u32 "uint32", u64 "uint64");

/// A Solidity `mapping(K => P)`.
pub struct Mapping<K, P> {
    slot: U256,
    types: PhantomData<(K, P)>,
}

impl<K, P> Copy for Mapping<K, P> {}
impl<K, P> Clone for Mapping<K, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, P> core::fmt::Debug for Mapping<K, P> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Mapping({:#x})", self.slot)
    }
}

impl<K: Key, P: Place> Mapping<K, P> {
    /// The mapping's slot, which is hashed with the keys.
    pub const fn number(&self) -> U256 {
        self.slot
    }

    /// The place under `key` as the host computes it, for tools that look at storage from outside.
    pub fn locate(&self, key: K) -> P {
        P::at(keccak256(self.preimage(key)).into(), 0)
    }

    fn preimage(&self, key: K) -> [u8; 64] {
        let mut preimage = [0; 64];
        let (first, second) = preimage.split_at_mut(32);
        first.copy_from_slice(key.to_key().as_slice());
        second.copy_from_slice(&self.slot.to_be_bytes::<32>());
        preimage
    }

    /// The place under `key`, at `keccak256(key ‖ slot)`.
    ///
    /// # Errors
    /// A [`Halt`] of the host, which charges for the hash.
    pub fn key(&self, host: &mut dyn Host, key: K) -> Result<P, Halt> {
        Ok(P::at(host.keccak(&self.preimage(key))?.into(), 0))
    }
}

impl<K: Key, P: Place> Place for Mapping<K, P> {
    const BYTES: usize = 32;
    const IS_ALIGNED: bool = true;

    fn at(slot: U256, _offset: usize) -> Self {
        Self { slot, types: PhantomData }
    }

    fn solidity() -> String {
        format!("mapping({} => {})", K::SOLIDITY, P::solidity())
    }

    fn members() -> Vec<Row> {
        P::members()
    }
}

/// Declares a contract's state, or that of a component that contracts embed, like Solidity's state variables.
///
/// Slots and offsets follow Solidity's rule ([`locate`]) in const evaluation; `rows` is the layout table that
/// tests compare with solc's `storageLayout` of a twin.
///
/// ```
/// use alloy_primitives::{Address, U256};
/// use restaking_host::{Mapping, Place, Slot, storage};
/// storage! {
///     /// State of a counter.
///     pub struct Counter {
///         /// Total.
///         total: Slot<U256>,
///         /// Count by account.
///         count: Mapping<Address, Slot<u64>>,
///     }
/// }
/// assert_eq!(Counter::ROOT.total().number(), U256::ZERO);
/// assert_eq!(Counter::members()[1].solidity, "mapping(address => uint64)");
/// ```
#[macro_export]
macro_rules! storage {
    ($(#[$attribute:meta])* $visibility:vis struct $name:ident {
        $($(#[$field_attribute:meta])* $field:ident: $type:ty,)*
    }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy)]
        $visibility struct $name {
            base: $crate::__private::U256,
        }

        const _: () = {
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            enum Index { $($field,)* }
            const VARIABLES: [(usize, bool); [$(Index::$field,)*].len()] =
                [$((<$type as $crate::Place>::BYTES, <$type as $crate::Place>::IS_ALIGNED),)*];
            const LAYOUT: ([(usize, usize); VARIABLES.len()], usize) = $crate::locate(VARIABLES);

            impl $name {
                /// The state of a contract whose first variable this is.
                pub const ROOT: Self = Self { base: $crate::__private::U256::ZERO };

                $(
                    $(#[$field_attribute])*
                    pub fn $field(&self) -> $type {
                        const PLACE: (usize, usize) = LAYOUT.0[Index::$field as usize];
                        let slot = self.base.wrapping_add($crate::__private::U256::from(PLACE.0));
                        <$type as $crate::Place>::at(slot, PLACE.1)
                    }
                )*
            }

            impl $crate::Place for $name {
                const BYTES: usize = LAYOUT.1 * 32;
                const IS_ALIGNED: bool = true;

                fn at(slot: $crate::__private::U256, _offset: usize) -> Self {
                    Self { base: slot }
                }

                fn solidity() -> $crate::__private::String {
                    concat!("struct ", stringify!($name)).into()
                }

                fn members() -> $crate::__private::Vec<$crate::Row> {
                    $crate::__private::vec![$($crate::Row {
                        name: stringify!($field),
                        slot: LAYOUT.0[Index::$field as usize].0,
                        offset: LAYOUT.0[Index::$field as usize].1,
                        bytes: <$type as $crate::Place>::BYTES,
                        solidity: <$type as $crate::Place>::solidity(),
                        members: <$type as $crate::Place>::members(),
                    },)*]
                }
            }
        };
    };
}
