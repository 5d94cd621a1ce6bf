//! What claims are about, seen in the events as the model folds them. The model's rules decide
//! what a stall, a wait, an end is: its state before an event is held against that after it.

mod look;

use super::parked::ParkedTime;
use super::sight::{Sight, Subjects};
use super::vocabulary::Subject;
use crate::events::{Delivery, EndKind, Event, Nanos, TaskId, WaitEnd, WakeBy, What, WorkerId};
use crate::model::{Counters, HappeningKind, Model, Place, Task};

/// What is seen in the task of an event, before and after it.
const OF_TASKS: &[Subject] = &[
    Subject::FirstPoll,
    Subject::ReadyWait,
    Subject::Lifetime,
    Subject::TimerDelay,
    Subject::PoolWait,
    Subject::Job,
];

/// Looks at each event before and after it is folded.
#[derive(Debug)]
pub(super) struct Eyes {
    wanted: Subjects,
    parked: ParkedTime,
    noted: Noted,
    /// What was seen at this event.
    pub(super) seen: Vec<Sight>,
    /// So much that is asked for was counted, and not told one by one.
    pub(super) missed: u64,
    /// There may be more of it that is not told.
    pub(super) unseen: bool,
}

/// What the model says before an event is folded.
#[derive(Debug, Default)]
struct Noted {
    task: Option<Task>,
    /// The worker that the poll held, and until when.
    held: Option<(WorkerId, Nanos)>,
    /// LIFO slots that may change, with who is in them, since when.
    slots: Vec<(WorkerId, TaskId, Nanos)>,
    counts: Counters,
    /// The number of its newest fact.
    fact: Option<u64>,
}

impl Eyes {
    pub(super) fn new(wanted: Subjects, parked: bool) -> Self {
        Self {
            wanted,
            parked: ParkedTime::new(parked),
            noted: Noted::default(),
            seen: Vec::new(),
            missed: 0,
            unseen: false,
        }
    }

    /// What it looks at begins here, in the middle of a run.
    pub(super) fn begin(&mut self, model: &Model) {
        for worker in model.workers().iter().filter(|worker| worker.parked) {
            self.parked.begin(model.at(), worker.index);
        }
        let whole = model.run().is_none_or(|run| run.coverage.is_whole());
        self.unseen |= !whole && self.may_not_see();
    }

    /// Notes what the event may end.
    pub(super) fn before(&mut self, event: &Event, model: &Model) {
        self.noted.counts = *model.counters();
        let task = event
            .what
            .subject()
            .filter(|_| self.wanted.has_any(OF_TASKS));
        self.noted.task = task.and_then(|task| model.task(task));
        if let What::Polled {
            task,
            worker,
            start,
            ..
        } = event.what
            && self.wanted.has(Subject::Stall)
        {
            self.noted.held = model.held((task, worker), (start, event.at));
        }
        if self.wanted.has(Subject::Freeze) {
            self.noted.fact = model.happenings().next_back().map(|fact| fact.number);
        }
        if self.wanted.has(Subject::LifoWait) {
            self.note_slots(event, model);
        }
        self.parked.hear(event);
    }

