//! `[sets]`: operator sets and their terms.

use alloy_primitives::U256;

use super::define::Definitions;
use super::model::OperatorSet;
use super::names::Entity;
use super::number::WAD;
use super::section::{Keyed, Section};
use super::source::{Problems, Trouble};
use super::value::{Entry, Raw};

const DAY: u64 = 24 * 60 * 60;

const KEYS: [&str; 18] = [
    "avs",
    "id",
    "recipient",
    "slasher",
    "resolver",
    "veto",
    "execute",
    "escrow",
    "fault",
    "cap",
    "cap_window",
    "minimum_weight",
    "operator_cap",
    "leveraged",
    "admission",
    "gate",
    "assets",
    "weights",
];

/// How operators are admitted, by number.
const ADMISSIONS: [&str; 3] = ["open", "approval", "registrar"];

impl Definitions {
    /// Reads an operator set.
    pub(crate) fn set(&mut self, entry: &Keyed<'_>, problems: &mut Problems<'_>) {
        let Some(section) = problems.keep(Section::of(entry.item, entry.span, "a set")) else {
            return;
        };
        section.only(problems, &KEYS);
        let avs = section.need_text(problems, "avs");
        let avs = avs.and_then(|(name, span)| self.sender(&name, span, problems));
        let resolver = self.role(&section, "resolver", problems);
        let days = |days: u64| if resolver.is_some() { days.saturating_mul(DAY) } else { 0 };
        let number =
            u32::try_from(self.sets.iter().filter(|set| Some(&set.avs) == avs.as_ref()).count());
        let next = number.unwrap_or(u32::MAX).saturating_add(1);
        let set = OperatorSet {
            name: entry.key.to_owned(),
            span: entry.span,
            id: section.small(problems, "id", next, u32::MAX),
            recipient: self.role(&section, "recipient", problems),
            slasher: self
                .role(&section, "slasher", problems)
                .or_else(|| avs.clone())
                .unwrap_or_default(),
            avs: avs.unwrap_or_default(),
            veto: section.duration(problems, "veto", days(3)),
            execute: section.duration(problems, "execute", days(1)),
            escrow: section.duration(problems, "escrow", DAY.saturating_mul(3)),
            fault: section.duration(problems, "fault", DAY.saturating_mul(6)),
            cap: section.number(problems, "cap", 18).unwrap_or(WAD),
            cap_window: section.duration(problems, "cap_window", DAY.saturating_mul(7)),
            minimum_weight: section.number(problems, "minimum_weight", 0).unwrap_or(U256::ZERO),
            operator_cap: section.small(problems, "operator_cap", 0, u32::MAX),
            is_leveraged: section.flag(problems, "leveraged", false),
            admission: admission(&section, problems),
            gate: self.gate(&section, problems),
            assets: self.accepted(&section, problems),
            resolver,
        };
        if self.define(entry, Entity::Set(self.sets.len()), problems) {
            self.sets.push(set);
        }
    }

    /// The account under `key`, if there is one.
    fn role(
        &self,
        section: &Section<'_>,
        key: &str,
        problems: &mut Problems<'_>,
    ) -> Option<String> {
        let (name, span) = section.text(problems, key)?;
        self.actor_name(&name, span, problems)
    }

    /// Whatever has an address may stand at the gate: also a token, which knows nothing of operators.
    fn gate(&self, section: &Section<'_>, problems: &mut Problems<'_>) -> Option<String> {
        let (name, span) = section.text(problems, "gate")?;
        problems.keep(self.names.address(&name, span)).map(|_| name)
    }

    /// Accepted assets with their weights: those under `assets`, else every token.
    fn accepted(&self, section: &Section<'_>, problems: &mut Problems<'_>) -> Vec<(usize, U256)> {
        let named = section.value(problems, "assets").map(|value| match value.raw {
            Raw::List(items) => items,
            _ => vec![value],
        });
        let indices: Vec<usize> = match named {
            None => (0..self.tokens.len()).collect(),
            Some(items) => {
                let index = |item: &super::value::Value| {
                    let name = item.as_text().ok_or_else(|| {
                        Trouble::new(item.span, "`assets` must be an array of tokens' names")
                    });
                    self.token_index(problems.keep(name)?, item.span, problems)
                };
                items.iter().filter_map(index).collect()
            }
        };
        let weights = self.weights(section, problems);
        let weight_of = |index: usize| {
            weights.iter().find(|(token, _)| *token == index).map_or(WAD, |(_, weight)| *weight)
        };
        indices.into_iter().map(|index| (index, weight_of(index))).collect()
    }

    fn weights(&self, section: &Section<'_>, problems: &mut Problems<'_>) -> Vec<(usize, U256)> {
        let Some(value) = section.value(problems, "weights") else { return Vec::new() };
        let Some(entries) = value.as_table() else {
            problems.add(value.span, "`weights` must be a table, such as { BTC = \"25\" }");
            return Vec::new();
        };
        let weight = |entry: &Entry| {
            let token = self.token_index(&entry.key, entry.key_span, problems)?;
            let text = entry.value.shown();
            let weight = super::number::parse_unsigned(&text, 18)
                .map_err(|error| Trouble::new(entry.value.span, format!("`{text}` {error}")));
            Some((token, problems.keep(weight)?))
        };
        entries.iter().filter_map(weight).collect()
    }
}

fn admission(section: &Section<'_>, problems: &mut Problems<'_>) -> u8 {
    let Some((name, span)) = section.text(problems, "admission") else { return 0 };
    let found = ADMISSIONS.iter().zip(0_u8..).find(|(known, _)| **known == name);
    if found.is_none() {
        problems.push(Trouble::unknown(span, "admission", &name, ADMISSIONS));
    }
    found.map_or(0, |(_, number)| number)
}
