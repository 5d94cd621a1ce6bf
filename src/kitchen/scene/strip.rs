//! The recent past of a worker, to scale: how each short slice of time was spent.

use crate::events::{Nanos, Now, TaskId};
use crate::model::{Span, SpanKind, Worker};

/// How much time strips and timelines look back.
pub const WINDOW: Nanos = Nanos::from_millis(10_000);
/// Slices kept: finer than any terminal column, so that columns can be summed from them.
const SLICES: usize = 400;

/// How one slice of time was spent, in shares of it (0 to 1).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// In polls below the stall threshold.
    pub busy: f32,
    /// In a poll past it.
    pub stalled: f32,
    /// Parked.
    pub parked: f32,
    /// Ready, but not polled (for the line of a card).
    pub waiting: f32,
}

impl Load {
    fn add(&mut self, other: Self, share: f32) {
        self.busy += other.busy * share;
        self.stalled += other.stalled * share;
        self.parked += other.parked * share;
        self.waiting += other.waiting * share;
    }
}

/// The last [`WINDOW`], oldest slice first.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    slices: Vec<Load>,
    end: Nanos,
}

/// Which share a stretch of time counts for.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Busy,
    Stalled,
    Parked,
    Waiting,
}

impl Strip {
    /// An empty one that ends now.
    pub fn new(end: Nanos) -> Self {
        Self {
            slices: vec![Load::default(); SLICES],
            end,
        }
    }

    /// One that nobody looks at: it takes no memory.
    pub(crate) const fn none(end: Nanos) -> Self {
        Self {
            slices: Vec::new(),
            end,
        }
    }

    /// Adds a stretch of time.
    pub(crate) fn add(&mut self, from: Nanos, to: Nanos, part: Part) {
        let slice = WINDOW.0 as f64 / SLICES as f64;
        // The strip begins WINDOW before its end, which may be before the run began.
        let place = |at: Nanos| {
            let back = self.end.since(at.min(self.end)).0.min(WINDOW.0);
            (WINDOW.0 - back) as f64 / slice
        };
        let (from, to) = (place(from), place(to));
        let (first, last) = (from as usize, (to.ceil() as usize).min(SLICES));
        for (i, load) in self.slices.iter_mut().enumerate().take(last).skip(first) {
            let share = (to.min(i as f64 + 1.0) - from.max(i as f64)).max(0.0) as f32;
            let part = match part {
                Part::Busy => &mut load.busy,
                Part::Stalled => &mut load.stalled,
                Part::Parked => &mut load.parked,
                Part::Waiting => &mut load.waiting,
            };
            *part = (*part + share).min(1.0);
        }
    }

    /// The strip in this many columns; each is the mean of its time, so no shape is made up.
    pub fn columns(&self, columns: usize) -> Vec<Load> {
        let width = self.slices.len() as f32 / columns.max(1) as f32;
        let column = |i: usize| {
            let (from, to) = (i as f32 * width, (i + 1) as f32 * width);
            let mut sum = Load::default();
            for (j, slice) in self
                .slices
                .iter()
                .enumerate()
                .take(to.ceil() as usize)
                .skip(from as usize)
            {
                let share = (to.min(j as f32 + 1.0) - from.max(j as f32)).max(0.0);
                sum.add(*slice, share / width);
            }
            sum
        };
        (0..columns).map(column).collect()
    }
}

/// A worker's strip: its recorded past and the poll in progress.
pub(crate) fn of_worker(worker: &Worker, now: &Now, stall_after: Nanos) -> Strip {
    let mut strip = Strip::new(now.at);
    for span in recent(worker, now.at) {
        let part = match span.kind {
            SpanKind::Poll(_) => Part::Busy,
            SpanKind::Stall(_) => Part::Stalled,
            SpanKind::Parked => Part::Parked,
        };
        strip.add(span.from, span.to, part);
    }
    let hand = now.workers.get(worker.index.index()).copied().flatten();
    if let Some(hand) = hand {
        strip.add(
            hand.since,
            now.at,
            in_hand(now.at.since(hand.since), stall_after),
        );
    } else if worker.parked {
        strip.add(worker.since, now.at, Part::Parked);
    }
    strip
}

/// A task's strip: its polls on any worker.
pub(crate) fn of_task(workers: &[Worker], task: TaskId, now: &Now, stall_after: Nanos) -> Strip {
    let mut strip = Strip::new(now.at);
    for worker in workers {
        for span in recent(worker, now.at) {
            match span.kind {
                SpanKind::Poll(polled) if polled == task => {
                    strip.add(span.from, span.to, Part::Busy);
                }
                SpanKind::Stall(polled) if polled == task => {
                    strip.add(span.from, span.to, Part::Stalled);
                }
                _ => {}
            }
        }
    }
    for hand in now
        .workers
        .iter()
        .flatten()
        .filter(|hand| hand.task == task)
    {
        strip.add(
            hand.since,
            now.at,
            in_hand(now.at.since(hand.since), stall_after),
        );
    }
    strip
}

fn in_hand(time: Nanos, stall_after: Nanos) -> Part {
    if time >= stall_after {
        Part::Stalled
    } else {
        Part::Busy
    }
}

fn recent(worker: &Worker, at: Nanos) -> impl Iterator<Item = &Span> {
    let oldest = Nanos(at.0.saturating_sub(WINDOW.0));
    worker
        .history
        .iter()
        .rev()
        .take_while(move |span| span.to >= oldest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Nanos {
        Nanos::from_millis(ms)
    }

    #[test]
    fn a_stretch_lies_where_it_was_and_is_as_long() {
        let mut strip = Strip::new(ms(20_000));
        strip.add(ms(15_000), ms(17_500), Part::Stalled);
        let columns = strip.columns(8);
        let stalled: Vec<f32> = columns
            .iter()
            .map(|load| (load.stalled * 1e3).round() / 1e3)
            .collect();
        assert_eq!(stalled, [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0]);
    }

    #[test]
    fn the_sum_does_not_depend_on_the_columns() {
        let mut strip = Strip::new(ms(10_000));
        strip.add(ms(1_234), ms(1_300), Part::Busy);
        strip.add(ms(9_990), ms(99_000), Part::Busy);
        for columns in [1, 7, 22, 93, 400] {
            let total: f32 = strip.columns(columns).iter().map(|load| load.busy).sum();
            let mean = total / columns as f32;
            assert!((mean - 0.0076).abs() < 1e-4, "{columns} columns: {mean}");
        }
    }

    #[test]
    fn time_before_the_run_is_empty() {
        let mut strip = Strip::new(ms(2_000));
        strip.add(ms(0), ms(2_000), Part::Parked);
        let columns = strip.columns(5);
        assert_eq!(columns[3], Load::default());
        assert!((columns[4].parked - 1.0).abs() < 1e-5);
        assert!(strip.columns(0).is_empty());
    }
}
