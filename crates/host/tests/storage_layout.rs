//! Declared storage: slots and offsets by Solidity's rule, packed words, mappings, refused overflows.
#![cfg(feature = "memory")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod common;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256, uint};
use alloy_sol_types::{Panic, PanicKind, SolError};
use common::*;
use restaking_host::memory::Status;
use restaking_host::{
    Context, Failure, Mapping, Place, Row, Slot, Trap, Word, locate, packed, storage,
};
use restaking_shares::{Assets, Shares, Timestamp};

packed! {
    /// Two amounts in one slot.
    struct Pair {
        /// The low 14 bytes.
        assets: Assets as uint112,
        /// The high 18 bytes.
        shares: Shares as uint144,
    }
}

packed! {
    /// Less than a slot, but a struct.
    struct Short {
        /// 5 bytes.
        since: Timestamp as uint40,
        /// 20 bytes after them.
        owner: Address as address,
        /// 1 byte after those.
        is_open: bool as bool,
    }
}

storage! {
    /// Two slots, to be embedded.
    struct Inner {
        /// 8 bytes.
        small: Slot<u64>,
        /// A slot.
        large: Slot<U256>,
    }
}

storage! {
    /// One of each.
    struct State {
        total: Slot<U256>,
        is_open: Slot<bool>,
        owner: Slot<Address>,
        since: Slot<Timestamp>,
        count: Slot<u64>,
        pair: Slot<Pair>,
        level: Slot<u8>,
        inner: Inner,
        epoch: Slot<u32>,
        short: Slot<Short>,
        balances: Mapping<Address, Slot<U256>>,
        nested: Mapping<Address, Mapping<U256, Inner>>,
        tail: Slot<u16>,
        last: Slot<B256>,
    }
}

storage! {
    /// A mapping at slot 0 and one at slot 1.
    struct Mappings {
        first: Mapping<U256, Slot<u8>>,
        second: Mapping<U256, Inner>,
    }
}

const MAPPINGS: Mappings = Mappings::ROOT;
const STATE: State = State::ROOT;

#[test]
fn variables_are_packed_in_order_by_soliditys_rule() {
    let places: Vec<_> = State::members()
        .into_iter()
        .map(|row| (row.name, row.slot, row.offset, row.bytes))
        .collect();
    let expected = [
        ("total", 0, 0, 32),
        ("is_open", 1, 0, 1),
        ("owner", 1, 1, 20),
        ("since", 1, 21, 5),
        ("count", 2, 0, 8), // 26 + 8 bytes do not fit into slot 1
        ("pair", 3, 0, 32),
        ("level", 4, 0, 1),
        ("inner", 5, 0, 64), // a struct starts a slot
        ("epoch", 7, 0, 4),
        ("short", 8, 0, 32), // and so does what follows it
        ("balances", 9, 0, 32),
        ("nested", 10, 0, 32),
        ("tail", 11, 0, 2),
        ("last", 12, 0, 32),
    ];
    assert_eq!(places, expected);
}

#[test]
fn variable_that_ends_at_byte_32_fits_and_one_byte_more_does_not() {
    let (fits, slots) = locate([(20, false), (5, false), (7, false), (1, false)]);
    assert_eq!((fits, slots), ([(0, 0), (0, 20), (0, 25), (1, 0)], 2));
    let (spills, slots) = locate([(20, false), (5, false), (8, false)]);
    assert_eq!((spills, slots), ([(0, 0), (0, 20), (1, 0)], 2));
}

#[test]
fn members_of_structs_are_told_with_their_types() {
    let rows = State::members();
    let row = |name, slot, offset, bytes, solidity: &str| Row {
        name,
        slot,
        offset,
        bytes,
        solidity: solidity.into(),
        members: vec![],
    };
    assert_eq!(
        rows[5].members,
        [row("assets", 0, 0, 14, "uint112"), row("shares", 0, 14, 18, "uint144")]
    );
    assert_eq!(
        rows[7].members,
        [row("small", 0, 0, 8, "uint64"), row("large", 1, 0, 32, "uint256")]
    );
    assert_eq!(rows[11].members, rows[7].members);
    let types: Vec<_> = rows.iter().map(|row| row.solidity.as_str()).collect();
    assert_eq!(types[..4], ["uint256", "bool", "address", "uint40"]);
    assert_eq!((types[5], types[7]), ("struct Pair", "struct Inner"));
    assert_eq!(types[11], "mapping(address => mapping(uint256 => struct Inner))");
}

#[test]
fn embedded_struct_counts_its_slots_from_its_own() {
    assert_eq!(STATE.inner().small().number(), u(5));
    assert_eq!(STATE.inner().large().number(), u(6));
    assert_eq!(Inner::at(u(100), 0).large().number(), u(101));
}

