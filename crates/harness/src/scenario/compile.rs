//! From a value in the file to a plan of a known type.

use alloy_dyn_abi::{DynSolType, DynSolValue, Specifier};
use alloy_json_abi::{Function, JsonAbi, Param};
use alloy_primitives::keccak256;

use super::contracts::Contracts;
use super::integer::integer;
use super::meaning::{Meaning, fraction_of_member};
use super::model::OperatorSet;
use super::names::{Entity, Names};
use super::plan::{Plan, Saved};
use super::saves::Saves;
use super::source::{Span, Trouble};
use super::value::{Entry, Raw, Value};

/// A type, with the names of its members if it is a struct.
#[derive(Debug, Clone)]
pub(crate) struct Typed<'a> {
    pub(crate) ty: DynSolType,
    members: &'a [Param],
}

impl<'a> Typed<'a> {
    /// The type of a parameter.
    pub(crate) fn of(param: &'a Param, span: Span) -> Result<Self, Trouble> {
        let ty = param
            .resolve()
            .map_err(|error| Trouble::new(span, format!("type {}: {error}", param.ty)))?;
        Ok(Self { ty, members: &param.components })
    }

    /// A type without members.
    pub(crate) const fn plain(ty: DynSolType) -> Self {
        Self { ty, members: &[] }
    }
}

/// What values are compiled against: names, what can be called for, what earlier steps saved.
#[derive(Debug, Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) names: &'a Names,
    pub(crate) sets: &'a [OperatorSet],
    pub(crate) saves: &'a Saves,
    pub(crate) contracts: &'a Contracts,
    /// Time of the first block.
    pub(crate) start: u64,
}

impl<'a> World<'a> {
    /// The operator set of this name.
    pub(crate) fn set(&self, name: &str) -> Option<&'a OperatorSet> {
        match self.names.find(name) {
            Some(Entity::Set(index)) => self.sets.get(index),
            _ => None,
        }
    }
}

impl World<'_> {
    /// The plan of a value.
    pub(crate) fn compile(
        &self,
        value: &Value,
        typed: &Typed<'_>,
        meaning: Meaning,
    ) -> Result<Plan, Trouble> {
        if let Some(saved) = value.as_text().and_then(|text| text.trim().strip_prefix('$')) {
            return self.saves.compile(saved, typed.ty.clone(), value.span).map(Plan::Saved);
        }
        match &typed.ty {
            DynSolType::Address => self.address(value),
            DynSolType::Bool => boolean(value),
            DynSolType::Uint(_) | DynSolType::Int(_) => {
                integer(value, &typed.ty, meaning, self.start)
            }
            DynSolType::Array(element) => self.list(value, element, typed.members, None, meaning),
            DynSolType::FixedArray(element, length) => {
                self.list(value, element, typed.members, Some(*length), meaning)
            }
            DynSolType::Tuple(types) => self.tuple(value, types, typed.members, &[]),
            DynSolType::FixedBytes(32) => hashed(value),
            DynSolType::FixedBytes(4) => self.selector(value),
            DynSolType::String => match value.as_text() {
                Some(text) => Ok(Plan::Fixed(DynSolValue::String(text.to_owned()))),
                None => Err(mismatch(value, &typed.ty)),
            },
            ty => coerced(value, ty),
        }
    }

    fn address(&self, value: &Value) -> Result<Plan, Trouble> {
        let text = value.as_text().ok_or_else(|| mismatch(value, &DynSolType::Address))?;
        if text.starts_with("0x") {
            return coerced(value, &DynSolType::Address);
        }
        self.names.address(text, value.span).map(|_| Plan::Account(text.to_owned()))
    }

    fn list(
        &self,
        value: &Value,
        element: &DynSolType,
        members: &[Param],
        length: Option<usize>,
        meaning: Meaning,
    ) -> Result<Plan, Trouble> {
        if let (Meaning::Requests(who), Some("all")) = (meaning, value.as_text()) {
            return Ok(Plan::Requests(who));
        }
        let Raw::List(values) = &value.raw else {
            return Err(Trouble::new(
                value.span,
                format!(
                    "an array of {} was expected, not {}",
                    element.sol_type_name(),
                    value.kind()
                ),
            ));
        };
        if length.is_some_and(|length| length != values.len()) {
            let message =
                format!("{} elements were expected, not {}", length.unwrap_or(0), values.len());
            return Err(Trouble::new(value.span, message));
        }
        let typed = Typed { ty: element.clone(), members };
        let items = values
            .iter()
            .map(|value| self.compile(value, &typed, Meaning::None))
            .collect::<Result<_, _>>()?;
        Ok(Plan::List { items, is_fixed: length.is_some() })
    }

    /// A struct from a table by the names of its members; what is not written is taken from `defaults`. An operator set
    /// stands for a struct of its AVS and number.
    pub(crate) fn tuple(
        &self,
        value: &Value,
        types: &[DynSolType],
        members: &[Param],
        defaults: &[(&str, Plan)],
    ) -> Result<Plan, Trouble> {
        if let Some(set) = value.as_text().and_then(|text| self.set(text)) {
            return Ok(Plan::Tuple(set.plans()));
        }
        let Some(entries) = value.as_table() else {
            return Err(Trouble::new(
                value.span,
                format!("a table with the struct's members was expected, not {}", value.kind()),
            ));
        };
        let known = || members.iter().map(|member| member.name.as_str());
        if let Some(stranger) = entries.iter().find(|entry| !known().any(|name| name == entry.key))
        {
            return Err(Trouble::unknown(stranger.key_span, "member", &stranger.key, known()));
        }
        let plans = members.iter().zip(types).map(|(member, ty)| {
            let default = || defaults.iter().find(|(name, _)| *name == member.name);
            match (entries.iter().find(|entry| entry.key == member.name), default()) {
                (Some(entry), _) => self.member(entry, member, ty),
                (None, Some((_, plan))) => Ok(plan.clone()),
                (None, None) => Err(Trouble::new(
                    value.span,
                    format!("the member `{}` is missing", member.name),
                )),
            }
        });
        plans.collect::<Result<_, _>>().map(Plan::Tuple)
    }

    fn member(&self, entry: &Entry, member: &Param, ty: &DynSolType) -> Result<Plan, Trouble> {
        let typed = Typed { ty: ty.clone(), members: &member.components };
        self.compile(&entry.value, &typed, fraction_of_member(&member.name))
    }

    /// Four bytes: as they are, or the selector of `AVS_REGISTRY.allocate` or of a signature.
    fn selector(&self, value: &Value) -> Result<Plan, Trouble> {
        let Some(text) = value.as_text().filter(|text| !text.starts_with("0x")) else {
            return coerced(value, &DynSolType::FixedBytes(4));
        };
        let function = match text.split_once('.') {
            Some((to, name)) => {
                let (abi, _) = self.contracts.contract(self.names, to, value.span)?;
                Contracts::function(abi, to, name, value.span)?
            }
            None if text.contains('(') => {
                Contracts::function(&JsonAbi::default(), "", text, value.span)?
            }
            None => return Err(mismatch(value, &DynSolType::FixedBytes(4))),
        };
        Ok(Plan::Fixed(selector_of(&function)))
    }
}

