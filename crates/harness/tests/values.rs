//! Values mean what they say: numbers, percentages, durations, dates, "all", saved fields.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)] // helpers of tests, outside of `#[test]`

mod common;

use alloy_primitives::U256;
use common::{FILE, REQUEST, SET_WORLD, WORLD, passes, played, scenario};
use restaking_harness::scenario::number::{NumberError, parse, parse_percent, parse_unsigned};
use restaking_harness::scenario::time::{
    format_duration, format_time, parse_date, parse_duration, parse_shift, parse_shifted,
    parse_signed_duration,
};

fn number(text: &str) -> Result<U256, NumberError> {
    parse_unsigned(text, 0)
}

#[test]
fn numbers_are_exact() {
    assert_eq!(number("0"), Ok(U256::ZERO));
    assert_eq!(number("1_000"), Ok(U256::from(1000)));
    assert_eq!(number("100e18"), Ok(U256::from(100_000_000_000_000_000_000_u128)));
    assert_eq!(number("1.5e18"), Ok(U256::from(1_500_000_000_000_000_000_u64)));
    assert_eq!(number("1234567.654321e6"), Ok(U256::from(1_234_567_654_321_u64)));
    assert_eq!(number("1.50"), Err(NumberError::NotWhole));
    assert_eq!(number("1.0"), Ok(U256::from(1)));
    assert_eq!(number("0x10"), Ok(U256::from(16)));
    assert_eq!(number(&U256::MAX.to_string()), Ok(U256::MAX));
    assert_eq!(number("1e78"), Err(NumberError::TooLarge));
    assert_eq!(number("1e-1"), Err(NumberError::NotWhole));
    assert_eq!(number("10e-1"), Ok(U256::from(1)));
    for text in ["", "e18", "1e", "1.", ".5", "1..5", "1_", "--1", "1 000", "all"] {
        assert_eq!(number(text), Err(NumberError::NotANumber), "{text}");
    }
    assert!(parse("-5", 0).is_ok_and(|number| number.is_negative));
    assert!(parse("-0", 0).is_ok_and(|number| !number.is_negative));
}

#[test]
fn percentages_are_fractions_of_1e18() {
    assert_eq!(parse_percent("77.6%"), Some(Ok(U256::from(776_000_000_000_000_000_u64))));
    assert_eq!(parse_percent("100 %"), Some(Ok(U256::from(1_000_000_000_000_000_000_u64))));
    assert_eq!(parse_percent("1e-17%"), Some(Err(NumberError::NotWhole)));
    assert_eq!(parse_percent("50"), None);
}

#[test]
fn durations_read_back_as_they_are_written() {
    assert_eq!(parse_duration("1d 6h"), Some(108_000));
    assert_eq!(parse_duration("2w"), Some(1_209_600));
    assert_eq!(parse_duration("90m"), Some(5_400));
    for text in ["", "5", "d", "5x", "1 day", "100e18", "-1d"] {
        assert_eq!(parse_duration(text), None, "{text}");
    }
    assert_eq!(parse_signed_duration("+5d"), Some(432_000));
    assert_eq!(parse_signed_duration("- 1s"), Some(-1));
    assert_eq!(parse_signed_duration("5d"), None);
    for seconds in [0, 1, 59, 60, 86_399, 86_400, 1_209_600, 1_297_859] {
        assert_eq!(parse_duration(&format_duration(seconds)), Some(seconds));
    }
}

#[test]
fn dates_are_utc() {
    assert_eq!(parse_date("2026-01-01"), Some(1_767_225_600));
    assert_eq!(parse_date("2026-01-01T00:00:00Z"), Some(1_767_225_600));
    assert_eq!(parse_date("2026-01-01T01:00:00+01:00"), Some(1_767_225_600));
    assert_eq!(parse_date("1970-01-01"), Some(0));
    assert_eq!(parse_date("2024-02-29"), Some(1_709_164_800));
    assert_eq!(parse_date("1969-12-31"), None);
    assert_eq!(format_time(1_767_225_600), "2026-01-01 00:00:00 UTC");
    assert_eq!(format_time(1_709_164_799), "2024-02-28 23:59:59 UTC");
    assert_eq!(format_time(0), "1970-01-01 00:00:00 UTC");
}

