//! The pass: cards that any free chef may take.

use super::{panel, pen::Pen, tag};
use crate::kitchen::scene::Kitchen;
use crate::kitchen::scene::{Card, Queue};
use crate::ui::hit::HitMap;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// ```text
/// ┌PASS injection queue: any free chef takes from it ──┐
/// │ =3  [#33 rice] [#34 egg] [#35 pie]                 │
/// ```
pub fn draw(kitchen: &Kitchen, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let about = theme.words.pass_about[usize::from(area.width <= 50)];
    let inner = panel::draw(theme.words.pass_title, about, theme, area, buf);
    let queue = &kitchen.pass;
    let mut pen = Pen::new(inner, 0, buf);
    pen.put(
        format!(" {}{:<3} ", queue.len.certainty.mark(), queue.len.value),
        theme.measured,
    );
    if queue.cards.is_empty() && queue.len.value == 0 {
        pen.put("(empty)", theme.dim);
        return;
    }
    let mut row = 0;
    let mut shown = 0;
    for card in &queue.cards {
        let text = format!("[{}]", tag::long(card));
        if pen.room() < text.chars().count() as u16 + 9 {
            if row + 1 >= inner.height {
                break;
            }
            row += 1;
            pen = Pen::new(inner, row, buf);
            pen.skip(6);
        }
        let style = tag::style(card, kitchen, theme, theme.ready);
        tag::put(&mut pen, &text, card, inner.y + row, style, theme, hits);
        pen.skip(1);
        shown += 1;
    }
    more(queue, shown, &mut pen, theme);
}

fn more(queue: &Queue, shown: usize, pen: &mut Pen<'_>, theme: &Theme) {
    let rest = queue.len.value.saturating_sub(shown);
    if rest > 0 && queue.cards.is_empty() {
        pen.put("(which they are is not known)", theme.dim);
    } else if rest > 0 {
        pen.put(format!("+{rest} more"), theme.dim);
    }
}

/// Numbers of cards in one row, as many as fit, and how many more there are.
pub fn numbers(
    queue: &Queue,
    kitchen: &Kitchen,
    theme: &Theme,
    y: u16,
    pen: &mut Pen<'_>,
    hits: &mut HitMap,
) {
    let mut shown = 0;
    for card in &queue.cards {
        let text = card.task.to_string();
        if pen.room() < text.len() as u16 + 7 {
            break;
        }
        put_number(card, &text, kitchen, theme, y, pen, hits);
        shown += 1;
    }
    let rest = queue.len.value.saturating_sub(shown);
    if rest > 0 {
        pen.put(format!("+{rest}"), theme.dim);
    }
}

fn put_number(
    card: &Card,
    text: &str,
    kitchen: &Kitchen,
    theme: &Theme,
    y: u16,
    pen: &mut Pen<'_>,
    hits: &mut HitMap,
) {
    tag::put(
        pen,
        text,
        card,
        y,
        tag::style(card, kitchen, theme, theme.ready),
        theme,
        hits,
    );
    pen.skip(1);
}
