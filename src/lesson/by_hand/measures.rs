//! What a run of a load came to, by the same definitions whoever decided.

use crate::events::Nanos;

/// See the module's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measures {
    /// From ready to work begun, one for each piece of work, shortest first.
    waits: Vec<Nanos>,
    /// Of these, all together, before the task was woken though its timer was due.
    late: Nanos,
    /// From the first task's coming to the last one's end.
    pub lasted: Nanos,
    /// Of that time, per worker: without a task in work.
    pub idle: Vec<Nanos>,
}

impl Measures {
    /// Of a run that lasted so long, with the time each worker spent on tasks.
    pub(super) fn new(mut waits: Vec<Nanos>, late: Nanos, lasted: Nanos, busy: &[Nanos]) -> Self {
        waits.sort_unstable();
        Self {
            waits,
            late,
            lasted,
            idle: busy.iter().map(|busy| lasted.since(*busy)).collect(),
        }
    }

    /// How many pieces of work were begun.
    pub fn begun(&self) -> usize {
        self.waits.len()
    }

    /// The mean time from ready to work begun; zero if none began.
    pub fn mean(&self) -> Nanos {
        self.each(self.waits.iter().map(|wait| u128::from(wait.0)).sum())
    }

    /// The part of it, on average, before the task was woken though its timer was due.
    pub fn late(&self) -> Nanos {
        self.each(self.late.0.into())
    }

    fn each(&self, sum: u128) -> Nanos {
        let many = self.waits.len().max(1) as u128;
        Nanos(u64::try_from(sum / many).unwrap_or(u64::MAX))
    }

    /// The shortest time that at least 95 of 100 did not exceed (nearest rank).
    pub fn p95(&self) -> Nanos {
        let rank = (self.waits.len() * 95).div_ceil(100);
        let wait = rank.checked_sub(1).and_then(|index| self.waits.get(index));
        wait.copied().unwrap_or_default()
    }

    /// The longest.
    pub fn max(&self) -> Nanos {
        self.waits.last().copied().unwrap_or_default()
    }

    /// The share of the time that a worker was idle, in percent, rounded down.
    pub fn idle_percent(&self, worker: usize) -> Option<u64> {
        let idle = self.idle.get(worker)?;
        let share = u128::from(idle.0) * 100 / u128::from(self.lasted.0.max(1));
        u64::try_from(share).ok()
    }
}
