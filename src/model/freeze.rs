//! Whether anybody polls the timer and I/O driver: at a moment, and in a stretch that is over.

use super::Model;
use super::driver::Over;
use super::happening::{Freeze, HappeningKind, Ongoing};
use crate::events::{Certainty, InHand, Nanos, Now, SiteId, WaitOn, WorkerId};

/// Pending tasks looked at to tell how many wait for the driver.
const LOOK: usize = 4_096;

/// What keeps the driver from being polled, as far as it is known.
struct Look {
    /// No worker can have polled it since, unless between polls that are not seen.
    since: Nanos,
    /// The worker that holds it up: the one that had it last, or else the one held last.
    worker: WorkerId,
    hand: Option<InHand>,
    /// The worker that is awake, and of which nothing is seen, the longest.
    unseen: Option<WorkerId>,
    /// How many these are.
    silent: usize,
    /// Workers that are parked, without the driver.
    idle: usize,
    /// The parked ones are known not to have it.
    settled: bool,
}

impl Model {
    /// Nobody polls the driver at the moment of `now`, or nobody is seen to.
    pub(super) fn frozen(&self, now: &Now) -> Option<Ongoing> {
        let hands: Vec<_> = self.in_hand(now).collect();
        let hand = |worker: WorkerId| {
            let at = hands.binary_search_by_key(&worker, |(worker, _)| *worker);
            at.ok().map(|at| hands[at].1)
        };
        let look = self.look(now.at, hand)?;
        let (waiting, more) = self.waiting_for_driver();
        let overdue = self.timers.overdue(look.since, now.at);
        if waiting == 0 && look.idle == 0 {
            // That every worker is held is told anyway.
            return None;
        }
        // A timer that is somewhat late may be so because its worker waits for a processor.
        let is_stall = |since: Nanos| now.at.since(since) >= self.stall_after;
        let proven = look.is_proven().then_some(look.since);
        let late = || overdue.oldest.map(|oldest| oldest.max(look.since));
        let since = proven.or_else(|| late().filter(|since| is_stall(*since)));
        if let (Some(worker), None) = (look.unseen, since) {
            let since = look.since;
            return (waiting > 0 && self.closing().is_none()).then_some(Ongoing::Unseen {
                worker,
                since,
                waiting,
                more,
            });
        }
        let since = since?;
        Some(Ongoing::DriverFrozen(Freeze {
            since,
            worker: look.worker,
            task: look.hand.map(|hand| hand.task),
            site: look.hand.and_then(|hand| hand.site),
            idle: look.idle,
            waiting,
            more,
            overdue: overdue.count,
            certainty: match look.idle + look.silent {
                0 => Certainty::Observed,
                _ => Certainty::Inferred,
            },
        }))
    }

    /// Nothing if some worker may poll the driver, or did so lately.
    fn look(&self, at: Nanos, hand: impl Fn(WorkerId) -> Option<InHand>) -> Option<Look> {
        if !self.running {
            return None;
        }
        let left = self.driver.left();
        let mut look = Look {
            since: self.driver.polled,
            worker: WorkerId::new(0),
            hand: None,
            unseen: None,
            silent: 0,
            idle: 0,
            settled: left.is_some_and(|left| left.sure),
        };
        let (mut held, mut silent) = (None, None);
        for worker in &self.workers {
            let index = worker.index;
            let last = |known: Option<(Nanos, WorkerId)>, at: Nanos| known.max(Some((at, index)));
            if let Some(hand) = hand(index) {
                held = last(held, hand.since);
            } else if worker.parked {
                look.idle += 1;
            } else {
                silent = last(silent, worker.seen());
                look.silent += 1;
            }
        }
        let parked = |worker: &super::Worker| worker.parked && hand(worker.index).is_none();
        let holder = self.driver.holder();
        let minded = holder.and_then(|holder| self.workers.get(holder.index()));
        // A parked one has it, or is about to, where it is handed over before a poll.
        let handed_over = self
            .rules()
            .is_some_and(|rules| rules.eager_handoff == Some(true));
        if look.idle > 0 && (minded.is_some_and(parked) || left.is_none() || handed_over) {
            return None;
        }
        let (newest, worker) = held.max(silent)?;
        look.since = look.since.max(newest);
        look.unseen = silent.map(|(_, worker)| worker);
        // Who left the driver holds it up; where all are held, the last one who could have looked.
        look.worker = match left {
            Some(left) if look.idle > 0 => left.worker,
            _ => worker,
        };
        look.hand = hand(look.worker);
        (at.since(look.since) >= self.stall_after).then_some(look)
    }

