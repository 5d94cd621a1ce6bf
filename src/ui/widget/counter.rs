//! The counter: what became of the cards that ended.

use super::{pen::Pen, tag};
use crate::kitchen::amount::{count, span};
use crate::kitchen::scene::{Counter, Kitchen, Outcome};
use crate::ui::hit::HitMap;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// `COUNTER served 14 ─ binned 1 ─ burnt 0 ─ unclaimed 0`
pub fn title(counter: &Counter, theme: &Theme, width: u16) -> Line<'static> {
    let all = [
        (Outcome::Served, counter.served, ""),
        (Outcome::Binned, counter.binned, " (aborted)"),
        (Outcome::Burnt, counter.burnt, " (panic)"),
        (Outcome::Unclaimed, counter.unclaimed, " (no handle)"),
        (Outcome::Gone, counter.gone, " (how: not seen)"),
    ];
    // Most kitchens have none of these.
    let all = all
        .into_iter()
        .filter(|(outcome, number, _)| *outcome != Outcome::Gone || *number > 0);
    let mut all: Vec<_> = all.collect();
    let columns = |all: &[(Outcome, u64, &str)], gap: usize| -> usize {
        let each = all.iter();
        each.map(|(outcome, number, _)| {
            outcome.word(theme.words).len() + 1 + count(*number).len() + gap
        })
        .sum()
    };
    let room = usize::from(width).saturating_sub(theme.words.counter_title.len() + 3);
    let gap = if columns(&all, 2) > room + 1 {
        " "
    } else {
        "  "
    };
    if columns(&all, gap.len()) > room + gap.len() {
        // Where there is no room for all, none of a sort is not told.
        all.retain(|(outcome, number, _)| *outcome == Outcome::Served || *number > 0);
    }
    let explained = all.iter().map(|(.., about)| about.len()).sum::<usize>();
    let explained = width >= 90 && columns(&all, 2) + explained <= room + 2;
    let mut spans = vec![Span::styled(
        format!("{} ", theme.words.counter_title),
        theme.title,
    )];
    for (outcome, number, about) in all {
        let style = if number > 0 {
            theme.outcome(outcome)
        } else {
            theme.dim
        };
        spans.push(Span::styled(
            format!("{} {}", outcome.word(theme.words), count(number)),
            style,
        ));
        let about = if explained {
            format!("{about}  ")
        } else {
            gap.into()
        };
        spans.push(Span::styled(about, theme.dim));
    }
    // One space is enough before the line goes on; the next corner may be near.
    if let Some(last) = spans.last_mut() {
        last.content = format!("{} ", last.content.trim_end()).into();
    }
    Line::from(spans)
}

/// The newest ended cards, newest first.
///
/// ```text
/// │ #25 panic burnt 0.3s  #21 rice binned 1.2s  #01 simmer served 4.0s │
/// ```
pub fn dishes(kitchen: &Kitchen, theme: &Theme, inner: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let dishes = &kitchen.counter.dishes;
    if dishes.is_empty() {
        Pen::new(inner, 0, buf).put(format!(" ({})", theme.words.counter_empty), theme.dim);
        return;
    }
    let mut row = 0;
    let mut pen = Pen::new(inner, 0, buf);
    for dish in dishes {
        let text = format!(
            "{} {}",
            tag::long(&dish.card),
            dish.outcome.word(theme.words)
        );
        let ago = format!(" {} ago", span(dish.ago));
        if usize::from(pen.room()) < text.len() + ago.len() + 3 {
            row += 1;
            if row >= inner.height {
                return;
            }
            pen = Pen::new(inner, row, buf);
        }
        pen.skip(1);
        let style = tag::style(&dish.card, kitchen, theme, theme.outcome(dish.outcome));
        tag::put(
            &mut pen,
            &text,
            &dish.card,
            inner.y + row,
            style,
            theme,
            hits,
        );
        pen.put(ago, theme.dim).skip(1);
    }
}
