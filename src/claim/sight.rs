//! What claims are about, seen in the events as the model folds them.

use super::vocabulary::Subject;
use super::verdict::Moment;
use crate::events::{
    Event, EndKind, InHand, Nanos, Now, PollOutcome, TaskId, TextId, WaitEnd, WakeBy, What, WorkerId,
};
use crate::model::{HappeningKind, Model, Place, Task};
use std::collections::VecDeque;

/// One thing that a claim can be about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sight {
    pub(super) subject: Subject,
    /// When it was, and whose.
    pub(super) moment: Moment,
    /// Its length in nanoseconds, or its size in bytes; 0 for what is only counted.
    pub(super) amount: u64,
    /// Of this, while a worker was parked; and whether that is all there was.
    pub(super) parked: u64,
    pub(super) text: Option<TextId>,
    pub(super) by: Option<WakeBy>,
    /// It goes on: this is what it has come to.
    pub(super) goes_on: bool,
}

impl Sight {
    fn new(subject: Subject, at: Nanos, until: Nanos) -> Self {
        Self {
            subject,
            moment: Moment {
                at,
                until,
                task: None,
                worker: None,
            },
            amount: until.since(at).0,
            parked: 0,
            text: None,
            by: None,
            goes_on: false,
        }
    }

    fn of(mut self, task: Option<TaskId>) -> Self {
        self.moment.task = task;
        self
    }

    fn on(mut self, worker: Option<WorkerId>) -> Self {
        self.moment.worker = worker;
        self
    }
}

/// A set of subjects.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Subjects(u32);

impl Subjects {
    pub(super) const fn with(self, subject: Subject) -> Self {
        Self(self.0 | 1 << subject as u32)
    }

    const fn has(self, subject: Subject) -> bool {
        self.0 >> subject as u32 & 1 == 1
    }

    const fn has_any(self, subjects: &[Subject]) -> bool {
        let mut at = 0;
        while at < subjects.len() {
            if self.has(subjects[at]) {
                return true;
            }
            at += 1;
        }
        false
    }
}

/// Looks at each event before and after it is folded.
#[derive(Debug)]
pub(super) struct Eyes {
    wanted: Subjects,
    parked: ParkedTime,
    /// The number of the newest fact of the model that was seen.
    facts: u64,
    /// The text, time and so on of what was seen at this event.
    pub(super) seen: Vec<Sight>,
    /// Polls, wakes and waits were counted and not told one by one.
    pub(super) missed: u64,
}

impl Eyes {
    pub(super) fn new(wanted: Subjects, parked: bool) -> Self {
        Self {
            wanted,
            parked: ParkedTime::new(parked),
            facts: 0,
            seen: Vec::new(),
            missed: 0,
        }
    }

    /// What the model tells by now was before.
    pub(super) fn begin(&mut self, model: &Model) {
        self.facts = model.happenings().next_back().map_or(0, |fact| fact.number);
        if self.parked.wanted {
            for worker in model.workers().iter().filter(|worker| worker.parked) {
                self.parked.set(model.at(), worker.index, true);
            }
        }
    }

    /// What the event ends is still in the model as it was.
    pub(super) fn before(&mut self, event: &Event, model: &Model) {
        let at = event.at;
        match event.what {
            What::Polled {
                task,
                worker,
                start,
                budget_spent,
                outcome,
                ..
            } => self.polled(model, (task, worker), (start, at), (budget_spent, outcome)),
            What::Dropped { task } => self.ends(model, task, at, EndKind::Cancelled),
            What::BlockingStarted { job } => self.leaves_pool_queue(model, job, at),
            What::BlockingEnded { job, outcome } => {
                use crate::events::BlockingOutcome::{Cancelled, Completed, Panicked};
                self.leaves_pool_queue(model, job, at);
                self.job_over(model, job, at);
                match outcome {
                    Completed => {}
                    Panicked => self.see(Sight::new(Subject::Panic, at, at).of(Some(job))),
                    Cancelled => self.see(Sight::new(Subject::Cancellation, at, at).of(Some(job))),
                }
            }
            What::WaitOver { task, site, end } if self.wanted.has(Subject::TimerDelay) => {
                let due = model.task(task).and_then(|task| {
                    let wait = task.waits().find(|wait| wait.site == site);
                    wait.and_then(|wait| wait.until)
                });
                if let (Some(due), WaitEnd::Ready) = (due, end) {
                    self.see(Sight::new(Subject::TimerDelay, due, at.max(due)).of(Some(task)));
                }
            }
            What::Coalesced { polls, wakes, .. } => self.missed += polls + wakes,
            _ => {}
        }
        self.slot_changes(event, model);
        self.parked.hear(event);
    }

