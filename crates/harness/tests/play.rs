//! Playing: what fails is reported with its place and its names, what passes passes on both chains and in every run.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)] // helpers of tests, outside of `#[test]`

mod common;

use std::path::Path;

use common::{REQUEST, SET_WORLD, WORLD, fails, passes, played, played_on, scenario};
use restaking_harness::cli::BUNDLED;
use restaking_harness::play::{Backend, Options, PlayError, play};
use restaking_harness::report::{Finding, ScenarioReport};
use restaking_harness::scenario::{Source, parse};

const CLAIM: &str = "[[step]]\ndo = { at = \"EXIT.maturity\", from = \"ALICE\", to = \"VAULT\", call = \"redeem\" }\nargs = { shares = \"all\" }\n";

fn exit(claim: &str) -> String {
    format!("{REQUEST}expect = {{ save = \"EXIT\" }}\n{CLAIM}{claim}\n")
}

#[test]
fn bundled_scenarios_are_those_of_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let mut files: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    files.sort();
    let bundled: Vec<&str> = BUNDLED.iter().map(|(name, _)| *name).collect();
    assert_eq!(bundled, files);
}

#[test]
fn a_wrong_return_value_is_reported_with_everything_around_it() {
    assert_eq!(
        fails(&exit("expect = { returns = \"101e18\" }")),
        "test.toml:16:1: step 2 failed
  at        2026-01-16 00:00:00 UTC, 15d after the start
  call      ALICE → VAULT.redeem(shares: 100e24, receiver: ALICE, controller: ALICE)
  expected  to return assets = 101e18
  got       assets = 100e18
"
        .to_owned()
            + &changes_and_replay()
    );
}

/// The end of the report above: which slots there are is the vault's business, their names and units are ours.
fn changes_and_replay() -> String {
    let told = fails(&exit("expect = { returns = \"101e18\" }"));
    let from = told.find("  changed   ").unwrap();
    let changes = &told[from..];
    for line in
        ["VAULT.pool.assets: 100 assets → 0 assets", "VAULT.pool.shares: 100 shares → 0 shares"]
    {
        assert!(changes.contains(line), "{changes}");
    }
    assert!(
        changes.contains("VAULT.queue.requests[20469][ALICE].shares: 100 shares → 0 shares"),
        "{changes}"
    );
    assert!(
        changes.ends_with("  replay    restaking run test.toml --backend both -vvv"),
        "{changes}"
    );
    changes.to_owned()
}

#[test]
fn an_unexpected_revert_is_decoded() {
    let told = fails(
        "[[step]]\ndo = { from = \"ALICE\", to = \"VAULT\", call = \"redeem\" }\nargs = { shares = 5 }\n",
    );
    let wanted =
        "  expected  success\n  got       revert InsufficientClaimable(claimable: 0, needed: 5)\n";
    assert!(told.contains(wanted), "{told}");
}

#[test]
fn a_wrong_revert_is_no_better_than_none() {
    let early = "[[step]]\ndo = { from = \"ALICE\", to = \"VAULT\", call = \"redeem\" }\nargs = { shares = 5 }\n";
    let told = fails(&format!("{early}expect = {{ revert = \"ExitHeld\" }}\n"));
    assert!(told.contains("  expected  revert ExitHeld\n"), "{told}");
    let args =
        "revert = { name = \"InsufficientClaimable\", args = { claimable = 0, needed = 6 } }";
    let told = fails(&format!("{early}expect = {{ {args} }}\n"));
    assert!(
        told.contains("  expected  revert InsufficientClaimable(claimable: 0, needed: 6)\n"),
        "{told}"
    );
    let told = fails(&exit("expect = { revert = \"ExitHeld\" }"));
    assert!(told.contains("  got       success: assets: 100e18\n"), "{told}");
}

