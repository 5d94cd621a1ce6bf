//! The stove: pending cards and what each waits for.

use super::{panel, pen::Pen, pen::shorten, tag};
use crate::kitchen::amount::{count, span};
use crate::kitchen::scene::{Kitchen, Pot, PotWait, WaitGroup};
use crate::ui::hit::HitMap;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Fewest columns of one pot.
const POT: u16 = 23;
/// From here on the stove has a column for each kind of wait.
const GROUPED: (u16, u16) = (96, 3);

/// ```text
/// ├STOVE 8 pending cards: they hold no chef ─────────┤
/// │ #02 rice  bell 0.8s ===-  #05 stock  wants lock  │
/// │ #09 cake  bakery #10      #03 soup   channel     │
/// ```
pub fn draw(kitchen: &Kitchen, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let stove = &kitchen.stove;
    let mut title = vec![Span::styled(
        format!("{} ", theme.words.stove_title),
        theme.title,
    )];
    match stove.len {
        0 => title.push(Span::styled(
            format!("{} ", theme.words.stove_empty),
            theme.dim,
        )),
        n => {
            let style = theme.pending;
            title.push(Span::styled(
                format!("{} {}: ", count(n as u64), theme.words.stove_counted),
                style,
            ));
            title.push(Span::styled(
                format!("{} ", theme.words.stove_about),
                theme.dim,
            ));
        }
    }
    let inner = panel::titled(Line::from(title), theme, area, buf);
    shelf(kitchen, theme, area, buf, hits);
    if stove.pots.is_empty() {
        Pen::new(inner, 0, buf).put(" (nothing waits)", theme.dim);
    } else if inner.width >= GROUPED.0 && inner.height >= GROUPED.1 {
        grouped(kitchen, theme, inner, buf, hits);
    } else {
        mixed(
            &stove.pots.iter().collect::<Vec<_>>(),
            stove.len,
            kitchen,
            theme,
            inner,
            buf,
            hits,
        );
    }
}

/// Yielded cards lie on a shelf at the right of the title line.
fn shelf(kitchen: &Kitchen, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let cards = &kitchen.stove.shelf;
    let shown = cards.len().min(3);
    if shown == 0 {
        return;
    }
    let width = 3
        + theme.words.shelf.len() as u16
        + cards
            .iter()
            .take(shown)
            .map(|card| card.task.to_string().len() as u16 + 1)
            .sum::<u16>();
    let words = theme.words;
    let title = [words.stove_title, words.stove_counted, words.stove_about];
    let title = title.map(str::len).iter().sum::<usize>() as u16 + 7;
    if width + title > area.width {
        return;
    }
    let mut pen = Pen::new(area, 0, buf);
    pen.to(area.width - width - 1)
        .put(format!(" {} ~", theme.words.shelf), theme.dim);
    for card in cards.iter().take(shown) {
        let style = tag::style(card, kitchen, theme, theme.ready);
        tag::put(
            &mut pen,
            &card.task.to_string(),
            card,
            area.y,
            style,
            theme,
            hits,
        );
        pen.skip(1);
    }
}

/// One column for each kind of wait.
fn grouped(kitchen: &Kitchen, theme: &Theme, inner: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let groups = [WaitGroup::Bells, WaitGroup::Others, WaitGroup::Doors];
    let width = inner.width / groups.len() as u16;
    for (i, group) in groups.into_iter().enumerate() {
        let area = Rect {
            x: inner.x + width * i as u16,
            width,
            ..inner
        };
        Pen::new(area, 0, buf)
            .skip(1)
            .put(group.title(theme.words), theme.dim);
        let pots: Vec<_> = kitchen
            .stove
            .pots
            .iter()
            .filter(|pot| pot.group == group)
            .collect();
        let below = Rect {
            y: area.y + 1,
            height: area.height - 1,
            ..area
        };
        // The model counts all pending cards, not those of one kind: "more" is said of what was looked at.
        let all = if pots.len() == kitchen.stove.pots.len() {
            kitchen.stove.len
        } else {
            pots.len()
        };
        mixed(&pots, all, kitchen, theme, below, buf, hits);
    }
}

fn mixed(
    pots: &[&Pot],
    all: usize,
    kitchen: &Kitchen,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let columns = (area.width / POT).max(1);
    let width = area.width / columns;
    let room = usize::from(columns * area.height);
    // The last place tells how many more there are.
    let shown = if all > room {
        room.saturating_sub(1)
    } else {
        pots.len()
    };
    // Places nobody needs go to cards that wait for several things.
    let mut spare = room.saturating_sub(all);
    let mut place = 0;
    for pot in pots.iter().take(shown) {
        let (column, row) = (place as u16 % columns, place as u16 / columns);
        let right = usize::from(columns - column - 1).min(spare);
        let places = needs(pot).div_ceil(usize::from(width.max(1)));
        // To the right, or below where there is no other column.
        let below = columns == 1 && places > 1 && spare > 0;
        let beside = if below {
            0
        } else {
            places.clamp(1, right + 1) - 1
        };
        let more = beside + usize::from(below);
        spare -= more;
        place += 1 + more;
        let cell = Rect {
            x: area.x + column * width,
            y: area.y + row,
            width: width * (1 + beside as u16),
            height: 1 + u16::from(below),
        };
        draw_pot(pot, kitchen, theme, cell, buf, hits);
    }
    let rest = all.saturating_sub(shown.min(pots.len()));
    if rest > 0 && room > 0 {
        let at = (room - 1) as u16;
        let cell = Rect {
            x: area.x + at % columns * width,
            y: area.y + at / columns,
            width,
            height: 1,
        };
        Pen::new(cell, 0, buf)
            .skip(1)
            .put(format!("+{} more", count(rest as u64)), theme.pending);
    }
}

