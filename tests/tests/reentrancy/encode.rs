//! Calldata from a function of a JSON ABI and values by parameter name.

use alloy_json_abi::Function;
use alloy_primitives::{B256, Bytes, U256};
use alloy_sol_types::{SolType, SolValue};

/// An argument as it stands in calldata.
#[derive(Debug, Clone)]
pub enum Value {
    /// In its place.
    Word(B256),
    /// Behind all, with an offset in its place.
    Tail(Vec<u8>),
}

/// An argument of one word: a number, a boolean, an address, fixed bytes (left-aligned).
pub fn word(value: impl SolValue) -> Value {
    let data = value.abi_encode();
    Value::Word(B256::try_from(data.as_slice()).unwrap())
}

/// An argument without a fixed size.
pub fn tail<T: SolValue>(value: &T) -> Value {
    assert!(<T::SolType as SolType>::DYNAMIC, "a fixed size");
    Value::Tail(value.abi_encode()[32..].to_vec())
}

/// The calldata of `function` with these arguments.
pub fn calldata(function: &Function, arguments: &[Value]) -> Bytes {
    let (mut heads, mut tails) = (function.selector().to_vec(), Vec::new());
    for argument in arguments {
        match argument {
            Value::Word(word) => heads.extend(word),
            Value::Tail(tail) => {
                let offset = U256::from(arguments.len() * 32 + tails.len());
                heads.extend(offset.to_be_bytes::<32>());
                tails.extend(tail);
            }
        }
    }
    [heads, tails].concat().into()
}