    /// Pending tasks that wait for a timer or a socket, and whether there may be more.
    fn waiting_for_driver(&self) -> (usize, bool) {
        let served = |site: SiteId| matches!(self.wait_on(site), Some(WaitOn::Timer | WaitOn::Io));
        let pending = self.lists.pending.iter().take(LOOK);
        let waiting = pending
            .filter(|id| self.table.sees_wakes_of(*id))
            .filter_map(|id| self.table.get(id))
            .filter(|record| self.table.waits_of(record).any(|wait| served(wait.site)))
            .count();
        (waiting, self.lists.pending.len() > LOOK)
    }

    /// Before it is folded that another worker parks or unparks: if nobody has polled the driver
    /// for long, that is over, and remembered until the poll that did it is told.
    pub(super) fn look_for_end(&mut self, worker: WorkerId, at: Nanos) {
        let Some(left) = self.driver.left().filter(|left| !left.closed) else {
            return;
        };
        if left.worker == worker {
            return;
        }
        self.driver.close();
        if at.since(left.at) >= self.stall_after {
            self.driver.over = self.over(at, None);
        }
    }

    /// The stretch without a look at the driver that ends at `at`, with what one worker has had
    /// in hand. `None` if a parked worker may have looked, too.
    fn over(&self, at: Nanos, own: Option<(WorkerId, InHand)>) -> Option<Over> {
        let hand = |worker| own.and_then(|(owner, hand)| (owner == worker).then_some(hand));
        let look = self.look(at, hand)?;
        let overdue = self.timers.overdue(look.since, at).oldest;
        let (waiting, more) = self.waiting_for_driver();
        let sure = look.settled || look.idle == 0;
        ((sure || overdue.is_some()) && waiting > 0).then_some(Over {
            since: look.since,
            until: at,
            waiting,
            more,
            to_come: look.silent,
            sure,
            overdue,
        })
    }

    /// A worker was held by this poll, which is over. Tells that the driver was not polled
    /// meanwhile, once that is known of all workers.
    pub(super) fn held_until(&mut self, at: Nanos, worker: WorkerId, hand: InHand) {
        let over = match self.driver.over.take() {
            Some(over) if hand.since < over.until => Some(Over {
                since: over.since.max(hand.since),
                to_come: over.to_come.saturating_sub(1),
                ..over
            }),
            before => {
                let over = self.over(at, Some((worker, hand)));
                self.driver.over = before.filter(|_| over.is_none());
                over
            }
        };
        match over {
            Some(over) if over.overdue.is_some() || over.to_come == 0 => {
                self.tell_over(over, worker, Some(hand));
            }
            Some(_) => self.driver.over = over,
            None => {}
        }
    }

    /// A worker parks of which nothing was seen for long: it was in no poll that is observed.
    pub(super) fn unseen_until(&mut self, at: Nanos, worker: WorkerId) {
        let silent_since = self.workers[worker.index()].seen();
        let told = self.driver.over.take_if(|over| silent_since < over.until);
        if let Some(over) = told.or_else(|| self.over(at, None))
            && over.overdue.is_some()
        {
            self.tell_over(over, worker, None);
        }
    }

    fn tell_over(&mut self, over: Over, worker: WorkerId, hand: Option<InHand>) {
        let since = match over.overdue {
            Some(due) if !over.sure || over.to_come > 0 => over.since.max(due),
            _ => over.since,
        };
        let lasted = over.until.since(since);
        if lasted < self.stall_after {
            return;
        }
        let fact = HappeningKind::FreezeEnded {
            lasted,
            site: hand.and_then(|hand| hand.site),
            waiting: u32::try_from(over.waiting).unwrap_or(u32::MAX),
            more: over.more,
        };
        self.tell(over.until, hand.map(|hand| hand.task), Some(worker), fact);
    }
}

impl Look {
    /// It follows from what is seen of each worker; nothing is left to timers that are late.
    const fn is_proven(&self) -> bool {
        self.silent == 0 && (self.settled || self.idle == 0)
    }
}