    fn note_slots(&mut self, event: &Event, model: &Model) {
        self.noted.slots.clear();
        let mut note = |worker: WorkerId| {
            let slot = model
                .workers()
                .get(worker.index())
                .and_then(|worker| worker.lifo);
            let task = slot.and_then(|task| model.task(task));
            self.noted
                .slots
                .extend(task.map(|task| (worker, task.id, task.since)));
        };
        match event.what {
            What::RunStarted(_) => model.workers().iter().for_each(|worker| note(worker.index)),
            What::Spawned { on, .. } | What::Woken { on, .. } | What::Seen { on, .. } => {
                on.into_iter().for_each(note);
            }
            What::Polled { task, .. } | What::Dropped { task } => {
                let place = model.task(task).map(|task| task.place);
                if let Some(Place::Lifo(worker)) = place {
                    note(worker);
                }
            }
            What::InPlaceStarted { task, worker } => {
                note(worker);
                match model.task(task).map(|task| task.place) {
                    Some(Place::Lifo(other)) if other != worker => note(other),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// What the event has ended or made.
    pub(super) fn after(&mut self, event: &Event, model: &Model) {
        let at = event.at;
        let noted = std::mem::take(&mut self.noted);
        match event.what {
            What::Polled { .. } => self.polled(event, &noted, model),
            What::Spawned { task, bytes, .. } => {
                let mut size = Sight::new(Subject::Size, at, at).of(Some(task));
                size.amount = bytes.into();
                self.see(size, model);
            }
            // The size of its future is not told.
            What::Seen { .. } => self.unseen |= self.wanted.has(Subject::Size),
            What::Woken { task, by, on } => self.woken(at, task, by, on, model),
            What::WaitOver {
                task,
                site,
                end: WaitEnd::Ready,
            } => {
                let before = noted.task.as_ref();
                let waits = before.into_iter().flat_map(Task::waits);
                // Of several at one line the one due first, as in the model.
                let over = waits
                    .filter(|wait| wait.site == site)
                    .min_by_key(|wait| wait.until);
                if let Some(due) = over.and_then(|wait| wait.until) {
                    self.see(
                        Sight::new(Subject::TimerDelay, due, at).of(Some(task)),
                        model,
                    );
                }
            }
            What::Said { task, text } => {
                for subject in [Subject::Line, Subject::LineGap] {
                    let mut line = Sight::new(subject, at, at).of(task);
                    line.text = Some(text);
                    self.see(line, model);
                }
            }
            _ => self.told_in_part(event),
        }
        self.changed(event, &noted, model);
    }

    /// What of the run is not told one by one.
    fn told_in_part(&mut self, event: &Event) {
        match &event.what {
            What::Coalesced { polls, wakes, .. } if self.may_miss() => {
                self.missed += polls + wakes;
            }
            What::RunStarted(info) if !info.coverage.is_whole() => {
                self.unseen |= self.may_not_see();
            }
            What::JobNotSeen { .. } => {
                self.unseen |= self.wanted.has_any(&[Subject::Job, Subject::PoolWait]);
            }
            _ => {}
        }
    }

    /// Some of what is asked for may be counted only.
    fn may_miss(&self) -> bool {
        self.wanted.all().any(|subject| !subject.row().is_kept)
    }

    /// Some of what is asked for may not be told at all: all but lines, which are printed through
    /// the probe.
    fn may_not_see(&self) -> bool {
        let printed = |subject| matches!(subject, Subject::Line | Subject::LineGap);
        self.wanted.all().any(|subject| !printed(subject))
    }

    /// What the probe says of its own work.
    pub(super) fn delivered(&mut self, delivery: &Delivery) {
        if self.may_miss() {
            self.missed = self.missed.max(delivery.coalesced);
        }
        let wakes = self
            .wanted
            .has_any(&[Subject::Wake, Subject::ReadyWait, Subject::LifoWait]);
        self.unseen |= delivery.dropped > 0
            || delivery.without_id > 0 && self.may_not_see()
            || delivery.without_wakes > 0 && wakes;
    }

    pub(super) fn see(&mut self, mut sight: Sight, model: &Model) {
        if self.wanted.has(sight.subject) {
            let task = sight.moment.task.and_then(|task| model.task(task));
            sight.moment.kind = task.map(|task| task.kind);
            self.seen.push(sight);
        }
    }

    fn woken(&mut self, at: Nanos, task: TaskId, by: WakeBy, on: Option<WorkerId>, model: &Model) {
        let mut wake = Sight::new(Subject::Wake, at, at).of(Some(task)).on(on);
        wake.by = Some(by);
        self.see(wake, model);
    }

    fn polled(&mut self, event: &Event, noted: &Noted, model: &Model) {
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
        for subject in [Subject::Poll, Subject::PollGap] {
            self.see(
                Sight::new(subject, start, end).of(Some(task)).on(worker),
                model,
            );
        }
        if let Some((worker, until)) = noted.held {
            let stall = Sight::new(Subject::Stall, start, until).of(Some(task));
            self.see(stall.on(Some(worker)), model);
        }
        if self_woken {
            self.woken(end, task, WakeBy::Task(task), worker, model);
        }
        if budget_spent {
            self.see(
                Sight::new(Subject::Budget, end, end)
                    .of(Some(task))
                    .on(worker),
                model,
            );
        }
        if model.counters().migrated > noted.counts.migrated {
            self.see(
                Sight::new(Subject::Steal, start, start)
                    .of(Some(task))
                    .on(worker),
                model,
            );
        }
    }

    /// What the model has as the event leaves it, against how it was before.
    fn changed(&mut self, event: &Event, noted: &Noted, model: &Model) {
        let until = match event.what {
            What::Polled { start, .. } => start,
            _ => event.at,
        };
        let is = noted.task.as_ref().and_then(|task| model.task(task.id));
        if let (Some(was), Some(is)) = (&noted.task, is) {
            if let What::Polled { .. } | What::Dropped { .. } = event.what {
                self.ready_no_more(was, &is, until, model);
            }
            self.pool_changed(was, &is, event.at, model);
        }
        for &(worker, task, since) in &noted.slots {
            let slot = model
                .workers()
                .get(worker.index())
                .and_then(|worker| worker.lifo);
            let since_now = model.task(task).map(|task| task.since);
            if slot != Some(task) || since_now != Some(since) {
                let out = (Subject::LifoWait, since, until);
                self.waited(out, (task, Some(worker)), false, model);
            }
        }
        self.counted(event, noted, model);
        if self.wanted.has(Subject::Freeze) {
            self.facts(noted.fact, model);
        }
    }

    /// A poll, or the end without one, ends what a task was ready for.
    fn ready_no_more(&mut self, was: &Task, is: &Task, until: Nanos, model: &Model) {
        let left = (is.place, is.since) != (was.place, was.since);
        if left && was.place.is_queued() {
            let wait = (Subject::ReadyWait, was.since, until);
            self.waited(wait, (was.id, was.place.worker()), false, model);
        }
        let polled = is.first_poll.is_some() || is.is_ended();
        if was.first_poll.is_none() && polled && !was.is_ended() && !was.is_blocking_job {
            let first = Sight::new(Subject::FirstPoll, was.spawned_at, until);
            self.see(first.of(Some(was.id)), model);
        }
    }

    fn waited(
        &mut self,
        (subject, since, until): (Subject, Nanos, Nanos),
        (task, worker): (TaskId, Option<WorkerId>),
        goes_on: bool,
        model: &Model,
    ) {
        let mut wait = Sight::new(subject, since, until).of(Some(task)).on(worker);
        wait.parked = self.parked.between(since, until.max(since));
        self.see(wait.going_on(goes_on), model);
    }

    fn pool_changed(&mut self, was: &Task, is: &Task, at: Nanos, model: &Model) {
        if is.place == was.place {
            return;
        }
        match was.place {
            Place::BlockingQueue => {
                let wait = Sight::new(Subject::PoolWait, was.spawned_at, at);
                self.see(wait.of(Some(was.id)), model);
            }
            Place::BlockingRunning => {
                self.see(
                    Sight::new(Subject::Job, was.since, at).of(Some(was.id)),
                    model,
                );
            }
            _ => {}
        }
    }

    /// What the model has counted.
    fn counted(&mut self, event: &Event, noted: &Noted, model: &Model) {
        let (was, is) = (&noted.counts, model.counters());
        let task = event.what.subject();
        let once = |subject| Sight::new(subject, event.at, event.at).of(task);
        if is.spawned > was.spawned {
            self.see(once(Subject::Task), model);
        }
        let how = [
            (is.completed > was.completed, EndKind::Completed),
            (is.panicked > was.panicked, EndKind::Panicked),
            (
                is.blocking.panicked > was.blocking.panicked,
                EndKind::Panicked,
            ),
            (is.cancelled > was.cancelled, EndKind::Cancelled),
            (
                is.blocking.cancelled > was.blocking.cancelled,
                EndKind::Cancelled,
            ),
            (is.ended_unknown > was.ended_unknown, EndKind::Unknown),
        ];
        for (_, how) in how.into_iter().filter(|(so, _)| *so) {
            match how {
                EndKind::Completed => self.see(once(Subject::Completion), model),
                EndKind::Panicked => self.see(once(Subject::Panic), model),
                EndKind::Cancelled => self.see(once(Subject::Cancellation), model),
                EndKind::Unknown => {
                    for subject in [Subject::Completion, Subject::Panic] {
                        let mut end = once(subject);
                        end.doubtful = true;
                        self.see(end, model);
                    }
                }
            }
        }
        if is.ended() > was.ended()
            && let Some(was) = &noted.task
        {
            let life = Sight::new(Subject::Lifetime, was.spawned_at, event.at);
            self.see(life.of(Some(was.id)), model);
        }
    }

    /// What the model itself has told at this event.
    fn facts(&mut self, newest: Option<u64>, model: &Model) {
        let fresh = model.happenings().rev();
        let fresh = fresh.take_while(|fact| newest.is_none_or(|newest| fact.number > newest));
        for fact in fresh {
            if let HappeningKind::FreezeEnded { lasted, .. } = fact.kind {
                let began = Nanos(fact.at.0.saturating_sub(lasted.0));
                let freeze = Sight::new(Subject::Freeze, began, fact.at).of(fact.task);
                self.see(freeze.on(fact.worker), model);
            }
        }
    }
}
