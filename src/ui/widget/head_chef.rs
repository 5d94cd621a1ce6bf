//! The scheduler's rules at work: by which of them each chef got the present card.

use super::{panel, pen::Pen};
use crate::app::{Action, Pick};
use crate::events::Flavor;
use crate::kitchen::amount::span;
use crate::kitchen::scene::{Chef, ChefState, Kitchen, Source};
use crate::ui::hit::HitMap;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of one chef.
const CHEF: u16 = 48;

/// Rows it needs inside.
pub fn rows(chefs: usize, width: u16) -> u16 {
    let per_row = usize::from((width / CHEF).max(1));
    u16::try_from(chefs.div_ceil(per_row)).unwrap_or(u16::MAX)
}

/// ```text
/// ├HEAD CHEF how each chef got the card ~  clip > rail > pass > raid > park ─────┤
/// │ Chef 0 clip - rail YES #04          Chef 2 a short poll: over before told  │
/// │ Chef 1 clip - rail - pass YES #07 Chef 3 no card anywhere: PARK 2.31s    │
/// ```
///
/// A chef sometimes looks at the pass first, and the model infers where a card lay: hence `~`.
pub fn draw(
    kitchen: &Kitchen,
    flavor: Flavor,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    // The current_thread scheduler has neither LIFO slot nor steals.
    let alone = flavor == Flavor::CurrentThread;
    let about = theme.words.head_chef_about[usize::from(alone)];
    let inner = panel::draw(theme.words.head_chef_title, about, theme, area, buf);
    let per_row = (inner.width / CHEF).max(1);
    let width = inner.width / per_row;
    for (i, chef) in (0..).zip(&kitchen.chefs) {
        let (column, row): (u16, u16) = (i % per_row, i / per_row);
        if row >= inner.height {
            return;
        }
        let cell = Rect {
            x: inner.x + column * width,
            y: inner.y + row,
            width,
            height: 1,
        };
        let mut pen = Pen::new(cell, 0, buf);
        pen.skip(1)
            .put(format!("{} {} ", theme.words.chef, chef.index), theme.dim);
        way(chef, alone, theme, &mut pen);
        hits.add(cell, Action::Pick(Pick::Worker(chef.index)));
    }
}

fn way(chef: &Chef, alone: bool, theme: &Theme, pen: &mut Pen<'_>) {
    let hand = chef.hand.as_ref();
    let number = hand.map_or_else(String::new, |hand| hand.card.task.to_string());
    let words = theme.words;
    let [clip, rail, pass] = [words.clip, words.rail, words.pass];
    let none = String::new;
    let (before, found) = match (chef.source, chef.state) {
        (Some(Source::Rail), _) if alone => (none(), format!("{rail} YES")),
        (Some(Source::Pass), _) if alone => (format!("{rail} - "), format!("{pass} YES")),
        (Some(Source::Clip), _) => (none(), format!("{clip} YES")),
        (Some(Source::Rail), _) => (format!("{clip} - "), format!("{rail} YES")),
        (Some(Source::Pass), _) => (format!("{clip} - {rail} - "), format!("{pass} YES")),
        (Some(Source::Raid(from)), _) => (
            format!("{clip} - {rail} - {pass} - "),
            format!("{}{from}", words.raid_at),
        ),
        (None, ChefState::Parked) => (
            format!("no {} anywhere: ", words.card),
            format!("PARK {}", span(chef.time)),
        ),
        (None, ChefState::Looking) => (none(), "looks".into()),
        (None, ChefState::Home) => (none(), words.home.into()),
        (None, _) if hand.is_some_and(|hand| !hand.going_on) => {
            pen.put(
                format!("{number}: a short poll, over before it is told"),
                theme.dim,
            );
            return;
        }
        (None, _) => {
            pen.put(format!("{number}: not known where it lay"), theme.dim);
            return;
        }
    };
    pen.put(before, theme.dim)
        .put(found, theme.inferred)
        .put(format!(" {number}"), theme.pending);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kitchen::scene::{Scene, fixtures};

    fn text(scene: &Scene) -> String {
        let area = Rect::new(0, 0, 104, 4);
        let mut buf = Buffer::empty(area);
        draw(
            scene.kitchen(),
            scene.header.flavor,
            &Theme::mono(),
            area,
            &mut buf,
            &mut HitMap::default(),
        );
        let cells = buf.content().iter();
        cells.map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn each_step_that_gave_nothing_stands_before_the_one_that_did() {
        let mut scene = fixtures::rich();
        let chefs = &mut scene.kitchen_mut().chefs;
        chefs[0].source = Some(Source::Clip);
        chefs[2].source = Some(Source::Raid(chefs[1].index));
        let told = text(&scene);
        for way in [
            "Chef 0 clip YES #04",
            "Chef 1 clip - rail - pass YES #07",
            "Chef 2 clip - rail - pass - raid Chef 1 #15",
            "Chef 3 no card anywhere: PARK 2.31s",
        ] {
            assert!(told.contains(way), "{way}: {told}");
        }
    }

    #[test]
    fn one_thread_alone_has_no_clip_and_no_raids() {
        let mut scene = fixtures::rich();
        scene.header.flavor = Flavor::CurrentThread;
        let told = text(&scene);
        assert!(told.contains("Chef 1 rail - pass YES #07"), "{told}");
        assert!(!told.contains("clip") && !told.contains("raid"), "{told}");
    }
}
