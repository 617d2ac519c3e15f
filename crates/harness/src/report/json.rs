//! Reports for machines.

use serde_json::{Value, json};

use super::bearing::VaultBearing;
use super::{Failure, Finding, ScenarioReport, add_tallies, explain, table};
use crate::invariants::Tally;
use crate::scenario::{Diagnostic, time};

/// A report.
pub fn scenario(report: &ScenarioReport) -> Value {
    let peaks = report.peaks.iter();
    let peaks = peaks.map(
        |peak| json!({ "contract": peak.contract, "function": peak.function, "gas": peak.gas }),
    );
    json!({
        "name": report.name,
        "file": report.file,
        "result": table::result(report),
        "chains": report.chains,
        "left_out": report.left_out,
        "steps": report.steps,
        "transactions": report.transactions,
        "checks": report.checks(),
        "digest": report.digest(),
        "state_hashes": report.hashes,
        "invariants": tallies(&report.tallies),
        "max_gas": peaks.collect::<Value>(),
        "who_bore_what": report.bearings.iter().map(bearing).collect::<Value>(),
        "failure": report.failure.as_ref().map(failure),
    })
}

/// Tallies of all reports together.
pub fn invariants(reports: &[ScenarioReport]) -> Value {
    tallies(&add_tallies(reports.iter().map(|report| report.tallies.as_slice())))
}

fn tallies(tallies: &[(&'static str, Tally)]) -> Value {
    tallies
        .iter()
        .map(|(name, tally)| json!({ "name": name, "checks": tally.checks, "armed": tally.armed }))
        .collect()
}

fn bearing(bearing: &VaultBearing) -> Value {
    let party = |party: &super::bearing::PartyBearing| {
        json!({
            "name": party.name,
            "crowd": party.crowd,
            "put_in": party.put_in.to_string(),
            "taken_out": party.taken_out.to_string(),
            "still_in": party.still_in.to_string(),
            "gain": party.gain().to_string(),
        })
    };
    let cause = |(cause, amount): &(String, alloy_primitives::I256)| json!({ "cause": cause, "amount": amount.to_string() });
    json!({
        "vault": bearing.vault,
        "asset": bearing.asset,
        "decimals": bearing.decimals,
        "parties": bearing.parties.iter().map(party).collect::<Value>(),
        "causes": bearing.causes.iter().filter(|(_, amount)| !amount.is_zero()).map(cause).collect::<Value>(),
        "unexplained": bearing.unexplained,
    })
}

/// A failure.
pub fn failure(failure: &Failure) -> Value {
    json!({
        "file": failure.file,
        "line": failure.position.line,
        "column": failure.position.column,
        "step": failure.origin.map(|origin| origin.to_string()),
        "time": time::format_time(failure.time),
        "since_start": time::format_duration(failure.since_start),
        "call": failure.call,
        "findings": failure.findings.iter().map(finding).collect::<Value>(),
        "changes": failure.changes,
        "replay": failure.replay,
    })
}

fn finding(finding: &Finding) -> Value {
    match finding {
        Finding::Expectation { chains, expected, got } => {
            json!({ "kind": "expectation", "chains": chains, "expected": expected, "got": got })
        }
        Finding::Invariant { chains, invariant, vault, message } => json!({
            "kind": "invariant",
            "invariant": invariant,
            "rule": explain::find(invariant).map(|found| found.rule),
            "chains": chains,
            "vault": vault,
            "message": message,
        }),
    }
}

/// What is wrong with files.
pub fn diagnostics(diagnostics: &[Diagnostic]) -> Value {
    let one = |diagnostic: &Diagnostic| {
        json!({
            "file": diagnostic.file,
            "line": diagnostic.position.line,
            "column": diagnostic.position.column,
            "message": diagnostic.message,
            "suggestion": diagnostic.suggestion,
        })
    };
    diagnostics.iter().map(one).collect()
}
