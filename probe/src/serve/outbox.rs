//! What a viewer has not taken yet.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// What may wait for one viewer, in bytes. What comes then is dropped.
pub(super) const MOST: usize = 8 << 20;

/// See the module's text.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    inside: Mutex<Inside>,
    news: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    blocks: VecDeque<Arc<[u8]>>,
    bytes: usize,
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

    /// Whether it waits for the state, and there is room for it: what was dropped makes some.
    pub(super) fn needs_state(&self) -> bool {
        let inside = self.inside();
        !inside.is_whole && !inside.closed && inside.bytes <= MOST / 2
    }

    /// Puts the state in, behind what says how much is missing.
    pub(super) fn state(&self, blocks: &Arc<[u8]>, mark: impl FnOnce(u64) -> Vec<u8>) {
        let mut inside = self.inside();
        (inside.has_begun, inside.is_whole) = (true, true);
        let lost = std::mem::take(&mut inside.lost);
        if lost > 0 {
            inside.put(mark(lost).into());
        }
        inside.put(Arc::clone(blocks));
        drop(inside);
        self.news.notify_one();
    }

    /// Puts blocks with so many events in, if it has the state and room for them.
    pub(super) fn put(&self, blocks: &Arc<[u8]>, events: u64) {
        let mut inside = self.inside();
        if inside.is_whole && inside.bytes + blocks.len() > MOST {
            inside.is_whole = false;
        }
        match (inside.is_whole, inside.has_begun) {
            (true, _) => inside.put(Arc::clone(blocks)),
            (false, true) => inside.lost += events,
            // The state tells what was before.
            (false, false) => {}
        }
        drop(inside);
        self.news.notify_one();
    }

    /// Puts blocks in, whatever it has missed, if there is room.
    pub(super) fn answer(&self, blocks: Arc<[u8]>) {
        let mut inside = self.inside();
        if inside.bytes + blocks.len() <= MOST {
            inside.put(blocks);
        }
        drop(inside);
        self.news.notify_one();
    }

    /// The next blocks, waiting for them; `None` when it is closed and empty.
    pub(super) fn next(&self) -> Option<Arc<[u8]>> {
        let mut inside = self.inside();
        loop {
            if let Some(blocks) = inside.blocks.pop_front() {
                inside.bytes -= blocks.len();
                return Some(blocks);
            }
            if inside.closed {
                return None;
            }
            inside = self
                .news
                .wait(inside)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Nothing is put in any more; what is in goes out.
    pub(super) fn close(&self) {
        self.inside().closed = true;
        self.news.notify_one();
    }

    #[cfg(test)]
    pub(super) fn misses(&self) -> bool {
        self.inside().lost > 0
    }

    pub(super) fn is_closed(&self) -> bool {
        self.inside().closed
    }
}

impl Inside {
    fn put(&mut self, blocks: Arc<[u8]>) {
        if !self.closed {
            self.bytes += blocks.len();
            self.blocks.push_back(blocks);
        }
    }
}
