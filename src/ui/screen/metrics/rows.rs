//! The rows of the metrics: headings, fields, recipes and buckets.

use crate::kitchen::amount;
use crate::kitchen::gauges::{Bucket, Gauge, Mean, MetricsView, RecipeGauge, range};
use crate::ui::screen::page::{put, put_right, trend};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// One row.
pub(super) struct Line<'a> {
    /// Its number among the rows that can be selected.
    pub(super) index: Option<usize>,
    content: Content<'a>,
}

enum Content<'a> {
    Empty,
    Heading(&'static str),
    Set(&'a str),
    RecipeHeading,
    Field(&'a Gauge),
    Recipe(&'a RecipeGauge),
    Bucket { bucket: Bucket, most: u64 },
}

const NAME: u16 = 22;
const VALUE: u16 = 11;
/// Columns of a recipe: count, four means, slow polls.
const CELL: u16 = 9;

fn heading(content: Content<'_>) -> Line<'_> {
    Line {
        index: None,
        content,
    }
}

/// The `RuntimeMonitor` and the `TaskMonitor`s.
pub(super) fn monitors(view: &MetricsView) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    if !view.set.is_empty() {
        lines.push(heading(Content::Heading("Set in the runtime's builder")));
        lines.extend(view.set.iter().map(|set| heading(Content::Set(set))));
        lines.push(heading(Content::Empty));
    }
    lines.push(heading(Content::Heading("RuntimeMonitor, per interval")));
    let fields = view.runtime.iter().enumerate();
    lines.extend(fields.map(|(i, gauge)| Line {
        index: Some(i),
        content: Content::Field(gauge),
    }));
    lines.push(heading(Content::Empty));
    lines.push(heading(Content::RecipeHeading));
    if view.recipes.is_empty() {
        lines.push(heading(Content::Heading("  (no task polled lately)")));
    }
    let base = view.runtime.len();
    lines.extend(view.recipes.iter().enumerate().map(|(i, recipe)| Line {
        index: Some(base + i),
        content: Content::Recipe(recipe),
    }));
    lines.push(heading(Content::Empty));
    lines
}

/// The histogram.
pub(super) fn poll_times(view: &MetricsView) -> Vec<Line<'_>> {
    let mut lines = vec![heading(Content::Heading(
        "Poll times, own probe (bars: log scale)",
    ))];
    if view.histogram.is_empty() {
        lines.push(heading(Content::Heading("  (no poll yet)")));
    }
    let base = view.runtime.len() + view.recipes.len();
    let most = view
        .histogram
        .iter()
        .map(|bucket| bucket.polls)
        .max()
        .unwrap_or(0);
    lines.extend(view.histogram.iter().enumerate().map(|(i, bucket)| Line {
        index: Some(base + i),
        content: Content::Bucket {
            bucket: *bucket,
            most,
        },
    }));
    lines
}

/// Draws one row.
pub(super) fn draw(line: &Line<'_>, selected: bool, theme: &Theme, row: Rect, buf: &mut Buffer) {
    match &line.content {
        Content::Empty => {}
        Content::Heading(text) => {
            put(
                buf,
                row.x + 1,
                row.y,
                row.width.saturating_sub(1),
                text,
                theme.title,
            );
        }
        Content::Set(text) => {
            let room = row.width.saturating_sub(1);
            put(buf, row.x + 1, row.y, room, text, theme.measured);
        }
        Content::RecipeHeading => recipe_heading(theme, row, buf),
        Content::Field(gauge) => field(gauge, theme, row, buf),
        Content::Recipe(gauge) => recipe(gauge, theme, row, buf),
        Content::Bucket { bucket, most } => bar(*bucket, *most, theme, row, buf),
    }
    if selected {
        put(buf, row.x, row.y, row.width.min(1), ">", theme.text);
        // Bars in reverse would show the opposite of what they mean.
        let name = Rect {
            width: row.width.min(NAME - 2),
            ..row
        };
        buf.set_style(name, theme.selected);
    }
}

fn field(gauge: &Gauge, theme: &Theme, row: Rect, buf: &mut Buffer) {
    let room = |x: u16| row.right().saturating_sub(x);
    let x = row.x + 1;
    put(buf, x, row.y, NAME.min(room(x)), gauge.name, theme.text);
    let x = x + NAME;
    put_right(
        buf,
        x,
        row.y,
        VALUE.min(room(x)),
        &gauge.value,
        theme.measured,
    );
    let x = x + VALUE + 2;
    put(
        buf,
        x,
        row.y,
        room(x),
        &trend(&gauge.trend, room(x)),
        theme.cooking,
    );
}

fn recipe_heading(theme: &Theme, row: Rect, buf: &mut Buffer) {
    let x = row.x + 1;
    put(
        buf,
        x,
        row.y,
        row.right().saturating_sub(x).min(NAME - 4),
        "TaskMonitor, means",
        theme.title,
    );
    cells(
        ["tasks", "1st poll", "idle", "sched.", "poll", "slow"].map(str::to_owned),
        theme.dim,
        row,
        buf,
    );
}

fn recipe(gauge: &RecipeGauge, theme: &Theme, row: Rect, buf: &mut Buffer) {
    let x = row.x + 1;
    put(
        buf,
        x,
        row.y,
        row.right().saturating_sub(x).min(NAME - 4),
        gauge.name,
        theme.text,
    );
    let [first_poll, idle, scheduled, poll] = gauge.means.each_ref().map(mean);
    let texts = [
        amount::count(gauge.instrumented),
        first_poll,
        idle,
        scheduled,
        poll,
        amount::count(gauge.slow_polls),
    ];
    let x = cells(texts, theme.measured, row, buf);
    let room = row.right().saturating_sub(x);
    put(
        buf,
        x,
        row.y,
        room,
        &trend(&gauge.means[2].trend, room),
        theme.ready,
    );
}

/// A mean, or a dash if nothing was counted.
pub(super) fn mean(mean: &Mean) -> String {
    mean.mean.map_or_else(|| "-".to_owned(), amount::span)
}

/// Writes the cells of a recipe; gives the column after them.
fn cells(texts: [String; 6], style: ratatui::style::Style, row: Rect, buf: &mut Buffer) -> u16 {
    let mut x = row.x + 1 + NAME - 4;
    for text in texts {
        put_right(
            buf,
            x,
            row.y,
            CELL.min(row.right().saturating_sub(x)),
            &text,
            style,
        );
        x += CELL;
    }
    x + 1
}

/// The length of a bar grows with the logarithm: one slow poll beside a million quick
/// ones is what the histogram is for.
fn bar(bucket: Bucket, most: u64, theme: &Theme, row: Rect, buf: &mut Buffer) {
    let room = |x: u16| row.right().saturating_sub(x);
    let x = row.x + 1;
    put(buf, x, row.y, NAME.min(room(x)), &range(bucket), theme.text);
    let x = x + NAME;
    put_right(
        buf,
        x,
        row.y,
        VALUE.min(room(x)),
        &amount::count(bucket.polls),
        theme.measured,
    );
    let x = x + VALUE + 2;
    let share = (bucket.polls as f64 + 1.0).ln() / (most as f64 + 1.0).ln().max(1.0);
    let length = (share * f64::from(room(x))).ceil() as usize;
    put(buf, x, row.y, room(x), &"#".repeat(length), theme.cooking);
}
