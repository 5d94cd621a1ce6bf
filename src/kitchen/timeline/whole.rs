//! The whole history in one row.

use super::lanes::is_gap;
use super::{Cell, Reach, Whole};
use crate::app::{App, Gap};
use crate::camera::{Overview, Share};
use crate::events::Nanos;

/// The history from its beginning to now, in so many columns.
pub(super) fn whole(app: &App, columns: u16) -> Whole {
    let now = &app.newest().now;
    let oldest = app.camera.oldest().unwrap_or(now.at).min(now.at);
    let span = Nanos(now.at.since(oldest).0.max(1));
    let count = u128::from(columns.max(1));
    let edge = |column: u16| {
        let part = u128::from(span.0) * u128::from(column) / count;
        oldest + Nanos(part as u64)
    };
    let column = |at: Nanos| {
        let part = u128::from(at.since(oldest).0) * count / u128::from(span.0);
        part.min(count - 1) as u16
    };
    let workers = app.newest().model.workers().len().max(1) as u64;
    let gaps: Vec<Gap> = app.gaps().iter().collect();
    let cell = |number: u16| {
        let (from, to) = (edge(number), edge(number + 1));
        let share = app
            .timeline
            .overview()
            .map(|all: &Overview| all.share(from, to, now));
        match share.unwrap_or_default() {
            Share { stalled: true, .. } => Cell::Stall,
            _ if is_gap(&gaps, from, to) => Cell::Gap,
            Share { polled, of, .. } if polled > Nanos::ZERO => {
                let all = of.0.saturating_mul(workers).max(1);
                Cell::Poll((polled.0 as f64 / all as f64).min(1.0) as f32)
            }
            _ => Cell::Idle,
        }
    };
    let timeline = &app.timeline;
    let at = |edge: i64| Nanos(u64::try_from(edge).unwrap_or(0));
    let last = Nanos(at(timeline.edge(timeline.columns())).0.saturating_sub(1));
    Whole {
        cells: (0..columns).map(cell).collect(),
        reach: Reach {
            from: i64::try_from(oldest.0).unwrap_or(i64::MAX),
            span,
        },
        window: (column(at(timeline.edge(0))), column(last)),
        cursor: column(app.shown().now.at),
    }
}
