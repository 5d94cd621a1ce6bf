//! What can be clicked, and where it was drawn.
use crate::app::Action;
use ratatui::layout::{Position, Rect};

/// Areas of one frame with the action a click on them asks for. Later areas lie on top.
#[derive(Clone, Debug, Default)]
pub struct HitMap {
    areas: Vec<(Rect, Action)>,
}

impl HitMap {
    /// Adds an area; an empty one is never hit.
    pub fn add(&mut self, area: Rect, action: Action) {
        if !area.is_empty() {
            self.areas.push((area, action));
        }
    }

    /// The topmost action at a position.
    pub fn at(&self, column: u16, row: u16) -> Option<Action> {
        let here = Position::new(column, row);
        self.areas
            .iter()
            .rev()
            .find(|(area, _)| area.contains(here))
            .map(|(_, action)| *action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_topmost_area_is_hit() {
        let mut hits = HitMap::default();
        hits.add(Rect::new(0, 0, 10, 2), Action::Back);
        hits.add(Rect::new(2, 0, 3, 1), Action::Quit);
        hits.add(Rect::new(0, 0, 0, 5), Action::Search);
        assert_eq!(
            [hits.at(0, 0), hits.at(2, 0), hits.at(9, 2)],
            [Some(Action::Back), Some(Action::Quit), None]
        );
    }
}
