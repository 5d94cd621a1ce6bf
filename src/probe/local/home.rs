//! Whose this thread is, and to whose reader it writes: more than one observed
//! application may live in a process, and their tasks may wake each other.

use super::{IdBlock, LOCAL, Local};
use crate::probe::hub::{self, Hub};
use crate::probe::writer::Writer;
use std::sync::Arc;

impl Local {
    /// From now on this thread writes to the hub.
    pub(super) fn attach(&self, hub: &Arc<Hub>) {
        if self.slot.get() == hub.slot {
            return;
        }
        let mut others = self.others.borrow_mut();
        let known = others.iter().position(|writer| writer.hub.slot == hub.slot);
        let writer = known.map_or_else(
            || Writer::new(Arc::clone(hub)),
            |index| others.swap_remove(index),
        );
        others.extend(self.writer.replace(Some(writer)));
        *self.ids.borrow_mut() = IdBlock::EMPTY;
        self.slot.set(hub.slot);
        self.chains.set(hub.chains());
        self.forget_reading();
    }

    /// The same, and it may run the hub's present runtime: what it wrote under an earlier
    /// one stays in a stream of its own.
    pub(super) fn attach_to_run(&self, hub: &Arc<Hub>) {
        self.attach(hub);
        let is_idle = self.current.get() == 0;
        let mut writer = self.writer.borrow_mut();
        if is_idle
            && writer
                .as_ref()
                .is_some_and(|known| known.run() != hub.run())
        {
            *writer = Some(Writer::new(Arc::clone(hub)));
        }
    }

    /// Makes sure the thread writes to the task's hub. False if that hub is gone.
    #[inline]
    pub(super) fn serve(&self, task: u32) -> bool {
        hub::owner_slot(task) == self.slot.get() || self.serve_slow(task)
    }

    #[cold]
    fn serve_slow(&self, task: u32) -> bool {
        hub::owner(task).map(|hub| self.attach(&hub)).is_some()
    }

    /// Writes about a task to its own hub, wherever this thread writes now.
    #[inline(always)]
    pub(super) fn write_about<R>(&self, task: u32, f: impl FnOnce(&mut Writer) -> R) -> Option<R> {
        let is_served = hub::owner_slot(task) == self.slot.get();
        let can_write = is_served || self.serve_slow(task);
        let written = can_write.then(|| self.write(f)).flatten();
        if !is_served {
            self.come_home();
        }
        written
    }

    /// Back to the hub of the task that is polled here, after a word to another one.
    pub(super) fn come_home(&self) {
        let current = self.current.get();
        if current != 0 {
            self.serve(current);
        }
    }

    /// Whether a task belongs to another application than what this thread works for.
    pub(super) fn is_foreign(&self, task: u32) -> bool {
        let home = match self.current.get() {
            0 => self.home.get(),
            current => hub::owner_slot(current),
        };
        home != 0 && home != hub::owner_slot(task)
    }
}

/// Attaches the calling thread to a hub.
pub(in crate::probe) fn attach(hub: &Arc<Hub>) {
    let _ = LOCAL.try_with(|local| local.attach(hub));
}

/// The same for a thread that may run the present runtime itself, in `block_on`.
pub(in crate::probe) fn attach_to_run(hub: &Arc<Hub>) {
    let _ = LOCAL.try_with(|local| local.attach_to_run(hub));
}

/// The same for a thread that a runtime started.
pub(in crate::probe) fn attach_own(hub: &Arc<Hub>) {
    let own = |local: &Local| {
        local.attach(hub);
        local.home.set(hub.slot);
    };
    let _ = LOCAL.try_with(own);
}

/// After a spawn for another application: back to the one of the task polled here.
pub(in crate::probe) fn come_home() {
    let _ = LOCAL.try_with(Local::come_home);
}
