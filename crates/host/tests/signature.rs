//! Signatures by key (a published vector), by contract wallet (EIP-1271), and EIP-712 digests.
#![cfg(feature = "memory")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod common;

use alloy_primitives::{Address, B256, Bytes, U256, address, b256, eip191_hash_message, uint};
use alloy_sol_types::{SolCall, sol};
use common::*;
use restaking_host::memory::{Receipt, Status};
use restaking_host::signature::{Ecdsa, domain_separator, is_signed_by, typed_data_digest};
use restaking_host::{Call, Context, Failure, ModuleId};

sol! {
    function isValidSignature(bytes32 hash, bytes signature) external view returns (bytes4);
}

/// The order of secp256k1.
const ORDER: U256 = uint!(0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141_U256);

/// Signed "Some data" in the documentation of web3.js 1.2, `eth.accounts.sign`.
const SIGNER: Address = address!("2c7536E3605D9C16a7a3D7b1898e529396a65c23");
const SIGNATURE: Ecdsa = Ecdsa {
    v: 28,
    r: b256!("b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"),
    s: b256!("6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a029"),
};

fn digest() -> B256 {
    eip191_hash_message("Some data")
}

/// The same signature with the other `s`: valid on the curve, malleable.
fn twin() -> Ecdsa {
    Ecdsa { v: 27, s: (ORDER - U256::from_be_bytes(SIGNATURE.s.0)).into(), ..SIGNATURE }
}

fn verdict(cx: &mut Context<'_>, signer: Address, signature: Ecdsa) -> Result<Bytes, Failure> {
    Ok(words(&[u64::from(is_signed_by(cx, signer, digest(), signature)?)]))
}

/// What a wallet at `SECOND` that answers so makes of the signature.
fn by_wallet(wallet: Entry) -> Receipt {
    run(&mut chain(&[|cx| verdict(cx, SECOND, SIGNATURE), wallet]))
}

fn magic() -> Bytes {
    B256::right_padding_from(&isValidSignatureCall::SELECTOR).into()
}

#[test]
fn signature_is_refused_when_another_signed() {
    assert_eq!(run_alone(|cx| verdict(cx, ALICE, SIGNATURE)).output, words(&[0]));
}

#[test]
fn signature_is_refused_when_the_digest_differs() {
    let receipt =
        run_alone(|cx| Ok(words(&[u64::from(is_signed_by(cx, SIGNER, B256::ZERO, SIGNATURE)?)])));
    assert_eq!(receipt.output, words(&[0]));
}

#[test]
fn signature_is_refused_when_s_is_high() {
    // The precompile takes the twin; the check does not.
    let receipt = run_alone(|cx| {
        let Ecdsa { r, s, v } = twin();
        let input = [digest(), U256::from(v).into(), r, s].concat();
        let outcome = cx.host.call(Call::view(Address::with_last_byte(1), input.into()))?;
        assert_eq!(outcome.output, Bytes::from(SIGNER.into_word()));
        verdict(cx, SIGNER, twin())
    });
    assert_eq!((receipt.status, receipt.output), (Status::Success, words(&[0])));
}

#[test]
fn signature_is_refused_when_v_is_not_27_or_28() {
    for v in [0, 1, 26, 29] {
        let entry: Entry = match v {
            0 => |cx| verdict(cx, SIGNER, Ecdsa { v: 0, ..SIGNATURE }),
            1 => |cx| verdict(cx, SIGNER, Ecdsa { v: 1, ..SIGNATURE }),
            26 => |cx| verdict(cx, SIGNER, Ecdsa { v: 26, ..SIGNATURE }),
            _ => |cx| verdict(cx, SIGNER, Ecdsa { v: 29, ..SIGNATURE }),
        };
        assert_eq!(run_alone(entry).output, words(&[0]));
    }
}

#[test]
fn ecrecover_answers_nothing_when_v_is_not_a_whole_word_of_27_or_28() {
    let receipt = run_alone(|cx| {
        let v = B256::from(U256::from(SIGNATURE.v));
        let mut answer = |v: B256| {
            let input = [digest(), v, SIGNATURE.r, SIGNATURE.s].concat();
            cx.host.call(Call::view(Address::with_last_byte(1), input.into()))
        };
        assert_eq!(answer(v)?.output, Bytes::from(SIGNER.into_word()));
        for dirty in [v | B256::with_last_byte(1), v | B256::right_padding_from(&[1])] {
            let outcome = answer(dirty)?;
            assert!(outcome.is_success && outcome.output.is_empty());
        }
        NO_DATA
    });
    assert_eq!(receipt.status, Status::Success);
}

