//! `restaking run`.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use alloy_primitives::{B256, keccak256};
use serde_json::{Value, json};

use super::bundled::BUNDLED;
use super::exit::Exit;
use super::files::Loaded;
use super::out::Out;
use super::workers::{self, Ended};
use crate::play::{Backend, Options, PlayError};
use crate::report::{ScenarioReport, add_tallies, amount, json as report_json, table};
use crate::scenario::{Diagnostic, Scenario};

/// What `run` is asked for.
pub(crate) struct Asked {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) backend: Backend,
    pub(crate) detail: u8,
    pub(crate) stop: Arc<AtomicUsize>,
}

/// What came of all scenarios.
#[derive(Default)]
struct Outcome {
    reports: Vec<ScenarioReport>,
    diagnostics: Vec<Diagnostic>,
    skipped: Vec<String>,
    internal: Vec<String>,
    /// Invariants that never had anything to say, if all bundled scenarios ran.
    vacuous: Vec<&'static str>,
    signal: u8,
}

/// Plays scenarios.
pub(crate) fn run(asked: &Asked, out: Out) -> Exit {
    let loaded = Loaded::read(&asked.paths);
    if !loaded.is_right() {
        return refuse(&loaded, out);
    }
    let options =
        Options { backend: asked.backend, detail: asked.detail, stop: Arc::clone(&asked.stop) };
    let ends = workers::play_all(&loaded.scenarios, &options, out, |ended| tell(ended, out));
    let mut outcome = Outcome::default();
    for (scenario, ended) in loaded.scenarios.iter().zip(ends) {
        outcome.add(scenario, ended);
    }
    outcome.signal = u8::try_from(asked.stop.load(Ordering::Relaxed)).unwrap_or(130);
    if is_bundled(&loaded.scenarios) && outcome.signal == 0 {
        outcome.vacuous = outcome.never_armed();
    }
    let exit = outcome.exit();
    outcome.summary(asked.detail, exit, out);
    out.document(&outcome.document(exit));
    exit
}

/// Files that cannot be played are told of, all of them, and nothing is played.
pub(crate) fn refuse(loaded: &Loaded, out: Out) -> Exit {
    for diagnostic in &loaded.diagnostics {
        out.message(&format!("{diagnostic}\n{}", diagnostic.snippet()));
    }
    for path in &loaded.unreadable {
        out.message(path);
    }
    out.document(&json!({
        "totals": { "exit": Exit::Input.code() },
        "errors": report_json::diagnostics(&loaded.diagnostics),
        "unreadable": loaded.unreadable,
    }));
    Exit::Input
}

/// Failures are told the moment that they are found.
fn tell(ended: &Ended, out: Out) {
    match ended {
        Ok(Ok(report)) => {
            if let Some(failure) = &report.failure {
                out.failure(&format!("{failure}\n"));
            }
        }
        Ok(Err(PlayError::Input(diagnostic))) => {
            out.message(&format!("{diagnostic}\n{}", diagnostic.snippet()))
        }
        Ok(Err(_)) => {}
        Err(panic) => out.message(panic),
    }
}

/// Are all scenarios that come with the binary among these?
fn is_bundled(scenarios: &[Scenario]) -> bool {
    let is_there = |name: &str| {
        scenarios
            .iter()
            .any(|scenario| scenario.source.name().rsplit(['/', '\\']).next() == Some(name))
    };
    BUNDLED.iter().all(|(name, _)| is_there(name))
}

impl Outcome {
    fn add(&mut self, scenario: &Scenario, ended: Option<Ended>) {
        let file = scenario.source.name();
        match ended {
            Some(Ok(Ok(report))) => self.reports.push(report),
            Some(Ok(Err(PlayError::Input(diagnostic)))) => self.diagnostics.push(*diagnostic),
            Some(Ok(Err(PlayError::Unplayable(why)))) => self.skipped.push(format!("{file} {why}")),
            Some(Ok(Err(PlayError::Interrupted))) | None => {}
            Some(Ok(Err(PlayError::Chain(error)))) => {
                self.internal.push(format!("{file}: {error}"))
            }
            Some(Err(panic)) => self.internal.push(panic),
        }
    }

