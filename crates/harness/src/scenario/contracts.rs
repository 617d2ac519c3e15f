//! What contracts can be called for: the protocol's own, the tokens, the artifacts.

use std::collections::BTreeMap;

use alloy_json_abi::{Error, Event, Function, JsonAbi, Param};
use restaking::abi::IVault;

use super::names::{Entity, Names};
use super::source::{Span, Trouble};
use crate::protocol::Module;
use crate::tokens::TokenKind;

/// Interfaces of everything that a scenario can call.
#[derive(Debug, Clone)]
pub struct Contracts {
    /// The modules.
    pub modules: BTreeMap<Module, JsonAbi>,
    /// Tokens, by index.
    pub tokens: Vec<JsonAbi>,
    /// Artifacts, by index.
    pub artifacts: Vec<JsonAbi>,
}

/// What kind of contract is called: it decides what "all" means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Vault,
    Token,
    Module(Module),
    Other,
}

impl Contracts {
    /// The protocol's own interfaces and those of tokens of these kinds.
    ///
    /// # Errors
    /// An embedded ABI is not what the compiler writes: a bug of this crate.
    pub fn load(tokens: impl IntoIterator<Item = TokenKind>) -> Result<Self, String> {
        let module = |module: Module| Ok::<_, String>((module, module.abi()?));
        let token = |kind: TokenKind| kind.abi().map_err(|error| error.to_string());
        Ok(Self {
            modules: Module::ALL.into_iter().map(module).collect::<Result<_, _>>()?,
            tokens: tokens.into_iter().map(token).collect::<Result<_, _>>()?,
            artifacts: Vec::new(),
        })
    }

    /// The interface of what a name stands for; none if it has no code.
    pub fn of(&self, entity: Entity) -> Option<&JsonAbi> {
        match entity {
            Entity::Vault(_) => self.modules.get(&Module::Vault),
            Entity::Module(module) => self.modules.get(&module),
            Entity::Token(index) => self.tokens.get(index),
            Entity::Artifact(index) => self.artifacts.get(index),
            Entity::Account | Entity::Crowd(..) | Entity::Set(_) => None,
        }
    }

    /// The interfaces whose events a call of an entity may save: its own first, and after a module's those of the others,
    /// which it calls.
    pub fn logged_by(&self, entity: Option<Entity>) -> Vec<&JsonAbi> {
        let own = entity.and_then(|entity| self.of(entity));
        let is_module = matches!(entity, Some(Entity::Module(_)));
        let others = self.modules.values().filter(|_| is_module);
        own.into_iter().chain(others).collect()
    }

    /// Every interface.
    pub fn all(&self) -> impl Iterator<Item = &JsonAbi> {
        self.modules.values().chain(&self.tokens).chain(&self.artifacts)
    }

    /// The contract of this name, with its kind.
    pub(crate) fn contract(
        &self,
        names: &Names,
        name: &str,
        span: Span,
    ) -> Result<(&JsonAbi, Kind), Trouble> {
        let entity = names.address(name, span)?;
        let kind = match entity {
            Entity::Vault(_) => Kind::Vault,
            Entity::Token(_) => Kind::Token,
            Entity::Module(module) => Kind::Module(module),
            _ => Kind::Other,
        };
        let abi = self.of(entity);
        abi.map(|abi| (abi, kind))
            .ok_or_else(|| Trouble::new(span, format!("`{name}` has no code that could be called")))
    }

    /// The function of this name, or of this human-readable signature.
    pub(crate) fn function(
        abi: &JsonAbi,
        owner: &str,
        call: &str,
        span: Span,
    ) -> Result<Function, Trouble> {
        if call.contains('(') {
            let parsed = Function::parse(call);
            return parsed.map_err(|error| {
                let text = error.to_string();
                let why = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
                Trouble::new(span, format!("`{call}` is no signature: {why}"))
            });
        }
        match abi.function(call).map(Vec::as_slice) {
            Some([function]) => Ok(function.clone()),
            Some(_) => Err(Trouble::new(
                span,
                format!("{owner} has several functions `{call}`: write the full signature"),
            )),
            None => {
                let mut trouble = Trouble::unknown(
                    span,
                    "function",
                    call,
                    abi.functions().map(|f| f.name.as_str()),
                );
                trouble.message = format!("{} of {owner}", trouble.message);
                Err(trouble)
            }
        }
    }

    /// The error of this name: of `first` if it has one, else anybody's; `Error` and `Panic` are Solidity's own.
    pub(crate) fn error(&self, first: &JsonAbi, name: &str, span: Span) -> Result<Error, Trouble> {
        let mut all = core::iter::once(first).chain(self.all());
        let found = all.find_map(|abi| abi.error(name).and_then(|errors| errors.first()));
        if let Some(error) = found {
            return Ok(error.clone());
        }
        if let Some(error) = solidity_error(name) {
            return Ok(error);
        }
        let known = self.all().flat_map(JsonAbi::errors).map(|error| error.name.as_str());
        Err(Trouble::unknown(span, "error", name, known.chain(["Error", "Panic"])))
    }

    /// The event of this name: of `first` if it has one, else anybody's.
    pub(crate) fn event(
        &self,
        first: Option<&JsonAbi>,
        name: &str,
        span: Span,
    ) -> Result<Event, Trouble> {
        let mut found =
            first.into_iter().chain(self.all()).filter_map(|abi| abi.event(name)).flatten();
        found.next().cloned().ok_or_else(|| {
            let known = self.all().flat_map(JsonAbi::events).map(|event| event.name.as_str());
            Trouble::unknown(span, "event", name, known)
        })
    }
}

/// `Error(string)` and `Panic(uint256)`.
pub(crate) fn solidity_error(name: &str) -> Option<Error> {
    let (ty, parameter) = match name {
        "Error" => ("string", "message"),
        "Panic" => ("uint256", "code"),
        _ => return None,
    };
    let input = Param {
        ty: ty.into(),
        name: parameter.into(),
        components: Vec::new(),
        internal_type: None,
    };
    Some(Error { name: name.into(), inputs: vec![input] })
}

/// Is it the function that requests an exit?
pub(crate) fn is_request(function: &Function) -> bool {
    use alloy_sol_types::SolCall;
    function.selector() == IVault::requestRedeemCall::SELECTOR
}
