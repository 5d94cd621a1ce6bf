//! The model: folding one kind of event after another into many tasks.

use crate::OPERATIONS;
use tokio_kitchen::events::{
    Event, Flavor, KindId, Nanos, PollOutcome, Role, RunInfo, Site, SiteId, TaskId, WaitEnd,
    WaitOn, WakeBy, What, WorkerId,
};
use tokio_kitchen::model::Model;

const WORKERS: u16 = 4;

/// Tasks that all find room in the local queues.
pub(crate) const FEW: u32 = 800;

/// A task of its own for every operation.
pub(crate) const MANY: u32 = OPERATIONS;
const KIND: KindId = KindId::new(0);
const SPAWN_SITE: SiteId = SiteId::new(0);
const WAIT_SITE: SiteId = SiteId::new(1);

/// What happens to one task after the other.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    /// It is spawned from outside.
    Spawns,
    /// An await becomes pending.
    Waits,
    /// It is polled and pending.
    Polls,
    /// It is woken by the driver.
    Wakes,
    /// Its await is over.
    WaitEnds,
    /// Its last poll.
    Ends,
    /// It wakes itself in a poll: one event.
    SelfWakes,
    /// It has yielded: a wake from the deferred list, and a poll.
    Yields,
    /// A wake, and a poll with one await over and another begun: four events.
    Rounds,
}

impl Part {
    fn of_task(self, number: u32) -> Vec<What> {
        let task = TaskId::new(number + 1).expect("from 1");
        let worker = Some(WorkerId::new((number % u32::from(WORKERS)) as u16));
        let polled = |outcome, self_woken| What::Polled {
            task,
            worker,
            // `at` puts the time in.
            start: Nanos::ZERO,
            outcome,
            self_woken,
            budget_spent: false,
        };
        let woken = |by| What::Woken {
            task,
            by,
            on: worker,
        };
        match self {
            Self::Spawns => vec![What::Spawned {
                task,
                parent: None,
                kind: KIND,
                site: SPAWN_SITE,
                on: None,
                bytes: 128,
                detached: false,
                role: Role::Task,
            }],
            Self::Waits => vec![What::Waiting {
                task,
                site: WAIT_SITE,
                until: None,
                on: None,
            }],
            Self::Polls => vec![polled(PollOutcome::Pending, false)],
            Self::Wakes => vec![woken(WakeBy::Driver)],
            Self::WaitEnds => vec![What::WaitOver {
                task,
                site: WAIT_SITE,
                end: WaitEnd::Ready,
            }],
            Self::Ends => vec![polled(PollOutcome::Ready, false)],
            Self::SelfWakes => vec![polled(PollOutcome::Pending, true)],
            Self::Yields => vec![
                woken(WakeBy::BetweenPolls(None)),
                polled(PollOutcome::Pending, false),
            ],
            Self::Rounds => [Self::Wakes, Self::WaitEnds, Self::Waits, Self::Polls]
                .iter()
                .flat_map(|part| part.of_task(number))
                .collect(),
        }
    }

    /// So many times, for so many tasks in turn; the events a microsecond apart.
    pub(crate) fn events(self, times: u32, tasks: u32, from: &mut u64) -> Vec<Event> {
        let mut events = Vec::new();
        for what in (0..times).flat_map(|number| self.of_task(number % tasks)) {
            *from += 1_000;
            events.push(at(*from, what));
        }
        events
    }
}

fn at(nanos: u64, mut what: What) -> Event {
    if let What::Polled { start, .. } = &mut what {
        *start = Nanos(nanos - 500);
    }
    Event {
        at: Nanos(nanos),
        what,
    }
}

fn announcements() -> Vec<What> {
    let site = |id, wait| What::Site {
        id,
        site: Site {
            file: "workload.rs".to_owned(),
            line: 1,
            column: 1,
            wait,
            name: None,
        },
    };
    vec![
        What::Kind {
            id: KIND,
            name: "workload".to_owned(),
        },
        site(SPAWN_SITE, WaitOn::Spawn),
        site(WAIT_SITE, WaitOn::Signal),
        What::RunStarted(RunInfo {
            shift: 1,
            workers: WORKERS,
            flavor: Flavor::MultiThread,
            tokio: "1.54.1".into(),
            unstable: true,
            coverage: tokio_kitchen::events::Coverage::Promised,
            max_blocking: 512,
        }),
    ]
}

/// A model, and the events to fold into it.
pub(crate) struct Fold {
    model: Model,
    events: Vec<Event>,
}

impl Fold {
    /// A model that knows so many tasks, and what happened to each before.
    pub(crate) fn of(tasks: u32, before: &[Part], part: Part) -> Self {
        let mut model = Model::new(Nanos::from_millis(100));
        let mut now = 1_000;
        for what in announcements() {
            model.apply(&at(now, what));
        }
        for part in before {
            for event in part.events(tasks, tasks, &mut now) {
                model.apply(&event);
            }
        }
        let events = part.events(OPERATIONS, tasks, &mut now);
        Self { model, events }
    }

    /// The model remembers what events change, from here on.
    pub(crate) fn remembered(mut self) -> Self {
        self.model.remember();
        self
    }

    /// What is counted.
    pub(crate) fn apply(mut self) -> Self {
        for event in &self.events {
            self.model.apply(event);
        }
        self
    }
}