    /// What the event makes is in the model now.
    pub(super) fn after(&mut self, event: &Event, model: &Model) {
        let at = event.at;
        match event.what {
            What::Spawned { task, bytes, .. } => {
                self.see(Sight::new(Subject::Task, at, at).of(Some(task)));
                let mut size = Sight::new(Subject::Size, at, at).of(Some(task));
                size.amount = bytes.into();
                self.see(size);
            }
            What::Seen { task, .. } => self.see(Sight::new(Subject::Task, at, at).of(Some(task))),
            What::Woken { task, by, on } if self.wanted.has(Subject::Wake) => {
                let mut wake = Sight::new(Subject::Wake, at, at).of(Some(task)).on(on);
                wake.by = Some(by);
                self.see(wake);
            }
            What::Said { task, text } => {
                for subject in [Subject::Line, Subject::LineGap] {
                    let mut line = Sight::new(subject, at, at).of(task);
                    line.text = Some(text);
                    self.see(line);
                }
            }
            _ => {}
        }
        if self.wanted.has_any(&[Subject::Freeze, Subject::Steal]) {
            self.facts(model);
        }
    }

    fn see(&mut self, sight: Sight) {
        if self.wanted.has(sight.subject) {
            self.seen.push(sight);
        }
    }

    fn polled(
        &mut self,
        model: &Model,
        (task, worker): (TaskId, Option<WorkerId>),
        (start, end): (Nanos, Nanos),
        (budget, outcome): (bool, PollOutcome),
    ) {
        for subject in [Subject::Poll, Subject::PollGap] {
            self.see(Sight::new(subject, start, end).of(Some(task)).on(worker));
        }
        if self.wanted.has(Subject::Stall)
            && let Some((worker, until)) = model.held((task, worker), (start, end))
        {
            self.see(Sight::new(Subject::Stall, start, until).of(Some(task)).on(Some(worker)));
        }
        if budget {
            self.see(Sight::new(Subject::Budget, end, end).of(Some(task)).on(worker));
        }
        const WAITS: &[Subject] = &[Subject::ReadyWait, Subject::LifoWait, Subject::FirstPoll];
        if self.wanted.has_any(WAITS)
            && let Some(known) = model.task(task)
        {
            self.waited(&known, start, false);
        }
        match outcome {
            PollOutcome::Pending => {}
            PollOutcome::Ready => self.ends(model, task, end, EndKind::Completed),
            PollOutcome::Panicked => self.ends(model, task, end, EndKind::Panicked),
            _ => self.ends(model, task, end, EndKind::Unknown),
        }
    }

    /// A task is polled from `start` on: it was ready until then.
    fn waited(&mut self, task: &Task, start: Nanos, goes_on: bool) {
        let until = |from: Nanos| start.max(from);
        if task.place.is_queued() && task.sight.is_whole() {
            self.ready_until(Subject::ReadyWait, task, until(task.since), goes_on);
            if let Place::Lifo(_) = task.place {
                self.ready_until(Subject::LifoWait, task, until(task.since), goes_on);
            }
        }
        if task.first_poll.is_none() && task.sight.is_whole() && !task.is_ended() {
            let mut first = Sight::new(Subject::FirstPoll, task.spawned_at, until(task.spawned_at));
            first.goes_on = goes_on;
            self.see(first.of(Some(task.id)));
        }
    }

    fn ready_until(&mut self, subject: Subject, task: &Task, until: Nanos, goes_on: bool) {
        let mut wait = Sight::new(subject, task.since, until)
            .of(Some(task.id))
            .on(task.place.worker());
        wait.parked = self.parked.between(task.since, until);
        wait.goes_on = goes_on;
        self.see(wait);
    }

    /// A task leaves the LIFO slot for another one: its time there is over.
    fn slot_changes(&mut self, event: &Event, model: &Model) {
        if !self.wanted.has(Subject::LifoWait) {
            return;
        }
        let worker = match event.what {
            What::Spawned { on, .. } | What::Woken { on, .. } | What::Seen { on, .. } => on,
            _ => None,
        };
        let slot = worker.and_then(|worker| model.workers().get(worker.index())?.lifo);
        // Which one is in it after the event is not known yet; the one that was is noted.
        self.parked.in_slot = slot.and_then(|task| model.task(task)).map(|task| (event.at, task));
    }

