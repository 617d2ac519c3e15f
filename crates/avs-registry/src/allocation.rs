//! What a set holds of a vault: one allocation while a call runs, its due changes completed first.

use alloy_primitives::Address;
use restaking_abi::IAvsRegistry as Abi;
use restaking_host::{Context, Slot};
use restaking_shares::{Magnitude, Timestamp};

use crate::{
    AllocationWord, Answer, AvsRegistryConfig, AvsRegistryStorage, SeatWord, SetKey,
    bounds::REACTION_SECONDS, emit, seat::Seat, set::Set,
};

/// What is pending of an allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Pending {
    /// Nothing.
    Nothing = 0,
    /// An increase.
    Increase = 1,
    /// A decrease.
    Decrease = 2,
}

/// A completed change, for the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Completed {
    pub(crate) is_increase: bool,
    pub(crate) magnitude: Magnitude,
    pub(crate) due: Timestamp,
}

/// An allocation in memory.
#[derive(Debug)]
pub(crate) struct Allocation {
    /// The vault.
    pub(crate) vault: Address,
    /// The set.
    pub(crate) key: SetKey,
    place: Slot<AllocationWord>,
    stored: AllocationWord,
    /// As it stands.
    pub(crate) word: AllocationWord,
    pub(crate) seat: Option<Seat>,
    pub(crate) completed: Option<Completed>,
}

impl Allocation {
    /// As stored; its seat too, if it ever had one and no other set has taken it.
    pub(crate) fn load(cx: &mut Context<'_>, vault: Address, set: &Set) -> Answer<Self> {
        let place = place(cx, vault, set.number())?;
        let word = place.read(cx.host)?;
        let seat = match word.seat.checked_sub(1) {
            Some(index) => {
                let seat = Seat::load(cx, vault, index)?;
                (seat.word.set == set.number()).then_some(seat)
            }
            None => None,
        };
        Ok(Self { vault, key: set.key, place, stored: word, word, seat, completed: None })
    }

    /// As stored, of the set in a seat.
    pub(crate) fn at_seat(
        cx: &mut Context<'_>,
        vault: Address,
        index: u8,
    ) -> Answer<Option<(Set, Self)>> {
        let Some(number) = Seat::set(cx, vault, index)? else { return Ok(None) };
        let key = AvsRegistryStorage::ROOT.keys().key(cx.host, number)?.read(cx.host)?;
        let set = Set::load(cx, key)?;
        let allocation = Self::load(cx, vault, &set)?;
        Ok(Some((set, allocation)))
    }

    /// Logs a change that was completed: before whatever comes after it.
    fn log_completed(&mut self, cx: &mut Context<'_>) -> Answer<()> {
        let Some(Completed { is_increase, magnitude, due }) = self.completed.take() else {
            return Ok(());
        };
        let event = Abi::ChangeCompleted {
            vault: self.vault,
            avs: self.key.avs(),
            id: self.key.id(),
            isIncrease: is_increase,
            magnitude: magnitude.get(),
            due: due.get(),
        };
        emit(cx, &event)
    }

    /// Writes what changed, and logs a change that was completed.
    pub(crate) fn store(&mut self, cx: &mut Context<'_>) -> Answer<()> {
        self.log_completed(cx)?;
        if self.word != self.stored {
            self.place.write(cx.host, self.word)?;
            self.stored = self.word;
        }
        match &mut self.seat {
            Some(seat) => seat.store(cx),
            None => Ok(()),
        }
    }

    /// What is pending.
    pub(crate) const fn pending(&self) -> Pending {
        match self.word.pending {
            0 => Pending::Nothing,
            1 => Pending::Increase,
            _ => Pending::Decrease,
        }
    }

    /// Does the set hold anything, or will it?
    pub(crate) fn is_live(&self) -> bool {
        !self.word.magnitude.is_zero() || self.pending() != Pending::Nothing
    }

    /// Magnitude held, and what is on its way in.
    pub(crate) fn promised(&self) -> Answer<Magnitude> {
        Ok(match self.pending() {
            Pending::Increase => self.word.magnitude.checked_add(self.word.change)?,
            _ => self.word.magnitude,
        })
    }

    /// Magnitude held, less what is on its way out.
    pub(crate) fn kept(&self) -> Magnitude {
        match self.pending() {
            Pending::Decrease => self.word.magnitude.saturating_sub(self.word.change),
            _ => self.word.magnitude,
        }
    }

    /// The set's seat.
    pub(crate) fn seat_index(&self) -> Option<u8> {
        self.seat.map(|seat| seat.index)
    }

    /// Since when the set holds anything.
    pub(crate) fn since(&self) -> Timestamp {
        self.seat.map_or(Timestamp::ZERO, |seat| seat.word.since)
    }

    /// What was held before the last increase, and when that was due.
    fn last_increase(&self) -> (Magnitude, Timestamp) {
        let seat = self.seat.map(|seat| seat.word).unwrap_or_default();
        (seat.before, seat.raised)
    }

