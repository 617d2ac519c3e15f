//! Vaults alone: other accounts stand for registries and governance.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, SolEvent};
use restaking::abi::IVault::{self, HoldsEnded};
use restaking::abi::IVaultFactory as F;
use restaking::{AVS_REGISTRY, Genesis, SLASHING, VAULT_FACTORY};
use restaking_harness::chain::{Chain, MemoryChain, Outcome, Tx, Write};
use restaking_harness::indexer::Indexer;
use restaking_harness::tokens::{TokenKind, TokenSpec};
use restaking_harness::world::actor_address;

use crate::world::{DAY, World};

struct Alone {
    chain: MemoryChain,
    indexer: Indexer,
}

impl Alone {
    fn send<C: SolCall>(&mut self, from: Address, to: Address, call: &C) -> Outcome {
        let input = Bytes::from(call.abi_encode());
        let tx = Tx { from, to, input, value: U256::ZERO };
        let outcome = self.chain.transact(tx).expect("the chain works");
        assert!(outcome.is_success(), "{outcome:?}");
        self.indexer.learn(self.chain.now(), &outcome.logs);
        let chain = &mut self.chain;
        let found = self
            .indexer
            .compare(&outcome.writes, &mut |account, slot| chain.storage(account, slot));
        assert!(found.is_empty(), "{found:#?}");
        outcome
    }
}

#[test]
fn settle_tells_the_holds_that_it_finds_over() {
    let genesis = Genesis::vaults_only();
    let (mut chain, operator) = (MemoryChain::new(&genesis), actor_address("OPERATOR"));
    let token = TokenSpec::new("USD", TokenKind::Standard);
    let asset = chain.create_token(&token).expect("the name is free");
    let mut alone = Alone { chain, indexer: Indexer::new(&genesis) };
    let (params, salt) = (World::new(0).params(asset), B256::ZERO);
    let created =
        alone.send(operator, VAULT_FACTORY, &F::createVaultCall { operator, params, salt });
    let vault = F::createVaultCall::abi_decode_returns(&created.output).expect("an address");
    let now = alone.chain.now();
    for (seat, until) in [(0, now + DAY), (0, now + 2 * DAY), (1, now + DAY)] {
        let magnitude = U256::from(7);
        let call = IVault::openHoldCall { seat, executableFrom: now, until, magnitude };
        alone.send(SLASHING, vault, &call);
    }
    for (time, lanes) in
        [(now + DAY - 1, None), (now + DAY, Some(0b1_0001)), (now + 2 * DAY, Some(2))]
    {
        alone.chain.set_now(time);
        let settled = alone.send(operator, vault, &IVault::settleCall {});
        let ended = settled.logs.iter().map(|log| HoldsEnded::decode_log(log).expect("it alone"));
        assert_eq!(ended.map(|event| event.lanes).collect::<Vec<_>>(), Vec::from_iter(lanes));
    }
}

#[test]
fn what_stands_for_a_module_is_not_followed() {
    let indexer = Indexer::new(&Genesis::vaults_only());
    let (slot, old, new) = (U256::ZERO, U256::ZERO, U256::from(1));
    let write = |address| Write { address, slot, old, new };
    let read = &mut |_, _| U256::ZERO;
    assert_eq!(indexer.compare(&[write(AVS_REGISTRY)], read), Vec::<String>::new());
    assert_eq!(indexer.compare(&[write(VAULT_FACTORY)], read).len(), 1);
}
