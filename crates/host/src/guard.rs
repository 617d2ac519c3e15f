//! The reentrancy guard: one transient slot (EIP-1153) per contract.

use alloy_primitives::{U256, uint};

use crate::{Context, Fail, Halt, Host};

/// keccak256("restaking.reentrancy-guard"), so that no other transient variable meets it.
const GUARD_SLOT: U256 =
    uint!(0xf2a65ede584724517661fea0968c496aa4e79884f2ab53f5a5b90df66a03d8fb_U256);

/// Runs `body` unless the contract is already inside such a body; then answers `None`.
///
/// The lock is released when `body` fails as well: a caller that survives the failure may call again.
///
/// # Errors
/// A [`Halt`] of the host.
pub fn guarded<T>(
    cx: &mut Context<'_>,
    body: impl FnOnce(&mut Context<'_>) -> T,
) -> Result<Option<T>, Halt> {
    if is_entered(cx.host)? {
        return Ok(None);
    }
    cx.host.tstore(GUARD_SLOT, U256::from(1))?;
    let result = body(cx);
    cx.host.tstore(GUARD_SLOT, U256::ZERO)?;
    Ok(Some(result))
}

/// As [`guarded`], for an entry point that reverts with `reentered`.
///
/// # Errors
/// `reentered`, or what `body` fails with.
pub fn locked<T, E>(
    cx: &mut Context<'_>,
    reentered: E,
    body: impl FnOnce(&mut Context<'_>) -> Result<T, Fail<E>>,
) -> Result<T, Fail<E>> {
    guarded(cx, body)?.unwrap_or(Err(Fail::Error(reentered)))
}

/// Is the contract inside a guarded body?
///
/// # Errors
/// A [`Halt`] of the host.
pub fn is_entered(host: &mut dyn Host) -> Result<bool, Halt> {
    Ok(!host.tload(GUARD_SLOT)?.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guard_slot_is_the_hash_of_its_name() {
        let hash = alloy_primitives::keccak256("restaking.reentrancy-guard");
        assert_eq!(GUARD_SLOT, U256::from_be_bytes(hash.0));
    }
}
