//! Raids: a worker without work steals from the local queue of another one.
//!
//! One steal is one raid, however many tasks it takes; Tokio counts both apart. A batch from
//! the injection queue is none. What the fold sees of a raid is inferred: a task is polled by
//! another worker than the one it was queued on. Raids on tasks that came to a queue in a
//! batch are not seen, so there are rather too few. Where Tokio counts them itself, its
//! counters are the truth; they name no task.

use super::Model;
use super::happening::HappeningKind;
use super::list::List;
use super::queues::LOCAL_QUEUE;
use super::task::Place;
use super::worker::Worker;
use crate::events::{Certainty, Nanos, Sample, TaskId, Value, WorkerId};

/// One raid, as far as it is inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raid {
    /// Its number, from 1.
    number: u64,
    from: WorkerId,
    by: WorkerId,
    /// Tasks in the queue before it.
    lay: u32,
    /// Where the task was queued at first: it may have been in that worker's hand all along.
    origin: WorkerId,
}

/// How many raids there were, and how many tasks they took: each is Tokio's own count where
/// it has one, else inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raids {
    /// Steals.
    pub operations: Value<u64>,
    /// Tasks taken in them.
    pub tasks: Value<u64>,
}

impl Raids {
    /// The sum; measured only if both are.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let sum = |one: Value<u64>, two: Value<u64>| Value {
            value: one.value + two.value,
            certainty: match one.certainty {
                Certainty::Observed => two.certainty,
                Certainty::Inferred => Certainty::Inferred,
            },
        };
        Self {
            operations: sum(self.operations, other.operations),
            tasks: sum(self.tasks, other.tasks),
        }
    }
}

impl Model {
    /// The raids of one worker of the present runtime, or of the last one. `sample` is what
    /// Tokio told of it last; of a runtime that is gone that may be a little too few.
    pub fn raids_of(&self, worker: &Worker, sample: Option<&Sample>) -> Raids {
        let sample = sample.and_then(|sample| sample.workers.get(worker.index.index()));
        let or = |measured: Option<u64>, inferred: u64| match measured {
            Some(measured) if self.running => Value::observed(measured),
            Some(measured) => Value::inferred(measured.max(inferred)),
            None => Value::inferred(inferred),
        };
        Raids {
            operations: or(sample.and_then(|sample| sample.raids), worker.raids),
            tasks: or(sample.and_then(|sample| sample.steals), worker.migrated_in),
        }
    }

    /// The raids of all workers, those of earlier runtimes too.
    pub fn raids(&self, sample: Option<&Sample>) -> Raids {
        let none = Raids {
            operations: Value::observed(0),
            tasks: Value::observed(0),
        };
        let workers = self.workers.iter();
        let present = workers
            .clone()
            .map(|worker| self.raids_of(worker, sample))
            .fold(none, Raids::and);
        let seen = workers.fold((0, 0), |(raids, tasks), worker| {
            (raids + worker.raids, tasks + worker.migrated_in)
        });
        let earlier = Raids {
            operations: Value::inferred(self.counters.raids.saturating_sub(seen.0)),
            tasks: Value::inferred(self.counters.migrated.saturating_sub(seen.1)),
        };
        if earlier.tasks.value == 0 {
            return present;
        }
        present.and(earlier)
    }

    /// How many of the tasks taken in this raid are not polled yet: they lie on the queue of
    /// the worker that took them.
    pub fn raid_lies(&self, number: u64) -> usize {
        self.moved
            .values()
            .filter(|raid| raid.number == number)
            .count()
    }

    /// A task that was queued on one worker is polled by another: it was taken in a raid.
    pub(super) fn raided(&mut self, id: TaskId, place: Place, by: WorkerId, at: Nanos) {
        let noted = match self.moved.is_empty() {
            true => None,
            false => self.moved.remove(id),
        };
        let (Place::Local(queue) | Place::Lifo(queue)) = place else {
            return;
        };
        let raid = match noted {
            // It only seemed to lie in front of those that were taken, and was in its worker's
            // hand.
            Some(raid) if raid.origin == by => return,
            Some(raid) if raid.by == by => raid,
            _ if queue == by => return,
            _ => self.begin_raid(queue, by),
        };
        self.counters.migrated += 1;
        self.workers[by.index()].migrated_in += 1;
        let Raid {
            number, from, lay, ..
        } = raid;
        let moved = HappeningKind::Moved {
            from,
            raid: number,
            lay,
        };
        self.tell(at, Some(id), Some(by), moved);
        if place == Place::Local(queue) && queue != by {
            self.steal_up_to(id, raid);
        }
    }

