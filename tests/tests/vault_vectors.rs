//! The vault against vectors that an independent executable model computed (`tests/vectors`).
//!
//! What the vault decides by itself is replayed on the memory host and compared to the last unit: results, errors and
//! the whole state after every step. What slashing and the registries will decide (whether a request may be filed, how
//! much magnitude it takes) is taken from the vector and handed to the vault by the slashing account.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic
)]

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolInterface, sol};
use restaking::{
    AVS_REGISTRY, GOVERNANCE, Genesis, RestakingModules, SLASHING, VAULT_FACTORY,
    abi::{IVault, IVaultFactory},
    host::{
        Block, Context, Failure, Mapping, ModuleId, Modules, Slot, abi,
        memory::{MemoryHost, Transaction},
        storage,
    },
    shares::Timestamp,
    vault::BURN_ADDRESS,
};
use serde_json::Value;

sol! {
    interface IToken {
        function balanceOf(address account) external view returns (uint256);
        function decimals() external view returns (uint8);
        function transfer(address to, uint256 amount) external returns (bool);
        function transferFrom(address from, address to, uint256 amount) external returns (bool);
        function setBalance(address account, uint256 amount) external;
        function setFee(bool on) external;
        function setBlocked(address account, bool on) external;
    }
}

storage! {
    /// A token of which everybody but a vault has any amount.
    struct TokenStorage {
        balances: Mapping<Address, Slot<U256>>,
        blocked: Mapping<Address, Slot<bool>>,
        fee: Slot<bool>,
    }
}

const TOKEN_MODULE: ModuleId = ModuleId(0x7002);

struct Table;

impl Modules for Table {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        if module == TOKEN_MODULE { Some(token(cx)) } else { RestakingModules.run(module, cx) }
    }
}

fn token(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    use IToken::ITokenCalls as Calls;
    let root = TokenStorage::ROOT;
    match abi::decode::<Calls>(cx)? {
        Calls::balanceOf(c) => {
            Ok(root.balances().key(cx.host, c.account)?.read(cx.host)?.to_be_bytes_vec().into())
        }
        Calls::decimals(_) => Ok(U256::from(cx.frame.config[0]).to_be_bytes_vec().into()),
        Calls::transfer(c) => {
            if root.blocked().key(cx.host, c.to)?.read(cx.host)? {
                return Err(Failure::Revert(Bytes::from_static(b"blocked")));
            }
            let caller = cx.caller();
            let from = root.balances().key(cx.host, caller)?;
            let held = from.read(cx.host)?;
            from.write(cx.host, held.checked_sub(c.amount).ok_or(Failure::EMPTY_REVERT)?)?;
            Ok(U256::from(1).to_be_bytes_vec().into())
        }
        Calls::transferFrom(c) => {
            let to = root.balances().key(cx.host, c.to)?;
            let held = to.read(cx.host)?;
            let fee = U256::from(root.fee().read(cx.host)? && !c.amount.is_zero());
            to.write(cx.host, held + c.amount - fee)?;
            Ok(U256::from(1).to_be_bytes_vec().into())
        }
        Calls::setBalance(c) => {
            root.balances().key(cx.host, c.account)?.write(cx.host, c.amount)?;
            Ok(Bytes::new())
        }
        Calls::setFee(c) => {
            root.fee().write(cx.host, c.on)?;
            Ok(Bytes::new())
        }
        Calls::setBlocked(c) => {
            root.blocked().key(cx.host, c.account)?.write(cx.host, c.on)?;
            Ok(Bytes::new())
        }
    }
}

fn named(name: &str) -> Address {
    match name {
        "GUARDIAN" => GOVERNANCE,
        "burn" => BURN_ADDRESS,
        _ => Address::from_slice(&keccak256(name)[12..]),
    }
}

