//! One moment: what makes it itself, and how it grows while more of it is told.

use super::Sort;
use crate::events::{BlockingOutcome, Nanos, SiteId, TaskId, WorkerId};
use crate::model::{Happening, HappeningKind, Ongoing};

/// Like facts that begin within so short a time are one crowd.
const CROWD: Nanos = Nanos::from_millis(100);

/// The same for long waits: too much to do shows in wave after wave of them.
pub(super) const WAVE: Nanos = Nanos::from_millis(1_000);

/// How much is known of the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was not over at the newest frame.
    GoesOn,
    /// It went on when it was seen last; when it ended was not told.
    Unseen,
    /// It was told, or it is over at once.
    Told,
}

/// Something worth a jump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Running number, growing by one from 1 on: what makes it itself.
    pub number: u64,
    /// When it began.
    pub at: Nanos,
    /// When it was over, or was last seen to go on.
    pub until: Nanos,
    /// What is known of its end.
    pub end: End,
    /// What it is.
    pub sort: Sort,
    /// The task it is about; of a crowd, of a raid the first and of waits the longest.
    pub task: Option<TaskId>,
    /// The worker it happened on; for a trapped task the one that stalled.
    pub worker: Option<WorkerId>,
    /// For a move, the worker it was queued on.
    pub from: Option<WorkerId>,
    /// The line, for a stall or an abort that was carried out.
    pub site: Option<SiteId>,
    /// How many: overdue timers, tasks of a crowd, spent budgets; else 1.
    pub count: usize,
    /// Of long waits the longest: they neither begin nor end together.
    pub longest: Nanos,
    /// The count may be too low: in a flood the model skips facts.
    pub at_least: bool,
    /// For an abort: it has ended the task; else it was only asked for.
    pub carried_out: bool,
}

impl Moment {
    /// A moment that is over, about nobody in particular.
    pub fn new(sort: Sort, at: Nanos, until: Nanos) -> Self {
        Self {
            number: 0,
            at,
            until,
            end: End::Told,
            sort,
            task: None,
            worker: None,
            from: None,
            site: None,
            count: 1,
            longest: until.since(at),
            at_least: false,
            carried_out: false,
        }
    }

    /// How long it lasted, or has lasted so far; of long waits the longest.
    pub fn lasted(&self) -> Nanos {
        match self.sort {
            Sort::LongWait => self.longest,
            _ => self.until.since(self.at),
        }
    }

    /// Whether it was not over at the newest frame.
    pub fn goes_on(&self) -> bool {
        self.end == End::GoesOn
    }

    /// Whether both tell of the same thing, seen at different times.
    pub fn is(&self, other: &Self) -> bool {
        self.number == other.number
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.at == other.at || (self.at < other.until && other.at < self.until)
    }

    /// Whether `fresh` tells more of this one.
    pub(super) fn takes(&self, fresh: &Self) -> bool {
        // A suspend in between moves the beginning: what went on a frame ago still does.
        let one = || self.goes_on() || self.overlaps(fresh);
        let apart = self.at.since(fresh.at).max(fresh.at.since(self.at));
        let same_task = self.task == fresh.task;
        match self.sort {
            Sort::Frozen => one(),
            Sort::Stall => same_task && self.worker == fresh.worker && one(),
            Sort::Trapped => same_task && one(),
            Sort::Abort => same_task,
            Sort::Move => (self.worker, self.from) == (fresh.worker, fresh.from) && apart < CROWD,
            Sort::LongWait => apart < WAVE,
            Sort::Budget => same_task && apart < CROWD,
            Sort::Panic => false,
        }
    }

    /// Takes in what `fresh` tells more.
    pub(super) fn learn(&mut self, fresh: &Self) {
        if self.end == End::Told && fresh.goes_on() {
            // A frame that was read before the end was told.
            return;
        }
        // Asked once more changes nothing; carried out is its end.
        if self.sort != Sort::Abort || fresh.carried_out {
            self.until = self.until.max(fresh.until);
        }
        self.end = fresh.end;
        match self.sort {
            Sort::Stall | Sort::Trapped => {
                self.at = fresh.at;
                self.site = fresh.site.or(self.site);
                self.worker = self.worker.or(fresh.worker);
            }
            // The first of the overdue timers may be dropped; it is frozen all the same.
            Sort::Frozen => self.count = self.count.max(fresh.count),
            Sort::Abort => {
                self.carried_out |= fresh.carried_out;
                self.site = self.site.or(fresh.site);
                self.worker = self.worker.or(fresh.worker);
            }
            Sort::LongWait => {
                self.at = self.at.min(fresh.at);
                self.count += 1;
                if fresh.longest > self.longest {
                    self.longest = fresh.longest;
                    (self.task, self.worker) = (fresh.task, fresh.worker);
                }
            }
            Sort::Move | Sort::Budget => {
                self.at = self.at.min(fresh.at);
                self.count += 1;
            }
            Sort::Panic => {}
        }
    }
}

/// The moment that a fact tells of, if it is worth a jump.
pub(super) fn of_fact(fact: &Happening) -> Option<Moment> {
    let (sort, lasted) = match fact.kind {
        HappeningKind::StallEnded { lasted, .. } => (Sort::Stall, lasted),
        HappeningKind::LifoFreed { waited } => (Sort::Trapped, waited),
        HappeningKind::Panicked
        | HappeningKind::BlockingEnded {
            outcome: BlockingOutcome::Panicked,
        } => (Sort::Panic, Nanos::ZERO),
        HappeningKind::LongWait { waited } => (Sort::LongWait, waited),
        HappeningKind::AbortAsked
        | HappeningKind::Cancelled {
            abort_asked: true, ..
        } => (Sort::Abort, Nanos::ZERO),
        HappeningKind::BudgetSpent => (Sort::Budget, Nanos::ZERO),
        HappeningKind::Moved { .. } => (Sort::Move, Nanos::ZERO),
        _ => return None,
    };
    let mut moment = Moment {
        task: fact.task,
        worker: fact.worker,
        ..Moment::new(sort, fact.at.since(lasted), fact.at)
    };
    match fact.kind {
        HappeningKind::StallEnded { site, .. } => moment.site = site,
        // It was in the LIFO slot of the worker that polls it, or not: only the task is sure.
        HappeningKind::LifoFreed { .. } => moment.worker = None,
        HappeningKind::Moved { from } => moment.from = Some(from),
        HappeningKind::Cancelled { site, .. } => {
            (moment.carried_out, moment.site) = (true, site);
        }
        _ => {}
    }
    Some(moment)
}

/// The moment that goes on at a frame.
pub(super) fn of_ongoing(fact: &Ongoing, at: Nanos) -> Option<Moment> {
    let goes_on = |sort, since| Moment {
        end: End::GoesOn,
        ..Moment::new(sort, since, at)
    };
    Some(match *fact {
        Ongoing::Stalled {
            worker,
            task,
            since,
            site,
        } => Moment {
            task: Some(task),
            worker: Some(worker),
            site,
            ..goes_on(Sort::Stall, since)
        },
        Ongoing::LifoTrapped {
            worker,
            task,
            since,
            ..
        } => Moment {
            task: Some(task),
            worker: Some(worker),
            ..goes_on(Sort::Trapped, since)
        },
        Ongoing::TimersFrozen { overdue, since } => Moment {
            count: overdue,
            ..goes_on(Sort::Frozen, since)
        },
        Ongoing::AllStalled => return None,
    })
}
