//! Two ways to drive frames: plain, and with an inspector that is told of everything.

use revm::context_interface::{ContextTr, JournalTr};
use revm::handler::evm::ContextDbError;
use revm::handler::{EthFrame, EvmTr, FrameInitOrResult, FrameResult};
use revm::inspector::handler::{frame_end, frame_start};
use revm::inspector::{Inspector, InspectorEvmTr};
use revm::interpreter::interpreter::EthInterpreter;
use revm::interpreter::{CallOutcome, FrameInput};

/// An EVM whose frames are Ethereum's.
pub(crate) trait Machine: EvmTr<Frame = EthFrame<EthInterpreter>> {}

impl<E: EvmTr<Frame = EthFrame<EthInterpreter>>> Machine for E {}

/// The database's error, or a message.
pub(crate) type Error<E> = ContextDbError<<E as EvmTr>::Context>;

/// What happens around and inside the frames of `E`. Results must not depend on it, unless an inspector overrides
/// one on purpose.
pub(crate) trait Driver<E: Machine> {
    /// What is kept of a frame's input until the frame ends.
    type Kept;

    /// Before a frame. A result is that of the frame, which then does not run.
    fn begin(evm: &mut E, input: &mut FrameInput) -> Option<FrameResult>;

    /// Keeps what [`Driver::end`] needs.
    fn keep(input: &FrameInput) -> Self::Kept;

    /// After a frame that ended without being pushed.
    fn end(evm: &mut E, input: &Self::Kept, result: &mut FrameResult);

    /// A frame was pushed.
    fn pushed(evm: &mut E);

    /// The journal's logs from `from` on are new.
    fn logs(evm: &mut E, from: usize);

    /// A precompile may have gathered logs outside of the journal.
    fn precompile_logs(evm: &mut E, result: &FrameResult);

    /// Runs the topmost frame until it calls, creates or ends.
    fn run(evm: &mut E) -> Result<FrameInitOrResult<E::Frame>, Error<E>>;
}

/// Without an inspector.
pub(crate) struct Plain;

impl<E: Machine> Driver<E> for Plain {
    type Kept = ();

    fn begin(_: &mut E, _: &mut FrameInput) -> Option<FrameResult> {
        None
    }

    fn keep(_: &FrameInput) {}

    fn end(_: &mut E, (): &(), _: &mut FrameResult) {}

    fn pushed(_: &mut E) {}

    fn logs(_: &mut E, _: usize) {}

    fn precompile_logs(_: &mut E, _: &FrameResult) {}

    fn run(evm: &mut E) -> Result<FrameInitOrResult<E::Frame>, Error<E>> {
        evm.frame_run()
    }
}

/// With the inspector of `E`; the hooks come in the order of `InspectorEvmTr::inspect_frame_init`.
pub(crate) struct Inspected;

impl<E: Machine + InspectorEvmTr> Driver<E> for Inspected {
    type Kept = FrameInput;

    fn begin(evm: &mut E, input: &mut FrameInput) -> Option<FrameResult> {
        let (ctx, inspector) = evm.ctx_inspector();
        let mut result = frame_start(ctx, inspector, input)?;
        frame_end(ctx, inspector, input, &mut result);
        Some(result)
    }

    fn keep(input: &FrameInput) -> FrameInput {
        input.clone()
    }

    fn end(evm: &mut E, input: &FrameInput, result: &mut FrameResult) {
        let (ctx, inspector) = evm.ctx_inspector();
        frame_end(ctx, inspector, input, result);
    }

    fn pushed(evm: &mut E) {
        let (ctx, inspector, frame) = evm.ctx_inspector_frame();
        inspector.initialize_interp(&mut frame.interpreter, ctx);
    }

    fn logs(evm: &mut E, from: usize) {
        let (ctx, inspector) = evm.ctx_inspector();
        let logs = ctx.journal().logs().get(from..).unwrap_or_default().to_vec();
        for log in logs {
            inspector.log(ctx, log);
        }
    }

    fn precompile_logs(evm: &mut E, result: &FrameResult) {
        let FrameResult::Call(CallOutcome {
            was_precompile_called: true,
            precompile_call_logs,
            ..
        }) = result
        else {
            return;
        };
        let (ctx, inspector) = evm.ctx_inspector();
        for log in precompile_call_logs.clone() {
            inspector.log(ctx, log);
        }
    }

    fn run(evm: &mut E) -> Result<FrameInitOrResult<E::Frame>, Error<E>> {
        evm.inspect_frame_run()
    }
}
