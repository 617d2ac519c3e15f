//! What numbers mean, judged by the names of what they are for.

use alloy_primitives::U256;

use super::amount;
use crate::scenario::time;

/// Times, in seconds since 1970.
const TIMES: [&str; 20] = [
    "filedAt",
    "until",
    "maturity",
    "due",
    "latest",
    "deadline",
    "time",
    "escrowUntil",
    "faultTime",
    "effectiveAt",
    "windowEnd",
    "end",
    "from",
    "nextFrom",
    "pausedUntil",
    "quarantinedUntil",
    "executableFrom",
    "since",
    "start",
    "earliest",
];

/// Durations, in seconds.
const DURATIONS: [&str; 10] = [
    "vetoWindow",
    "executionWindow",
    "escrowDelay",
    "faultWindow",
    "capWindow",
    "epochLength",
    "exitDelay",
    "slashCapWindow",
    "duration",
    "length",
];

/// Fractions of 1e18.
const FRACTIONS: [&str; 8] = [
    "fraction",
    "leverageLimit",
    "leverageCeiling",
    "ceiling",
    "slashCap",
    "rate",
    "commission",
    "announced",
];

/// Parts of a vault's whole at birth, 1e27.
const MAGNITUDES: [&str; 11] = [
    "magnitude",
    "reserved",
    "taken",
    "change",
    "base",
    "used",
    "judged",
    "promised",
    "whole",
    "room",
    "maxRedistributable",
];

/// A number with its unit; nothing if it needs none.
pub fn of(name: &str, number: U256) -> Option<String> {
    if number.is_zero() {
        return None;
    }
    let year_9999 = U256::from(253_402_300_800_u64);
    if TIMES.contains(&name) {
        return (number < year_9999).then(|| time::format_time(number.saturating_to()));
    }
    if DURATIONS.contains(&name) {
        return (number < year_9999).then(|| time::format_duration(number.saturating_to()));
    }
    if FRACTIONS.contains(&name) {
        return Some(amount::percent(number));
    }
    MAGNITUDES.contains(&name).then(|| format!("{} % of the whole", amount::units(number, 25)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_tells_the_unit_by_the_name() {
        let of = |name, number: &str| of(name, number.parse().unwrap());
        assert_eq!(of("filedAt", "1767225600").unwrap(), "2026-01-01 00:00:00 UTC");
        assert_eq!(of("vetoWindow", "259200").unwrap(), "3d");
        assert_eq!(of("fraction", "500000000000000000").unwrap(), "50 %");
        assert_eq!(of("magnitude", "100000000000000000000000000").unwrap(), "10 % of the whole");
        assert_eq!((of("filedAt", "0"), of("shares", "5")), (None, None));
        assert_eq!(of("until", "253402300800"), None, "no date after the year 9999");
    }
}
