//! The source of the card in focus, with a mark on the line where it is now.

use super::{
    panel,
    pen::{Pen, wrap},
};
use crate::kitchen::code::CodeLine;
use crate::kitchen::scene::CodeView;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// ```text
/// ┬CODE #07 block ────────────┐
/// │  12 pub async fn block(){ │
/// │X 13     occupy(|| sleep)  │
/// │ here for 1.40s: no .await │
/// ```
pub fn draw(view: &CodeView, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let about = if area.width > 44 {
        view.file.as_str()
    } else {
        ""
    };
    let inner = panel::draw(&format!("CODE {}", view.title), about, theme, area, buf);
    let note = wrap(&view.note, usize::from(inner.width).saturating_sub(2));
    let note_rows = (note.len() as u16).min(3).min(inner.height / 2);
    let rows = inner.height - note_rows;
    for (row, line) in window(&view.lines, rows.into()).iter().enumerate() {
        draw_line(
            line,
            view.stuck.is_some(),
            theme,
            Rect {
                height: rows,
                ..inner
            },
            row as u16,
            buf,
        );
    }
    let style = if view.stuck.is_some() {
        theme.stalled
    } else {
        theme.dim
    };
    for (row, text) in note.iter().take(note_rows.into()).enumerate() {
        Pen::new(inner, rows + row as u16, buf)
            .skip(1)
            .put(text, style);
    }
}

/// The lines that fit: the marked one about a third from the top.
fn window(lines: &[CodeLine], rows: usize) -> &[CodeLine] {
    let here = lines.iter().position(|line| line.here).unwrap_or(0);
    let last_start = lines.len().saturating_sub(rows);
    let start = here.saturating_sub(rows / 2).min(last_start);
    &lines[start..lines.len().min(start + rows)]
}

fn draw_line(line: &CodeLine, stuck: bool, theme: &Theme, area: Rect, row: u16, buf: &mut Buffer) {
    let mut pen = Pen::new(area, row, buf);
    let mark = match (line.here, stuck) {
        (true, true) => "X>",
        (true, false) => "->",
        _ => "  ",
    };
    let number = if line.here {
        theme.mark_here
    } else {
        theme.dim
    };
    pen.put(mark, theme.mark_here)
        .put(format!("{:>2} ", line.number), number);
    // Where columns are few, an indent of two says as much as one of four.
    let narrow = area.width < 48;
    for (i, token) in line.tokens.iter().enumerate() {
        let style = theme.token(token.kind);
        let blank = token.text.len() - token.text.trim_start_matches(' ').len();
        let cut = if i == 0 && narrow { blank / 2 } else { 0 };
        pen.put(
            &token.text[cut..],
            if line.here {
                style.patch(theme.title)
            } else {
                style
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: u32, here: u32) -> Vec<CodeLine> {
        (1..=count)
            .map(|number| CodeLine {
                number,
                tokens: Vec::new(),
                here: number == here,
            })
            .collect()
    }

    #[test]
    fn the_marked_line_is_always_in_the_window() {
        for here in 1..=30 {
            for rows in 1..12 {
                let all = lines(30, here);
                let shown = window(&all, rows);
                assert_eq!(shown.len(), rows);
                assert!(shown.iter().any(|line| line.here), "{here} in {rows}");
            }
        }
        assert!(window(&[], 5).is_empty());
        assert_eq!(window(&lines(3, 9), 5).len(), 3);
    }
}
