//! A scenario, read and checked: names exist, functions exist, arguments have the types that they need.

use alloy_dyn_abi::DynSolValue;
use alloy_json_abi::{Error, Event, Function, JsonAbi};
use alloy_primitives::{Bytes, U256};

use crate::tokens::TokenSpec;

use super::contracts::Contracts;
use super::names::Names;
use super::plan::{Bound, Plan, When};
use super::source::{Position, Source, Span};

/// A scenario.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The file.
    pub source: Source,
    /// What it shows.
    pub name: String,
    /// Time of the first block, in seconds.
    pub start: u64,
    /// Least exit delay of the factory, in seconds, if it is not that of a public chain.
    pub exit_delay_min: Option<u64>,
    /// Every name and what it stands for.
    pub names: Names,
    /// What they can be called for.
    pub contracts: Contracts,
    /// Accounts without code.
    pub actors: Vec<String>,
    /// Accounts with code from an artifact.
    pub artifacts: Vec<Artifact>,
    /// Tokens.
    pub tokens: Vec<Token>,
    /// Vaults.
    pub vaults: Vec<Vault>,
    /// Operator sets.
    pub sets: Vec<OperatorSet>,
    /// Who registers for which set, before anything is played.
    pub registrations: Vec<Registration>,
    /// What sets hold of vaults, from the start.
    pub allocations: Vec<Allocation>,
    /// Crowds.
    pub crowds: Vec<Crowd>,
    /// What is played: the deposits of the setup, then the steps.
    pub steps: Vec<Step>,
}

/// An account whose code comes from an artifact.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// Its name.
    pub name: String,
    /// Where it stands in the file.
    pub span: Span,
    /// Code that creates it, without arguments.
    pub bytecode: Bytes,
    /// Arguments of its constructor.
    pub args: Vec<Plan>,
    /// What it can be called for.
    pub abi: JsonAbi,
}

/// A token.
#[derive(Debug, Clone)]
pub struct Token {
    /// Name, kind and decimals.
    pub spec: TokenSpec,
    /// Who starts with how much.
    pub mint: Vec<(String, U256)>,
    /// Does everybody approve the vaults of this token?
    pub is_approved: bool,
    /// Where it stands in the file.
    pub span: Span,
}

/// A vault, as the factory creates it.
#[derive(Debug, Clone)]
pub struct Vault {
    /// Its name.
    pub name: String,
    /// Where it stands in the file.
    pub span: Span,
    /// Index of its token.
    pub token: usize,
    /// Its operator.
    pub operator: String,
    /// Length of an epoch, in seconds.
    pub epoch: u64,
    /// Least wait of an exit, in seconds.
    pub exit_delay: u64,
    /// How often a unit of stake may be promised, 1e18 is once.
    pub leverage: U256,
    /// Slash cap as a fraction, 1e18 is none.
    pub slash_cap: U256,
    /// Window of the slash cap, in seconds.
    pub slash_cap_window: u64,
    /// Magnitude that redistributing sets may hold.
    pub max_redistributable: U256,
    /// Most assets that the pool may hold after a deposit.
    pub deposit_cap: U256,
    /// Who approves depositors.
    pub approver: Option<String>,
    /// Name of the share.
    pub share_name: String,
    /// Symbol of the share.
    pub symbol: String,
}

/// An operator set, as its AVS creates it.
#[derive(Debug, Clone)]
pub struct OperatorSet {
    /// Its name.
    pub name: String,
    /// Where it stands in the file.
    pub span: Span,
    /// Its AVS.
    pub avs: String,
    /// Its number at the AVS.
    pub id: u32,
    /// Who receives what it slashes; nobody: it is burned.
    pub recipient: Option<String>,
    /// Who files.
    pub slasher: String,
    /// Who may veto; nobody: instant mode.
    pub resolver: Option<String>,
    /// Seconds from filing in which the resolver may veto.
    pub veto: u64,
    /// Seconds after that in which a request may be executed.
    pub execute: u64,
    /// Seconds that slashed assets wait.
    pub escrow: u64,
    /// Seconds after a fault in which it may be filed.
    pub fault: u64,
    /// Most that is taken of a vault in a window, as a fraction; 1e18 is no cap.
    pub cap: U256,
    /// Length of that window, in seconds.
    pub cap_window: u64,
    /// An operator with less has no weight.
    pub minimum_weight: U256,
    /// Most operators registered at once; 0: no cap.
    pub operator_cap: u32,
    /// Takes vaults whose leverage limit is over 1.
    pub is_leveraged: bool,
    /// 0 open, 1 with approval, 2 by a registrar.
    pub admission: u8,
    /// The approver or the registrar.
    pub gate: Option<String>,
    /// Indices of the tokens that it accepts, with their weights; 1e18 is one.
    pub assets: Vec<(usize, U256)>,
}

impl OperatorSet {
    /// The two arguments that the set's name stands for: AVS and number.
    pub(crate) fn plans(&self) -> Vec<Plan> {
        let id = DynSolValue::Uint(U256::from(self.id), 32);
        vec![Plan::Account(self.avs.clone()), Plan::Fixed(id)]
    }
}

/// An operator that is registered for a set.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Index of the set.
    pub set: usize,
    /// The operator.
    pub operator: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// What a set holds of a vault.
