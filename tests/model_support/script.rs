//! Event scripts in a few words: times in microseconds, tasks and workers by number.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(
    clippy::unwrap_used,
    reason = "a helper of tests, outside any test function"
)]

use tokio_kitchen::events::{
    EndKind, Event, Flavor, HandleAct, InHand, KindId, Nanos, Now, PollOutcome, Role, RunInfo,
    Site, SiteId, TaskId, WaitEnd, WaitOn, WakeBy, What, WorkerId,
};
use tokio_kitchen::model::{Happening, HappeningKind, Model, Place, Task};

pub(crate) const STALL_US: u64 = 100_000;

/// Places announced by every script.
pub(crate) const TIMER: u32 = 1;
pub(crate) const CHANNEL: u32 = 2;
pub(crate) const JOIN: u32 = 3;
pub(crate) const YIELD: u32 = 4;
pub(crate) const WORK: u32 = 5;
pub(crate) const SIGNAL: u32 = 6;
pub(crate) const SITES: [(u32, WaitOn); 6] = [
    (TIMER, WaitOn::Timer),
    (CHANNEL, WaitOn::Channel),
    (JOIN, WaitOn::Join),
    (YIELD, WaitOn::Yield),
    (WORK, WaitOn::Work),
    (SIGNAL, WaitOn::Signal),
];

pub(crate) fn id(number: u32) -> TaskId {
    TaskId::new(number).unwrap()
}

pub(crate) fn worker(index: u16) -> WorkerId {
    WorkerId::new(index)
}

pub(crate) fn us(us: u64) -> Nanos {
    Nanos(us * 1_000)
}

pub(crate) fn info(workers: u16, flavor: Flavor) -> RunInfo {
    RunInfo {
        shift: 1,
        workers,
        flavor,
        tokio: "1.54.1".into(),
        unstable: false,
        coverage: tokio_kitchen::events::Coverage::Promised,
        max_blocking: 512,
    }
}

pub(crate) fn announcements() -> Vec<What> {
    let name = String::from("kind");
    let mut all = vec![What::Kind {
        id: KindId::new(0),
        name,
    }];
    for (number, wait) in SITES {
        let site = Site {
            file: String::from("a.rs"),
            line: number,
            column: 1,
            wait,
            name: None,
        };
        all.push(What::Site {
            id: SiteId::new(number),
            site,
        });
    }
    all
}

pub(crate) struct Script {
    pub(crate) model: Model,
}

impl Script {
    pub(crate) fn new(workers: u16) -> Self {
        Self::of(workers, Flavor::MultiThread)
    }

    pub(crate) fn of(workers: u16, flavor: Flavor) -> Self {
        let mut script = Self {
            model: Model::new(us(STALL_US)),
        };
        for what in announcements() {
            script.at(0, what);
        }
        script.at(0, What::RunStarted(info(workers, flavor)));
        script
    }

    pub(crate) fn at(&mut self, at: u64, what: What) -> &mut Self {
        self.model.apply(&Event { at: us(at), what });
        self.model.check_invariants().unwrap();
        self
    }

    pub(crate) fn spawn(
        &mut self,
        at: u64,
        task: u32,
        parent: Option<u32>,
        on: Option<u16>,
    ) -> &mut Self {
        self.at(at, spawned(task, parent, on))
    }

    pub(crate) fn poll(
        &mut self,
        (start, end): (u64, u64),
        task: u32,
        on: u16,
        outcome: PollOutcome,
    ) -> &mut Self {
        self.at(end, polled(task, Some(on), start, outcome))
    }

    pub(crate) fn pending(&mut self, span: (u64, u64), task: u32, on: u16) -> &mut Self {
        self.poll(span, task, on, PollOutcome::Pending)
    }

    pub(crate) fn ready(&mut self, span: (u64, u64), task: u32, on: u16) -> &mut Self {
        self.poll(span, task, on, PollOutcome::Ready)
    }

    pub(crate) fn wake(&mut self, at: u64, task: u32, by: WakeBy, on: Option<u16>) -> &mut Self {
        self.at(
            at,
            What::Woken {
                task: id(task),
                by,
                on: on.map(worker),
            },
        )
    }

    pub(crate) fn wait(&mut self, at: u64, task: u32, site: u32, until: Option<u64>) -> &mut Self {
        let (task, site) = (id(task), SiteId::new(site));
        self.at(
            at,
            What::Waiting {
                task,
                site,
                until: until.map(us),
                on: None,
            },
        )
    }

    pub(crate) fn over(&mut self, at: u64, task: u32, site: u32, end: WaitEnd) -> &mut Self {
        self.at(
            at,
            What::WaitOver {
                task: id(task),
                site: SiteId::new(site),
                end,
            },
        )
    }

    pub(crate) fn handle(&mut self, at: u64, task: u32, act: HandleAct) -> &mut Self {
        self.at(
            at,
            What::Handle {
                task: id(task),
                by: None,
                act,
            },
        )
    }

    pub(crate) fn task(&self, number: u32) -> Task {
        self.model.task(id(number)).unwrap()
    }

    pub(crate) fn place(&self, number: u32) -> Place {
        self.task(number).place
    }

    pub(crate) fn local(&self, index: u16) -> Vec<u32> {
        self.model
            .local(worker(index))
            .map(|task| task.id.get())
            .collect()
    }

    pub(crate) fn injection(&self) -> Vec<u32> {
        self.model.injection().map(|task| task.id.get()).collect()
    }

    pub(crate) fn lifo(&self, index: usize) -> Option<u32> {
        self.model.workers()[index].lifo.map(TaskId::get)
    }

    pub(crate) fn facts(&self) -> Vec<HappeningKind> {
        self.model
            .happenings()
            .map(|fact: &Happening| fact.kind.clone())
            .collect()
    }

    pub(crate) fn now(&self, at: u64, hands: &[Option<(u32, u64)>]) -> Now {
        let hand = |&(task, since)| InHand {
            task: id(task),
            since: us(since),
            site: None,
        };
        Now {
            at: us(at),
            workers: hands.iter().map(|slot| slot.as_ref().map(hand)).collect(),
        }
    }
}

pub(crate) fn spawned(task: u32, parent: Option<u32>, on: Option<u16>) -> What {
    What::Spawned {
        task: id(task),
        parent: parent.map(id),
        kind: KindId::new(0),
        site: SiteId::new(0),
        on: on.map(worker),
        bytes: 64,
        detached: false,
        role: Role::Task,
    }
}

pub(crate) fn polled(task: u32, on: Option<u16>, start: u64, outcome: PollOutcome) -> What {
    What::Polled {
        task: id(task),
        worker: on.map(worker),
        start: us(start),
        outcome,
        self_woken: false,
        budget_spent: false,
    }
}

pub(crate) fn ended(kind: EndKind) -> Place {
    Place::Ended(kind)
}

/// The beginning of a whole history: announcements, and the start of a runtime.
pub(crate) fn opening(workers: u16) -> Vec<Event> {
    let started = What::RunStarted(info(workers, Flavor::MultiThread));
    let all = announcements().into_iter().chain([started]);
    let at = Nanos::ZERO;
    all.map(|what| Event { at, what }).collect()
}

/// The events folded from the very beginning.
pub(crate) fn folded(events: &[Event]) -> Model {
    let mut model = Model::new(us(STALL_US));
    events.iter().for_each(|event| model.apply(event));
    model
}
