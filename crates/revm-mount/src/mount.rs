//! Runs frames, native and other, on the one frame stack.

use core::marker::PhantomData;

use restaking_host::Modules;
use revm::context_interface::{ContextTr, JournalTr};
use revm::handler::{FrameResult, ItemOrResult};
use revm::interpreter::FrameInput;
use revm::interpreter::interpreter_action::FrameInit;

use crate::drive::{Driver, Error, Machine};
use crate::frame;
use crate::intercept::recognise;

/// An EVM with native contracts, driven by `D`.
pub(crate) struct Mount<'a, E, M, D> {
    /// Runs bytecode.
    pub(crate) evm: &'a mut E,
    /// Runs native contracts.
    pub(crate) modules: &'a M,
    /// How many more native frames may be nested.
    pub(crate) nesting_left: usize,
    driver: PhantomData<D>,
}

impl<'a, E: Machine, M: Modules, D: Driver<E>> Mount<'a, E, M, D> {
    /// Mounts `modules`.
    pub(crate) const fn new(evm: &'a mut E, modules: &'a M, nesting_left: usize) -> Self {
        Self { evm, modules, nesting_left, driver: PhantomData }
    }

    /// The same mount for a native frame that runs inside.
    pub(crate) fn nested(&mut self) -> Mount<'_, E, M, D> {
        Mount::new(self.evm, self.modules, self.nesting_left.saturating_sub(1))
    }

    /// Starts a frame: a native one is run to its end, of others those that have code are pushed on the stack.
    ///
    /// # Errors
    /// Those that abort the transaction.
    pub(crate) fn start(
        &mut self,
        mut init: FrameInit,
    ) -> Result<ItemOrResult<(), FrameResult>, Error<E>> {
        if let Some(result) = D::begin(self.evm, &mut init.frame_input) {
            return Ok(ItemOrResult::Result(result));
        }
        let input = D::keep(&init.frame_input);
        let mut result = match self.start_unseen(init)? {
            ItemOrResult::Item(()) => {
                D::pushed(self.evm);
                return Ok(ItemOrResult::Item(()));
            }
            ItemOrResult::Result(result) => result,
        };
        D::end(self.evm, &input, &mut result);
        Ok(ItemOrResult::Result(result))
    }

    fn start_unseen(&mut self, init: FrameInit) -> Result<ItemOrResult<(), FrameResult>, Error<E>> {
        let native = recognise(self.evm.ctx(), &init.frame_input)?;
        let init = match (native, init) {
            (Some(native), FrameInit { depth, memory, frame_input: FrameInput::Call(inputs) }) => {
                let outcome = frame::run(self, &native, &inputs, depth, memory)?;
                return Ok(ItemOrResult::Result(FrameResult::Call(outcome)));
            }
            (_, init) => init,
        };
        let first_log = self.evm.ctx_ref().journal().logs().len();
        let started = self.evm.frame_init(init)?.map_item(drop);
        D::logs(self.evm, first_log);
        if let ItemOrResult::Result(result) = &started {
            D::precompile_logs(self.evm, result);
        }
        Ok(started)
    }

    /// Runs a frame, with all that it calls, to its end. The stack is then as it was.
    ///
    /// # Errors
    /// Those that abort the transaction.
    pub(crate) fn run(&mut self, init: FrameInit) -> Result<FrameResult, Error<E>> {
        if let ItemOrResult::Result(result) = self.start(init)? {
            return Ok(result);
        }
        let own = self.evm.frame_stack().index();
        loop {
            let result = match D::run(self.evm)? {
                ItemOrResult::Item(init) => match self.start(init)? {
                    ItemOrResult::Item(()) => continue,
                    ItemOrResult::Result(result) => result,
                },
                ItemOrResult::Result(result) if self.evm.frame_stack().index() == own => {
                    self.evm.frame_stack().pop();
                    return Ok(result);
                }
                ItemOrResult::Result(result) => result,
            };
            if let Some(result) = self.evm.frame_return_result(result)? {
                return Ok(result);
            }
        }
    }
}
