//! Tells which calls run a native contract.

use restaking_host::{ModuleId, code};
use revm::context_interface::result::FromStringError;
use revm::context_interface::{ContextTr, JournalTr};
use revm::handler::evm::ContextDbError;
use revm::interpreter::{CallInputs, CallScheme, FrameInput};
use revm::state::Bytecode;

use crate::config;

/// A call that a native contract answers.
pub(crate) struct Native {
    /// The module that runs.
    pub(crate) module: ModuleId,
    code: Bytecode,
}

impl Native {
    /// The instance's fixed configuration.
    pub(crate) fn config(&self) -> &[u8] {
        code::parse(self.code.original_byte_slice()).map_or(&[], |(_, config)| config)
    }
}

/// The native contract that this frame runs, if any.
///
/// All must hold: the code is marker code; the frame is a CALL or STATICCALL of the account that the code was found
/// at; and that account's own code is this code. An account delegated to a native contract (EIP-7702) is called with
/// the contract's code but has its own storage: for it, as for DELEGATECALL, CALLCODE and init code, the answer is
/// `None`, and the interpreter halts on 0xEF.
///
/// # Errors
/// The database's, and a configuration under which marker code proves nothing.
pub(crate) fn recognise<CTX: ContextTr>(
    ctx: &mut CTX,
    input: &FrameInput,
) -> Result<Option<Native>, ContextDbError<CTX>> {
    let FrameInput::Call(inputs) = input else { return Ok(None) };
    let Some(native) = marked(inputs) else { return Ok(None) };
    let own = ctx.journal_mut().load_account(inputs.target_address)?.info.code_hash;
    if own != inputs.known_bytecode.0 {
        return Ok(None);
    }
    config::check(ctx.cfg())
        .map_err(|error| ContextDbError::<CTX>::from_string(error.to_string()))?;
    Ok(Some(native))
}

fn marked(inputs: &CallInputs) -> Option<Native> {
    let is_plain = matches!(inputs.scheme, CallScheme::Call | CallScheme::StaticCall)
        && inputs.target_address == inputs.bytecode_address;
    let code = &inputs.known_bytecode.1;
    let (module, _) = code::parse(code.original_byte_slice()).filter(|_| is_plain)?;
    Some(Native { module, code: code.clone() })
}
