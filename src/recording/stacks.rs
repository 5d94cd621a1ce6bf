//! The stacks in a recording: walked and named by the executable it was made of, if that is still
//! here; once, and then known.

use crate::events::{Event, Found, Nanos, What};
use crate::probe::wire::{Hello, Stack};
use crate::stack::OtherStacks;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Bytes of what was found that are kept: what is more is read again each time.
const MOST_KEPT: usize = 32 << 20;

/// See the module's text.
#[derive(Default)]
pub(super) struct Stacks {
    /// What is known of those up to this place among the blocks, and 1.
    named: AtomicUsize,
    known: Mutex<Known>,
    /// Made for the first stack: it reads many megabytes. Held while a stack is read.
    reads: Mutex<Option<OtherStacks>>,
}

/// What was found, by where it stands in the file.
#[derive(Default)]
struct Known {
    all: BTreeMap<u64, Option<Event>>,
    bytes: usize,
}

impl fmt::Debug for Stacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stacks")
    }
}

impl Stacks {
    /// What a stack tells, by where it stands in the file, and when it was taken; nothing if the
    /// bytes are none, or it tells nothing yet.
    pub(super) fn told(
        &self,
        hello: &Hello,
        (offset, at): (u64, Nanos),
        bytes: &[u8],
    ) -> Option<Event> {
        if let Some(known) = self.known(offset) {
            return known;
        }
        let mut reads = locked(&self.reads);
        // By another thread, meanwhile.
        if let Some(known) = self.known(offset) {
            return known;
        }
        let stack = Stack::read(bytes);
        let has_calls = stack.as_ref().is_some_and(|stack| stack.stack.is_some());
        let told = stack.and_then(|stack| {
            let reads = reads.get_or_insert_with(|| {
                OtherStacks::of_recorded(PathBuf::from(&hello.executable), hello.built)
            });
            let (task, worker) = (stack.task, stack.worker);
            let found = Found::from(&reads.read(stack)?);
            let what = What::Stuck {
                task,
                worker,
                found,
            };
            Some(Event { at, what })
        });
        self.keep(offset, has_calls, told.as_ref());
        told
    }

    fn known(&self, offset: u64) -> Option<Option<Event>> {
        locked(&self.known).all.get(&offset).cloned()
    }

    /// Of a thread that runs the second look tells, so that none may be taken twice; such are
    /// short.
    fn keep(&self, offset: u64, has_calls: bool, told: Option<&Event>) {
        let mut known = locked(&self.known);
        let bytes = told.map_or(0, |event| event.what.string_bytes());
        if has_calls && known.bytes + bytes > MOST_KEPT {
            return;
        }
        known.bytes += bytes;
        known.all.insert(offset, told.cloned());
    }

    /// Whether the one at this place among the blocks is read without waiting long.
    pub(super) fn is_named(&self, place: usize) -> bool {
        self.named.load(Ordering::Acquire) > place
    }

    pub(super) fn are_named_to(&self, place: usize) {
        let named = place.saturating_add(1);
        self.named.fetch_max(named, Ordering::AcqRel);
    }
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::WorkerId;
    use crate::testkit::id;

    #[test]
    fn what_is_kept_is_bounded() {
        let stacks = Stacks::default();
        let what = What::Stuck {
            task: id(1),
            worker: WorkerId::new(0),
            found: Found::from_packed(&"x".repeat(1 << 16)),
        };
        let event = Event { at: Nanos(1), what };
        let most = (MOST_KEPT >> 16) as u64;
        (0..most + 9).for_each(|offset| stacks.keep(offset, true, Some(&event)));
        assert_eq!(stacks.known(most - 1), Some(Some(event)));
        assert_eq!(stacks.known(most), None);
        stacks.keep(most, false, None);
        assert_eq!(stacks.known(most), Some(None));
    }
}
