//! A chain with the whole protocol, the indexer that follows it, and what the players remember.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, Log, U256};
use alloy_sol_types::{SolCall, SolEventInterface};
use restaking::abi::IAvsRegistry::IAvsRegistryEvents as Avs;
use restaking::abi::ISlashing::{ISlashingEvents as Slash, Request};
use restaking::abi::IVault::IVaultEvents as Events;
use restaking::abi::IVaultFactory::VaultParams;
use restaking_harness::chain::{Chain, MemoryChain, Outcome, Tx, Write};
use restaking_harness::indexer::Indexer;
use restaking_harness::tokens::{IToken, TokenKind, TokenSpec};
use restaking_harness::world::{actor_address, genesis};

use crate::random::Random;
use crate::{setup, signer};

/// A day, in seconds.
pub(crate) const DAY: u64 = 24 * 60 * 60;
/// One token.
pub(crate) const ONE: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

/// A transaction that succeeded.
#[derive(Debug, Clone)]
pub(crate) struct Taped {
    pub(crate) now: u64,
    pub(crate) logs: Vec<Log>,
    pub(crate) writes: Vec<Write>,
}

/// Chain, indexer and players.
pub(crate) struct World {
    pub(crate) chain: MemoryChain,
    pub(crate) indexer: Indexer,
    pub(crate) random: Random,
    pub(crate) stakers: Vec<Address>,
    pub(crate) operators: Vec<Address>,
    pub(crate) tokens: Vec<Address>,
    pub(crate) vaults: Vec<Address>,
    pub(crate) avss: Vec<Address>,
    pub(crate) requests: Vec<Request>,
    /// Vault and id.
    pub(crate) escrows: Vec<(Address, U256)>,
    /// Vault, request id, controller.
    pub(crate) exits: Vec<(Address, U256, Address)>,
    /// The same of those that were cancelled and not collected.
    pub(crate) cancelled: Vec<(Address, U256, Address)>,
    /// When something ends or becomes due.
    pub(crate) times: Vec<u64>,
    pub(crate) tape: Vec<Taped>,
    pub(crate) sent: usize,
}

impl World {
    /// Two operators with three vaults, two AVSs with sets that hold parts of them, stakers with tokens.
    pub(crate) fn new(seed: u64) -> Self {
        let mut chain = MemoryChain::new(&genesis());
        let tokens = ["USD", "EUR"]
            .map(|name| chain.create_token(&TokenSpec::new(name, TokenKind::Rebase)))
            .map(|token| token.expect("the name is free"));
        let actors = |names: &[&str]| names.iter().map(|name| actor_address(name)).collect();
        let mut stakers: Vec<Address> = actors(&["ALICE", "BOB", "CAROL"]);
        stakers.push(signer::SIGNER);
        let mut world = Self {
            chain,
            indexer: Indexer::new(&genesis()),
            random: Random::new(seed),
            stakers,
            operators: actors(&["OPERATOR", "SECOND", "THIRD"]),
            tokens: tokens.to_vec(),
            vaults: Vec::new(),
            avss: actors(&["AVS", "OTHER"]),
            requests: Vec::new(),
            escrows: Vec::new(),
            exits: Vec::new(),
            cancelled: Vec::new(),
            times: Vec::new(),
            tape: Vec::new(),
            sent: 0,
        };
        setup::set_up(&mut world);
        world
    }

    /// Sends a call and compares. Answers whether it succeeded.
    pub(crate) fn call<C: SolCall>(&mut self, from: Address, to: Address, call: C) -> bool {
        let tx = Tx { from, to, input: call.abi_encode().into(), value: U256::ZERO };
        let outcome = self.chain.transact(tx).expect("the chain works");
        let is_success = outcome.is_success();
        if !self.tokens.contains(&to) {
            self.sent += 1;
        }
        if is_success {
            self.learn(&outcome, C::SIGNATURE);
        }
        is_success
    }

    /// What a view answers.
    pub(crate) fn ask<C: SolCall>(&mut self, to: Address, call: C) -> C::Return {
        let tx = Tx { from: to, to, input: call.abi_encode().into(), value: U256::ZERO };
        let outcome = self.chain.view(tx).expect("the chain works");
        C::abi_decode_returns(&outcome.output).expect("the view answers")
    }