fn number(value: &Value) -> U256 {
    match value {
        Value::String(text) if text.starts_with('-') => U256::ZERO,
        Value::String(text) => text.parse().unwrap(),
        Value::Number(number) => U256::from(number.as_u64().unwrap()),
        other => panic!("not a number: {other}"),
    }
}

struct Request {
    set: String,
    open: BTreeMap<String, u8>,
}

struct World {
    chain: MemoryHost<Table>,
    params: Value,
    vaults: BTreeMap<String, Address>,
    seats: BTreeMap<String, Vec<String>>,
    requests: BTreeMap<u64, Request>,
    /// The vault's escrow ids by vault and the model's, which are request ids.
    escrows: BTreeMap<(Address, u64), U256>,
    parties: BTreeSet<String>,
    paused_until: u64,
    now: u64,
    compared: usize,
}

type Called<C> = Result<<C as SolCall>::Return, String>;

impl World {
    fn new(params: &Value) -> Self {
        let mut chain = MemoryHost::new(Table);
        for (address, code) in Genesis::default().accounts() {
            chain.install(address, code);
        }
        for (asset, decimals) in params["assets"].as_object().unwrap() {
            let decimals = u8::try_from(decimals.as_u64().unwrap()).unwrap();
            chain.install(named(asset), TOKEN_MODULE.code(&[decimals]));
        }
        Self {
            chain,
            params: params.clone(),
            vaults: BTreeMap::new(),
            seats: BTreeMap::new(),
            requests: BTreeMap::new(),
            escrows: BTreeMap::new(),
            parties: BTreeSet::new(),
            paused_until: 0,
            now: 0,
            compared: 0,
        }
    }

    fn send<C: SolCall>(&mut self, from: Address, to: Address, call: C) -> Called<C> {
        let receipt =
            self.chain.transact(Transaction::new(from, to, call.abi_encode().into())).unwrap();
        decode::<C>(receipt.is_success(), &receipt.output)
    }

    fn view<C: SolCall>(&mut self, to: Address, call: C) -> C::Return {
        let tx = Transaction::new(Address::ZERO, to, call.abi_encode().into());
        let receipt = self.chain.view(tx).unwrap();
        decode::<C>(receipt.is_success(), &receipt.output).unwrap()
    }

    fn vault(&self, step: &Value) -> Option<Address> {
        self.vaults.get(step["args"]["vault"].as_str()?).copied()
    }

    fn asset_of(&mut self, vault: Address) -> Address {
        self.view(vault, IVault::assetCall {})
    }

    fn balance(&mut self, vault: Address) -> U256 {
        let asset = self.asset_of(vault);
        self.view(asset, IToken::balanceOfCall { account: vault })
    }

    fn set(&self, id: &str) -> Value {
        self.params["sets"].as_array().unwrap().iter().find(|set| set["id"] == id).unwrap().clone()
    }

    fn seat(&mut self, vault: &str, set: &str) -> u8 {
        let seats = self.seats.entry(vault.into()).or_default();
        let seat = seats.iter().position(|known| known == set).unwrap_or_else(|| {
            seats.push(set.into());
            seats.len() - 1
        });
        u8::try_from(seat).unwrap()
    }

    fn create(&mut self, step: &Value) -> Result<(), String> {
        let (by, args) = (step["by"].as_str().unwrap(), &step["args"]);
        let id = args["id"].as_str().unwrap();
        let params = IVaultFactory::VaultParams {
            asset: named(args["asset"].as_str().unwrap()),
            epochLength: number(&args["L"]).to(),
            exitDelay: number(&args["D"]).to(),
            leverageLimit: number(&args["leverage"]),
            slashCap: number(&args["slashCap"]),
            slashCapWindow: number(&args["capWindow"]).to(),
            maxRedistributable: number(&args["maxRedistributable"]),
            depositCap: number(&args["depositCap"]),
            depositorApprover: Address::ZERO,
            name: id.into(),
            symbol: id.into(),
        };
        let call =
            IVaultFactory::createVaultCall { operator: named(by), params, salt: keccak256(id) };
        let vault = self.send(named(by), VAULT_FACTORY, call)?;
        self.vaults.insert(id.into(), vault);
        if self.paused_until > self.now {
            self.pause(vault)?;
        }
        for _ in args["initial"].as_array().unwrap() {
            self.send(AVS_REGISTRY, vault, IVault::raiseRiskCall {})?;
        }
        Ok(())
    }

