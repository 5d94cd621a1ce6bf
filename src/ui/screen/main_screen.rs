//! The kitchen itself: every place, the card in focus, and the story.

use crate::app::Pick;
use crate::kitchen::analogy::Labels;
use crate::kitchen::code::CodeLine;
use crate::kitchen::lesson::LessonView;
use crate::kitchen::scene::{Chef, Kitchen, Scene, Spot};
use crate::ui::hit::HitMap;
use crate::ui::keymap::Keys;
use crate::ui::layout::{self, Plan};
use crate::ui::theme::Theme;
use crate::ui::widget::pen::{Pen, wrap};
use crate::ui::widget::traveller::{self, Anchors};
use crate::ui::widget::{
    bakery, chef, code, counter, facts, glossary, head_chef, header, invitation, lesson, panel,
    pass, story, stove, ticker, timeline,
};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

/// ```text
///  header                                     narrow: the story runs below both sides
/// ┌PASS ──────────────────────┬CODE ────────┐  wide:   it stays on the left, and the right
/// ├CHEFS ─────────────────────┤             │          side reaches down with ticker, words
/// │ (tall: HEAD CHEF)         ├CARD ────────┤          and metrics
/// ├STOVE ─────────────────────┤             │
/// ├BAKERY ────────────────────┤             │
/// ├COUNTER ───────────────────┴─────────────┤
/// │ story                                   │
/// └─ keys ──────────────────────────────────┘
/// ```
pub fn draw(
    scene: &Scene,
    kitchen: &Kitchen,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let plan = plan(scene, kitchen, area);
    header::draw(scene, theme, plan.header, buf, hits);
    // From top to bottom on each side: a lower panel writes its title over the shared line.
    pass::draw(kitchen, theme, plan.pass, buf, hits);
    let mut anchors = chefs(kitchen, &plan, theme, buf, hits);
    if let Some(area) = plan.head {
        head_chef::draw(kitchen, scene.header.flavor, theme, area, buf, hits);
    }
    stove::draw(kitchen, theme, plan.stove, buf, hits);
    bakery::draw(kitchen, theme, plan.bakery, buf, hits);
    right(scene, kitchen, &plan, theme, buf, hits);
    lower_left(scene, kitchen, &plan, theme, buf, hits);
    anchor_places(&plan, &mut anchors);
    traveller::draw(&kitchen.travellers, &anchors, theme, area, buf);
    if let Some((view, lines)) = paged(scene) {
        let page = page(&plan, area);
        Clear.render(page, buf);
        buf.set_style(page, theme.ground);
        lesson::page(view, lines, Keys::new(&scene.menu), theme, page, buf, hits);
    }
}

/// The lesson's code that has a page of its own.
fn paged(scene: &Scene) -> Option<(&LessonView, &[CodeLine])> {
    let view = scene.lesson.as_ref()?;
    Some((view, view.code.as_deref()?))
}

/// The last row to which the lesson can be scrolled.
pub fn last_scroll(scene: &Scene, kitchen: &Kitchen, area: Rect) -> Option<usize> {
    let plan = plan(scene, kitchen, area);
    let keys = Keys::new(&scene.menu);
    if let Some((view, lines)) = paged(scene) {
        return Some(lesson::last_row(view, lines, keys, page(&plan, area)));
    }
    let inner = plan.lesson?.height.saturating_sub(2);
    let view = scene.lesson.as_ref()?;
    let needs = lesson::needs(view, keys, plan.lesson?.width.saturating_sub(2));
    Some(match needs > inner {
        true => usize::from(needs - inner) + 1,
        false => 0,
    })
}

/// The places of all panels, those of a lesson that is played among them.
fn plan(scene: &Scene, kitchen: &Kitchen, area: Rect) -> Plan {
    let keys = Keys::new(&scene.menu);
    let needs = |view, width| lesson::needs(view, keys, width);
    match &scene.lesson {
        Some(view) => {
            let rows = |width| needs(view, width);
            layout::plan(area, kitchen.chefs.len(), Some(&rows))
        }
        None => layout::plan(area, kitchen.chefs.len(), None),
    }
}

/// The page that a piece of code has for itself: all but the header, the story and the keys.
fn page(plan: &Plan, area: Rect) -> Rect {
    Rect {
        y: plan.pass.y,
        height: (plan.story.y + 1).saturating_sub(plan.pass.y),
        ..area
    }
}

