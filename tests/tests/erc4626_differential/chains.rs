//! The two hosts behind one interface: native token in memory, Solidity token in revm.

use alloy_primitives::{Address, Bytes, Log, U256};
use alloy_sol_types::{Revert, SolCall, SolError, SolInterface, SolValue};
use restaking::{
    Genesis, RestakingModules, VAULT_FACTORY,
    abi::IVaultFactory::{VaultParams, createVaultCall},
    host::{
        Context, Failure, Mapping, ModuleId, Modules, Slot, abi,
        memory::{MemoryHost, Status, Transaction},
        storage,
    },
};
use restaking_tests::{
    DEPLOYER, OPERATOR, World,
    fixtures::IToken::{self, ITokenCalls},
};

/// What a call did: return or revert data, and the logs of a success.
#[derive(Debug)]
pub struct Outcome {
    pub is_success: bool,
    pub output: Bytes,
    pub logs: Vec<Log>,
}

/// A chain with a token and a vault.
pub trait Chain {
    fn vault(&self) -> Address;
    fn token(&self) -> Address;
    fn set_now(&mut self, time: u64);
    fn send(&mut self, from: Address, to: Address, input: Vec<u8>) -> Outcome;
    fn view(&mut self, to: Address, input: Vec<u8>) -> Outcome;
}

storage! {
    /// State of the token.
    struct TokenStorage {
        balances: Mapping<Address, Slot<U256>>,
        allowances: Mapping<Address, Mapping<Address, Slot<U256>>>,
    }
}

const TOKEN_MODULE: ModuleId = ModuleId(90);
const TOKEN: Address = Address::repeat_byte(0x70);

/// The protocol, and an ordinary token.
#[derive(Debug)]
pub struct WithToken;

impl Modules for WithToken {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        if module == TOKEN_MODULE { Some(token(cx)) } else { RestakingModules.run(module, cx) }
    }
}

fn refuse(message: &str) -> Failure {
    Failure::Revert(Revert::from(message).abi_encode().into())
}

fn token(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let (state, caller) = (TokenStorage::ROOT, cx.caller());
    match abi::decode::<ITokenCalls>(cx)? {
        ITokenCalls::balanceOf(c) => {
            Ok(state.balances().key(cx.host, c.account)?.read(cx.host)?.abi_encode().into())
        }
        ITokenCalls::mint(c) => {
            let slot = state.balances().key(cx.host, c.to)?;
            let held = slot.read(cx.host)?;
            slot.write(cx.host, held + c.value)?;
            Ok(Bytes::new())
        }
        ITokenCalls::burn(c) => {
            let slot = state.balances().key(cx.host, c.from)?;
            let left =
                slot.read(cx.host)?.checked_sub(c.value).ok_or(refuse("insufficient balance"))?;
            slot.write(cx.host, left)?;
            Ok(Bytes::new())
        }
        ITokenCalls::approve(c) => {
            state
                .allowances()
                .key(cx.host, caller)?
                .key(cx.host, c.spender)?
                .write(cx.host, c.value)?;
            Ok(true.abi_encode().into())
        }
        ITokenCalls::transfer(c) => moved(cx, caller, c.to, c.value),
        ITokenCalls::transferFrom(c) => {
            let slot = state.allowances().key(cx.host, c.from)?.key(cx.host, caller)?;
            let allowed = slot.read(cx.host)?;
            if allowed != U256::MAX {
                slot.write(
                    cx.host,
                    allowed.checked_sub(c.value).ok_or(refuse("insufficient allowance"))?,
                )?;
            }
            moved(cx, c.from, c.to, c.value)
        }
        _ => Err(Failure::EMPTY_REVERT),
    }
}

fn moved(cx: &mut Context<'_>, from: Address, to: Address, value: U256) -> Result<Bytes, Failure> {
    let source = TokenStorage::ROOT.balances().key(cx.host, from)?;
    let left = source.read(cx.host)?.checked_sub(value).ok_or(refuse("insufficient balance"))?;
    source.write(cx.host, left)?;
    let target = TokenStorage::ROOT.balances().key(cx.host, to)?;
    let held = target.read(cx.host)?;
    target.write(cx.host, held + value)?;
    Ok(true.abi_encode().into())
}

