//! What can be asked at any time: the polls in progress, the accounts.

use super::Reader;
use crate::events::{Delivery, InHand, Nanos, Now, SiteId, TaskId, WorkerId};
use crate::observe::cell::NowCell;
use crate::observe::clock::{self, Ticks};
use crate::observe::hands::Hands;
use crate::thread::OsThread;
use std::sync::Arc;

impl Reader {
    /// The moment: now, on the clock of the events.
    pub fn moment(&self) -> Nanos {
        self.scale.nanos(clock::now())
    }

    /// The polls in progress on the present runtime's workers, read from memory: it wakes
    /// nothing and works while every worker is stalled.
    pub fn now(&self) -> Now {
        let workers = self.hub.worker_count();
        let in_hand = |(task, since, site): (u32, Ticks, Option<u32>)| {
            Some(InHand {
                task: TaskId::new(task)?,
                since: self.scale.nanos(since),
                site: site.map(SiteId::new),
            })
        };
        let workers = self.hub.look_at_cells(|cells| {
            let cell = |worker: usize| cells.get(worker);
            let read = |worker| cell(worker).and_then(|cell| cell.read()).and_then(in_hand);
            (0..workers).map(read).collect()
        });
        // After the cells: no poll in them began later than this.
        Now {
            at: self.moment(),
            workers,
        }
    }

    /// The workers that are parked, of those that have parked or polled so far.
    pub fn parked(&self) -> Vec<WorkerId> {
        self.hub.look_at_cells(|cells| {
            let numbered = (0..).zip(cells);
            let parked = numbered.filter(|(_, cell)| cell.is_parked());
            parked.map(|(index, _)| WorkerId::new(index)).collect()
        })
    }

    /// The thread that is this worker. `None` where it is not known, and until the worker has
    /// first parked or polled. With [`thread`](crate::thread) it can be asked what it does.
    pub fn thread(&self, worker: WorkerId) -> Option<OsThread> {
        let thread = |cells: &[Arc<NowCell>]| Some(cells.get(worker.index())?.thread());
        OsThread::new(self.hub.look_at_cells(thread)?)
    }

    /// For another thread: what the workers have in hand.
    pub fn hands(&self) -> Hands {
        Hands::new(Arc::clone(&self.hub), self.scale)
    }

    /// Events that were only counted so far, by their writers or here.
    pub(super) fn coalesced(&self) -> u64 {
        self.hub.coalesced() + self.skimmed
    }

    /// The accounts of the pipeline so far.
    pub fn delivery(&self) -> Delivery {
        Delivery {
            emitted: self.hub.emitted(),
            delivered: self.delivered,
            coalesced: self.coalesced(),
            dropped: self.unreadable,
            without_id: self.hub.without_id(),
            without_wakes: self.hub.without_wakes(),
        }
    }
}
