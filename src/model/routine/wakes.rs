//! The wake of every day: of a task that is pending or deferred and awaits at most one
//! plain thing, on a worker of the runtime with room in its queue or on none.

use crate::events::{Nanos, TaskId, WakeBy, WorkerId};
use crate::model::Model;
use crate::model::happening::HappeningKind;
use crate::model::list::List;
use crate::model::queues::LOCAL_QUEUE;
use crate::model::task::Place;
use crate::model::worker::Worker;

impl Model {
    /// Folds the wake, of which is told [who called it](Model::true_waker), if it is a routine
    /// one; else changes nothing and gives `false`.
    ///
    /// One function on purpose: the records and lists are looked up once.
    #[inline]
    pub(in crate::model) fn routine_wake(
        &mut self,
        at: Nanos,
        id: TaskId,
        by: WakeBy,
        on: Option<WorkerId>,
    ) -> bool {
        // The wakes of a shutdown are counted apart.
        if !self.shortcut || !self.has_lifo_slot() || self.shutdown.is_some() {
            return false;
        }
        let Some((record, _)) = self.table.routine(id) else {
            return false;
        };
        // No extra: so it awaits at most one plain thing.
        let list = match record.place() {
            Place::Pending => &mut self.lists.pending,
            Place::Deferred(_) => &mut self.lists.deferred,
            _ => return false,
        };
        // A wake from before the newest poll was answered by that poll.
        if at < record.last_start() {
            return false;
        }
        let slot = match on {
            Some(on) => match slot(&mut self.workers, &mut self.lists.local, on) {
                Some(slot) => Some(slot),
                None => return false,
            },
            None => None,
        };
        list.remove(record.stamp);
        record.wakes = record.wakes.saturating_add(1);
        if let Some((worker, queue)) = slot {
            if worker.parked && by == WakeBy::Driver {
                self.driver.woke(worker.index, at);
            }
            record.set_place(Place::Lifo(worker.index), at);
            if let Some(displaced) = worker.lifo.replace(id)
                && let Some(record) = self.table.find_mut(displaced)
            {
                record.set_place(Place::Local(worker.index), record.since());
                record.stamp = queue.push_back(displaced);
                worker.local_len = queue.len();
            }
        } else {
            record.set_place(Place::Injection, at);
            record.stamp = self.lists.injection.push_back(id);
        }
        self.count_wake(by, at);
        let woken = || HappeningKind::Woken { by };
        self.happenings.push_routine(at, id, on, woken);
        true
    }
}

/// A worker whose LIFO slot can take a task, and its queue, with room for the one displaced.
#[inline]
fn slot<'a>(
    workers: &'a mut [Worker],
    queues: &'a mut [List],
    on: WorkerId,
) -> Option<(&'a mut Worker, &'a mut List)> {
    let (worker, queue) = (workers.get_mut(on.index())?, queues.get_mut(on.index())?);
    let room = worker.lifo.is_none() || queue.len() < LOCAL_QUEUE;
    room.then_some((worker, queue))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Event, KindId, PollOutcome, Role, Site, SiteId, WaitOn, What};
    use crate::testkit::id;

    const YIELD: SiteId = SiteId::new(1);

    fn on(worker: u16) -> Option<WorkerId> {
        Some(WorkerId::new(worker))
    }

    fn apply(model: &mut Model, at: u64, what: What) {
        let at = Nanos(at);
        model.apply(&Event { at, what });
    }

    fn polled(model: &mut Model, at: u64, task: u32) {
        let what = What::Polled {
            task: id(task),
            worker: on(0),
            start: Nanos(at),
            outcome: PollOutcome::Pending,
            self_woken: false,
            budget_spent: false,
        };
        apply(model, at, what);
    }

    fn waits(model: &mut Model, at: u64, task: u32, until: Option<Nanos>) {
        let what = What::Waiting {
            task: id(task),
            site: YIELD,
            until,
            on: None,
        };
        apply(model, at, what);
    }

    /// So many tasks that were polled once and are pending.
    fn model(tasks: u32) -> Model {
        let mut model = Model::new(Nanos(1_000_000));
        let site = Site {
            file: String::from("test.rs"),
            line: 1,
            column: 1,
            wait: WaitOn::Yield,
            name: None,
        };
        apply(&mut model, 0, What::Site { id: YIELD, site });
        for task in 1..=tasks {
            let what = What::Spawned {
                task: id(task),
                parent: None,
                kind: KindId::new(0),
                site: SiteId::new(0),
                on: None,
                bytes: 8,
                detached: false,
                role: Role::Task,
            };
            apply(&mut model, 1, what);
            polled(&mut model, 2, task);
        }
        model
    }

    fn is_routine(model: &mut Model, at: u64, task: u32, by: WakeBy, on: Option<WorkerId>) -> bool {
        let on = model.known(on);
        let by = model.true_waker(Nanos(at), id(task), by, on);
        let was = model.clone();
        let routine = model.routine_wake(Nanos(at), id(task), by, on);
        model.check_invariants().unwrap();
        if !routine {
            assert_eq!(format!("{model:?}"), format!("{was:?}"));
        }
        routine
    }

    #[test]
    fn a_wake_like_others_is_routine_wherever_the_task_goes() {
        let mut model = model(4);
        waits(&mut model, 10, 4, None);
        polled(&mut model, 11, 4);
        assert_eq!(model.deferred_len(), 1);
        let between = WakeBy::BetweenPolls(None);
        for (task, by, on) in [
            (1, WakeBy::Driver, on(0)),
            (2, WakeBy::Task(id(1)), on(0)),
            (3, WakeBy::Outside, None),
            (4, between, on(0)),
        ] {
            assert!(is_routine(&mut model, 20, task, by, on), "{task}");
        }
        let local: Vec<_> = model.local(WorkerId::new(0)).map(|task| task.id).collect();
        assert_eq!(local, [id(1), id(2)]);
        let worker = &model.workers()[0];
        assert_eq!((worker.lifo, worker.local_len), (Some(id(4)), 2));
        assert_eq!(model.injection().next().map(|task| task.id), Some(id(3)));
        let wakes = model.counters().wakes;
        let counted = [
            wakes.by_driver,
            wakes.by_task,
            wakes.by_outside,
            wakes.by_deferred,
        ];
        assert_eq!(counted, [1; 4]);
        assert_eq!((model.pending_len(), model.deferred_len()), (0, 0));
    }

    #[test]
    fn a_wake_out_of_the_ordinary_is_left_alone() {
        let mut model = model(300);
        polled(&mut model, 30, 300);
        waits(&mut model, 31, 299, Some(Nanos(50)));
        let driver = WakeBy::Driver;
        assert!(!is_routine(&mut model, 29, 300, driver, on(0)), "answered");
        assert!(!is_routine(&mut model, 40, 299, driver, on(0)), "an extra");
        assert!(!is_routine(&mut model, 40, 999, driver, on(0)), "unknown");
        for task in 1..=257 {
            assert!(is_routine(&mut model, 41, task, driver, on(0)), "{task}");
        }
        assert!(!is_routine(&mut model, 42, 257, driver, on(0)), "ready");
        assert!(!is_routine(&mut model, 42, 258, driver, on(0)), "full");
        assert!(is_routine(&mut model, 42, 258, driver, on(1)), "another");
        assert!(is_routine(&mut model, 42, 259, driver, None), "no worker");
    }
}
