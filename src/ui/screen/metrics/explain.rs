//! What the selected row means, and what it does not tell.

use super::rows::mean;
use crate::kitchen::amount;
use crate::kitchen::gauges::{Bucket, Gauge, MEANS, MetricsView, RecipeGauge, Selected, range};
use crate::ui::screen::page::{paragraph, put, put_right, trend};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows the explanation wants, its rule included.
pub(super) fn rows(view: &MetricsView) -> u16 {
    match view.selection() {
        Selected::Recipe(_) => 8,
        _ => 5,
    }
}

/// Draws the explanation.
pub(super) fn draw(view: &MetricsView, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let mut rows = area.rows();
    let Some(rule) = rows.next() else { return };
    put(
        buf,
        rule.x,
        rule.y,
        rule.width,
        &"\u{2500}".repeat(rule.width.into()),
        theme.border,
    );
    let mut body = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    };
    let (name, meaning, limit) = match view.selection() {
        Selected::Nothing => return,
        Selected::Runtime(gauge) => field(gauge),
        Selected::Bucket(bucket) => of_bucket(bucket),
        Selected::Recipe(recipe) => {
            let used = draw_means(recipe, theme, body, buf);
            body = below(body, used);
            of_recipe(recipe)
        }
    };
    put(
        buf,
        rule.x + 1,
        rule.y,
        rule.width.saturating_sub(2),
        &format!(" {name} "),
        theme.title,
    );
    let used = paragraph(buf, body, &meaning, theme.text);
    paragraph(buf, below(body, used), &limit, theme.dim);
}

fn below(area: Rect, used: u16) -> Rect {
    let used = used.min(area.height);
    Rect {
        y: area.y + used,
        height: area.height - used,
        ..area
    }
}

/// The four means over time, a row each; gives the rows used.
fn draw_means(recipe: &RecipeGauge, theme: &Theme, area: Rect, buf: &mut Buffer) -> u16 {
    const NAME: u16 = 27;
    const VALUE: u16 = 8;
    for ((name, value), row) in MEANS.iter().zip(&recipe.means).zip(area.rows()) {
        let room = |x: u16| row.right().saturating_sub(x);
        let mut x = row.x;
        put(buf, x, row.y, NAME.min(room(x)), name, theme.text);
        x += NAME;
        put_right(
            buf,
            x,
            row.y,
            VALUE.min(room(x)),
            &mean(value),
            theme.measured,
        );
        x += VALUE + 2;
        put(
            buf,
            x,
            row.y,
            room(x),
            &trend(&value.trend, room(x)),
            theme.ready,
        );
    }
    MEANS.len() as u16
}

type About = (String, String, String);

fn field(gauge: &Gauge) -> About {
    (
        gauge.name.to_owned(),
        gauge.meaning.to_owned(),
        gauge.limit.to_owned(),
    )
}

fn of_recipe(recipe: &RecipeGauge) -> About {
    let meaning = "Idle: pending, until a wake. Scheduled: woken, until the poll. Slow: polls over \
                   tokio-metrics' own 50us. A poll counts when it ends, a panicking one never.";
    (
        format!("TaskMonitor of {}", recipe.name),
        meaning.to_owned(),
        String::new(),
    )
}

fn of_bucket(bucket: Bucket) -> About {
    (
        format!("polls of {}", range(bucket).trim_start()),
        format!(
            "{} polls that ended, of all workers and shifts.",
            amount::count(bucket.polls)
        ),
        "Measured by the probe around each poll, so it needs no tokio_unstable. A poll still \
         going on is not in it: see the main screen."
            .to_owned(),
    )
}
