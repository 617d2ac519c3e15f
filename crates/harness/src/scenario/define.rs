//! `[actors]`, `[tokens]`, `[crowds]`, `[vaults]`: who is there. `[sets]` is read in `sets.rs`.

use std::path::Path;

use alloy_primitives::U256;
use restaking::shares::Assets;

use crate::tokens::{TokenKind, TokenSpec};

use super::artifact;
use super::crowd;
use super::model::{Crowd, OperatorSet, Token, Vault};
use super::names::{Entity, Names};
use super::number::WAD;
use super::section::{Keyed, Section};
use super::source::{Problems, Span, Trouble};
use super::value::{Raw, Value};

const DAY: u64 = 24 * 60 * 60;
const VAULT_KEYS: [&str; 12] = [
    "asset",
    "operator",
    "epoch",
    "exit_delay",
    "leverage",
    "slash_cap",
    "slash_cap_window",
    "max_redistributable",
    "deposit_cap",
    "approver",
    "name",
    "symbol",
];

/// What the definitions of a scenario define.
#[derive(Default)]
pub(crate) struct Definitions {
    pub(crate) names: Names,
    pub(crate) actors: Vec<String>,
    pub(crate) artifacts: Vec<ArtifactDraft>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) vaults: Vec<Vault>,
    pub(crate) crowds: Vec<Crowd>,
    pub(crate) sets: Vec<OperatorSet>,
}

/// An artifact whose arguments have not been compiled.
pub(crate) struct ArtifactDraft {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) code: artifact::Code,
    pub(crate) args: Vec<Value>,
}

impl Definitions {
    /// Reads all definitions of the file. Actors come before tokens, tokens before vaults, wherever they stand.
    pub(crate) fn read(
        root: &Section<'_>,
        folder: Option<&Path>,
        problems: &mut Problems<'_>,
    ) -> Self {
        let mut all = Self::default();
        each(root, "actors", problems, |entry, problems| all.actor(entry, folder, problems));
        each(root, "tokens", problems, |entry, problems| all.token(entry, problems));
        each(root, "crowds", problems, |entry, problems| all.crowd(entry, problems));
        each(root, "vaults", problems, |entry, problems| all.vault(entry, problems));
        each(root, "sets", problems, |entry, problems| all.set(entry, problems));
        each(root, "tokens", problems, |entry, problems| all.mint(entry, problems));
        all
    }

    /// Enters the name of a table.
    pub(crate) fn define(
        &mut self,
        entry: &Keyed<'_>,
        entity: Entity,
        problems: &mut Problems<'_>,
    ) -> bool {
        problems.keep(self.names.define(entry.key, entity, entry.span)).is_some()
    }

    fn actor(&mut self, entry: &Keyed<'_>, folder: Option<&Path>, problems: &mut Problems<'_>) {
        let Some(section) = problems.keep(Section::of(entry.item, entry.span, "an actor")) else {
            return;
        };
        section.only(problems, &["artifact", "args"]);
        let Some((path, span)) = section.text(problems, "artifact") else {
            if let Some(args) = section.get("args") {
                problems.add(args.span, "`args` without an `artifact` that takes them");
            }
            if self.define(entry, Entity::Account, problems) {
                self.actors.push(entry.key.to_owned());
            }
            return;
        };
        let args = match section.value(problems, "args").map(|value| (value.span, value.raw)) {
            None => Vec::new(),
            Some((_, Raw::List(values))) => values,
            Some((span, _)) => return problems.add(span, "`args` of an artifact must be an array"),
        };
        let index = self.artifacts.len();
        let code = problems.keep(artifact::read(folder, &path, span));
        if self.define(entry, Entity::Artifact(index), problems)
            && let Some(code) = code
        {
            self.artifacts.push(ArtifactDraft {
                name: entry.key.to_owned(),
                span: entry.span,
                code,
                args,
            });
        }
    }

