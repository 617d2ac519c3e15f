//! What happens to tokens without any call of the protocol.

use alloy_primitives::{Address, U256};
use serde_json::{Value, json};

use crate::{
    chain::Chain,
    names::{Step, named},
    token::IToken,
    world::{Called, World},
};

impl<C: Chain> World<C> {
    pub fn donate(&mut self, step: Step<'_>) -> Called<Value> {
        self.change_balance(step, |held, assets| held + assets)
    }

    /// At most what the vault has.
    pub fn seize(&mut self, step: Step<'_>) -> Called<Value> {
        self.change_balance(step, U256::saturating_sub)
    }

    fn change_balance(
        &mut self,
        step: Step<'_>,
        change: impl Fn(U256, U256) -> U256,
    ) -> Called<Value> {
        let vault = self.vaults[step.text("vault")].clone();
        let account = vault.address;
        let held = self.view(vault.asset, &IToken::balanceOfCall { account })?;
        let amount = change(held, step.number("assets"));
        self.send(Address::ZERO, vault.asset, &IToken::setBalanceCall { account, amount })?;
        Ok(json!({}))
    }

    pub fn set_fee(&mut self, step: Step<'_>) -> Called<Value> {
        let on = step.arg("on").as_bool().unwrap();
        self.send(Address::ZERO, named(step.text("asset")), &IToken::setFeeCall { on })?;
        Ok(json!({}))
    }

    pub fn block_recipient(&mut self, step: Step<'_>) -> Called<Value> {
        let (account, on) = (named(step.text("recipient")), step.arg("on").as_bool().unwrap());
        let assets: Vec<String> =
            self.params["assets"].as_object().unwrap().keys().cloned().collect();
        for asset in assets {
            self.send(Address::ZERO, named(&asset), &IToken::setBlockedCall { account, on })?;
        }
        Ok(json!({}))
    }
}
