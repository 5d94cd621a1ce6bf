//! Tokio's own hooks: all of them, in this file. They are unstable, and show every task that is
//! spawned onto a runtime, by whom ever.
//!
//! A task with the wrapper around its future tells of itself, and more than a hook can: of those
//! the hooks only remember the id. Of any other they write what they see: its birth and the line
//! of it, its polls while they last, its end. They do not see the size of its future, its handle,
//! its wakes, nor whether it returned or was aborted.
//!
//! | | spawn | poll | end |
//! |---|---|---|---|
//! | a task | yes | yes | yes |
//! | a job of the blocking pool, `tokio::fs`, DNS | no | no | yes |
//! | a `LocalSet`'s task, the future of `block_on` | no | no | no |
//! | a worker's own loop, which is a job of the pool | no | no | yes |
//!
//! Hooks run on the thread that spawns or polls, before and after the task's own code. None
//! panics, takes a lock (but for the first use of a line, and of memory, at a spawn) or calls
//! anything of the application.

use super::hooks_of_user::{TaskHook, UserHooks};
use super::hub::{Hub, Known};
use super::number::number_of;
use super::record::{Packed, flag};
use super::{intern, local};
use crate::events::WaitOn;
use std::panic::Location;
use std::sync::Arc;
use tokio::runtime::{Builder, TaskMeta};

/// What the hooks of one runtime do.
#[derive(Clone)]
pub(super) struct Hooks {
    hub: Arc<Hub>,
}

impl Hooks {
    pub(super) fn of(hub: &Arc<Hub>) -> Self {
        let hub = Arc::clone(hub);
        Self { hub }
    }

    /// Gives them to a builder, in the place of its own ones. Those of the application are called
    /// outside of what these measure.
    pub(super) fn install(self, builder: &mut Builder, of_user: &UserHooks) {
        let [spawned, begins, ends, over] = [(); 4].map(|()| self.clone());
        let user = of_user.clone();
        let (user_spawn, user_before) = (user.task_spawn, user.before_poll);
        let (user_after, user_end) = (user.after_poll, user.terminate);
        builder
            .on_task_spawn(move |task| {
                spawned.spawned(task);
                call(user_spawn.as_ref(), task);
            })
            .on_before_task_poll(move |task| {
                call(user_before.as_ref(), task);
                begins.poll_begins(task);
            })
            .on_after_task_poll(move |task| {
                ends.poll_ends(task);
                call(user_after.as_ref(), task);
            })
            .on_task_terminate(move |task| {
                over.is_over(task);
                call(user_end.as_ref(), task);
            });
    }

    /// On the thread that spawns it, before it is scheduled.
    fn spawned(&self, task: &TaskMeta<'_>) {
        if self.hub.is_closed() {
            return;
        }
        let id = number_of(task.id());
        let local::Spawn { announced, is_over } = local::take_spawn(id);
        let known = match announced {
            local::WITHOUT_NUMBER => None,
            0 => self.born(task.spawned_at(), flag::HOOKED).map(Known::Bare),
            announced => Some(Known::Wrapped(announced)),
        };
        match known {
            Some(Known::Bare(known)) if is_over => local::bare_is_over(id, known),
            Some(known) if !is_over => drop(self.enter(id, known)),
            _ => {}
        }
    }

    /// On the thread that polls it, before.
    #[inline]
    fn poll_begins(&self, task: &TaskMeta<'_>) {
        let id = number_of(task.id());
        match self.hub.tasks.find(id) {
            Some(Known::Wrapped(_)) => {}
            Some(Known::Bare(known)) => local::bare_poll_begins(id, known),
            None => self.poll_of_unknown_begins(id, task.spawned_at()),
        }
    }

    /// On the thread that has polled it, after.
    #[inline]
    fn poll_ends(&self, task: &TaskMeta<'_>) {
        local::bare_poll_ends(number_of(task.id()));
    }

    /// Its future is gone, and whoever awaits it was woken. In its own poll, or where the runtime
    /// is shut down. If it is spawned onto one that is closed, its spawn is told after this.
    fn is_over(&self, task: &TaskMeta<'_>) {
        let id = number_of(task.id());
        match self.hub.tasks.leave(id) {
            Some(Known::Wrapped(_)) => {}
            Some(Known::Bare(known)) => local::bare_is_over(id, known),
            None => {
                local::is_over_unborn(id);
                self.job_is_over(task);
            }
        }
    }

    /// Writes that there is a task, and gives its number.
    fn born(&self, at: &'static Location<'static>, flags: u16) -> Option<u32> {
        let kind = intern::kind_of_place(at).index() as u16;
        let site = intern::site(at, WaitOn::Spawn).index();
        let extra = Packed::birth(kind, u32::try_from(site).unwrap_or(u32::MAX), 0);
        local::born_bare(&self.hub, flags, extra)
    }

    fn enter(&self, id: u64, known: Known) -> bool {
        let is_in = self.hub.tasks.enter(id, known);
        if !is_in {
            self.hub.has_no_room();
        }
        is_in
    }

    /// Its spawn was not seen: it was on a thread that was about to end, with its own storage
    /// gone. Or it is over: a runtime that shuts down ends a task that another worker has just
    /// taken from a queue, and the hooks around its poll are called although there is none.
    #[cold]
    #[inline(never)]
    fn poll_of_unknown_begins(&self, id: u64, at: &'static Location<'static>) {
        // One that found no room may have a wrapper, which tells of it.
        if self.hub.is_closed() || self.hub.without_id() > 0 || self.hub.tasks.has_left(id) {
            return;
        }
        if let Some(known) = self.born(at, flag::HOOKED | flag::LATE)
            && self.enter(id, Known::Bare(known))
        {
            local::bare_poll_begins(id, known);
        }
    }

    #[cold]
    #[inline(never)]
    fn job_is_over(&self, job: &TaskMeta<'_>) {
        let at = job.spawned_at();
        if !self.hub.is_closed() && local::unseen_job_is_over(job.id(), is_loop(at)) {
            let site = intern::site(at, WaitOn::Spawn).index();
            let site = u32::try_from(site).unwrap_or(u32::MAX);
            local::record_unseen_job(&self.hub, site);
        }
    }
}

/// Calls a hook of the application, if it has set one.
#[inline]
fn call(hook: Option<&TaskHook>, task: &TaskMeta<'_>) {
    if let Some(hook) = hook {
        hook(task);
    }
}

/// Whether what was spawned there is a worker's own loop (`multi_thread::worker::launch`).
fn is_loop(at: &Location<'_>) -> bool {
    let file = at.file();
    ["/multi_thread/worker.rs", r"\multi_thread\worker.rs"]
        .iter()
        .any(|end| file.ends_with(end))
}