/// The in-memory host.
#[derive(Debug)]
pub struct Memory {
    host: MemoryHost<WithToken>,
    vault: Address,
}

impl Memory {
    pub fn new(params: VaultParams, now: u64) -> Self {
        let mut host = MemoryHost::new(WithToken);
        for (address, code) in Genesis::vaults_only().accounts() {
            host.install(address, code);
        }
        host.install(TOKEN, TOKEN_MODULE.code(&[]));
        let mut chain = Self { host, vault: Address::ZERO };
        chain.set_now(now);
        let params = VaultParams { asset: TOKEN, ..params };
        let create = createVaultCall { operator: OPERATOR, params, salt: [0; 32].into() };
        let created = chain.send(OPERATOR, VAULT_FACTORY, create.abi_encode());
        assert!(created.is_success, "{}", created.output);
        chain.vault = createVaultCall::abi_decode_returns(&created.output).unwrap();
        chain
    }
}

impl Chain for Memory {
    fn vault(&self) -> Address {
        self.vault
    }

    fn token(&self) -> Address {
        TOKEN
    }

    fn set_now(&mut self, time: u64) {
        let block = self.host.block();
        let timestamp = restaking::shares::Timestamp::new(time);
        self.host.set_block(restaking::host::Block { timestamp, ..block });
    }

    fn send(&mut self, from: Address, to: Address, input: Vec<u8>) -> Outcome {
        let receipt = self.host.transact(Transaction::new(from, to, input.into())).unwrap();
        assert!(!matches!(receipt.status, Status::Halt(_)), "{:?}", receipt.status);
        Outcome { is_success: receipt.is_success(), output: receipt.output, logs: receipt.logs }
    }

    fn view(&mut self, to: Address, input: Vec<u8>) -> Outcome {
        let receipt = self.host.view(Transaction::new(DEPLOYER, to, input.into())).unwrap();
        assert!(!matches!(receipt.status, Status::Halt(_)), "{:?}", receipt.status);
        Outcome { is_success: receipt.is_success(), output: receipt.output, logs: receipt.logs }
    }
}

/// revm.
#[derive(Debug)]
pub struct Revm(World);

impl Revm {
    pub fn new(params: VaultParams, now: u64) -> Self {
        let mut world = World::builder().params(|defaults| *defaults = params).build();
        world.chain.set_now(now);
        Self(world)
    }
}

impl Chain for Revm {
    fn vault(&self) -> Address {
        self.0.vault
    }

    fn token(&self) -> Address {
        self.0.token
    }

    fn set_now(&mut self, time: u64) {
        self.0.chain.set_now(time);
    }

    fn send(&mut self, from: Address, to: Address, input: Vec<u8>) -> Outcome {
        let outcome = self.0.chain.send_raw(from, to, input, U256::ZERO);
        Outcome { is_success: outcome.is_success(), output: outcome.output, logs: outcome.logs }
    }

    fn view(&mut self, to: Address, input: Vec<u8>) -> Outcome {
        let outcome = self.0.chain.try_raw(DEPLOYER, to, input, U256::ZERO);
        assert!(outcome.writes.is_empty(), "a view wrote");
        Outcome { is_success: outcome.is_success(), output: outcome.output, logs: outcome.logs }
    }
}

/// Mints tokens for `account` and lets the vault pull `allowed` of them.
pub fn fund(chain: &mut impl Chain, account: Address, amount: U256, allowed: U256) {
    let token = chain.token();
    let mint = ITokenCalls::mint(IToken::mintCall { to: account, value: amount });
    assert!(chain.send(DEPLOYER, token, mint.abi_encode()).is_success);
    let approve =
        ITokenCalls::approve(IToken::approveCall { spender: chain.vault(), value: allowed });
    assert!(chain.send(account, token, approve.abi_encode()).is_success);
}
