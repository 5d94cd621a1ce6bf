//! Which polls are looked at for a file or a viewer: those that last, and of them no more than a
//! file should hold.

use crate::events::{InHand, Nanos, Now, TaskId, WorkerId};
use crate::wire::Ask;
use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

/// A poll that has lasted for so long is looked at, and again whenever it has lasted twice as long.
const AFTER: Nanos = Nanos::from_millis(20);

/// Another look than the usual is taken after this, where a poll has lasted for longer than most do.
const SOON: Duration = Duration::from_millis(20);
const SUSPECT: Nanos = Nanos::from_millis(2);

/// So many looks in a row, and then one in each of these.
const MOST: u64 = 64;
const EACH: Nanos = Nanos::from_millis(100);

/// See the module's text.
#[derive(Debug)]
pub(super) struct Stalls {
    looked: Vec<Looked>,
    /// Looks that may be taken, and since when that is so.
    left: (u64, Nanos),
    /// The runtimes in which a poll may soon have lasted long enough.
    soon: BTreeSet<u16>,
    /// What is to be asked for, and of which runtime.
    asks: VecDeque<(u16, Ask)>,
}

/// A poll that was looked at.
#[derive(Debug)]
struct Looked {
    poll: (u16, WorkerId, TaskId, Nanos),
    /// It is looked at again when it has lasted for so long.
    next: Nanos,
}

impl Default for Stalls {
    fn default() -> Self {
        Self {
            looked: Vec::new(),
            left: (MOST, Nanos::ZERO),
            soon: BTreeSet::new(),
            asks: VecDeque::new(),
        }
    }
}

impl Stalls {
    /// This is so now in a runtime.
    pub(super) fn look(&mut self, runtime: u16, now: &Now) {
        let due = self.due(runtime, now).into_iter();
        let asks = due.map(|worker| (runtime, Ask::Stack(worker)));
        self.asks.extend(asks);
    }

    /// What is to be asked for next.
    pub(super) fn asked(&mut self) -> Option<(u16, Ask)> {
        self.asks.pop_front()
    }

    /// The workers of a runtime whose polls are to be looked at now.
    fn due(&mut self, runtime: u16, now: &Now) -> Vec<WorkerId> {
        let hand = |worker: WorkerId| now.workers.get(worker.index()).copied().flatten();
        self.looked.retain(|Looked { poll, .. }| {
            let (of, worker, task, since) = *poll;
            let holds = hand(worker).is_some_and(|hand| (hand.task, hand.since) == (task, since));
            of != runtime || holds
        });
        self.soon.remove(&runtime);
        let mut due = Vec::new();
        for (worker, hand) in (0..).map(WorkerId::new).zip(&now.workers) {
            let Some(InHand { task, since, .. }) = *hand else {
                continue;
            };
            let lasted = now.at.since(since);
            let poll = (runtime, worker, task, since);
            let known = self.looked.iter().position(|looked| looked.poll == poll);
            let next = known.map_or(AFTER, |known| self.looked[known].next);
            if known.is_none() && (SUSPECT..AFTER).contains(&lasted) {
                self.soon.insert(runtime);
            }
            if lasted < next || !self.may_look(now.at) {
                continue;
            }
            let next = Nanos(lasted.0.saturating_mul(2));
            match known {
                Some(known) => self.looked[known].next = next,
                None => self.looked.push(Looked { poll, next }),
            }
            due.push(worker);
        }
        due
    }

    /// How long it may be until the next look.
    pub(super) fn every(&self, usual: Duration) -> Duration {
        match self.soon.is_empty() {
            true => usual,
            false => usual.min(SOON),
        }
    }

    fn may_look(&mut self, at: Nanos) -> bool {
        let (left, since) = &mut self.left;
        let more = at.since(*since).0 / EACH.0;
        *left = left.saturating_add(more).min(MOST);
        since.0 += more * EACH.0;
        let may = *left > 0;
        *left -= u64::from(may);
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(at: u64, since: u64, workers: u32) -> Now {
        let hand = |task| InHand {
            task: TaskId::new(task + 1).expect("not 0"),
            since: Nanos::from_millis(since),
            site: None,
        };
        Now {
            at: Nanos::from_millis(at),
            workers: (0..workers).map(|task| Some(hand(task))).collect(),
        }
    }

    #[test]
    fn a_poll_is_looked_at_when_it_lasts_and_again_when_it_lasts_twice_as_long() {
        let mut stalls = Stalls::default();
        let due = |stalls: &mut Stalls, at| stalls.due(1, &now(at, 100, 1)).len();
        let usual = Duration::from_millis(50);
        assert_eq!(due(&mut stalls, 101), 0);
        assert_eq!(stalls.every(usual), usual, "most polls are over by then");
        assert_eq!(due(&mut stalls, 102), 0);
        assert_eq!(stalls.every(usual), SOON);
        assert_eq!(due(&mut stalls, 121), 1);
        assert_eq!(stalls.every(usual), usual);
        assert_eq!((due(&mut stalls, 141), due(&mut stalls, 142)), (0, 1));
        // Another one of the same task.
        assert_eq!(stalls.due(1, &now(190, 170, 1)).len(), 1);
        // Of another runtime.
        assert_eq!(stalls.due(2, &now(190, 170, 1)).len(), 1);
        assert_eq!(stalls.due(1, &now(191, 170, 1)).len(), 0);
    }

    #[test]
    fn a_runtime_that_rests_does_not_put_off_the_look_at_another() {
        let mut stalls = Stalls::default();
        let usual = Duration::from_millis(50);
        assert_eq!(stalls.due(1, &now(102, 100, 1)).len(), 0);
        assert_eq!(stalls.due(2, &now(102, 100, 0)).len(), 0);
        assert_eq!(stalls.every(usual), SOON);
        assert_eq!(stalls.due(1, &now(121, 100, 1)).len(), 1);
        assert_eq!(stalls.every(usual), usual);
    }

    #[test]
    fn a_program_of_stalls_does_not_fill_the_file() {
        let mut stalls = Stalls::default();
        let mut looks = 0;
        for poll in 0..1000 {
            looks += stalls.due(1, &now(poll * 50 + 30, poll * 50, 8)).len();
        }
        // 50 seconds.
        assert_eq!(looks, 64 + 499);
    }
}
