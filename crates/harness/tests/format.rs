//! Every kind of bad input is told with file, line, column and, where something close exists, what may have been meant.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing
)]
#![allow(clippy::panic, clippy::unwrap_used)]

mod common;

use common::{REQUEST, WORLD, errors};

/// The errors of the small world with these lines after it; its steps begin at line 11.
fn after_world(lines: &str) -> Vec<String> {
    errors(&format!("{WORLD}{lines}"))
}

fn step(line: &str) -> Vec<String> {
    after_world(&format!("[[step]]\n{line}\n"))
}

fn expecting(line: &str) -> Vec<String> {
    after_world(&format!("{REQUEST}expect = {{ {line} }}\n"))
}

#[test]
fn malformed_toml_is_told_where_it_breaks() {
    assert_eq!(errors("name = \"x\n"), ["test.toml:1:10: invalid basic string, expected `\"`"]);
    assert_eq!(
        errors(&WORLD.replace("OPERATOR = {}", "ALICE = {}")),
        ["test.toml:4:1: duplicate key"]
    );
}

#[test]
fn missing_parts_are_named() {
    assert_eq!(
        errors("name = \"x\"\n"),
        ["test.toml:1:1: a scenario needs at least one `[[step]]`"]
    );
    assert_eq!(
        errors("[[step]]\ndo = { wait = \"1d\" }\n"),
        ["test.toml:1:1: a scenario lacks `name`"]
    );
    assert_eq!(after_world("[[step]]\n"), ["test.toml:11:1: a step needs `do` or `expect`"]);
    assert_eq!(
        step("do = { to = \"VAULT\", call = \"settle\" }"),
        ["test.toml:12:6: `do` lacks `from`"]
    );
}

#[test]
fn unknown_keys_are_told_with_a_suggestion() {
    assert_eq!(
        after_world("[vautls]\n"),
        ["test.toml:11:2: unknown key `vautls` in a scenario; did you mean `vaults`?"]
    );
    assert_eq!(
        step("do = { wiat = \"1d\" }"),
        ["test.toml:12:8: unknown key `wiat` in `do`; did you mean `wait`?"]
    );
    assert_eq!(
        errors(&WORLD.replace("operator =", "delay = \"1d\", operator =")),
        ["test.toml:8:26: unknown key `delay` in a vault"]
    );
    assert_eq!(
        expecting("evnt = \"RedeemRequest\""),
        ["test.toml:14:12: unknown key `evnt` in `expect`; did you mean `event`?"]
    );
}

#[test]
fn parts_of_later_versions_are_refused_and_not_ignored() {
    let later = "[control]\nmutant = \"x\"\n[[invariant]]\nname = \"y\"\n";
    assert_eq!(
        after_world(later),
        [
            "test.toml:11:2: `control` is not supported yet",
            "test.toml:13:3: `invariant` is not supported yet",
        ]
    );
    let extends = format!("extends = \"base.toml\"\n{WORLD}");
    assert_eq!(errors(&extends), ["test.toml:1:1: `extends` is not supported yet"]);
}

#[test]
fn unknown_names_are_told_with_a_suggestion() {
    assert_eq!(
        step("do = { from = \"ALCIE\", to = \"VALUT\", call = \"settle\" }"),
        [
            "test.toml:12:15: unknown name `ALCIE`; did you mean `ALICE`?",
            "test.toml:12:29: unknown name `VALUT`; did you mean `VAULT`?",
        ]
    );
    assert_eq!(
        errors(&WORLD.replace("asset = \"USD\"", "asset = \"UDS\"")),
        ["test.toml:8:19: unknown token `UDS`; did you mean `USD`?"]
    );
    assert_eq!(
        errors(&WORLD.replace("operator = \"OPERATOR\"", "operator = \"OPERATER\"")),
        ["test.toml:8:37: unknown actor `OPERATER`; did you mean `OPERATOR`?"]
    );
    assert_eq!(
        errors(&WORLD.replace("USD = {", "USD = { kind = \"blocklst\",")),
        ["test.toml:6:16: unknown token kind `blocklst`; did you mean `blocklist`?"]
    );
}

#[test]
fn names_are_taken_once_and_well_formed() {
    assert_eq!(
        errors(&WORLD.replace("USD = {", "ALICE = {}\nUSD = {")),
        ["test.toml:6:1: the name `ALICE` is taken"]
    );
    assert_eq!(
        errors(&WORLD.replace("ALICE = {}", "SLASHING = {}\nALICE = {}")),
        ["test.toml:3:1: the name `SLASHING` is taken"]
    );
    assert_eq!(
        errors(&WORLD.replace("ALICE = {}", "\"A B\" = {}\nALICE = {}")),
        [
            "test.toml:3:1: `A B` is no name: a name has letters, digits, `_` and `-`, and begins with a letter"
        ]
    );
    assert_eq!(
        expecting("save = \"ALICE\""),
        ["test.toml:14:19: `ALICE` cannot be saved under: the name is taken"]
    );
}