fn selector_of(function: &Function) -> DynSolValue {
    let mut word = alloy_primitives::B256::ZERO;
    word.iter_mut().zip(function.selector()).for_each(|(byte, given)| *byte = given);
    DynSolValue::FixedBytes(word, 4)
}

/// Thirty-two bytes: as they are, or the hash of a text.
fn hashed(value: &Value) -> Result<Plan, Trouble> {
    match value.as_text().filter(|text| !text.starts_with("0x")) {
        Some(text) => Ok(Plan::Fixed(DynSolValue::FixedBytes(keccak256(text), 32))),
        None => coerced(value, &DynSolType::FixedBytes(32)),
    }
}

fn boolean(value: &Value) -> Result<Plan, Trouble> {
    match (&value.raw, value.as_text()) {
        (Raw::Bool(flag), _) => Ok(Plan::Fixed(DynSolValue::Bool(*flag))),
        (_, Some("true")) => Ok(Plan::Fixed(DynSolValue::Bool(true))),
        (_, Some("false")) => Ok(Plan::Fixed(DynSolValue::Bool(false))),
        _ => Err(mismatch(value, &DynSolType::Bool)),
    }
}

pub(crate) fn coerced(value: &Value, ty: &DynSolType) -> Result<Plan, Trouble> {
    let text = value.as_text().ok_or_else(|| mismatch(value, ty))?;
    ty.coerce_str(text).map(Plan::Fixed).map_err(|_| mismatch(value, ty))
}

pub(crate) fn mismatch(value: &Value, ty: &DynSolType) -> Trouble {
    let given = value.as_text().map_or_else(|| value.kind().to_owned(), |text| format!("`{text}`"));
    Trouble::new(
        value.span,
        format!("{} was expected, not {given}", with_article(&ty.sol_type_name())),
    )
}

fn with_article(ty: &str) -> String {
    let article = if ty.starts_with(['a', 'i']) { "an" } else { "a" };
    format!("{article} {ty}")
}

/// A saved field, whatever its type turns out to be.
pub(crate) fn saved_time(world: World<'_>, text: &str, span: Span) -> Result<Saved, Trouble> {
    world.saves.compile(text.strip_prefix('$').unwrap_or(text), DynSolType::Uint(256), span)
}
