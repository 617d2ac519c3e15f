//! The module table.

use alloy_primitives::Bytes;
use restaking_host::{Context, Failure, ModuleId, Modules};

/// The vault.
pub const VAULT_MODULE: ModuleId = ModuleId(1);

/// The vault factory.
pub const FACTORY_MODULE: ModuleId = ModuleId(2);

/// The modules of the protocol, for any host.
#[derive(Debug, Clone, Copy, Default)]
pub struct RestakingModules;

impl Modules for RestakingModules {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        match module {
            VAULT_MODULE => Some(restaking_vault::call(cx)),
            FACTORY_MODULE => Some(restaking_vault::factory::call(cx)),
            _ => None,
        }
    }
}
