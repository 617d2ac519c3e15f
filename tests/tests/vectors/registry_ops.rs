//! What operators and AVSs do: vaults, membership, allocations.

use alloy_primitives::{Address, keccak256};
use restaking::{
    AVS_REGISTRY, GOVERNANCE, VAULT_FACTORY,
    abi::{IAvsRegistry, IGovernance, IVaultFactory},
};
use serde_json::{Value, json};

use crate::{
    batch::IBatch,
    chain::Chain,
    names::{Step, named, number, set_named},
    world::{BATCH, Called, VaultOf, World, item},
};

impl<C: Chain> World<C> {
    pub fn create_vault(&mut self, step: Step<'_>) -> Called<Value> {
        let (id, operator) = (step.text("id"), step.from());
        let params = vault_params(step);
        let asset = params.asset;
        let create = IVaultFactory::createVaultCall { operator, params, salt: keccak256(id) };
        if self.vaults.get(id).is_some_and(|vault| vault.operator != step.by()) {
            // The model's ids are global; here each operator has its own. Would it be created but for that?
            self.view_from(operator, VAULT_FACTORY, &create)?;
            return Err("VaultExists".into());
        }
        let initial = step.list("initial");
        let address = if initial.is_empty() {
            self.send(operator, VAULT_FACTORY, &create)?
        } else {
            self.create_allocated(operator, &create, initial)?
        };
        let operator = step.by().to_owned();
        self.vaults.insert(id.to_owned(), VaultOf { address, asset, operator });
        self.join_pause(address)?;
        Ok(json!({}))
    }

    /// Creates a vault and allocates of it: all or nothing.
    fn create_allocated(
        &mut self,
        operator: Address,
        create: &IVaultFactory::createVaultCall,
        initial: &[Value],
    ) -> Called<Address> {
        let ask = IVaultFactory::vaultAddressCall { operator, salt: create.salt };
        let vault = self.view(VAULT_FACTORY, &ask)?;
        let mut items = vec![item(VAULT_FACTORY, create)];
        for entry in initial {
            let (avs, id) = set_named(entry[0].as_str().unwrap());
            let magnitude = number(&entry[1]);
            let allocate = IAvsRegistry::allocateCall { vault, avs, id, magnitude };
            items.push(item(AVS_REGISTRY, &allocate));
        }
        self.send(operator, BATCH, &IBatch::runCall { items })?;
        Ok(vault)
    }

    /// A vault that is created during a pause of all deposits takes part in it.
    fn join_pause(&mut self, vault: Address) -> Called<()> {
        let ask = IGovernance::depositsPauseCall { vault: self.switch };
        let until = self.view(GOVERNANCE, &ask)?.until;
        if until <= self.now {
            return Ok(());
        }
        let guardian = named(self.params["guardian"].as_str().unwrap());
        let pause = IGovernance::pauseDepositsCall { vault, duration: until - self.now };
        self.send(guardian, GOVERNANCE, &pause).map(drop)
    }

    pub fn register(&mut self, step: Step<'_>) -> Called<Value> {
        let (avs, id) = set_named(step.text("set"));
        let data = Default::default();
        let call = IAvsRegistry::registerCall { operator: step.from(), avs, id, data };
        self.send(step.from(), AVS_REGISTRY, &call)?;
        Ok(json!({}))
    }

    pub fn leave(&mut self, step: Step<'_>) -> Called<Value> {
        let (avs, id) = set_named(step.text("set"));
        let call = IAvsRegistry::deregisterCall { operator: step.from(), avs, id };
        self.send(step.from(), AVS_REGISTRY, &call)?;
        Ok(json!({}))
    }

    pub fn eject(&mut self, step: Step<'_>) -> Called<Value> {
        let (avs, id) = set_named(step.text("set"));
        let call = IAvsRegistry::ejectCall { operator: named(step.text("operator")), avs, id };
        self.send(step.from(), AVS_REGISTRY, &call)?;
        Ok(json!({}))
    }

    pub fn allocate(&mut self, step: Step<'_>) -> Called<Value> {
        let (avs, id) = set_named(step.text("set"));
        let vault = self.vault_or_account(step.text("vault"));
        let magnitude = step.number("magnitude");
        let call = IAvsRegistry::allocateCall { vault, avs, id, magnitude };
        let due = self.send(step.from(), AVS_REGISTRY, &call)?;
        Ok(json!({ "due": due }))
    }
}

fn vault_params(step: Step<'_>) -> IVaultFactory::VaultParams {
    let id = step.text("id");
    IVaultFactory::VaultParams {
        asset: named(step.text("asset")),
        epochLength: step.seconds("L"),
        exitDelay: step.seconds("D"),
        leverageLimit: step.number("leverage"),
        slashCap: step.number("slashCap"),
        slashCapWindow: step.seconds("capWindow"),
        maxRedistributable: step.number("maxRedistributable"),
        depositCap: step.number("depositCap"),
        depositorApprover: Address::ZERO,
        name: id.into(),
        symbol: id.into(),
    }
}
