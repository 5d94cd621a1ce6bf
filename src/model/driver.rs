//! Who polls the timer and I/O driver, as far as parks and wakes tell.
//!
//! Read off `runtime/scheduler/multi_thread/{park,worker}.rs` of Tokio 1.54.1. A worker that
//! parks takes the driver if it is free, else it sleeps on a condition variable of its own and
//! stays there until another worker or a thread outside calls it: then it leaves its park. So
//! once the worker that had the driver is out of its park, nobody polls the driver until the
//! next worker parks. What remains are the looks that a worker takes between two polls (every
//! `event_interval` turns, and after a yield): a worker that is held by one poll takes none.
//!
//! With `enable_alt_timer`, which is unstable, every worker fires timers of its own as it parks;
//! this is not known here.
//!
//! Parks alone tell only who should have it: two workers that park at the same moment may come
//! to it in the other order. A wake inside a park proves it: that worker polls the driver.

use crate::events::{Nanos, WorkerId};

/// From the park hook to the try for the driver, a lost processor included.
const SETTLED: Nanos = Nanos::from_millis(1);

/// See the module's text. Small, and copied with every segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Driver {
    /// The parked worker that polls it (~).
    holder: Option<WorkerId>,
    /// The newest wake that proves who had it.
    proven: Option<(WorkerId, Nanos)>,
    /// The newest park of a worker that found it taken.
    beside: Nanos,
    /// The newest wake that the driver made, or may have made.
    pub(super) polled: Nanos,
    /// Who had it last, if nobody took it since.
    left: Option<Left>,
    /// A stretch without it that is over, until the polls of that time are told.
    pub(super) over: Option<Over>,
}

/// A worker left its park, and the driver with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) worker: WorkerId,
    pub(super) at: Nanos,
    /// It is proven that this worker had it, and that no other can have come to it since.
    pub(super) sure: bool,
    /// Another worker left its park since: whatever comes of it, this is not told of again.
    pub(super) closed: bool,
}

/// A stretch in which nobody polled the driver, as it looked at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Over {
    pub(super) since: Nanos,
    pub(super) until: Nanos,
    /// Tasks that waited for the driver then.
    pub(super) waiting: usize,
    /// There may have been more.
    pub(super) more: bool,
    /// Workers that were awake then, and whose poll is still to be told: it is over only later.
    /// One that was in none may have polled the driver.
    pub(super) to_come: usize,
    /// It follows from what is seen of the workers, once all their polls are told.
    pub(super) sure: bool,
    /// Timers became overdue meanwhile: since this moment it was so whatever the workers did.
    pub(super) overdue: Option<Nanos>,
}

impl Driver {
    /// A worker begins to park.
    pub(super) fn parks(&mut self, worker: WorkerId, at: Nanos) {
        match self.holder {
            Some(holder) if holder != worker => self.beside = self.beside.max(at),
            _ => {
                self.holder = Some(worker);
                self.left = None;
            }
        }
    }

    /// A worker comes out of the park that began at `since`.
    pub(super) fn unparks(&mut self, worker: WorkerId, since: Nanos, at: Nanos) {
        if self.holder != Some(worker) {
            return;
        }
        let settled = |proof: Nanos| self.beside + SETTLED <= proof;
        let proven = self
            .proven
            .is_some_and(|(by, proof)| by == worker && since <= proof && settled(proof));
        self.holder = None;
        self.left = Some(Left {
            worker,
            at,
            sure: proven,
            closed: false,
        });
    }

    /// A waker was called inside the park of this worker: it polls the driver.
    #[inline]
    pub(super) fn woke(&mut self, worker: WorkerId, at: Nanos) {
        self.proven = Some((worker, at));
        if self.holder != Some(worker) {
            self.holder = Some(worker);
            self.left = None;
        }
    }

    /// The worker that polls it now (~).
    pub(super) const fn holder(&self) -> Option<WorkerId> {
        self.holder
    }

    /// Who had it last, while nobody has it.
    pub(super) const fn left(&self) -> Option<Left> {
        self.left
    }

    /// At this moment of a new runtime nobody has it yet.
    pub(super) fn at(at: Nanos) -> Self {
        Self {
            polled: at,
            ..Self::default()
        }
    }

    /// Parks and wakes up to this moment were only counted: nothing is sure any more.
    pub(super) fn lost(&mut self, at: Nanos) {
        self.polled = self.polled.max(at);
        self.beside = self.beside.max(at);
        self.proven = None;
        if let Some(left) = &mut self.left {
            left.sure = false;
        }
    }

    /// That stretch has been looked at.
    pub(super) fn close(&mut self) {
        if let Some(left) = &mut self.left {
            left.closed = true;
        }
    }
}
