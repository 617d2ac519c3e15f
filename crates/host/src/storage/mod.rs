//! Typed storage: words, packed structs, slots, mappings, and the two macros that declare them.

mod cached;
mod place;
mod word;

pub use cached::Cached;
pub use place::{Key, Mapping, Place, Row, Slot, locate};
pub use word::{Field, Word, low_bits};
