//! `restaking demo`: one vault, one exit, one slash, every check, in plain words with the numbers of the run.

use alloy_primitives::U256;
use restaking::abi::IVault;
use serde_json::json;

use crate::play::{Game, Options, PlayError, Played};
use crate::report::{ScenarioReport, amount, json as report_json, table};
use crate::scenario::{Diagnostic, Origin, Scenario, Source, parse, time};
use crate::tokens::IToken;

/// The scenario that is played.
const SCENARIO: &str = include_str!("demo.toml");

/// The token's decimals, and those of a share.
const DECIMALS: u8 = 18;
const SHARE_DECIMALS: u8 = 24;

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The scenario that comes with the binary is broken.
    #[error("the demo's scenario: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Scenario(Vec<Diagnostic>),
    /// It could not be played.
    #[error(transparent)]
    Play(#[from] PlayError),
}

impl From<Vec<Diagnostic>> for DemoError {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self::Scenario(diagnostics)
    }
}

/// Plays the demo: what it tells, and whether everything held.
///
/// # Errors
/// [`DemoError`].
pub fn run(is_json: bool) -> Result<(String, bool), DemoError> {
    let scenario = parse(Source::new("demo", SCENARIO), None)?;
    let options = Options::default();
    let mut game = Game::start(&scenario, &options)?;
    let mut told = vec![
        "A vault of one operator takes USD. Its exits wait 14 days and can be slashed until they mature.".to_owned(),
        "Everything below runs twice, in revm and in memory, and every rule is checked after every transaction.\n".to_owned(),
    ];
    while let Some(played) = game.step()? {
        let line = narrate(&mut game, &scenario, &played)?;
        told.push(line);
    }
    let report = game.finish()?;
    let is_passed = report.is_passed();
    if is_json {
        let document = json!({ "told": told, "scenario": report_json::scenario(&report) });
        return Ok((format!("{document:#}"), is_passed));
    }
    told.push(ending(&report));
    Ok((told.join("\n"), is_passed))
}

/// What the vault says after a step.
struct Now {
    pool: String,
    rate: String,
    escrow: String,
    alice: String,
    burned: String,
}

impl Now {
    fn ask(game: &mut Game<'_>) -> Result<Self, PlayError> {
        let whole = |amount: Option<U256>| amount::units(amount.unwrap_or_default(), DECIMALS);
        let alice = game.address_of("ALICE");
        let burned = game.address_of("BURN");
        Ok(Self {
            pool: whole(game.ask("VAULT", &IVault::totalAssetsCall {})?),
            rate: whole(game.ask("VAULT", &IVault::rateCall {})?),
            escrow: whole(game.ask("VAULT", &IVault::escrowedAssetsCall {})?),
            alice: whole(game.ask("USD", &IToken::balanceOfCall { account: alice })?),
            burned: whole(game.ask("USD", &IToken::balanceOfCall { account: burned })?),
        })
    }
}

/// A step in plain words.
fn narrate(game: &mut Game<'_>, scenario: &Scenario, played: &Played) -> Result<String, PlayError> {
    let now = Now::ask(game)?;
    let day = game.now().saturating_sub(scenario.start).checked_div(24 * 60 * 60).unwrap_or(0);
    let saved = |name: &str, field: &str| game.saved_number(name, field).unwrap_or_default();
    let Now { pool, rate, escrow, alice, burned } = now;
    let text = match played.origin {
        Origin::Setup(1) => "Alice deposits 100 USD.".to_owned(),
        Origin::Setup(_) => format!(
            "Bob deposits 300 USD. The pool holds {pool} USD and a share is worth {rate} USD."
        ),
        Origin::Step(1) => format!(
            "Alice asks for all of it back. Her {} shares wait in the bucket of epoch {}, which matures on {}; until then they stay in the pool.",
            amount::units(saved("EXIT", "shares"), SHARE_DECIMALS),
            saved("EXIT", "requestId"),
            time::format_time(saved("EXIT", "maturity").saturating_to()),
        ),
        Origin::Step(2) => format!(
            "A slash is filed: the operator is said to have done wrong. Alice's exit is held until {}, longer if the slash is executed, and nobody can deposit.",
            time::format_time(saved("FILED", "until").saturating_to()),
        ),
        Origin::Step(3) => format!(
            "Her exit matures and she tries to claim it. Refused: {}.",
            refusal(game, played)
        ),
        Origin::Step(4) => format!(
            "The slash is executed: 10 % of the pool, {escrow} USD, go into escrow inside the vault. {pool} USD remain and a share is worth {rate} USD. No token moved, so no token could stop it; Alice bears her part although she had asked to leave.",
        ),
        Origin::Step(5) => format!(
            "The escrow is due and anybody may release it. Nobody is to receive it, so it burns: {burned} USD are gone."
        ),
        Origin::Step(6) => format!(
            "The hold is over and Alice claims: she has {alice} USD, her 100 less 10 %. Bob's stake stays: {pool} USD."
        ),
        Origin::Step(_) => String::new(),
    };
    Ok(format!("day {day:>2}  {text}"))
}

fn refusal(game: &Game<'_>, played: &Played) -> String {
    played
        .calls
        .first()
        .map_or_else(String::new, |called| game.words().revert(&called.outcome.output))
}

fn ending(report: &ScenarioReport) -> String {
    let mut lines = vec![String::new()];
    lines.extend(report.bearings.iter().map(|bearing| format!("{}\n", bearing.render())));
    lines.push(table::invariants(core::slice::from_ref(report)));
    match &report.failure {
        None => lines.push(format!(
            "\nevery rule held: {} checks over {} transactions, the same in revm and in memory. Next: restaking new FILE",
            amount::count(report.checks()),
            amount::count(report.transactions)
        )),
        Some(failure) => lines.push(format!("\n{failure}")),
    }
    lines.join("\n")
}
