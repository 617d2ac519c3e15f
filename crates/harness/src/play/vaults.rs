//! The vaults that a scenario starts with, and who watches them.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall;
use restaking::VAULT_FACTORY;
use restaking::abi::IVaultFactory::{VaultParams, createVaultCall, vaultAddressCall};

use super::PlayError;
use super::game::Game;
use super::lane::ask;
use crate::chain::ChainError;
use crate::invariants::{Checker, VaultInfo};
use crate::protocol::Module;
use crate::scenario::Vault;
use crate::tokens::{IToken, TokenKind};
use crate::world;

impl Game<'_> {
    /// Vaults have addresses before they exist: artifacts may be told of them.
    pub(crate) fn predict_vaults(&mut self) -> Result<(), PlayError> {
        for vault in &self.scenario.vaults {
            let call =
                vaultAddressCall { operator: self.address(&vault.operator)?, salt: salt(vault) };
            let lane =
                self.lanes.first_mut().ok_or_else(|| ChainError("no chain to play on".into()))?;
            let address = ask(lane.chain.as_mut(), VAULT_FACTORY, &call)?;
            let address =
                address.ok_or_else(|| ChainError("the factory tells no address".into()))?;
            self.book.insert(&vault.name, address);
        }
        self.native = world::fixed_names().iter().map(|(_, address)| *address).collect();
        let vaults: Vec<_> = self
            .scenario
            .vaults
            .iter()
            .map(|vault| self.address(&vault.name))
            .collect::<Result<_, _>>()?;
        self.native.extend(vaults);
        Ok(())
    }

    /// Operators create their vaults through the factory.
    pub(crate) fn create_vaults(&mut self) -> Result<(), PlayError> {
        for vault in &self.scenario.vaults {
            let operator = self.address(&vault.operator)?;
            let call = createVaultCall { operator, params: self.params(vault)?, salt: salt(vault) };
            let sent = self.prepare(operator, VAULT_FACTORY, call.abi_encode())?;
            let gas = sent.first()?.gas_used;
            self.must_succeed(sent, vault.span, &format!("{} cannot be created", vault.name))?;
            self.note_gas(Module::Factory, "createVault", gas);
            let token = self.scenario.asset(vault).map(|token| token.spec.address());
            self.vaults.push(VaultInfo {
                name: vault.name.clone(),
                address: self.address(&vault.name)?,
                asset: token.unwrap_or_default(),
                epoch_length: vault.epoch,
                exit_delay: vault.exit_delay,
            });
        }
        Ok(())
    }

    fn params(&self, vault: &Vault) -> Result<VaultParams, PlayError> {
        let token = self.scenario.asset(vault).map(|token| token.spec.address());
        Ok(VaultParams {
            asset: token.unwrap_or_default(),
            epochLength: vault.epoch,
            exitDelay: vault.exit_delay,
            leverageLimit: vault.leverage,
            slashCap: vault.slash_cap,
            slashCapWindow: vault.slash_cap_window,
            maxRedistributable: vault.max_redistributable,
            depositCap: vault.deposit_cap,
            depositorApprover: vault
                .approver
                .as_ref()
                .map_or(Ok(Address::ZERO), |name| self.address(name))?,
            name: vault.share_name.clone(),
            symbol: vault.symbol.clone(),
        })
    }

    /// Everybody approves every vault of every token that they start with.
    pub(crate) fn approve(&mut self) -> Result<(), PlayError> {
        for vault in &self.scenario.vaults {
            let Some(token) = self.scenario.asset(vault).filter(|token| token.is_approved) else {
                continue;
            };
            let crowds = self.scenario.crowds.iter().filter(|crowd| crowd.token == vault.token);
            let members = crowds
                .flat_map(|crowd| (1..=crowd.amounts.len()).map(|n| format!("{}-{n}", crowd.name)));
            let holders: Vec<String> =
                self.scenario.actors.iter().cloned().chain(members).collect();
            for name in holders {
                let owner = self.address(&name)?;
                let most = if token.spec.kind == TokenKind::Uint96 {
                    U256::MAX.wrapping_shr(160)
                } else {
                    U256::MAX
                };
                let call = IToken::approveCall { spender: self.address(&vault.name)?, value: most };
                let sent = self.prepare(owner, token.spec.address(), call.abi_encode())?;
                self.must_succeed(
                    sent,
                    token.span,
                    &format!("{name} cannot approve {}", vault.name),
                )?;
            }
        }
        Ok(())
    }

    /// From now on every rule looks at every transaction.
    pub(crate) fn watch(&mut self) -> Result<(), PlayError> {
        let contracts = self
            .scenario
            .tokens
            .iter()
            .map(|token| token.spec.address())
            .chain(self.native.iter().copied());
        let contracts: Vec<Address> = contracts.collect();
        let parties: Vec<Address> = self
            .book
            .iter()
            .map(|(_, address)| address)
            .filter(|address| !contracts.contains(address))
            .collect();
        for lane in &mut self.lanes {
            let vaults = self.vaults.clone();
            lane.checker = Checker::new(lane.chain.as_mut(), vaults, parties.clone())?;
        }
        Ok(())
    }
}

fn salt(vault: &Vault) -> B256 {
    world::vault_salt(&vault.name)
}
