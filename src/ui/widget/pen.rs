//! Writes one row of text from left to right, clipped, so that no widget counts columns twice.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// From so many columns on, text that is cut ends in a mark.
const MARKED: u16 = 6;

/// Text that does not fit ends in `..`, so that nobody takes a part for the whole.
pub fn shorten(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return text.into();
    }
    let room = width.saturating_sub(2);
    let mut used = 0;
    let mut out: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= room
        })
        .collect();
    out.extend(std::iter::repeat_n('.', width.min(2)));
    out.into()
}

/// A pen on one row of an area.
pub struct Pen<'b> {
    buf: &'b mut Buffer,
    left: u16,
    x: u16,
    right: u16,
    y: u16,
}

impl<'b> Pen<'b> {
    /// A pen at the start of row `row` of the area; below the area it writes nothing.
    pub fn new(area: Rect, row: u16, buf: &'b mut Buffer) -> Self {
        let y = area.y.saturating_add(row);
        let line = Rect {
            y,
            height: 1,
            ..area
        }
        .intersection(area)
        .intersection(buf.area);
        let right = if line.is_empty() {
            area.x
        } else {
            line.right()
        };
        Self {
            buf,
            left: area.x,
            x: area.x,
            right,
            y,
        }
    }

    /// Columns left.
    pub fn room(&self) -> u16 {
        self.right.saturating_sub(self.x)
    }

    /// The column it stands at.
    pub fn x(&self) -> u16 {
        self.x
    }

    /// Writes text as far as it fits; what is cut ends in a mark, where there is room for one.
    pub fn put(&mut self, text: impl AsRef<str>, style: Style) -> &mut Self {
        let room = self.room();
        if room > 0 {
            let text = match room {
                0..MARKED => text.as_ref().into(),
                _ => shorten(text.as_ref(), room.into()),
            };
            (self.x, _) = self
                .buf
                .set_stringn(self.x, self.y, text, room.into(), style);
        }
        self
    }

    /// Writes text, cut or padded to this width.
    pub fn field(&mut self, text: impl AsRef<str>, width: u16, style: Style) -> &mut Self {
        let (end, right) = (
            self.x.saturating_add(width).min(self.right.max(self.x)),
            self.right,
        );
        self.right = right.min(end);
        self.put(text, style);
        (self.x, self.right) = (end, right);
        self
    }

    /// Writes text at the right end of a field of this width.
    pub fn right(&mut self, text: &str, width: u16, style: Style) -> &mut Self {
        let pad = usize::from(width).saturating_sub(text.chars().count());
        self.skip(pad as u16).field(text, width - pad as u16, style)
    }

    /// Moves right.
    pub fn skip(&mut self, columns: u16) -> &mut Self {
        self.x = self.x.saturating_add(columns).min(self.right.max(self.x));
        self
    }

    /// Moves to a column counted from the area's left edge; never back.
    pub fn to(&mut self, column: u16) -> &mut Self {
        let x = self.left.saturating_add(column);
        self.skip(x.saturating_sub(self.x))
    }
}

/// Cuts text into rows of at most this many columns, at spaces where there are some.
pub fn wrap(text: &str, width: usize) -> Vec<&str> {
    let mut rows = Vec::new();
    let mut rest = text.trim();
    while width > 0 && !rest.is_empty() {
        let end = rest
            .char_indices()
            .nth(width)
            .map_or(rest.len(), |(i, _)| i);
        let cut = match rest[..end].rfind(' ') {
            Some(space) if end < rest.len() && !rest[end..].starts_with(' ') && space > 0 => space,
            _ => end,
        };
        rows.push(rest[..cut].trim_end());
        rest = rest[cut..].trim_start();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_clipped_and_control_characters_are_dropped() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 2));
        Pen::new(Rect::new(1, 0, 6, 1), 0, &mut buf)
            .put("a\u{1b}[m\tb", Style::new())
            .to(4)
            .put("xyz", Style::new());
        Pen::new(Rect::new(1, 0, 6, 1), 1, &mut buf).put("below", Style::new());
        assert_eq!(buf, Buffer::with_lines([" a[mbxy ", "        "]));
    }

    #[test]
    fn text_that_is_cut_says_so_where_there_is_room_to() {
        assert_eq!(shorten("simmer", 6), "simmer");
        assert_eq!(shorten("simmer", 5), "sim..");
        assert_eq!(shorten("\u{65e5}\u{672c}\u{8a9e}", 5), "\u{65e5}..");
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 2));
        let area = buf.area;
        Pen::new(area, 0, &mut buf).put("JoinError", Style::new());
        Pen::new(area, 1, &mut buf)
            .skip(4)
            .put("Error", Style::new());
        assert_eq!(buf, Buffer::with_lines(["JoinEr..", "    Erro"]));
    }

    #[test]
    fn fields_keep_their_width() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        let area = buf.area;
        Pen::new(area, 0, &mut buf)
            .field("abcdef", 3, Style::new())
            .right("7", 3, Style::new())
            .field("ghijklmnop", 99, Style::new());
        assert_eq!(buf, Buffer::with_lines(["abc  7ghij.."]));
    }

    #[test]
    fn wraps_at_spaces_and_cuts_what_has_none() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("unbreakable", 4), ["unbr", "eaka", "ble"]);
        assert!(wrap("x", 0).is_empty() && wrap("  ", 5).is_empty());
        assert_eq!(wrap("é é é", 3), ["é é", "é"]);
    }
}
