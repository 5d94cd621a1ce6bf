//! Cards on their way, drawn on top of everything between two places.

use super::pen::Pen;
use crate::kitchen::scene::{Spot, Traveller};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

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

/// Draws those whose both ends are on screen.
pub fn draw(
    travellers: &[Traveller],
    anchors: &Anchors,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
) {
    for traveller in travellers {
        let (Some(from), Some(to)) = (anchors.get(traveller.from), anchors.get(traveller.to))
        else {
            continue;
        };
        let x = between(from.x, to.x, traveller.progress);
        let y = between(from.y, to.y, traveller.progress);
        let label = format!("[{}]", traveller.task);
        let cell = Rect {
            x,
            y,
            width: area.right().saturating_sub(x),
            height: 1,
        }
        .intersection(area);
        Pen::new(cell, 0, buf).put(label, theme.travel);
    }
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
}
