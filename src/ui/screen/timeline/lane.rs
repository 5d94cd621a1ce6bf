//! One row of time: cells, one to a column, and polls wide enough to be drawn one by one.

use crate::kitchen::timeline::{Bar, Cell};
use crate::ui::screen::page::{columns, put};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use std::ops::Range;

/// From one eighth of a cell to all of it.
const LEVELS: [&str; 8] = [
    "\u{2581}", "\u{2582}", "\u{2583}", "\u{2584}", "\u{2585}", "\u{2586}", "\u{2587}", "\u{2588}",
];

/// Symbol and style of a cell on the line so many lines above the lowest, of `lines`.
fn look(cell: Cell, above: u16, lines: u16, theme: &Theme) -> (&'static str, Style) {
    let lowest = |symbol, style| {
        if above == 0 {
            (symbol, style)
        } else {
            (" ", style)
        }
    };
    match cell {
        Cell::Blank | Cell::Idle => (" ", theme.text),
        Cell::Gap => (":", theme.dim),
        Cell::Parked => lowest(".", theme.parked),
        Cell::Stall => ("X", theme.stalled),
        Cell::Ready => ("!", theme.ready),
        Cell::Woken => lowest("w", theme.ready),
        Cell::Pending => lowest("~", theme.dim),
        Cell::Baking => ("b", theme.blocking),
        Cell::Poll(share) => {
            // Any poll is at least one eighth high: a short poll is not no poll.
            let eighths = (share * 8.0 * f32::from(lines)).ceil().max(1.0) as usize;
            match eighths.saturating_sub(usize::from(above) * 8) {
                0 => (" ", theme.cooking),
                here => (LEVELS[here.min(8) - 1], theme.cooking),
            }
        }
    }
}

/// What comes after the moment shown stands back; an alarm does not.
fn faded(style: Style, column: u16, after: Option<u16>, theme: &Theme) -> Style {
    match after {
        Some(cursor) if column > cursor && style != theme.stalled => theme.later,
        _ => style,
    }
}

/// Draws cells over all lines of the area; those right of `after` are faded.
pub(super) fn cells(
    cells: &[Cell],
    after: Option<u16>,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
) {
    for (line, above) in area.rows().zip((0..area.height).rev()) {
        for (column, cell) in (0..area.width).zip(cells) {
            let (symbol, style) = look(*cell, above, area.height, theme);
            let style = faded(style, column, after, theme);
            put(buf, area.x + column, line.y, 1, symbol, style);
        }
    }
}

/// Draws a poll to scale, with its card in it: `[#07 block ████]`. Of a stall every
/// column is an X but for the name.
pub(super) fn bar(bar: &Bar, after: Option<u16>, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let (from, to) = (bar.from, bar.to.min(area.width.saturating_sub(1)));
    let (fill, style) = if bar.stalled {
        ("X", theme.stalled)
    } else {
        (LEVELS[7], theme.cooking)
    };
    for line in area.rows() {
        for column in from..=to {
            let symbol = match column {
                _ if bar.stalled => fill,
                _ if column == from && !bar.before => "[",
                _ if column == to && !bar.goes_on => "]",
                _ => fill,
            };
            let style = faded(style, column, after, theme);
            put(buf, area.x + column, line.y, 1, symbol, style);
        }
    }
    let (left, right) = (
        from + u16::from(!bar.before),
        to - u16::from(!bar.goes_on).min(to),
    );
    let room = (right + 1).saturating_sub(left);
    let fits = |text: &&String| columns(text) <= room;
    let Some(text) = [&bar.name, &bar.number].into_iter().find(fits) else {
        return;
    };
    let middle = area.y + area.height.saturating_sub(1) / 2;
    put(
        buf,
        area.x + left,
        middle,
        room,
        text,
        faded(
            if bar.stalled { style } else { theme.text },
            left,
            after,
            theme,
        ),
    );
}

/// Draws the moment shown: a line through what is empty or quiet. What is not keeps its sign,
/// so that the line never looks like something a row did.
pub(super) fn cursor(area: Rect, column: u16, theme: &Theme, buf: &mut Buffer) {
    if column >= area.width {
        return;
    }
    for line in area.rows() {
        let place = (area.x + column, line.y);
        let Some(cell) = buf.cell_mut(place) else {
            continue;
        };
        let mut alarm = cell.clone();
        alarm.set_style(theme.stalled);
        // The strongest thing on screen stays so, the name in it too.
        if *cell == alarm {
            continue;
        }
        if matches!(cell.symbol(), " " | ".") {
            cell.set_symbol("|");
        }
        cell.set_style(theme.key);
    }
}

/// Changes the style of some columns.
pub(super) fn style(area: Rect, which: Range<u16>, modifier: Modifier, buf: &mut Buffer) {
    for column in which.start..which.end.min(area.width) {
        let part = Rect {
            x: area.x + column,
            width: 1,
            ..area
        };
        let part = part.intersection(buf.area);
        buf.set_style(part, Style::new().add_modifier(modifier));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_shown_takes_nothing_from_an_alarm_and_not_from_the_name_in_it() {
        let stall = Bar {
            from: 0,
            to: 9,
            before: false,
            goes_on: true,
            number: "#07".into(),
            name: "#07 block".into(),
            stalled: true,
        };
        let area = Rect::new(0, 0, 12, 1);
        for theme in [Theme::dark(), Theme::light(), Theme::mono()] {
            for column in 0..10 {
                let mut buf = Buffer::empty(area);
                bar(&stall, None, &theme, area, &mut buf);
                let before = buf.clone();
                cursor(area, column, &theme, &mut buf);
                assert_eq!(buf, before, "column {column}");
            }
            let mut buf = Buffer::empty(area);
            cursor(area, 11, &theme, &mut buf);
            assert_eq!(buf[(11, 0)].symbol(), "|");
        }
    }
}
