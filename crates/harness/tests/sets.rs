//! Operator sets: what may be written about them, what is told of mistakes, and what their names stand for.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod common;

use common::{FILE, SET_WORLD, errors, played, scenario};
use restaking_harness::scenario::number::WAD;

/// The errors of a world in which the line of the set is this one.
fn with_set(line: &str) -> Vec<String> {
    let lines = SET_WORLD.lines().map(|old| if old.starts_with("SET = ") { line } else { old });
    errors(&lines.collect::<Vec<_>>().join("\n"))
}

fn with_setup(line: &str) -> Vec<String> {
    let lines = SET_WORLD.lines().map(|old| if old.starts_with("allocate") { line } else { old });
    errors(&lines.collect::<Vec<_>>().join("\n"))
}

fn step(args: &str) -> Vec<String> {
    errors(&format!(
        "{SET_WORLD}[[step]]\ndo = {{ from = \"AVS\", to = \"SLASHING\", call = \"file\" }}\n{args}\n"
    ))
}

/// Plays steps in the world with a set and insists that nothing is found.
fn passes(steps: &str) {
    let report = played(&format!("{SET_WORLD}{steps}"));
    assert!(report.is_passed(), "{}", report.failure.unwrap());
}

/// Plays steps in the world with a set and answers the failure, as it is printed.
fn fails(steps: &str) -> String {
    let report = played(&format!("{SET_WORLD}{steps}"));
    report.failure.expect("something must be found").to_string()
}

#[test]
fn a_set_needs_its_avs_and_nothing_else() {
    let text = SET_WORLD.replace(
        ", resolver = \"RESOLVER\", veto = \"3d\", execute = \"1d\", escrow = \"3d\", fault = \"6d\"",
        "",
    );
    let text =
        text.replace("[setup]", "NEXT = { avs = \"AVS\", resolver = \"RESOLVER\" }\n[setup]");
    let sets = scenario(&text).sets;
    let [set, next] = sets.as_slice() else { panic!("two sets") };
    assert_eq!((set.id, next.id), (1, 2));
    assert_eq!((set.slasher.as_str(), &set.resolver, &set.recipient), ("AVS", &None, &None));
    assert_eq!((set.veto, set.execute, set.escrow, set.fault), (0, 0, 259_200, 518_400));
    assert_eq!((next.veto, next.execute, next.escrow), (259_200, 86_400, 259_200));
    assert_eq!(
        (set.cap, set.cap_window, set.assets.as_slice()),
        (WAD, 604_800, [(0, WAD)].as_slice())
    );
    assert_eq!(
        (set.admission, &set.gate, set.operator_cap, set.is_leveraged),
        (0, &None, 0, false)
    );
    assert_eq!(with_set("SET = {}"), ["test.toml:12:7: a set lacks `avs`"]);
}

#[test]
fn mistakes_in_a_set_are_told_with_a_suggestion() {
    assert_eq!(
        with_set("SET = { avs = \"AVS\", resover = \"RESOLVER\" }"),
        ["test.toml:12:22: unknown key `resover` in a set; did you mean `resolver`?"]
    );
    assert_eq!(
        with_set("SET = { avs = \"AVZ\", assets = [\"UDS\"], weights = { USDD = 1 } }"),
        [
            "test.toml:12:15: unknown actor `AVZ`; did you mean `AVS`?",
            "test.toml:12:32: unknown token `UDS`; did you mean `USD`?",
            "test.toml:12:52: unknown token `USDD`; did you mean `USD`?",
        ]
    );
    assert_eq!(
        with_set("SET = { avs = \"AVS\", admission = \"opne\", veto = 1.5, leveraged = \"yes\" }"),
        [
            "test.toml:12:34: unknown admission `opne`; did you mean `open`?",
            "test.toml:12:49: floats are not exact: write the number as a string, such as \"1.5e18\"",
            "test.toml:12:66: `leveraged` in a set must be true or false, not a string",
        ]
    );
    assert_eq!(
        with_set("ALICE = { avs = \"AVS\" }")[0],
        "test.toml:12:1: the name `ALICE` is taken"
    );
}

