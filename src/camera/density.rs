//! How time was spent, in columns of equal width: worker by worker, in the blocking pool,
//! and by one task.
//!
//! [`Density`] is filled from the log, event number by event number: a column holds the
//! sum of *all* its time, never a sample. [`Overview`] is the same for the whole history
//! in one line. Neither reads a clock.

mod fold;
mod lane;
mod life;
mod overview;
mod picture;
#[cfg(test)]
mod tests;

pub use fold::Density;
pub use lane::{Activity, Cell, Lane, Poll};
pub use overview::{Overview, Share};
pub use picture::Picture;

use crate::events::Nanos;

/// Columns of equal width. They lie on multiples of the width, so that a column means the
/// same time wherever the first one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The number of the first column: it begins at `first` × `width`.
    pub first: u64,
    /// How many columns.
    pub count: usize,
    /// How much time a column is; at least 1 ns.
    pub width: Nanos,
}

impl Grid {
    /// When the first column begins.
    pub fn start(&self) -> Nanos {
        self.edge(0)
    }

    /// When the last column is over.
    pub fn end(&self) -> Nanos {
        self.edge(self.count)
    }

    /// When a column begins.
    pub fn edge(&self, column: usize) -> Nanos {
        let number = self.first.saturating_add(column as u64);
        Nanos(number.saturating_mul(self.width.0))
    }

    /// The part of a stretch that lies within the columns; `None` if none does.
    fn within(&self, from: Nanos, to: Nanos) -> Option<(Nanos, Nanos)> {
        // What ends where the first column begins does not touch it.
        let touches = from < self.end() && (to > self.start() || from >= self.start());
        let (from, to) = (from.max(self.start()), to.min(self.end()));
        (touches && from <= to).then_some((from, to))
    }

    /// The column of a moment that lies within.
    fn column(&self, at: Nanos) -> usize {
        let number = (at.0 / self.width.0).saturating_sub(self.first) as usize;
        number.min(self.count.saturating_sub(1))
    }
}
