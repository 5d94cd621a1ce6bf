//! Recent events, bounded by the memory they take.

use crate::protocol::{Event, Nanos, TaskId, WakeBy, What};
use std::collections::VecDeque;

/// Recent events, oldest dropped first.
#[derive(Clone, Debug)]
pub struct Log {
    events: VecDeque<Event>,
    limit: usize,
    bytes: usize,
    forgotten: u64,
}

impl Log {
    /// A log that holds at most about `bytes`.
    pub fn new(bytes: usize) -> Self {
        Self {
            events: VecDeque::new(),
            limit: bytes,
            bytes: 0,
            forgotten: 0,
        }
    }

    /// Keeps an event, and drops the oldest ones if need be.
    pub fn push(&mut self, event: Event) {
        self.bytes += size(&event);
        if self.events.len() == self.events.capacity() {
            self.make_room();
        }
        self.events.push_back(event);
        while self.bytes > self.limit {
            let Some(oldest) = self.events.pop_front() else {
                return;
            };
            self.bytes -= size(&oldest);
            self.forgotten += 1;
        }
    }

    /// Doubles the room, but never beyond the limit: a ring walks through all the memory
    /// it has.
    #[cold]
    fn make_room(&mut self) {
        let len = self.events.len();
        let most = self.limit / size_of::<Event>() + 1;
        let more = len.max(64).min(most.saturating_sub(len)).max(1);
        self.events.reserve_exact(more);
    }

    /// Moment of the oldest event kept.
    pub fn oldest(&self) -> Option<Nanos> {
        self.events.front().map(|event| event.at)
    }

    /// How many events are kept.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Events dropped because the log was full.
    pub fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// All events kept, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Event> + ExactSizeIterator {
        self.events.iter()
    }

    /// The events kept that concern the task itself, oldest first: its spawn, polls,
    /// wakes, awaits, lines, end, and what was done to its handle. Reads the whole log.
    pub fn of_task(&self, task: TaskId) -> impl DoubleEndedIterator<Item = &Event> {
        self.events
            .iter()
            .filter(move |event| subject(&event.what) == Some(task))
    }

    /// The events kept that tell of a task or job spawned by the task, oldest first.
    pub fn children_of(&self, task: TaskId) -> impl DoubleEndedIterator<Item = &Event> {
        self.events.iter().filter(move |event| match event.what {
            What::Spawned { parent, .. } | What::BlockingSubmitted { parent, .. } => {
                parent == Some(task)
            }
            _ => false,
        })
    }

    /// The events kept that tell of another task woken by the task or job, oldest first.
    pub fn woken_by(&self, waker: TaskId) -> impl DoubleEndedIterator<Item = &Event> {
        self.events.iter().filter(move |event| match event.what {
            What::Woken {
                task,
                by: WakeBy::Task(by),
                ..
            } => by == waker && task != waker,
            What::Woken {
                by: WakeBy::Blocking(by),
                ..
            } => by == Some(waker),
            _ => false,
        })
    }
}

/// Memory an event takes; of its strings only announcements have any.
fn size(event: &Event) -> usize {
    let strings = match &event.what {
        What::Kind { name, .. } => name.len(),
        What::Site { site, .. } => site.file.len(),
        What::Text { text, .. } => text.len(),
        What::RunStarted(info) => info.tokio.len(),
        _ => 0,
    };
    size_of::<Event>() + strings
}

/// The task an event is about.
fn subject(what: &What) -> Option<TaskId> {
    match *what {
        What::Spawned { task, .. }
        | What::Polled { task, .. }
        | What::Woken { task, .. }
        | What::Waiting { task, .. }
        | What::WaitOver { task, .. }
        | What::At { task, .. }
        | What::Dropped { task }
        | What::Handle { task, .. }
        | What::InPlaceStarted { task, .. }
        | What::InPlaceEnded { task } => Some(task),
        What::BlockingSubmitted { job, .. }
        | What::BlockingStarted { job }
        | What::BlockingEnded { job, .. } => Some(job),
        What::Said { task, .. } => task,
        What::Kind { .. }
        | What::Site { .. }
        | What::Text { .. }
        | What::RunStarted(_)
        | What::Closing { .. }
        | What::RunEnded
        | What::Parked { .. }
        | What::Unparked { .. }
        | What::Coalesced { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{HandleAct, KindId, SiteId, TextId};

    fn id(number: u32) -> TaskId {
        TaskId::new(number).unwrap()
    }

    fn event(at: u64, what: What) -> Event {
        Event {
            at: Nanos(at),
            what,
        }
    }

    fn spawned(task: u32, parent: Option<u32>) -> What {
        What::Spawned {
            task: id(task),
            parent: parent.map(id),
            kind: KindId::new(0),
            site: SiteId::new(0),
            on: None,
            bytes: 0,
            detached: false,
        }
    }

    #[test]
    fn the_oldest_events_go_first_and_are_counted() {
        let mut log = Log::new(3 * size_of::<Event>());
        assert_eq!((log.oldest(), log.is_empty()), (None, true));
        for at in 1..=5 {
            log.push(event(at, What::Dropped { task: id(1) }));
        }
        assert_eq!(
            (log.len(), log.forgotten(), log.oldest()),
            (3, 2, Some(Nanos(3)))
        );
    }

    #[test]
    fn a_full_log_has_no_memory_to_spare() {
        let mut log = Log::new(3_000 * size_of::<Event>());
        for at in 1..=10_000 {
            log.push(event(at, What::Dropped { task: id(1) }));
        }
        assert_eq!((log.len(), log.forgotten()), (3_000, 7_000));
        assert!(log.events.capacity() <= 3_001, "{}", log.events.capacity());
    }

    #[test]
    fn strings_count_too() {
        let mut log = Log::new(2 * size_of::<Event>());
        log.push(event(1, What::Dropped { task: id(1) }));
        let text = "x".repeat(size_of::<Event>());
        log.push(event(
            2,
            What::Text {
                id: TextId::new(0),
                text,
            },
        ));
        assert_eq!((log.len(), log.oldest()), (1, Some(Nanos(2))));
        log.push(event(3, What::RunEnded));
        assert_eq!((log.len(), log.oldest()), (1, Some(Nanos(3))));
    }

    #[test]
    fn a_tasks_own_life_its_children_and_whom_it_woke() {
        let mut log = Log::new(1 << 20);
        let by = WakeBy::Task(id(1));
        log.push(event(1, spawned(1, None)));
        log.push(event(2, spawned(2, Some(1))));
        log.push(event(
            3,
            What::Woken {
                task: id(2),
                by,
                on: None,
            },
        ));
        log.push(event(
            4,
            What::Woken {
                task: id(1),
                by,
                on: None,
            },
        ));
        log.push(event(
            5,
            What::Handle {
                task: id(2),
                by: Some(id(1)),
                act: HandleAct::Joined,
            },
        ));
        log.push(event(
            6,
            What::Woken {
                task: id(2),
                by: WakeBy::Blocking(Some(id(9))),
                on: None,
            },
        ));
        let times = |events: Vec<&Event>| events.iter().map(|e| e.at.0).collect::<Vec<_>>();
        assert_eq!(times(log.of_task(id(1)).collect()), [1, 4]);
        assert_eq!(times(log.of_task(id(2)).collect()), [2, 3, 5, 6]);
        assert_eq!(times(log.children_of(id(1)).collect()), [2]);
        assert_eq!(times(log.woken_by(id(1)).collect()), [3]);
        assert_eq!(times(log.woken_by(id(9)).collect()), [6]);
    }
}
