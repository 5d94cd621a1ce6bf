//! Whether tasks ran that the recording does not show.

use crate::events::{Event, Nanos, Sample, What, WorkerId};
use crate::model::Ongoing;

/// Tokio's own count of tasks, held against those that are seen.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// Not all tasks are seen, the recording says.
    is_partial: bool,
    /// Spawned, and ended, since the last look.
    spawned: u64,
    ended: u64,
    /// At the last look: how many more tasks there were than are seen, if none of those that were
    /// told soon after was there yet.
    more: u64,
    /// The most tasks not seen at a time.
    pub(super) unseen: u64,
    /// A worker was held by what is not seen: which one, when.
    pub(super) out_of_sight: Option<(WorkerId, Nanos)>,
}

impl Coverage {
    pub(super) fn hear(&mut self, events: &[Event]) {
        for event in events {
            match &event.what {
                What::RunStarted(info) => self.is_partial |= !info.coverage.is_whole(),
                What::Spawned { .. } | What::Seen { .. } => self.spawned += 1,
                what => self.ended += u64::from(what.ends().is_some()),
            }
        }
    }

    /// So many are seen alive; Tokio's own count was read at about this moment. A task that was
    /// told a moment before or after it may be in it, or not: only what is beyond that counts.
    pub(super) fn look(&mut self, alive: u64, sample: Option<&Sample>) {
        self.unseen = self.unseen.max(self.more.saturating_sub(self.spawned));
        let counted = sample.filter(|_| self.is_partial);
        let counted = counted.map_or(0, |sample| sample.alive as u64);
        self.more = counted.saturating_sub(alive + self.ended);
        (self.spawned, self.ended) = (0, 0);
    }

    pub(super) fn ongoing(&mut self, facts: &[Ongoing]) {
        for fact in facts {
            if let Ongoing::OutOfSight { worker, since } = fact {
                self.out_of_sight.get_or_insert((*worker, *since));
            }
        }
    }

    /// What there is to say of it.
    pub(super) fn doubt(&self) -> Option<String> {
        if let Some((worker, since)) = self.out_of_sight {
            let since = since.as_secs_f64();
            return Some(format!(
                "worker {worker} was out of sight from {since:.3}s on: a task that is not seen may \
                 have held it"
            ));
        }
        (self.unseen > 0).then(|| {
            format!(
                "{} tasks ran that are not seen (build with tokio_unstable to see them)",
                self.unseen
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Coverage as Seen, RunInfo};
    use crate::testkit::{id, run};

    fn started(coverage: Seen) -> Event {
        let info = RunInfo { coverage, ..run(1) };
        told(What::RunStarted(info))
    }

    fn told(what: What) -> Event {
        Event { at: Nanos(1), what }
    }

    fn counted(alive: usize) -> Sample {
        Sample {
            alive,
            ..Sample::default()
        }
    }

    #[test]
    fn more_tasks_than_are_seen_are_told_where_not_all_are() {
        for (seen, unseen) in [(Seen::Spawned, 2), (Seen::Hooks, 0)] {
            let mut coverage = Coverage::default();
            coverage.hear(&[started(seen)]);
            coverage.look(3, Some(&counted(5)));
            coverage.look(3, Some(&counted(3)));
            assert_eq!(coverage.unseen, unseen);
            assert_eq!(coverage.doubt().is_some(), unseen > 0);
        }
    }

    #[test]
    fn tasks_that_come_and_go_meanwhile_are_no_more_tasks() {
        let mut coverage = Coverage::default();
        let ended = told(What::Dropped { task: id(1) });
        coverage.hear(&[started(Seen::Spawned), ended.clone(), ended]);
        // Two that have just ended may still be counted.
        coverage.look(0, Some(&counted(2)));
        assert_eq!(coverage.more, 0);
        // One that is told a moment later was there already.
        coverage.look(0, Some(&counted(1)));
        coverage.spawned = 1;
        coverage.look(1, Some(&counted(1)));
        assert_eq!(coverage.unseen, 0);
    }
}
