//! A small world that tests write their steps under.
#![allow(clippy::panic, clippy::expect_used, dead_code, unreachable_pub)] // each test crate uses a part of it

use restaking_harness::play::{Backend, Options, play};
use restaking_harness::report::ScenarioReport;
use restaking_harness::scenario::{Scenario, Source, parse};

/// Ten lines: Alice has 100 USD in a vault.
pub const WORLD: &str = r#"name = "test"
[actors]
ALICE = {}
OPERATOR = {}
[tokens]
USD = { mint = { ALICE = "300e18" } }
[vaults]
VAULT = { asset = "USD", operator = "OPERATOR" }
[setup]
deposit = [{ vault = "VAULT", from = "ALICE", assets = "100e18" }]
"#;

/// Three lines: Alice requests her exit.
pub const REQUEST: &str = r#"[[step]]
do = { at = "+1d", from = "ALICE", to = "VAULT", call = "requestRedeem" }
args = { shares = "all" }
"#;

/// The small world with a set that holds all of the vault; steps begin at line 16.
pub const SET_WORLD: &str = r#"name = "test"
[actors]
ALICE = {}
OPERATOR = {}
AVS = {}
RESOLVER = {}
[tokens]
USD = { mint = { ALICE = "300e18" } }
[vaults]
VAULT = { asset = "USD", operator = "OPERATOR" }
[sets]
SET = { avs = "AVS", resolver = "RESOLVER", veto = "3d", execute = "1d", escrow = "3d", fault = "6d" }
[setup]
allocate = [{ set = "SET", vault = "VAULT" }]
deposit = [{ vault = "VAULT", from = "ALICE", assets = "100e18" }]
"#;

/// Three lines: the AVS files against half of what its set holds.
pub const FILE: &str = r#"[[step]]
do = { at = "+1d", from = "AVS", to = "SLASHING", call = "file" }
args = { set = "SET", operator = "OPERATOR", charges = [{ vault = "VAULT", fraction = "50%" }], faultTime = "now", evidence = "e1" }
"#;

/// What is wrong with a file, one line each.
pub fn errors(text: &str) -> Vec<String> {
    match parse(Source::new("test.toml", text), None) {
        Ok(_) => Vec::new(),
        Err(diagnostics) => diagnostics.iter().map(ToString::to_string).collect(),
    }
}

/// The scenario of a file in which nothing is wrong.
pub fn scenario(text: &str) -> Scenario {
    parse(Source::new("test.toml", text), None).unwrap_or_else(|found| panic!("{found:#?}"))
}

/// Plays a scenario.
pub fn played_on(text: &str, backend: Backend) -> ScenarioReport {
    let options = Options { backend, ..Options::default() };
    play(&scenario(text), &options).unwrap_or_else(|error| panic!("{error}"))
}

/// Plays a scenario on both chains.
pub fn played(text: &str) -> ScenarioReport {
    played_on(text, Backend::Both)
}

/// Plays steps in the small world and insists that nothing is found.
pub fn passes(steps: &str) -> ScenarioReport {
    let report = played(&format!("{WORLD}{steps}"));
    assert!(
        report.is_passed(),
        "{}",
        report.failure.map(|failure| failure.to_string()).unwrap_or_default()
    );
    report
}

/// Plays steps in the small world and answers the failure, as it is printed.
pub fn fails(steps: &str) -> String {
    let report = played(&format!("{WORLD}{steps}"));
    report.failure.expect("something must be found").to_string()
}
