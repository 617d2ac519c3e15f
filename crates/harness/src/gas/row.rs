//! [`GasRow`], and how rows are shown.

use comfy_table::{CellAlignment, Table, presets};
use serde_json::{Value, json};

/// What one entry point costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GasRow {
    /// The entry point, and in which situation.
    pub name: String,
    /// Gas of the transaction, 21,000 base included, refunds taken off.
    pub gas: u64,
    /// The most that it should cost.
    pub target: Option<u64>,
    /// By how much it is known to miss its target at most.
    pub excess: u64,
}

impl GasRow {
    /// Does it cost more than its target and the excess that is known?
    pub fn is_over(&self) -> bool {
        self.target.is_some_and(|target| self.gas > target.saturating_add(self.excess))
    }

    /// Does it miss its target?
    pub fn is_missed(&self) -> bool {
        self.target.is_some_and(|target| self.gas > target)
    }

    /// Percent of the target, rounded up: above 100 means over.
    pub fn percent(&self) -> Option<u64> {
        let target = self.target.filter(|target| *target > 0)?;
        Some(self.gas.saturating_mul(100).div_ceil(target))
    }
}

/// The rows as a table for people.
pub fn table(rows: &[GasRow]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["entry point", "gas", "target", "of target", "ok"]);
    for row in rows {
        let verdict = match row.target {
            None => "",
            Some(_) if row.is_over() => "OVER",
            Some(_) if row.is_missed() => "missed",
            Some(_) => "ok",
        };
        table.add_row([
            row.name.clone(),
            thousands(row.gas),
            row.target.map(thousands).unwrap_or_default(),
            row.percent().map(|percent| format!("{percent} %")).unwrap_or_default(),
            verdict.into(),
        ]);
    }
    for column in table.column_iter_mut().skip(1).take(3) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.to_string()
}

/// The rows for machines: an array of `{name, gas, target, missed, over}`.
pub fn as_json(rows: &[GasRow]) -> Value {
    rows.iter()
        .map(|row| json!({ "name": row.name, "gas": row.gas, "target": row.target, "missed": row.is_missed(), "over": row.is_over() }))
        .collect()
}

/// `1234567` as `1,234,567`.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<String> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_is_over_only_above_its_target() {
        let row = |gas, target| GasRow { name: "call".into(), gas, target, excess: 0 };
        let known = GasRow { excess: 5, ..row(105, Some(100)) };
        assert!(known.is_missed() && !known.is_over());
        assert!(GasRow { gas: 106, ..known }.is_over());
        assert!(
            !row(100, Some(100)).is_over()
                && row(101, Some(100)).is_over()
                && !row(101, None).is_over()
        );
        assert_eq!(row(10_001, Some(10_000)).percent(), Some(101));
    }

    #[test]
    fn table_and_json_tell_the_same() {
        let rows =
            [GasRow { name: "call".into(), gas: 1_234_567, target: Some(1_000_000), excess: 0 }];
        let text = table(&rows);
        assert!(
            text.contains("1,234,567") && text.contains("124 %") && text.contains("OVER"),
            "{text}"
        );
        assert_eq!(as_json(&rows)[0]["over"], true);
    }
}
