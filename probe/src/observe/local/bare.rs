//! Tasks without a wrapper, of which Tokio's hooks tell: one visit to the thread's own storage
//! for each hook.

use super::end::Ended;
use super::{LOCAL, Local, worker_index};
use crate::events::PollOutcome;
use crate::observe::clock::{self, Ticks};
use crate::observe::hub::Hub;
use crate::observe::local::poll::PolledBy;
use crate::observe::record::{NO_WORKER, Packed, Tag, flag};
use crate::observe::slots::owner_slot;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use tokio::task::Id;

/// What the hooks have told on this thread.
pub(super) struct Bare {
    /// The task that is being spawned by its wrapper, which has told of it; 0 if none is,
    /// `WITHOUT_NUMBER` if it has none.
    announced: Cell<u32>,
    /// Tokio's id of what was over last, and of which no hook had told that it is spawned.
    over_unborn: Cell<u64>,
    /// The innermost poll that a hook has begun and none has ended.
    open: Cell<Bracket>,
    /// Those around it.
    outer: RefCell<Vec<Bracket>>,
}

/// A poll between two hooks.
#[derive(Clone, Copy)]
struct Bracket {
    /// Tokio's id of the task; 0 if there is none.
    id: u64,
    task: u32,
    start: Ticks,
    /// The task has ended in it.
    over: bool,
}

impl Bracket {
    const NONE: Self = Self {
        id: 0,
        task: 0,
        start: Ticks(0),
        over: false,
    };
}

impl Bare {
    pub(super) const fn new() -> Self {
        Self {
            announced: Cell::new(0),
            over_unborn: Cell::new(0),
            open: Cell::new(Bracket::NONE),
            outer: RefCell::new(Vec::new()),
        }
    }
}

impl Local {
    /// A task is about to be spawned for which no number was left.
    #[cold]
    pub(super) fn has_no_number(&self) {
        self.bare.announced.set(WITHOUT_NUMBER);
    }

    fn bare_poll_begins(&self, id: u64, task: u32) {
        let start = self.begin::<true>(task, PolledBy::NOBODY);
        let around = self.bare.open.replace(Bracket {
            id,
            task,
            start,
            over: false,
        });
        if around.id != 0 {
            self.bare.outer.borrow_mut().push(around);
        }
    }

    fn bare_poll_ends(&self, open: Bracket) {
        let Bracket { task, start, .. } = open;
        let end = clock::now();
        if open.over {
            self.finish::<{ PollOutcome::Over as u16 }, true>(task, start, end, false);
            // What its future held is dropped already, and who awaits it was woken.
            self.ended.set(Ended::NOBODY);
            self.just_ended.set(0);
        } else {
            let spent = !tokio::task::coop::has_budget_remaining();
            self.finish::<{ PollOutcome::Pending as u16 }, true>(task, start, end, spent);
        }
        let around = self.bare.outer.borrow_mut().pop();
        self.bare.open.set(around.unwrap_or(Bracket::NONE));
    }

    fn bare_is_over(&self, id: u64, task: u32) {
        let open = self.bare.open.get();
        if open.id == id {
            self.bare.open.set(Bracket { over: true, ..open });
        } else {
            let record = Packed::new(Tag::Dropped, clock::now(), task, 0);
            self.write_about(task, move |writer| writer.push(record));
        }
    }

    fn born_bare(&self, hub: &Arc<Hub>, flags: u16, extra: Packed) -> Option<u32> {
        let now = clock::now();
        let current = self.current.get();
        let is_own = current != 0 && owner_slot(current) == hub.slot && flags & flag::LATE == 0;
        let parent = if is_own { current } else { 0 };
        let core = is_own && !self.in_job.get() && self.worker.get() != NO_WORKER;
        let write = self.write_for(hub, move |writer| {
            let task = writer.next_id(now)?;
            let record = Packed::new(Tag::Spawned, now, task, parent)
                .with(flags)
                .with_if(core, flag::CORE);
            writer.keep_pair(record, extra);
            Some(task)
        });
        write.flatten()
    }

