//! The bakery: work that blocks, apart from the chefs.

use super::{panel, pen::Pen, tag};
use crate::kitchen::amount::{count, span};
use crate::kitchen::scene::{Bakery, Kitchen};
use crate::ui::hit::HitMap;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// ```text
/// ├BAKERY blocking pool: 2 at work, max 512 ── queue 0 ┤
/// │ #09 knead 2.1s   #26 hash 0.4s                     │
/// ```
pub fn draw(kitchen: &Kitchen, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let bakery = &kitchen.bakery;
    let inner = panel::draw(
        theme.words.bakery_title,
        &about(bakery, theme, area.width),
        theme,
        area,
        buf,
    );
    if bakery.queued.value > 0 {
        let text = format!(" queue {} ", count(bakery.queued.value as u64));
        Pen::new(area, 0, buf)
            .to(area.width.saturating_sub(text.len() as u16 + 1))
            .put(text, theme.ready);
    }
    if bakery.running == 0 && bakery.queued.value == 0 {
        let idle = match bakery.threads {
            Some((threads, _)) if threads > 0 => {
                format!(" (no job; {threads} idle, each leaves after 10s)")
            }
            _ => format!(" ({})", theme.words.bakery_none),
        };
        Pen::new(inner, 0, buf).put(idle, theme.dim);
        return;
    }
    jobs(bakery, kitchen, theme, inner, buf, hits);
}

fn about(bakery: &Bakery, theme: &Theme, width: u16) -> String {
    match (bakery.running, width) {
        (_, 0..40) => theme.words.bakery_narrow.into(),
        (0, _) => format!("{}, at most {}", theme.words.bakery_idle, bakery.max),
        (n, _) => format!(
            "{}{} at work of {}",
            theme.words.bakery_works,
            count(n as u64),
            bakery.max
        ),
    }
}

fn jobs(
    bakery: &Bakery,
    kitchen: &Kitchen,
    theme: &Theme,
    inner: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let mut row = 0;
    let mut shown = 0;
    let mut pen = Pen::new(inner, row, buf);
    for (i, job) in bakery.baking.iter().enumerate() {
        let place = if job.in_place { " in place" } else { "" };
        let text = format!("{}{place}", tag::long(&job.card));
        let time = span(job.time);
        // Unless it is the last one, leave room to say how many more there are.
        let spare = if i + 1 == bakery.running { 2 } else { 9 };
        if usize::from(pen.room()) < text.len() + time.len() + spare {
            if row + 1 >= inner.height {
                break;
            }
            row += 1;
            pen = Pen::new(inner, row, buf);
        }
        pen.skip(1);
        let style = tag::style(&job.card, kitchen, theme, theme.blocking);
        tag::put(
            &mut pen,
            &text,
            &job.card,
            inner.y + row,
            style,
            theme,
            hits,
        );
        pen.put(format!(" {time} "), theme.text);
        shown += 1;
    }
    if bakery.running > shown {
        pen.put(
            format!(" +{}", count((bakery.running - shown) as u64)),
            theme.dim,
        );
    }
}