#[test]
fn events_state_delta_and_gas_are_checked_on_the_chains_that_they_are_about() {
    let told = fails(&exit("expect = { event = { name = \"Withdraw\", args = { assets = 1 } } }"));
    assert!(
        told.contains(
            "  expected  the event Withdraw(assets: 1)\n  got       VAULT: ExitsSettled("
        ),
        "{told}"
    );
    let told = fails(&exit("expect = { no_event = { name = \"Transfer\", by = \"USD\" } }"));
    assert!(told.contains("  expected  no event Transfer by USD\n"), "{told}");
    let told = fails(&exit("expect = { state = { \"VAULT.totalAssets()\" = \"1e18\" } }"));
    assert!(
        told.contains(
            "  expected  VAULT.totalAssets() = 1e18 (on revm and memory)\n  got       0\n"
        ),
        "{told}"
    );
    let told = fails(&exit("expect = { delta = { \"USD.balanceOf(ALICE)\" = \">= +101e18\" } }"));
    let wanted = "  expected  USD.balanceOf(ALICE) to change by at least +101e18 (on revm and memory)\n  got       +100e18\n";
    assert!(told.contains(wanted), "{told}");
    let told = fails(&exit("expect = { gas = \"< 21000\" }"));
    assert!(told.contains("  expected  gas: less than 21_000 (on revm)\n"), "{told}");
}

#[test]
fn nothing_is_played_after_a_failure() {
    let report = played(&format!("{WORLD}{}{CLAIM}", exit("expect = { returns = 1 }")));
    assert_eq!(report.steps, 3);
    assert!(!report.is_passed() && report.bearings.is_empty());
}

#[test]
fn a_refused_setup_deposit_is_a_failure_with_its_place() {
    let report = played(&WORLD.replace("assets = \"100e18\"", "assets = \"301e18\""));
    let told = report.failure.unwrap().to_string();
    assert!(told.starts_with("test.toml:10:12: setup deposit 1 failed\n"), "{told}");
    assert!(told.contains("got       revert Error(message: \"insufficient balance\")"), "{told}");
}

#[test]
fn chains_agree_and_every_run_gives_the_same_hashes() {
    let steps = exit("");
    let both = passes(&steps);
    assert_eq!(both.chains, ["revm", "memory"]);
    let (name, tally) = *both.tallies.last().unwrap();
    assert!(name == "parity" && tally.armed > 0 && tally.armed == tally.checks);
    let text = format!("{WORLD}{steps}");
    let alone: Vec<ScenarioReport> = [Backend::Revm, Backend::Memory]
        .into_iter()
        .map(|backend| played_on(&text, backend))
        .collect();
    for report in &alone {
        assert_eq!(report.hashes, both.hashes);
        assert!(report.tallies.iter().all(|(name, _)| *name != "parity"));
    }
    assert_ne!(both.hashes, passes(&steps.replace("\"all\"", "\"50%\"")).hashes);
}

#[test]
fn time_never_runs_backwards() {
    let text = format!("{WORLD}{REQUEST}{}", REQUEST.replace("+1d", "+23h"));
    let error = play(&scenario(&text), &Options::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "test.toml:15:1: time runs forward: the step is at 2026-01-01 23:00:00 UTC, and it is 2026-01-02 00:00:00 UTC already"
    );
}

#[test]
fn a_vault_that_the_factory_refuses_is_bad_input() {
    let text =
        WORLD.replace("operator = \"OPERATOR\"", "operator = \"OPERATOR\", exit_delay = \"7d\"");
    let error = play(&scenario(&text), &Options::default()).unwrap_err();
    let told = error.to_string();
    assert!(matches!(error, PlayError::Input(_)));
    assert!(
        told.starts_with(
            "test.toml:8:1: VAULT cannot be created: DelayOutOfRange(exitDelay: 604_800"
        ),
        "{told}"
    );
    let devnet = format!("{text}[genesis]\nexit_delay_min = \"1d\"\n");
    assert!(played(&devnet).is_passed());
}

