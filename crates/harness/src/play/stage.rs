//! The world that a scenario starts with: tokens, artifacts, operators, vaults, approvals, sets.

use alloy_dyn_abi::{DynSolValue, JsonAbiExt};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;

use super::game::{Game, Sent};
use super::lane::Lane;
use super::resolve::{Resolver, Unresolved};
use super::{Backend, Options, PlayError};
use crate::chain::ChainError;
use crate::scenario::{Artifact, Names, Scenario, Span, Token};
use crate::tokens::IToken;
use crate::world;

impl<'a> Game<'a> {
    /// Builds the world of a scenario.
    ///
    /// # Errors
    /// [`PlayError`].
    pub fn start(scenario: &'a Scenario, options: &'a Options) -> Result<Self, PlayError> {
        let needs_revm = scenario.needs_revm();
        if needs_revm && !options.backend.has_revm() {
            return Err(PlayError::Unplayable("has artifacts, which only revm can run".into()));
        }
        let mut genesis = crate::world::genesis();
        if let Some(least) = scenario.exit_delay_min {
            genesis.factory.exit_delay_min = least;
            if let Some(governance) = &mut genesis.governance {
                governance.exit_delay_least = least;
            }
        }
        let backend = if needs_revm { Backend::Revm } else { options.backend };
        let lanes = Lane::all(backend, &genesis)?;
        let mut game = Self::new(scenario, options, lanes, Names::book());
        if needs_revm && options.backend.has_memory() {
            game.leave_out("plays only in revm: it has artifacts, and memory runs no bytecode");
        }
        game.set_now(scenario.start);
        game.name_accounts();
        game.create_tokens()?;
        game.predict_vaults()?;
        for artifact in &scenario.artifacts {
            game.deploy(artifact)?;
        }
        game.mint()?;
        game.register_operators()?;
        game.create_vaults()?;
        game.approve()?;
        game.watch()?;
        game.create_sets()?;
        game.register_for_sets()?;
        game.allocate()?;
        Ok(game)
    }

    fn name_accounts(&mut self) {
        for name in &self.scenario.actors {
            self.book.insert(name, world::actor_address(name));
        }
        for crowd in &self.scenario.crowds {
            for number in 1..=crowd.amounts.len() {
                let name = format!("{}-{number}", crowd.name);
                self.book.insert(&name, world::actor_address(&name));
            }
        }
        for artifact in &self.scenario.artifacts {
            self.book.insert(&artifact.name, world::artifact_address(&artifact.name));
        }
    }

    fn create_tokens(&mut self) -> Result<(), PlayError> {
        for token in &self.scenario.tokens {
            for lane in &mut self.lanes {
                lane.chain.create_token(&token.spec)?;
            }
            self.book.insert(&token.spec.name, token.spec.address());
        }
        Ok(())
    }

    /// The address of a name that was checked when the file was read.
    pub(crate) fn address(&self, name: &str) -> Result<Address, PlayError> {
        let unknown = || PlayError::Chain(ChainError(format!("{name} has no address")));
        self.book.address(name).ok_or_else(unknown)
    }

    fn deploy(&mut self, artifact: &Artifact) -> Result<(), PlayError> {
        let values = self.constructor_arguments(artifact)?;
        let encoded = match &artifact.abi.constructor {
            Some(constructor) => constructor.abi_encode_input_raw(&values).map_err(|error| {
                self.input_error(
                    artifact.span,
                    format!("the arguments of {}: {error}", artifact.name),
                )
            })?,
            None => Vec::new(),
        };
        let init_code = [artifact.bytecode.as_ref(), encoded.as_slice()].concat();
        for lane in &mut self.lanes {
            let deployed = lane.chain.deploy(&artifact.name, init_code.clone().into());
            if let Err(ChainError(message)) = deployed {
                return Err(self
                    .input_error(
                        artifact.span,
                        format!("{} cannot be deployed: {message}", artifact.name),
                    )
                    .into());
            }
        }
        Ok(())
    }

    fn constructor_arguments(
        &mut self,
        artifact: &Artifact,
    ) -> Result<Vec<DynSolValue>, PlayError> {
        let sender = world::deployer("artifact", &artifact.name);
        let mut values = Vec::new();
        for plan in &artifact.args {
            values.push(
                self.resolver(sender)?
                    .value(plan)
                    .map_err(|error| self.unresolved(error, artifact.span))?,
            );
        }
        Ok(values)
    }

    /// Resolves plans for calls of `sender`.
    pub(crate) fn resolver(&mut self, sender: Address) -> Result<Resolver<'_>, PlayError> {
        let lane =
            self.lanes.first_mut().ok_or_else(|| ChainError("no chain to play on".into()))?;
        let chain = lane.chain.as_mut();
        Ok(Resolver {
            book: &self.book,
            saved: &self.saved,
            requests: &self.requests,
            sender,
            chain,
        })
    }

    /// What is wrong with the file if a plan has no value.
    pub(crate) fn unresolved(&self, error: Unresolved, fallback: Span) -> PlayError {
        match error {
            Unresolved::Chain(error) => error.into(),
            Unresolved::Input(span, message) => {
                self.input_error(span.unwrap_or(fallback), message).into()
            }
        }
    }

    /// Mints what tokens and crowds say.
    fn mint(&mut self) -> Result<(), PlayError> {
        for token in &self.scenario.tokens {
            for (name, amount) in &token.mint {
                self.mint_to(token, name, *amount)?;
            }
        }
        for crowd in &self.scenario.crowds {
            let Some(token) = self.scenario.tokens.get(crowd.token) else { continue };
            for (index, amount) in crowd.amounts.iter().enumerate() {
                self.mint_to(
                    token,
                    &format!("{}-{}", crowd.name, index.saturating_add(1)),
                    *amount,
                )?;
            }
        }
        Ok(())
    }

    fn mint_to(&mut self, token: &Token, name: &str, amount: U256) -> Result<(), PlayError> {
        let to = self.address(name)?;
        let call = IToken::mintCall { to, value: amount };
        let sent =
            self.prepare(world::actor_address("MINTER"), token.spec.address(), call.abi_encode())?;
        self.must_succeed(
            sent,
            token.span,
            &format!("{} cannot be minted to {name}", token.spec.name),
        )
    }

    /// Building the world must not fail; if chains disagree about it, that is a finding.
    pub(crate) fn must_succeed(
        &mut self,
        sent: Sent,
        span: Span,
        what: &str,
    ) -> Result<(), PlayError> {
        let outcome = sent.first()?;
        if sent.findings.is_empty() && !outcome.is_success() {
            let why = self.words().revert(&outcome.output);
            return Err(self.input_error(span, format!("{what}: {why}")).into());
        }
        if !sent.findings.is_empty() && self.failure.is_none() {
            self.failure = Some(self.failure_at(span, None, None, sent.findings, Vec::new()));
        }
        Ok(())
    }
}
