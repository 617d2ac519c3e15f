//! The built binary: exit codes, streams, JSON.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)] // helpers of tests, outside of `#[test]`

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{REQUEST, WORLD};
use serde_json::Value;

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn restaking(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_restaking")).current_dir(folder).args(args).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn without_arguments_the_bundled_scenarios_pass_from_anywhere() {
    let output = restaking(&folder("anywhere"), &[]);
    assert_eq!(code(&output), 0, "{}{}", stdout(&output), stderr(&output));
    let told = stdout(&output);
    assert!(told.contains("market-2026-01") && told.contains("who bore what"), "{told}");
    assert!(told.contains("all as expected: "), "{told}");
}

#[test]
fn json_is_one_document_and_every_run_has_the_same_digest() {
    let folder = folder("json");
    let run = || -> Value {
        serde_json::from_slice(&restaking(&folder, &["--json", "run"]).stdout).unwrap()
    };
    let (first, second) = (run(), run());
    let totals = &first["totals"];
    assert_eq!((&totals["exit"], &totals["failed"]), (&Value::from(0), &Value::from(0)));
    assert_eq!(totals["scenarios"], first["scenarios"].as_array().unwrap().len());
    assert!(totals["steps"].as_u64().unwrap() > 100 && totals["checks"].as_u64().unwrap() > 10_000);
    assert_eq!(totals["digest"], second["totals"]["digest"]);
    assert!(
        first["invariants"]
            .as_array()
            .unwrap()
            .iter()
            .all(|tally| tally["armed"].as_u64().unwrap() > 0)
    );
}