#[derive(Debug, Clone)]
pub struct Allocation {
    /// Index of the set.
    pub set: usize,
    /// Index of the vault.
    pub vault: usize,
    /// How much: 1e27 is the whole.
    pub magnitude: U256,
    /// Where it stands in the file.
    pub span: Span,
}

/// Many accounts that act alike.
#[derive(Debug, Clone)]
pub struct Crowd {
    /// Its name; members are NAME-1, NAME-2, …
    pub name: String,
    /// Index of the token that they start with.
    pub token: usize,
    /// What each member starts with, the largest first.
    pub amounts: Vec<U256>,
}

/// Where a step comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A deposit of the setup, counted from 1.
    Setup(usize),
    /// A step, counted from 1.
    Step(usize),
}

impl core::fmt::Display for Origin {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Setup(number) => write!(f, "setup deposit {number}"),
            Self::Step(number) => write!(f, "step {number}"),
        }
    }
}

/// Something that happens.
#[derive(Debug, Clone)]
pub struct Step {
    /// Which step it is.
    pub origin: Origin,
    /// Where it stands in the file.
    pub span: Span,
    /// What the author says about it.
    pub note: Option<String>,
    /// When.
    pub when: When,
    /// Who calls what; nobody if only time passes.
    pub call: Option<Call>,
    /// What must come of it.
    pub expect: Expect,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// One account.
    One(String),
    /// Members of a crowd, `first` to `last`, both included, counted from 1.
    Members {
        /// Name of the crowd.
        crowd: String,
        /// First member.
        first: usize,
        /// Last member.
        last: usize,
    },
}

impl Party {
    /// The accounts, in order.
    pub fn accounts(&self) -> Vec<String> {
        match self {
            Self::One(name) => vec![name.clone()],
            Self::Members { crowd, first, last } => {
                (*first..=*last).map(|n| format!("{crowd}-{n}")).collect()
            }
        }
    }

    /// The only account, if it is one.
    pub fn as_one(&self) -> Option<&str> {
        match self {
            Self::One(name) => Some(name),
            Self::Members { .. } => None,
        }
    }
}

impl core::fmt::Display for Party {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::One(name) => f.write_str(name),
            Self::Members { crowd, first, last } => write!(f, "{crowd}-{first}..{last}"),
        }
    }
}

/// A call.
#[derive(Debug, Clone)]
pub struct Call {
    /// Who calls.
    pub from: Party,
    /// What is called.
    pub to: String,
    /// The function.
    pub function: Function,
    /// Its arguments, in order.
    pub args: Vec<Plan>,
}

/// What must come of a step.
#[derive(Debug, Clone, Default)]
pub struct Expect {
    /// It must revert, with this error; else it must succeed.
    pub revert: Option<ExpectedError>,
    /// Events that must be logged.
    pub events: Vec<ExpectedEvent>,
    /// Events that must not.
    pub no_events: Vec<ExpectedEvent>,
    /// What it must return: index of the value and bound.
    pub returns: Vec<(usize, Bound)>,
    /// Under which name what it returned and logged is kept.
    pub save: Option<String>,
    /// What views must answer afterwards.
    pub state: Vec<ExpectedView>,
    /// By how much the answers of views must have changed.
    pub delta: Vec<ExpectedView>,
    /// Bound on its gas.
    pub gas: Option<Bound>,
}

/// An error that must be reverted with.
#[derive(Debug, Clone)]
pub struct ExpectedError {
    /// The error.
    pub error: Error,
    /// Index of a parameter and its bound.
    pub args: Vec<(usize, Bound)>,
    /// Where it stands in the file.
    pub span: Span,
}

/// An event that must or must not be logged.
#[derive(Debug, Clone)]
pub struct ExpectedEvent {
    /// The event.
    pub event: Event,
    /// Who logs it, if it matters.
    pub by: Option<String>,
    /// Index of a parameter and its bound.
    pub args: Vec<(usize, Bound)>,
    /// Where it stands in the file.
    pub span: Span,
}

/// A view and the bound on its answer.
#[derive(Debug, Clone)]
pub struct ExpectedView {
    /// As it stands in the file.
    pub text: String,
    /// The view.
    pub view: View,
    /// The bound on its answer, or on the change of it.
    pub bound: Bound,
}

/// A call that only looks.
#[derive(Debug, Clone)]
pub struct View {
    /// Whom it asks.
    pub to: String,
    /// What it asks.
    pub function: Function,
    /// With which arguments.
    pub args: Vec<Plan>,
    /// Which of the values that it answers, and which member of it if that is a struct.
    pub path: Vec<usize>,
    /// Where it stands in the file.
    pub span: Span,
}

impl Scenario {
    /// Line and column of a step.
    pub fn position(&self, span: Span) -> Position {
        self.source.position(span.start)
    }

    /// Does it need a chain that runs bytecode?
    pub fn needs_revm(&self) -> bool {
        !self.artifacts.is_empty()
    }

    /// Index of a vault.
    pub fn vault(&self, name: &str) -> Option<&Vault> {
        self.vaults.iter().find(|vault| vault.name == name)
    }

    /// The token of a vault.
    pub fn asset(&self, vault: &Vault) -> Option<&Token> {
        self.tokens.get(vault.token)
    }
}
