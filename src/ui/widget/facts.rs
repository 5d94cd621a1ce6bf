//! Short facts of the card in focus, and totals: a label, how sure, a value.

use super::{panel, pen::Pen, strip::StripRow};
use crate::events::Certainty;
use crate::kitchen::scene::{About, CardFacts, Gauge};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

/// Columns of the labels of a card.
const LABEL: u16 = 9;

/// ```text
/// ├CARD #16 omelette ─────────┤
/// │ now        ~clip of Chef 1│
/// │ spawned    =11.01s by #07 │
/// ```
pub fn card(view: &CardFacts, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let what = match view.about {
        About::Card => theme.words.card,
        About::Chef => theme.words.chef,
    };
    let what = what.to_uppercase();
    let inner = panel::draw(&format!("{what} {}", view.title), "", theme, area, buf);
    for (row, fact) in view.facts.iter().enumerate() {
        let mut pen = Pen::new(inner, row as u16, buf);
        pen.skip(1).field(fact.label, LABEL, theme.dim);
        pair(fact.certainty, &fact.value, theme, &mut pen);
    }
    let rows = view.facts.len() as u16;
    if rows < inner.height && inner.width > 14 {
        Pen::new(inner, rows, buf)
            .skip(1)
            .put("last 10s", theme.dim);
        let strip = Rect {
            x: inner.x + LABEL + 2,
            y: inner.y + rows,
            width: inner.width - LABEL - 3,
            height: 1,
        };
        StripRow {
            strip: &view.strip,
            theme,
        }
        .render(strip, buf);
    }
}

/// Totals in Tokio's words.
pub fn gauges(all: &[Gauge], theme: &Theme, area: Rect, buf: &mut Buffer) {
    let inner = panel::draw(
        "METRICS",
        "= measured  ~ inferred  m: all",
        theme,
        area,
        buf,
    );
    for (row, gauge) in all.iter().enumerate().take(inner.height.into()) {
        let mut pen = Pen::new(inner, row as u16, buf);
        pen.skip(1).field(gauge.label, 24, theme.dim);
        pair(gauge.certainty, &gauge.value, theme, &mut pen);
    }
}

fn pair(certainty: Certainty, value: &str, theme: &Theme, pen: &mut Pen<'_>) {
    let style = match certainty {
        Certainty::Observed => theme.measured,
        Certainty::Inferred => theme.inferred,
    };
    pen.put(certainty.mark(), theme.dim).put(value, style);
}