#[test]
fn mistakes_in_the_setup_are_told_with_a_suggestion() {
    assert_eq!(
        with_setup("allocate = [{ set = \"SETT\", vault = \"VAULTS\" }]"),
        [
            "test.toml:14:21: unknown set `SETT`; did you mean `SET`?",
            "test.toml:14:37: unknown vault `VAULTS`; did you mean `VAULT`?",
        ]
    );
    assert_eq!(
        with_setup("register = [{ set = \"SET\", oprator = \"OPERATOR\" }]"),
        [
            "test.toml:14:13: a registration lacks `operator`",
            "test.toml:14:28: unknown key `oprator` in a registration; did you mean `operator`?",
        ]
    );
    assert_eq!(
        with_setup("alocate = []"),
        ["test.toml:14:1: unknown key `alocate` in setup; did you mean `allocate`?"]
    );
}

#[test]
fn terms_that_the_registry_refuses_are_told_at_the_set() {
    let text = SET_WORLD.replace("veto = \"3d\"", "veto = \"5d\"");
    let error = restaking_harness::play::play(&scenario(&text), &Default::default()).unwrap_err();
    assert!(
        error.to_string().starts_with(
            "test.toml:12:1: SET cannot be created: WindowsOutOfRange(vetoWindow: 432_000 (5d), "
        ),
        "{error}"
    );
    let text =
        SET_WORLD.replace("vault = \"VAULT\" }", "vault = \"VAULT\", magnitude = \"101%\" }");
    let error = restaking_harness::play::play(&scenario(&text), &Default::default()).unwrap_err();
    assert!(
        error.to_string().starts_with(
            "test.toml:14:13: VAULT cannot be allocated to SET: MagnitudeExceeded(magnitude: "
        ),
        "{error}"
    );
}

#[test]
fn the_name_of_a_set_stands_for_avs_and_number() {
    let charges = "charges = [{ vault = \"VAULT\", fraction = \"50%\" }], faultTime = \"now\", evidence = \"e\"";
    let named =
        |set: &str| step(&format!("args = {{ {set}, operator = \"OPERATOR\", {charges} }}"));
    assert_eq!(named("set = \"SET\""), Vec::<String>::new());
    assert_eq!(named("avs = \"AVS\", setId = 1"), Vec::<String>::new());
    assert_eq!(named("set = \"SAT\""), ["test.toml:18:16: unknown set `SAT`; did you mean `SET`?"]);
    assert_eq!(
        named("set = \"SET\", setId = 1"),
        ["test.toml:18:23: `setId` and `set` both name the set"]
    );
    assert_eq!(
        named("avs = \"SET\", setId = 1"),
        [
            "test.toml:18:16: `SET` is an operator set, which has no address: name it in `set` or where AVS and id stand"
        ]
    );
    assert_eq!(
        named("avs = \"AVS\""),
        ["test.toml:18:1: `file` needs the argument `setId` (uint32)"]
    );
}

#[test]
fn views_take_the_name_of_a_set_and_tell_members() {
    passes(
        r#"[[step]]
expect = { state = { "AVS_REGISTRY.allocationOf(VAULT, SET).magnitude" = "100%", "AVS_REGISTRY.allocationOf(VAULT, AVS, 1).magnitude" = "1e27", "AVS_REGISTRY.termsOf(SET).vetoWindow" = "3d", "AVS_REGISTRY.termsOf(SET).terms.slasher" = "AVS", "AVS_REGISTRY.isRegistered(OPERATOR, SET)" = true, "SLASHING.avsRegistry()" = "AVS_REGISTRY" } }
"#,
    );
    let view = |view: &str| {
        errors(&format!("{SET_WORLD}[[step]]\nexpect = {{ state = {{ \"{view}\" = 1 }} }}\n"))
    };
    assert_eq!(
        view("AVS_REGISTRY.allocationOf(VAULT).magnitude"),
        ["test.toml:17:22: `allocationOf` takes 3 arguments, not 1"]
    );
    assert_eq!(
        view("AVS_REGISTRY.allocationOf(VAULT, SET, 1).magnitude"),
        ["test.toml:17:22: `allocationOf` takes 3 arguments, not 4"]
    );
    assert_eq!(
        view("AVS_REGISTRY.termsOf(SET).vetoWindo"),
        ["test.toml:17:22: unknown answer `vetoWindo`; did you mean `vetoWindow`?"]
    );
    assert_eq!(
        view("VAULT.balanceOf(SET)"),
        [
            "test.toml:17:22: `SET` is an operator set, which has no address: name it in `set` or where AVS and id stand"
        ]
    );
}

