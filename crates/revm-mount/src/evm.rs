//! [`RestakingEvm`]: revm's EVM with native contracts mounted.

use restaking_host::Modules;
use revm::context::{ContextSetters, Evm, FrameStack};
use revm::context_interface::ContextTr;
use revm::handler::evm::{ContextDbError, FrameInitResult};
use revm::handler::instructions::InstructionProvider;
use revm::handler::{EthFrame, EvmTr, FrameInitOrResult, FrameResult, PrecompileProvider};
use revm::inspector::{Inspector, InspectorEvmTr, JournalExt};
use revm::interpreter::InterpreterResult;
use revm::interpreter::interpreter::EthInterpreter;
use revm::interpreter::interpreter_action::FrameInit;

use crate::config::{self, ConfigError};
use crate::drive::{Driver, Inspected, Plain};
use crate::mount::Mount;
use crate::stack;

/// The EVM that runs bytecode.
type Inner<CTX, INSP, I, P> = Evm<CTX, INSP, I, P, EthFrame<EthInterpreter>>;

/// An EVM in which accounts with marker code run the native contracts of `M`.
#[derive(Debug)]
pub struct RestakingEvm<CTX, INSP, I, P, M> {
    inner: Inner<CTX, INSP, I, P>,
    modules: M,
    nesting_limit: usize,
}

impl<CTX: ContextTr, INSP, I, P, M> RestakingEvm<CTX, INSP, I, P, M> {
    /// Mounts `modules` in `inner`.
    ///
    /// # Errors
    /// - `SpecBeforeLondon`, `Eip3541Disabled`: anybody could deploy marker code
    pub fn new(inner: Inner<CTX, INSP, I, P>, modules: M) -> Result<Self, ConfigError> {
        config::check(inner.ctx.cfg())?;
        Ok(Self { inner, modules, nesting_limit: stack::NESTING_LIMIT })
    }

    /// Checks the configuration again, as every transaction does before it runs.
    ///
    /// # Errors
    /// As [`RestakingEvm::new`].
    pub fn check_config(&self) -> Result<(), ConfigError> {
        config::check(self.inner.ctx.cfg())
    }
}

impl<CTX, INSP, I, P, M> RestakingEvm<CTX, INSP, I, P, M> {
    /// Bounds how many native contracts may be nested in one another. One more aborts the transaction.
    ///
    /// By default there is no bound beyond the call depth of 1024, because the stack grows. On a target where it
    /// cannot (wasm) the default is 24.
    #[must_use]
    pub fn with_nesting_limit(self, nesting_limit: usize) -> Self {
        Self { nesting_limit, ..self }
    }

    /// The EVM that runs bytecode: its context, precompiles, instructions and inspector.
    pub const fn inner(&self) -> &Inner<CTX, INSP, I, P> {
        &self.inner
    }

    /// The same, to change it.
    pub const fn inner_mut(&mut self) -> &mut Inner<CTX, INSP, I, P> {
        &mut self.inner
    }

    /// Gives back what was mounted in.
    pub fn into_inner(self) -> Inner<CTX, INSP, I, P> {
        self.inner
    }

    /// The native contracts.
    pub const fn modules(&self) -> &M {
        &self.modules
    }
}

impl<CTX, INSP, I, P, M> RestakingEvm<CTX, INSP, I, P, M>
where
    CTX: ContextTr,
    I: InstructionProvider<Context = CTX, InterpreterTypes = EthInterpreter>,
    P: PrecompileProvider<CTX, Output = InterpreterResult>,
    M: Modules,
{
    fn start<D: Driver<Inner<CTX, INSP, I, P>>>(
        &mut self,
        init: FrameInit,
    ) -> Result<FrameInitResult<'_, EthFrame<EthInterpreter>>, ContextDbError<CTX>> {
        let mut mount = Mount::<_, _, D>::new(&mut self.inner, &self.modules, self.nesting_limit);
        let started = mount.start(init)?;
        Ok(started.map_item(|()| self.inner.frame_stack.get()))
    }
}

impl<CTX, INSP, I, P, M> EvmTr for RestakingEvm<CTX, INSP, I, P, M>
where
    CTX: ContextTr,
    I: InstructionProvider<Context = CTX, InterpreterTypes = EthInterpreter>,
    P: PrecompileProvider<CTX, Output = InterpreterResult>,
    M: Modules,
{
    type Context = CTX;
    type Instructions = I;
    type Precompiles = P;
    type Frame = EthFrame<EthInterpreter>;

    fn all(&self) -> (&CTX, &I, &P, &FrameStack<Self::Frame>) {
        self.inner.all()
    }

    fn all_mut(&mut self) -> (&mut CTX, &mut I, &mut P, &mut FrameStack<Self::Frame>) {
        self.inner.all_mut()
    }

    fn frame_init(
        &mut self,
        init: FrameInit,
    ) -> Result<FrameInitResult<'_, Self::Frame>, ContextDbError<CTX>> {
        self.start::<Plain>(init)
    }

    fn frame_run(&mut self) -> Result<FrameInitOrResult<Self::Frame>, ContextDbError<CTX>> {
        self.inner.frame_run()
    }

    fn frame_return_result(
        &mut self,
        result: FrameResult,
    ) -> Result<Option<FrameResult>, ContextDbError<CTX>> {
        self.inner.frame_return_result(result)
    }
}

impl<CTX, INSP, I, P, M> InspectorEvmTr for RestakingEvm<CTX, INSP, I, P, M>
where
    CTX: ContextTr<Journal: JournalExt> + ContextSetters,
    INSP: Inspector<CTX, EthInterpreter>,
    I: InstructionProvider<Context = CTX, InterpreterTypes = EthInterpreter>,
    P: PrecompileProvider<CTX, Output = InterpreterResult>,
    M: Modules,
{
    type Inspector = INSP;

    fn all_inspector(&self) -> (&CTX, &I, &P, &FrameStack<Self::Frame>, &INSP) {
        self.inner.all_inspector()
    }

    fn all_mut_inspector(
        &mut self,
    ) -> (&mut CTX, &mut I, &mut P, &mut FrameStack<Self::Frame>, &mut INSP) {
        self.inner.all_mut_inspector()
    }

    fn inspect_frame_init(
        &mut self,
        init: FrameInit,
    ) -> Result<FrameInitResult<'_, Self::Frame>, ContextDbError<CTX>> {
        self.start::<Inspected>(init)
    }
}
