//! Plays a scenario on one chain or on both, and checks everything after every transaction.
//!
//! | file | holds |
//! |---|---|
//! | `mod.rs` | [`play`] |
//! | `game.rs` | [`Game`]: a scenario while it is played |
//! | `stage.rs`, `vaults.rs`, `sets.rs` | the world that it starts with |
//! | `step.rs` | one step |
//! | `expect.rs`, `views.rs` | what must come of it |
//! | `resolve.rs`, `saved.rs` | amounts that only the chain knows |
//! | `lane.rs`, `parity.rs` | the chains, and whether they agree |
//! | `flows.rs`, `holdings.rs` | who put in, took out and still has how much |

mod expect;
mod flows;
mod game;
mod holdings;
mod lane;
mod parity;
mod resolve;
mod saved;
mod sets;
mod stage;
mod step;
mod vaults;
mod views;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use game::Game;
pub use lane::Backend;
pub use step::{Called, Played};

use crate::chain::ChainError;
use crate::report::ScenarioReport;
use crate::scenario::{Diagnostic, Scenario};

/// How a scenario is played.
#[derive(Debug, Clone)]
pub struct Options {
    /// On which chains.
    pub backend: Backend,
    /// How much is told on the way: 0 nothing, 1 steps and notes, 2 events, 3 state differences.
    pub detail: u8,
    /// Not 0 once the run is to stop.
    pub stop: Arc<AtomicUsize>,
}

impl Default for Options {
    fn default() -> Self {
        Self { backend: Backend::Both, detail: 0, stop: Arc::default() }
    }
}

impl Options {
    /// Is the run to stop?
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed) != 0
    }
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// Something is wrong with the file that only the chain could tell.
    #[error("{0}")]
    Input(Box<Diagnostic>),
    /// The scenario cannot be played on the chain asked for.
    #[error("{0}")]
    Unplayable(String),
    /// The run was to stop before the world was built.
    #[error("interrupted")]
    Interrupted,
    /// The chain failed.
    #[error(transparent)]
    Chain(#[from] ChainError),
}

impl From<Diagnostic> for PlayError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Input(Box::new(diagnostic))
    }
}

/// Plays a scenario to its end or to its first failing step.
///
/// # Errors
/// [`PlayError`]. A step that fails is no error but part of the report.
pub fn play(scenario: &Scenario, options: &Options) -> Result<ScenarioReport, PlayError> {
    let mut game = Game::start(scenario, options)?;
    while game.step()?.is_some() {}
    game.finish()
}
