//! The table of scenarios and that of invariants.

use comfy_table::{CellAlignment, LineStyle, Row, Table, TableStyle};

use super::amount::{self, count};
use super::{ScenarioReport, add_tallies};
use crate::chain::GAS_LIMIT;

/// A table with this header and few lines.
pub(crate) fn plain<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_header(Row::from(header.to_vec()));
    table
}

/// One line per scenario.
pub fn scenarios(reports: &[ScenarioReport]) -> String {
    let mut table = plain([
        "scenario",
        "steps",
        "transactions",
        "checks",
        "revm",
        "memory",
        "result",
        "most gas in a vault, of a transaction's limit",
    ]);
    for report in reports {
        table.add_row(Row::from(vec![
            stem(&report.file),
            count(report.steps),
            count(report.transactions),
            count(report.checks()),
            chain(report, "revm"),
            chain(report, "memory"),
            result(report).to_owned(),
            heaviest(report),
        ]));
    }
    for column in [1, 2, 3] {
        align_right(&mut table, column);
    }
    table.to_string()
}

/// One line per invariant: how often it was looked at, and how often it had something to say.
pub fn invariants(reports: &[ScenarioReport]) -> String {
    let mut table = plain(["invariant", "checks", "times armed"]);
    for (name, tally) in add_tallies(reports.iter().map(|report| report.tallies.as_slice())) {
        table.add_row(Row::from(vec![name.to_owned(), count(tally.checks), count(tally.armed)]));
    }
    for column in [1, 2] {
        align_right(&mut table, column);
    }
    table.to_string()
}

fn align_right(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

/// How a scenario ended, in a word.
pub fn result(report: &ScenarioReport) -> &'static str {
    match (&report.failure, report.is_interrupted) {
        (Some(_), _) => "FAILED",
        (None, true) => "interrupted",
        (None, false) => "ok",
    }
}

/// A file name without folder and ending.
pub fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name).to_owned()
}

fn chain(report: &ScenarioReport, name: &str) -> String {
    if !report.chains.contains(&name) {
        return "–".to_owned();
    }
    let is_blamed = report.failure.as_ref().is_some_and(|failure| {
        failure.findings.iter().any(|finding| match finding {
            super::Finding::Expectation { chains, .. } => {
                chains.is_empty() || chains.contains(&name)
            }
            super::Finding::Invariant { chains, .. } => chains.contains(&name),
        })
    });
    if is_blamed { "FAILED" } else { result_of_chain(report) }.to_owned()
}

fn result_of_chain(report: &ScenarioReport) -> &'static str {
    if report.is_interrupted { "interrupted" } else { "ok" }
}

fn heaviest(report: &ScenarioReport) -> String {
    let Some(peak) = report.heaviest() else { return "–".to_owned() };
    let permille = peak.gas.saturating_mul(1000).checked_div(GAS_LIMIT).unwrap_or(0);
    let share = amount::units(alloy_primitives::U256::from(permille), 1);
    format!("{} {} ({share} %)", count(peak.gas), peak.function)
}
