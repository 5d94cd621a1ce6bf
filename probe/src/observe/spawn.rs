//! Observed spawns of tasks.

use super::application::{Kind, Probe};
use super::birth::{Birth, Ticket};
use super::handle::JoinHandle;
use super::record::Tag;
use super::watched::Watched;
use super::{intern, local};
use crate::events::WaitOn;
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
        local::serving(self.hub(), || {
            spawn_with(
                birth,
                future,
                |future| handle.spawn(future),
                |future| handle.spawn(future),
            )
        })
    }
}

pub(super) fn spawn_with<F: Future>(
    birth: Birth,
    future: F,
    observed: impl FnOnce(Watched<F>) -> tokio::task::JoinHandle<F::Output>,
    plain: impl FnOnce(F) -> tokio::task::JoinHandle<F::Output>,
) -> JoinHandle<F::Output> {
    let number = birth.announce(Tag::Spawned);
    #[cfg(tokio_unstable)]
    let _announced = local::Announced::task(number);
    match number {
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
