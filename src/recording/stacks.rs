//! The stacks in a recording: walked and named by the executable it was made of, if that is still
//! here; once, and then known.

use crate::events::{Event, Found, Nanos, What};
use crate::probe::wire::{Hello, Stack};
use crate::stack::OtherStacks;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// See the module's text.
#[derive(Default)]
pub(super) struct Stacks {
    /// The next one is read quickly.
    ready: AtomicBool,
    reads: Mutex<Reads>,
}

#[derive(Default)]
struct Reads {
    /// Made for the first stack: it reads many megabytes.
    stacks: Option<OtherStacks>,
    /// What was found, by where it stands in the file.
    known: BTreeMap<u64, Option<Event>>,
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
        let mut reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
        let Reads { stacks, known } = &mut *reads;
        let tell = || {
            let stack = Stack::read(bytes)?;
            let stacks = stacks.get_or_insert_with(|| {
                OtherStacks::of_recorded(PathBuf::from(&hello.executable), hello.built)
            });
            let (task, worker) = (stack.task, stack.worker);
            let has_calls = stack.stack.is_some();
            let found = Found::from(&stacks.read(stack)?);
            if has_calls {
                self.are_ready();
            }
            let what = What::Stuck {
                task,
                worker,
                found,
            };
            Some(Event { at, what })
        };
        known.entry(offset).or_insert_with(tell).clone()
    }

    /// Whether the next one is read without waiting long: the tables for it are read.
    pub(super) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }

    pub(super) fn are_ready(&self) {
        self.ready.store(true, Ordering::Release);
    }
}
