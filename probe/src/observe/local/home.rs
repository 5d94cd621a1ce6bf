//! Whose this thread is, and to whose reader it writes: more than one observed
//! application may live in a process, and their tasks may wake each other.

use super::{LOCAL, Local};
use crate::observe::hub::Hub;
use crate::observe::process;
use crate::observe::record::Packed;
use crate::observe::registry::{self, owner};
use crate::observe::slots::owner_slot;
use crate::observe::tokio_api::RuntimeId;
use crate::observe::writer::Writer;
use std::sync::Arc;

impl Local {
    /// From now on this thread writes to the hub.
    pub(super) fn attach(&self, hub: &Arc<Hub>) {
        if self.slot.get() != hub.slot {
            self.change_to(Some(hub));
        }
    }

    /// From now on this thread writes to that hub, or to none.
    #[cold]
    fn change_to(&self, hub: Option<&Arc<Hub>>) {
        let writer = hub.map(|hub| self.taken_out(hub));
        self.slot.set(hub.map_or(0, |hub| hub.slot));
        self.chains.set(hub.is_some_and(|hub| hub.chains()));
        self.forget_reading();
        let before = self.writer.replace(writer);
        self.put_aside(before);
    }

    /// Keeps a writer for later, and lets go of those whose hub has no user any more.
    fn put_aside(&self, writer: Option<Writer>) {
        let mut others = self.others.borrow_mut();
        others.extend(writer);
        let gone: Vec<_> = others
            .extract_if(.., |writer| writer.hub.is_closed())
            .collect();
        drop(others);
        // Nothing is borrowed any more: a hub's last owner may drop what the application
        // gave it, and that may use the probe.
        drop(gone);
    }

    /// The thread's writer to another hub than the present one.
    fn taken_out(&self, hub: &Arc<Hub>) -> Writer {
        let mut others = self.others.borrow_mut();
        let known = others.iter().position(|writer| writer.hub.slot == hub.slot);
        known.map_or_else(
            || Writer::new(Arc::clone(hub)),
            |index| others.swap_remove(index),
        )
    }

    /// From now on the thread writes to the hub and may run its present runtime: what it
    /// wrote under an earlier one stays in a stream of its own.
    pub(super) fn attach_to_run(&self, hub: &Arc<Hub>) {
        if self.current.get() != 0 {
            // Inside a poll or a job: it is of its own hub to the end.
            return;
        }
        self.attach(hub);
        if !self.in_pool.get() {
            // A current-thread runtime runs under the id its thread has when it is entered.
            self.own_id.set(Some(tokio::task::try_id()));
            if self.home.get() != hub.slot {
                // The runtime it ran before is another one's.
                self.home.set(0);
            }
        }
        let mut writer = self.writer.borrow_mut();
        if writer
            .as_ref()
            .is_some_and(|known| known.run() != hub.run())
        {
            *writer = Some(Writer::new(Arc::clone(hub)));
        }
    }

    /// A thread that serves nobody spawns: from now on it serves whoever observes the runtime it
    /// is in. Whether there is one.
    #[cold]
    #[inline(never)]
    pub(super) fn serve_entered(&self) -> bool {
        if !process::is_used() {
            return false;
        }
        let Some(runtime) = RuntimeId::present() else {
            return false;
        };
        // Who observes a runtime has built it: what is so once stays.
        if !runtime.is_told() || self.unobserved.get() == runtime.number() {
            return false;
        }
        let hub = registry::of_runtime(runtime);
        match &hub {
            Some(hub) => self.attach_to_run(hub),
            None => self.unobserved.set(runtime.number()),
        }
        hub.is_some() && self.slot.get() != 0
    }

    /// Whether the runtime that this thread is in is the one of the hub it writes to.
    #[cold]
    #[inline(never)]
    pub(super) fn is_in_runtime(&self) -> bool {
        let runtime = RuntimeId::present();
        let writer = self.writer.borrow();
        let hub = writer.as_ref().map(|writer| &writer.hub);
        let is_here = matches!((runtime, hub), (Some(runtime), Some(hub)) if hub.is_of(runtime));
        if is_here && self.home.get() == 0 {
            self.home.set(self.slot.get());
        }
        is_here
    }

    /// Makes sure the thread writes to the hub of the task that it polls, or to none if that
    /// hub is gone.
    #[inline]
    pub(super) fn serve(&self, task: u32) -> bool {
        owner_slot(task) == self.slot.get() || self.serve_another(task)
    }

    #[cold]
    fn serve_another(&self, task: u32) -> bool {
        let hub = owner(task);
        self.change_to(hub.as_ref());
        hub.is_some()
    }

