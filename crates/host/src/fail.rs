//! The four shapes of failure: a typed error, bubbled revert data, a Solidity panic, a halt.

use alloc::vec::Vec;
use alloy_primitives::Bytes;
use alloy_sol_types::{Panic, PanicKind, SolError};
use restaking_shares::ArithmeticError;

/// The frame stops at once, its gas is consumed and everything that it did is undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Halt {
    /// The gas is used up.
    #[error("out of gas")]
    OutOfGas,
    /// A write, log, creation or value transfer in a static call.
    #[error("state change in a static call")]
    StateChangeInStatic,
    /// The host cannot go on (a database error, or the native stack is exhausted): the whole transaction is aborted.
    #[error("the host cannot go on")]
    Fatal,
}

/// A failure without a typed error: what arithmetic, storage and the host itself can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Trap {
    /// See [`Halt`].
    #[error(transparent)]
    Halt(#[from] Halt),
    /// Solidity's `Panic(uint256)`.
    #[error("panic {:#04x}", *.0 as u8)]
    Panic(PanicKind),
}

impl From<ArithmeticError> for Trap {
    fn from(error: ArithmeticError) -> Self {
        Self::Panic(match error {
            ArithmeticError::DivisionByZero => PanicKind::DivisionByZero,
            ArithmeticError::Overflow => PanicKind::UnderOverflow,
        })
    }
}

/// Why an operation of a module failed. `E` is the module's own error enum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fail<E> {
    /// A rule of the module was broken.
    #[error("{0}")]
    Error(E),
    /// A callee reverted and its revert data is passed on unchanged.
    #[error("a callee reverted: {0}")]
    Bubbled(Bytes),
    /// Solidity's `Panic(uint256)` or a halt.
    #[error(transparent)]
    Trap(Trap),
}

impl<E> Fail<E> {
    /// Maps the typed error of a component to that of the module that embeds it.
    pub fn map_error<F>(self, map: impl FnOnce(E) -> F) -> Fail<F> {
        match self {
            Self::Error(error) => Fail::Error(map(error)),
            Self::Bubbled(data) => Fail::Bubbled(data),
            Self::Trap(trap) => Fail::Trap(trap),
        }
    }
}

impl<E> From<Halt> for Fail<E> {
    fn from(halt: Halt) -> Self {
        Self::Trap(Trap::Halt(halt))
    }
}

impl<E> From<Trap> for Fail<E> {
    fn from(trap: Trap) -> Self {
        Self::Trap(trap)
    }
}

impl<E> From<ArithmeticError> for Fail<E> {
    fn from(error: ArithmeticError) -> Self {
        Self::Trap(error.into())
    }
}

/// An error enum whose variants stand one to one for the Solidity errors of an interface.
pub trait AbiError {
    /// Selector and arguments, as Solidity's `revert Error(...)` encodes them.
    fn abi_encode(&self) -> Vec<u8>;
}

/// What a module's entry point reports to the host that runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The call reverts with this data; unused gas goes back.
    Revert(Bytes),
    /// See [`Halt`].
    Halt(Halt),
}

impl Failure {
    /// A revert without data, as Solidity answers malformed calldata, unknown selectors and unwanted value.
    pub const EMPTY_REVERT: Self = Self::Revert(Bytes::new());
}

impl From<Halt> for Failure {
    fn from(halt: Halt) -> Self {
        Self::Halt(halt)
    }
}

impl From<Trap> for Failure {
    fn from(trap: Trap) -> Self {
        match trap {
            Trap::Halt(halt) => Self::Halt(halt),
            Trap::Panic(kind) => Self::Revert(Panic::from(kind).abi_encode().into()),
        }
    }
}

impl<E: AbiError> From<Fail<E>> for Failure {
    fn from(fail: Fail<E>) -> Self {
        match fail {
            Fail::Error(error) => Self::Revert(error.abi_encode().into()),
            Fail::Bubbled(data) => Self::Revert(data),
            Fail::Trap(trap) => trap.into(),
        }
    }
}