#[test]
fn unknown_functions_and_arguments_are_told_with_a_suggestion() {
    let call = |call: &str, args: &str| {
        step(&format!(
            "do = {{ from = \"ALICE\", to = \"VAULT\", call = \"{call}\" }}\nargs = {{ {args} }}"
        ))
    };
    assert_eq!(
        call("requestRedem", "shares = \"all\""),
        [
            "test.toml:12:45: unknown function `requestRedem` of VAULT; did you mean `requestRedeem`?"
        ]
    );
    assert_eq!(
        call("requestRedeem", "share = \"all\""),
        ["test.toml:13:10: unknown argument `share` of `requestRedeem`; did you mean `shares`?"]
    );
    assert_eq!(
        call("requestRedeem", ""),
        ["test.toml:13:1: `requestRedeem` needs the argument `shares` (uint256)"]
    );
    assert_eq!(call("foo(uint", ""), ["test.toml:12:45: `foo(uint` is no signature: expected `)`"]);
    assert_eq!(
        step("do = { from = \"VAULT\", to = \"ALICE\", call = \"settle\" }"),
        [
            "test.toml:12:15: `VAULT` cannot send transactions: only actors, crowds and the protocol's accounts can",
            "test.toml:12:29: `ALICE` has no code that could be called",
        ]
    );
}

#[test]
fn values_of_the_wrong_type_are_told_with_the_right_one() {
    let deposit = |assets: &str| {
        step(&format!(
            "do = {{ from = \"ALICE\", to = \"VAULT\", call = \"deposit\" }}\nargs = {{ assets = {assets} }}"
        ))
    };
    assert_eq!(deposit("true"), ["test.toml:13:19: a uint256 was expected, not a boolean"]);
    assert_eq!(deposit("\"much\""), ["test.toml:13:19: `much` is not a number"]);
    assert_eq!(deposit("\"1.5\""), ["test.toml:13:19: `1.5` is not a whole number"]);
    assert_eq!(deposit("\"1e78\""), ["test.toml:13:19: `1e78` is too large for 256 bits"]);
    assert_eq!(deposit("-1"), ["test.toml:13:19: -1 does not fit into uint256"]);
    assert_eq!(
        deposit("1.5e18"),
        ["test.toml:13:19: floats are not exact: write the number as a string, such as \"1.5e18\""]
    );
    assert_eq!(
        step(
            "do = { from = \"SLASHING\", to = \"VAULT\", call = \"openHold\" }\nargs = { seat = 256, executableFrom = \"now\", until = \"+7d\", magnitude = 0 }"
        ),
        ["test.toml:13:17: 256 does not fit into uint8"]
    );
    assert_eq!(
        step(
            "do = { from = \"ALICE\", to = \"VAULT\", call = \"setOperator\" }\nargs = { operator = 7, approved = \"yes\" }"
        ),
        [
            "test.toml:13:21: an address was expected, not an integer",
            "test.toml:13:35: a bool was expected, not `yes`",
        ]
    );
    assert_eq!(
        step(
            "do = { from = \"ALICE\", to = \"VAULT\", call = \"mint\" }\nargs = { shares = \"50%\" }"
        ),
        ["test.toml:13:19: `50%` of what? Write the number"]
    );
}

#[test]
fn expectations_are_checked_before_anything_runs() {
    assert_eq!(
        expecting("revert = \"ExitHold\""),
        ["test.toml:14:21: unknown error `ExitHold`; did you mean `ExitHeld`?"]
    );
    assert_eq!(
        expecting("revert = { name = \"ExitHeld\", args = { filedat = 1 } }"),
        ["test.toml:14:51: unknown argument `filedat` of `ExitHeld`; did you mean `filedAt`?"]
    );
    assert_eq!(
        expecting("event = \"RedeemRequests\""),
        ["test.toml:14:20: unknown event `RedeemRequests`; did you mean `RedeemRequest`?"]
    );
    assert_eq!(
        expecting("revert = \"ExitHeld\", save = \"X\""),
        ["test.toml:14:33: a call that reverts has no `save`"]
    );
    assert_eq!(
        expecting("gas = 65000"),
        ["test.toml:14:18: `gas` must be a bound, such as \"<= 65000\""]
    );
    assert_eq!(
        expecting("returns = { requestID = 1 }"),
        [
            "test.toml:14:24: unknown argument `requestID` of `requestRedeem`; did you mean `requestId`?"
        ]
    );
}

