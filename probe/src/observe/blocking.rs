//! Observed blocking work: jobs of the blocking pool, and `block_in_place`.

use super::birth::{Name, announce, observed};
use super::clock;
use super::handle::JoinHandle;
use super::intern;
use super::leaf::Marked;
use super::local::{self, JobInProgress};
use super::record::{Packed, Tag, state};
use crate::events::{Role, SiteId, TaskId, WaitOn, What, WorkerId};
use std::panic::Location;
use tokio::runtime::{Handle, RuntimeFlavor};

/// A blocking job on its way: its end is recorded even if it never begins.
struct Job {
    id: u32,
    state: JobState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum JobState {
    Queued,
    Running,
    Done,
}

impl Job {
    fn tell(&self, flags: u16) {
        let record = Packed::new(Tag::Job, clock::now(), self.id, 0);
        local::record_job(self.id, record.with(flags));
    }

    fn run<R>(mut self, work: impl FnOnce() -> R) -> R {
        let _running = JobInProgress::begin(self.id);
        self.state = JobState::Running;
        self.tell(state::STARTED);
        let result = work();
        self.state = JobState::Done;
        self.tell(state::COMPLETED);
        result
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        match self.state {
            JobState::Queued => {
                self.tell(state::CANCELLED);
                local::job_dropped(self.id);
            }
            JobState::Running => self.tell(state::PANICKED),
            JobState::Done => {}
        }
    }
}

/// [`tokio::task::spawn_blocking`], observed: submitted, begun, ended.
///
/// ```
/// use kitchen_probe::Probe;
///
/// let (probe, _reader) = Probe::new();
/// let runtime = probe.build(&mut tokio::runtime::Builder::new_multi_thread())?;
/// let sum = runtime.block_on(async { kitchen_probe::spawn_blocking(|| (1..=100).sum::<u32>()).await });
/// assert_eq!(sum.expect("no panic"), 5050);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Panics
/// Outside a runtime.
#[track_caller]
pub fn spawn_blocking<F, R>(work: F) -> JoinHandle<R>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    spawn_blocking_named(Name::OfType, work)
}

/// [`spawn_blocking`], with a name for the kind of job.
///
/// # Panics
/// Outside a runtime.
#[track_caller]
pub fn spawn_blocking_as<F, R>(name: impl AsRef<str>, work: F) -> JoinHandle<R>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    spawn_blocking_named(Name::Given(name.as_ref()), work)
}

#[track_caller]
fn spawn_blocking_named<F, R>(name: Name<'_>, work: F) -> JoinHandle<R>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    let number = announce_job::<F>(name, Location::caller());
    let (inner, job) = observed!(number, around_job, |work| tokio::task::spawn_blocking(work));
    JoinHandle::new(inner, job, WaitOn::Blocking)
}

/// Tells that a job is handed to the blocking pool. Gives its number, for [`around_job`]; none
/// where nothing is observed.
pub(crate) fn announce_job<F>(name: Name<'_>, at: &'static Location<'static>) -> Option<u32> {
    announce::<F>(Tag::JobSubmitted, Role::Task, name, at)
}

/// The work of the job with this number, and what tells of it.
pub(crate) fn around_job<R>(work: impl FnOnce() -> R, number: u32) -> impl FnOnce() -> R {
    let job = Job {
        id: number,
        state: JobState::Queued,
    };
    move || job.run(work)
}

/// [`tokio::task::block_in_place`], observed: the worker's core goes to another thread,
/// the task keeps this one.
///
/// # Panics
/// As Tokio's: on the current-thread runtime.
#[track_caller]
pub fn block_in_place<F, R>(work: F) -> R
where
    F: FnOnce() -> R,
{
    in_place_at(intern::site(Location::caller(), WaitOn::Work), work)
}

/// [`block_in_place`], at a place that has its number.
#[track_caller]
pub(super) fn in_place_at<R>(site: SiteId, work: impl FnOnce() -> R) -> R {
    let _marked = Marked::at(site);
    // Elsewhere Tokio panics, and no core is given up.
    let can_give = Handle::try_current()
        .is_ok_and(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread);
    let Some((task, worker)) = can_give.then(local::give_up_core).flatten() else {
        return tokio::task::block_in_place(work);
    };
    let _end = InPlace::begin(task, worker);
    tokio::task::block_in_place(work)
}

/// Notes the end of `block_in_place`, by return or by panic.
struct InPlace(TaskId);

impl InPlace {
    fn begin(task: TaskId, worker: WorkerId) -> Self {
        local::note(&What::InPlaceStarted { task, worker });
        Self(task)
    }
}

impl Drop for InPlace {
    fn drop(&mut self) {
        local::note(&What::InPlaceEnded { task: self.0 });
    }
}
