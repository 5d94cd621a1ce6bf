//! What breaks a rule, and where.

use super::lines::{Clues, Folders, How, Known, Place, of_poll};
use crate::claim::{Moment, Wait, time_shown};
use crate::events::{Nanos, NoLine, TaskId, WorkerId};
use crate::model::Model;

/// A poll that held its worker for too long, with those like it; or what breaks a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The line.
    pub place: Option<Place>,
    /// The line that spawned the task, if that is another one.
    pub spawned: Option<Place>,
    /// The task, and the kind of it.
    pub task: Option<TaskId>,
    /// Its name.
    pub kind: Option<String>,
    /// The worker.
    pub worker: Option<WorkerId>,
    /// When it began.
    pub at: Nanos,
    /// For how long.
    pub length: Nanos,
    /// Of this, how long its thread may have waited for a CPU; `None` if that is not known.
    pub wait: Option<Wait>,
    /// What its thread did, as the system tells.
    pub doing: Option<String>,
    /// Its thread was looked at, and why this has told no line.
    pub no_line: Option<NoLine>,
    /// It was not over when the recording ended.
    pub goes_on: bool,
    /// Polls of this kind of task at this line; the longest of them is told.
    pub count: u64,
}

impl Finding {
    /// A poll, and its line.
    pub(super) fn of_poll(
        clues: &Clues,
        wait: Option<Wait>,
        model: &Model,
        folders: &Folders,
    ) -> Self {
        let (start, end) = clues.span;
        let Known {
            place,
            doing,
            no_line,
        } = of_poll(clues, model, folders);
        let task = model.task(clues.task);
        let spawned = task.as_ref().and_then(|task| folders.spawned(model, task));
        Self {
            spawned: spawned
                .filter(|_| place.as_ref().is_none_or(|place| place.how != How::Spawned)),
            place,
            task: Some(clues.task),
            kind: task.map(|task| model.kind(task.kind).to_owned()),
            worker: clues.worker,
            at: start,
            length: end.since(start),
            wait,
            doing,
            no_line,
            goes_on: false,
            count: 1,
        }
    }

    /// The moment that breaks a claim, and its line.
    pub(super) fn of_claim(moment: &Moment, model: &Model, folders: &Folders) -> Self {
        let Moment {
            at,
            until,
            task,
            kind,
            worker,
        } = *moment;
        let found = task.map(|task| {
            let clues = Clues {
                task,
                worker,
                span: (at, until),
                mark: None,
                awaited: None,
            };
            Self::of_poll(&clues, None, model, folders)
        });
        let empty = || Self {
            place: None,
            spawned: None,
            task: None,
            kind: None,
            worker,
            at,
            length: until.since(at),
            wait: None,
            doing: None,
            no_line: None,
            goes_on: false,
            count: 1,
        };
        let found = found.unwrap_or_else(empty);
        Self {
            kind: kind.map(|kind| model.kind(kind).to_owned()).or(found.kind),
            ..found
        }
    }

    /// The length without what its thread may have waited for a CPU.
    pub fn held(&self) -> Nanos {
        self.length.since(self.wait.map_or(Nanos::ZERO, Wait::most))
    }

    /// Where it is, in words.
    pub fn place_in_words(&self) -> String {
        let mut text = match &self.place {
            Some(place) => format!("{} {}", place.how.words(), place.shown()),
            None => "at a line that is not known".to_owned(),
        };
        if let Some(doing) = &self.doing {
            text += &match &self.place {
                Some(place) if place.how == How::Blocked => format!(", where its thread {doing}"),
                _ => format!("; its thread {doing}"),
            };
        }
        if let Some(why) = self.no_line {
            text += &format!(" ({})", why.words());
        }
        if let Some(spawned) = &self.spawned {
            text += &format!("; the task was {} {}", spawned.how.words(), spawned.shown());
        }
        text
    }

    /// In one sentence, of a poll.
    pub fn sentence(&self) -> String {
        let kind = self.kind.as_deref().unwrap_or("a task");
        let task = self.task.map_or(String::new(), |task| format!(" {task}"));
        let worker = self
            .worker
            .map_or("its worker".to_owned(), |worker| format!("worker {worker}"));
        let goes_on = ["held", "holds"][usize::from(self.goes_on)];
        let mut text = format!(
            "{kind}{task} {goes_on} {worker} for {} from {} on, {}",
            time_shown(self.held()),
            time_shown(self.at),
            self.place_in_words()
        );
        let waited = self.wait.map_or(Nanos::ZERO, Wait::most);
        if waited > Nanos::ZERO {
            text += &format!("; {} more it may have waited for a CPU", time_shown(waited));
        }
        if self.goes_on {
            text += "; it was not over when the recording ended";
        }
        if self.count > 1 {
            text += &format!("; {} polls like this, the longest is told", self.count);
        }
        text
    }
}