    /// When what is pending is due, as far as is known now.
    pub(crate) fn due(
        &self,
        cx: &mut Context<'_>,
        config: &AvsRegistryConfig,
        set: &Set,
    ) -> Answer<Timestamp> {
        match self.pending() {
            Pending::Nothing => Ok(Timestamp::ZERO),
            Pending::Increase => Ok(self.word.time),
            Pending::Decrease => self.decrease_due(cx, config, set),
        }
    }

    /// Announces a change; replaces what was pending.
    pub(crate) fn announce(
        &mut self,
        cx: &mut Context<'_>,
        pending: Pending,
        change: Magnitude,
        time: Timestamp,
    ) -> Answer<()> {
        self.log_completed(cx)?;
        self.word = AllocationWord { change, time, pending: pending as u8, ..self.word };
        let event = Abi::ChangeAnnounced {
            vault: self.vault,
            avs: self.key.avs(),
            id: self.key.id(),
            isIncrease: pending == Pending::Increase,
            change: change.get(),
            time: time.get(),
        };
        emit(cx, &event)
    }

    /// The operator leaves: all goes down to 0.
    pub(crate) fn announce_exit(&mut self, cx: &mut Context<'_>) -> Answer<()> {
        if !self.is_live() {
            return Ok(());
        }
        let (held, now) = (self.word.magnitude, cx.now());
        self.announce(cx, Pending::Decrease, held, now)?;
        if held.is_zero() {
            self.word = AllocationWord { seat: self.word.seat, ..AllocationWord::default() };
        }
        Ok(())
    }

    /// Sits down, or stays, and counts an increase.
    pub(crate) fn take_seat(&mut self, cx: &mut Context<'_>, index: u8, number: u32) -> Answer<()> {
        self.log_completed(cx)?;
        let mut seat = match self.seat {
            Some(seat) => seat,
            None => Seat::load(cx, self.vault, index)?,
        };
        let increases = seat.word.increases.saturating_add(1);
        seat.word = if self.seat.is_some() {
            SeatWord { increases, ..seat.word }
        } else {
            let (vault, avs, id) = (self.vault, self.key.avs(), self.key.id());
            emit(cx, &Abi::SeatTaken { vault, avs, id, seat: index })?;
            SeatWord { set: number, increases, ..SeatWord::default() }
        };
        self.word.seat = seat.index.saturating_add(1);
        self.seat = Some(seat);
        Ok(())
    }

    /// What a fault at `fault` filed at `filed` is judged on, the vault's whole left out: the least of now and then. A
    /// request filed when a decrease was due is judged without what decreases.
    pub(crate) fn judged(
        &self,
        cx: &mut Context<'_>,
        config: &AvsRegistryConfig,
        set: &Set,
        fault: Timestamp,
        filed: Timestamp,
    ) -> Answer<Magnitude> {
        let mut judged = self.word.magnitude;
        if self.pending() == Pending::Decrease && filed >= self.decrease_due(cx, config, set)? {
            judged = self.kept();
        }
        let (before, raised) = self.last_increase();
        Ok(if fault < raised { judged.min(before) } else { judged })
    }

    /// Takes `taken` of what is held, for a fault at `fault`.
    pub(crate) fn cut(&mut self, taken: Magnitude, fault: Timestamp) -> Answer<()> {
        let magnitude = self.word.magnitude.checked_sub(taken)?;
        self.word.magnitude = magnitude;
        if self.pending() == Pending::Decrease {
            self.word.change = self.word.change.min(magnitude);
            if magnitude.is_zero() {
                self.word = AllocationWord { seat: self.word.seat, ..AllocationWord::default() };
            }
        }
        if let Some(seat) = self.seat.as_mut().filter(|seat| fault < seat.word.raised) {
            seat.word.before = seat.word.before.saturating_sub(taken);
        }
        Ok(())
    }

    /// Increases announced in its seat.
    pub(crate) fn increases(&self) -> u32 {
        self.seat.map_or(0, |seat| seat.word.increases)
    }

    /// When an increase announced now is due.
    pub(crate) fn increase_due(now: Timestamp, exit_delay: u64, epoch_length: u64) -> Timestamp {
        let notice = exit_delay.saturating_add(epoch_length).saturating_add(REACTION_SECONDS);
        now.saturating_add_seconds(notice)
    }
}

/// Where an allocation is stored.
fn place(cx: &mut Context<'_>, vault: Address, number: u32) -> Answer<Slot<AllocationWord>> {
    let of_vault = AvsRegistryStorage::ROOT.allocations().key(cx.host, vault)?;
    Ok(of_vault.key(cx.host, number)?)
}

/// Did a set ever sit at the vault?
pub(crate) fn is_seated(cx: &mut Context<'_>, vault: Address) -> Answer<bool> {
    Ok(Seat::set(cx, vault, 0)?.is_some())
}

/// The word of the set in a seat, if nothing pends that time could complete: then it is what it says.
pub(crate) fn settled_at_seat(
    cx: &mut Context<'_>,
    vault: Address,
    index: u8,
) -> Answer<Option<AllocationWord>> {
    let Some(number) = Seat::set(cx, vault, index)? else { return Ok(None) };
    let word = place(cx, vault, number)?.read(cx.host)?;
    Ok((word.pending == Pending::Nothing as u8).then_some(word))
}
