//! Calldata of every shape: our decoder takes what solc's takes, and the vault survives all of it.
#![allow(
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod generator;
mod stages;
mod subject;
mod text;

use alloy_json_abi::Function;
use alloy_primitives::U256;
use alloy_sol_types::{SolCall, SolInterface};
use generator::is_dynamic;
use restaking::{
    VAULT_FACTORY,
    abi::{
        IVault::{self, IVaultCalls},
        IVaultFactory,
    },
};
use restaking_tests::{ALICE, OPERATOR, Random};
use stages::{stages, vaults, world};
use subject::{Calls, FACTORY};

/// About how many functions there are, so that each gets its share of a campaign.
const ALL_FUNCTIONS: usize = 200;

/// Runs `body` for each contract, and checks that it saw at least so many calls, some taken and some refused.
fn for_each_subject(seed: u64, least: usize, mut body: impl FnMut(&mut Calls<'_>, &[Function])) {
    let (mut count, mut accepted) = (0, 0);
    for mut stage in stages() {
        for subject in stage.subjects.clone() {
            let functions = subject.functions.clone();
            let mut calls = Calls {
                stage: &mut stage,
                subject,
                random: Random::new(seed),
                count: 0,
                accepted: 0,
            };
            body(&mut calls, &functions);
            (count, accepted) = (count + calls.count, accepted + calls.accepted);
        }
    }
    println!("{count} calls, {accepted} of them well-formed");
    assert!(
        count >= least && accepted > 0 && accepted < count,
        "{count} calls, {accepted} accepted"
    );
}

#[test]
fn decoding_takes_what_solc_takes_when_heads_are_short() {
    for_each_subject(1, 4_000, |calls, functions| {
        for function in functions {
            let input = calls.valid(function);
            for length in 0..=input.len() {
                calls.compare(&input[..length], U256::ZERO);
            }
        }
    });
}

#[test]
fn decoding_takes_what_solc_takes_when_any_bit_is_dirty() {
    for_each_subject(2, 20_000, |calls, functions| {
        for function in functions {
            let mut input = calls.valid(function);
            // of a long tail the first words
            for bit in 0..(input.len() - 4).min(32 * 14) * 8 {
                input[4 + bit / 8] ^= 0x80 >> (bit % 8);
                calls.compare(&input, U256::ZERO);
                input[4 + bit / 8] ^= 0x80 >> (bit % 8);
            }
        }
    });
}

#[test]
fn decoding_takes_what_solc_takes_when_selectors_are_unknown() {
    for_each_subject(3, 3_000, |calls, functions| {
        for length in 0..4 {
            for byte in [0, 0x95, 0xff] {
                calls.compare(&vec![byte; length], U256::ZERO);
            }
        }
        for function in functions {
            let mut input = calls.valid(function);
            for bit in 0..32 {
                input[bit / 8] ^= 1 << (bit % 8);
                calls.compare(&input, U256::ZERO);
                input[bit / 8] ^= 1 << (bit % 8);
            }
            calls.compare(&input, U256::ZERO);
        }
        for _ in 0..500 {
            let input: Vec<u8> =
                (0..4 + calls.random.below(70)).map(|_| calls.random.bits() as u8).collect();
            calls.compare(&input, U256::ZERO);
        }
    });
}

#[test]
fn decoding_takes_trailing_bytes_up_to_a_megabyte() {
    for_each_subject(4, 300, |calls, functions| {
        for function in functions {
            let input = calls.valid(function);
            for more in [1, 31, 32, 1_000, 100_000] {
                let mut long = input.clone();
                long.resize(input.len() + more, 0xff);
                assert!(calls.compare(&long, U256::ZERO), "{}", function.signature());
            }
            calls.compare(&input[..input.len() - 1], U256::ZERO);
        }
        for name in ["redeemRequests", "deposit", "name", "createVault", "createSet", "file"] {
            let Some(function) = functions.iter().find(|function| function.name == name) else {
                continue;
            };
            let mut long = calls.valid(function);
            long.resize(1_000_000, 0xff);
            assert!(calls.compare(&long, U256::ZERO), "{name}");
        }
    });
}

#[test]
fn decoding_refuses_value() {
    for_each_subject(5, 200, |calls, functions| {
        for from in calls.stage.senders.clone() {
            calls.stage.chain.set_balance(from, U256::from(1_000));
        }
        for function in functions {
            let input = calls.valid(function);
            assert!(!calls.compare(&input, U256::ONE), "{}", function.signature());
            assert!(!calls.compare(&[], U256::ONE));
            assert!(calls.compare(&input, U256::ZERO));
        }
    });
}

/// Offsets and lengths of every kind, alone and together.
#[test]
fn decoding_takes_what_solc_takes_when_offsets_and_lengths_are_awkward() {
    for_each_subject(6, 5_000, |calls, functions| {
        let dynamic: Vec<&Function> =
            functions.iter().filter(|function| function.inputs.iter().any(is_dynamic)).collect();
        for function in &dynamic {
            for _ in 0..(20 / dynamic.len()).max(2) {
                let valid = calls.valid(function);
                let words = (valid.len() - 4) / 32;
                // every word once as an offset or length to everywhere near, beyond, and far beyond the data
                for at in 0..words {
                    let near = (0..words as u64 + 3).map(|word| U256::from(word * 32));
                    let odd = (0..6).map(|odd| U256::from(valid.len() as u64 + 3 - 12 * odd));
                    let far =
                        [5, 32, 63, 64, 65, 128, 250, 251, 255].map(|bit: usize| U256::ONE << bit);
                    let top = [0, 31, 32, 63, 64, 95].map(|less: u64| U256::MAX - U256::from(less));
                    let around_u64 = [0, 31, 32, 33].map(|less: u64| U256::from(u64::MAX - less));
                    for word in near.chain(odd).chain(far).chain(top).chain(around_u64) {
                        let mut input = valid.clone();
                        input[4 + 32 * at..36 + 32 * at].copy_from_slice(&word.to_be_bytes::<32>());
                        calls.compare(&input, U256::ZERO);
                    }
                }
            }
        }
    });
}

#[test]
fn decoding_takes_what_solc_takes_when_offsets_refer_to_themselves_or_overlap() {
    let mut stage = vaults();
    let subject = stage.subjects[0].clone();
    let mut calls =
        Calls { stage: &mut stage, subject, random: Random::new(7), count: 0, accepted: 0 };
    let selector = IVaultCalls::redeemRequests(IVault::redeemRequestsCall {
        requestIds: Vec::new(),
        receiver: ALICE,
        controller: ALICE,
    })
    .selector();
    // offset, receiver, controller, then what follows
    let alice = U256::from_be_bytes(ALICE.into_word().0);
    let input = |words: &[U256]| -> Vec<u8> {
        selector.into_iter().chain(words.iter().flat_map(|word| word.to_be_bytes::<32>())).collect()
    };
    let word = |value: u64| U256::from(value);
    // the offset is its own length: no ids, since offset 0 says length 0
    assert!(calls.compare(&input(&[word(0), alice, alice]), U256::ZERO));
    // the length overlaps a head: the receiver as length is beyond the data
    assert!(!calls.compare(&input(&[word(32), alice, alice]), U256::ZERO));
    // the same with a receiver small enough to be a length
    assert!(calls.compare(&input(&[word(32), word(1), alice]), U256::ZERO));
    // the last byte of the offset is the first of the length
    assert!(!calls.compare(&input(&[word(31), word(1), alice]), U256::ZERO));
    // the first byte of the length is the last of the controller
    assert!(!calls.compare(&input(&[word(64 + 31), alice, alice, word(0)]), U256::ZERO));
    // an offset between words: the second byte of this word is the last of the length
    assert!(calls.compare(
        &input(&[word(66), alice, word(0), U256::from(1) << 240, word(7), word(7)]),
        U256::ZERO
    ));
    // the length begins inside the offset
    assert!(!calls.compare(&input(&[word(1), alice, alice, word(0)]), U256::ZERO));
    // no room for the length
    assert!(!calls.compare(&input(&[word(65), alice, alice]), U256::ZERO));
    assert!(calls.compare(&input(&[word(64), alice, word(0)]), U256::ZERO));
    // one id too few
    assert!(!calls.compare(&input(&[word(96), alice, alice, word(2), word(7)]), U256::ZERO));
    assert!(calls.compare(&input(&[word(96), alice, alice, word(1), word(7)]), U256::ZERO));
}

#[test]
fn decoding_takes_what_solc_takes_when_calldata_is_mutated() {
    for_each_subject(8, 20_000, |calls, functions| {
        let rounds = 20_000 / ALL_FUNCTIONS * 2;
        for function in functions {
            for _ in 0..rounds {
                let mut input = calls.valid(function);
                for _ in 0..1 + calls.random.below(3) {
                    calls.mutate(&mut input);
                }
                calls.compare(&input, U256::ZERO);
            }
        }
    });
}

/// Well-formed calls alone: most of the vault's code, in a busy state, for every selector.
#[test]
fn well_formed_calls_never_panic_or_halt() {
    for_each_subject(9, 19_000, |calls, functions| {
        let rounds = 20_000 / ALL_FUNCTIONS;
        for function in functions {
            for _ in 0..rounds {
                let input = calls.valid(function);
                assert!(calls.compare(&input, U256::ZERO), "{}", function.signature());
            }
        }
        calls.compare(&[], U256::ZERO);
    });
}

#[test]
fn create_vault_is_refused_when_a_text_is_not_utf8() {
    let mut world = world();
    let mut params = world.params.clone();
    params.name = "AB".into();
    let create =
        IVaultFactory::createVaultCall { operator: OPERATOR, params, salt: U256::from(5).into() };
    let mut input = create.abi_encode();
    let at = input.windows(2).position(|two| two == b"AB").unwrap();
    input[at] = 0xff;
    assert!(world.chain.try_raw(OPERATOR, FACTORY.twin(), input.clone(), U256::ZERO).is_success());
    world.chain.try_raw(OPERATOR, VAULT_FACTORY, input, U256::ZERO).assert_empty_revert();
}
