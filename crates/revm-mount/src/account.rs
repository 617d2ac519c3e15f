//! The account of a native contract.

use alloy_primitives::U256;
use restaking_host::ModuleId;
use revm::state::{AccountInfo, Bytecode};

/// The account of an instance of `module` with this configuration, to be put into a database at genesis.
///
/// It has marker code and nonce 1: without them EIP-161 would wipe its storage on commit. Its balance is 0.
pub fn native_account(module: ModuleId, config: &[u8]) -> AccountInfo {
    let code = Bytecode::new_legacy(module.code(config).into());
    AccountInfo::new(U256::ZERO, 1, code.hash_slow(), code)
}
