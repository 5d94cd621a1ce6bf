//! Judges every poll: it held its worker for too long, or not.

use super::finding::Finding;
use super::lines::{Clues, Place};
use super::{Folders, Glob, Rules};
use crate::claim::{Wait, Waited};
use crate::events::{Event, Nanos, Now, SiteId, TaskId, WaitEnd, What, WorkerId};
use crate::model::{self, Model};
use crate::stage::Listener;
use std::collections::HashMap;

/// Most findings that are kept; more are counted.
const MOST: usize = 1_000;

/// Most tasks of which an await is kept that is over: as many as are polled at a time, and those
/// whose poll is not told.
const MOST_AWAITED: usize = 1 << 16;

/// Those that are told together.
type Key = (Option<Place>, Option<Place>, Option<String>);

/// The poll that held its worker the longest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Longest {
    /// Without what its thread may have waited for a CPU.
    pub(super) held: Nanos,
    pub(super) wait: Option<Wait>,
}

/// See the module's text.
pub(super) struct Judge {
    limit: Option<Nanos>,
    ignore: Vec<Glob>,
    folders: Folders,
    /// Polls that began before are passed over.
    pub(super) from: Nanos,
    pub(super) waited: Waited,
    /// The await of a task that was over last, in the poll in progress.
    awaited: HashMap<TaskId, (SiteId, Nanos)>,
    pub(super) findings: HashMap<Key, Finding>,
    /// Those too many to be kept.
    pub(super) left_out: u64,
    /// Polls that were judged.
    pub(super) polls: u64,
    pub(super) longest: Longest,
    /// Polls that were longer than the limit because their thread waited for a CPU.
    pub(super) excused: u64,
    /// Polls of which it is not known whether they were.
    pub(super) unclear: u64,
    /// Polls that were found, at lines that do not count.
    pub(super) ignored: u64,
    /// Polls that were only counted, and one of which may have been over the limit; and how long.
    pub(super) shed: (u64, Nanos),
}

impl Judge {
    pub(super) fn new(rules: &Rules) -> Self {
        Self {
            limit: rules.max_stall,
            ignore: rules.ignore.clone(),
            folders: rules.folders.clone(),
            from: Nanos::ZERO,
            waited: Waited::default(),
            awaited: HashMap::new(),
            findings: HashMap::new(),
            left_out: 0,
            polls: 0,
            longest: Longest::default(),
            excused: 0,
            unclear: 0,
            ignored: 0,
            shed: (0, Nanos::ZERO),
        }
    }

    /// The polls in progress at the end.
    pub(super) fn going_on(&mut self, model: &Model, now: &Now) {
        for (worker, hand) in model.in_hand(now) {
            let gave_up = model.task(hand.task);
            let gave_up = gave_up.filter(|task| task.place == model::Place::InPlace);
            let until = gave_up.map_or(now.at, |task| task.since);
            let clues = Clues {
                task: hand.task,
                worker: Some(worker),
                span: (hand.since, until.max(hand.since)),
                mark: hand.site.or_else(|| model.line(hand.task)),
                awaited: None,
            };
            self.poll(worker, clues, true, model);
        }
    }

    fn poll(&mut self, worker: WorkerId, clues: Clues, goes_on: bool, model: &Model) {
        let (start, end) = clues.span;
        if start < self.from {
            return;
        }
        self.polls += 1;
        let length = end.since(start);
        let limit = self.limit.unwrap_or(Nanos(u64::MAX));
        if length <= limit && length <= self.longest.held {
            return;
        }
        let wait = self.waited.between(worker, clues.span);
        let held = length.since(wait.map_or(Nanos::ZERO, Wait::most));
        if held > self.longest.held {
            self.longest = Longest { held, wait };
        }
        if length <= limit {
        } else if held > limit {
            self.found(&clues, wait, goes_on, model);
        } else if length.since(wait.unwrap_or_default().measured) > limit {
            self.unclear += 1;
        } else {
            self.excused += 1;
        }
    }

    fn found(&mut self, clues: &Clues, wait: Option<Wait>, goes_on: bool, model: &Model) {
        let mut found = Finding::of_poll(clues, wait, model, &self.folders);
        found.goes_on = goes_on;
        let lines = found.place.iter().chain(&found.spawned);
        let lines: Vec<String> = lines.map(Place::shown).collect();
        let fits = |glob: &Glob| lines.iter().any(|line| glob.fits(line));
        if self.ignore.iter().any(fits) {
            self.ignored += 1;
            return;
        }
        let key = (
            found.place.clone(),
            found.spawned.clone(),
            found.kind.clone(),
        );
        let has_room = self.findings.len() < MOST;
        match self.findings.get_mut(&key) {
            Some(known) => {
                let count = known.count + 1;
                if found.held() > known.held() {
                    *known = found;
                }
                known.count = count;
            }
            None if has_room => {
                self.findings.insert(key, found);
            }
            None => self.left_out += 1,
        }
    }

    /// A poll is over; the model is as it was before.
    fn polled(&mut self, event: &Event, model: &Model) {
        let What::Polled {
            task,
            worker,
            start,
            ..
        } = event.what
        else {
            return;
        };
        let awaited = self.awaited.remove(&task);
        let Some((worker, until)) = model.held((task, worker), (start, event.at)) else {
            return;
        };
        // Else what lasted came before it.
        let half = Nanos(start.0 + until.since(start).0 / 2);
        let awaited = awaited.filter(|(_, at)| *at <= half);
        let clues = Clues {
            task,
            worker: Some(worker),
            span: (start, until),
            mark: model.line(task),
            awaited: awaited.map(|(site, _)| site),
        };
        self.poll(worker, clues, false, model);
    }
}

impl Listener for Judge {
    fn before(&mut self, event: &Event, model: &Model) {
        match event.what {
            What::Polled { .. } => self.polled(event, model),
            What::WaitOver {
                task,
                site,
                end: WaitEnd::Ready,
            } => {
                if self.awaited.len() >= MOST_AWAITED {
                    self.awaited.clear();
                }
                self.awaited.insert(task, (site, event.at));
            }
            What::Dropped { task } => {
                self.awaited.remove(&task);
            }
            What::Coalesced { polls, busy, .. } => {
                let limit = self.limit.unwrap_or(Nanos(u64::MAX));
                if polls > 0 && busy > limit && event.at >= self.from {
                    self.shed.0 += polls;
                    self.shed.1 = self.shed.1.max(busy);
                }
            }
            _ => {}
        }
    }

    fn after(&mut self, _: &Event, _: &Model) {}
}
