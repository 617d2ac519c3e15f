//! The one known difference: solc does not look at the bytes of a string, our decoder insists on UTF-8.

use std::str::from_utf8;

use alloy_primitives::Bytes;
use alloy_sol_types::{
    SolCall, SolType, sol,
    sol_data::{self, Address, FixedBytes, Uint},
};
use restaking::abi::{
    IAvsRegistry::{self, Terms},
    IOperatorRegistry,
    ISlashing::{self, Charge},
    IVaultFactory,
};

sol! {
    /// `VaultParams` with the texts as bytes.
    struct Params {
        address asset;
        uint64 epochLength;
        uint64 exitDelay;
        uint256 leverageLimit;
        uint256 slashCap;
        uint64 slashCapWindow;
        uint256 maxRedistributable;
        uint256 depositCap;
        address depositorApprover;
        bytes name;
        bytes symbol;
    }
}

/// The texts as bytes.
type Text = sol_data::Bytes;
type Word = Uint<256>;
type Id = Uint<32>;

/// False for a well-formed call with a text that is not UTF-8.
pub fn is_text(input: &[u8]) -> bool {
    texts(input).iter().all(|text| from_utf8(text).is_ok())
}

/// The texts of a well-formed call.
fn texts(input: &[u8]) -> Vec<Bytes> {
    find(input).unwrap_or_default()
}

fn find(input: &[u8]) -> Option<Vec<Bytes>> {
    fn decode<T: SolType>(data: &[u8]) -> Option<T::RustType>
    where
        for<'a> T::Token<'a>: alloy_sol_types::abi::TokenSeq<'a>,
    {
        T::abi_decode_params_validate(data).ok()
    }
    let (selector, data) = input.split_first_chunk::<4>()?;
    let texts = match *selector {
        IVaultFactory::createVaultCall::SELECTOR => {
            let (_, params, _) = decode::<(Address, Params, FixedBytes<32>)>(data)?;
            vec![params.name, params.symbol]
        }
        IOperatorRegistry::registerCall::SELECTOR => {
            vec![decode::<(Text, Address, Word)>(data)?.0]
        }
        IOperatorRegistry::registerBySignatureCall::SELECTOR => {
            vec![decode::<(Address, Text, Address, Word, Word, sol_data::Bytes)>(data)?.1]
        }
        IOperatorRegistry::updateMetadataCall::SELECTOR
        | IAvsRegistry::updateAvsMetadataCall::SELECTOR => {
            vec![decode::<(Address, Text)>(data)?.1]
        }
        IAvsRegistry::registerAvsCall::SELECTOR => vec![decode::<(Text,)>(data)?.0],
        IAvsRegistry::createSetCall::SELECTOR => {
            vec![decode::<(Address, Id, Address, Terms, Text)>(data)?.4]
        }
        IAvsRegistry::updateSetMetadataCall::SELECTOR => {
            vec![decode::<(Address, Id, Text)>(data)?.2]
        }
        ISlashing::fileCall::SELECTOR => {
            type File =
                (Address, Id, Address, sol_data::Array<Charge>, Uint<64>, FixedBytes<32>, Text);
            vec![decode::<File>(data)?.6]
        }
        _ => Vec::new(),
    };
    Some(texts)
}