    fn pause(&mut self, vault: Address) -> Result<(), String> {
        self.send(GOVERNANCE, vault, IVault::pauseDepositsCall { until: self.paused_until })
            .map(drop)
    }

    /// Files with every vault of a request that the model let through; instant mode takes at once.
    fn file(&mut self, step: &Value) -> Result<(), String> {
        let args = &step["args"];
        let set_id = args["set"].as_str().unwrap();
        let set = self.set(set_id);
        let is_instant = set["resolver"].is_null();
        let request = step["result"]["id"].as_u64().unwrap();
        let mut open = BTreeMap::new();
        for entry in args["vaults"].as_array().unwrap() {
            let id = entry[0].as_str().unwrap();
            let (vault, seat) = (self.vaults[id], self.seat(id, set_id));
            let lasts = if is_instant {
                1
            } else {
                set["veto"].as_u64().unwrap() + set["exec"].as_u64().unwrap()
            };
            let lane =
                self.send(SLASHING, vault, IVault::openHoldCall { seat, until: self.now + lasts })?;
            if is_instant {
                let taken = number(&step["result"]["reserved"][id]);
                let assets = self.take(vault, lane, taken, &set, request)?;
                assert_eq!(assets, number(&step["result"]["assets"][id]), "assets taken");
            } else {
                open.insert(id.to_owned(), lane);
            }
        }
        self.requests.insert(request, Request { set: set_id.into(), open });
        Ok(())
    }

    fn take(
        &mut self,
        vault: Address,
        lane: u8,
        taken: U256,
        set: &Value,
        request: u64,
    ) -> Result<U256, String> {
        let dest = set["dest"].as_str().unwrap();
        let recipient = if dest == "burn" { Address::ZERO } else { named(dest) };
        let escrow_until = self.now + set["escrow"].as_u64().unwrap();
        let call =
            IVault::slashCall { lane, magnitude: taken, escrowUntil: escrow_until, recipient };
        let slashed = self.send(SLASHING, vault, call)?;
        self.escrows.insert((vault, request), slashed.escrowId);
        Ok(slashed.assets)
    }

    fn execute(&mut self, step: &Value) -> Result<(), String> {
        let id = step["args"]["vault"].as_str().unwrap();
        let number_of_request = step["args"]["id"].as_u64().unwrap();
        let request = self.requests.get_mut(&number_of_request).unwrap();
        let lane = request.open.remove(id).unwrap();
        let set = request.set.clone();
        let set = self.set(&set);
        let assets = self.take(
            self.vaults[id],
            lane,
            number(&step["result"]["taken"]),
            &set,
            number_of_request,
        )?;
        assert_eq!(assets, number(&step["result"]["assets"]), "assets taken");
        Ok(())
    }

    fn close(&mut self, step: &Value) -> Result<(), String> {
        let id = step["args"]["id"].as_u64().unwrap();
        for (vault, lane) in std::mem::take(&mut self.requests.get_mut(&id).unwrap().open) {
            self.send(SLASHING, self.vaults[&vault], IVault::closeHoldCall { lane })?;
        }
        Ok(())
    }

