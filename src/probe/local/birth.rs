//! A task's first record and its handle's last: one visit to the thread's own storage each.

use super::{LOCAL, Local};
use crate::probe::clock;
use crate::probe::record::{NO_WORKER, Packed, Tag, flag};
use crate::probe::registry;

impl Local {
    fn born(&self, tag: Tag, flags: u16, extra: Packed) -> Option<u32> {
        let now = clock::now();
        let mut writer = self.writer.borrow_mut();
        let writer = writer.as_mut()?;
        // Of the hub this thread writes to: there the record belongs.
        let task = writer.next_id(now)?;
        let parent = self.parent_of(task);
        let core = parent != 0 && !self.in_job.get() && self.worker.get() != NO_WORKER;
        let record = Packed::new(tag, now, task, parent)
            .with(flags)
            .with_if(core, flag::CORE);
        writer.keep_pair(record, extra);
        Some(task)
    }

    /// Who spawns a task: the one polled here, if it is of the same application. 0 if none.
    fn parent_of(&self, task: u32) -> u32 {
        if self.is_foreign(task) {
            0
        } else {
            self.current.get()
        }
    }
}

/// Writes the spawn of a task or job by whoever runs on this thread, and gives its id;
/// `None` where nothing is observed.
pub(in crate::probe) fn born(tag: Tag, flags: u16, extra: Packed) -> Option<u32> {
    LOCAL
        .try_with(|local| local.born(tag, flags, extra))
        .ok()
        .flatten()
}

/// Writes what was done with a task's handle, by whoever runs on this thread.
pub(in crate::probe) fn handled(task: u32, act: u16) {
    let record = |by| Packed::new(Tag::Handle, clock::now(), task, by).with(act);
    let write = |local: &Local| {
        let record = record(local.current.get());
        local.write_about(task, move |writer| writer.keep(record));
    };
    if LOCAL.try_with(write).is_err() {
        registry::write_late(task, record(0));
    }
}
