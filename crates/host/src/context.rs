//! The call context that every entry point receives, and the table of modules that a host can run.

use alloy_primitives::{Address, Bytes, U256};
use restaking_shares::Timestamp;

use crate::{Failure, Host, ModuleId};

/// The facts of one call to a native contract. They do not change while it runs.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The contract that runs: its storage, its logs, its address as `msg.sender` of what it calls.
    pub this: Address,
    /// `msg.sender`.
    pub caller: Address,
    /// `msg.value`, in wei.
    pub value: U256,
    /// The call may not change any state.
    pub is_static: bool,
    /// Calldata.
    pub input: &'a [u8],
    /// The instance's fixed configuration: the code behind the marker.
    pub config: &'a [u8],
}

/// What an entry point receives: the chain and the facts of the call.
pub struct Context<'a> {
    /// The chain.
    pub host: &'a mut dyn Host,
    /// The facts of the call.
    pub frame: Frame<'a>,
}

impl core::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Context").field("frame", &self.frame).finish_non_exhaustive()
    }
}

impl Context<'_> {
    /// The time of the current block.
    pub fn now(&self) -> Timestamp {
        self.host.block().timestamp
    }

    /// The account that called.
    pub const fn caller(&self) -> Address {
        self.frame.caller
    }

    /// The contract that runs.
    pub const fn this(&self) -> Address {
        self.frame.this
    }
}

/// The native contracts that a host can run. A host knows no module, only this trait.
pub trait Modules {
    /// Runs the entry point of `module`, or answers `None` if there is no such module.
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>>;
}

impl<M: Modules + ?Sized> Modules for &M {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        (**self).run(module, cx)
    }
}