    fn begin_raid(&mut self, from: WorkerId, by: WorkerId) -> Raid {
        self.counters.raids += 1;
        self.workers[by.index()].raids += 1;
        let lay = self.lists.local.get(from.index()).map_or(0, List::len);
        Raid {
            number: self.counters.raids,
            from,
            by,
            origin: from,
            lay: u32::try_from(lay).unwrap_or(u32::MAX),
        }
    }

    /// Tokio steals from the front, half of a queue, and polls the last one stolen first: those
    /// in front of it moved too.
    fn steal_up_to(&mut self, id: TaskId, raid: Raid) {
        for _ in 0..LOCAL_QUEUE / 2 {
            let front = self
                .lists
                .local
                .get(raid.from.index())
                .and_then(List::front);
            let Some(front) = front.filter(|front| *front != id) else {
                return;
            };
            let ready = self.ready_since(front);
            self.take_out(front);
            self.put(front, Place::Local(raid.by), ready);
            let known = self.moved.get(front);
            let origin = known.map_or(raid.origin, |known| known.origin);
            self.moved.set(front, Raid { origin, ..raid });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Event, KindId, PollOutcome, Role, SiteId, What, WorkerSample};
    use crate::testkit::{id, run, worker};

    fn hear(model: &mut Model, at: u64, what: What) {
        let at = Nanos(at);
        model.apply(&Event { at, what });
    }

    /// Six tasks of worker 0, of which worker 1 takes three at once.
    fn model() -> Model {
        let mut model = Model::new(Nanos(1_000));
        hear(&mut model, 0, What::RunStarted(run(2)));
        for task in 1..=6 {
            let spawned = What::Spawned {
                task: id(task),
                parent: None,
                kind: KindId::new(0),
                site: SiteId::new(0),
                on: Some(worker(0)),
                bytes: 8,
                detached: false,
                role: Role::Task,
            };
            hear(&mut model, 10, spawned);
        }
        for (start, task) in [(20, 3), (30, 1)] {
            let polled = What::Polled {
                task: id(task),
                worker: Some(worker(1)),
                start: Nanos(start),
                outcome: PollOutcome::Ready,
                self_woken: false,
                budget_spent: false,
            };
            hear(&mut model, start + 5, polled);
        }
        model
    }

    fn sample() -> Sample {
        let counts = |raids, steals| WorkerSample {
            raids: Some(raids),
            steals: Some(steals),
            ..WorkerSample::default()
        };
        Sample {
            workers: vec![counts(2, 7), counts(1, 4)],
            ..Sample::default()
        }
    }

    #[test]
    fn a_raid_is_one_however_many_tasks_it_takes() {
        let model = model();
        let raids = model.raids(None);
        assert_eq!(raids.operations, Value::inferred(1));
        assert_eq!(raids.tasks, Value::inferred(2));
        assert_eq!(model.raid_lies(1), 1, "one is not polled yet");
    }

    #[test]
    fn where_tokio_counts_its_counters_are_the_truth() {
        let mut model = model();
        let raids = model.raids(Some(&sample()));
        assert_eq!(raids.operations, Value::observed(3));
        assert_eq!(raids.tasks, Value::observed(11));
        let first = &model.workers()[0];
        let of_first = model.raids_of(first, Some(&sample()));
        assert_eq!(of_first.operations, Value::observed(2));
        hear(&mut model, 50, What::RunEnded);
        let gone = model.raids(Some(&sample()));
        assert_eq!(gone.operations, Value::inferred(3), "its last word");
    }

    #[test]
    fn raids_of_an_earlier_runtime_stay_counted_and_are_inferred() {
        let mut model = model();
        hear(&mut model, 50, What::RunStarted(run(2)));
        let raids = model.raids(Some(&sample()));
        assert_eq!(raids.operations, Value::inferred(3 + 1));
        assert_eq!(raids.tasks, Value::inferred(11 + 2));
    }
}
