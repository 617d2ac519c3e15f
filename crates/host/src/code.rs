//! Marker code: what stands at the address of a native contract instead of bytecode.
//!
//! `magic (8 bytes) ‖ module id (2 bytes, big endian) ‖ configuration`. The magic starts with 0xEF, so nobody can
//! deploy it (EIP-3541), and its second byte is neither 0x00 (EOF) nor 0x01 (EIP-7702).

use alloc::vec::Vec;
use alloy_primitives::{Address, B256, keccak256};

/// The magic of marker code, version 1.
pub const MAGIC: [u8; 8] = *b"\xEFRSTAKE\x01";

/// Length of the marker before the configuration.
pub const MARKER_LEN: usize = 10;

/// Names a module in marker code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(pub u16);

impl ModuleId {
    /// The marker without configuration.
    pub fn marker(self) -> [u8; MARKER_LEN] {
        let mut marker = [0; MARKER_LEN];
        let (magic, id) = marker.split_at_mut(MAGIC.len());
        magic.copy_from_slice(&MAGIC);
        id.copy_from_slice(&self.0.to_be_bytes());
        marker
    }

    /// The code of an instance with this configuration.
    pub fn code(self, config: &[u8]) -> Vec<u8> {
        [&self.marker(), config].concat()
    }

    /// Stands for the init code in CREATE2: the hash of the marker. It leaves the configuration out, so an
    /// instance's address depends on creator and salt alone.
    pub fn init_hash(self) -> B256 {
        keccak256(self.marker())
    }

    /// The address of the instance that `creator` creates with `salt`.
    pub fn instance(self, creator: Address, salt: B256) -> Address {
        creator.create2(salt, self.init_hash())
    }
}

/// Splits marker code into module and configuration; `None` for any other code.
pub fn parse(code: &[u8]) -> Option<(ModuleId, &[u8])> {
    let (id, config) = code.strip_prefix(&MAGIC)?.split_first_chunk::<2>()?;
    Some((ModuleId(u16::from_be_bytes(*id)), config))
}