    /// Writes about a task to its own hub, wherever this thread writes now.
    #[inline(always)]
    pub(super) fn write_about<R>(&self, task: u32, f: impl FnOnce(&mut Writer) -> R) -> Option<R> {
        if owner_slot(task) == self.slot.get() {
            self.write(f)
        } else {
            self.write_elsewhere(task, f)
        }
    }

    /// A function of its own, so that what is written here saves no registers for it.
    #[cold]
    #[inline(never)]
    fn write_elsewhere<R>(&self, task: u32, f: impl FnOnce(&mut Writer) -> R) -> Option<R> {
        self.write_for(&owner(task)?, f)
    }

    /// Writes to this hub. The thread stays with the one it serves, unless that is gone or
    /// there is none.
    pub(super) fn write_for<R>(
        &self,
        hub: &Arc<Hub>,
        f: impl FnOnce(&mut Writer) -> R,
    ) -> Option<R> {
        if self.current.get() == 0 && !self.serves_somebody() {
            self.attach(hub);
        }
        if self.slot.get() == hub.slot {
            return self.write(f);
        }
        if hub.is_closed() {
            // Nobody will read it.
            return None;
        }
        let mut writer = self.taken_out(hub);
        let written = f(&mut writer);
        self.put_aside(Some(writer));
        Some(written)
    }

    pub(super) fn serves_somebody(&self) -> bool {
        let writer = self.writer.borrow();
        writer
            .as_ref()
            .is_some_and(|writer| !writer.hub.is_closed())
    }

    /// Whether a task belongs to another application than what this thread works for.
    pub(super) fn is_foreign(&self, task: u32) -> bool {
        let home = match self.current.get() {
            0 => self.home.get(),
            current => owner_slot(current),
        };
        home != 0 && home != owner_slot(task)
    }
}

/// Attaches the calling thread to a hub whose present runtime it may run itself, in
/// `block_on`.
pub(in crate::observe) fn attach_to_run(hub: &Arc<Hub>) {
    let _ = LOCAL.try_with(|local| local.attach_to_run(hub));
}

/// Attaches the calling thread, which a runtime of this hub has started.
pub(in crate::observe) fn attach_own(hub: &Arc<Hub>) {
    let own = |local: &Local| {
        local.attach(hub);
        local.home.set(hub.slot);
        local.in_pool.set(true);
    };
    let _ = LOCAL.try_with(own);
}

/// Whether what is spawned here may be observed: a thread that serves nobody begins to serve the
/// runtime it has entered.
#[inline]
pub(in crate::observe) fn observes() -> bool {
    if !process::is_used() {
        return false;
    }
    LOCAL
        .try_with(|local| local.slot.get() != 0 || local.serve_entered())
        .unwrap_or(false)
}

/// From now on this thread serves nobody, if it is not in a poll.
pub(in crate::observe) fn detach() {
    let detach = |local: &Local| {
        if local.current.get() == 0 && local.slot.get() != 0 {
            local.change_to(None);
        }
    };
    let _ = LOCAL.try_with(detach);
}

/// Writes a record that is about no task to this hub.
pub(in crate::observe) fn record_for(hub: &Arc<Hub>, record: Packed) {
    let write = |local: &Local| local.write_for(hub, |writer| writer.push(record));
    if LOCAL.try_with(write).is_err() {
        registry::write_late_for(hub, record);
    }
}

/// While it lives, a hub is served on a thread that may serve another one; then the thread
/// returns to the one that was served before, if there was one to return to.
pub(crate) struct Serving(Option<Arc<Hub>>);

impl Serving {
    pub(in crate::observe) fn of(hub: &Arc<Hub>) -> Self {
        let change = |local: &Local| {
            if local.slot.get() == hub.slot {
                return None;
            }
            let served = |writer: &Writer| Arc::clone(&writer.hub);
            let before = local.writer.borrow().as_ref().map(served);
            local.attach(hub);
            before
        };
        Self(LOCAL.try_with(change).ok().flatten())
    }
}

impl Serving {
    /// Nobody is served while it lives.
    pub(in crate::observe) fn nobody() -> Self {
        let leave = |local: &Local| {
            let served = |writer: &Writer| Arc::clone(&writer.hub);
            let before = local.writer.borrow().as_ref().map(served);
            if before.is_some() {
                local.change_to(None);
            }
            before
        };
        Self(LOCAL.try_with(leave).ok().flatten())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let back = |local: &Local| match (&self.0, local.current.get()) {
            (Some(hub), _) => local.attach(hub),
            // The task polled here may be of a hub that is gone.
            (None, current @ 1..) => drop(local.serve(current)),
            (None, 0) => {}
        };
        let _ = LOCAL.try_with(back);
    }
}
