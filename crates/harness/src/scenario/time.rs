//! Durations and dates: `5d`, `1d 6h`, `2026-01-15T00:00:00Z`. All in seconds, all in UTC.

use toml_edit::{Datetime, Offset};

const DAY: u64 = 24 * 60 * 60;

/// Units of a duration, longest first, with their seconds.
const UNITS: [(&str, u64); 5] = [("w", 7 * DAY), ("d", DAY), ("h", 60 * 60), ("m", 60), ("s", 1)];

/// Reads a duration such as `1d 6h`; `None` if it is none.
pub fn parse_duration(text: &str) -> Option<u64> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    let mut total = 0_u64;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '_')?;
        let (number, tail) = rest.split_at_checked(digits)?;
        let (unit, tail) = tail.split_at_checked(1)?;
        let (_, seconds) = UNITS.into_iter().find(|(name, _)| *name == unit)?;
        let number: u64 = number.replace('_', "").parse().ok()?;
        total = total.checked_add(number.checked_mul(seconds)?)?;
        rest = tail.trim_start();
    }
    Some(total)
}

/// Reads a duration with a sign in front: `+5d`, `- 1s`; `None` if it is none.
pub fn parse_signed_duration(text: &str) -> Option<i64> {
    let (is_negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+')?),
    };
    let seconds = i64::try_from(parse_duration(rest)?).ok()?;
    Some(if is_negative { seconds.saturating_neg() } else { seconds })
}

/// Reads durations with signs in a row: `+ 4d - 1s`; nothing at all is 0, `None` if it is none.
pub fn parse_shift(text: &str) -> Option<i64> {
    let mut rest = text.trim();
    let mut total = 0_i64;
    while !rest.is_empty() {
        let (sign, tail) = rest.split_at_checked(1)?;
        let end = tail.find(['+', '-']).unwrap_or(tail.len());
        let (size, next) = tail.split_at_checked(end)?;
        total = total.checked_add(parse_signed_duration(&format!("{sign}{}", size.trim()))?)?;
        rest = next;
    }
    Some(total)
}

/// Reads `now`, `now - 1d` or `start + 3d`: the seconds after `origin`; `None` if it is none.
pub fn parse_shifted(text: &str, origin: &str) -> Option<i64> {
    parse_shift(text.strip_prefix(origin)?)
}

/// A duration as it can be read back: `14d 6h`; seconds only under a minute.
pub fn format_duration(seconds: u64) -> String {
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (name, unit) in UNITS.into_iter().filter(|(name, _)| *name != "w") {
        let count = rest.checked_div(unit).unwrap_or(0);
        if count > 0 {
            parts.push(format!("{count}{name}"));
            rest = rest.saturating_sub(count.saturating_mul(unit));
        }
    }
    if parts.is_empty() { "0s".to_owned() } else { parts.join(" ") }
}

/// The time of a TOML date; UTC if it names no offset, midnight if it names no time. `None` before 1970 or without a date.
pub fn timestamp(date: &Datetime) -> Option<u64> {
    let day = date.date?;
    let days = days_since_1970(i64::from(day.year), i64::from(day.month), i64::from(day.day))?;
    let time = date.time.map_or(0, |time| {
        let hours = i64::from(time.hour).saturating_mul(3600);
        let minutes = i64::from(time.minute).saturating_mul(60);
        hours.saturating_add(minutes).saturating_add(time.second.map_or(0, i64::from))
    });
    let offset = match date.offset {
        Some(Offset::Custom { minutes }) => i64::from(minutes).saturating_mul(60),
        Some(Offset::Z) | None => 0,
    };
    u64::try_from(days.checked_mul(86_400)?.checked_add(time)?.checked_sub(offset)?).ok()
}

/// Reads a date such as `2026-01-15` or `2026-01-15T00:00:00Z`; `None` if it is none.
pub fn parse_date(text: &str) -> Option<u64> {
    text.parse::<Datetime>().ok().and_then(|date| timestamp(&date))
}

/// A time as `2026-01-15 06:00:00 UTC`.
pub fn format_time(time: u64) -> String {
    let days = time.checked_div(DAY).unwrap_or(0);
    let rest = time.checked_rem(DAY).unwrap_or(0);
    let (year, month, day) = date_of(days);
    let part = |unit: u64, modulus: u64| {
        rest.checked_div(unit).and_then(|x| x.checked_rem(modulus)).unwrap_or(0)
    };
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC",
        part(3600, 24),
        part(60, 60),
        part(1, 60)
    )
}

/// Days from 1970-01-01 to a date of the Gregorian calendar. Source: Howard Hinnant, "chrono-compatible low-level date
/// algorithms", `days_from_civil`.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let era = year.checked_div_euclid(400)?;
    let year_of_era = year.checked_rem_euclid(400)?;
    let month_from_march = month.checked_add(9)?.checked_rem(12)?;
    let day_of_year = month_from_march
        .checked_mul(153)?
        .checked_add(2)?
        .checked_div(5)?
        .checked_add(day)?
        .checked_sub(1)?;
    let leap_days = year_of_era.checked_div(4)?.checked_sub(year_of_era.checked_div(100)?)?;
    let day_of_era =
        year_of_era.checked_mul(365)?.checked_add(leap_days)?.checked_add(day_of_year)?;
    era.checked_mul(146_097)?.checked_add(day_of_era)?.checked_sub(719_468)
}

/// Year, month and day, the inverse of [`days_since_1970`]: the last year, month and day that does not begin later.
fn date_of(days: u64) -> (i64, i64, i64) {
    // No date after the year 9999 is worth a loop.
    let days = i64::try_from(days.min(2_932_896)).unwrap_or(0);
    let begins = |year, month| days_since_1970(year, month, 1).unwrap_or(i64::MAX);
    let guess = days.checked_div(366).unwrap_or(0).saturating_add(1970);
    let year = (guess..).take_while(|year| begins(*year, 1) <= days).last().unwrap_or(guess);
    let month = (1..=12).take_while(|month| begins(year, *month) <= days).last().unwrap_or(1);
    (year, month, days.saturating_sub(begins(year, month)).saturating_add(1))
}
