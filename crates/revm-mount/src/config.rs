//! Which configurations of revm native contracts may run under.

use revm::context_interface::Cfg;
use revm::primitives::hardfork::SpecId;

/// Why native contracts cannot run under a configuration: anybody could deploy marker code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The hard fork comes before London, which brought EIP-3541.
    #[error(
        "native contracts need London or later, found {0:?}: before, anybody can deploy marker code"
    )]
    SpecBeforeLondon(SpecId),
    /// EIP-3541 is switched off.
    #[error("native contracts need EIP-3541, which is disabled: anybody can deploy marker code")]
    Eip3541Disabled,
}

/// Checks that nobody can deploy marker code under `cfg`.
///
/// # Errors
/// See [`ConfigError`].
pub(crate) fn check(cfg: &impl Cfg) -> Result<(), ConfigError> {
    let spec = cfg.spec().into();
    if !spec.is_enabled_in(SpecId::LONDON) {
        return Err(ConfigError::SpecBeforeLondon(spec));
    }
    if cfg.is_eip3541_disabled() {
        return Err(ConfigError::Eip3541Disabled);
    }
    Ok(())
}
