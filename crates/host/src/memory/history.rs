//! Snapshots of the chain: what was committed since the oldest one that is still held, so that it can be undone.

use std::sync::Arc;

use super::undo::Undo;
use crate::Block;

/// A state of the chain to go back to, by [`MemoryHost::rollback`](super::MemoryHost::rollback).
///
/// While any snapshot of a chain is held, the chain records how to undo what is committed; when all are dropped, the
/// record is. A clone is the same snapshot.
#[derive(Debug, Clone)]
pub struct Snapshot {
    id: u64,
    chain: Arc<()>,
    /// The block at the time.
    pub(super) block: Block,
}

/// A snapshot's place in the record.
#[derive(Debug)]
struct Mark {
    id: u64,
    len: usize,
}

/// The record.
#[derive(Debug, Default)]
pub(super) struct History {
    /// Every snapshot of this chain holds a clone.
    chain: Arc<()>,
    next_id: u64,
    marks: Vec<Mark>,
    undo: Vec<Undo>,
}

impl History {
    /// Moves what lasts of a finished transaction into the record, which so grows with writes and not with reads, or
    /// drops it if no snapshot is held.
    pub(super) fn append(&mut self, undo: &mut Vec<Undo>) {
        self.forget_if_unheld();
        if self.marks.is_empty() {
            undo.clear();
        } else {
            self.undo.extend(undo.drain(..).filter(Undo::is_lasting));
        }
    }

    fn forget_if_unheld(&mut self) {
        if Arc::strong_count(&self.chain) == 1 {
            self.marks.clear();
            self.undo.clear();
        }
    }

    /// A snapshot of the present.
    pub(super) fn mark(&mut self, block: Block) -> Snapshot {
        self.forget_if_unheld();
        let id = self.next_id;
        self.next_id = id.saturating_add(1);
        self.marks.push(Mark { id, len: self.undo.len() });
        Snapshot { id, chain: Arc::clone(&self.chain), block }
    }

    /// Takes out what was committed since the snapshot, and all later snapshots with it. `None` if the snapshot is
    /// not, or no longer, one of this chain.
    pub(super) fn rewind(&mut self, snapshot: &Snapshot) -> Option<Vec<Undo>> {
        if !Arc::ptr_eq(&self.chain, &snapshot.chain) {
            return None;
        }
        let at = self.marks.binary_search_by_key(&snapshot.id, |mark| mark.id).ok()?;
        let len = self.marks.get(at)?.len;
        self.marks.truncate(at.saturating_add(1));
        Some(self.undo.drain(len.min(self.undo.len())..).collect())
    }
}
