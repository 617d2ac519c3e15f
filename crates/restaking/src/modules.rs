//! The module table.

use alloy_primitives::Bytes;
use restaking_host::{Context, Failure, ModuleId, Modules};

/// The vault.
pub const VAULT_MODULE: ModuleId = ModuleId(1);

/// The vault factory.
pub const FACTORY_MODULE: ModuleId = ModuleId(2);

/// Slashing.
pub const SLASHING_MODULE: ModuleId = ModuleId(3);

/// The AVS registry.
pub const AVS_REGISTRY_MODULE: ModuleId = ModuleId(4);

/// Governance.
pub const GOVERNANCE_MODULE: ModuleId = ModuleId(5);

/// The operator registry.
pub const OPERATOR_REGISTRY_MODULE: ModuleId = ModuleId(6);

/// The modules of the protocol, for any host.
#[derive(Debug, Clone, Copy, Default)]
pub struct RestakingModules;

impl Modules for RestakingModules {
    fn run(&self, module: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        match module {
            VAULT_MODULE => Some(restaking_vault::call(cx)),
            FACTORY_MODULE => Some(restaking_vault::factory::call(cx)),
            SLASHING_MODULE => Some(restaking_slashing::call(cx)),
            AVS_REGISTRY_MODULE => Some(restaking_avs_registry::call(cx)),
            GOVERNANCE_MODULE => Some(restaking_governance::call(cx)),
            OPERATOR_REGISTRY_MODULE => Some(restaking_operator_registry::call(cx)),
            _ => None,
        }
    }
}
