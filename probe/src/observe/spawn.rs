//! Observed spawns of tasks.

use super::application::{Kind, Probe};
use super::birth::{Birth, Name, Ticket, announce, observed};
use super::handle::JoinHandle;
use super::local;
use super::record::Tag;
use super::watched::Watched;
use crate::events::{Role, WaitOn};
use std::future::Future;
use std::panic::Location;

impl Probe {
    /// Spawns a task of the given kind onto a runtime, from any thread. From outside the
    /// runtime it goes to the injection queue.
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

    /// As [`spawn_on`](Self::spawn_on), for a future that is wrapped in another one only to be
    /// measured: `bytes` is the size of the inner future, which is shown as the task's.
    ///
    /// # Panics
    /// As [`tokio::runtime::Handle::spawn`].
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
            ..Birth::of::<F>(kind.id(), Location::caller())
        };
        self.spawn_here(handle, birth, future)
    }

    /// As [`spawn_on`](Self::spawn_on), for a task whose handle nobody will want: it is
    /// detached from the start.
    ///
    /// # Panics
    /// As [`tokio::runtime::Handle::spawn`].
    #[track_caller]
    pub fn spawn_detached<F>(&self, handle: &tokio::runtime::Handle, kind: Kind, future: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let birth = Birth {
            ticket: Ticket::GivenUp,
            ..Birth::of::<F>(kind.id(), Location::caller())
        };
        self.spawn_here(handle, birth, future).forget();
    }

    /// Spawns for this probe from a thread that may serve another one, and goes on serving it.
    #[track_caller]
    pub(super) fn spawn_here<F>(
        &self,
        handle: &tokio::runtime::Handle,
        birth: Birth,
        future: F,
    ) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let _serving = local::Serving::of(self.hub());
        let number = birth.announce(Tag::Spawned);
        let (inner, task) = observed!(number, Watched::new, |future| handle.spawn(future));
        JoinHandle::new(inner, task, WaitOn::Join)
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
    spawn_named(Name::OfType, future)
}

/// [`spawn`], with a name for the kind of task. Names are kept for good: one that each task has
/// for itself is for few tasks, see the [limits](crate#limits).
///
/// # Panics
/// Outside a runtime.
#[track_caller]
pub fn spawn_as<F>(name: impl AsRef<str>, future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    spawn_named(Name::Given(name.as_ref()), future)
}

#[track_caller]
fn spawn_named<F>(name: Name<'_>, future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let number = announce_task::<F>(name, Location::caller());
    let (inner, task) = observed!(number, Watched::new, |future| tokio::spawn(future));
    JoinHandle::new(inner, task, WaitOn::Join)
}

/// [`tokio::task::spawn_local`], observed: a lane of its own, without a worker.
///
/// # Panics
/// Outside a [`LocalSet`](crate::task::LocalSet) and a local runtime.
#[track_caller]
pub fn spawn_local<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + 'static,
    F::Output: 'static,
{
    let number = announce_local::<F>(Name::OfType, Location::caller());
    let (inner, task) = observed!(number, Watched::local, |future| {
        tokio::task::spawn_local(future)
    });
    JoinHandle::new(inner, task, WaitOn::Join)
}

/// Tells that a task is spawned. Gives its number, for [`Watched::new`]; none where nothing is
/// observed.
pub(crate) fn announce_task<F>(name: Name<'_>, at: &'static Location<'static>) -> Option<u32> {
    announce::<F>(Tag::Spawned, Role::Task, name, at)
}

/// As [`announce_task`], for [`Watched::local`]: of a task of a `LocalSet`.
pub(crate) fn announce_local<F>(name: Name<'_>, at: &'static Location<'static>) -> Option<u32> {
    announce::<F>(Tag::Spawned, Role::Local, name, at)
}