    fn never_armed(&self) -> Vec<&'static str> {
        let sums = add_tallies(self.reports.iter().map(|report| report.tallies.as_slice()));
        sums.into_iter().filter(|(_, tally)| tally.armed == 0).map(|(name, _)| name).collect()
    }

    fn failed(&self) -> usize {
        self.reports.iter().filter(|report| report.failure.is_some()).count()
    }

    fn sum(&self, number: impl Fn(&ScenarioReport) -> u64) -> u64 {
        self.reports.iter().fold(0, |sum, report| sum.saturating_add(number(report)))
    }

    fn digest(&self) -> B256 {
        keccak256(self.reports.iter().flat_map(|report| report.digest().0).collect::<Vec<u8>>())
    }

    fn exit(&self) -> Exit {
        let ran_nothing = self.sum(|report| report.steps) == 0;
        [
            (!self.internal.is_empty(), Exit::Internal),
            (self.failed() > 0, Exit::Finding),
            (!self.diagnostics.is_empty(), Exit::Input),
            (!self.vacuous.is_empty(), Exit::Inconclusive),
            (self.signal != 0, Exit::Interrupted(self.signal)),
            (ran_nothing, Exit::Nothing),
        ]
        .into_iter()
        .find_map(|(is_so, exit)| is_so.then_some(exit))
        .unwrap_or(Exit::Ok)
    }

    fn summary(&self, detail: u8, exit: Exit, out: Out) {
        for report in &self.reports {
            if detail > 0 && !report.lines.is_empty() {
                out.text(&format!(
                    "{}: {}\n{}\n",
                    report.file,
                    report.name,
                    report.lines.join("\n")
                ));
            }
        }
        if !self.reports.is_empty() {
            out.text(&table::scenarios(&self.reports));
            out.text(&format!("\n{}", table::invariants(&self.reports)));
        }
        for report in self.reports.iter().filter(|report| detail > 0 || report.has_crowds) {
            for bearing in &report.bearings {
                out.text(&format!("\n{}: {}", table::stem(&report.file), bearing.render()));
            }
        }
        for report in &self.reports {
            if let Some(why) = &report.left_out {
                out.text(&format!("\n{} {why}", report.file));
            }
        }
        self.skipped.iter().for_each(|skipped| out.text(&format!("\nnot played: {skipped}")));
        self.internal.iter().for_each(|error| out.message(&format!("internal error: {error}")));
        out.text(&format!("\n{}", self.verdict(exit)));
    }

    fn verdict(&self, exit: Exit) -> String {
        let scenarios = amount::counted(self.reports.len(), "scenario");
        let sums = [
            amount::counted(self.sum(|report| report.steps), "step"),
            amount::counted(self.sum(|report| report.transactions), "transaction"),
            amount::counted(self.sum(ScenarioReport::checks), "check"),
        ];
        let played = format!("{scenarios}, {}", sums.join(", "));
        match exit {
            Exit::Ok => format!("all as expected: {played}"),
            Exit::Finding => {
                format!("{} of {scenarios} FAILED: {played}", self.failed())
            }
            Exit::Inconclusive => {
                format!("inconclusive, never armed: {}: {played}", self.vacuous.join(", "))
            }
            Exit::Nothing => "nothing ran".to_owned(),
            Exit::Interrupted(_) => format!("interrupted, nothing found until then: {played}"),
            Exit::Input => format!("bad input, see above: {played}"),
            Exit::Internal => format!("the harness failed, see above: {played}"),
        }
    }

    fn document(&self, exit: Exit) -> Value {
        json!({
            "totals": {
                "scenarios": self.reports.len(),
                "failed": self.failed(),
                "skipped": self.skipped.len(),
                "steps": self.sum(|report| report.steps),
                "transactions": self.sum(|report| report.transactions),
                "checks": self.sum(ScenarioReport::checks),
                "exit": exit.code(),
                "digest": self.digest(),
            },
            "invariants": report_json::invariants(&self.reports),
            "vacuous": self.vacuous,
            "skipped": self.skipped,
            "errors": report_json::diagnostics(&self.diagnostics),
            "internal": self.internal,
            "scenarios": self.reports.iter().map(report_json::scenario).collect::<Value>(),
        })
    }
}
