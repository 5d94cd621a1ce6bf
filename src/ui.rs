//! Draws scenes, and turns keys and clicks into actions. Knows [`crate::kitchen`] and the
//! application's messages; never the engine, the probe or the model.
//!
//! Names and texts reach cells only through ratatui's text paths, which drop control
//! characters. Drawing takes references, holds no lock and reads no clock.
pub mod hit;
pub mod keymap;
mod layout;
pub mod screen;
pub mod svg;
pub mod theme;
mod viewport;
pub mod widget;

use crate::app::{Seen, allowed};
use crate::kitchen::scene::{Body, Scene};
use hit::HitMap;
use keymap::{Hint, Keys};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use screen::{
    by_hand, chef, claims, compact, findings, help, inspector, lessons, main_screen, metrics,
    output, scenarios, story, tasks, timeline,
};
use theme::Theme;
pub use viewport::viewport;
use widget::{asked, footer, header};

/// Below this the kitchen is told in a few lines.
const FULL: (u16, u16) = (80, 24);
/// Below this there is room for one line only.
const LEAST: (u16, u16) = (40, 10);

/// Draws the scene; gives what can be clicked, and where.
pub fn draw(scene: &Scene, theme: &Theme, frame: &mut Frame<'_>) -> HitMap {
    let area = frame.area();
    paint(scene, theme, area, frame.buffer_mut())
}

/// Draws the scene into part of a buffer: for pictures and tests as well.
pub fn paint(scene: &Scene, theme: &Theme, area: Rect, buf: &mut Buffer) -> HitMap {
    let mut hints = keymap::hints(&footer::context(scene), &scene.menu);
    hints.retain(|hint| allowed(scene.can_order, hint.action));
    draw_with(scene, &hints, theme, area, buf)
}

/// The same with the keys that matter now given.
fn draw_with(scene: &Scene, hints: &[Hint], theme: &Theme, area: Rect, buf: &mut Buffer) -> HitMap {
    let mut hits = HitMap::default();
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return hits;
    }
    let theme = &theme.told_in(scene.words);
    buf.set_style(area, theme.ground);
    if area.width < LEAST.0 || area.height < LEAST.1 {
        compact::too_small(theme, area, buf);
        return hits;
    }
    match &scene.body {
        Body::Main(kitchen) if area.width < FULL.0 || area.height < FULL.1 => {
            compact::draw(scene, kitchen, theme, area, buf, &mut hits);
        }
        Body::Main(kitchen) => main_screen::draw(scene, kitchen, theme, area, buf, &mut hits),
        _ => other(scene, theme, area, buf, &mut hits),
    }
    if let Some(view) = &scene.asked {
        asked::draw(view, theme, page(area), buf, &mut hits);
    }
    let bottom = Rect {
        y: area.bottom() - 1,
        height: 1,
        ..area
    };
    footer::draw(scene, hints, theme, bottom, buf, &mut hits);
    hits
}

/// What the page of a scene comes out as on a screen of this size, for the application.
pub fn seen(scene: &Scene, area: Rect) -> Seen {
    let seen = scene.body.seen();
    if let Body::Main(kitchen) = &scene.body {
        let full = area.width >= FULL.0 && area.height >= FULL.1;
        let lesson = scene.lesson.as_ref().filter(|_| full);
        let last = |view| Some((view, main_screen::last_scroll(scene, kitchen, area)?));
        let scroll = lesson.and_then(last);
        return Seen {
            scroll: scroll.map(|(view, last)| view.scroll.min(last)),
            ..seen
        };
    }
    let Body::Help { scroll, search, .. } = &scene.body else {
        return seen;
    };
    let rows = keymap::help_where(scene.can_order, &scene.menu);
    let page = page(area);
    Seen {
        scroll: Some((*scroll).min(help::last_scroll(&rows, page))),
        hits: help::hits(&rows, search, page),
        ..seen
    }
}

/// Whether a screen of this size has a line that offers the course.
pub fn offers_course(scene: &Scene, area: Rect) -> bool {
    let full = area.width >= FULL.0 && area.height >= FULL.1;
    let untouched = !scene.anything_ordered && scene.notice.is_none() && scene.lesson.is_none();
    scene.offers_course && full && untouched && matches!(scene.body, Body::Main(_))
}

/// What the header and the keys leave to the page.
fn page(area: Rect) -> Rect {
    Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(2),
        ..area
    }
}

/// ```text
/// header
/// the screen itself
/// (keys)
/// ```
fn other(scene: &Scene, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    header::draw(scene, theme, Rect { height: 1, ..area }, buf, hits);
    let body = page(area);
    let keys = Keys::new(&scene.menu);
    match &scene.body {
        Body::Main(_) => {}
        Body::Inspector(view, code) => {
            inspector::draw(view, code.as_deref(), keys, theme, body, buf, hits);
        }
        Body::Chef(page) => chef::draw(page, theme, body, buf, hits),
        Body::Metrics(view) => metrics::draw(view, theme, body, buf, hits),
        Body::Tasks(view) => tasks::draw(view, theme, body, buf, hits),
        Body::Timeline(view) => timeline::draw(view, theme, body, buf, hits),
        Body::Findings(view) => findings::draw(view, theme, body, buf, hits),
        Body::Claims(view) => claims::draw(view, theme, body, buf, hits),
        Body::ByHand(page) => by_hand::draw(page, keys, theme, body, buf, hits),
        Body::Lessons(view) => lessons::draw(view, keys, theme, body, buf, hits),
        Body::Scenarios(view) => scenarios::draw(view, keys, theme, body, buf, hits),
        Body::Output(view) => output::draw(view, theme, body, buf),
        Body::Story(view) => story::draw(view, theme, body, buf, hits),
        Body::Help {
            scroll,
            search,
            typing,
            hit,
        } => {
            let search = help::Search {
                text: search,
                typing: *typing,
                hit: *hit,
            };
            let rows = keymap::help_where(scene.can_order, &scene.menu);
            help::draw(&rows, *scroll, search, theme, body, buf, hits);
        }
    }
}
