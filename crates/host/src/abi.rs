//! The edge between calldata and typed functions: strict decoding, errors with one variant per Solidity error.

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::{SolCall, SolInterface};

use crate::{Call, Context, Fail, Failure};

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

/// The answer to `call`, as it goes back to the caller.
///
/// # Errors
/// None: the type is that of an entry point.
pub fn give<C: SolCall>(_call: &C, value: C::Return) -> Result<Bytes, Failure> {
    Ok(C::abi_encode_returns(&value).into())
}

/// Calls `to` as a Solidity contract calls another: its revert data is passed on, an answer that does not decode (also
/// that of an account without code) is an empty revert.
///
/// # Errors
/// The callee's failure, or a halt of the host.
pub fn invoke<E, C: SolCall>(
    cx: &mut Context<'_>,
    to: Address,
    call: &C,
) -> Result<C::Return, Fail<E>> {
    answer::<E, C>(cx, Call::new(to, call.abi_encode().into()))
}

/// As [`invoke`], by a static call.
///
/// # Errors
/// As [`invoke`].
pub fn view<E, C: SolCall>(
    cx: &mut Context<'_>,
    to: Address,
    call: &C,
) -> Result<C::Return, Fail<E>> {
    answer::<E, C>(cx, Call::view(to, call.abi_encode().into()))
}

fn answer<E, C: SolCall>(cx: &mut Context<'_>, call: Call) -> Result<C::Return, Fail<E>> {
    let to = call.to;
    let outcome = cx.host.call(call)?;
    if !outcome.is_success {
        return Err(Fail::Bubbled(outcome.output));
    }
    if outcome.output.is_empty() && cx.host.code_size(to)? == 0 {
        return Err(Fail::Bubbled(Bytes::new()));
    }
    C::abi_decode_returns_validate(&outcome.output).map_err(|_| Fail::Bubbled(Bytes::new()))
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