#[test]
fn all_and_percent_are_of_what_the_sender_has() {
    passes(
        r#"[[step]]
do = { from = "ALICE", to = "VAULT", call = "requestRedeem" }
args = { shares = "25%" }
expect = { save = "EXIT", state = { "VAULT.balanceOf(ALICE)" = "75e24", "VAULT.pendingRedeemRequest($EXIT.requestId, ALICE)" = "25e24" } }
[[step]]
do = { from = "ALICE", to = "USD", call = "transfer" }
args = { to = "OPERATOR", value = "50%" }
expect = { delta = { "USD.balanceOf(ALICE)" = "-100e18", "USD.balanceOf(OPERATOR)" = "+100e18" } }
[[step]]
do = { from = "ALICE", to = "VAULT", call = "deposit" }
args = { assets = "all" }
expect = { returns = "100e24", state = { "USD.balanceOf(ALICE)" = 0 } }
[[step]]
do = { at = "EXIT.maturity", from = "ALICE", to = "VAULT", call = "redeem" }
args = { shares = "40%" }
expect = { returns = "10e18" }
[[step]]
do = { from = "ALICE", to = "VAULT", call = "withdraw" }
args = { assets = "all" }
expect = { returns = "15e24" }
"#,
    );
}

#[test]
fn all_of_an_exit_is_what_waits_if_nothing_has_matured() {
    let early = "[[step]]\ndo = { from = \"ALICE\", to = \"VAULT\", call = \"redeem\" }\nargs = { shares = \"all\" }\n";
    passes(&format!(
        "{REQUEST}{early}expect = {{ revert = {{ name = \"InsufficientClaimable\", args = {{ needed = \"100e24\" }} }} }}\n"
    ));
}

#[test]
fn magnitudes_are_parts_of_1e27_and_times_count_from_the_call() {
    let steps = r#"[[step]]
do = { at = "+1d", from = "AVS", to = "SLASHING", call = "file" }
args = { set = "SET", operator = "OPERATOR", charges = [{ vault = "VAULT", fraction = "12.5%" }], faultTime = "now - 1h", evidence = "e1" }
expect = { save = "FILED", event = { name = "HoldOpened", args = { until = 2026-01-06, magnitude = "125e24" } } }
[[step]]
do = { at = "FILED.filedAt + 3d + 1h - 1s", from = "AVS", to = "SLASHING", call = "execute" }
args = { request = "$FILED.request", vault = "VAULT" }
expect = { event = { name = "Slashed", args = { magnitude = "12.5%", assets = "12.5e18", due = "+3d" } }, state = { "VAULT.magnitude()" = "87.5%", "VAULT.rate()" = "87.5%", "VAULT.hold(0).until" = "$FILED.filedAt + 6d + 1h - 1s" } }
"#;
    let report = played(&format!("{SET_WORLD}{steps}"));
    assert!(report.is_passed(), "{}", report.failure.unwrap());
}

#[test]
fn times_count_from_the_start_from_now_or_from_nothing() {
    assert_eq!(parse_shift("+ 4d - 1s"), Some(345_599));
    assert_eq!(parse_shift(" -1h +30m"), Some(-1_800));
    assert_eq!(parse_shift(""), Some(0));
    for text in ["4d", "+", "+ 4d -", "+4", "-1d x"] {
        assert_eq!(parse_shift(text), None, "{text}");
    }
    assert_eq!(parse_shifted("start + 3d", "start"), Some(259_200));
    assert_eq!(parse_shifted("now", "now"), Some(0));
    assert_eq!(parse_shifted("nowhere", "now"), None);
    let fault = |time: &str| {
        let text = FILE.replace("\"now\"", &format!("{time:?}"));
        let expect = "expect = { save = \"S\", state = { \"VAULT.openHolds()\" = 1 } }\n";
        let told = "[[step]]\ndo = { from = \"AVS\", to = \"SLASHING\", call = \"withdraw\" }\nargs = { request = \"$S.request\" }\n[[step]]\nexpect = { state = { \"USD.balanceOf(ALICE)\" = 7 } }\n";
        let report = played(&format!("{SET_WORLD}{text}{expect}{told}"));
        report.failure.unwrap().to_string().contains("expected  USD.balanceOf(ALICE) = 7")
    };
    for time in ["now", "now - 1d", "start + 1d", "+0s", "2026-01-01T12:00:00Z", "1767225600"] {
        assert!(fault(time), "{time}");
    }
}

