//! What the pages beside the main screen share: a frame with a title, text that ends
//! where its room ends, styles of tones, and small bars.
//!
//! Used by the inspector, the metrics, the task list and the help.

use crate::events::Certainty;
use crate::kitchen::state::Tone;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::shorten;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Block, Borders, Widget};

/// Draws the frame; gives the room inside. `note` stands at the right of the title.
pub(super) fn frame(title: &str, note: &str, theme: &Theme, area: Rect, buf: &mut Buffer) -> Rect {
    let area = area.intersection(*buf.area());
    if area.is_empty() {
        return Rect::ZERO;
    }
    let block = Block::new()
        .borders(Borders::ALL)
        .border_style(theme.border);
    let inner = block.inner(area);
    block.render(area, buf);
    let room = area.width.saturating_sub(2);
    let used = put(
        buf,
        area.x + 1,
        area.y,
        room,
        &format!(" {title} "),
        theme.title,
    );
    let left = room.saturating_sub(used);
    let note = format!(" {note} ");
    let width = columns(&note);
    if width > 2 && width <= left {
        put(
            buf,
            area.x + 1 + room - width,
            area.y,
            width,
            &note,
            theme.dim,
        );
    }
    inner
}

/// The room of a list, and below it that of a box for what is chosen there: both share a
/// line. A low page has no box. `narrow`: its rows, the frame too, where lines are short.
pub(super) fn with_box_below(area: Rect, narrow: u16) -> (Rect, Option<Rect>) {
    let height = match area.height {
        0..8 => return (area, None),
        8..16 => 4,
        _ if area.width < 110 => narrow,
        _ => 5,
    };
    let upper = Rect {
        height: area.height - (height - 1),
        ..area
    };
    let lower = Rect {
        y: upper.bottom() - 1,
        height,
        ..area
    };
    (upper, Some(lower))
}

/// Writes text into a row, cut off at `width`; gives the columns used.
pub(super) fn put(buf: &mut Buffer, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
    if width == 0 || !buf.area().contains((x, y).into()) {
        return 0;
    }
    let text = shorten(text, width.into());
    let (end, _) = buf.set_stringn(x, y, text, usize::from(width), style);
    end.saturating_sub(x)
}

/// Writes text so that it ends at the right edge of its `width`.
pub(super) fn put_right(buf: &mut Buffer, x: u16, y: u16, width: u16, text: &str, style: Style) {
    let indent = width.saturating_sub(columns(text));
    put(buf, x + indent, y, width - indent, text, style);
}

/// How many columns a text takes.
pub(super) fn columns(text: &str) -> u16 {
    u16::try_from(unicode_width::UnicodeWidthStr::width(text)).unwrap_or(u16::MAX)
}

/// Breaks text into lines of at most `width` columns, at spaces.
pub(super) fn wrap(text: &str, width: u16) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if columns(line).saturating_add(1 + columns(word)) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Writes a paragraph; gives the rows used.
pub(super) fn paragraph(buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let lines = wrap(text, area.width);
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        put(buf, area.x, y, area.width, line, style);
    }
    (lines.len() as u16).min(area.height)
}

/// The style of a tone.
pub(super) fn tone(tone: Tone, theme: &Theme) -> Style {
    match tone {
        Tone::Plain => theme.text,
        Tone::Dim => theme.dim,
        Tone::Cooking => theme.cooking,
        Tone::Stalled => theme.stalled,
        Tone::Ready => theme.ready,
        Tone::Pending => theme.pending,
        Tone::Blocking => theme.blocking,
        Tone::Served => theme.served,
        Tone::Binned => theme.binned,
        Tone::Burnt => theme.burnt,
        Tone::Unclaimed => theme.unclaimed,
    }
}

/// The style of a mark.
pub(super) fn mark(certainty: Certainty, theme: &Theme) -> Style {
    match certainty {
        Certainty::Observed => theme.measured,
        Certainty::Inferred => theme.inferred,
    }
}