#[test]
fn views_are_checked_before_anything_runs() {
    assert_eq!(
        expecting(
            "state = { \"VAULT.totalAsset()\" = 1, \"VAULT.totalAssets\" = 1, \"VAULT.hold(0)\" = 1 }"
        ),
        [
            "test.toml:14:22: unknown function `totalAsset` of VAULT; did you mean `totalAssets`?",
            "test.toml:14:48: `VAULT.totalAssets` is no view: write it as \"VAULT.balanceOf(ALICE)\"",
            "test.toml:14:73: `hold` answers filedAt, until, isExecuted, magnitude, escrowId: add which, such as `.filedAt`",
        ]
    );
    assert_eq!(
        expecting("state = { \"VAULT.balanceOf()\" = 1, \"VAULT.balanceOf(BOB)\" = 1 }"),
        [
            "test.toml:14:22: `balanceOf` takes 1 argument, not 0",
            "test.toml:14:47: unknown name `BOB`",
        ]
    );
    assert_eq!(
        expecting("delta = { \"VAULT.name()\" = 1 }"),
        ["test.toml:14:22: `VAULT.name()` answers no number that could change by some amount"]
    );
}

#[test]
fn saved_names_exist_before_they_are_used() {
    let later = "[[step]]\ndo = { at = \"EXIT.maturiy\", from = \"ALICE\", to = \"VAULT\", call = \"redeemRequest\" }\nargs = { requestId = \"$EXTI.requestId\", shares = \"all\" }\n";
    assert_eq!(
        after_world(&format!("{REQUEST}expect = {{ save = \"EXIT\" }}\n{later}")),
        [
            "test.toml:16:13: unknown field `maturiy` of `EXIT`; did you mean `maturity`?",
            "test.toml:17:22: unknown saved name `EXTI`; did you mean `EXIT`?",
        ]
    );
}

#[test]
fn times_are_one_of_three_kinds() {
    let expected = "expect = { state = {} }";
    assert_eq!(
        step(&format!("do = {{ at = \"1d\" }}\n{expected}")),
        [
            "test.toml:12:13: `1d` is no time: write \"+15d\" from the start, a date, or \"EXIT.maturity - 1s\""
        ]
    );
    assert_eq!(
        step(&format!("do = {{ at = \"+1d\", wait = \"1d\" }}\n{expected}")),
        ["test.toml:12:13: a step has `at` or `wait`, not both"]
    );
    assert_eq!(
        step(&format!("do = {{ wait = \"1 day\" }}\n{expected}")),
        ["test.toml:12:15: `wait` must be a duration such as \"1d 6h\""]
    );
    assert_eq!(
        errors(&format!("start = 1999-01-01\n{WORLD}")),
        ["test.toml:1:9: `start` must be a date since 2025, such as 2026-01-01T00:00:00Z"]
    );
}

#[test]
fn crowds_are_checked() {
    assert_eq!(
        after_world(
            "[crowds]\nMANY = { count = 10, total = 5, token = \"USD\" }\nSOME = { count = 1, total = 5, token = \"UDS\" }\n"
        ),
        [
            "test.toml:12:8: in a crowd everybody has something: at least one member, a skew of at most 4, a larger total",
            "test.toml:13:40: unknown token `UDS`; did you mean `USD`?",
        ]
    );
    let crowd = "[crowds]\nMANY = { count = 10, total = 500, token = \"USD\" }\n";
    let act = "[[step]]\ndo = { from = \"MANY-3..11\", to = \"USD\", call = \"transfer\" }\nargs = { to = \"MANY\", value = \"all\" }\n";
    assert_eq!(
        after_world(&format!("{crowd}{act}")),
        [
            "test.toml:14:15: `MANY-3..11` does not end with a later member of the crowd",
            "test.toml:15:15: `MANY` is a crowd of 10: name one member, such as `MANY-1`",
        ]
    );
}

#[test]
fn artifacts_that_cannot_be_read_are_told() {
    let text =
        WORLD.replace("OPERATOR = {}", "OPERATOR = {}\nEVIL = { artifact = \"out/Evil.json\" }");
    let found = errors(&text);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("test.toml:5:21: the artifact out/Evil.json cannot be read: "),
        "{}",
        found[0]
    );
}

#[test]
fn all_errors_are_told_at_once_in_the_order_of_the_file() {
    assert_eq!(
        after_world(
            "[[step]]\ndo = { form = \"ALICE\", to = \"VALT\", call = \"x\" }\n[[step]]\nfoo = 1\n"
        ),
        [
            "test.toml:12:6: `do` lacks `from`",
            "test.toml:12:8: unknown key `form` in `do`; did you mean `from`?",
            "test.toml:12:29: unknown name `VALT`; did you mean `VAULT`?",
            "test.toml:13:1: a step needs `do` or `expect`",
            "test.toml:14:1: unknown key `foo` in a step",
        ]
    );
}

#[test]
fn a_broken_step_does_not_make_later_ones_look_broken() {
    let broken = "[[step]]\ndo = { from = \"ALICE\", to = \"VAULT\", call = \"requestRedem\" }\nexpect = { save = \"EXIT\" }\n";
    let later = "[[step]]\ndo = { at = \"EXIT.maturity\", from = \"ALICE\", to = \"VAULT\", call = \"settle\" }\n";
    assert_eq!(
        after_world(&format!("{broken}{later}")),
        [
            "test.toml:12:45: unknown function `requestRedem` of VAULT; did you mean `requestRedeem`?"
        ]
    );
}
