//! What can be clicked or dragged, and where it was drawn.
use crate::app::Action;
use crate::events::Nanos;
use ratatui::layout::{Position, Rect};

/// Areas of one frame with what a click on them asks for. Later areas lie on top.
#[derive(Clone, Debug, Default)]
pub struct HitMap {
    areas: Vec<(Rect, Target)>,
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Do(Action),
    Time(Slider),
}

/// An area whose columns are time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slider {
    area: Rect,
    from: i64,
    span: Nanos,
}

impl Slider {
    /// The moment in the middle of a column; beside the area it is that of its nearer end.
    pub fn moment(&self, column: u16) -> Nanos {
        let width = i128::from(self.area.width.max(1));
        let last = self.area.width.saturating_sub(1);
        let column = i128::from(column.saturating_sub(self.area.x).min(last));
        let at = i128::from(self.from) + i128::from(self.span.0) * (2 * column + 1) / (2 * width);
        Nanos(u64::try_from(at.max(0)).unwrap_or(u64::MAX))
    }

    /// What pointing at a column asks for.
    pub fn action(&self, column: u16) -> Action {
        Action::DragTo(self.moment(column))
    }
}

impl HitMap {
    /// Adds an area; an empty one is never hit.
    pub fn add(&mut self, area: Rect, action: Action) {
        self.put(area, Target::Do(action));
    }

    /// Adds an area whose columns are time: `span` from `from` (in nanoseconds since the
    /// run began, negative before it).
    pub fn add_time(&mut self, area: Rect, from: i64, span: Nanos) {
        self.put(area, Target::Time(Slider { area, from, span }));
    }

    fn put(&mut self, area: Rect, target: Target) {
        if !area.is_empty() {
            self.areas.push((area, target));
        }
    }

    fn target(&self, column: u16, row: u16) -> Option<Target> {
        let here = Position::new(column, row);
        let mut areas = self.areas.iter().rev();
        let found = areas.find(|(area, _)| area.contains(here));
        found.map(|(_, target)| *target)
    }

    /// The topmost action at a position.
    pub fn at(&self, column: u16, row: u16) -> Option<Action> {
        match self.target(column, row)? {
            Target::Do(action) => Some(action),
            Target::Time(slider) => Some(slider.action(column)),
        }
    }

    /// The time at a position, if time is what lies topmost there: to be dragged.
    pub fn time_at(&self, column: u16, row: u16) -> Option<Slider> {
        match self.target(column, row)? {
            Target::Do(_) => None,
            Target::Time(slider) => Some(slider),
        }
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

    #[test]
    fn columns_of_time_ask_for_the_moment_in_their_middle() {
        let mut hits = HitMap::default();
        hits.add_time(Rect::new(10, 0, 4, 1), -200, Nanos(800));
        hits.add(Rect::new(12, 0, 1, 1), Action::Quit);
        let at = |column| hits.at(column, 0);
        assert_eq!(at(10), Some(Action::DragTo(Nanos(0))), "not before the run");
        assert_eq!(at(11), Some(Action::DragTo(Nanos(100))));
        assert_eq!(at(12), Some(Action::Quit));
        assert_eq!(at(13), Some(Action::DragTo(Nanos(500))));
        assert_eq!(hits.time_at(12, 0), None, "something lies on top");
        let slider = hits.time_at(11, 0).unwrap();
        assert_eq!(slider.moment(0), Nanos(0), "left of it: its left end");
        assert_eq!(slider.moment(99), Nanos(500), "right of it: its right end");
    }
}