    /// The slot after the event.
    pub(super) fn slot_changed(&mut self, model: &Model) {
        let Some((at, task)) = self.parked.in_slot.take() else {
            return;
        };
        let left = model.task(task.id).is_some_and(|now| now.place != task.place);
        if left {
            self.ready_until(Subject::LifoWait, &task, at, false);
        }
    }

    fn ends(&mut self, model: &Model, task: TaskId, at: Nanos, how: EndKind) {
        const ENDS: &[Subject] = &[
            Subject::Lifetime,
            Subject::Completion,
            Subject::Panic,
            Subject::Cancellation,
        ];
        if !self.wanted.has_any(ENDS) {
            return;
        }
        let Some(known) = model.task(task).filter(|task| !task.is_ended()) else {
            return;
        };
        let over = |subject| Sight::new(subject, at, at).of(Some(task));
        self.see(Sight::new(Subject::Lifetime, known.spawned_at, at).of(Some(task)));
        match how {
            EndKind::Completed => self.see(over(Subject::Completion)),
            EndKind::Panicked => self.see(over(Subject::Panic)),
            EndKind::Cancelled => self.see(over(Subject::Cancellation)),
            EndKind::Unknown => {}
        }
    }

    fn leaves_pool_queue(&mut self, model: &Model, job: TaskId, at: Nanos) {
        if !self.wanted.has(Subject::PoolWait) {
            return;
        }
        let queued = model.task(job).filter(|job| job.place == Place::BlockingQueue);
        if let Some(queued) = queued {
            self.see(Sight::new(Subject::PoolWait, queued.since, at).of(Some(job)));
        }
    }

    fn job_over(&mut self, model: &Model, job: TaskId, at: Nanos) {
        if !self.wanted.has(Subject::Job) {
            return;
        }
        let running = model.task(job).filter(|job| job.place == Place::BlockingRunning);
        if let Some(running) = running {
            self.see(Sight::new(Subject::Job, running.since, at).of(Some(job)));
        }
    }

    /// What the model itself told at this event.
    fn facts(&mut self, model: &Model) {
        let seen = self.facts;
        let fresh = model.happenings().rev().take_while(|fact| fact.number > seen);
        let mut found = Vec::new();
        for fact in fresh {
            self.facts = self.facts.max(fact.number);
            match fact.kind {
                HappeningKind::FreezeEnded { lasted, .. } => {
                    let began = Nanos(fact.at.0.saturating_sub(lasted.0));
                    found.push(Sight::new(Subject::Freeze, began, fact.at).of(fact.task).on(fact.worker));
                }
                HappeningKind::Moved { .. } => {
                    found.push(Sight::new(Subject::Steal, fact.at, fact.at).of(fact.task).on(fact.worker));
                }
                _ => {}
            }
        }
        found.into_iter().rev().for_each(|sight| self.see(sight));
    }

    /// What goes on at a moment: polls in progress, and what is ready, running or frozen.
    /// Of tasks that wait, `all` are looked at only at the end: it costs as much as there are.
    pub(super) fn look(&mut self, model: &Model, now: &Now, all: bool) -> Vec<Sight> {
        let held = std::mem::take(&mut self.seen);
        let hands: Vec<(WorkerId, InHand)> = model.in_hand(now).collect();
        for (worker, hand) in &hands {
            for subject in [Subject::Stall, Subject::Poll] {
                let mut poll = Sight::new(subject, hand.since, now.at.max(hand.since));
                poll.goes_on = true;
                self.see(poll.of(Some(hand.task)).on(Some(*worker)));
            }
        }
        if self.wanted.has(Subject::Freeze) {
            for fact in model.ongoing(now) {
                if let crate::model::Ongoing::DriverFrozen(freeze) = fact
                    && freeze.waiting > 0
                {
                    let mut frozen = Sight::new(Subject::Freeze, freeze.since, now.at);
                    frozen.goes_on = true;
                    self.see(frozen.of(freeze.task).on(Some(freeze.worker)));
                }
            }
        }
        let most = if all { usize::MAX } else { 1 };
        for job in model.blocking_queued().take(most) {
            let mut wait = Sight::new(Subject::PoolWait, job.since, now.at.max(job.since));
            wait.goes_on = true;
            self.see(wait.of(Some(job.id)));
        }
        if all {
            for task in model.tasks_from(None).filter(|task| !task.is_ended()) {
                let hand = hands.iter().find(|(_, hand)| hand.task == task.id);
                let until = hand.map_or(now.at, |(_, hand)| hand.since);
                self.waited(&task, until, true);
                self.lives(&task, now.at);
            }
        } else {
            self.fronts(model, now, &hands);
        }
        std::mem::replace(&mut self.seen, held)
    }

