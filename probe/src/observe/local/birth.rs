//! A task's first record and its handle's last: one visit to the thread's own storage each.

use super::{LOCAL, Local};
use crate::observe::clock;
use crate::observe::record::{NO_WORKER, Packed, Tag, flag};
use crate::observe::registry;
use crate::observe::slots::owner_slot;

impl Local {
    fn born(&self, tag: Tag, flags: u16, extra: Packed) -> Option<u32> {
        let now = clock::now();
        let mut writer = self.writer.borrow_mut();
        let writer = writer.as_mut()?;
        // Of the hub this thread writes to: there the record belongs.
        let Some(task) = writer.next_id(now) else {
            #[cfg(tokio_unstable)]
            if tag == Tag::Spawned {
                self.has_no_number();
            }
            return None;
        };
        let parent = self.parent();
        let core = parent != 0 && !self.in_job.get() && self.core() != NO_WORKER;
        // A lane goes to no queue of a worker.
        let core = core && flags & flag::LOW == 0;
        let record = Packed::new(tag, now, task, parent)
            .with(flags)
            .with_if(core, flag::CORE);
        writer.keep_pair(record, extra);
        Some(task)
    }

    /// Who spawns a task: the one polled here, if it is of the application that this thread
    /// writes to. 0 if none.
    #[inline]
    fn parent(&self) -> u32 {
        let current = self.current.get();
        let is_own = current != 0 && owner_slot(current) == self.slot.get();
        if is_own { current } else { 0 }
    }
}

/// Writes the spawn of a task or job by whoever runs on this thread, and gives its id;
/// `None` where nothing is observed.
pub(in crate::observe) fn born(tag: Tag, flags: u16, extra: Packed) -> Option<u32> {
    LOCAL
        .try_with(|local| {
            let born = local.born(tag, flags, extra);
            born.or_else(|| {
                let found = !local.serves_somebody() && local.serve_entered();
                found.then(|| local.born(tag, flags, extra)).flatten()
            })
        })
        .ok()
        .flatten()
}

/// Writes what was done with a task's handle, by whoever runs on this thread.
pub(in crate::observe) fn handled(task: u32, act: u16) {
    let write = move |local: &Local| {
        let record = Packed::new(Tag::Handle, clock::now(), task, local.current.get()).with(act);
        local.write_about(task, move |writer| writer.keep(record));
    };
    if LOCAL.try_with(write).is_err() {
        handled_late(task, act);
    }
}

#[cold]
#[inline(never)]
fn handled_late(task: u32, act: u16) {
    let record = Packed::new(Tag::Handle, clock::now(), task, 0).with(act);
    registry::write_late(task, record);
}
