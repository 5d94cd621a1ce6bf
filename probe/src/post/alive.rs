//! What must be told to who comes later.

use crate::events::{Event, HandleAct, Role, SiteId, TaskId, What, WorkerId};
use std::collections::HashMap;

/// The names and places there are, the runtime, and who is alive in it, as the events that told
/// of them.
#[derive(Debug, Default)]
pub(super) struct Alive {
    names: Vec<Event>,
    run: Vec<Event>,
    tasks: HashMap<TaskId, Life>,
    parked: HashMap<WorkerId, Event>,
}

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
            What::InPlaceEnded { task } => {
                let place = |what: &What| matches!(what, What::InPlaceStarted { .. });
                self.forget(*task, place);
            }
            _ => {}
        }
    }

    /// A wait is over.
    fn is_over(&mut self, task: TaskId, site: SiteId) {
        self.forget(
            task,
            |what| matches!(what, What::Waiting { site: at, .. } if *at == site),
        );
    }

    fn forget(&mut self, task: TaskId, is_it: impl Fn(&What) -> bool) {
        if let Some(life) = self.tasks.get_mut(&task)
            && let Some(place) = life.since.iter().position(|event| is_it(&event.what))
        {
            life.since.swap_remove(place);
        }
    }

    fn keep(&mut self, task: TaskId, event: &Event) {
        if let Some(life) = self.tasks.get_mut(&task)
            && life.since.len() < MOST
        {
            life.since.push(event.clone());
        }
    }

    /// Nobody listens: what tasks wait for, and who is parked, is not heard of from now on.
    pub(super) fn forget_waits(&mut self) {
        self.parked.clear();
        for life in self.tasks.values_mut() {
            life.since
                .retain(|event| !matches!(event.what, What::Waiting { .. }));
        }
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
