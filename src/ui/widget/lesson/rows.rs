//! What a lesson says, in rows of a given width.

mod figures;

use crate::app::Action;
use crate::kitchen::lesson::{Awaited, Block, Goal, LessonView, Mark};
use crate::kitchen::text::Text;
use crate::kitchen::tone::Tone;
use crate::ui::keymap::Keys;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::wrap;
use figures::{measured, ordered};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// From the left.
    pub parts: Vec<(String, Style)>,
    /// What a click on it asks for.
    pub action: Option<Action>,
}

impl Row {
    fn of(text: impl Into<String>, style: Style) -> Self {
        Self {
            parts: vec![(text.into(), style)],
            action: None,
        }
    }

    /// The text of it.
    pub fn text(&self) -> String {
        self.parts.iter().map(|(text, _)| text.as_str()).collect()
    }
}

/// Columns between the text and each border.
const MARGIN: u16 = 1;
/// Columns before the text of an answer or a goal.
const HANG: usize = 3;

/// The rows that a panel with this many columns inside needs.
pub fn needs(view: &LessonView, keys: Keys<'_>, width: u16) -> u16 {
    let rows = rows(view, keys, width, &Theme::mono()).len();
    u16::try_from(rows).unwrap_or(u16::MAX)
}

/// All rows, from the top.
pub fn rows(view: &LessonView, keys: Keys<'_>, width: u16, theme: &Theme) -> Vec<Row> {
    let width = usize::from(width.saturating_sub(2 * MARGIN));
    let mut rows = Vec::new();
    for block in &view.blocks {
        match block {
            Block::Words(text, tone) => {
                words(text, keys, width, style(*tone, theme), theme, &mut rows);
            }
            Block::Answer { place, text, mark } => {
                answer((*place, text, *mark), keys, width, theme, &mut rows);
            }
            Block::Goal(one) => goal(one, keys, width, theme, &mut rows),
            Block::Measured(one) => measured(one, keys, width, theme, &mut rows),
            Block::Ordered(one) => ordered(one, width, theme, &mut rows),
            Block::Gap => rows.push(Row::default()),
        }
    }
    if !view.blocks.is_empty() && !view.next.is_empty() {
        rows.push(Row::default());
    }
    let mut awaited = Vec::new();
    for one in &view.next {
        next(one, keys, width, theme, &mut awaited);
    }
    rows.extend(joined(awaited, width, theme));
    rows
}

/// What is awaited, in one row if it fits: a click on it is the first of them.
fn joined(rows: Vec<Row>, width: usize, theme: &Theme) -> Vec<Row> {
    const APART: &str = "   ";
    let columns: usize = rows.iter().map(|row| row.text().width()).sum();
    if rows.len() < 2 || columns + APART.len() * (rows.len() - 1) > width {
        return rows;
    }
    let mut one = Row::default();
    for row in rows {
        if one.parts.is_empty() {
            one.action = row.action;
        } else {
            one.parts.push((APART.to_owned(), theme.text));
        }
        one.parts.extend(row.parts);
    }
    vec![one]
}

fn style(tone: Tone, theme: &Theme) -> Style {
    match tone {
        Tone::Plain => theme.text,
        Tone::Dim => theme.dim,
        Tone::Cooking => theme.title,
        Tone::Stalled => theme.stalled,
        Tone::Ready => theme.notice,
        Tone::Pending => theme.pending,
        Tone::Blocking => theme.blocking,
        Tone::Served => theme.served,
        Tone::Binned => theme.binned,
        Tone::Burnt => theme.burnt,
        Tone::Unclaimed => theme.unclaimed,
    }
}

/// A sentence; the names of keys in it stand out.
fn words(
    text: &Text,
    keys: Keys<'_>,
    width: usize,
    style: Style,
    theme: &Theme,
    rows: &mut Vec<Row>,
) {
    let marks = keys.spans(text);
    let told = keys.tell(text);
    let mut from = 0;
    for line in wrap(&told, width) {
        // Each row is a piece of the text, in its order.
        let at = from + told[from..].find(line).unwrap_or(0);
        let end = at + line.len();
        from = end;
        let mut parts = Vec::new();
        let mut here = at;
        for (start, stop) in &marks {
            let (start, stop) = ((*start).clamp(here, end), (*stop).clamp(here, end));
            if start < stop {
                parts.push((told[here..start].to_owned(), style));
                parts.push((told[start..stop].to_owned(), theme.key));
                here = stop;
            }
        }
        parts.push((told[here..end].to_owned(), style));
        rows.push(Row {
            parts,
            action: None,
        });
    }
}

/// Writes text behind a sign, later rows under its beginning.
fn hanging(sign: (String, Style), text: &str, width: usize, style: Style, rows: &mut Vec<Row>) {
    let mut sign = Some(sign);
    for line in wrap(text, width.saturating_sub(HANG)) {
        let blank = || (" ".repeat(HANG), style);
        let first = sign.take().map(|(text, style)| {
            let pad = " ".repeat(HANG.saturating_sub(text.width()));
            (text + &pad, style)
        });
        rows.push(Row {
            parts: vec![first.unwrap_or_else(blank), (line.to_owned(), style)],
            action: None,
        });
    }
}

fn answer(
    (place, text, mark): (usize, &Text, Mark),
    keys: Keys<'_>,
    width: usize,
    theme: &Theme,
    rows: &mut Vec<Row>,
) {
    let letter = keys.name(Action::Answer(place));
    let (sign, style, after) = match mark {
        Mark::Open => ((letter, theme.key), theme.text, ""),
        Mark::Passed => ((letter, theme.dim), theme.dim, ""),
        Mark::Right => ((format!("{letter}+"), theme.served), theme.text, ""),
        Mark::Wrong => ((format!("{letter}X"), theme.burnt), theme.text, ""),
        Mark::Missed => ((format!("{letter}<"), theme.served), theme.text, " (right)"),
    };
    let from = rows.len();
    let text = keys.tell(text) + after;
    hanging(sign, &text, width, style, rows);
    if mark == Mark::Open {
        for row in &mut rows[from..] {
            row.action = Some(Action::Answer(place));
        }
    }
}

fn goal(goal: &Goal, keys: Keys<'_>, width: usize, theme: &Theme, rows: &mut Vec<Row>) {
    let look = style(goal.tone, theme);
    let text = format!("{}: {}", keys.tell(&goal.text), goal.word);
    hanging(
        (goal.sign.to_string(), look),
        &text,
        width,
        theme.text,
        rows,
    );
    if let Some(figures) = &goal.figures {
        hanging((String::new(), look), figures, width, theme.dim, rows);
    }
}

fn next(one: &Awaited, keys: Keys<'_>, width: usize, theme: &Theme, rows: &mut Vec<Row>) {
    let from = rows.len();
    match one.action {
        Some(action) => {
            let text = Text::default().key(action).words(" ");
            let text = one
                .does
                .pieces()
                .iter()
                .fold(text, |text, piece| match piece {
                    crate::kitchen::text::Piece::Words(words) => text.words(words.clone()),
                    crate::kitchen::text::Piece::Key(action) => text.key(*action),
                });
            words(&text, keys, width, theme.text, theme, rows);
        }
        None => words(&one.does, keys, width, theme.dim, theme, rows),
    }
    for row in &mut rows[from..] {
        row.action = one.action;
    }
}
