//! How many tasks there were that the probe does not see, by Tokio's own counts.

use tokio::runtime::RuntimeMetrics;

/// See the module's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Coverage {
    /// Tasks the probe has seen; lanes are none, as Tokio does not count them.
    pub(super) seen: u64,
    /// Tasks spawned, by Tokio's count: unstable builds only.
    pub(super) counted: Option<u64>,
    /// Most tasks alive at one of the moments looked at that were not seen.
    pub(super) unseen_alive: u64,
    /// What was missing at the moment before: one look may fall between a task's end and its
    /// event.
    last: u64,
}

impl Coverage {
    /// Takes in one look: Tokio's count before all events up to it were read, and after.
    pub(super) fn look(&mut self, (before, after): (usize, usize), seen_alive: usize) {
        let missing = before.min(after).saturating_sub(seen_alive) as u64;
        self.unseen_alive = self.unseen_alive.max(missing.min(self.last));
        self.last = missing;
    }

    /// The sum at the end.
    pub(super) fn ends(&mut self, seen: u64, metrics: &RuntimeMetrics) {
        self.seen = seen;
        self.counted = spawned(metrics);
    }

    /// Whether all tasks were seen; `None` where only a look from time to time tells, and those
    /// told of none.
    pub(super) fn is_whole(&self) -> Option<bool> {
        match self.counted {
            Some(counted) => Some(self.seen >= counted),
            None if self.unseen_alive > 0 => Some(false),
            None => None,
        }
    }
}

#[cfg(all(tokio_unstable, target_has_atomic = "64"))]
fn spawned(metrics: &RuntimeMetrics) -> Option<u64> {
    Some(metrics.spawned_tasks_count())
}

#[cfg(not(all(tokio_unstable, target_has_atomic = "64")))]
fn spawned(_: &RuntimeMetrics) -> Option<u64> {
    None
}
