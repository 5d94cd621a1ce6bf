//! What must be told to who comes later.

use crate::events::{Event, HandleAct, LockId, Role, SiteId, TaskId, What, WorkerId};
use std::collections::{HashMap, HashSet};

/// The names and places there are, the runtime, and who is alive in it, as the events that told
/// of them.
#[derive(Debug, Default)]
pub(super) struct Alive {
    names: Vec<Event>,
    run: Vec<Event>,
    tasks: HashMap<TaskId, Life>,
    parked: HashMap<WorkerId, Event>,
    /// Who has taken a lock that is waited for, and who has freed it, last.
    locks: HashMap<LockId, [Option<Event>; 2]>,
}

/// When so many locks were told of, those are forgotten that nobody waits for.
const MOST_LOCKS: usize = 1 << 10;

/// Of one task or job: its birth first.
#[derive(Debug)]
struct Life {
    born: Event,
    /// What was told of it since and still holds: waits, that it began, its handle.
    since: Vec<Event>,
}

/// Of one task no more is kept than this.
const MOST: usize = 16;

impl Alive {
    pub(super) fn hear(&mut self, events: &[Event]) {
        for event in events {
            self.take(event);
        }
    }

    #[inline]
    fn take(&mut self, event: &Event) {
        if let Some(task) = event.what.ends() {
            self.tasks.remove(&task);
            return;
        }
        match &event.what {
            What::Polled { .. } | What::Woken { .. } => {}
            What::Waiting { task, site, .. } => {
                self.is_over(*task, *site);
                self.keep(*task, event);
            }
            What::WaitOver { task, site, .. } => self.is_over(*task, *site),
            What::Parked { worker } => drop(self.parked.insert(*worker, event.clone())),
            What::Unparked { worker } => drop(self.parked.remove(worker)),
            other => self.take_rare(event, other),
        }
    }

    fn take_rare(&mut self, event: &Event, what: &What) {
        if let Some(born) = what.born() {
            let life = Life {
                born: event.clone(),
                since: Vec::new(),
            };
            self.tasks.insert(born.task, life);
            return;
        }
        match what {
            What::Kind { .. } | What::Site { .. } | What::Text { .. } => {
                self.names.push(event.clone());
            }
            What::RunStarted(_) => {
                self.run = vec![event.clone()];
                self.parked.clear();
            }
            What::Closing { .. } | What::RunEnded => self.run.push(event.clone()),
            What::Handle {
                task,
                act: HandleAct::Dropped | HandleAct::AbortAsked,
                ..
            }
            | What::InPlaceStarted { task, .. }
            | What::BlockingStarted { job: task } => self.keep(*task, event),
            What::LockAwaited { task, .. } => self.keep(*task, event),
            What::LockTaken { lock, .. } => self.lock(*lock)[1] = Some(event.clone()),
            What::LockFreed { lock, .. } => self.lock(*lock)[0] = Some(event.clone()),
            What::InPlaceEnded { task } => {
                let place = |what: &What| matches!(what, What::InPlaceStarted { .. });
                self.forget(*task, place);
            }
            _ => {}
        }
    }

    fn lock(&mut self, lock: LockId) -> &mut [Option<Event>; 2] {
        if self.locks.len() >= MOST_LOCKS && !self.locks.contains_key(&lock) {
            let awaited = self.awaited();
            self.locks.retain(|lock, _| awaited.contains(lock));
        }
        self.locks.entry(lock).or_default()
    }

    /// The locks that tasks wait for.
    fn awaited(&self) -> HashSet<LockId> {
        let since = self.tasks.values().flat_map(|life| &life.since);
        since
            .filter_map(|event| match event.what {
                What::LockAwaited { lock, .. } => Some(lock),
                _ => None,
            })
            .collect()
    }

    /// A wait is over.
    fn is_over(&mut self, task: TaskId, site: SiteId) {
        let is_it = |what: &What| match what {
            What::Waiting { site: at, .. } | What::LockAwaited { site: at, .. } => *at == site,
            _ => false,
        };
        self.forget(task, is_it);
    }