/// The columns in which nothing of a pot need be shortened.
fn needs(pot: &Pot) -> usize {
    match spellings(&pot.waits).first() {
        Some(longest) => 2 + tag::long(&pot.card).chars().count() + longest.chars().count(),
        None => 1,
    }
}

/// What a card waits for that waits for several things: from all of it to the shortest.
///
/// ```text
/// 3 waits: bell 250ms 450ms 750ms
/// 3 waits: bell 250ms ..
/// 3 waits
/// ```
fn spellings(waits: &[PotWait]) -> Vec<String> {
    let Some(first) = waits.first() else {
        return Vec::new();
    };
    let left = |wait: &PotWait| {
        wait.left
            .map_or_else(String::new, |left| format!(" {}", span(left)))
    };
    let mut all = format!("{} waits:", waits.len());
    let mut before: Option<&PotWait> = None;
    for wait in waits {
        // The timers come first, and need their name once.
        if before.is_none_or(|before| before.wants != wait.wants || wait.left.is_none()) {
            all += if before.is_some() { ", " } else { " " };
            all += &wait.wants;
        }
        all += &left(wait);
        before = Some(wait);
    }
    let number = format!("{} waits", waits.len());
    vec![
        all,
        format!("{number}: {}{} ..", first.wants, left(first)),
        format!("{number}{}", left(first)),
        number,
    ]
}

fn draw_pot(
    pot: &Pot,
    kitchen: &Kitchen,
    theme: &Theme,
    cell: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let mut pen = Pen::new(cell, 0, buf);
    pen.skip(1);
    let style = tag::style(&pot.card, kitchen, theme, theme.pending);
    let long = tag::long(&pot.card);
    let name = shorten(&long, usize::from(cell.width.saturating_sub(13)).max(3));
    tag::put(&mut pen, &name, &pot.card, cell.y, style, theme, hits);
    pen.skip(1);
    if pot.overdue.is_none() && !pot.waits.is_empty() {
        if cell.height > 1 {
            let all = spellings(&pot.waits).swap_remove(0);
            let (number, rest) = all.split_once(": ").unwrap_or((&all, ""));
            pen.put(format!("{number}:"), theme.text);
            Pen::new(cell, 1, buf).skip(3).put(rest, theme.text);
            return;
        }
        let room = usize::from(pen.room());
        let fits = |text: &String| text.chars().count() <= room;
        if let Some(text) = spellings(&pot.waits).into_iter().find(fits) {
            pen.put(text, theme.text);
        }
        return;
    }
    match (pot.bell, pot.overdue) {
        (_, Some(late)) => {
            pen.put(format!("LATE {}", span(late)), theme.stalled);
        }
        (Some((left, done)), None) => {
            pen.put(format!("{} {}", theme.words.bell, span(left)), theme.text);
            if pen.room() > 5 {
                pen.skip(1)
                    .put(bar(done, usize::from(pen_room(cell, 8))), theme.dim);
            }
        }
        (None, None) => {
            pen.put(&pot.wants, theme.text);
            if pen.room() > 8 {
                pen.put(format!(" {}", span(pot.waited)), theme.dim);
            }
        }
    }
}

fn pen_room(cell: Rect, most: u16) -> u16 {
    (cell.width.saturating_sub(27)).clamp(4, most)
}

/// `===>----`: the share that is over.
pub fn bar(done: f32, width: usize) -> String {
    let full = ((done.clamp(0.0, 1.0) * width as f32) as usize).min(width);
    let head = if full > 0 && full < width { ">" } else { "" };
    format!(
        "{}{head}{}",
        "=".repeat(full - head.len()),
        "-".repeat(width - full)
    )
}

#[cfg(test)]
mod tests {
    use super::{PotWait, bar, spellings};
    use crate::events::Nanos;

    fn wait(wants: &str, left: Option<u64>) -> PotWait {
        PotWait {
            wants: wants.into(),
            left: left.map(Nanos::from_millis),
        }
    }

    #[test]
    fn several_waits_are_told_all_or_in_short() {
        let bells = [250, 450, 750].map(|left| wait("bell", Some(left)));
        assert_eq!(
            spellings(&bells),
            [
                "3 waits: bell 250ms 450ms 750ms",
                "3 waits: bell 250ms ..",
                "3 waits 250ms",
                "3 waits"
            ]
        );
        let mixed = [
            wait("bell", Some(250)),
            wait("socket", None),
            wait("wants lock", None),
        ];
        assert_eq!(
            spellings(&mixed)[0],
            "3 waits: bell 250ms, socket, wants lock"
        );
        assert!(spellings(&[]).is_empty());
    }

    #[test]
    fn a_bar_has_its_width_whatever_the_share() {
        assert_eq!(
            [
                bar(0.0, 4),
                bar(0.5, 4),
                bar(1.0, 4),
                bar(7.0, 2),
                bar(0.5, 0)
            ],
            ["----", "=>--", "====", "==", ""]
        );
    }
}
