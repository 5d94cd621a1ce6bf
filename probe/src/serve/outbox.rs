//! What a viewer has not taken yet.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What may wait for one viewer, in bytes, beside the state. What comes then is dropped.
pub(super) const MOST: usize = 8 << 20;

/// See the module's text.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    inside: Mutex<Inside>,
    news: Condvar,
    empty: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    blocks: VecDeque<Vec<u8>>,
    bytes: usize,
    /// So many of these are the state, at most: with very many tasks it is larger than all else
    /// may be.
    of_state: usize,
    /// Something was taken out and is on its way.
    is_writing: bool,
    /// It has had the state.
    has_begun: bool,
    /// It has the state, and has missed nothing since.
    is_whole: bool,
    /// Events that it has missed.
    lost: u64,
    closed: bool,
}

impl Outbox {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        // No panic can leave its short sections half done.
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins, or begins anew, if the viewer has no state or has missed something, and has taken
    /// much of what it has: how many events it has missed. The state is to be put in next.
    pub(super) fn begin(&self) -> Option<u64> {
        let mut inside = self.inside();
        if inside.is_whole || inside.closed || inside.bytes > MOST / 2 {
            return None;
        }
        (inside.has_begun, inside.is_whole) = (true, true);
        inside.of_state = 0;
        Some(std::mem::take(&mut inside.lost))
    }

    /// Puts blocks in, however many wait.
    pub(super) fn put_all(&self, blocks: Vec<u8>) {
        let mut inside = self.inside();
        inside.of_state += blocks.len();
        inside.put(blocks);
        drop(inside);
        self.news.notify_one();
    }

    /// Puts blocks with so many events in, if the viewer has the state and there is room.
    pub(super) fn put(&self, blocks: Vec<u8>, events: u64) {
        let mut inside = self.inside();
        if inside.is_whole && inside.bytes + blocks.len() > MOST + inside.of_state {
            inside.is_whole = false;
        }
        match (inside.is_whole, inside.has_begun) {
            (true, _) => inside.put(blocks),
            (false, true) => inside.lost += events,
            // The state tells what was before.
            (false, false) => {}
        }
        drop(inside);
        self.news.notify_one();
    }

    /// The next blocks, waiting for them; `None` when it is closed and empty. Those before are
    /// written by now.
    pub(super) fn next(&self) -> Option<Vec<u8>> {
        let mut inside = self.inside();
        inside.is_writing = false;
        loop {
            if let Some(blocks) = inside.blocks.pop_front() {
                inside.bytes -= blocks.len();
                inside.of_state = inside.of_state.saturating_sub(blocks.len());
                inside.is_writing = true;
                return Some(blocks);
            }
            self.empty.notify_all();
            if inside.closed {
                return None;
            }
            let woken = self.news.wait(inside);
            inside = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits until all of it is written, or it is closed: at most so long.
    pub(super) fn settle(&self, at_most: Duration) {
        let waits = |inside: &mut Inside| {
            !inside.closed && (inside.is_writing || !inside.blocks.is_empty())
        };
        drop(self.empty.wait_timeout_while(self.inside(), at_most, waits));
    }

    /// Nothing is put in any more; what is in goes out.
    pub(super) fn close(&self) {
        self.inside().closed = true;
        self.news.notify_one();
        self.empty.notify_all();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.inside().closed
    }

    #[cfg(test)]
    pub(super) fn misses(&self) -> bool {
        self.inside().lost > 0
    }
}

impl Inside {
    fn put(&mut self, blocks: Vec<u8>) {
        if !self.closed && !blocks.is_empty() {
            self.bytes += blocks.len();
            self.blocks.push_back(blocks);
        }
    }
}
