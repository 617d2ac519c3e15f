//! One step of a vector as calls of the protocol.

use alloy_primitives::Address;
use restaking::{VAULT_FACTORY, abi::IVaultFactory};
use serde_json::Value;

use crate::{
    chain::Chain,
    names::Step,
    world::{Called, World},
};

impl<C: Chain> World<C> {
    /// Plays a step. Answers the result as the vector writes it, or the name of the protocol's error.
    pub fn play(&mut self, step: Step<'_>) -> Called<Value> {
        self.set_now(step.time());
        self.note_holders(step);
        match step.op() {
            "createVault" => self.create_vault(step),
            "register" => self.register(step),
            "leave" => self.leave(step),
            "eject" => self.eject(step),
            "allocate" => self.allocate(step),

            "deposit" => self.deposit(step),
            "mint" => self.mint(step),
            "transfer" => self.transfer(step),
            "requestExit" => self.request_exit(step),
            "cancelExit" => self.cancel_exit(step),
            "claim" => self.claim(step),
            "claimMany" => self.claim_many(step),
            "book" => self.book(step),
            "bookSurplus" => self.book_surplus(step),
            "settle" => self.settle(step),

            "file" => self.file(step),
            "veto" => self.veto(step),
            "withdraw" => self.withdraw(step),
            "execute" => self.execute(step),
            "release" => self.release(step),
            "return" => self.return_escrow(step),

            "pause" => self.pause(step),
            "unpause" => self.unpause(step),

            "donate" => self.donate(step),
            "seize" => self.seize(step),
            "tokenFee" => self.set_fee(step),
            "blockRecipient" => self.block_recipient(step),
            other => panic!("no such operation: {other}"),
        }
    }

    fn note_holders(&mut self, step: Step<'_>) {
        self.holders.insert(step.by().to_owned());
        for key in ["receiver", "to", "controller"] {
            if let Some(name) = step.arg(key).as_str() {
                self.holders.insert(name.to_owned());
            }
        }
    }

    /// The vault that a step names.
    ///
    /// A call to an account without code does nothing and succeeds; whoever calls asks the factory first.
    pub fn vault_in(&mut self, step: Step<'_>) -> Called<Address> {
        let account = self.vault_or_account(step.text("vault"));
        let is_vault = self.view(VAULT_FACTORY, &IVaultFactory::isVaultCall { account })?;
        if is_vault { Ok(account) } else { Err("UnknownVault".into()) }
    }
}
