//! Runtimes that a probe serves, as handles of them are held: what is spawned through one is
//! told to that probe, on whichever thread.

use super::application::Probe;
use super::birth::Birth;
use super::handle::JoinHandle;
use super::hub::Hub;
use super::intern;
use super::local;
use super::registry;
use super::root::Root;
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
        if !registry::is_used() {
            return None;
        }
        let runtime = handle.id();
        let here = local::hub().filter(|hub| hub.is_of(runtime));
        here.or_else(|| registry::of_runtime(runtime)).map(Self)
    }

    /// Runs a future to its end by `run`, which is the runtime's `block_on`, and tells of it as
    /// a lane of its own.
    #[track_caller]
    pub(crate) fn block_on<F: Future>(
        &self,
        future: F,
        run: impl FnOnce(Root<F>) -> F::Output,
    ) -> F::Output {
        let at = Location::caller();
        local::serving(&self.0, || {
            local::attach_to_run(&self.0);
            run(Root::new(future, at))
        })
    }

    pub(super) fn here<R>(&self, f: impl FnOnce() -> R) -> R {
        local::serving(&self.0, f)
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
    let Some(served) = served else {
        return JoinHandle::unobserved(handle.spawn(future));
    };
    let birth = Birth::of::<F>(intern::kind_of_type::<F>(), Location::caller());
    served.here(|| {
        super::spawn::spawn_with(
            birth,
            future,
            |future| handle.spawn(future),
            |future| handle.spawn(future),
        )
    })
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
    let Some(served) = served else {
        return JoinHandle::unobserved(handle.spawn_blocking(work));
    };
    let at = Location::caller();
    served.here(|| {
        let _inside = handle.enter();
        super::blocking::spawn_job(intern::kind_of_type::<F>(), at, work)
    })
}

/// Spawns a task that stays on the thread of its runtime, observed if that is served.
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
    let Some(served) = served else {
        return JoinHandle::unobserved(runtime.spawn_local(future));
    };
    let birth = Birth::of::<F>(intern::kind_of_type::<F>(), Location::caller());
    served.here(|| {
        super::spawn::spawn_with(
            birth,
            future,
            |future| runtime.spawn_local(future),
            |future| runtime.spawn_local(future),
        )
    })
}
