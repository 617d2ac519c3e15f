//! Due changes complete by themselves: whoever acts on an allocation completes them first.

use restaking_abi::{IGovernance, IVault};
use restaking_host::{Context, abi};
use restaking_shares::{Magnitude, Timestamp};

use crate::{
    AllocationWord, Answer, AvsRegistryConfig, SeatWord,
    allocation::{Allocation, Completed, Pending},
    set::Set,
};

impl Allocation {
    /// Completes what is due.
    pub(crate) fn settle(
        &mut self,
        cx: &mut Context<'_>,
        config: &AvsRegistryConfig,
        set: &Set,
    ) -> Answer<()> {
        match self.pending() {
            Pending::Nothing => Ok(()),
            Pending::Increase => self.settle_increase(cx),
            Pending::Decrease => self.settle_decrease(cx, config, set),
        }
    }

    /// An increase is due at its time, but waits for the exits of all who left within the reaction time: while the first
    /// open bucket matures no later than that of a request made a second before it was over.
    fn settle_increase(&mut self, cx: &mut Context<'_>) -> Answer<()> {
        let due = self.word.time;
        if cx.now() < due {
            return Ok(());
        }
        let profile = abi::view(cx, self.vault, &IVault::profileCall {})?;
        // The last such request was made one second before `due - D - L`, so its bucket starts before `due - L`, rounded up.
        let last = due.get().saturating_sub(profile.epochLength).saturating_sub(1);
        let last_maturity =
            last.div_ceil(profile.epochLength.max(1)).saturating_mul(profile.epochLength);
        if profile.firstMaturity != 0 && profile.firstMaturity <= last_maturity {
            return Ok(());
        }
        self.raise(due)
    }

    /// The increase holds, dated `due`.
    pub(crate) fn raise(&mut self, due: Timestamp) -> Answer<()> {
        let before = self.word.magnitude;
        let magnitude = before.checked_add(self.word.change)?;
        if let Some(seat) = &mut self.seat {
            let since = if before.is_zero() { due } else { seat.word.since };
            seat.word = SeatWord { since, before, raised: due, ..seat.word };
        }
        self.finish(true, magnitude, due);
        Ok(())
    }

    fn finish(&mut self, is_increase: bool, magnitude: Magnitude, due: Timestamp) {
        self.word = AllocationWord { magnitude, seat: self.word.seat, ..AllocationWord::default() };
        self.completed = Some(Completed { is_increase, magnitude, due });
    }

    /// A decrease is due after the fault window, but waits for the requests that the set filed before.
    fn settle_decrease(
        &mut self,
        cx: &mut Context<'_>,
        config: &AvsRegistryConfig,
        set: &Set,
    ) -> Answer<()> {
        let fault_window = self.fault_window(cx, set)?;
        if cx.now() < self.word.time.saturating_add_seconds(fault_window) {
            return Ok(());
        }
        let due = self.decrease_due(cx, config, set)?;
        if cx.now() < due || self.is_held_before(cx, due)? {
            return Ok(());
        }
        let left = self.word.magnitude.saturating_sub(self.word.change);
        self.finish(false, left, due);
        Ok(())
    }

    fn is_held_before(&self, cx: &mut Context<'_>, due: Timestamp) -> Answer<bool> {
        let Some(seat) = self.seat_index() else { return Ok(false) };
        let holds = abi::view(cx, self.vault, &IVault::seatHoldsCall { seat })?;
        Ok(holds.earliest != 0 && holds.earliest < due.get())
    }

    /// The fault window under which the decrease was announced.
    fn fault_window(&self, cx: &mut Context<'_>, set: &Set) -> Answer<u64> {
        Ok(set.terms_at(cx, self.word.time)?.fault_window())
    }

    /// When a decrease is due, as far as is known now.
    pub(crate) fn decrease_due(
        &self,
        cx: &mut Context<'_>,
        config: &AvsRegistryConfig,
        set: &Set,
    ) -> Answer<Timestamp> {
        let call = IGovernance::faultWindowEndCall {
            avs: self.key.avs(),
            start: self.word.time.get(),
            length: self.fault_window(cx, set)?,
        };
        Ok(Timestamp::new(abi::view(cx, config.governance, &call)?))
    }
}