/// The newest values that fit, as a row of bars scaled to the largest of them: `.` is
/// zero, so that nothing and little do not look alike.
pub(super) fn trend(values: &[f64], width: u16) -> String {
    // The full block is left out: bars of neighbouring rows would run into each other.
    const BARS: [char; 7] = [
        '\u{2581}', '\u{2582}', '\u{2583}', '\u{2584}', '\u{2585}', '\u{2586}', '\u{2587}',
    ];
    let newest = &values[values.len().saturating_sub(usize::from(width))..];
    let largest = newest.iter().copied().fold(0.0, f64::max);
    newest
        .iter()
        .map(|value| {
            if *value <= 0.0 {
                return '.';
            }
            let step = (value / largest * 7.0).ceil() as usize;
            BARS[step.clamp(1, 7) - 1]
        })
        .collect()
}

/// First row so that `selected` is visible with `margin` rows around it.
pub(super) fn scroll_to(selected: usize, total: usize, height: usize) -> usize {
    let margin = height / 3;
    selected
        .saturating_sub(height.saturating_sub(1 + margin))
        .min(total.saturating_sub(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_is_scaled_to_its_largest_value_and_zero_stays_visible() {
        assert_eq!(trend(&[0.0, 1.0, 4.0, 8.0], 10), ".▁▄▇");
        assert_eq!(trend(&[9.0, 1.0, 4.0], 2), "▂▇");
        assert_eq!(trend(&[0.0, 0.0], 5), "..");
        assert_eq!(trend(&[], 5), "");
    }

    #[test]
    fn text_is_cut_with_two_dots() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 6, 1));
        assert_eq!(put(&mut buf, 0, 0, 6, "simmering", Style::new()), 6);
        assert_eq!(buf, Buffer::with_lines(["simm.."]));
    }

    #[test]
    fn text_outside_is_not_written() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 3, 1));
        assert_eq!(put(&mut buf, 0, 1, 3, "abc", Style::new()), 0);
        assert_eq!(put(&mut buf, 3, 0, 3, "abc", Style::new()), 0);
    }

    #[test]
    fn paragraphs_break_at_spaces() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 7), Vec::<String>::new());
    }

    #[test]
    fn the_selected_row_stays_inside() {
        for selected in 0..30 {
            let first = scroll_to(selected, 30, 9);
            assert!(
                first <= selected && selected < first + 9,
                "{selected}: {first}"
            );
            assert!(first <= 21);
        }
        assert_eq!(scroll_to(0, 0, 0), 0);
    }

    #[test]
    fn a_frame_without_room_is_not_drawn() {
        for (width, height) in [(0, 0), (1, 1), (2, 1), (3, 3)] {
            let area = Rect::new(0, 0, width, height);
            let mut buf = Buffer::empty(area);
            frame("title", "note", &Theme::mono(), area, &mut buf);
        }
    }
}

/// For the tests of the pages.
#[cfg(test)]
pub(super) mod tests_support {
    use crate::ui::hit::HitMap;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    /// Sizes that have broken drawing code before, and ordinary ones.
    pub(in crate::ui::screen) const SIZES: [(u16, u16); 12] = [
        (0, 0),
        (1, 1),
        (2, 2),
        (1, 40),
        (3, 3),
        (10, 4),
        (12, 5),
        (40, 10),
        (79, 23),
        (80, 24),
        (120, 6),
        (300, 90),
    ];

    /// What was drawn, as text.
    pub(in crate::ui::screen) fn picture(
        width: u16,
        height: u16,
        draw: impl FnOnce(Rect, &mut Buffer, &mut HitMap),
    ) -> String {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        draw(area, &mut buf, &mut HitMap::default());
        let row = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>();
        (0..height)
            .map(|y| row(y).trim_end().to_owned() + "\n")
            .collect()
    }
}