#[test]
fn comparisons_may_stand_before_numbers() {
    passes(
        r#"[[step]]
expect = { state = { "VAULT.totalAssets()" = "> 99e18", "VAULT.totalSupply()" = "!= 0", "VAULT.exitDelay()" = "14d", "VAULT.leverageLimit()" = "== 1e18", "VAULT.name()" = "VAULT", "VAULT.asset()" = "USD", "VAULT.clear()" = true } }
"#,
    );
}

#[test]
fn structs_and_lists_are_written_with_their_members() {
    passes(
        r#"[[step]]
do = { from = "OPERATOR", to = "FACTORY", call = "createVault" }
args = { operator = "OPERATOR", salt = "0x0000000000000000000000000000000000000000000000000000000000000007", params = { asset = "USD", epochLength = "1d", exitDelay = "21d", leverageLimit = "200%", slashCap = "50%", slashCapWindow = "7d", maxRedistributable = "10%", depositCap = "1e24", depositorApprover = "ZERO", name = "Another", symbol = "A" } }
expect = { save = "MADE", event = { name = "VaultCreated", args = { operator = "OPERATOR", asset = "USD" } }, state = { "FACTORY.isVault($MADE.vault)" = true } }
[[step]]
do = { from = "ALICE", to = "VAULT", call = "redeemRequests" }
args = { requestIds = [1, "2", "0x3"] }
expect = { returns = 0 }
"#,
    );
}

#[test]
fn what_a_crowd_saves_is_kept_for_each_member() {
    let text = format!(
        r#"{WORLD}
[crowds]
MANY = {{ count = 3, total = "60e18", token = "USD", skew = "0" }}
[[step]]
do = {{ from = "MANY", to = "VAULT", call = "deposit" }}
args = {{ assets = "all" }}
expect = {{ save = "IN", delta = {{ "VAULT.totalAssets()" = "+60e18" }} }}
[[step]]
do = {{ at = "+1d", from = "MANY-1", to = "VAULT", call = "requestRedeem" }}
args = {{ shares = "all" }}
expect = {{ save = "EXIT" }}
[[step]]
do = {{ at = "+3d", from = "MANY-2..3", to = "VAULT", call = "requestRedeem" }}
args = {{ shares = "$IN.shares" }}
expect = {{ save = "EXIT" }}
[[step]]
do = {{ at = "EXIT.maturity", from = "MANY", to = "VAULT", call = "redeemRequest" }}
args = {{ requestId = "$EXIT.requestId", shares = "all" }}
expect = {{ returns = "20e18" }}
"#
    );
    let report = played(&text);
    assert!(report.is_passed(), "{}", report.failure.unwrap());
}

#[test]
fn a_crowd_holds_exactly_its_total() {
    let text = format!(
        "{WORLD}[crowds]\nMANY = {{ count = 200, total = \"4200000e18\", token = \"USD\", skew = \"1.1\" }}\n"
    );
    let crowd = &scenario(&text).crowds[0];
    assert_eq!(crowd.amounts.iter().sum::<U256>(), number("4200000e18").unwrap());
    assert!(crowd.amounts.is_sorted_by(|a, b| a >= b));
    // 2^1.1 = 2.1435…: the second has that much less than the first.
    let ratio = crowd.amounts[0] * U256::from(10_000) / crowd.amounts[1];
    assert_eq!(ratio, U256::from(21_435));
}
