//! The protocol on a chain, with the actors and names of one vector.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, Log, U256, address, keccak256};
use alloy_sol_types::SolCall;
use restaking::{
    AVS_REGISTRY, Genesis, OPERATOR_REGISTRY, VAULT_FACTORY,
    abi::{IAvsRegistry, IOperatorRegistry, ISlashing, IVaultFactory},
};
use serde_json::Value;

use crate::{
    batch::{BATCH_MODULE, IBatch},
    chain::Chain,
    errors,
    names::{named, number, set_named},
    token::TOKEN_MODULE,
};

/// Where the batch stands.
pub const BATCH: Address = address!("000000000000000000000000000000000000ba7c");

/// Operator and name of a vault that no vector knows: what is paused and unpaused for all vaults is paused and
/// unpaused for it first, so that it answers when there is no other.
const SWITCH: &str = "the switch";

/// A vault of the vector.
#[derive(Clone)]
pub struct VaultOf {
    pub address: Address,
    pub asset: Address,
    pub operator: String,
}

/// What a call answers, or the name of the error that it reverts with.
pub type Called<T> = Result<T, String>;

pub struct World<C> {
    pub chain: C,
    pub now: u64,
    pub params: Value,
    pub vaults: BTreeMap<String, VaultOf>,
    /// Requests by the model's number.
    pub requests: BTreeMap<u64, ISlashing::Request>,
    /// Those that were withdrawn and that Slashing no longer knows.
    pub forgotten: BTreeSet<u64>,
    /// The vault's escrow ids, by vault and the model's number of the request.
    pub escrows: BTreeMap<(Address, u64), U256>,
    /// Who may hold shares.
    pub holders: BTreeSet<String>,
    pub switch: Address,
}

impl<C: Chain> World<C> {
    /// Genesis, assets, operators, AVSs, sets.
    pub fn new(params: &Value) -> Called<Self> {
        let mut world = Self {
            chain: C::empty(),
            now: 0,
            params: params.clone(),
            vaults: BTreeMap::new(),
            requests: BTreeMap::new(),
            forgotten: BTreeSet::new(),
            escrows: BTreeMap::new(),
            holders: BTreeSet::new(),
            switch: Address::ZERO,
        };
        world.set_now(params["start"].as_u64().unwrap());
        world.install();
        for operator in params["operators"].as_array().unwrap() {
            world.register_operator(operator.as_str().unwrap())?;
        }
        world.create_sets()?;
        world.create_switch()?;
        Ok(world)
    }

    pub fn set_now(&mut self, time: u64) {
        self.now = time;
        self.chain.set_now(time);
    }

    fn install(&mut self) {
        let guardian = named(self.params["guardian"].as_str().unwrap());
        for (address, code) in Genesis::new(named("owner"), guardian).accounts() {
            self.chain.install(address, code);
        }
        for (asset, decimals) in self.params["assets"].as_object().unwrap() {
            let decimals = u8::try_from(decimals.as_u64().unwrap()).unwrap();
            self.chain.install(named(asset), TOKEN_MODULE.code(&[decimals]));
        }
        self.chain.install(BATCH, BATCH_MODULE.code(&[]));
    }

    /// Registers an operator, which lets the batch create and allocate for it.
    fn register_operator(&mut self, name: &str) -> Called<()> {
        let operator = named(name);
        let register = IOperatorRegistry::registerCall {
            metadataURI: name.into(),
            rewardRecipient: Address::ZERO,
            commission: U256::ZERO,
        };
        self.send(operator, OPERATOR_REGISTRY, &register)?;
        let entries = [
            (VAULT_FACTORY, IVaultFactory::createVaultCall::SELECTOR),
            (AVS_REGISTRY, IAvsRegistry::allocateCall::SELECTOR),
        ];
        for (module, selector) in entries {
            let appoint = IOperatorRegistry::setAppointeeCall {
                operator,
                appointee: BATCH,
                module,
                selector: selector.into(),
                appointed: true,
            };
            self.send(operator, OPERATOR_REGISTRY, &appoint)?;
        }
        Ok(())
    }