    fn environment(&mut self, step: &Value) -> Result<(), String> {
        let args = &step["args"];
        match step["op"].as_str().unwrap() {
            "tokenFee" => {
                let on = args["on"].as_bool().unwrap();
                self.send(
                    SLASHING,
                    named(args["asset"].as_str().unwrap()),
                    IToken::setFeeCall { on },
                )?;
            }
            "blockRecipient" => {
                let call = IToken::setBlockedCall {
                    account: named(args["recipient"].as_str().unwrap()),
                    on: args["on"].as_bool().unwrap(),
                };
                for asset in self.params["assets"].as_object().unwrap().clone().keys() {
                    self.send(SLASHING, named(asset), call.clone())?;
                }
            }
            op => {
                let vault = self.vault(step).unwrap();
                let (asset, held, assets) =
                    (self.asset_of(vault), self.balance(vault), number(&args["assets"]));
                let amount =
                    if op == "donate" { held + assets } else { held.saturating_sub(assets) };
                self.send(SLASHING, asset, IToken::setBalanceCall { account: vault, amount })?;
            }
        }
        Ok(())
    }

    /// Plays a step; `Ok(None)` if it is none of the vault's business.
    fn play(&mut self, step: &Value) -> Result<Option<()>, String> {
        let (op, args) = (step["op"].as_str().unwrap(), &step["args"]);
        let (is_ok, from) = (step["ok"] == true, named(step["by"].as_str().unwrap()));
        self.parties.insert(step["by"].as_str().unwrap().into());
        for key in ["receiver", "to", "controller"] {
            if let Some(name) = args[key].as_str() {
                self.parties.insert(name.into());
            }
        }
        let account = |key: &str| match args[key].as_str() {
            Some(name) => self.vaults.get(name).copied().unwrap_or_else(|| named(name)),
            None => from,
        };
        let (receiver, to) = (account("receiver"), account("to"));
        match op {
            "createVault" => self.create(step)?,
            "file" if is_ok => self.file(step)?,
            "execute" if is_ok => self.execute(step)?,
            "veto" | "withdraw" if is_ok => self.close(step)?,
            "donate" | "seize" | "tokenFee" | "blockRecipient" => self.environment(step)?,
            "pause" | "unpause" if is_ok && args["what"] == "deposits" => {
                self.paused_until = self.now + args["duration"].as_u64().unwrap_or(0);
                for vault in self.vaults.values().copied().collect::<Vec<_>>() {
                    self.pause(vault)?;
                }
            }
            "allocate" if is_ok => {
                let id = args["vault"].as_str().unwrap();
                let risk = step["state"][id]["r"].as_u64().unwrap();
                let vault = self.vaults[id];
                if self.view(vault, IVault::riskVersionCall {}) != version(risk) {
                    self.send(AVS_REGISTRY, vault, IVault::raiseRiskCall {})?;
                }
            }
            _ => return self.play_vault(step, from, receiver, to),
        }
        Ok(Some(()))
    }