    fn token(&mut self, entry: &Keyed<'_>, problems: &mut Problems<'_>) {
        let Some(section) = problems.keep(Section::of(entry.item, entry.span, "a token")) else {
            return;
        };
        section.only(problems, &["kind", "decimals", "mint", "approve"]);
        let kind = match section.text(problems, "kind") {
            None => TokenKind::Standard,
            Some((kind, span)) => {
                let known = kind
                    .parse()
                    .map_err(|_| Trouble::unknown(span, "token kind", &kind, TokenKind::names()));
                problems.keep(known).unwrap_or(TokenKind::Standard)
            }
        };
        let decimals = u8::try_from(section.small(problems, "decimals", 18, 255)).unwrap_or(18);
        let spec = TokenSpec { decimals, ..TokenSpec::new(entry.key, kind) };
        let is_approved = section.flag(problems, "approve", true);
        if self.define(entry, Entity::Token(self.tokens.len()), problems) {
            self.tokens.push(Token { spec, mint: Vec::new(), is_approved, span: entry.span });
        }
    }

    /// `mint` of a token, once all names are known.
    fn mint(&mut self, entry: &Keyed<'_>, problems: &mut Problems<'_>) {
        let Ok(section) = Section::of(entry.item, entry.span, "a token") else { return };
        let Some(value) = section.value(problems, "mint") else { return };
        let Some(entries) = value.as_table() else {
            return problems
                .add(value.span, "`mint` must be a table, such as { ALICE = \"100e18\" }");
        };
        let mut minted = Vec::new();
        for entry in entries {
            problems.keep(self.names.address(&entry.key, entry.key_span));
            if let Some(amount) = problems.keep(amount(&entry.value)) {
                minted.push((entry.key.clone(), amount));
            }
        }
        if let Some(token) = self.tokens.iter_mut().find(|token| token.spec.name == entry.key) {
            token.mint = minted;
        }
    }

    fn crowd(&mut self, entry: &Keyed<'_>, problems: &mut Problems<'_>) {
        let Some(section) = problems.keep(Section::of(entry.item, entry.span, "a crowd")) else {
            return;
        };
        section.only(problems, &["count", "total", "token", "skew"]);
        for key in ["count", "total", "token"] {
            section.need(problems, key);
        }
        let count = usize::try_from(section.small(problems, "count", 1, crowd::MOST)).unwrap_or(1);
        let skew = section.number(problems, "skew", 3).unwrap_or(U256::from(1000));
        let skew = u32::try_from(skew).ok().filter(|skew| *skew <= crowd::MOST_SKEW);
        let (Some(total), Some((token, span))) =
            (section.number(problems, "total", 0), section.text(problems, "token"))
        else {
            return;
        };
        let Some(token) = self.token_index(&token, span, problems) else { return };
        let amounts =
            skew.filter(|_| count > 0).and_then(|skew| crowd::amounts(total, count, skew));
        if amounts.is_none() {
            problems.add(section.span, "in a crowd everybody has something: at least one member, a skew of at most 4, a larger total");
        }
        let index = self.crowds.len();
        if self.define(entry, Entity::Crowd(index, count), problems) {
            self.crowds.push(Crowd {
                name: entry.key.to_owned(),
                token,
                amounts: amounts.unwrap_or_default(),
            });
        }
    }

    /// Index of a token.
    pub(crate) fn token_index(
        &self,
        name: &str,
        span: Span,
        problems: &mut Problems<'_>,
    ) -> Option<usize> {
        let found = self.tokens.iter().position(|token| token.spec.name == name);
        if found.is_none() {
            problems.push(Trouble::unknown(
                span,
                "token",
                name,
                self.tokens.iter().map(|token| token.spec.name.as_str()),
            ));
        }
        found
    }