fn right(
    scene: &Scene,
    kitchen: &Kitchen,
    plan: &Plan,
    theme: &Theme,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    if let Some(area) = plan.code {
        source(scene, kitchen, area, theme, buf);
    }
    if let (Some(view), Some(area)) = (&scene.lesson, plan.lesson) {
        lesson::draw(view, Keys::new(&scene.menu), theme, area, buf, hits);
    }
    if let Some(area) = plan.card {
        let told = !scene.tour.is_empty() && scene.lesson.is_none();
        let first_steps = scene.anything_ordered && told;
        let keys = Keys::new(&scene.menu);
        match &kitchen.card {
            _ if first_steps => invitation::left(&scene.tour, keys, theme, area, buf),
            Some(view) => facts::card(view, theme, area, buf),
            None => invitation::words(theme, area, buf),
        }
    }
    if let Some(area) = plan.ticker {
        ticker::draw(&kitchen.ticker, theme, area, buf);
    }
    if let Some(area) = plan.glossary {
        glossary::draw(theme, area, buf, hits);
    }
    if let Some(area) = plan.gauges {
        facts::gauges(&kitchen.gauges, theme, area, buf);
    }
}

/// The source of the card in focus, or what to press first.
fn source(scene: &Scene, kitchen: &Kitchen, area: Rect, theme: &Theme, buf: &mut Buffer) {
    match &kitchen.code {
        Some(view) => code::draw(view, theme, area, buf),
        None if scene.anything_ordered || scene.lesson.is_some() => {
            let inner = panel::draw("CODE", theme.words.code_about, theme, area, buf);
            let none = match kitchen.selected {
                Some(Pick::Worker(_)) => theme.words.chef_without_card.into(),
                Some(Pick::Task(task)) => format!("({task} is not handed in yet)"),
                None => theme.words.no_card.into(),
            };
            let lines = wrap(&none, usize::from(inner.width).saturating_sub(2));
            for (row, text) in (0..inner.height).zip(lines) {
                Pen::new(inner, row, buf).skip(1).put(text, theme.dim);
            }
        }
        None => invitation::keys(Keys::new(&scene.menu), theme, area, buf),
    }
}

fn lower_left(
    scene: &Scene,
    kitchen: &Kitchen,
    plan: &Plan,
    theme: &Theme,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let title = counter::title(
        &kitchen.counter,
        theme,
        plan.counter.unwrap_or(plan.story).width,
    );
    if let Some(area) = plan.counter {
        let inner = panel::titled(title.clone(), theme, area, buf);
        counter::dishes(kitchen, theme, inner, buf, hits);
    }
    if let Some(area) = plan.timeline {
        timeline::draw(kitchen, theme, area, buf, hits);
    }
    let inner = match plan.counter {
        Some(_) => panel::draw("WHAT HAPPENED, AND WHY", "", theme, plan.story, buf),
        None => panel::titled(title, theme, plan.story, buf),
    };
    if plan.gauges.is_none() {
        legend(plan.story, theme, buf);
    }
    let begun = scene.anything_ordered || scene.notice.is_some() || scene.lesson.is_some();
    if begun {
        story::draw(
            scene,
            kitchen,
            theme,
            inner,
            plan.ticker.is_none(),
            buf,
            hits,
        );
    } else {
        let keys = Keys::new(&scene.menu);
        invitation::story(scene.offers_course, keys, theme, inner, buf, hits);
    }
}

/// What the marks mean, at the right of the title line, where the title leaves room.
fn legend(area: Rect, theme: &Theme, buf: &mut Buffer) {
    const LEGEND: &str = " = measured  ~ inferred ";
    let width = LEGEND.len() as u16;
    let Some(x) = (area.right())
        .checked_sub(width + 2)
        .filter(|x| *x > area.x)
    else {
        return;
    };
    let free = |x| matches!(buf[(x, area.y)].symbol(), "─" | "┴" | "┬" | "┼");
    if (x..x + width).all(free) {
        buf.set_string(x, area.y, LEGEND, theme.dim);
    }
}

