//! Random events: wild ones with any numbers, and likely ones as a runtime gives them.

use crate::events::{
    BlockingOutcome, Event, Flavor, HandleAct, KindId, Likely, Nanos, PollOutcome, Role, RunInfo,
    Site, SiteId, TaskId, TextId, WaitEnd, WaitOn, WakeBy, What, WorkerId,
};

/// A small source of random numbers.
pub(super) struct Dice(pub(super) u64);

/// From what numbers are drawn.
#[derive(Clone, Copy, PartialEq)]
enum Range {
    Wild,
    Likely,
}

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed ^ (mixed >> 27)
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 8) % end.max(1)
    }

    fn chance(&mut self, one_in: u64) -> bool {
        self.below(one_in) == 0
    }

    /// Any number, the largest, the smallest and those at 32 bits often.
    pub(super) fn time(&mut self) -> u64 {
        let edge = [0, 1 << 32, u64::MAX][self.below(3) as usize];
        match self.below(3) {
            0 => self.next(),
            1 => self.below(10_000_000_000),
            _ => edge.wrapping_add(self.below(3)).wrapping_sub(1),
        }
    }

    fn small(&mut self, range: Range, likely: u64) -> u32 {
        match range {
            Range::Likely => self.below(likely) as u32,
            Range::Wild => self.time() as u32,
        }
    }

    fn task(&mut self, range: Range) -> TaskId {
        TaskId::new(self.small(range, 30).max(1)).expect("at least 1")
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (!self.chance(3)).then(|| make(self))
    }

    fn worker(&mut self, range: Range) -> WorkerId {
        WorkerId::new(self.small(range, 4) as u16)
    }

    fn site(&mut self, range: Range) -> SiteId {
        SiteId::new(self.small(range, 20))
    }

    fn kind(&mut self, range: Range) -> KindId {
        KindId::new(self.small(range, 4) as u16)
    }

    fn text(&mut self) -> String {
        "x".repeat(self.below(30) as usize)
    }

    /// Events with any numbers at any times.
    pub(super) fn wild_events(&mut self, count: usize) -> Vec<Event> {
        let mut at = self.time();
        (0..count)
            .map(|_| {
                at = match self.below(20) {
                    0 => self.time(),
                    _ => at.wrapping_add(self.below(100_000_000)),
                };
                Event {
                    at: Nanos(at),
                    what: self.what(at, Range::Wild),
                }
            })
            .collect()
    }

    /// Events of few tasks and workers that come nearly in order; some after a long time.
    pub(super) fn likely_events(&mut self, count: usize) -> Vec<Event> {
        let mut at = 1_000_000;
        (0..count)
            .map(|_| {
                at += match self.below(300) {
                    0 => self.below(6_000_000_000),
                    1..50 => self.below(300_000),
                    _ => self.below(1_000),
                };
                let told = at - self.below(2_000);
                Event {
                    at: Nanos(told),
                    what: self.what(told, Range::Likely),
                }
            })
            .collect()
    }

    fn what(&mut self, at: u64, range: Range) -> What {
        match self.below(40) {
            0..10 => self.polled(at, range),
            10..16 => self.woken(range),
            16..20 => What::Waiting {
                task: self.task(range),
                site: self.site(range),
                until: self.maybe(|dice| Nanos(dice.time())),
                on: self.maybe(|dice| dice.task(range)),
            },
            20..23 => What::WaitOver {
                task: self.task(range),
                site: self.site(range),
                end: [WaitEnd::Ready, WaitEnd::Dropped][self.below(2) as usize],
            },
            23 => What::Seen {
                task: self.task(range),
                parent: self.maybe(|dice| dice.task(range)),
                kind: self.kind(range),
                site: self.site(range),
                on: self.maybe(|dice| dice.worker(range)),
                born: self.chance(2),
            },
            24..26 => What::Spawned {
                task: self.task(range),
                parent: self.maybe(|dice| dice.task(range)),
                kind: self.kind(range),
                site: self.site(range),
                on: self.maybe(|dice| dice.worker(range)),
                bytes: self.small(range, 3),
                detached: self.chance(2),
                role: Role::ALL[self.below(3) as usize],
            },
            26 => What::Handle {
                task: self.task(range),
                by: self.maybe(|dice| dice.task(range)),
                act: [HandleAct::Joined, HandleAct::Dropped, HandleAct::AbortAsked]
                    [self.below(3) as usize],
            },
            27 => What::Dropped {
                task: self.task(range),
            },
            28 => What::Parked {
                worker: self.worker(range),
            },
            29 => What::Unparked {
                worker: self.worker(range),
            },
            30..33 => What::InPlaceStarted {
                task: self.task(range),
                worker: self.worker(range),
            },
            33..36 => self.job(range),
            _ => self.rare(range),
        }
    }

    fn polled(&mut self, at: u64, range: Range) -> What {
        let length = match (range, self.below(40)) {
            (Range::Likely, 0) => self.below(9_000_000_000),
            (Range::Likely, 1..4) => self.below(3_000_000),
            (Range::Likely, _) => self.below(20_000),
            (Range::Wild, 0..30) => self.below(5_000_000_000),
            (Range::Wild, _) => self.time(),
        };
        What::Polled {
            task: self.task(range),
            worker: self.maybe(|dice| dice.worker(range)),
            start: Nanos(match range {
                Range::Likely => at.saturating_sub(length),
                Range::Wild => at.wrapping_sub(length),
            }),
            outcome: [
                PollOutcome::Pending,
                PollOutcome::Ready,
                PollOutcome::Panicked,
                PollOutcome::Over,
            ][self.below(4) as usize],
            self_woken: self.chance(2),
            budget_spent: self.chance(2),
        }
    }

    fn woken(&mut self, range: Range) -> What {
        What::Woken {
            task: self.task(range),
            by: match self.below(11) {
                0 => WakeBy::Task(self.task(range)),
                1 => WakeBy::Driver,
                2 => WakeBy::BetweenPolls(self.maybe(|dice| dice.task(range))),
                3 => WakeBy::Blocking(self.maybe(|dice| dice.task(range))),
                4 => WakeBy::Unobserved,
                5 => WakeBy::Cancelled(self.task(range)),
                6 => WakeBy::Joined(self.task(range)),
                7 => WakeBy::Deferred,
                8 => WakeBy::Likely(Likely::Driver),
                9 => WakeBy::Likely(Likely::Joined(self.task(range))),
                _ => WakeBy::Outside,
            },
            on: self.maybe(|dice| dice.worker(range)),
        }
    }

    fn job(&mut self, range: Range) -> What {
        let job = self.task(range);
        match self.below(4) {
            0 => What::BlockingSubmitted {
                job,
                parent: self.maybe(|dice| dice.task(range)),
                kind: self.kind(range),
                site: self.site(range),
            },
            1 => What::BlockingStarted { job },
            2 => What::InPlaceEnded { task: job },
            _ => What::BlockingEnded {
                job,
                outcome: [
                    BlockingOutcome::Completed,
                    BlockingOutcome::Panicked,
                    BlockingOutcome::Cancelled,
                ][self.below(3) as usize],
            },
        }
    }

    fn rare(&mut self, range: Range) -> What {
        match self.below(10) {
            0 => What::Kind {
                id: self.kind(range),
                name: self.text(),
            },
            1 => What::Site {
                id: self.site(range),
                site: Site {
                    file: self.text(),
                    line: self.small(range, 9),
                    column: 1,
                    wait: WaitOn::Lock,
                    name: None,
                },
            },
            2 => What::Text {
                id: TextId::new(self.small(range, 9)),
                text: self.text(),
            },
            3 => What::RunStarted(RunInfo {
                shift: 1,
                workers: self.small(range, 4) as u16,
                flavor: Flavor::MultiThread,
                tokio: self.text().as_str().into(),
                unstable: self.chance(2),
                coverage: crate::events::Coverage::Promised,
                max_blocking: 512,
            }),
            4 => What::Closing {
                graceful: self.chance(2),
            },
            5 => What::RunEnded,
            6 => What::Said {
                task: self.maybe(|dice| dice.task(range)),
                text: TextId::new(self.small(range, 9)),
            },
            8 => What::JobNotSeen {
                site: self.site(range),
            },
            7 => What::At {
                task: self.task(range),
                site: self.site(range),
            },
            _ => What::Coalesced {
                worker: self.maybe(|dice| dice.worker(range)),
                polls: self.next(),
                busy: Nanos(self.next()),
                wakes: self.next(),
            },
        }
    }
}
