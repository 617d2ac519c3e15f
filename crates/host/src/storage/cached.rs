//! A slot that is read at most once and written at most once in a call.

use crate::{Halt, Host, Slot, Trap, Word};

/// A slot with its value while a call runs: [`Cached::get`] reads storage the first time, [`Cached::store`] writes it
/// if the value changed.
#[derive(Debug, Clone, Copy)]
pub struct Cached<T> {
    slot: Slot<T>,
    stored: Option<T>,
    value: Option<T>,
}

impl<T: Word + PartialEq> Cached<T> {
    /// Nothing is read yet.
    pub const fn new(slot: Slot<T>) -> Self {
        Self { slot, stored: None, value: None }
    }

    /// The value; one SLOAD the first time.
    ///
    /// # Errors
    /// A halt of the host.
    pub fn get(&mut self, host: &mut dyn Host) -> Result<T, Halt> {
        if let Some(value) = self.value {
            return Ok(value);
        }
        let value = self.slot.read(host)?;
        (self.stored, self.value) = (Some(value), Some(value));
        Ok(value)
    }

    /// Replaces the value, in memory.
    pub const fn set(&mut self, value: T) {
        self.value = Some(value);
    }

    /// What storage holds, if it was read.
    pub const fn stored(&self) -> Option<T> {
        self.stored
    }

    /// Writes the value if it differs from what storage holds: one SSTORE at most.
    ///
    /// # Errors
    /// - `Panic(0x11)`: the value does not fit
    /// - a halt of the host
    pub fn store(&mut self, host: &mut dyn Host) -> Result<(), Trap> {
        if let Some(value) = self.value.filter(|_| self.value != self.stored) {
            self.slot.write(host, value)?;
            self.stored = Some(value);
        }
        Ok(())
    }
}
