//! [`HarnessModules`]: the module table of the harness's chains.

use alloy_primitives::Bytes;
use restaking::RestakingModules;
use restaking::host::{Context, Failure, ModuleId, Modules};

use super::native;

/// The native token.
pub const TOKEN_MODULE: ModuleId = ModuleId(0x7001);

/// The modules of the protocol and the native token.
#[derive(Debug, Clone, Copy, Default)]
pub struct HarnessModules;

impl Modules for HarnessModules {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        if module == TOKEN_MODULE {
            Some(native::call(cx))
        } else {
            RestakingModules.run(module, cx)
        }
    }
}
