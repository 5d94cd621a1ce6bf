//! What claims are about, seen in the events as the model folds them. The model's rules decide
//! what a stall, a wait, an end is: its state before an event is held against that after it.

mod changes;
mod look;
#[cfg(test)]
mod tests;
mod told;

use super::parked::ParkedTime;
use super::sight::{Sight, Subjects};
use super::subject::Subject;
use super::waited::Waited;
use crate::events::{Delivery, Event, HandleAct, InHand, Nanos, TaskId, WaitEnd, What, WorkerId};
use crate::model::{Counters, Model, Place, Task};

/// What is seen in the task of an event, before and after it.
const OF_TASKS: &[Subject] = &[
    Subject::FirstPoll,
    Subject::ReadyWait,
    Subject::Lifetime,
    Subject::TimerDelay,
    Subject::PoolWait,
    Subject::Job,
    Subject::Move,
];

/// What is seen in printed lines.
const PRINTED: &[Subject] = &[
    Subject::Line,
    Subject::LineGap,
    Subject::PrintedTime,
    Subject::PrintedSize,
];

/// Looks at each event before and after it is folded.
#[derive(Debug)]
pub(super) struct Eyes {
    wanted: Subjects,
    parked: ParkedTime,
    noted: Noted,
    /// Tasks that were ready and gave their worker away in the poll that followed: when it began
    /// is told with its end.
    in_place: Vec<InPlace>,
    /// The polls in progress at the last look, and when that was.
    hands: (Nanos, Hands),
    /// What was seen at this event.
    pub(super) seen: Vec<Sight>,
    /// So much that is asked for was counted, and not told one by one.
    pub(super) missed: u64,
    /// There may be more of it that is not told.
    pub(super) unseen: bool,
    /// What had been delivered as it began to look.
    before: Delivery,
    /// Of polls at least so long counts what is left without the time their threads waited for a
    /// CPU: of shorter ones nobody asks.
    too_long: Option<Nanos>,
    /// Polls that began before are passed over.
    pub(super) polls_from: Nanos,
}

/// Who loses a CPU to another program loses it for about so long at least: shorter polls did not.
const SLICE: Nanos = Nanos::from_millis(1);

type Hands = Vec<(WorkerId, InHand)>;

/// A task in `block_in_place`, ready before the poll in which it is.
#[derive(Clone, Copy, Debug)]
struct InPlace {
    task: TaskId,
    since: Nanos,
    worker: Option<WorkerId>,
    /// As long it is known to have waited.
    until: Nanos,
    /// A look has seen since when it is polled: then it was ready until then.
    seen: bool,
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
    pub(super) fn new(wanted: Subjects, parked: bool, too_long: Option<Nanos>) -> Self {
        Self {
            wanted,
            parked: ParkedTime::new(parked),
            noted: Noted::default(),
            in_place: Vec::new(),
            hands: (Nanos::ZERO, Vec::new()),
            seen: Vec::new(),
            missed: 0,
            unseen: false,
            before: Delivery::default(),
            too_long,
            polls_from: Nanos::ZERO,
        }
    }

    /// What it looks at begins here, in the middle of a run.
    pub(super) fn begin(&mut self, model: &Model, before: &Delivery) {
        self.before = *before;
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
    pub(super) fn after(&mut self, event: &Event, model: &Model, waited: &Waited) {
        let at = event.at;
        let noted = std::mem::take(&mut self.noted);
        match event.what {
            What::Polled { .. } => self.polled(event, &noted, model, waited),
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
            } => self.wait_over(at, task, site, noted.task.as_ref(), model),
            What::LockAwaited { task, .. }
            | What::LockTaken { task, .. }
            | What::Waiting {
                task, on: Some(_), ..
            } => self.locked_out(at, task, model),
            What::Said { task, text } => self.said(at, task, text, model),
            What::Handle {
                task,
                act: HandleAct::AbortAsked,
                ..
            } => self.asked_to_abort(at, task, model),
            _ => self.told_in_part(event),
        }
        self.changed(event, &noted, model);
        // Its memory serves the next event.
        self.noted.slots = noted.slots;
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
        self.wanted.all().any(|subject| !PRINTED.contains(&subject))
    }

    /// What the probe says of its own work.
    pub(super) fn delivered(&mut self, delivery: &Delivery) {
        let since =
            |count: fn(&Delivery) -> u64| count(delivery).saturating_sub(count(&self.before));
        if self.may_miss() {
            self.missed = self.missed.max(since(|told| told.coalesced));
        }
        let wakes = self
            .wanted
            .has_any(&[Subject::Wake, Subject::ReadyWait, Subject::LifoWait]);
        self.unseen |= since(|told| told.dropped) > 0
            || since(|told| told.without_id) > 0 && self.may_not_see()
            || since(|told| told.without_wakes) > 0 && wakes;
    }

    /// A poll, or the part of it that held its worker.
    fn see_poll(&mut self, mut poll: Sight, model: &Model, waited: &Waited) {
        let (start, end) = (poll.moment.at, poll.moment.until);
        if start < self.polls_from {
            return;
        }
        let may_have_waited = |least: Nanos| Nanos(poll.amount) >= least.max(SLICE);
        if self.too_long.is_some_and(may_have_waited) {
            poll.amount = waited.least(poll.moment.worker, (start, end)).0;
        }
        self.see(poll, model);
    }

    pub(super) fn see(&mut self, mut sight: Sight, model: &Model) {
        if self.wanted.has(sight.subject) {
            let task = sight.moment.task.and_then(|task| model.task(task));
            sight.moment.kind = task.map(|task| task.kind);
            self.seen.push(sight);
        }
    }
}
