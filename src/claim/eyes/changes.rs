//! What an event has changed in the model.

use super::super::sight::Sight;
use super::super::subject::Subject;
use super::{Eyes, InPlace, Noted};
use crate::events::{EndKind, Event, Nanos, TaskId, What, WorkerId};
use crate::model::{Counters, HappeningKind, Model, Place, Task};

impl Eyes {
    /// What the model has as the event leaves it, against how it was before.
    pub(super) fn changed(&mut self, event: &Event, noted: &Noted, model: &Model) {
        let until = match event.what {
            What::Polled { start, .. } => start,
            _ => event.at,
        };
        let is = noted.task.as_ref().and_then(|task| model.task(task.id));
        if let (Some(was), Some(is)) = (&noted.task, is) {
            match event.what {
                What::Polled { .. } | What::Dropped { .. } => {
                    self.ready_no_more(was, &is, until, model);
                    self.in_place_no_more(was.id, event, model);
                }
                What::InPlaceStarted { worker, .. } => {
                    // The poll that goes on is told without its worker.
                    self.moved(event.at, worker, noted, model);
                    self.in_place(was);
                }
                _ => {}
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

    /// It is polled, since when is not known yet: as far as was last looked, it was ready.
    fn in_place(&mut self, was: &Task) {
        if !was.place.is_queued() || !self.wanted.has(Subject::ReadyWait) {
            return;
        }
        let (looked, hands) = &self.hands;
        let hand = hands.iter().find(|(_, hand)| hand.task == was.id);
        let until = hand.map_or(*looked, |(_, hand)| hand.since);
        self.in_place.push(InPlace {
            task: was.id,
            since: was.since,
            worker: was.place.worker(),
            until: until.max(was.since),
            seen: hand.is_some(),
        });
    }

    fn in_place_no_more(&mut self, task: TaskId, event: &Event, model: &Model) {
        let known = self.in_place.iter().position(|known| known.task == task);
        let known = known.map(|index| self.in_place.swap_remove(index));
        if let (Some(InPlace { since, worker, .. }), What::Polled { start, .. }) =
            (known, &event.what)
        {
            let wait = (Subject::ReadyWait, since, *start);
            self.waited(wait, (task, worker), false, model);
        }
    }

    pub(super) fn waited(
        &mut self,
        (subject, since, until): (Subject, Nanos, Nanos),
        (task, worker): (TaskId, Option<WorkerId>),
        goes_on: bool,
        model: &Model,
    ) {
        if self.wanted.has(subject) && !self.parked.reaches_back_to(since) {
            self.unseen = true;
            return;
        }
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
        for how in ends(was, is) {
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

/// How something ended, from one count to the next.
fn ends(was: &Counters, is: &Counters) -> impl Iterator<Item = EndKind> {
    let jobs = |counters: &Counters| (counters.blocking.panicked, counters.blocking.cancelled);
    let ((panicked, cancelled), (panicked_before, cancelled_before)) = (jobs(is), jobs(was));
    let ends = [
        (is.completed > was.completed, EndKind::Completed),
        (is.panicked > was.panicked, EndKind::Panicked),
        (panicked > panicked_before, EndKind::Panicked),
        (is.cancelled > was.cancelled, EndKind::Cancelled),
        (cancelled > cancelled_before, EndKind::Cancelled),
        (is.ended_unknown > was.ended_unknown, EndKind::Unknown),
    ];
    let seen = ends.into_iter().filter(|(seen, _)| *seen);
    seen.map(|(_, how)| how)
}
