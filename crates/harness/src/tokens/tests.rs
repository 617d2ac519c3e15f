//! Every kind as Solidity on revm and native in memory: the same calls, the same outcome.
#![allow(clippy::arithmetic_side_effects)]

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, Bytes, I256, U256, keccak256};
use alloy_sol_types::{SolCall, SolInterface};

use super::{IToken, ITokenExtras as Extras, TokenKind, TokenSpec};
use crate::chain::{Chain, GAS_LIMIT, MemoryChain, Outcome, RevmChain, Status, Tx};
use crate::gas::signer;
use crate::world::actor_address;

/// Calls of each kind.
const CALLS: usize = 2_000;

/// A source of choices that is the same on every machine.
struct Dice(B256);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = keccak256(self.0);
        usize::from(u16::from_be_bytes([self.0[0], self.0[1]])) % sides
    }

    fn flag(&mut self) -> bool {
        self.roll(2) == 0
    }

    fn value(&mut self) -> U256 {
        let uint96 = U256::MAX >> 160;
        let edges = [
            U256::ZERO,
            U256::from(1),
            U256::from(99),
            uint96,
            uint96 + U256::from(1),
            U256::MAX >> 1,
            U256::MAX,
        ];
        match self.roll(4) {
            0 => edges[self.roll(edges.len())],
            _ => U256::from(self.roll(2_000)),
        }
    }
}

/// The same token on two chains.
struct Twins {
    revm: RevmChain,
    memory: MemoryChain,
    token: Address,
    kind: TokenKind,
    dice: Dice,
    people: Vec<Address>,
    succeeded: BTreeSet<[u8; 4]>,
}

impl Twins {
    fn new(kind: TokenKind) -> Self {
        let mut revm = RevmChain::new(&crate::world::genesis()).unwrap();
        let mut memory = MemoryChain::default();
        // Names on both sides of what fits into a slot.
        let length = [5, 31, 32, 64, 70][usize::from(kind.number()) % 5];
        let name = format!("{:x<length$}", kind.name());
        let spec =
            TokenSpec { symbol: Some("TKN".into()), decimals: 6, ..TokenSpec::new(&name, kind) };
        let token = revm.create_token(&spec).unwrap();
        assert_eq!(memory.create_token(&spec).unwrap(), token);
        let mut people: Vec<_> = ["ALICE", "BOB"].map(actor_address).into();
        people.push(signer::SIGNER);
        let dice = Dice(keccak256(kind.name()));
        Self { revm, memory, token, kind, dice, people, succeeded: BTreeSet::new() }
    }

    fn person(&mut self) -> Address {
        self.people[self.dice.roll(self.people.len())]
    }

    /// Somebody, rarely nobody or the token itself.
    fn anyone(&mut self) -> Address {
        match self.dice.roll(20) {
            0 => Address::ZERO,
            1 => self.token,
            _ => self.person(),
        }
    }

    fn common(&mut self) -> Bytes {
        let (to, from, owner) = (self.anyone(), self.anyone(), self.person());
        let (value, spender) = (self.dice.value(), self.person());
        match self.dice.roll(14) {
            0..3 => IToken::transferCall { to, value }.abi_encode(),
            3..6 => IToken::transferFromCall { from, to, value }.abi_encode(),
            6..8 => IToken::approveCall { spender, value }.abi_encode(),
            8..10 => IToken::mintCall { to, value: U256::from(self.dice.roll(5_000)) }.abi_encode(),
            10 if self.dice.roll(10) == 0 => IToken::mintCall { to, value }.abi_encode(),
            10 => IToken::totalSupplyCall {}.abi_encode(),
            11 => IToken::balanceOfCall { account: to }.abi_encode(),
            12 => IToken::allowanceCall { owner, spender }.abi_encode(),
            _ => match self.dice.roll(3) {
                0 => IToken::nameCall {}.abi_encode(),
                1 => IToken::symbolCall {}.abi_encode(),
                _ => IToken::decimalsCall {}.abi_encode(),
            },
        }
        .into()
    }