    fn forget(&mut self, task: TaskId, is_it: impl Fn(&What) -> bool) {
        if let Some(life) = self.tasks.get_mut(&task) {
            life.since.retain(|event| !is_it(&event.what));
        }
    }

    fn keep(&mut self, task: TaskId, event: &Event) {
        if let Some(life) = self.tasks.get_mut(&task)
            && life.since.len() < MOST
        {
            life.since.push(event.clone());
        }
    }

    /// Nobody listens: who is parked is not heard of from now on, nor of any wait that begins but
    /// for a lock, a task or a job. What waits already is heard of to its end.
    pub(super) fn forget_parked(&mut self) {
        self.parked.clear();
    }

    /// Whether all these workers are parked, as far as they have told.
    pub(super) fn is_parked(&self, workers: usize) -> bool {
        self.parked.len() >= workers
    }

    /// All of it, in order of time: names before they are used.
    pub(super) fn state(&self) -> Vec<Event> {
        let mut state = self.names.clone();
        state.extend_from_slice(&self.run);
        for life in self.tasks.values() {
            state.push(older(&life.born));
            state.extend_from_slice(&life.since);
        }
        state.extend(self.parked.values().cloned());
        let awaited = self.awaited();
        for lock in awaited.iter().filter_map(|lock| self.locks.get(lock)) {
            state.extend(lock.iter().flatten().cloned());
        }
        state.sort_by_key(|event| event.at);
        // A name is told when events are read, which may be after what it is used in has happened.
        state.sort_by_key(|event| !event.what.is_announcement());
        state
    }
}

/// A birth, told later: whether the task is ready or waits by now is not known. To say that it
/// was spawned would be to say that it has waited for its first poll since.
fn older(born: &Event) -> Event {
    let what = match born.what {
        What::Spawned {
            task,
            parent,
            kind,
            site,
            role: Role::Task,
            ..
        }
        | What::Seen {
            task,
            parent,
            kind,
            site,
            ..
        } => What::Seen {
            task,
            parent,
            kind,
            site,
            on: None,
            born: false,
        },
        _ => born.what.clone(),
    };
    let at = born.at;
    Event { at, what }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Holder, KindId, LockMode, Nanos, WaitEnd};

    fn task(number: u32) -> TaskId {
        TaskId::new(number).unwrap()
    }

    fn born(number: u32) -> What {
        What::Spawned {
            task: task(number),
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(0),
            on: None,
            bytes: 8,
            detached: false,
            role: Role::Task,
        }
    }

    fn waits(number: u32, site: u32) -> What {
        What::Waiting {
            task: task(number),
            site: SiteId::new(site),
            until: None,
            on: None,
        }
    }

    fn awaits(number: u32, site: u32, holder: u32) -> What {
        What::LockAwaited {
            task: task(number),
            site: SiteId::new(site),
            lock: LockId::new(site),
            mode: LockMode::Exclusive,
            holder: Some(Holder {
                task: task(holder),
                site: SiteId::new(9),
            }),
            others: 0,
        }
    }

    #[test]
    fn who_comes_later_is_told_who_waits_for_whom() {
        let taken = What::LockTaken {
            task: task(2),
            lock: LockId::new(5),
            site: SiteId::new(5),
        };
        let over = What::WaitOver {
            task: task(3),
            site: SiteId::new(6),
            end: WaitEnd::Ready,
        };
        let told = [
            born(1),
            born(2),
            born(3),
            waits(1, 5),
            awaits(1, 5, 2),
            waits(3, 6),
            awaits(3, 6, 2),
            taken.clone(),
            over,
        ];
        let events: Vec<Event> = (1..)
            .zip(told)
            .map(|(at, what)| Event {
                at: Nanos(at),
                what,
            })
            .collect();
        let mut alive = Alive::default();
        alive.hear(&events);
        alive.forget_parked();
        let state: Vec<What> = alive.state().into_iter().map(|event| event.what).collect();
        assert_eq!(state[3..], [waits(1, 5), awaits(1, 5, 2), taken]);
    }
}
