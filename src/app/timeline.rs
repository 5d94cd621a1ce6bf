//! What the timeline is drawn from: columns of the stretch of time it shows, and of the
//! whole history, kept from picture to picture and brought up to date before each.

use super::{App, Finding, FindingKind};
use crate::camera::{Density, Grid, Overview, Picture, Place, hands};
use crate::events::{Nanos, Now};
use std::ops::Range;

/// The timeline shows no less than this when it shows the whole history.
pub(super) const SHORTEST_FIT: Nanos = Nanos::from_millis(1);

/// The columns the timeline shows.
#[derive(Debug, Default)]
pub struct Timeline {
    /// Number of the first column; before the run began it is negative.
    first: i64,
    /// How many columns.
    count: usize,
    /// How much time a column is.
    width: Nanos,
    density: Option<Density>,
    overview: Option<Overview>,
    ends: Now,
}

impl Timeline {
    /// How many columns are shown; 0 before the first picture.
    pub fn columns(&self) -> usize {
        self.count
    }

    /// How much time a column is.
    pub fn width(&self) -> Nanos {
        self.width
    }

    /// When a column begins, in nanoseconds since the run began; negative before it.
    pub fn edge(&self, column: usize) -> i64 {
        let number = self.first.saturating_add(column as i64);
        number.saturating_mul(self.width.0 as i64)
    }

    /// The column of a moment, if it is shown.
    pub fn column(&self, at: Nanos) -> Option<usize> {
        let number = self.number(at)?;
        let column = usize::try_from(number.checked_sub(self.first)?).ok()?;
        (column < self.count).then_some(column)
    }

    fn number(&self, at: Nanos) -> Option<i64> {
        i64::try_from(at.0.checked_div(self.width.0)?).ok()
    }

    /// The columns that lie before the run began.
    pub fn before_the_run(&self) -> usize {
        usize::try_from(self.first.saturating_neg()).map_or(0, |before| before.min(self.count))
    }

    /// The polls in progress at the end of what is shown, or at the newest moment.
    pub fn ends(&self) -> &Now {
        &self.ends
    }

    /// The whole history in columns.
    pub fn overview(&self) -> Option<&Overview> {
        self.overview.as_ref()
    }

    /// Chooses the stretch shown: live it ends now, in the past it stays as long as the
    /// moment shown lies in it. If it is the whole history, that ends now as well.
    fn place(&mut self, count: usize, width: Nanos, at: Nanos, newest: Nanos, whole: bool) {
        let live = at >= newest;
        let before = self.column(at);
        let rescaled = (self.count, self.width) != (count, width);
        (self.count, self.width) = (count, width);
        let number = |at| self.number(at).unwrap_or(i64::MAX);
        let (here, last) = (number(at), number(newest));
        let columns = count as i64;
        let latest = last.saturating_sub(columns - 1);
        if live || (whole && rescaled) {
            self.first = latest;
        } else if rescaled {
            // The moment stays where it was on the screen.
            let left = before
                .map_or(columns / 2, |before| before as i64)
                .min(columns - 1);
            self.first = here.saturating_sub(left).min(latest);
        } else if here < self.first {
            let near = self.first - here < columns;
            let left = if near { columns * 3 / 4 } else { columns / 2 };
            self.first = here.saturating_sub(left);
        } else if here >= self.first.saturating_add(columns) {
            let near = here - self.first < columns * 2;
            let left = if near { columns / 4 } else { columns / 2 };
            self.first = here.saturating_sub(left).min(latest);
        }
    }

    fn grid(&self) -> Grid {
        let before = self.before_the_run();
        Grid {
            first: u64::try_from(self.first).unwrap_or(0),
            count: self.count - before,
            width: self.width,
        }
    }
}

impl App {
    /// A stretch of time that the whole history fits into. It grows in steps of an eighth:
    /// with each one all columns are counted anew.
    pub(super) fn whole_history(&self) -> Nanos {
        let newest = self.newest().now.at;
        let oldest = self.camera.oldest().unwrap_or(newest);
        let needed = newest.since(oldest).0;
        let mut fits = SHORTEST_FIT.0;
        while fits < needed {
            fits = fits.saturating_add(fits / 8);
        }
        Nanos(fits)
    }

    /// A picture of the timeline with so many columns is about to be drawn.
    pub(super) fn look_at_time(&mut self, columns: u16) {
        // In the past the picture stands still.
        if self.fits && self.is_live() {
            self.window = self.whole_history();
        }
        let count = usize::from(columns.max(1));
        let width = Nanos(self.window.0.div_ceil(count as u64).max(1));
        let (at, newest) = (self.shown().now.at, self.newest().now.at);
        let newest = if self.is_live() {
            at
        } else {
            newest.max(at + Nanos(1))
        };
        let whole = self.fits;
        self.timeline.place(count, width, at, newest, whole);
        let grid = self.timeline.grid();
        let (focus, stall_after) = (self.focus(), self.options.stall_after);
        let log = &self.camera.log;
        let kept = self.timeline.density.take().and_then(|mut density| {
            let kept = density.task() == focus && density.move_to(grid);
            kept.then_some(density)
        });
        let mut density = kept.unwrap_or_else(|| Density::new(grid, focus, stall_after, log));
        density.read(log);
        self.timeline.ends = self.ends(&density);
        self.timeline.density = Some(density);
        let overview = &mut self.timeline.overview;
        overview
            .get_or_insert_with(|| Overview::new(stall_after))
            .read(&self.camera.log);
    }

    /// The polls in progress at the end of the columns, or at the newest moment.
    fn ends(&self, density: &Density) -> Now {
        let (end, newest) = (density.grid().end(), &self.newest().now);
        if end >= newest.at {
            let mut ends = newest.clone();
            ends.workers.fill(None);
            for (worker, hand) in self.newest().model.in_hand(newest) {
                if let Some(free) = ends.workers.get_mut(worker.index()) {
                    *free = Some(hand);
                }
            }
            return ends;
        }
        let place = Place {
            position: density.position(),
            at: end,
        };
        hands(&self.camera.log, place, &self.newest().model, newest)
    }

    /// How the time shown on the timeline was spent by these workers, the pool and the task in
    /// focus; empty before its first picture.
    pub fn density(&self, workers: Range<usize>) -> Picture {
        let density = self.timeline.density.as_ref();
        density.map_or_else(Picture::default, |density| {
            let stalls = |worker, since| {
                let known = self.camera.findings.all();
                let stall = |m: &Finding| m.kind == FindingKind::Stall && m.at == since;
                known
                    .into_iter()
                    .any(|m| stall(m) && m.worker == Some(worker))
            };
            density.picture(workers, &self.timeline.ends, &self.shown().model, stalls)
        })
    }
}
