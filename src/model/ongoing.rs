//! What goes on at one moment: the folded events together with the polls in progress.

use super::Model;
use super::happening::Ongoing;
use super::task::{Place, Task};
use super::worker::Worker;
use crate::events::{InHand, Now, TaskId, WorkerId};

impl Model {
    /// Where a task is, given the polls in progress: one that is being polled is with its worker,
    /// whatever queue it was taken from.
    pub fn place(&self, task: &Task, now: &Now) -> Place {
        if task.is_ended() || task.place == Place::InPlace {
            return task.place;
        }
        self.in_hand(now)
            .find(|(_, hand)| hand.task == task.id)
            .map_or(task.place, |(worker, _)| Place::Polling(worker))
    }

    /// The polls in progress, by worker, without those that are over already as the events
    /// say: a `Now` may be a little older than the newest event.
    pub fn in_hand<'a>(&'a self, now: &'a Now) -> impl Iterator<Item = (WorkerId, InHand)> + 'a {
        (0..=u16::MAX)
            .zip(&now.workers)
            .filter_map(|(index, hand)| {
                let hand = hand.filter(|hand| !self.is_over(*hand))?;
                Some((WorkerId::new(index), hand))
            })
    }

    /// How often the task was polled, a poll in progress counted.
    pub fn polls_of(&self, task: &Task, now: &Now) -> u64 {
        let begun = matches!(self.place(task, now), Place::Polling(_) | Place::InPlace);
        u64::from(task.polls) + u64::from(begun)
    }

    /// How many polls the worker began, one in progress counted.
    pub fn polls_on(&self, worker: &Worker, now: &Now) -> u64 {
        let hand = now.workers.get(worker.index.index()).copied().flatten();
        let in_hand = hand.is_some_and(|hand| !self.is_over(hand) && !self.is_in_place(hand));
        let mut in_place = self.table.walk(&self.lists.in_place);
        // It gave its core away and polls nothing else: its poll is not over.
        let gave_away = in_place.any(|task| task.last_worker == Some(worker.index));
        worker.polls + u64::from(in_hand) + u64::from(gave_away)
    }

    /// How many polls there were, those in progress counted.
    pub fn polls(&self, now: &Now) -> u64 {
        let in_hand = self.in_hand(now);
        let in_hand = in_hand.filter(|(_, hand)| !self.is_in_place(*hand));
        self.counters.polls + in_hand.count() as u64 + self.lists.in_place.len() as u64
    }

    /// Whether the poll is over already, as the events say.
    fn is_over(&self, hand: InHand) -> bool {
        self.table.get(hand.task).is_some_and(|record| {
            record.is_ended() || (record.polls > 0 && record.last_start() >= hand.since)
        })
    }

    fn is_in_place(&self, hand: InHand) -> bool {
        let record = self.table.get(hand.task);
        record.is_some_and(|record| record.place() == Place::InPlace)
    }

    /// What is wrong at the moment of `now`: each stall with the task trapped behind it, then what
    /// follows from all of them; jobs that wait for a thread of the blocking pool; and whether
    /// anybody polls the driver.
    pub fn ongoing(&self, now: &Now) -> Vec<Ongoing> {
        let stalled: Vec<_> = self
            .in_hand(now)
            .filter(|(_, hand)| now.at.since(hand.since) >= self.stall_after)
            .filter(|(_, hand)| {
                self.task(hand.task)
                    .is_none_or(|t| t.place != Place::InPlace)
            })
            .collect();
        let mut found = Vec::new();
        for &(worker, InHand { task, since, site }) in &stalled {
            found.push(Ongoing::Stalled {
                worker,
                task,
                since,
                site,
            });
            found.extend(self.trapped(worker, now));
        }
        found.extend(self.jobs_wait(now));
        found.extend(self.frozen(now));
        found.extend(self.left_locked(now));
        if !stalled.is_empty() && stalled.len() == now.workers.len() {
            found.push(Ongoing::AllStalled);
        }
        found
    }

    /// A job waits for a thread of the pool for too long.
    fn jobs_wait(&self, now: &Now) -> Option<Ongoing> {
        let oldest = self.running.then(|| self.long_in_pool_queue(now.at))??;
        Some(Ongoing::JobsWait {
            job: oldest.id,
            since: oldest.since,
            queued: self.blocking_queued_len(),
            full: self
                .run
                .as_ref()
                .map(|run| run.max_blocking)
                .filter(|_| self.pool_is_full()),
        })
    }

    /// The task in the LIFO slot of a stalled worker, if it is ready for too long.
    fn trapped(&self, worker: WorkerId, now: &Now) -> Option<Ongoing> {
        if self.lifo_is_stolen() {
            return None;
        }
        let task = self.task(self.workers.get(worker.index())?.lifo?)?;
        let in_hand = |id: TaskId| now.workers.iter().flatten().any(|hand| hand.task == id);
        if in_hand(task.id) || now.at.since(task.since) < self.stall_after {
            return None;
        }
        Some(Ongoing::LifoTrapped {
            worker,
            task: task.id,
            since: task.since,
            idle: self.idle(now),
        })
    }

    /// Workers that are parked.
    fn idle(&self, now: &Now) -> usize {
        let polls = |index: usize| now.workers.get(index).is_some_and(Option::is_some);
        self.workers
            .iter()
            .filter(|worker| worker.parked && !polls(worker.index.index()))
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Event, KindId, Nanos, PollOutcome, Role, SiteId, What};
    use crate::testkit::{id, run, worker};

    /// A runtime of so many workers; each polled a task of its own from 20 to 30.
    fn busy(workers: u16) -> Model {
        let mut model = Model::new(Nanos(1_000));
        let mut hear = |at, what| {
            model.apply(&Event {
                at: Nanos(at),
                what,
            });
        };
        hear(0, What::RunStarted(run(workers)));
        for on in 0..workers {
            let task = id(u32::from(on) + 1);
            let spawned = What::Spawned {
                task,
                parent: None,
                kind: KindId::new(0),
                site: SiteId::new(0),
                on: Some(worker(on)),
                bytes: 8,
                detached: false,
                role: Role::Task,
            };
            hear(10, spawned);
            let polled = What::Polled {
                task,
                worker: Some(worker(on)),
                start: Nanos(20),
                outcome: PollOutcome::Pending,
                self_woken: false,
                budget_spent: false,
            };
            hear(30, polled);
        }
        model
    }

    #[test]
    fn as_many_workers_as_tokio_allows_have_polls_and_hands() {
        for workers in [96, u16::MAX] {
            let model = busy(workers);
            assert_eq!(model.workers().len(), usize::from(workers));
            assert!(model.workers().iter().all(|worker| worker.polls == 1));
            assert_eq!(model.pending_len(), usize::from(workers));
            let hand = |task| InHand {
                task: id(task),
                since: Nanos(40),
                site: None,
            };
            let now = Now {
                at: Nanos(2_000),
                workers: (1..=u32::from(workers))
                    .map(|task| Some(hand(task)))
                    .collect(),
            };
            assert_eq!(model.in_hand(&now).count(), usize::from(workers));
            let stalled = model
                .ongoing(&now)
                .into_iter()
                .filter(|fact| matches!(fact, Ongoing::Stalled { .. }));
            assert_eq!(stalled.count(), usize::from(workers));
            assert!(model.ongoing(&now).contains(&Ongoing::AllStalled));
        }
    }
}
