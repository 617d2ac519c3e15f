//! An operator's commission: down at once, up after a delay.

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use restaking_abi::IOperatorRegistry::{CommissionSet, setCommissionCall};
use restaking_host::Context;
use restaking_shares::{Timestamp, Wad};

use crate::{
    Answer, OperatorRegistryError, PendingCommissionWord, control, emit,
    record::{Record, is_pending},
    require,
};

/// Seconds from the announcement of a higher commission until it holds: 14 days.
pub const COMMISSION_DELAY_SECONDS: u64 = 14 * 24 * 60 * 60;

/// A commission now, and what was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commission {
    /// The commission that holds now.
    pub current: Wad,
    /// The one that is pending; the current one if none is.
    pub announced: Wad,
    /// The first second at which the pending one holds; zero if none is pending.
    pub effective_at: Timestamp,
}

/// Sets the commission and answers from when it holds: now if it is not higher than that which holds now, else after
/// [`COMMISSION_DELAY_SECONDS`]. One that is pending is dropped.
///
/// # Errors
/// - `NotOperator`, `NotController`, `CommissionOutOfRange`
pub fn set_commission(
    cx: &mut Context<'_>,
    operator: Address,
    commission: Wad,
) -> Answer<Timestamp> {
    let mut record = Record::open(cx, operator)?;
    control::check_may_act(cx, operator, record.word, setCommissionCall::SELECTOR)?;
    check_range(commission)?;
    let effective_at = if commission <= record.word.commission {
        record.word.commission = commission;
        record.pending = PendingCommissionWord::default();
        cx.now()
    } else {
        let effective_at = cx.now().checked_add_seconds(COMMISSION_DELAY_SECONDS)?;
        record.pending = PendingCommissionWord { commission, effective_at };
        effective_at
    };
    record.close(cx)?;
    let (commission, time) = (commission.get(), effective_at.get());
    emit(cx, &CommissionSet { operator, commission, effectiveAt: time })?;
    Ok(effective_at)
}

/// The commission of `operator` as of now.
///
/// # Errors
/// A halt of the host.
pub fn commission_of(cx: &mut Context<'_>, operator: Address) -> Answer<Commission> {
    let Record { word, pending, .. } = Record::open(cx, operator)?;
    let current = word.commission;
    let announced = if is_pending(pending) { pending.commission } else { current };
    Ok(Commission { current, announced, effective_at: pending.effective_at })
}

/// Refuses a commission over 1e18.
///
/// # Errors
/// - `CommissionOutOfRange`
pub(crate) fn check_range(commission: Wad) -> Answer<()> {
    require(commission <= Wad::ONE, || OperatorRegistryError::CommissionOutOfRange {
        commission: commission.get(),
    })
}