#[test]
fn mapping_key_hashes_key_and_slot() {
    let receipt = run_alone(|cx| {
        let first = [0_u64, 1]
            .map(u)
            .map(|key| MAPPINGS.first().key(cx.host, key).map(|slot| slot.number()));
        let second = MAPPINGS.second().key(cx.host, u(0))?;
        let numbers = [first[0]?, first[1]?, second.small().number(), second.large().number()];
        Ok(numbers.iter().flat_map(|number| number.to_be_bytes::<32>()).collect::<Vec<_>>().into())
    });
    // keccak256(key . slot), as any explorer shows them.
    let expected: [U256; 4] = uint!([
        0xad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5_U256,
        0xada5013122d395ba3c54772283fb069b10426056ef8ca54750cb9bb552a59e7d_U256,
        0xa6eef7e35abe7026729641147f7915573c7e97b47efa546f5f6e3230263bcb49_U256,
        0xa6eef7e35abe7026729641147f7915573c7e97b47efa546f5f6e3230263bcb4a_U256,
    ]);
    let numbers: Vec<_> = receipt.output.chunks(32).map(U256::from_be_slice).collect();
    assert_eq!(numbers, expected);
    // 21,000 and three hashes of two words at 30 + 12.
    assert_eq!(receipt.gas_used, 21_126);
}

#[test]
fn mapping_of_mapping_hashes_the_outer_key_first() {
    let mut chain = chain(&[|cx| {
        let inner = STATE.nested().key(cx.host, ALICE)?.key(cx.host, u(7))?;
        inner.large().write(cx.host, u(9))?;
        NO_DATA
    }]);
    assert_eq!(run(&mut chain).status, Status::Success);
    let outer = keccak256([ALICE.into_word(), B256::from(u(10))].concat());
    let inner = keccak256([B256::from(u(7)), outer].concat());
    assert_eq!(chain.storage(FIRST, U256::from_be_bytes(inner.0) + u(1)), u(9));
    assert_eq!(chain.storage_of(FIRST).count(), 1);
}

#[test]
fn write_leaves_the_neighbours_in_the_slot() {
    let mut chain = chain(&[|cx| {
        STATE.is_open().write(cx.host, true)?;
        STATE.owner().write(cx.host, ALICE)?;
        STATE.since().write(cx.host, Timestamp::new(0x11_2233_4455))?;
        STATE.owner().write(cx.host, NOBODY)?;
        assert!(STATE.is_open().read(cx.host)?);
        assert_eq!(STATE.owner().read(cx.host)?, NOBODY);
        assert_eq!(STATE.since().read(cx.host)?, Timestamp::new(0x11_2233_4455));
        NO_DATA
    }]);
    chain.set_storage(FIRST, u(1), U256::from(0xff) << 208); // a byte above the three
    assert_eq!(run(&mut chain).status, Status::Success);
    let expected = uint!(0xff1122334455eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee01_U256);
    assert_eq!(chain.storage(FIRST, u(1)), expected);
}

#[test]
fn write_of_a_whole_slot_does_not_read_it() {
    let receipt = run_alone(|cx| {
        STATE.total().write(cx.host, u(1))?;
        NO_DATA
    });
    assert_eq!(receipt.gas_used, 21_000 + 22_100);
    let receipt = run_alone(|cx| {
        STATE.level().write(cx.host, 1)?;
        NO_DATA
    });
    assert_eq!(receipt.gas_used, 21_000 + 2_100 + 20_000);
}

#[test]
fn packed_word_puts_members_from_the_low_end() {
    let short = Short { since: Timestamp::new(0x0102030405), owner: ALICE, is_open: true };
    let word = uint!(0x01a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a10102030405_U256);
    assert_eq!(short.to_word(), Some(word));
    assert_eq!(Short::from_word(word), short);
    let full = Pair { assets: Assets::LIMIT, shares: Shares::LIMIT };
    assert_eq!(full.to_word(), Some(U256::MAX));
    assert_eq!(Pair::from_word(U256::MAX), full);
}

#[test]
fn packed_word_refuses_a_member_one_above_its_limit() {
    let one = Assets::from_u128(1);
    let assets = Assets::LIMIT.checked_add(one).unwrap();
    assert_eq!(Pair { assets, shares: Shares::ZERO }.to_word(), None);
    let shares = Shares::LIMIT.checked_add(Shares::from_u128(1)).unwrap();
    assert_eq!(Pair { assets: one, shares }.to_word(), None);
    assert_eq!(
        Short { since: Timestamp::new(1 << 40), owner: ALICE, is_open: true }.to_word(),
        None
    );
    assert!(
        Short { since: Timestamp::new((1 << 40) - 1), owner: ALICE, is_open: true }
            .to_word()
            .is_some()
    );
}

#[test]
fn write_reverts_with_panic_0x11_on_overflow() {
    fn late(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
        STATE.since().write(cx.host, Timestamp::new(1 << 40))?;
        NO_DATA
    }
    fn rich(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
        let pair = Pair { assets: Assets::new(U256::MAX), shares: Shares::ZERO };
        assert_eq!(STATE.pair().write(cx.host, pair), Err(Trap::Panic(PanicKind::UnderOverflow)));
        STATE.pair().write(cx.host, pair)?;
        NO_DATA
    }
    for entry in [late as Entry, rich] {
        let receipt = run_alone(entry);
        assert_eq!(receipt.status, Status::Revert);
        assert_eq!(receipt.output, Panic::from(PanicKind::UnderOverflow).abi_encode());
        assert_eq!((receipt.output[35], receipt.gas_used), (0x11, 21_000)); // not even read
    }
}
