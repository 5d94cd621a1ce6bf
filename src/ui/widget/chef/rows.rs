//! A chef in one, two or three rows, or as a face among many.

use super::face::{face, hat};
use crate::app::Pick;
use crate::kitchen::amount::span;
use crate::kitchen::scene::{Chef, ChefState, Clip, Kitchen};
use crate::kitchen::stuck;
use crate::ui::hit::HitMap;
use crate::ui::theme::Theme;
use crate::ui::widget::{pass, pen::Pen, pen::shorten, strip::StripRow, tag};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// Columns of the numbers at the right of the second row: rail, polls, raids.
const NUMBERS: [u16; 3] = [6, 8, 6];

fn name_style(chef: &Chef, kitchen: &Kitchen, theme: &Theme) -> Style {
    if kitchen.selected == Some(Pick::Worker(chef.index)) {
        theme.selected
    } else {
        theme.title
    }
}

/// `12(^_^)`.
pub(super) fn tiny(chef: &Chef, kitchen: &Kitchen, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let alarm = if chef.state == ChefState::Stalled {
        "!"
    } else {
        ""
    };
    Pen::new(area, 0, buf)
        .right(
            &chef.index.to_string(),
            super::digits(kitchen.chefs.len()),
            name_style(chef, kitchen, theme),
        )
        .put(face(chef.state, kitchen.beat), theme.chef(chef.state))
        .put(alarm, theme.stalled);
}

/// `(^_^) Chef 0  cooking #04 simmer 2ms    clip [#16]  =2`
pub(super) fn one(
    chef: &Chef,
    kitchen: &Kitchen,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let mut pen = Pen::new(area, 0, buf);
    pen.skip(1)
        .put(face(chef.state, kitchen.beat), theme.chef(chef.state))
        .skip(1);
    headline(chef, kitchen, theme, area, NUMBERS[0], &mut pen, hits);
    let rail = format!("{}{}", chef.rail.len.certainty.mark(), chef.rail.len.value);
    pen.to(area.width.saturating_sub(NUMBERS[0]))
        .right(&rail, NUMBERS[0] - 1, theme.ready);
}

/// ```text
///  .oOo. Chef 0  cooking #04 simmer 2ms     clip [#16]
///  (^_^) ▁▁▂████▁▁....XXXXXXXXX     =0      233     ~1
///        rail #13 #14 #19
/// ```
pub(super) fn full(
    chef: &Chef,
    kitchen: &Kitchen,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let mut pen = Pen::new(area, 0, buf);
    pen.skip(1)
        .put(hat(chef.state), theme.chef(chef.state))
        .skip(1);
    headline(chef, kitchen, theme, area, 0, &mut pen, hits);
    let numbers = NUMBERS.iter().sum::<u16>();
    let strip = Rect {
        x: area.x + 7,
        y: area.y + 1,
        width: area.width.saturating_sub(numbers + 8),
        height: 1,
    };
    // Where there is no third row, the line that holds them goes before their last seconds.
    let held = chef.stuck.as_ref().filter(|_| area.height == 2);
    if held.is_none() {
        StripRow {
            strip: &chef.strip,
            theme,
        }
        .render(strip.intersection(area), buf);
    }
    let mut pen = Pen::new(area, 1, buf);
    pen.skip(1)
        .put(face(chef.state, kitchen.beat), theme.chef(chef.state));
    if let Some(found) = held {
        let held = stuck::doing_in(found, strip.width.into());
        pen.skip(1)
            .put(shorten(&held, strip.width.into()), theme.stalled);
    }
    pen.to(area.width.saturating_sub(numbers + 1));
    let rail = format!("{}{}", chef.rail.len.certainty.mark(), chef.rail.len.value);
    let raids = chef.raids.certainty.mark().to_owned() + &brief(chef.raids.value, NUMBERS[2] - 2);
    let busy = chef.rail.len.value > 0;
    pen.right(
        &rail,
        NUMBERS[0],
        if busy { theme.ready } else { theme.dim },
    );
    pen.right(
        &brief(chef.polls, NUMBERS[1] - 1),
        NUMBERS[1],
        theme.measured,
    )
    .right(&raids, NUMBERS[2], theme.dim);
    if area.height > 2 {
        third(chef, kitchen, theme, area, buf, hits);
    }
}

/// A number in so many columns: `13900`, or `139k` where that is too long.
fn brief(number: u64, columns: u16) -> String {
    let units = [(1, ""), (1_000, "k"), (1_000_000, "M")];
    let texts = units.map(|(unit, sign)| format!("{}{sign}", number / unit));
    let fits = |text: &&String| text.len() <= columns.into();
    let [.., largest] = &texts;
    texts.iter().find(fits).unwrap_or(largest).clone()
}