#[test]
fn a_request_is_saved_whole_and_by_its_members() {
    passes(&format!(
        r#"{FILE}expect = {{ save = "SLASH", event = {{ name = "SlashFiled", args = {{ operator = "OPERATOR" }} }} }}
[[step]]
do = {{ at = "SLASH.filedAt + 3d", from = "ALICE", to = "SLASHING", call = "execute" }}
args = {{ request = "$SLASH.request", vault = "VAULT" }}
expect = {{ save = "DONE", returns = {{ assets = "50e18" }}, event = {{ name = "MagnitudeTaken", args = {{ set = "SET", taken = "50%" }} }}, state = {{ "VAULT.escrow($DONE.escrowId).assets" = "50e18", "SLASHING.stateOf($SLASH.request, VAULT)" = 3 }} }}
[[step]]
do = {{ at = "DONE.due", from = "ALICE", to = "VAULT", call = "releaseEscrow" }}
args = {{ escrowId = "$DONE.escrowId" }}
expect = {{ returns = {{ paid = "50e18" }} }}
"#
    ));
    let execute = |request: &str| {
        errors(&format!(
            "{SET_WORLD}{FILE}expect = {{ save = \"SLASH\" }}\n[[step]]\ndo = {{ at = \"SLASH.filedAd\", from = \"ALICE\", to = \"SLASHING\", call = \"execute\" }}\nargs = {{ request = {request}, vault = \"VAULT\" }}\n"
        ))
    };
    assert_eq!(
        execute("\"$SLASH.requests\""),
        [
            "test.toml:21:13: unknown field `filedAd` of `SLASH`; did you mean `filedAt`?",
            "test.toml:22:20: unknown field `requests` of `SLASH`; did you mean `request`?",
        ]
    );
}

#[test]
fn charges_are_tables_and_evidence_is_a_text() {
    let file = |charges: &str| {
        step(&format!(
            "args = {{ set = \"SET\", operator = \"OPERATOR\", charges = {charges}, faultTime = \"now\", evidence = \"e\" }}"
        ))
    };
    assert_eq!(
        file("[{ vault = \"VAULT\", fractoin = \"50%\" }]"),
        ["test.toml:18:76: unknown member `fractoin`; did you mean `fraction`?"]
    );
    assert_eq!(
        file("[{ vault = \"VAULT\" }]"),
        ["test.toml:18:57: the member `fraction` is missing"]
    );
    assert_eq!(file("[]"), Vec::<String>::new());
}

#[test]
fn terms_start_from_those_of_the_set() {
    passes(
        r#"[[step]]
do = { at = "+1d", from = "AVS", to = "AVS_REGISTRY", call = "changeTerms" }
args = { set = "SET", terms = { vetoWindow = "1d", cap = "30%" } }
expect = { state = { "AVS_REGISTRY.pendingTermsOf(SET).terms.vetoWindow" = "1d", "AVS_REGISTRY.pendingTermsOf(SET).terms.executionWindow" = "1d", "AVS_REGISTRY.pendingTermsOf(SET).terms.cap" = "30%", "AVS_REGISTRY.pendingTermsOf(SET).terms.resolver" = "RESOLVER" } }
"#,
    );
}

