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
use ratatui::style::Style;

/// ```text
/// ┬CODE #07 block ────────────┐
/// │  12 pub async fn block(){ │
/// │X 13     thread::sleep(t)  │
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
    let code = Rect {
        height: rows,
        ..inner
    };
    source(view, theme, code, buf);
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

/// Columns of the mark and the number.
const MARGIN: u16 = 5;
/// Rows the marked line may take where it is longer than the panel is wide.
const MARKED: usize = 3;

fn source(view: &CodeView, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let width = usize::from(area.width.saturating_sub(MARGIN));
    // Where columns are few, an indent of two says as much as one of four.
    let narrow = area.width < 48;
    let rows = usize::from(area.height);
    let marked = view.lines.iter().find(|line| line.here);
    let marked = marked.map_or(1, |line| folded(line, narrow, width, theme).len());
    let shown = window(&view.lines, (rows + 1).saturating_sub(marked.min(rows)));
    let blank = |line: &CodeLine| line.tokens.iter().all(|token| token.text.trim().is_empty());
    let common = shown.iter().filter(|line| !blank(line));
    let common = common.map(|line| indent(line, narrow)).min().unwrap_or(0);
    let mut row = 0;
    for line in shown {
        let parts = if line.here {
            folded(line, narrow, width + common, theme)
        } else {
            vec![styled(line, narrow, theme)]
        };
        for (i, part) in parts.iter().enumerate() {
            let mut pen = Pen::new(area, row, buf);
            if i == 0 {
                margin(line, view.stuck.is_some(), theme, &mut pen);
            }
            pen.to(MARGIN);
            let text = part.get(common..).unwrap_or_default();
            // A part is not to be taken for the whole.
            let is_cut = text.len() > width;
            let fits = if is_cut {
                width.saturating_sub(2)
            } else {
                width
            };
            for (c, style) in text.iter().take(fits) {
                pen.put(c.encode_utf8(&mut [0; 4]), *style);
            }
            if is_cut {
                pen.put("..", theme.dim);
            }
            row += 1;
        }
    }
}

/// The lines that fit: the marked one about a third from the top.
fn window(lines: &[CodeLine], rows: usize) -> &[CodeLine] {
    let here = lines.iter().position(|line| line.here).unwrap_or(0);
    let last_start = lines.len().saturating_sub(rows);
    let start = here.saturating_sub(rows / 2).min(last_start);
    &lines[start..lines.len().min(start + rows)]
}

fn margin(line: &CodeLine, stuck: bool, theme: &Theme, pen: &mut Pen<'_>) {
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
}

/// Columns of blanks before the text.
fn indent(line: &CodeLine, narrow: bool) -> usize {
    let first = line.tokens.first().map_or("", |token| &token.text);
    let blank = first.len() - first.trim_start_matches(' ').len();
    if narrow { blank - blank / 2 } else { blank }
}

type Text = Vec<(char, Style)>;

/// The line with its styles.
fn styled(line: &CodeLine, narrow: bool, theme: &Theme) -> Text {
    let mut text = Text::new();
    for (i, token) in line.tokens.iter().enumerate() {
        let style = theme.token(token.kind);
        let style = if line.here {
            style.patch(theme.title)
        } else {
            style
        };
        let blank = token.text.len() - token.text.trim_start_matches(' ').len();
        let cut = if i == 0 && narrow { blank / 2 } else { 0 };
        text.extend(token.text[cut..].chars().map(|c| (c, style)));
    }
    text
}

/// The line in rows of this width, so that none of it is lost; cut between words where it can be.
fn folded(line: &CodeLine, narrow: bool, width: usize, theme: &Theme) -> Vec<Text> {
    let mut rest = styled(line, narrow, theme);
    let hang = indent(line, narrow) + 2;
    let mut rows = Vec::new();
    while rest.len() > width && width > hang + 4 && rows.len() + 1 < MARKED {
        let may_end = |i: &usize| matches!(rest[*i - 1].0, ' ' | ',' | '(') || rest[*i].0 == '.';
        let cut = (width / 2..=width).rev().find(may_end).unwrap_or(width);
        let mut next: Text = vec![(' ', Style::new()); hang];
        next.extend(rest.drain(cut..).skip_while(|(c, _)| *c == ' '));
        rows.push(std::mem::replace(&mut rest, next));
    }
    rows.push(rest);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kitchen::code::{Token, TokenKind};

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

    #[test]
    fn the_marked_line_is_whole_where_columns_are_few() {
        let source = "    std::thread::sleep(kit.pace(plan.time));";
        let token = |text: &str| Token {
            kind: TokenKind::Text,
            text: text.into(),
        };
        let line = |number, text| CodeLine {
            number,
            tokens: vec![token(text)],
            here: number == 2,
        };
        let view = CodeView {
            title: "#02 block".into(),
            file: String::new(),
            lines: vec![line(1, "    // No .await here."), line(2, source)],
            stuck: None,
            note: "note".into(),
        };
        let area = Rect::new(0, 0, 30, 8);
        let mut buf = Buffer::empty(area);
        draw(&view, &Theme::mono(), area, &mut buf);
        let rows: Vec<String> = (1..5)
            .map(|y| (1..29).map(|x| buf[(x, y)].symbol().to_string()).collect())
            .collect();
        assert_eq!(
            rows,
            [
                "   1 // No .await here.     ",
                "-> 2 std::thread::sleep(kit ",
                "       .pace(plan.time));   ",
                "                            "
            ]
        );
    }
}