#[test]
fn signature_of_nonsense_is_not_the_zero_addresss() {
    let nonsense: Entry = |cx| verdict(cx, Address::ZERO, Ecdsa { r: B256::ZERO, ..SIGNATURE });
    assert_eq!(run_alone(nonsense).output, words(&[0]));
}

#[test]
fn signature_is_accepted_from_the_key() {
    let receipt = run_alone(|cx| verdict(cx, SIGNER, SIGNATURE));
    assert_eq!(receipt.output, words(&[1]));
    // 21,000 + four input words 12 + warm precompile 100 + 3,000
    assert_eq!(receipt.gas_used, 24_112);
}

#[test]
fn signature_is_accepted_from_the_key_of_an_account_with_code() {
    let mut chain = chain(&[|cx| verdict(cx, SIGNER, SIGNATURE)]);
    chain.install(SIGNER, [b"\xef\x01\x00".as_slice(), NOBODY.as_slice()].concat());
    assert_eq!(run(&mut chain).output, words(&[1]));
}

#[test]
fn wallet_refuses_by_another_word_than_the_magic() {
    assert_eq!(by_wallet(|_| Ok(words(&[1]))).output, words(&[0]));
    assert_eq!(by_wallet(|_| Ok(B256::repeat_byte(0xff).into())).output, words(&[0]));
    let dirty: Entry = |_| Ok([&magic()[..31], &[1]].concat().into());
    assert_eq!(by_wallet(dirty).output, words(&[0]));
}

#[test]
fn wallet_refuses_by_a_short_answer() {
    assert_eq!(by_wallet(|_| NO_DATA).output, words(&[0]));
    assert_eq!(by_wallet(|_| Ok(magic().slice(..4))).output, words(&[0]));
}

#[test]
fn wallet_refuses_by_reverting() {
    assert_eq!(by_wallet(|_| Err(Failure::Revert(magic()))).output, words(&[0]));
}

#[test]
fn wallet_cannot_write_while_it_is_asked() {
    let receipt = by_wallet(|cx| {
        cx.host.sstore(u(1), u(1))?;
        Ok(magic())
    });
    assert_eq!((receipt.output, receipt.writes), (words(&[0]), vec![]));
}

#[test]
fn wallet_accepts_by_the_magic() {
    let receipt = by_wallet(|cx| {
        let signature = [SIGNATURE.r.as_slice(), SIGNATURE.s.as_slice(), &[28]].concat().into();
        let expected = isValidSignatureCall { hash: digest(), signature }.abi_encode();
        Ok(if cx.frame.input == expected { magic() } else { Bytes::new() })
    });
    assert_eq!(receipt.output, words(&[1]));
}

#[test]
fn wallet_may_accept_what_the_key_check_does_not() {
    let mut chain = chain(&[|cx| verdict(cx, SECOND, twin()), |_| Ok(magic())]);
    assert_eq!(run(&mut chain).output, words(&[1]));
}

#[test]
fn domain_and_digest_are_those_of_the_example_in_eip_712() {
    const ETHER_MAIL: Address = address!("CcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC");
    const MAIL: B256 = b256!("c52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e");
    let mut chain = chain(&[|cx| {
        let domain = domain_separator(cx, b"Ether Mail")?;
        Ok([domain, typed_data_digest(cx, domain, MAIL)?].concat().into())
    }]);
    chain.install(ETHER_MAIL, ModuleId(0).code(&[]));
    let output = chain.transact(poke(ETHER_MAIL)).unwrap().output;
    let domain = b256!("f2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f");
    let digest = b256!("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
    assert_eq!(output, Bytes::from([domain, digest].concat()));
}

#[test]
fn domain_differs_by_chain_and_contract() {
    let separator: Entry = |cx| Ok(domain_separator(cx, b"Ether Mail")?.into());
    let mut chain = chain(&[separator, separator]);
    let at_first = run(&mut chain).output;
    let at_second = chain.transact(poke(SECOND)).unwrap().output;
    chain.set_block(restaking_host::Block { chain_id: 2, ..chain.block() });
    let elsewhere = run(&mut chain).output;
    assert!(at_first != at_second && at_first != elsewhere);
}
