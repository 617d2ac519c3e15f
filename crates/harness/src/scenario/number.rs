//! Numbers as people write them: `1_000`, `100e18`, `1.5e18`, `50%`. Exact, never through a float.

use alloy_primitives::{U256, uint};

/// One, as a fraction.
pub const WAD: U256 = uint!(1_000_000_000_000_000_000_U256);

/// A vault's whole magnitude at birth.
pub const WHOLE: U256 = uint!(1_000_000_000_000_000_000_000_000_000_U256);

/// A number with a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Below zero.
    pub is_negative: bool,
    /// Its size.
    pub size: U256,
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// It does not look like one.
    #[error("is not a number")]
    NotANumber,
    /// It has digits below the unit.
    #[error("is not a whole number")]
    NotWhole,
    /// It does not fit into 256 bits.
    #[error("is too large for 256 bits")]
    TooLarge,
}

/// Reads a number, times ten to the power of `shift`.
///
/// # Errors
/// [`NumberError`].
pub fn parse(text: &str, shift: i64) -> Result<Number, NumberError> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let size = if let Some(hex) = digits.strip_prefix("0x").filter(|_| shift == 0) {
        U256::from_str_radix(hex, 16).map_err(|_| NumberError::NotANumber)?
    } else {
        decimal(digits, shift)?
    };
    Ok(Number { is_negative: is_negative && !size.is_zero(), size })
}

/// Reads a number that is not negative, times ten to the power of `shift`.
///
/// # Errors
/// [`NumberError`].
pub fn parse_unsigned(text: &str, shift: i64) -> Result<U256, NumberError> {
    let number = parse(text, shift)?;
    if number.is_negative { Err(NumberError::NotANumber) } else { Ok(number.size) }
}

/// Reads `50%` as a fraction of [`WAD`]; `None` if there is no percent sign.
pub fn parse_percent(text: &str) -> Option<Result<U256, NumberError>> {
    text.strip_suffix('%').map(|number| parse_unsigned(number.trim_end(), 16))
}

fn decimal(text: &str, shift: i64) -> Result<U256, NumberError> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            (mantissa, exponent.parse().map_err(|_| NumberError::NotANumber)?)
        }
        None => (text, 0_i64),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_number = whole.starts_with(|first: char| first.is_ascii_digit())
        && !mantissa.ends_with(['.', '_'])
        && mantissa.chars().all(|digit| digit.is_ascii_digit() || matches!(digit, '.' | '_'))
        && !fraction.contains('.');
    if !is_number {
        return Err(NumberError::NotANumber);
    }
    let digits: String =
        whole.chars().chain(fraction.chars()).filter(char::is_ascii_digit).collect();
    let below =
        i64::try_from(fraction.chars().filter(char::is_ascii_digit).count()).unwrap_or(i64::MAX);
    scale(&digits, exponent.saturating_add(shift).saturating_sub(below))
}

/// `digits` times ten to the power of `exponent`.
fn scale(digits: &str, exponent: i64) -> Result<U256, NumberError> {
    let zeros = usize::try_from(exponent.unsigned_abs()).unwrap_or(usize::MAX);
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Ok(U256::ZERO);
    }
    if exponent >= 0 {
        let fits = zeros.saturating_add(significant.len()) <= 78;
        let text = if fits { format!("{significant}{}", "0".repeat(zeros)) } else { String::new() };
        return U256::from_str_radix(&text, 10).ok().filter(|_| fits).ok_or(NumberError::TooLarge);
    }
    let (kept, dropped) = significant.split_at(significant.len().saturating_sub(zeros));
    if zeros > significant.len() || dropped.contains(|digit| digit != '0') {
        return Err(NumberError::NotWhole);
    }
    U256::from_str_radix(if kept.is_empty() { "0" } else { kept }, 10)
        .map_err(|_| NumberError::TooLarge)
}