    /// A call that one kind has; mostly this one.
    fn extra(&mut self) -> Bytes {
        let kind =
            if self.dice.roll(10) == 0 { TokenKind::ALL[self.dice.roll(15)] } else { self.kind };
        let (account, flag, value) = (self.anyone(), self.dice.flag(), self.dice.value());
        match kind {
            TokenKind::Standard => self.standard(account, value),
            TokenKind::Callback => self.callback(flag),
            TokenKind::Fee if flag => Extras::setFeeCall { bps: value }.abi_encode(),
            TokenKind::Fee => Extras::feeBpsCall {}.abi_encode(),
            TokenKind::Bonus if flag => Extras::setBonusCall { bps: value }.abi_encode(),
            TokenKind::Bonus => Extras::bonusBpsCall {}.abi_encode(),
            TokenKind::HugeReturn if flag => Extras::setSizeCall { size: value }.abi_encode(),
            TokenKind::HugeReturn => Extras::returnBytesCall {}.abi_encode(),
            TokenKind::Pausable if flag => {
                Extras::pauseCall { paused: self.dice.flag() }.abi_encode()
            }
            TokenKind::Pausable => Extras::isPausedCall {}.abi_encode(),
            TokenKind::GasBurner if flag => {
                Extras::setBurnCall { burning: self.dice.flag() }.abi_encode()
            }
            TokenKind::GasBurner => Extras::isBurningCall {}.abi_encode(),
            TokenKind::Blocklist if flag => {
                Extras::block_Call { account, blocked: self.dice.roll(3) == 0 }.abi_encode()
            }
            TokenKind::Blocklist => Extras::isBlockedCall { account }.abi_encode(),
            TokenKind::Rebase => {
                let delta = [
                    I256::MIN,
                    I256::MAX,
                    I256::ONE,
                    I256::MINUS_ONE,
                    I256::try_from(-700).unwrap(),
                ];
                Extras::rebaseCall { account, delta: delta[self.dice.roll(5)] }.abi_encode()
            }
            _ => Extras::isPausedCall {}.abi_encode(),
        }
        .into()
    }

    fn standard(&mut self, account: Address, value: U256) -> Vec<u8> {
        match self.dice.roll(5) {
            0 => Extras::burnCall { from: account, value }.abi_encode(),
            1 => Extras::noncesCall { owner: account }.abi_encode(),
            2 => Extras::DOMAIN_SEPARATORCall {}.abi_encode(),
            3 => Extras::PERMIT_TYPEHASHCall {}.abi_encode(),
            _ => self.permit(value).abi_encode(),
        }
    }

    /// A permit that is valid, expired, or broken.
    fn permit(&mut self, value: U256) -> Extras::permitCall {
        let (owner, spender) = (signer::SIGNER, self.person());
        let now = U256::from(self.revm.now());
        let deadline = [now - U256::from(1), now, U256::MAX][self.dice.roll(3)];
        let domain = self.ask(Extras::DOMAIN_SEPARATORCall {});
        let nonce = self.ask(Extras::noncesCall { owner });
        let kind = self.ask(Extras::PERMIT_TYPEHASHCall {});
        let words =
            [kind, owner.into_word(), spender.into_word(), value.into(), nonce, deadline.into()]
                .concat();
        let hash = keccak256(words);
        let digest =
            keccak256([b"\x19\x01".as_slice(), domain.as_slice(), hash.as_slice()].concat());
        let signer::Signature { v, r, s } = signer::sign(digest);
        let v = if self.dice.roll(5) == 0 { 29 } else { v };
        let owner = if self.dice.roll(8) == 0 { Address::ZERO } else { owner };
        Extras::permitCall { owner, spender, value, deadline, v, r, s }
    }

    fn callback(&mut self, flag: bool) -> Vec<u8> {
        let (before, after_) = (self.dice.flag(), self.dice.flag());
        let mut data = vec![7; self.dice.roll(700)];
        match self.dice.roll(8) {
            // The token itself as hook: it transfers nothing, answers more than is kept, or reverts.
            0..2 if flag => {
                match self.dice.roll(3) {
                    0 => {
                        data = IToken::transferCall { to: self.person(), value: U256::ZERO }
                            .abi_encode()
                    }
                    1 => drop(data.splice(0..0, Extras::hookDataCall::SELECTOR)),
                    _ => {}
                }
                Extras::setHookCall { target: self.token, data: data.into(), before, after_ }
                    .abi_encode()
            }
            0..2 => {
                let target = self.person();
                Extras::setHookCall { target, data: data.into(), before, after_ }.abi_encode()
            }
            2 => Extras::hookTargetCall {}.abi_encode(),
            3 => Extras::isCalledBeforeCall {}.abi_encode(),
            4 => Extras::isCalledAfterCall {}.abi_encode(),
            5 => Extras::hookDataCall {}.abi_encode(),
            6 => Extras::beforeResultCall {}.abi_encode(),
            _ => Extras::afterResultCall {}.abi_encode(),
        }
    }