    fn play_vault(
        &mut self,
        step: &Value,
        from: Address,
        receiver: Address,
        to: Address,
    ) -> Result<Option<()>, String> {
        let (op, args, result) = (step["op"].as_str().unwrap(), &step["args"], &step["result"]);
        let Some(vault) = self.vault(step) else { return Ok(None) };
        let agree = |got: U256, key: &str| assert_eq!(got, number(&result[key]), "{op}: {key}");
        match op {
            "deposit" => {
                let assets = number(&args["assets"]);
                let shares = if args["minShares"].is_null() && args["risk"].is_null() {
                    self.send(from, vault, IVault::depositCall { assets, receiver })?
                } else {
                    let least = args.get("minShares").map_or(U256::ZERO, number);
                    let current = self.view(vault, IVault::riskVersionCall {});
                    let risk =
                        args.get("risk").map_or(current, |risk| version(risk.as_u64().unwrap()));
                    let call = IVault::depositWithTermsCall {
                        assets,
                        receiver,
                        minShares: least,
                        expectedRiskVersion: risk,
                    };
                    self.send(from, vault, call)?
                };
                agree(shares, "shares");
            }
            "mint" => {
                let shares = number(&args["shares"]);
                agree(self.send(from, vault, IVault::mintCall { shares, receiver })?, "assets");
            }
            "transfer" => {
                self.send(
                    from,
                    vault,
                    IVault::transferCall { to, value: number(&args["shares"]) },
                )?;
            }
            "requestExit" => {
                let controller = named(args["controller"].as_str().unwrap());
                let shares = number(&args["shares"]);
                let call = IVault::requestRedeemCall { shares, controller, owner: from };
                agree(self.send(from, vault, call)?, "id");
            }
            "cancelExit" => {
                let id = number(&args["id"]);
                self.send(
                    from,
                    vault,
                    IVault::cancelRedeemRequestCall { requestId: id, controller: from },
                )?;
                let call =
                    IVault::claimableCancelRedeemRequestCall { requestId: id, controller: from };
                agree(self.view(vault, call), "shares");
                let call = IVault::claimCancelRedeemRequestCall {
                    requestId: id,
                    receiver: from,
                    controller: from,
                };
                self.send(from, vault, call)?;
            }
            "claim" => {
                let (id, shares) = (number(&args["id"]), number(&args["shares"]));
                let call =
                    IVault::redeemRequestCall { requestId: id, shares, receiver, controller: from };
                agree(self.send(from, vault, call)?, "assets");
            }
            "claimMany" => {
                let ids = args["ids"].as_array().unwrap().iter().map(number).collect();
                let call =
                    IVault::redeemRequestsCall { requestIds: ids, receiver, controller: from };
                agree(self.send(from, vault, call)?, "assets");
            }
            "book" => {
                let assets = number(&args["assets"]);
                agree(self.send(from, vault, IVault::bookCall { assets })?, "booked");
            }
            "bookSurplus" => agree(self.send(from, vault, IVault::bookSurplusCall {})?, "booked"),
            "settle" => {
                self.send(from, vault, IVault::settleCall {})?;
            }
            "release" => {
                let call = IVault::releaseEscrowCall { escrowId: self.escrow(vault, args) };
                let released = self.send(from, vault, call)?;
                assert_eq!(released.to, named(result["to"].as_str().unwrap()), "release: to");
                agree(released.paid, "assets");
            }
            "return" => {
                let call = IVault::returnEscrowCall { escrowId: self.escrow(vault, args) };
                let returned = self.send(from, vault, call)?;
                agree(returned.toPool, "assets");
                agree(returned.magnitude, "grown");
            }
            _ => return Ok(None),
        }
        Ok(Some(()))
    }

    fn escrow(&self, vault: Address, args: &Value) -> U256 {
        let request = args["id"].as_u64().unwrap();
        self.escrows.get(&(vault, request)).copied().unwrap_or(U256::MAX)
    }

    fn digest(&mut self, vault: Address) -> Value {
        let mut holders = serde_json::Map::new();
        for party in self.parties.clone() {
            let shares = self.view(vault, IVault::balanceOfCall { account: named(&party) });
            if !shares.is_zero() {
                holders.insert(party, shares.to_string().into());
            }
        }
        let text = |value: U256| Value::from(value.to_string());
        serde_json::json!({
            "A": text(self.view(vault, IVault::totalAssetsCall {})),
            "S": text(self.view(vault, IVault::totalSupplyCall {})),
            "M": text(self.view(vault, IVault::magnitudeCall {})),
            "x": text(self.view(vault, IVault::exitingSharesCall {})),
            "u": text(self.view(vault, IVault::unclaimedAssetsCall {})),
            "e": text(self.view(vault, IVault::escrowedAssetsCall {})),
            "b": text(self.balance(vault)),
            "p": text(self.view(vault, IVault::rateCall {})),
            "h": self.view(vault, IVault::openHoldsCall {}).to::<u64>(),
            "sh": holders,
        })
    }