/// Draws the chefs in their size; gives the places cards travel to.
fn chefs(
    kitchen: &Kitchen,
    plan: &Plan,
    theme: &Theme,
    buf: &mut Buffer,
    hits: &mut HitMap,
) -> Anchors {
    let room = room(plan, kitchen.chefs.len());
    let first = kitchen.first_chef(room);
    let shown = &kitchen.chefs[first..kitchen.chefs.len().min(first + room)];
    let about = about_chefs(kitchen, plan.chef, shown, theme.words);
    let inner = panel::draw(theme.words.chefs_title, &about, theme, plan.chefs, buf);
    if let chef::Size::Rows(2 | 3) = plan.chef {
        chef::headings(theme, plan.chefs, buf);
    }
    let mut anchors = Anchors::default();
    for (i, chef) in (0..).zip(shown) {
        let area = place(plan.chef, inner, i, kitchen.chefs.len()).intersection(inner);
        if area.is_empty() {
            break;
        }
        chef::draw(chef, plan.chef, kitchen, theme, area, buf, hits);
        let (hand, clip, rail) = chef::spots(plan.chef, area);
        anchors.set(Spot::Chef(chef.index), hand.0, hand.1);
        anchors.set(Spot::Clip(chef.index), clip.0, clip.1);
        anchors.set(Spot::Rail(chef.index), rail.0, rail.1);
    }
    if plan.chef == chef::Size::Big {
        columns(inner, kitchen.chefs.len() as u16, theme, buf);
    }
    anchors
}

/// How many chefs fit into their panel.
fn room(plan: &Plan, count: usize) -> usize {
    match plan.chef {
        chef::Size::Tiny => {
            let per_row = (plan.chefs.width.saturating_sub(2) / chef::tiny_width(count)).max(1);
            usize::from(per_row) * usize::from(plan.chefs.height.saturating_sub(2))
        }
        chef::Size::Rows(_) | chef::Size::Big => count,
    }
}

/// What the title says of them: which there are, and which of them are in view.
fn about_chefs(kitchen: &Kitchen, size: chef::Size, shown: &[Chef], words: &Labels) -> String {
    let all = kitchen.chefs.len();
    let census = chef::census(&kitchen.chefs, words);
    match (size, shown) {
        (chef::Size::Tiny, [first, .., last]) if shown.len() < all => {
            format!("{} to {} of {all}: {census}", first.index, last.index)
        }
        (chef::Size::Tiny, _) => format!("{}: {census}", words.chefs_about),
        _ => words.chefs_about.into(),
    }
}

/// The area of chef `i` in view, of `count` in all.
fn place(size: chef::Size, inner: Rect, i: u16, count: usize) -> Rect {
    match size {
        chef::Size::Tiny => {
            let tiny = chef::tiny_width(count);
            let per_row = (inner.width / tiny).max(1);
            let (x, y) = (i % per_row * tiny, i / per_row);
            Rect {
                x: inner.x + x,
                y: inner.y.saturating_add(y),
                width: tiny,
                height: 1,
            }
        }
        chef::Size::Rows(rows) => Rect {
            y: inner.y.saturating_add(i * rows),
            height: rows,
            ..inner
        },
        chef::Size::Big => {
            let width = inner.width / (count as u16).max(1);
            Rect {
                x: inner.x + i * width + u16::from(i > 0),
                width: width - u16::from(i > 0),
                ..inner
            }
        }
    }
}

/// Lines between the columns of big chefs, joined to the panel's own.
fn columns(inner: Rect, count: u16, theme: &Theme, buf: &mut Buffer) {
    let width = inner.width / count.max(1);
    for x in (1..count).map(|i| inner.x + i * width) {
        for y in inner.y..inner.bottom() {
            buf.set_string(x, y, "│", theme.border);
        }
    }
}

/// The places of the other panels.
fn anchor_places(plan: &Plan, anchors: &mut Anchors) {
    let inside =
        |panel: Rect, x: u16| (panel.x + x.min(panel.width.saturating_sub(2)), panel.y + 1);
    let last = plan.counter.unwrap_or(plan.story);
    for (spot, (x, y)) in [
        (Spot::Door, (plan.pass.x, plan.pass.y)),
        (Spot::Pass, inside(plan.pass, 8)),
        (Spot::Stove, inside(plan.stove, 4)),
        (Spot::Bakery, inside(plan.bakery, 4)),
        (Spot::Counter, (last.x + 10, last.y)),
    ] {
        anchors.set(spot, x, y);
    }
}

#[cfg(test)]
mod tests;
