//! Numbers as people read them.

use alloy_primitives::{I256, U256};

/// A number with thousands separated: `4,200,000`.
pub fn grouped(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let first = digits.len().checked_rem(3).unwrap_or(0);
    let (head, tail) = digits.split_at_checked(first).unwrap_or(("", digits));
    let mut parts: Vec<&str> = if head.is_empty() { Vec::new() } else { vec![head] };
    let mut rest = tail;
    while let Some((part, more)) = rest.split_at_checked(3) {
        parts.push(part);
        rest = more;
    }
    format!("{sign}{}", parts.join(","))
}

/// A count with thousands separated.
pub fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// A count with its word: `1 scenario`, `2 scenarios`.
pub fn counted(number: impl TryInto<u64>, word: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {word}{ending}", count(number))
}

/// Base units as whole units: all decimals that matter, at least none: `90.5`.
pub fn units(amount: U256, decimals: u8) -> String {
    let digits = amount.to_string();
    let decimals = usize::from(decimals);
    let padded =
        format!("{}{digits}", "0".repeat(decimals.saturating_add(1).saturating_sub(digits.len())));
    let (whole, fraction) =
        padded.split_at_checked(padded.len().saturating_sub(decimals)).unwrap_or((&padded, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { grouped(whole) } else { format!("{}.{fraction}", grouped(whole)) }
}

/// Base units as whole units with at most `places` decimals, rounded towards zero; `…` marks what was cut off.
pub fn rounded_units(amount: U256, decimals: u8, places: usize) -> String {
    let full = units(amount, decimals);
    match full.split_once('.') {
        Some((whole, fraction)) if fraction.len() > places => {
            format!("{whole}.{}…", fraction.get(..places).unwrap_or(fraction))
        }
        _ => full,
    }
}

/// As [`rounded_units`], with a sign.
pub fn signed_units(amount: I256, decimals: u8, places: usize) -> String {
    let sign = if amount.is_negative() { "-" } else { "+" };
    let sign = if amount.is_zero() { "" } else { sign };
    format!("{sign}{}", rounded_units(amount.unsigned_abs(), decimals, places))
}

/// Powers of ten that amounts are written with: decimals of tokens and shares, the whole magnitude.
const EXPONENTS: [usize; 7] = [36, 27, 24, 18, 12, 8, 6];

/// A number as a scenario file can have it: `90e18`, `1_000`.
pub fn literal(number: U256) -> String {
    let digits = number.to_string();
    let zeros = digits.len().saturating_sub(digits.trim_end_matches('0').len());
    if let Some(exponent) = EXPONENTS.into_iter().find(|exponent| *exponent <= zeros) {
        let mantissa = digits.get(..digits.len().saturating_sub(exponent)).unwrap_or(&digits);
        return if mantissa.is_empty() {
            digits
        } else {
            format!("{}e{exponent}", underscored(mantissa))
        };
    }
    underscored(&digits)
}

fn underscored(digits: &str) -> String {
    if digits.len() > 4 { grouped(digits).replace(',', "_") } else { digits.to_owned() }
}

/// A fraction of 1e18 as a percentage.
pub fn percent(wad: U256) -> String {
    format!("{} %", units(wad, 16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_keep_every_decimal_that_matters() {
        assert_eq!(units(U256::from(90_500_000_u64), 6), "90.5");
        assert_eq!(units(U256::from(4_200_000_u64), 0), "4,200,000");
        assert_eq!(units(U256::from(1), 18), "0.000000000000000001");
        assert_eq!(rounded_units(U256::from(1_234_567_u64), 6, 2), "1.23…");
    }

    #[test]
    fn literal_can_be_read_back() {
        assert_eq!(literal(U256::from(90_000_000_000_000_000_000_u128)), "90e18");
        assert_eq!(literal(U256::from(20_454)), "20_454");
        assert_eq!(literal(U256::from(1_767_225_600)), "1_767_225_600");
    }
}