    fn create_sets(&mut self) -> Called<()> {
        let sets = self.params["sets"].as_array().unwrap().clone();
        let avss: BTreeSet<&str> = sets.iter().map(|set| set["avs"].as_str().unwrap()).collect();
        for avs in avss {
            let register = IAvsRegistry::registerAvsCall { metadataURI: avs.into() };
            self.send(named(avs), AVS_REGISTRY, &register)?;
        }
        for set in &sets {
            let (avs, id) = set_named(set["id"].as_str().unwrap());
            let dest = set["dest"].as_str().unwrap();
            let create = IAvsRegistry::createSetCall {
                avs,
                id,
                recipient: if dest == "burn" { Address::ZERO } else { named(dest) },
                terms: terms(set),
                metadataURI: String::new(),
            };
            self.send(avs, AVS_REGISTRY, &create)?;
        }
        Ok(())
    }

    fn create_switch(&mut self) -> Called<()> {
        self.register_operator(SWITCH)?;
        let operator = named(SWITCH);
        let asset = named(self.params["assets"].as_object().unwrap().keys().next().unwrap());
        let wad = U256::from(10).pow(U256::from(18));
        let params = IVaultFactory::VaultParams {
            asset,
            epochLength: 86_400,
            exitDelay: 14 * 86_400,
            leverageLimit: wad,
            slashCap: wad,
            slashCapWindow: 0,
            maxRedistributable: U256::ZERO,
            depositCap: U256::ZERO,
            depositorApprover: Address::ZERO,
            name: SWITCH.into(),
            symbol: SWITCH.into(),
        };
        let create = IVaultFactory::createVaultCall { operator, params, salt: keccak256(SWITCH) };
        self.switch = self.send(operator, VAULT_FACTORY, &create)?;
        Ok(())
    }

    /// The address of a vault by name; for another name its account.
    pub fn vault_or_account(&self, name: &str) -> Address {
        self.vaults.get(name).map_or_else(|| named(name), |vault| vault.address)
    }

    pub fn send<S: SolCall>(&mut self, from: Address, to: Address, call: &S) -> Called<S::Return> {
        Ok(self.send_logged(from, to, call)?.0)
    }

    /// Sends, and answers the logs too.
    pub fn send_logged<S: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        call: &S,
    ) -> Called<(S::Return, Vec<Log>)> {
        let ended = self.chain.send(from, to, call.abi_encode());
        if !ended.is_success {
            return Err(errors::name_of(&ended.output));
        }
        Ok((S::abi_decode_returns(&ended.output).unwrap(), ended.logs))
    }

    pub fn view<S: SolCall>(&mut self, to: Address, call: &S) -> Called<S::Return> {
        self.view_from(Address::ZERO, to, call)
    }

    /// What a call of `from` would answer.
    pub fn view_from<S: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        call: &S,
    ) -> Called<S::Return> {
        let ended = self.chain.view(from, to, call.abi_encode());
        if !ended.is_success {
            return Err(errors::name_of(&ended.output));
        }
        Ok(S::abi_decode_returns(&ended.output).unwrap())
    }

    /// Several views at once: the words that each answers.
    pub fn views(&mut self, items: Vec<IBatch::Item>) -> Called<Vec<Vec<U256>>> {
        let outputs = self.view(BATCH, &IBatch::runCall { items })?;
        let words = |output: &[u8]| output.chunks(32).map(U256::from_be_slice).collect();
        Ok(outputs.iter().map(|output| words(output)).collect())
    }
}

/// One of several calls.
pub fn item<S: SolCall>(to: Address, call: &S) -> IBatch::Item {
    IBatch::Item { to, data: call.abi_encode().into() }
}

fn terms(set: &Value) -> IAvsRegistry::Terms {
    let seconds = |key: &str| set[key].as_u64().unwrap();
    let weight = U256::from(10).pow(U256::from(18));
    let assets = set["assets"].as_array().unwrap().iter();
    IAvsRegistry::Terms {
        slasher: named(set["slasher"].as_str().unwrap()),
        resolver: set["resolver"].as_str().map_or(Address::ZERO, named),
        vetoWindow: seconds("veto"),
        executionWindow: seconds("exec"),
        escrowDelay: seconds("escrow"),
        faultWindow: seconds("F"),
        cap: number(&set["cap"]),
        capWindow: seconds("cap_window"),
        minimumWeight: U256::ZERO,
        operatorCap: 0,
        acceptsLeverage: set["leveraged"].as_bool().unwrap(),
        admission: 0,
        gate: Address::ZERO,
        assets: assets
            .map(|asset| IAvsRegistry::Asset { token: named(asset.as_str().unwrap()), weight })
            .collect(),
    }
}
