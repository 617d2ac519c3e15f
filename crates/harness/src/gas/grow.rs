//! How the cost of a call grows with what it should not depend on.

use std::str::FromStr;

use comfy_table::{CellAlignment, Table, presets};
use serde_json::{Value, json};

use super::GasError;
use super::crowded::{calls, world};

/// The most that a cost may grow: as the number to this power.
const MOST_EXPONENT: f64 = 0.05;

/// What there may be many of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Stakers of the vault.
    Stakers,
    /// Other vaults.
    Vaults,
    /// Other AVSs, each with a set.
    Avss,
    /// Sets that hold something of other vaults.
    Sets,
    /// Epochs without a call.
    Idle,
}

/// All of them, with their names and usual numbers.
const DIMENSIONS: [(Dimension, &str, &[u64]); 5] = [
    (Dimension::Stakers, "stakers", &[1, 10, 1_000, 100_000]),
    (Dimension::Vaults, "vaults", &[1, 10, 100, 1_000]),
    (Dimension::Avss, "avss", &[1, 10, 100, 1_000]),
    (Dimension::Sets, "sets", &[1, 10, 100]),
    (Dimension::Idle, "idle", &[1, 10, 1_000, 100_000]),
];

/// Most of anything.
const MOST: u64 = 1_000_000;

impl Dimension {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        DIMENSIONS
            .iter()
            .find(|(dimension, ..)| *dimension == self)
            .map_or("", |(_, name, _)| *name)
    }
}

/// What to measure: a dimension and numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    /// The dimension.
    pub dimension: Dimension,
    /// How many, ascending.
    pub numbers: Vec<u64>,
}

impl Growth {
    /// Every dimension with its usual numbers.
    pub fn all() -> Vec<Self> {
        let growth = |(dimension, _, numbers): &(_, _, &[u64])| Self {
            dimension: *dimension,
            numbers: numbers.to_vec(),
        };
        DIMENSIONS.iter().map(growth).collect()
    }
}

impl FromStr for Growth {
    type Err = String;

    /// Reads `stakers=1,10,1000`; a name alone means its usual numbers.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, list) = text.split_once('=').unwrap_or((text, ""));
        let names: Vec<&str> = DIMENSIONS.iter().map(|(_, name, _)| *name).collect();
        let (dimension, _, usual) = DIMENSIONS
            .iter()
            .find(|(_, known, _)| *known == name)
            .ok_or_else(|| format!("`{name}` is none of {}", names.join(", ")))?;
        if list.is_empty() {
            return Ok(Self { dimension: *dimension, numbers: usual.to_vec() });
        }
        let numbers: Result<Vec<u64>, _> = list.split(',').map(|n| n.trim().parse()).collect();
        let numbers = numbers.map_err(|_| format!("`{list}` is no list of numbers"))?;
        let is_ascending = numbers.windows(2).all(|pair| pair.first() < pair.last());
        let is_bounded = numbers.iter().all(|number| (1..=MOST).contains(number));
        if numbers.len() < 2 || !is_ascending || !is_bounded {
            return Err(format!("`{list}` must be two or more ascending numbers from 1 to {MOST}"));
        }
        Ok(Self { dimension: *dimension, numbers })
    }
}

/// What one entry point costs as something grows.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthRow {
    /// What grows.
    pub dimension: Dimension,
    /// The entry point.
    pub name: &'static str,
    /// Number and gas.
    pub gas: Vec<(u64, u64)>,
    /// Slope of the logarithm of gas over that of the number, by least squares.
    pub exponent: f64,
}

impl GrowthRow {
    /// Does it grow too much?
    pub fn is_over(&self) -> bool {
        self.exponent > MOST_EXPONENT
    }
}

/// Measures.
///
/// # Errors
/// [`GasError`], at the first call that fails.
pub fn grow(growth: &Growth) -> Result<Vec<GrowthRow>, GasError> {
    let mut rows: Vec<GrowthRow> = Vec::new();
    for number in &growth.numbers {
        let bench = world(growth.dimension, *number)?;
        for (index, (name, gas)) in calls(bench)?.into_iter().enumerate() {
            match rows.get_mut(index) {
                Some(row) => row.gas.push((*number, gas)),
                None => rows.push(GrowthRow {
                    dimension: growth.dimension,
                    name,
                    gas: vec![(*number, gas)],
                    exponent: 0.0,
                }),
            }
        }
    }
    for row in &mut rows {
        row.exponent = exponent(&row.gas);
    }
    Ok(rows)
}

#[allow(clippy::cast_precision_loss)]
fn exponent(points: &[(u64, u64)]) -> f64 {
    let logs: Vec<(f64, f64)> =
        points.iter().map(|(n, gas)| ((*n as f64).ln(), (*gas as f64).ln())).collect();
    let count = logs.len() as f64;
    let (sum_x, sum_y) = logs.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0, y + point.1));
    let (mean_x, mean_y) = (sum_x / count, sum_y / count);
    let (up, down) = logs.iter().fold((0.0, 0.0), |(up, down), (x, y)| {
        (up + (x - mean_x) * (y - mean_y), down + (x - mean_x) * (x - mean_x))
    });
    if down == 0.0 { 0.0 } else { up / down }
}

/// The rows as a table for people.
pub fn growth_table(rows: &[GrowthRow]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["what grows", "entry point", "gas at each number", "exponent", "ok"]);
    for row in rows {
        let gas: Vec<String> = row.gas.iter().map(|(n, gas)| format!("{n}: {gas}")).collect();
        table.add_row([
            row.dimension.name().to_owned(),
            row.name.to_owned(),
            gas.join("  "),
            format!("{:.4}", row.exponent),
            if row.is_over() { "GROWS" } else { "ok" }.to_owned(),
        ]);
    }
    if let Some(column) = table.column_mut(3) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.to_string()
}

/// The rows for machines: an array of `{grows, name, gas: [[number, gas], …], exponent, over}`.
pub fn growth_json(rows: &[GrowthRow]) -> Value {
    rows.iter()
        .map(|row| json!({ "grows": row.dimension.name(), "name": row.name, "gas": row.gas, "exponent": row.exponent, "over": row.is_over() }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponent_is_that_of_the_power() {
        assert!((exponent(&[(1, 5), (10, 50), (100, 500)]) - 1.0).abs() < 1e-9);
        assert!((exponent(&[(1, 7), (4, 14), (16, 28)]) - 0.5).abs() < 1e-9);
        assert!(exponent(&[(1, 9), (1000, 9)]).abs() < 1e-9);
    }

    #[test]
    fn growth_is_read_from_a_name_and_ascending_numbers() {
        let growth = Growth::from_str("stakers=1, 5").unwrap();
        assert_eq!(growth, Growth { dimension: Dimension::Stakers, numbers: vec![1, 5] });
        assert_eq!(Growth::from_str("idle").unwrap().numbers.len(), 4);
        for wrong in ["stakes=1,2", "stakers=2,1", "stakers=1", "stakers=0,1", "stakers=1,x"] {
            assert!(Growth::from_str(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Growth::all().len(), DIMENSIONS.len());
    }

    #[test]
    fn no_call_grows_with_stakers_vaults_avss_sets_or_idle_epochs() {
        for mut growth in Growth::all() {
            growth.numbers = vec![1, 10, 100];
            for row in grow(&growth).unwrap() {
                assert!(!row.is_over(), "{row:?}");
            }
        }
    }
}
