//! The kitchen in a small terminal: one line for each chef, counts, and what happened last.

use crate::app::Action;
use crate::kitchen::amount::count;
use crate::kitchen::scene::{Kitchen, Outcome, Scene};
use crate::ui::hit::HitMap;
use crate::ui::keymap::Keys;
use crate::ui::theme::Theme;
use crate::ui::widget::{chef, header, invitation, lesson, pen::Pen, story};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// ```text
///  [LIVE] t=12.41s  4 chefs        ? help
///  (^_^) Chef 0  cooking #04 2ms  =0
///  (x_x) Chef 1  stalled 1.40s #07 =0
///  pass =3  stove 8  bakery 1
///  served 14  binned 1  burnt 0
///   12.41s Chef 1 is stalled for 1.40s
///   1 simmer  b block  q quit
/// ```
pub fn draw(
    scene: &Scene,
    kitchen: &Kitchen,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    header::draw(scene, theme, Rect { height: 1, ..area }, buf, hits);
    let body = Rect {
        y: area.y + 1,
        height: area.height - 2,
        ..area
    };
    // Counts take two rows, the story at least three.
    let most = body.height.saturating_sub(5).max(1);
    let used = chefs(
        kitchen,
        theme,
        Rect {
            height: most,
            ..body
        },
        buf,
        hits,
    );
    counts(
        kitchen,
        theme,
        Rect {
            y: body.y + used,
            height: 2,
            ..body
        },
        buf,
    );
    let story_area = Rect {
        y: body.y + used + 2,
        height: body.height.saturating_sub(used + 2),
        ..body
    };
    if let Some(view) = &scene.lesson {
        lesson::body(view, Keys::new(&scene.menu), theme, story_area, buf, hits);
    } else if scene.anything_ordered || scene.notice.is_some() {
        story::draw(scene, kitchen, theme, story_area, true, buf, hits);
    } else {
        let keys = Keys::new(&scene.menu);
        Pen::new(story_area, 0, buf)
            .skip(1)
            .put("Press ", theme.text)
            .put(keys.name(invitation::SIMMER), theme.key)
            .put(", then ", theme.text)
            .put(keys.name(invitation::BLOCK), theme.key)
            .put(". A real Tokio runtime.", theme.text);
    }
}

/// One line each, or faces alone if there are more chefs than rows; gives the rows taken.
fn chefs(kitchen: &Kitchen, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) -> u16 {
    if kitchen.chefs.len() <= area.height.into() {
        for (row, one) in (0..).zip(&kitchen.chefs) {
            let line = Rect {
                y: area.y + row,
                height: 1,
                ..area
            };
            chef::draw(one, chef::Size::Rows(1), kitchen, theme, line, buf, hits);
        }
        return kitchen.chefs.len() as u16;
    }
    Pen::new(area, 0, buf)
        .skip(1)
        .put(chef::census(&kitchen.chefs, theme.words), theme.text);
    let tiny = chef::tiny_width(kitchen.chefs.len());
    let per_row = (area.width / tiny).max(1);
    let rows = area.height - 1;
    let first = kitchen.first_chef((rows * per_row).into());
    let shown = &kitchen.chefs[first..];
    for (i, one) in (0..rows * per_row).zip(shown) {
        let cell = Rect {
            x: area.x + i % per_row * tiny,
            y: area.y + 1 + i / per_row,
            width: tiny,
            height: 1,
        };
        chef::draw(one, chef::Size::Tiny, kitchen, theme, cell, buf, hits);
    }
    1 + rows.min((shown.len() as u16).div_ceil(per_row))
}

fn counts(kitchen: &Kitchen, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let mut pen = Pen::new(area, 0, buf);
    let pass = kitchen.pass.len;
    pen.skip(1).put(
        format!(
            "{} {}{}  ",
            theme.words.pass,
            pass.certainty.mark(),
            count(pass.value as u64)
        ),
        theme.ready,
    );
    pen.put(
        format!(
            "{} {}  ",
            theme.words.stove,
            count(kitchen.stove.len as u64)
        ),
        theme.pending,
    );
    pen.put(
        format!(
            "{} {}",
            theme.words.bakery.to_lowercase(),
            count(kitchen.bakery.running as u64)
        ),
        theme.blocking,
    );
    let counter = &kitchen.counter;
    let mut pen = Pen::new(area, 1, buf);
    for (outcome, number) in [
        (Outcome::Served, counter.served),
        (Outcome::Binned, counter.binned),
        (Outcome::Burnt, counter.burnt),
        (Outcome::Unclaimed, counter.unclaimed),
        (Outcome::Gone, counter.gone),
    ] {
        if outcome == Outcome::Gone && number == 0 {
            continue;
        }
        let style = if number > 0 {
            theme.outcome(outcome)
        } else {
            theme.dim
        };
        pen.skip(1).put(
            format!("{} {}", outcome.word(theme.words), count(number)),
            style,
        );
    }
}

/// One line for a terminal too small to show anything.
pub fn too_small(theme: &Theme, area: Rect, buf: &mut Buffer) {
    let quit = Keys::FIXED.name(Action::Quit);
    Pen::new(area, 0, buf).put(format!("needs 40x10; {quit} quits"), theme.text);
}
