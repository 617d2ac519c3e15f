//! Mainnet's EVM with native contracts, in one call.

use revm::Context;
use revm::context::{BlockEnv, CfgEnv, Journal, TxEnv};
use revm::context_interface::ContextTr;
use revm::handler::instructions::EthInstructions;
use revm::handler::{EthPrecompiles, MainBuilder};
use revm::interpreter::interpreter::EthInterpreter;

use crate::{ConfigError, RestakingEvm};

/// [`RestakingEvm`] with mainnet's instructions and precompiles.
pub type MainnetRestakingEvm<CTX, M, INSP = ()> =
    RestakingEvm<CTX, INSP, EthInstructions<EthInterpreter, CTX>, EthPrecompiles, M>;

/// The context of mainnet over `DB`.
pub type MainnetContext<DB> = Context<BlockEnv, TxEnv, CfgEnv, DB, Journal<DB>, ()>;

/// Mounts `modules` in mainnet's EVM over `ctx`.
///
/// # Errors
/// As [`RestakingEvm::new`].
pub fn mainnet<C, M>(ctx: C, modules: M) -> Result<MainnetRestakingEvm<C::Context, M>, ConfigError>
where
    C: MainBuilder<Context: ContextTr>,
{
    RestakingEvm::new(ctx.build_mainnet(), modules)
}

/// As [`mainnet`], with an inspector that the `inspect` methods tell of every frame.
///
/// # Errors
/// As [`RestakingEvm::new`].
pub fn mainnet_with_inspector<C, M, INSP>(
    ctx: C,
    modules: M,
    inspector: INSP,
) -> Result<MainnetRestakingEvm<C::Context, M, INSP>, ConfigError>
where
    C: MainBuilder<Context: ContextTr>,
{
    RestakingEvm::new(ctx.build_mainnet_with_inspector(inspector), modules)
}
