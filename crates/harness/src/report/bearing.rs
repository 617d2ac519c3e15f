//! Who bore what: what everybody put in, took out and still has, and where the difference went.

use alloy_primitives::{I256, U256};
use comfy_table::{CellAlignment, Row, Table};

use super::amount::signed_units;

/// Decimals of whole units in the table.
const PLACES: usize = 4;

/// Members of a crowd that are shown from its top and from its bottom.
const TOP: usize = 3;
const BOTTOM: usize = 1;

/// The accounts of one vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultBearing {
    /// The vault.
    pub vault: String,
    /// Its asset.
    pub asset: String,
    /// Decimals of the asset.
    pub decimals: u8,
    /// Who put in, took out or still has something.
    pub parties: Vec<PartyBearing>,
    /// Where the difference between all gains and losses went: name and amount, a loss of the parties being negative.
    pub causes: Vec<(String, I256)>,
    /// What does not add up; nothing if the books reconcile to the last unit.
    pub unexplained: Vec<String>,
}

/// What one party put in and got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyBearing {
    /// Its name.
    pub name: String,
    /// The crowd that it belongs to.
    pub crowd: Option<String>,
    /// Paid into the vault.
    pub put_in: U256,
    /// Paid by the vault for exits.
    pub taken_out: U256,
    /// Worth of its shares, waiting exits and unclaimed assets, rounded down.
    pub still_in: U256,
}

impl PartyBearing {
    /// What it has more or less than it put in.
    pub fn gain(&self) -> I256 {
        let signed = |amount: U256| I256::try_from(amount).unwrap_or(I256::MAX);
        signed(self.taken_out)
            .saturating_add(signed(self.still_in))
            .saturating_sub(signed(self.put_in))
    }

    fn and(self, other: &Self) -> Self {
        Self {
            put_in: self.put_in.saturating_add(other.put_in),
            taken_out: self.taken_out.saturating_add(other.taken_out),
            still_in: self.still_in.saturating_add(other.still_in),
            ..self
        }
    }

    fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            crowd: None,
            put_in: U256::ZERO,
            taken_out: U256::ZERO,
            still_in: U256::ZERO,
        }
    }
}

impl VaultBearing {
    /// All parties together.
    pub fn total(&self) -> PartyBearing {
        self.parties.iter().fold(PartyBearing::named("all"), PartyBearing::and)
    }

    /// The table, and under it where the difference went.
    pub fn render(&self) -> String {
        let mut table =
            super::table::plain(["who", "put in", "taken out", "still in", "gain or loss"]);
        for (party, is_inner) in self.rows() {
            self.add_row(&mut table, &party, is_inner);
        }
        self.add_row(&mut table, &self.total(), false);
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let gain = self.total().gain();
        let mut lines =
            vec![format!("{} in {}: who bore what", self.vault, self.asset), table.to_string()];
        lines.push(format!("  all gains and losses: {} {}", self.exact(gain), self.asset));
        for (cause, amount) in self.causes.iter().filter(|(_, amount)| !amount.is_zero()) {
            lines.push(format!("    {cause}: {}", self.exact(*amount)));
        }
        if self.unexplained.is_empty() {
            lines.push("  reconciled to the last unit".to_owned());
        }
        lines.extend(self.unexplained.iter().map(|what| format!("  NOT RECONCILED: {what}")));
        lines.join("\n")
    }

    /// Parties alone, crowds aggregated with their first and last members.
    fn rows(&self) -> Vec<(PartyBearing, bool)> {
        let mut rows = Vec::new();
        let mut crowds: Vec<&str> = Vec::new();
        for party in &self.parties {
            match party.crowd.as_deref() {
                None => rows.push((party.clone(), false)),
                Some(crowd) if !crowds.contains(&crowd) => crowds.push(crowd),
                Some(_) => {}
            }
        }
        for crowd in crowds {
            let mut members: Vec<&PartyBearing> =
                self.parties.iter().filter(|party| party.crowd.as_deref() == Some(crowd)).collect();
            members.sort_by_key(|member| core::cmp::Reverse(member.put_in));
            let sum = PartyBearing::named(format!("{crowd} ({})", members.len()));
            rows.push((members.iter().copied().fold(sum, PartyBearing::and), false));
            let bottom = members.len().saturating_sub(BOTTOM).max(TOP);
            let shown = members.iter().take(TOP).chain(members.iter().skip(bottom));
            rows.extend(shown.map(|member| ((*member).clone(), true)));
        }
        rows
    }

    fn add_row(&self, table: &mut Table, party: &PartyBearing, is_inner: bool) {
        let show = |amount: U256| super::amount::rounded_units(amount, self.decimals, PLACES);
        let name = if is_inner { format!("  {}", party.name) } else { party.name.clone() };
        table.add_row(Row::from(vec![
            name,
            show(party.put_in),
            show(party.taken_out),
            show(party.still_in),
            signed_units(party.gain(), self.decimals, PLACES),
        ]));
    }

    fn exact(&self, amount: I256) -> String {
        signed_units(amount, self.decimals, usize::MAX)
    }
}