#[test]
fn selectors_are_named_by_contract_and_function() {
    passes(
        r#"[[step]]
do = { from = "OPERATOR", to = "OPERATOR_REGISTRY", call = "setAppointee" }
args = { appointee = "ALICE", module = "AVS_REGISTRY", selector = "AVS_REGISTRY.allocate", appointed = true }
expect = { state = { "OPERATOR_REGISTRY.mayAct(OPERATOR, ALICE, AVS_REGISTRY, AVS_REGISTRY.allocate)" = true, "OPERATOR_REGISTRY.mayAct(OPERATOR, ALICE, AVS_REGISTRY, AVS_REGISTRY.deregister)" = false } }
"#,
    );
    let appoint = errors(&format!(
        "{SET_WORLD}[[step]]\ndo = {{ from = \"OPERATOR\", to = \"OPERATOR_REGISTRY\", call = \"setAppointee\" }}\nargs = {{ appointee = \"ALICE\", module = \"AVS_REGISTRY\", selector = \"AVS_REGISTRY.alocate\", appointed = true }}\n"
    ));
    assert_eq!(
        appoint,
        ["test.toml:18:67: unknown function `alocate` of AVS_REGISTRY; did you mean `allocate`?"]
    );
}

#[test]
fn failures_name_sets_and_units() {
    let told = fails(&format!("{FILE}expect = {{ revert = \"NotSlasher\" }}\n"));
    for words in [
        "call      AVS → SLASHING.file(set: SET, operator: OPERATOR, charges: [(vault: VAULT, fraction: ",
        "(50 %))], faultTime: 1_767_312_000 (2026-01-02 00:00:00 UTC)",
        "expected  revert NotSlasher",
    ] {
        assert!(told.contains(words), "{told}");
    }
    let other = FILE.replace("from = \"AVS\"", "from = \"ALICE\"");
    let told = fails(&other);
    assert!(told.contains("got       revert NotSlasher(caller: ALICE, slasher: AVS)"), "{told}");
}

#[test]
fn an_error_is_that_of_the_module_that_is_called() {
    // `NotOperator` has one argument in a vault and two in the AVS registry; in the operator registry it has another name.
    passes(
        r#"[[step]]
do = { from = "ALICE", to = "AVS_REGISTRY", call = "allocate" }
args = { vault = "VAULT", set = "SET", magnitude = "50%" }
expect = { revert = { name = "NotOperator", args = { caller = "ALICE", operator = "OPERATOR" } } }
[[step]]
do = { from = "ALICE", to = "VAULT", call = "setDepositCap" }
args = { cap = 1 }
expect = { revert = { name = "NotOperator", args = { caller = "ALICE" } } }
[[step]]
do = { from = "ALICE", to = "OPERATOR_REGISTRY", call = "retire" }
expect = { revert = { name = "NotOperator", args = { account = "ALICE" } } }
"#,
    );
}

#[test]
fn a_module_may_be_impersonated() {
    passes(
        r#"[[step]]
do = { at = "+1d", from = "SLASHING", to = "VAULT", call = "openHold" }
args = { seat = 0, executableFrom = "now", until = "+1d", magnitude = 0 }
expect = { save = "HOLD", event = "HoldOpened", state = { "VAULT.openHolds()" = 1 } }
[[step]]
do = { from = "GOVERNANCE", to = "VAULT", call = "pauseDeposits" }
args = { until = "+1d" }
expect = { state = { "VAULT.depositsPausedUntil()" = "$HOLD.time + 1d" } }
"#,
    );
}

#[test]
fn changes_of_modules_are_told_by_name() {
    let execute = r#"expect = { save = "SLASH" }
[[step]]
do = { at = "SLASH.filedAt + 3d", from = "ALICE", to = "SLASHING", call = "execute" }
args = { request = "$SLASH.request", vault = "VAULT" }
expect = { returns = { assets = 7 } }
"#;
    let told = fails(&format!("{FILE}{execute}"));
    for words in [
        "AVS_REGISTRY.allocations[VAULT][1].magnitude: 100 % of the whole at birth → 50 % of the whole at birth",
        "VAULT.escrows[128].head.assets: 0 assets → 50 assets",
        "].executed: 0 → 1",
    ] {
        assert!(told.contains(words), "{told}");
    }
}
