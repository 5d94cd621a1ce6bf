//! What the workers have in hand, for a thread that looks at stalls.

use super::clock::{self, Scale, Ticks};
use super::hub::Hub;
use crate::events::{Found, Nanos, Stuck, TaskId, What, WorkerId};
use crate::thread::OsThread;
use std::sync::Arc;

/// What the workers of the present runtime have in hand; from [`Reader::hands`](super::Reader::hands).
///
/// It may be used on any thread, and keeps neither the reader nor the probe.
#[derive(Clone)]
pub struct Hands {
    hub: Arc<Hub>,
    scale: Scale,
}

/// A poll in progress, and the thread it goes on in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The worker.
    pub worker: WorkerId,
    /// The task being polled.
    pub task: TaskId,
    /// Since when.
    pub since: Nanos,
    /// The thread, if it is known.
    pub thread: Option<OsThread>,
    began: Ticks,
}

impl Hands {
    pub(super) fn new(hub: Arc<Hub>, scale: Scale) -> Self {
        Self { hub, scale }
    }

    /// The poll in progress on this worker. None in and after `block_in_place`: that poll has
    /// no worker any more.
    pub fn held(&self, worker: WorkerId) -> Option<Held> {
        let read = self
            .hub
            .look_at_cells(|cells| cells.get(worker.index())?.held());
        let (task, began, thread) = read?;
        Some(Held {
            worker,
            task: TaskId::new(task)?,
            since: self.scale.nanos(began),
            thread: OsThread::new(thread),
            began,
        })
    }

    /// The polls in progress that began at least so long ago.
    pub fn held_for(&self, long: Nanos) -> Vec<Held> {
        let workers = self.hub.look_at_cells(<[_]>::len);
        let workers = (0..workers).filter_map(|worker| u16::try_from(worker).ok());
        let held = workers.filter_map(|worker| self.held(WorkerId::new(worker)));
        let lasts = |held: &Held| self.moment().since(held.since) >= long;
        held.filter(lasts).collect()
    }

    /// The moment.
    pub fn moment(&self) -> Nanos {
        self.scale.nanos(clock::now())
    }

    /// Whether this poll still goes on, in the same thread.
    pub fn goes_on(&self, held: &Held) -> bool {
        self.held(held.worker).as_ref() == Some(held)
    }

    /// Tells what was found about a poll, as an event among the others, unless the poll is
    /// over. Whether it was told.
    pub fn tell(&self, held: &Held, found: Stuck) -> bool {
        // Before the look: at this moment the poll went on.
        let at = clock::now();
        let goes_on = self.goes_on(held);
        if goes_on {
            let (task, worker) = (held.task, held.worker);
            let found = Found::from(&found);
            self.hub.note_at(
                at,
                What::Stuck {
                    task,
                    worker,
                    found,
                },
            );
        }
        goes_on
    }
}
