//! One message call from the transfer of its value to the end of its code.

use alloy_primitives::{Address, Bytes, U256};

use super::frame::MemoryFrame;
use super::state::{State, TransferFailure};
use super::transact::{HaltReason, Status};
use super::{gas, precompile};
use crate::{Block, Context, Failure, Frame, Halt, ModuleId, Modules, code};

/// Stack that a native contract may count on when it is called, in bytes.
const STACK_RED_ZONE: usize = 512 * 1024;
/// Stack that is added when there is less, in bytes.
const STACK_GROWTH: usize = 8 * 1024 * 1024;

/// A message call.
#[derive(Debug, Clone)]
pub(super) struct Message {
    /// `msg.sender`.
    pub(super) caller: Address,
    /// The account called.
    pub(super) to: Address,
    /// Wei sent along.
    pub(super) value: U256,
    /// Calldata.
    pub(super) input: Bytes,
    /// Gas that the callee has, stipend included.
    pub(super) gas: u64,
    /// The call may not change any state.
    pub(super) is_static: bool,
    /// 0 for the transaction's own.
    pub(super) depth: usize,
}

/// How a message call ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// Its status.
    pub(super) status: Status,
    /// Return or revert data.
    pub(super) output: Bytes,
    /// Gas that goes back to the caller.
    pub(super) gas_left: u64,
}

impl Ended {
    const fn success(output: Bytes, gas_left: u64) -> Self {
        Self { status: Status::Success, output, gas_left }
    }

    const fn revert(output: Bytes, gas_left: u64) -> Self {
        Self { status: Status::Revert, output, gas_left }
    }

    const fn halt(reason: HaltReason) -> Self {
        Self { status: Status::Halt(reason), output: Bytes::new(), gas_left: 0 }
    }
}

/// Why the whole transaction is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abort {
    /// See [`Halt::Fatal`].
    Fatal,
    /// A precompile that this host does not have was called.
    Unsupported(Address),
}

/// A transaction that runs.
pub(super) struct Execution<'a> {
    /// The chain.
    pub(super) state: &'a mut State,
    /// Runs the native contracts.
    pub(super) modules: &'a dyn Modules,
    /// The current block.
    pub(super) block: Block,
    /// Why it is given up, told by the first frame that cannot go on; every frame above then halts in
    /// [`Halt::Fatal`].
    pub(super) abort: Option<Abort>,
}

impl Execution<'_> {
    /// Runs a message call; one that fails leaves nothing behind. The callee's account is warm already.
    pub(super) fn execute(&mut self, message: &Message) -> Result<Ended, Abort> {
        if message.depth > gas::MAX_DEPTH {
            return Ok(Ended::revert(Bytes::new(), message.gas));
        }
        let checkpoint = self.state.checkpoint();
        let ended = match self.state.transfer(message.caller, message.to, message.value) {
            Ok(()) => self.run(message)?,
            Err(TransferFailure::InsufficientBalance) => Ended::revert(Bytes::new(), message.gas),
            Err(TransferFailure::Overflow) => Ended::halt(HaltReason::BalanceOverflow),
        };
        if ended.status != Status::Success {
            self.state.revert(checkpoint);
        }
        Ok(ended)
    }

    fn run(&mut self, message: &Message) -> Result<Ended, Abort> {
        if precompile::is_precompile(message.to) {
            return self.run_precompile(message);
        }
        let code = self.state.code(message.to);
        let is_codeless = match code.delegate() {
            Some(delegate) => self.state.code(delegate).bytes.is_empty(),
            None => code.bytes.is_empty(),
        };
        if is_codeless {
            return Ok(Ended::success(Bytes::new(), message.gas));
        }
        match code::parse(&code.bytes) {
            Some((module, config)) => self.run_native(message, module, config),
            None => Ok(Ended::halt(HaltReason::NotNative)),
        }
    }

    fn run_precompile(&mut self, message: &Message) -> Result<Ended, Abort> {
        if message.to != precompile::ECRECOVER {
            return Err(self.give_up(Abort::Unsupported(message.to)));
        }
        Ok(match precompile::ecrecover(&message.input, message.gas) {
            Some((output, gas_left)) => Ended::success(output, gas_left),
            None => Ended::halt(HaltReason::OutOfGas),
        })
    }

    fn run_native(
        &mut self,
        message: &Message,
        module: ModuleId,
        config: &[u8],
    ) -> Result<Ended, Abort> {
        let Message { caller, to, value, is_static, .. } = *message;
        let facts = Frame { this: to, caller, value, is_static, input: &message.input, config };
        let modules = self.modules;
        let mut frame = MemoryFrame::new(self, message);
        let result = frame.enter().map_err(Failure::from).map_or_else(
            |failure| Some(Err(failure)),
            |()| {
                let mut cx = Context { host: &mut frame, frame: facts };
                stacker::maybe_grow(STACK_RED_ZONE, STACK_GROWTH, || modules.run(module, &mut cx))
            },
        );
        let (halt, gas_left) = frame.leave();
        self.end(halt, gas_left, result)
    }

    /// What the host refused outweighs what the module then made of it.
    fn end(
        &mut self,
        halt: Option<Halt>,
        gas_left: u64,
        result: Option<Result<Bytes, Failure>>,
    ) -> Result<Ended, Abort> {
        let result = halt.map_or(result, |halt| Some(Err(Failure::Halt(halt))));
        Ok(match result {
            None => Ended::halt(HaltReason::NotNative),
            Some(Ok(output)) => Ended::success(output, gas_left),
            Some(Err(Failure::Revert(output))) => Ended::revert(output, gas_left),
            Some(Err(Failure::Halt(Halt::OutOfGas))) => Ended::halt(HaltReason::OutOfGas),
            Some(Err(Failure::Halt(Halt::StateChangeInStatic))) => {
                Ended::halt(HaltReason::StateChangeInStatic)
            }
            Some(Err(Failure::Halt(Halt::Fatal))) => return Err(self.give_up(Abort::Fatal)),
        })
    }

    /// Gives the transaction up, for the reason that was told first.
    pub(super) fn give_up(&mut self, abort: Abort) -> Abort {
        *self.abort.get_or_insert(abort)
    }
}
