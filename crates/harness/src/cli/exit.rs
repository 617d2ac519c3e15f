//! Exit codes.

use std::process::ExitCode;

/// How a run ends. The order is that of precedence: the greatest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All as expected, gates met.
    Ok,
    /// Stopped by a signal, nothing found until then: 130 or 143.
    Interrupted(u8),
    /// Nothing ran.
    Nothing,
    /// A gate was missed: an invariant never had anything to say.
    Inconclusive,
    /// Bad input.
    Input,
    /// An expectation, an invariant or the agreement of the chains is broken.
    Finding,
    /// The harness or a chain failed.
    Internal,
}

impl Exit {
    /// The number that the process ends with.
    pub const fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Finding => 1,
            Self::Input => 2,
            Self::Inconclusive => 3,
            Self::Nothing => 4,
            Self::Internal => 70,
            Self::Interrupted(code) => code,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