    fn learn(&mut self, outcome: &Outcome, signature: &str) {
        let now = self.chain.now();
        self.indexer.learn(now, &outcome.logs);
        let chain = &mut self.chain;
        let found = self
            .indexer
            .compare(&outcome.writes, &mut |account, slot| chain.storage(account, slot));
        assert!(found.is_empty(), "transaction {}, {signature}: {found:#?}", self.sent);
        for log in &outcome.logs {
            self.remember(log);
        }
        let (logs, writes) = (outcome.logs.clone(), outcome.writes.clone());
        self.tape.push(Taped { now, logs, writes });
    }

    fn remember(&mut self, log: &Log) {
        let (topics, data) = (log.topics(), &log.data.data);
        match Events::decode_raw_log(topics, data) {
            Ok(Events::RedeemRequest(e)) => {
                self.exits.push((log.address, e.requestId, e.controller));
                let epoch = self.ask(log.address, restaking::abi::IVault::profileCall {});
                self.times.push(e.requestId.saturating_to::<u64>() * epoch.epochLength);
            }
            Ok(Events::CancelRedeemRequest(e)) => {
                self.cancelled.push((log.address, e.requestId, e.controller));
            }
            Ok(Events::HoldOpened(e)) => self.times.extend([e.executableFrom, e.until]),
            Ok(Events::Slashed(e)) => {
                self.escrows.push((log.address, e.escrowId));
                self.times.push(e.due);
            }
            _ => {}
        }
        if let Ok(Slash::SlashFiled(e)) = Slash::decode_raw_log(topics, data) {
            self.requests.push(e.request);
        }
        match Avs::decode_raw_log(topics, data) {
            Ok(Avs::ChangeAnnounced(e)) => self.times.extend([e.time, e.time + 6 * DAY]),
            Ok(Avs::TermsAnnounced(e)) => self.times.push(e.effectiveAt),
            _ => {}
        }
    }

    /// Lets time pass, or not: often to a second at which something ends, or beside it.
    pub(crate) fn pass(&mut self) {
        let now = self.chain.now();
        let seconds = match self.random.below(100) {
            0..86 => return,
            86..93 => self.random.below(2_000),
            93 => self.random.below(DAY),
            94 if self.random.chance(20) => (1 + self.random.below(40)) * DAY,
            _ => {
                self.times.retain(|time| *time + 1 > now);
                self.times.sort_unstable();
                let soon: Vec<u64> = self.times.iter().copied().take(3).collect();
                let next_day = (now / DAY + 1) * DAY;
                let time = self.random.any(&soon).unwrap_or(next_day);
                (time + self.random.below(3)).saturating_sub(now + 1)
            }
        };
        self.chain.set_now(now + seconds);
    }

    /// Moves on to `days` later.
    pub(crate) fn wait(&mut self, days: u64) {
        self.chain.set_now(self.chain.now() + days * DAY);
    }

    /// Gives an account tokens that every vault may take.
    pub(crate) fn fund(&mut self, who: Address) {
        for token in self.tokens.clone() {
            let value = ONE * U256::from(10_000);
            self.call(who, token, IToken::mintCall { to: who, value });
            for vault in self.vaults.clone() {
                self.call(who, token, IToken::approveCall { spender: vault, value: U256::MAX });
            }
        }
    }

    /// What a new vault is to be.
    pub(crate) fn params(&mut self, asset: Address) -> VaultParams {
        let is_capped = self.random.chance(50);
        let percent = |percent: u64| ONE * U256::from(percent) / U256::from(100);
        VaultParams {
            asset,
            epochLength: DAY,
            exitDelay: 14 * DAY,
            leverageLimit: ONE * U256::from(1 + self.random.below(2)),
            slashCap: if is_capped { percent(30) } else { ONE },
            slashCapWindow: if is_capped { 7 * DAY } else { 0 },
            maxRedistributable: restaking::shares::Magnitude::WHOLE.get(),
            depositCap: restaking::shares::Assets::LIMIT.get(),
            depositorApprover: Address::ZERO,
            name: "Staked".into(),
            symbol: "st".into(),
        }
    }

    /// The kinds of events that were seen, by their first topic.
    pub(crate) fn kinds(&self) -> BTreeSet<B256> {
        let logs = self.tape.iter().flat_map(|taped| &taped.logs);
        logs.filter_map(|log| log.topics().first().copied()).collect()
    }

    pub(crate) fn staker(&mut self) -> Address {
        self.random.pick(&self.stakers)
    }

    pub(crate) fn operator(&mut self) -> Address {
        self.random.pick(&self.operators)
    }

    pub(crate) fn vault(&mut self) -> Address {
        self.random.pick(&self.vaults)
    }
}
