//! Rows of cells, from the camera's columns.

use super::{Bar, Cell, Lane};
use crate::app::{App, Gap, Pick, Selection};
use crate::camera::{self, Activity, Poll};
use crate::events::{Nanos, TaskId, WorkerId};
use crate::kitchen::analogy::labels;
use crate::kitchen::words;

/// A poll drawn by itself covers so many columns at least: two ends and something between.
const BAR: u16 = 3;
/// A card that was ready for this part of a column shows as ready, else as polled.
const MUCH: u64 = 8;

/// What rows are made with.
pub(super) struct Sight<'a> {
    app: &'a App,
    focus: Option<TaskId>,
    /// How much of each column is in the history.
    known: Vec<Nanos>,
    /// Whether there was a suspend in each column.
    gaps: Vec<bool>,
}

impl<'a> Sight<'a> {
    pub(super) fn new(app: &'a App) -> Self {
        let timeline = &app.timeline;
        let oldest = app.camera.oldest().unwrap_or(Nanos(u64::MAX));
        let newest = app.newest().now.at;
        let edge = |column| Nanos(u64::try_from(timeline.edge(column)).unwrap_or(0));
        let columns = 0..timeline.columns();
        let known = columns.clone().map(|column| {
            let (from, to) = (edge(column).max(oldest), edge(column + 1).min(newest));
            to.since(from)
        });
        let gaps: Vec<Gap> = app.gaps().iter().collect();
        let asleep = columns.map(|column| is_gap(&gaps, edge(column), edge(column + 1)));
        Self {
            app,
            focus: app.focus(),
            known: known.collect(),
            gaps: asleep.collect(),
        }
    }

    pub(super) fn chef(&self, index: usize, lane: Option<&camera::Lane>) -> Lane {
        let worker = WorkerId::new(u16::try_from(index).unwrap_or(u16::MAX));
        let lane = lane.cloned().unwrap_or_default();
        let polled: u64 = lane.cells.iter().map(|cell| cell.polled().0).sum();
        let known: u64 = self.known.iter().map(|known| known.0).sum();
        let percent = (polled.min(known) * 100).checked_div(known).unwrap_or(0);
        let percent = match percent {
            0 if polled > 0 => "<1".to_owned(),
            percent => percent.to_string(),
        };
        Lane {
            name: format!("{} {index}", labels(self.app.register).chef),
            note: format!("{percent}% polls"),
            pick: Some(Pick::Worker(worker)),
            selected: self.app.selected == Selection::Worker(worker),
            cells: self.cells(&lane, of_chef),
            bars: self.bars(&lane),
        }
    }

    pub(super) fn bakery(&self, lane: &camera::Lane) -> Lane {
        Lane {
            name: labels(self.app.register).bakery.to_owned(),
            note: String::new(),
            pick: None,
            selected: false,
            cells: self.cells(lane, of_bakery),
            bars: Vec::new(),
        }
    }

    pub(super) fn card(&self, lane: &camera::Lane) -> Option<Lane> {
        let task = self.focus?;
        Some(Lane {
            name: task.to_string(),
            note: String::new(),
            pick: Some(Pick::Task(task)),
            selected: self.app.selected == Selection::Task(task),
            cells: self.cells(lane, of_card),
            bars: Vec::new(),
        })
    }

    fn cells(&self, lane: &camera::Lane, look: fn(&camera::Cell, Nanos) -> Cell) -> Vec<Cell> {
        let before = self.app.timeline.before_the_run();
        let columns = self.known.iter().zip(&self.gaps).enumerate();
        let cell = |(column, (known, gap)): (usize, (&Nanos, &bool))| {
            let cell = column.checked_sub(before).and_then(|at| lane.cells.get(at));
            if *known == Nanos::ZERO {
                return Cell::Blank;
            }
            match cell.map_or(Cell::Blank, |cell| look(cell, *known)) {
                Cell::Stall => Cell::Stall,
                _ if *gap => Cell::Gap,
                other => other,
            }
        };
        columns.map(cell).collect()
    }

    fn bars(&self, lane: &camera::Lane) -> Vec<Bar> {
        let bars = lane.long.iter().filter_map(|poll| self.bar(poll));
        bars.collect()
    }

    fn bar(&self, poll: &Poll) -> Option<Bar> {
        let timeline = &self.app.timeline;
        let last = timeline.columns().checked_sub(1)?;
        let from = timeline.column(poll.from);
        // A poll that ends where a column begins does not touch it.
        let to = timeline.column(Nanos(poll.to.0.saturating_sub(1)));
        let before = i64::try_from(poll.from.0).ok()? < timeline.edge(0);
        let (first, end) = (from.filter(|_| !before).unwrap_or(0), to.unwrap_or(last));
        if first > end || (end - first + 1) < usize::from(BAR) {
            return None;
        }
        let ends = timeline.ends();
        let hand = |hand: &crate::events::InHand| hand.task == poll.task && hand.since == poll.from;
        Some(Bar {
            from: first as u16,
            to: end as u16,
            before,
            goes_on: to.is_none() || ends.workers.iter().flatten().any(hand),
            number: poll.task.to_string(),
            name: words::card(&self.app.shown().model, poll.task),
            stalled: poll.stalled,
        })
    }
}

/// Whether there was a suspend in a stretch: it took no time, so it is in a column beside what
/// happened before and after.
pub(super) fn is_gap(gaps: &[Gap], from: Nanos, to: Nanos) -> bool {
    gaps.iter().any(|gap| from <= gap.at && gap.at < to)
}

fn share(time: Nanos, of: Nanos) -> f32 {
    (time.0 as f64 / of.0.max(1) as f64).clamp(f64::from(f32::EPSILON), 1.0) as f32
}

fn of_chef(cell: &camera::Cell, known: Nanos) -> Cell {
    if cell.is_stalled() {
        Cell::Stall
    } else if cell.polls > 0 {
        Cell::Poll(share(cell.polled(), known))
    } else if cell.time(Activity::Parked) > Nanos::ZERO {
        Cell::Parked
    } else {
        Cell::Idle
    }
}

fn of_bakery(cell: &camera::Cell, _known: Nanos) -> Cell {
    if cell.time(Activity::Job) > Nanos::ZERO {
        Cell::Baking
    } else {
        Cell::Idle
    }
}

fn of_card(cell: &camera::Cell, known: Nanos) -> Cell {
    let ready = cell.time(Activity::Ready);
    if cell.is_stalled() {
        Cell::Stall
    } else if ready.0 * MUCH >= known.0 {
        Cell::Ready
    } else if cell.polls > 0 {
        Cell::Poll(share(cell.polled(), known))
    } else if cell.woken {
        Cell::Woken
    } else if ready > Nanos::ZERO {
        Cell::Ready
    } else if cell.time(Activity::Job) > Nanos::ZERO {
        Cell::Baking
    } else if cell.time(Activity::Pending) > Nanos::ZERO {
        Cell::Pending
    } else {
        Cell::Blank
    }
}