#[test]
fn who_bore_what_reconciles() {
    let steps = r#"[[step]]
do = { from = "OPERATOR", to = "USD", call = "mint" }
args = { to = "OPERATOR", value = "7e18" }
[[step]]
do = { from = "OPERATOR", to = "USD", call = "transfer" }
args = { to = "VAULT", value = "7e18" }
[[step]]
do = { from = "AVS", to = "SLASHING", call = "file" }
args = { set = "SET", operator = "OPERATOR", charges = [{ vault = "VAULT", fraction = "333333333333333333" }], faultTime = "now", evidence = "e1" }
expect = { save = "FILED" }
[[step]]
do = { at = "FILED.filedAt + 3d", from = "AVS", to = "SLASHING", call = "execute" }
args = { request = "$FILED.request", vault = "VAULT" }
"#;
    let report = played(&format!("{SET_WORLD}{steps}"));
    assert!(report.is_passed(), "{}", report.failure.unwrap());
    let [bearing] = report.bearings.as_slice() else { panic!("one vault") };
    assert!(bearing.unexplained.is_empty());
    let gain = bearing.total().gain();
    let causes = bearing.causes.iter().fold(gain - gain, |sum, (_, amount)| sum + *amount);
    assert_eq!(gain, causes);
    let named = |name: &str| {
        bearing.causes.iter().find(|(cause, _)| cause.starts_with(name)).unwrap().1.to_string()
    };
    assert_eq!(named("slashed and still in escrow"), "-33333333333333333300");
    assert_eq!(named("given to the vault"), "7000000000000000000");
    assert_eq!(named("held by the vault but not booked"), "-7000000000000000000");
}

#[test]
fn artifacts_play_in_revm_only_and_say_so() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/solidity/out");
    let text = format!(
        r#"{}
[[step]]
do = {{ from = "ALICE", to = "MIRROR", call = "function balanceOf(address account) external view returns (uint256)" }}
args = {{ account = "ALICE" }}
expect = {{ returns = 7 }}
[[step]]
do = {{ from = "ALICE", to = "MIRROR", call = "mint" }}
args = {{ to = "VAULT", value = 1 }}
expect = {{ event = {{ name = "Transfer", by = "MIRROR" }}, delta = {{ "MIRROR.balanceOf(VAULT)" = "+1" }} }}
"#,
        WORLD
            .replace("OPERATOR = {}", "OPERATOR = {}\nMIRROR = { artifact = \"Token.sol/StandardToken.json\", args = [\"Mirror\", \"M\", 18] }")
    )
    .replace("expect = { returns = 7 }", "expect = { returns = 0 }");
    let parsed = parse(Source::new("test.toml", text), Some(&folder))
        .unwrap_or_else(|found| panic!("{found:#?}"));
    let report = play(&parsed, &Options::default()).unwrap();
    assert!(report.is_passed(), "{}", report.failure.unwrap());
    assert_eq!(report.chains, ["revm"]);
    assert_eq!(
        report.left_out.unwrap(),
        "plays only in revm: it has artifacts, and memory runs no bytecode"
    );
    let memory = Options { backend: Backend::Memory, ..Options::default() };
    assert!(matches!(play(&parsed, &memory), Err(PlayError::Unplayable(_))));
}

#[test]
fn a_failure_names_the_chain_that_it_is_on() {
    let text = format!("{WORLD}{}", exit("expect = { state = { \"VAULT.totalAssets()\" = 1 } }"));
    let failure = played_on(&text, Backend::Memory).failure.unwrap();
    let [Finding::Expectation { chains, .. }] = failure.findings.as_slice() else {
        panic!("one finding")
    };
    assert_eq!(chains, &["memory"]);
}

#[test]
fn first_call_that_is_refused_breaks_no_rule() {
    let text = r#"name = "nobody has staked"
[actors]
ALICE = {}
OPERATOR = {}
[tokens]
USD = { mint = { ALICE = "100e18" } }
[vaults]
VAULT = { asset = "USD", operator = "OPERATOR", epoch = "1d", exit_delay = "14d" }
[[step]]
do = { from = "ALICE", to = "VAULT", call = "book" }
args = { assets = "1e18" }
expect = { revert = "NothingStaked" }
"#;
    let scenario = restaking_harness::scenario::parse(
        restaking_harness::scenario::Source::new("test.toml", text),
        None,
    )
    .unwrap();
    let report = restaking_harness::play::play(&scenario, &Default::default()).unwrap();
    assert!(report.failure.is_none(), "{}", report.failure.unwrap());
}
