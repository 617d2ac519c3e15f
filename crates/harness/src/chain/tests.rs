use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use restaking::{SLASHING, VAULT_FACTORY};

use super::*;
use crate::tokens::{IToken, TokenKind, TokenSpec};
use crate::world::{actor_address, artifact_address};

fn chains() -> [Box<dyn Chain>; 2] {
    [Box::new(RevmChain::new(&crate::world::genesis()).unwrap()), Box::new(MemoryChain::default())]
}

fn with_token(chain: &mut dyn Chain) -> Address {
    chain.create_token(&TokenSpec::new("USD", TokenKind::Standard)).unwrap()
}

fn mint(to: Address, token: Address) -> Tx {
    let input = IToken::mintCall { to, value: U256::from(5) }.abi_encode().into();
    Tx { from: to, to: token, input, value: U256::ZERO }
}

#[test]
fn transact_reports_its_writes_and_storage_keeps_them() {
    for mut chain in chains() {
        let token = with_token(&mut *chain);
        let outcome = chain.transact(mint(actor_address("ALICE"), token)).unwrap();
        assert!(outcome.is_success() && outcome.logs.len() == 1);
        assert_eq!(outcome.writes.len(), 2);
        assert!(outcome.writes.is_sorted());
        for Write { address, slot, old, new } in outcome.writes {
            assert_eq!((old, new), (U256::ZERO, U256::from(5)));
            assert_eq!(chain.storage(address, slot), new);
        }
    }
}

#[test]
fn view_leaves_nothing() {
    for mut chain in chains() {
        let token = with_token(&mut *chain);
        let viewed = chain.view(mint(actor_address("ALICE"), token)).unwrap();
        assert!(viewed.is_success() && !viewed.writes.is_empty());
        assert_eq!(chain.storage(token, U256::from(2)), U256::ZERO);
        assert_eq!(
            chain.transact(mint(actor_address("ALICE"), token)).unwrap().writes,
            viewed.writes
        );
    }
}

#[test]
fn views_and_transactions_may_come_from_contracts() {
    for mut chain in chains() {
        let token = with_token(&mut *chain);
        let tx = Tx { from: VAULT_FACTORY, ..mint(VAULT_FACTORY, token) };
        assert!(chain.view(tx.clone()).unwrap().is_success());
        assert!(chain.transact(tx).unwrap().is_success());
        assert!(chain.transact(mint(SLASHING, token)).unwrap().is_success());
    }
}

#[test]
fn value_is_free_and_refused_by_contracts_that_take_none() {
    for mut chain in chains() {
        let token = with_token(&mut *chain);
        let alice = actor_address("ALICE");
        let tx = Tx { value: U256::from(1), ..mint(alice, token) };
        assert_eq!(chain.view(tx.clone()).unwrap().status, Status::Revert);
        let outcome = chain.transact(tx).unwrap();
        assert_eq!(
            (outcome.status, outcome.output, outcome.writes),
            (Status::Revert, Bytes::new(), vec![])
        );
    }
}

#[test]
fn time_never_goes_back() {
    for mut chain in chains() {
        assert_eq!(chain.now(), START_SECONDS);
        chain.set_now(START_SECONDS + 9);
        chain.set_now(START_SECONDS);
        assert_eq!(chain.now(), START_SECONDS + 9);
    }
}

#[test]
fn names_are_taken_once() {
    for mut chain in chains() {
        with_token(&mut *chain);
        assert!(chain.create_token(&TokenSpec::new("USD", TokenKind::Fee)).is_err());
    }
}

#[test]
fn deploy_puts_code_at_the_address_of_its_name_where_bytecode_runs() {
    let [mut revm, mut memory] = chains();
    // Init code that returns one byte of code, STOP: PUSH1 1, PUSH1 0, RETURN.
    let init_code = Bytes::from_static(&[0x60, 1, 0x60, 0, 0xf3]);
    assert_eq!(revm.deploy("R", init_code.clone()).unwrap(), Some(artifact_address("R")));
    assert_eq!(memory.deploy("R", init_code).unwrap(), None);
    // REVERT with nothing.
    assert!(revm.deploy("S", Bytes::from_static(&[0x5f, 0x5f, 0xfd])).is_err());
}
