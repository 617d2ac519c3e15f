//! What stakers do with a vault.

use alloy_primitives::{Address, B256, U256, keccak256};
use restaking::{
    AVS_REGISTRY,
    abi::{IAvsRegistry, IVault},
};
use serde_json::{Value, json};

use crate::{
    chain::Chain,
    names::{Step, named, number, text},
    world::{Called, World},
};

impl<C: Chain> World<C> {
    pub fn deposit(&mut self, step: Step<'_>) -> Called<Value> {
        let (vault, receiver) = (self.vault_in(step)?, self.receiver(step));
        let assets = step.number("assets");
        let (least, risk) = (step.arg("minShares"), step.arg("risk"));
        let shares = if least.is_null() && risk.is_null() {
            self.send(step.from(), vault, &IVault::depositCall { assets, receiver })?
        } else {
            let call = IVault::depositWithTermsCall {
                assets,
                receiver,
                minShares: if least.is_null() { U256::ZERO } else { number(least) },
                expectedRiskVersion: self.risk_version(vault, risk)?,
            };
            self.send(step.from(), vault, &call)?
        };
        Ok(json!({ "shares": text(shares) }))
    }

    /// The version that a depositor who counted `risk` increases saw: the current one if there were as many.
    fn risk_version(&mut self, vault: Address, risk: &Value) -> Called<B256> {
        let count = self.view(AVS_REGISTRY, &IAvsRegistry::increasesOfCall { vault })?;
        if risk.is_null() || risk.as_u64().map(U256::from) == Some(count) {
            self.view(vault, &IVault::riskVersionCall {})
        } else {
            Ok(keccak256("a version that never was"))
        }
    }

    pub fn mint(&mut self, step: Step<'_>) -> Called<Value> {
        let (vault, receiver) = (self.vault_in(step)?, self.receiver(step));
        let call = IVault::mintCall { shares: step.number("shares"), receiver };
        Ok(json!({ "assets": text(self.send(step.from(), vault, &call)?) }))
    }

    pub fn transfer(&mut self, step: Step<'_>) -> Called<Value> {
        let (vault, to) = (self.vault_in(step)?, self.vault_or_account(step.text("to")));
        let call = IVault::transferCall { to, value: step.number("shares") };
        self.send(step.from(), vault, &call)?;
        Ok(json!({}))
    }

    pub fn request_exit(&mut self, step: Step<'_>) -> Called<Value> {
        let vault = self.vault_in(step)?;
        let call = IVault::requestRedeemCall {
            shares: step.number("shares"),
            controller: named(step.text("controller")),
            owner: step.from(),
        };
        let id = self.send(step.from(), vault, &call)?;
        Ok(json!({ "id": id.to::<u64>() }))
    }

    /// Cancels, and collects at once.
    pub fn cancel_exit(&mut self, step: Step<'_>) -> Called<Value> {
        let (vault, from, id) = (self.vault_in(step)?, step.from(), step.number("id"));
        let cancel = IVault::cancelRedeemRequestCall { requestId: id, controller: from };
        self.send(from, vault, &cancel)?;
        let ask = IVault::claimableCancelRedeemRequestCall { requestId: id, controller: from };
        let shares = self.view(vault, &ask)?;
        let collect = IVault::claimCancelRedeemRequestCall {
            requestId: id,
            receiver: from,
            controller: from,
        };
        self.send(from, vault, &collect)?;
        Ok(json!({ "shares": text(shares) }))
    }

    pub fn claim(&mut self, step: Step<'_>) -> Called<Value> {
        let vault = self.vault_in(step)?;
        let call = IVault::redeemRequestCall {
            requestId: step.number("id"),
            shares: step.number("shares"),
            receiver: self.receiver(step),
            controller: step.from(),
        };
        Ok(json!({ "assets": text(self.send(step.from(), vault, &call)?) }))
    }

    pub fn claim_many(&mut self, step: Step<'_>) -> Called<Value> {
        let vault = self.vault_in(step)?;
        let call = IVault::redeemRequestsCall {
            requestIds: step.list("ids").iter().map(number).collect(),
            receiver: self.receiver(step),
            controller: step.from(),
        };
        Ok(json!({ "assets": text(self.send(step.from(), vault, &call)?) }))
    }

    pub fn book(&mut self, step: Step<'_>) -> Called<Value> {
        let vault = self.vault_in(step)?;
        let call = IVault::bookCall { assets: step.number("assets") };
        Ok(json!({ "booked": text(self.send(step.from(), vault, &call)?) }))
    }

    pub fn book_surplus(&mut self, step: Step<'_>) -> Called<Value> {
        let vault = self.vault_in(step)?;
        let booked = self.send(step.from(), vault, &IVault::bookSurplusCall {})?;
        Ok(json!({ "booked": text(booked) }))
    }

    pub fn settle(&mut self, step: Step<'_>) -> Called<Value> {
        let vault = self.vault_in(step)?;
        self.send(step.from(), vault, &IVault::settleCall {})?;
        Ok(json!({}))
    }

    fn receiver(&self, step: Step<'_>) -> Address {
        self.vault_or_account(step.text("receiver"))
    }
}
