//! Runs of a load for tests of whatever shows them.

use super::{Load, Measures, Simulation, State};
use crate::events::{
    Event, KindId, Nanos, PollOutcome, Role, SiteId, TaskId, WakeBy, What, WorkerId,
};
use crate::testkit::id;

/// Gives the first ready task to the first free worker, once in so many milliseconds; told as the
/// events of a real run, the kind of each task being its number in the load.
pub(crate) fn person(load: &Load, needs: u64) -> (Vec<Event>, Measures) {
    let mut play = Simulation::new(load.clone());
    let mut events = Vec::new();
    while !play.is_over() {
        let free = play.workers().position(|(hand, _)| hand.is_none());
        if let (Some(free), Some(first)) = (free, play.ready().first().copied()) {
            let (ready, piece) = play.task(first).expect("it is of the load");
            play.give(first, free)
                .expect("it is ready, and they are free");
            let (in_work, _) = play.task(first).expect("it is of the load");
            let last = piece + 1 == load.tasks[first].pieces.len();
            let after = load.tasks[first].pieces[piece].after;
            events.extend(told((first, piece), after, (ready, in_work), last));
        }
        play.advance(Nanos::from_millis(needs));
    }
    events.sort_by_key(|event| event.at);
    (events, play.measures().expect("it is over"))
}

/// The kinds of those events.
pub(crate) fn kinds(load: &Load) -> impl Iterator<Item = What> {
    let tasks = load.tasks.iter().zip(0..);
    tasks.map(|(task, kind)| What::Kind {
        id: KindId::new(kind),
        name: task.name.into(),
    })
}

/// A task waited so long, became ready, and a worker worked on it.
fn told(
    (task, piece): (usize, usize),
    after: Nanos,
    states: (State, State),
    last: bool,
) -> Vec<Event> {
    let (
        State::Ready { since: ready },
        State::InWork {
            worker,
            since: start,
            until,
        },
    ) = states
    else {
        panic!("{states:?}");
    };
    let number: TaskId = id(task as u32 + 1);
    let became = match piece {
        0 => What::Spawned {
            task: number,
            parent: None,
            kind: KindId::new(task as u16),
            site: SiteId::new(0),
            on: None,
            bytes: 64,
            detached: false,
            role: Role::Task,
        },
        _ => What::Woken {
            task: number,
            by: WakeBy::Driver,
            on: None,
        },
    };
    let polled = What::Polled {
        task: number,
        worker: Some(WorkerId::new(worker as u16)),
        start,
        outcome: match last {
            true => PollOutcome::Ready,
            false => PollOutcome::Pending,
        },
        self_woken: false,
        budget_spent: false,
    };
    let event = |at, what| Event { at, what };
    let waiting = What::Waiting {
        task: number,
        site: SiteId::new(0),
        until: Some(ready),
        on: None,
    };
    let mut events = vec![event(ready, became), event(until, polled)];
    if piece > 0 {
        events.insert(0, event(ready.since(after), waiting));
    }
    events
}
