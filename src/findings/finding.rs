//! One finding: what it is, when and about whom, and how it grows while more of it is told.

use super::kind::FindingKind;
use super::rules::{Grows, When};
use crate::events::{Nanos, SiteId, TaskId, WorkerId};

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
pub struct Finding {
    /// Running number, growing by one from 1 on: what makes it itself.
    pub number: u64,
    /// When it began.
    pub at: Nanos,
    /// When it was over, or was last seen to go on.
    pub until: Nanos,
    /// What is known of its end.
    pub end: End,
    /// What it is.
    pub kind: FindingKind,
    /// The task it is about; of a crowd, of a raid the first and of waits the longest.
    pub task: Option<TaskId>,
    /// The worker it happened on; for a trapped task the one that stalled.
    pub worker: Option<WorkerId>,
    /// For a raid, the worker whose queue it took from.
    pub from: Option<WorkerId>,
    /// For a raid, its number; else 0.
    pub raid: u64,
    /// For a raid, how many tasks lay in that queue before (~).
    pub lay: u32,
    /// The line, for a stall, a freeze or an abort that was carried out.
    pub site: Option<SiteId>,
    /// For jobs that waited, how many threads the pool may have, if all were busy; else why
    /// they waited is not known.
    pub pool: Option<u32>,
    /// How many: tasks that wait for the driver, jobs that waited, tasks of a crowd, spent budgets; else 1.
    pub count: usize,
    /// Of long waits the longest: they neither begin nor end together.
    pub longest: Nanos,
    /// The count may be too low: in a flood the model skips facts, and of very many pending tasks
    /// it looks at some only.
    pub at_least: bool,
    /// For an abort: it has ended the task; else it was only asked for.
    pub carried_out: bool,
}

impl Finding {
    /// A finding that is over, about nobody in particular.
    pub fn new(kind: FindingKind, at: Nanos, until: Nanos) -> Self {
        Self {
            number: 0,
            at,
            until,
            end: End::Told,
            kind,
            task: None,
            worker: None,
            from: None,
            raid: 0,
            lay: 0,
            pool: None,
            site: None,
            count: 1,
            longest: until.since(at),
            at_least: false,
            carried_out: false,
        }
    }

    /// How long it lasted, or has lasted so far; of long waits the longest.
    pub fn lasted(&self) -> Nanos {
        match self.kind.row().grows {
            Grows::ByLonger | Grows::ByWave => self.longest,
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
        let same = self.kind.row().same;
        let alike = (!same.task || self.task == fresh.task)
            && (!same.worker || self.worker == fresh.worker)
            && (!same.raid || self.raid == fresh.raid);
        let apart = self.at.since(fresh.at).max(fresh.at.since(self.at));
        alike
            && match same.when {
                When::Never => false,
                When::Always => true,
                // Its beginning may be put right: what went on a frame ago still does.
                When::GoingOn => self.goes_on() || self.overlaps(fresh),
                When::Overlapping => self.overlaps(fresh),
                When::Within(time) => apart < time,
            }
    }

    /// Takes in what `fresh` tells more.
    pub(super) fn learn(&mut self, fresh: &Self) {
        if self.end == End::Told && fresh.goes_on() {
            // A frame that was read before the end was told.
            return;
        }
        let grows = self.kind.row().grows;
        if grows != Grows::ToItsEnd || fresh.carried_out {
            self.until = self.until.max(fresh.until);
        }
        self.end = fresh.end;
        match grows {
            Grows::Not => {}
            Grows::Exact => {
                self.at = fresh.at;
                self.site = fresh.site.or(self.site);
                self.worker = self.worker.or(fresh.worker);
            }
            Grows::InNumber => {
                self.at = fresh.at;
                self.count = self.count.max(fresh.count);
                self.at_least |= fresh.at_least;
                self.task = self.task.or(fresh.task);
                self.site = self.site.or(fresh.site);
            }
            Grows::ByWave => {
                self.at = self.at.min(fresh.at);
                self.count = self.count.max(fresh.count);
                self.pool = fresh.pool.or(self.pool);
                if fresh.longest > self.longest {
                    (self.longest, self.task) = (fresh.longest, fresh.task);
                }
            }
            Grows::ByOne => {
                self.at = self.at.min(fresh.at);
                self.count += 1;
            }
            Grows::ByLonger => {
                self.at = self.at.min(fresh.at);
                self.count += 1;
                if fresh.longest > self.longest {
                    self.longest = fresh.longest;
                    (self.task, self.worker) = (fresh.task, fresh.worker);
                }
            }
            Grows::ToItsEnd => {
                self.carried_out |= fresh.carried_out;
                self.site = self.site.or(fresh.site);
                self.worker = self.worker.or(fresh.worker);
            }
        }
    }
}