    fn compare(&mut self, step: &Value, at: &str) {
        let Some(states) = step["state"].as_object() else { return };
        for (id, expected) in states {
            let mut expected = expected.clone();
            let risk = expected["r"].as_u64().unwrap();
            for key in ["r", "sets"] {
                expected.as_object_mut().unwrap().remove(key);
            }
            let vault = self.vaults[id];
            assert_eq!(self.digest(vault), expected, "{at}: state of {id}");
            assert_eq!(
                self.view(vault, IVault::riskVersionCall {}),
                version(risk),
                "{at}: risk of {id}"
            );
            self.compared += 1;
        }
    }
}

fn version(counter: u64) -> B256 {
    keccak256(U256::from(counter).to_be_bytes::<32>())
}

fn decode<C: SolCall>(is_success: bool, output: &[u8]) -> Called<C> {
    if is_success {
        return Ok(C::abi_decode_returns(output).unwrap());
    }
    let name = |debug: String| debug.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
    if let Ok(error) = IVault::IVaultErrors::abi_decode(output) {
        return Err(name(format!("{error:?}")));
    }
    match IVaultFactory::IVaultFactoryErrors::abi_decode(output) {
        Ok(error) => Err(name(format!("{error:?}"))),
        Err(_) => Err(format!("{output:02x?}")),
    }
}

/// The model's error for ours, where names differ.
fn model_name(error: &str) -> &str {
    match error {
        "NotMatured" | "ExitHeld" => "NotSettled",
        "NotGovernance" => "NotGuardian",
        other => other,
    }
}

/// Errors of the model that the vault does not decide in this replay.
fn is_foreign(step: &Value) -> bool {
    let op = step["op"].as_str().unwrap();
    let error = step["ok"].as_str().unwrap_or_default();
    error == "UnknownVault"
        || (op == "createVault"
            && ["NotOperator", "MagnitudeExceeded", "NotRegistered"].contains(&error))
        || !error.is_empty()
            && ["pause", "unpause", "allocate", "file", "execute", "veto", "withdraw"].contains(&op)
}

fn replay(name: &str, file: &Value) -> (usize, usize) {
    let mut world = World::new(&file["params"]);
    let mut played = 0;
    let steps = file["steps"].as_array().unwrap().iter().take_while(|step| !is_quarantine(step));
    for (index, step) in steps.enumerate() {
        world.now = step["t"].as_u64().unwrap();
        let block = Block { timestamp: Timestamp::new(world.now), ..world.chain.block() };
        world.chain.set_block(block);
        let at = format!("{name} step {index} ({} by {} at {})", step["op"], step["by"], step["t"]);
        if is_foreign(step) {
            continue;
        }
        let got = world.play(step);
        let expected = step["ok"].as_str();
        match (&got, expected) {
            (Ok(_), None) => {}
            (Err(error), Some(expected)) => assert_eq!(model_name(error), expected, "{at}"),
            (Ok(None), Some(_)) => {}
            _ => panic!("{at}: got {got:?}, expected {expected:?}\n{step:#}"),
        }
        played += usize::from(!matches!(got, Ok(None)));
        world.compare(step, &at);
    }
    (played, world.compared)
}

/// A quarantine extends windows by rules that belong to slashing: a vector is replayed up to its first.
fn is_quarantine(step: &Value) -> bool {
    step["op"] == "pause"
        && step["ok"] == true
        && step["args"]["what"].as_str().unwrap().starts_with("avs:")
}

#[test]
fn vault_agrees_with_the_independent_model_on_every_vector() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut files, mut played, mut compared) = (0, 0, 0);
    for path in
        paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json"))
    {
        let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let (steps, states) = replay(path.file_stem().unwrap().to_str().unwrap(), &file);
        (files, played, compared) = (files + 1, played + steps, compared + states);
    }
    println!("{files} vectors, {played} steps played, {compared} states compared");
    assert!(files == 73 && played >= 2_000 && compared >= 1_400, "{files} {played} {compared}");
}
