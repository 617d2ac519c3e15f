//! From a value in the file to a plan of a known type.

use alloy_dyn_abi::{DynSolType, DynSolValue, Specifier};
use alloy_json_abi::Param;
use alloy_primitives::{I256, U256};

use super::names::Names;
use super::number::{self, Number};
use super::plan::{Base, Plan, Saved, Who};
use super::saves::Saves;
use super::source::{Span, Trouble};
use super::time;
use super::value::{Raw, Value};

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

/// What "all" and percentages mean where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Nothing.
    None,
    /// A percentage is a fraction of 1e18.
    Wad,
    /// A percentage is one of 1e27; "all" is all the vault has, if it is an argument.
    Magnitude { is_argument: bool },
    /// Both are of this.
    Of(Base),
    /// "all" is every request of a controller.
    Requests(Who),
}

/// Names and what earlier steps saved.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) names: &'a Names,
    pub(crate) saves: &'a Saves,
}

impl Scope<'_> {
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
            DynSolType::Uint(_) | DynSolType::Int(_) => integer(value, &typed.ty, meaning),
            DynSolType::Array(element) => self.list(value, element, typed.members, None, meaning),
            DynSolType::FixedArray(element, length) => {
                self.list(value, element, typed.members, Some(*length), meaning)
            }
            DynSolType::Tuple(types) => self.tuple(value, types, typed.members),
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

    fn tuple(
        &self,
        value: &Value,
        types: &[DynSolType],
        members: &[Param],
    ) -> Result<Plan, Trouble> {
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
            let entry = entries.iter().find(|entry| entry.key == member.name);
            let entry = entry.ok_or_else(|| {
                Trouble::new(value.span, format!("the member `{}` is missing", member.name))
            })?;
            let meaning = fraction_of(&member.name);
            self.compile(
                &entry.value,
                &Typed { ty: ty.clone(), members: &member.components },
                meaning,
            )
        });
        plans.collect::<Result<_, _>>().map(Plan::Tuple)
    }
}

/// What a percentage is of, judged by the name of what it is for.
pub(crate) fn fraction_of(name: &str) -> Meaning {
    match name {
        "leverageLimit" | "slashCap" | "rate" => Meaning::Wad,
        "magnitude" | "maxRedistributable" | "reservedMagnitude" => {
            Meaning::Magnitude { is_argument: false }
        }
        _ => Meaning::None,
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

fn integer(value: &Value, ty: &DynSolType, meaning: Meaning) -> Result<Plan, Trouble> {
    let text = match &value.raw {
        Raw::Integer(integer) => return fixed(value, ty, number_of(*integer)),
        Raw::Time(time) => {
            return fixed(value, ty, Number { is_negative: false, size: U256::from(*time) });
        }
        Raw::Text(text) => text.trim(),
        _ => return Err(mismatch(value, ty)),
    };
    if text == "all" {
        return part(value, ty, number::WAD, meaning);
    }
    if let Some(percent) = number::parse_percent(text) {
        let wad = percent.map_err(|error| Trouble::new(value.span, format!("`{text}` {error}")))?;
        return percentage(value, ty, wad, meaning);
    }
    if let Some(seconds) = time::parse_signed_duration(text) {
        return Ok(Plan::FromNow { seconds, ty: ty.clone() });
    }
    if let Some(seconds) = time::parse_duration(text) {
        return fixed(value, ty, Number { is_negative: false, size: U256::from(seconds) });
    }
    match number::parse(text, 0) {
        Ok(number) => fixed(value, ty, number),
        Err(error) => {
            coerced(value, ty).map_err(|_| Trouble::new(value.span, format!("`{text}` {error}")))
        }
    }
}

fn percentage(
    value: &Value,
    ty: &DynSolType,
    wad: U256,
    meaning: Meaning,
) -> Result<Plan, Trouble> {
    let billion = U256::from(1_000_000_000);
    match meaning {
        Meaning::Wad => fixed(value, ty, Number { is_negative: false, size: wad }),
        Meaning::Magnitude { .. } => {
            fixed(value, ty, Number { is_negative: false, size: wad.saturating_mul(billion) })
        }
        Meaning::Of(_) | Meaning::None | Meaning::Requests(_) => part(value, ty, wad, meaning),
    }
}

fn part(value: &Value, ty: &DynSolType, wad: U256, meaning: Meaning) -> Result<Plan, Trouble> {
    let of = match meaning {
        Meaning::Of(base) => base,
        Meaning::Magnitude { is_argument: true } => Base::Magnitude,
        _ => {
            let text = value.as_text().unwrap_or_default();
            return Err(Trouble::new(value.span, format!("`{text}` of what? Write the number")));
        }
    };
    Ok(Plan::Part { of, wad, ty: ty.clone() })
}

fn number_of(integer: i64) -> Number {
    Number { is_negative: integer < 0, size: U256::from(integer.unsigned_abs()) }
}

/// A number that is known already.
fn fixed(value: &Value, ty: &DynSolType, number: Number) -> Result<Plan, Trouble> {
    sized(number, ty).map(Plan::Fixed).ok_or_else(|| {
        let sign = if number.is_negative { "-" } else { "" };
        Trouble::new(
            value.span,
            format!("{sign}{} does not fit into {}", number.size, ty.sol_type_name()),
        )
    })
}

/// A number as a value of an integer type, if it fits.
pub(crate) fn sized(number: Number, ty: &DynSolType) -> Option<DynSolValue> {
    match *ty {
        DynSolType::Uint(bits) => (!number.is_negative && number.size.bit_len() <= bits)
            .then_some(DynSolValue::Uint(number.size, bits)),
        DynSolType::Int(bits) => {
            let size = I256::try_from(number.size).ok()?;
            let signed = if number.is_negative { size.checked_neg()? } else { size };
            (number.size.bit_len() < bits).then_some(DynSolValue::Int(signed, bits))
        }
        _ => None,
    }
}

fn coerced(value: &Value, ty: &DynSolType) -> Result<Plan, Trouble> {
    let text = value.as_text().ok_or_else(|| mismatch(value, ty))?;
    ty.coerce_str(text).map(Plan::Fixed).map_err(|_| mismatch(value, ty))
}

fn mismatch(value: &Value, ty: &DynSolType) -> Trouble {
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
pub(crate) fn saved_time(scope: Scope<'_>, text: &str, span: Span) -> Result<Saved, Trouble> {
    scope.saves.compile(text.strip_prefix('$').unwrap_or(text), DynSolType::Uint(256), span)
}
