//! Values that are known in type, and in amount only once the scenario runs.

use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::U256;

use super::source::Span;

/// A value of a known type.
#[derive(Debug, Clone, PartialEq)]
pub enum Plan {
    /// Known already.
    Fixed(DynSolValue),
    /// The address of a name.
    Account(String),
    /// The address of who calls.
    Sender,
    /// A field of what an earlier step saved, some seconds later or earlier.
    Saved(Saved),
    /// A time, counted from the call.
    FromNow {
        /// Seconds from the call.
        seconds: i64,
        /// The type.
        ty: DynSolType,
    },
    /// All or a part of what somebody has.
    Part {
        /// Of what.
        of: Base,
        /// How much of it: 1e18 is all.
        wad: U256,
        /// The type.
        ty: DynSolType,
    },
    /// Every exit request of the controller at this argument.
    Requests(Who),
    /// An array.
    List {
        /// Its elements.
        items: Vec<Self>,
        /// It has a fixed length.
        is_fixed: bool,
    },
    /// A struct.
    Tuple(Vec<Self>),
}

/// A field of what an earlier step saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The name that it was saved under.
    pub name: String,
    /// The field.
    pub field: String,
    /// Seconds to add.
    pub shift: i64,
    /// The type.
    pub ty: DynSolType,
    /// Where it stands in the file.
    pub span: Span,
}

/// An account that an amount is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Who calls.
    Sender,
    /// The account in this argument.
    Argument(usize),
    /// The contract that is called.
    Target,
}

/// What "all" and a percentage are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// Shares or tokens of an account, in the contract that is called.
    Balance(Who),
    /// Assets of an account, in the token of the vault that is called.
    Assets(Who),
    /// Shares of the exits of a controller: those that have matured, settled or held, else those that have not; of the
    /// request in the given argument, if any.
    Exits(Who, Option<usize>),
    /// What `maxWithdraw` says.
    Withdrawable(Who),
    /// What `recoveryAssets` says.
    Recovery,
    /// What `magnitude` of this vault says.
    Magnitude(Who),
}

/// A comparison with a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// How to compare.
    pub compare: Compare,
    /// With what.
    pub plan: Plan,
    /// The value is subtracted from nothing first: a decrease.
    pub is_negative: bool,
    /// As it stands in the file.
    pub text: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// How to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// Equal.
    Equal,
    /// Not equal.
    Unequal,
    /// At most.
    AtMost,
    /// At least.
    AtLeast,
    /// Less.
    Less,
    /// More.
    More,
}

impl Compare {
    /// Every comparison by its sign, longer signs first.
    const SIGNS: [(&str, Self); 7] = [
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("!=", Self::Unequal),
        ("==", Self::Equal),
        ("<", Self::Less),
        (">", Self::More),
        ("=", Self::Equal),
    ];

    /// Splits a sign off the front of `text`.
    pub fn split(text: &str) -> (Self, &str) {
        let text = text.trim();
        let found = Self::SIGNS.into_iter().find_map(|(sign, compare)| {
            text.strip_prefix(sign).map(|rest| (compare, rest.trim_start()))
        });
        found.unwrap_or((Self::Equal, text))
    }

    /// Does the comparison hold for something that compares so?
    pub fn holds(self, ordering: core::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Unequal => ordering.is_ne(),
            Self::AtMost => ordering.is_le(),
            Self::AtLeast => ordering.is_ge(),
            Self::Less => ordering.is_lt(),
            Self::More => ordering.is_gt(),
        }
    }

    /// The comparison in words, with a space after it; nothing for equality.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Equal => "",
            Self::Unequal => "anything but ",
            Self::AtMost => "at most ",
            Self::AtLeast => "at least ",
            Self::Less => "less than ",
            Self::More => "more than ",
        }
    }
}

/// When a step happens.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// Together with the step before.
    Same,
    /// So many seconds after the step before.
    After(u64),
    /// At this time.
    At(u64),
    /// At a time that an earlier step saved.
    AtSaved(Saved),
}