    /// A call, rarely with dirty bits, cut short, or of nothing known.
    fn input(&mut self) -> Bytes {
        let input = if self.dice.roll(3) == 0 { self.extra() } else { self.common() };
        let mut input = input.to_vec();
        match self.dice.roll(40) {
            0 => input.truncate(self.dice.roll(40)),
            1 if input.len() > 4 => input[4] = 0xff,
            2 => input[0] ^= 1,
            3 => input.extend([1; 40]),
            _ => {}
        }
        input.into()
    }

    /// A word that the token answers; zero if it has no such function.
    fn ask<C: SolCall>(&mut self, call: C) -> B256 {
        let tx = Tx {
            from: Address::ZERO,
            to: self.token,
            input: call.abi_encode().into(),
            value: U256::ZERO,
        };
        B256::try_from(self.revm.view(tx).unwrap().output.as_ref()).unwrap_or_default()
    }

    fn step(&mut self) {
        let value = if self.dice.roll(50) == 0 { U256::from(1) } else { U256::ZERO };
        let tx = Tx { from: self.person(), to: self.token, input: self.input(), value };
        let viewed = [self.revm.view(tx.clone()).unwrap(), self.memory.view(tx.clone()).unwrap()];
        let [revm, memory] =
            [self.revm.transact(tx.clone()).unwrap(), self.memory.transact(tx.clone()).unwrap()];
        if revm.is_success() {
            self.succeeded.extend(tx.input.first_chunk::<4>());
        }
        let [seen, seen_in_memory] = viewed.map(comparable);
        assert_eq!(seen, seen_in_memory, "{} view of {tx:?}", self.kind);
        assert_eq!(comparable(revm), seen, "{} {tx:?}", self.kind);
        assert_eq!(comparable(memory), seen, "{} {tx:?}", self.kind);
    }
}

/// All but gas, and the word for a halt.
fn comparable(outcome: Outcome) -> Outcome {
    let status = match outcome.status {
        Status::Halt(_) => Status::Halt(String::new()),
        status => status,
    };
    Outcome { status, gas_used: 0, ..outcome }
}

#[test]
fn native_tokens_do_what_their_solidity_twins_do() {
    for kind in TokenKind::ALL {
        let mut twins = Twins::new(kind);
        (0..CALLS).for_each(|_| twins.step());
        for function in kind.abi().unwrap().functions() {
            let is_reached = twins.succeeded.contains(&function.selector().0);
            assert!(is_reached, "no call of {kind} {} succeeded", function.signature());
        }
    }
}

#[test]
fn gas_burner_fails_on_both_chains_while_it_burns() {
    let mut twins = Twins::new(TokenKind::GasBurner);
    let tx = Tx { from: twins.people[0], to: twins.token, input: Bytes::new(), value: U256::ZERO };
    let switch =
        Tx { input: Extras::setBurnCall { burning: true }.abi_encode().into(), ..tx.clone() };
    let call = IToken::transferCall { to: Address::ZERO, value: U256::ZERO };
    let transfer = Tx { input: call.abi_encode().into(), ..tx };
    for chain in [&mut twins.revm as &mut dyn Chain, &mut twins.memory] {
        assert!(chain.transact(transfer.clone()).unwrap().is_success());
        assert!(chain.transact(switch.clone()).unwrap().is_success());
        let burnt = chain.transact(transfer.clone()).unwrap();
        assert!(matches!(burnt.status, Status::Halt(_)));
        assert_eq!(burnt.gas_used, GAS_LIMIT);
    }
}

#[test]
fn artifacts_have_the_functions_of_their_native_twins() {
    for kind in TokenKind::ALL {
        for function in kind.abi().unwrap().functions() {
            let selector = function.selector().0;
            let is_known = IToken::ITokenCalls::valid_selector(selector)
                || Extras::ITokenExtrasCalls::valid_selector(selector);
            assert!(is_known, "{kind} {}", function.signature());
        }
    }
}