    /// Whether it is not the worker's own loop, nor a job with a wrapper, that is over.
    fn unseen_job_is_over(&self, job: Id, is_loop: bool) -> bool {
        // Who awaited the last job with a wrapper was woken before this.
        self.last_job.set(0);
        if is_loop || self.own_id.get() == Some(Some(job)) {
            // From here on the thread is one of the pool.
            self.own_id.set(None);
            return false;
        }
        let is_of_pool = self.in_pool.get() && worker_index().is_none() && self.current.get() == 0;
        // Inside of what runs there it is a task whose runtime is closed.
        let is_outermost = tokio::task::try_id().is_none();
        is_of_pool && is_outermost && !self.ended.get().is_of(job)
    }
}

/// While it lives, a task is spawned that was told of, or was found to have no number: the hook
/// need not.
pub(crate) struct Announced;

impl Announced {
    /// The number that the task got.
    #[inline]
    pub(crate) fn task(task: Option<u32>) -> Self {
        if let Some(task) = task {
            let _ = LOCAL.try_with(|local| local.bare.announced.set(task));
        }
        Self
    }
}

impl Drop for Announced {
    fn drop(&mut self) {
        let _ = LOCAL.try_with(|local| local.bare.announced.set(0));
    }
}

/// What is known of a task as a hook tells that it is spawned.
pub(in crate::observe) struct Spawn {
    /// The number that its wrapper, which spawns it here, has told; 0 if it has none,
    /// [`WITHOUT_NUMBER`] if it is counted as not observed.
    pub(in crate::observe) announced: u32,
    /// It is over already: its runtime is closed.
    pub(in crate::observe) is_over: bool,
}

/// What is known of the task with this id, which is spawned here; of the next one nothing is.
pub(in crate::observe) fn take_spawn(id: u64) -> Spawn {
    let take = |local: &Local| Spawn {
        announced: local.bare.announced.take(),
        is_over: local.bare.over_unborn.get() == id,
    };
    // Where the thread's own storage is gone, so is what was told.
    LOCAL.try_with(take).unwrap_or(Spawn {
        announced: 0,
        is_over: false,
    })
}

/// What has this id is over, and no hook has told that it is spawned: a job of the pool, or a task
/// whose runtime is closed.
pub(in crate::observe) fn is_over_unborn(id: u64) {
    let _ = LOCAL.try_with(|local| local.bare.over_unborn.set(id));
}

/// No task has this number.
pub(in crate::observe) const WITHOUT_NUMBER: u32 = u32::MAX;

/// Writes the spawn of a task without a wrapper, to this hub, and gives its number; `None` where
/// nothing is observed.
pub(in crate::observe) fn born_bare(hub: &Arc<Hub>, flags: u16, extra: Packed) -> Option<u32> {
    let born = |local: &Local| local.born_bare(hub, flags, extra);
    LOCAL.try_with(born).ok().flatten()
}

/// A task without a wrapper is about to be polled.
#[inline(never)]
pub(in crate::observe) fn bare_poll_begins(id: u64, task: u32) {
    let _ = LOCAL.try_with(|local| local.bare_poll_begins(id, task));
}

/// The task with this id was polled. Nothing is written if the poll was not begun here: it has
/// a wrapper.
#[inline]
pub(in crate::observe) fn bare_poll_ends(id: u64) {
    let _ = LOCAL.try_with(|local| {
        let open = local.bare.open.get();
        if open.id == id {
            local.bare_poll_ends(open);
        }
    });
}

/// A task without a wrapper is over: in its own poll, or dropped where it waits.
pub(in crate::observe) fn bare_is_over(id: u64, task: u32) {
    let _ = LOCAL.try_with(|local| local.bare_is_over(id, task));
}

/// A job of the pool is over on this thread; whether it is one that nobody tells of.
pub(in crate::observe) fn unseen_job_is_over(job: Id, is_loop: bool) -> bool {
    let over = |local: &Local| local.unseen_job_is_over(job, is_loop);
    LOCAL.try_with(over).unwrap_or(false)
}

/// Writes that a job is over that was not seen before.
pub(in crate::observe) fn record_unseen_job(hub: &Arc<Hub>, site: u32) {
    let record = Packed::new(Tag::Job, clock::now(), 0, site);
    let _ = LOCAL.try_with(|local| local.write_for(hub, |writer| writer.push(record)));
}