    /// Those that are ready the longest: the first of each queue, and who is in a LIFO slot.
    fn fronts(&mut self, model: &Model, now: &Now, hands: &[(WorkerId, InHand)]) {
        const WAITS: &[Subject] = &[Subject::ReadyWait, Subject::LifoWait];
        if !self.wanted.has_any(WAITS) {
            return;
        }
        let in_no_hand = |task: &Task| hands.iter().all(|(_, hand)| hand.task != task.id);
        let mut first: Vec<Task> = model.injection().find(in_no_hand).into_iter().collect();
        for worker in model.workers() {
            first.extend(model.local(worker.index).find(in_no_hand));
            let slot = worker.lifo.and_then(|task| model.task(task));
            first.extend(slot.filter(in_no_hand));
        }
        for task in first {
            self.waited(&task, now.at, true);
        }
    }

    /// A task or job that is not over at the end.
    fn lives(&mut self, task: &Task, now: Nanos) {
        let mut goes_on = |subject, since: Nanos| {
            let mut life = Sight::new(subject, since, now.max(since)).of(Some(task.id));
            life.goes_on = true;
            self.see(life);
        };
        if task.is_blocking_job {
            if task.place == Place::BlockingRunning {
                goes_on(Subject::Job, task.since);
            }
            return;
        }
        goes_on(Subject::Lifetime, task.spawned_at);
        // Overdue, as far as that is known now.
        for due in task.waits().filter_map(|wait| wait.until) {
            if due < now {
                goes_on(Subject::TimerDelay, due);
            }
        }
    }
}

/// Most changes of the number of parked workers that are remembered: looked at are those since
/// the oldest task that is ready became so.
const CHANGES: usize = 1 << 16;

/// How long, in all, a worker was parked up to any moment of late.
#[derive(Debug)]
struct ParkedTime {
    wanted: bool,
    parked: Vec<bool>,
    count: usize,
    /// When it changed whether any worker is parked: the moment, the time with one parked until
    /// then, and whether one is from then on.
    changes: VecDeque<(Nanos, u64, bool)>,
    /// What was in the slot that an event may change, and when.
    in_slot: Option<(Nanos, Task)>,
}

impl ParkedTime {
    fn new(wanted: bool) -> Self {
        Self {
            wanted,
            parked: Vec::new(),
            count: 0,
            changes: VecDeque::new(),
            in_slot: None,
        }
    }

    fn hear(&mut self, event: &Event) {
        if !self.wanted {
            return;
        }
        match event.what {
            What::Parked { worker } => self.set(event.at, worker, true),
            What::Unparked { worker } => self.set(event.at, worker, false),
            What::RunStarted(_) | What::RunEnded => {
                let all = 0..u16::try_from(self.parked.len()).unwrap_or(u16::MAX);
                for worker in all {
                    self.set(event.at, WorkerId::new(worker), false);
                }
            }
            _ => {}
        }
    }

    fn set(&mut self, at: Nanos, worker: WorkerId, parked: bool) {
        if self.parked.len() <= worker.index() {
            self.parked.resize(worker.index() + 1, false);
        }
        let slot = &mut self.parked[worker.index()];
        if *slot == parked {
            return;
        }
        *slot = parked;
        let any_before = self.count > 0;
        if parked {
            self.count += 1;
        } else {
            self.count -= 1;
        }
        let any = self.count > 0;
        if any != any_before {
            let last = self.changes.back().map_or(Nanos::ZERO, |(at, ..)| *at);
            let at = at.max(last);
            let sum = self.up_to(at);
            if self.changes.len() == CHANGES {
                self.changes.pop_front();
            }
            self.changes.push_back((at, sum, any));
        }
    }

    /// The time with a worker parked, from the beginning up to `at`.
    fn up_to(&self, at: Nanos) -> u64 {
        let after = self.changes.partition_point(|(change, ..)| *change <= at);
        match after.checked_sub(1).and_then(|last| self.changes.get(last)) {
            Some((change, sum, true)) => sum + at.since(*change).0,
            Some((_, sum, false)) => *sum,
            // Before the first that is remembered: nothing is known, nothing is claimed.
            None => self.changes.front().map_or(0, |(_, sum, _)| *sum),
        }
    }

    fn between(&self, from: Nanos, until: Nanos) -> u64 {
        self.up_to(until).saturating_sub(self.up_to(from))
    }
}
