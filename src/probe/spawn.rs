//! Observed spawns of tasks, and printed lines.

use super::clock::{self, Ticks};
use super::handle::JoinHandle;
use super::hub::Hub;
use super::local;
use super::record::{Packed, Record, Tag, flag};
use super::watched::Watched;
use super::{Kind, Probe, intern};
use crate::events::{KindId, SiteId, WaitOn};
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;

/// Whether the spawner keeps the handle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ticket {
    Kept,
    GivenUp,
}

/// What is written of a spawn.
#[derive(Clone, Copy)]
pub(super) struct Birth {
    pub(super) kind: KindId,
    pub(super) site: SiteId,
    pub(super) bytes: usize,
    pub(super) ticket: Ticket,
}

impl Birth {
    pub(super) fn of<F>(kind: KindId, at: &'static Location<'static>) -> Self {
        Self {
            kind,
            site: intern::site(at, WaitOn::Spawn),
            bytes: size_of::<F>(),
            ticket: Ticket::Kept,
        }
    }

    /// Writes the spawn of a task and gives its id; `None` where nothing is observed.
    pub(super) fn announce(self, tag: Tag) -> Option<u32> {
        let flags = match self.ticket {
            Ticket::Kept => 0,
            Ticket::GivenUp => flag::DETACHED,
        };
        local::born(tag, flags, self.extra())
    }

    /// Kind (16 bits) and size (32) where other records have their time, site in `a`.
    fn extra(self) -> Packed {
        let bytes = self.bytes.min(u32::MAX as usize) as u64;
        let packed = self.kind.index() as u64 | bytes << 16;
        Packed::new(
            Tag::Extra,
            Ticks(packed),
            u32::try_from(self.site.index()).unwrap_or(u32::MAX),
            0,
        )
    }

    /// Reads back what `extra` packed: kind, site, bytes.
    pub(super) fn from_extra(extra: Record) -> (KindId, SiteId, u32) {
        let kind = KindId::new((extra.at.0 & 0xFFFF) as u16);
        (kind, SiteId::new(extra.a), (extra.at.0 >> 16) as u32)
    }
}

impl Probe {
    /// Spawns a task of the given kind from outside the runtime: it goes to the injection queue.
    ///
    /// # Panics
    /// As [`tokio::runtime::Handle::spawn`].
    #[track_caller]
    pub fn spawn_on<F>(
        &self,
        handle: &tokio::runtime::Handle,
        kind: Kind,
        future: F,
    ) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        self.spawn_sized(handle, kind, size_of::<F>(), future)
    }

    /// The same for a future inside another one that only measures it: `bytes` is the inner one's size.
    #[track_caller]
    pub fn spawn_sized<F>(
        &self,
        handle: &tokio::runtime::Handle,
        kind: Kind,
        bytes: usize,
        future: F,
    ) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let birth = Birth {
            bytes,
            ..Birth::of::<F>(kind.0, Location::caller())
        };
        self.spawn_here(handle, birth, future)
    }

    /// The same for a task whose handle nobody will want: it is detached from the start.
    #[track_caller]
    pub fn spawn_detached<F>(&self, handle: &tokio::runtime::Handle, kind: Kind, future: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let birth = Birth {
            ticket: Ticket::GivenUp,
            ..Birth::of::<F>(kind.0, Location::caller())
        };
        self.spawn_here(handle, birth, future).forget();
    }

    /// Spawns for this probe from a thread that may serve another one, and goes on there.
    fn spawn_here<F>(
        &self,
        handle: &tokio::runtime::Handle,
        birth: Birth,
        future: F,
    ) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        local::attach(&self.hub);
        let join = spawn_with(
            birth,
            future,
            |future| handle.spawn(future),
            |future| handle.spawn(future),
        );
        local::come_home();
        join
    }
}

fn spawn_with<F: Future>(
    birth: Birth,
    future: F,
    observed: impl FnOnce(Watched<F>) -> tokio::task::JoinHandle<F::Output>,
    plain: impl FnOnce(F) -> tokio::task::JoinHandle<F::Output>,
) -> JoinHandle<F::Output> {
    match birth.announce(Tag::Spawned) {
        Some(task) => JoinHandle::new(observed(Watched::new(future, task)), task, WaitOn::Join),
        None => JoinHandle::new(plain(future), 0, WaitOn::Join),
    }
}

/// [`tokio::spawn`], observed. The task's kind is the name of the function its future is
/// written in. On a thread that no probe serves it is a plain spawn.
///
/// # Panics
/// Outside a runtime.
#[track_caller]
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let birth = Birth::of::<F>(intern::kind_of_type::<F>(), Location::caller());
    spawn_with(birth, future, tokio::spawn, tokio::spawn)
}

/// [`spawn`], with a name for the kind of task.
///
/// # Panics
/// Outside a runtime.
#[track_caller]
pub fn spawn_as<F>(kind: &'static str, future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let birth = Birth::of::<F>(intern::static_kind(kind), Location::caller());
    spawn_with(birth, future, tokio::spawn, tokio::spawn)
}

/// Prints a line into the event stream (not on standard output), in order with all else.
pub fn say(line: &str) {
    let Some(hub) = local::hub() else { return };
    say_on(&hub, line);
}

/// The same from a thread the hub does not serve yet.
pub(super) fn say_on(hub: &Arc<Hub>, line: &str) {
    let text = u32::try_from(intern::text(line).index()).unwrap_or(u32::MAX);
    let task = local::current();
    let record = Packed::new(Tag::Said, clock::now(), task, text);
    if task == 0 {
        local::attach(hub);
        local::record_here(record);
    } else {
        local::record(task, record);
    }
}
