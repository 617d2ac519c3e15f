//! The edge between calldata and typed functions: strict decoding, errors with one variant per Solidity error.

use alloy_sol_types::SolInterface;

use crate::{Context, Failure};

/// Decodes the calldata of a non-payable contract, as solc does: value, an unknown selector, a short head, dirty bits
/// and offsets beyond the data all revert without data; trailing bytes pass.
///
/// # Errors
/// [`Failure::EMPTY_REVERT`].
pub fn decode<C: SolInterface>(cx: &Context<'_>) -> Result<C, Failure> {
    if !cx.frame.value.is_zero() {
        return Err(Failure::EMPTY_REVERT);
    }
    C::abi_decode_validate(cx.frame.input).map_err(|_| Failure::EMPTY_REVERT)
}

/// Declares a module's error enum: one variant per Solidity error of the interface, with the same fields, and its
/// encoding as revert data.
#[macro_export]
macro_rules! abi_errors {
    ($(#[$attribute:meta])* $visibility:vis enum $name:ident for $interface:ident {
        $($(#[$variant_attribute:meta])* $variant:ident $({ $($field:ident: $type:ty),* $(,)? })?,)*
    }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        $visibility enum $name {
            $(
                $(#[$variant_attribute])*
                #[allow(missing_docs)]
                $variant $({ $($field: $type),* })?,
            )*
        }

        impl $crate::AbiError for $name {
            fn abi_encode(&self) -> $crate::__private::Vec<u8> {
                use $crate::__private::SolError;
                match *self {
                    $(Self::$variant $({ $($field),* })? => {
                        $interface::$variant { $($($field),*)? }.abi_encode()
                    })*
                }
            }
        }
    };
}
