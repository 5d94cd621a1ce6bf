//! Runtimes that a probe serves, as handles of them are held: what is spawned through one is
//! told to that probe, on whichever thread.

use super::application::Probe;
use super::birth::{Name, observed};
use super::blocking::{announce_job, around_job};
use super::handle::JoinHandle;
use super::hub::Hub;
use super::local::{self, Serving};
use super::process;
use super::registry;
use super::spawn::announce_task;
use super::tokio_api::RuntimeId;
use super::watched::Watched;
use crate::events::WaitOn;
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;
use tokio::runtime::Handle;

/// See the module's text.
#[derive(Clone)]
pub(crate) struct Served(Arc<Hub>);

impl Probe {
    /// Whose runtimes it observes.
    pub(crate) fn serves(&self) -> Served {
        Served(Arc::clone(self.hub()))
    }
}

impl Served {
    /// Who observes this runtime, if somebody does.
    pub(crate) fn runtime(handle: &Handle) -> Option<Self> {
        if !process::is_used() {
            return None;
        }
        let runtime = RuntimeId::of(handle);
        let here = local::hub().filter(|hub| runtime.is_told() && hub.is_of(runtime));
        here.or_else(|| registry::of_runtime(runtime)).map(Self)
    }

    /// What this thread spawns from now on is told to it.
    pub(crate) fn attach(&self) {
        if process::is_forked() {
            return Self::detach();
        }
        local::attach_to_run(&self.0);
    }

    /// This thread is in a runtime that nobody observes, from now on.
    pub(crate) fn detach() {
        local::detach();
    }

    /// This thread is in a runtime that nobody observes, until the guard is dropped.
    pub(crate) fn leave() -> Serving {
        Serving::nobody()
    }

    /// This thread runs a runtime of that probe, until the guard is dropped. None in a process
    /// that was forked from the runtime's own: nobody reads there.
    pub(crate) fn serve(&self) -> Option<Serving> {
        if process::is_forked() {
            return None;
        }
        let serving = Serving::of(&self.0);
        local::attach_to_run(&self.0);
        Some(serving)
    }

    /// Announces to that probe what is spawned, on whichever thread.
    pub(crate) fn told(&self, announce: impl FnOnce() -> Option<u32>) -> Option<u32> {
        if process::is_forked() {
            return None;
        }
        let _serving = Serving::of(&self.0);
        announce()
    }

    /// As [`Self::told`], to who observes this runtime.
    pub(crate) fn told_there(
        runtime: &Handle,
        announce: impl FnOnce() -> Option<u32>,
    ) -> Option<u32> {
        Self::runtime(runtime)?.told(announce)
    }
}

/// Spawns a task onto a runtime, observed if that is served.
#[track_caller]
pub(crate) fn spawn_on<F>(
    served: Option<&Served>,
    handle: &Handle,
    future: F,
) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let at = Location::caller();
    let number = served.and_then(|served| served.told(|| announce_task::<F>(Name::OfType, at)));
    let (inner, task) = observed!(number, Watched::new, |future| handle.spawn(future));
    JoinHandle::new(inner, task, WaitOn::Join)
}

/// Runs a job in the blocking pool of a runtime, observed if that is served.
#[track_caller]
pub(crate) fn spawn_blocking_on<F, R>(
    served: Option<&Served>,
    handle: &Handle,
    work: F,
) -> JoinHandle<R>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    let at = Location::caller();
    let number = served.and_then(|served| served.told(|| announce_job::<F>(Name::OfType, at)));
    let (inner, job) = observed!(number, around_job, |work| handle.spawn_blocking(work));
    JoinHandle::new(inner, job, WaitOn::Blocking)
}

/// Spawns a task that stays on the thread of its runtime, observed if that is served. It is
/// queued as any other.
#[cfg(tokio_unstable)]
#[track_caller]
pub(crate) fn spawn_local_on<F>(
    served: Option<&Served>,
    runtime: &tokio::runtime::LocalRuntime,
    future: F,
) -> JoinHandle<F::Output>
where
    F: Future + 'static,
    F::Output: 'static,
{
    let at = Location::caller();
    let number = served.and_then(|served| served.told(|| announce_task::<F>(Name::OfType, at)));
    let (inner, task) = observed!(number, Watched::new, |future| runtime.spawn_local(future));
    JoinHandle::new(inner, task, WaitOn::Join)
}
