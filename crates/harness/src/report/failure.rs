//! A failing step, as it is printed.

use super::{Failure, Finding, explain};
use crate::scenario::time;

/// Most lines of state difference.
const MOST_CHANGES: usize = 40;

impl core::fmt::Display for Failure {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let origin =
            self.origin.map_or_else(|| "the world".to_owned(), |origin| origin.to_string());
        writeln!(f, "{}:{}: {origin} failed", self.file, self.position)?;
        let since = time::format_duration(self.since_start);
        writeln!(f, "  at        {}, {since} after the start", time::format_time(self.time))?;
        if let Some(call) = &self.call {
            writeln!(f, "  call      {call}")?;
        }
        for finding in &self.findings {
            write!(f, "{finding}")?;
        }
        self.write_changes(f)?;
        write!(f, "  replay    {}", self.replay)
    }
}

impl Failure {
    fn write_changes(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        for (index, change) in self.changes.iter().take(MOST_CHANGES).enumerate() {
            let label = if index == 0 { "changed" } else { "" };
            writeln!(f, "  {label:<9} {change}")?;
        }
        match self.changes.len().saturating_sub(MOST_CHANGES) {
            0 => Ok(()),
            more => writeln!(f, "            … and {more} more"),
        }
    }
}

impl core::fmt::Display for Finding {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Expectation { chains, expected, got } => {
                let on = if chains.is_empty() {
                    String::new()
                } else {
                    format!(" (on {})", chains.join(" and "))
                };
                writeln!(f, "  expected  {expected}{on}\n  got       {got}")
            }
            Self::Invariant { chains, invariant, vault, message } => {
                let of = if vault.is_empty() { String::new() } else { format!(" of {vault}") };
                writeln!(f, "  broken    {invariant}{of} (on {})", chains.join(" and "))?;
                if let Some(rule) = explain::find(invariant) {
                    writeln!(f, "  the rule  {}", rule.rule)?;
                }
                writeln!(f, "  found     {message}")
            }
        }
    }
}
