//! Seats at a vault.

use alloy_primitives::Address;
use restaking_host::{Context, Slot};

use crate::{Answer, AvsRegistryStorage, SeatWord};

/// A seat while a call runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seat {
    /// Its number.
    pub(crate) index: u8,
    place: Slot<SeatWord>,
    stored: SeatWord,
    /// As it stands.
    pub(crate) word: SeatWord,
}

impl Seat {
    /// The number of the set in a seat.
    pub(crate) fn set(cx: &mut Context<'_>, vault: Address, index: u8) -> Answer<Option<u32>> {
        let number = Self::load(cx, vault, index)?.word.set;
        Ok((number != 0).then_some(number))
    }

    /// As stored.
    pub(crate) fn load(cx: &mut Context<'_>, vault: Address, index: u8) -> Answer<Self> {
        let place = AvsRegistryStorage::ROOT.seats().key(cx.host, vault)?.key(cx.host, index)?;
        let word = place.read(cx.host)?;
        Ok(Self { index, place, stored: word, word })
    }

    /// Writes what changed.
    pub(crate) fn store(&mut self, cx: &mut Context<'_>) -> Answer<()> {
        if self.word != self.stored {
            self.place.write(cx.host, self.word)?;
            self.stored = self.word;
        }
        Ok(())
    }
}
