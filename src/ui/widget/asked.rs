//! The word that is asked for, over the lower part of whatever screen is shown.

use super::panel;
use super::pen::{Pen, wrap};
use crate::app::Action;
use crate::kitchen::asked::AskedView;
use crate::ui::hit::HitMap;
use crate::ui::keymap::Keys;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

/// Rows of words that are meant perhaps.
const CHOICES: usize = 3;

/// ```text
/// ┌ WORD   Esc closes ───────────────────────────────────────┐
/// │ clip = LIFO slot                                         │
/// │ The one card a chef takes next: the newest they made .. │
/// └──────────────────────────────────────────────────────────┘
/// ```
pub fn draw(view: &AskedView, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let width = usize::from(area.width).saturating_sub(4);
    let lines = lines(view, theme, width);
    let height = (lines.len() as u16 + 2).min(area.height);
    let area = Rect {
        y: area.bottom() - height,
        height,
        ..area
    };
    Clear.render(area, buf);
    buf.set_style(area, theme.ground);
    let back = Keys::FIXED.name(Action::Back);
    let about = match view {
        AskedView::Typed { .. } => format!("a word of the kitchen or of Tokio's; {back}: none"),
        AskedView::Known { .. } | AskedView::Unknown(_) => format!("{back} closes"),
    };
    let inner = panel::draw(" WORD", &about, theme, area, buf);
    for (row, pieces) in (0..inner.height).zip(lines) {
        let mut pen = Pen::new(inner, row, buf);
        pen.skip(1);
        for (text, style) in pieces {
            pen.put(text, style);
        }
    }
    // What lies under it cannot be seen.
    hits.add(area, Action::Back);
}

type Pieces = Vec<(String, Style)>;

fn lines(view: &AskedView, theme: &Theme, width: usize) -> Vec<Pieces> {
    match view {
        AskedView::Typed { text, words, taken } => {
            let line = vec![
                ("what is: ".to_owned(), theme.text),
                (format!("{text}_"), theme.key),
            ];
            let mut lines = vec![line];
            lines.extend(choices(words, *taken, theme, width));
            lines
        }
        AskedView::Known {
            words,
            meaning,
            limit,
        } => {
            let mut lines: Vec<_> = told(words, theme.key, width).collect();
            lines.extend(told(meaning, theme.text, width));
            lines.extend(limit.iter().flat_map(|limit| told(limit, theme.dim, width)));
            lines
        }
        AskedView::Unknown(text) => told(text, theme.text, width).collect(),
    }
}

fn told(text: &str, style: Style, width: usize) -> impl Iterator<Item = Pieces> {
    let lines = wrap(text, width).into_iter();
    lines.map(move |line| vec![(line.to_owned(), style)])
}

/// The words that are meant perhaps, as many as have room.
fn choices(words: &[&str], taken: Option<usize>, theme: &Theme, width: usize) -> Vec<Pieces> {
    let next = Keys::FIXED.name(Action::Complete);
    let mut rows: Vec<Pieces> = vec![vec![(format!("{next}: "), theme.dim)]];
    let mut used = next.len() + 2;
    if words.is_empty() {
        rows[0] = vec![("no word begins so".to_owned(), theme.dim)];
    }
    for (index, word) in words.iter().enumerate() {
        let style = if Some(index) == taken {
            theme.key
        } else {
            theme.text
        };
        if used + word.len() + 2 > width {
            if rows.len() == CHOICES {
                break;
            }
            rows.push(Vec::new());
            used = 0;
        }
        used += word.len() + 2;
        if let Some(row) = rows.last_mut() {
            row.push(((*word).to_owned(), style));
            row.push(("  ".to_owned(), theme.text));
        }
    }
    rows
}
