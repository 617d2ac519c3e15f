//! Integers: numbers, percentages, durations, times.

use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{I256, U256};

use super::compile::{coerced, mismatch};
use super::meaning::Meaning;
use super::number::{self, Number};
use super::plan::{Base, Plan};
use super::source::Trouble;
use super::time;
use super::value::{Raw, Value};

/// The plan of an integer; `start` is the time of the first block.
pub(crate) fn integer(
    value: &Value,
    ty: &DynSolType,
    meaning: Meaning,
    start: u64,
) -> Result<Plan, Trouble> {
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
    if let Some(plan) = moment(value, ty, text, start) {
        return plan;
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

/// A time: `+1d` and `now - 1d` from the call, `start + 3d` from the first block, or a date.
fn moment(value: &Value, ty: &DynSolType, text: &str, start: u64) -> Option<Result<Plan, Trouble>> {
    if let Some(seconds) = time::parse_signed_duration(text) {
        return Some(Ok(Plan::FromNow { seconds, ty: ty.clone() }));
    }
    if let Some(seconds) = time::parse_shifted(text, "now") {
        return Some(Ok(Plan::FromNow { seconds, ty: ty.clone() }));
    }
    let since_start = time::parse_shifted(text, "start");
    let date = || time::parse_date(text).filter(|_| text.contains('-'));
    let seconds = since_start.map(|shift| start.saturating_add_signed(shift)).or_else(date)?;
    Some(fixed(value, ty, Number { is_negative: false, size: U256::from(seconds) }))
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
        Meaning::Magnitude(_) => {
            fixed(value, ty, Number { is_negative: false, size: wad.saturating_mul(billion) })
        }
        Meaning::Of(_) | Meaning::None | Meaning::Requests(_) => part(value, ty, wad, meaning),
    }
}

fn part(value: &Value, ty: &DynSolType, wad: U256, meaning: Meaning) -> Result<Plan, Trouble> {
    let of = match meaning {
        Meaning::Of(base) => base,
        Meaning::Magnitude(Some(who)) => Base::Magnitude(who),
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
