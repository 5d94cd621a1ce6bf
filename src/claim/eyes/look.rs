//! What goes on at a moment: polls in progress, and what is ready, running or frozen.

use super::super::sight::Sight;
use super::super::subject::Subject;
use super::super::waited::Waited;
use super::{Eyes, Hands, InPlace};
use crate::events::{Nanos, Now};
use crate::model::{Model, Ongoing, Place, Task};

impl Eyes {
    /// At a frame. Of tasks that wait only the first of each queue are looked at: they wait the
    /// longest, and all would cost as much as there are. A driver that seems frozen is not: how
    /// long it was, or whether at all, is known when that is over, by what is told until then.
    pub(in crate::claim) fn look(
        &mut self,
        model: &Model,
        now: &Now,
        waited: &Waited,
    ) -> Vec<Sight> {
        let hands = self.polls(model, now, waited);
        if self.wanted.has(Subject::PoolWait) {
            self.pool_waits(model, now.at, 1);
        }
        if self
            .wanted
            .has_any(&[Subject::ReadyWait, Subject::LifoWait])
        {
            for task in first_of_queues(model, &hands) {
                self.waits(&task, now.at, model);
            }
        }
        self.wait_in_place(&hands, model);
        self.hands = (now.at, hands);
        std::mem::take(&mut self.seen)
    }

    /// At the end: all there is.
    pub(in crate::claim) fn look_at_all(
        &mut self,
        model: &Model,
        now: &Now,
        waited: &Waited,
    ) -> Vec<Sight> {
        let hands = self.polls(model, now, waited);
        self.frozen(model, now);
        self.pool_waits(model, now.at, usize::MAX);
        for task in model.tasks_from(None).filter(|task| !task.is_ended()) {
            let hand = hands.iter().find(|(_, hand)| hand.task == task.id);
            let until = hand.map_or(now.at, |(_, hand)| hand.since);
            // Since when it is polled is not known.
            if hand.is_some() || task.place != Place::InPlace {
                self.waits(&task, until, model);
            }
            self.lives(&task, now.at, model);
        }
        self.wait_in_place(&hands, model);
        // How long these waited will not be told any more.
        self.unseen |= self.in_place.iter().any(|known| !known.seen);
        std::mem::take(&mut self.seen)
    }

    /// Tasks in `block_in_place` were ready before: for as long as is known.
    fn wait_in_place(&mut self, hands: &Hands, model: &Model) {
        // The end of a poll may only have been counted.
        self.in_place.retain(|known| {
            let task = model.task(known.task);
            task.is_some_and(|task| task.place == Place::InPlace)
        });
        for index in 0..self.in_place.len() {
            let known = &mut self.in_place[index];
            if let Some((_, hand)) = hands.iter().find(|(_, hand)| hand.task == known.task) {
                (known.until, known.seen) = (hand.since.max(known.since), true);
            }
            let InPlace {
                task,
                since,
                worker,
                until,
                seen: _,
            } = *known;
            self.waited(
                (Subject::ReadyWait, since, until),
                (task, worker),
                true,
                model,
            );
        }
    }

    fn polls(&mut self, model: &Model, now: &Now, waited: &Waited) -> Hands {
        let hands: Hands = model.in_hand(now).collect();
        for (worker, hand) in &hands {
            let gave_up = model.task(hand.task);
            let gave_up = gave_up.filter(|task| task.place == Place::InPlace);
            for subject in [Subject::Poll, Subject::Stall] {
                let until = match (subject, &gave_up) {
                    (Subject::Stall, Some(task)) => task.since,
                    _ => now.at,
                };
                let poll = Sight::new(subject, hand.since, until).of(Some(hand.task));
                self.see_poll(poll.on(Some(*worker)).going_on(true), model, waited);
            }
        }
        hands
    }

    fn frozen(&mut self, model: &Model, now: &Now) {
        if !self.wanted.has(Subject::Freeze) {
            return;
        }
        for fact in model.ongoing(now) {
            if let Ongoing::DriverFrozen(freeze) = fact
                && freeze.waiting > 0
            {
                let frozen = Sight::new(Subject::Freeze, freeze.since, now.at).of(freeze.task);
                self.see(frozen.on(Some(freeze.worker)).going_on(true), model);
            }
        }
    }

    fn pool_waits(&mut self, model: &Model, now: Nanos, most: usize) {
        for job in model.blocking_queued().take(most) {
            let wait = Sight::new(Subject::PoolWait, job.spawned_at, now).of(Some(job.id));
            self.see(wait.going_on(true), model);
        }
    }

    /// A task is ready up to then, and not polled.
    fn waits(&mut self, task: &Task, until: Nanos, model: &Model) {
        let on = (task.id, task.place.worker());
        // One that has yielded counts from its wake on.
        if task.place.is_queued() && !matches!(task.place, Place::Deferred(_)) {
            self.waited((Subject::ReadyWait, task.since, until), on, true, model);
        }
        if let Place::Lifo(_) = task.place {
            self.waited((Subject::LifoWait, task.since, until), on, true, model);
        }
        if task.first_poll.is_none() && !task.is_blocking_job {
            let first = Sight::new(Subject::FirstPoll, task.spawned_at, until);
            self.see(first.of(Some(task.id)).going_on(true), model);
        }
    }

    /// A task or job that is not over.
    fn lives(&mut self, task: &Task, now: Nanos, model: &Model) {
        let goes_on = |subject, since: Nanos| {
            Sight::new(subject, since, now)
                .of(Some(task.id))
                .going_on(true)
        };
        if task.is_blocking_job {
            if task.place == Place::BlockingRunning {
                self.see(goes_on(Subject::Job, task.since), model);
            }
            return;
        }
        if !task.role.is_lane() {
            self.see(goes_on(Subject::Lifetime, task.spawned_at), model);
        }
        // Overdue, as far as that is known now.
        for due in task.waits().filter_map(|wait| wait.until) {
            if due < now {
                self.see(goes_on(Subject::TimerDelay, due), model);
            }
        }
    }
}

/// Those that are ready the longest: the first of each queue, and who is in a LIFO slot.
fn first_of_queues(model: &Model, hands: &Hands) -> Vec<Task> {
    let in_no_hand = |task: &Task| hands.iter().all(|(_, hand)| hand.task != task.id);
    let mut first: Vec<Task> = model.injection().find(in_no_hand).into_iter().collect();
    for worker in model.workers() {
        first.extend(model.local(worker.index).find(in_no_hand));
        let slot = worker.lifo.and_then(|task| model.task(task));
        first.extend(slot.filter(in_no_hand));
    }
    first
}
