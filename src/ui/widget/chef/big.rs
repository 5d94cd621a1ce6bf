//! A chef in a column of their own, for wide screens.

use super::face::{breath, face, hat};
use super::rows::clip;
use crate::app::Pick;
use crate::kitchen::amount::{count, span};
use crate::kitchen::scene::{Chef, ChefState, Kitchen};
use crate::kitchen::stuck;
use crate::ui::hit::HitMap;
use crate::ui::theme::Theme;
use crate::ui::widget::{pass, pen::Pen, pen::shorten, strip::StripRow, tag};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

/// Rows of a big chef.
pub const HEIGHT: u16 = 9;
/// Fewest columns of a big chef.
pub const WIDTH: u16 = 24;

/// ```text
///   .oOo.   slow polls 1
///   |___|   Chef 2
///   (x_x)!! stalled
///   /|_|\=o 1.40s
///  #07 block
///  clip [#16]! 1.40s
///  rail =3 #13 #14 #15
///  ▁▂▁████XXXXXXXXXXX
///  233 polls  =2 raids
/// ```
///
/// Of a poll that lasts long the last row says what its thread does, and at which line: the
/// numbers stand still meanwhile.
pub(super) fn draw(
    chef: &Chef,
    kitchen: &Kitchen,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let mood = theme.chef(chef.state);
    person(chef, kitchen, theme, area, buf);
    let mut pen = Pen::new(area, 4, buf);
    pen.skip(1);
    match &chef.hand {
        Some(hand) => {
            let style = tag::style(
                &hand.card,
                kitchen,
                theme,
                if hand.going_on { mood } else { theme.text },
            );
            tag::put(
                &mut pen,
                &tag::long(&hand.card),
                &hand.card,
                area.y + 4,
                style,
                theme,
                hits,
            );
            pen.put(
                format!(
                    " {}",
                    if hand.going_on {
                        theme.words.in_hand
                    } else {
                        theme.words.put_down
                    }
                ),
                theme.dim,
            );
        }
        None => {
            pen.put(theme.words.hands_empty, theme.dim);
        }
    }
    let mut pen = Pen::new(area, 5, buf);
    pen.skip(1);
    clip(
        chef.clip.as_ref(),
        kitchen,
        theme,
        area.y + 5,
        &mut pen,
        hits,
    );
    if let Some(trapped) = chef.clip.as_ref().and_then(|clip| clip.trapped) {
        pen.put(format!(" stuck {}", span(trapped)), theme.stalled);
    }
    let rail = &chef.rail;
    let mut pen = Pen::new(area, 6, buf);
    pen.skip(1).put(
        format!(
            "{} {}{} ",
            theme.words.rail,
            rail.len.certainty.mark(),
            rail.len.value
        ),
        theme.dim,
    );
    pass::numbers(rail, kitchen, theme, area.y + 6, &mut pen, hits);
    let strip = Rect {
        x: area.x + 1,
        y: area.y + 7,
        width: area.width.saturating_sub(2),
        height: 1,
    };
    StripRow {
        strip: &chef.strip,
        theme,
    }
    .render(strip.intersection(area), buf);
    let mut pen = Pen::new(area, 8, buf);
    pen.skip(1);
    if let Some(found) = &chef.stuck {
        let room = area.width.saturating_sub(2).into();
        let held = stuck::doing_in(found, room);
        let held = shorten(&held, room);
        pen.put(held, theme.stalled);
        return;
    }
    let raids = format!(
        "  {}{} {}",
        chef.raids.certainty.mark(),
        chef.raids.value,
        theme.words.raids
    );
    pen.put(format!("{} polls", count(chef.polls)), theme.dim);
    pen.put(raids, theme.dim);
}

/// The four rows of the figure, with name, state and time beside it.
fn person(chef: &Chef, kitchen: &Kitchen, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let mood = theme.chef(chef.state);
    let name = if kitchen.selected == Some(Pick::Worker(chef.index)) {
        theme.selected
    } else {
        theme.title
    };
    let pan = match (chef.state, kitchen.beat % 2) {
        (ChefState::Cooking, 0) => "/|_|\\=o",
        (ChefState::Cooking, _) => "/|_|\\-o",
        (ChefState::Stalled, _) => "/|_|\\=#",
        _ => "/|_|\\",
    };
    // Of a card that was put down, a sleeper's time tells nothing.
    let held = chef.hand.as_ref();
    let held = held.filter(|hand| hand.going_on || chef.state == ChefState::Cooking);
    let time = held.map_or(chef.time, |hand| hand.time);
    let mut pen = Pen::new(area, 0, buf);
    pen.skip(2).put(hat(chef.state), mood);
    if chef.slow > 0 {
        pen.to(10)
            .put(format!("slow polls {}", chef.slow), theme.notice);
    }
    Pen::new(area, 1, buf)
        .skip(2)
        .put("|___|", mood)
        .to(10)
        .put(format!("{} {}", theme.words.chef, chef.index), name);
    let mut pen = Pen::new(area, 2, buf);
    pen.skip(2)
        .put(face(chef.state, kitchen.beat), mood)
        .put(breath(chef.state, kitchen.beat), mood);
    pen.to(10).put(chef.state.word(theme.words), mood);
    Pen::new(area, 3, buf)
        .skip(2)
        .put(pan, mood)
        .to(10)
        .put(span(time), mood);
}
