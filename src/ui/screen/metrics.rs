//! Draws the metrics, from [`crate::kitchen::gauges`].

mod explain;
mod rows;

use super::page::{frame, scroll_to};
use crate::kitchen::amount;
use crate::kitchen::gauges::MetricsView;
use crate::ui::{hit::HitMap, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rows::Line;

/// From this width on the histogram stands beside the two monitors.
const WIDE: u16 = 120;

/// ```text
/// ┌ METRICS ─────────────────────────────┐   ┌ METRICS ──────────┬──────────────┐
/// │ RuntimeMonitor                       │   │ RuntimeMonitor    │ poll times   │
/// │>busy_ratio()       0.52 of 4  .▂▄█   │   │ ...               │ ...          │
/// │ TaskMonitor        ...               │   │ TaskMonitor       │              │
/// │ poll times         ...               │   │ ...               │              │
/// │ ── busy_ratio() ──────────────────── │   ├───────────────────┴──────────────┤
/// │ what the selected row means          │   │ what the selected row means      │
/// └──────────────────────────────────────┘   └──────────────────────────────────┘
/// ```
///
/// `hits` stays untouched: no click has a meaning here yet.
pub fn draw(view: &MetricsView, theme: &Theme, area: Rect, buf: &mut Buffer, _hits: &mut HitMap) {
    let inner = frame(
        "METRICS tokio-metrics, and the probe's poll times",
        &note(view),
        theme,
        area,
        buf,
    );
    let below = explain::rows(view).min(inner.height / 3);
    let list = Rect {
        height: inner.height - below,
        ..inner
    };
    let about = Rect {
        y: list.bottom(),
        height: below,
        ..inner
    };
    if inner.width >= WIDE {
        let left = Rect {
            width: list.width * 3 / 5,
            ..list
        };
        let x = left.right() + 1;
        let right = Rect {
            x,
            width: list.right() - x,
            ..list
        };
        draw_list(&rows::monitors(view), view, theme, left, buf);
        draw_list(&rows::poll_times(view), view, theme, right, buf);
    } else {
        let mut lines = rows::monitors(view);
        lines.extend(rows::poll_times(view));
        draw_list(&lines, view, theme, list, buf);
    }
    explain::draw(view, theme, about, buf);
}

fn note(view: &MetricsView) -> String {
    let build = match view.unstable {
        Some(true) => "tokio_unstable",
        Some(false) => "stable build",
        None => "no runtime yet",
    };
    match view.interval {
        Some(interval) => format!("= interval {}, {build}", amount::span(interval)),
        None if view.closed => format!("closed: no values of now, {build}"),
        None => build.to_owned(),
    }
}

/// Scrolls so that the selected row is visible, if it is in this list.
fn draw_list(lines: &[Line<'_>], view: &MetricsView, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let selected = lines
        .iter()
        .position(|line| line.index == Some(view.selected));
    let first = scroll_to(selected.unwrap_or(0), lines.len(), usize::from(area.height));
    for (line, row) in lines.iter().skip(first).zip(area.rows()) {
        rows::draw(line, line.index == Some(view.selected), theme, row, buf);
    }
}

#[cfg(test)]
mod tests;
