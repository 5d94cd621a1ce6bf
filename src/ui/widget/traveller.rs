//! Cards on their way, drawn on top of everything between two places.

use super::pen::Pen;
use crate::kitchen::scene::{Spot, Traveller};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};

/// Where each place was drawn in this frame.
#[derive(Clone, Debug, Default)]
pub struct Anchors(Vec<(Spot, Position)>);

impl Anchors {
    /// Remembers where a place is.
    pub fn set(&mut self, spot: Spot, x: u16, y: u16) {
        self.0.push((spot, Position::new(x, y)));
    }

    fn get(&self, spot: Spot) -> Option<Position> {
        self.0
            .iter()
            .find(|(other, _)| *other == spot)
            .map(|(_, position)| *position)
    }
}

/// Draws those whose both ends are on screen, and each only where nothing is written: it
/// steps aside a little, or is not seen for a moment.
pub fn draw(
    travellers: &[Traveller],
    anchors: &Anchors,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
) {
    let area = area.intersection(buf.area);
    let ground = theme.ground.bg.unwrap_or_default();
    for traveller in travellers {
        let (Some(from), Some(to)) = (anchors.get(traveller.from), anchors.get(traveller.to))
        else {
            continue;
        };
        let x = between(from.x, to.x, traveller.progress);
        let y = between(from.y, to.y, traveller.progress);
        let label = format!("[{}]", traveller.task);
        let width = label.len() as u16;
        if let Some(place) = free_place(Position::new(x, y), width, ground, area, buf) {
            Pen::new(place, 0, buf).put(label, theme.travel);
        }
    }
}

/// So far a card steps aside: columns, the nearest first.
const ASIDE: u16 = 24;

/// The nearest place in this row or the next ones where nothing is written.
fn free_place(at: Position, width: u16, ground: Color, area: Rect, buf: &Buffer) -> Option<Rect> {
    let rows = [Some(at.y), at.y.checked_add(1), at.y.checked_sub(1)];
    rows.into_iter().flatten().find_map(|y| {
        (0..=ASIDE)
            .flat_map(|step| [at.x.checked_sub(step), at.x.checked_add(step)])
            .flatten()
            .map(|x| Rect {
                x,
                y,
                width,
                height: 1,
            })
            .find(|place| is_free(*place, ground, area, buf))
    })
}

/// Whether a card covers no word, number or bar there and touches none: blanks and the
/// lines between panels may be covered.
fn is_free(place: Rect, ground: Color, area: Rect, buf: &Buffer) -> bool {
    let around = Rect {
        x: place.x.saturating_sub(1),
        width: place.width + 2,
        ..place
    };
    let is_blank = |position| {
        let cell = &buf[position];
        let plain = cell.bg == ground && !cell.modifier.contains(Modifier::REVERSED);
        plain
            && cell
                .symbol()
                .chars()
                .all(|c| matches!(c, ' ' | '\u{2500}'..='\u{257f}'))
    };
    place.intersection(area) == place && around.intersection(area).positions().all(is_blank)
}

fn between(from: u16, to: u16, share: f32) -> u16 {
    (f32::from(from) + (f32::from(to) - f32::from(from)) * share.clamp(0.0, 1.0)).round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::TaskId;

    #[test]
    fn a_card_is_between_its_places() {
        let mut anchors = Anchors::default();
        anchors.set(Spot::Pass, 0, 0);
        anchors.set(Spot::Stove, 8, 2);
        let task = TaskId::new(7).expect("not 0");
        let on_way = |from, to, progress| Traveller {
            task,
            from,
            to,
            progress,
        };
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 3));
        let travellers = [
            on_way(Spot::Pass, Spot::Stove, 0.5),
            on_way(Spot::Pass, Spot::Bakery, 0.5),
        ];
        draw(&travellers, &anchors, &Theme::mono(), buf.area, &mut buf);
        let row: String = (0..12).map(|x| buf[(x, 1)].symbol().to_string()).collect();
        assert_eq!(row, "    [#07]   ");
    }

    #[test]
    fn a_card_covers_no_word_and_none_is_seen_where_there_is_no_room() {
        let mut anchors = Anchors::default();
        anchors.set(Spot::Pass, 3, 1);
        anchors.set(Spot::Stove, 3, 1);
        let traveller = [Traveller {
            task: TaskId::new(7).expect("not 0"),
            from: Spot::Pass,
            to: Spot::Stove,
            progress: 0.5,
        }];
        let drawn = |lines: [&str; 3]| {
            let mut buf = Buffer::with_lines(lines);
            let area = buf.area;
            draw(&traveller, &anchors, &Theme::mono(), area, &mut buf);
            buf
        };
        let beside = drawn(["words words w", "a word       ", "words words w"]);
        let row = |buf: &Buffer, y| (0..13).map(|x| buf[(x, y)].symbol().to_owned()).collect();
        let text: String = row(&beside, 1);
        assert_eq!(text, "a word [#07] ");
        let title = drawn(["PASS ────────", "words words w", "words words w"]);
        let text: String = row(&title, 0);
        assert_eq!(text, "PASS [#07]───");
        let full = drawn(["words words w", "words words w", "words words w"]);
        assert!(!full.content().iter().any(|cell| cell.symbol() == "#"));
    }
}
