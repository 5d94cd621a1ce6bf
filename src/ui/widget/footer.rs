//! The keys that matter now, written on the bottom line; each can be clicked.

use super::pen::{Pen, shorten};
use crate::app::{Action, Pace, Pick, Watched};
use crate::kitchen::analogy::labels;
use crate::kitchen::asked::AskedView;
use crate::kitchen::scene::{Body, Scene};
use crate::ui::hit::HitMap;
use crate::ui::keymap::{Context, Hint, Keys};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// What the table of keys wants to know.
pub fn context(scene: &Scene) -> Context {
    Context {
        screen: scene.body.screen(),
        task_selected: scene.task_selected,
        typing: scene.typing,
        words: labels(scene.words),
        completing: matches!(&scene.body, Body::Claims(view) if view.typed.is_some())
            || matches!(scene.asked, Some(AskedView::Typed { .. })),
        open: scene.open,
        anything_ordered: scene.anything_ordered,
        live: scene.header.pace == Pace::Live,
        ends: scene.header.watched.as_ref().is_some_and(Watched::ends),
        searched: match &scene.body {
            Body::Tasks(view) => !view.search.is_empty(),
            Body::Help { search, .. } => !search.is_empty(),
            _ => false,
        },
        lesson: scene.lesson.as_ref().map(|view| {
            let actions = view.next.iter().filter_map(|next| next.action);
            (actions.collect(), view.asks)
        }),
        chef: match &scene.body {
            Body::Main(kitchen) => matches!(kitchen.selected, Some(Pick::Worker(_))),
            body => matches!(body, Body::Chef(_)),
        },
    }
}

/// The bottom line: keys; before them the address that is typed, or what there is to
/// say on a screen without a story.
pub fn draw(
    scene: &Scene,
    hints: &[Hint],
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let mut pen = Pen::new(area, 0, buf);
    if let Some(text) = &scene.going {
        pen.skip(1)
            .put("go to: ", theme.text)
            .put(text, theme.key)
            .put("_", theme.key)
            .put("  12.5s -2s e47 #7 ", theme.dim);
    } else if let Some((notice, is_error)) = &scene.notice
        && !matches!(scene.body, Body::Main(_))
    {
        let style = if *is_error { theme.error } else { theme.notice };
        let kept: u16 = hints[first_kept(hints)..].iter().map(width).sum();
        let notice = Keys::new(&scene.menu).tell(notice);
        // What fits whole may take the whole row; what is cut leaves the way back.
        let whole = notice.width() + 4 <= area.width.into();
        let room = area.width.saturating_sub(if whole { 4 } else { kept + 5 });
        pen.skip(1)
            .put("> ", style)
            .put(shorten(&notice, room.into()), style)
            .put(" ", style);
    }
    let used = pen.x() - area.x;
    let rest = Rect {
        x: area.x + used,
        width: area.width - used,
        ..area
    };
    row(hints, theme, rest, buf, hits);
}

/// The columns of a hint.
fn width(hint: &Hint) -> u16 {
    (hint.key.chars().count() + hint.label.chars().count() + 3) as u16
}

/// From here on hints are never missing: the way back and the way out.
fn first_kept(hints: &[Hint]) -> usize {
    let back = hints.iter().position(|hint| hint.action == Action::Back);
    back.unwrap_or(hints.len().saturating_sub(1))
}

/// Draws hints as long as they fit whole, the most important first; what must never be
/// missing (the way back and the way out) comes last and keeps its room.
fn row(hints: &[Hint], theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let mut pen = Pen::new(area, 0, buf);
    pen.skip(1);
    let kept = first_kept(hints);
    for (i, hint) in hints.iter().enumerate() {
        let reserved: u16 = hints[kept.max(i + 1)..].iter().map(width).sum();
        if width(hint) + reserved > pen.room() {
            continue;
        }
        let from = pen.x();
        pen.put(" ", theme.text)
            .put(&hint.key, theme.key)
            .put(" ", theme.text)
            .put(hint.label, theme.text);
        pen.put(" ", theme.text);
        hits.add(
            Rect {
                x: from,
                width: pen.x() - from,
                ..area
            },
            hint.action,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kitchen::scene::fixtures;

    fn hint(key: &str, label: &'static str, action: Action) -> Hint {
        Hint {
            key: key.into(),
            label,
            action,
        }
    }

    fn drawn(hints: &[Hint], width: u16) -> (String, HitMap) {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, 1));
        let mut hits = HitMap::default();
        row(hints, &Theme::mono(), buf.area, &mut buf, &mut hits);
        let text = (0..width).map(|x| buf[(x, 0)].symbol()).collect();
        (text, hits)
    }

    #[test]
    fn the_last_hint_keeps_its_room_and_can_be_clicked() {
        let hints = [
            hint("1", "simmer", Action::SelectNext),
            hint("m", "metrics", Action::Search),
            hint("q", "quit", Action::Quit),
        ];
        let (text, hits) = drawn(&hints, 22);
        assert_eq!(text, "  1 simmer  q quit    ");
        assert_eq!(hits.at(12, 0), Some(Action::Quit));
    }

    /// A long line of news hides keys, but not the way back.
    #[test]
    fn news_leave_the_way_back_its_room() {
        let mut scene = fixtures::rich();
        scene.body = Body::Help {
            scroll: 0,
            search: String::new(),
            typing: false,
            hit: None,
        };
        scene.notice = Some((
            "a line that is much too long for this row, whatever is left out".into(),
            false,
        ));
        let hints = [
            hint("m", "metrics", Action::Search),
            hint("Esc", "back", Action::Back),
            hint("q", "quit", Action::Quit),
        ];
        let mut buf = Buffer::empty(Rect::new(0, 0, 50, 1));
        let (area, mut hits) = (buf.area, HitMap::default());
        draw(&scene, &hints, &Theme::mono(), area, &mut buf, &mut hits);
        let row = |buf: &Buffer| -> String { (0..50).map(|x| buf[(x, 0)].symbol()).collect() };
        let cut = " > a line that is much too l..   Esc back  q quit ";
        assert_eq!(row(&buf), cut);
        let whole = "a line that has just the room that this row has";
        scene.notice = Some((whole[..46].into(), false));
        buf.reset();
        draw(&scene, &hints, &Theme::mono(), area, &mut buf, &mut hits);
        assert_eq!(row(&buf), format!(" > {} ", &whole[..46]));
    }

    #[test]
    fn the_way_back_keeps_its_room_too() {
        let hints = [
            hint("1", "simmer", Action::SelectNext),
            hint("m", "metrics", Action::Search),
            hint("Esc", "back", Action::Back),
            hint("q", "quit", Action::Quit),
        ];
        assert_eq!(drawn(&hints, 29).0, "  1 simmer  Esc back  q quit ");
        assert_eq!(drawn(&hints, 28).0, "  Esc back  q quit          ");
    }
}
