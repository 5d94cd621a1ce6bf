//! The poll and the wake of every day, each folded in one go.
//!
//! Nearly all polls of a busy runtime are alike: not the first, not slow, on the worker
//! that was expected, and the task waits again afterwards. [`Model::routine_poll`] does
//! for these what [`Model::polled`] does for any, with the record read once. Whatever
//! is out of the ordinary it leaves alone, untouched, to `polled`. In the same way
//! [`Model::routine_wake`] stands before [`Model::woken`]. That both ways come to the same
//! model is tested over random histories.

mod wakes;

use super::Model;
use super::announced::Announced;
use super::announced::number;
use super::happening::HappeningKind;
use super::polls::{Poll, SKEW};
use super::queues::LOCAL_QUEUE;
use super::record::Waits;
use super::task::Place;
use crate::events::{PollOutcome, Site, SiteId, WaitOn};

impl Model {
    /// Folds the poll if it is a routine one; else changes nothing and gives `false`.
    ///
    /// One function on purpose: the record stays borrowed from the checks to the end.
    #[inline]
    pub(super) fn routine_poll(&mut self, poll: &Poll) -> bool {
        let &Poll {
            task: id,
            worker: Some(worker),
            start,
            end,
            outcome: PollOutcome::Pending,
            flags: (self_woken, false),
        } = poll
        else {
            return false;
        };
        let lasted = end.since(start);
        if lasted >= self.stall_after || !self.moved.is_empty() || !self.shortcut {
            return false;
        }
        // The worker may have been out of sight before.
        if self.may_hide() && self.is_far(worker, start) {
            return false;
        }
        let Some((record, kind)) = self.table.routine(id) else {
            return false;
        };
        let Waits::Plain(site) = record.waits() else {
            return false;
        };
        let place = record.place();
        let Some(list) = self.lists.of_worker(place, worker) else {
            return false;
        };
        let queued = place != Place::Pending;
        let waited = start.since(record.since());
        // A long wait may have to do with a stall.
        if (queued && waited >= self.stall_after)
            || start + SKEW < record.last_start()
            || !record.has_room_for(lasted, waited)
            || site.is_some_and(|site| is_yield(&self.sites, site))
        {
            return false;
        }
        let Some(kind) = self.kinds.get_mut(kind) else {
            return false;
        };
        let waited = queued.then_some(waited);
        kind.stats.count_routine(lasted, waited);
        record.count_routine(worker, start, lasted, waited);
        let on = &mut self.workers[worker.index()];
        on.polled(id, start, end, false);
        match list {
            Some(list) => list.remove(record.stamp),
            None => on.lifo = on.lifo.filter(|occupant| *occupant != id),
        }
        self.counters.polls += 1;
        self.poll_histogram[lasted.0.max(1).ilog2() as usize] += 1;
        let local = &mut self.lists.local[worker.index()];
        if self_woken {
            record.wakes = record.wakes.saturating_add(1);
            if local.len() < LOCAL_QUEUE {
                record.set_place(Place::Local(worker), end);
                record.stamp = local.push_back(id);
                on.local_len = local.len();
            } else {
                self.push_local(id, worker, end);
            }
            self.woke_itself(id, Some(worker), end);
        } else {
            record.set_place(Place::Pending, end);
            record.stamp = self.lists.pending.push_back(id);
            on.local_len = local.len();
        }
        let aside = || HappeningKind::PutAside { site };
        self.happenings.push_routine(end, id, Some(worker), aside);
        true
    }
}

fn is_yield(sites: &Announced<Site>, site: SiteId) -> bool {
    let site = sites.get(number(site.index()));
    site.is_some_and(|site| site.wait == WaitOn::Yield)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Event, KindId, Nanos, Role, TaskId, WakeBy, What, WorkerId};

    const WORKER: Option<WorkerId> = Some(WorkerId::new(0));

    fn poll(start: u64, end: u64) -> Poll {
        Poll {
            task: TaskId::new(1).unwrap(),
            worker: WORKER,
            start: Nanos(start),
            end: Nanos(end),
            outcome: PollOutcome::Pending,
            flags: (false, false),
        }
    }

    /// A task that was polled once and is pending, on one worker.
    fn model() -> Model {
        let mut model = Model::new(Nanos(1_000));
        let task = TaskId::new(1).unwrap();
        let what = What::Spawned {
            task,
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(0),
            on: WORKER,
            bytes: 8,
            detached: false,
            role: Role::Task,
        };
        model.apply(&Event { at: Nanos(1), what });
        assert!(!model.routine_poll(&poll(2, 3)), "the first one");
        model.polled(&poll(2, 3));
        model
    }

    fn woken(model: &mut Model, at: u64, on: Option<WorkerId>) {
        model.woken(Nanos(at), TaskId::new(1).unwrap(), WakeBy::Driver, on);
    }

    #[test]
    fn a_poll_like_others_is_routine_wherever_the_task_was() {
        let mut model = model();
        assert!(model.routine_poll(&poll(10, 20)), "pending");
        woken(&mut model, 30, WORKER);
        assert!(model.routine_poll(&poll(31, 40)), "in the LIFO slot");
        assert_eq!(model.workers()[0].lifo, None);
        woken(&mut model, 50, None);
        let itself = Poll {
            flags: (true, false),
            ..poll(51, 60)
        };
        assert!(model.routine_poll(&itself), "in the injection queue");
        assert!(model.routine_poll(&poll(61, 70)), "in the local queue");
        model.check_invariants().unwrap();
        let task = model.task(TaskId::new(1).unwrap()).unwrap();
        assert_eq!((task.place, task.since), (Place::Pending, Nanos(70)));
        assert_eq!((task.polls, task.wakes, task.busy), (5, 3, Nanos(38)));
        assert_eq!(task.scheduled, Nanos(4));
    }

    #[test]
    fn what_is_out_of_the_ordinary_is_left_alone() {
        let mut model = model();
        let odd = [
            poll(10, 1_010),
            Poll {
                worker: None,
                ..poll(10, 20)
            },
            Poll {
                outcome: PollOutcome::Ready,
                ..poll(10, 20)
            },
            Poll {
                flags: (false, true),
                ..poll(10, 20)
            },
            Poll {
                task: TaskId::new(2).unwrap(),
                ..poll(10, 20)
            },
        ];
        let before = format!("{model:?}");
        for poll in odd {
            assert!(!model.routine_poll(&poll), "{poll:?}");
        }
        assert_eq!(format!("{model:?}"), before);
        woken(&mut model, 30, WORKER);
        assert!(!model.routine_poll(&poll(2_000, 2_001)), "a long wait");
        woken(&mut model, 31, WORKER);
        assert!(!model.routine_poll(&poll(32, 40)), "woken twice");
    }
}
