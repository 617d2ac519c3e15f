//! [`TokenKind`]: who lives in the zoo.

use core::fmt;
use core::str::FromStr;

/// How a token behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// ERC-20 with EIP-2612 permits.
    Standard,
    /// `transfer`, `transferFrom` and `approve` return nothing.
    NoReturn,
    /// Returns false where others revert.
    False,
    /// Burns a part of each transfer.
    Fee,
    /// Mints a bonus on each transfer.
    Bonus,
    /// Calls a hook before and after each transfer.
    Callback,
    /// Refuses transfers from or to a blocked account.
    Blocklist,
    /// Refuses transfers while paused.
    Pausable,
    /// Refuses transfers of nothing.
    RevertOnZero,
    /// Balances change without a transfer.
    Rebase,
    /// Returns a megabyte.
    HugeReturn,
    /// Returns 31 bytes.
    ShortReturn,
    /// Burns all gas while switched on.
    GasBurner,
    /// Refuses to change one nonzero allowance into another.
    ApproveRace,
    /// Refuses amounts above `type(uint96).max`.
    Uint96,
}

impl TokenKind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Standard,
        Self::NoReturn,
        Self::False,
        Self::Fee,
        Self::Bonus,
        Self::Callback,
        Self::Blocklist,
        Self::Pausable,
        Self::RevertOnZero,
        Self::Rebase,
        Self::HugeReturn,
        Self::ShortReturn,
        Self::GasBurner,
        Self::ApproveRace,
        Self::Uint96,
    ];

    /// Its name in a scenario.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::NoReturn => "no-return",
            Self::False => "false",
            Self::Fee => "fee",
            Self::Bonus => "bonus",
            Self::Callback => "callback",
            Self::Blocklist => "blocklist",
            Self::Pausable => "pausable",
            Self::RevertOnZero => "revert-on-zero",
            Self::Rebase => "rebase",
            Self::HugeReturn => "huge-return",
            Self::ShortReturn => "short-return",
            Self::GasBurner => "gas-burner",
            Self::ApproveRace => "approve-race",
            Self::Uint96 => "uint96",
        }
    }

    /// Every name, for suggestions.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(Self::name)
    }

    /// Its number in the code of a native token.
    pub(super) const fn number(self) -> u8 {
        self as u8
    }

    /// The kind of this number.
    pub(super) fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// There is no such kind of token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no token kind {0:?}")]
pub struct UnknownTokenKind(pub String);

impl FromStr for TokenKind {
    type Err = UnknownTokenKind;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| UnknownTokenKind(name.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_found_by_name_and_number() {
        for kind in TokenKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert_eq!(TokenKind::from_number(kind.number()), Some(kind));
        }
        assert_eq!("fees".parse::<TokenKind>(), Err(UnknownTokenKind("fees".into())));
    }
}
