//! What Tokio has counted since somebody came to listen.
//!
//! Its counters go on from the start of the runtime. Beside events that are told from a later
//! moment on they would be numbers of another time.

use crate::events::{Nanos, Sample};
use crate::probe::wire::Tick;

/// Whose first tick comes so early is told of from the start.
const EARLY: Nanos = Nanos::from_millis(1_000);

/// The counters of the first tick, if that came late.
#[derive(Clone, Default)]
pub(super) struct Since {
    first: Option<Option<Sample>>,
}

impl Since {
    /// A tick came: only the first one counts.
    pub(super) fn note(&mut self, tick: &Tick) {
        self.first.get_or_insert_with(|| {
            let is_late = tick.now.at >= EARLY;
            tick.sample.clone().filter(|_| is_late)
        });
    }

    /// The same with what was counted since.
    pub(super) fn count(&self, mut sample: Sample) -> Sample {
        let Some(Some(first)) = &self.first else {
            return sample;
        };
        let less = |now: &mut Option<u64>, then: Option<u64>| {
            *now = now.zip(then).map(|(now, then)| now.saturating_sub(then));
        };
        for (worker, then) in sample.workers.iter_mut().zip(&first.workers) {
            less(&mut worker.raids, then.raids);
            less(&mut worker.steals, then.steals);
        }
        sample
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Delivery, Now, WorkerSample};

    fn tick(at: u64, raids: u64) -> Tick {
        let worker = WorkerSample {
            raids: Some(raids),
            steals: Some(2 * raids),
            parks: 7,
            ..WorkerSample::default()
        };
        Tick {
            now: Now {
                at: Nanos::from_millis(at),
                workers: vec![None],
            },
            sample: Some(Sample {
                workers: vec![worker],
                ..Sample::default()
            }),
            delivery: Delivery::default(),
            threads: Vec::new(),
        }
    }

    fn counted(ticks: &[Tick]) -> (Option<u64>, Option<u64>, u64) {
        let mut since = Since::default();
        ticks.iter().for_each(|tick| since.note(tick));
        let newest = ticks.last().and_then(|tick| tick.sample.clone()).unwrap();
        let worker = since.count(newest).workers.remove(0);
        (worker.raids, worker.steals, worker.parks)
    }

    #[test]
    fn who_comes_late_is_told_what_was_counted_since() {
        let late = [tick(60_000, 13_900), tick(60_050, 13_903)];
        assert_eq!(counted(&late), (Some(3), Some(6), 7));
        let early = [tick(50, 2), tick(60_000, 13_903)];
        assert_eq!(counted(&early), (Some(13_903), Some(27_806), 7));
    }
}
