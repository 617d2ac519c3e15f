//! A snapshot of all rows, and what differs from it.

use std::collections::BTreeMap;

use super::GasRow;

/// Gas by row, as a JSON object of `name: gas` in the order of the names.
pub fn to_snapshot(rows: &[GasRow]) -> String {
    let map: BTreeMap<&str, u64> = rows.iter().map(|row| (row.name.as_str(), row.gas)).collect();
    let mut text = serde_json::to_string_pretty(&map).unwrap_or_default();
    text.push('\n');
    text
}

/// A row that is not as the snapshot says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It costs more than the tolerance allows.
    Dearer {
        /// The row.
        name: String,
        /// Gas in the snapshot.
        was: u64,
        /// Gas now.
        is: u64,
    },
    /// It costs less than the tolerance allows: the snapshot is out of date.
    Cheaper {
        /// The row.
        name: String,
        /// Gas in the snapshot.
        was: u64,
        /// Gas now.
        is: u64,
    },
    /// The snapshot does not know it.
    New(String),
    /// It is only in the snapshot.
    Gone(String),
}

impl core::fmt::Display for Difference {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Dearer { name, was, is } => write!(f, "{name}: {was} gas became {is}"),
            Self::Cheaper { name, was, is } => {
                write!(f, "{name}: {was} gas became {is}, write the snapshot anew")
            }
            Self::New(name) => write!(f, "{name}: not in the snapshot"),
            Self::Gone(name) => write!(f, "{name}: only in the snapshot"),
        }
    }
}

/// Compares rows with a snapshot; `tolerance` in hundredths of a percent.
///
/// # Errors
/// The snapshot is no JSON object of numbers.
pub fn compare(
    rows: &[GasRow],
    snapshot: &str,
    tolerance: u64,
) -> Result<Vec<Difference>, serde_json::Error> {
    let mut known: BTreeMap<String, u64> = serde_json::from_str(snapshot)?;
    let mut differences = Vec::new();
    for GasRow { name, gas, .. } in rows {
        let (name, is) = (name.clone(), *gas);
        match known.remove(&name) {
            None => differences.push(Difference::New(name)),
            Some(was) if is > was && exceeds(was, is, tolerance) => {
                differences.push(Difference::Dearer { name, was, is });
            }
            Some(was) if exceeds(was, is, tolerance) => {
                differences.push(Difference::Cheaper { name, was, is });
            }
            Some(_) => {}
        }
    }
    differences.extend(known.into_keys().map(Difference::Gone));
    Ok(differences)
}

const fn exceeds(was: u64, is: u64, tolerance: u64) -> bool {
    was.abs_diff(is).saturating_mul(10_000) > was.saturating_mul(tolerance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, gas: u64) -> GasRow {
        GasRow { name: name.into(), gas, target: None, excess: 0 }
    }

    #[test]
    fn compare_tells_dearer_cheaper_new_and_gone_beyond_the_tolerance() {
        let snapshot =
            to_snapshot(&[row("a", 10_000), row("b", 10_000), row("c", 10_000), row("d", 1)]);
        let rows = [row("a", 10_050), row("b", 10_051), row("c", 9_949), row("e", 1)];
        let differences = compare(&rows, &snapshot, 50).unwrap();
        let expected = [
            Difference::Dearer { name: "b".into(), was: 10_000, is: 10_051 },
            Difference::Cheaper { name: "c".into(), was: 10_000, is: 9_949 },
            Difference::New("e".into()),
            Difference::Gone("d".into()),
        ];
        assert_eq!(differences, expected);
        assert_eq!(compare(&rows[..1], &to_snapshot(&rows[..1]), 0).unwrap(), []);
        assert!(compare(&rows, "[]", 0).is_err());
    }
}