fn third(
    chef: &Chef,
    kitchen: &Kitchen,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let mut pen = Pen::new(area, 2, buf);
    pen.skip(7).put(format!("{} ", theme.words.rail), theme.dim);
    if chef.rail.cards.is_empty() && chef.rail.len.value == 0 {
        pen.put("-", theme.dim);
    }
    pass::numbers(&chef.rail, kitchen, theme, area.y + 2, &mut pen, hits);
    if let Some(found) = &chef.stuck {
        let room = (area.x + area.width).saturating_sub(pen.x() + 2).into();
        let held = stuck::doing_in(found, room);
        let held = shorten(&held, room);
        pen.to(area.width.saturating_sub(held.width() as u16 + 1))
            .put(held, theme.stalled);
    } else if chef.slow > 0 {
        let slow = format!("slow polls {} ", chef.slow);
        pen.to(area.width.saturating_sub(slow.len() as u16))
            .put(slow, theme.notice);
    }
}

/// Name, state, the card in hand, and the clip at the right, `spare` columns before the end.
fn headline(
    chef: &Chef,
    kitchen: &Kitchen,
    theme: &Theme,
    area: Rect,
    spare: u16,
    pen: &mut Pen<'_>,
    hits: &mut HitMap,
) {
    let left = pen.x() - area.x;
    let clip_at = area
        .width
        .saturating_sub(clip_width(chef.clip.as_ref()) + spare);
    pen.put(
        format!("{} {}", theme.words.chef, chef.index),
        name_style(chef, kitchen, theme),
    )
    .to(left + theme.words.chef.len() as u16 + if chef.index.index() < 10 { 3 } else { 4 });
    // Whoever sleeps has nothing in hand: what is shown they put down. The bracket takes the
    // place of a space, so that nothing moves.
    let down = chef.state == ChefState::Parked && chef.hand.is_some();
    pen.put(
        format!("{:<7}", chef.state.word(theme.words)),
        theme.chef(chef.state),
    )
    .put(if down { "(" } else { " " }, theme.dim);
    match &chef.hand {
        Some(hand) => {
            let time = span(hand.time);
            let base = if hand.going_on {
                theme.chef(chef.state)
            } else {
                theme.dim
            };
            // Two spaces, and the mark of a card that just came.
            let apart = 2 + u16::from(hand.card.fresh) + u16::from(down);
            let room = clip_at.saturating_sub(pen.x() - area.x + time.len() as u16 + apart);
            let long = tag::long(&hand.card);
            let text = shorten(&long, room.into());
            if chef.state == ChefState::Stalled {
                // How long comes first: it must be seen before anything else, and never be cut.
                pen.put(format!("{time} "), theme.stalled);
                tag::put(
                    pen,
                    &text,
                    &hand.card,
                    area.y,
                    tag::style(&hand.card, kitchen, theme, theme.text),
                    theme,
                    hits,
                );
            } else {
                tag::put(
                    pen,
                    &text,
                    &hand.card,
                    area.y,
                    tag::style(&hand.card, kitchen, theme, theme.text),
                    theme,
                    hits,
                );
                pen.put(format!(" {time}"), base);
                if down {
                    pen.put(")", theme.dim);
                }
            }
        }
        None => {
            pen.put(span(chef.time), theme.dim);
        }
    }
    pen.to(clip_at);
    clip(chef.clip.as_ref(), kitchen, theme, area.y, pen, hits);
}

/// Columns of the clip with its mark: an empty one leaves room for the card in hand.
fn clip_width(clip: Option<&Clip>) -> u16 {
    clip.map_or(7, |clip| clip.card.task.to_string().len() as u16 + 8)
}

/// `clip [#16]!`: the mark says that nobody can take it.
pub(super) fn clip(
    clip: Option<&Clip>,
    kitchen: &Kitchen,
    theme: &Theme,
    y: u16,
    pen: &mut Pen<'_>,
    hits: &mut HitMap,
) {
    pen.put(format!("{} ", theme.words.clip), theme.dim);
    let Some(clip) = clip else {
        pen.put("-", theme.dim);
        return;
    };
    let base = if clip.trapped.is_some() {
        theme.stalled
    } else {
        theme.ready
    };
    let text = format!("[{}]", clip.card.task);
    tag::put(
        pen,
        &text,
        &clip.card,
        y,
        tag::style(&clip.card, kitchen, theme, base),
        theme,
        hits,
    );
    if clip.trapped.is_some() {
        pen.put("!", theme.stalled);
    }
}

#[cfg(test)]
mod tests {
    use super::brief;

    #[test]
    fn a_number_keeps_to_its_column() {
        assert_eq!(brief(1_390, 4), "1390");
        assert_eq!(brief(13_900, 4), "13k");
        assert_eq!(brief(9_999_999, 4), "9M");
    }
}