    /// The name of an actor, with code or without.
    pub(crate) fn actor_name(
        &self,
        name: &str,
        span: Span,
        problems: &mut Problems<'_>,
    ) -> Option<String> {
        let found = self
            .names
            .find(name)
            .filter(|entity| matches!(entity, Entity::Account | Entity::Artifact(_)));
        if found.is_none() {
            problems.push(Trouble::unknown(
                span,
                "actor",
                name,
                self.actors.iter().map(String::as_str),
            ));
        }
        found.map(|_| name.to_owned())
    }

    fn vault(&mut self, entry: &Keyed<'_>, problems: &mut Problems<'_>) {
        let Some(section) = problems.keep(Section::of(entry.item, entry.span, "a vault")) else {
            return;
        };
        section.only(problems, &VAULT_KEYS);
        let asset = section.need_text(problems, "asset");
        let operator = section.need_text(problems, "operator");
        let token = asset.and_then(|(name, span)| self.token_index(&name, span, problems));
        let operator = operator.and_then(|(name, span)| self.sender(&name, span, problems));
        let approver = section
            .text(problems, "approver")
            .and_then(|(name, span)| self.actor_name(&name, span, problems));
        let symbol = || {
            token.and_then(|token| self.tokens.get(token)).map_or("r", |token| token.spec.symbol())
        };
        let symbol: String = format!("r{}", symbol()).chars().take(16).collect();
        let vault = Vault {
            name: entry.key.to_owned(),
            span: entry.span,
            token: token.unwrap_or_default(),
            operator: operator.clone().unwrap_or_default(),
            epoch: section.duration(problems, "epoch", DAY),
            exit_delay: section.duration(problems, "exit_delay", DAY.saturating_mul(14)),
            leverage: section.number(problems, "leverage", 18).unwrap_or(WAD),
            slash_cap: section.number(problems, "slash_cap", 18).unwrap_or(WAD),
            slash_cap_window: section.duration(problems, "slash_cap_window", DAY.saturating_mul(7)),
            max_redistributable: section
                .number(problems, "max_redistributable", 27)
                .unwrap_or(U256::ZERO),
            deposit_cap: section.number(problems, "deposit_cap", 0).unwrap_or(Assets::LIMIT.get()),
            approver,
            share_name: section
                .text(problems, "name")
                .map_or_else(|| entry.key.to_owned(), |(name, _)| name),
            symbol: section.text(problems, "symbol").map_or(symbol, |(symbol, _)| symbol),
        };
        if self.define(entry, Entity::Vault(self.vaults.len()), problems) {
            self.vaults.push(vault);
        }
    }

    /// An actor that sends transactions: the operator of a vault, who registers and creates it, or an AVS.
    pub(crate) fn sender(
        &self,
        name: &str,
        span: Span,
        problems: &mut Problems<'_>,
    ) -> Option<String> {
        let name = self.actor_name(name, span, problems)?;
        let party = problems.keep(self.names.party(&name, span))?;
        party.as_one().map(ToOwned::to_owned)
    }
}

/// Calls `read` for every entry of the table `key`.
fn each(
    root: &Section<'_>,
    key: &str,
    problems: &mut Problems<'_>,
    mut read: impl FnMut(&Keyed<'_>, &mut Problems<'_>),
) {
    let Some(entry) = root.get(key) else { return };
    match Section::of(entry.item, entry.span, key) {
        Ok(section) => section.iter().for_each(|entry| read(&entry, problems)),
        Err(trouble) => problems.push(trouble),
    }
}

fn amount(value: &Value) -> Result<U256, Trouble> {
    let text = match &value.raw {
        Raw::Integer(integer) => integer.to_string(),
        Raw::Text(text) => text.clone(),
        _ => {
            return Err(Trouble::new(
                value.span,
                format!("an amount was expected, not {}", value.kind()),
            ));
        }
    };
    super::number::parse_unsigned(&text, 0)
        .map_err(|error| Trouble::new(value.span, format!("`{text}` {error}")))
}
