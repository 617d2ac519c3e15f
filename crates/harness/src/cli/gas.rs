//! `gas`: what every entry point costs, against its target, against a snapshot, and as things grow.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;
use serde_json::json;

use super::exit::Exit;
use super::out::Out;
use crate::gas::{self, GasError, GasRow, Growth};

/// Arguments of `gas`.
#[derive(Debug, Args)]
pub(crate) struct GasArgs {
    /// Compares with this snapshot.
    #[arg(long, value_name = "FILE", conflicts_with = "grow")]
    check: Option<PathBuf>,
    /// By how much a row may differ from the snapshot.
    #[arg(long, default_value = "0.5%", requires = "check")]
    tolerance: Tolerance,
    /// Writes a snapshot.
    #[arg(long, value_name = "FILE", conflicts_with = "grow")]
    out: Option<PathBuf>,
    /// Shows how costs grow: stakers, vaults, avss, sets, idle, with numbers or without; all of them if nothing is said.
    #[arg(long, value_name = "WHAT=N,N", num_args = 0..)]
    grow: Option<Vec<Growth>>,
}

/// Hundredths of a percent.
#[derive(Debug, Clone, Copy)]
struct Tolerance(u64);

impl FromStr for Tolerance {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no percentage with two decimals at most, such as 0.5%");
        let number = text.strip_suffix('%').ok_or_else(wrong)?;
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let is_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || part.len() > 2 || !is_digits(whole) || !is_digits(part) {
            return Err(wrong());
        }
        format!("{whole}{part:0<2}").parse().map(Self).map_err(|_| wrong())
    }
}

/// Measures the gas of every entry point.
pub(crate) fn gas(args: &GasArgs, out: Out) -> Exit {
    let answer = match &args.grow {
        Some(growth) => grow(growth, out),
        None => rows(args, out),
    };
    answer.unwrap_or_else(|error| {
        out.message(&format!("internal error: {error}"));
        Exit::Internal
    })
}

fn rows(args: &GasArgs, out: Out) -> Result<Exit, GasError> {
    let rows = gas::measure()?;
    let exit = match &args.check {
        Some(file) => check(&rows, file, args.tolerance, out),
        None => {
            show(&rows, out);
            Exit::Ok
        }
    };
    let written = args.out.as_ref().map_or(Exit::Ok, |file| write(&rows, file, out));
    let over: Vec<&str> =
        rows.iter().filter(|row| row.is_over()).map(|row| row.name.as_str()).collect();
    if over.is_empty() {
        return Ok(exit.max(written));
    }
    out.message(&format!("over the target: {}", over.join(", ")));
    Ok(exit.max(written).max(Exit::Finding))
}

fn show(rows: &[GasRow], out: Out) {
    if out.is_json {
        out.document(&gas::as_json(rows));
    } else {
        out.text(&gas::table(rows));
    }
}

fn check(rows: &[GasRow], file: &Path, tolerance: Tolerance, out: Out) -> Exit {
    let snapshot = match std::fs::read_to_string(file) {
        Ok(snapshot) => snapshot,
        Err(error) => return refuse(file, &error, out),
    };
    let differences = match gas::compare(rows, &snapshot, tolerance.0) {
        Ok(differences) => differences,
        Err(error) => return refuse(file, &error, out),
    };
    let texts: Vec<String> = differences.iter().map(ToString::to_string).collect();
    out.document(&json!({ "rows": gas::as_json(rows), "differences": texts }));
    if texts.is_empty() {
        out.text(&format!("{} rows are as in {}", rows.len(), file.display()));
        return Exit::Ok;
    }
    for text in &texts {
        out.failure(text);
    }
    Exit::Finding
}

/// Writes the snapshot whole or not at all.
fn write(rows: &[GasRow], file: &Path, out: Out) -> Exit {
    let draft = file.with_added_extension("part");
    let written =
        std::fs::write(&draft, gas::to_snapshot(rows)).and_then(|()| std::fs::rename(&draft, file));
    match written {
        Ok(()) => Exit::Ok,
        Err(error) => {
            let _ = std::fs::remove_file(&draft);
            refuse(file, &error, out)
        }
    }
}

fn refuse(file: &Path, error: &dyn core::fmt::Display, out: Out) -> Exit {
    out.message(&format!("{}: {error}", file.display()));
    Exit::Input
}

fn grow(growth: &[Growth], out: Out) -> Result<Exit, GasError> {
    let wanted = if growth.is_empty() { Growth::all() } else { growth.to_vec() };
    let mut rows = Vec::new();
    for growth in &wanted {
        rows.extend(gas::grow(growth)?);
    }
    if out.is_json {
        out.document(&gas::growth_json(&rows));
    } else {
        out.text(&gas::growth_table(&rows));
    }
    let growing: Vec<&str> = rows.iter().filter(|row| row.is_over()).map(|row| row.name).collect();
    if growing.is_empty() {
        return Ok(Exit::Ok);
    }
    out.message(&format!("growing: {}", growing.join(", ")));
    Ok(Exit::Finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolerance_is_read_in_hundredths_of_a_percent() {
        for (text, hundredths) in [("0.5%", 50), ("1%", 100), ("0.05%", 5), ("12.34%", 1234)] {
            assert_eq!(text.parse::<Tolerance>().unwrap().0, hundredths, "{text}");
        }
        for text in ["0.5", "%", ".5%", "0.555%", "-1%", "x%", "1.%x"] {
            assert!(text.parse::<Tolerance>().is_err(), "{text}");
        }
    }
}