#[test]
fn a_failing_expectation_ends_with_1_and_is_told_also_if_quiet() {
    let folder = folder("failing");
    let text = format!("{WORLD}{REQUEST}expect = {{ returns = 7 }}\n");
    std::fs::write(folder.join("wrong.toml"), text).unwrap();
    let output = restaking(&folder, &["run", "wrong.toml", "--quiet"]);
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).starts_with("wrong.toml:12:1: step 1 failed\n"), "{}", stdout(&output));
    let output = restaking(&folder, &["run", "wrong.toml", "--json"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let failure = &document["scenarios"][0]["failure"];
    assert_eq!((&failure["line"], &failure["column"]), (&Value::from(12), &Value::from(1)));
    assert_eq!(failure["findings"][0]["expected"], "to return requestId = 7");
    assert_eq!(document["totals"]["exit"], 1);
}

#[test]
fn bad_input_ends_with_2_and_nothing_is_played() {
    let folder = folder("bad");
    std::fs::write(folder.join("good.toml"), format!("{WORLD}{REQUEST}")).unwrap();
    std::fs::write(folder.join("bad.toml"), WORLD.replace("[vaults]", "[vautls]")).unwrap();
    for command in ["run", "check"] {
        let output = restaking(&folder, &[command, "."]);
        assert_eq!((code(&output), stdout(&output).as_str()), (2, ""));
        let told = stderr(&output);
        assert!(
            told.contains(
                "./bad.toml:7:2: unknown key `vautls` in a scenario; did you mean `vaults`?"
            ),
            "{told}"
        );
        assert!(told.contains("7 | [vautls]\n  |  ^^^^^^"), "{told}");
    }
    let output = restaking(&folder, &["check", "bad.toml", "--json"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["errors"][0]["suggestion"], "vaults");
    for arguments in [["run", "nowhere.toml"], ["run", "--bakend"], ["explain", "no-escap"]] {
        assert_eq!(code(&restaking(&folder, &arguments)), 2, "{arguments:?}");
    }
}

#[test]
fn an_empty_folder_ends_with_4() {
    let folder = folder("empty");
    assert_eq!(code(&restaking(&folder, &["run", "."])), 4);
    assert_eq!(code(&restaking(&folder, &["check", "."])), 4);
}

#[test]
fn bundled_scenarios_in_which_a_rule_never_had_anything_to_say_end_with_3() {
    let folder = folder("vacuous");
    for (name, _) in restaking_harness::cli::BUNDLED {
        std::fs::write(folder.join(name), format!("{WORLD}{REQUEST}")).unwrap();
    }
    let output = restaking(&folder, &["run", "."]);
    assert_eq!(code(&output), 3);
    let told = stdout(&output);
    assert!(told.contains("inconclusive, never armed: "), "{told}");
    assert!(told.contains("slash-bounded"), "{told}");
    let one = restaking_harness::cli::BUNDLED[0].0;
    assert_eq!(code(&restaking(&folder, &["run", one])), 0, "no gate for a single file");
}

#[test]
fn new_writes_a_scenario_that_passes_and_never_overwrites() {
    let folder = folder("new");
    assert_eq!(code(&restaking(&folder, &["new", "mine.toml"])), 0);
    let written = std::fs::read(folder.join("mine.toml")).unwrap();
    assert_eq!(code(&restaking(&folder, &["check", "mine.toml"])), 0);
    for backend in ["both", "revm", "memory"] {
        let output = restaking(&folder, &["run", "mine.toml", "-vvv", "--backend", backend]);
        assert_eq!(code(&output), 0, "{}", stdout(&output));
    }
    let output = restaking(&folder, &["new", "mine.toml"]);
    assert_eq!(code(&output), 2);
    assert_eq!(stderr(&output), "mine.toml exists and is left as it is\n");
    assert_eq!(std::fs::read(folder.join("mine.toml")).unwrap(), written);
}

#[test]
fn the_demo_explains_itself_with_the_numbers_of_the_run() {
    let output = restaking(&folder("demo"), &["demo"]);
    assert_eq!(code(&output), 0);
    let told = stdout(&output);
    for words in
        ["Alice deposits 100 USD", "10 % of the pool, 40 USD", "she has 90 USD", "every rule held"]
    {
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn explain_knows_every_invariant_that_is_checked() {
    let folder = folder("explain");
    for name in restaking_harness::invariants::INVARIANTS.iter().chain(&["static-pure", "parity"]) {
        let output = restaking(&folder, &["explain", name]);
        assert_eq!(code(&output), 0, "{name}");
        assert!(stdout(&output).starts_with(name));
    }
    let output = restaking(&folder, &["explain", "no-escap"]);
    assert_eq!(stderr(&output), "unknown invariant `no-escap`; did you mean `no-escape`?\n");
}

#[test]
fn inspect_tells_every_section_of_every_module() {
    let folder = folder("inspect");
    let modules =
        ["vault", "factory", "operator-registry", "avs-registry", "slashing", "governance"];
    for module in modules {
        for section in ["abi", "layout", "methods", "errors", "events", "bounds"] {
            let output = restaking(&folder, &["inspect", module, section]);
            assert_eq!(code(&output), 0, "{module} {section}");
            let output = restaking(&folder, &["inspect", module, section, "--json"]);
            let document: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert!(!document.as_array().unwrap().is_empty(), "{module} {section}");
        }
    }
    let told = stdout(&restaking(&folder, &["inspect", "vault", "methods"]));
    // keccak256("settle()") begins with 11da60b4, that of "transfer(address,uint256)" with a9059cbb.
    assert!(told.contains("0x11da60b4  settle()\n    Settles matured exits. "), "{told}");
    assert!(told.contains("0xa9059cbb  transfer(address,uint256)(bool)\n"), "{told}");
    let told = stdout(&restaking(&folder, &["inspect", "slashing", "layout"]));
    assert!(told.contains("mapping(bytes32 => struct RequestWord)"), "{told}");
    let output = restaking(&folder, &["inspect", "avs-registry", "bounds", "--json"]);
    let bounds: Value = serde_json::from_slice(&output.stdout).unwrap();
    let reaction = bounds.as_array().unwrap().iter().find(|one| one["name"] == "REACTION_SECONDS");
    let reaction = reaction.unwrap();
    assert_eq!(
        (&reaction["value"], &reaction["unit"]),
        (&Value::from("172800"), &Value::from("seconds"))
    );
}

#[test]
fn inspect_of_what_is_not_there_ends_with_2_and_a_hint() {
    let folder = folder("inspect-nothing");
    let told = |arguments: [&str; 3]| {
        let output = restaking(&folder, &arguments);
        assert_eq!((code(&output), stdout(&output).as_str()), (2, ""));
        stderr(&output)
    };
    assert_eq!(
        told(["inspect", "slashin", "abi"]),
        "unknown module `slashin`; did you mean `slashing`?\n"
    );
    assert_eq!(
        told(["inspect", "vault", "layot"]),
        "unknown section `layot`; did you mean `layout`?\n"
    );
    assert_eq!(
        told(["inspect", "vault", "storage"]),
        "unknown section `storage`; there are abi, layout, methods, errors, events, bounds\n"
    );
}

#[test]
fn help_and_version_are_no_errors() {
    let folder = folder("help");
    assert_eq!(code(&restaking(&folder, &["--help"])), 0);
    assert_eq!(
        stdout(&restaking(&folder, &["--version"])),
        format!("restaking {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_with_130_and_a_summary() {
    use std::io::Read;
    use std::time::{Duration, Instant};
    let folder = folder("interrupted");
    let crowd = "[crowds]\nMANY = { count = 50_000, total = \"1000000e18\", token = \"USD\" }\n[[step]]\ndo = { from = \"MANY\", to = \"VAULT\", call = \"deposit\" }\nargs = { assets = \"all\" }\n";
    std::fs::write(folder.join("long.toml"), format!("{WORLD}{crowd}")).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_restaking"))
        .current_dir(&folder)
        .args(["run", "long.toml"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(1) {
        std::thread::yield_now();
    }
    let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(signalled.success());
    let status = child.wait().unwrap();
    let mut told = String::new();
    child.stdout.unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(status.code(), Some(130), "{told}");
    assert!(told.contains("interrupted, nothing found until then: "), "{told}");
}

#[test]
#[cfg(target_os = "linux")]
fn result_that_cannot_be_written_is_an_internal_error() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for args in [&["--json", "run"][..], &["gas"], &["inspect", "vault", "abi"], &["demo"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_restaking"))
            .args(args)
            .stdout(full())
            .output()
            .unwrap();
        assert_eq!(code(&output), 70, "{args:?}");
        assert!(stderr(&output).contains("cannot be written"), "{args:?}");
    }
}

#[test]
fn gas_compares_with_a_snapshot_and_writes_it_whole_or_not_at_all() {
    let folder = folder("gas");
    assert_eq!(code(&restaking(&folder, &["gas", "--out", "gas.json"])), 0);
    assert_eq!(code(&restaking(&folder, &["gas", "--check", "gas.json"])), 0);
    let text = std::fs::read_to_string(folder.join("gas.json")).unwrap();
    let mut rows: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
    let (name, gas) = rows.iter().next().map(|(name, gas)| (name.clone(), gas.clone())).unwrap();
    rows.insert(name.clone(), Value::from(gas.as_u64().unwrap() - 1_000));
    std::fs::write(folder.join("gas.json"), Value::from(rows).to_string()).unwrap();
    let dearer = restaking(&folder, &["gas", "--check", "gas.json", "--tolerance", "0.5%"]);
    assert_eq!(code(&dearer), 1);
    assert!(stdout(&dearer).contains(&name), "{}", stdout(&dearer));
    std::fs::write(folder.join("gas.json"), &text[..text.len() / 2]).unwrap();
    assert_eq!(code(&restaking(&folder, &["gas", "--check", "gas.json"])), 2, "half a snapshot");
    assert_eq!(code(&restaking(&folder, &["gas", "--check", "none.json"])), 2);
    assert_eq!(code(&restaking(&folder, &["gas", "--out", "no/such/folder.json"])), 2);
    assert_eq!(code(&restaking(&folder, &["gas", "--grow", "stakes=1,2"])), 2);
    assert_eq!(code(&restaking(&folder, &["gas", "--grow", "stakers=1,10", "vaults=1,10"])), 0);
    let files = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, 1, "nothing is left of what was not written");
}
