//! How the cost of a call grows with what it should not depend on.

use std::str::FromStr;

use alloy_primitives::U256;
use comfy_table::{CellAlignment, Table, presets};
use restaking::abi::{IAvsRegistry, ISlashing, IVault};
use restaking::{AVS_REGISTRY, SLASHING};
use serde_json::{Value, json};

use super::GasError;
use super::bench::{Bench, DAY, ONE, shares};
use super::protocol::{
    self, VETO, VETO_SET, allocate, allocated, avs, create_set, execute, file, join, register,
};
use crate::world::actor_address;

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

/// A vault with allocations and exits in a world with so many of something.
fn world(dimension: Dimension, number: u64) -> Result<Bench, GasError> {
    let mut bench = allocated()?;
    match dimension {
        Dimension::Stakers => stakers(&mut bench, number)?,
        Dimension::Vaults => vaults(&mut bench, number)?,
        Dimension::Avss => avss(&mut bench, number)?,
        Dimension::Sets => sets(&mut bench, number)?,
        Dimension::Idle => bench.wait(number.saturating_mul(DAY)),
    }
    bench.wait(DAY);
    Ok(bench)
}

fn stakers(bench: &mut Bench, number: u64) -> Result<(), GasError> {
    for n in 0..number {
        let who = actor_address(&format!("STAKER-{n}"));
        bench.fund(who)?;
        bench.deposit(who)?;
    }
    Ok(())
}

/// Other operators' vaults, 16 each.
fn vaults(bench: &mut Bench, number: u64) -> Result<(), GasError> {
    let (own, operator) = (bench.vault, bench.cast.operator);
    for n in 0..number {
        if n.is_multiple_of(16) {
            bench.cast.operator = actor_address(&format!("OPERATOR-{n}"));
            register(bench, bench.cast.operator)?;
        }
        bench.create_vault(&format!("VAULT-{n}"))?;
    }
    (bench.vault, bench.cast.operator) = (own, operator);
    Ok(())
}

fn avss(bench: &mut Bench, number: u64) -> Result<(), GasError> {
    let token = bench.token;
    for n in 0..number {
        let other = actor_address(&format!("AVS-{n}"));
        let call = IAvsRegistry::registerAvsCall { metadataURI: String::new() };
        bench.call(other, AVS_REGISTRY, call)?;
        let mut terms = protocol::terms(bench, protocol::resolver());
        terms.slasher = other;
        debug_assert_eq!(terms.assets.first().map(|asset| asset.token), Some(token));
        let call = IAvsRegistry::createSetCall {
            avs: other,
            id: 1,
            recipient: Default::default(),
            terms,
            metadataURI: String::new(),
        };
        bench.call(other, AVS_REGISTRY, call)?;
    }
    Ok(())
}

/// Sets of the same AVS that hold a sixteenth of other vaults.
fn sets(bench: &mut Bench, number: u64) -> Result<(), GasError> {
    let (own, operator) = (bench.vault, bench.cast.operator);
    bench.cast.operator = actor_address("OTHER");
    register(bench, bench.cast.operator)?;
    for n in 0..number {
        if n.is_multiple_of(16) {
            bench.create_vault(&format!("VAULT-{n}"))?;
        }
        let id = u32::try_from(n.saturating_add(10)).unwrap_or(u32::MAX);
        create_set(bench, id, protocol::resolver())?;
        join(bench, bench.cast.operator, id)?;
        allocate(bench, id, 6)?;
    }
    (bench.vault, bench.cast.operator) = (own, operator);
    Ok(())
}

/// One call of each kind, always in the same order, each the first of its kind in the epoch or not as every time.
fn calls(mut bench: Bench) -> Result<Vec<(&'static str, u64)>, GasError> {
    let (alice, bob, carol) = (bench.cast.alice, bench.cast.bob, bench.cast.carol);
    let mut gas = vec![("deposit", bench.deposit(alice)?)];
    let transfer = IVault::transferCall { to: bob, value: shares(1) };
    gas.push(("transfer", bench.gas(alice, transfer)?));
    let (requested, id) = bench.request(alice)?;
    gas.push(("requestRedeem", requested));
    gas.push(("book", bench.gas(bob, IVault::bookCall { assets: ONE })?));
    let (filed, request) = file(&mut bench, VETO_SET, "e")?;
    gas.push(("file", filed));
    bench.wait(protocol::VETO);
    let (executed, escrow) = execute(&mut bench, request)?;
    gas.push(("execute", executed));
    let (filed, request) = file(&mut bench, VETO_SET, "f")?;
    gas.push(("file again", filed));
    let veto = ISlashing::vetoCall { request };
    gas.push(("veto", bench.call(protocol::resolver(), SLASHING, veto)?.0));
    bench.wait(VETO.saturating_add(DAY));
    gas.push(("releaseEscrow", bench.gas(carol, IVault::releaseEscrowCall { escrowId: escrow })?));
    bench.wait(14_u64.saturating_mul(DAY));
    gas.push(("settle", bench.gas(carol, IVault::settleCall {})?));
    let claim = IVault::redeemRequestCall {
        requestId: id,
        shares: shares(1),
        receiver: alice,
        controller: alice,
    };
    gas.push(("redeemRequest", bench.gas(alice, claim)?));
    gas.push(("allocate, decrease", allocate(&mut bench, VETO_SET, 20)?));
    let operator = bench.cast.operator;
    let leave = IAvsRegistry::deregisterCall { operator, avs: avs(), id: protocol::INSTANT_SET };
    gas.push(("deregister", bench.call(operator, AVS_REGISTRY, leave)?.0));
    let stake = IVault::stakeAtEpochCall { epoch: U256::from(bench.now() / DAY) };
    gas.push(("stakeAtEpoch", bench.gas(carol, stake)?));
    Ok(gas)
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
