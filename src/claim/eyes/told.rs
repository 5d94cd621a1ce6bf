//! What an event tells by itself.

use super::super::figure;
use super::super::sight::Sight;
use super::super::subject::Subject;
use super::super::waited::Waited;
use super::{Eyes, Noted, PRINTED};
use crate::events::{Event, Nanos, SiteId, TaskId, TextId, WakeBy, What, WorkerId};
use crate::model::{Deadlock, Model, Task};

impl Eyes {
    pub(super) fn woken(
        &mut self,
        at: Nanos,
        task: TaskId,
        by: WakeBy,
        on: Option<WorkerId>,
        model: &Model,
    ) {
        let mut wake = Sight::new(Subject::Wake, at, at).of(Some(task)).on(on);
        wake.by = Some(by);
        self.see(wake, model);
    }

    pub(super) fn said(&mut self, at: Nanos, task: Option<TaskId>, text: TextId, model: &Model) {
        for &subject in PRINTED {
            if !self.wanted.has(subject) {
                continue;
            }
            let amount = match subject {
                Subject::Line | Subject::LineGap => Some(0),
                _ => figure::first(model.text(text), subject.row().unit),
            };
            let Some(amount) = amount else {
                continue;
            };
            let mut line = Sight::new(subject, at, at).of(task);
            (line.text, line.amount) = (Some(text), amount);
            self.see(line, model);
        }
    }

    /// Whether a circle of waits has just closed at this task.
    pub(super) fn locked_out(&mut self, at: Nanos, task: TaskId, model: &Model) {
        let newest = model.deadlocks().next_back();
        let closed = |deadlock: &Deadlock| {
            let first = deadlock.links.first();
            deadlock.at == at && first.is_some_and(|link| link.task == task)
        };
        if newest.is_some_and(closed) {
            self.see(Sight::new(Subject::Deadlock, at, at).of(Some(task)), model);
        }
    }

    pub(super) fn asked_to_abort(&mut self, at: Nanos, task: TaskId, model: &Model) {
        if model.task(task).is_some_and(|task| !task.is_ended()) {
            self.see(Sight::new(Subject::Abort, at, at).of(Some(task)), model);
        }
    }

    pub(super) fn wait_over(
        &mut self,
        at: Nanos,
        task: TaskId,
        site: SiteId,
        before: Option<&Task>,
        model: &Model,
    ) {
        let waits = before.into_iter().flat_map(Task::waits);
        // Of several at one line the one due first, as in the model.
        let over = waits.filter(|wait| wait.site == site);
        let over = over.min_by_key(|wait| wait.until);
        if let Some(due) = over.and_then(|wait| wait.until) {
            self.see(
                Sight::new(Subject::TimerDelay, due, at).of(Some(task)),
                model,
            );
        }
    }

    /// It is polled by this worker: whether its poll before was another's.
    pub(super) fn moved(&mut self, at: Nanos, worker: WorkerId, noted: &Noted, model: &Model) {
        let before = noted.task.as_ref().filter(|task| !task.is_ended());
        if let Some((task, last)) = before.and_then(|task| Some((task.id, task.last_worker?)))
            && last != worker
        {
            let moved = Sight::new(Subject::Move, at, at).of(Some(task));
            self.see(moved.on(Some(worker)), model);
        }
    }

    pub(super) fn polled(&mut self, event: &Event, noted: &Noted, model: &Model, waited: &Waited) {
        let What::Polled {
            task,
            worker,
            start,
            self_woken,
            budget_spent,
            ..
        } = event.what
        else {
            return;
        };
        let end = event.at;
        let sight = |subject, at, until| Sight::new(subject, at, until).of(Some(task)).on(worker);
        self.see_poll(sight(Subject::Poll, start, end), model, waited);
        self.see(sight(Subject::PollGap, start, end), model);
        if let Some((worker, until)) = noted.held {
            let stall = sight(Subject::Stall, start, until).on(Some(worker));
            self.see_poll(stall, model, waited);
        }
        if self_woken {
            self.woken(end, task, WakeBy::Task(task), worker, model);
        }
        if let Some(worker) = worker {
            self.moved(start, worker, noted, model);
        }
        if budget_spent {
            self.see(sight(Subject::Budget, end, end), model);
        }
        if model.counters().migrated > noted.counts.migrated {
            self.see(sight(Subject::Steal, start, start), model);
        }
    }
}
